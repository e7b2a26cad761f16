"""A body as a value: parts and links, ids, problems with their places, and never an exception."""

from __future__ import annotations

import threading

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.messages import catalogue, hint, message
from site_builder.model import Body, Link
from site_builder.problems import Problem, Severity, place
from site_builder.reading import body
from site_builder.reading.body import SHOWN, Converted, convert
from site_builder.reading.office_text import OfficeMarkdown


def whole(converted: Converted) -> str:
    """The HTML with each of our addresses in «» where it was cut out."""
    first, *others = converted.body.prose.parts
    return first + "".join(f"«{link.target}»{part}" for link, part in zip(converted.body.links, others, strict=True))


def flat(source: str) -> str:
    """The same without the newlines that stand for people's eyes."""
    return whole(convert(source, 0)).replace(">\n<", "><").replace("\n", "")


def codes(source: str) -> list[str]:
    """The codes of what is wrong."""
    return [problem.code for problem in convert(source, 0).problems]


def only(source: str) -> Problem:
    """The one problem that there is."""
    (problem,) = convert(source, 0).problems
    return problem


def test_a_body_begins_where_its_front_matter_ends() -> None:
    """Places count in the whole source: the link stands in line 4."""
    source = "---\ntitle: ก\n---\nอ่าน[ต่อ](../2565/ข.md#ผล)\n"
    converted = convert(source, source.index("อ่าน"))
    assert ('<p>อ่าน<a href="', '">ต่อ</a></p>') == converted.body.prose.parts
    (link,) = converted.body.links
    assert ("../2565/ข.md#ผล", False, 4, 11) == (link.target, link.image, link.position.line, link.position.column)
    assert "อ่าน[ต่อ](../2565/ข.md#ผล)" == link.position.quote
    assert () == converted.problems


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("[ก](ข.pdf)", "ข.pdf"),
        ("[ก](<ข ค.pdf>)", "ข ค.pdf"),
        ("[ก](ข ค.pdf)", "ข ค.pdf"),
        ("[ก](%E0%B8%82%20%E0%B8%84.pdf)", "ข ค.pdf"),
        ("[ก](%E0%B8.pdf)", "%E0%B8.pdf"),
        ("[ก](a%23b.pdf#c)", "a%23b.pdf#c"),
        ("[ก](a%00b.pdf)", "a%00b.pdf"),
        ("[ก](100%.pdf)", "100%.pdf"),
        ("[ก](/district/khaen-dong/)", "/district/khaen-dong/"),
        ("[ก](a&b.pdf)", "a&b.pdf"),
        ("[ก](ข.pdf 'ชื่อ')", "ข.pdf"),
        ("[ก][ข]\n\n[ข]: ค.md", "ค.md"),
        ('<a href="ข.md">ก</a>', "ข.md"),
    ],
)
def test_a_link_s_target_is_what_a_file_is_called(written: str, target: str) -> None:
    """Percent-encoding is undone, spaces and Thai stay, and what would change its meaning is left as it is."""
    assert [target] == [link.target for link in convert(written, 0).body.links]


def test_pictures_are_links_too() -> None:
    """They load late, and keep their words."""
    assert '<p><img src="«รูป ที่1.jpg»" alt="ลงทะเบียน" loading="lazy"></p>' == flat("![ลงทะเบียน](<รูป ที่1.jpg>)")
    assert [True] == [link.image for link in convert("![ก](ข.jpg)", 0).body.links]


def test_the_same_target_twice_has_two_places() -> None:
    """Each occurrence is found where it stands, also behind the other."""
    links = convert("[ก](a.md)\n\n[ข](b.md) [ค](a.md)", 0).body.links
    assert [("a.md", 1), ("b.md", 3), ("a.md", 3)] == [(link.target, link.position.line) for link in links]


