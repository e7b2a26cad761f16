"""A theme's static files under names that hold their digest, so that a host may keep them for ever."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from hashlib import sha256

_URL = re.compile(rb"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
DIGITS = 10  # of the SHA-256 in a name: two versions of one file clash once in 10¹²


def fingerprint(static: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Name each file by its bytes: ({"css/site.css": "/assets/css/site.3f….css"}, {URL: bytes}).

    A stylesheet's `url(../fonts/x.woff2)` is rewritten first, so that its own name changes with the font's.
    """
    plain = {path: data for path, data in static.items() if not path.endswith(".css")}
    urls = {path: _name(path, data) for path, data in plain.items()}
    files = {urls[path]: data for path, data in plain.items()}
    for path, data in static.items():
        if path.endswith(".css"):
            sheet = _URL.sub(lambda found, path=path: _rewritten(found, path, urls), data)  # type: ignore[misc]
            urls[path] = _name(path, sheet)
            files[urls[path]] = sheet
    return urls, files


def _name(path: str, data: bytes) -> str:
    stem, ending = posixpath.splitext(path)
    return f"/assets/{stem}.{sha256(data).hexdigest()[:DIGITS]}{ending}"


def _rewritten(found: re.Match[bytes], sheet: str, urls: Mapping[str, str]) -> bytes:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), found[2].decode()))
    if target not in urls:
        return found[0]
    relative = posixpath.relpath(urls[target], posixpath.dirname("/assets/" + sheet))
    return b'url("' + relative.encode() + b'")'
