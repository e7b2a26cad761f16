"""Dates: what an office writes is understood, what cannot be is told with its place, and what we write can be read."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.thai import dates
from site_builder.thai.dates import Fault, Parsed, Times, When

DAY = dt.date(2022, 3, 3)
MORNING = dt.time(8, 30)
EVENING = dt.time(16, 30)

READ = {
    "2565-03-03": When(DAY),
    "2022-03-03": When(DAY),
    "2565/3/3": When(DAY),
    "3/3/2565": When(DAY),
    "03/03/65": When(DAY),
    "03-03-2565": When(DAY),
    "3.3.65": When(DAY),
    "3/3/2022": When(DAY),
    "๓/๓/๒๕๖๕": When(DAY),
    "๒๕๖๕-๐๓-๐๓": When(DAY),
    "3 มีนาคม 2565": When(DAY),
    "3 มีนาคม 2022": When(DAY),
    "๓ มีนาคม ๒๕๖๕": When(DAY),
    "3 มี.ค. 65": When(DAY),
    "3 มี.ค.65": When(DAY),
    "3 มี. ค. 65": When(DAY),
    "3 มีค 65": When(DAY),
    "3มีค.65": When(DAY),
    "3 มีนา 65": When(DAY),
    "24 พค.66": When(dt.date(2023, 5, 24)),
    "3 กรกฏาคม 2565": When(dt.date(2022, 7, 3)),
    "วันที่ 3 มีนาคม 2565": When(DAY),
    "วันที่ 3 เดือน มีนาคม พ.ศ. 2565": When(DAY),
    "3 มี.ค. พ.ศ.2565": When(DAY),
    "3 มีนาคม พศ 2565": When(DAY),
    "3 มีนาคม พุทธศักราช 2565": When(DAY),
    "3 มีนาคม ค.ศ. 2022": When(DAY),
    "3 มีนาคม ปี 2565": When(DAY),
    "วันพฤหัสบดีที่ 3 มีนาคม 2565": When(DAY),
    "วันพฤหัสบดี ที่ 3 มีนาคม 2565": When(DAY),
    "วันพฤหัสที่ 3 มีนาคม 2565": When(DAY),
    "พฤหัสบดี 3 มีนาคม 2565": When(DAY),
    "พฤ. 3 มี.ค. 65": When(DAY),
    "พฤ 3/3/65": When(DAY),
    "3 March 2022": When(DAY),
    "thursday 3 mar 2565": When(DAY),
    "“3 มีนาคม 2565”": When(DAY),
    "'2565-03-03'": When(DAY),
    "(3 มี.ค. 65)": When(DAY),
    "\u00a03\u00a0มีนาคม\u00a02565 ": When(DAY),
    "29 กุมภาพันธ์ 2567": When(dt.date(2024, 2, 29)),
    "3 มีนาคม 2565 08.30 น.": When(DAY, None, MORNING),
    "3 มีนาคม 2565 เวลา 08:30 น.": When(DAY, None, MORNING),
    "3 มีนาคม 2565, 8.30": When(DAY, None, MORNING),
    "วันพฤหัสบดีที่ ๓ มีนาคม ๒๕๖๕ เวลา ๐๘.๓๐ น.": When(DAY, None, MORNING),
    "3/3/65 เวลา 8.30น": When(DAY, None, MORNING),
    "3 มี.ค. 65 เวลา 9 น.": When(DAY, None, dt.time(9)),
    "3 มีนาคม 2565 08.30-16.30 น.": When(DAY, None, MORNING, EVENING),
    "3 มีนาคม 2565 เวลา 08.30 น. – 16.30 น.": When(DAY, None, MORNING, EVENING),
    "3 มีนาคม 2565 เวลา 08.30 ถึง 16.30 นาฬิกา": When(DAY, None, MORNING, EVENING),
    "2022-03-03 08:30-09:30": When(DAY, None, MORNING, dt.time(9, 30)),
    "2565-03-03T08:30:00+07:00": When(DAY, None, MORNING),
    "2565-03-03T08:30": When(DAY, None, MORNING),
    "2022-03-03 08:30": When(DAY, None, MORNING),
    "2022-03-03T08:30:15.25+0700": When(DAY, None, dt.time(8, 30, 15)),
    "2022-03-03T01:30:00Z": When(DAY, None, MORNING),
    "2022-03-03 01:30 +00:00": When(DAY, None, MORNING),
    "2022-03-02T20:30-05:00": When(DAY, None, MORNING),
    "2022-03-02 20:30:00-05:00": When(DAY, None, MORNING),
    "3-4 มีนาคม 2565": When(DAY, dt.date(2022, 3, 4)),
    "วันที่ 3 – 4 มีนาคม 2565": When(DAY, dt.date(2022, 3, 4)),
    "ระหว่างวันที่ 3—4 มีนาคม 2565": When(DAY, dt.date(2022, 3, 4)),
    "3 ถึง 4 มีนาคม 2565": When(DAY, dt.date(2022, 3, 4)),
    "3-4/3/2565": When(DAY, dt.date(2022, 3, 4)),
    "3/3/65-4/3/65": When(DAY, dt.date(2022, 3, 4)),
    "03-03-2565 - 04-03-2565": When(DAY, dt.date(2022, 3, 4)),
    "2565-03-03/2565-03-04": When(DAY, dt.date(2022, 3, 4)),
    "๓ - ๔ มีนาคม ๒๕๖๕": When(DAY, dt.date(2022, 3, 4)),
    "3-3 มีนาคม 2565": When(DAY),
    "28 ก.พ. – 2 มี.ค. 2565": When(dt.date(2022, 2, 28), dt.date(2022, 3, 2)),
    "28/2 - 2/3/2565": When(dt.date(2022, 2, 28), dt.date(2022, 3, 2)),
    "30 ธ.ค. 2565 - 2 ม.ค. 2566": When(dt.date(2022, 12, 30), dt.date(2023, 1, 2)),
    "วันพฤหัสบดีที่ 3 - วันศุกร์ที่ 4 มีนาคม 2565": When(DAY, dt.date(2022, 3, 4)),
    "3-4 มีนาคม 2565 เวลา 08.30-16.30 น.": When(DAY, dt.date(2022, 3, 4), MORNING, EVENING),
    "3 มี.ค. 65 08.30 น. - 4 มี.ค. 65 16.30 น.": When(DAY, dt.date(2022, 3, 4), MORNING, EVENING),
    "2565-03-03T08:30/2565-03-03T16:30": When(DAY, None, MORNING, EVENING),
}


@pytest.mark.parametrize("text", READ)
def test_every_form_of_an_office_is_read(text: str) -> None:
    """Numbers, words, short words, either era, either digits, times, offsets and spans name the day that is meant."""
    assert Parsed(READ[text]) == dates.parse(text)


FAULTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "2568-02-29": (
        "no-such-day",
        "29",
        {"day": "29", "month": "กุมภาพันธ์", "be_year": "2568", "ce_year": "2025", "last_day": "28"},
    ),
    "31 มิ.ย. 65": (
        "no-such-day",
        "31",
        {"day": "31", "month": "มิถุนายน", "be_year": "2565", "ce_year": "2022", "last_day": "30"},
    ),
    "0/3/2565": (
        "no-such-day",
        "0",
        {"day": "0", "month": "มีนาคม", "be_year": "2565", "ce_year": "2022", "last_day": "31"},
    ),
    "3/13/2565": ("no-such-month", "13", {"month": "13"}),
    "วันที่ 3 มีนาคา 2565": ("no-such-month", "มีนาคา", {"month": "มีนาคา"}),
    "3-4 มีนาคน 2565": ("no-such-month", "มีนาคน", {"month": "มีนาคน"}),
    "28 กพพ. - 2 มี.ค. 2565": ("no-such-month", "กพพ.", {"month": "กพพ."}),
    "3 มีนาคม 1899": ("year", "1899", {"year": "1899"}),
    "2350-01-01": ("year", "2350", {"year": "2350"}),
    "3/3/2844": ("year", "2844", {"year": "2844"}),
    "3 มี.ค. 256": ("year", "256", {"year": "256"}),
    "3 มีนาคม พ.ศ. 2022": ("year", "2022", {"year": "2022"}),
    "3 มีนาคม ค.ศ. 2565": ("year", "2565", {"year": "2565"}),
    "3 มีนาคม ค.ศ. 22": ("year", "22", {"year": "22"}),
    "3 มีนาคม 2565 เวลา 25.00 น.": ("no-such-time", "25.00", {"time": "25.00"}),
    "2565-03-03T08:61": ("no-such-time", "08:61", {"time": "08:61"}),
    "3 มี.ค. 65 08.30-24.00 น.": ("no-such-time", "24.00", {"time": "24.00"}),
    "4-3 มีนาคม 2565": ("backwards", "4-3 มีนาคม 2565", {"first": "4 มี.ค. 2565", "last": "3 มี.ค. 2565"}),
    "30 ธ.ค. - 2 ม.ค. 2566": (
        "backwards",
        "30 ธ.ค. - 2 ม.ค. 2566",
        {"first": "30 ธ.ค. 2566", "last": "2 ม.ค. 2566"},
    ),
    "3 มี.ค. 65 16.30-08.30 น.": ("backwards", "16.30-08.30", {"first": "16.30", "last": "08.30"}),
    "": ("unreadable", "", {}),
    "เร็ว ๆ นี้": ("unreadable", "เร็ว ๆ นี้", {}),
    "3 มีนาคม": ("unreadable", "3 มีนาคม", {}),
    "มีนาคม 2565": ("unreadable", "มีนาคม 2565", {}),
    "3 มีนาคม 2565 ณ หอประชุม": ("unreadable", "3 มีนาคม 2565 ณ หอประชุม", {}),
    "3 มีนาคม 2565 - 4": ("unreadable", "3 มีนาคม 2565 - 4", {}),
    "3/3-2565": ("unreadable", "3/3-2565", {}),
    "9" * 200: ("unreadable", "9" * 200, {}),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_date_that_cannot_be_is_refused_with_its_reason_and_its_place(text: str) -> None:
    """No date, one fatal fault, its span on the part that is wrong, its arguments what a message needs."""
    code, part, arguments = FAULTS[text]
    start = text.index(part)
    fault = Fault(code, start, start + len(part), tuple(arguments.items()))
    assert fault.fatal
    assert Parsed(None, (fault,)) == dates.parse(text)


def test_all_faults_of_a_date_come_together() -> None:
    """A month and a year that are both wrong are both told; a year that both ends share is told once."""
    assert ["no-such-month", "year"] == [fault.code for fault in dates.parse("3/13/1899").faults]
    assert ["year"] == [fault.code for fault in dates.parse("3-4 มีนาคม 1899").faults]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("วันศุกร์ที่ 3 มีนาคม 2565", "ศุกร์"),
        ("ศ. 3 มี.ค. 65", "ศ."),
        ("Friday 3 March 2022", "Friday"),
        ("วันพุทธที่ 3 มีนาคม 2565", "พุทธ"),
    ],
)
def test_a_wrong_weekday_costs_no_date(text: str, written: str) -> None:
    """The day stands, and a fault that is not fatal names the weekday that is written and the one that it was."""
    start = text.index(written)
    length = len(written.rstrip("."))
    parsed = dates.parse(text)
    assert When(DAY) == parsed.when
    assert [("weekday", start, False)] == [(fault.code, fault.start, fault.fatal) for fault in parsed.faults]
    assert start + length <= parsed.faults[0].end
    assert {"expected": "พฤหัสบดี", "written": written.rstrip(".")} == {
        key: value.rstrip(".") for key, value in parsed.faults[0].arguments
    }


def test_each_end_of_a_span_has_its_own_weekday() -> None:
    """Only the end that is wrong is told."""
    parsed = dates.parse("วันพฤหัสบดีที่ 3 - วันเสาร์ที่ 4 มีนาคม 2565")
    assert When(DAY, dt.date(2022, 3, 4)) == parsed.when
    assert [(("expected", "ศุกร์"), ("written", "เสาร์"))] == [fault.arguments for fault in parsed.faults]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("08.30 น.", Times(MORNING)),
        ("๐๘.๓๐ น.", Times(MORNING)),
        ("เวลา 8:30", Times(MORNING)),
        ("9 น.", Times(dt.time(9))),
        ("08:30:15", Times(dt.time(8, 30, 15))),
        ("08.30-16.30 น.", Times(MORNING, EVENING)),
        ("“08.30 – 16.30 น.”", Times(MORNING, EVENING)),
        ("24.00 น.", Times(None, None, (Fault("no-such-time", 0, 5, (("time", "24.00"),)),))),
        (
            "16.30-08.30",
            Times(None, None, (Fault("backwards", 0, 11, (("first", "16.30"), ("last", "08.30"))),)),
        ),
        ("เช้า", Times(None, None, (Fault("unreadable", 0, 4),))),
        ("8", Times(None, None, (Fault("unreadable", 0, 1),))),
        ("08:30Z", Times(None, None, (Fault("unreadable", 0, 6),))),
    ],
)
def test_a_time_that_stands_alone(text: str, times: Times) -> None:
    """Times are read with dot or colon, one or two; an offset without a day says nothing and is refused."""
    assert times == dates.parse_time(text)


# --- every day of two centuries ---


class Day(NamedTuple):
    """A day of the test's own calendar."""

    year: int  # C.E.
    month: int
    number: int
    weekday: int  # 0 is Monday


