"""The moment that a command speaks of: the only look at the clock."""

from __future__ import annotations

import datetime as dt

from site_builder.problems import error
from site_builder.wording import stop

BANGKOK = dt.timezone(dt.timedelta(hours=7))
EARLIEST, LATEST = 1900, 2300  # years of the Christian era that `--now` takes, as dates in news do


def moment_of(now: str | None, today: str | None) -> dt.datetime:
    """`--now`, else the first instant of `--today`, else this instant: the only look at the clock."""
    if now:
        try:
            given = dt.datetime.fromisoformat(now)
        except ValueError:
            stop(error("U010", value=now, example="2022-03-03T08:30:00+07:00"))
        if not EARLIEST <= given.year <= LATEST:  # 2565 is a year of the Buddhist era: all news would have expired
            stop(error("U010", value=now, example="2022-03-03T08:30:00+07:00"))
        return given if given.tzinfo else given.replace(tzinfo=BANGKOK)
    if today:
        return dt.datetime.combine(day_of(today), dt.time.min, BANGKOK)
    return dt.datetime.now(BANGKOK)


def day_of(text: str) -> dt.date:
    """A day as Thai offices write it; stops the command where it is none."""
    from site_builder.thai.dates import parse  # noqa: PLC0415

    when = parse(text).when
    if when is None:
        stop(error("U010", value=text, example="3 มีนาคม 2565"))
    return when.start
