"""Hits in the order of their dates, period by period."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from bcpq.model import (
    ArticleCount,
    DatedHit,
    Hit,
    Period,
    PublicationDate,
    SearchResult,
    Span,
    Timeline,
)
from bcpq.text.dates import Days, display_months, parse_bound

Unit = Literal["year", "quarter", "month"]
_MONTHS_IN: dict[Unit, int] = {"year": 12, "quarter": 3, "month": 1}


def build_timeline(result: SearchResult, unit: Unit = "year") -> Timeline:
    """Put what a search found in the order of dates.

    Args:
        result: What was found.
        unit: How long a period is.

    Returns:
        The timeline; its own hits and its result's are in the order shown.
    """
    periods = group_by_period(result.hits, unit)
    hits = tuple(dated.hit for period in periods for dated in period.hits)
    return Timeline(hits=hits, periods=tuple(periods), result=result.replace(hits=hits))


def group_by_period(hits: Iterable[Hit], unit: Unit = "year") -> list[Period]:
    """Group hits by when their articles were published, earliest first, undated ones last.

    An article whose date spans several periods makes one of its own that spans them, too.
    """
    groups: dict[Days, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (hit.article.order, hit.passage.number)):
        days = _find_days(hit.article.published, _MONTHS_IN[unit])
        groups.setdefault(days, []).append(hit)
    in_order = sorted(groups, key=lambda days: (not days.first, days))
    return [_build_period(days, groups[days], unit) for days in in_order]


def _build_period(days: Days, hits: Iterable[Hit], unit: Unit) -> Period:
    counts = Counter(hit.article for hit in hits)
    return Period(
        name=_name_period(days, unit),
        first=days.first,
        last=days.last,
        counts=tuple(ArticleCount(article=article, hits=n) for article, n in counts.items()),
        hits=tuple(DatedHit(hit=hit, sentence=_find_best_sentence(hit)) for hit in hits),
    )


def _find_best_sentence(hit: Hit) -> Span:
    """Find the sentence that holds the most asked for; the whole passage where it has none."""
    best, most = (0, len(hit.passage.text)), -1
    for start, end in hit.passage.sentences:
        matches = sum(start <= first and last <= end for first, last in hit.matches)
        if matches > most:
            best, most = (start, end), matches
    return best


def _find_days(published: PublicationDate | None, months: int) -> Days:
    """Find the first day and the last of the periods of so many months that a date touches."""
    if published is None:
        return Days(first="", last="")
    first_month = _first_month(published.first, months)
    last_month = _first_month(published.last, months) + months - 1
    return Days(
        first=parse_bound(f"{published.first[:4]}-{first_month:02}", upper=False),
        last=parse_bound(f"{published.last[:4]}-{last_month:02}", upper=True),
    )


def _first_month(day: str, months: int) -> int:
    """Give the month that the period of a day begins with."""
    return (int(day[5:7]) - 1) // months * months + 1


def _name_period(days: Days, unit: Unit) -> str:
    if not days.first:
        return "undated"
    if unit == "month":
        return display_months(days.first, days.last)
    ends = [_name_unit(day, unit) for day in (days.first, days.last)]
    return " – ".join(dict.fromkeys(ends))


def _name_unit(day: str, unit: Unit) -> str:
    if unit == "year":
        return day[:4]
    return f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"