def calendar(last_year: int) -> Iterator[Day]:
    """Count days by the Gregorian rule alone, from 1 January 1857, which was a Thursday."""
    weekday = 3
    for year in range(1857, last_year + 1):
        leap = year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)
        for month, length in enumerate((31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1):
            for number in range(1, length + 1):
                yield Day(year, month, number, weekday)
                weekday = (weekday + 1) % 7


LONG = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()
SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
BARE = "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค".split()
WEEK = "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split()
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

# Two digits of a year mean 25xx, and 1857 to 1899 are no C.E. years that we read: those notations begin later.
NOTATIONS: dict[str, tuple[int, int, Callable[[Day], str]]] = {
    "ISO B.E.": (1857, 2057, lambda d: f"{d.year + 543}-{d.month:02}-{d.number:02}"),
    "ISO C.E.": (1900, 2057, lambda d: f"{d.year}-{d.month:02}-{d.number:02}"),
    "slashes": (1857, 2057, lambda d: f"{d.number}/{d.month}/{d.year + 543}"),
    "slashes, two digits": (1957, 2056, lambda d: f"{d.number:02}/{d.month:02}/{(d.year + 543) % 100:02}"),
    "dashes": (1857, 2057, lambda d: f"{d.number:02}-{d.month:02}-{d.year + 543}"),
    "dots": (1857, 2057, lambda d: f"{d.number}.{d.month}.{d.year + 543}"),
    "long": (1857, 2057, lambda d: f"{d.number} {LONG[d.month - 1]} {d.year + 543}"),
    "long, C.E.": (1900, 2057, lambda d: f"{d.number} {LONG[d.month - 1]} ค.ศ. {d.year}"),
    "short": (1857, 2057, lambda d: f"{d.number} {SHORT[d.month - 1]} {d.year + 543}"),
    "short, two digits": (1957, 2056, lambda d: f"{d.number} {SHORT[d.month - 1]} {(d.year + 543) % 100:02}"),
    "undotted, glued": (1957, 2056, lambda d: f"{d.number}{BARE[d.month - 1]}.{(d.year + 543) % 100:02}"),
    "Thai digits": (1857, 2057, lambda d: f"{d.number} {LONG[d.month - 1]} พ.ศ. {d.year + 543}".translate(THAI)),
    "weekday": (1857, 2057, lambda d: f"วัน{WEEK[d.weekday]}ที่ {d.number} {LONG[d.month - 1]} {d.year + 543}"),
    "machine": (1857, 2057, lambda d: f"{d.year + 543}-{d.month:02}-{d.number:02}T00:00:00+07:00"),
}


@cache
def days() -> tuple[tuple[Day, When, When], ...]:
    """Each day of the own calendar with the date that stands at its place: the whole day, and its first minute."""
    origin = dt.date(1857, 1, 1).toordinal()
    dates_in_row = (dt.date.fromordinal(origin + place) for place in range(73_414))
    return tuple(
        (day, When(date), When(date, None, dt.time(0))) for day, date in zip(calendar(2057), dates_in_row, strict=True)
    )


def test_the_calendar_counts_right() -> None:
    """2400 to 2600 B.E. have 73,414 days, and the calendar knows the weekday of a day that everybody can look up."""
    assert 73_414 == len(days())
    assert Day(2022, 3, 3, WEEK.index("พฤหัสบดี")) in {day for day, _, _ in days()}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_day_of_two_centuries_in_every_notation(notation: str) -> None:
    """Each day of B.E. 2400-2600 is read as that day, with no fault: its weekday is right too."""
    first, last, write = NOTATIONS[notation]
    wrong = []
    for day, whole, midnight in days():
        if first <= day[0] <= last:
            parsed = dates.parse(write(day))
            if parsed.faults or parsed.when != (midnight if notation == "machine" else whole):
                wrong.append(write(day))
    assert [] == wrong


def test_days_that_are_not_in_the_calendar_are_refused() -> None:
    """After a month's last day comes none up to the 31st, in 201 years, and each time the month's length is told."""
    lengths: dict[tuple[int, int], int] = {}
    for day, _, _ in days():
        lengths[day.year, day.month] = day.number
    for (year, month), length in lengths.items():
        for number in range(length + 1, 32):
            parsed = dates.parse(f"{number}/{month}/{year + 543}")
            assert [("last_day", str(length))] == [fault.arguments[-1] for fault in parsed.faults]
            assert parsed.when is None


# --- written and read again ---

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2300, 12, 31))
MINUTES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


