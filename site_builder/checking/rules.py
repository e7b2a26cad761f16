"""What an editor should look at although the site builds: one function a rule, in a list; pure, values in and out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from site_builder.problems import Problem, Span, located, warning
from site_builder.settings import Settings, at
from site_builder.thai.places import Gazetteer

SITE = "content/site.toml"
_BLANK = re.compile(
    r"(?P<village>หมู่(?:ที่)?|ม\.)[ \t]+(?=ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\.)"
    r"|(?P<subdistrict>ตำบล|ต\.)[ \t]+(?=อำเภอ|อ\.|จังหวัด|จ\.)"
    r"|(?P<district>อำเภอ|อ\.)[ \t]+(?=จังหวัด|จ\.)"
)
_TO_FILL_IN = re.compile("【[^】\n]*】?")
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.)[ \t]*(\S+)")

Source = tuple[str, str]  # path, normalised text
Rule = Callable[[str, Gazetteer], Iterator[Problem]]


def blank_places(text: str, gazetteer: Gazetteer) -> Iterator[Problem]:
    """The number or the name was never filled in: หมู่ที่ ตำบล อำเภอแคนดง."""
    for found in _BLANK.finditer(text):
        word = found[0].strip()
        following = _DISTRICT.search(text, found.end(), found.end() + 60)
        district = gazetteer.district_by_name.get(following[1]) if following else None
        names = [one.name for one in gazetteer.subdistricts if district and one.district_code == district.code]
        span = Span(found.start(), found.start() + len(word))
        if found["subdistrict"] and names:
            yield warning("C002", span, word=word, district=following[1] if following else "", names=", ".join(names))
        else:
            yield warning("C001", span, word=word)


def unfinished(text: str, _: Gazetteer) -> Iterator[Problem]:
    """【…】 stands where a new site's pages wait for the office's own words."""
    for found in _TO_FILL_IN.finditer(text):
        yield warning("C003", Span(found.start(), found.end()), what=found[0].strip("【】"))


TEXT_RULES: Sequence[Rule] = (blank_places, unfinished)


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


def over_text(source: Source, gazetteer: Gazetteer) -> Iterator[Problem]:
    """All rules over one source's text."""
    path, text = source
    for rule in TEXT_RULES:
        for problem in rule(text, gazetteer):
            yield located(problem, path, text)


def over_site(settings: Settings) -> Iterator[Problem]:
    """All rules over the settings."""
    for rule in SITE_RULES:
        yield from rule(settings)
