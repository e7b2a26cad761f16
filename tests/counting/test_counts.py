"""Visits that are counted from logs: what the command says and writes, and which pages a build renders for it."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from counting.desk import count, ledger, line, log
from stories import SETTINGS, built, codes, item, page, tell

from site_builder.outcome import Outcome
from site_builder.planning.hosting import policy

COUNTER = "[counter]\nprovider = 'file'\n"
STORY = (
    f"-- content/site.toml --\n{SETTINGS}{COUNTER}"
    f"-- content/news/a.md --\n{item('ก', '2022-03-01', 'visit_counter: {total: 1000}')}"
    f"-- content/news/b.md --\n{item('ข', '2022-03-02', 'summary: สรุป')}"
    f"-- content/news/c.md --\n{item('ค', '2022-03-03', 'visit_counter: ไม่', 'aliases: [/news/2565/03/old/]')}"
    f"-- content/news/d.md --\n{item('ง', '2022-03-04', 'aliases: [/news/2565/03/old-d/]')}"
)


def rendered(outcome: Outcome, site: Path) -> tuple[int, int]:
    """How many pages were rendered and written."""
    assert (site / "output/index.html").exists()
    return outcome.rendered, outcome.written


@pytest.mark.usefixtures("quick")
def test_only_pages_whose_count_changed_are_rendered(site: Path, tmp_path: Path) -> None:
    """And nothing where the same log comes again; an edited body keeps its count."""
    assert ["A006"] == codes(built(site, STORY))
    assert 0 == count(site, log(tmp_path / "one.log", line(0), line(1, "b"), line(2, "c"), line(3, "old-d")))
    outcome = built(site)
    assert ([], (3, 3)) == (codes(outcome), rendered(outcome, site))
    assert "เข้าชม 1,001 ครั้ง ล่าสุดวันที่ 25 พ.ย. 2569 เข้าชม 1 ครั้ง" in page(site, "/news/2565/03/a/")
    assert "เข้าชม 1 ครั้ง ล่าสุด" in page(site, "/news/2565/03/d/")
    assert "เข้าชม" not in page(site, "/news/2565/03/c/")

    assert 0 == count(site, tmp_path / "one.log")
    assert (0, 0) == rendered(built(site), site)
    assert 0 == count(site, log(tmp_path / "two.log", line(7200, "b")))
    outcome = built(site)
    assert (1, 1) == rendered(outcome, site)
    assert "เข้าชม 2 ครั้ง ล่าสุดวันที่ 26 พ.ย. 2569 เข้าชม 1 ครั้ง" in page(site, "/news/2565/03/b/")
    outcome = built(site, f"-- content/news/b.md --\n{item('ข', '2022-03-02', 'summary: สรุป', body='เนื้อใหม่')}")
    assert (1, 1) == rendered(outcome, site)
    assert "เข้าชม 2 ครั้ง" in page(site, "/news/2565/03/b/")


@pytest.mark.usefixtures("quick")
def test_the_offices_wording_and_the_policy(site: Path, tmp_path: Path) -> None:
    """`{day}` says which day; "today" alone would be wrong tomorrow and gives way to the theme's words, and is told."""
    words = "text = '(เข้าชม {total} ครั้ง วันที่ {day} {today} ครั้ง)'\n"
    built(site, STORY.replace(COUNTER, COUNTER + words))
    count(site, log(tmp_path / "one.log", line(0)))
    assert [] == codes(built(site))
    assert "(เข้าชม 1,001 ครั้ง วันที่ 25 พ.ย. 2569 1 ครั้ง)" in page(site, "/news/2565/03/a/")
    assert policy() in (site / "output/_headers").read_text("utf-8")
    assert "visits.js" not in page(site, "/news/2565/03/a/")

    stale = words.replace("{day}", "นี้")
    outcome = built(site, f"-- content/site.toml --\n{SETTINGS}{COUNTER}{stale}")
    assert ["S035"] == codes(outcome)
    assert "เข้าชม 1,001 ครั้ง ล่าสุดวันที่ 25 พ.ย. 2569" in page(site, "/news/2565/03/a/")

    tell(site, '-- content/visits.json --\n{"pages": {"/news/2565/03/a/": 5}}')
    built(site)
    assert '<p class="visits">เข้าชม 1,005 ครั้ง</p>' in page(site, "/news/2565/03/a/")


