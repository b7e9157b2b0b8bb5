"""Which acronyms a text spells out."""

import pytest
from hypothesis import given

from bcpq.model import AcronymEntry
from bcpq.text.acronyms import find_acronyms, find_definitions
from tests import samples

#: Text: the pairs in it.
DEFINED = {
    "unsuitable houses of multiple occupation (HMOs).": [("HMO", "houses of multiple occupation")],
    "at Bournemouth, Christchurch and Poole (BCP) council": [
        ("BCP", "Bournemouth, Christchurch and Poole")
    ],
    "from the MASH (Multi Agency Safeguarding Hub) to ensure": [
        ("MASH", "Multi Agency Safeguarding Hub")
    ],
    "the Department for Education (DfE) said": [("DfE", "Department for Education")],
    "special educational needs and disabilities (SEND)": [
        ("SEND", "special educational needs and disabilities")
    ],
    "(see) Alpha Beta (AB) and Gamma Delta (GD)": [("AB", "Alpha Beta"), ("GD", "Gamma Delta")],
    "visited last week (June 7th and 8th 2022)": [],
    "an increase (IT) of": [],
    "the council (BCP)": [],
    "Ofsted (OFSTED)": [],
    "(BCP) alone, and ()": [],
    "a very long way away from here (XYZ)": [],
    "pan beta (AB)": [],  # the first letter must begin a word
    "Alpha (AB)": [],  # a long form has several words
    "no brackets here": [],
}


@pytest.mark.parametrize("text", DEFINED)
def test_find_definitions(text: str) -> None:
    """Acronyms are found in either order, and nothing else is."""
    found = [(acronym.short, acronym.long) for acronym in find_definitions(text)]
    assert found == DEFINED[text]


#: A short form, how many words of a long form are searched for it, and the long form of so many:
#: min(|A| + 5, 2 |A|) words, as in the paper.
WINDOWS = [
    ("AB", 4, "alpha x x beta"),
    ("ABC", 6, "alpha x x beta x gammac"),
    ("ABCDE", 10, "alpha x x x x x beta xc xd e"),
    ("ABCDEF", 11, "alpha x x x x x beta c d e f"),
    ("ABCDEFG", 12, "alpha x x x x x beta c d e f g"),
]


@pytest.mark.parametrize(("short", "size", "long"), WINDOWS)
def test_window(short: str, size: int, long: str) -> None:
    """A long form is found if it is no longer than the paper allows, and not with a word more."""
    assert len(long.split()) == size
    (acronym,) = find_definitions(f"Before it {long} ({short}) after")
    assert (acronym.short, acronym.long) == (short, long)
    first, rest = long.split(" ", 1)
    assert [*find_definitions(f"Before it {first} x {rest} ({short}) after")] == []


#: Text: what an index keeps of it.
KEPT = {
    "houses of multiple occupation (HMOs)": [
        AcronymEntry(
            form="hmo",
            stems=("hous", "multipl", "occup"),
            short="HMO",
            long="houses of multiple occupation",
        )
    ],
    "a plan of the (PO)": [],
    "point of (PO)": [],  # one content word
    "the A-B group (A-B)": [],  # two words
}


@pytest.mark.parametrize("text", KEPT)
def test_find_acronyms(text: str) -> None:
    """An index keeps what is one word for several content words."""
    assert [*find_acronyms(text)] == KEPT[text]


@given(samples.lines)
def test_found_in_the_text(text: str) -> None:
    """Both forms of an acronym stand in the text."""
    for acronym in find_definitions(f"{text} (ABC) {text}"):
        assert acronym.short in f"{text} (ABC)"
        assert acronym.long in text
