"""After any edits a build gives what a clean one gives: random edits of all kinds, each step compared byte for byte."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from albums import add_photo, delete_photo, edit_captions, rename_photo, replace_photo, swap_cover
from msgspec.structs import replace
from stories import tree
from worlds import (
    Edit,
    World,
    add,
    begun,
    clean_build,
    delete,
    disguise,
    edit_body,
    edit_field,
    edit_map,
    edit_settings,
    edit_tables,
    edit_theme,
    edit_visits,
    edit_words,
    exchange,
    hang,
    lay_file,
    lose,
    meddle,
    nothing,
    other_output,
    quicken,
    rename,
    spoil,
    touch,
    wait,
)

from site_builder.build import build
from site_builder.storing import marks
from site_builder.unchanged import unchanged

FIRST = int(os.environ.get("REBUILD_SEED", "0"))  # with the next one: more sequences, or one of them again
SEQUENCES = int(os.environ.get("REBUILD_SEQUENCES", "60"))
LENGTH = 8  # edits of a sequence
OF_OUTPUT = {"W001", "W020"}  # problems of an output that others had a hand in
EDITS: tuple[tuple[Edit, int], ...] = (
    *((edit_body, 6), (edit_field, 8), (add, 2), (delete, 2), (rename, 2), (exchange, 1), (disguise, 2), (touch, 1)),
    *((spoil, 1), (hang, 1), (lay_file, 3), (edit_settings, 3), (edit_tables, 2), (edit_theme, 2), (edit_words, 2)),
    (edit_map, 1),
    (edit_visits, 1),
    *((replace_photo, 2), (add_photo, 2), (delete_photo, 1), (rename_photo, 2), (edit_captions, 2), (swap_cover, 3)),
    *((wait, 3), (other_output, 2), (lose, 2), (meddle, 1), (nothing, 1)),
)
Step = tuple[tuple[Edit, int], ...]  # edits between two builds, each with a seed of its own


def steps_of(seed: int) -> list[Step]:
    """The edits of a sequence, most often one between two builds."""
    rng = random.Random(seed)  # noqa: S311 — the same edits for the same seed
    kinds, weights = zip(*EDITS, strict=True)
    return [
        tuple((rng.choices(kinds, weights)[0], rng.getrandbits(32)) for _ in range(rng.choice([1, 1, 1, 2, 4])))
        for _ in range(LENGTH)
    ]


def difference(folder: Path, steps: list[Step]) -> str:
    """What a build after some step did otherwise than a clean one; "" for nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    world = begun(folder)
    build(world.site, world.target, world.now)
    for number, step in enumerate(steps, 1):
        for edit, seed in step:
            edit(world, random.Random(seed))  # noqa: S311
        found = compared(world)
        if found:
            return f"after step {number}: {found}"
    return ""


def compared(world: World) -> str:
    """Build, and build a copy without cache and output; say what differs."""
    before = tree(world.target)
    told = unchanged(world.site, world.target, world.now)
    outcome = build(world.site, world.target, world.now)
    clean = clean_build(world)
    if told is not None and replace(told, profile=None) != replace(outcome, profile=None):
        return f"unchanged: {told} and {outcome}"
    for name in ("built", "read", "published", "held", "pages"):
        if getattr(outcome, name) != getattr(clean, name):
            return f"{name}: {getattr(outcome, name)} for {getattr(clean, name)}"
    problems = [one for one in outcome.problems if one.code not in OF_OUTPUT | {"W053"}]
    if problems != list(clean.problems):
        return f"problems: {problems} for {clean.problems}"
    expected = tree(world.folder / "clean/output") if clean.built else before
    if clean.built:
        kept = {path: data for path, data in world.aliens.items() if expected.get(path) != data}
        world.alien[world.output] = kept
        named = {dict(one.arguments)["file"] for one in outcome.problems if one.code == "W020"}
        if not kept.keys() & expected.keys() <= named <= kept.keys():
            return f"named {named} for {sorted(kept)}"
        expected = expected | kept
    found = tree(world.target)
    wrong = sorted(path for path in {*expected, *found} if expected.get(path) != found.get(path))
    return f"files: {wrong}" if wrong else ""


def shrunk(folder: Path, steps: list[Step]) -> list[Step]:
    """The sequence without the steps that its difference does not need."""
    for index in reversed(range(len(steps))):
        fewer = steps[:index] + steps[index + 1 :]
        if difference(folder, fewer):
            steps = fewer
    return steps


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare what decides nothing here."""
    quicken(monkeypatch)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEQUENCES))
def test_after_any_edits_the_output_is_a_clean_builds(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes, counts, held-back items and problems are those of a clean build, whatever was edited, lost or spoilt."""
    if seed % 2:  # times of files are trusted at once; else nothing would be but what stood still for two seconds
        monkeypatch.setattr(marks, "TICK", 0)
    steps = steps_of(seed)
    found = difference(tmp_path / "world", steps)
    if found:
        least = shrunk(tmp_path / "world", steps)
        names = [[(edit.__name__, number) for edit, number in step] for step in least]
        pytest.fail(f"seed {seed}: {difference(tmp_path / 'world', least)}\n{names}\n(first: {found})")
