"""Publishing by FTP over TLS, as shared hosting offers it; without TLS only where the settings say so."""

from __future__ import annotations

import ftplib
import hashlib
import itertools
import os
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from site_builder import names
from site_builder.problems import Problem, error, warning
from site_builder.publishing import host as contract
from site_builder.publishing.ftp import FOLDER, Login, NoEncryption, NoFurther, NotLetIn, Session, told
from site_builder.publishing.host import LOCK, NO_FILE, PARTS, Access, Count, HostFailed, Kind, Seen, Target
from site_builder.publishing.pool import Crowded, Pool, Ways
from site_builder.publishing.reasons import host_problems, unreached
from site_builder.publishing.secrets import variable
from site_builder.reading.tables import Key

_OURS = frozenset({LOCK, PARTS})
_HOLDER = f"{LOCK}/holder"  # FTP can make nothing but folders exclusively: who has the lock stands in a file in it
_FULL = ("452", "552")
_KEYS = {
    "host": Key(required=True),
    "port": Key(21),
    "user": Key(required=True),
    "path": Key(required=True),
    "encryption": Key("tls", choices=("tls", "none")),
    "ca": Key(),
}


class Ftps:
    """A folder behind FTP; see `Host` for what each method keeps."""

    connections = 4  # with the lock's one five: hosts allow eight of one address, often
    lists_quickly = False  # a data connection for each folder
    delay = 0.0

    def __init__(self, login: Login, folder: str) -> None:
        self._login = login
        self._numbers = itertools.count(1)
        self._folders = set[str]()  # of the site, seen to be folders and no links
        self._known = threading.Lock()
        self._may_allow = True
        self._silent: Problem | None = None  # a host that was silent for too long is not waited for again
        ways = Ways(self.connections + 1, login.patience)
        self._pool = Pool(ways, self._open, lambda session: session.close(), lambda session: session.lives())
        self._root = self._entered(folder)

    def list(self) -> Mapping[str, Seen]:
        """Folder by folder."""
        with self._session() as ftp:
            return dict(self._walk(ftp, ""))

    def look(self, path: str) -> Seen | None:
        """By the listing of its folder, or the host's facts about it alone."""
        folder, _, name = path.rpartition("/")
        with self._session(path) as ftp:
            if not self._is_folder(ftp, folder):
                return Seen(NO_FILE) if self._leads_out(ftp, folder) else None
            size = ftp.look(self._at(folder), name)
        return None if size is None else Seen(max(size, NO_FILE))

    def digest(self, path: str) -> str:
        """Read it all: the hosts that FTP is known for tell no digest."""
        found = hashlib.sha256()
        seen = self.look(path)
        if seen is None or seen.size == NO_FILE:
            return ""
        with self._session(path) as ftp:
            ftp.retrieve(self._at(path), found.update)
        return found.hexdigest()

    def read(self, path: str) -> bytes | None:
        """Read it all."""
        seen = self.look(path)
        if seen is None or seen.size == NO_FILE:
            return None
        pieces: list[bytes] = []
        with self._session(path) as ftp:
            ftp.retrieve(self._at(path), pieces.append)
        return b"".join(pieces)

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Send beside, compare the size that the host has, rename over."""
        with self._session(path) as ftp:
            self._make_folders(ftp, path)
            part = self._part(ftp)
            if ftp.store(part, body, count) != size or body.tell() != size:
                raise HostFailed(error("N030", path=path))
            self._allow(ftp, part)
            self._move(ftp, part, path)

    def remove(self, path: str) -> None:
        """Delete, then the folders that are empty now, from the innermost."""
        with self._session(path) as ftp:
            folder = path.rpartition("/")[0]
            if not self._is_folder(ftp, folder):
                return
            try:
                ftp.erase(self._at(path))
            except ftplib.error_perm:
                if ftp.look(self._at(folder), path.rpartition("/")[2]) is not None:
                    raise
            with suppress(ftplib.error_perm):  # another thread may have removed one, or put something into it
                self._remove_hollow(ftp, path)

    def barrier(self) -> None:
        """Nothing is on its way: each file was renamed when `put` returned."""

    def finish(self) -> None:
        """As `barrier`."""

    def claim(self, text: str) -> bool:
        """A folder that can be made by one alone, with a file in it."""
        with self._session(LOCK) as ftp:
            try:
                ftp.make_folder(self._at(LOCK))
            except ftplib.error_perm:
                if ftp.place(self._at(LOCK)) is None:
                    raise
                return False
            self._clear(ftp, PARTS)
        self.renew(text)
        return True

    def claimant(self) -> str:
        """The line in the file; "?" where there is the folder alone."""
        text = self.read(_HOLDER)
        if text is not None:
            return text.decode("utf-8", "replace") or "?"
        with self._session(LOCK) as ftp:
            return "" if ftp.place(self._at(LOCK)) is None else "?"

    def renew(self, text: str) -> None:
        """Another file in its place."""
        data = text.encode()
        self.put(_HOLDER, BytesIO(data), len(data), lambda _: None)

    def release(self) -> None:
        """Remove what lies in the folder, then the folder, which sets it free."""
        with self._session(LOCK) as ftp:
            self._clear(ftp, PARTS)
            self._clear(ftp, LOCK)

    def close(self) -> None:
        """Close the connections without a goodbye: one that hangs would not answer it."""
        self._pool.close()

    def _entered(self, folder: str) -> str:
        with self._session() as ftp:
            place = ftp.place(folder)
        if place is None:
            self.close()
            raise HostFailed(error("N072", host=self._login.host, folder=folder))
        return place.rstrip("/")

    def _open(self) -> Session:
        try:
            return Session(self._login)
        except NoFurther as fault:
            raise Crowded from fault

    @contextmanager
    def _session(self, path: str = "") -> Iterator[Session]:
        """A connection of the pool; what fails in it, in words."""
        if self._silent:
            raise HostFailed(self._silent)
        try:
            with self._pool.one() as session:
                yield session
        except (OSError, EOFError, ftplib.Error, Crowded) as fault:
            problem = self._problem(fault, path)
            self._silent = problem if isinstance(fault, TimeoutError) else None
            raise HostFailed(problem) from fault

    def _problem(self, fault: Exception, path: str) -> Problem:
        login, place = self._login, f"{self._login.host}: {path or '/'}"
        match fault:
            case NotLetIn():
                return error("N069", host=login.host, user=login.user)
            case NoEncryption():
                return error("N073", host=login.host, fix='encryption = "none"')
            case Crowded():
                return error("N074", host=login.host)
            case ftplib.Error() if str(fault).startswith(_FULL):
                return error("N032", place=place)
            case ftplib.error_perm():
                return error("N033", place=place) if str(fault)[:3] in {"550", "553"} else _refused(login.host, fault)
            case ftplib.Error():
                return _refused(login.host, fault)
        return unreached(fault, login.host, login.port, login.patience)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root or "/"

    def _part(self, ftp: Session) -> str:
        """A new name among the parts."""
        self._make_folders(ftp, f"{PARTS}/x")
        return self._at(f"{PARTS}/{os.getpid()}-{next(self._numbers)}")

    def _make_folders(self, ftp: Session, path: str) -> None:
        """The folders above a path; looked at once each, for no link may lead elsewhere."""
        wanted = [folder for folder in names.folders(path) if folder not in self._folders]
        if not wanted:
            return
        with self._known:  # one thread at a time, that none makes what another one has just made
            for folder in wanted:
                place = ftp.place(self._at(folder))
                if place is None:
                    self._make(ftp, folder)
                elif place != self._at(folder):
                    raise HostFailed(error("N031", path=folder))
                self._folders.add(folder)

    def _make(self, ftp: Session, folder: str) -> None:
        above, _, name = folder.rpartition("/")
        if ftp.look(self._at(above), name) is not None:
            raise HostFailed(error("N031", path=folder))
        ftp.make_folder(self._at(folder))
        self._allow(ftp, self._at(folder), "755")

    def _allow(self, ftp: Session, place: str, mode: str = "644") -> None:
        """Let the web server read what was made, whatever the host's mask; one that knows no modes is asked once."""
        if self._may_allow:
            self._may_allow = ftp.allow(place, mode)

    def _move(self, ftp: Session, part: str, path: str) -> None:
        """Rename over; once more with new folders, where another thread has just removed the last file of one."""
        try:
            ftp.replace(part, self._at(path))
        except (ftplib.error_perm, ftplib.error_temp):
            for folder in names.folders(path):
                self._forget(folder)
            self._make_folders(ftp, path)
            folder, _, name = path.rpartition("/")
            if ftp.look(self._at(folder), name) in {FOLDER, NO_FILE}:
                raise HostFailed(error("N031", path=path)) from None
            ftp.replace(part, self._at(path))

    def _forget(self, folder: str) -> None:
        with self._known:
            self._folders.discard(folder)

    def _is_folder(self, ftp: Session, folder: str) -> bool:
        """Whether a folder stands there itself, with no link on the way to it."""
        if folder in self._folders:
            return True
        stands = ftp.place(self._at(folder)) == self._at(folder)
        if stands:
            with self._known:
                self._folders.add(folder)
        return stands

    def _leads_out(self, ftp: Session, folder: str) -> bool:
        """Whether a folder that cannot be entered is, or lies below, something that is no folder."""
        for one in (*names.folders(folder), folder):
            above, _, name = one.rpartition("/")
            size = ftp.look(self._at(above), name)
            if size != FOLDER:
                return size is not None
        return False

    def _remove_hollow(self, ftp: Session, path: str) -> None:
        for above in reversed(names.folders(path)):
            if any(True for _ in ftp.entries(self._at(above))):
                return
            self._forget(above)
            ftp.remove_folder(self._at(above))

    def _clear(self, ftp: Session, folder: str) -> None:
        """Remove a folder of our own and the files in it."""
        if ftp.place(self._at(folder)) != self._at(folder):
            return
        for name, _ in list(ftp.entries(self._at(folder))):
            with suppress(ftplib.error_perm):
                ftp.erase(self._at(f"{folder}/{name}"))
        self._forget(folder)
        ftp.remove_folder(self._at(folder))

    def _walk(self, ftp: Session, folder: str) -> Iterator[tuple[str, Seen]]:
        below = list(ftp.entries(self._at(folder)))
        for name, size in sorted(below):
            path = f"{folder}/{name}" if folder else name
            if path in _OURS:
                continue
            if size == FOLDER:
                yield from self._walk(ftp, path)
            else:
                yield path, Seen(size)


def _refused(host: str, fault: Exception) -> Problem:
    return error("N076", host=host, answer=told(str(fault)))


def _open(target: Target, access: Access) -> Ftps:
    row = target.row
    host, port = row.text("host"), row.number("port")
    if row.text("encryption") == "none":
        access.tell(warning("N075", host=host))
        context = None
    else:
        context = _context(host, access.site / row.text("ca") if row.text("ca") else None)
    password = access.password()
    if not password:
        raise HostFailed(error("N070", host=host, user=row.text("user"), variable=variable(target.name)))
    return Ftps(Login(host, port, row.text("user"), password, context, contract.PATIENCE), row.text("path"))


def _context(host: str, authority: Path | None) -> ssl.SSLContext:
    """Certificates are checked, by the system's authorities and the office's own."""
    context = ssl.create_default_context()
    if authority:
        try:
            context.load_verify_locations(authority)
        except (OSError, ssl.SSLError) as fault:
            raise HostFailed(error("N077", host=host, file=authority)) from fault
    return context


KIND = Kind(_KEYS, _open, host_problems)
