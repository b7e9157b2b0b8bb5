"""What changes the sense of a text: its numbers, its negations and its names."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal

from bcpq.model import Change
from bcpq.text.numbers import NUMBER
from bcpq.text.tokens import STOP_WORDS
from bcpq.text.typography import fold, words

_NEGATION = re.compile(
    r"(?:not?|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|hardly|barely|scarcely"
    r"|.*n't)",
    re.IGNORECASE,
)
_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "non-")
_Kind = Literal["number", "negation", "name"]
#: `un-` before a word of so many letters or fewer is taken for part of it: `to`, `into`.
_SHORT_WORD = 3


def find_changes(published: str, quoted: str) -> Iterator[Change]:
    """Name the numbers, negations and names in which two runs of words differ.

    Either may be empty: all that the other holds was left out, or put in.
    """
    if _plain(published) == _plain(quoted):
        return
    published_numbers, quoted_numbers = _numbers(published), _numbers(quoted)
    if [*map(_plain, published_numbers)] != [*map(_plain, quoted_numbers)]:
        yield _change("number", published_numbers, quoted_numbers)
    published_words, quoted_words = words(published), words(quoted)
    published_negations = [word.key for word in published_words if is_negation(word.key)]
    quoted_negations = [word.key for word in quoted_words if is_negation(word.key)]
    if published_negations != quoted_negations:
        yield _change("negation", published_negations, quoted_negations)
    for word, other in product(published_words, quoted_words):
        if _is_negative_of(word.key, other.key):
            yield Change(
                kind="negation",
                published=published[word.start : word.end],
                quoted=quoted[other.start : other.end],
            )
    published_names, quoted_names = _names(published), _names(quoted)
    if [*map(str.casefold, published_names)] != [*map(str.casefold, quoted_names)]:
        yield _change("name", published_names, quoted_names)


def is_negation(key: str) -> bool:
    """Tell whether a folded word denies something."""
    return _NEGATION.fullmatch(key) is not None


def _change(kind: _Kind, published: list[str], quoted: list[str]) -> Change:
    return Change(kind=kind, published=" ".join(published), quoted=" ".join(quoted))


def _numbers(text: str) -> list[str]:
    return [chunk for chunk in text.split() if NUMBER.search(chunk)]


def _names(text: str) -> list[str]:
    """List the words with a capital that are no stop words."""
    spelling = [(text[word.start : word.end], word.key) for word in words(text)]
    return [name for name, key in spelling if name[0].isupper() and key not in STOP_WORDS]


def _plain(text: str) -> str:
    """Reduce a text to what its numbers and words are made of: `8,000.` and `8000` are the same."""
    return re.sub(r"[^\w.%£$€]", "", fold(text)).casefold().strip(".")


def _is_negative_of(key: str, other: str) -> bool:
    """Tell whether of two folded words one denies the other by a prefix: `in` and `consistent`."""
    short, long = sorted((key, other), key=len)
    return len(short) > _SHORT_WORD and any(long == prefix + short for prefix in _NEGATIVE_PREFIXES)
