"""The search in a real browser: the forms that Python makes, its answers, by keyboard, from disk, without a script."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from searching.asking import asked as told
from searching.told import ANSWERS, CASES, NEWS, RICE, SITE
from stories import SETTINGS, Strict, built, item, serving, tell

from site_builder.storing.themes import PACKAGED

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.group_browser
CSS, ENTER = "css selector", "\ue007"  # as selenium calls them, which the default suite does without
ASK = """
const done = arguments[1];
const question = new siteSearch.Question(arguments[0], {}, "");
const titles = found => done(found.map(one => one.title));
question.begin().then(() => question.page(0, 10)).then(titles, fault => done(String(fault)));
"""
SHOWN = """
const done = arguments[arguments.length - 1];
const look = () => {
  const status = document.querySelector("[role=status]").textContent;
  const titles = [...document.querySelectorAll("[data-list] h2")].map(one => one.textContent);
  if (!status || status === "กำลังค้นหา" || titles.length < arguments[0]) return setTimeout(look, 20);
  const marks = [...document.querySelectorAll("[data-list] mark")].map(one => one.textContent);
  done([status, titles, marks, document.querySelector("[data-ways]").checkVisibility()]);
};
look();
"""
MANY = "".join(
    f"-- content/news/m{number:02}.md --\n{item(f'เรื่องที่ {number}', f'2564-02-{number:02}', 'location: อำเภอนางรอง')}\n"
    for number in range(1, 26)
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tests with 25 items more, in a sub-folder of a web root."""
    site = tmp_path_factory.mktemp("root") / "sub"
    site.mkdir()
    settings = SETTINGS.replace("[[category]]", 'links = "file"\n\n[[category]]', 1)
    tell(site, f"-- content/site.toml --\n{settings}")
    assert built(site, SITE + MANY).problems == ()
    return site / "output"


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    """Its search page, under a policy that lets in nothing but the host itself."""
    with serving(functools.partial(Strict, directory=str(output.parent.parent))) as host:
        yield f"{host}/sub/output/search/"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows for a question."""

    status: str  # the announcement
    titles: list[str]
    marks: list[str]
    offers: bool  # the lists of districts, tags and years


def shown(browser: Chrome, titles: int = 0) -> Shown:
    """What the page shows once it has answered, with so many titles at least."""
    return Shown(*browser.execute_async_script(SHOWN, titles))


def logged(browser: Chrome) -> list[object]:
    """What the console has been told since it was asked last."""
    return list(browser.get_log("browser"))  # type: ignore[no-untyped-call]


def asked(browser: Chrome, address: str, query: str) -> Shown:
    """What it shows for the query of an address."""
    browser.get(f"{address}?{query}")
    return shown(browser)


def test_the_script_makes_the_forms_that_python_makes(browser: Chrome, address: str) -> None:
    """The same cases through both."""
    browser.get(address)
    assert dict(CASES) == {
        text: browser.execute_script("return siteSearch.formOf(arguments[0])", text) for text, _ in CASES
    }


def test_the_script_answers_as_python_does(browser: Chrome, address: str, output: Path) -> None:
    """All that has an exact answer, in the same order."""
    browser.get(address)
    expected = {question: told(output, question)[:10] for question, titles in ANSWERS.items() if titles}
    assert expected == {question: browser.execute_async_script(ASK, question) for question in expected}


@pytest.mark.parametrize(
    ("query", "status", "titles"),
    [
        ("แคนดล", "ไม่พบ “แคนดล” แสดงผลสำหรับ “แคนดง” 1 รายการ", [RICE]),  # by the words of the site
        ("ขาวหอม", "ไม่พบ “ขาวหอม” ตรงตัว ต่อไปนี้คือ 1 รายการที่ใกล้เคียง", [RICE]),  # without tone marks
        ("กองทุนแม่ของแผ่นดิฯ", "ไม่พบ “กองทุนแม่ของแผ่นดิฯ” ตรงตัว ต่อไปนี้คือ 1 รายการที่ใกล้เคียง", [NEWS]),  # nearly
        ("xyzzy", "ไม่พบ “xyzzy” ลองใช้คำที่สั้นลง หรือเลือกดูจากรายการข้างล่าง", []),
    ],
)
def test_a_mistyped_word_is_helped(browser: Chrome, address: str, query: str, status: str, titles: list[str]) -> None:
    """And the page says so; where nothing is near, the lists are offered."""
    found = asked(browser, address, f"q={quote(query)}")
    assert (status, titles, not titles) == (found.status, found.titles, found.offers)


def test_the_found_words_are_marked(browser: Chrome, address: str) -> None:
    """In title and text, as they are written there."""
    found = asked(browser, address, f"q={quote('กองทุนแม่ของแผ่นดิน')}")
    assert ([NEWS], ["กองทุนแม่ ของแผ่นดิน"]) == (found.titles, found.marks)


def test_filters_and_orders_are_the_addresss(browser: Chrome, address: str) -> None:
    """A district, a year, an order: alone and with words; the form shows them again."""
    nang_rong = f"district={quote('/district/nang-rong/')}"
    found = asked(browser, address, f"{nang_rong}&year=2564&sort=oldest")
    assert ("พบ 25 รายการ", "เรื่องที่ 1", 10) == (found.status, found.titles[0], len(found.titles))
    field = browser.find_element("name", "district")
    assert ("/district/nang-rong/", True) == (field.get_attribute("value"), field.is_displayed())
    assert "เรื่องที่ 25" == asked(browser, address, f"{nang_rong}&sort=newest").titles[0]
    assert ["เรื่องที่ 7"] == asked(browser, address, f"q={quote('เรื่องที่ 7')}&{nang_rong}").titles
    assert [] == asked(browser, address, f"q={quote('เรื่องที่ 7')}&year=2565").titles


def test_the_keyboard_is_enough(browser: Chrome, address: str) -> None:
    """From the field of any page to the results, and on to further ones, which take the focus; a live region tells."""
    browser.get(address.replace("search/", "about/"))
    logged(browser)
    browser.find_element(CSS, ".top-search input").send_keys("เรื่องที่", ENTER)
    first = shown(browser, 10)
    assert ("พบ 25 รายการสำหรับ “เรื่องที่”", 10) == (first.status, len(first.titles))
    browser.find_element(CSS, "[data-more]").send_keys(ENTER)
    both = shown(browser, 20)
    assert (20, first.titles) == (len(both.titles), both.titles[:10])
    assert both.titles[10] == browser.execute_script("return document.activeElement.textContent")
    assert [] == logged(browser)


def test_markup_in_a_question_is_text(browser: Chrome, address: str) -> None:
    """Nothing of it comes to life, and the console stays empty."""
    found = asked(browser, address, f"q={quote('<img src=x onerror=alert(1)> <b>')}")
    assert "<img src=x onerror=alert(1)> <b>" in found.status
    assert 0 == browser.execute_script("return document.querySelectorAll('main img, main b').length")
    assert [] == logged(browser)


def test_a_double_click_searches_too(browser: Chrome, output: Path) -> None:
    """From the first page on disk to the results and to the item, by plain files."""
    browser.get((output / "index.html").as_uri())
    browser.find_element(CSS, ".top-search input").send_keys("แคนดง", ENTER)
    assert [RICE] == shown(browser, 1).titles
    browser.find_element(CSS, "[data-list] a").click()
    assert RICE in browser.title
    assert browser.current_url.startswith("file:")


def test_the_script_is_small() -> None:
    """At most 6.5 KiB as hosts send it."""
    script = (PACKAGED / "default/static/js/search.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 6.5 * 1024
    assert b"(?<" not in script
    assert b"innerHTML" not in script
