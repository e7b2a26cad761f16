"""Where a text names a province, a district or a subdistrict: finds the words, and leaves what they mean to `places`.

Thai writes no spaces between words, so a name counts only where it surely ends and, without a word such as อำเภอ before
it, surely begins. A *marked* name follows อำเภอ, อ., ตำบล, ต., จังหวัด or จ. (in Bangkok also เขต and แขวง) wherever
that stands, and is the longest known name there that ends at a non-letter, at another such word or at a conjunction:
อำเภอชำนิ is one, อำเภอชำนิชำนาญ is not. A *bare* name is a whole run of letters, or such a run after a word that can
only lead to it (และ, ใน, หอประชุม, ที่ว่าการ, โรงพยาบาล …): แคนดง and หอประชุมแคนดง are, โรงเรียนแคนดงพิทยาคม, บ้านสระบัว and
ถนนแคนดง-สตึก are not. Bare words are never subdistricts: villages, schools and temples bear those names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from site_builder.thai.gazetteer import Gazetteer


class Level(StrEnum):
    """What a name is said to be a name of."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A name in a text: offsets in characters, the name without its marker. Two of them are never one."""

    level: Level
    start: int  # of the marker, or of the name where there is none
    name_start: int
    end: int
    name: str
    known: bool  # a district or province of the country, a subdistrict of the province; else a mere word
    marked: bool
    sure: bool = True  # written so that an unknown name is a mistake, though it resembles none of ours
    led: bool = False  # a bare name that a word such as โรงพยาบาล or รพ. leads to
    office: bool = False  # อบต.X, เทศบาลตำบลX: named after a place, and no mistake where there is none


# Letters and marks of a Thai word; ฯ, ๆ, digits and ฿ end one. `\w` would lose the marks.
LETTERS = "ก-ฮะ-ฺเ-ๅ็-๎"
_LONGEST = 24  # letters of a name: กรุงเทพมหานคร has 13, the longest of the country 19

_LEVELS = {
    "จังหวัด": Level.PROVINCE,
    "จ": Level.PROVINCE,
    "จว": Level.PROVINCE,
    "กิ่งอำเภอ": Level.DISTRICT,
    "อำเภอ": Level.DISTRICT,
    "เขต": Level.DISTRICT,
    "อ": Level.DISTRICT,
}  # all other markers lead to a subdistrict
_FULL_WORDS = frozenset({"กิ่งอำเภอ", "อำเภอ", "ตำบล", "จังหวัด", "เขต", "แขวง"})
_OFFICES = frozenset({"เทศบาลตำบล", "ส่วนตำบล", "อบต", "ทต"})
_CLINIC = "สุขภาพตำบล"  # a health station is named after a village as often as after the subdistrict

_FULL = "กิ่งอำเภอ|อำเภอ|(?:เทศบาล|ส่วน|สุขภาพ)?ตำบล|จังหวัด"
_SHORT = r"(?:อบต|ทต|จว|[จอต])\.(?! *[ก-ฮ]\.)"  # ต.ค. is October, จ.ส.อ. and อ.ก.ค. are no places
_GAP = r"[ \u00a0]*"
_MARKER = re.compile(rf"(?:{_FULL}|(?<![{LETTERS}.]){_SHORT}){_GAP}")
_BANGKOK_MARKER = re.compile(rf"(?:{_FULL}|เขต|แขวง|(?<![{LETTERS}.]){_SHORT}){_GAP}")
_GLUED_MARKER = re.compile(_SHORT + _GAP)  # right after a name: ต.สระบัวอ.แคนดง

_CONNECTORS = (
    "จังหวัด|กิ่งอำเภอ|อำเภอ|ตำบล|เขต|แขวง|และ|กับ|หรือ|ถึง|โดย|ที่|ใน|เมื่อ|เวลา|วันที่|ระหว่าง|หมู่|กรุงเทพ"
    r"|(?:จว|[จอตม])\.|ฯ"
)
_ENDS = re.compile(rf"(?![{LETTERS}])|{_CONNECTORS}")
# No province's name begins another's: จวนผู้ว่าราชการจังหวัดพังงาหลังเก่า names Phang Nga. Only a mark or vowel forbids it.
_CLOSES = re.compile("(?![ะ-ฺๅ็-๎])")
_WORD = re.compile(rf"[{LETTERS}]{{2,}}?(?={_CONNECTORS}|[^{LETTERS}]|$)")
_COUNT = re.compile(r"(?<!หมู่)(?<!หมู่ )(?<!หมู่ที่)(?<!หมู่ที่ )(?<!ม\.)(?<!ม\. )(?<![\d๐-๙])[\d๐-๙]+ *$")
_COMMON = re.compile(  # what follows อำเภอ and ตำบล where no name does: อำเภอละ 2 คน, ตำบลเข้มแข็ง
    rf"{_CONNECTORS}|ละ|ต่าง|ใกล้|ทุก|นำร่อง|ต้นแบบ|ของ|ทั้ง|ทั่ว|เข้มแข็ง|มั่นคง|นี้|นั้น|ใด|เดียว|อื่น|เป้าหมาย|หลัก|เคลื่อนที่|ครบ|พื้นที่|ชายแดน|ภาค|กลุ่ม"
)

