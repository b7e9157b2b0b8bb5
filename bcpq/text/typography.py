"""The typography of a text: what of it makes no difference, and where its words begin and end."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from bcpq.text.marks import APOSTROPHES, HYPHENS, QUOTATION_MARKS
from bcpq.text.tokens import tokenize

#: Whatever may be read as other characters, or as none: all but ASCII, the letters and signs of
#: western languages, dashes, quotation marks, spaces and currencies, of which most texts are made.
_UNUSUAL = re.compile(r"[^\x00-\xac\xae-\u017e\u2010-\u2029\u202f-\u205f\u20a0-\u20cf]")
#: They turn the order of letters about, so that a reader sees another text than there is.
_OVERRIDES = "\u202d\u202e"
#: The signs without a width that Unicode does not call format characters, by their names.
_SELECTORS = ("VARIATION SELECTOR", "COMBINING GRAPHEME JOINER")
#: The variants of letters (Unicode Standard Annex 44, table 14) that are the same letter in another
#: face. Not among them: `<super>`, `<sub>`, `<fraction>`, `<circle>`, `<square>`, with which `5⁰`
#: and `½` are written.
_FACES = frozenset(
    "<compat> <font> <wide> <narrow> <small> <initial> <medial> <final> <isolated>".split()
)
#: Signs and digits are read as others only where the width or the face alone differs: `％`, `５`.
_FACES_OF_SIGNS = frozenset("<font> <wide> <narrow> <small>".split())
_BULLETS = "•‣◦▪▫●○■□∙➢➤"
_FOLDED = str.maketrans(
    dict.fromkeys({*QUOTATION_MARKS, *APOSTROPHES}, "'")
    | dict.fromkeys({*HYPHENS, *"‒–—―−⸺⸻"}, "-")
    | dict.fromkeys(_BULLETS, " ")
    | {"…": "..."}
)
#: Typed for an apostrophe; the tokenizer knows the others.
_APOSTROPHES = str.maketrans(dict.fromkeys({*APOSTROPHES} - {*"'’ʼ＇‘"}, "'"))
# These are compiled, and kept by re, when they are first used, as most quotations do not need them.
#: An opening mark within a word is an apostrophe that a word processor turned about.
_TURNED = r"(?<=[^\W\d_])‘(?=[^\W\d_])"
#: A space that keeps the digits of a number together, as the SI has it: `8 000`.
_DIGIT_SPACES = "\u00a0\u2009\u202f"
_DIGIT_SPACE = rf"(?<=[0-9])[{_DIGIT_SPACES}](?=[0-9]{{3}}(?![0-9]))"
_MARKS = re.compile(f"[{QUOTATION_MARKS}]+")
_DOTS = re.compile(r" ?\.(?: ?\.){2,} ?")
_DASHES = re.compile(r" ?-+ ?")
_SPACES = re.compile(r"\s+")
#: A folded mark that is no apostrophe: before a word, or after one.
_FOLDED_MARK = re.compile(r"(?<!\w)'|(?<=[^\Ws])'(?!\w)")
#: How a number is separated, in a folded text: its digits from each other, and from what is
#: counted in, of which news writes either `£20million` or `£20 million`.
_DIGIT_GROUPS = r"(?<![0-9.,])[0-9]{1,3}(?:[ ,][0-9]{3})+(?![0-9])"
_SPACE_BEFORE_UNIT = (
    r"(?i)(?<=[0-9]) (?=(?:(?:hundred|thousand|(?:m|b|tr)illion)s?"
    r"|[mk]|bn|tn|[ap]m|[kcm]m|kg|mph)(?!\w)|%)"
)
#: A first word in capitals is a way to print the beginning of a text from so many letters on: of
#: the acronyms that are another word in small letters (US, IT, WHO, AIDS) none has more than four.
_CAPITALS = r"[^\W\d_]{5,}"
#: How many characters around a place are read: format characters may stand between two letters.
_AROUND = 12


class Word(NamedTuple):
    """A word of a text as it is written, only its case and typography folded."""

    key: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Split a text into its words, in order."""
    if text.isascii():
        plain, places = text.replace("`", "'"), None
    else:
        plain, places = _read_plainly(text)
    found = [
        Word(key=_key(plain[token.start : token.end]), start=token.start, end=token.end)
        for token in tokenize(plain)
    ]
    if places is None:
        return found
    return [word._replace(start=places[word.start], end=places[word.end - 1] + 1) for word in found]


