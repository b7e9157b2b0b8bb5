"""What a query requires of a passage, and where in a text it holds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.model import Acronym
from bcpq.query.matching import count_runs, find_matches, find_phrase, find_requirements
from bcpq.query.parser import Clause, Field, Phrase, parse
from bcpq.text.tokens import Token, tokenize
from tests import samples

#: Phrase, text, and the places where it stands.
PHRASES = [
    ('"a b"', "a b", ["a b"]),
    ('"a b"', "b a", []),
    ('"a b"', "a x b", []),
    ('"a b"', "A, b. a-b", ["A, b", "a-b"]),
    ('"a b a"', "a b a b a", ["a b a", "a b a"]),
    ('"a b"~0', "b a", ["b a"]),
    ('"a b"~0', "a x b", []),
    ('"a b"~1', "a x b", ["a x b"]),
    ('"a b"~1', "b x a", ["b x a"]),
    ('"a b"~1', "a x y b", []),
    ('"a b"~2', "a x y b", ["a x y b"]),
    ('"a b c"~1', "a x b y c", []),
    ('"a b c"~2', "a x b y c", ["a x b y c"]),
    ('"a a"~1', "a x x a", []),
    ('"a a"~1', "a x a", ["a x a"]),
    ('"a b"~5', "a x b x a", ["a x b"]),  # the next place begins behind this one
    ('"a b"~5', "a b x b a", ["a b", "b a"]),
    ('"a b"~5', "a x a b", ["a x a b"]),
]


@pytest.mark.parametrize(("phrase", "text", "places"), PHRASES)
def test_find_phrase(phrase: str, text: str, places: list[str]) -> None:
    """A phrase stands word for word; with ~N in any order, with at most N other words between."""
    (clause,) = parse(phrase).root.required
    assert isinstance(clause, Phrase)
    assert [text[start:end] for start, end in find_phrase(tokenize(text), clause)] == places


@given(st.lists(st.sampled_from("abx"), max_size=8), st.integers(0, 3))
def test_near_words_against_every_run(words: list[str], slop: int) -> None:
    """Words are near each other where some run of the text, short enough, holds them all."""
    text = " ".join(words)
    (clause,) = parse(f'"a b"~{slop}').root.required
    assert isinstance(clause, Phrase)
    runs = (
        words[i:j] for i in range(len(words)) for j in range(i, min(i + 2 + slop, len(words)) + 1)
    )
    assert bool(find_phrase(tokenize(text), clause)) is any({"a", "b"} <= {*run} for run in runs)


@pytest.mark.parametrize(
    ("words", "run", "count"),
    [("a b a b", "a b", 2), ("a a a", "a a", 2), ("a", "a b", 0), ("a b", "b a", 0)],
)
def test_count_runs(words: str, run: str, count: int) -> None:
    """Every place where a run of words stands is counted, also where two overlap."""
    assert count_runs(words.split(), run.split()) == count


def name(clause: Clause) -> str:
    """Name a clause for a table."""
    match clause:
        case Token(form=form):
            return form
        case Field(name=field, value=value):
            return f"{field}:{value}"
    return type(clause).__name__


#: Query: what must all hold, and of what one must; None where the first is enough.
REQUIRED: dict[str, tuple[list[str], list[str] | None]] = {
    "staff agency": ([], ["staff", "agency"]),
    "the staff": ([], ["staff"]),
    "the of": ([], ["the", "of"]),
    "+staff agency": (["staff"], None),
    '"a b" agency': (["Phrase"], None),
    "source:bbc staff": (["source:bbc"], ["staff"]),
    "source:bbc the staff": (["source:bbc"], ["staff"]),
    "source:bbc +staff agency": (["staff", "source:bbc"], None),
    "(source:bbc OR in:a) staff": (["Group"], ["staff"]),
    "(source:bbc OR staff) agency": (["Group"], None),
    "colla* the": ([], ["Prefix"]),
}


@pytest.mark.parametrize("query", REQUIRED)
def test_find_requirements(query: str) -> None:
    """Ranked words need not hold where something else of the text must."""
    requirements = find_requirements(parse(query).root)
    all_of, any_of = REQUIRED[query]
    assert [name(clause) for clause in requirements.all_of] == all_of
    if any_of is None:
        assert requirements.any_of is None
    else:
        assert [name(clause) for clause in requirements.any_of or ()] == any_of


def test_only_conditions_on_the_article() -> None:
    """Where a bracket holds nothing but conditions on the article, they are enough."""
    (bracket,) = parse("staff OR (source:bbc date:2022)").root.required
    group = bracket.clauses[1]  # type: ignore[union-attr]
    requirements = find_requirements(group)  # type: ignore[arg-type]
    assert [name(clause) for clause in requirements.all_of] == ["source:bbc", "date:2022"]
    assert requirements.any_of is None


#: Query, text, and the places that the query asks for.
MATCHES = [
    ("agency staff", "Staff of the agencies’ staff", ["Staff", "agencies", "staff"]),
    ('"agency staff"', "agency staff, agency and staff", ["agency staff"]),
    ('"agency staff" staff', "agency staff, staff", ["agency staff", "staff"]),
    ("the staff", "the staff", ["staff"]),
    ("the", "the Staff, The", ["the", "The"]),
    ("the colla*", "the collar", ["collar"]),
    ("colla*", "collapse and collar", ["collapse", "collar"]),
    ("care -staff", "staff care", ["care"]),
    ("children", "children’s", ["children’s"]),
    ("zebra", "staff", []),
]


@pytest.mark.parametrize(("query", "text", "places"), MATCHES)
def test_find_matches(query: str, text: str, places: list[str]) -> None:
    """The places in a text are what the query asked for; a phrase is one place."""
    assert [text[start:end] for start, end in find_matches(parse(query), text)] == places


def test_matches_of_an_acronym() -> None:
    """Where a text was found through an acronym, both of its forms are places."""
    text = "The Hub of Care, or HoC"
    via = [Acronym(short="HoC", long="Hub of Care")]
    found = find_matches(parse("HoC"), text, via)
    assert [text[start:end] for start, end in found] == ["Hub of Care", "HoC"]


@given(samples.lines, st.lists(samples.words, min_size=1, max_size=4))
def test_matches_stand_apart(text: str, words: list[str]) -> None:
    """Places ascend, and none overlaps another."""
    spans = find_matches(parse(f'{" ".join(words)} "{" ".join(words)}"'), text)
    for one, next_one in pairwise(spans):
        assert one[1] <= next_one[0]
