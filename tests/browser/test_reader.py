"""The reader's page in a real browser: judged by axe in every mode, and with its own settings, sharing and printing."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import re
import shutil
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from looking import until
from stories import serving

from site_builder.build import build

if TYPE_CHECKING:
    from selenium.webdriver import Chrome as WebDriver

ROOT = Path(__file__).parent.parent.parent
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ITEM = "news/2565/03/2565-03-03-khaen-dong/"
PAGES = [
    "",
    ITEM,
    "news/",
    "district/",
    "district/khaen-dong/",
    "tag/",
    "archive/2565/",
    "fiscal-year/2565/",
    "calendar/",
    "search/",
    "search/?q=แคนดง",
    "search/?q=เรื่องที่ไม่มีใครเขียน",
    "contact/",
    "handbook/",
    "handbook-write/",
    "handbook-blocks/",
    "news/2569/03/2569-03-14-mueang-buri-ram/",
    "news/2568/09/2568-09-04-krasang/",
    "404.html",
]
SWITCHED = [
    ('[mourning]\nfrom = ""', '[mourning]\nfrom = "1 พฤศจิกายน 2569"'),
    ('provider = "none"', 'provider = "file"'),
    ('[announcement]\ntext = ""\nurl = ""', '[announcement]\ntext = "งดให้บริการวันที่ 5 ธันวาคม"\nurl = "/contact/"'),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
AXE = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: arguments[0]}).then(found => done(
  found.violations.map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).join(", "))
));
"""
SHIFTS = """
const done = arguments[arguments.length - 1]; let sum = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
  .observe({type: "layout-shift", buffered: true});
setTimeout(() => done(sum), 400);
"""
FOUND = "return document.querySelector('[data-list] li, [data-ways]:not([hidden])')"
pytestmark = pytest.mark.group_browser


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def _built(folder: Path, *changes: tuple[str, str]) -> Path:
    shutil.copytree(ROOT / "content", folder / "content")
    settings = folder / "content/site.toml"
    text = settings.read_text("utf-8").replace('social_cards = "districts"', 'social_cards = "none"')
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    settings.write_text(text, "utf-8")
    (folder / "content/visits.json").write_text(f'{{"pages": {{"/{ITEM}": 1523}}}}')
    assert build(folder, folder / "output", NOW).built
    return folder / "output"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The repository's own site, as it is, and in mourning with an announcement."""
    usual, switched = (_built(tmp_path_factory.mktemp("site"), *changes) for changes in ([], SWITCHED))
    with (
        serving(functools.partial(Quiet, directory=str(usual))) as first,
        serving(functools.partial(Quiet, directory=str(switched))) as second,
    ):
        yield f"{first}/", f"{second}/"


@pytest.fixture
def driver(browser: WebDriver, servers: tuple[str, str]) -> WebDriver:
    """The browser on the first page, as a new reader has it."""
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.set_window_size(500, 900)
    browser.get(servers[0])
    browser.execute_script("localStorage.clear()")
    browser.refresh()
    return browser


def _axe(driver: WebDriver, address: str) -> list[str]:
    from axe_core_python.base import AXE_SCRIPT  # noqa: PLC0415 — an extra that the default suite does without

    driver.get(address)
    if "?q=" in address:  # what was found, or the ways that lead on where nothing was
        until(lambda: bool(driver.execute_script(FOUND)))
    driver.execute_script(AXE_SCRIPT)
    found: list[str] = driver.execute_async_script(AXE, RULES)
    return [f"{address}: {one}" for one in found]


@pytest.mark.parametrize(("mode", "size"), [("", ""), ("dark", ""), ("contrast", ""), ("", "3")])
def test_every_kind_of_page_passes_axe(driver: WebDriver, servers: tuple[str, str], mode: str, size: str) -> None:
    """WCAG 2.1 AA and best practices, in light, dark, high contrast and the largest text; nothing runs out sideways."""
    for key, value in (("mode", mode), ("size", size)):
        driver.execute_script("if (arguments[1]) localStorage.setItem(arguments[0], arguments[1])", key, value)
    for page in PAGES:
        assert [] == _axe(driver, servers[0] + page)
        over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert driver.execute_script(over) == 0, page


def test_every_kind_of_page_passes_axe_in_mourning(driver: WebDriver, servers: tuple[str, str]) -> None:
    """With the ribbon and an announcement above; the page is grey."""
    for page in PAGES:
        assert [] == _axe(driver, servers[1] + page)
    assert "grayscale(1)" == driver.execute_script("return getComputedStyle(document.documentElement).filter")


def test_targets_are_large_enough_for_a_thumb(driver: WebDriver, servers: tuple[str, str]) -> None:
    """44 px each way, but for words within a text: header, controls, menu, breadcrumb, chips, sharing, foot."""
    sought = ".top a, .top button, .top summary, .crumbs a, .chips a, .share a, .share button:not([hidden]), .foot a"
    script = """
    return [...document.querySelectorAll(arguments[0])]
      .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
      .filter(([, box]) => box.height && box.height < 43.9).map(([text, box]) => `${text} ${box.height}`)
    """
    for page in ("", ITEM, "tag/"):
        driver.get(servers[0] + page)
        assert [] == driver.execute_script(script, sought)


