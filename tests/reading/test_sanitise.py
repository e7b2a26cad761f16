"""Hostile bodies: whatever is written, and wherever, the HTML that comes out runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import html5lib
import pytest

from site_builder.problems import Severity
from site_builder.reading.body import convert
from site_builder.reading.linking import link
from site_builder.reading.office_text import markdown
from site_builder.reading.sanitise import CLASSES, clean

TAGS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script>/*\n\n*/alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "<img src=x onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<img src=x oNeRrOr=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src=`x`onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    "<img srcset='x' sizes='1' onload=alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='https://e.example'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<base href='//e.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta http-equiv=set-cookie content=a=b>",
    "<link rel=stylesheet href=//e.example/x.css>",
    "<link rel=import href=data:text/html,x>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<style>@import '//e.example/x.css';</style>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<form action=//e.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input onfocus=alert(1) autofocus>",
    "<select onchange=alert(1)><option>x</select>",
    "<textarea onfocus=alert(1)>x</textarea>",
    "<keygen onfocus=alert(1)>",
    "<body onload=alert(1)>",
    "<html onmouseover=alert(1)>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)></video>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p onclick=alert(1)>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style=width:expression(alert(1))>x</p>",
    "<div onpointerenter=alert(1)>x</div>",
    "<div style=x:\\65xpression(alert(1))>x</div>",
    "<table background=javascript:alert(1)><tr><td background=javascript:alert(1)>x</table>",
    "<a onmouseover=alert(1) href=#>x</a>",
    "<a href='javascript:alert(1)'>x</a>",
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;:alert(1)">x</a>',
    "<a href='\x20javascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a target=_blank href=x ping=//e.example>x</a>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)></plaintext>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y '<script>'>]>&y;",
    "<x onclick=alert(1)>x</x>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<p id='x' name='y' is='z' slot='s' contenteditable>x</p>",
    "<a href=x><a href='javascript:alert(1)'>y</a></a>",
    "<b><i><u onclick=alert(1)></b></i></u>",
    "<table><script>alert(1)</script><tr><td>x</table>",
    "<ol start='1\" onclick=alert(1)'><li value='x' onclick=alert(1)>x</ol>",
    "<img src=x width='1\" onload=\"alert(1)' height=100%>",
    "<p class='mast \" onclick=alert(1)'>x</p>",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "java&#115;cript:alert(1)",
    "java%73cript:alert(1)",
    "java\tscript:alert(1)",
    "javascript://e.example/%0aalert(1)",
    " javascript:alert(1)",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "jar:https://e.example/x.jar!/",
    "vbscript:msgbox(1)",
    "livescript:alert(1)",
    "mocha:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://e.example/x",
    "filesystem:https://e.example/x",
    "about:blank",
    "ws://e.example/",
    "intent://e.example#Intent;scheme=x;end",
    "ms-word:ofe|u|https://e.example/x.docx",
    "search-ms:query=x",
    "x-javascript:alert(1)",
    "//e.example/x",
    "\\\\e.example\\x",
    "/\\e.example/x",
    "\\/e.example/x",
    "/\t/e.example/x",
    "https:e.example",
    'https://e.example/" onmouseover="alert(1)',
    'x" onerror="alert(1)',
    "x' onerror='alert(1)",
    "x onerror=alert(1)",
    "x><script>alert(1)</script>",
    '#" onclick="alert(1)',
    '?x="><img src=x onerror=alert(1)>',
    "javascript:alert(1)//.jpg",
]
ATTRIBUTES = [
    "onclick=alert(1)",
    'onclick="alert(1)"',
    "href=javascript:alert(1)",
    'href="javascript:alert(1)"',
    "src=javascript:alert(1)",
    'style="position:fixed;inset:0"',
    "#main onfocus=alert(1)",
    ".evil onmouseover=alert(1)",
    'class="mast nav"',
    'title="&quot; onclick=&quot;alert(1)"',
    "srcdoc=x",
    "formaction=javascript:alert(1)",
]
PAYLOADS = [*TAGS, *ADDRESSES, *ATTRIBUTES]
PLACES = {
    "body": "ก {} ข",
    "block": "{}\n\nก",
    "link": "[ก]({})",
    "angle link": "[ก](<{}>)",
    "reference": "[ก][a]\n\n[a]: <{}>",
    "image": "![ก]({})",
    "attribute list": "## ก {{: {} }}",
    "title": "[ก](ข.md '{}')",
    "cell": "ก|ข\n-|-\n{}|1",
    "footnote": "ก[^1]\n\n[^1]: {}",
    "heading": "## {}",
    "item": "1.{}",
    "code": "`{}`",
    "raw link": '<a href="{}">ก</a>',
    "raw image": '<img alt="ก" src="{}">',
    "alt": "![{}](ก.jpg)",
}

ALLOWED = frozenset(
    "html head body p br hr h2 h3 h4 h5 h6 strong em b i u s del ins sub sup a img ul ol li table caption thead tbody "
    "tfoot tr th td blockquote pre code div span figure figcaption dl dt dd details summary abbr".split()
)
TABLE_ATTRIBUTES = {("class", "table"), ("role", "group"), ("tabindex", "0"), ("aria-label", "ตาราง")}  # our own
ATTRIBUTE_NAMES = frozenset("id title class href src alt width height start value colspan rowspan rel loading".split())
SAFE = re.compile(r"(?:https?://[^/\\]|https?:[^/\\]|mailto:|tel:|#|OURS$)", re.IGNORECASE)


MARKDOWN = markdown()


def html(source: str) -> str:
    """The finished HTML, with OURS where an address of ours comes in; also of bodies that an error holds back."""
    MARKDOWN.reset()
    return "OURS".join(link(clean(MARKDOWN.convert(source))).parts)


def faults(text: str) -> Iterator[str]:
    """What a browser would find in the HTML that must not be there."""
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str) or element.tag not in ALLOWED:
            yield f"element {element.tag}"
        for name, value in element.attrib.items():
            if (name, value) in TABLE_ATTRIBUTES and element.tag.endswith("div"):
                continue
            if name not in ATTRIBUTE_NAMES:
                yield f"attribute {name}={value}"
            if name in {"href", "src"} and not SAFE.match(value):
                yield f"address {value}"
            if name == "id" and not value.startswith("h-"):
                yield f"id {value}"
            if name == "class" and not CLASSES.issuperset(value.split()):
                yield f"class {value}"


@pytest.mark.parametrize("place", PLACES)
def test_no_payload_survives(place: str) -> None:
    """144 payloads in 16 places: read back by a second parser, no script, handler, style, frame, form or odd scheme."""
    found = {payload: [*faults(html(PLACES[place].format(payload)))] for payload in PAYLOADS}
    assert {} == {payload: wrong for payload, wrong in found.items() if wrong}


@pytest.mark.parametrize("place", PLACES)
def test_convert_gives_the_same_or_nothing(place: str) -> None:
    """What `convert` gives back is that HTML, or an empty body with an error."""
    for payload in PAYLOADS:
        source = PLACES[place].format(payload)
        converted = convert(source, 0)
        held = any(problem.severity is Severity.ERROR for problem in converted.problems)
        assert ("" if held else html(source)) == "OURS".join(converted.body.prose.parts)


def test_there_are_enough_payloads() -> None:
    """The list above may grow and must not shrink."""
    assert len(PAYLOADS) >= 140


def test_the_judge_sees_what_it_should() -> None:
    """A test that finds nothing proves something only if it can find."""
    hostile = "<p onclick=x style=y><script>1</script><a href='javascript:1' class='mast' id=x>"
    assert [
        "attribute onclick=x",
        "attribute style=y",
        "element script",
        "address javascript:1",
        "class mast",
        "id x",
    ] == [*faults(hostile)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<font color=red>ก</font>", "ก"),
        ("<center>ก</center>", "ก"),
        ("<script>ก</script>ข", "ข"),
        ("<u>ก</u><del>ข</del>", "<u>ก</u><del>ข</del>"),
        ('<td colspan="2">ก', "ก"),
        ('<p class="note mast">ก</p>', '<p class="note">ก</p>'),
        ("<!-- ก -->ข", "ข"),
        ('<a href="tel:044666512">โทร</a>', '<a href="tel:044666512">โทร</a>'),
        ('<a href="file:///c:/x">ก</a>', "<a>ก</a>"),
    ],
)
def test_words_stay_where_only_their_dress_goes(raw: str, expected: str) -> None:
    """Formatting that is not on the list is dropped, its words are not; the content of a script is."""
    assert expected == clean(raw)