_RUN = re.compile(rf"[{LETTERS}]+(?:[-–][{LETTERS}]+)*")  # a road "แคนดง-สตึก" is one word
_LEAD = re.compile("(?P<led>ที่ว่าการ|หอประชุม|โรงพยาบาล|สถานีตำรวจภูธร|เทศบาลเมือง)|และ|กับ|หรือ|ณ|ใน|ที่|พื้นที่")
_FINAL = re.compile(r"[ฯๆ]?\s*+(?:$|[,;)/\n]|[\d๐-๙]{5}|และ|กับ|หรือ)")  # what may stand after a bare name
_LIST = re.compile(r"[\s,]*+(?:และ|กับ|หรือ)?\s*+")
# Before a dot, or as the word before, these let a bare name be one; any other abbreviation (รร. ถ. รพ.สต.) does not.
_DISTRICT_OFFICES = frozenset({"รพ", "สภ", "พช", "สพอ", "สสอ", "สกร", "กศน", "ทม", "น"})
_OTHER_NAMES = frozenset(
    {  # a name after one of these words is a village's, a road's, a room's
        *("บ้าน", "หมู่บ้าน", "ชุมชน", "คุ้ม", "วัด", "โรงเรียน", "โรงแรม", "ตลาด", "ร้าน", "ห้าง", "อาคาร", "ห้อง", "ห้องประชุม"),
        *("ถนน", "สาย", "ซอย", "แยก", "สะพาน", "เขื่อน", "อ่าง", "คลอง", "ห้วย", "หนอง"),
    }
)
_DOTTED = re.compile(rf"([{LETTERS}]+|[\d๐-๙]+)\. *$")
_SHORTENED = re.compile(" ?[ฯๆ]")  # เมืองฯ, and its slip เมือง ๆ
_BLANK = re.compile(r"\s*+")
_HOUSE = re.compile(r"\s*(?:หมู่|ม\.)\s*")
# Possessive throughout: `(\s*\d+\s*)*` takes exponential time on a row of numbers that ends in another word.
_TIGHT = re.compile(r"[\s,.()/–-]*+(?:(?:หมู่ที่|หมู่|ม\.)?\s*+[\d๐-๙]++[\s,]*+)*+")


def find(gazetteer: Gazetteer, text: str) -> tuple[Mention, ...]:
    """All mentions in the order of the text, which is taken as it is: normalise it before."""
    marked, taken = _marked(gazetteer, text)
    bare = _bare(gazetteer, text, taken)
    return tuple(_sifted(gazetteer, text, sorted((*marked, *bare), key=lambda mention: mention.start)))


def adjoin(text: str, first: Mention, second: Mention) -> bool:
    """Whether only spaces, commas and a house or village number stand between two mentions, as in an address."""
    return _TIGHT.fullmatch(text, first.end, second.start) is not None


def _marked(gazetteer: Gazetteer, text: str) -> tuple[list[Mention], list[tuple[int, int]]]:
    """The marked mentions, and the spans in which no bare name is to be looked for."""
    pattern = _BANGKOK_MARKER if gazetteer.is_bangkok else _MARKER
    mentions: list[Mention] = []
    taken: list[tuple[int, int]] = []
    marker = pattern.search(text)
    while marker:
        mention = _after_marker(gazetteer, text, marker)
        if mention and (mention.known or not mention.office):
            mentions.append(mention)
        end = mention.end if mention else marker.end()
        taken.append((marker.start(), end))
        marker = (_GLUED_MARKER.match(text, end) if mention else None) or pattern.search(text, end)
    return mentions, taken


def _after_marker(gazetteer: Gazetteer, text: str, marker: re.Match[str]) -> Mention | None:
    """The name that a marker leads to, known or not; None where it is used as a mere word: 23 อำเภอ, อำเภอละ 2 คน."""
    word = marker[0].rstrip(" .\u00a0")
    level = _LEVELS.get(word, Level.SUBDISTRICT)
    start = marker.end()
    glued = not marker[0].endswith((" ", "\u00a0"))
    if not glued and word in _FULL_WORDS and _COUNT.search(text, max(0, marker.start() - _LONGEST), marker.start()):
        return None
    office = word in _OFFICES
    ends = _CLOSES if level is Level.PROVINCE else _ENDS
    end = 0 if word == _CLINIC else _end_of_name(_names(gazetteer, level), text, start, ends)
    if end:
        capital = _SHORTENED.match(text, end) if text[start:end] == "เมือง" else None
        whole = capital.end() if capital else end
        return Mention(level, marker.start(), start, whole, text[start:end], known=True, marked=True, office=office)
    unknown = _WORD.match(text, start)
    if not unknown or _COMMON.match(text, start):  # "หมู่ที่ ตำบล อำเภอแคนดง" leaves its slots empty
        return None
    sure = glued and word not in _FULL_WORDS
    quiet = office or word == _CLINIC
    return Mention(
        level, marker.start(), start, unknown.end(), unknown[0], known=False, marked=True, sure=sure, office=quiet
    )