@pytest.mark.parametrize(
    ("written", "html", "external"),
    [
        ("[ก](https://a.go.th/x?y=1&z=2)", 'href="https://a.go.th/x?y=1&amp;z=2" rel="noopener"', "https://a.go.th/x?y=1&z=2"),
        ("[ก](//a.go.th/x)", 'href="https://a.go.th/x" rel="noopener"', "https://a.go.th/x"),
        ("[ก](/\\a.go.th/x)", 'href="https://a.go.th/x" rel="noopener"', "https://a.go.th/x"),
        ("<https://a.go.th>", 'href="https://a.go.th" rel="noopener"', "https://a.go.th"),
        ("[ก](mailto:a@b.go.th)", 'href="mailto:a@b.go.th"', None),
        ("[ก](tel:044666512)", 'href="tel:044666512"', None),
        ("<a@b.go.th>", 'href="mailto:a@b.go.th"', None),
    ],
)  # fmt: skip
def test_links_that_leave_the_site_stay(written: str, html: str, external: str | None) -> None:
    """Those of the web are listed for checking; `//host` means https here."""
    converted = convert(written, 0)
    assert f"<a {html}>" in whole(converted)
    assert [external] * bool(external) == [link.target for link in converted.body.external]
    assert () == converted.body.links


@pytest.mark.parametrize(
    ("source", "anchors"),
    [
        ("## ผลการดำเนินงาน", ("h-ผลการดำเนินงาน",)),
        ("## ก้าว ที่ 1\n\n## ก้าว ที่ 1\n\n## ก้าว ที่ 1", ("h-ก้าว-ที่-1", "h-ก้าว-ที่-1-2", "h-ก้าว-ที่-1-3")),
        ("## **หนา** [ก](ข.md)", ("h-หนา-ก",)),
        ("## !!!", ("h-section",)),
        ("## main {#main}", ("h-main",)),
        ('<p id="x y">ก</p>', ("h-x-y",)),
        ("## a\n\n## a-2\n\n## a", ("h-a", "h-a-2", "h-a-3")),
    ],
)
def test_ids_are_prefixed_and_unique(source: str, anchors: tuple[str, ...]) -> None:
    """Marks stay in them, and no id can be one of the theme's."""
    converted = convert(source, 0)
    assert anchors == converted.body.anchors
    assert all(f'id="{one}"' in whole(converted) for one in anchors)


def test_headings_stand_below_the_page_s_title() -> None:
    """`#` is h2, and nothing is below h6."""
    html = flat("# ก\n\n## ข\n\n###### ค\n\n<h1>ง</h1>")
    assert '<h2 id="h-ก">ก</h2><h3 id="h-ข">ข</h3><h6 id="h-ค">ค</h6><h2 id="h-ง">ง</h2>' == html


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("ผลการ-ดำเนินงาน", "#h-ผลการ-ดำเนินงาน"),
        ("ผลการ ดำเนินงาน", "#h-ผลการ-ดำเนินงาน"),
        ("%E0%B8%9C%E0%B8%A5%E0%B8%81%E0%B8%B2%E0%B8%A3-ดำเนินงาน", "#h-ผลการ-ดำเนินงาน"),
        ("h-ผลการ-ดำเนินงาน", "#h-ผลการ-ดำเนินงาน"),
        ("เอง", "#h-เอง"),
        ("top", "#top"),
        ("", "#"),
    ],
)
def test_an_anchor_reaches_its_heading(written: str, href: str) -> None:
    """By its words, its own id, encoded or not."""
    converted = convert(f"[ไป](<#{written}>)\n\n## ผลการ ดำเนินงาน\n\n## อื่น {{#เอง}}", 0)
    assert f'<a href="{href}">' in whole(converted)
    assert () == converted.problems


def test_a_lost_anchor_is_named_with_the_nearest() -> None:
    """A warning at the place where it is written."""
    source = "## ผลการดำเนินงาน\n\n[ไป](#ผลการดำเนินการ)"
    problem = only(source)
    assert (Severity.WARNING, "B024", 3) == (problem.severity, problem.code, place(source, problem.span).line)
    assert "ไม่มีหัวข้อ #ผลการดำเนินการ ในหน้านี้" == message(problem, "th")
    assert "หมายถึง ผลการดำเนินงาน หรือไม่" == hint(problem, "th")
    assert ["B025"] == codes("[ไป](#ไม่มี)")


