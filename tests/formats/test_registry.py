"""The table of formats: what is read by which module."""

import pytest

from bcpq.formats import html, pdf, text
from bcpq.formats.registry import (
    FORMATS,
    Reader,
    identify_download,
    identify_file,
    list_suffixes,
)

#: A suffix, and what reads such a file.
SUFFIXES: dict[str, Reader | None] = {
    ".txt": text.read, ".md": text.read, ".html": html.read, ".htm": html.read, ".pdf": pdf.read,
    ".png": None, "": None, "txt": None, ".markdown": None,
}  # fmt: skip
#: A media type, and the suffix of a file that keeps what was sent under it.
MEDIA_TYPES = {
    "text/plain": ".txt", "text/markdown": ".md", "text/html": ".html", "application/pdf": ".pdf",
    "application/xhtml+xml": ".html", "": ".html",
}  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_suffixes(suffix: str) -> None:
    """A file is read by its suffix."""
    known = identify_file(b"data", suffix)
    assert (known.read if known else None) == SUFFIXES[suffix]


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_media_types(media_type: str) -> None:
    """What a server sends is read by its media type; anything unknown is taken for a page."""
    assert identify_download(b"data", media_type).suffixes[0] == MEDIA_TYPES[media_type]


@pytest.mark.parametrize("name", [*SUFFIXES, *MEDIA_TYPES])
def test_a_pdf_is_one_whatever_it_is_called(name: str) -> None:
    """A file that begins as a PDF does is one; one that only mentions it is not."""
    known = identify_file(b"%PDF-1.7", name)
    assert known
    assert known.read == identify_download(b"%PDF-1.7", name).read == pdf.read
    if name not in (".pdf", "application/pdf"):
        known = identify_file(b" %PDF-1.7", name)
        assert known is None or known.read != pdf.read


def test_each_suffix_and_type_once() -> None:
    """No suffix and no media type is in two lines of the table; suffixes are in lower case."""
    for names in (
        [n for f in FORMATS for n in f.suffixes],
        [n for f in FORMATS for n in f.media_types],
    ):
        assert len(names) == len({*names})
        assert names == [name.lower() for name in names]


def test_suffixes_in_words() -> None:
    """The reader is told of the suffixes in the order of the table."""
    assert list_suffixes() == ".txt, .md, .html or .pdf"
