"""The news of a year as data: CSV that Excel opens in Thai, and JSON; dates as people and as machines read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

from msgspec.json import Encoder

from site_builder.details import Row
from site_builder.machine_views import TableView
from site_builder.thai.dates import iso, long

Absolute = Callable[[str], str]
COLUMNS = ("date", "date_iso", "title", "unit", "district", "district_english", "category", "tags", "location", "url")
_FORMULA = frozenset("=+-@\t\r")  # what a spreadsheet would work out at the beginning of a cell
_BOM = "\ufeff"  # without it Excel reads UTF-8 as Windows-874
_ENCODER = Encoder()


def table_csv(view: TableView, words: Mapping[str, str], absolute: Absolute) -> bytes:
    """Comma-separated (RFC 4180), with the site's own words above the columns."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([words.get(f"csv_{column}", column) for column in COLUMNS])
    writer.writerows([_harmless(cell) for cell in _cells(row, absolute)] for row in view.rows)
    return (_BOM + written.getvalue()).encode()


def _cells(row: Row, absolute: Absolute) -> tuple[str, ...]:
    return (
        *(long(row.when), iso(row.when), row.title, row.unit),
        *("; ".join([thai for thai, _ in row.districts]), "; ".join([english for _, english in row.districts])),
        *(row.category, "; ".join(row.tags), row.location, absolute(row.url)),
    )


def _harmless(cell: str) -> str:
    """A title is not worked out as a formula."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def table_json(view: TableView, url: str, unit: str, absolute: Absolute) -> bytes:
    """One object; an item a line."""
    head = {"title": view.title, "url": absolute(url), "page": absolute(view.home), "publisher": unit}
    items = b",\n".join([_ENCODER.encode(_object(row, absolute)) for row in view.rows])
    return _ENCODER.encode(head)[:-1] + b',"items":[\n' + items + b"\n]}\n"


def _object(row: Row, absolute: Absolute) -> dict[str, object]:
    return {
        "url": absolute(row.url),
        "title": row.title,
        "date": iso(row.when),
        "end_date": row.when.end.isoformat() if row.when.end else None,
        "modified": row.updated.isoformat() if row.updated else None,
        "unit": row.unit,
        "districts": [{"th": thai, "en": english} for thai, english in row.districts],
        "category": row.category or None,
        "tags": list(row.tags),
        "location": row.location or None,
    }
