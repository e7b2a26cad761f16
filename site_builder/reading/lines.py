"""The lines of front matter before the parser sees them: names mistakes and guards the parser; types nothing.

Each top-level key with the lines below it is a lump. A faulty lump is blanked out of the copy for the parser, so that
one mistake hides no other; the copy is as long as the original, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from site_builder.problems import Problem, Span, error
from site_builder.reading.fences import Line, lines

Canonical = Callable[[str], str | None]

LARGEST = 65_536  # bytes of front matter: far more than any item needs, and read in milliseconds
DEEPEST = 32  # brackets or indents: libyaml's loader overflows the C stack at some 30,000
_LONGEST_KEY = 40  # characters before a full-width colon; further in, the colon is part of a text
HASH = "\ufdd0"  # stands for a kept "#" while the parser looks; refused in sources, so it cannot be an author's

# Keys and values are matched without their outer spaces: `*` beside `*` would cost the square of a long run of spaces.
_KEY = re.compile(r"(\"[^\"]*\"|'[^']*'|[^\s'\"#\[\]{}&*!|>%@`-].*?|-\S.*?):(?:[ ]+(.*))?")
_FOLLOWER = re.compile(r"[ \t#\]}]|-(?:[ \t]|$)|$")
_TAB = re.compile(r"[ ]*\t\s*\S")
_QUOTED = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')(?:\s+#.*)?")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}(?:\s+#.*)?")
_MARKUP = re.compile(r"[&*!%@`,\]}]|[-?:](?:\s|$)")
_COLON = re.compile(r":(?:\s|$)")
_INDICATORS = re.compile(r"[ ]*(?:[-?:][ ]+)*")
_PLAIN = re.compile(r"([ ]*+(?:-[ ]+)*+(?:[^\s'\"#\[\]{}:-][^:]*:[ ]+)?+)([^\s'\"|>&*!%@`{\[].*)")
_WORD = re.compile(r"[^\s\[\]{}'\"#&*!|>%@`:?-][^\[\]{}'\"#:]*")  # needs no quotes, wherever it stands
_HASH = re.compile(r"(?:(?<=\s)|^)#")
_MISPUNCTUATED = frozenset({"F022", "F023", "F024"})
_BLANK_LAST = re.compile(r"\n[ ]*\n\Z")


class Lump(Struct, frozen=True):
    """A top-level key and all lines up to the next one, or lines that stand before any key (key "")."""

    start: int  # offsets of the normalised text
    end: int
    text: str
    key: str = ""
    value: str = ""  # on the key's own line
    alone: bool = True  # no further line with content belongs to it

    @property
    def line(self) -> str:
        """The first line, as typed."""
        return self.text.partition("\n")[0]

    @property
    def span(self) -> Span:
        """The first line, for marking it."""
        return Span(self.start, self.start + len(self.line))


class Checked(Struct, frozen=True):
    """Entries for the parser, those that are spoilt already, and why; `end` is where the front matter really ends."""

    good: tuple[Lump, ...]
    spoilt: tuple[Lump, ...]
    problems: tuple[Problem, ...]
    end: int


def check(text: str, start: int, end: int, canonical: Canonical) -> Checked:
    """Sort the entries of `text[start:end]` into those to parse and those that are spoilt."""
    lumps = tuple(_lumps(text, start, end))
    good: list[Lump] = []
    spoilt: list[Lump] = []
    problems: list[Problem] = []
    for place, lump in enumerate(lumps):
        fault = _fault(lump, canonical)
        if fault is not None and fault.code == "F025" and _is_body(lumps, place, canonical):
            return Checked(tuple(good), tuple(spoilt), tuple(problems), lump.start)
        if fault is None:
            good.append(lump)
        else:
            problems.append(fault)
            spoilt.append(_named(lump, fault))
    return Checked(tuple(good), tuple(spoilt), tuple(problems), end)


def _named(lump: Lump, fault: Problem) -> Lump:
    """Give an entry the key that was meant, where the fix knows it: then the key is not reported as missing too."""
    return replace(lump, key=fault.fix.partition(":")[0]) if fault.code in _MISPUNCTUATED else lump


def _is_body(lumps: tuple[Lump, ...], place: int, canonical: Canonical) -> bool:
    """Prose after a blank line with no known key below it: the closing fence was forgotten before a later `---`."""
    blank = place > 0 and bool(_BLANK_LAST.search(lumps[place - 1].text.replace("\t", " ")))
    return blank and not any(canonical(lump.key) for lump in lumps[place:])


def _lumps(text: str, start: int, end: int) -> Iterator[Lump]:
    held: list[Line] = []
    for line in lines(text[start:end].removesuffix("\n")):
        here = Line(line.text, line.start + start)
        if held and not _begins(here.text, held):
            held.append(here)
            continue
        if held:
            yield _lump(held)
        held = [here]
    yield _lump(held)


def _begins(line: str, held: list[Line]) -> bool:
    """Whether a line begins an entry; inside an open bracket or quote only a line with a key does."""
    if _FOLLOWER.match(line):
        return False
    return bool(_KEY.fullmatch(line.rstrip())) or not _is_open(held[0].text)


def _is_open(line: str) -> bool:
    key = _KEY.fullmatch(line.rstrip())
    value = (key[2] or "") if key else ""
    if value[:1] in ("[", "{"):
        return closing_bracket(value) < 0
    return value[:1] in ("'", '"') and not _QUOTED.fullmatch(value)


def _lump(held: list[Line]) -> Lump:
    text = "\n".join(line.text for line in held) + "\n"
    key = _KEY.fullmatch(held[0].text.replace("\t", " ").rstrip())
    alone = not any(line.text.strip() and not line.text.lstrip().startswith("#") for line in held[1:])
    name = key[1].strip().strip("'\"") if key else ""
    return Lump(held[0].start, held[0].start + len(text), text, name, (key[2] or "") if key else "", alone)


def for_parser(lumps: Iterable[Lump], start: int, end: int) -> str:
    """The text between two offsets with everything but these entries blanked; as long as the original."""
    copy: list[str] = []
    for lump in lumps:
        gap = lump.start - start
        copy.append("\n".rjust(gap) if gap else "")
        copy.append(_kept(lump))
        start = lump.end
    return "".join(copy)[:end]


def _kept(lump: Lump) -> str:
    """The entry with each `#` that belongs to the text masked, for YAML would cut the text there."""
    text = lump.text.replace("\t", " ")
    if "#" not in text:
        return text
    return "\n".join(_masked(line, lump, first=place == 0) for place, line in enumerate(text.split("\n")))


def _masked(line: str, lump: Lump, *, first: bool) -> str:
    if first and lump.alone and lump.value[:1] in ("[", "{"):
        head = line.index(lump.value)
        tail = head + closing_bracket(lump.value)
        return line[:head] + _HASH.sub(HASH, line[head:tail]) + line[tail:]
    plain = _PLAIN.match(line)
    if not plain or (plain[2].startswith("#") and (not plain[1].strip() or (first and not lump.alone))):
        return line  # nothing to mask, or a comment on a line of its own
    return plain[1] + _HASH.sub(HASH, plain[2])


def _fault(lump: Lump, canonical: Canonical) -> Problem | None:
    return _tab(lump) or _deep(lump) or (_value(lump, canonical) if lump.key else _keyless(lump, canonical))


def _tab(lump: Lump) -> Problem | None:
    if "\t" not in lump.text:
        return None
    wrong = next((line for line in lines(lump.text) if _TAB.match(line.text)), None)
    if wrong is None:
        return None
    content = wrong.text.lstrip()
    span = Span(lump.start + wrong.start, lump.start + wrong.start + len(wrong.text) - len(content))
    return error("F021", span, fix="  " + content if content.startswith("-") else content)


def _deep(lump: Lump) -> Problem | None:
    """Count brackets and indents before the parser: 30,000 `[` in a row end a process that composes nodes in C."""
    opened = 0
    if lump.text.count("[") + lump.text.count("{") > DEEPEST:
        for place, letter in enumerate(lump.text):
            opened += (letter in "[{") - (letter in "]}")
            if opened > DEEPEST:
                return error("F020", Span(lump.start + place, lump.start + place + 1), limit=DEEPEST)
    return None if lump.alone and lump.key else _steep(lump)


def _steep(lump: Lump) -> Problem | None:
    columns: list[int] = []
    for line in lines(lump.text.replace("\t", " ")):
        if not line.text.strip():
            continue
        for column in _columns(line.text):
            while columns and columns[-1] >= column:
                columns.pop()
            columns.append(column)
        if len(columns) > DEEPEST:
            return error("F020", Span(lump.start + line.start, lump.start + line.next - 1), limit=DEEPEST)
    return None


def _columns(line: str) -> Iterator[int]:
    indicators = _INDICATORS.match(line)
    head = indicators[0] if indicators else ""
    yield from (place for place, letter in enumerate(head) if letter != " ")
    yield len(head)


def _keyless(lump: Lump, canonical: Canonical) -> Problem | None:
    """A line at the margin that YAML cannot read as `key: value`."""
    line = lump.line.rstrip()
    if not line or _FOLLOWER.match(line) or line[0] in "[{'\"":
        return None
    wide = _wide_colon(lump, line)
    if wide:
        return wide
    for separator in (":", "=", " "):
        before, found, after = line.partition(separator)
        if found and canonical(before.strip()):
            code = "F023" if separator == ":" else "F024"
            return error(code, lump.span, fix=written(before.strip(), after.strip(" =")))
    return error("F025", lump.span)


def _wide_colon(lump: Lump, before: str) -> Problem | None:
    name, found, _ = before.partition("：")
    if not found or len(name) > _LONGEST_KEY:
        return None
    rest = lump.line.rstrip()[len(name) + 1 :].strip()
    at = lump.start + len(name)
    return error("F022", Span(at, at + 1), fix=written(name.strip(), rest))


def _value(lump: Lump, canonical: Canonical) -> Problem | None:
    """What is wrong with an entry as its key's line shows it; entries of several lines are left to the parser."""
    if lump.key == "<<":
        return error("F026", lump.span)
    wide = _wide_colon(lump, lump.key)
    if wide:
        return wide
    name, found, rest = lump.line.partition(":")
    if found and name.strip() != lump.key and canonical(name.strip()):
        return error("F023", lump.span, fix=written(name.strip(), rest.strip()))
    code = _value_code(lump.value, alone=lump.alone)
    if not code:
        return None
    at = lump.start + lump.line.replace("\t", " ").rindex(lump.value)
    return error(code, Span(at, at + len(lump.value)), fix=_mended(lump.key, lump.value, code), start=lump.value[0])


