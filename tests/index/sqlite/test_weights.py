"""The weights of posting lists, held against rank-bm25 itself."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bcpq.corpus.files import CorpusFile
from bcpq.corpus.reader import read
from bcpq.index.sqlite.build import index_documents
from bcpq.index.sqlite.postings import LISTS, MASK_BITS, PostingList
from bcpq.index.sqlite.weights import LuceneBM25
from bcpq.model import SCALE
from bcpq.query.parser import parse
from bcpq.search.passages import search
from bcpq.text.tokens import stem_words
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
def test_sums_are_those_of_rank_bm25(texts: list[str], query: list[str]) -> None:
    """The stored weights of a query's terms add up to what rank-bm25's get_scores gives."""
    stems = stem_words(" ".join(query))
    expected = np.zeros(len(texts))
    if any(map(stem_words, texts)):
        expected = LuceneBM25([stem_words(text) for text in texts]).get_scores(stems)
    store = samples.store("\n".join(texts))
    sums = np.zeros(len(texts))
    for stem in stems:
        postings = store.tables.postings(stem)
        for passage, weight in zip(postings.passages, postings.weights, strict=True):
            sums[passage] += weight / SCALE
    assert sums == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_title_counts_as_words_of_its_passages() -> None:
    """A passage is weighed as its article's title and its own words together."""
    texts = ("staff", "agency staff", "risk")
    store = samples.store("\n".join(texts), title="Agency risk")
    expected = LuceneBM25([["agenc", "risk", *stem_words(text)] for text in texts])
    postings = store.tables.postings("agenc")
    assert [*postings.passages] == [1]
    assert [*postings.title_passages] == [0, 2]
    assert (postings.document_frequency, postings.own_document_frequency) == (3, 1)
    weights = dict(zip(postings.passages, postings.weights, strict=True))
    weights |= dict(zip(postings.title_passages, postings.title_weights, strict=True))
    scores = [weights[passage] / SCALE for passage in range(3)]
    assert scores == pytest.approx(list(expected.get_scores(["agenc"])), rel=1e-5)


def test_articles_are_weighed_among_articles() -> None:
    """A whole article is weighed by its title, once, and the words of its paragraphs."""
    bodies = ("staff\nagency staff", "risk", "agency")
    store = samples.store(*bodies, title="Agency")
    expected = LuceneBM25([["agenc", *stem_words(body)] for body in bodies]).get_scores(["agenc"])
    postings = store.tables.postings("agenc")
    assert [*postings.articles] == [0, 1, 2]
    scores = [weight / SCALE for weight in postings.article_weights]
    assert scores == pytest.approx(list(expected), rel=1e-5)


def test_why_okapi_as_shipped_will_not_do() -> None:
    """As shipped, a term in half of the passages scores nothing; here it scores something."""
    texts = [["common", "rare"], ["common"], ["other"], ["another"]]
    assert BM25Okapi(texts).get_scores(["common"])[1] == 0
    assert LuceneBM25(texts).get_scores(["common"])[1] > 0


@given(st.integers(2, 30))
def test_score_falls_as_document_frequency_rises(size: int) -> None:
    """For one term, other things equal, the score falls strictly as more passages hold it."""
    scores = []
    for frequency in range(1, size + 1):
        body = "\n".join("word here" if i < frequency else "else here" for i in range(size))
        scores.append(search(samples.store(body), parse("word"), limit=1).hits[0].points)
    assert all(a > b for a, b in pairwise(scores))


@pytest.mark.parametrize("bodies", [["…"], ["the of"], ["# Only a heading"], ["…", "word"]])
def test_next_to_nothing(bodies: list[str]) -> None:
    """Passages without a word, and articles without a passage, can be indexed."""
    store = samples.store(*bodies)
    assert store.statistics.passages == len([body for body in bodies if not body.startswith("#")])
    assert math.isfinite(store.statistics.average_length)


@pytest.mark.parametrize("batch_size", [1, 3, 126, 127, 128])
def test_batches_make_no_difference(batch_size: int) -> None:
    """Counted a few texts at a time, the posting lists are the same, to the last bit."""
    files = [CorpusFile(f"{name}.md", 0, 0, 0) for name in samples.IDS]
    whole = samples.five()
    parts = index_documents(read(samples.CORPUS, files).documents, batch_size)
    for _, stem in whole.forms_with_prefix(""):
        one, other = whole.tables.postings(stem), parts.tables.postings(stem)
        assert _describe(one) == _describe(other)


def _describe(postings: PostingList) -> list[object]:
    """Return all that posting lists hold."""
    numbers: list[object] = [[*getattr(postings, name)] for name in LISTS]
    counts = postings.document_frequency, postings.own_document_frequency, postings.max_weight
    return [*counts, postings.idf, postings.forms, *numbers]


#: Words of one stem, more than a mask has bits for.
FORMS = [
    "connect", "connects", "connected", "connecting", "connection", "connections", "connective",
    "connectives", "connectively", "connectedly", "connectingly", "connectings", "connectional",
    "connectionally", "connectiveness", "connectable", "connectability", "connector's", "connectal",
]  # fmt: skip
FORMS = [form for form in FORMS if stem_words(form) == ["connect"]]


def test_forms_that_share_a_bit_are_told_apart() -> None:
    """Where a stem has more forms than a mask has bits, each is found where it stands only."""
    assert len(FORMS) > MASK_BITS
    store = samples.store("\n".join(f"{form} word" for form in FORMS))
    for number, form in enumerate(FORMS, 1):
        hits = search(store, parse(f'"{form} word"')).hits
        assert [hit.locator for hit in hits] == [f"a0:{number}"]


def test_masks() -> None:
    """A form has a bit of its own, the sixteenth and later ones share the last."""
    forms = [f"form{i}" for i in range(MASK_BITS + 2)]
    postings = PostingList(forms=tuple(forms))
    masks = [postings.mask_of([form]) for form in forms]
    assert masks[: MASK_BITS - 1] == [1 << i for i in range(MASK_BITS - 1)]
    assert {*masks[MASK_BITS - 1 :]} == {1 << MASK_BITS - 1}
    assert postings.mask_of(["other"]) == 0
    assert postings.mask_of(forms) == (1 << MASK_BITS) - 1
