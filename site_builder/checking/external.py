"""Links to other sites: which there are, and what an answer means; the asking itself is the shell's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from site_builder.model import Reading
from site_builder.problems import Problem, Severity

GONE = frozenset({404, 410})
REFUSES_ROBOTS = frozenset({401, 403, 405, 429, 503, 999})  # says nothing of what a reader gets


class Answer(Struct, frozen=True):
    """What a host said: its HTTP status, or 0 and the reason why there was none."""

    status: int
    reason: str = ""


def addresses(readings: Iterable[Reading]) -> tuple[str, ...]:
    """Every external address of the bodies, once, sorted, without its # part."""
    links = (link for reading in readings if reading.body for link in reading.body.external)
    return tuple(sorted({link.target.partition("#")[0] for link in links}))


def dead_links(readings: Iterable[Reading], answers: Mapping[str, Answer]) -> Iterator[Problem]:
    """The links whose address is gone or did not answer; a host that turns robots away is not held against it."""
    for reading in readings:
        for link in reading.body.external if reading.body and reading.item else ():
            answer = answers.get(link.target.partition("#")[0], Answer(200))
            if answer.status in GONE or answer.status == 0 or answer.status >= 400:  # noqa: PLR2004 — HTTP's own
                if answer.status in REFUSES_ROBOTS:
                    continue
                code = "C007" if answer.status else "C008"
                arguments = (("url", link.target), ("status", str(answer.status)), ("reason", answer.reason))
                path = reading.item.source if reading.item else ""
                yield Problem(code, Severity.WARNING, None, arguments, "", path, link.position)
