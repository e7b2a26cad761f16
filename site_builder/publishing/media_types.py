"""What a bucket must be told of each file, being a web server without settings: its type, and how long it is kept."""

from __future__ import annotations

import re

_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "ics": "text/calendar; charset=utf-8",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml; charset=utf-8",
    "zip": "application/zip",
}  # not those of this machine: Windows takes them from a registry that any program may write
_UNKNOWN = "application/octet-stream"  # shown by no browser, only saved
_HASHED = re.compile(r"\.[0-9a-f]{6,64}\.\w+$")
_FOR_EVER = "public, max-age=31536000, immutable"
_ASKED_FOR = "no-cache"  # kept, but asked for each time whether it is still so


def media_type(path: str) -> str:
    """The Content-Type of a path, by the end of its name alone."""
    return _TYPES.get(path.rpartition("/")[2].rpartition(".")[2].lower(), _UNKNOWN)


def keeping(path: str) -> str:
    """The Cache-Control of a path: what has its content's hash in its name never changes."""
    return _FOR_EVER if _HASHED.search(path) else _ASKED_FOR
