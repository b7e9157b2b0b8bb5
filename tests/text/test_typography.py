"""What of a text is only typographic, and where its words begin and end."""

import pytest

from bcpq.text.typography import fold, is_inside_word, words


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
