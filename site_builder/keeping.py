"""What of a build is kept for the next one; all of it may be lost, and the next build does more."""

from __future__ import annotations

import os
from collections.abc import Iterable

from msgspec.structs import replace

from site_builder.digest import digest
from site_builder.drafting import Draft
from site_builder.gathering import known_marks
from site_builder.indexing import Index
from site_builder.outcome import Outcome
from site_builder.pressing import Printing, Sheets
from site_builder.searching.files import is_index
from site_builder.storing.last import Last, notes
from site_builder.storing.themes import lasting_marks
from site_builder.storing.written import Written


def counted(outcome: Outcome, written: Iterable[str], removed: Iterable[str]) -> Outcome:
    """The outcome with what became of the output's files; those of the search's index are no pages."""
    pages, index = ([path for path in written if is_index(path) is of] for of in (False, True))
    gone = [path for path in removed if not is_index(path)]
    return replace(outcome, written=len(pages), index_written=len(index), removed=len(gone))


def keep(sheets: Sheets, draft: Draft, printed: tuple[Printing, Index], done: tuple[Written, Outcome]) -> None:
    """After a build that switched its output."""
    job, gathered, (written, outcome), (printing, index) = sheets.job, sheets.gathered, done, printed
    place = os.path.realpath(job.output)
    last = Last(
        outcome=replace(outcome, rendered=0, written=0, index_written=0, removed=0, reasons=()),
        now=job.now if draft.whole else sheets.since,
        next_due=draft.next_due,
        frame=job.frame,
        parts=sheets.parts,
        theme=job.desk.settings.theme,
        themes=lasting_marks(job.site, job.desk.settings.theme, job.started_ns),
        readings=digest(gathered.rows),
        scanned=job.desk.scanned,
        generation=written.generation,
    )
    is_clean = not written.problems and not printing.problems and not gathered.again
    kept = notes(last if is_clean else None, place, written.seen, written.files, sheets.job.renderer.compiled())
    copied = known_marks(job, gathered, printing.digests) if printing.digests else {}
    urls = {page.url for page in draft.pages}
    job.store.save(
        {**copied, **kept, **index.notes},
        pages=printing.rows,
        gone_pages=sheets.memo.pages.keys() - urls if draft.whole else (),
    )
