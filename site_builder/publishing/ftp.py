"""One FTP connection, as safe as the protocol can be: verified TLS on both channels, timeouts, names in UTF-8."""

from __future__ import annotations

import ftplib
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO

from msgspec import Struct

from site_builder.publishing.host import NO_FILE, Count

FOLDER = -2  # the size of a folder in a listing
_PIECE = 32_768
_PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds before a data connection is asked for again
_PATTERN = frozenset("[]{}~ ")  # what a host may take for a pattern or a flag of LIST
_UNIX = re.compile(r"([-dlbcps])\S{9,10}\s+\d+\s+.+?\s(\d+)\s+[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{1,2}:\d\d|\d{4})\s(.*)")
_DOS = re.compile(r"\d\d-\d\d-\d\d(?:\d\d)?\s+\d\d:\d\d(?:AM|PM)?\s+(<DIR>|<JUNCTION>|<SYMLINKD?>|\d+)\s+(.*)")


class NoFurther(ftplib.Error):
    """The host takes no further connection now: answer 421."""


class NotLetIn(ftplib.Error):
    """The user or the password is wrong."""


class NoEncryption(ftplib.Error):
    """The host does not speak TLS."""


class Login(Struct, frozen=True):
    """Where to connect, as whom, and how."""

    host: str
    port: int
    user: str
    password: str
    context: ssl.SSLContext | None  # None: nothing is encrypted
    patience: float  # seconds without a byte


