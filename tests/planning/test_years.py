"""What a year comes to: an assessor's page, its counts and its data."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from stories import SETTINGS, built, item, page

PHUKET = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต")
UNITS = """
[[unit]]
name = "สำนักงานพัฒนาชุมชนอำเภอถลาง"
slug = "thalang"
"""
FISCAL = "/fiscal-year/2565/"
CSV, JSON = f"{FISCAL}news-fiscal-year-2565.csv", f"{FISCAL}news-fiscal-year-2565.json"

pytestmark = pytest.mark.usefixtures("quick")


def _news(name: str, date: str, *lines: str, title: str = "ข่าว", body: str = "เนื้อข่าว") -> str:
    return f"-- content/news/{name}.md --\n{item(title, date, *lines, body=body)}\n"


SITE = "".join(
    [
        f"-- content/site.toml --\n{PHUKET}\n-- content/units.toml --\n{UNITS}\n",
        _news(
            "a", "2564-10-01", "district: [ถลาง, กะทู้]", "author_unit: สำนักงานพัฒนาชุมชนอำเภอถลาง", "category: ข่าวกิจกรรม"
        ),
        _news("b", "2565-09-30", "district: ถลาง", "author_unit: กองอื่น", "tags: [ก, ข]", title='=1+1, "ข่าว"'),
        _news("c", "2565-03-03 08:30"),
        _news("d", "2565-10-01", "district: ถลาง"),
    ]
)


def _tallies(text: str) -> dict[str, dict[str, str]]:
    """Caption → the words of each row → its figure."""
    return {
        caption: {
            re.sub(r"<[^>]+>", "", name).strip(): count
            for name, count in re.findall(r'<th scope="row">(.*?)</th>.*?</svg> (\S+)</td>', table, re.DOTALL)
        }
        for caption, table in re.findall(r"<caption>(.*?)</caption>(.*?)</table>", text, re.DOTALL)
    }


def test_a_fiscal_year_can_be_sent_to_an_assessor(site: Path) -> None:
    """From 1 October to 30 September, by month, office, district and category; what had no news says 0."""
    built(site, SITE)
    text = page(site, FISCAL)
    found = _tallies(text)
    assert "3 ข่าว ตั้งแต่วันศุกร์ที่ 1 ตุลาคม 2564 ถึงวันศุกร์ที่ 30 กันยายน 2565" in text
    assert ["ตุลาคม 2564", "พฤศจิกายน 2564"] == list(found["รายเดือน"])[:2]
    assert ["1", "0", "0", "0", "0", "1", "0", "0", "0", "0", "0", "1"] == list(found["รายเดือน"].values())
    assert {
        "สำนักงานพัฒนาชุมชนจังหวัดภูเก็ต": "1",
        "สำนักงานพัฒนาชุมชนอำเภอถลาง": "1",
        "กองอื่น": "1",
    } == found["รายหน่วยงาน"]
    districts = {"กะทู้": "1", "ถลาง": "2", "เมืองภูเก็ต": "0", "ไม่ระบุอำเภอ": "1"}
    assert districts == found["รายอำเภอ (ข่าวหนึ่งเรื่องอาจนับได้หลายอำเภอ)"]
    assert {"ข่าวกิจกรรม": "1", "ไม่ระบุหมวด": "2"} == found["รายหมวด"]


def test_a_year_counts_its_months(site: Path) -> None:
    """The root of a year counts its twelve months; one without news is no link; further pages count nothing."""
    built(site, SITE + "".join(_news(f"n{number}", "2565-05-05") for number in range(40)))
    found = _tallies(page(site, "/archive/2565/"))
    assert ["รายเดือน"] == list(found)
    assert [("มกราคม 2565", "0"), ("กุมภาพันธ์ 2565", "0"), ("มีนาคม 2565", "1")] == list(found["รายเดือน"].items())[:3]
    assert 'href="../../archive/2565/05/">พฤษภาคม' in page(site, "/archive/2565/")
    assert 'href="../../archive/2565/01/">' not in page(site, "/archive/2565/")
    assert {} == _tallies(page(site, "/archive/2565/page/1/"))


def test_a_year_can_be_downloaded_for_a_spreadsheet(site: Path) -> None:
    """Excel reads the Thai of the CSV, no title is worked out as a formula, and each cell comes back whole."""
    built(site, SITE)
    data = (site / f"output{CSV}").read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 4
    assert ['\'=1+1, "ข่าว"', "ข่าว", "ข่าว"] == [row["เรื่อง"] for row in rows]
    assert ("ถลาง; กะทู้", "Thalang; Kathu") == (rows[2]["อำเภอ/เขต"], rows[2]["อำเภอ/เขต (อังกฤษ)"])
    assert "วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น." == rows[1]["วันที่"]
    assert "2022-03-03T08:30:00+07:00" == rows[1]["วันที่ (ISO 8601)"]
    assert "https://news.example.go.th/news/2565/03/c/" == rows[1]["ที่อยู่เว็บ"]


def test_a_year_can_be_read_by_programs(site: Path) -> None:
    """JSON with ISO dates and English names of districts; the archive's year has the same."""
    built(site, SITE)
    found = json.loads(page(site, JSON))
    assert ["2022-09-30", "2022-03-03T08:30:00+07:00", "2021-10-01"] == [one["date"] for one in found["items"]]
    assert ["ก", "ข"] == found["items"][0]["tags"]
    assert {"th": "ถลาง", "en": "Thalang"} in found["items"][2]["districts"]
    assert "https://news.example.go.th/fiscal-year/2565/" == found["page"]
    other = json.loads(page(site, "/archive/2565/news-2565.json"))
    assert ["2022-10-01", "2022-09-30", "2022-03-03T08:30:00+07:00"] == [one["date"] for one in other["items"]]


def test_data_changes_only_with_what_it_shows(site: Path) -> None:
    """Another first paragraph, so another excerpt in lists, renders no table; another title renders its years'."""
    built(site, SITE)
    changed = built(site, _news("c", "2565-03-03 08:30", body="ย่อหน้าแรกที่เป็นสรุปใหม่"))
    assert [] == [one.url for one in changed.reasons if one.url.endswith((".csv", "5.json"))]
    assert "/archive/2565/" in {one.url for one in changed.reasons}
    changed = built(site, _news("c", "2565-03-03 08:30", title="ชื่อใหม่"))
    tables = {CSV, JSON, "/archive/2565/news-2565.csv", "/archive/2565/news-2565.json"}
    assert tables == {one.url for one in changed.reasons if one.url.endswith((".csv", "5.json"))}