@st.composite
def whens(draw: st.DrawFn) -> When:
    """Days, spans, moments and spans of time as `parse` gives them."""
    start = draw(DAYS)
    end = draw(st.none() | st.dates(start, dt.date(2300, 12, 31)))
    end = None if end == start else end
    time = draw(st.none() | MINUTES)
    late = draw(st.none() | MINUTES) if time else None
    return When(start, end, time, None if time and late and late < time else late)


@given(whens(), st.booleans())
def test_what_is_written_is_read_back(when: When, thai: bool) -> None:  # noqa: FBT001
    """`parse` undoes `long` in both languages and both kinds of digits."""
    assert Parsed(when) == dates.parse(dates.long(when, thai_digits=thai))
    assert Parsed(when) == dates.parse(dates.long_english(when))


@given(whens(), st.booleans())
def test_short_forms_keep_the_days(when: When, thai: bool) -> None:  # noqa: FBT001
    """`parse` undoes `short` but for the time, which lists do not show."""
    assert Parsed(When(when.start, when.end)) == dates.parse(dates.short(when, thai_digits=thai))
    assert Parsed(When(when.start, when.end)) == dates.parse(dates.short_english(when))


@given(DAYS, st.none() | st.times().map(lambda time: time.replace(microsecond=0)))
def test_machine_form_keeps_the_second(day: dt.date, time: dt.time | None) -> None:
    """`parse` undoes `iso`, seconds included."""
    assert Parsed(When(day, None, time)) == dates.parse(dates.iso(When(day, None, time)))


