"""Asking other sites whether a page is there: few at a time, with time limits, and remembered for a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from site_builder.checking.external import Answer
from site_builder.storing.faults import writing

SECONDS = 10.0  # for one answer
AT_ONCE = 8
DAY = dt.timedelta(days=1)
_AGENT = "Mozilla/5.0 (compatible; site-builder link check)"


def visit(urls: Iterable[str], cache: Path, now: dt.datetime) -> dict[str, Answer]:
    """The answer of each address, asked now unless it was asked within a day."""
    wanted = tuple(urls)
    kept = _kept(cache / "links.json", now)
    asked = [url for url in wanted if url not in kept]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        fresh = dict(zip(asked, pool.map(ask, asked), strict=True))
    _keep(cache / "links.json", kept, fresh, now)
    return {url: fresh.get(url) or kept[url][1] for url in wanted}


def ask(url: str, seconds: float = SECONDS) -> Answer:
    """One address: HEAD, and GET where a host does not know HEAD. Raises nothing."""
    answer = Answer(0)
    for method in ("HEAD", "GET"):
        answer = _ask(url, method, seconds)
        if answer.status not in {403, 405, 501}:
            break
    return answer


def _ask(url: str, method: str, seconds: float) -> Answer:
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
        whole = urlunsplit((parts.scheme, host, quote(parts.path, "/%~:@!$&'()*+,;="), parts.query, ""))
        request = Request(whole, method=method, headers={"User-Agent": _AGENT})  # noqa: S310 — http and https only, by reading
        with urlopen(request, timeout=seconds) as response:  # noqa: S310
            return Answer(response.status)
    except HTTPError as fault:
        return Answer(fault.code)
    except URLError as fault:
        return Answer(0, str(fault.reason))
    except (OSError, ValueError) as fault:
        return Answer(0, str(fault) or type(fault).__name__)


Kept = Mapping[str, tuple[str, Answer]]  # URL → (when asked, ISO; answer)


def _kept(file: Path, now: dt.datetime) -> dict[str, tuple[str, Answer]]:
    """What was answered within a day; a file that cannot be read is as good as none."""
    try:
        rows = json.loads(file.read_text("utf-8"))
        found = {url: (when, Answer(int(status), str(reason))) for url, when, status, reason in rows}
        return {url: one for url, one in found.items() if now - DAY < dt.datetime.fromisoformat(one[0]) <= now}
    except (OSError, ValueError, TypeError):
        return {}


def _keep(file: Path, kept: Kept, fresh: Mapping[str, Answer], now: dt.datetime) -> None:
    rows = [(url, when, answer.status, answer.reason) for url, (when, answer) in kept.items()]
    rows += [(url, now.isoformat(), answer.status, answer.reason) for url, answer in fresh.items() if answer.status]
    with writing(lambda: 0):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(sorted(rows), ensure_ascii=False), "utf-8")
