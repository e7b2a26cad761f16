"""The files that start the preview by a double click, as bytes, for three systems; nothing of a site is in them."""

from __future__ import annotations

from importlib.resources import files

from msgspec import Struct

MARK = b"site_builder-launcher"  # stands in each of them: what has it may be written over


class Launcher(Struct, frozen=True):
    """A file beside `content/`."""

    name: str
    data: bytes
    is_program: bool  # it must have the right to be run


def launchers() -> tuple[Launcher, ...]:
    """All of them: a folder that is shared is opened by whoever comes, on whatever machine."""
    shell = _text("open-site.sh").encode()
    return (
        Launcher("open-site.bat", _text("open-site.bat").replace("\n", "\r\n").encode(), is_program=False),
        Launcher("open-site.command", shell, is_program=True),
        Launcher("open-site.sh", shell, is_program=True),
        Launcher("open-site.desktop", _text("open-site.desktop").encode(), is_program=True),
    )


def _text(name: str) -> str:
    return files(__package__).joinpath("launchers", name).read_text("utf-8")
