"""The value of a date, its Buddhist and fiscal year, the names of months and weekdays; reads and writes no text."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
MONTHS_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MONTHS_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")  # Monday first, as `date.weekday()` counts
WEEKDAYS_SHORT = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
WEEKDAYS_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ERA = 543  # B.E. less C.E.
BUDDHIST_YEARS = range(2400, 2844)  # ends with the same year as C.E. 2300; no number lies in both ranges
COMMON_YEARS = range(1900, 2301)


class When(Struct, frozen=True):
    """A day, a span of days or a moment: C.E. dates, wall time of Asia/Bangkok (+07:00, no daylight saving)."""

    start: dt.date
    end: dt.date | None = None  # last day, included; None: one day
    time: dt.time | None = None  # None: the whole day
    end_time: dt.time | None = None


def buddhist_year(day: dt.date) -> int:
    """Year of the Buddhist era: 2565 for 3 March 2022."""
    return day.year + ERA


def fiscal_year(day: dt.date) -> int:
    """Budget year in B.E.; it begins on 1 October, so 1 October 2022 lies in 2566."""
    return day.year + ERA + (day.month >= 10)  # noqa: PLR2004 — October
