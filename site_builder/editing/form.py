"""An item's front matter as the fields of a form, plain texts by name, made from the reading schema; and back again.

A field of several lines is a list. What the form cannot say (a date that nobody can read, a key that nobody knows) is
no field's value: it stays in the file until the editor says something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from site_builder.reading import fields, schema
from site_builder.reading.composing import Entry
from site_builder.reading.occasions import correction, event, said, when
from site_builder.reading.schema import Key, Taxonomies
from site_builder.thai.dates import When, buddhist_year

Values = Mapping[str, str]  # field → what it holds; "" for nothing, lines for a list
Entries = Mapping[str, Entry]
YES = "true"

# The fields that a key is asked for with, behind its name; "" is the name alone.
PARTS: Mapping[str, tuple[str, ...]] = {
    "event": (".date", ".end_date", ".time", ".place"),
    "counter": (".total", ".today", ".hidden"),
    "moment": (".date", ".time"),
    "correction": (".date", ".note"),
}
OCCASION = ("date", "time", "end_date")  # keys that say one thing together


def keys(taxonomies: Taxonomies) -> tuple[Key, ...]:
    """All keys of a form, the site's own lists behind the tags."""
    own = tuple(Key(key, thai, "", "words") for key, thai in taxonomies)
    place = next(number for number, key in enumerate(schema.KEYS) if key.name == "tags") + 1
    return (*schema.KEYS[:place], *own, *schema.KEYS[place:])


def names(key: Key) -> tuple[str, ...]:
    """The fields of a key."""
    return tuple(f"{key.name}{part}" for part in PARTS.get(key.kind, ("",)))


def values_of(entries: Entries, taxonomies: Taxonomies) -> dict[str, str]:
    """What each field holds."""
    held = dict(_occasion(entries))
    for key in keys(taxonomies):
        if key.name not in OCCASION:
            entry = entries.get(key.name)
            found = _READ.get(key.kind, _text)(entry) if entry else {}
            held |= {name: found.get(name.removeprefix(key.name), "") for name in names(key)}
    return held


def day(value: When | None) -> str:
    """A day as the three lists of a form hold it: "3/3/2565"."""
    return f"{value.start.day}/{value.start.month}/{buddhist_year(value.start)}" if value else ""


def clock(value: When | None) -> str:
    """A time as a field holds it: "08.30" or "08.30–12.00"."""
    times = (value.time, value.end_time) if value else ()
    return "–".join(f"{time:%H.%M}" for time in times if time)


def _last(value: When | None) -> str:
    return day(When(value.end)) if value and value.end else ""


def _occasion(entries: Entries) -> Iterator[tuple[str, str]]:
    """Day, time and last day, whichever key says them; a time that stands alone as it is written."""
    found = when({name: entries[name] for name in OCCASION if name in entries}, [])
    if found:
        yield from zip(OCCASION, (day(found), clock(found), _last(found)), strict=True)
        return
    yield "date", ""
    yield "time", fields.text(entries["time"], []) if "time" in entries else ""
    yield "end_date", day(said(entries.get("end_date")))


Read = Callable[[Entry], dict[str, str]]


def _text(entry: Entry) -> dict[str, str]:
    return {"": fields.text(entry, [])}


def _words(entry: Entry) -> dict[str, str]:
    return {"": "\n".join(fields.words(entry, []))}


def _lines(entry: Entry) -> dict[str, str]:
    return {
        "": "\n".join(" ".join(one.text.split()) for one in fields.scalars(entry, [], split=entry.name != "aliases"))
    }


def _first(entry: Entry) -> dict[str, str]:
    return {"": _lines(entry)[""].partition("\n")[0]}


def _switch(entry: Entry) -> dict[str, str]:
    return {"": YES if fields.switch(entry, []) else ""}


def _event(entry: Entry) -> dict[str, str]:
    found = event(entry, [])
    at = found.when if found else None
    return {".date": day(at), ".end_date": _last(at), ".time": clock(at), ".place": found.place if found else ""}


def _moment(entry: Entry) -> dict[str, str]:
    found = said(entry)
    return {".date": day(found), ".time": clock(found)}


def _counter(entry: Entry) -> dict[str, str]:
    found = fields.counter(entry, [])
    counts = {".total": found.total, ".today": found.today}
    return {name: "" if count is None else str(count) for name, count in counts.items()} | {
        ".hidden": "" if found.shown else YES
    }


def _correction(entry: Entry) -> dict[str, str]:
    found = correction(entry, [])
    return {".date": day(When(found.date)) if found else "", ".note": found.note if found else ""}


_READ: Mapping[str, Read] = {
    "words": _words,
    "districts": _lines,
    "subdistricts": _lines,
    "files": _lines,
    "lines": _lines,
    "file": _first,
    "switch": _switch,
    "event": _event,
    "moment": _moment,
    "counter": _counter,
    "correction": _correction,
}
