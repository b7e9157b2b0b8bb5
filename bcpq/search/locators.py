"""Which article or paragraph does a locator name? `bbc-2022:15`, `bbc-2022:5-9`, `bbc`, to paragraphs."""

import re
from collections.abc import Sequence

from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.model import Excerpt

_CONTEXT = re.compile(r"([^:]+)-([0-9]+)")  # a line of context, as search -C prints it
_SPAN = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def resolve(store: Store, name: str) -> str:
    """Find the id of the article that an id, or a unique beginning of one, means.

    Raises QueryError, with the candidates or the nearest ids, when it is ambiguous or unknown.
    """
    if store.number(name) is not None:
        return name
    begun = store.ids_with_prefix(name) if name else []
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise QueryError(
            f"{name!r} begins {len(begun)} article ids, give more of one: {some(begun)}"
        )
    if near := store.similar_ids(name):
        raise QueryError(f"no article {name!r}; nearest: {some(near)}")
    raise QueryError(f"no article {name!r}; the articles are: {some(store.ids_with_prefix(''))}")


def article(store: Store, name: str) -> int:
    """Find the number of the article that an id, or a unique beginning of one, means; raises as `resolve` does."""
    number = store.number(resolve(store, name))
    assert number is not None
    return number


def some(names: Sequence[str]) -> str:
    """Name the first eight of a list."""
    return ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")


def extract(store: Store, place: str) -> Excerpt:
    """Read what a locator, or an article's id alone, names; every paragraph of it, whatever its role.

    Raises QueryError when it names no article, or no paragraph of it.
    """
    context = _CONTEXT.fullmatch(place)
    if context and store.number(place) is None and store.number(context[1]) is not None:
        place = f"{context[1]}:{context[2]}"
    name, colon, span = place.partition(":")
    number = article(store, name)
    text = store.text(number)
    found = store.articles([number])[number]
    if colon:
        match = _SPAN.fullmatch(span)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 1 <= first <= last:
            raise QueryError(f"{place!r} names no paragraph: write {found.id}:3 or {found.id}:3-5")
        if last > found.length:
            there = f"the last is {found.id}:{found.length}"
            raise QueryError(
                f"{found.id} has {found.length} paragraphs, and {place!r} asks for more: {there}"
            )
        text = text[first - 1 : last]
    return Excerpt(paragraphs=tuple(text), article=found, whole=not colon)
