"""The weighing, held against rank-bm25 itself; and the searching of long lists, against that of all."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bcpq.index.sqlite.postings import LISTS
from bcpq.index.sqlite.weights import LuceneBM25
from bcpq.model import SCALE
from bcpq.query.filters import Filters
from bcpq.query.parser import parse
from bcpq.search.passages import search
from bcpq.search.ranking import rank_passages
from bcpq.search.selection import select_for_query
from bcpq.text.tokens import Lexicon, stem_words, tokenize
from tests import samples

vocabulary = ["agency", "staff", "permanent", "child", "risk", "harm", "the"]
collections = st.lists(
    st.lists(st.sampled_from(vocabulary), max_size=30)
    .map(" ".join)
    .map(lambda text: text or "the"),
    min_size=1,
    max_size=20,
)


@given(collections, st.lists(st.sampled_from(vocabulary[:-1]), min_size=1, max_size=4, unique=True))
def test_sums_are_rank_bm25s(texts: list[str], query: list[str]) -> None:
    """The stored weights of a query's terms add up to what rank-bm25's get_scores gives, for every passage."""
    oracle = (
        LuceneBM25([stem_words(text) for text in texts]) if any(map(stem_words, texts)) else None
    )
    store = samples.store("\n".join(texts))
    sums = np.zeros(len(texts))
    for term in stem_words(" ".join(query)):
        if postings := store.postings(term):
            for n, weight in zip(postings.ids, postings.weights, strict=True):
                sums[n] += weight / SCALE
    wanted = oracle.get_scores(stem_words(" ".join(query))) if oracle else np.zeros(len(texts))
    assert sums == pytest.approx(wanted, rel=1e-5, abs=1e-12)


def test_title_counts_as_words_of_its_passages() -> None:
    """A passage is weighed as its article's title and its own words together."""
    store = samples.store("staff\nagency staff\nrisk", title="Agency risk")
    oracle = LuceneBM25(
        [["agenc", "risk", *stem_words(text)] for text in ("staff", "agency staff", "risk")]
    )
    wanted = oracle.get_scores(["agenc"])
    postings = store.postings("agenc")
    assert postings is not None
    assert [*postings.ids] == [1]
    assert [*postings.title_ids] == [0, 2]
    assert postings.document_frequency == 3
    scores = {n: points / SCALE for n, points in zip(postings.ids, postings.weights, strict=True)}
    scores |= {
        n: points / SCALE
        for n, points in zip(postings.title_ids, postings.title_weights, strict=True)
    }
    assert [scores[n] for n in range(3)] == pytest.approx(list(wanted), rel=1e-5)


def test_why_okapi_as_shipped_will_not_do() -> None:
    """As shipped, a term in half of the passages scores nothing; ours scores less the more frequent a term is."""
    texts = [["common", "rare"], ["common"], ["other"], ["another"]]
    assert BM25Okapi(texts).get_scores(["common"])[1] == 0
    assert LuceneBM25(texts).get_scores(["common"])[1] > 0


@given(
    collections,
    st.lists(st.sampled_from(vocabulary[:-1]), min_size=1, max_size=5),
    st.integers(1, 5),
    st.sampled_from([0, 5]),
)
@example(
    ["the"], ["agency", "agency", "staff"], 1, 0
)  # what holds the last term has the first from its title
def test_pruning_changes_nothing(texts: list[str], query: list[str], limit: int, look: int) -> None:
    """With long lists only looked into, the first passages and their scores are those of adding up everything."""
    store = samples.store(
        "\n".join(texts[:10]), "\n".join(texts[10:]) or "staff", title="Agency staff"
    )
    asked = parse(" ".join(query))

    def best(filters: Filters = Filters(), *, count: bool = False) -> dict[int, int]:
        selection = select_for_query(store, filters, asked)
        ranking = rank_passages(
            store, asked, selection, depth=limit, count=count, article_depth=limit
        )
        return {n: ranking.scores[n] for n in ranking.order[:limit]}

    with pytest.MonkeyPatch.context() as patch:
        everything = best(count=True)
        patch.setattr("bcpq.index.sqlite.retrieval._LONG", 0)
        patch.setattr("bcpq.index.sqlite.maxscore.BISECT", look)
        pruned = best()
        inside = best(Filters(articles=("a0",)))
        patch.setattr("bcpq.index.sqlite.retrieval._LONG", 10**9)
        assert [*pruned.items()] == [*everything.items()]
        whole = best(Filters(articles=("a0",)), count=True)
        assert [*inside.items()] == [*whole.items()]


@given(st.integers(2, 30))
def test_score_falls_as_document_frequency_rises(size: int) -> None:
    """For one term, other things equal, the score falls strictly as more passages hold it."""
    scores = []
    for df in range(1, size + 1):
        body = "\n".join("word here" if i < df else "else here" for i in range(size))
        scores.append(search(samples.store(body), parse("word"), limit=1).hits[0].score)
    assert all(a > b for a, b in pairwise(scores))


@pytest.mark.parametrize("bodies", [["…"], ["the of"], ["# Only a heading"], ["…", "word"]])
def test_next_to_nothing(bodies: list[str]) -> None:
    """Passages without a word, and articles without a passage, can be indexed."""
    store = samples.store(*bodies)
    assert store.statistics.passages == len([body for body in bodies if not body.startswith("#")])
    assert math.isfinite(store.statistics.average_length)


@given(samples.lines)
def test_the_fast_reader_reads_the_same(line: str) -> None:
    """What reads words by the million for the index finds what reads a query."""
    lexicon = Lexicon()
    for _ in range(2):  # a word that is new, and one that is known
        read = [lexicon.words[number] for number in lexicon.read(line)]
        assert read == [
            (token.form, token.stem) if token.stem else ("", "") for token in tokenize(line)
        ]


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted a few texts at a time, the posting lists are the same, to the last bit."""
    whole = samples.five()
    monkeypatch.setattr("bcpq.index.sqlite.weights._BATCH", 3)
    parts = samples.five()
    for _, stem in whole.forms_with_prefix(""):
        one, other = whole.postings(stem), parts.postings(stem)
        assert one
        assert other
        assert (one.document_frequency, one.idf, one.max_weight, one.forms) == (
            other.document_frequency,
            other.idf,
            other.max_weight,
            other.forms,
        )
        for name in LISTS:
            assert [*getattr(one, name)] == [*getattr(other, name)]
