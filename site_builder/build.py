"""The flow, on one screen: scan → read → assemble → plan → sort out → render → write."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from site_builder.drafting import Draft, around_edits, whole
from site_builder.gathering import Gathered, gather, readings, without
from site_builder.indexing import Index, patched, sorted_out
from site_builder.job import Job, Means
from site_builder.keeping import counted, keep
from site_builder.opening import in_order, open_desk
from site_builder.outcome import Outcome
from site_builder.pressing import Sheets, print_pages, sheets
from site_builder.problems import notice
from site_builder.storing.engine import engine
from site_builder.storing.faults import Undeveloped
from site_builder.storing.last import Last, recall
from site_builder.storing.lock import Lock
from site_builder.storing.marks import clock
from site_builder.storing.output import refusal
from site_builder.storing.stopwatch import Stopwatch
from site_builder.storing.store import Spoilt, Store
from site_builder.storing.switch import Switch

_MEANS = Means()


def build(site: Path, output: Path, now: dt.datetime, means: Means = _MEANS) -> Outcome:
    """Build the site of a folder into its output; raises WritingFailed where the machine stands in the way."""
    started, watch = clock(), Stopwatch()
    desk, problems = open_desk(site)
    if desk is None:
        return Outcome(problems=in_order(problems))
    refused = refusal(output, site)
    if refused:
        return Outcome(problems=(refused, *in_order(problems)))
    watch.lap("open")
    with Lock(site / ".cache"), Store(site / ".cache") as store:
        job = Job(site, output, now, desk, problems, means, started, store, watch)
        try:
            if not store.fits(engine(), job.rules):
                store.renew(engine(), job.rules)
            return _built(job)
        except Spoilt:
            store.renew(engine(), job.rules)
            outcome = _built(job)
            return replace(outcome, problems=(*outcome.problems, notice("W053")))


def _built(job: Job) -> Outcome:
    """Read what is new; then all else, without the pictures of which nothing comes."""
    gathered = gather(job)
    job.watch.lap("read")
    last = recall(job.store, gathered.former)
    while True:
        try:
            return _drafted(job, gathered, last)
        except Undeveloped as fault:
            gathered = without(gathered, fault.problems)


def _drafted(job: Job, gathered: Gathered, last: Last | None) -> Outcome:
    """Plan around what was edited where that will do, else the whole site; switch the output."""
    edited = around_edits(job, gathered, last) if last else None
    outcome = _switched(job, gathered, edited, last) if edited else None
    if outcome is None:
        draft = whole(job.desk, tuple(readings(job, gathered)), job.now, job.before, gathered.contacts.album)
        outcome = _switched(job, gathered, draft, last)
    if outcome is None:
        raise AssertionError(edited)  # a whole draft lacks no page
    return outcome


def _switched(job: Job, gathered: Gathered, draft: Draft, last: Last | None) -> Outcome | None:
    """Render what is out of date, and write; None where the output lacks a page that is not in the draft."""
    watch = job.watch
    with Switch(job.output, job.cache) as switch:
        lent = sheets(job, gathered, draft, last, switch)
        watch.lap("plan")
        index = _index(lent, draft, switch) if lent else None
        watch.lap("index")
        printing = print_pages(draft, lent, index, switch) if lent and index else None
        watch.lap("render")
        if lent is None or index is None or printing is None:
            return None
        outcome = replace(draft.outcome, rendered=printing.rendered, reasons=printing.reasons)
        if printing.faults:
            return replace(outcome, problems=(*printing.faults, *outcome.problems))
        done = switch.commit()
        watch.lap("write")
        problems = in_order([*outcome.problems, *done.problems, *printing.problems])
        outcome = replace(counted(outcome, done.written, done.removed), problems=problems, built=True)
        keep(lent, draft, (printing, index), (done, outcome))
        watch.lap("keep")
    return replace(outcome, profile=watch.profile(gathered.seconds, printing.seconds))


def _index(lent: Sheets, draft: Draft, switch: Switch) -> Index | None:
    """The search's index on its way; None where the draft is of some pages, and it must be made of all."""
    if draft.whole:
        return sorted_out(draft, lent.job, lent.gathered, switch)
    return patched(draft, lent.job, lent.gathered, switch)