@given(DAYS, MINUTES, st.integers(-14 * 60, 14 * 60))
def test_offsets_are_converted(day: dt.date, time: dt.time, minutes: int) -> None:
    """A moment of another zone becomes the same moment's wall time of Bangkok, in the next year if need be."""
    moment = dt.datetime.combine(day, time, dt.timezone(dt.timedelta(minutes=minutes)))
    here = moment.astimezone(dt.timezone(dt.timedelta(hours=7)))
    assert Parsed(When(here.date(), None, here.time())) == dates.parse(moment.isoformat())


SNIPPETS = st.lists(
    st.sampled_from(
        "3 31 ๒๕๖๕ 2565 65 - – / . : วัน ที่ พุธ มีนาคม มี.ค. มีค พ.ศ. เวลา 08.30 น. ถึง T Z +07:00 “ March ſ K เดือน".split()
    ),
    max_size=12,
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda blank: blank.join(parts)))


@given(st.text(max_size=40) | SNIPPETS)
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text gives a date or a fatal fault, never both or neither, and spans lie in the text."""
    parsed = dates.parse(text)
    assert (parsed.when is None) == any(fault.fatal for fault in parsed.faults)
    for fault in (*parsed.faults, *dates.parse_time(text).faults):
        assert 0 <= fault.start <= fault.end <= len(text)


# --- forms that people see ---

SPAN = When(DAY, dt.date(2022, 3, 4))


@pytest.mark.parametrize(
    ("when", "long", "short", "english"),
    [
        (When(DAY), "วันพฤหัสบดีที่ 3 มีนาคม 2565", "3 มี.ค. 2565", "Thursday 3 March 2022"),
        (
            When(DAY, None, MORNING),
            "วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.",
            "3 มี.ค. 2565",
            "Thursday 3 March 2022, 08:30",
        ),
        (
            When(DAY, None, MORNING, EVENING),
            "วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30–16.30 น.",
            "3 มี.ค. 2565",
            "Thursday 3 March 2022, 08:30–16:30",
        ),
        (SPAN, "3–4 มีนาคม 2565", "3–4 มี.ค. 2565", "3–4 March 2022"),
        (
            When(dt.date(2022, 2, 28), dt.date(2022, 3, 2)),
            "28 กุมภาพันธ์ – 2 มีนาคม 2565",
            "28 ก.พ. – 2 มี.ค. 2565",
            "28 February – 2 March 2022",
        ),
        (
            When(dt.date(2022, 12, 30), dt.date(2023, 1, 2)),
            "30 ธันวาคม 2565 – 2 มกราคม 2566",
            "30 ธ.ค. 2565 – 2 ม.ค. 2566",
            "30 December 2022 – 2 January 2023",
        ),
    ],
)
def test_house_style(when: When, long: str, short: str, english: str) -> None:
    """A day has its weekday, a span has none and names a month and a year once where both ends share it."""
    assert long == dates.long(when)
    assert short == dates.short(when)
    assert english == dates.long_english(when)


def test_other_forms() -> None:
    """Thai digits reach every number, machines get C.E. with the offset, months have titles."""
    assert "วันพฤหัสบดีที่ ๓ มีนาคม ๒๕๖๕ เวลา ๐๘.๓๐ น." == dates.long(When(DAY, None, MORNING), thai_digits=True)
    assert "๓–๔ มี.ค. ๒๕๖๕" == dates.short(SPAN, thai_digits=True)
    assert "28 Feb – 2 Mar 2022" == dates.short_english(When(dt.date(2022, 2, 28), dt.date(2022, 3, 2)))
    assert "มีนาคม 2565" == dates.month_title(2565, 3)
    assert "มีนาคม ๒๕๖๕" == dates.month_title(2565, 3, thai_digits=True)
    assert "March 2022" == dates.month_title_english(2565, 3)
    assert "2022-03-03T08:30:00+07:00" == dates.iso(When(DAY, None, MORNING))
    assert "2022-03-03" == dates.iso(SPAN)
    assert "2022-03-04" == dates.iso_end(SPAN)
    assert "2022-03-03T16:30:00+07:00" == dates.iso_end(When(DAY, None, MORNING, EVENING))
    assert not dates.iso_end(When(DAY, None, MORNING))


@pytest.mark.parametrize(
    ("day", "buddhist", "fiscal"),
    [(dt.date(2022, 9, 30), 2565, 2565), (dt.date(2022, 10, 1), 2565, 2566), (dt.date(2023, 1, 1), 2566, 2566)],
)
def test_years(day: dt.date, buddhist: int, fiscal: int) -> None:
    """The Buddhist year turns on 1 January, the fiscal year on 1 October before it."""
    assert buddhist == dates.buddhist_year(day)
    assert fiscal == dates.fiscal_year(day)


def test_names_are_spelt_in_one_way() -> None:
    """Names of months and weekdays are NFC and hold no invisible character, so that a search finds them."""
    names = (*dates.MONTHS, *dates.MONTHS_SHORT, *dates.WEEKDAYS, *dates.WEEKDAYS_SHORT)
    assert 12 + 12 + 7 + 7 == len({*names})
    assert names == tuple(unicodedata.normalize("NFC", name) for name in names)
    assert not any(unicodedata.category(character) in ("Cf", "Zs") for name in names for character in name)
