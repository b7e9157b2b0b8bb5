"""What an article contributes to an index."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given

from bcpq.index.analysis import analyse
from bcpq.index.bm25 import quantise
from bcpq.model import PASSAGE_ROLES, Role
from bcpq.text.tokens import WordForm, stem_words, tokenize, word_forms
from tests import samples


class Words:
    """Words as forms and stems, terms as stems."""

    def words(self, text: str) -> list[WordForm]:
        """Return the words of a text."""
        return word_forms(text)

    def terms(self, words: Sequence[WordForm]) -> list[str]:
        """Return the stems of content words."""
        return [word.stem for word in words if word.stem]


BODY = """The title
A heading
The agency left the houses of multiple occupation (HMOs).
A pulled zebra
Cookies of a gnu (a GNU)
Staff came."""
ROLES: dict[int, Role] = {1: "title", 2: "heading", 4: "pullquote", 5: "furniture"}


def analysed(title: str | None, roles: dict[int, Role]) -> Any:
    """Analyse the article above."""
    return analyse(samples.document("a", BODY, title).replace(roles=roles), Words())


def test_an_article() -> None:
    """Headings and passages count, page furniture does not, and pull quotes apart."""
    article = analysed("Another title", ROLES)
    body = "The title A heading The agency left the houses of multiple occupation HMOs Staff came"
    assert article.terms == stem_words(body)
    assert article.title_terms == ["anoth", "titl"]
    assert article.pull_quote_terms == ["pull", "zebra"]
    assert [entry.form for entry in article.acronyms] == ["hmo"]
    assert [part.is_passage for part in article.paragraphs] == [0, 0, 1, 0, 0, 1]


def test_a_title_beside_the_text() -> None:
    """A title that is no line of the body counts in the whole article, once."""
    article = analysed("Another title", {**ROLES, 1: "text"})
    assert article.terms[:4] == ["anoth", "titl", "titl", "head"]


def test_lengths() -> None:
    """A passage is as long as its article's title and its own content words; others have none."""
    article = analysed("Another title", ROLES)
    assert [part.token_count for part in article.paragraphs] == [0, 0, 8, 0, 0, 4]
    assert [part.word_count for part in article.paragraphs] == [2, 2, 9, 3, 1, 2]


def test_a_passage_without_a_word() -> None:
    """It counts as one of one word, as Lucene counts it."""
    (passage,) = analyse(samples.document("a", "…"), Words()).paragraphs
    assert (passage.token_count, passage.word_count, passage.stored.length) == (1, 1, 1)


@given(samples.bodies)
def test_any_article(body: str) -> None:
    """A passage's terms are the stems of its text, and its length is that of title and text."""
    article = analyse(samples.document("a", body, "A new title"), Words())
    for part in article.paragraphs:
        paragraph = part.paragraph
        assert part.terms == stem_words(paragraph.text)
        assert [word.form for word in part.words] == [t.form for t in tokenize(paragraph.text)]
        expected = quantise(2 + len(part.terms)) if paragraph.role in PASSAGE_ROLES else 0
        assert part.stored.length == expected
    whole = [term for part in article.paragraphs for term in part.terms]
    assert article.terms == article.title_terms + whole
