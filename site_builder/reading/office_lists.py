"""Lists as an office types them: reads their lines into a value and never changes a number that the author wrote.

The stock list processors want a space after the dot, four-space nesting and a blank line before, take Thai digits
without understanding them, renumber, and recurse once a level. This reads line by line, with a stack, in linear time.

- `1. x`, `1.x`, `1) x`, `1)x`, the same in Thai digits, `- x`, `* x`, `+ x`, and the pasted bullets `• x`, `•x` are
  items. `08.30 น.`, `1.5 ล้าน`, `1.` alone and `-5 องศา` are not.
- Two columns further right than the item above is one level deeper. So is another kind of mark on the very next line
  (`1)` or `-` under `1.`): that is how offices number what belongs to an item; `2.` then goes on with the outer list.
- A line that is indented more than the item belongs to it. One that is not ends the list, as in a release whose next
  paragraph follows without a blank line, unless the author's next number comes before one: then the line was wrapped.
- After a blank line an indented line is the item's next paragraph, up to three columns right of the item's text;
  further right it is a pasted first-line indent, and so a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import Struct

DEEPEST = 9  # levels; what is indented further joins the last one

_MARK = re.compile(
    r"(?P<indent> *)"
    r"(?:(?P<bullet>[-*+]) +|(?P<dot>[•●▪◦]) *|(?P<number>[0-9๐-๙]{1,3})(?P<point>[.)])(?P<gap> *))"
    r"(?P<text>\S.*)"
)
_NOT_TIGHT = re.compile(r"[0-9๐-๙.)\-–/]")  # after "1." without a space: a number, an ellipsis, a price ("10.-")
_RULE = re.compile(r" *([-*_])(?: *\1){2,} *")
_STEP = 2  # columns that make a level
_SLACK = 3  # columns that an item's later paragraph may stand right of its text
_TIGHTEST = 99  # the largest number that may begin a list without a space after its dot


class Item(Struct, frozen=True):
    """An item: pieces of text (a blank line parts paragraphs) and lists in it, in the author's order."""

    content: tuple[str | OfficeList, ...]
    value: int | None = None  # set where a browser would count something else


class OfficeList(Struct, frozen=True):
    """A list; `start` is the first number, 0 for bullets."""

    ordered: bool
    start: int
    items: tuple[Item, ...]


class Mark(Struct, frozen=True):
    """The beginning of an item: its column, the column of its text, the kind of list, its number (0 for a bullet)."""

    indent: int
    offset: int
    kind: str  # "-" for every bullet, else what follows the number: "." or ")"
    number: int
    text: str
    tight: bool = False


@dataclass(slots=True)
class _Draft:
    """An item that is being read."""

    content: list[list[str] | _Open]
    value: int | None


@dataclass(slots=True)
class _Open:
    """A list that is being read."""

    indent: int
    kind: str
    start: int
    items: list[_Draft] = field(default_factory=list)
    offset: int = 0  # column of the last item's text
    written: int = 0  # the last number, as the author wrote it
    counted: int = 0  # the number that a browser shows at the last item


def mark(line: str) -> Mark | None:
    """Read the beginning of an item off a line; None where the line is none."""
    match = _MARK.fullmatch(line)
    if not match or (match["bullet"] and is_rule(line)):
        return None
    indent, offset = match.end("indent"), match.start("text")
    if match["number"] is None:
        return Mark(indent, offset, "-", 0, match["text"])
    tight = not match["gap"]
    if tight and _NOT_TIGHT.match(match["text"]):
        return None
    return Mark(indent, offset, match["point"], int(match["number"]), match["text"], tight)


def is_rule(line: str) -> bool:
    """Whether the line is a horizontal rule: three or more of one sign."""
    return _RULE.fullmatch(line) is not None


def starts(found: Mark | None) -> bool:
    """Whether a list may begin with this item; a number of three digits without a space only goes on with one."""
    return found is not None and not (found.tight and found.number > _TIGHTEST)


def interrupts(found: Mark | None) -> bool:
    """Whether a list may begin with this item directly below a paragraph: bullets, and the number 1 only."""
    return found is not None and (found.kind == "-" or found.number == 1)


def read_list(lines: Sequence[str], at: int) -> tuple[OfficeList, int]:
    """Read the list whose first item is `lines[at]`; also the index of the first line that is not in it."""
    stack: list[_Open] = []
    _add(stack, 0, mark(lines[at]), goes_on=False)
    root, at = stack[0], at + 1
    while at < len(lines):
        after = _after_blank(lines, at)
        taken = _take(stack, lines, after, blank=after > at) if after < len(lines) else 0
        if not taken:
            break
        at = after + taken
    return _frozen(root), at


