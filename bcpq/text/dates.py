"""When, and how sure? EDTF text to a range of days, and back to words.

EDTF is ISO 8601-2: `2022-11?` is uncertain, `[2020-11-27..2020-12-01]` is one day out of that range.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from bcpq.model import PublicationDate

MONTH_NAMES = tuple(
    "January February March April May June July August September October November December".split()
)
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


def parse_edtf(text: str, basis: str | None = None) -> PublicationDate:
    """Read a publication date; plain ISO dates are read without the edtf package.

    `basis` says how the date is known. Raises ValueError, with a reason for the reader, for a date that does not
    exist, that is open at one end, outside the years 1 to 9999, or certain although its basis says inferred.
    """
    first, last = _plain_range(text) or _edtf_range(text)
    inferred = text.startswith(("[", "{")) or any(mark in text for mark in "?~%")
    if basis and basis.lower().startswith("inferred") and not inferred:
        raise ValueError(f"{text} reads as certain, but its basis says inferred: write {text}?")
    return PublicationDate(text, first, last, inferred, basis)


def parse_bound(text: str, *, upper: bool) -> str:
    """Read a year, month or day, and give its first day, or its last when `upper`.

    Raises ValueError for anything else.
    """
    days = _plain_range(text.strip())
    if days is None:
        raise ValueError(
            f"{text!r} is no date: write a year, month or day, such as 2022, 2022-06 or 2022-06-13"
        )
    return days[1] if upper else days[0]


def display(published: PublicationDate | None) -> str:
    """Word a date as a label has it, such as `27 Nov – 1 Dec 2020 (inferred)`."""
    if published is None:
        return "undated"
    gaps = "," in published.edtf  # a set of separate dates: its span would say too much
    words = published.edtf if gaps else _span(published.first, published.last)
    return f"{words} (inferred)" if published.inferred else words


def display_months(first: str, last: str) -> str:
    """Word the span from one day to another in months, such as `Nov 2020 – Mar 2024`."""
    ends = [f"{MONTHS[int(day[5:7]) - 1]} {int(day[:4])}" for day in (first, last)]
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _plain_range(text: str) -> tuple[str, str] | None:
    """Give the days of YYYY, YYYY-MM or YYYY-MM-DD; None when the text has another shape."""
    if not (match := _PLAIN.fullmatch(text)):
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)  # there is no year 0
    except ValueError:
        raise ValueError(f"{text} is not in the calendar") from None
    last_month = month or 12
    last = first.replace(month=last_month, day=day or monthrange(first.year, last_month)[1])
    return first.isoformat(), last.isoformat()


def _edtf_range(text: str) -> tuple[str, str]:
    from edtf import parse_edtf as parse  # 72 ms: only when an article with such a date is read

    if "" in re.split(r"/|\.\.", text.strip("[]{}")):  # edtf would bound it ten years on
        raise ValueError(f"{text} is open at one end: write the range that is known")
    try:
        if "Y" in text:  # a year of more than four digits, which edtf may take for ever to work out
            raise ValueError
        value: Any = parse(text)
        first, last = (
            date(*day[:3]).isoformat() for day in (value.lower_strict(), value.upper_strict())
        )
    except Exception:  # edtf raises its parser's own errors, and TypeError for sets it cannot bound
        raise ValueError(
            f"{text!r} is no date: write 2022-06-13, 2022-06 or 2022; 2022-06? or [2022-06-13..2022-06-19] if inferred"
        ) from None
    if first > last:
        raise ValueError(f"{text} ends before it begins")
    return first, last


def _span(first: str, last: str) -> str:
    """Word a range of days, no more precisely than it is known."""
    (y1, m1, d1), (y2, m2, d2) = (tuple(map(int, day.split("-"))) for day in (first, last))
    whole_months = d1 == 1 and d2 == monthrange(y2, m2)[1]
    if whole_months and (m1, m2) == (1, 12):
        return f"{y1}" if y1 == y2 else f"{y1}–{y2}"
    start, end = (f"{MONTHS[m1 - 1]} {y1}", f"{MONTHS[m2 - 1]} {y2}")
    if not whole_months:
        start, end = f"{d1} {start}", f"{d2} {end}"
    if start == end:
        return end
    if (y1, m1) == (y2, m2):
        return f"{d1}–{end}"
    return f"{start.removesuffix(f' {y1}') if y1 == y2 else start} – {end}"
