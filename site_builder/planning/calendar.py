"""The calendar: the events that news announces, by month and year, and as files for the calendars of phones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from site_builder.details import CalendarMonth, Happening
from site_builder.machine_views import EventsView
from site_builder.planning.assemble import Site, Story
from site_builder.planning.items import HOME, calendar_file
from site_builder.thai.dates import buddhist_year, month_title
from site_builder.views import CalendarView, Crumb, NavLink, Page

ROOT = "/calendar/"
FILE = f"{ROOT}events.ics"
NEWEST = 30  # on the root: about half a year of a busy office
SUBSCRIBED = 200  # in the file that a phone fetches again and again: 60 kB


def calendar_pages(site: Site, title: str) -> Iterator[Page]:
    """The calendar's root, a page for each year, the file for all, and one for each item with an event."""
    found = sorted(_happenings(site.stories), key=_in_order)
    per_year = {year: tuple(group) for year, group in groupby(found, key=lambda one: buddhist_year(one.when.start))}
    years = tuple(NavLink(str(year), f"{ROOT}{year}/") for year in sorted(per_year, reverse=True))
    newest = [*reversed(found)][:NEWEST]
    yield _page("", (HOME, Crumb("", word="calendar")), newest, years)
    for year, happenings in per_year.items():
        steps = (HOME, Crumb(ROOT, word="calendar"), Crumb("", str(year)))
        yield _page(str(year), steps, happenings, years)
    yield Page(FILE, "ics", EventsView(title, tuple(found[-SUBSCRIBED:])))
    for one in found:
        yield Page(calendar_file(one.url), "ics", EventsView("", (one,)))


def _happenings(stories: Iterable[Story]) -> Iterator[Happening]:
    for story in stories:
        card, event = story.card, story.item.event
        if event:
            yield Happening(
                url=card.url,
                title=card.title,
                when=event.when,
                place=event.place or card.location,
                districts=tuple(district.label for district in card.districts),
                told=card.updated or card.when.start,
            )


def _in_order(one: Happening) -> tuple[dt.date, dt.time, str]:
    return one.when.start, one.when.time or dt.time.min, one.url


def _page(year: str, crumbs: tuple[Crumb, ...], found: Sequence[Happening], years: tuple[NavLink, ...]) -> Page:
    months = tuple(
        CalendarMonth(month_title(*month), tuple(happenings)) for month, happenings in groupby(found, key=_month)
    )
    return Page(f"{ROOT}{year}/" if year else ROOT, "calendar.html", CalendarView(year, crumbs, months, years, FILE))


def _month(one: Happening) -> tuple[int, int]:
    return buddhist_year(one.when.start), one.when.start.month
