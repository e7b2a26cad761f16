"""Publishing a real site to each place: what goes, in which order, what stays, and what is asked before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from publishing.places import Place
from stories import NOW, SETTINGS, item, tell, tree

from site_builder.problems import Problem, is_error
from site_builder.publishing import published
from site_builder.publishing.claim import Pace
from site_builder.publishing.flow import publish
from site_builder.publishing.host import HostFailed
from site_builder.publishing.plan import Plan
from site_builder.publishing.publication import Means, Order, Publication

pytestmark = pytest.mark.usefixtures("quick")
NEWS = "\n".join(
    f"-- content/news/{name}.md --\n{item(title, '2565-01-0' + day)}"
    for name, title, day in [("a", "ก", "1"), ("b", "ข", "2"), ("c", "ค", "3")]
)
LATER = "เนื้อข่าว\n\nแก้แล้ว"  # what no list shows
PACE = Pace(beat=0.2, dead=0.6, look=0.1)


def agree(_plan: Plan, _questions: Sequence[Problem]) -> bool:
    """Type yes."""
    return True


def started(site: Path, place: Place) -> None:
    """Write a small site with the place as its target."""
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{place.table}url = '{place.url}'\n{NEWS}")


def brought(site: Path, *, yes: bool = False, now: dt.datetime = NOW, **order: object) -> Publication:
    """Publish it."""
    means = Means(ask=agree, pace=PACE) if yes else Means(pace=PACE)
    return publish(site, replace(Order(), **order), now, means)


def shown(place: Place) -> dict[str, bytes]:
    """What stands there but our own lists."""
    return {path: data for path, data in place.tree().items() if not published.is_ours(path)}


def codes(publication: Publication) -> list[str]:
    """The codes of its problems."""
    return [problem.code for problem in publication.problems]


def test_a_site_comes_to_its_place_and_is_seen_there(site: Path, place: Place) -> None:
    """Byte for byte; and a second publishing without any change sends nothing."""
    started(site, place)
    first = brought(site)
    assert (True, True, []) == (first.sent, first.published, codes(first))
    assert tree(site / "output") == shown(place)
    before = place.tree()
    second = brought(site)
    assert (True, ()) == (second.published, (*second.plan.sends, *second.plan.removals))
    assert before == place.tree()


def test_an_identity_card_is_not_published_whoever_agrees(site: Path, near: Place) -> None:
    """Its item is named, and nothing is sent; a draft that holds one stands in nobody's way."""
    started(site, near)
    number = "เลขบัตร 1-2345-67890-12-1"
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=number)}")
    refused = brought(site, yes=True)
    assert (False, ["C030"], True) == (refused.sent, codes(refused), is_error(refused.problems[0]))
    assert {} == near.tree()
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'draft: true', body=number)}")
    assert brought(site).published


def test_a_dry_run_touches_nothing(site: Path, near: Place) -> None:
    """It names every file, and the host is as it was."""
    started(site, near)
    before = near.tree()
    said = brought(site, dry_run=True)
    assert tree(site / "output").keys() == {one.path for one in said.plan.sends}
    assert (before, False) == (near.tree(), said.sent)


def test_an_edit_sends_its_pages_alone(site: Path, near: Place) -> None:
    """An edited paragraph is one page for readers; its old style sheets and other pages are not sent again."""
    started(site, near)
    brought(site)
    tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02', body=LATER)}")
    done = brought(site)
    assert "news/2565/01/b/index.html" in [one.path for one in done.plan.sends]
    assert not [one.path for one in done.plan.sends if one.path.endswith(".html") and "/b/" not in one.path]
    assert tree(site / "output").items() <= shown(near).items()


def test_a_page_that_goes_is_asked_about(site: Path, place: Place) -> None:
    """Without a yes nothing changes; with one it goes, after the lists that led to it."""
    started(site, place)
    brought(site)
    before = shown(place)
    tell(site, "-- content/news/b.md --\n(gone)")
    refused = brought(site)
    assert ["N012"] == [one.code for one in refused.questions]
    assert (["N018"], False, before) == (codes(refused), refused.sent, shown(place))
    done = brought(site, yes=True)
    assert (True, True) == (done.published, "news/2565/01/b/index.html" in done.plan.removals)
    assert "news/2565/01/b/index.html" not in shown(place)


def test_a_page_that_moves_by_an_alias_is_not_asked_about(site: Path, near: Place) -> None:
    """Its former address leads on."""
    started(site, near)
    brought(site)
    tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02', 'slug: new', 'aliases: [/news/2565/01/b/]')}")
    done = brought(site)
    assert ((), True) == (done.questions, done.published)


def test_an_item_with_errors_is_asked_about(site: Path, near: Place) -> None:
    """The other news can go, once somebody says so."""
    started(site, near)
    tell(site, f"-- content/news/d.md --\n{item('ง', '2568-02-29')}")
    refused = brought(site)
    assert (["N010"], False) == ([one.code for one in refused.questions], refused.sent)
    assert brought(site, yes=True).published


def test_a_site_that_shrinks_is_asked_about(site: Path, near: Place) -> None:
    """By more than a twentieth of its pages."""
    started(site, near)
    brought(site)
    tell(site, "-- content/news/a.md --\n(gone)\n-- content/news/b.md --\n(gone)\n-- content/news/c.md --\n(gone)")
    assert ["N011", "N012"] == [one.code for one in brought(site).questions]


