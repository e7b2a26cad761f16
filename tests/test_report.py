"""What the terminal and programs are told."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from stories import OUTPUT_KEYS, item, tell

from site_builder.problems import Span, error, located
from site_builder.report import Report
from site_builder.texts import lines
from site_builder.thai.text import cells

ARTICLE = "ก" * 300 + " ผิดตรงนี้ " + "ข" * 300


def test_a_problem_is_shown_with_its_line_and_caret() -> None:
    """Where, what, the line, a caret under the letters although marks take no room, what to do, the right line."""
    text = "---\ntitle: ก\nอำเภอที่: แคนดง\n---\n"
    start = text.index("อำเภอที่")
    problem = located(
        error("S003", Span(start, start + 8), fix="อำเภอ: แคนดง", key="อำเภอที่", known="อำเภอ"), "a.md", text
    )
    assert [
        "a.md:3:1 ผิดพลาด S003",
        "  ไม่รู้จักชื่อ “อำเภอที่” ในส่วนนี้",
        "  3 | อำเภอที่: แคนดง",
        "    | ^^^^^^",
        "  วิธีแก้: ชื่อที่ใกล้เคียงหรือใช้ได้: อำเภอ",
        "    | อำเภอ: แคนดง",
    ] == lines(problem, "th")


def test_a_problem_in_english() -> None:
    """The same in English."""
    problem = located(error("S003", Span(0, 5), key="titel", known="title"), "content/site.toml", "titel = 1")
    assert [
        "content/site.toml:1:1 error S003",
        "  Unknown key “titel” in this table",
        "  1 | titel = 1",
        "    | ^^^^^",
        "  To do: Near it, or allowed here: title",
    ] == lines(problem, "en")


def test_a_long_line_is_shown_around_its_fault() -> None:
    """A paragraph of a thousand letters is cut to what a terminal holds, with the caret under the fault."""
    start = ARTICLE.index("ผิด")
    shown = lines(located(error("S003", Span(start, start + 3), key="", known=""), "a.md", ARTICLE), "th")
    quote, caret = shown[2], shown[3]
    assert cells(quote) <= 110
    assert "ผิดตรงนี้" in quote
    assert cells(quote[: quote.index("ผิด")]) == caret.index("^")


def test_quiet_keeps_to_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """`--quiet` says nothing on success."""
    Report("th", quiet=True).say("R015")
    assert ("", "") == capsys.readouterr()


def run(*arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """The program itself, as an editor starts it."""
    environment = {"PYTHONIOENCODING": encoding, "PATH": "", "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(
        [sys.executable, "-m", "site_builder", *arguments], capture_output=True, check=False, env=environment
    )


def test_an_old_thai_console_can_read_it(site: Path) -> None:
    """On a console of code page 874 every word arrives, and a sign that it lacks stops nothing."""
    tell(site, f"-- content/news/a.md --\n{item('ข่าว → ใหม่', '2568-02-29')}")
    answer = run("build", "--site", str(site), encoding="cp874")
    assert 1 == answer.returncode
    assert "อ่าน 1 = เผยแพร่ 0 + ร่าง 0 + รอเผยแพร่ 0 + หมดอายุ 0 + มีข้อผิดพลาด 1" in answer.stdout.decode("cp874")
    assert "content/news/a.md:3:" in answer.stderr.decode("cp874")


def test_json_is_one_object_with_all_keys(site: Path) -> None:
    """`build --json` prints the promised keys in UTF-8 whatever the console, and its sums add up."""
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01')}-- content/news/b.md --\n{item('ข', '2568-02-29')}")
    answer = run("build", "--site", str(site), "--json", "--now", "2022-06-01T12:00:00+07:00", encoding="cp874")
    data = json.loads(answer.stdout.decode("utf-8"))
    assert OUTPUT_KEYS == list(data)
    assert data["read"] == data["published"] + data["draft"] + data["scheduled"] + data["expired"] + data["errors"]
    assert [{"path": "content/news/b.md", "why": "error", "until": None}] == data["held"]
    assert {"code", "severity", "path", "line", "column", "message", "hint"} == set(data["problems"][0])
    assert ("content/news/b.md", 3, "error") == tuple(data["problems"][0][key] for key in ("path", "line", "severity"))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["buld"], 2, "คำสั่งที่ใกล้เคียงหรือใช้ได้: build"),
        (["build", "--sit", "x"], 2, "ไม่มีตัวเลือก --sit"),
        (["build", "--now", "เมื่อวาน"], 2, "อ่านวันเวลา “เมื่อวาน” ไม่ได้"),
        (["build", "--lang", "en", "--today", "32/13/2565"], 2, "is no date that can be read"),
        (["build", "--site", "no-such-folder"], 1, "โฟลเดอร์นี้ยังไม่ใช่เว็บไซต์"),
        (
            ["init", "x", "--province", "บุรีรัม", "--title", "ก", "--unit", "ข", "--base-url", "https://x.go.th"],
            2,
            "บุรีรัมย์",
        ),
    ],
)
def test_a_slip_on_the_command_line_is_answered_in_words(arguments: list[str], code: int, words: str) -> None:
    """A wrong command, flag or value ends with exit code 2 and a sentence, never with a traceback."""
    answer = run(*arguments)
    assert code == answer.returncode
    assert words in answer.stderr.decode()
    assert "Traceback" not in answer.stderr.decode()


@pytest.mark.parametrize(("language", "words"), [("th", "สร้างเว็บไซต์ลงในโฟลเดอร์ output"), ("en", "Build the site")])
def test_help_is_spoken(language: str, words: str) -> None:
    """Help stands in Thai, and in English when asked."""
    answer = run("--help") if language == "th" else run("build", "--lang", "en", "--help")
    assert words in answer.stdout.decode()


def test_the_language_may_stand_before_the_command(site: Path) -> None:
    """`--lang en` is heard on either side of the command's name."""
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01')}")
    for flags in (["--lang", "en", "build"], ["build", "--lang", "en"]):
        assert "1 read = 1 published" in run(*flags, "--site", str(site)).stdout.decode()


