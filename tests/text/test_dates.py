"""Dates: what is read, how it is worded, what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.text import dates

#: EDTF: first day, last day, inferred?, as a label words it.
READ = {
    "2022-02-14": ("2022-02-14", "2022-02-14", False, "14 Feb 2022"),
    "2022-02": ("2022-02-01", "2022-02-28", False, "Feb 2022"),
    "2024-02": ("2024-02-01", "2024-02-29", False, "Feb 2024"),
    "2022": ("2022-01-01", "2022-12-31", False, "2022"),
    "2022-11?": ("2022-11-01", "2022-11-30", True, "Nov 2022 (inferred)"),
    "2022-11~": ("2022-11-01", "2022-11-30", True, "Nov 2022 (inferred)"),
    "[2020-11-27..2020-12-01]": (
        "2020-11-27",
        "2020-12-01",
        True,
        "27 Nov – 1 Dec 2020 (inferred)",
    ),
    "[2022-06-13..2022-06-19]": ("2022-06-13", "2022-06-19", True, "13–19 Jun 2022 (inferred)"),
    "[2020-12-30..2021-01-02]": (
        "2020-12-30",
        "2021-01-02",
        True,
        "30 Dec 2020 – 2 Jan 2021 (inferred)",
    ),
    "[2020,2022]": ("2020-01-01", "2022-12-31", True, "[2020,2022] (inferred)"),
    "2022-03/2022-05": ("2022-03-01", "2022-05-31", False, "Mar – May 2022"),
    "2021-12/2022-01": ("2021-12-01", "2022-01-31", False, "Dec 2021 – Jan 2022"),
    "2021/2022": ("2021-01-01", "2022-12-31", False, "2021–2022"),
    "202X": ("2020-01-01", "2029-12-31", False, "2020–2029"),
    "9999-12": ("9999-12-01", "9999-12-31", False, "Dec 9999"),
}


@pytest.mark.parametrize("text", READ)
def test_read(text: str) -> None:
    """An EDTF date gives its days, whether it is inferred, and words no surer than it is."""
    published = dates.parse_edtf(text)
    assert (published.first, published.last, published.inferred, dates.display(published)) == READ[
        text
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "2022-13", "2022-02-30", "0000", "14/02/2022", "../2020", "2020/", "2020/..",
        "[..2020]", "[2020..]", "Y170000002", "-0044", "2022-02-14; drop", "２０２２", "2022/2020",
        "Y-17E999999999",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    """What is no date, open at one end, or beyond the years 1 to 9999 is refused with a reason."""
    with pytest.raises(ValueError, match="."):
        dates.parse_edtf(text)


@pytest.mark.parametrize("text", READ)
def test_bounds(text: str) -> None:
    """A date in EDTF is bounded by the days that it may mean; a plain bound is a plain date."""
    first, last = READ[text][:2]
    assert dates.parse_edtf_bound(text, upper=False) == first
    assert dates.parse_edtf_bound(text, upper=True) == last
    if text.replace("-", "").isdigit():
        assert dates.parse_bound(text, upper=False) == first
        assert dates.parse_bound(text, upper=True) == last
    else:
        with pytest.raises(ValueError, match="is no date: write a year, month or day"):
            dates.parse_bound(text, upper=False)


def test_months_once() -> None:
    """The short names of months are beginnings of the long ones, and the calendar's."""
    assert [date(2000, month, 1).strftime("%B") for month in range(1, 13)] == [*dates.MONTH_NAMES]
    assert [date(2000, month, 1).strftime("%b") for month in range(1, 13)] == [*dates.MONTHS]


def test_certain_date_with_inferred_basis() -> None:
    """A date whose basis says inferred must read as inferred."""
    with pytest.raises(ValueError, match=r"write 2022-11\?"):
        dates.parse_edtf("2022-11", "inferred: from the page's number")
    assert dates.parse_edtf("2022-11?", "inferred: from the page's number").inferred


def test_undated() -> None:
    """An unknown date says so."""
    assert dates.display(None) == "undated"


@given(st.dates(), st.dates())
def test_plain_and_edtf_agree(a: date, b: date) -> None:
    """Our own reading of plain dates and the edtf package's give the same days.

    The package reads `2022-06?`, which is no plain date, as what is plain without the mark.
    """
    first, last = sorted((a.isoformat(), b.isoformat()))
    for text in (first, first[:7], first[:4]):
        own = dates.parse_edtf(text)
        marked = dates.parse_edtf(f"{text}?")
        assert (marked.first, marked.last) == (own.first, own.last)
        for parse in (dates.parse_bound, dates.parse_edtf_bound):
            assert parse(text, upper=False) == own.first
            assert parse(text, upper=True) == own.last
    ranged = dates.parse_edtf(f"[{first}..{last}]")
    assert (ranged.first, ranged.last) == (first, last)
    assert str(b.year) in dates.display(ranged)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("2020-11-27", "2024-03-28", "Nov 2020 – Mar 2024"), ("2022-02-14", "2022-02-20", "Feb 2022")],
)
def test_months(first: str, last: str, words: str) -> None:
    """A span is worded in months."""
    assert dates.display_months(first, last) == words
