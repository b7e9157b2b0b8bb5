"""The acronyms that an article spells out, such as `houses of multiple occupation (HMOs)`.

Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical
text", section 3: where a short form and a long form stand side by side, one of them in brackets,
the letters of the short form are looked for in the long one, from right to left. The first letter
must begin a word.
"""

import re
from collections.abc import Iterator

from bcpq.model import Acronym, AcronymEntry
from bcpq.text.tokens import stem_words, tokenize

# These are compiled, and kept by re, when they are first used: a search only uses AcronymEntry.
_BRACKET = r"\(([^()]{2,80})\)"
_SHORT_FORM = r"[A-Z][A-Za-z0-9&-]{0,8}[A-Z]s?"
_WORD = r"[^\s()]+"


def find_acronyms(text: str) -> Iterator[AcronymEntry]:
    """Find the acronyms that an index keeps: those that are one word for several content words."""
    for acronym in find_definitions(text):
        words = tokenize(acronym.short)
        long_stems = tuple(stem_words(acronym.long))
        if len(words) == 1 and words[0].stem and len(long_stems) > 1:
            yield AcronymEntry(
                form=words[0].form, stems=long_stems, short=acronym.short, long=acronym.long
            )


def find_definitions(text: str) -> Iterator[Acronym]:
    """Find the acronyms that a text spells out, in either order: `long (SHORT)`, `SHORT (long)`."""
    if "(" not in text:
        return
    for bracket in re.finditer(_BRACKET, text):
        inner, before = bracket[1].strip(), text[: bracket.start()].rstrip()
        word_starts = [match.start() for match in re.finditer(_WORD, before)]
        if not word_starts:
            continue
        last_word = before[word_starts[-1] :]
        if re.fullmatch(_SHORT_FORM, inner):
            nearby = before[word_starts[-_window(inner) :][0] :]
            if long := _find_long_form(inner, nearby):
                yield Acronym(short=_singular(inner), long=long)
        elif re.fullmatch(_SHORT_FORM, last_word) and _find_long_form(last_word, inner) == inner:
            yield Acronym(short=_singular(last_word), long=inner)


def _window(short: str) -> int:
    """Give how many words before the bracket may belong to the long form, as in the paper."""
    return min(len(short) + 5, len(short) * 2)


def _singular(short: str) -> str:
    return short.removesuffix("s")


def _find_long_form(short: str, candidate: str) -> str | None:
    """Find the end of a text that spells a short form out; None unless it has several words."""
    place = len(candidate)
    letters = [letter.lower() for letter in _singular(short) if letter.isalnum()]
    for i in reversed(range(len(letters))):
        place -= 1
        while place >= 0 and not _fits(candidate, place, letters[i], begins_word=i == 0):
            place -= 1
        if place < 0:
            return None
    long = candidate[place:].strip(" ,;:")
    return long if " " in long and short not in long else None


def _fits(candidate: str, place: int, letter: str, *, begins_word: bool) -> bool:
    """Tell whether a letter of the short form can stand for the character at a place."""
    if candidate[place].lower() != letter:
        return False
    return not begins_word or place == 0 or not candidate[place - 1].isalnum()
