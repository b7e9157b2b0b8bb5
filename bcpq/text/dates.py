"""Dates: from EDTF text to the days that it may mean, and back to words.

EDTF is ISO 8601-2: `2022-11?` is uncertain, `[2020-11-27..2020-12-01]` is one day of that range.
The calendar and the edtf package are imported only where a date is read or worded.
"""

import re
from typing import Any, NamedTuple

from bcpq.model import PublicationDate

MONTH_NAMES = tuple(
    "January February March April May June July August September October November December".split()
)
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")
#: What EDTF within the years 0 to 9999 is written with. Other text is refused without the package.
_EDTF = re.compile(r"[0-9X?~%.,/{}\[\]-]{4,100}")
#: A season or a quarter, such as 2021-21 for spring; 2021-22 is also how people write two years.
_SEASON = re.compile(r"(?<![0-9X-])[0-9X]{4}-[2-9][0-9]")


class Days(NamedTuple):
    """A range of days, both included."""

    first: str  # YYYY-MM-DD
    last: str


def parse_edtf(text: str, basis: str | None = None) -> PublicationDate:
    """Read a publication date; plain ISO dates are read without the edtf package.

    Args:
        text: The date in EDTF.
        basis: How the date is known, in words.

    Raises:
        ValueError: The date does not exist, is open at one end, lies outside the years 1 to 9999,
            or reads as certain although its basis says inferred. The message is for the reader.
    """
    days = _plain_days(text) or _edtf_days(text)
    inferred = text.startswith(("[", "{")) or any(mark in text for mark in "?~%")
    if basis and basis.lower().startswith("inferred") and not inferred:
        raise ValueError(f"{text} reads as certain, but its basis says inferred: write {text}?")
    return PublicationDate(
        edtf=text, first=days.first, last=days.last, inferred=inferred, basis=basis
    )


def parse_bound(text: str, *, upper: bool) -> str:
    """Read a year, month or day, and give its first day, or its last when `upper`.

    Raises:
        ValueError: It is anything else. The message is for the reader.
    """
    days = _plain_days(text.strip())
    if days is None:
        raise ValueError(_no_bound(text))
    return days.last if upper else days.first


def parse_edtf_bound(text: str, *, upper: bool) -> str:
    """Read a date in EDTF, and give the first day that it may mean, or the last when `upper`.

    Seasons are refused: `2021-22` would be the summer of 2021, and is written for two years.

    Raises:
        ValueError: It is no date, or is open at one end. The message is for the reader.
    """
    date = text.strip()
    days = _plain_days(date)
    if days is None:
        if not _EDTF.fullmatch(date) or _SEASON.search(date):
            raise ValueError(_no_bound(text))
        try:
            days = _edtf_days(date)
        except ValueError:
            raise ValueError(_no_bound(text)) from None
    return days.last if upper else days.first


def _no_bound(text: str) -> str:
    return f"{text!r} is no date: write a year, month or day, such as 2022, 2022-06 or 2022-06-13"


def display(published: PublicationDate | None) -> str:
    """Word a date as a label has it, such as `27 Nov – 1 Dec 2020 (inferred)`."""
    if published is None:
        return "undated"
    has_gaps = "," in published.edtf  # a set of separate dates: its span would say too much
    words = published.edtf if has_gaps else _display_days(published.first, published.last)
    return f"{words} (inferred)" if published.inferred else words


def display_months(first: str, last: str) -> str:
    """Word the span from one day to another in months, such as `Nov 2020 – Mar 2024`."""
    ends = [f"{MONTHS[int(day[5:7]) - 1]} {int(day[:4])}" for day in (first, last)]
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _plain_days(text: str) -> Days | None:
    """Give the days of YYYY, YYYY-MM or YYYY-MM-DD; None when the text has another shape."""
    if not (match := _PLAIN.fullmatch(text)):
        return None
    from calendar import monthrange
    from datetime import date

    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)  # there is no year 0
    except ValueError:
        raise ValueError(f"{text} is not in the calendar") from None
    last_month = month or 12
    last = first.replace(month=last_month, day=day or monthrange(first.year, last_month)[1])
    return Days(first=first.isoformat(), last=last.isoformat())


def _edtf_days(text: str) -> Days:
    from datetime import date

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
            f"{text!r} is no date: write 2022-06-13, 2022-06 or 2022; "
            "2022-06? or [2022-06-13..2022-06-19] if inferred"
        ) from None
    if first > last:
        raise ValueError(f"{text} ends before it begins")
    return Days(first=first, last=last)


def _display_days(first: str, last: str) -> str:
    """Word a range of days, no more precisely than it is known."""
    from calendar import monthrange

    first_year, first_month, first_day = map(int, first.split("-"))
    last_year, last_month, last_day = map(int, last.split("-"))
    whole_months = first_day == 1 and last_day == monthrange(last_year, last_month)[1]
    if whole_months and (first_month, last_month) == (1, 12):
        return f"{first_year}" if first_year == last_year else f"{first_year}–{last_year}"
    start = f"{MONTHS[first_month - 1]} {first_year}"
    end = f"{MONTHS[last_month - 1]} {last_year}"
    if not whole_months:
        start, end = f"{first_day} {start}", f"{last_day} {end}"
    if start == end:
        return end
    if (first_year, first_month) == (last_year, last_month):
        return f"{first_day}–{end}"
    if first_year == last_year:
        start = start.removesuffix(f" {first_year}")
    return f"{start} – {end}"
