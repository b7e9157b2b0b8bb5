"""Plain text and Markdown: where a paragraph ends, and which lines are wrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import AddError
from bcpq.formats.text import read

#: Title: a text, and the paragraphs that it has.
TEXTS = {
    "wrapped, two paragraphs": (
        "The first is wrapped\nover two lines here.\n\nThe second too,\nis wrapped.\n",
        ["The first is wrapped over two lines here.", "The second too, is wrapped."],
    ),
    "a line a paragraph, under a headline": (
        "Headline\n\nPara one.\nPara two.\nPara three.\n",
        ["Headline", "Para one.", "Para two.", "Para three."],
    ),
    "one block is never wrapped": ("One line\nanother line", ["One line", "another line"]),
    "half of the lines unfinished: not wrapped": (
        "One\ntwo.\nthree\n\nFour.",
        ["One", "two.", "three", "Four."],
    ),
    "more than half unfinished: wrapped": (
        "One\ntwo.\nthree\nfour\n\nFive.",
        ["One two. three four", "Five."],
    ),
    "the last lines of blocks do not count": ("One.\n\nTwo\n\nThree", ["One.", "Two", "Three"]),
    "a blank line may hold blanks": ("One\ntwo.\n \t\nThree.", ["One two.", "Three."]),
    "a hyphen joins without a space": ("A long-\nterm.\n\nEnd.", ["A long-term.", "End."]),
    "Markdown keeps its lines": (
        "Some text that\nis wrapped.\n\n> quoted\n> more\n\n| a | b |\n| 1 | 2 |\n\n- one\n- two",
        [
            "Some text that is wrapped.",
            "> quoted", "> more", "| a | b |", "| 1 | 2 |", "- one", "- two",
        ],
    ),
    "a heading stands alone": (
        "# Costs\nThe first\nparagraph.\n\nThe second\none.",
        ["# Costs", "The first paragraph.", "The second one."],
    ),
    "six signs are a heading, seven are text": (
        "####### Costs\nthe first\n\n###### Staff\nthe second\none",
        ["####### Costs the first", "###### Staff", "the second one"],
    ),
    "numbered items": (
        "What we\nwant:\n\n1. more of\nthe one\n22) less of\n\n1999. That year",
        ["What we want:", "1. more of the one", "22) less of", "1999. That year"],
    ),
    "a number of four digits is no item": (
        "We met in\n1999. That year\nwas good.\n\nEnd.",
        ["We met in 1999. That year was good.", "End."],
    ),
    "what ends a line of a wrapped text": (
        "One\n\ntwo,\n" + "\n".join(f"line{mark}" for mark in ".!?:;”\"’')]"),
        ["One", "two,", *(f"line{mark}" for mark in ".!?:;”\"’')]")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", TEXTS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_paragraphs(title: str, end: str) -> None:
    """Wrapped lines are put together, whatever ends them; lines that are paragraphs are not."""
    text, paragraphs = TEXTS[title]
    assert list(read(text.replace("\n", end).encode(), "x").paragraphs) == paragraphs


@given(
    st.lists(
        st.sampled_from(["word", "end.", "-", "- item", "# H", "> q", "```", "long-", " ", "\n"]),
        min_size=1,
    ).map("\n".join)
)
def test_nothing_is_lost(text: str) -> None:
    """Paragraphs hold every character of the text, in order, but for white space."""
    if not text.strip():
        return
    paragraphs = read(text.encode(), "x").paragraphs
    assert "".join("".join(paragraphs).split()) == "".join(text.split())
    assert all(paragraph == paragraph.strip() != "" for paragraph in paragraphs)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b" \n\t\n", "x.txt has no text"), (b"One.\ncaf\xe9", "x.txt:2: is not UTF-8 (byte 0xe9)")],
)
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    """A file without text, or in another encoding, is refused by name."""
    with pytest.raises(AddError) as raised:
        read(data, "x.txt")
    assert str(raised.value).startswith(message)
    assert raised.value.code == "import-unreadable"
