"""Which passages match, in what order, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Explanation, Hit
from bcpq.query.filters import Filters
from bcpq.query.matching import find_matches
from bcpq.query.parser import parse
from bcpq.search.passages import search
from bcpq.text.tokens import stem_words
from tests import samples


def locators(store: SqliteStore, query: str, **options: int) -> list[str]:
    """Search, and name the passages found."""
    return [hit.passage.locator for hit in search(store, parse(query), **options).hits]  # type: ignore[arg-type]


#: Query: the passage that must come first.
FIRST = {
    "agency staff": "echo-2020:21",  # not the paragraph about agencies
    "permanence": "echo-2020:17",
    "HMO": "community-care-2022:23",
    "8000 contacts": "echo-2020:19",
    "£20million": "farleys-2022:11",
    "John Coughlan": "farleys-2022:11",
    "Multi Agency Safeguarding Hub": "echo-2024:5",
    "virtual school": "community-care-2022:25",
    '"this is how we do it here"': "bbc-2022:16",
    '"vote of confidence"': "echo-2024:17",
    "town hall": "community-care-2022:4",  # a caption
    "graded inadequate workforce instability": "community-care-2022:2",  # a standfirst
}


@pytest.mark.parametrize("query", FIRST)
def test_first(five: SqliteStore, query: str) -> None:
    """On the five articles the wanted passage comes first."""
    assert locators(five, query)[0] == FIRST[query]


def test_the_very_form_before_other_inflections(five: SqliteStore) -> None:
    """For one word, passages with the form typed stand before those with only another form."""
    found = search(five, parse("permanence")).hits
    exact = ["permanence" in hit.passage.text.lower() for hit in found]
    assert sum(exact) == 3
    assert exact == sorted(exact, reverse=True)
    assert len(exact) == 5


@pytest.mark.parametrize(
    ("a", "b"), [("children’s", "children's"), ("HMO", "HMOs"), ("BCP", "bcp"), ("“a b”", '"a b"')]
)
def test_same_query(five: SqliteStore, a: str, b: str) -> None:
    """Typography, case and number of a word change nothing."""
    assert locators(five, a) == locators(five, b)


def test_a_passage_matches_by_its_own_words_only(five: SqliteStore) -> None:
    """No heading, lead-in, title, pull quote or furniture is found, nor what stands under it."""
    for hit in search(five, parse("managers levels critical ban comments rules image")).hits:
        assert hit.passage.role in ("text", "item", "caption", "standfirst")
        assert find_matches(
            parse("managers levels critical ban comments rules image"), hit.passage.text
        )
    assert "echo-2020:11" not in locators(five, "managers")  # its heading says managers
    assert "farleys-2022:4" not in locators(five, "inspectors")  # its lead-in says inspectors
    assert locators(five, "privilege") == []  # page furniture
    assert "bbc-2022:9" not in locators(five, "watchdog")  # its article's title says watchdog


#: Query: all the passages, in any order.
ALL = {
    '"not fit for purpose"': {"echo-2020:2", "echo-2020:11"},
    "permanence -focused": {"community-care-2022:25", "echo-2024:16", "echo-2024:22"},
    "+HMOs +suitability": {"community-care-2022:13"},
    '+neglect "domestic abuse"': {"bbc-2022:8", "bbc-2022:16", "echo-2024:13"},
    "coughlan OR penswick": {"farleys-2022:11", "echo-2020:23"},
    "cough*": {"farleys-2022:11"},
    "neglect source:bbc": {"bbc-2022:5", "bbc-2022:8", "bbc-2022:16"},
    "neglect -source:bbc": {"echo-2024:13"},
    "neglect date:2024": {"echo-2024:13"},
    "hadley in:farleys": {"farleys-2022:11"},
    "hadley (in:farleys OR in:bbc)": {"farleys-2022:11", "bbc-2022:18"},
    '"workers managers teams"~5': {"community-care-2022:9", "farleys-2022:9"},
    '"teams workers"~1': set(),
    '"staff agency"': set(),
    '"fit for purposes"': set(),
    "zebra": set(),
    '"we do it"': {"community-care-2022:21", "bbc-2022:16"},
    'zebra "we do it"': {"community-care-2022:21", "bbc-2022:16"},
    'zebra OR "we do it"': {"community-care-2022:21", "bbc-2022:16"},
    '"we do it" +zebra': set(),
    "MASH": {"echo-2020:19", "echo-2024:5"},  # where echo-2024 spells it out
    "MASH source:bournemouth -robust": {"echo-2024:5"},
    "+MASH": {"echo-2020:19"},
    "(MASH date:2024)": {"echo-2024:5"},
    "MASH OR zebra": {"echo-2020:19", "echo-2024:5"},
    '"MASH"': {"echo-2020:19"},
    "multi agency safeguarding hub -partnership": {
        "echo-2020:19",
        "community-care-2022:22",
        "echo-2020:11",
        "echo-2024:10",
        "echo-2020:21",
    },
}


@pytest.mark.parametrize("query", ALL)
def test_all(five: SqliteStore, query: str) -> None:
    """A query finds the passages that the table names, and no others."""
    assert set(locators(five, query)) == ALL[query]


def test_stop_words_alone(five: SqliteStore) -> None:
    """A query of stop words alone is answered by reading the text."""
    found = search(five, parse("how we do it"), limit=1).hits[0]
    assert found.passage.locator == "bbc-2022:16"
    assert locators(five, '"it is for the right reasons"') == ["community-care-2022:24"]
    assert locators(five, '"we have a"') == ["community-care-2022:29"]


@given(samples.bodies, st.lists(samples.words, min_size=1, max_size=3))
def test_full_result_holds_exactly_the_passages_with_a_term(body: str, query: list[str]) -> None:
    """A passage that holds a content term of the query is in the full result, and no other is."""
    store = samples.store(body, title="Agency staff")
    asked = parse(" ".join(query))
    wanted = {word.stem for word in asked.words if word.stem} or {word.form for word in asked.words}
    content = any(word.stem for word in asked.words)
    passages = samples.passages(store)
    having = {
        p.number
        for p in passages
        if wanted
        & (set(stem_words(p.text)) if content else set(p.text.lower().replace("-", " ").split()))
    }
    found = {hit.passage.number for hit in search(store, asked).hits}
    assert found == having if content else found >= having


@given(samples.bodies, st.lists(samples.words, min_size=1, max_size=4), st.integers(1, 8))
def test_order(body: str, query: list[str], limit: int) -> None:
    """Order is the same on every run, ranks count up, a longer list begins with the shorter one."""
    store = samples.store(body, body)
    text = " ".join(query)
    whole = locators(store, text)
    assert locators(store, text) == whole
    assert locators(samples.store(body, body), text) == whole
    found = search(store, parse(text), limit=limit)
    assert [hit.passage.locator for hit in found.hits] == whole[:limit]
    assert found.total == len(whole)
    assert [hit.rank for hit in found.hits] == [*range(1, len(found.hits) + 1)]


def test_ties_go_to_the_earlier_paragraph() -> None:
    """Equal passages stand in the order of articles and paragraphs."""
    assert locators(samples.store("word one\nword one", "word one"), "word") == [
        "a0:1",
        "a0:2",
        "a1:1",
    ]


def parts(explanation: Explanation) -> list[int]:
    """List the parts of a score."""
    bonuses = explanation.title, explanation.article, explanation.pairs, explanation.forms
    return [*(term.weight for term in explanation.terms), *bonuses]


def test_acronyms(five: SqliteStore) -> None:
    """Either form of an acronym finds the other, below what holds what was typed, and says so."""
    direct, other = search(five, parse("MASH"), explain=True).hits
    assert (direct.via, direct.passage.locator) == ((), "echo-2020:19")
    assert [acronym.short for acronym in other.via] == ["MASH"]
    assert [other.passage.text[start:end] for start, end in other.matches] == [
        "Multi Agency Safeguarding Hub"
    ]
    assert locators(five, "houses of multiple occupation")[0] == "community-care-2022:5"
    assert locators(five, "houses of multiple occupation")[-2:] == [
        "community-care-2022:23",
        "community-care-2022:13",
    ]
    literal = search(five, parse("MASH"), literal=True).hits
    assert [hit.passage.locator for hit in literal] == ["echo-2020:19"]
    for hit in (direct, other):
        assert hit.explanation is not None
        assert sum(parts(hit.explanation)) == hit.points


@given(samples.bodies, st.lists(samples.words, min_size=1, max_size=4))
def test_explanation_adds_up(body: str, query: list[str]) -> None:
    """The parts of an explanation add up to the score, none is negative, and counts are true."""
    store = samples.store(body, "staff\nnot the staff", title="Staff of the agency")
    for hit in search(store, parse(" ".join(query)), explain=True).hits:
        explanation = hit.explanation
        assert explanation is not None
        assert sum(parts(explanation)) == hit.points
        assert min(parts(explanation)) >= 0
        for term in explanation.terms:
            if term.stem:
                assert term.occurrences == stem_words(hit.passage.text).count(term.stem)


def test_bonuses() -> None:
    """Adjacent words, the form typed, and an article about the query each raise a passage."""
    apart, together = "agency hired good staff", "hired good agency staff"
    assert locators(samples.store(f"{apart}\n{together}"), "agency staff") == ["a0:2", "a0:1"]
    assert locators(samples.store("agencies hire\nagency hires"), "agency help") == ["a0:2", "a0:1"]
    about = samples.store("staff came\nnothing else at all", "staff came\nmore staff and staff")
    assert locators(about, "staff came")[:2] == ["a1:1", "a0:1"]


def by(five: SqliteStore, query: str, **filters: object) -> list[Hit]:
    """Search with filters."""
    return [*search(five, parse(query), Filters(**filters)).hits]  # type: ignore[arg-type]


def test_filters(five: SqliteStore) -> None:
    """Filters by source, article and date admit what the reader means, in any case, and no more."""
    assert {hit.article.id for hit in by(five, "children", sources=("bournemouth",))} == {
        "echo-2020",
        "echo-2024",
    }
    assert {hit.article.id for hit in by(five, "children", articles=("comm",))} == {
        "community-care-2022"
    }
    assert {
        hit.article.id for hit in by(five, "children", sources=("BBC",), articles=("echo-2020",))
    } == set()
    inside = by(five, "children", since="2020-11-27", until="2020-12-01")
    assert {(hit.article.id, hit.possible) for hit in inside} == {("echo-2020", False)}
    overlapping = by(five, "children", since="2020-12-01", until="2021-12-31")
    assert {(hit.article.id, hit.possible) for hit in overlapping} == {("echo-2020", True)}
    assert by(five, "children", until="2020-11-26") == []


def test_filters_come_before_ranking() -> None:
    """What is filtered out takes no place in the ranking."""
    texts = [samples.document(f"a{i}", "word\n" * 300) for i in range(5)] + [
        samples.document("z", "word and more")
    ]
    store = samples.held(texts)
    assert [hit.rank for hit in search(store, parse("word in:z")).hits] == [1]


def test_undated_articles_are_counted() -> None:
    """An undated article is left out by a date, and counted."""
    texts = [samples.document("a", "word"), samples.document("b", "word", published="")]
    store = samples.held(texts)
    found = search(store, parse("word"), Filters(since="2000-01-01"))
    assert ([hit.article.id for hit in found.hits], found.scope.undated) == (["a"], 1)
    assert search(store, parse("word"), by_date=True).hits[-1].article.id == "b"


def test_by_date(five: SqliteStore) -> None:
    """Sorted by date, the earliest article stands first, paragraphs in order, ranks as before."""
    found = search(five, parse("children"), by_date=True).hits
    days = [hit.article.published.first for hit in found if hit.article.published]
    assert days == sorted(days)
    assert sorted(hit.rank for hit in found) == [*range(1, len(found) + 1)]


def test_context(five: SqliteStore) -> None:
    """Neighbours are the paragraphs before and after, without page furniture and pull quotes."""
    (hit,) = search(five, parse('"full point"'), context=2).hits
    assert [p.number for p in hit.before] == [14, 15]
    assert [p.number for p in hit.after] == [18, 19]


def test_unknown_source(five: SqliteStore) -> None:
    """A source that is not there is refused with those that are."""
    with pytest.raises(QueryError, match="the sources are: BBC News, Bournemouth Echo"):
        by(five, "children", sources=("guardian",))
