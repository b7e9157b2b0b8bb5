"""The writing of an article's file, held to its reading."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bcpq.corpus.front_matter import FieldName
from bcpq.corpus.reader import parse
from bcpq.corpus.writer import compose_file
from bcpq.model import ROLES
from tests import samples

values = st.one_of(
    samples.lines, st.sampled_from(["NO", "0x10", "2022", "a: b", "[a]", "- a", "~"])
)
texts = st.lists(samples.lines.filter(str.strip).map(str.strip), min_size=1, max_size=9)


def is_plain(text: str) -> bool:
    """Tell whether a text can stand in a field of one line."""
    return not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text)


@given(values.filter(is_plain), values.filter(is_plain), texts, st.data())
def test_what_is_written_is_read(source: str, title: str, paragraphs: list[str], data: Any) -> None:
    """Every field and the body come back as they were, and the digest is right."""
    numbers = st.integers(1, len(paragraphs))
    roles = data.draw(st.dictionaries(numbers, st.sampled_from(ROLES)))
    lead_ins = data.draw(st.dictionaries(numbers, numbers))
    pages = data.draw(st.dictionaries(numbers, st.integers(1, 999_999)))
    file = compose_file(
        {
            FieldName.SOURCE: f"P {source}",
            FieldName.TITLE: title,
            FieldName.PUBLISHED: "2022-11?",
            FieldName.URL: None,
        },
        paragraphs,
        roles=roles,
        lead_ins=lead_ins,
        pages=pages,
    )
    document, faults = parse("x.md", file)
    assert faults == []
    assert document.article.source == f"P {source}".strip()
    named = [paragraphs[n - 1] for n, role in sorted(roles.items()) if role == "title"]
    assert document.article.title == (title.strip() or (named[0] if named else None))
    assert document.article.date == "2022-11?"
    assert document.article.url is None
    assert document.body == "\n\n".join(paragraphs) + "\n"
    assert (document.roles, document.lead_ins, document.pages) == (roles, lead_ins, pages)


def test_how_it_is_written() -> None:
    """Fields of one line come first, in order; runs of paragraphs are short; the digest is last."""
    file = compose_file(
        {FieldName.SOURCE: "Paper", FieldName.NOTE: "", FieldName.URL: "https://x.org"},
        ["One.", "Two.", "Three.", "Four.", "Five."],
        roles={1: "title", 2: "item", 3: "item", 4: "item"},
        lead_ins={2: 1, 4: 1},
        pages={1: 1, 2: 1, 3: 1, 4: 2, 5: 2},
    )
    assert file.decode().split("sha256: ")[0] == (
        '---\nsource: Paper\nurl: "https://x.org"\n'
        "roles:\n  title: [1]\n  item: [2-4]\n"
        "lead_in:\n  1: [2, 4]\n"
        "pages:\n  1: [1-3]\n  2: [4-5]\n"
    )
