"""The articles of a corpus that filters and the fields of a query choose."""

import re

from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.query.filters import Filters, Selection, find_fields, has_prefix, narrow
from bcpq.query.parser import Field, Query, parse

#: An operator that applies to what follows: without its field, the query would say something else.
_OPERATOR_BEFORE = r"(?:[-+]|\bNOT|\bOR)\s*$"


def select(store: Store, filters: Filters) -> Selection:
    """Choose the articles that filters admit.

    Raises:
        QueryError: They name an article or a source that is not there, or no day can pass them.
    """
    filters = _resolve(store, filters)
    return Selection(filters=filters, scope=store.scope(filters))


def select_for_query(store: Store, filters: Filters, query: Query) -> Selection:
    """Choose the articles that filters admit, and the fields that a whole query requires.

    Raises:
        QueryError: As `select` does; the error points at the field, if one is at fault.
    """
    fields = {field: resolve_field(store, field) for field in find_fields(query.root)}
    selection = select(store, narrow(filters, query.root.required))
    undated = [store.scope(field).undated for field in fields.values() if field.has_dates]
    scope = selection.scope.replace(undated=max(undated, default=selection.scope.undated))
    return Selection(filters=selection.filters, scope=scope, fields=fields)


def resolve_field(store: Store, field: Field) -> Filters:
    """Give the filters that a field of a query stands for, with whole ids.

    Raises:
        QueryError: It names what is not there. The error points at the field, and offers the query
            without it.
    """
    try:
        return _resolve(store, narrow(Filters(), [field]))
    except QueryError as error:
        message = f"{error}{_offer_without(field)}"
        raise QueryError(message, field.query, field.start, code=error.code) from None


def _offer_without(field: Field) -> str:
    """Offer the query without a field, where that runs."""
    before = field.query[: field.start]
    after = field.query[field.start :].partition(" ")[2]
    if re.search(_OPERATOR_BEFORE, before):
        return ""
    try:
        return f"; try: {parse(before + after).text.strip()}"
    except QueryError:  # the field held a space, in quotation marks
        return ""


def _resolve(store: Store, filters: Filters) -> Filters:
    """Check the names in filters, and give them with whole ids."""
    if filters == Filters():
        return filters
    from bcpq.search.locators import resolve_article_id, shorten_list  # most searches have none

    for name in (name for names in filters.articles for name in names):
        if ":" in name:
            raise QueryError(
                f"{name!r} names a paragraph: to search its article, say {name.partition(':')[0]}",
                code="filter-invalid",
            )
    articles = tuple(
        tuple(resolve_article_id(store, name) for name in names) for names in filters.articles
    )
    sources = store.statistics.scope.sources
    for prefix in (name for names in filters.sources for name in names):
        if not any(has_prefix(source, prefix) for source in sources):
            raise QueryError(
                f"no source begins with {prefix!r}; the sources are: "
                f"{shorten_list(sorted(sources))}",
                code="source-unknown",
            )
    if filters.until and filters.since > filters.until:
        raise QueryError(
            f"no day is both since {filters.since} and until {filters.until}",
            code="filter-invalid",
        )
    return filters._replace(articles=articles)
