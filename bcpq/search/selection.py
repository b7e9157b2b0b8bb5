"""Which articles does a reader mean? Ids, sources and dates, and what they let through."""

import re

from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.query.filters import Filters, Selection, find_fields, narrow
from bcpq.query.parser import Field, Query, parse

#: What the next word of a query belongs to: without its field, it would say something else.
_JOINED = r"(?:[-+]|\bNOT|\bOR)\s*$"


def _resolved(store: Store, filters: Filters) -> Filters:
    """Give filters with whole ids; raises QueryError as `select` does."""
    if filters == Filters():
        return filters
    from bcpq.search.locators import resolve, some

    for name in (name for names in filters.articles for name in names):
        if ":" in name:
            raise QueryError(
                f"{name!r} names a paragraph: to search its article, say {name.partition(':')[0]}"
            )
    articles = tuple(tuple(resolve(store, name) for name in names) for names in filters.articles)
    sources = store.statistics.scope.sources
    for prefix in (name for names in filters.sources for name in names):
        if not any(source.casefold().startswith(prefix.casefold()) for source in sources):
            raise QueryError(
                f"no source begins with {prefix!r}; the sources are: {some(sorted(sources))}"
            )
    if filters.until and filters.since > filters.until:
        raise QueryError(f"no day is both since {filters.since} and until {filters.until}")
    return filters._replace(articles=articles)


def select(store: Store, filters: Filters) -> Selection:
    """Choose the articles that every filter lets through.

    Raises QueryError for an article or a source that is not there, and for dates that no day is between.
    """
    filters = _resolved(store, filters)
    return Selection(filters, store.scope(filters))


def field(store: Store, clause: Field) -> Filters:
    """Give the filters that a field of a query stands for.

    Raises QueryError, pointing at the field, when it names what is not there.
    """
    try:
        return _resolved(store, narrow(Filters(), [clause]))
    except QueryError as error:
        before, rest = clause.query[: clause.start], clause.query[clause.start :].partition(" ")[2]
        try:
            runs = (
                "" if re.search(_JOINED, before) else f"; try: {parse(before + rest).text.strip()}"
            )
        except QueryError:  # the field held a space, in quotation marks
            runs = ""
        raise QueryError(f"{error}{runs}", clause.query, clause.start) from None


def chosen(store: Store, filters: Filters, query: Query) -> Selection:
    """Choose the articles that filters and the fields that a whole query requires let through.

    Raises QueryError as `select` does, pointing at the field if it is one.
    """
    asked = {clause: field(store, clause) for clause in find_fields(query.root)}
    selection = select(store, narrow(filters, query.root.required))
    undated = [store.scope(found).undated for found in asked.values() if found.has_dates]
    scope = selection.scope._replace(undated=max(undated, default=selection.scope.undated))
    return Selection(selection.filters, scope, asked)
