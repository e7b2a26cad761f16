"""Films that others keep: their address for playing in a page, and whom a page must be allowed to ask for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

YOUTUBE = "https://www.youtube-nocookie.com"
FACEBOOK = "https://www.facebook.com"
_YOUTUBE = re.compile(r"(?:youtu\.be/|v=|/shorts/|/live/)([A-Za-z0-9_-]{6,20})")


def embed_of(url: str) -> str:
    """What a page loads when a reader wants the film; "" where its address does not tell."""
    if "youtu" in url:
        found = _YOUTUBE.search(url)
        return f"{YOUTUBE}/embed/{found[1]}?autoplay=1" if found else ""
    return f"{FACEBOOK}/plugins/video.php?href={quote(url, safe='')}&autoplay=1"


def frames(embeds: Iterable[str]) -> tuple[str, ...]:
    """The hosts that these films are loaded from."""
    return tuple(sorted({host for one in embeds for host in (YOUTUBE, FACEBOOK) if one.startswith(host)}))
