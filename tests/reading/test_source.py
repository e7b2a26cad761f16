"""Bytes into text: encodings, line ends, Thai mended, and files that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import Severity, Span, place
from site_builder.reading.source import Source, decode

TEXT = "---\ntitle: พช.แคนดง “ประชุม” ผู้นำชุมชน\ndate: 3 มีนาคม 2565\n---\n\nวันนี้ที่หอประชุม\n"
ENCODINGS = (
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("cp874", b""),
)


def codes(source: Source) -> tuple[str, ...]:
    """The codes of what was found, in order."""
    return tuple(problem.code for problem in source.problems)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
def test_every_encoding_and_line_end_gives_the_same_text(encoding: str, mark: bytes, end: str) -> None:
    """What Notepad, old and new, saves is one text; only Windows-874 is told, as a notice."""
    source = decode(mark + TEXT.replace("\n", end).encode(encoding))

    assert TEXT == source.text
    assert (("F004",) if encoding == "cp874" else ()) == codes(source)


@pytest.mark.parametrize("encoding", ["tis-620", "iso8859-11"])
def test_the_older_names_of_thai_are_read_as_windows_874(encoding: str) -> None:
    """TIS-620 and ISO 8859-11 are subsets of Windows-874."""
    plain = TEXT.replace("“", "").replace("”", "")

    assert plain == decode(plain.encode(encoding)).text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04....word/document.xml", "F081"),
        (b"PK\x03\x04....xl/workbook.xml", "F084"),
        (b"PK\x03\x04....photo.jpg", "F086"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "F082"),
        (b"{\\rtf1\\ansi", "F083"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "F084"),
        (b"\x89PNG\r\n\x1a\n", "F085"),
        (b"\xff\xd8\xff\xe0", "F085"),
        (b"\x81\x83\x84\xfe\xfd\xfc", "F002"),
        ("café crème brûlée, naïve".encode("cp1252"), "F002"),
        ("Ångström, Malmö, Zürich".encode("cp1252"), "F002"),
    ],
)
def test_a_file_that_is_no_text_is_named_for_what_it_is(data: bytes, code: str) -> None:
    """A renamed document, picture or archive is an error, never mojibake."""
    source = decode(data)

    assert (code,) == codes(source)
    assert not source.readable


def test_an_english_text_with_a_few_thai_words_may_be_windows_874() -> None:
    """No-break spaces and curly quotes of an English release do not hide its Thai."""
    text = "วันอังคารที่ 12\nThe Government\u00a0said “yes” –\u00a0and\u00a0so\u00a0on…\u00a0\u00a0\u00a0\u00a0\n"

    assert ("F004",) == codes(decode(text.encode("cp874")))


def test_damaged_utf8_is_not_read_as_windows_874() -> None:
    """One bad byte in Thai UTF-8 is an error at its line; read as Windows-874 the text would be rubbish."""
    source = decode("บรรทัดแรก\nบรรทัดที่สอง\n".encode().replace("ส".encode(), b"\xe0\xb8\xff"))

    assert ("F003",) == codes(source)
    assert 2 == place(source.text, source.problems[0].span).line


def test_utf16_that_ends_in_the_middle_of_a_letter_is_an_error() -> None:
    """A file cut off while it was copied is named as damaged."""
    assert ("F003",) == codes(decode(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1]))


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u200b".encode()])
def test_a_file_without_a_letter_is_empty(data: bytes) -> None:
    """Blanks and a byte order mark are no content."""
    assert ("F001",) == codes(decode(data))


def test_a_control_character_is_named_and_the_rest_is_still_read() -> None:
    """The first one gives the place and all are counted; tabs and line ends are text."""
    source = decode("ก\tข\nค\x00ง\x1b\n".encode())

    assert ("F005",) == codes(source)
    assert (("character", "U+0000"), ("count", "2")) == source.problems[0].arguments
    assert "ก\tข\nค ง \n" == source.text
    assert source.readable


def test_the_end_mark_of_dos_is_dropped() -> None:
    """Ctrl-Z after the last line is no text."""
    assert Source("ก\n") == decode("ก\n\x1a".encode())


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_breaks_of_word_and_pdf_become_spaces(sign: str) -> None:
    """They break no line of the file, so they must not break one of the text."""
    source = decode(f"ก{sign}ข\n".encode())

    assert "ก ข\n" == source.text
    assert ("F007",) == codes(source)


def test_mended_thai_is_told_once_with_its_first_line() -> None:
    """เเ, ํา and zero-width spaces are mended in every line; one notice counts them."""
    source = decode("หนึ่ง\nพช.เเคนดง\nผู้นํา\u200bชุมชน\n".encode())

    assert "หนึ่ง\nพช.แคนดง\nผู้นำชุมชน\n" == source.text
    assert ("F007",) == codes(source)
    assert (Severity.NOTICE, Span(6, 14), (("count", "3"),)) == (
        source.problems[0].severity,
        source.problems[0].span,
        source.problems[0].arguments,
    )


def test_a_lost_character_is_an_error_and_a_floating_mark_a_warning() -> None:
    """Neither can be mended without guessing."""
    source = decode("ข\ufffdาว\nข ่าว\n".encode())

    assert [("F008", Severity.ERROR), ("F009", Severity.WARNING)] == [
        (problem.code, problem.severity) for problem in source.problems
    ]


@given(st.text(alphabet="กขคงเแา abc123\n.-:“”", min_size=1))
def test_windows_874_and_utf8_agree(text: str) -> None:
    """A Thai text saved in the old encoding is the same text."""
    whole = f"ประชุมผู้นำชุมชนอำเภอแคนดง\n{text}"  # two bytes alone may be either encoding

    assert decode(whole.encode()).text == decode(whole.encode("cp874")).text


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    """Any file gives a text or an error, and every span lies in the text."""
    source = decode(data)

    assert source.readable or any(problem.severity is Severity.ERROR for problem in source.problems)
    assert all(problem.span.end <= len(source.text) for problem in source.problems if problem.span)


@given(st.text(max_size=300))
def test_mending_keeps_the_lines(text: str) -> None:
    """Spans count lines of the file, so the text must have as many."""
    lines = text.rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n").count("\n")

    assert not text.strip() or lines == decode(text.encode("utf-8", "replace")).text.count("\n")