def _value_code(value: str, *, alone: bool) -> str:
    """The code of the mistake that makes YAML misread this value, "" for none."""
    if not value:
        return ""
    if value[0] in "'\"":
        return "F032" if alone and not _QUOTED.fullmatch(value) else ""
    if value[0] in "[{":
        return _bracket_code(value) if alone else ""
    if value[0] in "|>":
        return "" if _BLOCK_HEADER.fullmatch(value) else "F031"
    if _MARKUP.match(value):
        return "F031"
    return "F030" if _COLON.search(value) and not value.startswith("#") else ""


def _bracket_code(value: str) -> str:
    end = closing_bracket(value)
    if end < 0:
        return "F033"
    tail = value[end + 1 :]
    return "F034" if tail.strip() and not re.match(r"\s+#", tail) else ""


def closing_bracket(value: str) -> int:
    """Where the bracket that opens a value is closed, quoted text left out of account; -1 where it is not."""
    opened = 0
    quote = ""
    before = ""  # the last letter that is no space: quotes count at the beginning of a word only
    for place, letter in enumerate(value):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"" and before in "[{,:":
            quote = letter
        elif letter in "[{]}":
            opened += 1 if letter in "[{" else -1
            if not opened:
                return place
        before = letter if letter != " " else before
    return -1


def _mended(key: str, value: str, code: str) -> str:
    if code == "F032" and value.count(value[0]) == 1 and "\\" not in value:
        return f"{key}: {value}{value[0]}"
    words = value[1:].split(",")
    if code == "F033" and value[0] == "[" and len(words) > 1 and all(_WORD.fullmatch(word.strip()) for word in words):
        return f"{key}: {value}]"
    return f"{key}: {quoted(value)}"


def written(key: str, value: str) -> str:
    """The line that gives a key this text, quoted where YAML needs it."""
    return f"{key}: {quoted(value) if _value_code(value, alone=True) else value}".rstrip()


def quoted(value: str) -> str:
    """A text in single quotes, in which YAML reads every letter as itself."""
    return "'" + value.replace("'", "''") + "'"
