"""Personal data in Thai text: identity and telephone numbers, children by name, homes and accounts; only finds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct

from site_builder.thai.text import arabic_digits


class Kind(StrEnum):
    """What a trace tells of a person."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    CHILD = "child"
    HOUSE = "house"
    ACCOUNT = "account"


class Trace(Struct, frozen=True):
    """A piece of personal data: offsets [start, end) into the text."""

    kind: Kind
    start: int
    end: int
    figures: str = ""  # of a number: its Arabic figures alone
    named: bool = False  # of a house: somebody's name stands in the same line


_GAP = r"[ \u00a0–-]?"
# Not in a file's name or an address: telephones name pictures by milliseconds, and one in ten passes for an identity.
_IDENTITY = re.compile(
    rf"(?<![\w/=.&?%@-])(?<!\d[ ,])[1-8]{_GAP}\d{{4}}{_GAP}\d{{5}}{_GAP}\d{{2}}{_GAP}\d(?![\d/=_%@-]|[.,]\d|\.[A-Za-z])"
)
_FIVE = re.compile(r"\d\d\d\d\d")  # of the third group, however the number is written
_BEFORE_FIVE = 7  # characters of a number before it, at most
_GLUED = re.compile(  # behind Thai letters, which `\w` above takes for part of a file's name
    rf"(?<=[ก-๎])[1-8]{_GAP}\d{{4}}{_GAP}\d{{5}}{_GAP}\d{{2}}{_GAP}\d(?![\d/=_%@-]|[.,]\d|\.[A-Za-z])"
)
_MOBILE = re.compile(
    rf"(?<![\d/=_%-])(?<!\d[.,])(?:0|\+66{_GAP}(?:\(0\){_GAP})?)[689]\d?{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}(?![\d/=_%]|{_GAP}\d)"
)
_MOBILE_FIGURES = 10
_HOUSE = re.compile(r"(?P<home>บ้าน)?เลขที่\s*\d+(?:/\d+)?(?=\s*(?:หมู่|ม\.|ต|ถนน|ซอย|อ|จ|$|[,)\s]))")
_NEAR = 200  # characters of its line on either side of a house in which a name is its own
_STREET = re.compile(r"\s*(?:หมู่|ม\.|ต|ถนน|ซอย)")
_ACCOUNT = re.compile(
    r"(?:เลขที่บัญชี|บัญชีเลขที่|เลขบัญชี|หมายเลขบัญชี|บัญชี[ก-๎ ().“”\"]{0,80}?เลขที่)"
    rf"[^\d\n]{{0,40}}(?P<number>\d(?:{_GAP}\d){{9,14}})(?!\d)"
)
# What stands behind เด็กหญิง where no name does: เด็กหญิงจำนวน 20 คน, เด็กชายที่ยากไร้.
_NO_NAME = (
    "และ|หรือ|กับ|ที่|ใน|จาก|ซึ่ง|วัย|อายุ|จำนวน|ชั้น|ไทย|ไม่|ถูก|ได้|เป็น|มี|ต้อง|คน|ทุก|บาง|ของ|เข้า|แล|ร่วม|ให้|ไป|มา|โดย|เพื่อ|"
    "ผู้|กำพร้า|รุ่น|อีก|ราย|สอง|หนึ่ง|นัก|ประถม|มัธยม|ต่าง|เหล่า|กลุ่ม|ด้อย|ยาก|พิการ|จะ|ว่า|นั้น|นี้|ทั้ง|อนุบาล|ราช|บ้าน|ก็|คือ|อย่าง|เมื่อ|แต่"
)
_NAME = r"[ก-ฮเ-ไ][ก-๎]{1,17}"
_CHILD = re.compile(
    rf"(?:(?<![ก-๎.])ด\.?\s?[ชญ]\.\s?|(?:เด็กชาย|เด็กหญิง)[ ]?(?!{_NO_NAME})){_NAME}"
    rf"[ ]{{1,3}}(?!{_NO_NAME}|พร้อม|ตำแหน่ง|รับ){_NAME}"
)
_PERSON = re.compile(
    rf"(?:(?<!เจ้า)นาย|(?<!ขุน)นาง(?:สาว)?|น\.ส\.|ด\.[ชญ]\.|เด็กชาย|เด็กหญิง)\s?(?!อำเภอ|รอง|ก(?:รัฐ|เทศ|องค์|สมาคม|เหล่า)|ทะเบียน|แพทย์|ช่าง){_NAME}"
)
_WEIGHTS = range(13, 1, -1)


def is_identity(figures: str) -> bool:
    """The last of 13 figures checks the others: eleven less the weighed sum; one row in ten is right by chance."""
    weighed = sum(int(figure) * weight for figure, weight in zip(figures[:12], _WEIGHTS, strict=True))
    return (11 - weighed % 11) % 10 == int(figures[12])


def traces(text: str) -> tuple[Trace, ...]:
    """All personal data of a text in its order; what lies inside another trace is told once."""
    plain = arabic_digits(text)
    found: list[Trace] = []
    for look in _LOOKS:
        found += (one for one in look(plain) if not any(one.start < f.end and f.start < one.end for f in found))
    return tuple(sorted(found, key=lambda one: one.start))


def identities(text: str) -> Iterator[Trace]:
    """Numbers of identity cards (not of companies and offices, which begin with 0), however they are written."""
    if not _FIVE.search(text):  # 10 µs of each item that a build reads; both patterns take 80
        return
    plain, end = arabic_digits(text), 0
    for five in _FIVE.finditer(plain):
        starts = range(max(end, five.start() - _BEFORE_FIVE), five.start() + 1)
        matches = (pattern.match(plain, start) for start in starts for pattern in (_IDENTITY, _GLUED))
        found = next((one for one in matches if one and is_identity(_figures(one[0]))), None)
        if found:
            end = found.end()
            yield Trace(Kind.IDENTITY, *found.span(), _figures(found[0]))


def _accounts(plain: str) -> Iterator[Trace]:
    for found in _ACCOUNT.finditer(plain):
        yield Trace(Kind.ACCOUNT, *found.span("number"), _figures(found["number"]))


def _mobiles(plain: str) -> Iterator[Trace]:
    for found in _MOBILE.finditer(plain):
        figures = re.sub("^66", "0", _figures(found[0].replace("(0)", "")))
        if len(figures) == _MOBILE_FIGURES:
            yield Trace(Kind.MOBILE, *found.span(), figures)


def _children(plain: str) -> Iterator[Trace]:
    return (Trace(Kind.CHILD, *found.span(), named=True) for found in _CHILD.finditer(plain))


def _houses(plain: str) -> Iterator[Trace]:
    """Homes; a plain เลขที่ is one only with what follows in an address, else it counts letters and documents."""
    for found in _HOUSE.finditer(plain):
        if found["home"] or _STREET.match(plain, found.end()):
            start, end = max(0, found.start() - _NEAR), found.end() + _NEAR
            start = plain.rfind("\n", start, found.start()) + 1 or start
            end = plain.find("\n", found.end(), end) if "\n" in plain[found.end() : end] else end
            named = found["home"] is not None and _PERSON.search(plain, start, end)
            yield Trace(Kind.HOUSE, *found.span(), named=bool(named))


def _figures(text: str) -> str:
    return re.sub(r"\D", "", text)


_LOOKS: tuple[Callable[[str], Iterator[Trace]], ...] = (identities, _accounts, _mobiles, _children, _houses)
