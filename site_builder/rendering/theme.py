"""A theme's files to one checked value: templates, words, static files; it opens nothing, the files are handed in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct

from site_builder.problems import Problem, error, located
from site_builder.rendering.assets import fingerprint
from site_builder.rendering.colours import Modes, sheet
from site_builder.rendering.declared import Look, read_declared

TEMPLATES = frozenset(
    [
        "calendar.html",
        "home.html",
        "item.html",
        "list.html",
        "index.html",
        "standing.html",
        "not-found.html",
        "redirect.html",
        "search.html",
    ]
)  # that every theme has; the packaged one lends what a site's own leaves out
FONTS = "fonts/"
SHEET = "css/site.css"  # which begins with the colours of theme.toml

BLOCKS = "blocks/"  # templates of blocks in bodies


class ThemeFile(Struct, frozen=True):
    """One file of a theme: where a person finds it, and its bytes."""

    path: str  # "themes/default/templates/item.html"
    data: bytes


class Theme(Struct, frozen=True):
    """A theme, ready for rendering."""

    templates: Mapping[str, tuple[str, str]]  # name → (source, path as a person knows it)
    words: Mapping[str, str]  # in the site's language
    urls: Mapping[str, str]  # static file's name → its URL from the root; "logo" and "emblem" as theme.toml says
    assets: Mapping[str, bytes]  # URL → bytes
    look: Look
    colours: Modes
    fonts: tuple[tuple[str, str], ...] = ()  # TrueType files for drawing: name, SHA-256

    @property
    def blocks(self) -> frozenset[str]:
        """The names of the blocks that it can show: `::: name` in a body is templates/blocks/name.html."""
        names = (name for name in self.templates if name.startswith(BLOCKS))
        return frozenset(name.removeprefix(BLOCKS).removesuffix(".html") for name in names)


def open_theme(files: Mapping[str, ThemeFile], language: str) -> tuple[Theme | None, tuple[Problem, ...]]:
    """Read a theme from its files by name ("templates/item.html"); None where it cannot be used."""
    templates: dict[str, tuple[str, str]] = {}
    problems: list[Problem] = []
    for name, file in files.items():
        if name.startswith("templates/"):
            try:
                templates[name.removeprefix("templates/")] = (file.data.decode("utf-8-sig"), file.path)
            except UnicodeDecodeError:
                problems.append(located(error("T003"), file.path, ""))
    words, faults = _words(files, language)
    missing = [located(error("T002", name=name), "themes", "") for name in sorted(TEMPLATES - templates.keys())]
    problems += [*faults, *missing]
    static = {name.removeprefix("static/"): file.data for name, file in files.items() if name.startswith("static/")}
    texts = [(one.path, one.data.decode("utf-8-sig", "replace")) for one in _laid(files, "theme.toml")]
    declared, wrong = read_declared(texts, static, templates.get("home.html", ("", ""))[0])
    problems += wrong
    if problems or declared is None:
        return None, tuple(problems)
    if SHEET in static:
        static[SHEET] = sheet(declared.colours).encode() + static[SHEET]
    urls, assets = fingerprint(static)
    urls |= {key: urls[name] for key, name in declared.images.items()}
    return Theme(templates, words, urls, assets, declared.look, declared.colours, _fonts(files)), ()


def _fonts(files: Mapping[str, ThemeFile]) -> tuple[tuple[str, str], ...]:
    found = (name for name in sorted(files) if name.startswith(FONTS))
    return tuple((name, sha256(files[name].data).hexdigest()) for name in found)


def _laid(files: Mapping[str, ThemeFile], name: str) -> list[ThemeFile]:
    """The packaged file of a name, and a site's own that lies over it."""
    return [files[path] for path in (f"packaged/{name}", name) if path in files]


def _words(files: Mapping[str, ThemeFile], language: str) -> tuple[dict[str, str], list[Problem]]:
    """The words of strings.toml; a site's own strings.toml lies over the packaged one, key by key."""
    words: dict[str, str] = {}
    problems: list[Problem] = []
    for file in _laid(files, "strings.toml"):
        try:
            table = tomllib.loads(file.data.decode("utf-8-sig")).get(language, {})
        except ValueError as fault:  # no TOML, or no UTF-8
            problems.append(located(error("T004", reason=str(fault)), file.path, ""))
            continue
        if isinstance(table, dict):
            words |= {key: str(value) for key, value in table.items()}
        else:
            problems.append(located(error("T004", reason=f"{language} = …, not [{language}]"), file.path, ""))
    return words, problems
