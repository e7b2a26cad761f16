"""What lies beside an item and what its page shows of it: pictures, albums, documents, blocks."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from site_builder.model import Body, Item, Link
from site_builder.pictures import BLOCKS, UNREAD, Block, Caption, Paper, Picture
from site_builder.planning.films import embed_of
from site_builder.planning.links import Targets, cut, file_problem, path_of, resolve, stray
from site_builder.planning.pictures import in_order, is_picture, picture, silent
from site_builder.problems import Position, Problem
from site_builder.thai.text import nearest
from site_builder.views import Attachment

DATA = "content/data"  # where tables lie
_ALL = frozenset({"all", "ทั้งหมด", "."})  # of an album: every picture in the folder of the item
_UNSAID = Caption()


class Beside(Struct, frozen=True):
    """Where everything that an item names leads: URLs from the root, and what was wrong with them."""

    links: tuple[str, ...] = ()  # of the body, in their order
    inline: tuple[Picture | Block | None, ...] = ()  # pictures and blocks among them; () where there are none
    cover: Picture | None = None
    gallery: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pictures: frozenset[str] = frozenset()  # paths of all that are shown or led to
    broken: frozenset[str] = frozenset()  # and of those that would be, if anything could be made of them
    problems: tuple[Problem, ...] = ()


_NOTHING = Beside()


def beside(item: Item, body: Body, known: Targets) -> Beside:
    """Follow every link of a body and every file of a front matter; a missing file is named and left out."""
    if not (body.links or item.cover or item.gallery or item.attachments):
        return _NOTHING
    answers = [resolve(item, link, known) for link in body.links]
    shown = [_led_to(item, link, known) for link in body.links]
    cover = _files(item, "cover", (item.cover,), known)
    album = _files(item, "gallery", item.gallery, known)
    documents = _files(item, "attachments", item.attachments, known)
    inline = tuple(
        block(item, link, known) if link.fence else _picture(path, known) if path and link.image else None
        for link, path in zip(body.links, shown, strict=True)
    )
    in_blocks = {path for link in body.links for path in album_of(item, link, known)}
    led = {path_of(item, unquote(cut(link.target)[0])) for link in body.links if not link.fence}
    named = {path for path in (*cover.paths, *album.paths, *documents.paths) if is_picture(path)}
    alt = item.cover_alt or item.title
    return Beside(
        links=tuple(url for url, _ in answers),
        inline=inline if any(inline) else (),
        cover=next((_picture(path, known, alt) for path in cover.paths), None),
        gallery=tuple(_picture(path, known) for path in album.paths),
        attachments=tuple(
            _attachment(name, path, known) for name, path in zip(documents.names, documents.paths, strict=True)
        ),
        pictures=frozenset(filter(None, shown)) | in_blocks | named,
        broken=frozenset(_broken(led, known)) | {path for one in (cover, album, documents) for path in one.broken},
        problems=(
            *(problem for _, problem in answers if problem),
            *cover.problems,
            *album.problems,
            *documents.problems,
            *_undescribed(item, album.paths, known),
            *block_problems(item, body.links, known),
        ),
    )


def _picture(path: str, known: Targets, alt: str = "") -> Picture:
    """What a page shows of a picture that is usable, with what is said of it."""
    said = known.album.captions.get(path, _UNSAID)
    made = picture(path, known.album.negatives[path], alt or said.alt or said.caption, avif=known.avif)
    return replace(made, caption=said.caption, focus=said.focus)


def _attachment(name: str, path: str, known: Targets) -> Attachment:
    paper = known.album.papers.get(path, Paper(0))
    ending = posixpath.splitext(name)[1].lstrip(".").upper()
    return Attachment(posixpath.basename(name), known.files[path], ending, paper.size, paper.pages)


def _undescribed(item: Item, paths: Sequence[str], known: Targets) -> Iterator[Problem]:
    """The pictures of an album that say nothing to those who cannot see them, in one line for all."""
    said = [known.album.captions.get(path, _UNSAID) for path in paths]
    texts = [(posixpath.basename(path), one.alt or one.caption) for path, one in zip(paths, said, strict=True)]
    names = silent(texts)
    if names:
        position = dict(item.positions).get("gallery", Position(1, 1, "", 1))
        yield stray(item, position, "G007", count=str(len(names)), names=", ".join(names[:5]))


class _Files(Struct, frozen=True):
    """Those that a key of the front matter names, and that can be shown."""

    names: tuple[str, ...]  # as written
    paths: tuple[str, ...]
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]


def _files(item: Item, key: str, names: Iterable[str], known: Targets) -> _Files:
    """Follow the names of one key; that of a folder means all pictures in it."""
    position = dict(item.positions).get(key, Position(1, 1, "", 1))
    found: list[tuple[str, str]] = []
    broken: list[str] = []
    problems: list[Problem] = []
    for name in filter(None, names):
        path = path_of(item, "." if name.lower() in _ALL else name)
        is_folder = path in known.names and key != "cover"
        within = _within(path, known) if is_folder else ()
        lost = _broken(_in_folder(path, known), known) if is_folder else []
        found += [(posixpath.basename(one), one) for one in within]
        problems += [
            stray(item, position, known.album.negatives[one].fault, name=posixpath.basename(one)) for one in lost
        ]
        broken += lost or _broken([path], known)
        problem = None if within or lost else file_problem(item, name, position, known, pictures=key != "attachments")
        if problem is None and not within and not lost and (known.album.usable(path) or not is_picture(path)):
            found.append((name, path))
        problems += [problem] if problem else []
    problems += _flaws(item, position, (path for _, path in found), known)
    return _Files(tuple(name for name, _ in found), tuple(path for _, path in found), tuple(broken), tuple(problems))


def _within(folder: str, known: Targets) -> list[str]:
    """The pictures in a folder, as it shows them."""
    return [path for path in _in_folder(folder, known) if known.album.usable(path)]


def _in_folder(folder: str, known: Targets) -> list[str]:
    return [posixpath.join(folder, name) for name in in_order(known.names[folder])]


def _broken(paths: Iterable[str], known: Targets) -> list[str]:
    """Those of which nothing can be made, by their bytes; of one that could not be read, that is told elsewhere."""
    negatives = known.album.negatives
    return [path for path in paths if path in negatives and negatives[path].fault not in {"", UNREAD}]


def _flaws(item: Item, position: Position, paths: Iterable[str], known: Targets) -> Iterator[Problem]:
    for path in paths:
        negative = known.album.usable(path)
        if negative and negative.flaw:
            yield stray(item, position, negative.flaw, name=posixpath.basename(path))


def _led_to(item: Item, link: Link, known: Targets) -> str:
    """The path of the picture that a link shows or leads to; "" where it is none, or none that can be shown."""
    path = "" if link.fence else path_of(item, unquote(cut(link.target)[0]))
    return path if known.album.usable(path) else ""


def album_of(item: Item, link: Link, known: Targets) -> list[str]:
    """The pictures of an album block: those of the folder that it names, or of the item's own."""
    if link.fence != "album" or link.ends:
        return []
    title = link.target.strip().rstrip("/")
    folder = path_of(item, "." if title.lower() in {*_ALL, ""} else title)
    return _within(folder, known) if folder in known.names else []


