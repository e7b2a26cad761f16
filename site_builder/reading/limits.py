"""Cheap counters before conversion: refuses bodies on which Markdown takes more than linear time, and names the line.

Python-Markdown leaves such input to its users. Each counter stands for one thing that its code scans again and again,
and each limit lies where that costs about half a second, far above what any release holds. Nothing is converted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from site_builder.problems import Problem, Span, error
from site_builder.reading.office_blocks import LONGEST
from site_builder.reading.sanitise import words

SIZE = 16_000_000  # characters of a body
LINE = 300_000_000  # characters × signs of markup, of a line longer than a paragraph may be: each match copies the line
BRACKETS = 500_000  # characters from each "[" or "](" to what closes it, summed: six patterns scan each of them
TAGS = 5_000_000  # characters from each "<" of a tag to the next ">", summed
DECLARATIONS = 20  # "<![", "<!DOCTYPE", "<?": each without an end is sought to the end of the text
DEPTH = 200  # raw elements open at once: the HTML parser goes through them at each step
TICKS = 10_000_000  # characters from each run of "`" to the end of its paragraph, summed
TABLE = 10_000_000  # "|" × "`" of each line, summed
CELLS = 36_000  # "|" of the body, and what follows the last one of a line
LINES = 25_000  # lines with text; in long texts one in forty characters
RUNS = 10_000  # runs of "*" and "_"; in long texts one in thirty characters
LINKS = 10_000  # "](" and "]["; in long texts one in a hundred characters
NOTES = 500  # "[^" of the body
QUOTES = 20  # ">" at the beginning of a line

_BRACKET = re.compile(r"\[|\]\(|[\]()]|\n[ \t]*\n")
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_DECLARATION = re.compile(r"<!\[|<![A-Za-z]|<\?")
_ELEMENT = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_TICK = re.compile(r"`+|\n[ \t]*\n")
_LINK = re.compile(r"\][\[(]")
_RUN = re.compile(r"\*+|_+")
_CELL = re.compile(r"\||(?<=\|)[^|\n]+$", re.MULTILINE)
_TEXT_LINE = re.compile(r"^[ \t]*[^\s]", re.MULTILINE)
_QUOTE = re.compile(rf"^(?:[^>\n]{{0,8}}>){{{QUOTES + 1}}}", re.MULTILINE)
_MARKUP = "*_`[<&\\{"
# Elements that close themselves, or that the next one of their kind closes.
_FLAT = words("area base br col embed hr img input link meta param source track wbr p li dt dd td th tr option")


def check(text: str, start: int) -> tuple[Problem, ...]:
    """Every limit that `text[start:]` passes, each at the sign where it was passed."""
    if len(text) - start > SIZE:
        return (error("B040", Span(start, start + 1)),)
    signs = {sign for sign in _SIGNS if text.find(sign, start) >= 0}
    found = [(code, counter(text, start)) for code, of, counter in _COUNTERS if not of or not signs.isdisjoint(of)]
    return tuple(error(code, Span(at, at + 1)) for code, at in found if at >= 0)


def _lines(text: str, start: int) -> int:
    """Where a long line is too rich in markup."""
    if len(text) - start <= LONGEST:
        return -1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST and (end - start) * sum(text.count(sign, start, end) for sign in _MARKUP) > LINE:
            return start
        start = end + 1
    return -1


def _reach(text: str, start: int) -> int:
    """How far a pattern may scan: no paragraph is longer than LONGEST and one line."""
    return LONGEST + max(map(len, text[start:].split("\n")))


def _brackets(text: str, start: int) -> int:
    if text.count("[", start) < 2:  # noqa: PLR2004 - one costs one scan
        return -1
    reach, total = _reach(text, start), 0
    opened: list[tuple[int, bool]] = []  # "["
    links: list[tuple[int, bool]] = []  # "(", and whether it is a link's
    for match in _BRACKET.finditer(text, start):
        at, sign = match.start(), match[0]
        closed: list[tuple[int, bool]] = []
        if sign[0] == "\n":
            closed, opened, links = opened + links, [], []
        elif sign == "[":
            opened.append((at, True))
        elif sign[0] == "]" and opened:
            closed.append(opened.pop())
        elif sign == ")" and links:
            closed.append(links.pop())
        if sign == "](" or (sign == "(" and links):
            links.append((at, sign == "]("))
        total += sum(_scanned(text, begin, at, reach) for begin, counts in closed if counts)
        if total > BRACKETS:
            return closed[0][0]
    rest = opened + links
    total += sum(min(len(text) - begin, reach) for begin, counts in rest if counts)
    return rest[0][0] if total > BRACKETS and rest else -1


def _scanned(text: str, begin: int, end: int, reach: int) -> int:
    """What is read from a bracket to the one that closes it; further, where a title's quotation mark is missing."""
    odd = text.startswith("](", begin) and any(text.count(quote, begin, end) % 2 for quote in "\"'")
    return reach if odd else min(end - begin, reach)


