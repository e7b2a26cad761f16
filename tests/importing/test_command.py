"""`site-builder import`: what it prints, what it writes, and what it leaves alone."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from importing.desk import docx
from importing.test_papers import WXR
from stories import NOW, codes, page, shot, tell

from site_builder.build import build
from site_builder.cli import main

TEXT = """พช.แคนดง อบรมช่างชุมชน

วันที่ 3 มีนาคม 2565 เวลา 08.30 น. อบรมช่างชุมชน ณ หอประชุมอำเภอแคนดง อำเภอแคนดง จังหวัดบุรีรัมย์
ข่าวโดย : สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์
(Visited 12 times, 3 visits today)
"""
KEYS = [
    *(
        "title",
        "date",
        "end_date",
        "time",
        "province",
        "district",
        "districts_all",
        "subdistrict",
        "village",
        "location",
    ),
    *("author_unit", "credit", "visits_total", "fiscal_year", "questions", "tags", "removals", "body"),
]


def run(*arguments: str) -> int:
    """Run the program in this process: its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main(["import", *arguments])
    return int(stopped.value.code or 0)


def news(site: Path) -> dict[str, str]:
    """The items of a site by path."""
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.glob("content/news/**/*.md"))
    }


def test_an_item_is_written_and_published(site: Path, tmp_path: Path) -> None:
    """A text without a question becomes an item that builds without a word."""
    tell(site, "")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    assert 0 == run(str(tmp_path / "a.txt"), "--site", str(site), "--quiet")
    assert {
        "content/news/2565/2565-03-03-khaen-dong.md": "---\n"
        "title: พช.แคนดง อบรมช่างชุมชน\n"
        "date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.\n"
        "location: หอประชุมอำเภอแคนดง อำเภอแคนดง จังหวัดบุรีรัมย์\n"
        "author_unit: สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์\n"
        "visit_counter: {total: 12, today: 3}\n"
        "---\n\n"
        "วันที่ 3 มีนาคม 2565 เวลา 08.30 น. อบรมช่างชุมชน ณ หอประชุมอำเภอแคนดง อำเภอแคนดง จังหวัดบุรีรัมย์\n"
    } == news(site)
    assert [] == codes(build(site, site / "output", NOW))
    assert "หอประชุมอำเภอแคนดง" in page(site, "/news/2565/03/2565-03-03-khaen-dong/")


def test_questions_make_a_draft_that_the_editor_can_answer(site: Path, tmp_path: Path) -> None:
    """The questions stand in the head as remarks; without a day the item is a draft, and the build goes on."""
    tell(site, "")
    (tmp_path / "a.txt").write_text("เปิดตลาด\n\nวันนี้ (29 พ.ย.) เปิดตลาด ณ อำเภอแคนดง จังหวัดบุรีรัมย์\n", "utf-8")

    assert 0 == run(str(tmp_path / "a.txt"), "--site", str(site), "--quiet")
    assert {
        "content/news/drafts/khaen-dong.md": "---\n"
        "title: เปิดตลาด\n"
        "location: อำเภอแคนดง จังหวัดบุรีรัมย์\n"
        "draft: true\n"
        "# คำถาม: “29 พ.ย.” ไม่มีปี (ปีอื่นที่พบในข้อความ: -)\n"
        "# พิมพ์วันที่พร้อมปีที่บรรทัด date\n"
        "---\n\n"
        "วันนี้ (29 พ.ย.) เปิดตลาด ณ อำเภอแคนดง จังหวัดบุรีรัมย์\n"
    } == news(site)
    outcome = build(site, site / "output", NOW)
    assert ([], 1) == (codes(outcome), outcome.count("draft"))


