"""`site-builder publish` and `rollback`: what they print, what they ask, and their exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from publishing.places import Place
from publishing.test_flow import started
from stories import item, tell

from site_builder.cli import main

pytestmark = pytest.mark.usefixtures("quick")


class Typed(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def ran(site: Path, *arguments: str, clock: bool = True) -> int:
    """Run a command on a site, with `--now` where it takes that; its exit code."""
    now = ["--now", "2022-06-01T12:00:00+07:00"] if clock else []
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--site", str(site), *now])
    return int(ended.value.code or 0)


def test_a_publishing_ends_with_what_readers_have(site: Path, near: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """How much went, and that the live site was looked at; without a change, that nothing had to be sent."""
    started(site, near)
    assert 0 == ran(site, "publish", "--dry-run")
    dry = capsys.readouterr().out.splitlines()
    sends = [line.split()[1] for line in dry if line.startswith("จะส่ง ")]
    assert "ขณะนี้ยังไม่ได้เปลี่ยนอะไรที่ปลายทาง" in dry[-1]
    assert {} == near.tree()
    assert 0 == ran(site, "publish")
    sent, done = capsys.readouterr().out.splitlines()
    assert sent.startswith(f"ส่งแล้ว {len(sends)} ไฟล์ (")
    assert done.startswith(f"เผยแพร่แล้ว {near.url} (เปิดเว็บไซต์จริงตรวจ ")
    assert 0 == ran(site, "publish")
    assert "ปลายทางเป็นปัจจุบันอยู่แล้ว ไม่ต้องส่งไฟล์ใด" == capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    ("typed", "flags", "code"), [("yes\n", [], 0), ("y\n", [], 1), ("", [], 1), (None, [], 1), (None, ["--yes"], 0)]
)
def test_a_doubt_is_asked_about(
    site: Path,
    near: Place,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    typed: str | None,
    flags: list[str],
    code: int,
) -> None:
    """Only the word yes, typed at a terminal or given beforehand by a machine, lets it go on."""
    started(site, near)
    near.plant("index.html", b"of the host")
    monkeypatch.setattr(sys, "stdin", Typed(typed) if typed is not None else io.StringIO())
    assert code == ran(site, "publish", *flags)
    told = capsys.readouterr().err
    assert "ที่ปลายทางมีไฟล์ของผู้อื่นชื่อซ้ำกับเว็บไซต์ 1 ไฟล์ จะถูกแทนที่: /" in told
    assert (typed is not None) == ("พิมพ์ yes แล้วกด Enter" in told)
    assert (code == 0) == (near.tree()["index.html"] != b"of the host")
    assert (code == 1) == ("N018" in told)


def test_programs_get_one_object(site: Path, near: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """What would go, what is asked, and whether it is published; nobody is asked."""
    started(site, near)
    near.plant("index.html", b"of the host")
    assert 1 == ran(site, "publish", "--json")
    data = json.loads(capsys.readouterr().out)
    assert (["N013"], ["N018"]) == (
        [one["code"] for one in data["questions"]],
        [one["code"] for one in data["problems"]],
    )
    assert (False, False) == (data["sent"], data["published"])
    assert 0 == ran(site, "publish", "--json", "--yes")
    assert json.loads(capsys.readouterr().out)["published"]


def test_one_goes_back_by_a_list(site: Path, near: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """The sites that there are, with Thai dates, the newest first; then the one before."""
    started(site, near)
    ran(site, "publish")
    tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02', body='แก้แล้ว')}")
    ran(site, "publish")
    capsys.readouterr()
    assert 0 == ran(site, "rollback", "--list")
    present, former = capsys.readouterr().out.splitlines()
    assert present.startswith("รุ่น 2 - วันพุธที่ 1 มิถุนายน 2565 เวลา 12.00 น. - ")
    assert present.endswith("หน้า (ที่ผู้อ่านเห็นอยู่)")
    assert former.startswith("รุ่น 1 - ")
    assert 0 == ran(site, "rollback")
    assert "ย้อนกลับไปเว็บไซต์ของวันพุธที่ 1 มิถุนายน 2565 เวลา 12.00 น. แล้ว" in capsys.readouterr().out
    assert "แก้แล้ว".encode() not in near.tree()["news/2565/01/b/index.html"]


@pytest.mark.parametrize(
    ("table", "arguments", "code"),
    [
        ("", [], "N001"),
        ("[publish.main]\nkind = 'folder'\npath = 'x'\n[publish.test]\nkind = 'folder'\npath = 'y'\n", [], "N002"),
        ("[publish.main]\nkind = 'folder'\npath = 'x'\n", ["mian"], "N003"),
        ("[publish.main]\nkind = 'folder'\npath = 'x'\npassword = 'x'\n", [], "N006"),
        ("[publish.main]\nkind = 'folder'\npath = 'output'\n", [], "N035"),
        ("[publish.main]\nkind = 'folder'\npath = '/no/such/disk'\n", [], "N036"),
    ],
)
def test_a_target_that_cannot_be_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], table: str, arguments: list[str], code: str
) -> None:
    """Before anything is changed anywhere."""
    tell(site, "-- content/news/a.md --\n" + item("ก", "2565-01-01"))
    with (site / "content/site.toml").open("a", encoding="utf-8") as file:
        file.write(table)
    assert ran(site, "publish", *arguments) in {1, 3}
    assert f"ผิดพลาด {code}" in capsys.readouterr().err
