"""What a switch did, told from what became of each of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.problems import Problem, warning
from site_builder.storing.journal import Outcome
from site_builder.storing.manifest import Entry


@dataclass(frozen=True, slots=True)
class Written:
    """What a switch did. Paths are POSIX, from the output, sorted; the manifest is not counted."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # somebody edited or put them there, so they were neither replaced nor removed
    problems: tuple[Problem, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict, compare=False)  # path → mtime_ns of what stands there as ours
    files: Mapping[str, Entry] = field(default_factory=dict, compare=False)  # the new list
    generation: str = field(default="", compare=False)  # of that list


def written(
    outcomes: Mapping[str, Outcome], kept: set[str] | tuple[()], problems: list[Problem] | tuple[()]
) -> Written:
    """What these steps came to; `kept` is what somebody else's was found to be before."""

    def having(*wanted: Outcome) -> list[str]:
        return sorted(path for path, one in outcomes.items() if one in wanted)

    stayed = sorted({*kept, *having(Outcome.KEPT)})
    lost = having(Outcome.LOST)
    return Written(
        tuple(having(Outcome.WRITTEN, Outcome.COPIED)),
        tuple(having(Outcome.REMOVED)),
        tuple(stayed),
        (
            *problems,
            *(warning("W020", file=path) for path in stayed),
            *((warning("W022", file=lost[0], count=len(lost)),) if lost else ()),
        ),
    )
