"""Articles and paragraphs by the names that a reader uses: `bbc-2022:15`, `bbc-2022:5-9`, `bbc`."""

import re
from collections.abc import Sequence

from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.model import Excerpt, Record

#: A line of context, as `search -C` prints it: `bbc-2022-14`.
_CONTEXT_LINE = re.compile(r"([^:]+)-([0-9]+)")
_NUMBERS = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
#: Names that an error message lists.
_LISTED = 8


class _Numbers(Record):
    """The first and the last of some paragraphs."""

    first: int
    last: int


def read_excerpt(store: Store, locator: str) -> Excerpt:
    """Read what a locator names: some paragraphs, or a whole article, whatever their roles.

    Raises:
        QueryError: It names no article, more than one, or no paragraph of it.
    """
    name, colon, paragraphs = _standard_form(store, locator).partition(":")
    number = find_article_number(store, name)
    article = store.articles([number])[number]
    text = tuple(store.text(number))
    if not colon:
        return Excerpt(paragraphs=text, article=article, whole=True)
    numbers = _read_numbers(paragraphs)
    if numbers is None:
        raise QueryError(
            f"{name + colon + paragraphs!r} names no paragraph: "
            f"write {article.id}:3 or {article.id}:3-5",
            code="locator-invalid",
        )
    if numbers.last > article.length:
        raise QueryError(
            f"{article.id} has {article.length} paragraphs, "
            f"and {name + colon + paragraphs!r} asks for more: "
            f"the last is {article.id}:{article.length}",
            code="locator-invalid",
        )
    return Excerpt(paragraphs=text[numbers.first - 1 : numbers.last], article=article, whole=False)


def _standard_form(store: Store, locator: str) -> str:
    """Give a line of context the form of a locator, unless an article has it for its id."""
    context = _CONTEXT_LINE.fullmatch(locator)
    if not context or store.number(locator) is not None or store.number(context[1]) is None:
        return locator
    return f"{context[1]}:{context[2]}"


def _read_numbers(text: str) -> _Numbers | None:
    """Read `15` or `5-9`; None where that names no paragraph."""
    match = _NUMBERS.fullmatch(text)
    if not match:
        return None
    numbers = _Numbers(first=int(match[1]), last=int(match[2] or match[1]))
    return numbers if 1 <= numbers.first <= numbers.last else None


def find_article_number(store: Store, name: str) -> int:
    """Find the number of the article that an id, or a unique beginning of one, means.

    Raises:
        QueryError: It means no article, or more than one.
    """
    number = store.number(resolve_article_id(store, name))
    assert number is not None
    return number


def resolve_article_id(store: Store, name: str) -> str:
    """Find the id of the article that an id, or a unique beginning of one, means.

    Raises:
        QueryError: It means no article, or more than one; the message lists the candidates, or the
            ids that are nearest.
    """
    if store.number(name) is not None:
        return name
    candidates = store.ids_with_prefix(name) if name else []
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise QueryError(
            f"{name!r} begins {len(candidates)} article ids, "
            f"give more of one: {shorten_list(candidates)}",
            code="article-ambiguous",
        )
    if similar := store.similar_ids(name):
        hint = f"nearest: {shorten_list(similar)}"
    else:
        hint = f"the articles are: {shorten_list(store.ids_with_prefix(''))}"
    raise QueryError(f"no article {name!r}; {hint}", code="article-unknown")


def shorten_list(names: Sequence[str]) -> str:
    """Name the first few of a list."""
    return ", ".join(names[:_LISTED]) + (" ..." if len(names) > _LISTED else "")
