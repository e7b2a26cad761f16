"""Takes the handbook's pictures from the real preview, when it is run (python tests/demo/draw_handbook.py [SCENE…]).

A copy of the demonstration's content is shown, Chromium looks at it, and what it sees lies in content/pages/handbook/.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from looking import live, until  # noqa: E402 — found where the line above puts it

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PICTURES = ROOT / "content/pages/handbook"
LARGEST = 60_000  # bytes, as a cover's
WIDTH = 1080  # pixels of the window
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ITEM = "content/news/2566/2566-01-19-khaen-dong.md"
RELEASE = """พช.แคนดง ประชุมผู้นำชุมชนประจำเดือน

วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น. นายตัวอย่าง ใจสมมุติ พัฒนาการอำเภอแคนดง เปิดการประชุม ณ หอประชุมอำเภอแคนดง จังหวัดบุรีรัมย์
วัตถุประสงค์
1.เพื่อเพิ่มขีดความสามารถของผู้นำ
2.เพื่อสร้างพลังชุมชน
ข่าวโดย : สำนักงานพัฒนาชุมชนอำเภอแคนดง
"""


class Eye(NamedTuple):
    """What a scene is seen with: the browser, the preview's address, the folder of the copy."""

    browser: Chrome
    address: str
    site: Path

    def open(self, path: str) -> None:
        """A page of the preview, when its pictures and fonts are there."""
        self.browser.get(self.address + path)
        self.browser.execute_async_script("document.fonts.ready.then(arguments[0])")

    def press(self, selector: str) -> None:
        """The first such element, once it is there."""
        found = f"document.querySelector({selector!r})"
        until(lambda: bool(self.browser.execute_script(f"return {found}?.offsetParent != null")), 20)
        self.browser.execute_script(f"{found}.click()")

    def written(self, selector: str, text: str) -> None:
        """A text in a field, as typed."""
        self.browser.execute_script(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event('input', {bubbles: true}))",
            selector,
            text,
        )


class Scene(NamedTuple):
    """One picture: its name, its size, and how it comes about."""

    name: str
    size: tuple[int, int]  # of the window, in pixels
    act: Callable[[Eye], None]


def _home(eye: Eye) -> None:
    eye.open("")


def _mistake(eye: Eye) -> None:
    """A misspelt district, saved while its page is open."""
    eye.open("news/2566/01/2566-01-19-khaen-dong/")
    text = (eye.site / ITEM).read_text("utf-8")
    (eye.site / ITEM).write_text(text.replace("\n---\n", "\ndistrict: แคนดล\n---\n", 1), "utf-8")
    shadow = "document.querySelector('site-preview')?.shadowRoot"
    until(lambda: "แคนดล" in str(eye.browser.execute_script(f"return {shadow}?.textContent ?? ''")), 20)


def _draft(eye: Eye) -> None:
    eye.open("news/2569/09/2569-09-01-lahan-sai/")


def _list(eye: Eye) -> None:
    eye.open("_site/")


def _desk(eye: Eye) -> None:
    eye.open("_desk/")


def _form(eye: Eye) -> None:
    eye.open(f"_desk/edit/?item={ITEM}")
    _ready(eye)
    time.sleep(1.5)  # the page beside the form comes when nobody types


def _paste(eye: Eye) -> None:
    eye.open("_desk/paste/")
    _ready(eye)
    eye.written("#release", RELEASE)
    eye.press("#read")
    until(
        lambda: bool(eye.browser.execute_script("return document.querySelector('#create')?.offsetParent != null")), 20
    )


def _ready(eye: Eye) -> None:
    until(lambda: eye.browser.execute_script("return document.documentElement.dataset.ready") == "true", 20)


SCENES = (
    Scene("preview-home", (WIDTH, 640), _home),
    Scene("preview-mistake", (WIDTH, 640), _mistake),
    Scene("preview-draft", (WIDTH, 640), _draft),
    Scene("preview-list", (WIDTH, 640), _list),
    Scene("desk-list", (WIDTH, 640), _desk),
    Scene("desk-form", (1360, 820), _form),
    Scene("desk-paste", (WIDTH, 900), _paste),
)


@contextmanager
def eyes() -> Iterator[Chrome]:
    """Headless Chromium, one pixel of its picture a pixel of its page."""
    from selenium import webdriver  # noqa: PLC0415 — an extra that the default suite does without
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    with tempfile.TemporaryDirectory() as profile:
        flags = "headless no-sandbox disable-gpu no-first-run hide-scrollbars force-device-scale-factor=1"
        for flag in [*flags.split(), f"user-data-dir={profile}"]:
            options.add_argument(f"--{flag}")
        browser = webdriver.Chrome(options, Service(str(shutil.which("chromedriver"))))
        try:
            yield browser
        finally:
            browser.quit()


def seen(browser: Chrome, scene: Scene) -> bytes:
    """The picture of a scene, over a copy of the content of its own."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        shutil.copytree(ROOT / "content", site / "content")
        width, height = scene.size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        with live(site, clock=lambda: NOW) as preview:
            scene.act(Eye(browser, preview.address, site))
            time.sleep(0.5)
            picture = browser.get_screenshot_as_png()
            browser.get("about:blank")
    return packed(picture)


def packed(png: bytes) -> bytes:
    """The picture as WebP, as good as its weight allows."""
    from PIL import Image  # noqa: PLC0415

    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (82, 74, 66, 58, 50):
        sink = io.BytesIO()
        image.save(sink, "WEBP", quality=quality, method=6)
        if sink.tell() <= LARGEST:
            break
    return sink.getvalue()


def main(names: list[str]) -> None:
    """Take all pictures, or those that are named."""
    PICTURES.mkdir(exist_ok=True)
    with eyes() as browser:
        for scene in SCENES:
            if not names or scene.name in names:
                (PICTURES / f"{scene.name}.webp").write_bytes(seen(browser, scene))
                sys.stdout.write(f"{scene.name}.webp\n")


if __name__ == "__main__":
    main(sys.argv[1:])
