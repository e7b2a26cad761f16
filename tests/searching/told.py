"""A small site with what is found in it, and texts with their forms: what Python and browsers must agree on."""

from __future__ import annotations

from stories import item

RICE, NEWS, WHITE = "ข้าวหอมมะลิ", "ข่าวประชาสัมพันธ์", "ผ้าขาวม้า"
BODY = "ย่อหน้าแรกของข่าวนี้"  # which the lists show; a further one is of the item's page alone


def rice(*paragraphs: str) -> str:
    """The first item, with further paragraphs."""
    lines, body = ("location: อำเภอแคนดง", "tags: [เกษตร]"), "\n\n".join((BODY, *paragraphs))
    return f"-- content/news/n1.md --\n{item(RICE, '2565-01-11', *lines, body=body)}\n"


SITE = (
    rice() + f"-- content/news/n2.md --\n{item(NEWS, '2565-01-12', body='เรื่องข้าวใหม่ของกองทุนแม่ ของแผ่นดิน')}\n"
    f"-- content/news/n3.md --\n{item(WHITE, '2565-01-13', body='ใช้งบประมาณ ๗,๕๐๐ บาท ปี พ.ศ. 2565')}\n"
    "-- content/pages/about.md --\n---\ntitle: เกี่ยวกับเรา\n---\n\nโทร. 1567\n"
)

ANSWERS = {
    "ข้าว": [RICE, NEWS],  # a title before a text
    "ข่าว": [NEWS, RICE],  # "ของข่าวนี้"
    "ขาว": [WHITE],
    "กองทุนแม่ของแผ่นดิน": [NEWS],
    "กองทุน แผ่นดิน": [NEWS],
    "แคนดง เกษตร": [RICE],
    "อำเภอแคนดง": [RICE],
    "7500": [WHITE],
    "พ.ศ.๒๕๖๕": [WHITE],
    "256": [],
    "1567": ["เกี่ยวกับเรา"],
    "พัฒนาชุมชนจังหวัด": [WHITE, NEWS, RICE],  # the office of all news
    "มะ": [RICE],  # two letters are looked up in titles
    "เนื้อความ": [],
}
CASES = (
    ("", ""),
    ("ข้าวหอมมะลิ", "ข้าวหอมมะลิ"),
    ("กองทุนแม่ ของแผ่นดิน", "กองทุนแม่ของแผ่นดิน"),
    ("พ.ศ. ๒๕๖๕", "พศ 2565"),
    ("พช.บุรีรัมย์", "พชบุรีรัมย์"),
    ("ปี2565", "ปี 2565"),
    ("7,000 บาท", "7000 บาท"),
    ("1,234,567", "1234567"),
    ("2565,2566", "2565 2566"),
    ("08.30 น.", "08 30 น"),
    ("PM2.5", "pm 2 5"),
    ("COVID-19", "covid 19"),
    ("เเคนดง", "แคนดง"),
    ("นํ้า", "น้ำ"),
    ("น้ํา", "น้ำ"),
    ("นำ้", "น้ำ"),
    ("ที่่", "ที่"),
    ("ท่ี", "ที่"),
    ("พันธ์ุ", "พันธุ์"),
    ("แคน\u200bดง", "แคนดง"),
    ("แคน\u00a0ดง", "แคนดง"),
    ("บรรทัดหนึ่ง\nบรรทัดสอง", "บรรทัดหนึ่ง  บรรทัดสอง"),
    ("บรรทัดหนึ่ง \n\n 3 บรรทัดสอง\n", "บรรทัดหนึ่ง  3 บรรทัดสอง"),
    ("“โคก” (หนอง) นา", "โคกหนองนา"),
    ("ต่าง ๆ ฯลฯ", "ต่างๆฯลฯ"),
    ("Café ÀÉ ß", "café àé ß"),
    ("Cafe\u0301", "café"),
    ("ข้าว🌾หอม", "ข้าวหอม"),
    ("一村一品 OTOP", "一村一品 otop"),
    ("\\U+2028 \u2028 <b>&amp;</b>", "u 2028 b amp b"),
)
