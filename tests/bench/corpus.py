"""News of an imagined provincial office, any number of it: the same seed and index always give the same file.

A file depends on the seed and its own number alone, so the first thousand of ten thousand are the thousand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

SEED = 2569
FIRST_DAY = dt.date(2017, 10, 2)
DAYS = 8 * 365  # eight fiscal years, as an office's archive has them
SIZES = (2500, 3000, 3550, 4050, 4650)  # bytes of a body before its last paragraph: with it and the head 4.7 kB a file
BANGKOK = dt.timezone(dt.timedelta(hours=7))

# Districts of Buriram and some of their subdistricts (Department of Provincial Administration, by way of geothai).
PLACES = {
    "เมืองบุรีรัมย์": "กระสัง กลันทา ชุมเห็ด ถลุงเหล็ก",
    "กระสัง": "กระสัง กันทรารมย์ ชุมแสง บ้านปรือ",
    "สตึก": "กระสัง ชุมแสง ดอนมนต์ ท่าม่วง",
    "นางรอง": "ก้านเหลือง ชุมแสง ถนนหัก ทรัพย์พระยา",
    "บ้านใหม่ไชยพจน์": "กู่สวนแตง แดงใหญ่ ทองหลาง หนองเยือง",
    "โนนสุวรรณ": "โกรกแก้ว ดงอีจาน ทุ่งจังหัน โนนสุวรรณ",
    "ประโคนชัย": "เขาคอก โคกตูม โคกมะขาม โคกม้า",
    "บ้านกรวด": "เขาดินเหนือ จันทบเพชร โนนเจริญ บ้านกรวด",
    "คูเมือง": "คูเมือง ตูมใหญ่ บ้านแพ ปะเคียบ",
    "แคนดง": "แคนดง ดงพลอง สระบัว หัวฝาย",
    "ลำปลายมาศ": "โคกกลาง โคกล่าม โคกสะอาด ตลาดโพธิ์",
    "พลับพลาชัย": "โคกขมิ้น จันดุม ป่าชัน สะเดา",
    "ปะคำ": "โคกมะม่วง ไทยเจริญ ปะคำ หนองบัว",
    "ละหานทราย": "โคกว่าน ตาจง ละหานทราย สำโรงใหม่",
    "ชำนิ": "โคกสนวน ช่อผกา ชำนิ เมืองยาง",
    "หนองกี่": "โคกสว่าง โคกสูง ดอนอะราง ท่าโพธิ์ชัย",
    "ห้วยราช": "โคกเหล็ก ตาเสา บ้านตะโก เมืองโพธิ์",
    "เฉลิมพระเกียรติ": "เจริญสุข ตาเป๊ก ถาวร ยายแย้มวัฒนา",
    "นาโพธิ์": "ดอนกอก นาโพธิ์ บ้านคู บ้านดู่",
    "หนองหงส์": "ไทยสามัคคี เมืองฝ้าย สระแก้ว สระทอง",
    "บ้านด่าน": "โนนขวาง บ้านด่าน ปราสาท วังเหนือ",
    "โนนดินแดง": "โนนดินแดง ลำนางรอง ส้มป่อย",
    "พุทไธสง": "บ้านจาน บ้านเป้า บ้านยาง บ้านแวง",
}
TAGS = """
ข้าวหอมมะลิ อ้อย มันสำปะหลัง ยางพารา โคเนื้อ ไก่พื้นเมือง ประมงน้ำจืด ปุ๋ยอินทรีย์ ดินและน้ำ แหล่งน้ำชุมชน ฝายมีชีวิต ธนาคารน้ำใต้ดิน
ตลาดนัดสีเขียว ผ้าไหม จักสาน อาหารปลอดภัย วิสาหกิจชุมชน สหกรณ์ ร้านค้าชุมชน OTOP SMEs การค้าออนไลน์ บัญชีครัวเรือน ออมทรัพย์ สวัสดิการ
ผู้สูงวัย คนพิการ เด็กปฐมวัย เยาวชน สตรี อสม. ไข้เลือดออก วัคซีน ออกกำลังกาย สุขภาพจิต ยาเสพติด อุบัติเหตุทางถนน จราจร ไฟป่า ฝุ่น PM2.5 ขยะ
พลังงานแสงอาทิตย์ ป่าชุมชน ต้นไม้ ถนน ไฟฟ้า ประปาหมู่บ้าน สะพาน ปราสาทหินพนมรุ้ง ภูเขาไฟกระโดง ท่องเที่ยว กีฬา ดนตรีพื้นบ้าน กันตรึม
ประเพณี งานบุญ ศาสนา การศึกษา ห้องสมุด ทุนการศึกษา
""".split()
TOPICS = """
การจัดการน้ำในไร่นา|ธนาคารเมล็ดพันธุ์ข้าวประจำตำบล|การเลี้ยงปลาในบ่อดิน|ตลาดนัดสีเขียวหน้าที่ว่าการอำเภอ|การซ่อมแซมถนนสายเกษตร|
การดูแลผู้สูงวัยที่อยู่ลำพัง|ห้องสมุดเคลื่อนที่ของโรงเรียนชายขอบ|การคัดแยกขยะจากต้นทาง|การป้องกันไข้เลือดออกก่อนฤดูฝน|การทำบัญชีของร้านค้าชุมชน|
การปลูกไม้ยืนต้นริมคลอง|การย้อมสีธรรมชาติจากเปลือกไม้|การขับขี่ปลอดภัยในช่วงเทศกาล|การติดตั้งแผงพลังงานแสงอาทิตย์ที่ระบบประปา|การเลี้ยงโคเนื้อคุณภาพ|
การสืบทอดวงกันตรึม|การใช้โดรนสำรวจแปลงอ้อย|การรับซื้อข้าวหอมมะลินาปี|การอบรมมัคคุเทศก์น้อย|การตรวจคุณภาพน้ำดื่ม
""".replace("\n", "").split("|")
LEADS = "เปิดตัว|เดินหน้า|ลงพื้นที่ติดตาม|ชวนร่วม|รายงานผล|เตรียมขยาย|ทบทวน|ประชุมหารือเรื่อง".split("|")
POSTS = "นายอำเภอ{d}|ปลัดอำเภอ{d}|เกษตรอำเภอ{d}|สาธารณสุขอำเภอ{d}|นายกองค์การบริหารส่วนตำบล{t}|กำนันตำบล{t}|ผู้ใหญ่บ้าน{v}".split(
    "|"
)
NAMES = "สมพร ประยูร บุญส่ง วารุณี ธงชัย สุกัญญา ปรีชา อุบล จำลอง นิภา ทองใบ กมล เรวัต ผกา สุพจน์ ยุพิน".split()
FAMILIES = "แก้วกล้า ทองดี พันธุ์งาม สีหาบุตร ภูมิพันธ์ ยอดรัก โคตรสมบัติ ดวงแก้ว ชินวงศ์ ลาภมาก ศรีเมือง อินทร์ทอง ขันติ นาคสุข".split()
VILLAGES = "โคกเพชร หนองม่วง โนนสูง สระขาม ตาอี ปะทัด ดอนยาว หนองขวาง ไทรทอง สวายสอ ม่วงหวาน โคกใหญ่ ตะแบง ระกา".split()
VENUES = "ศาลาประชาคม|หอประชุมโรงเรียน|ลานวัด|อาคารอเนกประสงค์|ศูนย์พัฒนาเด็กเล็ก|ที่ทำการกำนัน|แปลงนาสาธิต|ตลาดชุมชน".split("|")
WHO = """
ชาวบ้านที่มาร่วมงาน|เกษตรกรรุ่นใหม่|นักเรียนและครู|อาสาสมัครสาธารณสุข|สมาชิกสหกรณ์|ผู้ประกอบการรายย่อย|ช่างของเทศบาล|พระสงฆ์และไวยาวัจกร|
ตัวแทนแต่ละคุ้มบ้าน|เจ้าหน้าที่จากส่วนกลาง|กลุ่มแม่บ้าน|ผู้เฒ่าผู้แก่
""".replace("\n", "").split("|")
DID = """
เล่าถึงสิ่งที่ทำแล้วได้ผลและสิ่งที่ยังต้องแก้|เดินดูของจริงทีละจุดแล้วจดข้อสังเกตไว้|ซักถามเรื่องค่าใช้จ่ายและระยะเวลาที่ต้องใช้|
ช่วยกันวัดระยะและทำเครื่องหมายในแผนที่|ลองทำด้วยตนเองโดยมีผู้รู้คอยแนะ|เสนอให้แบ่งงานเป็นระยะสั้นและระยะยาว|ตกลงเรื่องเวรดูแลประจำสัปดาห์|
นำตัวอย่างผลผลิตมาเปรียบเทียบกันบนโต๊ะเดียว|สาธิตวิธีบำรุงรักษาเครื่องมือก่อนเก็บ|อ่านตัวเลขย้อนหลังสามปีให้ที่ประชุมฟัง|
ลงชื่อรับอุปกรณ์พร้อมคู่มือฉบับย่อ|ขอให้เพิ่มจุดบริการในหมู่บ้านที่อยู่ไกล|ถ่ายภาพและทำคลิปสั้นเผยแพร่ให้เพื่อนบ้าน|ชี้ให้เห็นว่าน้ำท่วมขังเกิดที่ใดก่อน
""".replace("\n", "").split("|")
HOW = """
อย่างเป็นกันเองตลอดทั้งเช้า|โดยไม่ต้องใช้งบประมาณเพิ่ม|ตามที่เคยตกลงกันไว้เมื่อต้นปี|โดยมีโรงพยาบาลส่งเสริมสุขภาพตำบลเป็นพี่เลี้ยง|
ด้วยเครื่องมือที่ทำขึ้นเองในชุมชน|ตามคำแนะนำของมหาวิทยาลัยในพื้นที่|พร้อมล่ามภาษาเขมรถิ่นสำหรับผู้สูงวัย|โดยแบ่งเป็นสี่ฐานการเรียนรู้|
แม้ฝนจะตกเป็นระยะ|ก่อนแยกย้ายกันไปดูพื้นที่จริง
""".replace("\n", "").split("|")
THEN = """
จึงคาดว่าจะเสร็จก่อนฤดูเพาะปลูกหน้า|และจะสรุปเป็นเอกสารแจกทุกครัวเรือน|ซึ่งช่วยลดค่าใช้จ่ายลงได้ราวหนึ่งในสี่|
และขอรับความเห็นเพิ่มเติมจนถึงสิ้นเดือน|ทำให้หมู่บ้านใกล้เคียงสนใจจะทำตาม|แล้วจะกลับมาดูผลอีกครั้งในสามเดือน|
ทั้งหมดนี้ใช้เวลาไม่ถึงครึ่งวัน|ผลเบื้องต้นเป็นที่น่าพอใจของทุกฝ่าย|ส่วนที่ยังขาดจะเสนอเข้าที่ประชุมสภาครั้งหน้า|และเปิดรับสมัครผู้สนใจรุ่นต่อไปแล้ว
""".replace("\n", "").split("|")
JOINTS = "|หลังจากนั้น |ช่วงบ่าย |ที่{v} |ด้าน{p} กล่าวว่า |อีกด้านหนึ่ง |เมื่อถึงเวลาพัก |ในภาพรวม ".split("|")
AIMS = """
เพื่อให้ทุกครัวเรือนมีน้ำใช้ตลอดฤดูแล้ง|เพื่อลดต้นทุนการผลิตและหนี้นอกระบบ|เพื่อให้เด็กได้เรียนรู้จากของจริงในบ้านเกิด|
เพื่อให้ผู้ป่วยติดเตียงได้รับการเยี่ยมทุกเดือน|เพื่อเพิ่มช่องทางขายสินค้าของชุมชน|เพื่อรักษาป่าและสัตว์น้ำไว้ให้คนรุ่นหลัง|
เพื่อให้การเดินทางไปโรงเรียนปลอดภัยขึ้น|เพื่อให้งบประมาณทุกบาทตรวจสอบได้
""".replace("\n", "").split("|")
HEADINGS = "ที่มา|สิ่งที่ทำในวันนี้|ตัวเลขน่ารู้|ขั้นต่อไป|เสียงจากชาวบ้าน|กำหนดการรุ่นหน้า".split("|")
THINGS = """
จอบและเสียม {n} ชุด|ต้นกล้า {n} ต้น|ถังแยกขยะ {n} ใบ|เมล็ดพันธุ์ {k} กระสอบ|คู่มือ {n} เล่ม|ชุดตรวจน้ำ {k} ชุด|ทุนตั้งต้น {n},500 บาท
""".replace("\n", "").split("|")
COLUMNS = ("หมู่บ้าน|ครัวเรือน|งบประมาณ (บาท)", "รายการ|แผน|ผล (บาท)", "คุ้ม|คน|เงินออม (บาท)")
LINKS = (
    "เอกสารประกอบ|https://docs.example.go.th/n/{i}.pdf",
    "อัลบั้มภาพ|https://album.example.go.th/{i}/",
    "ระเบียบ|https://law.example.go.th/",
)
WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split()
MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the corpus."""

    path: str  # below content/news/: "2019/2019-05-07-000123.md"
    text: str


