"""The preview's own page: what is wrong, what is held back, which pages there are and how long they took to render."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files as resources
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from site_builder.messages import sentence
from site_builder.model import Held
from site_builder.preview.proofs import Proofs
from site_builder.preview.snapshot import Snapshot
from site_builder.texts import lines, moment

_MOST = 200  # problems or pages that are listed
_WORDS = (
    "V020",
    "V021",
    "V022",
    "V023",
    "V024",
    "V025",
    "V026",
    "V027",
    "V028",
    "V029",
    "V030",
    "V031",
    "V032",
    "V033",
    "E267",
)
_HELD = {"draft": "V014", "scheduled": "V015", "expired": "V016", "error": "V017"}


def status_page(proofs: Proofs, sought: str, addresses: Sequence[str], language: str) -> bytes:
    """The page as HTML; `sought` is a part of the addresses to be listed."""
    snapshot = proofs.snapshot
    outcome = snapshot.outcome
    counts = {why: outcome.count(why) for why in _HELD}
    urls = [url for url in snapshot.pages if sought in url]
    urls.sort(key=lambda url: -proofs.seconds.get(url, 0.0))
    addresses_of = {held.path: url for url, held in snapshot.held.items()}
    problems = [
        {"severity": str(one.severity), "text": "\n".join(lines(one, language))} for one in outcome.problems[:_MOST]
    ]
    return (
        _template()
        .render(
            language=language,
            words={code: sentence(code, language) for code in _WORDS},
            sum=sentence("R010", language, read=outcome.read, published=outcome.published, **counts),
            addresses=[(address, "") for address in addresses],
            has_desk=not addresses,
            problems=problems,
            more=_rest(len(outcome.problems), language),
            held=[_held(one, addresses_of.get(one.path, ""), snapshot, language) for one in outcome.held[:_MOST]],
            rest_held=_rest(len(outcome.held), language),
            found=f"{len(outcome.problems):,}",
            held_back=f"{len(outcome.held):,}",
            rows=[_row(url, proofs) for url in urls[:_MOST]],
            total=f"{len(urls):,}",
            rest=_rest(len(urls), language),
            sought=sought,
        )
        .encode()
    )


@cache
def _template() -> Template:
    text = resources("site_builder.preview").joinpath("static", "status.html").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)


def _rest(count: int, language: str) -> str:
    return sentence("V034", language, count=f"{count - _MOST:,}") if count > _MOST else ""


def _held(one: Held, url: str, snapshot: Snapshot, language: str) -> Mapping[str, str]:
    reading = snapshot.sources.last_good(one.path)
    title = reading.item.title if reading and reading.item else ""
    why = sentence(_HELD[one.why], language, until=moment(one, language))
    return {"url": quote(url), "title": title or one.path, "path": one.path, "why": why}


def _row(url: str, proofs: Proofs) -> Mapping[str, str]:
    seconds = proofs.seconds.get(url)
    milliseconds = "" if seconds is None else f"{seconds * 1000:.1f}"
    return {
        "url": url,
        "href": quote(url),
        "template": proofs.snapshot.pages[url].template,
        "milliseconds": milliseconds,
    }


def fault_page(texts: Sequence[str], language: str) -> bytes:
    """A page in place of one that cannot be shown, for those without scripts too."""
    title = escape(sentence("V005", language))
    shown = "".join(f'<pre class="error">{escape(text)}</pre>' for text in texts)
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    head = f'{meta}<title>{title}</title><link rel="stylesheet" href="/_site/status.css">'
    body = f"<body><main><h1>{title}</h1>{shown}</main></body>"
    return f'<!doctype html><html lang="{language}"><head>{head}</head>{body}</html>'.encode()
