"""Which changes of words turn the sense of a text."""

import pytest

from bcpq.evidence.sense import find_changes


@pytest.mark.parametrize(
    ("published", "quoted", "kinds"),
    [
        ("2,000", "3,000", ["number"]),
        ("8,000", "8000", []),
        ("seven", "eight", ["number"]),
        ("", "not", ["negation"]),
        ("wasn’t", "was", ["negation"]),
        ("consistent", "inconsistent", ["negation"]),
        ("Hadley", "Hadly", ["name"]),
        ("BCP", "", ["name"]),
        ("not Hadley", "Redding in 2022", ["number", "negation", "name"]),
        ("good", "bad", []),
        # A prefix denies a word of four letters or more.
        ("kind", "unkind", ["negation"]),
        ("fit", "unfit", []),
    ],
)
def test_changes(published: str, quoted: str, kinds: list[str]) -> None:
    """Numbers, negations and names are told from other words."""
    assert [change.kind for change in find_changes(published, quoted)] == kinds
