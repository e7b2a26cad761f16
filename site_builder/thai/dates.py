"""Thai dates: every form that an office writes, read into one value and written back; Buddhist and fiscal years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """A day, a span of days or a moment: C.E. dates, wall time of Asia/Bangkok (+07:00, no daylight saving)."""

    start: dt.date
    end: dt.date | None = None  # last day, included; None: one day
    time: dt.time | None = None  # None: the whole day
    end_time: dt.time | None = None
