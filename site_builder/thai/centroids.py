"""Where the districts lie: the middle of each, and where its name may be broken; a table of ours, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from msgspec import Struct

CREDIT_LINES = 1  # at the head of the table: where the figures are from


class Centroid(Struct, frozen=True):
    """The middle of a district, in degrees (WGS 84)."""

    code: str  # DOPA: "3122"
    lines: tuple[str, ...]  # the name, cut where a narrow place may break it: ("เฉลิมพระ", "เกียรติ")
    latitude: float
    longitude: float


@cache
def centroids() -> dict[str, Centroid]:
    """All 928 districts by their codes."""
    text = files(__package__).joinpath("data/districts.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines()[CREDIT_LINES:])
    return {
        row["code"]: Centroid(row["code"], tuple(row["name"].split("|")), float(row["lat"]), float(row["lon"]))
        for row in rows
    }