def _read_plainly(text: str) -> tuple[str, list[int] | None]:
    """Read a text as the tokenizer knows it, with the place of each character in the text; None
    where those are the same.
    """
    plain, places = text, None
    if _UNUSUAL.search(text):
        places = [
            place
            for place, character in enumerate(text)
            for _ in (plain_character(character) if _UNUSUAL.match(character) else character)
        ]
        plain = plain_characters(text)
    plain = plain.translate(_APOSTROPHES)
    if "‘" in plain:
        plain = re.sub(_TURNED, "'", plain)
    if any(space in plain for space in _DIGIT_SPACES):
        plain = re.sub(_DIGIT_SPACE, ",", plain)
    return plain, places


def _key(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    return fold(word).casefold()


def plain_text(text: str) -> str:
    """Write a text as the tokenizer knows its words: with usual letters, apostrophes and commas
    within numbers.
    """
    return text if text.isascii() else _read_plainly(text)[0]


def plain_characters(text: str) -> str:
    """Read letters, digits and signs in other faces and widths as the usual ones, and format
    characters as nothing; not those that turn the order of letters about.
    """
    if text.isascii():
        return text
    return _UNUSUAL.sub(lambda match: plain_character(match[0]), text)


@cache
def plain_character(character: str) -> str:
    """Read one character in this way: `ﬁ` as `fi`, but `²` and `½` as they are."""
    if character in _OVERRIDES:
        return character
    category = unicodedata.category(character)
    name = unicodedata.name(character, "")
    if category == "Cf" or any(selector in name for selector in _SELECTORS):
        return ""
    face = unicodedata.decomposition(character).partition(" ")[0]
    faces = _FACES if category[0] == "L" else _FACES_OF_SIGNS
    return unicodedata.normalize("NFKC", character) if face in faces else character


def fold(text: str) -> str:
    """Fold marks, dashes, spaces, dots of an ellipsis, faces of letters and ways to write an
    accent; format characters and bullets go.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", plain_characters(text)).translate(_FOLDED)
    text = _MARKS.sub("'", _SPACES.sub(" ", text))
    return _DASHES.sub("-", _DOTS.sub("…", text))


def strip_marks_and_spaces(text: str) -> str:
    """Fold a text, and take out its quotation marks and spaces."""
    return re.sub(r"[' ]", "", fold(text))


def strip_marks(folded: str) -> str:
    """Take the quotation marks out of a folded text, but not what may be an apostrophe."""
    return _FOLDED_MARK.sub("", folded)


def respace_numbers(folded: str) -> str:
    """Fold the spaces in the numbers of a folded text: `8 000` is `8,000`, and `20 million` is
    `20million`.
    """
    grouped = re.sub(_DIGIT_GROUPS, lambda match: match[0].replace(" ", ","), folded)
    return re.sub(_SPACE_BEFORE_UNIT, "", grouped)


def join_numbers(folded: str) -> str:
    """Take out of a folded text all that separates its numbers: `8,000` is `8000`."""
    grouped = respace_numbers(folded)
    return re.sub(_DIGIT_GROUPS, lambda match: match[0].replace(",", ""), grouped)


def is_same(quoted: str, published: str) -> bool:
    """Tell whether two texts differ in typography at most: in quotation marks, in the
    spaces of a number, in the case of their first letter, or of a first word that was published in
    capitals.
    """
    quoted, published = strip_marks(fold(quoted)), strip_marks(fold(published))
    if quoted != published:
        quoted, published = respace_numbers(quoted), respace_numbers(published)
    return take_start(published, quoted) == quoted


def take_start(published: str, quoted: str) -> str:
    """Give a published text the case that a quoted one has at its beginning, if that is free."""
    if published[:1].casefold() != quoted[:1].casefold():
        return published
    word = re.match(_CAPITALS, published)
    if word and word[0].isupper() and word[0].casefold() == quoted[: word.end()].casefold():
        return quoted[: word.end()] + published[word.end() :]
    return quoted[:1] + published[1:]


def is_inside_word(text: str, place: int) -> bool:
    """Tell whether a place lies within a word or a number: `£20million`, `8,000`, `children’s`."""
    left = plain_characters(text[max(0, place - _AROUND) : place])
    right = plain_characters(text[place : place + _AROUND])
    if not left or not right:
        return False
    second_before, before = left[-2:-1], left[-1]
    after, second_after = right[0], right[1:2]
    if _is_letter(before) and _is_letter(after):
        return True
    if (before in "£$€" and after.isdigit()) or (before.isdigit() and after in "%‰"):
        return True
    if before.isdigit() or after.isdigit():  # the marks within a number, else within a word
        joins = ".,:/"
        if after in joins:
            return before.isdigit() and second_after.isdigit()
        return before in joins and second_before.isdigit() and after.isdigit()
    joins = APOSTROPHES
    if after in joins:
        return before.isalnum() and second_after.isalnum()
    return before in joins and second_before.isalnum() and after.isalnum()


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) > 0
