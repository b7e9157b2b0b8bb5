"""What two texts differ in where no word is another."""

import pytest

from bcpq.model import Spelling
from bcpq.text.spellings import find_spellings

#: What was quoted for what was published, and all in which it differs; None: in more.
CASES: list[tuple[str, str, tuple[Spelling, ...] | None]] = [
    ("child-focused", "“child‑focused”", ()),
    ("Child-Focused", "child-focused", ("case",)),
    ("child focused", "child-focused", ("hyphen",)),
    ("childfocused", "child-focused", ("hyphen",)),
    ("child-focused", "child focused", ("hyphen",)),
    ("a well-known follow up", "a well known follow-up", ("hyphen",)),
    ("Covid 19", "Covid-19", ("hyphen",)),
    ("8000", "8,000", ("separator",)),
    ("8 000", "8,000", ("separator",)),
    ("£20 million", "£20million", ("separator",)),
    ("Follow up of 8000", "follow-up of 8,000", ("case", "hyphen", "separator")),
    ("childfocused", "child focused", None),  # a space is more than a hyphen
    ("2021 22", "2021-22", None),
    ("cases of 50", "cases of -50", None),
    ("poor much", "poor – much", None),  # a dash
    ("800", "8,000", None),
    ("8,000,000", "8,000", None),
    ("£20", "$20", None),
    ("not fit", "fit", None),
]


@pytest.mark.parametrize(("quoted", "published", "spellings"), CASES)
def test_spellings(quoted: str, published: str, spellings: tuple[Spelling, ...] | None) -> None:
    """Case, hyphens and separators are named, as few as will do; a sign or a dash is none."""
    assert find_spellings(quoted, published) == spellings
