"""A new site as texts: settings, offices of every district, standing pages to be filled in, a first item."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from site_builder.thai import dates
from site_builder.thai.dates import When, buddhist_year
from site_builder.thai.places import Gazetteer

IGNORED = ".cache/\n.venv/\noutput/\n"
_PROVINCIAL = re.compile(r"(?P<office>.+?)(?:ประจำ)?จังหวัด")


def new_site(gazetteer: Gazetteer, title: str, unit: str, base_url: str, today: dt.date) -> dict[str, str]:
    """The files of a new site: path from its folder → text."""
    words = {
        "title": _quoted(title),
        "unit": _quoted(unit),
        "description": _quoted(f"ข่าวและประกาศของ{unit}"),
        "base_url": _quoted(base_url),
        "province": _quoted(gazetteer.province.name),
        "districts": _quoted("เขต" if gazetteer.is_bangkok else "อำเภอ"),
    }
    plain = {"unit": unit, "date": dates.long(When(today))}
    first = f"content/news/{buddhist_year(today)}/{buddhist_year(today)}-{today:%m-%d}-welcome.md"
    texts = {path: Template(text).substitute(words if path.endswith(".toml") else plain) for path, text in _starters()}
    texts[first] = texts.pop("content/first.md")
    return texts | {"content/units.toml": units_text(gazetteer, unit), ".gitignore": IGNORED}


def _starters() -> list[tuple[str, str]]:
    return [(path, file.read_text("utf-8")) for path, file in _below(files(__package__).joinpath("site"), "")]


def _below(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    here = sorted(folder.iterdir(), key=lambda one: one.name)
    found = [(f"{path}{one.name}", one) for one in here if one.is_file()]
    return found + [row for one in here if one.is_dir() for row in _below(one, f"{path}{one.name}/")]


def units_text(gazetteer: Gazetteer, unit: str) -> str:
    """units.toml: the publishing office, and its office in every district where the name tells how they are called."""
    found = _PROVINCIAL.match(unit)
    rows = [_unit(unit, f"office-{gazetteer.province.slug}", "")]
    if found:
        rows += [
            _unit(f"{found['office']}{district.label}", f"office-district-{district.slug}", district.name)
            for district in gazetteer.districts
        ]
    head = "# หน่วยงาน: ข่าวอ้างด้วยชื่อ (name) หรือชื่อเรียกอื่น (aliases) ได้ ทุกชื่อไปรวมในหน้าเดียวกัน\n"
    return head + "".join(rows)


def _unit(name: str, slug: str, district: str) -> str:
    line = f"district = {_quoted(district)}\n" if district else ""
    return f'\n[[unit]]\nname = {_quoted(name)}\nslug = "{slug}"\naliases = []\n{line}'


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
