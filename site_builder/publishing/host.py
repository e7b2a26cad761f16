"""What publishing asks of a host, whatever its protocol: a further host is one file in `hosts/` that keeps this.

A path is POSIX, relative to the place that the site is published to, and safe (`names.is_safe`); it may hold Thai.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, runtime_checkable

from msgspec import Struct

from site_builder.problems import Problem
from site_builder.reading.tables import Key, Row
from site_builder.storing.faults import StoringFailed

PATIENCE = 30.0  # seconds that a host may be silent; no single wait may pass 60
LISTS = ".site-builder-published"  # our own files on a host begin so; web servers do not show them, as all with a dot
PARTS = ".site-builder-parts"  # a folder: what is on its way lies here until it is whole
LOCK = ".site-builder-lock"  # a file, or a folder where a protocol can make only these exclusively

Count = Callable[[int], object]  # told how many further bytes have gone


class HostFailed(StoringFailed):
    """The host cannot go on; `problem` says why in words: not reached, not let in, full, silent for too long."""


class Seen(Struct, frozen=True):
    """What stands at a path of a host."""

    size: int  # in bytes; NO_FILE for a link, a folder, or what else is no regular file
    digest: str = ""  # SHA-256 in hex, where the host tells it without being read; "" where it must be asked for


NO_FILE = -1


class Host(Protocol):
    """A place that a site is published to, opened: who it is and who we are has been proved.

    Every method may be called from `connections + 1` threads at once (one is for the lock), and raises HostFailed,
    never an error of its library. No wait on the network lasts longer than PATIENCE without a byte; a connection that
    the host has closed for idleness is opened anew, once, before anything is given up.
    """

    connections: int  # that files are sent by at once, at least 1
    lists_quickly: bool  # whether `list` costs so little that each publishing may look at everything
    delay: float  # seconds that a host may take to show what `finish` made visible, at most 55; 0 for at once

    def list(self) -> Mapping[str, Seen]:
        """All that stands below the place, names with a dot too, but LOCK, PARTS and what lies in it.

        Links are not followed: they are told as NO_FILE. Folders are not told, only what is in them. A host that
        changes at one instant tells of what stood there when it was claimed, or opened.
        """
        ...

    def look(self, path: str) -> Seen | None:
        """What stands at a path now; None for nothing. A folder above it that is a link makes it NO_FILE."""
        ...

    def digest(self, path: str) -> str:
        """SHA-256 in hex of a regular file's bytes, by the host's own means or by reading it; "" for none there."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file's bytes, all of them; None for none there."""
        ...

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Put a file, wholly or not at all: under a temporary name in PARTS first, then renamed over what stands there.

        At every instant the path shows the former bytes or all of the new ones, also when the connection, the host or
        this program dies. Folders above it are made. `body` is at its beginning, can be sought and holds `size` bytes;
        a transfer that ends with another size is a failure. It is read where a web server shall read it (0644, folders
        0755, where a protocol sets modes). A link or folder in its way is a failure and is never followed. On return
        the bytes are at the host, or will be in order by the next `barrier` (see there).
        """
        ...

    def remove(self, path: str) -> None:
        """Remove a file; none there is as good. Folders above it that are empty now go too, up to the place itself."""
        ...

    def barrier(self) -> None:
        """Return once all that was put and removed is done, so that nothing after it can show before it.

        A host that shows everything at one instant (Git) does nothing here; one that sends in bundles sends now.
        """
        ...

    def finish(self) -> None:
        """A last `barrier`, after which all is visible and lasting."""
        ...

    def claim(self, text: str) -> bool:
        """Take the lock if nobody has it, exclusively on the host; False where somebody does.

        `text` (one line, under 1 kB) lies in it from then on. Who gets it also finds PARTS empty: what a dead
        publisher left there is removed.
        """
        ...

    def claimant(self) -> str:
        """The text of whoever has the lock; "" for nobody, and "?" where one has it who has not signed yet."""
        ...

    def renew(self, text: str) -> None:
        """Put another text into the lock that we hold, as a sign of life."""
        ...

    def release(self) -> None:
        """Give the lock back, whoever holds it: the caller has made sure. None there is as good."""
        ...

    def close(self) -> None:
        """Let go of connections and processes; raises nothing, and waits 5 s at most."""
        ...


@runtime_checkable
class Bundling(Protocol):
    """A host for which what was put is there only after the next barrier: until then it does not count as sent."""

    bundles: Literal[True]


class Target(Struct, frozen=True):
    """Where to publish to: a table `[publish.<name>]` of site.toml."""

    name: str  # ASCII letters, digits, "-" and "_"
    kind: str  # the module of hosts/ that speaks its protocol
    url: str  # where readers find it, ends with "/"; pages are fetched from here once they are published
    row: Row  # all its keys, checked: `row.text("path")`


class Access(Struct, frozen=True):
    """What a host is opened with beside its settings."""

    site: Path  # the site's folder: a relative path of settings counts from here
    cache: Path  # a folder of this target's own, made when needed; it may be gone at any time
    password: Callable[
        [], str
    ]  # from the environment, the keyring or a prompt, asked for when first needed; "" for none
    tell: Callable[[Problem], object]  # what a person should know, such as a key that was pinned just now


def no_problems(_: Row) -> Iterable[Problem]:
    """For a kind whose keys say all."""
    return ()


class Kind(Struct, frozen=True):
    """A kind of host, as `KIND` in a module of hosts/: its keys in site.toml, beside kind and url, and how to open it.

    The module imports its library inside functions, since settings of all kinds are checked without any of them.
    """

    keys: Mapping[str, Key]
    open: Callable[[Target, Access], Host]  # raises HostFailed
    check: Callable[[Row], Iterable[Problem]] = no_problems  # what is wrong with the values, with spans of the row
