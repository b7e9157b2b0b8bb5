"""What a score is made of: BM25, the article, the wording, and words that stand for others.

The numbers here are written out, not taken from the code: a weight that moves is noticed.
"""

import pytest

from bcpq.index.bm25 import idf, saturation, weight
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.store import QueryTerm
from bcpq.model import SCALE, Explanation
from bcpq.query.filters import Filters
from bcpq.query.parser import parse
from bcpq.search.passages import search
from bcpq.search.ranking import Ranking, rank_passages
from bcpq.search.selection import select_for_query
from tests import samples


def rank(store: SqliteStore, text: str, **options: bool | int) -> Ranking:
    """Rank all passages."""
    query = parse(text)
    selection = select_for_query(store, Filters(), query)
    return rank_passages(store, query, selection, **options)  # type: ignore[arg-type]


def explanations(store: SqliteStore, text: str) -> list[Explanation]:
    """Explain all passages that match, best first."""
    found = search(store, parse(text), explain=True)
    return [hit.explanation for hit in found if hit.explanation]


def test_the_article_counts_half() -> None:
    """Step 2 adds half of BM25 among whole articles."""
    store = samples.store("staff came\nnobody stayed", "staff and more staff left\nall went")
    ranking = rank(store, "staff")
    points = store.article_scores(ranking.terms, {0, 1})
    assert len(ranking.order) == 2
    for n in ranking.order:
        article = points[store.article_of(n)]
        assert article > 0
        assert ranking.explain(n, None).article == article * 5 // 10


def test_pairs_count_whole_and_forms_six_tenths() -> None:
    """Step 3 adds BM25 of adjacent pairs, and six tenths of that of words in the form typed."""
    store = samples.store("agency staff came\nagencies pay staff\nnobody stayed")
    first, second = explanations(store, "agency staff")
    average = store.statistics.average_length
    agency, staff = (term.idf for term in first.terms)
    assert average == (3 + 3 + 2) / 3
    once = saturation(1, 3, average)  # in a passage of three words
    assert first.pairs == round(SCALE * (agency + staff) * once)
    assert first.forms == round(SCALE * (agency * once + staff * once) * 0.6)
    assert second.pairs == 0
    assert second.forms == round(SCALE * staff * once * 0.6)


def test_step_2_looks_at_a_thousand() -> None:
    """The article counts for the best thousand passages, and for no more."""
    store = samples.store("\n".join(["staff came"] * 1_001))
    found = explanations(store, "staff")
    assert [explanation.article > 0 for explanation in found] == [True] * 1_000 + [False]


def test_step_3_looks_at_a_hundred() -> None:
    """The wording counts for the best hundred passages, and for no more."""
    store = samples.store("\n".join(["agency staff came"] * 101))
    found = explanations(store, "agency staff")
    assert [explanation.pairs > 0 for explanation in found] == [True] * 100 + [False]
    assert [explanation.forms > 0 for explanation in found] == [True] * 100 + [False]


def test_a_depth_of_ones_own() -> None:
    """How many step 2 looks at may be said."""
    store = samples.store("\n".join(["staff came"] * 5))
    ranking = rank(store, "staff", article_depth=2)
    explained = [ranking.explain(n, None).article > 0 for n in ranking.order]
    assert explained == [True, True, False, False, False]


def term(terms: list[QueryTerm], form: str) -> QueryTerm:
    """Find a term by its form."""
    (found,) = [one for one in terms if one.form == form]
    return found


def test_related_words_count_eight_tenths() -> None:
    """An everyday word's family counts by 0.8 of what one word in all their passages would."""
    store = samples.store("a child came\na pupil left\na child stayed\nnobody saw it", "A kid ran")
    terms = [*rank(store, "kids", related=True).terms]
    family = idf(5, 4)
    kid, child, pupil = (term(terms, form) for form in ("kids", "child", "pupil"))
    assert (kid.typed, child.typed, child.expansion_of) == (True, False, "kid")
    assert kid.share == round(1_000 * family / idf(5, 1))
    assert child.share == round(1_000 * family / idf(5, 2)) * 8 // 10
    assert pupil.share == round(1_000 * family / idf(5, 1)) * 8 // 10
    assert len(terms) == 3  # no other word of the family occurs
    assert [one.form for one in rank(store, "kids").terms] == ["kids"]


SPELLED = "the Multi Agency Hub (MAH) came"


def test_the_long_form_counts_half() -> None:
    """The long form of an acronym counts half of what one word for both would."""
    store = samples.store(f"{SPELLED}\na multi agency hub left\nMAH stayed\nnobody saw it")
    ranking = rank(store, "MAH")
    long = term([*ranking.terms], "MAH spelled out")
    assert long.share == 500
    either = idf(4, 3)
    (points,) = long.passage_weights.values()
    assert points == weight(either, 1, 4, store.statistics.average_length)
    assert ranking.scores[1] == points // 2 + ranking.explain(1, None).article
    assert ranking.order[-1] == 1  # behind what was typed
    assert [one.form for one in rank(store, "MAH", literal=True).terms] == ["mah"]


def test_the_short_form_counts_half() -> None:
    """The short form of an acronym counts half of what one word for both would, if it is alone."""
    store = samples.store(f"{SPELLED}\na multi agency hub left\nMAH stayed\nnobody saw it")
    ranking = rank(store, "multi agency hub")
    short = term([*ranking.terms], "MAH")
    assert short.share == round(1_000 * idf(4, 3) / idf(4, 2)) // 2
    assert short.excluded_passages == {0, 1}
    assert ranking.order[-1] == 2
    together = samples.store(f"{SPELLED}\nnobody saw it")
    assert all(one.typed for one in rank(together, "multi agency hub").terms)


@pytest.mark.parametrize(("passages", "found"), [(200, 200), (201, 1)])
def test_a_common_long_form_is_not_looked_for(passages: int, found: int) -> None:
    """A long form is looked for in up to two hundred passages."""
    store = samples.store("\n".join([SPELLED] + ["a multi agency hub left"] * (passages - 1)))
    assert search(store, parse("MAH")).total == found


def test_both_forms_typed() -> None:
    """Where both forms are typed, neither stands for the other."""
    store = samples.store(f"{SPELLED}\na multi agency hub left\nMAH stayed")
    assert all(one.typed for one in rank(store, "MAH multi agency hub").terms)
    assert all(one.typed for one in rank(store, "multi agency").terms)  # half of the long form


def test_a_prefix_counts_only_its_words() -> None:
    """Of a stem that a prefix finds, only the words that begin so count."""
    store = samples.store("the university\nthe universe\nnobody")
    ranking = rank(store, "universi*")
    assert [one.only_forms for one in ranking.terms] == [("university",)]
    assert ranking.order == [0]


def test_unknown_words() -> None:
    """A word that only a title holds occurs in no passage."""
    store = samples.store("staff came", title="Agency")
    assert rank(store, "agency staff zebra").unknown_words() == ("agency", "zebra")


def test_the_title_counts_and_is_explained() -> None:
    """What a title adds to a passage's score is the rest of step 1."""
    store = samples.store("staff came", title="Agency")
    (explanation,) = explanations(store, "agency staff")
    assert explanation.title > 0
    assert [one.occurrences for one in explanation.terms] == [0, 1]
