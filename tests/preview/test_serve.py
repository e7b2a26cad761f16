"""The command itself, in a process of its own: what it says, how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from looking import bare, until
from stories import SETTINGS, item, tell

from site_builder import cli
from site_builder.preview import lan

SITE = f"""
-- content/site.toml --
{SETTINGS}
-- content/news/a.md --
{item("ก", "2565-03-01", "category: ข่าวกิจกรรม")}
-- content/news/ร่าง.md --
{item("ร่าง", "2565-03-02", "category: ข่าวกิจกรรม", "draft: ใช่")}
"""
DRAFT = "/news/2565/03/%E0%B8%A3%E0%B9%88%E0%B8%B2%E0%B8%87/"
NOW = "2022-06-01T12:00+07:00"


@dataclass
class Serving:
    """A process that serves."""

    running: subprocess.Popen[str]
    address: str = ""
    said: str = ""  # up to the last look

    def page(self, url: str) -> str:
        """A page's text, with the preview's own signs."""
        try:
            with urllib.request.urlopen(self.address + url.lstrip("/"), timeout=20) as found:  # noqa: S310 — http
                return str(found.read().decode())
        except urllib.error.HTTPError as fault:
            with fault:
                return str(fault.read().decode())

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """(Exit code, all that was said) after a signal."""
        self.running.send_signal(how)
        rest, _ = self.running.communicate(timeout=20)
        return self.running.returncode, self.said + rest


@contextmanager
def serving(site: Path, *arguments: str, story: str = SITE) -> Iterator[Serving]:
    """`site-builder serve` on a free port, as far as its address has been said."""
    tell(site, story)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "site_builder", "serve", "--site", str(site), "--port", str(port), "--now", NOW]
    with subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as running:
        found = Serving(running, f"http://127.0.0.1:{port}/")
        try:
            assert running.stdout
            while "_desk/" not in found.said:
                line = running.stdout.readline()
                assert line, found.said
                found.said += line
            yield found
        finally:
            running.kill()


SAID = {
    "th": """อ่าน 2 = เผยแพร่ 1 + ร่าง 1 + รอเผยแพร่ 0 + หมดอายุ 0 + มีข้อผิดพลาด 0
ดูตัวอย่างได้ที่ ADDRESS (กด Ctrl+C เพื่อหยุด)
รายการหน้า สิ่งที่พบ และข่าวที่ยังไม่อยู่บนเว็บ: ADDRESS_site/
เขียน วาง และเผยแพร่ข่าวในเบราว์เซอร์: ADDRESS_desk/
ปรับตัวอย่างแล้วใน N วินาที: content/news/a.md
หยุดหน้าตัวอย่างแล้ว
""",
    "en": """2 read = 1 published + 1 draft + 0 scheduled + 0 expired + 0 with errors
The preview is at ADDRESS (Ctrl+C ends it)
Pages, problems and what is held back: ADDRESS_site/
Write, paste and publish news in the browser: ADDRESS_desk/
The preview is up to date, in N s: content/news/a.md
The preview has ended
""",
}


@pytest.mark.parametrize(("language", "how"), [("th", signal.SIGINT), ("en", signal.SIGTERM)])
def test_it_says_where_it_is_and_ends_when_asked(site: Path, language: str, how: signal.Signals) -> None:
    """Every word of it; the exit code is 0, the port is free, the site's folder is as it was but for the cache."""
    with serving(site, "--lang", language) as found:
        before = sorted(path.as_posix() for path in site.rglob("*") if ".cache" not in path.parts)
        assert "ก" in found.page("/news/2565/03/a/")
        tell(site, f"-- content/news/a.md --\n{item('ก', '2565-03-01', 'category: ข่าวกิจกรรม', body='ใหม่')}")
        assert "ใหม่" in found.page("/news/2565/03/a/")
        assert "content/news/ร่าง.md" not in found.page("/news/")
        assert "<b>Draft</b>" in found.page(DRAFT) or "<b>ร่าง</b>" in found.page(DRAFT)
        code, said = found.end(how)
        assert before == sorted(path.as_posix() for path in site.rglob("*") if ".cache" not in path.parts)
        assert {".site-builder.lock", "store.sqlite"} >= {path.name for path in (site / ".cache").iterdir()}
        said = re.sub(r"\d\.\d\d", "N", said.replace(found.address, "ADDRESS"))
        assert (0, SAID[language]) == (code, said)
        with socket.create_server(("127.0.0.1", int(found.address.rpartition(":")[2][:-1]))):
            pass
    with pytest.raises(ProcessLookupError):
        os.kill(found.running.pid, 0)


def test_a_build_meanwhile_works_and_writes_the_same_pages(site: Path) -> None:
    """The preview holds no lock; what it shows is what the build has written."""
    with serving(site) as found:
        build = [sys.executable, "-m", "site_builder", "build", "--site", str(site), "--now", NOW]
        assert 0 == subprocess.run(build, capture_output=True, check=False).returncode
        for url in ("", "news/2565/03/a/", "404.html"):
            name = url if url.endswith("html") else f"{url}index.html"
            assert (site / "output" / name).read_text("utf-8") == bare(found.page(url).encode()).decode()


def test_it_starts_on_broken_settings_and_recovers(site: Path) -> None:
    """The mistake stands in the terminal and in the browser; when it is mended, so is the preview."""
    with serving(site, story="-- content/site.toml --\ntitle = \n") as found:
        assert "content/site.toml:1" in found.said
        assert "content/site.toml:1" in found.page("/")
        tell(site, SITE)
        until(lambda: 'data-errors="[]"' in found.page("/"), 20)
        assert "ก" in found.page("/news/2565/03/a/")
        assert 0 == found.end(signal.SIGINT)[0]


def test_an_error_is_said_in_the_terminal_once_a_change(site: Path) -> None:
    """With its place, the line and the mend, as a build says it."""
    with serving(site) as found:
        text = item("ก", "2565-03-01", "category: ข่าวกิจกรรม", "district: แคนดล")
        tell(site, f"-- content/news/a.md --\n{text}")
        until(lambda: "site-preview-ribbon" in found.page("/news/2565/03/a/"))
        _, said = found.end(signal.SIGINT)
        assert 1 == said.count("content/news/a.md:5:11 ผิดพลาด L002")


def test_a_port_that_is_taken_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole message; the exit code says that the machine stood in the way."""
    tell(site, SITE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            cli.main(["serve", "--site", str(site), "--port", str(port), "--now", NOW, "--lang", "en"])
    assert 3 == ended.value.code
    assert (
        f"- error U017\n  The preview cannot use port {port}: Address already in use\n"
        "  To do: Close the program that uses it, or choose another port, e.g. --port 8080\n"
    ) == capsys.readouterr().err


def test_phones_need_a_network(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--lan` without one says so and opens no port."""
    tell(site, SITE)
    monkeypatch.setattr(lan, "own_addresses", lambda: ())
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--site", str(site), "--lan"])
    assert 2 == ended.value.code
    assert (
        "- ผิดพลาด U018\n  เครื่องนี้ไม่ได้ต่อเครือข่าย โทรศัพท์จึงเปิดดูไม่ได้\n  วิธีแก้: ต่อ Wi-Fi ของสำนักงาน หรือสั่งโดยไม่มี --lan\n"
    ) == capsys.readouterr().err
