"""Orders for hosts: Apache, nginx, IIS, and those that read `_headers` and `_redirects`; each says the same.

Headers of safety, no program is run, no folder is listed, what is lost gets its page, and former addresses lead on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote, urlsplit

from site_builder.machine_views import HostView
from site_builder.views import SiteInfo

Absolute = Callable[[str], str]
PROGRAMS = ("php", "php3", "php4", "php5", "php7", "php8", "phtml", "phar", "phps", "pl", "py", "cgi", "fcgi", "rb")
PROGRAMS_OF_WINDOWS = ("asp", "aspx", "ashx", "asmx", "cer", "jsp", "jspx", "cfm", "sh", "exe", "dll", "bat", "shtml")
NEVER = (*PROGRAMS, *PROGRAMS_OF_WINDOWS)
_LASTING = "public, max-age=31536000, immutable"  # below /assets/ a name holds its digest
_YEAR = 31_536_000
ORDERS = ("_headers", "_redirects", "web.config", "nginx-site.conf")  # nobody's business
_PACKED = "text/html text/css text/javascript text/calendar text/csv application/json image/svg+xml"
KINDS = (
    *((".ics", "text/calendar"), (".woff2", "font/woff2"), (".avif", "image/avif"), (".webp", "image/webp")),
    *((".json", "application/json"), (".csv", "text/csv"), (".svg", "image/svg+xml")),
)
_HIDDEN = r"/\.(?!well-known/)"  # names that begin with a dot, but that of certificates
_UNKNOWN = frozenset({".ics", ".csv", ".avif"})  # to nginx


def headers_of(view: HostView, site: SiteInfo) -> dict[str, str]:
    """What every answer says; that the site is encrypted for a year to come only where it is."""
    found = {
        "Content-Security-Policy": view.policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    if site.base_url.startswith("https:"):
        found["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return found


def root_of(site: SiteInfo) -> str:
    """The path that the site lies at, "/" or "/news-site/"."""
    return urlsplit(site.base_url).path


def _forms(address: str) -> tuple[str, ...]:
    """A former address with and without its last slash; a file as it is."""
    return (address, address.rstrip("/")) if address.endswith("/") and address != "/" else (address,)


def apache(view: HostView, site: SiteInfo, absolute: Absolute) -> bytes:
    """`.htaccess`: what an office's host lets a folder say; wants AllowOverride All, which cPanel and Plesk give."""
    root = root_of(site)
    lines = [
        *("# site-builder", "Options -Indexes -ExecCGI -Includes", "DirectoryIndex index.html"),
        "AddDefaultCharset utf-8",
        *(f"AddType {kind} {ending}" for ending, kind in KINDS),
        f"ErrorDocument 404 {quote(root)}404.html",
        *(f'<FilesMatch "(?i)\\.({"|".join(NEVER)})(\\.|$)">', "  SetHandler none", "</FilesMatch>"),
        *_apache_redirects(view, root, absolute),  # first, since a former address may end in .php
        f'RedirectMatch 403 "(?i)\\.({"|".join(NEVER)})(\\.|/|$)"',
        f'RedirectMatch 403 "^{re.escape(root)}({"|".join(map(re.escape, ORDERS))})$|{_HIDDEN}"',
        "<IfModule mod_headers.c>",
        *(f'  Header always set {name} "{value}"' for name, value in headers_of(view, site).items()),
        f'  <If "%{{REQUEST_URI}} =~ m#^{re.escape(root)}assets/#">',
        *(f'    Header set Cache-Control "{_LASTING}"', "  </If>", "</IfModule>"),
        "<IfModule mod_deflate.c>",
        f"  AddOutputFilterByType DEFLATE {_PACKED}",
        "</IfModule>",
    ]
    return _text(lines)


def _apache_redirects(view: HostView, root: str, absolute: Absolute) -> Iterator[str]:
    """Compared with the address as it is decoded, so upper and lower case of a percent form are one.

    Without mod_rewrite, which a host that follows no links forbids, and with it the whole site. Of a question a bare
    "?" is left behind the new address, since mod_alias would else add the old question there.
    """
    for question, target in view.questions:
        first = f"m#^{re.escape(root)}(index\\.(php|html))?$#"
        yield f"<If \"%{{QUERY_STRING}} == '{question[1:]}' && %{{REQUEST_URI}} =~ {first}\">"
        yield from (f'  Redirect 301 "{absolute(target)}?"', "</If>")
    for address, target in view.redirects:
        where = re.escape(root + address[1:]).removesuffix("/")
        slash = "/?" if address.endswith("/") else ""
        yield f'RedirectMatch 301 "^{where}{slash}$" "{unquote(absolute(target))}"'  # encoded by Apache


def nginx(view: HostView, site: SiteInfo, absolute: Absolute) -> bytes:
    """A snippet to be included in a `server { … }` that serves the site."""
    root = root_of(site)
    headers = [f'add_header {name} "{value}" always;' for name, value in headers_of(view, site).items()]
    lines = [
        *("# site-builder", *headers, "charset utf-8;", "autoindex off;", f"error_page 404 {quote(root)}404.html;"),
        *(f'if ($request_uri = "{root}{q}") {{ return 301 {absolute(to)}; }}' for q, to in _asked(view)),
        *(f"location ~ {_HIDDEN} {{ deny all; }}", f"location ~* \\.({'|'.join(NEVER)})(\\.|/|$) {{ deny all; }}"),
        *(f"location = {root}{name} {{ deny all; }}" for name in ORDERS),
        *(f"location ~* \\{end}$ {{ types {{ }} default_type {kind}; }}" for end, kind in KINDS if end in _UNKNOWN),
        f"location {root}assets/ {{",  # a location with a header of its own forgets those above
        *(f"  {header}" for header in headers),
        *(f'  add_header Cache-Control "{_LASTING}";', "}"),
    ]
    for address, target in view.redirects:
        for form in _forms(address):
            place = json.dumps(root + form[1:], ensure_ascii=False)
            lines.append(f"location = {place} {{ return 301 {absolute(target)}; }}")
    return _text(lines)


def _asked(view: HostView) -> Iterator[tuple[str, str]]:
    for question, target in view.questions:
        yield from ((question, target), (f"index.php{question}", target))


def headers(view: HostView, site: SiteInfo) -> bytes:
    """`_headers`, as Netlify and Cloudflare Pages read it."""
    lines = ["# site-builder", "/*", *(f"  {name}: {value}" for name, value in headers_of(view, site).items())]
    return _text([*lines, f"{quote(root_of(site))}assets/*", f"  Cache-Control: {_LASTING}"])


def redirects(view: HostView, site: SiteInfo, absolute: Absolute) -> bytes:
    """`_redirects`, compared letter by letter: with percent forms in upper and in lower case."""
    lines = ["# site-builder"]
    for address, target in view.redirects:
        for form in _forms(address):
            upper = quote(root_of(site) + form[1:], safe="/~!$&'()*+,;=:@")
            lines += [f"{one} {absolute(target)} 301" for one in dict.fromkeys((upper, _lower(upper)))]
    return _text(lines)


def _lower(encoded: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), encoded)


def _text(lines: list[str]) -> bytes:
    return "\n".join([*lines, ""]).encode()