def test_today_is_the_first_instant_of_a_thai_day(site: Path) -> None:
    """`--today` takes any form of a date and means its midnight in Bangkok."""
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'publish_on: 1 มิถุนายน 2565')}")
    early = json.loads(run("build", "--site", str(site), "--json", "--today", "31 พ.ค. 65").stdout)
    late = json.loads(run("build", "--site", str(site), "--json", "--today", "2022-06-01").stdout)
    moment = dt.datetime(2022, 6, 1, tzinfo=dt.timezone(dt.timedelta(hours=7))).isoformat()
    assert [moment] == [one["until"] for one in early["held"]]
    assert (0, 1) == (early["published"], late["published"])


FIRST = f"-- content/news/a.md --\n{item('ก', '2565-01-01')}-- content/news/b.md --\n{item('ข', '2565-01-02')}"
MOMENT = ("--now", "2022-06-01T12:00:00+07:00")


@pytest.mark.parametrize(
    ("language", "head", "new"),
    [("th", "หน้าที่ทำใหม่ และสิ่งที่เปลี่ยน:", "หน้าใหม่"), ("en", "Pages rendered, and what had changed:", "a new page")],
)
def test_explain_names_each_page_and_what_differs(site: Path, language: str, head: str, new: str) -> None:
    """`--explain` says of every rendered page that it is new, or which parts of it changed; of others nothing."""
    tell(site, FIRST)
    flags = ("build", "--lang", language, "--site", str(site), "--jobs", "1", "--explain", *MOMENT)
    first = run(*flags).stdout.decode().splitlines()
    begin = first.index(head)
    pages = first[begin + 1 : -1]
    assert f"  /news/2565/01/a/  {new}" in pages
    assert {new} == {line.split("  ")[2] for line in pages}
    assert len(pages) == int(re.findall(r"\d+", first[begin - 1])[1])  # as many as were rendered
    edited = "เนื้อข่าว\n\nแก้แล้ว"  # behind the paragraph that lists show
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=edited)}")
    assert [head, "  /news/2565/01/a/  view.body"] == _between(run(*flags), head)
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'credit: ค', body=edited)}")
    assert [head, "  /news/2565/01/a/  view.credit"] == _between(run(*flags), head)
    (site / "output/news/2565/01/b/index.html").unlink()
    assert [head, "  /news/2565/01/b/  output"] == _between(run(*flags), head)
    assert head not in run(*flags).stdout.decode()  # nothing was rendered


def _between(answer: subprocess.CompletedProcess[bytes], head: str) -> list[str]:
    """The lines from a head to the last but one, which names the file to open."""
    shown = answer.stdout.decode().splitlines()
    return shown[shown.index(head) : -1]


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("th", ["ขั้นตอน (วินาที)", "ข่าวที่อ่านนานที่สุด (วินาที)", "แม่แบบที่ใช้เวลามากที่สุด (วินาที)"]),
        ("en", ["Stages (s)", "Slowest items to read (s)", "Templates that took longest in all (s)"]),
    ],
)
def test_profile_says_where_the_time_went(site: Path, language: str, heads: list[str]) -> None:
    """`--profile` lists the stages in their order, the slowest items and templates with the slowest first."""
    tell(site, FIRST)
    flags = ("build", "--lang", language, "--site", str(site), "--jobs", "1", "--profile", *MOMENT)
    shown = _between(run(*flags), heads[0])
    assert heads == [line for line in shown if not line.startswith(" ")]
    tables: dict[str, list[tuple[float, str]]] = {}
    for line in shown:
        if not line.startswith(" "):
            rows = tables[line] = []
            continue
        seconds, name = re.fullmatch(r"  ( *\d+\.\d{3})  (\S+)", line).groups()  # type: ignore[union-attr]
        rows.append((float(seconds), name))
    assert ["open", "read", "plan", "index", "render", "write", "keep"] == [name for _, name in tables[heads[0]]]
    assert {"content/news/a.md", "content/news/b.md"} == {name for _, name in tables[heads[1]]}
    assert 5 == len(tables[heads[2]])
    for head in heads[1:]:
        assert sorted(tables[head], key=lambda one: -one[0]) == tables[head]


