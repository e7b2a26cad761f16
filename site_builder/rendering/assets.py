"""A theme's static files under names that hold their digest, so that a host may keep them for ever."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote, unquote

_URL = re.compile(rb"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
_ADDRESS = re.compile(rb"""url\(\s*([^)]*?)\s*\)""")
DIGITS = 10  # of the SHA-256 in a name: two versions of one file clash once in 10¹²


def fingerprint(static: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Name each file by its bytes: ({"css/site.css": "/assets/css/site.3f….css"}, {URL: bytes}).

    A stylesheet's `url(../fonts/x.woff2)` is rewritten first, so that its own name changes with the font's; another
    stylesheet that it imports by `url()` too. Those that import each other in a circle keep what the author wrote.
    """
    plain = {path: data for path, data in static.items() if not path.endswith(".css")}
    urls = {path: _name(path, data) for path, data in plain.items()}
    files = {urls[path]: data for path, data in plain.items()}
    sheets = {path: data for path, data in static.items() if path.endswith(".css")}
    while sheets:
        ready = [path for path, data in sheets.items() if not _imports(path, data) & (sheets.keys() - {path})]
        for path in ready or list(sheets):
            data = minified(_URL.sub(functools.partial(_rewritten, path, urls), sheets.pop(path)))
            urls[path] = _name(path, data)
            files[urls[path]] = data
    return urls, files


def minified(sheet: bytes) -> bytes:
    """A stylesheet without comments and needless blanks; licences (`/*! … */`) stay.

    As it was written where it is no UTF-8, or an address did not come through whole: the minifier takes the blanks out
    of a picture that is written into an address. (lightningcss drops `height: 100vh` before `100dvh`, the old
    browsers' fallback, and tdewolff brings Go's threads, with which no process should fork.)
    """
    from rcssmin import cssmin  # noqa: PLC0415 — a build without change only looks at a theme

    try:
        short = cssmin(sheet.decode(), keep_bang_comments=True).encode()
    except UnicodeDecodeError:
        return sheet
    return short if _ADDRESS.findall(short) == _ADDRESS.findall(sheet) else sheet


def _name(path: str, data: bytes) -> str:
    stem, ending = posixpath.splitext(path)
    return f"/assets/{stem}.{sha256(data).hexdigest()[:DIGITS]}{ending}"


def _imports(sheet: str, data: bytes) -> set[str]:
    return {_target(sheet, found) for found in _URL.finditer(data)}


def _target(sheet: str, found: re.Match[bytes]) -> str:
    """The static file that a `url()` names, percent-decoded, without its "?" or "#" part."""
    written = unquote(re.split(r"[?#]", found[2].decode(errors="replace"))[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(sheet), written))


def _rewritten(sheet: str, urls: Mapping[str, str], found: re.Match[bytes]) -> bytes:
    target = _target(sheet, found)
    if target not in urls:
        return found[0]
    relative = quote(posixpath.relpath(urls[target], posixpath.dirname("/assets/" + sheet)))
    rest = re.search(rb"[?#].*", found[2])
    return b'url("' + relative.encode() + (rest[0] if rest else b"") + b'")'
