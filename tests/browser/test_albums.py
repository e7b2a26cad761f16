"""An album of twenty pictures and a film in a real browser: what a phone loads, and how they are shown."""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser.test_reader import NOW, ROOT, Quiet
from looking import until
from stories import SETTINGS, item, serving, tell

from site_builder.build import build

if TYPE_CHECKING:
    from selenium.webdriver import Chrome as WebDriver

pytestmark = pytest.mark.group_browser
ALBUM = "news/2569/03/2569-03-14-mueang-buri-ram/"
FIRST_VIEW = 300_000  # bytes
FILM = "[พิธีเปิด](https://youtu.be/abcdefghijk)"
SHIFTS = """
const done = arguments[arguments.length - 1]; let sum = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
  .observe({type: "layout-shift", buffered: true});
setTimeout(() => done(sum), 400);
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The repository's own album, and an item with a film."""
    site = tmp_path_factory.mktemp("site")
    folder = "content/news/2569/2569-03-14-mueang-buri-ram"
    (site / folder).mkdir(parents=True)
    for file in (ROOT / folder).iterdir():
        (site / folder / file.name).write_bytes(file.read_bytes())
    tell(site, f"-- content/news/film.md --\n{item('วิดีโอ', '2565-01-01', body=FILM)}")
    tell(site, f"-- content/site.toml --\n{SETTINGS}")
    assert build(site, site / "output", NOW).built
    with serving(functools.partial(Quiet, directory=str(site / "output"))) as address:
        yield f"{address}/"


@pytest.fixture
def driver(browser: WebDriver, server: str) -> Iterator[WebDriver]:
    """The browser of a phone, 360 wide, on the page with the album."""
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    browser.get_log("performance")  # type: ignore[no-untyped-call]
    browser.get(f"{server}{ALBUM}")
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})


def loaded(driver: WebDriver) -> int:
    """Bytes that came over the line since the last question."""
    told = [json.loads(row["message"])["message"] for row in driver.get_log("performance")]  # type: ignore[no-untyped-call]
    return sum(int(one["params"]["encodedDataLength"]) for one in told if one["method"] == "Network.loadingFinished")


def count(driver: WebDriver) -> str:
    """What the dialog says of its picture."""
    return str(driver.execute_script("return document.querySelector('.album-count')?.textContent || ''"))


def swiped(driver: WebDriver, start: int, end: int) -> None:
    """A finger that moves across the middle of the screen."""
    send = functools.partial(driver.execute_cdp_cmd, "Input.dispatchTouchEvent")
    send({"type": "touchStart", "touchPoints": [{"x": start, "y": 400}]})
    for step in range(1, 9):
        send({"type": "touchMove", "touchPoints": [{"x": start + (end - start) * step / 8, "y": 400}]})
        time.sleep(0.016)
    send({"type": "touchEnd", "touchPoints": []})


def test_a_phone_loads_what_it_shows(driver: WebDriver) -> None:
    """The first view of twenty pictures; nothing moves while they come; the console says nothing."""
    time.sleep(0.8)
    assert loaded(driver) <= FIRST_VIEW
    driver.execute_script("scrollTo(0, document.body.scrollHeight)")
    until(lambda: driver.execute_script("return [...document.images].every(one => one.complete)"))
    assert 0 == driver.execute_async_script(SHIFTS)
    assert [] == [row for row in driver.get_log("browser") if "favicon" not in row["message"]]  # type: ignore[no-untyped-call]


def test_pictures_are_shown_one_by_one(driver: WebDriver) -> None:
    """By a tap, the arrow keys, the ends, the buttons and a swipe; closed, the reader is where the last one was."""
    from selenium.webdriver.common.action_chains import ActionChains  # noqa: PLC0415
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    driver.execute_script("document.querySelectorAll('[data-album] a')[2].click()")
    until(lambda: count(driver) == "ภาพที่ 3 จาก 20")
    steps = [(Keys.ARROW_RIGHT, 4), (Keys.ARROW_LEFT, 3), (Keys.END, 20), (Keys.ARROW_RIGHT, 20), (Keys.HOME, 1)]
    for key, place in steps:
        ActionChains(driver).send_keys(key).perform()
        until(lambda place=place: count(driver) == f"ภาพที่ {place} จาก 20")  # type: ignore[misc]
    driver.execute_script("document.querySelector('.album-next').click()")
    until(lambda: count(driver) == "ภาพที่ 2 จาก 20")
    time.sleep(0.6)
    swiped(driver, 310, 50)
    until(lambda: count(driver) == "ภาพที่ 3 จาก 20")
    stands = (
        "const box = document.querySelectorAll('.album-strip img')[2].getBoundingClientRect();"
        "return box.left >= 0 && box.right <= innerWidth && box.height > 100"
    )
    until(lambda: driver.execute_script(stands))
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    until(lambda: not driver.execute_script("return document.querySelector('dialog')"))
    script = "return [...document.querySelectorAll('[data-album] a')].indexOf(document.activeElement)"
    assert 2 == driver.execute_script(script)
    assert 0 == driver.execute_async_script(SHIFTS)


def test_the_open_picture_is_judged_by_axe(driver: WebDriver) -> None:
    """Names, contrast and order of the dialog."""
    from axe_core_python.base import AXE_SCRIPT  # noqa: PLC0415
    from browser.test_reader import AXE, RULES  # noqa: PLC0415

    driver.execute_script("document.querySelector('[data-album] a').click()")
    until(lambda: count(driver) == "ภาพที่ 1 จาก 20")
    driver.execute_script(AXE_SCRIPT)
    assert [] == driver.execute_async_script(AXE, RULES)


def test_without_a_script_a_picture_is_a_link(driver: WebDriver, server: str) -> None:
    """To its largest size."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(f"{server}{ALBUM}")
    link = driver.find_element("css selector", "[data-album] a").get_attribute("href") or ""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "-1200." in link
    driver.get(link)
    assert 1200 == driver.execute_script("return document.images[0].naturalWidth")


def test_a_film_is_loaded_when_it_is_wanted(driver: WebDriver, server: str) -> None:
    """Before, its host is not asked; after, its frame stands in its place and has the focus."""
    driver.get_log("performance")  # type: ignore[no-untyped-call]
    driver.get(f"{server}news/2565/01/film/")
    sent = [row["message"] for row in driver.get_log("performance") if "requestWillBeSent" in row["message"]]  # type: ignore[no-untyped-call]
    assert not any("youtube-nocookie" in one for one in sent)
    driver.execute_script("document.querySelector('[data-film]').click()")
    frame = driver.find_element("css selector", ".film-frame")
    assert "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1" == frame.get_attribute("src")
    assert "พิธีเปิด" == frame.get_attribute("title")
