"""Which article or paragraph does a locator name? `bbc-2022:15`, `bbc-2022:5-9`, `bbc`, to paragraphs."""

import re

from bcpq.errors import QueryError
from bcpq.model import Extract
from bcpq.store import Store

_CONTEXT = re.compile(r"([^:]+)-([0-9]+)")  # a line of context, as search -C prints it
_SPAN = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def resolve(store: Store, name: str) -> int:
    """Find the number of the article that an id, or a unique beginning of one, means.

    Raises QueryError, with the candidates or the nearest ids, when it is ambiguous or unknown.
    """
    ids = {identifier: n for n, identifier in enumerate(store.ids())}
    if name in ids:
        return ids[name]
    begins = [identifier for identifier in ids if name and identifier.startswith(name)]
    if len(begins) == 1:
        return ids[begins[0]]
    if begins:
        raise QueryError(f"{name!r} begins {len(begins)} article ids, give more of one: {some(begins)}")
    from difflib import get_close_matches

    near = get_close_matches(name, ids, n=3, cutoff=0.5)
    raise QueryError(f"no article {name!r}; {'nearest' if near else 'the articles are'}: {some(near or list(ids))}")


def some(names: list[str]) -> str:
    """Name the first eight of a list."""
    return ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")


def extract(store: Store, place: str) -> Extract:
    """Read what a locator, or an article's id alone, names; every paragraph of it, whatever its role.

    Raises QueryError when it names no article, or no paragraph of it.
    """
    if (context := _CONTEXT.fullmatch(place)) and context[1] in store.ids():
        place = f"{context[1]}:{context[2]}"
    name, colon, span = place.partition(":")
    number = resolve(store, name)
    text = store.text(number)
    article = store.articles([number])[number]
    if colon:
        match = _SPAN.fullmatch(span)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 1 <= first <= last:
            raise QueryError(f"{place!r} names no paragraph: write {article.id}:3 or {article.id}:3-5")
        if last > article.length:
            raise QueryError(f"{article.id} has {article.length} paragraphs, and {place!r} asks for more")
        text = text[first - 1 : last]
    return Extract(article, tuple(text), not colon)
