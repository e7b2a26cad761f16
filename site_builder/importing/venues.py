"""Where the event was: the phrase behind ณ, ที่ or บริเวณ that tells it, without its address, and the address itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder.importing.lines import PERSON, Line, any_of
from site_builder.problems import Span
from site_builder.thai.date_search import hours, sightings


class Venue(Struct, frozen=True):
    """A place phrase: `span` without the address, `reach` with it."""

    span: Span
    reach: Span
    text: str
    address: str
    weight: int = 0


# Families whose name is a place: the ณ before it is no preposition.
_FAMILIES = any_of(r"""
    อยุธยา นคร เชียงใหม่ ลำพูน ลำปาง น่าน ระนอง สงขลา พัทลุง ถลาง ตะกั่วทุ่ง ตะกั่วป่า ป้อมเพชร์? มหาไชย สกลนคร หนองคาย
    หนองหาน ร้อยเอ็ด กาฬสินธุ์ มหาสารคาม พิศณุโลก จันทบุรี ราชสีมา บางช้าง มโนรม เวียงจันทน์ จัมปาศักดิ์ อุบล ไทรบุรี เพ็ชร ภูเก็ต แพร่
    พิจิตร นครพนม กาญจนบุรี
""")
_SURNAME = re.compile(rf"[ก-๎]+\s+ณ\s+(?:{_FAMILIES})(?![ก-๎])")
_FACILITIES = any_of(r"""
    ห้อง(?:ประชุม|โถง|รับรอง|อบรม) หอประชุม หอนาฬิกา ศาลา วัด(?=[ก-ฮเ-ไ]) โรงเรียน โรงแรม โรงพยาบาล อาคาร สนาม ลาน
    สวน ที่ว่าการ สำนักงาน ศูนย์ อุทยาน มหาวิทยาลัย วิทยาลัย ค่าย จวน อ่างเก็บน้ำ ฝาย หมู่บ้าน ชุมชน ตลาด ห้างสรรพสินค้า ห้าง สถานี
    สถานพินิจ เรือนจำ บริเวณ แปลง โดม เวที หน้า(?=ศาลา|ที่ว่า|สำนัก|อาคาร) มณฑล รีสอร์ท เขื่อน อนุสาวรีย์ พื้นที่ องค์การบริหาร
    รร\. ร\.ร\. รพ\. สภ\. อบต\. เทศบาล ท่าอากาศยาน สระ(?!บุรี|แก้ว) ถนน มัสยิด พุทธมณฑล หาด ท่าน้ำ ท่าเรือ ป่า(?=ชายเลน|ชุมชน)
    ลำน้ำ(?=[ก-ฮเ-ไ]) แม่น้ำ ริม(?=คลอง|น้ำ|แม่น้ำ|โขง|ถนน|อ่าง|หาด|บึง|ฝั่ง) สะพาน จุด(?=ตรวจ|บริการ|ผ่อนปรน|คัดกรอง)
    ด่าน(?=พรมแดน|ตรวจ|ศุลกากร|ชายแดน) น้ำตก ท่าเทียบเรือ หน่วยเลือกตั้ง ที่ทำการ กองบิน สำนักสงฆ์ ฌาปนสถาน เมรุ(?=วัด)
    สี่แยก วงเวียน ปราสาท ข่วง บึง(?!กาฬ|สามพัน)
