"""Which articles filters and fields choose, and what is said when they name nothing."""

import pytest

from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.query.filters import Filters
from bcpq.query.parser import parse
from bcpq.search.selection import select, select_for_query
from tests import samples

#: What is asked for, the code of the error, and its message.
REFUSED = [
    (
        Filters(sources=["guardian"]),
        "source-unknown",
        "no source begins with 'guardian'; the sources are: BBC News, Bournemouth Echo, "
        "Community Care, Farleys Solicitors",
    ),
    (Filters(sources=["news"]), "source-unknown", "no source begins with 'news'"),
    (Filters(sources=["bbc", "news"]), "source-unknown", "no source begins with 'news'"),
    (
        Filters(articles=["bbc-2022:15"]),
        "filter-invalid",
        "'bbc-2022:15' names a paragraph: to search its article, say bbc-2022",
    ),
    (
        Filters(articles=["echo"]),
        "article-ambiguous",
        "'echo' begins 2 article ids, give more of one: echo-2020, echo-2024",
    ),
    (Filters(articles=["bbc", "zebra"]), "article-unknown", "no article 'zebra'"),
    (
        Filters(since="2023", until="2022"),
        "filter-invalid",
        "no day is both since 2023-01-01 and until 2022-12-31",
    ),
]


@pytest.mark.parametrize(("filters", "code", "message"), REFUSED)
def test_refused(five: SqliteStore, filters: Filters, code: str, message: str) -> None:
    """Filters that name what is not there are refused, with what is."""
    with pytest.raises(QueryError) as raised:
        select(five, filters)
    assert raised.value.code == code
    assert str(raised.value).startswith(message)


#: A query, the code of the error, where it points, and what it offers; "" for nothing.
REFUSED_FIELDS = [
    ("audits source:news", "source-unknown", 7, "audits"),
    ("audits in:zebra staff", "article-unknown", 7, "audits staff"),
    ("audits in:echo staff", "article-ambiguous", 7, "audits staff"),
    ("audits OR in:zebra", "article-unknown", 10, ""),
    ("audits -in:zebra staff", "article-unknown", 8, ""),
    ("audits NOT in:zebra staff", "article-unknown", 11, ""),
    ('audits source:"no such"', "source-unknown", 7, ""),
]


@pytest.mark.parametrize(("query", "code", "position", "offer"), REFUSED_FIELDS)
def test_refused_field(five: SqliteStore, query: str, code: str, position: int, offer: str) -> None:
    """The error points at the field, and offers the query without it where that runs."""
    with pytest.raises(QueryError) as raised:
        select_for_query(five, Filters(), parse(query))
    error = raised.value
    assert (error.code, error.text, error.position) == (code, query, position)
    assert str(error).partition("; try: ")[2] == offer


#: Filters, and the articles that they choose.
CHOSEN: list[tuple[Filters, int]] = [
    (Filters(), 5),
    (Filters(sources=["bournemouth"]), 2),
    (Filters(sources=["bournemouth", "BBC"]), 3),
    (Filters(articles=["bbc", "echo-2020"]), 2),
    (Filters(articles=["bbc", "echo-2020"], sources=["bbc"]), 1),
    (Filters(since="2022", until="2022"), 3),
    (Filters(since="2024"), 1),
    (Filters(until="2020-11-27"), 1),
    (Filters(until="2020-11-26"), 0),
]


@pytest.mark.parametrize(("filters", "articles"), CHOSEN)
def test_chosen(five: SqliteStore, filters: Filters, articles: int) -> None:
    """What filters choose is summed up."""
    assert select(five, filters).scope.articles == articles


def test_ids_are_whole(five: SqliteStore) -> None:
    """The beginning of an id stands for the id."""
    assert select(five, Filters(articles=["bbc"])).filters == Filters(articles=["bbc-2022"])
    selection = select_for_query(five, Filters(), parse("x in:bbc OR y"))
    assert [filters.articles for filters in selection.fields.values()] == [(("bbc-2022",),)]
    assert selection.scope.articles == 5


def test_fields_and_filters_must_both_fit(five: SqliteStore) -> None:
    """A field that the whole query requires narrows the filters, a further condition."""
    filters = Filters(sources=["bournemouth", "bbc"])
    assert select_for_query(five, filters, parse("x source:bbc")).scope.sources == ("BBC News",)
    assert select_for_query(five, filters, parse("x source:farleys")).scope.articles == 0


def test_undated_articles_of_a_field() -> None:
    """An undated article that a date in the query leaves out is counted, wherever the date is."""
    store = samples.held(
        [samples.document("a", "word"), samples.document("b", "word", published="")]
    )
    for query, undated in (("word", 0), ("word date:2022", 1), ("word OR (word date:2022)", 1)):
        assert select_for_query(store, Filters(), parse(query)).scope.undated == undated
