"""What the preview adds to a page, in one piece that can be told from it: a ribbon, and the script that reloads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from site_builder.messages import hint, message, sentence
from site_builder.model import Held
from site_builder.problems import Problem, is_error
from site_builder.texts import moment

BEGIN, END = b"<!--site-builder preview-->", b"<!--/site-builder preview-->"
_WHY = {"draft": "V010", "scheduled": "V011", "expired": "V012", "error": "V013"}
_WORDS = {"errors": "V001", "close": "V002", "all": "V003", "hint": "R004", "lost": "V004"}
_MOST = 50  # errors that a tab is shown; the rest stand on /_site/


def marked(data: bytes, ribbon: str, facts: dict[str, object], language: str) -> bytes:
    """The page with ribbon and script at its end; `facts` are what the script must know of this page."""
    words = {name: sentence(code, language) for name, code in _WORDS.items()}
    told = {**facts, "words": words}
    attributes = "".join(
        f' data-{name}="{escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}"'
        for name, value in told.items()
    )
    style = '<link rel="stylesheet" href="/_site/ribbon.css">' if ribbon else ""
    added = f'{style}{ribbon}<script src="/_site/preview.js"{attributes}></script>'
    place = data.rfind(b"</body>")
    cut = len(data) if place < 0 else place
    return b"".join([data[:cut], BEGIN, added.encode(), END, data[cut:]])


def ribbon(held: Held | None, language: str) -> str:
    """The words that lie over a page which a published build would not have; "" for all others."""
    if held is None:
        return ""
    name, _, rest = sentence(_WHY[held.why], language, until=moment(held, language)).partition(": ")
    place = f'<a href="/_site/">{escape(held.path)}</a>'
    marks = f'class="site-preview-ribbon" lang="{language}" data-why="{held.why}"'
    return f"<aside {marks}><b>{escape(name)}</b>{escape(rest[:1].upper() + rest[1:])} {place}</aside>"


def errors(problems: Iterable[Problem], language: str) -> list[dict[str, object]]:
    """The errors as the script shows them."""
    found = dict.fromkeys(problem for problem in problems if is_error(problem))
    return [_data(problem, language) for problem in [*found][:_MOST]]


def _data(problem: Problem, language: str) -> dict[str, object]:
    position = problem.position
    quote: tuple[str, ...] = ()
    if position and position.quote:
        start, end = position.column - 1, position.column - 1 + position.length
        quote = (position.quote[:start], position.quote[start:end] or " ", position.quote[end:])
    return {
        "code": problem.code,
        "path": problem.path,
        "line": position.line if position else 0,
        "column": position.column if position else 0,
        "message": message(problem, language),
        "quote": quote,
        "hint": hint(problem, language),
        "fix": problem.fix,
    }
