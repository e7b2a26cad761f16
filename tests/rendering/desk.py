"""Pages of every kind, made by hand over the packaged theme: what tests of rendering share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from site_builder.details import (
    CalendarMonth,
    Count,
    Downloads,
    Happening,
    Listed,
    ProvinceMap,
    Region,
    Row,
    Tally,
    YearFigures,
)
from site_builder.machine_views import (
    AddressesView,
    CardView,
    EventsView,
    FeedView,
    HostView,
    RobotsView,
    SitemapIndexView,
    SitemapView,
    TableView,
    TextView,
    WordsView,
)
from site_builder.model import Card, Correction, Counter, Event, Prose, Term
from site_builder.pictures import Block, Picture, PictureSet, Rendition, Sheet
from site_builder.problems import Problem
from site_builder.rendering.render import Renderer
from site_builder.rendering.theme import Theme, ThemeFile, open_theme
from site_builder.storing.themes import PACKAGED
from site_builder.thai.dates import When
from site_builder.views import (
    Attachment,
    CalendarView,
    Contact,
    Crumb,
    Entry,
    Feeds,
    HomeView,
    IndexView,
    ItemView,
    ListView,
    NavLink,
    NotFoundView,
    Page,
    RedirectView,
    SearchView,
    SiteInfo,
    StandingView,
    Terms,
)

DAY = dt.date(2022, 3, 3)
_SETS = tuple(
    PictureSet(f"image/{kind}", (Rendition(f"/media/a-480.{ending}", 480), Rendition(f"/media/a-960.{ending}", 960)))
    for kind, ending in (("webp", "webp"), ("jpeg", "jpg"))
)
PICTURE = Picture("/media/a-960.jpg", "ภาพ", 960, 640, _SETS, "ผู้นำชุมชน", (50, 20))
CATEGORY = Term("category", "ข่าวกิจกรรม", "activity", "/category/activity/")
DISTRICT = Term("district", "แคนดง", "khaen-dong", "/district/khaen-dong/", "อำเภอแคนดง", "Khaen Dong")
TAG = Term("tag", "ผู้นำ & <ชุมชน>", "ผู้นำ", "/tag/ผู้นำ/")
OFFICE = Term("unit", "สพอ.แคนดง", "x", "/unit/x/")
CARD = Card(
    *("content/news/a.md", "/news/2565/03/a/", "ข่าว <ก>", When(DAY, time=dt.time(8, 30)), "สรุป", "ศาลากลาง", OFFICE),
    districts=(DISTRICT,),
    category=CATEGORY,
    tags=(TAG,),
    cover=PICTURE,
    example=True,
    updated=DAY,
)
CARDS = tuple(replace(CARD, url=f"/news/2565/03/{name}/", title=name) for name in "abcd")
CRUMBS = (Crumb("/", word="home"), Crumb("/news/", word="news"), Crumb("", text="2565"))
FEEDS = Feeds("/feed.xml", "/feed.json")
SITE = SiteInfo(
    title="พช.บุรีรัมย์",
    short_title="พช.",
    description="ข่าว",
    language="th",
    base_url="https://x.go.th/sub/",
    province="บุรีรัมย์",
    unit="สำนักงาน",
    bangkok=False,
    contact=Contact("1", "044 666 512 ต่อ 12", "2", "a@b.c", "8.30", "https://m/", "https://f/", "https://l/"),
    header=(NavLink("ข่าว", "/news/"), NavLink("หน้าแรก", "/")),
    footer=(NavLink("นโยบาย", "/policy/"),),
    categories=(CATEGORY,),
    feeds=FEEDS,
    counter="https://c.example/",
    counter_text="",
    search=True,
    thai_digits=False,
    mourning=True,
    mourning_text="ไว้อาลัย",
    announcement=NavLink("ประกาศ", "/news/"),
    share="/social/site.png",
)
BLOCKS = (
    Block("programme", "วันแรก"),
    Block("notice", "เรื่อง"),
    Block("contact", "ถาม"),
    Block("table", "t.csv", sheet=Sheet(("ก",), (("1",),), (True,))),
    Block("album", pictures=(PICTURE,)),
    Block("film", "คลิป", url="https://youtu.be/x", embed="https://www.youtube-nocookie.com/embed/x"),
)
INLINE = (None, *(one for block in BLOCKS for one in (block, Block(ends=True))))
BODY = (Prose.of(("<p>", "</p>", *["<p>ใน</p>"] * 12)), ("/district/khaen-dong/", *[""] * 12))
BESIDE = (
    (PICTURE,),
    (Attachment("a.pdf", "/media/a.pdf", "PDF", 2_000_000, 4), Attachment("b.pdf", "/media/b.pdf", "PDF", 900)),
)
ITEM = ItemView(
    *(CARD, CRUMBS, *BODY, Event(When(DAY), "ที่นี่"), ("ตำบลสระบัว",), "นาย ก", (Terms("โครงการ", (TAG,)),)),
    *(PICTURE, *BESIDE, Counter(total=1523), "k", Correction(DAY, "แก้"), 2565),
    *(NavLink("ใหม่", "/news/2565/04/n/"), NavLink("เก่า", "/news/2565/02/o/"), CARDS, "/news/2565/03/a/event.ics"),
    inline=INLINE,
)
LIST = ListView(
    "news",
    "",
    "",
    "",
    CRUMBS,
    CARDS,
    2,
    "/news/",
    "/news/page/1/",
    Feeds("/n.xml", "/n.json"),
)
TALLIES = (
    Tally("month", (Count("มีนาคม 2565", "/m/", 3), Count("", "", 0)), 3),
    Tally("district", (Count("แคนดง", "/d/", 3), Count("", "", 1)), 3),
)
FIGURES = YearFigures(4, DAY, DAY, TALLIES, Downloads("/n.csv", "/n.json"))
ROW = Row("/news/2565/03/a/", "=ข่าว", When(DAY), "สพอ.", (("แคนดง", "Khaen Dong"),), "ข่าว", ("ก", "ข"), "ที่นี่", DAY)
TABLE = TableView("2565", "/archive/2565/", (ROW, replace(ROW, districts=(), category="", updated=None)))
ENTRIES = (Entry(DISTRICT, empty=False, count=3), Entry(TAG, empty=True))
REGION = Region(DISTRICT, 3, 4, "M0,0 9,0 9,9z", 5, 24, (("แคน", 3), ("ดง", 6)), 9)
MAP = ProvinceMap(9, 9, (REGION, replace(REGION, count=0, level=0)), surveyed=False)
HAPPENINGS = (
    Happening("/news/2565/03/a/", "งาน; ก, ข", When(DAY), "ศาลากลาง", (), DAY),
    Happening("/news/2565/03/b/", "งาน", When(DAY, time=dt.time(8, 30)), "", ("อำเภอแคนดง",), DAY),
)
MONTHS = (CalendarMonth("มีนาคม 2565", HAPPENINGS),)
HOST = HostView((("/เก่า/", "/news/"),), (("?p=1", "/news/"),), "default-src 'self'")
PAGES = (
    Page(
        "/",
        "home.html",
        HomeView(CARDS[:1], CARDS[1:], ENTRIES, (TAG,), (NavLink("2565", "/archive/2565/"),), DAY, 4, MAP, "/q.json"),
    ),
    Page("/news/2565/03/a/", "item.html", ITEM),
    Page("/news/2565/03/b/", "item.html", replace(ITEM, card=CARDS[1], cover=None, counter=Counter())),
    Page("/news/", "list.html", LIST),
    Page("/tag/x/", "list.html", replace(LIST, kind="project", title="x", label="x", cards=(), number=None)),
    Page("/fiscal-year/2565/", "list.html", replace(LIST, kind="fiscal-year", english="FY", figures=FIGURES)),
    Page("/district/", "index.html", IndexView("district", "", CRUMBS, ENTRIES, MAP)),
    Page("/tag/", "index.html", IndexView("tag", "", CRUMBS, ())),
    Page("/about/", "standing.html", StandingView("เกี่ยวกับ", CRUMBS, *BODY, "ย่อ", When(DAY), True, None, *BESIDE, None)),  # noqa: FBT003
    Page("/404.html", "not-found.html", NotFoundView(CRUMBS, "/q.json")),
    Page(
        "/search/",
        "search.html",
        SearchView(CRUMBS, (DISTRICT,), (OFFICE,), (TAG,), (NavLink("2565", "/archive/2565/"),)),
    ),
    Page(
        "/search/0-0/t0.js",
        "search-text",
        TextView("/a/", "ข่าว", When(DAY), "ที่นี่", BODY[0], ("อำเภอแคนดง",), ("/tag/x/",)),
    ),
    Page("/search/words.js", "search-words", WordsView(("แคนดง",))),
    Page("/old/", "redirect.html", RedirectView("/news/2565/03/a/")),
    Page("/feed.xml", "atom", FeedView("ข่าว", "/news/", CARDS)),
    Page("/feed.json", "json-feed", FeedView("ข่าว", "/news/", CARDS)),
    Page(
        "/calendar/", "calendar.html", CalendarView("", CRUMBS, MONTHS, (NavLink("2565", "/calendar/2565/"),), "/c.ics")
    ),
    Page("/calendar/2565/", "calendar.html", CalendarView("2565", CRUMBS, (), (), "/c.ics")),
    Page("/calendar/events.ics", "ics", EventsView("ข่าว", MONTHS[0].happenings)),
    Page("/archive/2565/news.csv", "table-csv", TABLE),
    Page("/archive/2565/news.json", "table-json", TABLE),
    Page("/social/site.png", "card", CardView("พช.บุรีรัมย์", "Buri Ram", When(DAY), "ศาลากลาง")),
    Page("/sitemap.xml", "sitemap-index", SitemapIndexView(("/sitemap-2565.xml",))),
    Page("/sitemap-2565.xml", "sitemap", SitemapView((Listed("/", "", ("/p.jpg",)), Listed("/news/", "2022-03-03")))),
    Page("/addresses.json", "addresses", AddressesView((("?p=1", "/news/"),), ())),
    Page("/.htaccess", "apache", HOST),
    Page("/nginx-site.conf", "nginx", HOST),
    Page("/web.config", "iis", HOST),
    Page("/_headers", "headers", HOST),
    Page("/_redirects", "redirects", HOST),
    Page("/robots.txt", "robots", RobotsView("/sitemap.xml")),
)


def packaged() -> dict[str, ThemeFile]:
    """The files of the packaged theme by their names in it."""
    home = PACKAGED / "default"
    return {_name(path, home): ThemeFile(str(path), path.read_bytes()) for path in home.rglob("*") if path.is_file()}


def _name(path: Path, home: Path) -> str:
    return path.relative_to(home).as_posix()


def theme(**texts: str) -> Theme:
    """The packaged theme, with templates of a test's own: `theme(home="…")` is its home.html."""
    files = packaged()
    for name, text in texts.items():
        files[f"templates/{name}.html"] = ThemeFile(f"themes/default/templates/{name}.html", text.encode())
    opened, problems = open_theme(files, "th")
    assert opened is not None, problems
    return opened


def text(renderer: Renderer, page: Page = PAGES[0]) -> str:
    """A page's text."""
    answer = renderer.render(page)
    assert not isinstance(answer, Problem), answer
    return answer.decode()
