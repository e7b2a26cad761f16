"""The flags that several commands share; their help is a code of the catalogue, see wording.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click


def _given_before() -> str:
    """The language given before the command's name, where it is not given behind it."""
    return str(click.get_current_context().find_root().params.get("lang", "th"))


languages = click.Choice(["th", "en"])
language = click.option("--lang", type=languages, default=_given_before, help="H012")
site = click.option("--site", type=click.Path(path_type=Path), default=Path(), help="H010", metavar="DIR")
output = click.option("--output", type=click.Path(path_type=Path), default=None, help="H011", metavar="DIR")
json = click.option("--json", "json_only", is_flag=True, help="H013")
quiet = click.option("--quiet", is_flag=True, help="H014")
now = click.option("--now", default=None, help="H015", metavar="ISO")
help_ = click.help_option("--help", help="H019")
today = click.option("--today", default=None, help="H016", metavar="DATE")


def options(*chosen: Callable[[Callable[..., None]], Callable[..., None]]) -> Callable[..., Callable[..., None]]:
    """The flags that several commands share, in the order of their help."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(chosen):
            command = option(command)
        return command

    return decorate
