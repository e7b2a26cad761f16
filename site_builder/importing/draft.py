"""The values of an import: what a foreign text says, where it says it, and what only the editor can know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from msgspec import Struct

from site_builder.problems import Problem, Span

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Told(Generic[T_co]):
    """A value that the text tells, and where; without a span the file said it beside the text, or it was derived."""

    value: T_co
    span: Span | None = None


class Removal(Struct, frozen=True):
    """A piece of the text that is neither in the body nor the title, and why: a code of the messages."""

    span: Span
    why: str
    text: str


class Given(Struct, frozen=True):
    """What a file says beside its text: a blog's export and a feed know more than a pasted release."""

    title: str = ""
    posted: dt.date | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    author: str = ""
    aliases: tuple[str, ...] = ()  # former paths
    visits: int | None = None
    pictures: tuple[str, ...] = ()  # former addresses of pictures and files, as far as they are known
    draft: bool = False
    address: str = ""  # where the text stood


NOTHING_GIVEN = Given()


class Foreign(Struct, frozen=True):
    """One text out of a file, with plain lines, and what the file says beside it."""

    text: str
    given: Given = NOTHING_GIVEN
    removed: tuple[str, ...] = ()  # pieces of the page around the text: menus, buttons


class Draft(Struct, frozen=True):
    """A foreign text read: each field is None where the text does not say it, or does not say it clearly."""

    text: str  # normalised; all spans count in it
    title: Told[str] | None = None
    date: Told[dt.date] | None = None
    end_date: Told[dt.date] | None = None
    time: Told[dt.time] | None = None
    province: Told[str] | None = None
    districts: tuple[Told[str], ...] = ()  # without อำเภอ: "เมืองบุรีรัมย์"; the first is the event's
    subdistrict: Told[str] | None = None
    village: Told[str] | None = None
    location: Told[str] | None = None
    address: str = ""  # the location with the parts that its district is known by
    author_unit: Told[str] | None = None
    credit: Told[str] | None = None
    visits: Told[int] | None = None
    visits_today: int | None = None
    fiscal_year: Told[int] | None = None
    posted: Told[dt.date] | None = None
    tags: tuple[str, ...] = ()
    body: str = ""
    removals: tuple[Removal, ...] = ()
    questions: tuple[Problem, ...] = ()
    given: Given = NOTHING_GIVEN
    working_title: str = ""  # what the item is called until the editor gives it a headline
