"""What search engines read beside the text: JSON-LD of schema.org, as text that is safe inside a script element."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from site_builder.thai.dates import iso
from site_builder.views import Crumb, ItemView, SiteInfo

Absolute = Callable[[str], str]


def article(view: ItemView, site: SiteInfo, absolute: Absolute) -> Markup:
    """The item as a NewsArticle; `absolute` turns a URL from the root into a whole address."""
    card = view.card
    office = {"@type": "GovernmentOrganization", "name": card.unit.name}
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": card.title,
        "description": card.excerpt,
        "datePublished": iso(card.when),
        "dateModified": card.updated.isoformat() if card.updated else iso(card.when),
        "inLanguage": "th",
        "mainEntityOfPage": absolute(card.url),
        "author": office,
        "publisher": {"@type": "GovernmentOrganization", "name": site.unit, "url": absolute("/")},
    }
    if card.location:
        data["contentLocation"] = {"@type": "Place", "name": card.location}
    if card.category:
        data["articleSection"] = card.category.name
    if card.tags:
        data["keywords"] = [tag.name for tag in card.tags]
    if view.cover:
        data["image"] = absolute(view.cover.url)
    return _safe(data)


def breadcrumb(crumbs: Sequence[Crumb], words: Mapping[str, str], here: str, absolute: Absolute) -> Markup:
    """The way from the first page as a BreadcrumbList; `here` is the page's own URL."""
    steps = [
        {
            "@type": "ListItem",
            "position": number,
            "name": crumb.text or words.get(crumb.word, crumb.word),
            "item": absolute(crumb.url or here),
        }
        for number, crumb in enumerate(crumbs, 1)
    ]
    return _safe({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps})


def _safe(data: dict[str, object]) -> Markup:
    return htmlsafe_json_dumps(data, dumps=_compact)


def _compact(data: object, **_: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
