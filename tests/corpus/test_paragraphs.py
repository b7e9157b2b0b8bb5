"""Where paragraphs and sentences begin."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.corpus import reader as documents
from bcpq.corpus.paragraphs import paragraphs
from bcpq.model import Document, Paragraph
from bcpq.text import sentences as passages
from tests import samples


def read(name: str) -> dict[int, Paragraph]:
    """Split one of the five articles."""
    data = (samples.CORPUS / f"{name}.md").read_bytes()
    document, _ = documents.parse(f"{name}.md", data)
    return {paragraph.number: paragraph for paragraph in paragraphs(document)}


@given(samples.bodies)
def test_splitting_loses_nothing(body: str) -> None:
    """The paragraphs are slices of the body, in order, that hold every non-blank character of it once."""
    texts = passages.lines(body)
    assert [c for text in texts for c in text if not c.isspace()] == [
        c for c in body if not c.isspace()
    ]
    place = 0
    for text in texts:
        assert text == text.strip() != ""
        assert not re.search(r"[\r\n]", text)
        place = body.index(text, place) + len(text)


def test_lines_end_at_line_ends_only() -> None:
    """Characters that str.splitlines would split at stand inside a paragraph."""
    body = "a\u2028b\x85c\x0cd\x1ce\nf\r\ng\rh"
    assert passages.lines(body) == ["a\u2028b\x85c\x0cd\x1ce", "f", "g", "h"]


def test_sections_and_lead_ins() -> None:
    """A heading travels as the section of what stands under it, a list item carries its lead-in."""
    echo, farleys = read("echo-2020"), read("farleys-2022")
    assert echo[21].section == "6) Over-reliance on short-term workers and managers at all levels"
    assert echo[4].section is None
    assert echo[20].role == "heading"
    assert echo[20].section is None
    for number in (4, 5, 6, 7):
        assert farleys[number].role == "item"
        assert farleys[number].lead_in == farleys[3].text
    assert farleys[8].lead_in is None


def test_roles() -> None:
    """Paragraphs have the roles that their front matter names."""
    bbc = read("bbc-2022")
    assert [number for number, paragraph in bbc.items() if paragraph.role == "furniture"] == [
        2,
        3,
        4,
        21,
        22,
    ]
    assert (bbc[1].role, bbc[5].role, bbc[11].role) == ("title", "caption", "heading")
    assert read("echo-2020")[16].role == "pullquote"


def test_markdown_headings() -> None:
    """In an article of one's own, a Markdown heading is a heading unless the front matter says otherwise."""
    article = samples.document("x", "## Costs ##\nText.\n#hashtag\n# Kept").article
    document = Document(article, "## Costs ##\nText.\n#hashtag\n# Kept", {4: "text"}, {})
    assert [(p.role, p.section) for p in paragraphs(document)] == [
        ("heading", None), ("text", "Costs"), ("text", "Costs"), ("text", "Costs"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. White said so. Cllr. Burton, e.g. this. It cost £3m.",
         ["Mr. White said so.", "Cllr. Burton, e.g. this.", "It cost £3m."]),
        ("“Like me, they know,” he said. “We are good.”", ["“Like me, they know,” he said.", "“We are good.”"]),
        ("About 3.5 per cent. Really? Yes!", ["About 3.5 per cent.", "Really?", "Yes!"]),
        ("no end", ["no end"]),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    """Sentences end where a reader would end them."""
    assert [text[start:end] for start, end in passages.sentences(text)] == sentences


@given(samples.lines)
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences are in order, apart, and leave only white space between them."""
    text = text.strip()
    place = 0
    for start, end in passages.sentences(text):
        assert text[place:start].strip() == ""
        assert start < end
        place = end
    assert text[place:].strip() == ""


#: What the ends of sentences are made of.
SENTENCE_PARTS = (
    "The staff left", "he said", "Mr", "e.g", "BCP", "2017", "U.S", "care", "Cllr", "Smith’s", "re-elected", " ",
    " ", ". ",
    ".", "! ", "? ", "… ", "... ", "” ", "“", '" ', '"', "’ ", "‘", ") ", "(", "] ", ", ", "; ", ": ", "- ", "\u00a0",
)  # fmt: skip


@given(st.lists(st.sampled_from(SENTENCE_PARTS), max_size=14).map("".join))
def test_sentences_are_punkts(text: str) -> None:
    """Where Punkt is not asked, it would have said the same."""
    text = text.strip()
    assert list(passages.sentences(text)) == list(passages._punkt().span_tokenize(text))
