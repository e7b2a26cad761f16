"""The news desk in a real browser: by mouse, by keyboard alone, with two tabs and an editor on disk."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from looking import live, until
from stories import SETTINGS, item, serving, tell

from site_builder.preview.live import Live

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

A = "content/news/a.md"
RELEASE = """พช.แคนดง ประชุมผู้นำชุมชนประจำเดือน

วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น. นายอำเภอเป็นประธานเปิดการประชุม ณ ศาลาประชาคมบ้านสระบัว อำเภอแคนดง จังหวัดบุรีรัมย์
ซึ่งมีวัตถุประสงค์คือ
1.เพื่อเพิ่มขีดความสามารถของผู้นำ
2.เพื่อสร้างพลังชุมชน ณ ศูนย์จิตอาสาบ้านสระบัว หมู่ที่ ตำบล อำเภอแคนดง จังหวัดบุรีรัมย์
ข่าวโดย : สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์
"""
SITE = f"""
-- content/site.toml --
{SETTINGS}
[publish.main]
kind = "folder"
path = "{{folder}}"
url = "{{url}}"
-- content/tags.toml --
[[tag]]
name = "ผู้นำชุมชน"
slug = "leaders"
[[tag]]
name = "เศรษฐกิจพอเพียง"
slug = "sufficiency"
-- content/news/a.md --
{item("ข่าวหนึ่ง", "2565-03-01", "location: อำเภอแคนดง", body="ย่อหน้าแรก")}
-- content/news/b.md --
{item("ข่าวสอง", "2565-03-02", "draft: ใช่")}
"""
WRONG = f"""
-- content/news/b.md --
{item("ข่าวสอง", "2565-03-02", "draft: ใช่", "district: แคนดล")}
"""
pytestmark = [pytest.mark.group_browser, pytest.mark.usefixtures("quick")]


class Quiet(SimpleHTTPRequestHandler):
    """A host that says nothing on the terminal."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder to publish to, and the address at which it is seen."""
    folder = tmp_path / "host"
    folder.mkdir()
    with serving(partial(Quiet, directory=str(folder))) as url:
        yield folder, url


@pytest.fixture
def desk(site: Path, host: tuple[Path, str]) -> Iterator[Live]:
    """A preview with its desk."""
    folder, url = host
    tell(site, SITE.replace("{folder}", str(folder)).replace("{url}", url))
    with live(site) as preview:
        yield preview


class Hand:
    """What an editor does with the browser, counted: a press, a text typed or pasted, a file chosen."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser
        self.actions = 0

    def find(self, selector: str) -> WebElement:
        """The first element, once it is there."""
        from selenium.webdriver.common.by import By  # noqa: PLC0415

        until(lambda: bool(self.browser.find_elements(By.CSS_SELECTOR, selector)))
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def press(self, selector: str) -> None:
        """By the mouse."""
        self.actions += 1
        calm(lambda: self.find(selector).is_displayed() and self.find(selector).is_enabled())
        self.find(selector).click()

    def keys(self, *keys: str) -> None:
        """One press of keys, or one text, where the focus is."""
        from selenium.webdriver import ActionChains  # noqa: PLC0415
        from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

        self.actions += 1
        held = [key for key in keys if key in {Keys.CONTROL, Keys.SHIFT, Keys.ALT}]
        chain = ActionChains(self.browser)
        for key in held:
            chain = chain.key_down(key)
        chain = chain.send_keys("".join(key for key in keys if key not in held))
        for key in reversed(held):
            chain = chain.key_up(key)
        chain.perform()

    def script(self, text: str, *arguments: object) -> object:
        """What a script gives."""
        return self.browser.execute_script(text, *arguments)

    def copy(self, text: str) -> None:
        """A text into the clipboard, as from another program."""
        from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

        self.browser.get("data:text/html,<textarea autofocus></textarea>")
        self.script("document.querySelector('textarea').value = arguments[0]", text)
        area = self.find("textarea")
        area.send_keys(Keys.CONTROL, "a")
        area.send_keys(Keys.CONTROL, "c")

    def open(self, preview: Live, path: str = "") -> None:
        """A page of the desk, when its script is ready; no action, for the launcher opens it."""
        self.browser.get(f"{preview.address}_desk/{path}")
        if path.startswith(("edit", "paste")):
            self.ready()

    def ready(self) -> None:
        """Wait until a page's script has filled it in."""
        calm(lambda: self.script("return document.documentElement.dataset.ready") == "true")

    def state(self) -> str:
        """What the bar says."""
        return self.find("#state").text

    def page(self) -> str:
        """The text of the preview beside the form."""
        return str(self.script("return document.getElementById('shown').contentDocument?.body?.innerText ?? ''"))


