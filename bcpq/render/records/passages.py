"""Passages that were found or read, and articles, as rows and records."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from bcpq.model import (
    SCALE,
    Answer,
    Answers,
    Article,
    Explanation,
    Hit,
    Paragraph,
    Period,
    PublicationDate,
    Scope,
    SearchResult,
    Span,
)
from bcpq.query.parser import Query

if TYPE_CHECKING:
    from bcpq.schemas import passages


def paragraph_row(article: Article, paragraph: Paragraph) -> tuple[str, ...]:
    """Give a paragraph's four columns; an undated article's date is empty."""
    return (
        paragraph.locator,
        article.published.edtf if article.published else "",
        article.source,
        paragraph.text,
    )


def hit_rows(found: SearchResult) -> list[tuple[str, ...]]:
    """Give the columns of hits, and of the paragraphs around them, each once.

    A context line's locator has `-` for `:`, as grep marks its own.
    """
    printed = {hit.passage.locator for hit in found.hits}
    rows = []
    for hit in found.hits:
        for paragraph in (*hit.before, hit.passage, *hit.after):
            if paragraph is hit.passage:
                rows.append(paragraph_row(hit.article, paragraph))
            elif paragraph.locator not in printed:
                printed.add(paragraph.locator)
                rows.append(_context_row(hit.article, paragraph))
    return rows


def _context_row(article: Article, paragraph: Paragraph) -> tuple[str, ...]:
    return f"{paragraph.article}-{paragraph.number}", *paragraph_row(article, paragraph)[1:]


def article_row(article: Article) -> tuple[object, ...]:
    """Give an article's columns: id, source, date, paragraphs, title."""
    date = article.published.edtf if article.published else ""
    return article.id, article.source, date, article.length, article.title or ""


def found_document(found: SearchResult, query: Query) -> "passages.SearchResult":
    """Describe a whole search."""
    return {
        "schema": "bcpq.hit/1",
        "query": query.text,
        "total": found.total,
        "searched": _searched(found.scope),
        "hits": [hit_record(hit) for hit in found.hits],
    }


def hit_record(hit: Hit) -> "passages.Hit":
    """Describe a hit; `score` and what an explanation adds up to it are exact to eight decimals."""
    return cast("passages.Hit", {"schema": "bcpq.hit/1", **_matching(hit)})


def _matching(hit: Hit) -> "passages.Matching":
    record: passages.Matching = {
        "rank": hit.rank,
        "score": hit.score / SCALE,
        **passage(hit.article, hit.passage),  # type: ignore[typeddict-item]  # which may be set below
        "matches": [*hit.matches],
        "possible": hit.possible,
        "via": [{"short": acronym.short, "long": acronym.long} for acronym in hit.via],
    }
    if hit.before or hit.after:
        record["before"] = [_neighbour(paragraph) for paragraph in hit.before]
        record["after"] = [_neighbour(paragraph) for paragraph in hit.after]
    if hit.explanation:
        record["explanation"] = _explanation(hit.explanation)
    return record


def answer_row(answer: Answer) -> tuple[str, ...]:
    """Give an answer's four columns; the text is the sentence."""
    return *paragraph_row(answer.article, answer.passage)[:3], answer.passage.text[
        slice(*answer.range)
    ]


def answered_document(answered: Answers, query: Query) -> "passages.Answers":
    """Describe what a question was answered with, or that it was not."""
    return {
        "schema": "bcpq.answer/1",
        "question": query.text,
        "answered": bool(answered.answers),
        "unknown": list(answered.unknown),
        "searched": _searched(answered.scope),
        "answers": [answer_record(answer) for answer in answered.answers],
        "nearest": answer_record(answered.nearest) if answered.nearest else None,
    }


def answer_record(answer: Answer) -> "passages.Answer":
    """Describe a sentence; `range` is its place in the passage, whose whole text is `passage`."""
    speaker = answer.speaker
    return {
        "schema": "bcpq.answer/1",
        "rank": answer.rank,
        "score": answer.score / SCALE,
        "covered": round(answer.covered, 3),
        **passage(answer.article, answer.passage),
        "text": answer.passage.text[slice(*answer.range)],
        "passage": answer.passage.text,
        "range": answer.range,
        "matches": [*answer.matches],
        "possible": answer.possible,
        "speaker": {"locator": speaker[0].locator, "text": speaker[0].text[slice(*speaker[1])]}
        if speaker
        else None,
    }


def paragraph_record(article: Article, paragraph: Paragraph) -> "passages.Paragraph":
    """Describe a paragraph of an article."""
    return {"schema": "bcpq.paragraph/1", **passage(article, paragraph)}


def article_record(article: Article) -> "passages.Article":
    """Describe where an article comes from."""
    return {
        "schema": "bcpq.article/1",
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "published": _published(article.published),
        "url": article.url,
        "note": article.note,
        "paragraphs": article.length,
        "sha256": article.sha256,
    }


def articles_document(articles: Iterable[Article]) -> "passages.Articles":
    """Describe several articles."""
    return {
        "schema": "bcpq.article/1",
        "articles": [article_record(article) for article in articles],
    }


def timeline_document(
    periods: Iterable[Period], found: SearchResult, query: Query
) -> "passages.Timeline":
    """Describe hits period by period."""
    return {
        "schema": "bcpq.timeline/1",
        "query": query.text,
        "total": found.total,
        "searched": _searched(found.scope),
        "periods": [
            {
                "period": period.name,
                "first": period.first or None,
                "last": period.last or None,
                "articles": [
                    {"article": article.id, "hits": hits} for article, hits in period.counts
                ],
                "hits": [timeline_record(hit, place) for hit, place in period.hits],
            }
            for period in periods
        ],
    }


def timeline_record(hit: Hit, place: Span) -> "passages.Moment":
    """Describe a hit with the sentence that a timeline shows of it."""
    sentence = hit.passage.text[slice(*place)]
    return cast(
        "passages.Moment", {"schema": "bcpq.timeline/1", **_matching(hit), "sentence": sentence}
    )


def passage(article: Article, paragraph: Paragraph) -> "passages.Passage":
    """Describe a paragraph and where it comes from, for a record that says more."""
    return {
        "locator": paragraph.locator,
        "article": paragraph.article,
        "paragraph": paragraph.number,
        "role": paragraph.role,
        "page": paragraph.page,
        "source": article.source,
        "title": article.title,
        "published": _published(article.published),
        "url": article.url,
        "section": paragraph.section,
        "lead_in": paragraph.lead_in,
        "text": paragraph.text,
    }


def _neighbour(paragraph: Paragraph) -> "passages.Neighbour":
    return {"locator": paragraph.locator, "role": paragraph.role, "text": paragraph.text}


def _published(published: PublicationDate | None) -> "passages.Published | None":
    return cast("passages.Published", published._asdict()) if published else None


def _searched(searched: Scope) -> "passages.Scope":
    return {
        "articles": searched.articles,
        "first": searched.first or None,
        "last": searched.last or None,
        "undated": searched.undated,
        "sources": [*searched.sources],
    }


def _explanation(explanation: Explanation) -> "passages.Explanation":
    return {
        "terms": [
            cast("passages.TermScore", {**t._asdict(), "weight": t.weight / SCALE})
            for t in explanation.terms
        ],
        "title": explanation.title / SCALE,
        "article": explanation.article / SCALE,
        "pairs": explanation.pairs / SCALE,
        "forms": explanation.forms / SCALE,
    }
