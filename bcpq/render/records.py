"""What each result is to a program: the columns of its row, and its JSON record."""

from collections.abc import Iterable

from bcpq.bm25 import SCALE
from bcpq.model import (
    ACCEPTED,
    Answer,
    Answered,
    Article,
    Checked,
    Explanation,
    Found,
    Hit,
    Paragraph,
    Period,
    Place,
    Published,
    Range,
    Searched,
    Status,
    Verdict,
)
from bcpq.query import Query
from bcpq.render.machine import Record


def paragraph_row(article: Article, paragraph: Paragraph) -> tuple[str, ...]:
    """Give a paragraph's four columns; an undated article's date is empty."""
    return paragraph.locator, article.published.edtf if article.published else "", article.source, paragraph.text


def hit_rows(found: Found) -> list[tuple[str, ...]]:
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
    """Give an article's columns: id, date, source, paragraphs, title."""
    date = article.published.edtf if article.published else ""
    return article.id, article.source, date, article.length, article.title or ""


def found_document(found: Found, query: Query) -> Record:
    """Describe a whole search."""
    return {
        "schema": "bcpq.hit/1",
        "query": query.text,
        "total": found.total,
        "searched": _searched(found.searched),
        "hits": [hit_record(hit) for hit in found.hits],
    }


def hit_record(hit: Hit) -> Record:
    """Describe a hit; `score` and what an explanation adds up to it are exact to eight decimals."""
    record = {
        "schema": "bcpq.hit/1",
        "rank": hit.rank,
        "score": hit.score / SCALE,
        **_passage(hit.article, hit.passage),
        "matches": [list(place) for place in hit.matches],
        "possible": hit.possible,
        "via": [acronym._asdict() for acronym in hit.via],
    }
    if hit.before or hit.after:
        record["before"] = [_neighbour(paragraph) for paragraph in hit.before]
        record["after"] = [_neighbour(paragraph) for paragraph in hit.after]
    if hit.explanation:
        record["explanation"] = _explanation(hit.explanation)
    return record


def answer_row(answer: Answer) -> tuple[str, ...]:
    """Give an answer's four columns; the text is the sentence."""
    return *paragraph_row(answer.article, answer.passage)[:3], answer.passage.text[slice(*answer.place)]


def answered_document(answered: Answered, query: Query) -> Record:
    """Describe what a question was answered with, or that it was not."""
    return {
        "schema": "bcpq.answer/1",
        "question": query.text,
        "answered": bool(answered.answers),
        "unknown": list(answered.unknown),
        "searched": _searched(answered.searched),
        "answers": [answer_record(answer) for answer in answered.answers],
        "nearest": answer_record(answered.nearest) if answered.nearest else None,
    }


def answer_record(answer: Answer) -> Record:
    """Describe a sentence; `range` is its place in the passage, whose whole text is `passage`."""
    record = _passage(answer.article, answer.passage)
    speaker = answer.speaker
    return {
        "schema": "bcpq.answer/1",
        "rank": answer.rank,
        "score": answer.score / SCALE,
        "covered": round(answer.covered, 3),
        **record,
        "text": answer.passage.text[slice(*answer.place)],
        "passage": answer.passage.text,
        "range": list(answer.place),
        "matches": [list(place) for place in answer.matches],
        "possible": answer.possible,
        "speaker": {"locator": speaker[0].locator, "text": speaker[0].text[slice(*speaker[1])]} if speaker else None,
    }


def paragraph_record(article: Article, paragraph: Paragraph) -> Record:
    """Describe a paragraph of an article."""
    return {"schema": "bcpq.paragraph/1", **_passage(article, paragraph)}


def article_record(article: Article) -> Record:
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


def articles_document(articles: Iterable[Article]) -> Record:
    """Describe several articles."""
    return {"schema": "bcpq.article/1", "articles": [article_record(article) for article in articles]}


