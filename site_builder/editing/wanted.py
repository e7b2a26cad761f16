"""The fields of a form that were changed, as values of keys; what cannot be said so is a Problem at its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from site_builder.editing.edit import Wanted, cleaned
from site_builder.editing.form import OCCASION, YES, Entries, Values, keys, names, values_of
from site_builder.problems import Problem, error
from site_builder.reading.composing import Entry, Scalar
from site_builder.reading.occasions import said
from site_builder.reading.schema import CORRECTION, COUNTER, EVENT, Key, Taxonomies
from site_builder.thai import dates
from site_builder.thai.dates import When

_DAY = re.compile(r"(\d{0,2})/(\d{0,2})/(\d{0,4})")
_YES_WORD = {True: "ใช่", False: "true"}  # by whether the file's keys are Thai


class Asked(Struct, frozen=True):
    """What a form asks of a text: values by key, and what was wrong, by field."""

    changes: Mapping[str, Wanted] = field(default_factory=dict)
    problems: tuple[tuple[str, Problem], ...] = ()


def asked(values: Values, entries: Entries, taxonomies: Taxonomies, *, is_thai: bool = False) -> Asked:
    """What has to change in front matter, so that it holds these values; a field that is not named is left alone."""
    form = _Form({**values_of(entries, taxonomies), **values}, entries, [], is_thai)
    held = values_of(entries, taxonomies)
    changes: dict[str, Wanted] = {}
    if any(form.values[name] != held[name] for name in OCCASION):
        changes |= _occasion(form)
    for key in keys(taxonomies):
        if key.name in OCCASION or all(form.values[name] == held[name] for name in names(key)):
            continue
        changes |= {key.name: _wanted(key, form)}
    spoilt = {name.partition(".")[0] for name, _ in form.found}
    spoilt |= {*OCCASION} if spoilt & {*OCCASION} else set()
    return Asked({key: value for key, value in changes.items() if key not in spoilt}, tuple(form.found))


class _Form(Struct, frozen=True):
    values: Values
    entries: Entries
    found: list[tuple[str, Problem]]
    is_thai: bool

    def day(self, name: str) -> dt.date | None:
        """The day of a field; a part that is missing, or a day that is none, is told."""
        written = self.values[name].strip()
        parts = _DAY.fullmatch(written)
        if not written or (parts and not any(parts.groups())):
            return None
        if parts and not all(parts.groups()):
            self.found.append((name, error("E010")))
            return None
        read = dates.parse(written)
        if read.when is None:
            self.found.append((name, error("E011", text=written)))
            return None
        return read.when.start

    def times(self, name: str) -> tuple[dt.time | None, dt.time | None]:
        """The one or two times of a field."""
        written = self.values[name].strip()
        read = dates.parse_time(written) if written else None
        if read and (read.faults or read.time is None):
            self.found.append((name, error("E012", text=written)))
        return (read.time, read.end_time) if read else (None, None)

    def when(self, first: str, last: str, clock: str) -> When | None:
        """Day, last day and time of three fields."""
        start, (time, end_time) = self.day(first), self.times(clock)
        end = self.day(last) if last else None
        if start is None:
            lone = next((name for name in (clock, last) if name and self.values[name].strip("/ ")), "")
            if lone and not self.found:
                self.found.append((first, error("E013")))
            return None
        if end and end < start:
            self.found.append((last, error("E014")))
        return When(start, end if end and end > start else None, time, end_time)


def _occasion(form: _Form) -> dict[str, Wanted]:
    """Date, time and last day: each in the key that says it in this file, and in the date where none does."""
    if form.values["time"] and not form.values["date"].strip("/ ") and "date" not in form.entries:
        return {"time": _clock(form)} if form.times("time")[0] else {}
    found = form.when("date", "end_date", "time")
    if found is None:
        return dict.fromkeys((name for name in OCCASION if name in form.entries), None)
    apart = {name for name in ("time", "end_date") if name in form.entries}
    alone = When(
        found.start,
        None if "end_date" in apart else found.end,
        *((None, None) if "time" in apart else (found.time, found.end_time)),
    )
    wanted: dict[str, Wanted] = {}
    if said(form.entries.get("date")) != alone:
        wanted["date"] = dates.long(alone)
    if "time" in apart and form.values["time"] != values_of(form.entries, ())["time"]:
        wanted["time"] = _clock(form) or None
    if "end_date" in apart and said(form.entries["end_date"]) != (When(found.end) if found.end else None):
        wanted["end_date"] = dates.long(When(found.end)) if found.end else None
    return wanted


def _clock(form: _Form) -> str:
    times = [time for time in form.times("time") if time]
    return "–".join(f"{time:%H.%M}" for time in times) + " น." if times else ""


def _wanted(key: Key, form: _Form) -> Wanted:
    values = [form.values[name] for name in names(key)]
    match key.kind:
        case "event":
            return _event(form)
        case "moment":
            found = form.when(f"{key.name}.date", "", f"{key.name}.time")
            return dates.long(found) if found else None
        case "correction":
            return _correction(form)
        case "counter":
            return _counter(form)
        case "switch":
            return _yes(form, key) if values[0] == YES else None
        case "words" | "districts" | "subdistricts" | "files" | "lines":
            words = tuple(line for line in values[0].split("\n") if line.strip())
            return _listed(words, form.entries.get(key.name), alone=key.kind.endswith("districts"))
    text = str(cleaned(values[0]))
    return text if text or key.name == "title" else None


def _yes(form: _Form, key: Key) -> str:
    return _YES_WORD[form.is_thai or (key.name in form.entries and not form.entries[key.name].written.isascii())]


def _listed(words: tuple[str, ...], entry: Entry | None, *, alone: bool) -> Wanted:
    """A list; one word stays a text where it was one, or where it mostly stands alone.

    A list that is emptied stays, for it says that there is none.
    """
    is_text = isinstance(entry.value, Scalar) if entry else alone
    if is_text and len(words) == 1 and not set(words[0]) & set(",，、#"):
        return words[0]
    return words or (() if entry and entry.name in {"tags", "district"} else None)


def _spelled(key: str, pairs: tuple[tuple[str, str], ...], values: Mapping[str, str], form: _Form) -> dict[str, str]:
    """Keys inside a key, in Thai where the key itself is."""
    entry = form.entries.get(key)
    is_thai = not entry.written.isascii() if entry else form.is_thai
    return {thai if is_thai else english: values[english] for english, thai in pairs if values.get(english)}


def _event(form: _Form) -> Wanted:
    found = form.when("event.date", "event.end_date", "event.time")
    place = str(cleaned(form.values["event.place"]))
    if found is None:
        if place and not form.found:
            form.found.append(("event.date", error("E013")))
        return None
    return _spelled("event", EVENT, {"date": dates.long(found), "place": place}, form)


def _correction(form: _Form) -> Wanted:
    found, note = form.day("correction.date"), str(cleaned(form.values["correction.note"]))
    if found is None:
        if note and not form.found:
            form.found.append(("correction.date", error("E013")))
        return None
    return _spelled("correction", CORRECTION, {"date": dates.long(When(found)), "note": note}, form)


def _counter(form: _Form) -> Wanted:
    if form.values["visit_counter.hidden"] == YES:
        return "ไม่" if form.is_thai else "no"
    counts = dict(_counts(form))
    return _spelled("visit_counter", COUNTER, counts, form) if counts else None


def _counts(form: _Form) -> Iterator[tuple[str, str]]:
    for name in ("total", "today"):
        written = form.values[f"visit_counter.{name}"].replace(",", "").strip()
        if written and not re.fullmatch(r"[0-9๐-๙]{1,12}", written):
            form.found.append((f"visit_counter.{name}", error("E015", text=written)))
        elif written:
            yield name, written
