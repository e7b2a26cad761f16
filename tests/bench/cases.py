"""The cases: what is done to a site before a build is timed, and what must be true of its output afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bench.corpus import source
from bench.sites import ENVIRONMENT, HERE, Entrant

Tree = Mapping[str, tuple[int, bytes]]  # path below the output → (mtime in ns, digest)


class BuildFailed(Exception):  # noqa: N818 — named as storing's failures are
    """A build that ended with a fault, or without the edit in its output: its time says nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one build cost, and what it did to the output."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    system: float  # seconds
    peak: float  # MiB of the largest process
    touched: int  # files that are new or have a new time
    changed: int  # files that are new or have other bytes
    report: Mapping[str, object]  # what `--json` said; empty for the peer


Change = Callable[
    [Entrant, int, str], str
]  # entrant, number of an item, mark → part of the path of the page to look at


def nothing(_: Entrant, __: int, ___: str) -> str:
    """Leave the site as it is."""
    return ""


def cold(entrant: Entrant, _: int, __: str) -> str:
    """Take away what former builds left."""
    entrant.forget()
    return ""


def body(entrant: Entrant, number: int, mark: str) -> str:
    """Append a sentence to an item's body."""
    path = entrant.news / source(number).path
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\nเพิ่มเติม {mark}\n")
    return path.stem


def title(entrant: Entrant, number: int, mark: str) -> str:
    """Put a word before an item's title."""
    path = entrant.news / source(number).path
    text = path.read_text("utf-8").replace('title: "', f'title: "{mark} ', 1)
    path.write_text(text, "utf-8")
    return path.stem


def theme(entrant: Entrant, number: int, mark: str) -> str:
    """Put a word into the template of all items."""
    text = entrant.template.read_text("utf-8")
    entrant.template.write_text(text.replace("</article>", f"<p>{mark}</p>\n</article>", 1), "utf-8")
    return Path(source(number).path).stem


CASES: Mapping[str, Change] = {
    "cold": cold,
    "peer": cold,  # before the edits: they leave a word in the templates
    "none": nothing,
    "body": body,
    "title": title,
    "theme": theme,
    "search": cold,  # with a search; the peer's is Pagefind
    "search-body": body,
}
WITH_SEARCH = frozenset({"search", "search-body"})


def timed(entrant: Entrant, change: Change, number: int, mark: str) -> Run:
    """Change the site, build it, and look at the output; raises BuildFailed."""
    before = tree(entrant.output) if change is not cold else {}
    page = change(entrant, number, mark)
    os.sync()  # what the change and the last build left for the disk is not this build's
    cost, report = measured(entrant)
    after = tree(entrant.output, before)
    if page and not any(page in path and _holds(entrant.output / path, mark) for path in after):
        message = f"{entrant.name}: {mark} does not stand in the page of {page}"
        raise BuildFailed(message)
    touched = sum(before.get(path, (0, b""))[0] != when for path, (when, _) in after.items())
    changed = sum(before.get(path, (0, b""))[1] != digest for path, (_, digest) in after.items())
    return Run(cost["wall"], cost["cpu"], cost["system"], cost["peak"], touched, changed, report)


def measured(entrant: Entrant, *flags: str) -> tuple[dict[str, float], dict[str, object]]:
    """Build once: (cost, what `--json` said); raises BuildFailed."""
    sink = entrant.site.parent / f"{entrant.site.name}.out"
    wrapper = [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(sink)]
    answer = subprocess.run([*wrapper, *entrant.command, *flags], check=True, env=ENVIRONMENT, stdout=subprocess.PIPE)
    cost = json.loads(answer.stdout)
    said = sink.read_text("utf-8", errors="replace")
    if cost["code"]:
        message = f"{entrant.name} ended with {cost['code']}\n{said[:2000]}\n{Path(f'{sink}.err').read_text('utf-8')}"
        raise BuildFailed(message)
    return cost, json.loads(said) if said.startswith("{") else {}


def tree(output: Path, known: Tree | None = None) -> dict[str, tuple[int, bytes]]:
    """Every file of an output; one whose time is known already is not read again."""
    found: dict[str, tuple[int, bytes]] = {}
    for folder, _, names in os.walk(output):
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 — 60,000 Paths take a second
            short, when = path[len(str(output)) + 1 :], os.stat(path).st_mtime_ns  # noqa: PTH116
            former = (known or {}).get(short)
            found[short] = former if former and former[0] == when else (when, _digest(path))
    return found


def pages(output: Path) -> int:
    """How many HTML files an output has."""
    return sum(1 for _ in output.rglob("*.html"))


def _digest(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return blake2b(file.read(), digest_size=16).digest()


def _holds(path: Path, mark: str) -> bool:
    return path.suffix == ".html" and mark in path.read_text("utf-8")
