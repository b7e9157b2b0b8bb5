"""Which articles does a reader mean? Ids, sources and dates to articles."""

from collections.abc import Iterable
from typing import NamedTuple

from bcpq.errors import QueryError
from bcpq.locators import resolve, some
from bcpq.model import Article, Filters, Searched, summed_up
from bcpq.query import Clause, Field, Query, parse
from bcpq.store import Store


class Selection(NamedTuple):
    """The articles, by number, that filters let through."""

    numbers: frozenset[int] | None  # None: all
    possible: frozenset[int]  # of these, the ones whose date only overlaps the dates asked for
    searched: Searched


def select(store: Store, filters: Filters) -> Selection:
    """Choose the articles that every filter lets through.

    Raises QueryError for an article or a source that is not there, and for dates that no day is between.
    """
    if filters == Filters():
        return Selection(None, frozenset(), store.everything)
    named = {resolve(store, name) for name in filters.articles}
    articles = store.articles(None if filters.sources or not named else named)
    kept = {n: article for n, article in articles.items() if named <= {n}}
    for prefix in filters.sources:
        if not any(_begins(article, prefix) for article in articles.values()):
            sources = sorted({article.source for article in articles.values()})
            raise QueryError(f"no source begins with {prefix!r}; the sources are: {some(sources)}")
        kept = {n: article for n, article in kept.items() if _begins(article, prefix)}
    if not (filters.since or filters.until):
        return Selection(frozenset(kept), frozenset(), summed_up(kept.values()))
    since, until = filters.since, filters.until or "9999-12-31"
    if since > until:
        raise QueryError(f"no day is both since {since} and until {until}")
    dated = {n: article.published for n, article in kept.items() if article.published}
    inside = {n for n, days in dated.items() if since <= days.first and days.last <= until}
    overlapping = {n for n, days in dated.items() if since <= days.last and days.first <= until}
    summary = summed_up([kept[n] for n in sorted(overlapping)], undated=len(kept) - len(dated))
    return Selection(frozenset(overlapping), frozenset(overlapping - inside), summary)


def _begins(article: Article, prefix: str) -> bool:
    return article.source.casefold().startswith(prefix.casefold())


def narrowed(filters: Filters, clauses: Iterable[Clause]) -> Filters:
    """Add to the filters the fields among clauses that must hold."""
    sources, articles, since, until = filters
    for clause in clauses:
        match clause:
            case Field("source", prefix):
                sources += (prefix,)
            case Field("in", article):
                articles += (article,)
            case Field("date", _, first, last):
                since = max(since, first)
                until = min(filter(None, (until, last)), default="")
    return Filters(sources, articles, since, until)


def field(store: Store, clause: Field) -> Selection:
    """Choose the articles of a field of a query.

    Raises QueryError, pointing at the field, when it names what is not there.
    """
    try:
        return select(store, narrowed(Filters(), [clause]))
    except QueryError as error:
        rest = clause.query[: clause.start] + clause.query[clause.start :].partition(" ")[2]
        try:
            runs = f"; try: {parse(rest).text.strip()}"
        except QueryError:  # the field held a space, in quotation marks
            runs = ""
        raise QueryError(f"{error}{runs}", clause.query, clause.start) from None


def chosen(store: Store, filters: Filters, query: Query) -> Selection:
    """Choose the articles that filters and the fields that a whole query requires let through.

    Raises QueryError as select does.
    """
    for clause in query.root.required:
        if isinstance(clause, Field):
            field(store, clause)  # by itself, so that an error points at it
    return select(store, narrowed(filters, query.root.required))
