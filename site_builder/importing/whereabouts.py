"""The province, districts, subdistrict and village of an event: of its place, never of its guests or of the site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder.importing.draft import Told
from site_builder.importing.lines import Line
from site_builder.importing.venues import Venue
from site_builder.problems import Problem, Span, warning
from site_builder.thai.gazetteer import Gazetteer, load, provinces
from site_builder.thai.locations import resolve
from site_builder.thai.mentions import Level, Mention, find
from site_builder.thai.nearest import nearest


class Whereabouts(Struct, frozen=True):
    """Where the event was, as far as the text says it."""

    province: Told[str] | None = None
    districts: tuple[Told[str], ...] = ()
    subdistrict: Told[str] | None = None
    village: Told[str] | None = None
    questions: tuple[Problem, ...] = ()


_MARKED = re.compile(r"(?:จังหวัด|(?<![ก-๎.])จว?\.)\s?(?:หวัด)?")
_CAPITAL = re.compile(r"(?:อำเภอ|อ\.)\s?เมือง(?=[ก-ฮเ-ไ])")
_OFFICE = re.compile(r"(?:พช\.|สพจ\.|ส\.?ปชส\.|ผวจ\.|ผู้ว่าฯ\s?|อบจ\.|พจ\.|ปชส\.|สสจ\.|เมือง)\s?")
# Before an อำเภอ or จังหวัด these make an office or a person of it: not where something was.
_HOLDERS = re.compile(
    r"(?:นาย|ปลัด|พัฒนาการ|สาธารณสุข|เกษตร|ท้องถิ่น|สำนักงาน[ก-๎]*|พัฒนาชุมชน|ราชการ|หัวหน้า\S*|ผู้กำกับ\S*|ประชาสัมพันธ์|วัฒนธรรม|กาชาด|คณะกรรมการ\S*|แรงงาน|ชมรม\S*|แม่บ้านมหาดไทย|เจ้าหน้าที่\S*|ผู้นำ\S*|สภาวัฒนธรรม|ศูนย์\S*|กลุ่ม\S*"
    r"|ประชาชน(?:ใน)?|จาก(?:\S{0,12})?|ระดับ|ของ|ราษฎร|ส่วน|เทศบาล|กำนัน|ผู้ใหญ่บ้าน|สตรี|เครือข่าย\S*|ประสาน|สมาชิก\S*)\s?$"
)
_OF_OFFICE = re.compile(r"(?:เทศบาลตำบล|องค์การบริหารส่วนตำบล|อบต\.|ทต\.|สุขภาพตำบล)\s?[ก-๎]+")
_NO_VILLAGE = "เลขที่|เรือน|พัก|เกิด|ของ|ผู้|นาย|นาง(?!รอง)|ท่าน|ที่"
_VILLAGE = re.compile(
    r"(?<![ก-๎])(?<!ต\.)(?<!อ\.)(?<!ต\. )(?<!อ\. )(?<!ตำบล )(?:หมู่บ้าน\s?)?"
    rf"(?P<name>บ้าน(?!{_NO_VILLAGE})[ก-๎]+(?:-[ก-๎]+)?)(?=\s|$|[,)(])"
)
_BEARERS = re.compile(r"(?:โรงเรียน|รร\.|วัด|โรงพยาบาล\S*|เทศบาล\S*|สถานี\S*)$")  # are named after a village
_NOT_OF_ADDRESS = r"(?<!ต\.)(?<!อ\.)(?<!ต\. )(?<!ตำบล)(?<!อำเภอ)"
_WITH_HOUSE = re.compile(
    rf"{_NOT_OF_ADDRESS}(?P<name>บ้าน(?!{_NO_VILLAGE})[ก-๎]+)\s*(?:หมู่(?:ที่)?|ม\.)(?:\s?[\d๐-๙]+|(?=\s*ตำบล))"
    rf"|(?:หมู่(?:ที่)?|ม\.)\s?[\d๐-๙]+\s*(?P<name2>บ้าน(?!{_NO_VILLAGE})[ก-๎]+)"
)
_HOME = re.compile(r"(?:ภูมิลำเนา(?:อยู่)?(?:ที่)?|บ้านเกิด(?:ที่)?|อาศัยอยู่ที่|ชาว)\s?$")  # where somebody lives: all of it is his
_SHARE = re.compile(  # of a count by places: "อ.เมือง 20 ราย"
    r"\s*(?:จำนวน\s*)?[\d๐-๙,]+\s*(?:ราย|คน|แห่ง|ครัวเรือน|หลัง|ไร่|จุด|เหรียญ|หมู่บ้าน|ตำบล|กลุ่ม|ชุด)"
)
# A house of the whole province: a district that is named elsewhere in the text is what was spoken of there.
_OF_PROVINCE = re.compile(r"ศาลากลาง(?:จังหวัด|\s?จ\.)|จวนผู้ว่าราชการ|ศาลาประชาคมจังหวัด")
_ENTRY = re.compile(  # of an agenda or a list of results
    r"[\d๐-๙]{1,2}(?:[.)](?![\d๐-๙])|\s?[.)]\s)|(?:อันดับ|ลำดับ|รุ่น|กลุ่ม|รางวัล\S*)\s?(?:ที่)?\s?[\d๐-๙]|[-–•*]+\s?(?=อ\.|อำเภอ)"
)
# Blanks of a form that nobody filled in: "หมู่ที่ ตำบล อำเภอแคนดง".
_SLOT = re.compile(r"(?:(?:หมู่(?:ที่)?|ตำบล|อำเภอ)[ .…_]+)+(?=(?:ตำบล|อำเภอ|จังหวัด)\S)|(?:หมู่(?:ที่)?|ตำบล|อำเภอ)(?=\s*$)")


def whereabouts(text: str, venue: Venue | None, body: Sequence[Line], headline: Sequence[Line]) -> Whereabouts:
    """Read the address of the venue first, then what the text says elsewhere."""
    province = _province(text, venue, body, headline)
    gazetteer = load(province.value) if province else _only_home(text, venue)
    slots = tuple(
        warning("I009", Span(line.start + one.start(), line.start + one.end()), word=one[0].strip(" .…_"))
        for line in body
        for one in _SLOT.finditer(line.text)
    )
    if province and province.span and text[province.span.start : province.span.end] != province.value:
        name = text[province.span.start : province.span.end]
        slots += (warning("I017", province.span, name=name, offered=province.value),)
    if gazetteer is None:
        return Whereabouts(province, questions=slots)
    slipped = tuple(_slips(gazetteer, venue))
    districts = _districts(gazetteer, venue, body, headline) or tuple(Told(near, span) for near, span, _ in slipped)
    slots += tuple(question for _, _, question in slipped)
    subdistrict = _subdistrict(gazetteer, venue, body, districts)
    return Whereabouts(province, districts, subdistrict, _village(venue, body), slots)


def _province(text: str, venue: Venue | None, body: Sequence[Line], headline: Sequence[Line]) -> Told[str] | None:
    lines = (*body, *headline)
    if venue:
        inside = list(_named(text[venue.reach.start : venue.reach.end], venue.reach.start, bare=False))
        if inside:
            return inside[-1]
    marked = [one for line in lines for one in _named(line.text, line.start, bare=False)]
    everything = marked or [one for line in lines for one in _named(line.text, line.start, bare=True)]
    if not everything:
        return next((one for line in lines for one in _misspelt(line)), None)
    counted = Counter(one.value for one in everything)
    most = counted.most_common()
    fitting = [name for name in counted if len(most) > 1 and venue and _has_districts(name, venue)]
    if len(fitting) == 1:
        return next(one for one in everything if one.value == fitting[0])
    if len(most) > 2 and most[0][1] == 1:  # noqa: PLR2004 — a row of provinces: none of them is the place
        return None
    if len(most) > 1 and most[0][1] == most[1][1]:
        first = next((one for line in headline for one in _named(line.text, line.start, bare=True)), None)
        return first if first and counted[first.value] == most[0][1] else everything[0]
    return next(one for one in everything if one.value == most[0][0])


def _has_districts(province: str, venue: Venue) -> bool:
    """Whether a province has the districts that the venue's address names: of two provinces it is the place."""
    gazetteer = load(province)
    return gazetteer is not None and bool(resolve(gazetteer, _address(venue)).districts)


