"""Orders for IIS: `web.config`, with what Windows brings itself; a site fails whole on a module that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from site_builder.machine_views import HostView
from site_builder.rendering.hosts import KINDS, NEVER, ORDERS, headers_of, root_of
from site_builder.views import SiteInfo

Absolute = Callable[[str], str]


def iis(view: HostView, site: SiteInfo, absolute: Absolute) -> bytes:
    """`web.config`; each entry is removed before it is added, since a folder above may have it already."""
    lines = [
        *('<?xml version="1.0" encoding="utf-8"?>', "<!-- site-builder -->", "<configuration>", "<system.webServer>"),
        '<handlers accessPolicy="Read" />',
        '<directoryBrowse enabled="false" />',
        '<defaultDocument><files><clear /><add value="index.html" /></files></defaultDocument>',
        *_within("security", _within("requestFiltering", _refused())),
        *_within("staticContent", _entries("fileExtension", KINDS, "mimeMap", "mimeType")),
        _not_found(root_of(site)),
        *_within(
            "httpProtocol", _within("customHeaders", _entries("name", headers_of(view, site).items(), "add", "value"))
        ),
        "</system.webServer>",
        *(_redirect(address, absolute(target)) for address, target in view.redirects),
        "</configuration>",
        "",
    ]
    return "\n".join(lines).encode()


def _not_found(root: str) -> str:
    page = f'<error statusCode="404" path="{escape(root)}404.html" responseMode="ExecuteURL" />'
    return f'<httpErrors errorMode="Custom"><remove statusCode="404" />{page}</httpErrors>'


def _within(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<{name}>"
    yield from lines
    yield f"</{name}>"


def _entries(key: str, rows: Iterable[tuple[str, str]], element: str, value: str) -> Iterator[str]:
    for name, text in rows:
        yield f'<remove {key}="{name}" /><{element} {key}="{name}" {value}="{escape(text)}" />'


def _refused() -> Iterator[str]:
    """Programs by their endings, orders and our own list by their names."""
    endings = ((f".{ending}", "false") for ending in NEVER)
    yield from _within("fileExtensions", _entries("fileExtension", endings, "add", "allowed"))
    hidden = (name for name in (".htaccess", ".site-builder.json", *ORDERS) if name != "web.config")  # IIS hides that
    segments = (f'<remove segment="{name}" /><add segment="{name}" />' for name in hidden)
    yield from _within("hiddenSegments", segments)


def _redirect(address: str, target: str) -> str:
    place, to = escape(address.strip("/")), escape(target.replace("$", "$$"))
    return (
        f'<location path="{place}"><system.webServer><httpRedirect enabled="true" exactDestination="true" '
        f'httpResponseStatus="Permanent" destination="{to}" /></system.webServer></location>'
    )
