"""Whether nothing of a foreign text was lost: every line of it is found in the body, a field or the removals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.importing.draft import Draft
from site_builder.importing.lines import letters, lines

_BULLET = re.compile(r"o\s+")  # a letter that Word draws as a bullet
_ESCAPES = re.compile(r"\\(?=[\\`*_\[\]{}~!#>+=:-])|&(?:amp|lt|#126);")


def lost(draft: Draft) -> tuple[str, ...]:
    """The lines whose letters are nowhere; a line of ornaments has none."""
    return tuple(_lost(draft))


def _lost(draft: Draft) -> Iterator[str]:
    kept = letters(_ESCAPES.sub("", draft.body))
    told = [draft.title, draft.author_unit, draft.credit, draft.location]
    rest = [letters(one.value) for one in told if one] + [letters(one.text) for one in draft.removals]
    for line in lines(draft.text):
        own = letters(_BULLET.sub("", line.text, count=1) if _BULLET.match(line.text) else line.text)
        if own and own not in kept and not any(own in one for one in rest) and not _in_parts(own, kept, rest):
            yield line.text


def _in_parts(own: str, kept: str, rest: list[str]) -> bool:
    """A line of which a piece was removed: what is left of it stands in the body or a field."""
    for one in sorted(rest, key=len, reverse=True):
        if one and one in own:
            before, _, after = own.partition(one)
            if all(part in kept or part in rest for part in (before, after)):
                return True
    return False
