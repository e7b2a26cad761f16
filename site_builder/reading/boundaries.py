"""content/map.geojson to boundaries: which shape is which district's; a file that lacks one is not used at all."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from msgspec import DecodeError, json

from site_builder.problems import Problem, warning
from site_builder.thai.places import District, Gazetteer, named_district

PATH = "content/map.geojson"
LARGEST = 20_000_000  # bytes: the whole country at the survey's own precision has 40
_CODE = re.compile(r"(?:TH)?([0-9]{4})")
_RING = 4  # points: a triangle, closed
Ring = tuple[tuple[float, float], ...]
Boundaries = tuple[tuple[str, tuple[Ring, ...]], ...]  # DOPA code → rings of (longitude, latitude)


def read_boundaries(data: bytes, gazetteer: Gazetteer) -> tuple[Boundaries, tuple[Problem, ...]]:
    """The boundaries of all districts of the province; () with a problem where the file does not hold them."""
    if len(data) > LARGEST:
        return (), (warning("S021", reason=f"{len(data) // 1_000_000} MB > {LARGEST // 1_000_000} MB"),)
    try:
        content: object = json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (DecodeError, RecursionError) as fault:
        return (), (warning("S021", reason=str(fault)),)
    found: dict[str, tuple[Ring, ...]] = {}
    for properties, geometry in _features(content):
        district = _district(properties, gazetteer)
        rings = tuple(_rings(geometry))
        if district and rings:
            found[district.code] = (*found.get(district.code, ()), *rings)
    lacking = [district.name for district in gazetteer.districts if district.code not in found]
    if lacking:
        return (), (warning("S022", count=len(lacking), names=", ".join(lacking[:5])),)
    return tuple((district.code, found[district.code]) for district in gazetteer.districts), ()


def _features(content: object) -> Iterator[tuple[object, object]]:
    features = content.get("features") if isinstance(content, dict) else None
    for feature in features if isinstance(features, list) else ():
        if isinstance(feature, dict):
            yield feature.get("properties"), feature.get("geometry")


def _district(properties: object, gazetteer: Gazetteer) -> District | None:
    """The district whose code, or else whose name, one of the properties says, whatever that property is called."""
    texts = [str(value) for value in properties.values()] if isinstance(properties, dict) else []
    codes = [found[1] for text in texts if (found := _CODE.fullmatch(text))]
    for code in codes:
        if code in gazetteer.district_by_code:
            return gazetteer.district_by_code[code]
    if codes:  # of another province, which may have a district of the same name
        return None
    named = (named_district(gazetteer, text) for text in texts)
    return next((one for one in named if isinstance(one, District)), None)


def _rings(geometry: object) -> Iterator[Ring]:
    """The outer rings; a hole is another district, which is drawn over it."""
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        return
    polygons = geometry["coordinates"] if geometry.get("type") == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons if geometry.get("type") in {"Polygon", "MultiPolygon"} else ():
        ring = _ring(polygon[0]) if isinstance(polygon, list) and polygon else ()
        if len(ring) >= _RING:
            yield ring[:-1] if ring[0] == ring[-1] else ring


def _ring(points: object) -> Ring:
    """The points; () where one of them is none."""
    found: list[tuple[float, float]] = []
    for point in points if isinstance(points, list) else ():
        match point:
            case [int() | float() as x, int() | float() as y, *_] if math.isfinite(x) and math.isfinite(y):
                found.append((float(x), float(y)))
            case _:
                return ()
    return tuple(found)