def source(index: int, seed: int = SEED) -> Source:
    """The file with this number."""
    dice = Random(f"{seed}/{index}")  # noqa: S311 — the same news each time is the point
    day = FIRST_DAY + dt.timedelta(days=dice.randrange(DAYS))
    when = dt.datetime.combine(day, dt.time(dice.randrange(8, 18), dice.choice((0, 15, 30, 45)), index % 60), BANGKOK)
    blanks = _blanks(dice, index)
    topic = dice.choice(TOPICS)
    head = _head(dice, when, topic, blanks)
    return Source(f"{day.year}/{day.isoformat()}-{index:06}.md", f"{head}\n{_body(dice, when, topic, blanks)}\n")


def write(folder: Path, items: int, seed: int = SEED) -> int:
    """Write the corpus below a folder; the number of bytes."""
    total = 0
    for one in (source(index, seed) for index in range(items)):
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        total += path.write_bytes(one.text.encode())
    return total


def _blanks(dice: Random, index: int) -> dict[str, str]:
    """What the sentences of one item are filled with: its place, a person, numbers."""
    district = dice.choice(list(PLACES))
    blanks = {"d": district, "t": dice.choice(PLACES[district].split()), "v": f"บ้าน{dice.choice(VILLAGES)}"}
    person = f"{dice.choice(('นาย', 'นาง', 'นางสาว'))}{dice.choice(NAMES)} {dice.choice(FAMILIES)} "
    blanks |= {"p": person + dice.choice(POSTS).format_map(blanks), "i": str(index)}
    return blanks | {"k": str(dice.randrange(2, 20)), "n": str(dice.randrange(20, 400))}


