"""PDF files, made with fpdf2: their lines, and when they were made."""

import re
import sys

import pytest
from fpdf import FPDF

from bcpq.errors import AddError
from bcpq.formats.pdf import decode_units, read
from tests.samples import report_pdf


def new_page(size: float = 12) -> FPDF:
    """Make a PDF of one page, in Helvetica."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=size)
    return pdf


def paragraphs_of(pdf: FPDF) -> tuple[str, ...]:
    """Read a PDF's paragraphs."""
    return read(bytes(pdf.output()), "x").paragraphs


def test_paragraphs_and_their_pages() -> None:
    """Lines become paragraphs that know their page; running heads and page numbers are left out."""
    report = read(report_pdf(), "report.pdf")
    assert len(report.paragraphs) == 20
    for number, paragraph in enumerate(report.paragraphs, 1):
        assert paragraph.startswith(f"Paragraph {number} says")
        assert paragraph.endswith(f"of the year {number}.")
    assert [*report.pages] == [*range(1, 21)]
    assert [*report.pages.values()] == sorted(report.pages.values())
    assert {*report.pages.values()} == {1, 2}


#: A date as the file has it, and the day that is taken from it.
MADE = {
    b"D:20240502093000Z": "2024-05-02",
    b"D:20240502": "2024-05-02",
    b"D:2024050": None,
    b"D:20249999": "2024-99-99",  # whether it is a day at all is judged elsewhere
    b"20240502": None,
}


@pytest.mark.parametrize("made", MADE)
def test_the_day_it_was_made(made: bytes) -> None:
    """The day a PDF was made on is only suggested, with its basis."""
    data, count = re.subn(rb"\(D:[0-9]+[^)]*\)", b"(" + made + b")", report_pdf())
    assert count == 1
    suggested = read(data, "x").suggested_date
    assert (suggested.day if suggested else None) == MADE[made]
    if suggested:
        assert suggested.basis == "the PDF says that it was made on this day"


def test_first_lines_of_a_single_page_stay() -> None:
    """Nothing is cut from the top of a single page, and a hyphen that is needed stays."""
    pdf = FPDF()
    pdf.set_top_margin(5)
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    for line in (
        "Row 1 is here now.", "Row 2 is here now.", "The committee is long-", "term and the com-",
        "mittee met.",
    ):  # fmt: skip
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    text = " ".join(paragraphs_of(pdf))
    assert "Row 1 is here now." in text
    assert "long-term and the com" in text
    assert not any(ord(character) < 32 for character in text)


def test_a_heading_stands_apart() -> None:
    """A line in bold begins a paragraph, though it stands as close as the lines of the text."""
    pdf = new_page()
    for heading in ("Staffing", "Costs"):
        pdf.set_font("helvetica", "B", size=12)
        pdf.multi_cell(0, 6, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("helvetica", size=12)
        text = f"{heading} were discussed at some length. " * 6
        pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    beginnings = [paragraph[:20] for paragraph in paragraphs_of(pdf)]
    assert beginnings == ["Staffing", "Staffing were discus", "Costs", "Costs were discussed"]


def test_bold_words_stay_in_their_paragraph() -> None:
    """Words in bold within a paragraph, at the beginning of a line, too, do not cut it."""
    pdf = new_page()
    words = "were not given the time that they had asked for over more than a year"
    text = f"**Summary.** Children {words}, and **the council** {words}. " * 3
    pdf.multi_cell(0, 6, text, markdown=True)
    (paragraph,) = paragraphs_of(pdf)
    assert paragraph.startswith("Summary. Children were not given")


def test_letters_that_overlap_are_read_once() -> None:
    """Letters whose boxes overlap, as those of kerned ones do, are read as they are printed."""
    pdf = new_page()
    x = 20.0
    for part in ("We told the Council on W", "ednesday that T", "ax was V", "ery high"):
        pdf.text(x, 30, part)
        x += pdf.get_string_width(part) - 0.9
    assert paragraphs_of(pdf) == ("We told the Council on Wednesday that Tax was Very high",)


#: Units of UTF-16 as pdfium counts, and the text that they are.
UNITS = {
    "plain": ([*map(ord, "Staff left")], "Staff left"),
    "a sign beyond the first plane, in two halves": ([0x41, 0xD83D, 0xDE00], "A\N{GRINNING FACE}"),
    "hyphens at the end of a line": ([0x41, 0x02, 0xFFFE, 0xFFFD], "A\u00ad\u00ad\u00ad"),
    "control characters and spaces": ([0x41, 0x01, 0x7F, 0xA0, 0x20, 0x42], "A B"),
}


@pytest.mark.parametrize("title", UNITS)
def test_units(title: str) -> None:
    """What pdfium gives becomes text that can be written."""
    units, text = UNITS[title]
    assert decode_units(units) == text


@pytest.mark.parametrize("data", [b"%PDF-1.4 nonsense", b"", b"text"])
def test_no_pdf(data: bytes) -> None:
    """What is no PDF is refused by name."""
    with pytest.raises(AddError, match=r"^x\.pdf cannot be read as PDF: "):
        read(data, "x.pdf")


def test_a_pdf_without_text() -> None:
    """A PDF that holds only pictures is refused, with what to do."""
    pdf = FPDF()
    pdf.add_page()
    with pytest.raises(AddError, match=r"^x\.pdf holds no text, only pictures"):
        read(bytes(pdf.output()), "x.pdf")


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the line names the one command to run."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(AddError, match="needs the extra import: .* install ") as raised:
        read(b"%PDF", "x")
    assert raised.value.code == "extra-missing"