def _after_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _take(stack: list[_Open], lines: Sequence[str], at: int, *, blank: bool) -> int:
    """Put the line into the list; how many lines were taken, 0 where it belongs to no item."""
    line = lines[at]
    found = _item(stack, line)
    if found:
        home = _home(stack, found, blank=blank)
        if home:
            _add(stack, home[0], found, goes_on=home[1])
        return int(home is not None)
    if _belongs(stack, line, blank=blank):
        _add_text(stack, line, blank=blank)
        return 1
    taken = 0 if blank else _wrapped(stack, lines, at)
    for one in lines[at : at + taken]:
        _add_text(stack, one, blank=False)
    return taken


def _item(stack: list[_Open], line: str) -> Mark | None:
    found = mark(line)
    if found and not starts(found) and not any(one.counted + 1 == found.number for one in stack):
        return None
    return found


def _home(stack: list[_Open], found: Mark, *, blank: bool) -> tuple[int, bool] | None:
    """How many open lists to keep, and whether the item goes on with the last; None: it begins a list of its own."""
    kept = len(stack)
    while kept > 1 and stack[kept - 1].indent >= found.indent + _STEP:
        kept -= 1
    if found.indent >= stack[kept - 1].indent + _STEP and kept < DEEPEST:
        return kept, False
    level = kept
    while level and (level == kept or stack[level - 1].indent > found.indent - _STEP):
        level -= 1
        if stack[level].kind == found.kind:
            return (level, False) if level and _restarts(stack[level], found) else _going_on(stack, level, found)
    if not blank and interrupts(found) and kept < DEEPEST:
        return kept, False
    return (level, False) if level else None


def _going_on(stack: list[_Open], level: int, found: Mark) -> tuple[int, bool] | None:
    return None if _restarts(stack[level], found) else (level + 1, True)


def _restarts(one: _Open, found: Mark) -> bool:
    """A 1 after another number begins a new list; a 1 after a 1 is Markdown's way of letting the browser count."""
    return found.kind != "-" and found.number == 1 and one.written > 1


def _add(stack: list[_Open], kept: int, found: Mark | None, *, goes_on: bool) -> None:
    assert found is not None  # noqa: S101 - callers looked; said for the type checker
    del stack[kept:]
    if not goes_on:
        fresh = _Open(found.indent, found.kind, found.number, written=found.number, counted=found.number - 1)
        if stack:
            stack[-1].items[-1].content.append(fresh)
        stack.append(fresh)
    one = stack[-1]
    jumps = found.kind != "-" and found.number != one.counted + 1 and not (found.number == one.written == 1)
    one.items.append(_Draft([[found.text]], found.number if jumps else None))
    one.counted = found.number if jumps else one.counted + 1
    one.written, one.offset = found.number, found.offset


def _belongs(stack: list[_Open], line: str, *, blank: bool) -> bool:
    indent = _indent(line)
    over = [one for one in stack if one.indent < indent]
    return bool(over) and (not blank or indent <= over[-1].offset + _SLACK)


def _add_text(stack: list[_Open], line: str, *, blank: bool) -> None:
    indent = _indent(line)
    while len(stack) > 1 and indent and stack[-1].indent >= indent:
        stack.pop()
    content = stack[-1].items[-1].content
    last = content[-1]
    if isinstance(last, _Open):
        content.append([line.strip()])
    else:
        last.extend(["", line.strip()] if blank else [line.strip()])


def _wrapped(stack: list[_Open], lines: Sequence[str], at: int) -> int:
    """How many lines from here are wrapped text of the last item: those before the author's next number, else none."""
    for end in range(at, len(lines)):
        line = lines[end].lstrip()
        if not line or line[0] in "#>|\x02" or is_rule(line):
            return 0
        found = mark(lines[end])
        if found:
            return end - at if any(_next(one, found) for one in stack) else 0
    return 0


def _next(one: _Open, found: Mark) -> bool:
    return one.kind == found.kind != "-" and found.number == one.written + 1 and abs(one.indent - found.indent) < _STEP


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _frozen(one: _Open) -> OfficeList:
    items = (
        Item(
            tuple("\n".join(piece) if isinstance(piece, list) else _frozen(piece) for piece in item.content), item.value
        )
        for item in one.items
    )
    return OfficeList(one.kind != "-", one.start, tuple(items))
