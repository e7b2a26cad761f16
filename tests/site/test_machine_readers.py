"""What programs read of the site, judged by other people's readers: feeds, JSON-LD, Open Graph."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import feedparser
import pytest
from stories import built, codes, item, media, page

_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
BASE = "https://news.example.go.th"
STORY = "".join(
    [
        "-- content/news/a.jpg --\na\n",
        "-- content/news/a.md --\n",
        item(
            "ข่าว <b> & “ก”",
            "2565-03-03",
            "time: 08.30 น.",
            "location: บ้านสระบัว อำเภอแคนดง",
            "tags: [ผู้นำ]",
            "cover: a.jpg",
            "correction: {date: 2565-03-05, note: แก้}",
        ),
        f"-- content/news/b.md --\n{item('ข', '2565-03-02', 'district: [แคนดง, สตึก]')}",
    ]
)

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def told(site: Path) -> Path:
    """The site of this file, built."""
    assert [] == codes(built(site, STORY))
    return site


@pytest.mark.parametrize("url", ["/feed.xml", "/district/khaen-dong/feed.xml", "/tag/ผู้นำ/feed.xml"])
def test_feed_readers_take_the_feeds(told: Path, url: str) -> None:
    """Feedparser finds nothing to mend: titles whole, ids that are addresses, times with their zone."""
    found = feedparser.parse((told / f"output{url}").read_bytes())
    assert (False, "atom10") == (found.bozo, found.version)
    assert "ข่าว <b> & “ก”" == unescape(found.entries[0].title)
    assert f"{BASE}/news/2565/03/a/" == found.entries[0].id == found.entries[0].link
    assert "2022-03-03T08:30:00+07:00" == found.entries[0].published
    assert "2022-03-05T00:00:00+07:00" == found.entries[0].updated


def test_the_json_feed_says_the_same(told: Path) -> None:
    """Version 1.1, with the items in the same order."""
    found = json.loads(page(told, "/feed.json"))
    assert "https://jsonfeed.org/version/1.1" == found["version"]
    assert [f"{BASE}/news/2565/03/{name}/" for name in "ab"] == [one["id"] for one in found["items"]]


def test_search_engines_are_told_where_and_when(told: Path) -> None:
    """JSON-LD of an item: a NewsArticle with its picture, and its districts in Thai and English."""
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page(told, "/news/2565/03/a/"), re.DOTALL
    )
    article, crumbs = map(json.loads, blocks)
    assert ("NewsArticle", "2022-03-03T08:30:00+07:00", "2022-03-05") == (
        article["@type"],
        article["datePublished"],
        article["dateModified"],
    )
    assert BASE + media(told, "news/a") == article["image"]
    assert {
        "@type": "Place",
        "name": "บ้านสระบัว อำเภอแคนดง",
        "containedInPlace": [
            {"@type": "AdministrativeArea", "name": "อำเภอแคนดง", "alternateName": "Khaen Dong"},
        ],
    } == article["contentLocation"]
    assert [1, 2, 3] == [one["position"] for one in crumbs["itemListElement"]]
    other = _LINKED.findall(page(told, "/news/2565/03/b/"))
    assert ["Khaen Dong", "Satuek"] == [
        one["alternateName"] for one in json.loads(other[0])["contentLocation"]["containedInPlace"]
    ]


def test_whoever_is_sent_a_link_sees_a_card(told: Path) -> None:
    """Open Graph: the four properties that the protocol asks for, and the picture, as whole addresses."""
    text = page(told, "/news/2565/03/a/")
    found = {name: unescape(value) for name, value in re.findall(r'<meta property="(\S+)" content="([^"]*)">', text)}
    assert ("ข่าว <b> & “ก”", "article", f"{BASE}/news/2565/03/a/", BASE + media(told, "news/a")) == tuple(
        found[f"og:{name}"] for name in ("title", "type", "url", "image")
    )
