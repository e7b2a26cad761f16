"""A theme's files from disk: the packaged default, with a site's own theme lying over it file by file."""

from __future__ import annotations

from pathlib import Path

from site_builder.rendering.theme import ThemeFile

_PACKAGE = Path(__file__).resolve().parent.parent
PACKAGED = next((home for home in (_PACKAGE / "themes", _PACKAGE.parent / "themes") if home.is_dir()), _PACKAGE)


def theme_files(site: Path, name: str) -> dict[str, ThemeFile] | None:
    """All files of a theme by their name in it ("templates/item.html"); None where the site has no such theme.

    The packaged words stand beside a site's own as "packaged/strings.toml": a theme need not repeat them.
    """
    own, packaged = site / "themes" / name, PACKAGED / "default"
    if name != "default" and not own.is_dir():
        return None
    files = _files(packaged, "themes/default")
    if own.is_dir() and own.resolve() != packaged.resolve():
        files["packaged/strings.toml"] = files["strings.toml"]
        files |= _files(own, f"themes/{name}")
    return files


def _files(folder: Path, shown: str) -> dict[str, ThemeFile]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    names = [path.relative_to(folder).as_posix() for path in found]
    return {name: ThemeFile(f"{shown}/{name}", path.read_bytes()) for name, path in zip(names, found, strict=True)}
