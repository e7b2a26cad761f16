"""Where a password comes from."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from publishing.test_targets import BASE, MAIN
from stories import SETTINGS

from site_builder.publishing.secrets import password, variable
from site_builder.publishing.targets import read_targets


class _Locked(Exception):  # noqa: N818 — stands for the keyring's own
    """A keyring that cannot be opened."""


def keyring(monkeypatch: pytest.MonkeyPatch, held: dict[tuple[str, str], str] | None) -> None:
    """Let the system's keyring hold this; None for one that is locked."""
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")

    def get_password(service: str, user: str) -> str | None:
        if held is None:
            raise _Locked
        return held.get((service, user))

    vars(module)["get_password"] = get_password
    vars(errors)["KeyringError"] = _Locked
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)


@pytest.mark.parametrize(
    ("environment", "held", "expected"),
    [
        ("from outside", {("site-builder:main", ""): "from the keyring"}, "from outside"),
        ("", {("site-builder:main", ""): "from the keyring"}, "from the keyring"),
        ("", {}, "typed for main"),
        ("", None, "typed for main"),
    ],
)
def test_a_password_comes_from_outside_the_site(
    monkeypatch: pytest.MonkeyPatch, environment: str, held: dict[tuple[str, str], str] | None, expected: str
) -> None:
    """From the environment, else the keyring, else somebody who is asked once, and only when it is needed."""
    keyring(monkeypatch, held)
    (target,), _ = read_targets(SETTINGS + MAIN, BASE)
    asked: list[str] = []

    def prompt(name: str, _user: str) -> str:
        asked.append(name)
        return f"typed for {name}"

    found = password(target, prompt, {"SITE_BUILDER_MAIN_PASSWORD": environment})
    assert [] == asked
    assert [expected, expected] == [found(), found()]
    assert (["main"] if expected.startswith("typed") else []) == asked


def test_a_targets_variable_is_its_name() -> None:
    """In capitals, with what no variable may have as "_"."""
    assert "SITE_BUILDER_MAIN_SITE_2_PASSWORD" == variable("main-site_2")
