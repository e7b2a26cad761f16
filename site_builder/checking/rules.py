"""What should be mended in the settings although the site builds: one function a rule; pure, values in and out."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from site_builder.pictures import Negative
from site_builder.problems import Problem, located, warning
from site_builder.settings import Settings, at

SITE = "content/site.toml"


def missing_contact(settings: Settings) -> Iterator[Problem]:
    """The standard for government sites asks for address, telephone, e-mail and office hours on every page."""
    contact = settings.contact
    asked = {
        "address": contact.address,
        "phone": contact.phone,
        "email": contact.email,
        "hours": contact.hours,
    }
    for key, value in asked.items():
        if not value:
            yield at(settings, warning("C004", key=key, fix=f'{key} = "…"'), SITE, f"contact.{key}")


def foreign_host(settings: Settings) -> Iterator[Problem]:
    """A government office's site stands under .go.th."""
    host = urlsplit(settings.base_url).hostname or ""
    if not host.endswith(".go.th"):
        yield at(settings, warning("C005", host=host), SITE, "base_url")


SITE_RULES: Sequence[Callable[[Settings], Iterator[Problem]]] = (missing_contact, foreign_host)


def over_site(settings: Settings) -> Iterator[Problem]:
    """All rules over the settings."""
    for rule in SITE_RULES:
        yield from rule(settings)


def located_pictures(negatives: Mapping[str, Negative]) -> Iterator[Problem]:
    """Pictures (by path) that say where they were taken, once a folder: often it is somebody's home."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path, negative in negatives.items():
        if negative.located:
            folders[posixpath.dirname(path)].append(posixpath.basename(path))
    for folder, names in folders.items():
        yield located(warning("G005", count=len(names), names=", ".join(names[:5])), folder, "")