@pytest.fixture
def hand(browser: Chrome) -> Iterator[Hand]:
    """An editor's."""
    browser.set_window_size(1300, 950)
    yield Hand(browser)
    while len(browser.window_handles) > 1:
        browser.close()
        browser.switch_to.window(browser.window_handles[0])
    browser.get("about:blank")


def calm(holds: Callable[[], bool]) -> float:
    """As `until`, though the page may be loading anew in this instant."""
    from selenium.common.exceptions import WebDriverException  # noqa: PLC0415

    def held() -> bool:
        try:
            return holds()
        except WebDriverException:
            return False

    return until(held, 20)


def photo(path: Path) -> Path:
    """A picture file."""
    path.write_bytes(picture())
    return path


def picture() -> bytes:
    """A photograph."""
    from PIL import Image  # noqa: PLC0415

    sink = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(sink, "JPEG")
    return sink.getvalue()


def published(host: Path) -> str:
    """The page of the release on the host."""
    found = [one for one in host.rglob("index.html") if "khaen-dong" in one.parent.name and "news" in one.parts]
    assert 1 == len(found)
    return found[0].read_text("utf-8")


def test_a_release_is_published_in_ten_actions_by_mouse(
    hand: Hand, desk: Live, site: Path, host: tuple[Path, str], tmp_path: Path
) -> None:
    """Paste, confirm, photo, its words, ready, save, look, publish."""
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    hand.copy(RELEASE)
    hand.open(desk)
    hand.press("nav a[href='/_desk/paste/']")
    hand.ready()
    hand.keys(Keys.CONTROL, "v")
    hand.press("#create")
    hand.ready()
    hand.find("#files").send_keys(str(photo(tmp_path / "ภาพข่าว.jpg")))
    hand.actions += 1
    calm(lambda: hand.script("return document.activeElement.dataset.alt") == "ภาพข่าว.jpg")
    hand.keys("ผู้นำชุมชนนั่งประชุมในศาลา")
    hand.press("#ready")
    hand.press("#save")
    calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    calm(lambda: "พช.แคนดง ประชุมผู้นำชุมชนประจำเดือน" in hand.page())
    path = site / "content/news/2565/2565-03-03-khaen-dong/index.md"
    text = path.read_text("utf-8")
    for line in ("cover: ภาพข่าว.jpg\n", "cover_alt: ผู้นำชุมชนนั่งประชุมในศาลา\n", "1. เพื่อเพิ่มขีด"):
        assert line in text
    assert "draft" not in text
    hand.press("#publish")
    hand.press("#go")
    calm(lambda: hand.find("#phase").text.startswith("เผยแพร่แล้ว"))
    assert "ผู้นำชุมชนนั่งประชุมในศาลา" in published(host[0])
    assert hand.actions <= 10


