"""The handbook of the demonstration site: its pictures, its chapters, and that what it shows is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from demo.draw_handbook import LARGEST, PICTURES, ROOT, SCENES, Scene, eyes, seen

from site_builder.cli import commands

PAGES = {path.name: path.read_text("utf-8") for path in (ROOT / "content/pages").glob("handbook*.md")}


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_picture_is_light_and_said_in_words(scene: Scene) -> None:
    """Light enough for a slow phone; some page shows it, with words for those who cannot see it."""
    assert (PICTURES / f"{scene.name}.webp").stat().st_size <= LARGEST
    shown = re.compile(rf"!\[[^\]]{{20,}}\]\(handbook/{scene.name}\.webp\)")
    assert 1 == sum(len(shown.findall(text)) for text in PAGES.values())


@pytest.mark.group_browser
def test_a_picture_can_be_taken_again() -> None:
    """From the preview as it is now: a mistake lies over its page, and the picture is light enough."""
    scene = next(one for one in SCENES if one.name == "preview-mistake")
    with eyes() as browser:
        assert 20_000 < len(seen(browser, scene)) <= LARGEST


def test_no_picture_is_left_over() -> None:
    """Each that lies there is taken by the script."""
    assert {f"{scene.name}.webp" for scene in SCENES} == {path.name for path in PICTURES.iterdir()}


def test_the_first_page_leads_to_every_other() -> None:
    """And by its own list of chapters."""
    others = set(PAGES) - {"handbook.md"}
    assert others == set(re.findall(r"\((handbook-[a-z]+\.md)\)", PAGES["handbook.md"]))


def test_every_heading_is_listed_where_a_page_has_a_list() -> None:
    """A chapter that is added gets its line above."""
    for name, text in PAGES.items():
        listed = re.findall(r"^- \[([^\]]+)\]\(#", text, re.MULTILINE)
        plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        if listed and name != "handbook.md":
            assert re.findall(r"^# (.+)$", plain, re.MULTILINE) == listed, name


def test_every_flag_of_the_handbook_is_one_of_the_program() -> None:
    """What a page tells somebody to type exists."""
    known = {flag for command in commands.commands.values() for one in command.params for flag in one.opts}
    known |= {flag for one in commands.params for flag in one.opts}
    told = set(re.findall(r"(?<=\s)--[a-z][a-z-]+", "\n".join(PAGES.values())))
    assert told <= known
    assert Path(PICTURES).is_dir()
