"""The benchmark, by one command: the same news built by this tool and by Hugo, pair by pair, as one table a size."""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `bench` is imported from here: this file is a script

from bench.cases import CASES, WITH_SEARCH, Run, measured, pages, timed
from bench.sites import (
    ENVIRONMENT,
    HUGO,
    ROOT,
    Entrant,
    attic,
    hugo_binary,
    hugo_site,
    lean_site,
    our_site,
    set_aside,
    with_pagefind,
)

HEAD = (
    "| case | ours CPU s | wall s | peak MiB | Hugo CPU s | wall s | peak MiB "
    "| CPU × | wall × | memory × | ours touched/changed | Hugo touched/changed |"
)
NAMES = {
    "none": "no change",
    "body": "one body",
    "title": "one title",
    "theme": "theme",
    "peer": "cold, same pages",
    "search": "cold, with search",
    "search-body": "one body, with search",
}


@dataclass(frozen=True, slots=True)
class Row:
    """All pairs of one case: (ours, Hugo's)."""

    case: str
    pairs: tuple[tuple[Run, Run], ...]

    def median(self, field: str, side: int) -> float:
        """Of a figure of ours (side 0) or Hugo's (side 1)."""
        return statistics.median(float(getattr(pair[side], field)) for pair in self.pairs)

    def ratio(self, field: str) -> float:
        """The median over the pairs of ours / Hugo's: what else the machine did then fell on both."""
        return statistics.median(float(getattr(ours, field) / getattr(hugo, field)) for ours, hugo in self.pairs)


def main() -> None:
    """Make the sites, measure, and print."""
    options = _options()
    work = Path(options.keep or ROOT / "build/bench").resolve()
    work.mkdir(parents=True, exist_ok=True)
    binary = options.hugo.resolve() if options.hugo else hugo_binary(work)
    sizes = [int(size) for size in options.items.split(",")] + [50_000] * options.with_50000
    _say(f"{platform.python_implementation()} {platform.python_version()}, Hugo {HUGO}, {os.cpu_count()} cores")
    found: dict[int, list[Row]] = {}
    for size in sizes:
        found[size] = _size(work, size, options, binary)
        _write(work / "results.json", found)
    for line in _growth(found):
        _say(line)
    shutil.rmtree(attic(work))  # only now: see set_aside
    _say(f"all figures: {work / 'results.json'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", default="1000,10000", help="numbers of items, with commas between")
    parser.add_argument("--with-50000", action="store_true", help="50,000 items as well")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each tool for each case")
    parser.add_argument("--cases", type=_cases, default=list(CASES), help=f"of {', '.join(CASES)}, with commas between")
    parser.add_argument("--pagefind", type=Path, help="the program of Pagefind: the peer's search, else it has none")
    parser.add_argument("--keep", type=Path, help="a folder for the sites, which then stay")
    parser.add_argument("--hugo", type=Path, help="a Hugo of yours in place of the pinned one")
    return parser.parse_args()


def _cases(text: str) -> list[str]:
    """Names of cases, in the order that they are measured in."""
    wanted = text.split(",")
    if unknown := set(wanted) - CASES.keys():
        raise argparse.ArgumentTypeError(", ".join(sorted(unknown)))
    return [case for case in CASES if case in wanted]


def _size(work: Path, size: int, options: argparse.Namespace, binary: Path) -> list[Row]:
    """Every case for one number of items."""
    home, pairs = work / str(size), options.pairs
    set_aside(home, work)
    home.mkdir()
    ours, hugo = our_site(home / "ours", size), hugo_site(home / "hugo", size, binary)
    rows: list[Row] = []
    html: dict[str, int] = {}
    _say(f"\n{size:,} items, medians of {pairs} pairs; load of the machine {os.getloadavg()[0]:.1f}\n\n{HEAD}")
    _say("|".join(["", "---", *["---:"] * (HEAD.count("|") - 2), ""]))
    for case in options.cases:
        mine, other = _entrants(case, home, size, (ours, hugo), options.pagefind)
        if CASES[case] is not CASES["cold"]:
            for one in (mine, other):
                if not one.output.exists():
                    measured(one)  # the timed builds follow a whole one
        rows.append(Row(case, tuple(_pairs(mine, other, case, size, pairs))))
        _say(_line(rows[-1]))
        html[mine.name], html[other.name] = pages(mine.output), pages(other.output)
    _say(f"\nHTML files: {', '.join(f'{name} {count:,}' for name, count in html.items())}")
    if "cold" in options.cases:
        _stages(ours)
    if options.keep is None:
        set_aside(home, work)
    return rows


def _entrants(
    case: str, home: Path, size: int, standing: tuple[Entrant, Entrant], pagefind: Path | None
) -> tuple[Entrant, Entrant]:
    """Who meets in a case: (ours, the peer)."""
    ours, hugo = standing
    if case == "peer":
        return lean_site(home / "lean", size), hugo
    if case not in WITH_SEARCH:
        return ours, hugo
    mine = our_site(home / case, size, search=True)
    return mine, with_pagefind(hugo, pagefind.resolve()) if pagefind else hugo


def _pairs(ours: Entrant, hugo: Entrant, case: str, size: int, pairs: int) -> Iterator[tuple[Run, Run]]:
    """Ours and Hugo's in turns, each pair with an item of its own; who begins changes from pair to pair."""
    for pair in range(pairs):
        number, mark = (pair * 7919 + 11) % size, f"{case}ครั้งที่{pair}"
        runs = {
            one.name == hugo.name: timed(one, CASES[case], number, mark)
            for one in ((ours, hugo) if pair % 2 == 0 else (hugo, ours))
        }
        yield runs[False], runs[True]


def _line(row: Row) -> str:
    cells = [NAMES.get(row.case, row.case)]
    for side in (0, 1):
        cells += [
            f"{row.median('cpu', side):.2f}",
            f"{row.median('wall', side):.2f}",
            f"{row.median('peak', side):.0f}",
        ]
    cells += [f"{row.ratio(field):.2f}" for field in ("cpu", "wall", "peak")]
    cells += [f"{row.median('touched', side):.0f} / {row.median('changed', side):.0f}" for side in (0, 1)]
    return f"| {' | '.join(cells)} |"


def _stages(ours: Entrant) -> None:
    """The stages of one more cold build, where the tool can tell them."""
    help_text = subprocess.run(
        [*ours.command[:4], "--help"], check=True, env=ENVIRONMENT, stdout=subprocess.PIPE
    ).stdout
    if b"--profile" in help_text:
        ours.forget()
        profile = measured(ours, "--profile")[1].get("profile")
        _say(f"stages of a cold build: {json.dumps(profile, ensure_ascii=False, indent=1)}")


def _growth(found: Mapping[int, Iterable[Row]]) -> Iterator[str]:
    """How time grows with the number of items: 1 is in proportion."""
    colds = {size: row for size, rows in found.items() for row in rows if row.case == "cold"}
    for (small, one), (large, other) in pairwise(sorted(colds.items())):
        grown = math.log(large / small)
        for side, name in enumerate(("ours", "Hugo")):
            cpu, wall = (math.log(other.median(f, side) / one.median(f, side)) / grown for f in ("cpu", "wall"))
            yield f"growth of {name}, cold, {small:,} → {large:,}: CPU n^{cpu:.2f}, wall n^{wall:.2f}"


def _write(path: Path, found: Mapping[int, Iterable[Row]]) -> None:
    data = {str(size): [asdict(row) for row in rows] for size, rows in found.items()}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