def test_a_release_is_published_in_ten_actions_by_keyboard(
    hand: Hand, desk: Live, host: tuple[Path, str], browser: Chrome
) -> None:
    """Every press counted; nothing but keys and the clipboard, and the focus is always where one goes on."""
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    hand.copy(RELEASE)
    hand.open(desk, "paste/")
    hand.keys(Keys.CONTROL, "v")
    calm(lambda: hand.script("return document.activeElement.id") == "create")
    hand.keys(Keys.ENTER)
    hand.ready()
    calm(lambda: "/edit/" in browser.current_url)
    hand.ready()
    browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    copied = """const done = arguments[0], canvas = document.createElement('canvas'); canvas.width = canvas.height = 40;
    canvas.getContext('2d').fillRect(0, 0, 20, 20);
    canvas.toBlob(blob => navigator.clipboard.write([new ClipboardItem({'image/png': blob})]).then(() => done('')))"""
    assert "" == browser.execute_async_script(copied)
    hand.keys(Keys.CONTROL, "v")
    calm(lambda: hand.script("return document.activeElement.dataset.alt") == "image.png")
    hand.keys("ผู้นำชุมชนในศาลา")
    hand.keys(Keys.CONTROL, "s")
    calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    calm(lambda: "พช.แคนดง ประชุมผู้นำชุมชนประจำเดือน" in hand.page())
    hand.keys(Keys.CONTROL, Keys.ENTER)
    calm(lambda: hand.script("return document.activeElement.value") == "ready")
    hand.keys(Keys.ENTER)
    calm(lambda: hand.script("return document.activeElement.id") == "go")
    hand.keys(Keys.ENTER)
    calm(lambda: hand.find("#phase").text.startswith("เผยแพร่แล้ว"))
    assert "ผู้นำชุมชนในศาลา" in published(host[0])
    assert hand.actions <= 10


@pytest.mark.parametrize("look", [(360, "light"), (1280, "dark")])
def test_every_screen_is_for_everybody(
    hand: Hand, desk: Live, site: Path, browser: Chrome, look: tuple[int, str]
) -> None:
    """Axe finds nothing, nothing is wider than the window, and no script or style was refused."""
    width, mode = look
    tell(site, WRONG)
    from axe_core_python.selenium import Axe  # noqa: PLC0415 — an extra that the default suite does without

    features = [{"name": "prefers-color-scheme", "value": mode}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get_log("browser")  # type: ignore[no-untyped-call]

    def judged(screen: str) -> None:
        found = Axe().run(browser, options="{iframes: false}")  # the preview's page is the theme's, judged elsewhere
        assert [] == [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]], screen
        assert hand.script("const e = document.documentElement; return e.scrollWidth <= e.clientWidth"), screen

    try:
        for path in ("", "edit/", f"edit/?item={A}", "edit/?item=content/news/b.md", "paste/", "bin/"):
            hand.browser.get(f"{desk.address}_desk/{path}")
            if path and path != "bin/":
                hand.ready()
            if path == "edit/":
                hand.script("document.querySelector('details').open = true")
            time.sleep(0.3)
            judged(path)
        hand.open(desk, "paste/")
        hand.script("document.getElementById('release').value = arguments[0]", RELEASE)
        hand.script("document.getElementById('read').click()")
        calm(lambda: hand.find("#create").is_displayed())
        judged("confirming")
        hand.browser.get(f"{desk.address}_desk/publish/")
        calm(lambda: hand.find("#go").is_displayed())
        assert "N010" not in hand.find("#doubts").text
        assert not hand.find("#go").is_enabled()
        judged("publish")
        hand.open(desk, f"edit/?item={A}")
        hand.script("document.getElementById('history').click()")
        judged("versions")
        logged = browser.get_log("browser")  # type: ignore[no-untyped-call]
        assert [] == [entry["message"] for entry in logged if entry["level"] == "SEVERE"]
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def write(hand: Hand, text: str, field: str = "#prose") -> None:
    """Type at the end of a field."""
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    hand.find(field).click()
    hand.keys(Keys.CONTROL, Keys.END)
    hand.keys(text)


