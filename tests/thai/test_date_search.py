"""Dates and times in running text."""

from __future__ import annotations

import datetime as dt

import pytest

from site_builder.thai.date_search import hours, sightings


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("วันที่ 28 มิถุนายน 2564 เวลา", "2021-06-28", ""),
        ("วันที่ 28 เดือนมกราคม พ.ศ. 2568", "2025-01-28", ""),
        ("ปีที่ 3 ว่า พุทธศักราช 18 สิงหาคม พุทธศักราช 2565", "2022-08-18", ""),
        ("(02 มี.ค. 64)", "2021-03-02", ""),
        ("เมื่อ26มิ.ย.63ที่", "2020-06-26", ""),
        ("7พฤศจิกายน 2568เวลา 09.00 น.", "2025-11-07", ""),
        ("24 พค.66", "2023-05-24", ""),
        ("20 ก.พ 62", "2019-02-20", ""),
        ("10 กันยายน 63 เวลา 09.00 น.", "2020-09-10", ""),
        ("๒๑ ต.ค. ๖๑", "2018-10-21", ""),
        ("๒o มีนาคม ๒๕๖๑", "2018-03-20", ""),
        ("๙ – ๑๐ สิงหาคม 2562", "2019-08-09", "2019-08-10"),
        ("วันที่ 4 -5 กันยายน 2561", "2018-09-04", "2018-09-05"),
        ("27 มกราคม – 2 กุมภาพันธ์ 2561", "2018-01-27", "2018-02-02"),
        ("28 ธันวาคม - 2 มกราคม 2565", "2021-12-28", "2022-01-02"),
        ("วันจันทร์ที่ 27 – วันพุธที่ 29 มีนาคม 2566", "2023-03-27", "2023-03-29"),
        ("วันที่ 3 และ 4 มีนาคม 2565", "2022-03-03", "2022-03-04"),
        ("30/07/19", "2019-07-30", ""),
        ("3/3/2565", "2022-03-03", ""),
        ("2018-08-02 11:05:14", "2018-08-02", ""),
        ("29 ก.พ. 2564", "", ""),
        ("27 มิถุนายน", "", ""),
        ("12 สิงหาคม 90 พรรษา", "", ""),
        ("วันที่ 5 มี.ค. 08.30 น.", "", ""),
    ],
)
def test_a_date_is_found_between_words(text: str, first: str, last: str) -> None:
    """The day, and the last one of a span; "" where the year is not written or there is no such day."""
    (found,) = sightings(text)

    assert (first, last) == (found.day.isoformat() if found.day else "", found.last.isoformat() if found.last else "")


@pytest.mark.parametrize(
    "text",
    ["ครั้งที่ 3/2562", "ห้วงเดือนมกราคม-ธันวาคม 2567", "ปี 2564 -2565", "61 ราย", "โทร 044-600000 ต่อ 501", "1.5 ล้าน", "ม.3"],
)
def test_numbers_are_no_dates(text: str) -> None:
    """Sessions, years, months without a day, telephones."""
    assert () == sightings(text)


def test_a_weekday_is_compared() -> None:
    """A wrong weekday is told; a misspelt one counts as the one that is meant."""
    wrong, misspelt, right = sightings("วันจันทร์ที่ 3 มีนาคม 2565 วันศูกร์ที่ 28 มกราคม 2565 วันพฤหัสบดี ที่ 3 มีนาคม 2565")

    assert [True, False, False] == [wrong.disagrees, misspelt.disagrees, right.disagrees]
    assert [0, 4, 3] == [wrong.weekday, misspelt.weekday, right.weekday]


def test_days_left_out_are_told() -> None:
    """10-11,13 is a span with a gap."""
    (found,) = sightings("ระหว่างวันที่ 10-11,13 ธันวาคม 2568")

    assert (found.broken, found.last) == (True, dt.date(2025, 12, 13))


@pytest.mark.parametrize(
    ("text", "time", "marked"),
    [
        ("เวลา13.30น.นาย", "13:30", True),
        ("เวลา 9:00 น.", "09:00", True),
        ("เวลา ๐๙.๐๐ น.", "09:00", True),
        ("10.00 . วัด", "10:00", True),
        ("เวลา 14.00 หน่วย", "14:00", True),
        ("13.00 – 16.00 น.", "13:00", True),
        ("09.30 นาฬิกา", "09:30", True),
        ("15:13:44", "15:13", False),
        ("9.30 นาย", "09:30", False),
    ],
)
def test_an_hour_is_found(text: str, time: str, marked: bool) -> None:  # noqa: FBT001 — a column of the table
    """With เวลา before it or น. behind it; else only its neighbours can tell that it is one."""
    (found,) = hours(text)

    assert (time, marked) == (f"{found.time:%H:%M}", found.marked)


@pytest.mark.parametrize("text", ["เวลา 25.00 น.", "1,500.00 บาท", "พ.ศ. 2565", "เวลา น."])
def test_other_figures_are_no_hours(text: str) -> None:
    """There is no hour 25, and money has its own dots."""
    assert () == hours(text)
