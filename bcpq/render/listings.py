"""Each kind of result as rows, records and a document, whichever shape is asked for.

A search loads the records of passages only.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bcpq.model import Answers, Article, CorpusInfo, Excerpt, Finding, Period, SearchResult, Verdict
from bcpq.query.parser import Query
from bcpq.render.formats import Listing
from bcpq.render.messages import checked, status_rows
from bcpq.render.records import passages

#: The columns of whatever is about paragraphs.
_PARAGRAPH = ("locator", "date", "source", "text")
_VERDICT = ("verdict", *_PARAGRAPH)


if TYPE_CHECKING:
    from bcpq.model import Stamp


def hits(found: SearchResult, query: Query) -> Listing:
    """List passages, and those around them."""
    return Listing(
        _PARAGRAPH,
        passages.hit_rows(found),
        map(passages.hit_record, found.hits),
        lambda: passages.found_document(found, query),
        [hit.article for hit in found.hits],
    )


def count(found: SearchResult) -> Listing:
    """List how many passages match."""
    from bcpq.render.records import state

    record = state.count_record(found)
    return Listing(["count"], [[found.total]], [record], lambda: record)


def ids(found: Sequence[Article]) -> Listing:
    """List articles by their ids alone."""
    return articles(found)._replace(columns=["article"], rows=([article.id] for article in found))


def articles(found: Sequence[Article]) -> Listing:
    """List articles with their sources, dates and titles."""
    columns = ("id", "source", "date", "paragraphs", "title")
    rows = map(passages.article_row, found)
    return Listing(
        columns,
        rows,
        map(passages.article_record, found),
        lambda: passages.articles_document(found),
        found,
    )


def answers(found: Answers, query: Query) -> Listing:
    """List the sentences that answer a question."""
    shown = [*found.answers, *filter(None, [found.nearest])]
    return Listing(
        _PARAGRAPH,
        map(passages.answer_row, found.answers),
        map(passages.answer_record, found.answers),
        lambda: passages.answered_document(found, query),
        [answer.article for answer in shown],
    )


def paragraphs(extracts: Sequence[Excerpt]) -> Listing:
    """List the paragraphs of articles."""
    pairs = [(found.article, paragraph) for found in extracts for paragraph in found.paragraphs]
    described = (passages.paragraph_record(*pair) for pair in pairs)
    return Listing(
        _PARAGRAPH,
        (passages.paragraph_row(*pair) for pair in pairs),
        described,
        lambda: {"schema": "bcpq.paragraph/1", "paragraphs": [*described]},
        [article for article, _ in pairs],
    )


def timeline(periods: Sequence[Period], found: SearchResult, query: Query) -> Listing:
    """List passages in the order of their dates."""
    dated = [pair for period in periods for pair in period.hits]
    return hits(found, query)._replace(
        records=(passages.timeline_record(*pair) for pair in dated),
        document=lambda: passages.timeline_document(periods, found, query),
    )


def verdicts(found: Sequence[Verdict]) -> Listing:
    """List the verdicts on quotations."""
    from bcpq.render.records import evidence

    return Listing(
        _VERDICT,
        map(evidence.verdict_row, found),
        map(evidence.verdict_record, found),
        lambda: evidence.verdicts_document(found),
        [article for verdict in found for article in verdict.articles],
    )


def checks(found: Sequence[Finding]) -> Listing:
    """List the quotations of drafts."""
    from bcpq.render.records import evidence

    return Listing(
        ("file", "line", "column", *_VERDICT),
        map(evidence.checked_row, found),
        map(evidence.checked_record, found),
        lambda: evidence.checked_document(found),
        [article for one in found for article in one.verdict.articles],
    )


def lines(found: Sequence[Finding]) -> Listing:
    """List the quotations of drafts as editors and compilers do."""
    return checks(found)._replace(columns=["line"], rows=([checked(one)] for one in found))


def status(found: CorpusInfo) -> Listing:
    """List the state of corpus and index."""
    from bcpq.render.records import state

    record = state.status_record(found)
    return Listing(("name", "value"), status_rows(found), [record], lambda: record)


def same(then: "Stamp", differences: list[str]) -> Listing:
    """List what is not as it was when a result was stamped."""
    from bcpq.render.records import state

    record = state.same_record(then, differences)
    return Listing(
        ["difference"], [[line] for line in differences or ["same"]], [record], lambda: record
    )