""")
_FACILITY = f"(?:{_FACILITIES})"
_LABEL = re.compile(r"(?:สถานที่(?:จัดงาน|จัดกิจกรรม|ประชุม|อบรม)?|📍)\s*[:：]?\s*(?=\S)")
_AT = re.compile(
    rf"(?<![ก-๎])ณ(?:\.|\s|ที่)\s*|(?<=[ก-๎])\sณ(?:\.\s*|\s+|(?={_FACILITY}))|(?<=[.)\d๐-๙”\"])ณ(?:\s+|(?={_FACILITY}))"
)
_THAT = re.compile(rf"(?<![ก-๎])ที่\s?(?:บริเวณ)?(?={_FACILITY}|\s?อำเภอ|\s?อ\.|\s?บ้าน[ก-๎])|(?<=[ก-๎])\sที่\s(?={_FACILITY})")
# Behind a word without a blank: "ตรวจศูนย์พักพิงที่วัดไทร". เจ้าหน้าที่, พื้นที่ and ที่ดิน are other words.
_GLUED = re.compile(
    r"(?<=[ก-๎])(?<!หน้า)(?<!พื้น)(?<!หมู่)(?<!สถาน)(?<!ผู้)(?<!คน)(?<!แห่ง)ที่"
    r"(?=(?:วัด[ก-ฮเ-ไ]|โรงเรียน|หอประชุม|ศาลากลาง|ศาลาประชาคม|โรงแรม|ห้องประชุม|โรงพยาบาล|สนาม|ลานวัด|ท่าน้ำ|ท่าเรือ|ศูนย์(?:การ)?เรียนรู้|ศูนย์ราชการ|อาคาร|ที่ว่าการอำเภอ|อุทยาน|มัสยิด)[ก-๎])"
)
_IN = re.compile(
    rf"(?:ใน(?:เขต)?พื้นที่|ลงพื้นที่|พื้นที่(?=สวน|บ้าน|วัด|โรงเรียน|ศูนย์|ตำบล|อำเภอ))\s?(?={_FACILITY}|อำเภอ|ตำบล|จังหวัด|บ้าน|ชุมชน|หมู่|[อตจ]\.)|ใน(?=สถานพินิจ|เรือนจำ|โรงเรียน|วัด|หอประชุม|ศาลา)|(?=บริเวณ\S{{4}})"
)
# Told by its address alone: "น้ำท่วมขังในชุมชนหน้าวัด หมู่ที่ 1 ต.… อ.…", "มอบบ้าน … บ้านโนนงาม หมู่ 2 ต.… อ.…".
_ADDRESS = r"(?:(?:หมู่(?:ที่)?|ม\.)\s?[\d๐-๙]+\s?)?(?:ตำบล|ต\.)\s?[ก-๎]+\s*(?:อำเภอ|อ\.)"
_ADDRESSED = re.compile(
    rf"(?:(?<=[ก-๎]ใน)|(?<=\sใน)|(?<=ตรวจ)|(?<=เยี่ยม)|(?<=สู่)|(?<=ยัง))(?={_FACILITY}\S{{0,60}}\s{_ADDRESS})"
    rf"|(?<=\s)(?=(?:หอประชุม|ห้องประชุม|ศาลา|อาคาร|ลาน|สนาม|โดม|วัด)\S{{0,60}}(?:\s\S{{2,40}})?\s{_ADDRESS})"
    rf"|(?<=\s)(?=(?:หน้า(?:ที่ว่า|ศาลา|วัด|ตลาด)|หอประชุม|ห้องประชุม|ลานหน้า|สนามหน้า|โรงแรม)\S{{2,60}}\s(?:อำเภอ|อ\.|จังหวัด|จ\.)\s?[ก-๎])"
    rf"|(?<=\s)(?=บ้าน(?!เลข|พัก|เกิด|ของ)[ก-๎]{{2,30}}\s?(?:หมู่(?:ที่)?|ม\.)\s?[\d๐-๙]+\s?(?:ตำบล|ต\.))"
)
_ROOM = re.compile("ห้องประชุม|หอประชุม|ศาลา|อาคาร|ลาน|สนาม|โดม|วัด|โรงแรม")  # right at the hour these need no ณ
# A line that is nothing but a place with its address.
_LINE = re.compile(rf"(?={_FACILITY}\S{{0,60}}(?:\s\S{{2,40}})?\s{_ADDRESS}[^\n]{{0,40}}$)")
_BARE = re.compile(rf"(?={_FACILITY})")
# Behind the hour without a word such as ณ these may be who did it, unless a person follows.
_ACTORS = re.compile(
    r"สำนักงาน|เทศบาล|องค์การ|อบต|ศูนย์|มณฑล|โรงพยาบาล|รพ\.|โรงเรียน|รร\.|มหาวิทยาลัย|วิทยาลัย|ชุมชน|เรือนจำ|สถานี"
)

# What goes on after a place: deeds, people, the next part of the sentence.
_VERBS = any_of(r"""
    และ(?:พร้อม|ได้|ร่วม|ให้|นำ|ติดตาม|ตรวจ|เยี่ยม|มอบ|รับ|ขอ|เข้า|จะ|ประชุม|ผ่าน|ระบบ) ผ่าน(?=ระบบ|โปรแกรม|แอป|ทาง|สื่อ|การ)
    โดย ซึ่ง เพื่อ มี(?![ก-๎]{1,3}(?:ชัย|สุข)) พร้อม เป็น ได้ เมื่อ ร่วม ประชุม เปิด จัด นำ มอบ และมี ระหว่าง ในการ
    ใน(?=วัน|โอกาส|การ|กิจกรรม|งาน|เวลา|หัวข้อ|ช่วง|นาม|ฐานะ|ระหว่าง) เนื่อง ทั้งนี้ จำนวน ตาม กับ สำหรับ พื้นที่ขนาด ว่า รวม ให้
    ลงพื้น ออก เข้า ตรวจ รับ เจ้าหน้าที่ คณะ หัวหน้า ผู้(?!ว่าราชการจังหวัด\S*หลัง) รอง ปลัด พัฒนาการ ประธาน อธิบดี นายก นายอำเภอ
    ท่าน สมาชิก กลุ่มเป้าหมาย ภายใต้ หลังจาก จากนั้น โครงการ(?!ชลประทาน) กิจกรรม ประจำเดือน ประจำปี เวลา วันที่ เรื่อง จึง แต่
    หลัง ก่อน ขณะ อัน ถือ ต้อนรับ เยี่ยม ติดตาม กล่าว ดำเนิน ส่ง สนับสนุน ขับเคลื่อน ขอ เชิญ ทุก ภาย(?=หลัง) อีก
    สาธารณสุข(?=จังหวัด|อำเภอ) ท้องถิ่น(?=จังหวัด|อำเภอ) แรงงาน(?=จังหวัด) วัฒนธรรม(?=จังหวัด) คุณ เกษตร(?=จังหวัด|อำเภอ)
    รัฐมนตรี รม[วชต]\. องคมนตรี แม่ทัพ ใช้ ประกาศ แจก ลงนาม เพราะ ยัง ทำให้ ประกอบ ดูแล อยู่ เร่ง นอกจาก ต้อง
    อธิการบดี คณบดี ผอ\. ผบ\. ผกก\. ครู(?=[ก-ฮ\s]) นักเรียน อสม\. กำนัน เกษตรกร ชาวบ้าน เจ้าอาวาส หน่วยงาน
    ผล(?=ปรากฏ|การ) สมาคม มูลนิธิ บริษัท หอการค้า ธนาคาร