@pytest.mark.parametrize("flags", [(), ("--explain",), ("--profile",), ("--explain", "--profile")])
def test_json_has_more_keys_when_they_are_asked_for(site: Path, flags: tuple[str, ...]) -> None:
    """`reasons` and `profile` stand in the JSON when asked for, also of a build that had nothing to do, else never."""
    tell(site, FIRST)
    keys = {"--explain": "reasons", "--profile": "profile"}
    data = [json.loads(run("build", "--site", str(site), "--json", *flags, *MOMENT).stdout) for _ in range(2)]
    for one in data:
        assert [*OUTPUT_KEYS, *(keys[flag] for flag in flags)] == list(one)
    first, second = data
    if "--explain" in flags:
        assert [] == first["reasons"]["/news/2565/01/a/"]
        assert first["rendered"] == len(first["reasons"])
        assert {} == second["reasons"]
    if "--profile" in flags:
        assert ["stages", "items", "templates"] == list(first["profile"])
        assert {"content/news/a.md", "content/news/b.md"} == set(first["profile"]["items"])
        assert all(seconds >= 0 for table in first["profile"].values() for seconds in table.values())


def test_quiet_explains_nothing(site: Path) -> None:
    """`--quiet` outweighs them both."""
    tell(site, FIRST)
    answer = run("build", "--site", str(site), "--quiet", "--explain", "--profile", *MOMENT)
    assert (0, b"", b"") == (answer.returncode, answer.stdout, answer.stderr)


@pytest.mark.parametrize(
    ("flags", "thai", "english"),
    [
        (
            ["--jobs", "0"],
            "- ผิดพลาด U004\n  ค่าของ --jobs ใช้ไม่ได้ (…)\n  วิธีแก้: ดูตัวอย่างด้วย --help\n",
            "- error U004\n  The value of --jobs cannot be used (…)\n  To do: See --help for an example\n",
        ),
        (
            ["--jobs", "abc"],
            "- ผิดพลาด U004\n  ค่าของ --jobs ใช้ไม่ได้ (…)\n  วิธีแก้: ดูตัวอย่างด้วย --help\n",
            "- error U004\n  The value of --jobs cannot be used (…)\n  To do: See --help for an example\n",
        ),
        (
            ["--jobs"],
            "- ผิดพลาด U003\n  ขาดค่าของ --jobs\n  วิธีแก้: ดูตัวอย่างด้วย --help\n",
            "- error U003\n  --jobs needs a value\n  To do: See --help for an example\n",
        ),
        (
            ["--executor", "http://x"],
            "- ผิดพลาด U016\n  ไม่รู้จัก --executor “http://x”\n  วิธีแก้: เขียนที่อยู่ของคลัสเตอร์แบบนี้: dask://10.0.0.5:8786\n",
            (
                "- error U016\n  --executor “http://x” is not known\n"
                "  To do: Write the cluster's address like this: dask://10.0.0.5:8786\n"
            ),
        ),
    ],
)
def test_a_slip_in_the_flags_of_work(site: Path, flags: list[str], thai: str, english: str) -> None:
    """Wrong numbers of jobs and unknown executors end with exit code 2 and what to write, before anything is done."""
    tell(site, FIRST)
    for language, words in (("th", thai), ("en", english)):
        answer = run("build", "--lang", language, "--site", str(site), *flags)
        assert (2, b"") == (answer.returncode, answer.stdout)
        assert words == re.sub(r"\([^)\n]*\)", "(…)", answer.stderr.decode())
    assert not (site / "output").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["--jobs N", "ใช้ตัวประมวลผลกี่ตัวพร้อมกัน", "--executor URL", "dask://", "--explain", "--profile"]),
        ("en", ["--jobs N", "How many processes work at once", "--executor URL", "dask://", "--explain", "--profile"]),
    ],
)
def test_help_names_the_flags_of_work(language: str, words: list[str]) -> None:
    """The flags stand in the help with their words."""
    text = " ".join(run("build", "--lang", language, "--help").stdout.decode().split())
    assert [] == [word for word in words if word not in text]
