"""Which differences between two texts are only typographic, and which change what is said?"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from bcpq.model import Change
from bcpq.text.numbers import NUMBER
from bcpq.text.tokens import STOP_WORDS, tokenize

#: Marks that print the same thing. The primes are there because typists take them for quotation marks.
QUOTES = "'\"‘’‚‛“”„‟′″ʼ`´«»‹›＂＇"
_FOLDED = str.maketrans(
    dict.fromkeys(QUOTES, "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # soft hyphen and signs without width
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_APOSTROPHES = str.maketrans(dict.fromkeys("`´′", "'"))  # typed for one
_QUOTE_MARKS = re.compile(f"[{QUOTES}]+")
_DOTS = re.compile(r"\s*\.(?: ?\.){2,}\s*")
_DASHES = re.compile(r"\s*-+\s*")
_MARKS = re.compile(r"(?<!\w)'|(?<=[^\Ws])'(?!\w)")
_SPACES = re.compile(r"\s+")

_NEGATION = re.compile(
    r"(?:not?|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|hardly|barely|scarcely|.*n't)",
    re.IGNORECASE,
)
_NEGATED = ("un", "in", "im", "ir", "il", "dis", "non", "non-")


class Word(NamedTuple):
    """A word of a text as it is written, only its case and typography folded."""

    key: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Split a text into its words, in order."""
    text = text.translate(_APOSTROPHES)
    return [
        Word(_key(text[token.start : token.end]), token.start, token.end)
        for token in tokenize(text)
    ]


def _key(word: str) -> str:
    return word.lower() if word.isascii() and word.isalnum() else fold(word).casefold()


def fold(text: str) -> str:
    """Fold quotation marks, dashes, spaces, dots of an ellipsis, ligatures and the ways to write an accent."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_FOLDED)
    text = _QUOTE_MARKS.sub("'", text)
    text = _DOTS.sub("…", text)
    text = _DASHES.sub("-", text)
    return _SPACES.sub(" ", text)


def unmarked(text: str) -> str:
    """Fold a text, and take out its quotation marks and spaces."""
    return re.sub(r"[' ]", "", fold(text))


def unquoted(folded: str) -> str:
    """Take the quotation marks out of a folded text, but not what may be an apostrophe."""
    return _MARKS.sub("", folded)


def inside(text: str, place: int) -> bool:
    """Tell whether a place in a text lies within a word or a number: `£20million`, `8,000`, `children’s`, `5%`."""
    if not 0 < place < len(text):
        return False
    two, a, b, three = (
        text[place - 2 : place - 1],
        text[place - 1],
        text[place],
        text[place + 1 : place + 2],
    )
    if _joins(a) and _joins(b):
        return True
    if (a in "£$€" and b.isdigit()) or (a.isdigit() and b in "%‰"):
        return True
    marks = ".,:/" if a.isdigit() or b.isdigit() else "'’ʼ＇"
    if b in marks:
        return _alike(a, three, marks)
    return a in marks and _alike(two, b, marks)


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) > 0


def _alike(a: str, b: str, marks: str) -> bool:
    return a.isdigit() and b.isdigit() if "." in marks else a.isalnum() and b.isalnum()


def changes(published: str, quoted: str) -> Iterator[Change]:
    """Name the numbers, negations and names that differ between two runs of words, one of which may be empty."""
    was, now = words(published), words(quoted)
    if _plain(published) == _plain(quoted):
        return
    numbers = [
        [chunk for chunk in text.split() if NUMBER.search(chunk)] for text in (published, quoted)
    ]
    if [_plain(number) for number in numbers[0]] != [_plain(number) for number in numbers[1]]:
        yield Change("number", *map(" ".join, numbers))
    denials = [[word.key for word in part if is_negation(word.key)] for part in (was, now)]
    if denials[0] != denials[1]:
        yield Change("negation", *map(" ".join, denials))
    for a, b in product(was, now):
        if _negates(a.key, b.key):
            yield Change("negation", published[a.start : a.end], quoted[b.start : b.end])
    names = [_names(text) for text in (published, quoted)]
    if [name.casefold() for name in names[0]] != [name.casefold() for name in names[1]]:
        yield Change("name", *map(" ".join, names))


def _names(text: str) -> list[str]:
    found = ((text[word.start : word.end], word.key) for word in words(text))
    return [name for name, key in found if name[0].isupper() and key not in STOP_WORDS]


def is_negation(key: str) -> bool:
    """Tell whether a folded word denies something."""
    return _NEGATION.fullmatch(key) is not None


def _plain(number: str) -> str:
    return re.sub(r"[^\w.%£$€]", "", fold(number)).casefold().strip(".")


def _negates(a: str, b: str) -> bool:
    """Tell whether one folded word is the other with a prefix that denies it, such as `consistent`, `inconsistent`."""
    short, long = sorted((a, b), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _NEGATED)
