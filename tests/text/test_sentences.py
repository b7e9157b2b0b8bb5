"""Where lines and sentences begin and end."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from bcpq.text.sentences import ABBREVIATIONS, first_words, lines, sentences
from tests import samples


def split(text: str) -> list[str]:
    """Split a text into its sentences."""
    return [text[start:end] for start, end in sentences(text)]


@given(samples.bodies)
def test_lines_lose_nothing(body: str) -> None:
    """The lines are slices of the body, in order, that hold all that is not blank in it once."""
    texts = lines(body)
    assert [c for text in texts for c in text if not c.isspace()] == [
        c for c in body if not c.isspace()
    ]
    place = 0
    for text in texts:
        assert text == text.strip() != ""
        assert not re.search(r"[\r\n]", text)
        place = body.index(text, place) + len(text)


def test_lines_end_at_line_ends_only() -> None:
    """Characters that str.splitlines would split at stand inside a line."""
    body = "a\u2028b\x85c\x0cd\x1ce\nf\r\ng\rh"
    assert lines(body) == ["a\u2028b\x85c\x0cd\x1ce", "f", "g", "h"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("", ""), ("one two", "one two"), ("1 2 3\n4 5 6", "1 2 3 4 5 6"),
     ("1 2 3 4 5 6 7", "1 2 3 4 5 6 ...")],
)  # fmt: skip
def test_first_words(text: str, name: str) -> None:
    """A text is named by its first six words."""
    assert first_words(text) == name


#: What stands within a sentence, though a full stop is in it.
WITHIN = """
Mr. White | Mrs. White | Ms. White | Mx. White | Dr. White | Prof. White | Rev. Smith | Revd. Smith
the Rt. Hon. Smith | the Hon. Smith | Ven. Smith | Fr. Smith | Msgr. Smith | Messrs. Smith
Smith Jr. and Brown Sr. Lee | “Dr. White | ‘Dr. White | (Dr. White | —Dr. White
Cllr. White | Cllrs. White | Ald. White | Gov. White | Amb. White
Supt. Jones | Sen. Smith | Dep. Director | Asst. Director | Ph.D. Smith | Bp. Brown |
Det. Supt. Jones | Insp. Jones | Sgt. Brown | Const. Brown | Capt. Brown | Col. Brown
Gen. Brown | Lt. Brown | Lt.-Col. Brown | Maj. Brown | Cmdr. Brown | Cpl. Brown | Brig. Brown
12 Nov. 2022 | 3 Jan. 2020 | Feb. 14 | Mar. 3 | 9 Sept. 2021 | Dec. 2021 | Tues. 4 May | Sat. 4 May
No. 7 | Nos. 7 and 8 | no. 7 | No. XIV | p. 12 | pp. 12 | Vol. 3 | Art. 8 | Arts. 8 and 9 | Fig. 2
para. 5 | Sec. 47 | s. 47 | Ch. 3 | ch. IV | ss. 4 to 6
St. Mary’s | Mt. Pleasant | Ft. William
J. R. Smith | J.R. Smith | J. Smith | J.R.R. Smith | B.B.C. News
e.g. Poole | i.e. Poole | cf. Poole | etc. Poole | viz. Poole | Smith et al. Poole | est. 1990
9 a.m. Monday | 9 p.m. Monday | the U.K. Government | the U.S. Government | U.S.A. News
Acme Inc. Poole | Acme Ltd. Poole | Acme Co. Poole | Acme Corp. Poole | Acme Plc. Poole
Bros. Smith | Smith vs. Brown | Smith v. Brown | approx. 50 | c. 1990 | Dept. Health | Univ. Poole
about 3.5 per cent | bbc.co.uk now | the plan ... Poole | it was late... but so | £3.5m | (… Poole)
“Why?” he asked | “No!” she cried | ‘Why?’ they say | "Why?" he asked | “It is.” he said
"""  # fmt: skip
WITHIN_ITEMS = [item.strip() for line in WITHIN.strip().split("\n") for item in line.split("|")]


@pytest.mark.parametrize("item", WITHIN_ITEMS)
def test_a_sentence_goes_on(item: str) -> None:
    """No sentence ends within what belongs together."""
    text = f"They met {item} there. It ended."
    assert split(text) == [f"They met {item} there.", "It ended."]


#: What ends a sentence, and begins the next.
BETWEEN = """
It said no. | The rest was left.
It was art. | It was late.
The cat sat. | The dog ran.
It was a fig. | It was ripe.
It was 2020. | The staff left.
It cost £3m. | The staff left.
It fell by 5%. | The staff left.
She said yes. | 50 people left.
“We are good.” | “We are not.”
“Why?” | Mr Smith asked.
Really? | Yes!
What?! | Yes.
Was it? | not so.
It was late... | The others left.
It was late...” | The others left.
It is children’s. | The rest left.
It was (all of it). | The rest left.
It was all. (See p. 4.) | The rest left.
He left («now.») | The rest left.
It had 4. | ’Tis the season.
They left. | “‘It is here’, he said.”
"""
BETWEEN_PAIRS = [line.split(" | ") for line in BETWEEN.strip().split("\n")]


@pytest.mark.parametrize(("first", "second"), BETWEEN_PAIRS)
def test_a_sentence_ends(first: str, second: str) -> None:
    """A sentence ends where a reader would end it."""
    assert split(f"{first} {second}")[-1] == second


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mr. White said so. Cllr. Burton, e.g. this. It cost £3m.",
         ["Mr. White said so.", "Cllr. Burton, e.g. this.", "It cost £3m."]),
        ("“Like me, they know,” he said. “We are good.”",
         ["“Like me, they know,” he said.", "“We are good.”"]),
        ("About 3.5 per cent. Really? Yes!", ["About 3.5 per cent.", "Really?", "Yes!"]),
        ("no end", ["no end"]),
        ("", []),
        (" \n", []),
    ],
)  # fmt: skip
def test_sentences(text: str, wanted: list[str]) -> None:
    """Sentences end where a reader would end them."""
    assert split(text) == wanted


@given(st.one_of(samples.lines, st.text(alphabet="aB1.?!…”“’\"') \u00a0", max_size=20)))
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences are in order, apart, and leave only white space between them."""
    text = text.strip()
    place = 0
    for start, end in sentences(text):
        assert text[place:start].strip() == ""
        assert start < end
        place = end
    assert text[place:].strip() == ""


#: What a text is made of whose sentences we split without Punkt, with spaces between.
OPENINGS = ("", "", "", "(", '"', "“", "‘", "[", "«")
WORDS = (
    "The", "staff", "left", "he", "said", "Mr", "e.g", "BCP", "2017", "8,000", "U.S", "care",
    "Cllr", "Smith’s", "don't", "re-elected", "J", "No", "St", "5%", "£3m", "i", "Nov", "Lt.-Col",
    "née", "日本",
)  # fmt: skip
ENDINGS = (
    "", "", "", ",", ".", ".", "?", "!", "…", "...", " ...", ";", ":", ".”", "?”", "!’", '."', ".)",
    ".']", ".»", "”", "’", ",”", "!!", "?!",
)  # fmt: skip
texts = st.lists(
    st.tuples(*map(st.sampled_from, (OPENINGS, WORDS, ENDINGS))).map("".join), max_size=10
).map(" ".join)
#: Where we know better than Punkt: `bcpq.text.sentences` says why.
EXCEPTIONS = re.compile(
    r"""[“‘«’][\w.,-]+[.]                # a mark before an abbreviation, or a number
      | \b[Nn]o[.]\s[0-9]                              # an abbreviation before a number
      | [.?!]\S*['"‘’“”«»]\S*\s[^\W\d_A-Z]                # speech that goes on in lower case
      | \w[.]{2,}                                         # dots written onto a word
      | [.]{2,}\s\S+[.?!]\S   # Punkt takes the next word's end for theirs
      | (?:Mr|e[.]g|U[.]S|Cllr|J|St|Nov|Col|i|[0-9])[.]\s\S+[.?!]\S
    """,
    re.VERBOSE,
)


@given(texts)
def test_sentences_are_punkts(text: str) -> None:
    """Where Punkt is not asked, it would have said the same, but for the exceptions."""
    assume(not EXCEPTIONS.search(text))
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    punkt = PunktSentenceTokenizer(parameters)
    assert list(sentences(text)) == list(punkt.span_tokenize(text))


def test_punkt_is_asked_where_marks_crowd() -> None:
    """Marks that are written onto a full stop are Punkt's to judge."""
    assert split("It was so.[1] Then it was.") == ["It was so.", "[1] Then it was."]
    assert split("It was so . Then it was.") == ["It was so .", "Then it was."]


def test_the_five_articles_have_punkts_sentences() -> None:
    """None of the exceptions is met in the five articles."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    punkt = PunktSentenceTokenizer(parameters)
    passages = samples.passages(samples.five())
    for passage in passages:
        assert list(passage.sentences) == list(punkt.span_tokenize(passage.text))
    assert len(passages) > 90
    assert all(a < b for p in passages for (_, a), (b, _) in pairwise(p.sentences))
