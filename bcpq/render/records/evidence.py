"""Verdicts on quotations, as rows and records."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bcpq.model import ACCEPTED, Finding, Place, Verdict
from bcpq.render.records.passages import passage

if TYPE_CHECKING:
    from bcpq.schemas import evidence


def verdict_row(verdict: Verdict) -> tuple[str, ...]:
    """Give a verdict's five columns; empty ones where nothing stands as quoted."""
    dates = dict.fromkeys(
        article.published.edtf if article.published else "" for article in verdict.articles
    )
    sources = dict.fromkeys(article.source for article in verdict.articles)
    return (
        verdict.kind,
        " ".join(verdict.locators),
        " ".join(dates),
        "; ".join(sources),
        verdict.text,
    )


def verdict_record(verdict: Verdict) -> "evidence.Verdict":
    """Describe a verdict; `text` is what was published, each place a slice of a paragraph with its sentence."""
    return {"schema": "bcpq.verdict/1", **_judged(verdict)}


def verdicts_document(verdicts: Iterable[Verdict]) -> "evidence.Verdicts":
    """Describe the verdicts on several quotations."""
    records = [verdict_record(verdict) for verdict in verdicts]
    return {
        "schema": "bcpq.verdict/1",
        "accepted": all(r["accepted"] for r in records),
        "verdicts": records,
    }


def checked_row(checked: Finding) -> tuple[object, ...]:
    """Give the columns of a draft's quotation: file, line, column, then its verdict's five."""
    return checked.file, checked.line, checked.column, *verdict_row(checked.verdict)


def checked_record(checked: Finding) -> "evidence.Finding":
    """Describe a draft's quotation and the verdict on it."""
    return {
        "schema": "bcpq.check/1",
        **_judged(checked.verdict),
        "file": checked.file,
        "line": checked.line,
        "column": checked.column,
        "held_to": checked.held_to or None,
    }


def checked_document(checked: Iterable[Finding]) -> "evidence.Checks":
    """Describe the quotations of drafts."""
    records = [checked_record(one) for one in checked]
    return {
        "schema": "bcpq.check/1",
        "accepted": all(r["accepted"] for r in records),
        "quotations": records,
    }


def _judged(verdict: Verdict) -> "evidence.Judged":
    return {
        "quotation": verdict.quotation,
        "verdict": verdict.kind,
        "accepted": verdict.kind in ACCEPTED,
        "short": verdict.short,
        "possible": verdict.possible,
        "astray": verdict.astray,
        "locators": list(verdict.locators),
        "text": verdict.text,
        "places": [_place(place) for place in verdict.places],
        "edits": [{"side": side, "text": text} for side, text in verdict.edits],
        "changes": [
            {"kind": c.kind, "published": c.published, "quoted": c.quoted} for c in verdict.changes
        ],
        "nearest": _place(verdict.nearest) if verdict.nearest else None,
    }


def _place(place: Place) -> "evidence.Place":
    return {
        **passage(place.article, place.paragraph),
        "text": place.text,
        "range": place.range,
        "sentence": place.paragraph.text[slice(*place.sentence)],
        "passage": place.paragraph.text,
    }
