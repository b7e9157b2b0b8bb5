"""The typography of a text: what of it makes no difference, and where its words begin and end."""

import re
import unicodedata
from typing import NamedTuple

from bcpq.text.marks import QUOTATION_MARKS
from bcpq.text.tokens import tokenize

_FOLDED = str.maketrans(
    dict.fromkeys(QUOTATION_MARKS, "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # soft hyphen and signs without width
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_APOSTROPHES = str.maketrans(dict.fromkeys("`´′", "'"))  # typed for one
_MARKS = re.compile(f"[{QUOTATION_MARKS}]+")
_DOTS = re.compile(r"\s*\.(?: ?\.){2,}\s*")
_DASHES = re.compile(r"\s*-+\s*")
_SPACES = re.compile(r"\s+")
#: A folded mark that is no apostrophe: before a word, or after one.
_FOLDED_MARK = re.compile(r"(?<!\w)'|(?<=[^\Ws])'(?!\w)")


class Word(NamedTuple):
    """A word of a text as it is written, only its case and typography folded."""

    key: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Split a text into its words, in order."""
    text = text.translate(_APOSTROPHES)
    return [
        Word(key=_key(text[token.start : token.end]), start=token.start, end=token.end)
        for token in tokenize(text)
    ]


def _key(word: str) -> str:
    return word.lower() if word.isascii() and word.isalnum() else fold(word).casefold()


def fold(text: str) -> str:
    """Fold marks, dashes, spaces, dots of an ellipsis, ligatures and ways to write an accent."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_FOLDED)
    text = _MARKS.sub("'", text)
    text = _DOTS.sub("…", text)
    text = _DASHES.sub("-", text)
    return _SPACES.sub(" ", text)


def strip_marks_and_spaces(text: str) -> str:
    """Fold a text, and take out its quotation marks and spaces."""
    return re.sub(r"[' ]", "", fold(text))


def strip_marks(folded: str) -> str:
    """Take the quotation marks out of a folded text, but not what may be an apostrophe."""
    return _FOLDED_MARK.sub("", folded)


def is_inside_word(text: str, place: int) -> bool:
    """Tell whether a place lies within a word or a number: `£20million`, `8,000`, `children’s`."""
    if not 0 < place < len(text):
        return False
    second_before, before = text[place - 2 : place - 1], text[place - 1]
    after, second_after = text[place], text[place + 1 : place + 2]
    if _is_letter(before) and _is_letter(after):
        return True
    if (before in "£$€" and after.isdigit()) or (before.isdigit() and after in "%‰"):
        return True
    if before.isdigit() or after.isdigit():  # the marks within a number, else within a word
        joins = ".,:/"
        if after in joins:
            return before.isdigit() and second_after.isdigit()
        return before in joins and second_before.isdigit() and after.isdigit()
    joins = "'’ʼ＇"
    if after in joins:
        return before.isalnum() and second_after.isalnum()
    return before in joins and second_before.isalnum() and after.isalnum()


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) > 0