def _names(gazetteer: Gazetteer, level: Level) -> Container[str]:
    if level is Level.DISTRICT:
        return gazetteer.districts_of_country
    return gazetteer.province_codes if level is Level.PROVINCE else gazetteer.subdistricts_by_name


def _end_of_name(names: Container[str], text: str, start: int, ends: re.Pattern[str]) -> int:
    """Where the longest of the names ends that begins here and may end there; 0 for none."""
    part = text[start : start + _LONGEST]
    for size in range(len(part), 0, -1):
        if part[:size] in names and ends.match(text, start + size):
            return start + size
    return 0


def _bare(gazetteer: Gazetteer, text: str, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Names that stand alone in the parts of the text between the marked ones."""
    start = 0
    for end, following in (*taken, (len(text), len(text))):
        before = ""
        for run in _RUN.finditer(text, start, end):
            mention = _bare_name(gazetteer, text, run, glued=run.start() == start > 0)
            if mention and before not in _OTHER_NAMES:
                yield mention
            before = run[0] if text[run.end() : run.end() + 1] == " " else ""
        start = following


def _bare_name(gazetteer: Gazetteer, text: str, run: re.Match[str], *, glued: bool) -> Mention | None:
    dotted = _DOTTED.search(text, max(0, run.start() - _LONGEST), run.start())
    led = dotted is not None and dotted[1] in _DISTRICT_OFFICES
    if dotted and not led and not dotted[1].isdecimal():
        return None  # รพ.สตึก is in สตึก, รร.สตึก may be anywhere
    if not glued and (mention := _known(gazetteer, text, run.start(), run.end(), led=led)):
        return mention
    lead = _LEAD.match(run[0])
    return _known(gazetteer, text, run.start() + lead.end(), run.end(), led=lead["led"] is not None) if lead else None


def _known(gazetteer: Gazetteer, text: str, start: int, end: int, *, led: bool) -> Mention | None:
    name = text[start:end]
    if name in gazetteer.province_codes:
        return Mention(Level.PROVINCE, start, start, end, name, known=True, marked=False)
    if name not in gazetteer.district_by_name or _HOUSE.match(text, end):
        return None
    capital = _SHORTENED.match(text, end) if name == "เมือง" else None
    if name == "เมือง" and not capital:
        return None  # a town
    whole = capital.end() if capital else end
    return Mention(Level.DISTRICT, start, start, whole, name, known=True, marked=False, led=led)


def _sifted(gazetteer: Gazetteer, text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """Drop the bare districts that do not stand as a district does."""
    previous: Mention | None = None
    for mention, following, marked in zip_longest(mentions, mentions[1:], _next_marked(mentions)):
        bare = mention.level is Level.DISTRICT and not mention.marked
        doubtful = bare and (
            _may_be_smaller(text, previous, mention, marked)
            or not _stands_last(text, mention, following)
            or _may_honour(gazetteer, text, previous, mention)
        )
        if not doubtful:
            previous = mention
            yield mention


def _may_be_smaller(text: str, previous: Mention | None, mention: Mention, marked: Mention | None) -> bool:
    """Before a marked district or subdistrict a bare name may be a village: "บ้านด่าน ต.สระบัว อ.แคนดง".

    It is none where it goes on a list of districts: "อ.แคนดง คูเมือง และ อ.สตึก".
    """
    return marked is not None and (adjoin(text, mention, marked) or not _goes_on(text, previous, mention))


def _stands_last(text: str, mention: Mention, following: Mention | None) -> bool:
    """An address ends with its district and province: "อาคาร สอง ชั้น" does not name the district สอง of Phrae."""
    listed = following is not None and _LIST.fullmatch(text, mention.end, following.start) is not None
    return mention.led or listed or _FINAL.match(text, mention.end) is not None


def _may_honour(gazetteer: Gazetteer, text: str, previous: Mention | None, mention: Mention) -> bool:
    """เฉลิมพระเกียรติ, the only name of several provinces, is above all "in honour of His Majesty": หอประชุมเฉลิมพระเกียรติ.

    It is the district where the text begins with it, or goes on with it after a place.
    """
    if len(gazetteer.districts_of_country[mention.name]) == 1 or mention.name == "เมือง":
        return False
    goes_on = previous is not None and not mention.led and adjoin(text, previous, mention)
    return not goes_on and not _BLANK.fullmatch(text, 0, mention.start)


def _next_marked(mentions: list[Mention]) -> list[Mention | None]:
    """For each mention the marked district or subdistrict that comes next after it."""
    following: list[Mention | None] = []
    latest: Mention | None = None
    for mention in reversed(mentions):
        following.append(latest)
        latest = mention if mention.marked and mention.level is not Level.PROVINCE else latest
    return following[::-1]


def _goes_on(text: str, previous: Mention | None, mention: Mention) -> bool:
    return (
        previous is not None
        and previous.level is Level.DISTRICT
        and _LIST.fullmatch(text, previous.end, mention.start) is not None
    )