def test_footnotes_lead_there_and_back() -> None:
    """Their ids survive the sanitiser, and their words are the same in every language."""
    assert (
        '<p>ก<sup id="h-fnref:1"><a href="#h-fn:1" class="footnote-ref">1</a></sup></p>'
        '<div class="footnote"><hr><ol><li id="h-fn:1"><p>ข&nbsp;'
        '<a href="#h-fnref:1" class="footnote-backref" title="↑ 1">↩</a></p></li></ol></div>'
    ) == flat("ก[^1]\n\n[^1]: ข")
    assert [] == codes("ก[^1] ข[^1] ค[^สอง]\n\n[^1]: ข\n[^สอง]: ค")
    assert ["B026"] == codes("ก\n\n[^1]: ข")
    assert ["B027"] == codes("ก[^1]")


def test_alignment_becomes_a_class() -> None:
    """In tables and in pasted HTML; no style attribute is written."""
    html = flat("ก|ข|ค\n:-|:-:|-:\n1|2|3")
    assert '<th class="align-left">ก</th><th class="align-center">ข</th><th class="align-right">ค</th>' in html
    assert '<p class="align-center">ก</p>' == flat('<p align="CENTER">ก</p>')
    assert '<p class="note">ก</p>' == flat("ก\n{: .note .mast style=x }")


@pytest.mark.parametrize(
    ("source", "code", "severity", "quote"),
    [
        ("ก\n\n<script>x</script>", "B010", Severity.NOTICE, "<script"),
        ("ก\n\n<IFRAME src=x></IFRAME>", "B010", Severity.NOTICE, "<IFRAME"),
        ("ก\n\n<b onClick=x>ข</b>", "B011", Severity.NOTICE, "onClick"),
        ("ก\n\n[ข](javascript:x)", "B012", Severity.NOTICE, "javascript:x"),
        ("ก\n\n[ข](C:\\Users\\a.pdf)", "B013", Severity.ERROR, "C:\\Users\\a.pdf"),
        ("ก\n\n[ข](file:///c:/a.pdf)", "B013", Severity.ERROR, "file:///c:/a.pdf"),
        ("ก\n\n![ข](data:image/png;base64,AAAA)", "B014", Severity.ERROR, "data:image/png;"),
        ("ก\n\n<textarea>ข", "B010", Severity.NOTICE, "<textarea"),
        ("ก\n\n<font color=red>ข</font>", "B016", Severity.NOTICE, "<font"),
        ("ก\n\n![ข](รูป\\a.jpg)", "B020", Severity.WARNING, "รูป\\a.jpg"),
        ("ก\n\n![](a.jpg)", "B023", Severity.WARNING, "a.jpg"),
        ("ก\n\nข\x1b[0m", "B002", Severity.ERROR, "\x1b"),
    ],
)
def test_each_problem_names_its_place(source: str, code: str, severity: Severity, quote: str) -> None:
    """The line, and the characters that are at fault."""
    problem = next(one for one in convert(source, 0).problems if one.code == code)
    assert severity is problem.severity
    assert problem.span is not None
    assert (3, quote) == (place(source, problem.span).line, source[problem.span.start : problem.span.end])


def test_an_element_that_swallows_the_rest_is_an_error() -> None:
    """An unclosed script would take the whole release with it, silently."""
    converted = convert("ก\n\n<script>x\n\nข", 0)
    assert Body() == converted.body
    assert "B015" in [problem.code for problem in converted.problems]


def test_a_backslash_is_mended_and_shown_mended() -> None:
    """The picture is found, and the fix is the line as it should be."""
    problem = only("![ข](รูป\\a.jpg) ค")
    assert "![ข](รูป/a.jpg) ค" == problem.fix
    assert "ลิงก์ใช้เครื่องหมาย \\ แบบ Windows จึงอ่านเป็น / ให้: รูป\\a.jpg" == message(problem, "th")
    assert ["รูป/a.jpg"] == [link.target for link in convert("![ข](รูป\\a.jpg)", 0).body.links]


