"""What is out of date? One pure function over what pages show now and what they showed last; it returns its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from site_builder.digest import Printed, Prints, differing, differing_parts, digest, names
from site_builder.machine_views import FileView
from site_builder.outcome import Reason
from site_builder.planning.addresses import file_of
from site_builder.views import ItemView, Page, StandingView

Standing = Mapping[str, tuple[int, str]]  # path in the output → size and SHA-256 of the file of ours there
Parts = Mapping[str, Mapping[str, str]]  # template → name of a part of theme and site → fingerprint, hex


class Memo(Struct, frozen=True):
    """What was kept of the last build's pages."""

    pages: Mapping[str, Printed]  # by URL
    parts: Parts = field(default_factory=dict)


class Sorted(Struct, frozen=True):
    """The pages that templates make: those that may stay, and those to be rendered, each with its reason."""

    clean: tuple[Page, ...]
    dirty: tuple[Page, ...]
    reasons: tuple[Reason, ...]


def closures(parts: Parts) -> dict[str, bytes]:
    """Template → the fingerprint of all that its pages show besides their views."""
    return {template: digest(table) for template, table in parts.items()}


def out_of_date(pages: Iterable[Page], parts: Parts, memo: Memo, standing: Standing) -> Sorted:
    """A page may stay where it would show the same by the same template, and the output holds what that gave.

    Which output it was rendered for is of no interest: the bytes are compared by their digest in its own list.
    """
    whole, prints = closures(parts), Prints()
    clean: list[Page] = []
    dirty: list[Page] = []
    reasons: list[Reason] = []
    for page in pages:
        if isinstance(page.view, FileView):
            continue
        former = memo.pages.get(page.url)
        now = whole[page.template] + prints.of(page.view) if former else b""
        stands = former and standing.get(file_of(page.url)) == (former.size, former.digest)
        if former and stands and former.prints == now and former.template == page.template:
            clean.append(page)
            continue
        dirty.append(page)
        reasons.append(Reason(page.url, _names(page, now, former, parts, memo)))
    return Sorted(tuple(clean), tuple(dirty), tuple(reasons))


def _names(page: Page, now: bytes, former: Printed | None, parts: Parts, memo: Memo) -> tuple[str, ...]:
    """What differs: parts of the theme and the site by their names, fields as `view.title`."""
    if former is None:
        return ()
    if former.template != page.template:
        return ("template",)
    found = differing(("theme", *(f"view.{name}" for name in names(page.view))), now, former.prints)
    if "theme" not in found:
        return found or ("output",)  # the file in the output is gone, or was edited
    return (*differing_parts(parts[page.template], memo.parts.get(page.template, {})), *found[1:])


def near(page: Page, sources: Mapping[str, str]) -> str:
    """The sources of the items that an item's page shows or links to, one a line; `sources` by URL."""
    view = page.view
    if not isinstance(view, ItemView | StandingView):
        return ""
    urls = [url.partition("#")[0] for url in view.links]
    if isinstance(view, ItemView):
        urls += [link.url for link in (view.newer, view.older) if link] + [card.url for card in view.related]
    return "\n".join(sorted({sources[url] for url in urls if url in sources}))
