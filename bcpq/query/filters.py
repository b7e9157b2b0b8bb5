"""Filters: which articles to search, by source, id and date.

Everything here works without an index; `search.selection` compares filters with one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, Union

from bcpq.errors import QueryError
from bcpq.model import Article, Record, Scope
from bcpq.query.parser import AnyOf, Clause, Field, Group

if TYPE_CHECKING:
    from datetime import date  # 1.4 ms that a search without dates does not need

#: Names of which at least one must fit.
Alternatives = tuple[str, ...]
#: A date as a caller writes it: EDTF text such as `2021`, `2022-06?` or `2020/2022`, or a day.
DateLike = Union[str, "date"]


class _FilterFields(NamedTuple):
    sources: tuple[Alternatives, ...]
    articles: tuple[Alternatives, ...]
    since: str
    until: str


class Filters(_FilterFields):
    """Which articles to search: those that pass every part.

    `sources` are beginnings of source names, in any case, and `articles` are ids or unique
    beginnings of ids. Both are groups of alternatives, and of each group one has to fit; `Filters`
    makes one group, `narrow` adds further ones. `since` and `until` are given as EDTF text or as a
    `datetime.date`, and kept as days, `YYYY-MM-DD`, or empty.
    """

    __slots__ = ()

    def __new__(
        cls,
        *,
        sources: Iterable[str] = (),
        articles: Iterable[str] = (),
        since: DateLike | None = None,
        until: DateLike | None = None,
    ) -> "Filters":
        """Build filters from names and dates.

        Args:
            sources: Beginnings of source names, of which one has to fit; none for all sources.
            articles: Ids, or unique beginnings of ids, of which one has to fit; none for all.
            since: Only articles that may have been published on this day or later. A date that
                may mean several days counts from the first of them.
            until: Only articles that may have been published on this day or earlier. A date that
                may mean several days counts to the last of them.

        Raises:
            QueryError: A name is empty, or what should be a date is none.
        """
        return super().__new__(
            cls,
            sources=_read_names("source", sources),
            articles=_read_names("article", articles),
            since=_read_day(since, upper=False),
            until=_read_day(until, upper=True),
        )

    @property
    def has_dates(self) -> bool:
        """Tell whether dates are asked for."""
        return bool(self.since or self.until)


def _read_names(what: str, names: Iterable[str]) -> tuple[Alternatives, ...]:
    alternatives = (names,) if isinstance(names, str) else tuple(names)
    alternatives = tuple(name.strip() for name in alternatives)
    if not all(alternatives):
        raise QueryError(f"the name of a {what} is empty", code="filter-invalid")
    return (alternatives,) if alternatives else ()


def _read_day(value: DateLike | None, *, upper: bool) -> str:
    if value is None or value == "":
        return ""
    from bcpq.text.dates import parse_edtf_bound  # most searches ask for no date

    text = value if isinstance(value, str) else str(value)[:10]  # without the time of a datetime
    try:
        return parse_edtf_bound(text, upper=upper)
    except ValueError as error:
        raise QueryError(str(error), code="filter-invalid") from None


class Selection(Record):
    """The articles of a corpus that pass the filters and the fields of a query."""

    filters: Filters  # with whole ids, the fields that the whole query requires included
    scope: Scope
    fields: Mapping[Field, Filters] = {}  # of the query, wherever they stand in it

    @property
    def date_filters(self) -> list[Filters]:
        """List the filters that ask for dates."""
        return [part for part in (self.filters, *self.fields.values()) if part.has_dates]


def is_only_possible(selection: Selection, article: Article) -> bool:
    """Tell whether an article's date only overlaps the dates asked for somewhere in a query."""
    return any(
        _overlaps(filters, article) and not _lies_inside(filters, article)
        for filters in selection.date_filters
    )


def admits(filters: Filters, article: Article) -> bool:
    """Tell whether an article passes filters with whole ids.

    An article whose date only overlaps the dates asked for passes.
    """
    return _fits_names(filters, article) and (not filters.has_dates or _overlaps(filters, article))


def lacks_date(filters: Filters, article: Article) -> bool:
    """Tell whether an article is left out only because its date is not known."""
    return filters.has_dates and article.published is None and _fits_names(filters, article)


def sum_up(articles: Iterable[Article], undated: int = 0) -> Scope:
    """Sum up the articles that a search looks at.

    Args:
        articles: The articles.
        undated: How many more were left out because their date is not known.
    """
    articles = list(articles)
    dates = [article.published for article in articles if article.published]
    return Scope(
        articles=len(articles),
        first=min((published.first for published in dates), default=""),
        last=max((published.last for published in dates), default=""),
        undated=undated,
        sources=tuple(dict.fromkeys(article.source for article in articles)),
    )


def has_prefix(source: str, prefix: str) -> bool:
    """Tell whether the name of a source begins with a prefix, in any case."""
    return source.casefold().startswith(prefix.casefold())


def _fits_names(filters: Filters, article: Article) -> bool:
    return all(article.id in ids for ids in filters.articles) and all(
        any(has_prefix(article.source, prefix) for prefix in prefixes)
        for prefixes in filters.sources
    )


def _overlaps(filters: Filters, article: Article) -> bool:
    """Tell whether an article may have been published on one of the days asked for."""
    published = article.published
    if published is None:
        return False
    starts_in_time = not filters.until or published.first <= filters.until
    return filters.since <= published.last and starts_in_time


def _lies_inside(filters: Filters, article: Article) -> bool:
    """Tell whether an article was published on one of the days asked for, whatever its day was."""
    published = article.published
    if published is None:
        return False
    ends_in_time = not filters.until or published.last <= filters.until
    return filters.since <= published.first and ends_in_time


def narrow(filters: Filters, clauses: Iterable[Clause]) -> Filters:
    """Add to filters the fields among some clauses, all of which must hold."""
    for clause in clauses:
        match clause:
            case Field(name="source", value=source):
                filters = filters._replace(sources=(*filters.sources, (source,)))
            case Field(name="in", value=article):
                filters = filters._replace(articles=(*filters.articles, (article,)))
            case Field(name="date", since=since, until=until):
                filters = filters._replace(
                    since=max(filters.since, since),
                    until=min(filter(None, (filters.until, until)), default=""),
                )
    return filters


def find_fields(clause: Clause) -> Iterator[Field]:
    """Find the fields of a query, wherever they stand in it."""
    match clause:
        case Field():
            yield clause
        case AnyOf(clauses=clauses):
            for part in clauses:
                yield from find_fields(part)
        case Group(required=required, excluded=excluded, ranked=ranked):
            for part in (*required, *excluded, *ranked):
                yield from find_fields(part)
