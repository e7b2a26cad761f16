"""Personal data in a foreign text: what an editor must be asked about before it is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.problems import Problem, Span, warning
from site_builder.thai.text import arabic_digits

_HOUSE = re.compile(r"(?:บ้าน)?เลขที่\s*[\d/]+(?=[\s]*(?:หมู่|ม\.|ต|ถนน|ซอย))")
_MOBILE = re.compile(r"(?<![\d-])0[689]\d?[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)")
_IDENTITY = re.compile(r"(?<![\d-])\d[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d(?!\d)")
_KINDS = ((_HOUSE, "บ้านเลขที่"), (_MOBILE, "โทรศัพท์มือถือ"), (_IDENTITY, "เลขประจำตัวประชาชน"))
_DIGITS = {"โทรศัพท์มือถือ": 10, "เลขประจำตัวประชาชน": 13}


def personal(text: str) -> Iterator[Problem]:
    """A question for each house number, mobile telephone and identity number."""
    plain = arabic_digits(text)
    for pattern, kind in _KINDS:
        for found in pattern.finditer(plain):
            figures = re.sub(r"\D", "", found[0])
            if len(figures) == _DIGITS.get(kind, len(figures)) and (kind != _KINDS[2][1] or _is_identity(figures)):
                yield warning("I014", Span(*found.span()), text=text[found.start() : found.end()])


def _is_identity(figures: str) -> bool:
    """The last figure checks the others: eleven less the weighed sum, of which one row in ten by chance is right."""
    weighed = sum(int(figure) * (13 - at) for at, figure in enumerate(figures[:12]))
    return (11 - weighed % 11) % 10 == int(figures[12])