""")
# The same behind a place without a blank; names of places have some of these words too: ศูนย์ฝึกอบรมเพื่อคนทำงาน.
_GLUED_VERBS = any_of(r"""
    ซึ่ง(?:มี|เป็น|จะ|จัด|กำหนด) โดย(?:มี|นาย|นาง|คณะ|ได้) พร้อม(?:ด้วย|ทั้ง) ระหว่างวันที่ เป็นประธาน ต่อไป(?![ก-๎]) โอกาสนี้
    เพื่อ(?:นำ(?!้)|ให้|รับ|ติดตาม|ร่วม|เป็น|ตรวจ|มอบ|ดำเนิน|ขับเคลื่อน|เตรียม|ประชุม|เยี่ยม) เมื่อ(?:วัน|เวลา|ช่วง|เช้า)
    ใน(?:วัน(?:ที่|นี้|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)|การนี้|โอกาส) ตาม(?:นัด|โครงการ|ที่|แผน)
""")
_STOP = re.compile(
    rf"\n|\s+(?={_VERBS}|{PERSON}|ณ\s|[“\"‘])|(?<=[)\s])(?={PERSON})|(?<![\d๐-๙])\s[-–]+\s|\s[-–]+\s(?![\d๐-๙])|\s{{2,}}(?!ต|อ|จ|ม|ห)|,\s(?![\d๐-๙])|(?<![\d๐-๙]),\s|[;:]\s|(?<=[ก-๎])(?={_GLUED_VERBS})"
)
_TAIL = re.compile(
    r"[\s(]+(?:ตำบล|อำเภอ|จังหวัด|แขวง|เขต(?=[ก-ฮ])|กรุงเทพ|ต\.|อ\.|จ\.|จว\.|กทม)|(?<=[ก-๎\d๐-๙ฯ]{4})(?:ต\.|อ\.|จ\.|จว\.)(?=\s?[ก-ฮเ-ไ])"
)
_GLUED_TAIL = re.compile(r"(?<=[ก-๎\d๐-๙])ตำบล(?=[ก-๎]+\s*(?:อำเภอ|อ\.))")
# Before a blank and จังหวัด or อำเภอ these go on: "ศาลากลาง จังหวัดเลย" is one name.
_KEPT = re.compile(
    r"(?:ศาลากลาง|สำนักงาน(?:(?!จังหวัด|อำเภอ|เทศบาล|องค์การ|ตำบล)\S)*|ที่ว่าการ|หอประชุม|ศาลาประชาคม|ประจำ|จวนผู้ว่าราชการ|องค์การบริหารส่วน|เทศบาล"
    r"|สุขภาพ|โรงพยาบาล|ห้องประชุม|OTOP)$"
)
_HOUSE = re.compile(r"\s+(?:หมู่(?:ที่)?|ม\.)\s?[\d๐-๙]+")
_INSTITUTION = re.compile(r"(?:โรงเรียน|วัด|โรงแรม|โรงพยาบาล|ที่ว่าการ|วิทยาลัย|เทศบาล|องค์การ|สำนักงาน|รร\.|อบต)")
_VILLAGE_FIRST = re.compile(r"(?:^|\s)บ้าน\S+$")
_PRIVATE = re.compile(
    rf"(?:^|\s)(?:แปลง|บ้าน|ครัวเรือน\S*|ของ)?\s?{PERSON}\s?\S+\s+\S+\s+(?=บ้าน[ก-๎]|หมู่|ม\.)|^(?:บ้าน)?เลขที่\s*[\d๐-๙/]+\s*(?=หมู่|ม\.)"
)
_SUBDISTRICT = re.compile(r"(?:หมู่(?:ที่)?|ม\.)\s?[\d๐-๙]+\s*(?:ตำบล|ต\.)\s?\S+")
_PLACE_WORD = re.compile(r"(?:ใน)?(?:พื้นที่\s?)?(?:อำเภอ|ตำบล|จังหวัด|อ\.|ต\.|จ\.)")
# A phrase that is an address alone ends where its last level does.
_CHAIN = re.compile(
    r"(?:ใน)?(?:พื้นที่\s?)?(?:(?:อำเภอ|ตำบล|จังหวัด|[อตจ]\.)\s?[ก-๎]+(?:-[ก-๎]+)?(?:\s*(?:และ|,)?\s*(?=อำเภอ|ตำบล|จังหวัด|[อตจ]\.))?)+"
)
_LEVELS = ("ตำบล|ต\\.", "อำเภอ|อ\\.", "จังหวัด|จ\\.|จว\\.")
_IN_WORTH = 3  # of a place that only ใน or บริเวณ tells: it counts in the first lines and at the day
_LONGEST = 160


def venues(text: str, parts: Sequence[tuple[Line, int]], day: Sequence[Span]) -> tuple[Venue, ...]:
    """All place phrases, the likeliest first; `parts` are lines with their weight, `day` the place of day and hour."""
    found = [venue for line, weight in parts for venue in _of_line(text, line, weight, day)]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.span.start)))


def _of_line(text: str, line: Line, weight: int, day: Sequence[Span]) -> Iterator[Venue]:
    taken = [found.span() for found in _SURNAME.finditer(line.text)]
    after = day[0].start if day else 0
    told = [one.end for one in hours(line.text)] + [one.end for one in sightings(line.text)]
    ends = [one.end - line.start for one in day] or told
    label = _LABEL.search(line.text)
    if label and label.start() < 4:  # noqa: PLR2004 — at the beginning
        yield from _venue(text, line, label.end(), weight + 9)
        return
    if _LINE.match(line.text):
        yield from _venue(text, line, 0, weight + 2)
    for pattern, worth in ((_AT, 6), (_THAT, 5), (_GLUED, 4), (_IN, _IN_WORTH), (_ADDRESSED, 2), (_BARE, 0)):
        for found in pattern.finditer(line.text):
            if any(start <= found.start() < end for start, end in taken):
                continue
            tight = any(0 <= found.start() - end <= 3 for end in ends)  # noqa: PLR2004
            behind = line.start + found.start() >= after
            bonus = (
                (5 if tight else 0) + (1 if behind else 0) + (2 if tight and _ROOM.match(line.text, found.end()) else 0)
            )
            if not worth and _acts(line.text, found.end()):
                continue
            if tight or worth > _IN_WORTH or (worth and weight > 0):
                yield from _venue(text, line, found.end(), weight + worth + bonus)


def _acts(text: str, start: int) -> bool:
    """Whether an institution is who did it: a deed follows, and neither a person nor a part of the address."""
    if not _ACTORS.match(text, start):
        return False
    stop = _STOP.search(text, start + 2)
    return stop is not None and not re.match(rf"\s*{PERSON}", text[stop.start() :])


def _venue(text: str, line: Line, start: int, weight: int) -> Iterator[Venue]:
    begin = line.start + start
    rest = text[begin : line.end][:_LONGEST]
    begin += len(rest) - len(rest.lstrip())
    rest = rest.lstrip()
    stops = [start for start in [one.start for one in sightings(rest)] + [one.start for one in hours(rest)] if start]
    if stop := _stopping(rest):
        stops.append(stop)
    reach = rest[: min(stops, default=len(rest))].rstrip(" .,:;-–(")
    if chain := _CHAIN.match(reach):
        reach = chain[0]
    lead = _lead(_cut(reach))
    phrase = _cut(reach[lead:])
    if phrase.startswith(("หมู่", "ม.")) and (further := _SUBDISTRICT.match(reach, lead)):
        phrase = further[0]
    if len(phrase) < 3 or not re.search("[ก-๎]{2}|[A-Za-z]{3}", phrase) or _COMMON.match(phrase):  # noqa: PLR2004
        return
    span = Span(begin + lead, begin + lead + len(phrase))
    yield Venue(span, Span(span.start, begin + len(reach)), phrase, reach[lead:], weight)


_NO_PLACES = r"""
    ประชาชน พื้นที่(?:ต่าง|เป้า|ต้นแบบ|เกษตร|ทำ|ที่|ของ) ทั้ง ต่าง ใกล้เคียง เป้าหมาย ปัจจุบัน บัดนี้
    จุด(?!บริการ|ตรวจ|คัด|รับ|ผ่อนปรน|ชมวิว|สกัด|พัก)
    ชุมชน(?:ใน|ให้|ของ|ด้วย|ที่|และ|เข้มแข็ง) (?:พื้นที่|อำเภอ|แปลง|บริเวณ|ศูนย์|สำนักงาน|โรงเรียน|วัด|บ้าน|ชุมชน)$ (?:บ้าน)?เลขที่
    (?:โรงพยาบาล|โรงแรม|อาคาร|ตลาด|สถานี|หมู่บ้าน|เทศบาล|แม่น้ำ|ถนน|สะพาน|สวน|ลาน)$ (?:จังหวัด|อำเภอ|ตำบล)(?:ใกล้|ต่าง|อื่น|นี้|ละ|ทั้ง)
    วันที่ ดังกล่าว ดูแล ประสบ เกิด รับผิดชอบ สุดท้าย ขณะ เดือน วัน(?=ที่|นี้) สิ้น(?=เดือน|ปี) ที่นี้ โอกาส
