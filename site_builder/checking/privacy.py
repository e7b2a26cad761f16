"""Personal data: the number of an identity card is never published; names, homes and telephones are asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from site_builder.checking.findings import Finding
from site_builder.problems import IDENTITY, Span, error, warning
from site_builder.thai.personal import Kind, Trace, traces
from site_builder.thai.text import arabic_digits

_ASKED = {Kind.MOBILE: "C031", Kind.CHILD: "C032", Kind.HOUSE: "C033", Kind.ACCOUNT: "C034"}


def personal(text: str, phones: Sequence[str]) -> Iterator[Finding]:
    """Every trace of a person in a source, front matter and all; the office's own telephones are none."""
    ours = {re.sub(r"\D", "", arabic_digits(phone)) for phone in phones}
    for one in traces(text):
        found = text[one.start : one.end]
        if one.kind is Kind.IDENTITY:
            yield Finding(error(IDENTITY, Span(one.start, one.end)))
        elif _is_asked(one) and one.figures not in ours:
            yield Finding(warning(_ASKED[one.kind], Span(one.start, one.end), text=found))


def _is_asked(one: Trace) -> bool:
    """A house is somebody's where a name stands with it; an office has an address too."""
    return one.kind is not Kind.HOUSE or one.named


PRIVACY_RULES: Sequence[Callable[[str, Sequence[str]], Iterator[Finding]]] = (personal,)
