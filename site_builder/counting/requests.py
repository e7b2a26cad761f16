"""Which request opened which item's page: the address from the site's root, whatever the host and its folder."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes, urlsplit

_SEEN = (b"200", b"304")  # whole, or as it lay in the reader's browser; 206 is a piece, 301 leads on
_ITEM = re.compile(r"/news/[0-9]{4}/[0-9]{2}/[^/]+/")


def folder_of(base_url: str) -> str:
    """The folder of a site's address on its host: "" or "/news-site", as text."""
    return unquote_to_bytes(urlsplit(base_url).path.rstrip("/")).decode(errors="replace")


def opened(request: bytes, status: bytes, folder: str) -> str:
    """The address of the item that a request has shown, as planning writes it; "" for anything else."""
    method, _, rest = request.partition(b" ")
    return _item(rest.partition(b" ")[0], folder) if method == b"GET" and status in _SEEN else ""


@lru_cache(maxsize=65536)
def _item(target: bytes, folder: str) -> str:
    path = target.partition(b"?")[0].partition(b"#")[0]
    if not path.startswith(b"/"):  # as asked of a proxy: the whole address
        path = b"/" + path.partition(b"://")[2].partition(b"/")[2]
    try:
        text = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return ""
    if not text.startswith(f"{folder}/"):
        return ""
    text = text.removeprefix(folder).removesuffix("index.html")
    text = text if text.endswith("/") else f"{text}/"  # some hosts show a folder without it
    return text if _ITEM.fullmatch(text) else ""
