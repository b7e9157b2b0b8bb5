"""Retrieval from posting lists: pruned, it gives what adding up everything would give."""

from hypothesis import example, given
from hypothesis import strategies as st

from bcpq.index.sqlite.postings import find, intersect, look_up
from bcpq.index.sqlite.retrieval import Retrieval
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.store import QueryTerm, RetrievalQuery, RetrievalResult, TermStatistics
from bcpq.model import AcronymEntry
from bcpq.query.filters import Filters, Selection
from bcpq.query.parser import parse
from tests import samples
from tests.index.sqlite.test_weights import collections, vocabulary

#: An acronym of which a query has the other form.
MASH = AcronymEntry(form="mash", stems=("multi", "hub"), short="MASH", long="multi hub")


def make_query(
    store: SqliteStore,
    text: str,
    depth: int,
    *,
    filters: Filters = Filters(),
    long_form: dict[int, int] | None = None,
    count_all: bool = False,
) -> RetrievalQuery:
    """Make a query of words, and of the passages that hold the other form of an acronym."""
    query = parse(text)
    stems = [token.stem for token in query.words]
    statistics = store.term_statistics(stems)
    terms = [
        QueryTerm(
            form=token.form,
            stem=token.stem,
            query_frequency=stems.count(token.stem),
            typed=True,
            statistics=statistics[token.stem],
        )
        for place, token in enumerate(query.words)
        if token.stem not in stems[:place]
    ]
    if long_form:
        terms.append(
            QueryTerm(
                form="MASH spelled out",
                stem="",
                query_frequency=1,
                typed=False,
                statistics=TermStatistics(),
                share=500,
                expansion_of=stems[0],
                acronym=MASH,
                passage_weights=long_form,
            )
        )
    return RetrievalQuery(
        root=query.root,
        terms=tuple(terms),
        selection=Selection(filters=filters, scope=store.scope(filters)),
        depth=depth,
        count_all=count_all,
    )


def rank(result: RetrievalResult, depth: int) -> list[tuple[int, int]]:
    """Return the best passages of a result, each with its score."""
    scores, second = result.scores, result.second_tier
    order = sorted(scores, key=lambda passage: (passage in second, -scores[passage], passage))
    return [(passage, scores[passage]) for passage in order[:depth]]


@given(
    texts=collections,
    words=st.lists(st.sampled_from(vocabulary[:-1]), min_size=1, max_size=5),
    depth=st.integers(1, 5),
    bisect_from=st.sampled_from([0, 1, 5]),
    filtered=st.booleans(),
    long_form=st.dictionaries(st.integers(0, 3), st.integers(1, 4_000_000), max_size=3),
)
@example(
    # What holds the last term has the first from its title.
    texts=["the"],
    words=["agency", "agency", "staff"],
    depth=1,
    bisect_from=0,
    filtered=False,
    long_form={},
)
def test_pruning_changes_nothing(
    texts: list[str],
    words: list[str],
    depth: int,
    bisect_from: int,
    filtered: bool,
    long_form: dict[int, int],
) -> None:
    """With long lists only looked into, the best passages are those of adding up everything."""
    bodies = "\n".join(texts[:10]), "\n".join(texts[10:]) or "staff"
    store = samples.store(*bodies, title="Agency staff")
    filters = Filters(articles=("a0",)) if filtered else Filters()
    passages = store.statistics.paragraphs
    known = {number: points for number, points in long_form.items() if number < passages}
    query = make_query(store, " ".join(words), depth, filters=filters, long_form=known)
    pruned = Retrieval(store.tables, store.reader, query, prune_above=-1, bisect_from=bisect_from)
    whole = Retrieval(store.tables, store.reader, query.replace(count_all=True))
    assert rank(pruned.result(), depth) == rank(whole.result(), depth)


def test_where_pruning_begins() -> None:
    """With one posting more than that, the best only are looked for, and matches not counted."""
    store = samples.store("staff\nagency staff\nagency\nrisk")
    query = make_query(store, "agency staff", 2)
    for prune_above, total in ((4, 3), (3, None)):
        retrieval = Retrieval(store.tables, store.reader, query, prune_above=prune_above)
        assert retrieval.result().total == total


def test_what_is_never_pruned() -> None:
    """Where all are needed or counted, or a word must hold, everything is added up."""
    store = samples.store("staff\nagency staff\nagency\nrisk")
    for query in (
        make_query(store, "agency staff", 0),
        make_query(store, "agency staff", 1, count_all=True),
        make_query(store, "+agency staff", 1),
        make_query(store, "agency -staff", 1),
    ):
        assert Retrieval(store.tables, store.reader, query, prune_above=-1).result().total


_numbers = st.sets(st.integers(0, 60)).map(sorted)


@given(st.lists(_numbers, min_size=1, max_size=4))
def test_intersection(lists: list[list[int]]) -> None:
    """Lists of any lengths have in common what sets have."""
    assert intersect(lists) == sorted(set.intersection(*map(set, lists)))


def test_intersection_of_a_long_list() -> None:
    """A list just short of being bisected, and one just long enough, come to the same."""
    for size in (39, 40, 41, 80):
        assert intersect([[*range(size)], [3, 38, 90]]) == [3, 38]


@given(_numbers, _numbers, st.sampled_from([0, 1, 5]))
def test_looking_up(numbers: list[int], wanted: list[int], bisect_from: int) -> None:
    """What is looked up is there, with its weight, however it is looked up."""
    weights = [10 * number for number in numbers]
    expected = [(number, 10 * number) for number in numbers if number in wanted]
    assert sorted(look_up(numbers, weights, wanted, bisect_from)) == expected
    assert [find(numbers, number) is not None for number in wanted] == [
        number in numbers for number in wanted
    ]
