"""Which short form stands for which long one? Read off the articles themselves.

Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text", section 3:
where one of the two stands in brackets behind the other, the letters of the short form are looked for in the long one,
from the right; the first must begin a word.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bcpq.model import Acronym
from bcpq.text.tokens import stem_words, tokenize

_BRACKET = re.compile(r"\(([^()]{2,80})\)")
_SHORT = re.compile(r"[A-Z][A-Za-z0-9&-]{0,8}[A-Z]s?")
_WORD = re.compile(r"[^\s()]+")


class AcronymEntry(NamedTuple):
    """An acronym that an article spells out."""

    form: str  # the short form, folded
    stems: tuple[str, ...]  # the long form's content words
    short: str  # both as the article has them
    long: str


def spelled_out(text: str) -> Iterator[AcronymEntry]:
    """Find the acronyms of a text that are one word for several, as an index keeps them."""
    for short, long in found_in(text) if "(" in text else ():
        named, words = tokenize(short), tuple(stem_words(long))
        if len(named) == 1 and named[0].stem and len(words) > 1:
            yield AcronymEntry(named[0].form, words, short, long)


def found_in(text: str) -> Iterator[Acronym]:
    """Find the acronyms that a text spells out, such as `houses of multiple occupation (HMOs)`."""
    for bracket in _BRACKET.finditer(text):
        inner, before = bracket[1].strip(), text[: bracket.start()].rstrip()
        words = [match.start() for match in _WORD.finditer(before)]
        if _SHORT.fullmatch(inner):
            # At most min(|A| + 5, 2 |A|) words before the bracket, as the paper has it.
            size = min(len(inner) + 5, len(inner) * 2)
            long = _spelled(inner, before[words[-size] if len(words) >= size else 0 :])
            if long:
                yield Acronym(_singular(inner), long)
        elif (
            words
            and _SHORT.fullmatch(short := before[words[-1] :])
            and _spelled(short, inner) == inner
        ):
            yield Acronym(_singular(short), inner)


def _singular(short: str) -> str:
    return short.removesuffix("s")


def _spelled(short: str, candidate: str) -> str | None:
    """Give the end of a text that spells a short form out, if it is longer than one word."""
    place = len(candidate)
    letters = [letter.lower() for letter in _singular(short) if letter.isalnum()]
    for i, letter in reversed(list(enumerate(letters))):
        place -= 1
        while place >= 0 and (
            candidate[place].lower() != letter
            or (i == 0 and place > 0 and candidate[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    long = candidate[place:].strip(" ,;:")
    return long if " " in long and short not in long else None