def verdict_row(verdict: Verdict) -> tuple[str, ...]:
    """Give a verdict's five columns; empty ones where nothing stands as quoted."""
    dates = dict.fromkeys(article.published.edtf if article.published else "" for article in verdict.articles)
    sources = dict.fromkeys(article.source for article in verdict.articles)
    return verdict.kind, " ".join(verdict.locators), " ".join(dates), "; ".join(sources), verdict.text


def verdict_record(verdict: Verdict) -> Record:
    """Describe a verdict; `text` is what was published, each place a slice of a paragraph with its sentence."""
    return {
        "schema": "bcpq.verdict/1",
        "quotation": verdict.quotation,
        "verdict": verdict.kind,
        "accepted": verdict.kind in ACCEPTED,
        "short": verdict.short,
        "possible": verdict.possible,
        "locators": list(verdict.locators),
        "text": verdict.text,
        "places": [_place(place) for place in verdict.places],
        "edits": [{"side": side, "text": text} for side, text in verdict.edits],
        "changes": [change._asdict() for change in verdict.changes],
        "nearest": _place(verdict.nearest) if verdict.nearest else None,
    }


def verdicts_document(verdicts: Iterable[Verdict]) -> Record:
    """Describe the verdicts on several quotations."""
    records = [verdict_record(verdict) for verdict in verdicts]
    return {"schema": "bcpq.verdict/1", "accepted": all(r["accepted"] for r in records), "verdicts": records}


def checked_row(checked: Checked) -> tuple[object, ...]:
    """Give the columns of a draft's quotation: file, line, column, then its verdict's five."""
    return checked.file, checked.line, checked.column, *verdict_row(checked.verdict)


def checked_record(checked: Checked) -> Record:
    """Describe a draft's quotation and the verdict on it."""
    return {
        **verdict_record(checked.verdict),
        "schema": "bcpq.check/1",
        "file": checked.file,
        "line": checked.line,
        "column": checked.column,
        "held_to": checked.held_to or None,
    }


def checked_document(checked: Iterable[Checked]) -> Record:
    """Describe the quotations of drafts."""
    records = [checked_record(one) for one in checked]
    return {"schema": "bcpq.check/1", "accepted": all(r["accepted"] for r in records), "quotations": records}


def timeline_document(periods: Iterable[Period], found: Found, query: Query) -> Record:
    """Describe hits period by period."""
    return {
        "schema": "bcpq.timeline/1",
        "query": query.text,
        "total": found.total,
        "searched": _searched(found.searched),
        "periods": [
            {
                "period": period.name,
                "first": period.first or None,
                "last": period.last or None,
                "articles": [{"article": article.id, "hits": hits} for article, hits in period.counts],
                "hits": [timeline_record(hit, place) for hit, place in period.hits],
            }
            for period in periods
        ],
    }


def timeline_record(hit: Hit, place: Range) -> Record:
    """Describe a hit with the sentence that a timeline shows of it."""
    return {**hit_record(hit), "sentence": hit.passage.text[slice(*place)]}


def status_record(status: Status) -> Record:
    """Describe the corpus and index in use."""
    return {"schema": "bcpq.status/1", **status._asdict(), "versions": dict(status.versions)}


def _passage(article: Article, paragraph: Paragraph) -> Record:
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


def _place(place: Place) -> Record:
    record = _passage(place.article, place.paragraph)
    around = place.paragraph.text[slice(*place.sentence)]
    return {**record, "text": place.text, "range": list(place.range), "sentence": around, "passage": record["text"]}


def _neighbour(paragraph: Paragraph) -> Record:
    return {"locator": paragraph.locator, "role": paragraph.role, "text": paragraph.text}


def _published(published: Published | None) -> Record | None:
    return published._asdict() if published else None


def _searched(searched: Searched) -> Record:
    return {**searched._asdict(), "first": searched.first or None, "last": searched.last or None}


def _explanation(explanation: Explanation) -> Record:
    parts = {name: points / SCALE for name, points in explanation._asdict().items() if name != "terms"}
    return {"terms": [{**term._asdict(), "weight": term.weight / SCALE} for term in explanation.terms], **parts}
