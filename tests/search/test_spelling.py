"""Words that are offered for words that occur nowhere."""

import pytest

from bcpq.search.spelling import suggest_words
from tests import samples


@pytest.mark.parametrize(
    ("word", "typed", "offered"),
    [
        ("abcd", "abcx", True),  # 3 of 4 letters
        ("abcdefghijklmno", "abcdefghijkxxxx", False),  # 11 of 15, 0.73
        ("abcd", "abdc", True),  # two letters swapped are one edit
        ("abc", "abd", False),  # 2 of 3
        ("ab", "ax", False),
    ],
)
def test_likeness(word: str, typed: str, offered: bool) -> None:
    """A word is offered where three letters in four are the same."""
    suggestions = suggest_words(samples.store(f"some {word} here"), [typed])
    assert [suggestion.instead for suggestion in suggestions] == ([(word,)] if offered else [])


def test_three_are_offered() -> None:
    """The three likeliest words are offered, the likeliest first, for each word that has any."""
    store = samples.store("committed committee committees commitment commits")
    (suggestion,) = suggest_words(store, ["comittee", "zzzzzz", "of"])
    assert suggestion.word == "comittee"
    assert suggestion.instead[0] == "committee"
    assert len(suggestion.instead) == 3