def _head(dice: Random, when: dt.datetime, topic: str, blanks: dict[str, str]) -> str:
    year = when.year + 543
    place = dice.choice(("อำเภอ{d}", "ชาวตำบล{t}", "พช.{d}", "จังหวัดบุรีรัมย์", "{v}")).format_map(blanks)
    tail = dice.choice((f"ปี {year}", "รุ่นที่ {k}", "ที่{v} หมู่ {k}", "ครัวเรือนนำร่อง {n} ครัวเรือน")).format_map(blanks)
    office = "จังหวัดบุรีรัมย์" if dice.random() < 0.3 else f"อำเภอ{blanks['d']}"  # three in ten
    lines = [
        "---",
        f'title: "{place} {dice.choice(LEADS)}{topic} {tail}"',
        f"date: {when.isoformat()}",
        'location: "{v} ตำบล{t} อำเภอ{d} จังหวัดบุรีรัมย์"'.format_map(blanks),
        f"district: {blanks['d']}",
        f"author_unit: สำนักงานพัฒนาชุมชน{office}",
        "tags:",
        *(f"  - {tag}" for tag in dice.sample(TAGS, dice.randrange(2, 5))),
        "---",
        "",
    ]
    return "\n".join(lines)


def _body(dice: Random, when: dt.datetime, topic: str, blanks: dict[str, str]) -> str:
    day = f"วัน{WEEKDAYS[when.weekday()]}ที่ {when.day} {MONTHS[when.month - 1]} {when.year + 543}"
    place = f"{dice.choice(VENUES)} {{v}} ตำบล{{t}} อำเภอ{{d}}".format_map(blanks)
    label, url = dice.choice(LINKS).format_map(blanks).split("|")
    parts = [
        f"{day} เวลา {when:%H.%M} น. {blanks['p']} เปิดงาน{topic} ณ {place} มีผู้ร่วมงาน {blanks['n']} คน",
        f"งานนี้มีจุดหมาย{dice.choice(('สำคัญ', 'หลัก', 'ร่วมกัน'))}ดังนี้",
        "\n".join(f"{number}. {aim}" for number, aim in enumerate(dice.sample(AIMS, dice.randrange(2, 5)), 1)),
        f"## {dice.choice(HEADINGS)}",
        *_extras(dice, blanks),
    ]
    last = f"อ่านต่อได้ที่ [{label}]({url}) หรือสอบถามสำนักงานทุกวันราชการ"
    wanted, size = dice.choice(SIZES), sum(len(part.encode()) + 2 for part in (*parts, last))
    while size < wanted:
        parts.append(_paragraph(dice, blanks))
        size += len(parts[-1].encode()) + 2
    return "\n\n".join((*parts, last))


