"""When was it said? Hits in the order of their dates, period by period."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from bcpq.model import Hit, Period, PublicationDate, Span
from bcpq.text.dates import display_months, parse_bound

Unit = Literal["year", "quarter", "month"]
#: Months in a period.
_MONTHS: dict[Unit, int] = {"year": 12, "quarter": 3, "month": 1}


def periods(hits: Iterable[Hit], unit: Unit = "year") -> list[Period]:
    """Group hits by when their articles were published, earliest first, undated ones last.

    An article whose date spans several periods makes one of its own that spans them, too.
    """
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (hit.article.order, hit.passage.number)):
        groups.setdefault(_span(hit.article.published, _MONTHS[unit]), []).append(hit)
    return [
        Period(
            _name(first, last, unit),
            first,
            last,
            tuple(Counter(hit.article for hit in group).items()),
            tuple((hit, _sentence(hit)) for hit in group),
        )
        for (first, last), group in sorted(
            groups.items(), key=lambda item: (not item[0][0], item[0])
        )
    ]


def _sentence(hit: Hit) -> Span:
    """Give the sentence of a hit that holds the most of what was asked for; the whole passage where it has none."""
    inside: dict[Span, int] = {
        (start, end): sum(start <= a and b <= end for a, b in hit.matches)
        for start, end in hit.passage.sentences
    }
    return max(inside, key=lambda place: inside[place], default=(0, len(hit.passage.text)))


def _span(published: PublicationDate | None, months: int) -> tuple[str, str]:
    """Give the first day and the last of the periods that a date touches."""
    if published is None:
        return "", ""
    ends = [
        (int(day[:4]), (int(day[5:7]) - 1) // months * months + 1)
        for day in (published.first, published.last)
    ]
    (year, month), (last_year, last_month) = ends
    return (
        parse_bound(f"{year:04}-{month:02}", upper=False),
        parse_bound(f"{last_year:04}-{last_month + months - 1:02}", upper=True),
    )


def _name(first: str, last: str, unit: Unit) -> str:
    if not first:
        return "undated"
    if unit == "month":
        return display_months(first, last)
    names = [
        day[:4] if unit == "year" else f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"
        for day in (first, last)
    ]
    return " – ".join(dict.fromkeys(names))
