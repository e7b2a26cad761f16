"""A theme's static files under names that hold their digest, so that a host may keep them for ever."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from hashlib import sha256
from urllib.parse import quote, unquote

from site_builder.rendering.sheets import Token, addresses, short, tokens

DIGITS = 10  # of the SHA-256 in a name: two versions of one file clash once in 10¹²
_REST = re.compile(r"[?#].*", re.DOTALL)


def fingerprint(static: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Name each file by its bytes: ({"css/site.css": "/assets/css/site.3f….css"}, {URL: bytes}).

    A stylesheet's `url(../fonts/x.woff2)` is rewritten first, so that its own name changes with the font's; another
    stylesheet that it imports too. Those that import each other in a circle keep what the author wrote.
    """
    plain = {path: data for path, data in static.items() if not path.endswith(".css")}
    urls = {path: _name(path, data) for path, data in plain.items()}
    files = {urls[path]: data for path, data in plain.items()}
    sheets = tuple((path, data) for path, data in static.items() if path.endswith(".css"))
    names, made = _sheets(sheets, tuple(urls.items()))
    return {**urls, **names}, {**files, **made}


@lru_cache(maxsize=2)  # the preview opens a theme at each edit of a template: 0.1 s
def _sheets(
    static: tuple[tuple[str, bytes], ...], plain: tuple[tuple[str, str], ...]
) -> tuple[dict[str, str], dict[str, bytes]]:
    """The same of the style sheets; `plain` are the URLs of all other files."""
    urls, files, data_of = dict(plain), dict[str, bytes](), dict(static)
    sheets = {path: tokens(data) for path, data in static}
    while sheets:
        ready = [path for path, found in sheets.items() if not _named(path, found) & (sheets.keys() - {path})]
        for path in ready or list(sheets):
            data = short(data_of[path], sheets.pop(path), partial(_renamed, path, urls))
            urls[path] = _name(path, data)
            files[urls[path]] = data
    return {path: urls[path] for path, _ in static}, files


def _name(path: str, data: bytes) -> str:
    stem, ending = posixpath.splitext(path)
    return f"/assets/{stem}.{sha256(data).hexdigest()[:DIGITS]}{ending}"


def _named(sheet: str, found: Iterable[Token]) -> set[str]:
    return {_target(sheet, address) for address in addresses(found)}


def _target(sheet: str, address: str) -> str:
    """The static file that an address names, percent-decoded, without its "?" or "#" part."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(sheet), unquote(_REST.sub("", address))))


def _renamed(sheet: str, urls: Mapping[str, str], address: str) -> str:
    target = _target(sheet, address)
    if target not in urls:
        return address
    rest = _REST.search(address)
    return quote(posixpath.relpath(urls[target], posixpath.dirname("/assets/" + sheet))) + (rest[0] if rest else "")