def _extras(dice: Random, blanks: dict[str, str]) -> Iterator[str]:
    """A list in every third item, a table in every tenth, a quotation in every twentieth."""
    chance = dice.random()
    if chance < 1 / 3:
        things = dice.sample(THINGS, dice.randrange(2, 6))
        yield "สิ่งของที่มอบในวันนี้"
        yield "\n".join(f"- {thing}" for thing in things).format_map(blanks)
    if 0.3 < chance < 0.4:  # some have both
        head = dice.choice(COLUMNS).split("|")
        villages = dice.sample(VILLAGES, dice.randrange(3, 7))
        rows = [
            [name, str(dice.randrange(9, 99)), f"{dice.randrange(1, 99)},{dice.randrange(1000):03}"]
            for name in villages
        ]
        yield "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---", "---:", "---:"], *rows))
    if chance > 0.95:
        yield f"> {_sentence(dice)}"


def _paragraph(dice: Random, blanks: dict[str, str]) -> str:
    """One to three sentences; in every eighth paragraph something stands out."""
    joints = [dice.choice(JOINTS).format_map(blanks) for _ in range(dice.randrange(1, 4))]
    sentences = [joint + _sentence(dice) for joint in joints]
    if dice.random() < 1 / 8:
        sentences.append(f"ข้อสำคัญคือ **{dice.choice(AIMS)}**")
    return " ".join(sentences)


def _sentence(dice: Random) -> str:
    return f"{dice.choice(WHO)}{dice.choice(DID)} {dice.choice(HOW)} {dice.choice(THEN)}"