def _tags(text: str, start: int) -> int:
    total = 0
    for match in _TAG_START.finditer(text, start):
        end = text.find(">", match.end())
        total += (len(text) if end < 0 else end) - match.start()
        if total > TAGS:
            return match.start()
    return -1


def _declarations(text: str, start: int) -> int:
    return _nth(_DECLARATION, text, start, DECLARATIONS)


def _nth(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int:
    """Where a pattern occurs once more than a limit."""
    for number, match in enumerate(pattern.finditer(text, start)):
        if number >= limit:
            return match.start()
    return -1


def _depth(text: str, start: int) -> int:
    depth = 0
    for match in _ELEMENT.finditer(text, start):
        if match[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > DEPTH:
                return match.start()
    return -1


def _ticks(text: str, start: int) -> int:
    if "`" not in text:
        return -1
    reach, total = _reach(text, start), 0
    runs: list[int] = []
    for match in _TICK.finditer(text + "\n\n", start):
        if match[0][0] == "`":
            runs.append(match.start())
        else:
            total += sum(min(match.start() - run, reach) for run in runs)
            if total > TICKS:
                return runs[0]
            runs = []
    return -1


def _table(text: str, start: int) -> int:
    total = 0
    while "|" in text and (start := text.find("`", start)) >= 0:
        first, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        end = len(text) if end < 0 else end
        total += text.count("|", first, end) * text.count("`", first, end)
        if total > TABLE:
            return first
        start = end
    return -1


def _cells(text: str, start: int) -> int:
    return _nth(_CELL, text, start, CELLS) if text.count("|", start) > CELLS // 2 else -1


def _many_lines(text: str, start: int) -> int:
    limit = max(LINES, (len(text) - start) // 40)
    enough = len(text) - start >= limit and text.count("\n", start) >= limit
    return _nth(_TEXT_LINE, text, start, limit) if enough else -1


def _runs(text: str, start: int) -> int:
    limit = max(RUNS, (len(text) - start) // 30)
    return _nth(_RUN, text, start, limit) if text.count("*", start) + text.count("_", start) > limit else -1


def _links(text: str, start: int) -> int:
    limit = max(LINKS, (len(text) - start) // 100)
    return _nth(_LINK, text, start, limit) if text.count("](", start) + text.count("][", start) > limit else -1


def _notes(text: str, start: int) -> int:
    return _nth(re.compile(r"\[\^"), text, start, NOTES) if text.count("[^", start) > NOTES else -1


def _quotes(text: str, start: int) -> int:
    match = _QUOTE.search(text, start) if text.count(">", start) > QUOTES else None
    return match.start() if match else -1


_COUNTERS: tuple[tuple[str, str, Callable[[str, int], int]], ...] = (
    ("B041", "", _lines),
    ("B042", "[", _brackets),
    ("B043", "<", _tags),
    ("B044", "<", _declarations),
    ("B045", "<", _depth),
    ("B046", "`", _ticks),
    ("B047", "`", _table),
    ("B048", "|", _cells),
    ("B049", "*_", _runs),
    ("B050", "[", _notes),
    ("B051", ">", _quotes),
    ("B052", "", _many_lines),
    ("B053", "]", _links),
)  # the code, the signs of which a body holds one where there is anything to count, the counter
_SIGNS = "".join({sign: None for _, signs, _ in _COUNTERS for sign in signs})