@pytest.mark.parametrize("source", ["", " \n\n", "<!-- ก -->", "[a]: https://a.go.th"])
def test_a_body_that_shows_nothing_is_a_warning(source: str) -> None:
    """Blank, or nothing but comments and definitions."""
    assert ["B001"] == codes(source)


def test_a_picture_alone_is_a_body() -> None:
    """A poster says it all."""
    assert [] == codes("![ประกาศ](ประกาศ.jpg)")


def test_control_characters_are_named_line_by_line() -> None:
    """One problem a line, with the sign's number; tabs and newlines are none."""
    source = "ก\tข\nค\x00ง\x00\n\x02จ\n\ud800"
    problems = convert(source, 0).problems
    assert [2, 3, 4] == [place(source, problem.span).line for problem in problems]
    assert "มีอักขระควบคุมที่มองไม่เห็น (U+0000) อยู่ในเนื้อข่าว" == message(problems[0], "th")


def test_many_problems_of_a_kind_are_counted() -> None:
    """Twenty are shown, and one says how many more there are."""
    found = convert("![](a.jpg)\n" * 50, 0).problems
    assert SHOWN + 1 == len(found)
    assert "และปัญหาแบบเดียวกัน (B023) อีก 30 แห่ง" == message(found[-1], "th")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ประกาศ\n\nสำนักงานพัฒนาชุมชนจังหวัดจัดประชุมเชิงปฏิบัติการ", "สำนักงานพัฒนาชุมชนจังหวัดจัดประชุมเชิงปฏิบัติการ"),
        ("**ก** &amp; [ข](ค.md)\nง", "ก & ข ง"),
        ("ก[^1]\n\n[^1]: ข", "ก"),
        ("- ก\n- ข", "ก ข"),
        ("![ก](ข.jpg)\n\nค", "ค"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_first_paragraph_is_plain_text(source: str, expected: str) -> None:
    """The first that says something, without tags and footnote signs, its lines joined by spaces."""
    assert expected == convert(source, 0).first_paragraph


def test_an_exception_of_markdown_holds_back_its_own_item_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It becomes an error at the body's first line, and the next body is converted by a fresh instance."""

    def fail(self: OfficeMarkdown, source: str) -> str:  # noqa: ARG001 - the library's signature
        raise RecursionError

    with monkeypatch.context() as patched:
        patched.setattr(OfficeMarkdown, "convert", fail)
        problem = only("\n\nก_\nข")
    assert ("B003", 3) == (problem.code, place("\n\nก_\nข", problem.span).line)
    assert "แปลงเนื้อข่าวนี้เป็นหน้าเว็บไม่ได้ (RecursionError) ข่าวอื่นไม่กระทบ" == message(problem, "th")
    assert "<p>ก_</p>" == flat("ก_")


def test_bodies_do_not_touch_each_other() -> None:
    """References, footnotes and ids of one are unknown to the next: the instance is reused, its memory is not."""
    convert("## ก\n\n[ข][a] ค[^1]\n\n[a]: https://a.go.th\n\n[^1]: ง", 0)
    assert '<h2 id="h-ก">ก</h2><p>[ข][a]</p>' == flat("## ก\n\n[ข][a]")


def test_threads_have_instances_of_their_own() -> None:
    """Two threads that convert at once give what one gives."""
    sources = [f"## หัว {at}\n\n1.ก[^1]\n2.ข\n\n[^1]: ค{at}" for at in range(40)]
    expected = [convert(source, 0) for source in sources]
    found: dict[int, list[Converted]] = {}

    def work(number: int) -> None:
        found[number] = [convert(source, 0) for source in sources]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {0: expected, 1: expected} == found


def test_every_code_has_its_words() -> None:
    """In both languages, and no code of this room is without a sentence."""
    words = {code: one for code, one in catalogue().items() if code.startswith("B")}
    assert all(one["th"] and one["en"] and ("hint_th" in one) == ("hint_en" in one) for one in words.values())
    assert set(body.REMOVED.values()) <= set(words)


TOKENS = st.sampled_from(
    [
        *"กาำิ้่็ๆฯ๑1a\n\t*_`[]()<>!#|-=~\\&;:/.{}\"'^+•\x00\x02\x03",
        "\n\n", "\n", " ", "    ", "1.", "๑. ", "1) ", "- ", "> ", "## ", "[^1]", "[^1]: ก", "[a]: b.md", "](", "![",
        "```\n", "|-|", "<b>", "</b>", "<div>", "<!--", "-->", "<script>", "</p>", "&#x3c;", "&amp;", "{: .note #a }",
        "https://a.go.th", "javascript:", "ก|ข\n-|-\n1|2\n", "klzzwxh:0000", "wzxhzdk:0", "<a href=", "<?", "<![CDATA[",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(TOKENS, max_size=40).map("".join), st.integers(0, 9))
@example("[^1]: ก\n\n    [^1]", 0)
@example("<div>\n\n- ก\n\n</div>", 0)
def test_no_text_crashes_the_conversion(text: str, start: int) -> None:
    """Whatever stands there: parts and links fit, places lie in the text, and every problem can be said."""
    source = text[:start] + text
    converted = convert(source, min(start, len(source)))
    assert len(converted.body.links) + 1 == len(converted.body.prose.parts)
    assert "\x02" not in "".join(converted.body.prose.parts)
    for problem in converted.problems:
        assert message(problem, "th")
        assert message(problem, "en")
        assert problem.code != "B003"
        assert problem.span is None or 0 <= problem.span.start <= problem.span.end <= len(source)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_can_be_converted(text: str) -> None:
    """Also those that no keyboard has."""
    assert isinstance(convert(text, 0), Converted)


def test_a_link_is_a_value() -> None:
    """Two conversions of one text are equal, so that a cached body equals a fresh one."""
    source = "[ก](ข.md) ![ค](ง.jpg) <https://a.go.th>"
    assert convert(source, 0) == convert(source, 0)
    assert all(isinstance(link, Link) for link in convert(source, 0).body.links)


def test_the_highest_heading_of_a_body_is_the_second_of_its_page() -> None:
    """Offices begin with # or with ##: both become h2 below the title, and the next level h3."""
    assert '<h2 id="h-ก">ก</h2><h3 id="h-ข">ข</h3>' == flat("# ก\n\n## ข")
    assert '<h2 id="h-ก">ก</h2><h3 id="h-ข">ข</h3>' == flat("## ก\n\n### ข")


def test_a_table_scrolls_by_itself() -> None:
    """A wide table stands in a region that the keyboard reaches; no other element is touched."""
    html = flat("|ก|ข|\n|-|-|\n|1|2|")
    assert html.startswith('<div class="table" role="group" tabindex="0" aria-label="ตาราง"><table>')
    assert html.endswith("</table></div>")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("อ่านต่อ https://example.go.th/a?b=1&c=2", "https://example.go.th/a?b=1&c=2"),
        ("(https://example.go.th/a).", "https://example.go.th/a"),
        ("คลิก https://example.go.th/aได้เลย", "https://example.go.th/a"),
        ("https://example.go.th/a_b_c", "https://example.go.th/a_b_c"),
    ],
)
def test_an_address_in_the_text_is_a_link(text: str, url: str) -> None:
    """A bare address is a link, without the sign or the letters that follow it."""
    found = convert(text, 0).body
    assert [url] == [one.target for one in found.external]
    assert f">{url.replace('&', '&amp;')}</a>" in "".join(found.prose.parts)


def test_an_address_in_code_or_in_a_link_stays_as_it_is() -> None:
    """`https://…` in code is code, and a link whose words are an address is one link."""
    assert "<a" not in flat("`https://example.go.th/a`")
    assert 1 == flat("[https://example.go.th/a](https://example.go.th/b)").count("<a ")
