"""What of the settings shows for a time only: the periods of site.toml; asks no clock, an instant is handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from site_builder.problems import Problem, error
from site_builder.reading.tables import Row
from site_builder.thai.dates import BANGKOK, parse

_KEYS = ("from", "to")


class Period(Struct, frozen=True):
    """From one instant up to another, which is no part of it; None: from ever, for ever."""

    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def covers(self, now: dt.datetime) -> bool:
        """Whether an instant lies in it."""
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)


ALWAYS = Period()


class Showing(Struct, frozen=True):
    """What of the settings shows at the time of a build: time is resolved in the shell."""

    mourning: bool = False
    announcement: bool = False


NOTHING = Showing()


def period(row: Row) -> Period:
    """The keys `from` and `to` of a table; a day without a time begins at midnight, or ends with it."""
    return Period(_instant(row.text("from")), _instant(row.text("to"), ends=True))


def _instant(text: str, *, ends: bool = False) -> dt.datetime | None:
    when = parse(text).when if text else None
    if when is None:
        return None
    day = (when.end or when.start) if ends else when.start
    instant = dt.datetime.combine(day, when.time or dt.time.min, dt.timezone(BANGKOK))
    return instant + dt.timedelta(days=1) if ends and when.time is None else instant


def period_problems(row: Row) -> Iterator[Problem]:
    """Days that cannot be read, and a period that ends before it begins."""
    for key in _KEYS:
        if row.text(key) and _instant(row.text(key)) is None:
            yield error("S031", row.span(key), key=key, value=row.text(key), fix=f'{key} = "1 มกราคม 2570"')
    found = period(row)
    if found.start and found.end and found.end <= found.start:
        yield error("S032", row.span("to"), first=row.text("from"), last=row.text("to"))
