"""Names of files as every system takes them: which are safe below the output, which are one file; touches no disk."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255  # bytes of one name on ext4; NTFS and APFS count characters and take at least as many
_WRONG = re.compile(
    r"""[\x00-\x1f<>:"|?*\\]        # no name on Windows, a drive, a stream, another separator
    | (?:^|/) \.{0,2} (?:/|$)       # empty, ".", "..": absolute, doubled or climbing
    | [. ] (?:/|$)                  # Windows cuts a dot or blank at the end
    | (?:^|/) (?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) [ ]* (?:\.[^/]*)? (?:/|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_safe(path: str) -> bool:
    """Whether a POSIX path stays below its folder and is a file of that name on Linux, macOS and Windows."""
    if _WRONG.search(path):
        return False
    try:
        return all(len(name) <= LONGEST for name in path.encode().split(b"/"))
    except UnicodeEncodeError:  # a name that was not UTF-8 on disk
        return False


def fold(path: str) -> str:
    """The same text for all paths that are one file on a system that ignores case or Unicode form."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path.casefold())


def folders(path: str) -> tuple[str, ...]:
    """The folders above a path, outermost first: "a/b/c" → ("a", "a/b")."""
    found = []
    at = path.find("/")
    while at >= 0:
        found.append(path[:at])
        at = path.find("/", at + 1)
    return tuple(found)
