"""Which acronyms a text spells out."""

import pytest
from hypothesis import given

from bcpq.text.acronyms import find_definitions
from tests import samples

#: Text: the pairs in it.
SPELLED = {
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
    "visited last week (June 7th and 8th 2022)": [],
    "an increase (IT) of": [],
    "the council (BCP)": [],
    "Ofsted (OFSTED)": [],
    "(BCP) alone, and ()": [],
    "a very long way away from here (XYZ)": [],
}


@pytest.mark.parametrize("text", SPELLED)
def test_spelled(text: str) -> None:
    """Acronyms are found in either order, and nothing else is."""
    assert [tuple(acronym) for acronym in find_definitions(text)] == SPELLED[text]


@given(samples.lines)
def test_find_definitions_the_text(text: str) -> None:
    """Both forms of an acronym stand in the text."""
    for acronym in find_definitions(f"{text} (ABC) {text}"):
        assert acronym.short in f"{text} (ABC)"
        assert acronym.long in text
