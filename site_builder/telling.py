"""`share` and `theme`: what a site hands to its people: text of one item to paste, a template to change, the guide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from site_builder.opening import open_desk
from site_builder.planning.assemble import Story, assemble
from site_builder.problems import Problem, error, is_error
from site_builder.reading.item import read
from site_builder.rendering.guide import guide
from site_builder.rendering.render import encoded
from site_builder.rendering.sharing import facebook_text, line_text
from site_builder.report import Report
from site_builder.storing import files
from site_builder.storing.starts import write_new
from site_builder.storing.themes import guide_sources, packaged_files
from site_builder.thai.text import nearest


def tell_item(site: Path, file: str, now: dt.datetime, report: Report) -> bool:
    """Say an item's texts; False where there are none, with the reasons."""
    texts, problems = share_texts(site, file, now)
    if texts is None:
        report.problems(problems)
        return False
    for code, text in zip(("R080", "R081"), texts, strict=True):
        report.say(code)
        report.tell(text)
    return True


def tell_guide(report: Report) -> None:
    """Say what templates receive."""
    report.tell(guide(*guide_sources()))


def hand_over(site: Path, file: str, report: Report) -> bool:
    """Copy a file of the packaged theme, and say where it lies; False where that cannot be, with the reason."""
    path, problems = eject(site, file)
    if path and not any(map(is_error, problems)):
        report.say("R082", path=site / path)
        return True
    report.problems(problems)
    return False


def share_texts(site: Path, file: str, now: dt.datetime) -> tuple[tuple[str, str] | None, tuple[Problem, ...]]:
    """(For LINE, for Facebook) of a published item; None where it is none, and why."""
    desk, problems = open_desk(site)
    if desk is None:
        return None, problems
    path = _from_site(site, file)
    if path not in desk.items:
        near = ", ".join(nearest(path, desk.items))
        return None, (replace(error("U020", nearest=near or "-"), path=file),)
    reading = read(path, files.read(site, path), desk.rules)
    assembled, faults = assemble([(path, reading)], desk.words, now)
    story = next((one for one in assembled.stories if isinstance(one, Story)), None)
    if story is None:
        held = [replace(error("U021"), path=path)] if reading.item else []
        return None, (*reading.problems, *faults, *held)
    address = desk.settings.base_url + encoded(story.card.url[1:])
    digits = desk.settings.thai_digits
    short = line_text(story.card, address, thai_digits=digits)
    return (short, facebook_text(story.card, story.body.prose, address, thai_digits=digits)), ()


def _from_site(site: Path, file: str) -> str:
    """The file's path from the site's folder, as sources are named, wherever the command was given."""
    given = Path(file)
    for place in (given, site / given):
        try:
            return place.resolve().relative_to(site.resolve()).as_posix()
        except ValueError:
            continue
    return given.as_posix()


def eject(site: Path, file: str) -> tuple[str, tuple[Problem, ...]]:
    """Copy one file of the packaged theme into the site's own, for change: (its path from the site, problems)."""
    desk, problems = open_desk(site)
    if desk is None:
        return "", problems
    known = packaged_files()
    name = next((one for one in (file, f"templates/{file}", f"static/{file}") if one in known), "")
    if not name:
        near = nearest(file, [one.rpartition("/")[2] for one in known]) or [one for one in known if "templates/" in one]
        return "", (replace(error("U022", nearest=", ".join(near)), path=file),)
    path = f"themes/{desk.settings.theme}/{name}"
    taken = write_new(site, {path: known[name]})
    return path, (replace(taken, path=path),) if taken else ()
