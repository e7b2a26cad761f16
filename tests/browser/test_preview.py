"""The live preview in a real browser: what an editor sees after saving."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from looking import live, until
from stories import SETTINGS, item, tell

from site_builder.preview.live import Live, Wishes
from site_builder.storing.themes import PACKAGED

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ITEM = "themes/default/templates/item.html"
TEMPLATE = (PACKAGED / "default/templates/item.html").read_text("utf-8")
CSS = (PACKAGED / "default/static/css/site.css").read_text("utf-8")
A, B, DRAFT = "news/2565/03/a/", "news/2565/03/b/", "news/2565/03/d/"
BODY = "เรื่องย่อ\n\nต้นฉบับ\n\n" + "\n\n".join(f"ย่อหน้าที่ {n} ของข่าวที่ยาวพอให้เลื่อนหน้าได้" for n in range(60))
SITE = f"""
-- content/site.toml --
{SETTINGS}
-- content/news/a.md --
{item("ข่าวหนึ่ง", "2565-03-01", body=BODY)}
-- content/news/b.md --
{item("ข่าวสอง", "2565-03-02", "cover: p.png", body=BODY)}
-- content/news/d.md --
{item("ข่าวร่าง", "2565-03-03", "draft: ใช่", body=BODY)}
"""
pytestmark = [pytest.mark.group_browser, pytest.mark.usefixtures("quick")]


def picture(width: int) -> bytes:
    """A PNG of one row that is so many pixels wide."""
    import struct  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = zlib.compress(b"\0" + b"\x20" * width)
    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


@pytest.fixture
def preview(site: Path, browser: Chrome) -> Iterator[Live]:
    """A preview of the story; the browser has one empty tab before and after."""
    tell(site, SITE)
    (site / "content/news/p.png").write_bytes(picture(3))
    with live(site, Wishes(language="th")) as found:
        yield found
        for tab in browser.window_handles[1:]:
            browser.switch_to.window(tab)
            browser.close()
        browser.switch_to.window(browser.window_handles[0])
        browser.get("about:blank")


SHADOW = "document.querySelector('site-preview')?.shadowRoot"


def text(browser: Chrome) -> str:
    """What the page says."""
    return str(browser.execute_script("return document.body.innerText"))


def overlay(browser: Chrome) -> str:
    """The panel of mistakes as it is read; "" where it is not shown."""
    return str(browser.execute_script(f"return {SHADOW}.querySelector('.panel:not([hidden])')?.innerText") or "")


def badge(browser: Chrome) -> str:
    """The sign in the corner."""
    return str(browser.execute_script(f"return {SHADOW}.querySelector('.badge:not([hidden])')?.innerText") or "")


def calm(holds: Callable[[], bool]) -> float:
    """As `until`, though the page may be loading anew in this instant."""
    from selenium.common.exceptions import WebDriverException  # noqa: PLC0415

    def held() -> bool:
        try:
            return holds()
        except WebDriverException:
            return False

    return until(held, 15)


def save(site: Path, name: str, title: str, *lines: str, body: str = BODY) -> None:
    """Write an item anew."""
    date = f"2565-03-0{'abd'.index(name) + 1}"
    tell(site, f"-- content/news/{name}.md --\n{item(title, date, *lines, body=body)}")


def test_a_saved_body_shows_where_the_reader_was(browser: Chrome, preview: Live, site: Path) -> None:
    """The page loads again, and stands where it stood; another page does not load at all."""
    browser.get(preview.address + A)
    browser.execute_script("scrollTo(0, 900); window.mark = 1")
    save(site, "b", "ข่าวสอง", body=BODY.replace("ต้นฉบับ", "ของหน้าอื่น"))
    until(lambda: preview.shown().proofs.snapshot.number == 2)
    time.sleep(0.3)
    assert 1 == browser.execute_script("return window.mark")
    save(site, "a", "ข่าวหนึ่ง", body=BODY.replace("ต้นฉบับ", "ฉบับแก้ไข"))
    calm(lambda: "ฉบับแก้ไข" in text(browser))
    calm(lambda: abs(browser.execute_script("return scrollY") - 900) < 5)


def test_a_broken_head_is_told_over_the_last_good_page(browser: Chrome, preview: Live, site: Path) -> None:
    """With file, line, the line itself, the caret below it and the mend; when it is mended all of it is gone."""
    browser.get(preview.address + A)
    place = site / "content/news/a.md"
    whole = place.read_text("utf-8")
    place.write_text(whole.replace("date:", "district: แคนดล\ndate:"), "utf-8")
    calm(lambda: "L002" in overlay(browser))
    found = overlay(browser)
    for part in ("content/news/a.md:3:11", "ไม่มีอำเภอ", "3 | district: แคนดล", "district: แคนดง", "วิธีแก้"):
        assert part in found
    assert "ต้นฉบับ" in text(browser)
    assert "มีข้อผิดพลาด" in browser.execute_script("return document.querySelector('.site-preview-ribbon').innerText")
    caret = """const mark = document.querySelector('site-preview').shadowRoot.querySelector('mark');
    return [mark.textContent, getComputedStyle(mark, '::after').content]"""
    assert ["แคนดล", '"^"'] == browser.execute_script(caret)
    place.write_text(whole, "utf-8")
    calm(lambda: not overlay(browser) and "site-preview-ribbon" not in browser.page_source)
    assert "" == badge(browser)


def test_a_mistake_elsewhere_is_told_and_may_be_put_aside(browser: Chrome, preview: Live, site: Path) -> None:
    """Esc leaves a badge, on this page and the next; a new mistake opens the panel again; nothing reloads."""
    from selenium.webdriver.common.by import By  # noqa: PLC0415
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    browser.get(preview.address + DRAFT)
    browser.execute_script("window.mark = 1")
    save(site, "a", "ข่าวหนึ่ง", "district: แคนดล")
    calm(lambda: "L002" in overlay(browser))
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    assert ("", "ข้อผิดพลาด 1") == (overlay(browser), badge(browser))
    assert 1 == browser.execute_script("return window.mark")
    browser.get(preview.address)
    assert ("", "ข้อผิดพลาด 1") == (overlay(browser), badge(browser))
    browser.execute_script("document.querySelector('site-preview').shadowRoot.querySelector('button.badge').click()")
    assert "L002" in overlay(browser)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    save(site, "b", "ข่าวสอง", "district: แคนตง")
    calm(lambda: "content/news/b.md" in overlay(browser))


def test_a_broken_template_is_told_with_its_line(browser: Chrome, preview: Live, site: Path) -> None:
    """Over what the tab showed before; a tab that comes anew reads it too; mended, both show the page."""
    browser.get(preview.address + A)
    tell(site, f"-- {ITEM} --\n{{{{ words.no_such_word }}}}\n{TEMPLATE}")
    calm(lambda: f"{ITEM}:1:1" in overlay(browser))
    assert "ต้นฉบับ" in text(browser)
    browser.switch_to.new_window("tab")
    browser.get(preview.address + A)
    assert f"{ITEM}:1:1" in overlay(browser)
    mended = TEMPLATE.replace("</h1>", "แก้แล้ว</h1>")
    tell(site, f"-- {ITEM} --\n{mended}")
    for tab in browser.window_handles:
        browser.switch_to.window(tab)
        calm(lambda: "แก้แล้ว" in browser.page_source and not overlay(browser))


def test_nine_tabs_are_all_alive(browser: Chrome, preview: Live, site: Path) -> None:
    """A browser gives a host six connections; and when the tab that hears for all is closed, another one does."""
    for number in range(9):
        if number:
            browser.switch_to.new_window("tab")
        browser.get(preview.address + A)
    for word, closed in (("ครั้งหนึ่ง", False), ("ครั้งสอง", True)):
        if closed:
            browser.switch_to.window(browser.window_handles[0])
            browser.close()
        save(site, "a", "ข่าวหนึ่ง", body=BODY.replace("ต้นฉบับ", word))
        for tab in browser.window_handles:
            browser.switch_to.window(tab)
            calm(lambda sign=word: sign in text(browser))  # type: ignore[misc]


def test_tabs_without_locks_hear_for_themselves(browser: Chrome, preview: Live, site: Path) -> None:
    """As on a phone, where the address is not held to be safe; those in the background let go of their connection."""
    script = {"source": "Object.defineProperty(navigator, 'locks', {value: undefined})"}
    for number in range(9):
        if number:
            browser.switch_to.new_window("tab")
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
        browser.get(preview.address + A)
    assert browser.execute_script("return navigator.locks === undefined")
    save(site, "a", "ข่าวหนึ่ง", body=BODY.replace("ต้นฉบับ", "ไม่มีกุญแจ"))
    calm(lambda: "ไม่มีกุญแจ" in text(browser))
    for tab in browser.window_handles:
        browser.switch_to.window(tab)
        calm(lambda: "ไม่มีกุญแจ" in text(browser))


def test_a_style_sheet_is_swapped_in_place(browser: Chrome, preview: Live, site: Path) -> None:
    """No reload, no jump; twice in a row too."""
    browser.get(preview.address + A)
    browser.execute_script("scrollTo(0, 900); window.mark = 1")
    colour = "return getComputedStyle(document.querySelector('h1')).color"
    for name, rgb in (("red", "rgb(255, 0, 0)"), ("blue", "rgb(0, 0, 255)")):
        tell(site, f"-- themes/default/static/css/site.css --\n{CSS}\nh1{{color:{name} !important}}")
        calm(lambda wanted=rgb: wanted == browser.execute_script(colour))  # type: ignore[misc]
    assert 1 == browser.execute_script("return window.mark")
    assert abs(browser.execute_script("return scrollY") - 900) < 5
    calm(lambda: 1 == browser.execute_script("return document.querySelectorAll('link[href*=\"css/site.\"]').length"))


def test_a_changed_picture_shows(browser: Chrome, preview: Live, site: Path) -> None:
    """The page that shows it loads again."""
    # `naturalWidth` counts in the pixels of its place, where a browser has a choice of sizes.
    width = (
        "const one = document.querySelector('main img');"
        "return one?.naturalWidth ? Number(one.getAttribute('width')) : 0"
    )
    browser.get(preview.address + B)
    calm(lambda: 3 == browser.execute_script(width))
    (site / "content/news/p.png").write_bytes(picture(7))
    calm(lambda: 7 == browser.execute_script(width))


def test_a_draft_has_a_ribbon_and_no_place_in_a_list(browser: Chrome, preview: Live, site: Path) -> None:
    """Published, its tab loses the ribbon; deleted, it shows the page for lost addresses."""
    browser.get(preview.address + DRAFT)
    ribbon = "return document.querySelector('.site-preview-ribbon')?.innerText"
    assert "ร่างหน้านี้ยังไม่อยู่บนเว็บ ลบบรรทัด draft (ร่าง) ในหัวข่าวเมื่อพร้อมเผยแพร่ content/news/d.md" == browser.execute_script(
        ribbon
    )
    save(site, "d", "ข่าวร่าง")
    calm(lambda: browser.execute_script(ribbon) is None and "ข่าวร่าง" in text(browser))
    tell(site, "-- content/news/d.md --\n(gone)")
    calm(lambda: "ต้นฉบับ" not in text(browser))


def test_a_stopped_preview_says_so(browser: Chrome, site: Path) -> None:
    """Every tab has the sign; started again on its port, it is gone, and what was written meanwhile is there."""
    tell(site, SITE)
    with live(site) as first:
        port = first.server.server_port if first.server else 0
        browser.get(first.address + A)
        browser.switch_to.new_window("tab")
        browser.get(first.address + A)
    for tab in browser.window_handles:
        browser.switch_to.window(tab)
        calm(lambda: "หน้าตัวอย่างหยุดทำงาน สั่ง site-builder serve อีกครั้ง" == badge(browser))
    save(site, "a", "ข่าวหนึ่ง", body=BODY.replace("ต้นฉบับ", "ระหว่างหยุด"))
    with live(site, Wishes(ports=(port,))):
        for tab in browser.window_handles:
            browser.switch_to.window(tab)
            calm(lambda: "ระหว่างหยุด" in text(browser) and not badge(browser))
        browser.close()
        browser.switch_to.window(browser.window_handles[0])
        browser.get("about:blank")


def test_the_browser_goes_where_the_editor_writes(browser: Chrome, site: Path) -> None:
    """`--navigate`: the page of the item that was saved, with a Thai address too; never without it."""
    tell(site, SITE)
    with live(site, Wishes(navigate=True)) as preview:
        browser.get(preview.address)
        save(site, "b", "ข่าวสอง", body=BODY.replace("ต้นฉบับ", "ไปหา"))
        calm(lambda: browser.current_url.endswith(B) and "ไปหา" in text(browser))
        tell(site, f"-- content/news/ไทย.md --\n{item('ชื่อไทย', '2565-03-09')}")
        calm(lambda: unquote(browser.current_url).endswith("/ไทย/"))
        browser.execute_script("window.mark = 1")
        tell(site, f"-- content/news/ไทย.md --\n{item('ชื่อไทย', '2565-03-09', body='อีกครั้ง')}")
        calm(lambda: "อีกครั้ง" in text(browser))
        browser.get("about:blank")


def test_the_previews_own_page_tells_all(browser: Chrome, preview: Live, site: Path) -> None:
    """Pages with their times, problems, what is held back; it follows every change, and fits a phone."""
    browser.get(preview.address + A)
    browser.get(preview.address + "_site/")
    said = text(browser)
    for part in ("อ่าน 3 = เผยแพร่ 2 + ร่าง 1", "ข่าวร่าง", f"/{A}", "item.html"):
        assert part in said
    save(site, "a", "ข่าวหนึ่ง", "district: แคนดล")
    calm(lambda: "content/news/a.md:4:11" in text(browser))
    browser.set_window_size(500, 900)
    assert browser.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