"""
_COMMON = re.compile(f"(?:{any_of(_NO_PLACES)})")


def _stopping(rest: str) -> int:
    """Where the phrase ends; an address goes on over the blanks before its parts."""
    for found in _STOP.finditer(rest, 2):
        private = re.match(rf"\s*{PERSON}\s?\S+\s+\S+\s+(?:บ้าน[ก-๎]|หมู่|ม\.)", rest[found.start() :])
        if not private:
            return found.start()
    return 0


def _cut(reach: str) -> str:
    """Without the address: "วัดไทร ตำบลท่ากระชับ อำเภอ…" is วัดไทร; a phrase that is an address keeps its first level."""
    if _PLACE_WORD.match(reach):
        level = next((at for at, words in enumerate(_LEVELS) if re.match(rf"(?:ใน)?(?:พื้นที่\s?)?(?:{words})", reach)), 2)
        higher = "|".join(_LEVELS[level + 1 :])
        tail = re.search(rf"\s+(?:{higher})|(?<=[ก-๎])(?:จ\.|จังหวัด)", reach) if higher else None
        return reach[: tail.start()].rstrip() if tail else reach
    cut = len(reach)
    for tail in sorted((*_TAIL.finditer(reach), *_GLUED_TAIL.finditer(reach)), key=lambda one: one.start()):
        if not _KEPT.search(reach[: tail.start()]):
            cut = tail.start()
            break
    phrase = reach[:cut].rstrip(" (,")
    house = _HOUSE.search(phrase)
    if house and _INSTITUTION.match(phrase) and not _VILLAGE_FIRST.search(phrase[: house.start()]):
        return phrase[: house.start()]
    return re.sub(r"\s+(?:หมู่ที่|หมู่|ม\.)$", "", phrase)


def _lead(phrase: str) -> int:
    """What stands before the place: a private person's name and what is hers."""
    found = _PRIVATE.search(phrase)
    return found.end() if found else 0