def albums_of(item: Item, body: Body, known: Targets) -> tuple[str, ...]:
    """The pictures of all albums of an item, those of its own key first."""
    named = [path for path in _files(item, "gallery", item.gallery, known).paths if is_picture(path)]
    return tuple(dict.fromkeys([*named, *(path for link in body.links for path in album_of(item, link, known))]))


def sheet_of(link: Link) -> str:
    """The path of the file that a table block names."""
    return posixpath.normpath(posixpath.join(DATA, link.target.strip()))


def block(item: Item, link: Link, known: Targets) -> Block:
    """What a fence comes to: the beginning of a block with all that it shows, or its end."""
    if link.ends:
        return Block(ends=True)
    if link.fence not in known.blocks:
        return Block()
    address, _, title = link.target.partition(" ") if link.fence == "film" else ("", "", link.target)
    pictures = tuple(_picture(path, known) for path in album_of(item, link, known))
    sheet = known.album.sheets.get(sheet_of(link)) if link.fence == "table" else None
    embed = embed_of(address) if address else ""
    return Block(link.fence, title.strip(), pictures=pictures, sheet=sheet, url=address, embed=embed)


def block_problems(item: Item, links: Iterable[Link], known: Targets) -> Iterator[Problem]:
    """Blocks that the theme does not have, and those whose file or folder is not there."""
    for link in links:
        if not link.fence or link.ends:
            continue
        if link.fence not in known.blocks:
            known_names = (*BLOCKS, *sorted(known.blocks))
            near = ", ".join(nearest(link.fence, known_names)[:1]) or ", ".join(known_names)
            yield stray(item, link.position, "P022", name=link.fence, nearest=near)
        elif link.fence == "table" and sheet_of(link) not in known.album.sheets:
            names = [posixpath.relpath(path, DATA) for path in known.album.sheets]
            near = ", ".join(nearest(link.target, names)[:1]) or ", ".join(names[:3]) or DATA
            yield stray(item, link.position, "P023", target=link.target or "?", nearest=near)
        elif link.fence == "album" and not album_of(item, link, known):
            yield stray(item, link.position, "P024", target=link.target or ".")
