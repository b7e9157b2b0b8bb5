"""The paragraphs of an article, with their roles, headings and lead-ins."""

from bcpq.corpus import reader as documents
from bcpq.corpus.paragraphs import paragraphs
from bcpq.model import Document, Paragraph
from tests import samples


def read(name: str) -> dict[int, Paragraph]:
    """Split one of the five articles."""
    data = (samples.CORPUS / f"{name}.md").read_bytes()
    document, _ = documents.parse(f"{name}.md", data)
    return {paragraph.number: paragraph for paragraph in paragraphs(document)}


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
