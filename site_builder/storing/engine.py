"""The engine's digest: what besides the sources decides how they are read and shown; a store of another one is void."""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

_HOME = Path(__file__).resolve().parent.parent
# All that has a part in the bytes of a page. Found and looked at, not imported: that would take 100 ms.
_LIBRARIES = (
    *("markdown", "jinja2", "markupsafe", "frontmatter", "yaml", "nh3", "msgspec", "geothai", "tinycss2"),
    *("resvg_py", "PIL", "newmm_tokenizer"),
)


def engine() -> bytes:
    """A digest of Python, our own modules and the libraries, by size and time of their files."""
    total = blake2b(sys.version.encode(), digest_size=16)
    for place in (*_own(_HOME), *filter(None, map(_origin, _LIBRARIES))):
        status = os.stat(place)  # noqa: PTH116 — eighty times at every start
        total.update(f"{place}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return total.digest()


def _own(folder: Path) -> list[str]:
    """Our modules, words and data; the theme is a matter of its own."""
    found: list[str] = []
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir() and entry.name not in {"__pycache__", "themes"}:
                    waiting.append(entry.path)
                elif entry.name.endswith((".py", ".toml", ".csv")):
                    found.append(entry.path)
    return sorted(found)


def _origin(library: str) -> str | None:
    spec = find_spec(library)
    return spec.origin if spec else None
