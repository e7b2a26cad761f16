"""A WordPress export (WXR) to texts: posts with their day, terms, author, former addresses, files and counts."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from site_builder.importing.draft import Foreign, Given
from site_builder.importing.pages import page
from site_builder.importing.xml import parts, text

CUT = 200  # bytes to which WordPress cuts the percent-encoded last part of an address
_SHORTCODE = re.compile(
    r"\[(?P<end>/?)(?P<name>gallery|caption|embed|video|audio|playlist|pdf-embedder|embeddoc|vc_\w+|et_pb_\w+)\b(?P<rest>[^\]]*)\]"
)
_IDS = re.compile(r"ids=[\"'“”]?(?P<ids>[\d, ]+)")
_UNSEEN = frozenset({"trash", "auto-draft", "inherit"})
_HIDDEN = frozenset({"draft", "pending", "private", "future"})


class Export(Struct, frozen=True):
    """The posts, and how many other things the export holds by kind."""

    posts: tuple[Foreign, ...]
    others: tuple[tuple[str, int], ...]


def export(root: Element, counts: Mapping[str, int]) -> Export:
    """Read an export; `counts` are visits by the post's number."""
    channel = next(parts(root, "channel"), root)
    authors = {text(one, "author_login"): text(one, "author_display_name") for one in parts(channel, "author")}
    items = list(parts(channel, "item"))
    files = {text(one, "post_id"): one for one in items if text(one, "post_type") == "attachment"}
    posts = [one for one in items if text(one, "post_type") == "post" and text(one, "status") not in _UNSEEN]
    kinds = [
        text(one, "post_type") or "?" for one in items if one not in posts and text(one, "post_type") != "attachment"
    ]
    others = tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds)))
    return Export(tuple(_post(one, authors, files, counts) for one in posts), others)


def _post(
    item: Element, authors: Mapping[str, str], files: Mapping[str, Element], counts: Mapping[str, int]
) -> Foreign:
    number = text(item, "post_id")
    html = text(item, "encoded", "content")
    codes = list(_SHORTCODE.finditer(html))
    body = page(_SHORTCODE.sub("\n", html), breaks=True)
    login = text(item, "creator")
    given = Given(
        title=" ".join(text(item, "title").split()),
        posted=_day(text(item, "post_date")),
        categories=_terms(item, "category"),
        tags=_terms(item, "post_tag"),
        author=authors.get(login, login),
        aliases=_aliases(text(item, "link"), number),
        visits=counts.get(number),
        pictures=tuple(dict.fromkeys((*body.given.pictures, *_attached(item, number, files, codes)))),
        draft=text(item, "status") in _HIDDEN,
        address=text(item, "link"),
    )
    return replace(body, given=given, removed=(*body.removed, *(code[0] for code in codes)))


def _terms(item: Element, domain: str) -> tuple[str, ...]:
    found = (" ".join((one.text or "").split()) for one in parts(item, "category") if one.get("domain") == domain)
    return tuple(dict.fromkeys(term for term in found if term))


def _attached(
    item: Element, number: str, files: Mapping[str, Element], codes: Sequence[re.Match[str]]
) -> Iterator[str]:
    """Files of the post: its cover, those that hang on it, those of its galleries."""
    meta = {text(one, "meta_key"): text(one, "meta_value") for one in parts(item, "postmeta")}
    named = [meta.get("_thumbnail_id", "")]
    named += [one for code in codes for ids in _IDS.findall(code["rest"]) for one in re.findall(r"\d+", ids)]
    named += [key for key, file in files.items() if text(file, "post_parent") == number]
    for key in dict.fromkeys(named):
        if key in files and (address := text(files[key], "attachment_url")):
            yield address


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:  # "0000-00-00" of a draft
        return None


def _aliases(link: str, number: str) -> tuple[str, ...]:
    """The former paths, decoded: the permalink, the same cut as old versions cut it, and the plain `?p=`."""
    path = unquote(urlsplit(link).path)
    found = [path, cut_path(path)] if path.strip("/") else []
    return tuple(dict.fromkeys((*found, f"/?p={number}"))) if number else tuple(dict.fromkeys(found))


def cut_path(path: str) -> str:
    """The path with its last part cut to 200 bytes of percent-encoding, at a letter: what an old address may end in."""
    head, _, last = path.rstrip("/").rpartition("/")
    while len(quote(last.lower())) > CUT:
        last = last[:-1]
    return f"{head}/{last.rstrip('-')}/"


def top_ten(data: str) -> dict[str, int]:
    """The counts of the plugin Top 10, from its table as CSV: post's number → visits in all."""
    rows = list(csv.DictReader(StringIO(data)))
    found: dict[str, int] = {}
    for row in rows:
        plain = {
            re.sub(r"[^a-z]", "", (key or "").lower()): (value or "").strip()
            for key, value in row.items()
            if isinstance(value, str)
        }
        number = next((plain[key] for key in ("postnumber", "postid", "id", "post") if plain.get(key)), "")
        count = next(
            (plain[key] for key in ("cntaccess", "totalcount", "total", "visits", "count", "views") if plain.get(key)),
            "",
        )
        if number.isdecimal() and count.replace(",", "").isdecimal():
            found[number] = found.get(number, 0) + int(count.replace(",", ""))
    return found
