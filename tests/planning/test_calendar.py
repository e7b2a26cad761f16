"""The calendar of events, on pages and in files; the package icalendar judges the files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from stories import SETTINGS, built, codes, item, page, stands

from site_builder.details import Happening
from site_builder.machine_views import EventsView
from site_builder.rendering.calendars import ics
from site_builder.thai.dates import When

PHUKET = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต")

pytestmark = pytest.mark.usefixtures("quick")


def _news(name: str, *lines: str, title: str = "ข่าวเชิญ", body: str = "เนื้อข่าว", date: str = "2565-01-10") -> str:
    return f"-- content/news/{name}.md --\n{item(title, date, *lines, body=body)}\n"


SITE = "".join(
    [
        f"-- content/site.toml --\n{PHUKET}\n",
        _news("a", "event: {date: 2565-03-03, time: 08.30-12.00 น., place: ศาลากลาง}", title="อบรม; ผู้นำ, ชุมชน"),
        _news("b", "event: {date: 3-5 มีนาคม 2565}", "district: ถลาง"),
        _news("c", "event: {date: 2564-12-31, time: 23.00 น.}", "location: หาดป่าตอง อำเภอกะทู้"),
        _news("d"),
    ]
)


def _events(site: Path, url: str) -> list[dict[str, object]]:
    calendar = Calendar.from_ical((site / f"output{url}").read_bytes())
    assert [] == [one for event in calendar.walk("VEVENT") for one in event.errors]
    return [
        {
            "name": str(event["SUMMARY"]),
            "start": event.decoded("DTSTART"),
            "end": event.decoded("DTEND", None),
            "place": str(event.get("LOCATION", "")),
            "url": str(event["URL"]),
        }
        for event in calendar.walk("VEVENT")
    ]


def test_events_stand_by_month_and_year(site: Path) -> None:
    """The root shows the newest, latest first; a year's page its own in their order; other news is in none."""
    assert [] == codes(built(site, SITE))
    root, year = page(site, "/calendar/"), page(site, "/calendar/2565/")
    assert root.index("มีนาคม 2565") < root.index("ธันวาคม 2564")
    assert year.index("3–5 มีนาคม 2565") < year.index("เวลา 08.30")
    assert "ธันวาคม 2564" not in year
    assert 3 == root.count("<h3>")
    assert 'href="../calendar/2564/"' in root


def test_a_phone_can_subscribe(site: Path) -> None:
    """One file has all events: hours in UTC, days as days with the first day after them, places and whole addresses."""
    built(site, SITE)
    base = "https://news.example.go.th/news/2565/01"
    utc = dt.UTC
    assert [
        {
            "name": "ข่าวเชิญ",
            "start": dt.datetime(2021, 12, 31, 16, 0, tzinfo=utc),
            "end": None,
            "place": "หาดป่าตอง อำเภอกะทู้",
            "url": f"{base}/c/",
        },
        {"name": "ข่าวเชิญ", "start": dt.date(2022, 3, 3), "end": dt.date(2022, 3, 6), "place": "", "url": f"{base}/b/"},
        {
            "name": "อบรม; ผู้นำ, ชุมชน",
            "start": dt.datetime(2022, 3, 3, 1, 30, tzinfo=utc),
            "end": dt.datetime(2022, 3, 3, 5, 0, tzinfo=utc),
            "place": "ศาลากลาง",
            "url": f"{base}/a/",
        },
    ] == _events(site, "/calendar/events.ics")


def test_an_item_offers_its_event(site: Path) -> None:
    """Beside an item with an event lies a file with that event alone; beside another lies none."""
    built(site, SITE)
    assert 'href="../../../../news/2565/01/a/event.ics"' in page(site, "/news/2565/01/a/")
    assert ["อบรม; ผู้นำ, ชุมชน"] == [one["name"] for one in _events(site, "/news/2565/01/a/event.ics")]
    assert not stands(site, "/news/2565/01/d/event.ics")


def test_an_edited_body_touches_no_calendar(site: Path) -> None:
    """A further paragraph renders one page; another first one no calendar; another hour those that show it."""
    built(site, SITE)
    line = "event: {date: 2565-03-03, time: 08.30-12.00 น., place: ศาลากลาง}"
    outcome = built(site, _news("a", line, title="อบรม; ผู้นำ, ชุมชน", body="เนื้อข่าว\n\nย่อหน้าใหม่"))
    assert ["/news/2565/01/a/"] == [one.url for one in outcome.reasons]
    outcome = built(site, _news("a", line, title="อบรม; ผู้นำ, ชุมชน", body="ย่อหน้าแรกใหม่"))
    assert [] == [one.url for one in outcome.reasons if "calendar" in one.url or one.url.endswith(".ics")]
    outcome = built(site, _news("a", line.replace("08.30", "09.00"), title="อบรม; ผู้นำ, ชุมชน", body="ย่อหน้าแรกใหม่"))
    assert {
        "/calendar/",
        "/calendar/2565/",
        "/calendar/events.ics",
        "/news/2565/01/a/event.ics",
        "/news/2565/01/a/",
    } == {one.url for one in outcome.reasons}


def test_a_site_without_events_says_so(site: Path) -> None:
    """The calendar has its page, so that a menu may lead there, and its file."""
    built(site, f"-- content/site.toml --\n{PHUKET}\n")
    assert "ยังไม่มีกำหนดการ" in page(site, "/calendar/")
    assert [] == _events(site, "/calendar/events.ics")


@given(st.text(), st.text(), st.dates(), st.times())
def test_no_text_breaks_the_file(title: str, place: str, day: dt.date, time: dt.time) -> None:
    """Whatever a title holds, lines are at most 75 bytes, and a reader gets the title's letters back."""
    when = When(max(day, dt.date(1900, 1, 2)), time=time.replace(microsecond=0, tzinfo=None))
    one = Happening("/news/x/", title, when, place, (), dt.date(2022, 3, 3))
    data = ics(EventsView("ก", (one,)), lambda url: f"https://x.go.th{url}")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    kept = "".join(letter for letter in title if letter.isprintable() or letter == "\n")
    assert kept == str(event["SUMMARY"])
