"""Personal data in a foreign text: what an editor must be asked about before it is published."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.problems import Problem, Span, warning
from site_builder.thai.personal import traces


def personal(text: str) -> Iterator[Problem]:
    """A question for each."""
    for one in traces(text):
        yield warning("I014", Span(one.start, one.end), text=text[one.start : one.end])