def test_two_tabs_and_an_editor_on_disk_lose_no_word(hand: Hand, desk: Live, site: Path, browser: Chrome) -> None:
    """Whoever comes later sees both versions; the one that is given up is among the former ones."""
    hand.open(desk, f"edit/?item={A}")
    write(hand, " จากแท็บหนึ่ง")
    calm(lambda: hand.state().startswith("เก็บงานไว้แล้ว"))
    browser.switch_to.new_window("tab")
    hand.open(desk, f"edit/?item={A}")
    assert "มีงานที่ยังไม่บันทึก" in hand.find("#alerts").text
    write(hand, " จากแท็บสอง")
    hand.press("#save")
    calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    browser.switch_to.window(browser.window_handles[0])
    hand.press("#save")
    calm(lambda: "ไฟล์นี้ถูกแก้จากที่อื่น" in hand.find(".conflict").text)
    both = hand.find(".conflict").text
    assert "จากแท็บหนึ่ง" in both
    assert "จากแท็บสอง" in both
    assert "จากแท็บสอง" in (site / A).read_text("utf-8")
    hand.press("#use-mine")
    calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    assert "จากแท็บหนึ่ง" in (site / A).read_text("utf-8")
    browser.switch_to.window(browser.window_handles[1])
    write(hand, " อีกครั้ง")
    calm(lambda: "ไฟล์นี้ถูกแก้จากที่อื่น" in hand.find(".conflict").text)
    (site / A).write_text((site / A).read_text("utf-8") + "จากโปรแกรมอื่น\n", "utf-8")
    hand.press("#use-theirs")
    calm(lambda: "จากโปรแกรมอื่น" in str(hand.script("return document.getElementById('prose').value")))
    versions = [one.read_text("utf-8") for one in sorted((site / ".desk/history" / A).iterdir())]
    for words in ("ย่อหน้าแรก\n", "จากแท็บสอง\n", "จากแท็บสอง อีกครั้ง"):
        assert any(words in version for version in versions), words


def test_work_outlives_a_reload_a_crash_and_the_program(hand: Hand, site: Path, browser: Chrome) -> None:
    """What was typed is there again; a tab that is left open goes on with the program that was started anew."""
    tell(site, SITE.replace("{folder}", "/nowhere").replace("{url}", "http://127.0.0.1:9/"))
    with live(site) as first:
        port = first.server.server_port if first.server else 0
        hand.open(first, f"edit/?item={A}")
        write(hand, " ก่อนโหลดใหม่")
        calm(lambda: hand.state().startswith("เก็บงานไว้แล้ว"))
        browser.refresh()
        hand.ready()
        assert "ย่อหน้าแรก ก่อนโหลดใหม่" == hand.script("return document.getElementById('prose').value")
    write(hand, " ระหว่างหยุด")
    calm(lambda: "ติดต่อโปรแกรมไม่ได้" in hand.state())
    from site_builder.preview.live import Wishes  # noqa: PLC0415

    with live(site, Wishes(ports=(port,))) as again:
        calm(lambda: hand.state().startswith("เก็บงานไว้แล้ว"))
        browser.switch_to.new_window("tab")  # the former tab is lost with the browser
        hand.open(again, "?show=unsaved")
        assert "ข่าวหนึ่ง" in hand.find("#list").text
        hand.open(again, f"edit/?item={A}")
        hand.press("#alerts .note button.main")
        calm(lambda: "ระหว่างหยุด" in str(hand.script("return document.getElementById('prose').value")))
        hand.press("#save")
        calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    assert "ย่อหน้าแรก ก่อนโหลดใหม่ ระหว่างหยุด" in (site / A).read_text("utf-8")


def test_the_text_field_helps_and_undoes(hand: Hand, desk: Live) -> None:
    """Shortcuts write Markdown, Ctrl+Z takes each back, and Tab leads on."""
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    hand.open(desk, f"edit/?item={A}")

    def value() -> object:
        return hand.script("return document.getElementById('prose').value")

    hand.find("#prose").click()
    hand.keys(Keys.CONTROL, "a")
    hand.keys(Keys.CONTROL, "b")
    assert "**ย่อหน้าแรก**" == value()
    hand.keys(Keys.CONTROL, "b")
    assert "ย่อหน้าแรก" == value()
    hand.press("[data-do='heading']")
    assert "## ย่อหน้าแรก" == value()
    hand.press("[data-do='list']")
    assert "- ## ย่อหน้าแรก" == value()
    hand.keys(Keys.CONTROL, "z")
    hand.keys(Keys.CONTROL, "z")
    assert "ย่อหน้าแรก" == value()
    hand.keys(Keys.CONTROL, "a")
    hand.keys(Keys.CONTROL, "k")
    hand.keys("https://example.go.th/")
    hand.keys(Keys.ENTER)
    calm(lambda: value() == "[ย่อหน้าแรก](https://example.go.th/)")
    hand.keys(Keys.TAB)
    assert "prose" != hand.script("return document.activeElement.id")


