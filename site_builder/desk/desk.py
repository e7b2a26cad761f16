"""The news desk: who asks for what, and what becomes of it when the disk or the asker is not as expected."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote

from site_builder.desk.bench import Bench
from site_builder.desk.captions import CannotBeWritten
from site_builder.desk.deeds import DEEDS
from site_builder.desk.looking import Look
from site_builder.desk.publishing import Publisher
from site_builder.desk.sights import SIGHTS, as_json
from site_builder.desk.state import Nonsense
from site_builder.desk.told import told
from site_builder.preview.answers import DESK, KINDS, Answer, Display
from site_builder.preview.status import fault_page
from site_builder.problems import Problem, error
from site_builder.storing.faults import StoringFailed
from site_builder.storing.shelf import Changed, Shelf, Work
from site_builder.texts import lines

_FOLLOWS = 5.0  # seconds that a save waits for the preview to have seen it
Ask = Callable[[str], Display]


class NewsDesk:
    """One desk of one preview: `ask` gives what is shown now, `follow` waits until a look has seen the disk."""

    def __init__(self, site: Path, ask: Ask, follow: Callable[[float], None], clock: Callable[[], dt.datetime]) -> None:
        self.token = secrets.token_urlsafe(24)
        self._site = site
        self._ask = ask
        self._follow = follow
        self._clock = clock
        self._shelf = Shelf(site)
        self._turn = threading.Lock()  # one writes at a time
        self._publisher = Publisher(site)
        self._looks: dict[str, tuple[Work, Look]] = {}

    def _bench(self) -> Bench:
        display = self._ask(DESK)
        means = (self.token, self._looks, self._publisher, self._followed)
        return Bench(self._site, self._shelf, display, self._clock(), *means)

    def _followed(self) -> Display:
        self._follow(_FOLLOWS)
        return self._ask(DESK)

    def get(self, target: str) -> Answer:
        """The answer to a request that changes nothing."""
        path, _, query = target.partition("?")
        if path == DESK[:-1]:
            return Answer(302, location=DESK)
        room, _, rest = unquote(path.removeprefix(DESK)).partition("/")
        try:
            bench = self._bench()
            bench.opened  # noqa: B018 — nothing of the desk without a site
            return SIGHTS[room](bench, rest, _asked(query)) if room in SIGHTS else _lost()
        except Nonsense:
            return self._broken() or _lost()

    def _broken(self) -> Answer | None:
        """What is wrong with settings or theme, where these allow no site."""
        display = self._ask(DESK)
        if display.proofs.snapshot.sources.desk:
            return None
        texts = ["\n".join(lines(one, display.language)) for one in display.proofs.snapshot.outcome.problems]
        return Answer(503, data=fault_page(texts, display.language), strict=True)

    def post(self, target: str, data: bytes) -> Answer:
        """The answer to a request that may write; the guard has let it pass."""
        path, _, query = target.partition("?")
        name = unquote(path.removeprefix(DESK))
        try:
            with self._turn:
                return DEEDS[name](self._bench(), _asked(query), data) if name in DEEDS else _lost()
        except Nonsense:
            return Answer(400, KINDS[".txt"], b"400")
        except Changed:
            return as_json({"changed": True}, 409)
        except CannotBeWritten as refused:
            return self._problem(refused.problem, 422, refused.field)
        except StoringFailed as fault:
            return self._problem(fault.problem, 507)
        except OSError as fault:
            return self._problem(error("U007", file=fault.filename or "", reason=fault.strerror or str(fault)), 507)

    def _problem(self, problem: Problem, status: int, name: str = "") -> Answer:
        return as_json({"problem": told(problem, self._ask(DESK).language, name)}, status)


def _asked(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _lost() -> Answer:
    return Answer(404, KINDS[".txt"], b"404")
