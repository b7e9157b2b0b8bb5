"""Filters: names, dates that expand outward, and what passes."""

import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import QueryError
from bcpq.model import Article, Scope
from bcpq.query.filters import (
    DateLike,
    Filters,
    Selection,
    admits,
    find_fields,
    is_only_possible,
    lacks_date,
    narrow,
    sum_up,
)
from bcpq.query.parser import parse
from tests import samples


def article(published: str = "2022", source: str = "Paper", name: str = "a") -> Article:
    """Make an article up."""
    made = samples.document(name, "word", published=published).article
    return made._replace(source=source)


#: What is given, and the first and the last day that it may mean.
EXPANDED: dict[DateLike, tuple[str, str]] = {
    "2021": ("2021-01-01", "2021-12-31"),
    "2022-06": ("2022-06-01", "2022-06-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2022-06-13": ("2022-06-13", "2022-06-13"),
    " 2022 ": ("2022-01-01", "2022-12-31"),
    "2022-06?": ("2022-06-01", "2022-06-30"),
    "2022~": ("2022-01-01", "2022-12-31"),
    "[2020-11-27..2020-12-01]": ("2020-11-27", "2020-12-01"),
    "2020/2022": ("2020-01-01", "2022-12-31"),
    "202X": ("2020-01-01", "2029-12-31"),
    date(2022, 6, 13): ("2022-06-13", "2022-06-13"),
    datetime(2022, 6, 13, 23, 59): ("2022-06-13", "2022-06-13"),
}


@pytest.mark.parametrize("given", EXPANDED, ids=str)
def test_dates_expand_outward(given: DateLike) -> None:
    """`since` begins with the first day that a date may mean, `until` ends with the last."""
    first, last = EXPANDED[given]
    assert Filters(since=given) == Filters(since=first)
    assert Filters(until=given) == Filters(until=last)
    assert (Filters(since=given).since, Filters(until=given).until) == EXPANDED[given]


@pytest.mark.parametrize(
    "text",
    [
        "soon", "2022-13", "14/02/2022", "2021-21", "2021-22", "2021-24?", "2021-22/2022-21",
        "[2021-21..2021-24]", "2022/2020", "2020/", "/2020", "[2020..]", "Y2022", "?", "[" * 500,
        "-2022", "XXXX", "2021-22-01",
    ],
)  # fmt: skip
@pytest.mark.parametrize("bound", ["since", "until"])
def test_no_date(text: str, bound: str) -> None:
    """What is no date, a season, or open at one end is refused in one wording."""
    with pytest.raises(QueryError) as raised:
        Filters(**{bound: text})
    assert raised.value.code == "filter-invalid"
    assert str(raised.value) == (
        f"{text!r} is no date: write a year, month or day, such as 2022, 2022-06 or 2022-06-13"
    )


def test_a_day_that_is_not_in_the_calendar() -> None:
    """A day that a month does not have is refused as such."""
    with pytest.raises(QueryError, match="2022-02-30 is not in the calendar"):
        Filters(until="2022-02-30")


def test_plain_dates_do_without_the_package() -> None:
    """Years, months, days, and what is no date at all are read without the edtf package."""
    code = """
import sys
from bcpq.query.filters import Filters
from bcpq.errors import QueryError
Filters(sources=["a"])
assert "bcpq.text.dates" not in sys.modules
Filters(since="2021", until="2022-06-13")
for text in ("soon", "2021-22"):
    try:
        Filters(since=text)
    except QueryError:
        pass
assert "edtf" not in sys.modules
Filters(since="2021?")
assert "edtf" in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@given(st.dates(), st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from(["", "?", "~"]))
def test_an_article_passes_its_own_date(a: date, b: date, length: int, mark: str) -> None:
    """Whatever its date says, an article passes filters that name the same date."""
    one = a.isoformat()[:length] + mark
    two = "/".join(sorted((a.isoformat()[:length], b.isoformat()[:length])))
    for text in (one, two):
        assert admits(Filters(since=text), article(text))
        assert admits(Filters(until=text), article(text))
        assert admits(Filters(since=text, until=text), article(text))


@given(st.dates(), st.dates(), st.dates())
def test_days_are_compared(published: date, since: date, until: date) -> None:
    """An article of a day passes where that day is one of those asked for."""
    made = article(published.isoformat())
    assert admits(Filters(since=since, until=until), made) is (since <= published <= until)
    assert admits(Filters(since=since), made) is (since <= published)
    assert admits(Filters(until=until), made) is (published <= until)


#: Filters, an article's date, whether it passes, and whether only possibly.
DATED = [
    (Filters(since="2022"), "2022", True, False),
    (Filters(until="2022"), "2022", True, False),
    (Filters(since="2022-06-13"), "2022", True, True),
    (Filters(until="2022-06-13"), "2022", True, True),
    (Filters(since="2022-12-31"), "2022", True, True),
    (Filters(since="2023"), "2022", False, False),
    (Filters(until="2021"), "2022", False, False),
    (Filters(since="2020-11-27", until="2020-12-01"), "[2020-11-27..2020-12-01]", True, False),
    (Filters(since="2020-11-28", until="2020-12-01"), "[2020-11-27..2020-12-01]", True, True),
    (Filters(since="2020-11-27", until="2020-11-30"), "[2020-11-27..2020-12-01]", True, True),
    (Filters(since="2020-12-02"), "[2020-11-27..2020-12-01]", False, False),
    (Filters(until="2020-11-26"), "[2020-11-27..2020-12-01]", False, False),
    (Filters(since="2020"), "", False, False),
    (Filters(), "", True, False),
]


@pytest.mark.parametrize(("filters", "published", "passes", "possibly"), DATED)
def test_dates(filters: Filters, published: str, passes: bool, possibly: bool) -> None:
    """An article whose date only overlaps the dates asked for passes, and says so."""
    made = article(published)
    assert admits(filters, made) is passes
    if passes:
        selection = Selection(filters=filters, scope=sum_up([made]))
        assert is_only_possible(selection, made) is possibly


def test_lacks_date() -> None:
    """An undated article that fits by name is left out for want of its date, and else not."""
    undated = article("", source="Paper")
    assert lacks_date(Filters(since="2020"), undated)
    assert not lacks_date(Filters(), undated)
    assert not lacks_date(Filters(since="2020", sources=["other"]), undated)
    assert not lacks_date(Filters(since="2020"), article("2019"))


#: Names of sources that are asked for, the source of an article, and whether it passes.
SOURCES = [
    (["bournemouth"], "Bournemouth Echo", True),
    (["BOURNEMOUTH ECHO"], "Bournemouth Echo", True),
    (["echo"], "Bournemouth Echo", False),  # beginnings only
    (["Bournemouth Echo 2"], "Bournemouth Echo", False),
    (["bbc", "bournemouth"], "Bournemouth Echo", True),
    (["bbc", "bournemouth"], "BBC News", True),
    (["bbc", "bournemouth"], "Farleys", False),
    (["STRASSE"], "Straße heute", True),
    ([], "Farleys", True),
]


@pytest.mark.parametrize(("names", "source", "passes"), SOURCES)
def test_sources(names: list[str], source: str, passes: bool) -> None:
    """A source passes where its name begins with one of those asked for, in any case."""
    assert admits(Filters(sources=names), article(source=source)) is passes


def test_articles() -> None:
    """An article passes where its id is one of those asked for."""
    assert admits(Filters(articles=["a", "b"]), article(name="b"))
    assert not admits(Filters(articles=["a", "b"]), article(name="ab"))


def test_one_name_is_no_sequence_of_letters() -> None:
    """A single name may be given as it is."""
    assert Filters(sources="bbc") == Filters(sources=["bbc"])
    assert Filters(articles=" bbc ") == Filters(articles=["bbc"])


@pytest.mark.parametrize("names", ["", " ", ["bbc", ""]])
def test_empty_names(names: str | list[str]) -> None:
    """An empty name would let everything through, and is refused."""
    for what in ("sources", "articles"):
        with pytest.raises(QueryError, match="is empty") as raised:
            Filters(**{what: names})  # type: ignore[arg-type]
        assert raised.value.code == "filter-invalid"


#: A query, how its fields narrow filters, and which of four articles pass.
NARROWED = {
    "source:bbc x": {"bbc-2022", "bbc-2024"},
    "source:bbc source:echo x": set(),
    "in:bbc-2022 x": {"bbc-2022"},
    "date:2022 x": {"bbc-2022", "echo-2022"},
    "date:2023.. source:echo x": {"echo-2024"},
    "date:2020..2022 date:2022..2024 x": {"bbc-2022", "echo-2022"},
    "date:2023.. date:2020.. x": {"bbc-2024", "echo-2024"},
    "date:..2022 date:..2024 x": {"bbc-2022", "echo-2022"},
    "-source:bbc x": {"bbc-2022", "bbc-2024", "echo-2022", "echo-2024"},  # not among the required
}


@pytest.mark.parametrize("query", NARROWED)
def test_narrow(query: str) -> None:
    """Each required field is a further condition, beside those of the filters."""
    made = [
        article(year, source, f"{source.lower()}-{year}")
        for source in ("BBC", "Echo")
        for year in ("2022", "2024")
    ]
    narrowed = narrow(Filters(), parse(query).root.required)
    assert {a.id for a in made if admits(narrowed, a)} == NARROWED[query]
    both = narrow(Filters(sources=["echo", "guardian"]), parse(query).root.required)
    wanted = {name for name in NARROWED[query] if name.startswith("echo")}
    assert {a.id for a in made if admits(both, a)} == wanted


def test_find_fields() -> None:
    """Fields are found wherever they stand in a query."""
    query = parse("source:a (in:b OR x) -(date:2022 y) +(source:c z)")
    assert {field.value for field in find_fields(query.root)} == {"a", "b", "2022", "c"}


def test_sum_up() -> None:
    """A scope counts the articles, names their sources once, and spans their dates."""
    made = [article("2022", "B"), article("", "A"), article("2020/2021", "B")]
    assert sum_up(made, 3) == Scope(
        articles=3, first="2020-01-01", last="2022-12-31", undated=3, sources=("B", "A")
    )
    assert sum_up([]) == Scope(articles=0, first="", last="", undated=0, sources=())
