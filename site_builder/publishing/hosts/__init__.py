"""The kinds of hosts: each module here is one, by its name; nothing else lists them."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from site_builder.publishing.host import Kind


def kinds() -> tuple[str, ...]:
    """The names that `kind` takes in site.toml, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def kind_of(name: str) -> Kind:
    """A kind by its name, one of `kinds()`."""
    kind = import_module(f"{__name__}.{name}").KIND
    if not isinstance(kind, Kind):
        raise TypeError(name)
    return kind
