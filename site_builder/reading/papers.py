"""Documents beside items: how many pages they have, and which must not be offered."""

from __future__ import annotations

import io
import logging
import zipfile

from site_builder.pictures import Paper

KINDS = frozenset({"pdf", "docx", "xlsx", "pptx"})  # that are looked into
MACROS, DISGUISED = "G011", "G012"  # codes of Problems
_HEAD = 1024  # bytes among which a PDF begins, by its own standard
_MOST = 50 << 20  # bytes of a PDF whose pages are counted; a larger one is a scan of hundreds


def look(ending: str, data: bytes) -> Paper:
    """What is known of a document by its ending ("pdf") and its bytes; raises nothing."""
    if ending == "pdf":
        if b"%PDF" not in data[:_HEAD]:
            return Paper(len(data), fault=DISGUISED)
        return Paper(len(data), _pages(data) if len(data) <= _MOST else 0)
    return Paper(len(data), fault=_packed_fault(data) if ending in KINDS else "")


def _pages(data: bytes) -> int:
    """0 where it is broken or locked: it can be offered all the same."""
    from pypdf import PdfReader  # noqa: PLC0415 — 90 ms, with the first PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no concern of an editor's
    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except Exception:  # noqa: BLE001 — its reader raises whatever a broken file makes it meet
        return 0


def _packed_fault(data: bytes) -> str:
    """A file of Word, Excel or PowerPoint is an archive; one with macros runs a stranger's program at a reader's."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return DISGUISED
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return MACROS
    return "" if "[Content_Types].xml" in names else DISGUISED
