"""The tables `[publish.<name>]` of site.toml."""

from __future__ import annotations

import pytest
from stories import SETTINGS

from site_builder.messages import hint, message
from site_builder.problems import Problem
from site_builder.publishing.host import Target
from site_builder.publishing.targets import chosen, read_targets
from site_builder.settings import read_settings

BASE = "https://news.example.go.th/"
MAIN = '[publish.main]\nkind = "folder"\npath = "/srv/www"\n'
CASES = [
    (MAIN.replace("folder", "floppy"), "S005", 11),
    (MAIN.replace("path", "paht"), "S003", 12),
    (MAIN.replace("path", "paht"), "S004", 10),
    ('[publish.main]\npath = "x"\n', "S004", 10),
    (MAIN.replace("main", '"ของเรา"'), "N004", 10),
    (MAIN + 'url = "news.example.go.th"\n', "N005", 13),
    (MAIN + 'password = "geheim"\n', "N006", 13),
    ('[publish]\nkind = "folder"\n', "S002", 11),
]


def test_a_target_is_read_with_the_keys_of_its_kind() -> None:
    """Its address is the site's own unless it says another, and always ends with a slash."""
    targets, problems = read_targets(
        SETTINGS + MAIN + MAIN.replace("main", "test") + 'url = "http://x.example/y"\n', BASE
    )
    assert () == problems
    assert [("main", "folder", BASE), ("test", "folder", "http://x.example/y/")] == [
        (one.name, one.kind, one.url) for one in targets
    ]
    assert "/srv/www" == targets[0].row.text("path")


def test_a_build_minds_no_targets() -> None:
    """They are no part of the pages: settings are read as if they were not there."""
    assert read_settings(SETTINGS, "", "") == read_settings(SETTINGS + MAIN.replace("path", "paht"), "", "")


@pytest.mark.parametrize(("text", "code", "line"), CASES)
def test_a_mistake_is_told_with_its_line(text: str, code: str, line: int) -> None:
    """And the target that has it cannot be chosen, while the others can."""
    targets, problems = read_targets(SETTINGS + text + MAIN.replace("main", "test"), BASE)
    assert (code, line) in [(one.code, one.position.line) for one in problems if one.position]
    assert ["test"] == [one.name for one in targets]
    assert all(message(one, "th") and hint(one, "th") is not None for one in problems)


@pytest.mark.parametrize(
    ("names", "asked", "found"),
    [
        ("", "", "N001"),
        ("main", "", "main"),
        ("main test", "", "N002"),
        ("main test", "test", "test"),
        ("main test", "tset", "N003"),
    ],
)
def test_a_target_is_chosen_by_its_name(names: str, asked: str, found: str) -> None:
    """The only one need not be named; of several one must."""
    text = "".join(MAIN.replace("main", name) for name in names.split())
    choice = chosen(read_targets(SETTINGS + text, BASE)[0], asked)
    assert found == (choice.name if isinstance(choice, Target) else choice.code if isinstance(choice, Problem) else "")
