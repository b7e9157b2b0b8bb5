"""The layout of printed pages: what is a line, a paragraph, a running head."""

from collections.abc import Sequence

import pytest

from bcpq.formats.layout import PrintedLine, PrintedPage, join_lines, join_pieces

#: Points from one line to the next, the height of a line, and of a page.
STEP, LINE, PAGE = 14.0, 10.0, 800.0


def line(
    text: str, *, y: float = 400, x: float = 50, right: float = 500, height: float = LINE,
    bold: bool = False,
) -> PrintedLine:  # fmt: skip
    """Make a line with its lower left corner at a place."""
    return PrintedLine(text=text, left=x, bottom=y, right=right, top=y + height, bold=bold)


def page(*lines: PrintedLine) -> PrintedPage:
    """Make a page of lines."""
    return PrintedPage(lines=lines, height=PAGE)


def block(*texts: str, y: float = 700) -> list[PrintedLine]:
    """Make lines that stand one below the other."""
    return [line(text, y=y - STEP * number) for number, text in enumerate(texts)]


def texts(pages: Sequence[PrintedPage]) -> list[str]:
    """Give the paragraphs of pages."""
    return [paragraph.text for paragraph in join_lines(pages)]


#: Lines of one paragraph, enough of them that one odd step is not the usual one.
FIRST = ("we met", "and met", "and met", "and met", "and met")


@pytest.mark.parametrize(("gap", "count"), [(1.5, 1), (1.51, 2), (0.5, 1), (-0.71, 1), (-0.73, 2)])
def test_a_gap_parts_paragraphs(gap: float, count: int) -> None:
    """More than one and a half steps part paragraphs, and so does a line above the one before."""
    lines = block(*FIRST)
    last = line("and left", y=lines[-1].bottom - gap * STEP)
    assert len(texts([page(*lines, last)])) == count


@pytest.mark.parametrize(("apart", "count"), [(2, 3), (3, 1), (5, 1)])
def test_the_usual_step(apart: int, count: int) -> None:
    """The usual step is that of the first quartile: short paragraphs may be many, not most."""
    lines = [line("we met", y=700)]
    for number in range(4):
        step = 2 * STEP if number < apart else STEP
        lines.append(line("and met", y=lines[-1].bottom - step))
    assert len(texts([page(*lines)])) == count


@pytest.mark.parametrize(("height", "count"), [(15.0, 1), (15.1, 2), (5.0, 1), (4.9, 2)])
def test_another_size_parts_paragraphs(height: float, count: int) -> None:
    """A line that is more than half higher or lower is of another paragraph."""
    lines = block(*FIRST)
    last = line("and left", y=lines[-1].bottom - STEP, height=height)
    assert len(texts([page(*lines, last)])) == count


@pytest.mark.parametrize(
    ("ends", "indent", "count"),
    [(".", LINE, 1), (".", LINE + 0.1, 2), (",", LINE + 0.1, 1), (";", LINE + 0.1, 1),
     ("”", LINE + 0.1, 2), ("'", LINE + 0.1, 1)],
)  # fmt: skip
def test_an_indent_after_a_sentence_parts_paragraphs(ends: str, indent: float, count: int) -> None:
    """An indent of more than a line's height parts paragraphs where a sentence has ended."""
    lines = block(*FIRST, f"and left{ends}")
    last = line("Then", y=lines[-1].bottom - STEP, x=50 + indent)
    assert len(texts([page(*lines, last)])) == count


@pytest.mark.parametrize(
    ("ends", "right", "count"),
    [(".", 400.0, 1), (".", 399.9, 2), (";", 399.9, 2), (",", 399.9, 1), ("", 399.9, 1)],
)
def test_a_short_last_line_parts_paragraphs(ends: str, right: float, count: int) -> None:
    """A line that ends a clause before 0.8 of the longest line's end is its paragraph's last."""
    lines = block(*FIRST)
    short = line(f"and left{ends}", y=lines[-1].bottom - STEP, right=right)
    last = line("Then", y=short.bottom - STEP)
    assert len(texts([page(*lines, short, last)])) == count


def test_bold_lines_and_items_part_paragraphs() -> None:
    """A line of another weight, or with the sign of an item, begins a paragraph."""
    lines = block("we met", "and met", "• and left", "- and left", "-and left")
    assert texts([page(*lines)]) == ["we met and met", "• and left", "- and left -and left"]
    lines = [line("we met", y=700, bold=True), *block("and met", "and left", y=686)]
    assert texts([page(*lines)]) == ["we met", "and met and left"]


def test_a_hyphen_holds_a_paragraph_together() -> None:
    """Whatever else would part them, a line goes on that ends with a hyphen."""
    lines = [line("of the long-", y=700), line("Term", y=600, height=20)]
    assert texts([page(*lines)]) == ["of the long-Term"]
    lines = [line("of the long-", y=100), line("Term", y=700)]  # the next column
    assert texts([page(*lines)]) == ["of the long-", "Term"]