def test_a_readers_size_of_text_is_kept(driver: WebDriver, servers: tuple[str, str]) -> None:
    """A+ makes all text larger, on the next page too; A brings it back."""
    size = "return parseFloat(getComputedStyle(document.body).fontSize)"
    usual = driver.execute_script(size)
    for _ in range(2):
        driver.execute_script("document.querySelector('[data-set-size=larger]').click()")
    driver.get(servers[0] + ITEM)
    assert driver.execute_script(size) == pytest.approx(usual * 1.32)
    driver.execute_script("document.querySelector('[data-set-size=reset]').click()")
    driver.refresh()
    assert usual == driver.execute_script(size)


def test_a_readers_colours_are_kept_and_given_back(driver: WebDriver) -> None:
    """A mode chosen holds on the next page; pressed again, the system's own is shown."""
    ground = "return getComputedStyle(document.body).backgroundColor"
    driver.execute_script("document.querySelector('[data-set-mode=contrast]').click()")
    driver.refresh()
    assert "rgb(0, 0, 0)" == driver.execute_script(ground)
    pressed = "return document.querySelector('[data-set-mode=contrast]').getAttribute('aria-pressed')"
    assert "true" == driver.execute_script(pressed)
    driver.execute_script("document.querySelector('[data-set-mode=contrast]').click()")
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    assert "rgb(26, 19, 16)" == driver.execute_script(ground)


def test_nothing_jumps_when_a_reader_has_chosen(driver: WebDriver, servers: tuple[str, str]) -> None:
    """No layout shift, with large text and dark colours kept from before."""
    driver.execute_script("localStorage.setItem('size', '3'); localStorage.setItem('mode', 'dark')")
    driver.get(servers[0] + ITEM)
    assert driver.execute_async_script(SHIFTS) == 0


def test_results_move_nothing_that_was_shown(driver: WebDriver, servers: tuple[str, str]) -> None:
    """The lists that they take the place of are never painted, and the foot is below what is seen."""
    driver.get(servers[0] + "search/?q=แคนดง")
    until(lambda: bool(driver.execute_script(FOUND)))
    assert driver.execute_async_script(SHIFTS) == 0
    assert not driver.find_element("css selector", "[data-ways]").is_displayed()


def test_the_link_is_copied(driver: WebDriver, servers: tuple[str, str]) -> None:
    """The button says so to those who listen, too; where copying is forbidden it shows the address."""
    driver.get(servers[0] + ITEM)
    address = driver.execute_script("return document.querySelector('[data-share]').dataset.url")
    driver.execute_script(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); };"
        "document.querySelector('[data-share-copy]').click()"
    )
    say = "return document.querySelector('.share-status').textContent"
    assert (address, "คัดลอกลิงก์แล้ว") == (driver.execute_script("return window.copied"), driver.execute_script(say))
    driver.execute_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        "document.querySelector('[data-share-copy]').click()"
    )
    assert address == driver.execute_async_script(
        f"const d = arguments[0]; setTimeout(() => d((() => {{ {say} }})()), 50)"
    )


def test_without_a_script_the_page_is_whole(driver: WebDriver, servers: tuple[str, str]) -> None:
    """What needs the script is not shown, and the menu opens all the same."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.get(servers[0] + ITEM)
        shown = [one.is_displayed() for one in driver.find_elements("css selector", ".display, .scripted")]
        assert shown
        assert not any(shown)
        assert driver.find_element("css selector", ".share-line").is_displayed()
        driver.find_element("css selector", ".menu summary").click()
        assert driver.find_element("css selector", ".menu li a").is_displayed()
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_no_line_breaks_a_date_or_a_place(driver: WebDriver, servers: tuple[str, str]) -> None:
    """On a narrow phone each such piece stands on one line, and no line begins with ๆ."""
    driver.set_window_size(500, 900)
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        driver.get(servers[0] + ITEM)
        broken = "return [...document.querySelectorAll('.whole')].filter(one => one.getClientRects().length > 1).length"
        assert driver.execute_script("return document.querySelectorAll('.body .whole').length") >= 5
        assert driver.execute_script(broken) == 0
        assert not re.search(r" ๆ", driver.execute_script("return document.querySelector('.body').innerHTML"))
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_item_is_printed_on_a4(driver: WebDriver, servers: tuple[str, str]) -> None:
    """Text, facts and address alone, on few sheets."""
    driver.get(servers[0] + ITEM)
    sheet = {"preferCSSPageSize": True, "printBackground": False}
    data = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", sheet)["data"])
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert {(595, 842)} == {(round(float(width)), round(float(height))) for width, height in boxes}
    assert len(boxes) <= 3