@pytest.mark.usefixtures("quick")
def test_a_broken_file_is_told_and_never_written_over(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The site is built without counts, and the command leaves the file as it is."""
    outcome = built(site, f"{STORY}-- content/visits.json --\n{{")
    assert ["A002"] == codes(outcome)
    assert outcome.built
    assert 1 == count(site, log(tmp_path / "one.log", line(0)))
    assert "{" == (site / "content/visits.json").read_text("utf-8").strip()
    assert "content/visits.json ผิดพลาด A003\n  ไฟล์ยอดเข้าชมนี้ใช้ไม่ได้" in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_a_file_of_visits_is_no_stray(site: Path) -> None:
    """Under another provider it lies there and changes nothing."""
    story = STORY.replace(COUNTER, "")
    outcome = built(site, f'{story}-- content/visits.json --\n{{"pages": {{"/news/2565/03/b/": 5}}}}')
    assert [] == codes(outcome)
    assert "เข้าชม" not in page(site, "/news/2565/03/b/")
    outcome = built(site, '-- content/visits.json --\n{"pages": {"/news/2565/03/b/": 6}}')
    assert (0, 0) == rendered(outcome, site)


def test_what_the_command_says(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each log with its span, the sum, the file; what could not be read is told, and the setting that is missing."""
    tell(site, STORY.replace(COUNTER, ""))
    old = log(tmp_path / "access.log.1.gz", gzip.compress(line(0) + line(60) + line(61, "b") + b"?\n"))
    new = log(tmp_path / "access.log", line(90_000), line(90_001, browser="curl/8"))
    assert 1 == count(site, new, old, tmp_path / "none.log")
    out, err = capsys.readouterr()
    assert (
        f"อ่าน {old} ตั้งแต่ วันพุธที่ 25 พฤศจิกายน 2569 เวลา 23.00 น. ถึง วันพุธที่ 25 พฤศจิกายน 2569 เวลา 23.01 น.\n"
        f"อ่าน {new} ตั้งแต่ วันศุกร์ที่ 27 พฤศจิกายน 2569 เวลา 00.00 น. ถึง วันศุกร์ที่ 27 พฤศจิกายน 2569 เวลา 00.00 น.\n"
        "6 บรรทัด เปิดหน้าข่าว 5 ครั้ง = นับ 3 + โปรแกรมอัตโนมัติ 1 + เปิดซ้ำภายใน 30 นาที 1 + นับไว้แล้ว 0\n"
        f"เขียน {site}/content/visits.json: 2 ข่าว เข้าชมรวม 3 ครั้ง\n"
    ) == out
    assert (
        f"{tmp_path}/none.log ผิดพลาด A001\n"
        "  อ่านล็อกนี้ไม่ได้ (No such file or directory) จึงไม่นับไฟล์นี้\n"
        "  วิธีแก้: ตรวจชื่อไฟล์ หรือคัดลอกจากเครื่องแม่ข่ายใหม่\n"
        f"{old} คำเตือน A005\n"
        "  อ่านไม่เข้าใจ 1 จาก 4 บรรทัด เริ่มที่บรรทัด 4\n"
        "  วิธีแก้: ล็อกต้องเป็นแบบ combined หรือ common ของ Apache หรือ nginx\n"
        "content/site.toml แจ้งให้ทราบ A004\n"
        "  เว็บไซต์ยังไม่แสดงยอดเข้าชมจากไฟล์\n"
        "  วิธีแก้: ตั้งในส่วน [counter] ของ site.toml แล้วสั่ง site-builder build\n"
        '    | provider = "file"\n'
    ) == err


def test_programs_are_told_the_sum(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--json`, from standard input; a log that is given twice counts once, and a longer one its further lines."""
    tell(site, STORY)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(line(0) + line(1, "b")))))
    assert 0 == count(site, "-", flags=("--json",))
    sums = {"lines": 2, "broken": 0, "opened": 2, "robots": 0, "repeats": 0, "known": 0, "visits": 2}
    assert {**sums, "pages": 2, "total": 2} == json.loads(capsys.readouterr().out)
    one = log(tmp_path / "one.log", line(9000), line(9001, "b"))
    longer = log(tmp_path / "longer.log", line(9000), line(9001, "b"), line(9002, "d"))
    assert 0 == count(site, longer, one, one, flags=("--json",))
    sums = json.loads(capsys.readouterr().out)
    assert (3, 4, 5) == (sums["visits"], sums["known"], sums["total"])


def test_a_log_that_breaks_off_counts_nothing(site: Path, tmp_path: Path) -> None:
    """A packed log that is half copied is told, the others count; whole, it counts later."""
    tell(site, STORY)
    packed = gzip.compress(b"".join(line(2 * second, f"p{second}") for second in range(5000)))
    half = log(tmp_path / "half.gz", packed[: len(packed) // 2])
    assert 1 == count(site, half, log(tmp_path / "one.log", line(90_000, "b")))
    assert ["/news/2565/03/b/"] == list(ledger(site)["pages"])  # type: ignore[call-overload]
    assert 0 == count(site, log(half, packed))
    assert 5001 == len(ledger(site)["pages"])  # type: ignore[arg-type]
