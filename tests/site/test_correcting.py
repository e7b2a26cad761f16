"""`check --fix`: what is written, that it is told, and that nobody's work is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from stories import NOW, built, codes, item, tell

from site_builder import correcting
from site_builder.checking.proof import fixed
from site_builder.checks import check
from site_builder.correcting import Corrected, correct
from site_builder.problems import is_error
from site_builder.storing import disk
from site_builder.storing.faults import WritingFailed
from site_builder.storing.rewriting import rewrite

SLIP = item("ข่าว", "2565-01-01", body="ขออนุญาติ เเละ น้้ำ")
MENDED = item("ข่าว", "2565-01-01", body="ขออนุญาต และ น้ำ")
NAME = "content/news/a.md"


def command(site: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """`check` as an editor runs it."""
    return subprocess.run(
        [sys.executable, "-m", "site_builder", "check", "--site", str(site), *arguments],
        capture_output=True,
        check=False,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )


def test_a_fix_is_written_and_told_line_by_line(site: Path) -> None:
    """Each place with its words before and after; a second run has nothing to do and writes nothing."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    answer = command(site, "--fix").stdout.decode()
    told, total = answer.splitlines()[:3], answer.splitlines()[3]
    words = [("ขออนุญาติ", "ขออนุญาต"), ("เเละ", "และ"), ("น้้ำ", "น้ำ")]
    assert {f"แก้แล้ว {NAME}:6  {before} เป็น {after}" for before, after in words} == set(told)
    assert "แก้ในไฟล์ 3 แห่ง รวม 1 ไฟล์" == total
    assert MENDED.strip() == (site / NAME).read_text("utf-8").strip()
    before = (site / NAME).stat().st_mtime_ns
    assert () == tuple(correct(site, dry_run=False))
    assert before == (site / NAME).stat().st_mtime_ns


def test_a_dry_run_shows_a_diff_and_writes_nothing(site: Path) -> None:
    """The lines as they are and as they would be."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    before = (site / NAME).read_bytes()
    answer = command(site, "--fix", "--dry-run").stdout.decode().splitlines()
    assert ["-ขออนุญาติ เเละ น้้ำ", "+ขออนุญาต และ น้ำ"] == answer[3:5]
    assert "ถ้าสั่ง check --fix จะแก้ 3 แห่ง ใน 1 ไฟล์ ครั้งนี้ยังไม่ได้เขียนไฟล์ใด" == answer[5]
    assert before == (site / NAME).read_bytes()


def test_a_program_hears_what_was_mended(site: Path) -> None:
    """`--json` has it beside the problems that are left."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    data = json.loads(command(site, "--fix", "--json").stdout)
    assert {"path": NAME, "line": 6, "before": "เเละ", "after": "และ"} in data["fixed"]
    assert [] == [one for one in data["problems"] if one["path"] == NAME]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_keeps_its_encoding_its_mark_and_its_line_ends(site: Path, encoding: str, end: str) -> None:
    """Of a mended file all bytes are those that the same editor would have written."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    (site / NAME).write_bytes(SLIP.replace("\n", end).encode(encoding))
    tuple(correct(site, dry_run=False))
    assert MENDED.replace("\n", end).encode(encoding) == (site / NAME).read_bytes()


def test_a_file_that_changed_meanwhile_is_left_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever saves between reading and writing keeps every word, and is told."""
    tell(site, f"-- {NAME} --\n{SLIP}")

    def late(place: Path, path: str, former: bytes, data: bytes) -> bool:
        (place / path).write_text("ของคนอื่น", "utf-8")
        return rewrite(place, path, former, data)

    monkeypatch.setattr(correcting, "rewrite", late)
    (left,) = correct(site, dry_run=False)
    assert left.problem
    assert ("C038", NAME) == (left.problem.code, left.problem.path)
    assert "ของคนอื่น" == (site / NAME).read_text("utf-8")
    assert ["a.md"] == [path.name for path in (site / "content/news").iterdir()]


def test_a_mend_that_the_encoding_cannot_hold_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a file is left as it is."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    (site / NAME).write_bytes(SLIP.encode("cp874"))
    before = (site / NAME).read_bytes()
    monkeypatch.setattr("site_builder.correcting.fixed", lambda text, house: (f"{text}漢", fixed(text, house)[1]))
    (left,) = correct(site, dry_run=False)
    assert left.problem
    assert "C039" == left.problem.code
    assert before == (site / NAME).read_bytes()


def test_a_full_disk_leaves_the_file_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text is written beside it first; what is half there goes away."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    before = (site / NAME).read_bytes()

    def full(_: object) -> None:
        raise OSError(28, "No space left on device", str(site / NAME))

    monkeypatch.setattr(disk, "settle", full)
    with pytest.raises(WritingFailed):
        tuple(correct(site, dry_run=False))
    assert before == (site / NAME).read_bytes()
    assert ["a.md"] == [path.name for path in (site / "content/news").iterdir()]


def test_rights_stay_and_a_locked_file_is_not_replaced(site: Path) -> None:
    """A file that others may not read stays so; one that may not be written is named."""
    tell(site, f"-- {NAME} --\n{SLIP}")
    (site / NAME).chmod(0o640)
    tuple(correct(site, dry_run=False))
    assert 0o640 == (site / NAME).stat().st_mode & 0o777
    (site / NAME).write_text(SLIP, "utf-8")
    (site / NAME).chmod(0o440)
    with pytest.raises(WritingFailed):
        tuple(correct(site, dry_run=False))


def test_an_identity_number_is_an_error_to_check_and_a_warning_to_a_build(site: Path) -> None:
    """The item is built, so that no page vanishes for it, and told; check fails, and names it once."""
    tell(site, f"-- {NAME} --\n{item('ข่าว', '2565-01-01', body='เลขบัตร 1-2345-67890-12-1')}")
    told = [one for one in built(site).problems if one.code == "C030"]
    assert [False] == [is_error(one) for one in told]
    assert (site / "output/news/2565/01/a/index.html").is_file()
    found = [one for one in check(site, NOW).problems if one.code == "C030"]
    assert [True] == [is_error(one) for one in found]
    assert 1 == command(site).returncode


def test_what_reading_tells_in_one_line_is_told_once(site: Path) -> None:
    """Marks that are mended are named by kind in the place of the one notice; a place misspelt in a location once."""
    head = "---\ntitle: ข่าว\ndate: 1 มกราคม 2565\nlocation: อำเภอแคนดล\n---\n\nเเละ"
    tell(site, f"-- {NAME} --\n{head}\n")
    found = [one.code for one in check(site, NOW).problems if one.path == NAME]
    assert ["L002", "C020"] == found
    assert "F007" in codes(built(site))


def test_a_source_with_errors_is_proofed_too(site: Path) -> None:
    """And mended: what holds it back is another matter."""
    tell(site, f"-- {NAME} --\n---\ntitle: ข่าว\ndate: 31 เมษายน 2565\n---\n\nอนุญาติ\n")
    (mended,) = correct(site, dry_run=True)
    assert replace(mended, before="", after="", changes=()) == Corrected(NAME, "", "")
    assert ["อนุญาต"] == [one.after for one in mended.changes]