def test_fields_say_what_is_wrong_and_mend_it(hand: Hand, desk: Live, site: Path) -> None:
    """Beside the field and the line; districts lead to their subdistricts, tags are suggested."""
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    tell(site, WRONG)
    hand.open(desk, "edit/?item=content/news/b.md")
    calm(lambda: "ไม่มีอำเภอ “แคนดล”" in hand.find("[data-told='district']").text)
    hand.press("[data-told='district'] .mend")
    calm(lambda: hand.script("return document.querySelector('[data-part=district]').value") == "แคนดง")
    names = "return [...document.querySelectorAll('.place [data-part=subdistrict] option')].map(one => one.value)"
    assert ["", "แคนดง", "ดงพลอง", "สระบัว", "หัวฝาย"] == hand.script(names)
    hand.find("#f-tags").click()
    hand.keys("ผู้นำ")
    hand.keys(Keys.ARROW_DOWN)
    hand.keys(Keys.ENTER)
    assert "ผู้นำชุมชน" in hand.find(".chips").text
    write(hand, " เเละ Proferssional")
    calm(lambda: "แก้ให้" in hand.find("#prose-told").text)
    hand.press("#save")
    calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    text = (site / "content/news/b.md").read_text("utf-8")
    assert "district: แคนดง\n" in text
    assert "tags: [ผู้นำชุมชน]\n" in text


def test_photos_are_dropped_and_an_item_is_deleted_and_put_back(hand: Hand, desk: Live, site: Path) -> None:
    """Two at once: a cover and one for the album; an empty file is named; the bin gives all of it back."""
    hand.open(desk, f"edit/?item={A}")
    drop = """const data = new DataTransfer();
    const bytes = Uint8Array.from(arguments[0]);
    data.items.add(new File([bytes], 'หนึ่ง.jpg', {type: 'image/jpeg'}));
    data.items.add(new File([], 'ว่าง.jpg', {type: 'image/jpeg'}));
    data.items.add(new File([bytes], 'สอง.jpg', {type: 'image/jpeg'}));
    document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))"""
    hand.script(drop, list(picture()))
    calm(lambda: 2 == hand.script("return document.querySelectorAll('#photo-list li').length"))
    assert "ไฟล์ “ว่าง.jpg” ว่างเปล่า จึงไม่ได้เพิ่ม" in hand.find("#notes").text
    hand.press("#save")
    calm(lambda: hand.state().startswith("บันทึกแล้ว"))
    path = site / "content/news/a/index.md"
    assert "cover: หนึ่ง.jpg\ngallery: [สอง.jpg]\n" in path.read_text("utf-8")
    hand.find("[data-alt='สอง.jpg']").send_keys("หญิงสองคนทอผ้า")
    hand.find("[data-caption='สอง.jpg']").send_keys("ทอผ้ารุ่นแรก")
    hand.press("#save")
    words = path.parent / "photos.yml"
    calm(words.exists)
    assert "สอง.jpg:\n  คำบรรยาย: ทอผ้ารุ่นแรก\n  ข้อความแทน: หญิงสองคนทอผ้า\n" == words.read_text("utf-8")
    calm(lambda: hand.find("[data-alt='สอง.jpg']").get_attribute("value") == "หญิงสองคนทอผ้า")
    hand.press("#delete")
    hand.press("#ask-buttons [value='delete']")
    calm(lambda: "ลบแล้ว" in hand.find("#notes").text)
    assert not path.exists()
    hand.press("#notes button")
    calm(lambda: "edit" in hand.browser.current_url)
    assert (path.parent / "สอง.jpg").exists()
    assert path.exists()
