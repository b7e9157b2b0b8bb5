"""What an article contributes to an index: its paragraphs with their words, and its own terms.

Both kinds of index are filled from the record made here, so that they hold the same words. They
differ in what a word is to them: a number in the file on this machine, its form and stem on a
cluster. The record is made with whatever an `Analyser` gives.
"""

from collections.abc import Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from bcpq.corpus.paragraphs import paragraphs
from bcpq.index.bm25 import quantise
from bcpq.index.store import StoredParagraph
from bcpq.model import ASIDE_ROLES, PASSAGE_ROLES, AcronymEntry, Article, Document, Paragraph
from bcpq.text.acronyms import find_acronyms

#: A word as an index has it, stop words among them.
WordT = TypeVar("WordT")
#: A term as an index has it: the words of one stem.
TermT = TypeVar("TermT")


class Analyser(Protocol[WordT, TermT]):
    """What turns text into the words and terms of an index."""

    def words(self, text: str) -> Sequence[WordT]:
        """Return the words of a text in their order, stop words included."""

    def terms(self, words: Sequence[WordT]) -> list[TermT]:
        """Return the terms of words in their order, without those of stop words."""


class AnalysedParagraph(NamedTuple, Generic[WordT, TermT]):
    """A paragraph and its words."""

    paragraph: Paragraph
    words: Sequence[WordT]  # stop words included; none of page furniture
    terms: list[TermT]  # of these words, in their order
    token_count: int  # terms of its article's title and its own, at least 1; 0 unless a passage

    @property
    def is_passage(self) -> bool:
        """Tell whether the paragraph can be an answer."""
        return self.paragraph.role in PASSAGE_ROLES

    @property
    def word_count(self) -> int:
        """Count the words, stop words included; 1 where there is none, as Lucene counts."""
        return max(len(self.words), 1)

    @property
    def stored(self) -> StoredParagraph:
        """Return the paragraph as an index stores it."""
        return StoredParagraph(paragraph=self.paragraph, length=quantise(self.token_count))


class AnalysedArticle(NamedTuple, Generic[WordT, TermT]):
    """An article and all that it contributes to an index.

    A passage is weighed as its article's title and its own words together; what stands in the title
    only adds to a score but makes no match. Whole articles are weighed in the same way.
    """

    article: Article
    paragraphs: list[AnalysedParagraph[WordT, TermT]]  # in their order
    title_terms: list[TermT]
    terms: list[TermT]  # of the whole: the title once, page furniture and pull quotes not
    pull_quote_terms: list[TermT]
    acronyms: list[AcronymEntry]  # as they are spelled out, in their order


def analyse(document: Document, analyser: Analyser[WordT, TermT]) -> AnalysedArticle[WordT, TermT]:
    """Split an article into its paragraphs, and these into their words.

    Args:
        document: The article as its file has it.
        analyser: What turns text into words and terms.

    Returns:
        All that the article contributes to an index.
    """
    article = document.article
    split = list(paragraphs(document))
    title_terms = analyser.terms(analyser.words(article.title or ""))
    title_is_a_paragraph = any(paragraph.role == "title" for paragraph in split)
    article_terms = [] if title_is_a_paragraph else [*title_terms]
    pull_quote_terms: list[TermT] = []
    acronyms: list[AcronymEntry] = []
    analysed = []
    for paragraph in split:
        words: Sequence[WordT] = ()
        terms: list[TermT] = []
        token_count = 0
        if paragraph.role != "furniture":
            words = analyser.words(paragraph.text)
            terms = analyser.terms(words)
        if paragraph.role == "pullquote":
            pull_quote_terms += terms
        elif paragraph.role not in ASIDE_ROLES:
            article_terms += terms
            acronyms += find_acronyms(paragraph.text)
        if paragraph.role in PASSAGE_ROLES:
            token_count = max(len(title_terms) + len(terms), 1)
        analysed.append(
            AnalysedParagraph(
                paragraph=paragraph, words=words, terms=terms, token_count=token_count
            )
        )
    return AnalysedArticle(
        article=article,
        paragraphs=analysed,
        title_terms=title_terms,
        terms=article_terms,
        pull_quote_terms=pull_quote_terms,
        acronyms=acronyms,
    )
