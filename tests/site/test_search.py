"""The search of a whole site: what is found, what an edit writes, and a site without it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bench import corpus
from bench.questions import answering
from searching.asking import asked, value
from searching.told import ANSWERS, NEWS, RICE, SITE, rice
from stories import SETTINGS, built, item, page, stands, tell, tree

from site_builder.searching.files import is_index

pytestmark = pytest.mark.usefixtures("quick")


def test_what_is_typed_is_found_where_it_stands(site: Path) -> None:
    """In title, text, place, office and tags, letter by letter; titles first, then the newest."""
    built(site, SITE)
    assert ANSWERS == {question: asked(site / "output", question) for question in ANSWERS}


def test_an_edited_body_writes_the_shards_that_differ(site: Path) -> None:
    """One page and, of the index, the text, two lists and the shards of trigrams gained or lost; as a clean build."""
    tell(site, SITE)
    for number in range(60):
        tell(site, f"-- content/news/m{number}.md --\n{item(f'เรื่องที่ {number}', '2565-02-01')}\n")
    first = built(site)
    before = tree(site / "output")
    outcome = built(site, rice("ๆๆ"))
    after = tree(site / "output")
    changed = {path for path in after if before.get(path) != after[path]}
    assert (1, 1, 0) == (outcome.rendered, outcome.written, outcome.removed)
    assert outcome.index_written == sum(map(is_index, changed)) <= 4 + 4  # text, lists, and "  ๆ", " ๆๆ", "ๆๆ "
    assert first.index_written == sum(map(is_index, before))
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".cache")
    built(site)
    assert after == tree(site / "output")


def test_an_edit_is_found_by_its_new_words(site: Path) -> None:
    """Those of the paragraph that went are found no more; an item beside it stays found."""
    built(site, SITE + rice("เรื่องเก่า"))
    assert [RICE] == asked(site / "output", "เรื่องเก่า")
    outcome = built(site, rice("เรื่องใหม่"))
    assert (1, 1) == (outcome.rendered, outcome.written)
    assert ([RICE], []) == (asked(site / "output", "เรื่องใหม่"), asked(site / "output", "เรื่องเก่า"))
    assert [RICE, NEWS] == asked(site / "output", "ข้าว")


@pytest.mark.parametrize("name", ["index.js", "0-0.*.js", "0-0/0.*.js", "0-0/t1.js", "words.js"])
@pytest.mark.parametrize("edits", [0, 1])
def test_a_lost_file_of_the_index_is_made_again(site: Path, name: str, edits: int) -> None:
    """With and without an edited body beside it."""
    built(site, SITE)
    before = tree(site / "output")
    lost = next((site / "output/search").glob(name))
    lost.unlink()
    if edits:
        tell(site, rice("ใหม่"))
    outcome = built(site)
    assert (outcome.problems, edits) == ((), outcome.rendered)
    found = tree(site / "output")
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".cache")
    built(site)
    assert found == tree(site / "output")
    assert edits or before == found


def test_a_site_without_search_has_none_of_it(site: Path) -> None:
    """`search = false`: no index, no page, no field; said again, all is back."""
    built(site, SITE)
    settings = SETTINGS.replace("[[category]]", "search = false\n\n[[category]]", 1)
    outcome = built(site, f"-- content/site.toml --\n{settings}")
    assert outcome.problems == ()
    assert not [path for path in tree(site / "output") if path.startswith("search/")]
    assert "search" not in page(site, "/").replace("search.", "")
    built(site, f"-- content/site.toml --\n{SETTINGS}")
    assert stands(site, "/search/")
    assert [RICE, NEWS] == asked(site / "output", "ข้าว")


def test_a_search_page_offers_ways_without_a_script(site: Path) -> None:
    """Districts, tags and years that have news, as links and as choices; search engines know it unasked."""
    built(site, SITE)
    text = page(site, "/search/")
    assert 'href="../district/khaen-dong/"' in text
    assert '<option value="/district/khaen-dong/">อำเภอแคนดง</option>' in text
    assert "nang-rong" not in text
    assert 'href="../archive/2565/"' in text
    assert '<link rel="canonical" href="https://news.example.go.th/search/">' in text
    assert '<meta name="robots"' not in text
    assert "/search/" not in page(site, "/sitemap.xml")


def test_the_words_that_help_to_spell_are_the_sites(site: Path) -> None:
    """Its districts, offices and tags that have news, and all subdistricts of the province."""
    built(site, SITE)
    words = value(site / "output", "search/words.js")
    assert isinstance(words, list)
    assert {"แคนดง", "เกษตร", "สระบัว"} <= {*words}


def test_questions_over_a_hundred_items_are_answered(site: Path) -> None:
    """Places, matters, two words: the first way finds all that hold them, and nothing else."""
    corpus.write(site / "content/news", 120)
    built(site)
    output = site / "output"
    texts = {}
    for path in output.glob("search/*/t*.js"):
        found = value(output, path.relative_to(output).as_posix())
        assert isinstance(found, list)
        texts[found[1]] = "\n".join((found[1], found[5], found[6]))
    questions = [*corpus.PLACES, *corpus.TOPICS, *corpus.TAGS[:20]]
    questions += [f"{place} {tag}" for place, tag in zip(corpus.PLACES, corpus.TAGS, strict=False)]
    wrong = [one for one in questions if answering(one, texts) != {*asked(output, one)}]
    assert (86, []) == (len(questions), wrong)
