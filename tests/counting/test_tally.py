"""Lines to visits: repeats, what was counted before, days of Thailand, and the memory that it takes."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections import Counter
from collections.abc import Iterator

from counting.desk import EVENING, PHONE, line
from hypothesis import given
from hypothesis import strategies as st

from site_builder.counting.ledger import KEPT, Count, Ledger, added, read_ledger, text_of, visits_of
from site_builder.counting.tally import WINDOW, Tally, Window, tally, united
from site_builder.model import Visits


def counted(*lines: bytes, ledger: Ledger | None = None) -> Tally:
    """The tally of one log, after what a ledger knows."""
    return tally(lines, "", ledger.spans if ledger else (), Window())


def test_who_comes_again_within_half_an_hour_is_one_visit() -> None:
    """Counted from the last opening, so that a page that reloads itself is one visit; others and other pages count."""
    found = counted(
        line(0),
        line(1799),
        line(3500),
        line(3500 + 1800),
        line(5301, "b"),
        line(5302, host="x"),
        line(5303, browser=PHONE + "1"),
    )
    assert (7, 0, 2) == (found.opened, found.robots, found.repeats)
    assert 5 == found.visits.total()


def test_every_opening_is_accounted_for() -> None:
    """Opened = visits + robots + repeats + known; lines that are none are told with the first one's number."""
    ledger = Ledger(counted=((EVENING, EVENING + dt.timedelta(seconds=10)),))
    found = counted(line(5), b"nonsense\n", line(20), line(30, "b"), line(40, browser="curl/8"), b"", ledger=ledger)
    assert (6, 2, 2) == (found.lines, found.broken, found.first_broken)
    assert (4, 1, 1, 1, 1) == (found.opened, found.visits.total(), found.robots, found.repeats, found.known)


def test_a_day_is_a_day_of_thailand() -> None:
    """Whatever the zone of the server: 23.59 and 00.01 in Thailand are two days."""
    ledger = added(Ledger(), [counted(line(3599), line(3661, host="x"), line(3662, host="y"))])
    assert {dt.date(2026, 11, 25): 1, dt.date(2026, 11, 26): 2} == ledger.days
    assert {"/news/2565/03/a/": Visits(3, dt.date(2026, 11, 26), 2)} == visits_of(ledger)


_LOGS = st.lists(st.tuples(st.integers(0, 3 * WINDOW), st.sampled_from("ab"), st.sampled_from("xyz")), max_size=40).map(
    sorted
)


@given(_LOGS)
def test_windows_forget_nothing_that_counts(log: list[tuple[int, str, str]]) -> None:
    """The same visits as with a memory of all that ever came."""
    last: dict[tuple[str, str], int] = {}
    expected = 0
    for seconds, page, host in log:
        expected += seconds - last.get((page, host), -WINDOW) >= WINDOW
        last[page, host] = seconds
    assert expected == counted(*(line(*one) for one in log)).visits.total()


@given(_LOGS, st.integers(0, 40), st.booleans())
def test_a_log_counts_once_however_it_comes(log: list[tuple[int, str, str]], cut: int, again: bool) -> None:  # noqa: FBT001
    """A log twice, or the beginning first and the whole then: as the whole at once, but for the second of the cut."""
    lines = [line(*one) for one in log]
    while 0 < cut < len(log) and log[cut - 1][0] == log[cut][0]:
        cut += 1
    whole = added(Ledger(), [counted(*lines)])
    first = added(Ledger(), [counted(*lines[:cut])])
    then = added(first, [counted(*lines, ledger=first)])
    assert whole == then
    assert whole == (added(then, [counted(*lines, ledger=then)]) if again else then)


def test_logs_may_come_in_any_order() -> None:
    """Yesterday's after today's: each covers its own time."""
    old, new = [line(0), line(10, "b")], [line(90_000), line(90_010, "b")]
    one = added(Ledger(), [counted(*old)])
    other = added(Ledger(), [counted(*new)])
    assert added(one, [counted(*new, ledger=one)]) == added(other, [counted(*old, ledger=other)])


def test_the_file_is_read_as_it_was_written() -> None:
    """Pages by a line each; numbers alone, as somebody may write them, are totals without a day."""
    ledger = added(Ledger(pages={"/news/2565/03/ก/": 12}), [counted(line(0), line(7200, "ก"))])
    text = text_of(ledger)
    assert (ledger, None) == read_ledger(text.encode())
    assert '"/news/2565/03/ก/": {"total":13,"days":{"2026-11-26":1}}\n' in text
    found, _ = read_ledger(b'{"pages": {"/news/2565/03/x/": 5}}')
    assert found is not None
    assert {"/news/2565/03/x/": Visits(5)} == visits_of(found)


def test_a_file_that_is_none_is_told() -> None:
    """Broken JSON, another kind of data, times without a zone, negative numbers: never half believed."""
    wrong = [
        b"{",
        b"[]",
        b'{"pages": {"/x/": "5"}}',
        b'{"pages": {"/x/": -5}}',
        b'{"counted": [["2026-11-25T08:00:00", "2026-11-25T09:00:00"]]}',
    ]
    results = [read_ledger(data) for data in wrong]
    assert [None] * 5 == [ledger for ledger, _ in results]
    assert ["A002"] * 5 == [problem.code for _, problem in results if problem]


def test_days_of_a_page_are_kept_for_a_month() -> None:
    """The newest on which it was opened; the total keeps them all."""
    ledger = Ledger()
    for day in range(KEPT + 5):
        ledger = added(ledger, [counted(line(86_400 * day), ledger=ledger)])
    count = ledger.pages["/news/2565/03/a/"]
    assert isinstance(count, Count)
    assert (KEPT + 5, KEPT) == (count.total, len(count.days))
    assert KEPT + 5 == len(ledger.days)


def test_spans_that_touch_are_one() -> None:
    """In order, and apart from each other."""
    assert ((1, 9), (20, 30)) == united([(20, 30), (1, 5), (4, 9)])


def test_memory_does_not_grow_with_the_log() -> None:
    """Readers of an hour are held, not those of a year: a log ten times as long takes no more."""

    def log(hours: int) -> Iterator[bytes]:
        for second in range(0, hours * 3600, 12):
            yield line(second, f"p{second % 50}", f"{second}")

    def peak(hours: int) -> int:
        tracemalloc.start()
        tally(log(hours), "", (), Window())
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(40) < 1.5 * peak(4)


def test_a_clock_that_jumps_is_no_repeat() -> None:
    """A second log that begins long before the first one's end is counted by its own times."""
    window = Window()
    visits: Counter[tuple[str, int]] = Counter()
    for seconds in (86_400, 0):
        visits += tally([line(seconds)], "", (), window).visits
    assert 2 == visits.total()
