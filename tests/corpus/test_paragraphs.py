"""The paragraphs of an article, with their roles, headings and lead-ins."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.corpus.paragraphs import paragraphs
from bcpq.corpus.reader import parse
from bcpq.model import PASSAGE_ROLES, Paragraph, Role
from bcpq.text.sentences import lines
from tests import samples


def read(name: str) -> dict[int, Paragraph]:
    """Split one of the five articles."""
    document, _ = parse(f"{name}.md", (samples.CORPUS / f"{name}.md").read_bytes())
    return {paragraph.number: paragraph for paragraph in paragraphs(document)}


def split(
    body: str, *, roles: Mapping[int, Role] = {}, pages: Mapping[int, int] = {}
) -> list[Paragraph]:
    """Split a text, of whose paragraphs something is known."""
    return list(paragraphs(samples.document("x", body).replace(roles=roles, pages=pages)))


@given(samples.bodies)
def test_splitting_loses_nothing(body: str) -> None:
    """Paragraphs are slices of the body, in order, that hold each non-blank character once."""
    texts = lines(body)
    assert "".join("".join(texts).split()) == "".join(body.split())
    place = 0
    for text in texts:
        assert text == text.strip() != ""
        assert not re.search(r"[\r\n]", text)
        place = body.index(text, place) + len(text)


def test_lines_end_at_line_ends_only() -> None:
    """Characters that str.splitlines would split at stand inside a paragraph."""
    body = "a\u2028b\x85c\x0cd\x1ce\nf\r\ng\rh"
    assert lines(body) == ["a\u2028b\x85c\x0cd\x1ce", "f", "g", "h"]


some_roles: st.SearchStrategy[Role] = st.sampled_from(["item", "furniture"])


@given(samples.bodies, st.dictionaries(st.integers(1, 9), some_roles))
def test_each_line_is_a_paragraph(body: str, roles: dict[int, Role]) -> None:
    """Paragraphs are the lines of the body, numbered from 1; only passages have sentences."""
    found = split(body, roles=roles)
    assert [paragraph.text for paragraph in found] == lines(body)
    assert [paragraph.number for paragraph in found] == [*range(1, len(found) + 1)]
    for paragraph in found:
        assert paragraph.role in (roles.get(paragraph.number), "text", "heading")
        assert bool(paragraph.sentences) == (paragraph.role in PASSAGE_ROLES)


def test_sections_and_lead_ins() -> None:
    """A heading is the section of what stands under it; a list item carries its lead-in."""
    echo, farleys = read("echo-2020"), read("farleys-2022")
    assert echo[21].section == "6) Over-reliance on short-term workers and managers at all levels"
    assert echo[4].section is None
    assert echo[20].role == "heading"
    assert echo[20].section is None
    for number in (4, 5, 6, 7):
        assert farleys[number].role == "item"
        assert farleys[number].lead_in == farleys[3].text
    assert farleys[8].lead_in is None


def test_pages() -> None:
    """A paragraph knows the page it begins on, where that is known."""
    found = split("One.\nTwo.\nThree.", pages={1: 4, 3: 5})
    assert [paragraph.page for paragraph in found] == [4, None, 5]


def test_roles() -> None:
    """Paragraphs have the roles that their front matter names."""
    bbc = read("bbc-2022")
    furniture = [number for number, paragraph in bbc.items() if paragraph.role == "furniture"]
    assert furniture == [2, 3, 4, 21, 22]
    assert (bbc[1].role, bbc[5].role, bbc[11].role) == ("title", "caption", "heading")
    assert read("echo-2020")[16].role == "pullquote"


#: A line, and the section that it opens as a Markdown heading.
HEADINGS = {
    "# Costs": "Costs", "###### Costs": "Costs", "####### Costs": None, "#Costs": None,
    "##\tCosts ##": "Costs", "## Costs#": "Costs", "## C# costs": "C# costs", "> # Costs": None,
    "##": None,
}  # fmt: skip


@pytest.mark.parametrize("line", HEADINGS)
def test_markdown_headings(line: str) -> None:
    """A Markdown heading is one, without its signs, unless the front matter says otherwise."""
    first, second = split(f"{line}\nText.")
    assert first.role == ("heading" if HEADINGS[line] else "text")
    assert first.text == line
    assert second.section == HEADINGS[line]
    first, second = split(f"{line}\nText.", roles={1: "text"})
    assert (first.role, second.section) == ("text", None)
    first, second = split(f"{line}\nText.", roles={1: "heading"})
    assert (first.role, second.section) == ("heading", HEADINGS[line] or line)
