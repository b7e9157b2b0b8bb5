"""The options that choose articles, as the API takes them."""

from typing import TypedDict

from bcpq.errors import UsageError
from bcpq.query.filters import Filters


class FilterArguments(TypedDict):
    """What the methods of a corpus take to choose articles."""

    sources: list[str]
    articles: list[str]
    since: str | None
    until: str | None


def read_filters(
    source: str | None, article: str | None, since: str | None, until: str | None
) -> FilterArguments:
    """Read --source, --in, --since and --until.

    Raises UsageError for an empty one and QueryError for a malformed date.
    """
    options = {"--source": source, "--in": article, "--since": since, "--until": until}
    for flag, value in options.items():
        if value is not None and not value.strip():
            raise UsageError(f"{flag} is empty: leave it out, or say what it should be")
    arguments: FilterArguments = {
        "sources": [source] if source else [],
        "articles": [article] if article else [],
        "since": since,
        "until": until,
    }
    Filters(**arguments)  # before the corpus is opened, so that a slip is shown at once
    return arguments