def _named(text: str, start: int, *, bare: bool) -> Iterator[Told[str]]:
    names = sorted((one.name for one in provinces()), key=len, reverse=True)
    for name in names:
        at = text.find(name)
        while at >= 0:
            before = text[max(0, at - 24) : at]
            lead = r"(?:^|[\s“”\"(])" if bare else "$^"
            if (
                _ends_with(before, _MARKED)
                or _ends_with(before, _CAPITAL_BEFORE)
                or (bare and (_ends_with(before, _OFFICE) or re.search(rf"{lead}$", before)))
                or name == "กรุงเทพมหานคร"
            ):
                yield Told(name, Span(start + at, start + at + len(name)))
            at = text.find(name, at + len(name))


def _misspelt(line: Line) -> Iterator[Told[str]]:
    """จังหวัดส่งขลา: a name behind จังหวัด that is near to one province alone."""
    for found in re.finditer(r"(?:จังหวัด|จ\.)\s?(?P<name>[ก-๎]{3,16})(?=\s|$)", line.text):
        near = nearest(found["name"], [one.name for one in provinces()])
        if len(near) == 1:
            yield Told(near[0], Span(line.start + found.start("name"), line.start + found.end("name")))


_CAPITAL_BEFORE = re.compile(r"(?:อำเภอ|อ\.)\s?เมือง")


def _ends_with(before: str, pattern: re.Pattern[str]) -> bool:
    return any(found.end() == len(before) for found in pattern.finditer(before))


def _only_home(text: str, venue: Venue | None) -> Gazetteer | None:
    """The province of a district whose name is the only one of the country."""
    any_province = load("10")
    if any_province is None or venue is None:
        return None
    for found in re.finditer(r"(?:อำเภอ|อ\.)\s?([ก-๎]+)", text[venue.reach.start : venue.reach.end]):
        where = any_province.districts_of_country.get(found[1], ())
        if len(where) == 1:
            return load(where[0])
    return None


