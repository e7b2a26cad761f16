"""What an item names beside itself, when it moves into a folder of its own: one step up before every relative path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from site_builder.model import Link


def is_beside(target: str) -> bool:
    """Whether a path is relative: neither of the site's root, nor of another host, nor a place on the same page."""
    return bool(target) and not target.startswith(("/", "#", "?")) and not urlsplit(target).scheme


def up(name: str) -> str:
    """A file's name as the item in its folder says it."""
    return f"../{name}" if is_beside(name) else name


def moved(prose: str, links: Iterable[Link]) -> str:
    """The body with its own links mended: wherever one of these targets stands behind the sign that opens a link."""
    targets = {link.target for link in links if is_beside(link.target)}
    forms = sorted({form for target in targets for form in _forms(target)}, key=len, reverse=True)
    if not forms:
        return prose
    opened = r"""(?<=\]\()|(?<=\]\(<)|(?<=\]:[ ])|(?<=["'])"""
    written = re.compile(rf"(?:{opened})(?:{'|'.join(map(re.escape, forms))})(?=[)>\"'\s]|$)", re.MULTILINE)
    return written.sub(lambda found: f"../{found[0]}", prose)


def _forms(target: str) -> set[str]:
    """A link's target as an author may have written it."""
    plain = unquote(target)
    return {target, plain, quote(plain, safe="/#?=&"), plain.replace(" ", "%20"), quote(target)}