class Session(ftplib.FTP_TLS):
    """A connection that is logged in. Paths are absolute; every fault is ftplib's or the socket's own.

    On the wire names are Latin-1, which carries UTF-8 as it is: a stranger's name in another encoding breaks nothing.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        context = login.context or ssl.create_default_context()
        super().__init__(context=context, timeout=login.patience, encoding="latin-1")
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        login = self._login
        try:
            self.connect(login.host, login.port)
            if login.context:
                self._encrypt()
            ftplib.FTP.login(self, wire(login.user), wire(login.password))  # noqa: S321 — encrypted by now
        except ftplib.error_temp as fault:
            raise NoFurther(str(fault)) from fault
        except ftplib.error_perm as fault:
            raise NotLetIn(str(fault)) from fault
        if login.context:
            self.prot_p()
        self.features = self._told_features()
        if "UTF8" in self.features:
            self._try("OPTS UTF8 ON")
        self.voidcmd("TYPE I")
        self._home = self.pwd()

    def _encrypt(self) -> None:
        try:
            self.auth()
        except ftplib.error_perm as fault:
            raise NoEncryption(str(fault)) from fault

    def _told_features(self) -> frozenset[str]:
        lines = (self._try("FEAT") or "").splitlines()[1:-1]
        return frozenset(line.split()[0].upper() for line in lines if line.split())

    def _try(self, command: str) -> str | None:
        try:
            return self.sendcmd(command)
        except ftplib.error_perm:
            return None

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """A data connection: to the host that we know whatever address it names, in the TLS session that it knows."""
        data, size = self._data(cmd, rest)
        data.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else TLS's last word waits 40 ms for an answer
        if self._login.context is None:
            return data, size
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        try:
            return self.context.wrap_socket(data, server_hostname=self.host, session=session), size
        except BaseException:
            data.close()
            raise

    def _data(self, cmd: str, rest: int | str | None) -> tuple[socket.socket, int | None]:
        """Ask again where the host's few ports for data are all in use at this instant: answer 425."""
        for pause in _PAUSES:
            try:
                return ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 — it is encrypted by who has asked
            except ftplib.error_temp as fault:
                if not str(fault).startswith("425"):
                    raise
                time.sleep(pause)
        return ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321

    def lives(self) -> bool:
        """Whether the host still answers here."""
        try:
            self.voidcmd("NOOP")
        except (OSError, EOFError, ftplib.Error):
            return False
        return True

    def place(self, folder: str) -> str | None:
        """Where a folder really is, links followed; None where there is none."""
        try:
            self.voidcmd(f"CWD {wire(folder)}")
        except ftplib.error_perm:
            return None
        place = told(self.pwd())
        self.voidcmd(f"CWD {self._home}")  # who stands in a folder that another removes gets empty lists from then on
        return place

    def make_folder(self, folder: str) -> None:
        """Make a folder; one that is there is refused by the host (error_perm)."""
        self.voidcmd(f"MKD {wire(folder)}")

    def store(self, path: str, body: BinaryIO, count: Count) -> int:
        """Send a file's bytes; returns how many the host has, as it says."""
        sent = 0

        def told_of(piece: bytes) -> None:
            nonlocal sent
            sent += len(piece)
            count(len(piece))

        self.storbinary(f"STOR {wire(path)}", body, _PIECE, told_of)
        there = self.size(wire(path)) if "SIZE" in self.features else None
        return sent if there is None else there

    def replace(self, source: str, target: str) -> None:
        """Rename a file over what stands at the target."""
        self.rename(wire(source), wire(target))

    def retrieve(self, path: str, take: Callable[[bytes], object]) -> None:
        """Give a file's bytes piece by piece."""
        self.retrbinary(f"RETR {wire(path)}", take, _PIECE)

    def allow(self, place: str, mode: str) -> bool:
        """Set who may read what stands there; False where the host lets nobody do that."""
        return self._try(f"SITE CHMOD {mode} {wire(place)}") is not None

    def erase(self, path: str) -> None:
        """Delete a file."""
        self.delete(wire(path))

    def remove_folder(self, folder: str) -> None:
        """Remove a folder that is empty."""
        self.rmd(wire(folder))

    def look(self, folder: str, name: str) -> int | None:
        """The size of what has that name in a folder: FOLDER, NO_FILE for what is neither, None for nothing."""
        if _PATTERN & set(name):
            return dict(self.entries(folder)).get(name)
        place = wire(f"{folder.rstrip('/')}/{name}")
        if "MLST" in self.features:
            facts = (self._try(f"MLST {place}") or "").splitlines()[1:-1]
            found = _fact(facts[0].lstrip()) if facts else None
            return found[1] if found else None
        status = self._try(f"STAT {place}")  # a listing by the control connection, which costs no other
        lines = (status or "").splitlines()[1:-1]
        if status is None:
            self.retrlines(f"LIST -a {place}", lines.append)
        listed = [entry for entry in (_line(line.lstrip()) for line in lines) if entry]
        if any(one in {".", ".."} for one, _ in listed):
            return dict(self.entries(folder)).get(name)  # the folder that a link leads to is listed as well
        return next((size for one, size in listed if one.rpartition("/")[2] == name), None)

    def entries(self, folder: str) -> Iterator[tuple[str, int]]:
        """Name and size of all in a folder, names with a dot too: FOLDER, or NO_FILE for what is neither."""
        lines: list[str] = []
        if "MLST" in self.features or "MLSD" in self.features:
            self.retrlines(f"MLSD {wire(folder)}", lines.append)
            found = map(_fact, lines)
        else:
            self.retrlines(f"LIST -a {wire(folder)}", lines.append)
            found = map(_line, lines)
        return (entry for entry in found if entry and entry[0] not in {".", ".."})


def _fact(line: str) -> tuple[str, int] | None:
    """A line of MLSD: `type=file;size=3; name`."""
    facts, _, name = line.partition(" ")
    told_facts = dict(fact.lower().split("=", 1) for fact in facts.split(";") if "=" in fact)
    kind = told_facts.get("type", "")
    if kind in {"cdir", "pdir"}:
        return None
    size = int(told_facts.get("size", NO_FILE)) if kind == "file" else FOLDER if kind == "dir" else NO_FILE
    return told(name), size


def _line(line: str) -> tuple[str, int] | None:
    """A line of LIST, as Unix or Windows writes it."""
    if unix := _UNIX.fullmatch(line):
        kind, size, name = unix.groups()
        name = name.partition(" -> ")[0] if kind == "l" else name
        return told(name), int(size) if kind == "-" else FOLDER if kind == "d" else NO_FILE
    if dos := _DOS.fullmatch(line):
        size, name = dos.groups()
        return told(name), int(size) if size.isdigit() else FOLDER if size == "<DIR>" else NO_FILE
    return None


def wire(text: str) -> str:
    """Text as Latin-1 that carries its UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def told(text: str) -> str:
    """And back."""
    return text.encode("latin-1").decode("utf-8", "surrogateescape")
