"""Filters: which articles to search, by source, id and date.

Everything here works without an index; `search.selection` holds filters against one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, Union

from bcpq.errors import QueryError
from bcpq.model import Article, Scope
from bcpq.query.parser import AnyOf, Clause, Field, Group

if TYPE_CHECKING:
    from datetime import date  # 1.4 ms that a search without dates does not need

#: Names of which at least one must fit.
Alternatives = tuple[str, ...]
#: A point in time as a caller gives it: EDTF text such as `2021`, `2022-06` or `2022-06-13?`.
DateLike = Union[str, "date"]


class _FilterFields(NamedTuple):
    sources: tuple[Alternatives, ...]
    articles: tuple[Alternatives, ...]
    since: str
    until: str


class Filters(_FilterFields):
    """Which articles to search: those that pass every part.

    `sources` are beginnings of source names, in any case, and `articles` are ids or unique
    beginnings of ids; of each, one has to fit. (`narrow` adds further groups of names, of which one
    has to fit, too.) `since` and `until` are days, `YYYY-MM-DD`, or empty.
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
                covers more than a day counts from its first day.
            until: Only articles that may have been published on this day or earlier. A date that
                covers more than a day counts to its last day.

        Raises:
            QueryError: A name is empty, or a date is not one.
        """
        return super().__new__(
            cls,
            _alternatives("source", sources),
            _alternatives("article", articles),
            _day("since", since, upper=False),
            _day("until", until, upper=True),
        )

    @property
    def dated(self) -> bool:
        """Tell whether dates are asked for."""
        return bool(self.since or self.until)


def _alternatives(what: str, names: Iterable[str]) -> tuple[Alternatives, ...]:
    given = tuple(name.strip() for name in ([names] if isinstance(names, str) else names))
    if not all(given):
        raise QueryError(f"the name of a {what} is empty", code="filter-invalid")
    return (given,) if given else ()


def _day(what: str, value: DateLike | None, *, upper: bool) -> str:
    if value is None or value == "":
        return ""
    from bcpq.text.dates import parse_bound  # most searches ask for no date

    text = value if isinstance(value, str) else value.isoformat()[:10]
    try:
        return parse_bound(text, upper=upper)
    except ValueError as error:
        raise QueryError(str(error), code="filter-invalid") from None


class Selection(NamedTuple):
    """The articles that filters and the fields of a query let through, in one corpus."""

    filters: Filters  # with whole ids
    scope: Scope
    fields: Mapping[Field, Filters] = {}  # of the query, wherever they stand in it

    @property
    def dates(self) -> list[Filters]:
        """List every span of days that was asked for."""
        return [part for part in (self.filters, *self.fields.values()) if part.dated]


def is_only_possible(selection: Selection, article: Article) -> bool:
    """Tell whether an article's date only overlaps one of the spans of days asked for."""
    return any(_overlaps(span, article) and not _inside(span, article) for span in selection.dates)


def admits(filters: Filters, article: Article) -> bool:
    """Tell whether filters with whole ids let an article through.

    An article whose date only overlaps the days asked for is let through.
    """
    return _fits_names(filters, article) and (not filters.dated or _overlaps(filters, article))


def lacks_date(filters: Filters, article: Article) -> bool:
    """Tell whether an article is left out only because its date is not known."""
    return filters.dated and article.published is None and _fits_names(filters, article)


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
        first=min((known.first for known in dates), default=""),
        last=max((known.last for known in dates), default=""),
        undated=undated,
        sources=tuple(dict.fromkeys(article.source for article in articles)),
    )


def _fits_names(filters: Filters, article: Article) -> bool:
    source = article.source.casefold()
    return all(article.id in names for names in filters.articles) and all(
        any(source.startswith(name.casefold()) for name in names) for names in filters.sources
    )


def _overlaps(filters: Filters, article: Article) -> bool:
    known = article.published
    if known is None:
        return False
    return filters.since <= known.last and (not filters.until or known.first <= filters.until)


def _inside(filters: Filters, article: Article) -> bool:
    known = article.published
    if known is None:
        return False
    return filters.since <= known.first and (not filters.until or known.last <= filters.until)


def narrow(filters: Filters, clauses: Iterable[Clause]) -> Filters:
    """Add to filters the fields among some clauses, all of which must hold."""
    for clause in clauses:
        match clause:
            case Field(name="source", value=source):
                filters = filters._replace(sources=(*filters.sources, (source,)))
            case Field(name="in", value=article):
                filters = filters._replace(articles=(*filters.articles, (article,)))
            case Field(name="date", since=first, until=last):
                filters = filters._replace(
                    since=max(filters.since, first),
                    until=min(filter(None, (filters.until, last)), default=""),
                )
    return filters


def fields(clause: Clause) -> Iterator[Field]:
    """Find the fields of a query, wherever they stand in it."""
    match clause:
        case Field():
            yield clause
        case AnyOf(clauses):
            for part in clauses:
                yield from fields(part)
        case Group():
            for part in (*clause.required, *clause.excluded, *clause.ranked):
                yield from fields(part)
