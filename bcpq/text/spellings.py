"""What differs between two texts where no word is another: the case, a hyphen, a separator.

A verdict on what is not exact reads this module.
"""

import re
from itertools import combinations

from bcpq.model import Spelling
from bcpq.text.marks import HYPHENS
from bcpq.text.typography import fold, join_numbers, strip_marks

#: A hyphen within a word, with a letter on one side at least: not the one of `2021-22` or `-50`.
_HYPHENS = re.escape(HYPHENS)
_HYPHEN = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}](?=[^\W_])|(?<=[^\W_])[{_HYPHENS}](?=[^\W\d_])")
#: What stands for such a hyphen, so that no dash is taken for one: a character of private use.
_HYPHEN_SIGN = "\ue000"
_NO_GAP = re.compile(f"[^ {_HYPHEN_SIGN}]")
_SPELLINGS: tuple[Spelling, ...] = ("case", "hyphen", "separator")


def find_spellings(quoted: str, published: str) -> tuple[Spelling, ...] | None:
    """Name all in which two texts differ beside typography: the case of letters, a hyphen, or how a
    number is separated; None where they differ in more.
    """
    texts = (quoted, published)
    for count in range(len(_SPELLINGS) + 1):
        for spellings in combinations(_SPELLINGS, count):
            if _is_same_but_for(texts, spellings):
                return spellings
    return None


def _is_same_but_for(texts: tuple[str, str], spellings: tuple[Spelling, ...]) -> bool:
    if "hyphen" in spellings:
        texts = (_HYPHEN.sub(_HYPHEN_SIGN, texts[0]), _HYPHEN.sub(_HYPHEN_SIGN, texts[1]))
    one, other = (strip_marks(fold(text)) for text in texts)
    if "case" in spellings:
        one, other = one.casefold(), other.casefold()
    if "separator" in spellings:
        one, other = join_numbers(one), join_numbers(other)
    return one == other or ("hyphen" in spellings and _is_same_but_for_hyphens(one, other))


def _is_same_but_for_hyphens(one: str, other: str) -> bool:
    """Tell whether two texts are equal but for places where one has a hyphen, and the other a space
    or nothing.
    """
    if _NO_GAP.findall(one) != _NO_GAP.findall(other):
        return False
    gaps = zip(_NO_GAP.split(one), _NO_GAP.split(other), strict=True)
    return all(gap == beside or _HYPHEN_SIGN in gap + beside for gap, beside in gaps)
