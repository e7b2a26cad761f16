"""Values of front matter as they are written, so that our reader takes them without a word; looks at no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from site_builder.reading.lines import quoted

_NOTHING = frozenset({"null", "~"})  # words by which YAML says that nothing is there
_PLAIN = re.compile(r"[\w฀-๿][^:#{}\[\]&*!|>'\"%@`\\\t]*")
_WORD = re.compile(r"[\w฀-๿][\w฀-๿. ()-]*[\w฀-๿.)]|[\w฀-๿]")


def scalar(value: str) -> str:
    """A text behind its key's colon, quoted wherever a sign in it could be YAML's, or one that our reader warns of."""
    plain = _PLAIN.fullmatch(value) and value == value.strip() and value.lower() not in _NOTHING
    return value if plain else quoted(value) if value else ""


def line(key: str, value: str) -> str:
    """The key's whole line."""
    return f"{key}: {scalar(value)}".rstrip()


def row(values: Iterable[str]) -> str:
    """A list in one line; a word that YAML would take apart is quoted."""
    return f"[{', '.join(word(value) for value in values)}]"


def word(value: str) -> str:
    """A word of a list, in brackets or behind a dash."""
    return value if _WORD.fullmatch(value) and value.lower() not in _NOTHING else quoted(value)


def table(values: Mapping[str, str]) -> str:
    """Keys inside a key, in one line."""
    return "{" + ", ".join(f"{key}: {word(value)}" for key, value in values.items()) + "}"
