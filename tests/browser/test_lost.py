"""An address that is lost, in a real browser: the page for it leads to what was meant."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from stories import SETTINGS, built, item, serving

from site_builder.planning.hosting import policy

SLUG = "ประชุมผู้นำชุมชนประจำเดือนมกราคม"
STORY = "".join(
    [
        f"-- content/site.toml --\n{SETTINGS.replace('go.th/', 'go.th/news-site/')}\n",
        f"-- content/news/a.md --\n{item('หนึ่ง', '2565-01-01', f'slug: {SLUG}', 'aliases: [/?p=12]')}",
        f"-- content/news/b.md --\n{item('สอง', '2565-01-02', 'slug: ประกาศหนึ่ง')}",
        f"-- content/news/c.md --\n{item('สาม', '2565-01-03', 'slug: ประกาศสอง')}",
    ]
)
pytestmark = pytest.mark.group_browser


class Hosting(SimpleHTTPRequestHandler):
    """A host that sends the site's policy, and its page for what is not there."""

    def end_headers(self) -> None:
        """Send the policy of the orders for hosts."""
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send that page with the status 404."""
        del message, explain
        page = (Path(self.directory) / "news-site/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site in a folder of a web root."""
    folder = tmp_path_factory.mktemp("lost")
    built(folder / "site", STORY)
    (folder / "root").mkdir()
    (folder / "site/output").rename(folder / "root/news-site")
    with serving(functools.partial(Hosting, directory=str(folder / "root"))) as address:
        yield f"{address}/news-site"


@pytest.mark.parametrize(
    ("address", "end"),
    [
        ("/?p=12", f"/news/2565/01/{SLUG}/"),
        ("/?fbclid=x&p=12", f"/news/2565/01/{SLUG}/"),
        ("/index.php?p=12", f"/news/2565/01/{SLUG}/"),
        (f"/news/2565/01/{quote(SLUG[:9])}", f"/news/2565/01/{SLUG}/"),
        (f"/news/2565/01/{quote(SLUG)[:40]}", f"/news/2565/01/{SLUG}/"),
        (f"/news/2565/01/{quote('ประกาศส')}", "/news/2565/01/ประกาศสอง/"),
        (f"/news/2565/01/{quote('ประกาศ')}", "/news/2565/01/ประกาศ"),
        ("/news/2599/01/x", "/news/2599/01/x"),
        ("/?p=13", "/?p=13"),
    ],
)
def test_what_was_meant_is_found(browser: object, server: str, address: str, end: str) -> None:
    """A former question and the one address that was cut short lead on; where two are meant nothing does."""
    from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415 — an extra that the default suite does without

    driver = browser
    driver.get(server + address)  # type: ignore[attr-defined]
    wait = WebDriverWait(driver, 10 if address != end else 0.5)  # type: ignore[type-var]
    wait.until(lambda one: unquote(one.current_url) == unquote(server) + unquote(end))  # type: ignore[attr-defined]
    assert "Content Security Policy" not in str(driver.get_log("browser"))  # type: ignore[attr-defined]
