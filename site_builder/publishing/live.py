"""Looking at the live site as a reader does: whether each page is there, whole, and the one that was sent."""

from __future__ import annotations

import hashlib
import http.client
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request, getproxies, proxy_bypass, urlopen

from msgspec import Struct

from site_builder.outcome import Tell
from site_builder.problems import Problem, error
from site_builder.publishing.looking import at_once
from site_builder.rendering.hosts import ORDERS
from site_builder.storing.manifest import Entry

SECONDS = 15.0  # for one answer
AT_ONCE = 8
SETTLING = 5.0  # seconds that any host may take to show what it has
READER = (("User-Agent", "Mozilla/5.0 (compatible; site-builder)"),)
SEARCHER = (
    ("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    ("Referer", "https://www.google.com/"),
)  # to whom pages of a site that was broken into are often others than to its readers
Headers = tuple[tuple[str, str], ...]
_TURNS = 3  # redirects that are followed
_SHOWN = 5  # pages that are named
_OK, _GONE = 200, (404, 410)


Connections = dict[tuple[int, str], http.client.HTTPConnection]  # (thread, origin) →


class Answer(Struct, frozen=True):
    """What a reader got: the status, 0 for none; the bytes' size and SHA-256, or why there was no answer."""

    status: int
    size: int = 0
    digest: str = ""
    reason: str = ""


def address(url: str, path: str) -> str:
    """Where readers find a path: percent-encoded, a folder for its index.html."""
    return urljoin(url, quote(path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path))


def is_shown(path: str) -> bool:
    """Whether a host gives a path to readers: no orders for hosts, and nothing that begins with a dot."""
    return path not in ORDERS and not any(name.startswith(".") for name in path.split("/"))


def compare(
    url: str, wanted: Mapping[str, Entry | None], former: Mapping[str, Entry], delay: float, tell: Tell
) -> tuple[Problem, ...]:
    """What readers do not get as it was sent, by page; `wanted` is None for what shall be gone.

    What is not right at first is asked for again until `delay` is over, since a host may take that long.
    """
    problems: dict[str, Problem] = {}
    asked = sorted(path for path in wanted if is_shown(path))
    if (silent := _silent(url, wanted, former)) and not delay:
        return (silent,)
    ends = time.monotonic() + max(delay, SETTLING)
    pause, done = 0.5, 0
    while asked:
        total = done + len(asked)
        answers = _visit(url, asked, partial(_tell_on, tell, done, total))
        verdicts = {path: _verdict(url, path, answers[path], wanted[path], former.get(path)) for path in asked}
        problems = {path: one for path, one in verdicts.items() if one}
        done, asked = total - len(problems), sorted(problems)
        if not asked or time.monotonic() + pause > ends:
            break
        time.sleep(pause)
        pause *= 2
    return _told(url, problems, len(wanted))


def _told(url: str, problems: Mapping[str, Problem], total: int) -> tuple[Problem, ...]:
    """The first pages by name; where most of them are others, it is the address that is wrong, and one sentence."""
    rest = len(problems) - _SHOWN
    if rest > 0 and len(problems) > total / 2:
        names = ", ".join(list(problems)[:_SHOWN])
        return (error("N090", url=url, count=len(problems), total=total, names=names),)
    more = (error("N046", count=rest),) if rest > 0 else ()
    return (*list(problems.values())[:_SHOWN], *more)


def _tell_on(tell: Tell, before: int, total: int, count: int) -> None:
    tell("live", before + count, total)


def _silent(url: str, wanted: Mapping[str, Entry | None], former: Mapping[str, Entry]) -> Problem | None:
    """Whether the first page is not even answered: then no other need be asked for."""
    with _kept() as connections:
        answer = _ask(connections, address(url, "index.html"))
    return None if answer.status else _verdict(url, "index.html", answer, wanted.get("index.html"), former.get(""))


def masked(url: str, wanted: Mapping[str, Entry], tell: Tell) -> tuple[str, ...]:
    """The addresses of pages that are others to who seems to come from a search engine."""
    paths = sorted(filter(is_shown, wanted))
    answers = _visit(url, paths, partial(_tell_on, tell, 0, len(paths)), SEARCHER)
    return tuple(address(url, path) for path in paths if answers[path].digest != wanted[path][1])


def _visit(
    url: str, paths: Iterable[str], tell: Callable[[int], object], headers: Headers = READER
) -> dict[str, Answer]:
    paths = list(paths)
    with _kept() as connections:
        answers = at_once(AT_ONCE, lambda path: _ask(connections, address(url, path), headers), paths, tell)
    return dict(zip(paths, answers, strict=True))


@contextmanager
def _kept() -> Iterator[Connections]:
    """Connections for the block, each of one thread to one server."""
    connections: Connections = {}
    try:
        yield connections
    finally:
        for connection in connections.values():
            connection.close()


def _verdict(url: str, path: str, answer: Answer, entry: Entry | None, former: Entry | None) -> Problem | None:
    """What is wrong with an answer, in words; None for nothing."""
    wrong = partial(error, page=address(url, path))
    if not answer.status:
        return wrong("N045", reason=answer.reason)
    is_former = former is not None and answer.digest == former[1]
    if entry is None:
        return wrong("N043") if answer.status == _OK and is_former else None
    if answer.status in _GONE:
        return wrong("N042")
    if answer.status != _OK:
        return wrong("N047", status=answer.status)
    if answer.digest == entry[1]:
        return None
    return wrong("N048") if is_former else wrong("N044", sent=f"{entry[0]:,}", got=f"{answer.size:,}")


def _ask(connections: Connections, url: str, headers: Headers = READER) -> Answer:
    """One address, as a reader's browser asks for it; raises nothing."""
    try:
        parts = urlsplit(url)
        if getproxies().keys() & {parts.scheme, "all"} and not proxy_bypass(parts.hostname or ""):
            return _by_proxy(url, headers)
        for _ in range(_TURNS):
            status, body, location = _get(connections, url, headers)
            if status not in {301, 302, 303, 307, 308} or not location:
                return Answer(status, len(body), hashlib.sha256(body).hexdigest())
            url = urljoin(url, location)
    except (OSError, ValueError, http.client.HTTPException) as fault:
        return Answer(0, reason=str(fault) or type(fault).__name__)
    return Answer(310)


def _get(connections: Connections, url: str, headers: Headers) -> tuple[int, bytes, str]:
    """By this thread's connection to that server, or a new one where it has been closed since."""
    parts = urlsplit(url)
    key = threading.get_ident(), f"{parts.scheme}://{parts.netloc}"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    for is_last in (key not in connections, True):
        connection = connections.get(key) or connections.setdefault(key, _connection(parts.scheme, parts.netloc))
        try:
            connection.request("GET", path or "/", headers={**dict(headers), "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("Location") or ""
        except (http.client.RemoteDisconnected, ConnectionError):
            connections.pop(key).close()
            if is_last:
                raise
        except BaseException:
            connections.pop(key).close()
            raise
    raise AssertionError(url)


def _connection(scheme: str, netloc: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(netloc, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(netloc, timeout=SECONDS)


def _by_proxy(url: str, headers: Headers) -> Answer:
    """By an office's proxy, as the environment or Windows names it."""
    request = Request(url, headers=dict(headers))  # noqa: S310 — http and https only, by targets.py
    try:
        with urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            body = response.read()
            return Answer(response.status, len(body), hashlib.sha256(body).hexdigest())
    except HTTPError as fault:
        return Answer(fault.code)
    except URLError as fault:
        return Answer(0, reason=str(fault.reason))