def _districts(
    gazetteer: Gazetteer, venue: Venue | None, body: Sequence[Line], headline: Sequence[Line]
) -> tuple[Told[str], ...]:
    if venue:
        found = resolve(gazetteer, _address(venue)).districts
        if found:
            return tuple(Told(one.name, _place_of(one.name, venue)) for one in found)
        if _OF_PROVINCE.search(venue.text):
            return ()
    for lines in (body, headline):
        for line in lines:
            told = () if _ENTRY.match(line.text) else tuple(_free(gazetteer, line))
            if told:
                return told
    return ()


def _address(venue: Venue) -> str:
    """The address without the offices in it, which are named after places: เทศบาลตำบล, อบต."""
    return _OF_OFFICE.sub(lambda found: " " * len(found[0]), venue.address)


def _slips(gazetteer: Gazetteer, venue: Venue | None) -> Iterator[tuple[str, Span, Problem]]:
    """Districts of the venue's address that are misspelt: the one that is surely meant, and a question."""
    for fault in resolve(gazetteer, _address(venue)).faults if venue else ():
        if fault.code == "unknown" and fault.level is Level.DISTRICT and len(fault.nearest) == 1 and venue:
            span = Span(venue.reach.start + fault.start, venue.reach.start + fault.end)
            yield fault.nearest[0], span, warning("I013", span, name=fault.name, offered=fault.nearest[0])


def _place_of(name: str, venue: Venue) -> Span:
    at = venue.address.find(name)
    return Span(venue.reach.start + at, venue.reach.start + at + len(name)) if at >= 0 else venue.reach


def _unheld(gazetteer: Gazetteer, line: Line) -> Iterator[Mention]:
    """The marked names of a line without those of an office or a person, and without what goes on after these."""
    home = -1  # where the last name of somebody's address ends
    for mention in find(gazetteer, line.text):
        goes_on = 0 <= home <= mention.start and not line.text[home : mention.start].strip()
        before = line.text[max(0, mention.start - 30) : mention.start]
        if goes_on or _HOME.search(before):
            home = mention.end
        elif mention.marked and mention.known and not (_HOLDERS.search(before) or _SHARE.match(line.text, mention.end)):
            yield mention


def _free(gazetteer: Gazetteer, line: Line) -> Iterator[Told[str]]:
    """The districts of a line that no office and no person has before it, in one row."""
    seen: set[str] = set()
    previous: Mention | None = None
    for mention in _unheld(gazetteer, line):
        if mention.level is not Level.DISTRICT:
            continue
        if previous and not re.fullmatch(r"[\s,]*(?:และ|กับ)?\s*", line.text[previous.end : mention.start]):
            return
        place = gazetteer.district_by_name.get(mention.name)
        if place and place.name not in seen:
            seen.add(place.name)
            previous = mention
            yield Told(place.name, Span(line.start + mention.name_start, line.start + mention.end))


def _subdistrict(
    gazetteer: Gazetteer, venue: Venue | None, body: Sequence[Line], districts: Sequence[Told[str]]
) -> Told[str] | None:
    if venue:
        found = resolve(gazetteer, _address(venue)).subdistricts
        if len(found) == 1:
            return Told(found[0].name, _place_of(found[0].name, venue))
        if found:
            return None
    wanted = {one.value for one in districts}
    told: dict[str, Told[str]] = {}
    for line in body:
        for mention in _unheld(gazetteer, line):
            if mention.level is not Level.SUBDISTRICT or mention.office:
                continue
            told.setdefault(
                mention.name, Told(mention.name, Span(line.start + mention.name_start, line.start + mention.end))
            )
    fitting = [
        one
        for one in told.values()
        if any(
            gazetteer.district_by_code[s.district_code].name in wanted
            for s in gazetteer.subdistricts_by_name[one.value]
        )
    ]
    return fitting[0] if len(told) == len(fitting) == 1 else None


def _village(venue: Venue | None, body: Sequence[Line]) -> Told[str] | None:
    """The one village of the venue's address, else the one that its paragraph numbers."""
    if venue is None:
        return None
    names = _numbered(venue.address) or {found["name"] for found in _VILLAGE.finditer(venue.address)}
    if len(names) == 1:
        name = next(iter(names))
        return Told(name, _place_of(name, venue))
    own = next((line for line in body if not names and line.start <= venue.span.start < line.end), None)
    around = _numbered(own.text) if own else set[str]()
    if own is None or len(around) != 1:
        return None
    name = next(iter(around))
    start = own.start + own.text.index(name)
    return Told(name, Span(start, start + len(name)))


def _numbered(text: str) -> set[str]:
    """Names of villages with their number before or behind; a school is named after a village, and is none."""
    return {
        found["name"] or found["name2"]
        for found in _WITH_HOUSE.finditer(text)
        if not (found["name"] and _BEARERS.search(text[: found.start()]))
    }
