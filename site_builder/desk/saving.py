"""A work into its file: where it was opened from or nowhere, with its files, and never over another's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from site_builder.desk.bench import Bench
from site_builder.desk.captions import CannotBeWritten, captions_in, write_captions
from site_builder.desk.state import Text, shown
from site_builder.problems import error
from site_builder.storing import disk, files
from site_builder.storing.faults import writing
from site_builder.storing.shelf import Changed, Work, digest
from site_builder.storing.starts import write_item

Row = tuple[str, str, str]  # "=", "-", "+" or "~"; the line on disk, the line of the work


def save(bench: Bench, work: Work) -> str:
    """Write a work; the item's path. Changed where the file is another than was opened, and nothing is written then."""
    base = bench.base(bench.place(work.item)) if work.item else None
    if work.item and (base is None or digest(base.data) != work.digest):
        raise Changed
    placed = bench.settled(work, base)
    composed, data = bench.compose(placed, base)
    if composed.refused is not None:
        raise CannotBeWritten(error("E016"), composed.refused)
    captions_in(bench.site, placed, bench.shelf.files(work.name))  # refused before anything is written
    path = _new(bench, placed, composed.text) if base is None else _over(bench, work, placed, (base, data))
    bench.shelf.finish(work.name)
    return path


def _over(bench: Bench, work: Work, placed: Work, texts: tuple[Text, bytes]) -> str:
    """Write over a file; one that gets its first files moves into a folder before, by one rename."""
    base, data = texts
    if placed.item != bench.place(work.item):
        bench.shelf.into_folder(work.item)
    _lay(bench, work, placed.item)
    if data != base.data:
        bench.shelf.save(placed.item, work.digest, data)
    return placed.item


def _new(bench: Bench, placed: Work, text: str) -> str:
    """Write a new item at the first free path, in a folder of its own if it has files."""
    has_folder = bool(bench.shelf.files(placed.name))

    def path(number: int) -> str:
        flat = bench.new_path(placed, number)
        while _is_taken(bench.site / flat, has_folder=has_folder):
            number += 1
            flat = bench.new_path(placed, number)
        return f"{flat.removesuffix('.md')}/index.md" if has_folder else flat

    written = write_item(bench.site, path, text)
    _lay(bench, placed, written)
    return written


def _is_taken(flat: Path, *, has_folder: bool) -> bool:
    return (
        flat.exists() or (flat.with_suffix("") / "index.md").exists() or (has_folder and flat.with_suffix("").exists())
    )


def _lay(bench: Bench, work: Work, path: str) -> None:
    """Copy the work's files into the item's folder, and write what is said of its pictures beside them.

    The files stay with the work until all is done.
    """
    new, folder = bench.shelf.files(work.name), files.on_disk(bench.site, path).parent
    for name, source in new.items():
        if not (folder / name).exists():
            with writing(lambda: 0, folder / name):
                disk.copy(source, folder / name)
    write_captions(bench.shelf, replace(work, item=path), new)


def compared(bench: Bench, work: Work) -> dict[str, object]:
    """Both versions of an item whose file has changed meanwhile, line by line."""
    base = bench.base(bench.place(work.item))
    mine, _ = bench.compose(work, base)
    theirs = shown(base.text) if base else ""
    return {
        "digest": digest(base.data) if base else "",
        "gone": base is None,
        "rows": list(rows(theirs, shown(mine.text))),
    }


def rows(one: str, other: str) -> Iterator[Row]:
    """Two texts side by side; lines far from any difference are left out."""
    left, right = one.split("\n"), other.split("\n")
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for group in matcher.get_grouped_opcodes(3):
        for kind, a, b, c, d in group:
            pairs = zip(_padded(left[a:b], d - c), _padded(right[c:d], b - a), strict=True)
            sign = {"equal": "=", "delete": "-", "insert": "+", "replace": "~"}[kind]
            yield from ((sign, was, now) for was, now in pairs)


def _padded(lines: list[str], size: int) -> list[str]:
    return [*lines, *[""] * (size - len(lines))]


def keep_mine(bench: Bench, work: Work) -> None:
    """Put what was not saved among the item's former versions, before it is given up for the file on disk."""
    path = bench.place(work.item)
    base = bench.base(path)
    _, data = bench.compose(work, base)
    if base is None or data != base.data:
        bench.shelf.record(path, data)
