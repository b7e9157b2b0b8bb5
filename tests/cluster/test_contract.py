"""One contract for whatever keeps an index: a file on this machine and a cluster say the same."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcpq.corpus import files as corpus
from bcpq.errors import QueryError
from bcpq.evidence.check import check_draft
from bcpq.evidence.cite import cite
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import verify
from bcpq.index.opensearch.store import OpenSearchStore
from bcpq.index.sqlite.build import build_index
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.store import Store, TermStatistics, normalise_address
from bcpq.model import SearchResult, Suggestion
from bcpq.query.filters import Filters
from bcpq.query.parser import parse
from bcpq.search import stamp
from bcpq.search.locators import read_excerpt, resolve_article_id
from bcpq.search.passages import search
from bcpq.search.spelling import suggest_words
from bcpq.search.timeline import group_by_period
from tests import samples
from tests.cluster.conftest import Servers, loaded
from tests.evidence import test_verify
from tests.relevance import judged

#: A score of a cluster has seven digits: so far may one of ours be from it, in units of 1e-8.
NEAR = 500

ODD = {
    "a-old": (
        "2019",
        "Staff left\nAgency staff left the agency.\nThe agency is not there. It is not.\n"
        "Staff left",
    ),
    "b-same": (
        "2019",
        "Agency staff left the agency.\nStaff were agencies' staff, staff of staff\nwho is it",
    ),
    "c-long": (
        "2020-05?",
        f"Agency {'and permanent staff with managers ' * 40}left.\nPermanence\nPermanent staff",
    ),
    "d-hub": (
        "2021-03-02",
        "The Multi-Agency Safeguarding Hub (MASH) is slow.\nMASH: staff are staff.\nÉcole 20",
    ),
    "e-hub": (
        "2021-11",
        "The multi agency safeguarding hub is new.\nHub\n8,000 children’s agencies — “not fit”",
    ),
    "e-marks": ("2022-02-01", "* * *\nHow is it?\nstaff\n— …"),
    "f-none": ("", "An undated agency.\nstaff agency staff agency staff"),
    "g-last": ("2022", "Colleagues collaborate, collaborated and collate.\nThe permanent agency"),
}  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write articles that are hard to keep alike: ties, long and undated ones, acronyms."""
    folder = tmp_path_factory.mktemp("odd")
    for name, (published, body) in ODD.items():
        source = "Paper" if name < "d" else "The Échó"
        title = {"title": "Agency of managers"} if name in ("b-same", "f-none") else {}
        samples.write(folder, name, body + "\n", source=source, published=published, **title)
    (folder / "h-quoted.md").write_text(
        "---\nsource: Paper\npublished: 2022-02-14\nurl: https://www.example.org/one?x\n"
        "roles:\n  heading: [1]\n  pullquote: [3]\n  furniture: [4]\n---\n"
        "A heading\nStaff came.\nOnly a zebra is pulled\nUnseen\nLast staff\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def odd_here(odd: Path) -> SqliteStore:
    """Keep them in a file."""
    return build_index(odd, corpus.survey(odd)).store


@pytest.fixture(scope="module")
def odd_there(odd: Path, servers: Servers) -> OpenSearchStore:
    """Keep them in the cluster, to be asked for in small pages."""
    return loaded(servers, "bcpq-test-odd", odd, page_size=7, candidates=2)


@pytest.fixture(params=["file", "cluster"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give them as either keeps them."""
    found: Store = request.getfixturevalue("odd_here" if request.param == "file" else "odd_there")
    return found


def test_statistics(store: Store) -> None:
    """A store sums its corpus up."""
    assert store.statistics.passages == 26
    assert store.statistics.paragraphs == 29
    assert store.statistics.scope.articles == 9
    assert (store.statistics.scope.first, store.statistics.scope.last) == (
        "2019-01-01",
        "2022-12-31",
    )
    assert store.statistics.scope.sources == ("Paper", "The Échó")
    assert store.statistics.average_length == pytest.approx((191 + 4) / 26)
    assert store.statistics.faults == []


def test_words(store: Store) -> None:
    """A store knows how frequent a word is, titles counted and not."""
    known = store.term_statistics(["staff", "agenc", "manag", "zebra", "qwertz"])
    assert (known["staff"].document_frequency, known["staff"].own_document_frequency) == (12, 12)
    assert (known["manag"].document_frequency, known["manag"].own_document_frequency) == (6, 1)
    assert known["zebra"] == known["qwertz"] == TermStatistics()
    assert store.stop_word_statistics("who").own_document_frequency == 1
    assert store.count_with_any(["hub", "perman"]) == 7
    assert store.count_with_any(["qwertz"]) == 0
    assert [*store.forms_with_prefix("coll")] == [
        ("collaborate", "collabor"),
        ("collaborated", "collabor"),
        ("collate", "collat"),
        ("colleagues", "colleagu"),
    ]
    assert [*store.forms_with_prefix("qwertz")] == []
    assert suggest_words(store, ["colate"]) == (Suggestion(word="colate", instead=("collate",)),)
    (spelled,) = store.acronyms({"mash"}, set())
    assert spelled.long == "Multi-Agency Safeguarding Hub"
    assert [*store.acronyms(set(), {"multi"})] == [spelled]


def test_articles(store: Store) -> None:
    """A store finds articles by id, beginning, likeness and address, in corpus order."""
    assert [article.id for article in store.articles().values()] == _order()
    assert resolve_article_id(store, "h") == "h-quoted"
    assert [*store.ids_with_prefix("")] == _order()
    assert store.number("nobody") is None
    with pytest.raises(QueryError, match="nearest: h-quoted"):
        resolve_article_id(store, "h-quotd")
    (found,) = store.articles_at({normalise_address("http://example.org/one")}).values()
    assert found.id == "h-quoted"
    assert {*store.digests(["a-old", "nobody"])} == {"a-old"}
    numbers = [*store.articles()]
    assert numbers == sorted(numbers)
    assert [store.number(name) for name in _order()] == numbers


def _order() -> list[str]:
    return [
        "a-old",
        "b-same",
        "c-long",
        "d-hub",
        "e-hub",
        "g-last",
        "e-marks",
        "h-quoted",
        "f-none",
    ]


def test_texts(store: Store) -> None:
    """A store gives back paragraphs by number and by locator, with all that is known of them."""
    number = store.number("h-quoted")
    assert number is not None
    text = store.text(number)
    assert [(p.number, p.role) for p in text] == [
        (1, "heading"), (2, "text"), (3, "pullquote"), (4, "furniture"), (5, "text"),
    ]  # fmt: skip
    assert text[1].section == "A heading"
    found = search(store, parse("came"), limit=1).hits[0]
    assert found.passage == text[1]
    assert read_excerpt(store, "h-quoted:2").paragraphs == (text[1],)


def test_filters(store: Store) -> None:
    """A store sums up what filters let through, and what they leave out for having no date."""
    assert store.scope(Filters(sources=("the é",))).articles == 5
    assert store.scope(Filters(articles=("a-old",))).sources == ("Paper",)
    late = store.scope(Filters(since="2022-03-01"))
    assert (late.articles, late.undated, late.first) == (1, 1, "2022-01-01")
    assert store.scope(Filters(until="2018-12-31")).articles == 0


def test_candidates(store: Store) -> None:
    """A store names the articles that may hold a quotation, those with such a passage first."""
    names = {number: article.id for number, article in store.articles().items()}
    assert [names[n] for n in store.articles_with_all(["multi", "hub"])][:2] == ["d-hub", "e-hub"]
    assert "h-quoted" in [names[n] for n in store.articles_with_all(["zebra"])]
    assert len([*store.articles_with_all([])]) == 9
    best, articles = store.nearest(["perman", "manag"], 2)
    assert [store.paragraphs(best)[n].paragraph.locator for n in best] == ["c-long:1", "c-long:2"]
    assert [names[n] for n in articles][:2] == ["c-long", "g-last"]
    assert store.passages_with_all(["agenc", "staff"], 3) is None
    assert len(store.passages_with_all(["agenc", "hub"], 3) or ()) == 2


_words = st.sampled_from(
    "agency agencies staff permanent permanence managers the is it not who hub mash left multi "
    "zebra collate 8,000 école qwertz children's".split()
)
_atoms = st.one_of(
    _words,
    _words,
    st.lists(_words, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.tuples(st.lists(_words, min_size=2, max_size=3, unique=True), st.integers(0, 6)).map(
        lambda pair: f'"{" ".join(pair[0])}"~{pair[1]}'
    ),
    st.sampled_from(
        [
            "coll*",
            "perm*",
            "s*",
            "qw*",
            "in:a-old",
            "source:paper",
            "date:2019..2020",
            "date:2022-03",
        ]
    ),
)
_queries = st.recursive(
    st.lists(st.tuples(st.sampled_from("   +-"), _atoms).map("".join), min_size=1, max_size=4).map(
        " ".join
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) ({pair[1]})"),
        st.tuples(_atoms, _atoms, inner).map(lambda three: f"{three[0]} OR {three[1]} {three[2]}"),
    ),
    max_leaves=3,
)


def shown(found: SearchResult) -> list[Any]:
    """Give what a search found, but for the last digits of its scores."""
    hits = [hit.replace(points=0, explanation=None) for hit in found.hits]
    return [hits, found.total, found.possible, found.unknown, found.scope]


def same(here: Callable[[], SearchResult], there: Callable[[], SearchResult]) -> None:
    """Hold a search of either store to the other."""
    results: list[SearchResult | str] = []
    for find in (here, there):
        try:
            results.append(find())
        except QueryError as error:
            results.append(str(error))
    ours, theirs = results
    if isinstance(ours, str) or isinstance(theirs, str):
        assert ours == theirs
        return
    assert shown(ours) == shown(theirs)
    for one, other in zip(ours.hits, theirs.hits, strict=True):
        assert abs(one.points - other.points) < NEAR
        if other.explanation:
            parts = other.explanation
            bonuses = parts.title + parts.article + parts.pairs + parts.forms
            assert sum(term.weight for term in parts.terms) + bonuses == other.points


@settings(max_examples=150)
@given(_queries, st.sampled_from([0, 1, 3]), st.booleans(), st.booleans())
def test_any_query_has_the_same_answer(
    odd_here: SqliteStore,
    odd_there: OpenSearchStore,
    text: str,
    limit: int,
    by_date: bool,
    literal: bool,
) -> None:
    """Whatever is asked, both stores give the same passages in order, for the same reasons."""
    try:
        query = parse(text)
    except QueryError:
        return
    find = partial(
        search, query=query, limit=limit, by_date=by_date, context=1, explain=True, literal=literal
    )
    same(lambda: find(odd_here), lambda: find(odd_there))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(sources=("paper",)),
        Filters(articles=("c",)),
        Filters(since="2020-01-01"),
        Filters(until="2020-05-01"),
        Filters(since="2022-02-01", until="2022-03-01"),
        Filters(sources=("nobody",)),
        Filters(articles=("zzz",)),
    ],
)
def test_filtered(odd_here: SqliteStore, odd_there: OpenSearchStore, filters: Filters) -> None:
    """Filters let the same through, with the same doubts and the same refusals."""
    query = parse("agency staff permanent hub")
    same(lambda: search(odd_here, query, filters), lambda: search(odd_there, query, filters))


def test_timeline(odd_here: SqliteStore, odd_there: OpenSearchStore) -> None:
    """Periods hold the same passages."""
    query = parse("staff")
    here, there = (
        group_by_period(search(store, query, by_date=True).hits, "month")
        for store in (odd_here, odd_there)
    )
    names = [
        [(one.name, [dated.hit.locator for dated in one.hits]) for one in part]
        for part in (here, there)
    ]
    assert names[0] == names[1]


def test_the_relevance_suite(five: SqliteStore, five_there: OpenSearchStore) -> None:
    """Every judged question finds and answers the same, to the last line of the golden page."""
    here, there = (judged.outcomes(store, judged.judgements()) for store in (five, five_there))
    assert judged.page(there) == judged.page(here)
    for ours, theirs in zip(here, there, strict=True):
        assert shown(theirs.result) == shown(ours.result)
        answers = [
            [answer.replace(points=0) for answer in outcome.answers] if outcome.answers else None
            for outcome in (ours, theirs)
        ]
        assert answers[0] == answers[1]


def test_every_verdict(five: SqliteStore, five_there: OpenSearchStore) -> None:
    """Every quotation of the table has the same verdict, with the same places and edits."""
    here, there = ArticleTexts(five), ArticleTexts(five_there)
    for case in test_verify.TABLE:
        assert test_verify.verify_case(there, case) == test_verify.verify_case(here, case)


def test_stop_words_alone(odd_here: SqliteStore, odd_there: OpenSearchStore) -> None:
    """A quotation of stop words alone, and one that only a pull quote has, is found."""
    for quotation in (
        "who is it",
        "It is not.",
        "a zebra is pulled",
        "is it there who",
        "Staff left Agency staff left",
    ):
        assert verify(ArticleTexts(odd_there), quotation) == verify(
            ArticleTexts(odd_here), quotation
        )


def test_drafts(five: SqliteStore, five_there: OpenSearchStore) -> None:
    """Drafts are checked alike: what they name leads to the same articles."""
    for name in ("feature.md", "notes.txt"):
        draft = (samples.CASES / "drafts" / name).read_text(encoding="utf-8")
        here, there = (
            [*check_draft(ArticleTexts(store), name, draft, markdown=name.endswith(".md"))]
            for store in (five, five_there)
        )
        assert here == there


def test_citations_and_stamps(five: SqliteStore, five_there: OpenSearchStore) -> None:
    """What is cited is the same, and so is what it is stamped with."""
    for place in ("bbc-2022:15", "echo-2020", "farleys-2022:4-7"):
        assert cite(five_there, place, quoted=True) == cite(five, place, quoted=True)
    assert five_there.statistics.digest == five.statistics.digest
    kept = stamp.make_stamp(five.statistics.digest, five.articles().values())
    assert stamp.list_differences(kept, five_there) == []
