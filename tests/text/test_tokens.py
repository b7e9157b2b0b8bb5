"""What counts as the same word."""

import pytest
from hypothesis import given

from bcpq.text.tokens import STOP_WORDS, Vocabulary, stem_words, tokenize, word_forms
from tests import samples

#: Text: its words folded; a stop word in brackets.
FORMS = {
    "agency staff": "agency staff",
    "HMOs and MPs": "hmo [and] mp",
    "As Is US": "[as] [is] us",
    "children's children’s CHILDREN'S childrenʼs": "children children children children",
    "don't won’t we'll they've": "[don] won [we] [they]",
    "o'clock O’Brien": "o clock o brien",
    "early-help early–help early—help": "early help early help early help",
    "8,000 12,345,678 1,23 1,2,3": "8000 12345678 1 23 1 2 3",
    "£20million 7th COVID-19 20m": "20 million 7 th covid 19 20 m",
    "naïve nai\u0308ve NAÏVE": "naive naive naive",
    "chil\u00addren": "children",
    "_emphasis_ snake_case": "emphasis snake case",
    "‘front door’": "front door",
    "straße": "strasse",
    "日本 работа": "日本 работа",
    "!? … —": "",
}


@pytest.mark.parametrize("text", FORMS)
def test_forms(text: str) -> None:
    """Words are folded as the table says."""
    words = [
        f"[{token.form}]" if token.form in STOP_WORDS else token.form for token in tokenize(text)
    ]
    assert " ".join(words) == FORMS[text]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("agency", "agencies"),
        ("permanence", "permanent"),
        ("HMO", "HMOs"),
        ("children's", "children’s"),
        ("Improve", "improvements"),
        ("naïve", "naive"),
        ("8,000", "8000"),
    ],
)
def test_same_word(a: str, b: str) -> None:
    """Inflections, spellings and typography of a word are one term."""
    assert stem_words(a) == stem_words(b)


@pytest.mark.parametrize(
    ("a", "b"), [("staff", "stuff"), ("care", "careless"), ("HMO", "home"), ("20", "2020")]
)
def test_other_word(a: str, b: str) -> None:
    """Different words stay apart."""
    assert stem_words(a) != stem_words(b)


@given(samples.lines)
def test_places(text: str) -> None:
    """Every word is where it says, in order, and its own text gives the same word."""
    place = 0
    for token in tokenize(text):
        assert place <= token.start < token.end <= len(text)
        place = token.end
        (again,) = tokenize(text[token.start : token.end])
        assert (again.form, again.stem) == (token.form, token.stem)


@given(samples.lines)
def test_no_letter_is_lost(text: str) -> None:
    """Every ASCII letter and digit outside a contracted ending belongs to a word."""
    covered = {i for token in tokenize(text) for i in range(token.start, token.end)}
    assert not [c for i, c in enumerate(text) if c.isascii() and c.isalnum() and i not in covered]


@given(samples.lines)
def test_words_without_places(text: str) -> None:
    """The fast ways of reading words find what `tokenize` finds."""
    expected = [(token.form, token.stem) for token in tokenize(text)]
    assert word_forms(text) == expected
    assert stem_words(text) == [stem for _, stem in expected if stem]
    vocabulary = Vocabulary()
    for _ in range(2):  # words that are new, and ones that are known
        words = [vocabulary.words[number] for number in vocabulary.read(text)]
        assert words == [(form, stem) if stem else ("", "") for form, stem in expected]


def test_numbers_of_words() -> None:
    """Each word has a number of its own, and every stop word the same."""
    vocabulary = Vocabulary()
    assert vocabulary.read("The agency of the agencies' agency") == [0, 1, 0, 0, 2, 1]
    assert vocabulary.read("Agencies and staff") == [2, 0, 3]