#: The end of a page and the beginning of the next, and how many paragraphs they are.
OVER_PAGES = {
    ("the council", "has met"): 1,
    ("the council.", "has met"): 2,
    ("the council”", "has met"): 2,
    ("the council;", "has met"): 1,
    ("the council", "Has met"): 2,
    ("the council", "2024 and"): 1,
}


@pytest.mark.parametrize("parts", OVER_PAGES)
def test_over_the_end_of_a_page(parts: tuple[str, str]) -> None:
    """A paragraph goes on over the end of a page in the middle of a sentence only."""
    pages = [page(line(part)) for part in parts]
    found = join_lines(pages)
    assert len(found) == OVER_PAGES[parts]
    assert found[0].page == 1
    assert found[-1].page == len(found)


#: A soft hyphen's word, the rest of the text, and what becomes of it.
HYPHENS = {
    ("the com\u00admittee met.", "A committee."): "the committee met.",
    ("the Com\u00admittee met.", "A COMMITTEE."): "the Committee met.",
    ("the com\u00admittee met.", "The com and mittee."): "the com-mittee met.",
    ("a long\u00adterm plan.", "A longterm-plan."): "a long-term plan.",
}


@pytest.mark.parametrize("parts", HYPHENS)
def test_hyphens(parts: tuple[str, str]) -> None:
    """A hyphen of a line's end stays unless its word stands whole elsewhere in the text."""
    assert texts([page(*block(parts[0])), page(*block(parts[1]))])[0] == HYPHENS[parts]


@pytest.mark.parametrize(
    ("pages", "repeated", "stays"),
    [(1, 1, True), (2, 1, True), (2, 2, False), (3, 1, True), (3, 2, False), (6, 2, True),
     (6, 3, False), (9, 3, True), (9, 4, False), (30, 10, True), (30, 11, False)],
)  # fmt: skip
def test_running_heads(pages: int, repeated: int, stays: bool) -> None:
    """What stands in the margin of more than a third of the pages, and of two, is left out."""
    printed = [
        page(*[line(f"Report {n} of the year", y=780)] * (n < repeated), line(f"Text {n}."))
        for n in range(pages)
    ]
    kept = [text for text in texts(printed) if text.startswith("Report")]
    assert len(kept) == (repeated if stays else 0)


@pytest.mark.parametrize(
    ("y", "stays"), [(744.0, True), (744.1, False), (46.1, True), (45.9, False), (400.0, True)]
)
def test_only_what_stands_in_the_margins_runs(y: float, stays: bool) -> None:
    """The margins are what stands over 0.93 of the height, and what ends below 0.07 of it."""
    printed = [page(line("Report", y=y), line(f"Text {n}.", y=300)) for n in range(2)]
    assert any("Report" in text for text in texts(printed)) == stays


#: What stands at the foot of one page only, and whether it is left out as its number.
PAGE_NUMBERS = {
    "7": True, "Page 7": True, "page 7 of 9": True, "7 / 9": True, "- 7 -": True, "7 of 9": True,
    "Annex 7": False, "7 men": False, "-7-": False, "page": False, "VII": False,
}  # fmt: skip


@pytest.mark.parametrize("text", PAGE_NUMBERS)
def test_page_numbers(text: str) -> None:
    """A lone page number in a margin is left out, though no other page has one."""
    printed = [page(line("Text one."), line(text, y=20)), page(line("Text two."))]
    is_left_out = not any(text in paragraph for paragraph in texts(printed))
    assert is_left_out == PAGE_NUMBERS[text]


@pytest.mark.parametrize(("gap", "text"), [(1.4, "ab"), (1.5, "a b"), (-3.0, "ab"), (40.0, "a b")])
def test_pieces_of_a_line(gap: float, text: str) -> None:
    """Pieces are one word where the gap is less than 0.15 of their height."""
    pieces = [line("a", x=0, right=100), line("b", x=100 + gap, right=200, bold=True)]
    (joined,) = join_pieces(pieces)
    assert joined == PrintedLine(text=text, left=0, bottom=400, right=200, top=410, bold=False)


@pytest.mark.parametrize(("drop", "count"), [(4.9, 1), (5.0, 2), (-4.9, 1), (-5.0, 2)])
def test_pieces_of_two_lines(drop: float, count: int) -> None:
    """Pieces that overlap by half of their height, or less, stand on two lines."""
    pieces = [line("a", x=0, right=100), line("b", x=120, y=400 - drop)]
    assert len(join_pieces(pieces)) == count


def test_pieces_without_text() -> None:
    """A piece of white space begins no line, and spaces are not doubled."""
    pieces = [line(" ", y=500), line("a ", x=0, right=100), line(" b", x=120)]
    assert [joined.text for joined in join_pieces(pieces)] == ["a b"]