def test_a_strangers_page_in_the_way_is_asked_about_and_kept(site: Path, place: Place) -> None:
    """The host's own first page is replaced only by a yes, and a copy of it lies on this machine then."""
    place.plant("index.html", b"welcome to your hosting")
    place.plant("mail/index.php", b"<?php")
    started(site, place)
    refused = brought(site)
    assert (["N013"], b"welcome to your hosting") == (
        [one.code for one in refused.questions],
        shown(place)["index.html"],
    )
    assert brought(site, yes=True).published
    assert b"<?php" == shown(place)["mail/index.php"]
    assert [b"welcome to your hosting"] == [path.read_bytes() for path in (site / ".kept").rglob("index.html")]


def test_what_was_changed_on_the_host_is_told_and_kept(site: Path, place: Place) -> None:
    """A page of ours that somebody changed and that goes stays; one that is replaced is told, and a copy kept."""
    started(site, place)
    brought(site)
    place.plant("news/2565/01/a/index.html", b"hacked by somebody")
    place.plant("news/2565/01/b/index.html", b"hacked by somebody")
    tell(site, f"-- content/news/a.md --\n(gone)\n-- content/news/b.md --\n{item('ข', '2565-01-02', body='แก้แล้ว')}")
    done = brought(site, yes=True)
    assert ["N019", "N024"] == codes(done)
    assert (("news/2565/01/b/index.html",), ("news/2565/01/a/index.html",)) == (done.plan.altered, done.plan.spared)
    assert b"hacked by somebody" == shown(place)["news/2565/01/a/index.html"]
    assert [b"hacked by somebody"] == [path.read_bytes() for path in (site / ".kept").rglob("index.html")]


def test_a_lost_list_deletes_nothing_of_strangers(site: Path, place: Place) -> None:
    """What has our bytes is ours again and is not sent; what nobody knows stays."""
    started(site, place)
    brought(site)
    place.strip(published.HEAD)
    place.plant("news/old/index.html", b"of another program")
    refused = brought(site)
    assert ["N014"] == [one.code for one in refused.questions]
    done = brought(site, yes=True)
    assert ((), True) == (done.plan.sends, done.published)
    assert b"of another program" == shown(place)["news/old/index.html"]
    assert published.HEAD in place.tree()


def test_an_old_style_sheet_stays_for_a_week(site: Path, near: Place) -> None:
    """A reader who holds an old page finds its style sheet for seven days, and it goes after them."""
    started(site, near)
    brought(site)
    (former,) = [path for path in shown(near) if path.startswith("assets/css/site.")]
    tell(site, "-- themes/default/static/css/site.css --\nbody { color: #000 }\n")
    for days, stands in ((0, True), (6, True), (8, False)):
        assert brought(site, now=NOW + dt.timedelta(days=days)).published
        assert stands == (former in shown(near))


def test_one_can_go_back(site: Path, near: Place) -> None:
    """To the site before, and to any of the last five, byte for byte; what was left so comes again only by a yes."""
    started(site, near)
    sites = []
    for number in range(1, 8):
        tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02', body=f'ครั้งที่ {number}')}")
        assert brought(site).published
        sites.append(tree(site / "output"))
    assert brought(site, back=True).published
    assert sites[5].items() <= shown(near).items()
    assert ["N015"] == [one.code for one in brought(site).questions]
    assert ["N008"] == codes(brought(site, back=True, release=1))
    for number in (2, 5, 3):
        assert brought(site, back=True, release=number).published
        assert sites[number - 1].items() <= shown(near).items()
    assert brought(site, yes=True).published
    assert sites[6].items() <= shown(near).items()


def test_no_page_is_said_to_be_published_that_readers_do_not_get(site: Path, near: Place) -> None:
    """A page that the server changes after it was sent is named; the next run looks again, and sends nothing."""
    started(site, near)
    brought(site)
    tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02', body='แก้แล้ว')}")
    settings = (site / "content/site.toml").read_text("utf-8")
    tell(site, f"-- content/site.toml --\n{settings.replace(near.url, 'http://127.0.0.1:9/')}")
    silent = brought(site)
    assert (["N045"], True, False) == (codes(silent), silent.sent, silent.published)
    tell(site, f"-- content/site.toml --\n{settings}")
    again = brought(site)
    assert ((), True) == (again.plan.sends, again.published)
    assert again.looked > 1


def test_a_site_that_cannot_be_built_is_not_published(site: Path, near: Place) -> None:
    """Readers keep what they have."""
    started(site, near)
    brought(site)
    before = near.tree()
    tell(site, "-- themes/default/templates/item.html --\n{{ page.nothing.at_all }}")
    failed = brought(site)
    assert (["N007"], False, before) == (codes(failed), failed.sent, near.tree())


def test_what_somebody_edited_in_the_output_never_goes(site: Path, near: Place) -> None:
    """Only what the build made."""
    started(site, near)
    brought(site)
    page = site / "output/news/2565/01/b/index.html"
    page.unlink()
    page.write_text("edited by hand", "utf-8")
    assert ((), True) == ((same := brought(site)).plan.sends, same.published)
    tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02', body=LATER)}")
    with pytest.raises(HostFailed) as failed:
        brought(site)
    assert ("N040", (("path", "news/2565/01/b/index.html"),)) == (
        failed.value.problem.code,
        failed.value.problem.arguments,
    )
    page.unlink()
    assert brought(site).published
    assert b"edited by hand" not in shown(near).values()
