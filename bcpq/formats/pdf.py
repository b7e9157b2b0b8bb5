"""The reader of PDF files: letters, and the places where they are printed, to lines."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bcpq.errors import EXTRA, AddError, explain_missing
from bcpq.formats.extraction import Extraction, SuggestedDate
from bcpq.formats.layout import SOFT_HYPHEN, PrintedLine, PrintedPage, join_lines, join_pieces

#: What pdfium gives for a hyphen at the end of a line.
_LINE_END_HYPHENS = re.compile("[\x02\ufffe\ufffd]")
#: White space, and control characters that stand for nothing printed.
_BLANKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\s]+")
#: The codes of the characters that pdfium puts in at the end of a line.
_LINE_ENDS = (10, 13)
#: Bytes of a font's name that are looked at; PDF allows 127 (ISO 32000-1, annex C).
_FONT_NAME_BYTES = 128
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
#: A date as PDF writes it (ISO 32000-1, 7.9.4).
_PDF_DATE = re.compile(r"D:([0-9]{4})([0-9]{2})([0-9]{2})")


def read(data: bytes, name: str, address: str | None = None) -> Extraction:
    """Read a PDF's paragraphs, each with the page that it begins on, and the day it was made on.

    Raises:
        AddError: It cannot be read or holds no text, or the package is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise AddError(explain_missing("reading PDF", *EXTRA), code="extra-missing") from None
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = [
                PrintedPage(lines=tuple(_read_lines(page)), height=page.get_height())
                for page in document
            ]
            made = _PDF_DATE.match(str(document.get_metadata_value("CreationDate") or ""))
    except pypdfium2.PdfiumError as error:
        raise AddError(f"{name} cannot be read as PDF: {error}") from None
    paragraphs = join_lines(pages)
    if not paragraphs:
        raise AddError(
            f"{name} holds no text, only pictures of it perhaps: run it through OCR first"
        )
    return Extraction(
        paragraphs=tuple(paragraph.text for paragraph in paragraphs),
        pages={number: paragraph.page for number, paragraph in enumerate(paragraphs, 1)},
        suggested_date=SuggestedDate(
            day="-".join(made.groups()), basis="the PDF says that it was made on this day"
        )
        if made
        else None,
    )


def _read_lines(page: Any) -> list[PrintedLine]:
    return join_pieces(_read_pieces(page.get_textpage()))


def _read_pieces(text_page: Any) -> Iterator[PrintedLine]:
    """Read a page up to each line end that pdfium finds.

    Letter by letter, because what pdfium gives for a rectangle doubles letters where the boxes of
    kerned ones overlap.
    """
    from pypdfium2 import raw

    letters: list[int] = []  # their numbers on the page
    count = text_page.count_chars()
    for number in range(count + 1):
        is_end = number == count or raw.FPDFText_GetUnicode(text_page.raw, number) in _LINE_ENDS
        if not is_end:
            letters.append(number)
            continue
        codes = [raw.FPDFText_GetUnicode(text_page.raw, letter) for letter in letters]
        printed = [letter for letter, code in zip(letters, codes, strict=True) if chr(code).strip()]
        if printed:
            boxes = [text_page.get_charbox(letter, loose=True) for letter in printed]
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            yield PrintedLine(
                text=decode_units(codes),
                left=min(lefts),
                bottom=min(bottoms),
                right=max(rights),
                top=max(tops),
                bold=all(_is_bold(text_page, letter) for letter in printed),
            )
        letters = []


def decode_units(codes: Sequence[int]) -> str:
    """Make text of the units of UTF-16 that pdfium counts in."""
    units = "".join(map(chr, codes))
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _BLANKS.sub(" ", _LINE_END_HYPHENS.sub(SOFT_HYPHEN, text))


def _is_bold(text_page: Any, letter: int) -> bool:
    """Tell whether a letter is of a bold font, by its name: few fonts say their weight."""
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    raw.FPDFText_GetFontInfo(text_page.raw, letter, name, len(name), ctypes.c_int())
    return _BOLD.search(name.value) is not None
