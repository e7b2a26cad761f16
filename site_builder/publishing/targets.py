"""The tables `[publish.<name>]` of site.toml to targets, checked by the keys of each one's kind; opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from site_builder.problems import Problem, error, is_error, located
from site_builder.publishing.host import Target
from site_builder.publishing.hosts import kind_of, kinds
from site_builder.reading.tables import Key, Row, read_below
from site_builder.thai.text import nearest, newlines, normalise

PATH = "content/site.toml"
_SECRETS = frozenset({"password", "secret", "secret_key", "token", "passphrase", "access_key"})


def read_targets(text: str, base_url: str) -> tuple[tuple[Target, ...], tuple[Problem, ...]]:
    """All targets of a site.toml that is sound otherwise; a target with an error is not among them."""
    text = normalise(newlines(text)).text
    found: list[Target] = []
    problems: list[Problem] = []
    for name, row, mistakes in read_below(text, "publish", _keys_of):
        faults = (*(one for one in mistakes if not _is_secret(one)), *_faults(name, row))
        problems += faults
        if not any(map(is_error, faults)):
            url = (row.text("url") or base_url).rstrip("/") + "/"
            found.append(Target(name, row.text("kind"), url, row))
    return tuple(found), tuple(located(problem, PATH, text) for problem in problems)


def chosen(targets: tuple[Target, ...], name: str) -> Target | Problem:
    """The target of that name, or the only one where none is named."""
    names = [target.name for target in targets]
    if not targets:
        return error("N001", fix='[publish.main]\nkind = "folder"\npath = "…"')
    if not name:
        return targets[0] if len(targets) == 1 else error("N002", names=", ".join(names))
    near = ", ".join(nearest(name, names) or names)
    return next((target for target in targets if target.name == name), error("N003", name=name, nearest=near))


def _keys_of(values: Mapping[str, object]) -> Mapping[str, Key]:
    """What a table may hold, by its kind; of an unknown kind everything, since it is the kind that is wrong."""
    common = {"kind": Key(required=True, choices=kinds()), "url": Key()}
    kind = values.get("kind")
    return {**common, **kind_of(kind).keys} if kind in kinds() else {**{key: Key() for key in values}, **common}


def _is_secret(problem: Problem) -> bool:
    return problem.code == "S003" and dict(problem.arguments)["key"] in _SECRETS


def _faults(name: str, row: Row) -> Iterator[Problem]:
    problem = partial(error, span=row.span(""))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}", name):
        yield problem("N004", name=name, fix="[publish.main]")
    url = row.text("url")
    if url and not re.fullmatch(r"https?://[^\s/?#\[\]@]+(?:/[^\s?#]*)?", url):
        yield error("N005", row.span("url"), url=url, fix='url = "https://example.go.th/"')
    for key in sorted(_SECRETS & row.spans.keys()):
        yield error("N006", row.span(key), key=key, name=name)
    if row.text("kind") in kinds():
        yield from kind_of(row.text("kind")).check(row)
