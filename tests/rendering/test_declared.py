"""What theme.toml declares: checked, laid over the packaged one, and put into the style sheet."""

from __future__ import annotations

import re

import pytest
from rendering.desk import packaged

from site_builder.messages import message
from site_builder.problems import Problem
from site_builder.rendering.colours import CONTRAST, MODES, contrast, faint, grey
from site_builder.rendering.theme import Theme, ThemeFile, open_theme

PATH = "themes/own/theme.toml"


def _opened(own: str, home: str = "") -> tuple[Theme | None, tuple[Problem, ...]]:
    files = packaged()
    files["packaged/theme.toml"] = files.pop("theme.toml")
    files["theme.toml"] = ThemeFile(PATH, own.encode())
    if home:
        files["templates/home.html"] = ThemeFile("home.html", home.encode())
    return open_theme(files, "th")


def test_the_packaged_colours_can_be_read() -> None:
    """Every pair in every mode, in colour and in grey; in high contrast text has 7:1."""
    theme, problems = _opened("")
    assert () == problems
    assert theme is not None
    assert [] == list(faint(theme.colours))
    assert MODES == tuple(theme.colours)
    assert min(contrast(theme.colours[CONTRAST][ink], "#000000") for ink in ("ink", "link", "soft")) >= 7


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21:1, and grey is what the filter of mourning makes."""
    assert (21, 1) == (contrast("#000000", "#ffffff"), contrast("#8f2d16", "#8f2d16"))
    assert 4.48 == round(contrast("#777777", "#ffffff"), 2)
    assert ("#363636", "#ffffff") == (grey("#ff0000"), grey("#ffffff"))


def test_a_theme_changes_one_colour_and_keeps_the_others() -> None:
    """Its token is in the style sheet, and the address of the sheet says so."""
    before, _ = _opened("")
    theme, problems = _opened('[colours.light]\nlink = "#0b4a8f"\n')
    assert () == problems
    assert before is not None
    assert theme is not None
    url = theme.urls["css/site.css"]
    assert url != before.urls["css/site.css"]
    assert re.search(rb"--link: ?#0b4a8f", theme.assets[url])
    assert before.colours["dark"] == theme.colours["dark"]


@pytest.mark.parametrize(
    ("own", "code", "fix"),
    [
        ('[colours.light]\nsoft = "#b0a090"\n', "T025", 'soft = "#72685e"'),
        ('[colours.dark]\nnote-ink = "#3b2f13"\n', "T025", ""),
        ('[colours.light]\nlnik = "#0b4a8f"\n', "T022", ""),
        ('[colours.light]\nlink = "blue"\n', "T026", 'link = "#8f2d16"'),
        ('[colours.night]\nlink = "#000000"\n', "T022", ""),
        ('[colours]\nlight = "x"\n', "T022", ""),
        ('emblme = "x"\n', "T022", ""),
        ('emblem = "icons/nix.svg"\n', "T023", ""),
        ('[blocks]\nhome = ["newest", "weather"]\n', "T024", ""),
        ("[colours", "T021", ""),
    ],
)
def test_a_mistake_is_named(own: str, code: str, fix: str) -> None:
    """A theme with one cannot be used; a colour that is too faint is answered with one that can be read."""
    theme, problems = _opened(own)
    assert theme is None
    assert {(code, PATH)} == {(one.code, one.path) for one in problems}
    assert fix in [problems[0].fix, ""]


def test_a_message_is_whole() -> None:
    """It names the pair, the mode and both ratios."""
    _, problems = _opened('[colours.dark]\nnote-ink = "#3b2f13"\n')
    expected = "สี note-ink บนพื้น note ในโหมด dark อ่านยาก: ต่างกัน 1.00:1 ต้องได้ 4.5:1 ขึ้นไป"
    assert expected == message(problems[0], "th")


def test_a_home_page_of_its_own_need_not_know_the_blocks() -> None:
    """Only one that shows `theme.blocks` is held to have them all."""
    theme, problems = _opened('[blocks]\nhome = ["weather"]\n', home="<p>เอง</p>")
    assert () == problems
    assert theme is not None
    assert ("weather",) == theme.look.blocks
