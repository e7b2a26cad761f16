"""The first site in a real browser."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from stories import Strict, serving

from site_builder.build import build

ROOT = Path(__file__).parent.parent.parent
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
PAGES = [
    "",
    "news/",
    "news/2565/03/2565-03-03-khaen-dong/",
    "district/",
    "district/khaen-dong/",
    "tag/",
    "archive/2565/",
    "about/",
    "404.html",
]
pytestmark = pytest.mark.group_browser


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, in a sub-folder of a web root."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "content", source / "content")
    settings = source / "content/site.toml"
    settings.write_text(settings.read_text("utf-8").replace(".example.go.th/", ".example.go.th/news-site/"), "utf-8")
    target = tmp_path_factory.mktemp("root") / "news-site"
    assert build(source, target, NOW).built
    return target


@pytest.fixture(scope="module")
def server(output: Path) -> Iterator[str]:
    """A real server with that policy."""
    with serving(functools.partial(Strict, directory=str(output.parent))) as address:
        yield f"{address}/news-site/"


LOOK = """
await document.fonts.ready;
const style = getComputedStyle(document.querySelector("main p, main li, h1"));
return {
  fonts: [...document.fonts].filter(face => face.status === "loaded").length,
  family: style.fontFamily,
  line: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
  align: style.textAlign,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  foreign: performance.getEntriesByType("resource").map(one => one.name).filter(name => !name.startsWith(arguments[0])),
};
"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_is_styled_quiet_and_fits(browser: object, server: str, path: str, width: int) -> None:
    """With Sarabun loaded, Thai line height, no sideways scrolling, no other host, no word in the console."""
    driver = browser
    driver.set_window_size(width, 900)  # type: ignore[attr-defined]
    driver.get_log("browser")  # type: ignore[attr-defined]
    driver.get(server + path)  # type: ignore[attr-defined]
    look = driver.execute_script(f"return (async () => {{ {LOOK} }}).apply(null, arguments)", server)  # type: ignore[attr-defined]
    assert look["fonts"] >= 2
    assert "Sarabun" in look["family"]
    assert look["line"] >= 1.5
    assert look["align"] in {"start", "left"}
    assert 0 == look["overflow"]
    assert [] == look["foreign"]
    assert [] == driver.get_log("browser")  # type: ignore[attr-defined]


def test_a_double_click_opens_a_styled_site(browser: object, output: Path) -> None:
    """`links = "file"`: from index.html on disk the style loads, and a link leads to the seed's page."""
    driver = browser
    driver.get((output / "index.html").as_uri())  # type: ignore[attr-defined]
    family = driver.execute_script("return getComputedStyle(document.body).fontFamily")  # type: ignore[attr-defined]
    driver.get((output / "district/khaen-dong/index.html").as_uri())  # type: ignore[attr-defined]
    driver.execute_script("document.querySelector('a[href*=\"2565-03-03-khaen-dong\"]').click()")  # type: ignore[attr-defined]
    assert "Sarabun" in family
    assert "พช.บุรีรัมย์ ลุยพื้นที่" in driver.title  # type: ignore[attr-defined]
    assert "วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น." in driver.page_source  # type: ignore[attr-defined]


MAP = """
return [...document.querySelectorAll(".map-district")].map(link => {
  const [path, letters] = [link.querySelector("path"), link.querySelector("text")];
  const [cell, text] = [path.getBoundingClientRect(), letters.getBoundingClientRect()];
  link.focus();
  return {
    name: link.getAttribute("aria-label"),
    size: Math.min(cell.width, cell.height),
    letters: parseFloat(getComputedStyle(letters).fontSize) * cell.width / path.getBBox().width,
    inside: text.left >= cell.left - 4 && text.right <= cell.right + 4 && text.bottom <= cell.bottom + 1,
    seen: link.matches(":focus-visible") && parseFloat(getComputedStyle(path).strokeWidth) >= 6,
  };
});
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_can_be_read_touched_and_walked(browser: object, server: str, width: int) -> None:
    """Each of the 23 districts is 44 px wide and high, its name at least 10.5 px and inside, and its focus is seen."""
    driver = browser
    driver.set_window_size(width, 900)  # type: ignore[attr-defined]
    driver.get(server + "district/")  # type: ignore[attr-defined]
    driver.find_element("css selector", "body").send_keys("\ue004")  # type: ignore[attr-defined]  # Tab: focus is shown
    found = driver.execute_script(MAP)  # type: ignore[attr-defined]
    assert 23 == len(found)
    assert [] == [one for one in found if one["size"] < 44 or one["letters"] < 10.5]
    assert [] == [one for one in found if not one["inside"] or not one["seen"]]
