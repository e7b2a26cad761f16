"""A line of a log of Apache or nginx (common or combined format) to what it says; anything else is no line."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from msgspec import Struct

# `host ident user [time] "request" status bytes`, and in the combined format `"referrer" "browser"`; further columns
# may follow. See https://httpd.apache.org/docs/2.4/mod/mod_log_config.html and nginx's `log_format combined`.
_QUOTED = rb'"((?:[^"\\]|\\.)*+)"'
_LINE = re.compile(
    rb"(\S++) [^\[\n]*+\[([^\]\n]{26})\] " + _QUOTED + rb" (\d{3}) (?:\d++|-)(?: " + _QUOTED + rb" " + _QUOTED + rb")?"
)
_MINUTE = len("10/Oct/2000:13:55")
_MONTHS = {name: number for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}


class Line(Struct, frozen=True):
    """What a line says, in bytes as they stand there."""

    time: int  # seconds since 1970
    host: bytes  # the reader's address
    browser: bytes | None  # how it names itself; None: a log of the common format does not tell
    request: bytes  # `GET /news/ HTTP/1.1`
    status: bytes


def line_of(text: bytes) -> Line | None:
    """Read a line; None where it is none, or of a moment that no clock shows."""
    found = _LINE.match(text)
    if not found:
        return None
    host, stamp, request, status, _, browser = found.groups()
    try:
        time = _minute(stamp[:_MINUTE], stamp[_MINUTE + 3 :]) + int(stamp[_MINUTE + 1 : _MINUTE + 3])
    except (KeyError, ValueError):
        return None
    return Line(time, host, browser, request, status)


@lru_cache(maxsize=8)
def _minute(stamp: bytes, zone: bytes) -> int:
    """`10/Oct/2000:13:55` and ` -0700` as seconds since 1970."""
    offset = dt.timedelta(hours=int(zone[2:4]), minutes=int(zone[4:6])) * (-1 if zone[1:2] == b"-" else 1)
    day, month, year = stamp[:11].split(b"/")
    when = (int(year), _MONTHS[month], int(day), int(stamp[12:14]), int(stamp[15:17]))
    return int(dt.datetime(*when, tzinfo=dt.timezone(offset)).timestamp())
