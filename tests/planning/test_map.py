"""The map of the province: all 77 of them can be drawn, and a site's own boundaries take the place of ours."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from stories import SETTINGS, built, codes, item, page

from site_builder.planning.cells import LARGEST, cells, lettering
from site_builder.planning.district_map import ground
from site_builder.planning.layout import WIDEST, arranged, flat, ties_of
from site_builder.thai.centroids import centroids
from site_builder.thai.places import Gazetteer, load, provinces

ALL = [province.name for province in provinces()]
PHUKET = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต")
SQUARES = {"8301": (98.3, 7.8), "8302": (98.2, 7.9), "8303": (98.3, 8.0)}  # code → lower left corner

pytestmark = pytest.mark.usefixtures("quick")


def _gazetteer(name: str) -> Gazetteer:
    found = load(name)
    assert found is not None
    return found


def _places(gazetteer: Gazetteer) -> list[tuple[float, float]]:
    found = [centroids()[district.code] for district in gazetteer.districts]
    return [(one.latitude, one.longitude) for one in found]


def test_the_table_has_the_districts_of_the_gazetteer() -> None:
    """All 928, by the same codes and names; the table names its source and licence."""
    named = {district.code: district.name for name in ALL for district in _gazetteer(name).districts}
    assert named == {code: "".join(one.lines) for code, one in centroids().items()}
    text = (Path(__file__).parents[2] / "site_builder/thai/data/districts.csv").read_text("utf-8")
    assert "Royal Thai Survey Department (OCHA COD-AB, CC BY 3.0 IGO)" in text.partition("\n")[0]


@pytest.mark.parametrize("name", ALL)
def test_every_province_can_be_drawn(name: str) -> None:
    """No two districts overlap, none is off the phone, and of ten neighbours six lie within 45° of the truth."""
    gazetteer = _gazetteer(name)
    true, drawn = _places(gazetteer), arranged(_places(gazetteer))
    assert 0.95 <= min(math.dist(one, other) for one in drawn for other in drawn if one is not other)
    assert 0 <= min(x for x, _ in drawn) <= max(x for x, _ in drawn) <= WIDEST
    ties = ties_of(flat(true))
    ways = [(drawn[tie.other][0] - drawn[tie.one][0], drawn[tie.other][1] - drawn[tie.one][1]) for tie in ties]
    turns = [
        abs(math.atan2(x * tie.y - y * tie.x, x * tie.x + y * tie.y)) for (x, y), tie in zip(ways, ties, strict=True)
    ]
    assert 0.6 <= sum(turn < math.pi / 4 for turn in turns) / len(turns)


@pytest.mark.parametrize("name", ALL)
def test_every_name_has_room(name: str) -> None:
    """No letter is smaller than 16 of the 100 units between neighbours, and every line lies inside its cell."""
    gazetteer = _gazetteer(name)
    shapes = cells(arranged(_places(gazetteer)))
    for district, shape in zip(gazetteer.districts, shapes, strict=True):
        found = lettering(centroids()[district.code].lines, shape)
        assert district.name == "".join(text for text, _ in found.lines)
        assert 16 <= found.size <= LARGEST
        assert min(y for _, y in shape) < found.lines[0][1] - found.size * 0.6
        assert found.figure_y < max(y for _, y in shape)


def _map(squares: dict[str, tuple[float, float]], **properties: str) -> str:
    """A GeoJSON file of squares, each with its code in a property of the survey's name."""
    features = [
        {
            "type": "Feature",
            "properties": {"ADM2_PCODE": f"TH{code}", **properties},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]],
            },
        }
        for code, (x, y) in squares.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _story(text: str) -> str:
    return f"-- content/site.toml --\n{PHUKET}\n-- content/map.geojson --\n{text}\n"


def test_a_sites_own_boundaries_are_drawn(site: Path) -> None:
    """content/map.geojson takes the place of the schematic map, on the first page too; it is published nowhere."""
    outcome = built(site, _story(_map(SQUARES)))
    assert [] == codes(outcome)
    assert page(site, "/district/").count("<path") == 3
    assert 'd="M310,963 620,963 620,642 310,642z"' in page(site, "/district/")
    assert "map-surveyed" in page(site, "/")
    assert not list((site / "output").rglob("*.geojson"))


def test_boundaries_may_be_named_and_a_map_of_the_country_serves(site: Path) -> None:
    """A shape may say its district's name and have parts; shapes of other provinces are passed over."""
    content = json.loads(_map(SQUARES))
    for feature, name in zip(content["features"], ("Mueang Phuket", "อำเภอกะทู้", "Thalang"), strict=True):
        feature["properties"] = {"name": name, "area": 1}
    part = content["features"][0]["geometry"]
    content["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [part["coordinates"]] * 2}
    content["features"] += json.loads(_map({"1001": (100.5, 13.7)}))["features"]
    assert [] == codes(built(site, _story(json.dumps(content))))
    assert 'd="M310,963 620,963 620,642 310,642zM310,963 620,963 620,642 310,642z"' in page(site, "/district/")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "S021"),
        ('{"type": "FeatureCollection"}', "S022"),
        (_map({"8301": (98.3, 7.8)}), "S022"),
        (_map(SQUARES).replace("Polygon", "Point"), "S022"),
    ],
)
def test_a_map_that_cannot_be_used_is_told(site: Path, text: str, code: str) -> None:
    """One warning at the file, and the schematic map stands as if there were none."""
    outcome = built(site, _story(text))
    assert [(code, "content/map.geojson")] == [(one.code, one.path) for one in outcome.problems]
    assert "map-surveyed" not in page(site, "/district/")
    assert 3 == page(site, "/district/").count("<path")


def test_an_edited_map_renders_the_two_pages_that_show_it(site: Path) -> None:
    """Other boundaries, and nothing but the first page and the index is rendered again."""
    built(site, _story(_map(SQUARES)))
    outcome = built(site, _story(_map({**SQUARES, "8303": (98.3, 8.1)})))
    assert {"/", "/district/"} == {reason.url for reason in outcome.reasons}


def test_the_map_counts_and_shades(site: Path) -> None:
    """Each district says its news in words and figures, in Thai digits if so set; that with most is darkest."""
    news = "".join(
        f"-- content/news/n{day}.md --\n" + item("ก", f"2565-01-1{day}", "district: ถลาง") for day in range(3)
    )
    other = "-- content/news/o.md --\n" + item("ข", "2565-01-20", "district: กะทู้")
    built(site, f"-- content/site.toml --\ndigits = 'thai'\n{PHUKET}\n{news}{other}")
    text = page(site, "/district/")
    assert 'map-level-4" href="../district/thalang/" aria-label="ถลาง ๓ ข่าว"' in text
    assert 'map-level-3" href="../district/kathu/" aria-label="กะทู้ ๑ ข่าว"' in text
    assert 'aria-label="เมืองภูเก็ต ๐ ข่าว"' in text
    assert '<span class="index-count">๓ ข่าว</span>' in text
    assert "ข่าวทั้งหมด ๔ เรื่อง" in page(site, "/")


def test_the_drawing_is_made_once() -> None:
    """Two plans of one province share the drawing."""
    assert ground(_gazetteer("ภูเก็ต")) is ground(_gazetteer("ภูเก็ต"))
