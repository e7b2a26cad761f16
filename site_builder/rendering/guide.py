"""The theme author's reference, written from what the views say of themselves: their docstrings and comments; pure."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

PAGES = {
    "home.html": "HomeView",
    "item.html": "ItemView",
    "list.html": "ListView",
    "index.html": "IndexView",
    "calendar.html": "CalendarView",
    "standing.html": "StandingView",
    "not-found.html": "NotFoundView",
    "redirect.html": "RedirectView",
}  # template → the type of its `view`


class _Type(Struct, frozen=True):
    name: str
    says: str
    fields: tuple[tuple[str, str, str], ...]  # name, type, what is said of it


def guide(introduction: str, sources: Iterable[str]) -> str:
    """The guide as Markdown: its introduction, and what the modules say that hold the values, from their texts."""
    types = {one.name: one for text in sources for one in _types(text)}
    parts = [introduction]
    parts += [_section(f"`{template}`: {name}", types[name]) for template, name in PAGES.items()]
    parts.append("## Values\n")
    parts += [_section(name, types[name], level=3) for name in sorted(_reached(types))]
    return "\n".join(parts)


def _section(title: str, one: _Type, level: int = 2) -> str:
    rows = "".join(f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` | {says} |\n" for name, kind, says in one.fields)
    return f"{'#' * level} {title}\n\n{one.says}\n\n| field | type | |\n|---|---|---|\n{rows}"


def _reached(types: Mapping[str, _Type]) -> set[str]:
    """The types that the views hold, and those that these hold."""
    found: set[str] = set()
    waiting = ["SiteInfo", *PAGES.values()]
    while waiting:
        kinds = " ".join(kind for _, kind, _ in types[waiting.pop()].fields)
        new = {name for name in types if name in kinds.replace("[", " ").replace("]", " ").replace(",", " ").split()}
        waiting += new - found
        found |= new
    return (found | {"SiteInfo"}) - set(PAGES.values())


def _types(text: str) -> Iterator[_Type]:
    lines = text.split("\n")
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and (says := ast.get_docstring(node)):
            fields = tuple(_field(one, lines) for one in node.body if isinstance(one, ast.AnnAssign))
            yield _Type(node.name, says, fields)


def _field(node: ast.AnnAssign, lines: list[str]) -> tuple[str, str, str]:
    """A field with the comment behind it, or on the lines right above."""
    line = lines[(node.end_lineno or node.lineno) - 1]
    behind = line[node.end_col_offset :].partition("#")[2] if line.isascii() else line.partition("  # ")[2]
    above: list[str] = []
    at = node.lineno - 2
    while lines[at].strip().startswith("#"):
        above.insert(0, lines[at].strip().lstrip("# "))
        at -= 1
    return ast.unparse(node.target), ast.unparse(node.annotation), behind.strip() or " ".join(above)
