"""Small sites for the tests of `storing`: building one from a dict, and reading a folder back into one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from site_builder.storing import manifest
from site_builder.storing.switch import Switch
from site_builder.storing.written import Written


def build(root: Path, site: Mapping[str, bytes], *, pause: Callable[[float], object] = lambda _: None) -> Written:
    """Write a whole site into `root/output`, with the cache in `root/.cache`."""
    with Switch(root / "output", root / ".cache", pause=pause) as switch:
        for path, data in site.items():
            switch.put(path, data)
        return switch.commit()


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder but the manifest: path → bytes; a link by the text of its target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}".encode()
        elif path.is_file() and name != manifest.NAME:
            found[name] = path.read_bytes()
    return found


def listed(output: Path) -> dict[str, int]:
    """What the manifest says: path → size; fails where it is torn or of a switch that is under way."""
    content = json.loads((output / manifest.NAME).read_bytes())
    assert {"version", "generation", "files"} == set(content)
    return {path: size for path, (size, _) in content["files"].items()}


def leftovers(root: Path) -> list[str]:
    """What a switch left in the cache, and its temporary file in the output: nothing is right."""
    found = [path for path in (root / ".cache").rglob("*") if path.is_file() and path.name != manifest.LOCK]
    found += (root / "output").glob(manifest.TEMPORARY)
    return sorted(path.relative_to(root).as_posix() for path in found)


def forty_files(generation: str) -> dict[str, bytes]:
    """A site of about forty files; between "old" and "new" some change, some stay, some come, some go, one turns over.

    "corner" is a file of the old site and a folder of the new one; "edge" the other way round.
    """
    changing = {f"news/{2560 + n % 4}/item-{n}/index.html": f"{generation} {n} ".encode() * 300 for n in range(14)}
    staying = {f"assets/still-{n}.css": f"{n};".encode() * 500 for n in range(10)}
    own = {f"{generation}/page-{n}.html": f"{generation} page {n}".encode() * 200 for n in range(7)}
    large = {"assets/photo.webp": generation.encode() * 60_000}
    corner = {"old": "corner", "new": "corner/index.html"}[generation]
    edge = {"old": "edge/deep/index.html", "new": "edge"}[generation]
    return changing | staying | own | large | {corner: b"c" * 99, edge: b"e" * 99, "index.html": generation.encode()}