def test_json_is_a_line_for_each_text(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a site too, from files and from standard input; dates are ISO, C.E."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (tmp_path / "ว่าง.txt").write_text("เปิดตลาด\n", "utf-8")

    assert 0 == run("-", str(tmp_path / "ว่าง.txt"), "--json", "--site", str(tmp_path))
    first, second = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert (KEYS, KEYS) == (list(first), list(second))
    assert ("2022-03-03", "08:30", "แคนดง", 12, 2565) == tuple(
        first[key] for key in ("date", "time", "district", "visits_total", "fiscal_year")
    )
    assert ["ข่าวโดย : สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์", "(Visited 12 times, 3 visits today)"] == [
        one["text"] for one in first["removals"]
    ]
    assert {"I001", "I002", "I011"} >= {one["code"] for one in second["questions"]}
    assert ["ว่าง.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_dry_run_writes_nothing(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It shows the fields and what was left out."""
    tell(site, "")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    assert 0 == run(str(tmp_path / "a.txt"), "--site", str(site), "--dry-run", "--lang", "en")
    shown = capsys.readouterr().out
    assert {} == news(site)
    assert "date: 2022-03-03\n" in shown
    assert "Left out of the body (visit counter): (Visited 12 times, 3 visits today)\n" in shown
    assert shown.endswith("1 items imported, 0 of them drafts with questions\nNothing was written (--dry-run)\n")


def test_a_folder_that_is_no_site_takes_no_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nowhere to write."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")

    assert 1 == run(str(tmp_path / "a.txt"), "--site", str(tmp_path))
    assert "S016" in capsys.readouterr().err
    assert ["a.txt"] == [path.name for path in tmp_path.iterdir()]


def test_one_file_that_cannot_be_read_costs_no_other(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, the exit code is 1, and the rest is imported."""
    tell(site, "")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 word/")

    assert 1 == run(
        str(tmp_path / "gone"), str(tmp_path / "b.docx"), str(tmp_path / "a.txt"), "--site", str(site), "--lang", "en"
    )
    told = capsys.readouterr().err
    assert ("I304" in told, "I301" in told, 1) == (True, True, len(news(site)))


def test_pictures_come_along(site: Path, tmp_path: Path) -> None:
    """An item with pictures gets a folder of its own; a second import makes a second item and writes over nothing."""
    tell(site, "")
    (tmp_path / "a.docx").write_bytes(docx(*TEXT.strip().split("\n"), picture=b"png"))

    assert [0, 0] == [run(str(tmp_path / "a.docx"), "--site", str(site), "--quiet") for _ in range(2)]
    assert {
        "content/news/2565/2565-03-03-khaen-dong/index.md",
        "content/news/2565/2565-03-03-khaen-dong-2/index.md",
    } == set(news(site))
    assert "gallery: [picture-1.png]\n" in news(site)["content/news/2565/2565-03-03-khaen-dong/index.md"]
    assert b"png" == (site / "content/news/2565/2565-03-03-khaen-dong/picture-1.png").read_bytes()


def test_a_blog_moves_in(site: Path, tmp_path: Path) -> None:
    """Category, tags, office, former addresses, counts and files of the uploads folder; what is not there is named."""
    tell(site, '-- content/units.toml --\n[[unit]]\nname = "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์"\nslug = "cdd"\n')
    (tmp_path / "wp.xml").write_text(WXR, "utf-8")
    (tmp_path / "up/2022/03").mkdir(parents=True)
    (tmp_path / "up/2022/03/a.jpg").write_bytes(shot("a"))
    (tmp_path / "counts.csv").write_text("postnumber,cntaccess\n7,1523\n", "utf-8")

    flags = ("--uploads", str(tmp_path / "up"), "--counts", str(tmp_path / "counts.csv"))
    assert 0 == run(str(tmp_path / "wp.xml"), "--site", str(site), "--quiet", *flags)
    text = news(site)["content/news/2565/2565-03-03-khaen-dong/index.md"]
    assert (
        "author_unit: สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์\n"
        "category: ข่าวกิจกรรม\n"
        "tags: [ช่างชุมชน]\n"
        "gallery: [a.jpg]\n"
        "aliases: ['/2022/03/03/ข่าว/', '/?p=7']\n"
        "visit_counter: {total: 1523}\n"
        "---\n"
    ) in text
    outcome = build(site, site / "output", NOW)
    assert ["G007"] == codes(outcome)
    assert "2565-03-03-khaen-dong/" in page(site, "/2022/03/03/ข่าว/")
