"""site.toml, units.toml and tags.toml."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import NOW, SETTINGS, tell

from site_builder.checks import check
from site_builder.messages import hint, message
from site_builder.problems import is_error
from site_builder.settings import read_settings

CASES = [
    ('title = "ก', 1, "S001", ""),
    ('titel = "ก"\n' + SETTINGS, 1, "S003", ""),
    (SETTINGS.replace('title = "พช.บุรีรัมย์"', ""), 1, "S004", 'title = "…"'),
    ('language = "fr"\n' + SETTINGS, 1, "S005", 'language = "th"'),
    ("description = 5\n" + SETTINGS, 1, "S006", 'description = "…"'),
    (SETTINGS.replace("https://news.example.go.th/", "news.go.th"), 3, "S007", 'base_url = "https://example.go.th/"'),
    ('theme = "../x"\n' + SETTINGS, 1, "S009", 'theme = "default"'),
    (SETTINGS + '[[menu]]\ntext = "ก"\nurl = "about"\n', 12, "S010", 'url = "/about/"'),
    (SETTINGS + '[[menu]]\ntext = "ก"\nurl = "//evil.example/"\n', 12, "S010", 'url = "/about/"'),
    (SETTINGS + '[[taxonomy]]\nkey = "tag"\nname = "ก"\n', 11, "S011", 'key = "project"'),
    (SETTINGS.replace('slug = "activity"', 'slug = "Our News"'), 9, "S012", 'slug = "our-news"'),
    (SETTINGS + '[[category]]\nname = "ข่าวกิจกรรม"\nslug = "other"\n', 11, "S013", ""),
    (SETTINGS.replace("news.example.go.th", "[x"), 3, "S007", 'base_url = "https://example.go.th/"'),
    (SETTINGS.replace("go.th/", "go.th/#x"), 3, "S007", 'base_url = "https://example.go.th/"'),
    (SETTINGS + '[[taxonomy]]\nkey = "con"\nname = "ก"\n', 11, "S011", 'key = "project"'),
    (SETTINGS + '[[taxonomy]]\nkey = "archive-year"\nname = "ก"\n', 11, "S011", 'key = "project"'),
    (SETTINGS.replace("สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์", "***"), 5, "S019", ""),
    (SETTINGS + '[contact]\nline = "@cdd"\n', 11, "S020", 'line = "https://…"'),
    (SETTINGS + '[counter]\nprovider = "goatcounter"\n', 10, "S033", 'url = "https://office.goatcounter.com"'),
    (
        SETTINGS + '[counter]\nprovider = "goatcounter"\nurl = "https://x.example/; y"\n',
        12,
        "S033",
        'url = "https://office.goatcounter.com"',
    ),
    (SETTINGS + '[counter]\ntext = "{ทั้งหมด}"\n', 11, "S034", 'text = "(เข้าชม {total} ครั้ง วันนี้ {today} ครั้ง)"'),
    (SETTINGS + '[conact]\nphone = "1"\n', 10, "S002", ""),
]


def test_settings_are_read_whole() -> None:
    """Every key of the three files reaches its place; the address ends with a slash."""
    settings, problems = read_settings(
        SETTINGS.replace("example.go.th/", "example.go.th/news") + '[contact]\nphone = "044 000 000"\n',
        '[[unit]]\nname = "สพอ.แคนดง"\naliases = ["พช.แคนดง"]\n',
        '[[tag]]\nname = "โคก หนอง นา"\n',
    )
    assert () == problems
    assert settings is not None
    assert "https://news.example.go.th/news/" == settings.base_url
    assert "044 000 000" == settings.contact.phone
    assert ("พช.แคนดง",) == settings.offices[0].aliases
    assert "โคก-หนอง-นา" == settings.tags[0].slug
    assert ("th", False, "default") == (settings.language, settings.file_links, settings.theme)


@pytest.mark.parametrize(("text", "line", "code", "fix"), CASES, ids=[case[2] for case in CASES])
def test_a_mistake_is_named_at_its_line(text: str, line: int, code: str, fix: str) -> None:
    """A mistake in site.toml is one error at its own line, with the line that would be right."""
    settings, problems = read_settings(text, "", "")
    found = [(one.code, one.path, one.position.line if one.position else 0, one.fix) for one in problems]
    assert [(code, "content/site.toml", line, fix)] == found
    assert settings is None


def test_an_office_or_a_tag_cannot_share_an_address_or_have_none() -> None:
    """A slug that is made from a name counts like a written one; a name of signs alone gives none."""
    twice = '[[unit]]\nname = "alpha beta"\n[[unit]]\nname = "other"\nslug = "alpha-beta"\n'
    _, problems = read_settings(SETTINGS, twice, '[[tag]]\nname = "***"\n')
    found = [(one.code, one.path, one.position.line if one.position else 0) for one in problems]
    assert [("S013", "content/units.toml", 5), ("S019", "content/tags.toml", 2)] == found


def test_a_message_is_whole() -> None:
    """The words say what is wrong and what to do, in both languages."""
    _, problems = read_settings('titel = "ก"\n' + SETTINGS, "", "")
    assert "ไม่รู้จักชื่อ “titel” ในส่วนนี้" == message(problems[0], "th")
    assert "Near it, or allowed here: title" == hint(problems[0], "en")


def test_plain_http_is_a_warning() -> None:
    """An unencrypted address builds, with a word."""
    settings, problems = read_settings(SETTINGS.replace("https:", "http:"), "", "")
    assert ["S008"] == [one.code for one in problems]
    assert settings is not None


@given(st.text(alphabet='[]="ก\n#a\\ \t{}', max_size=60))
def test_no_text_crashes_the_settings(text: str) -> None:
    """Any text gives settings or an error, never an exception."""
    settings, problems = read_settings(text, text, text)
    assert (settings is None) == any(map(is_error, problems))


def test_a_later_problem_is_told_at_its_own_line(site: Path) -> None:
    """A menu entry to nowhere, a foreign host, an unknown district: each at its line of site.toml or units.toml."""
    menu = '[[menu]]\ntext = "ก"\nurl = "/no-such/"\n'
    tell(site, f"-- content/site.toml --\n{SETTINGS}{menu}")
    tell(site, '-- content/units.toml --\n[[unit]]\nname = "ก"\ndistrict = "แคนดล"\n')
    found = {one.code: (one.path, one.position.line) for one in check(site, NOW).problems if one.position}
    assert ("content/site.toml", 11) == found["P018"]
    assert ("content/units.toml", 3) == found["S017"]
