"""Which articles does a reader mean? Ids, sources and dates, and what they let through."""

import re
from collections.abc import Iterable, Iterator

from bcpq.errors import QueryError
from bcpq.model import Article, Filters, Searched
from bcpq.query import Clause, Either, Field, Group, Query, parse
from bcpq.store import Selection, Store

#: What the next word of a query belongs to: without its field, it would say something else.
_JOINED = r"(?:[-+]|\bNOT|\bOR)\s*$"


def possible(selection: Selection, article: Article) -> bool:
    """Tell whether an article's date only overlaps one of the spans of days that were asked for."""
    return any(_overlaps(span, article) and not _inside(span, article) for span in selection.dates)


def lets(filters: Filters, article: Article) -> bool:
    """Tell whether filters with whole ids let an article through; one whose date only overlaps theirs is let."""
    return _named(filters, article) and (not filters.dated or _overlaps(filters, article))


def lacks_date(filters: Filters, article: Article) -> bool:
    """Tell whether an article is left out only for having no date."""
    return filters.dated and article.published is None and _named(filters, article)


def summed_up(articles: Iterable[Article], undated: int = 0) -> Searched:
    """Sum up the articles that a search looks at, of which `undated` more were left out."""
    articles = list(articles)
    days = [article.published for article in articles if article.published]
    return Searched(
        len(articles),
        min((day.first for day in days), default=""),
        max((day.last for day in days), default=""),
        undated,
        tuple(dict.fromkeys(article.source for article in articles)),
    )


def _named(filters: Filters, article: Article) -> bool:
    source = article.source.casefold()
    return all(article.id == name for name in filters.articles) and all(
        source.startswith(prefix.casefold()) for prefix in filters.sources
    )


def _overlaps(filters: Filters, article: Article) -> bool:
    days = article.published
    return days is not None and filters.since <= days.last and (not filters.until or days.first <= filters.until)


def _inside(filters: Filters, article: Article) -> bool:
    days = article.published
    return days is not None and filters.since <= days.first and (not filters.until or days.last <= filters.until)


def _resolved(store: Store, filters: Filters) -> Filters:
    """Give filters with whole ids; raises QueryError as `select` does."""
    if filters == Filters():
        return filters
    from bcpq.locators import resolve, some  # most searches name nothing

    for name in filters.articles:
        if ":" in name:
            raise QueryError(f"{name!r} names a paragraph: to search its article, say {name.partition(':')[0]}")
    articles = tuple(resolve(store, name) for name in filters.articles)
    sources = store.everything.sources
    for prefix in filters.sources:
        if not any(source.casefold().startswith(prefix.casefold()) for source in sources):
            raise QueryError(f"no source begins with {prefix!r}; the sources are: {some(sorted(sources))}")
    if filters.until and filters.since > filters.until:
        raise QueryError(f"no day is both since {filters.since} and until {filters.until}")
    return filters._replace(articles=articles)


def select(store: Store, filters: Filters) -> Selection:
    """Choose the articles that every filter lets through.

    Raises QueryError for an article or a source that is not there, and for dates that no day is between.
    """
    filters = _resolved(store, filters)
    return Selection(filters, store.searched(filters))


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


def field(store: Store, clause: Field) -> Filters:
    """Give the filters that a field of a query stands for.

    Raises QueryError, pointing at the field, when it names what is not there.
    """
    try:
        return _resolved(store, narrowed(Filters(), [clause]))
    except QueryError as error:
        before, rest = clause.query[: clause.start], clause.query[clause.start :].partition(" ")[2]
        try:
            runs = "" if re.search(_JOINED, before) else f"; try: {parse(before + rest).text.strip()}"
        except QueryError:  # the field held a space, in quotation marks
            runs = ""
        raise QueryError(f"{error}{runs}", clause.query, clause.start) from None


def fields(clause: Clause) -> Iterator[Field]:
    """Find the fields of a query, wherever they stand in it."""
    match clause:
        case Field():
            yield clause
        case Either(clauses):
            for part in clauses:
                yield from fields(part)
        case Group():
            for part in (*clause.required, *clause.excluded, *clause.ranked):
                yield from fields(part)


def chosen(store: Store, filters: Filters, query: Query) -> Selection:
    """Choose the articles that filters and the fields that a whole query requires let through.

    Raises QueryError as `select` does, pointing at the field if it is one.
    """
    asked = {clause: field(store, clause) for clause in fields(query.root)}
    filters, searched, _ = select(store, narrowed(filters, query.root.required))
    undated = [store.searched(found).undated for found in asked.values() if found.dated]
    return Selection(filters, searched._replace(undated=max(undated, default=searched.undated)), asked)
