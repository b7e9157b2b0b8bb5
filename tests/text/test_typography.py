"""What of a text is only typographic, and where its words begin and end."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.text.typography import fold, is_inside_word, is_same, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“front door”", "'front door'"),
        ("‘‘twice’’", '"twice"'),
        ("children’s", "children's"),
        ("poor – much", "poor—much"),
        ("poor -- much", "poor−much"),
        ("and… yet", "and ... yet"),
        ("and . . . yet", "and…yet"),
        ("a\u00a0b\u2009c", "a b  c"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301lan", "\u00e9lan"),
        ("\ufb01t", "fit"),
        ("ﬆeady progreſſ", "steady progress"),
        ("Ｔｈｅ　５０％", "The 50%"),
        ("𝐍𝐨𝐭 𝟓𝟎", "Not 50"),
        ("That‘s thatʼs thatꞌs", "That's that´s that`s"),
        ("follow⁃up follow˗up", "follow－up follow﹣up"),
        ("one • two", "one two"),
        ("\u202anot\u200b f\u2060it\ufe0e\u202c", "not fit"),
    ],
)
def test_same_but_for_typography(one: str, other: str) -> None:
    """Quotation marks, dashes, spaces, dots, ligatures and ways to write an accent are folded."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("left, trying", "left trying"),
        ("re-form", "reform"),
        ("Poole", "poole"),
        ("£20", "20"),
        ("½", "12"),
        ("½", "1⁄2"),
        ("5⁰", "50"),
        ("٥٠", "50"),
        ("аre", "are"),  # the first is Cyrillic
        ("€20", "£20"),
        ("\u202enot", "not"),
        ("are\u200bapplied", "are applied"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    """What changes a number, a pause, a word or a name is not folded."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "cut",
    [
        "chil|dren",
        "children|’s",
        "children’|s",
        "8|,000",
        "8,|000",
        "£|20",
        "20|million",
        "5|%",
        "1.|5",
        "e|\u0301",
        "O’|Brien",
        "20\u200b|million",
        "pur|\u2060pose",
        "That|‘s",
    ],
)
def test_inside_a_word(cut: str) -> None:
    """A word, a number with its sign, and a possessive are not cut."""
    before, _, after = cut.partition("|")
    assert is_inside_word(before + after, len(before))


@pytest.mark.parametrize(
    "cut",
    [
        "poor|-quality",
        "poor-|quality",
        "care|.",
        "“|front",
        "times|’ were",
        "2020|, and",
        "|a",
        "a|",
    ],
)
def test_between_words(cut: str) -> None:
    """Marks and hyphens stand between words."""
    before, _, after = cut.partition("|")
    assert not is_inside_word(before + after, len(before))


def test_words_keep_their_endings() -> None:
    """A word is what is written, in any case: `HMOs` is not `HMO`."""
    assert [word.key for word in words("HMOs Children’s 8,000")] == ["hmos", "children's", "8,000"]


#: All format characters but the overrides.
FORMAT_CHARACTERS = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) == "Cf" and character not in "\u202d\u202e"
] + ["\ufe00", "\ufe0f", "\U000e0100"]


def test_format_characters_are_nothing() -> None:
    """Each of them is, within a word and beside it."""
    for character in FORMAT_CHARACTERS:
        assert is_same(f"no{character}t{character} fit", "not fit")
        assert [word.key for word in words(f"no{character}t{character} fit")] == ["not", "fit"]


@given(st.text(st.sampled_from("ab’ -,.8٥０ﬁé½²ſ\u202f\u200b\u00ad\ufe0f\U0001d400"), max_size=20))
def test_words_have_their_places(text: str) -> None:
    """A word stands where it says that it does: what is there, read alone, is that word."""
    for word in words(text):
        (alone,) = words(text[word.start : word.end])
        assert alone == (word.key, 0, word.end - word.start)


def test_places_beyond_format_characters() -> None:
    """A word begins and ends at characters of its own."""
    text = "\u202aﬁt\u200b f\u00ador\ufe0e"
    assert [text[word.start : word.end] for word in words(text)] == ["ﬁt", "f\u00ador"]


@pytest.mark.parametrize(
    ("quoted", "published", "same"),
    [
        ("8 000 people", "8,000 people", True),
        ("8\u202f000 people", "8,000 people", True),
        ("8000 people", "8,000 people", False),
        ("£20 million", "£20million", True),
        ("£20 billion", "£20million", False),
        ("50 children", "50children", False),
        ("5%", "5 %", True),
        ("Hedge cuts", "hedge cuts", True),
        ("Hedge Cuts", "hedge cuts", False),
        ("Hedge cuts", "HEDGE cuts", True),
        ("hedge cuts", "HEDGE cuts", True),
        ("HEDGE cuts", "Hedge cuts", False),
        ("aids the sick", "AIDS the sick", False),  # four letters
    ],
)
def test_numbers_and_first_words(quoted: str, published: str, same: bool) -> None:
    """Spaces in numbers are free; so is the case of a first word in capitals of five letters."""
    assert is_same(quoted, published) == same
