"""Which sentence answers, and when there is none.

The numbers here are written out, not taken from the code: a threshold that moves is noticed.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import QueryError
from bcpq.index.bm25 import idf
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import SCALE, Answer, Answers
from bcpq.query.filters import Filters
from bcpq.query.parser import parse
from bcpq.search.answers import ask, choose_answers, find_nearest
from tests import samples


def asked(store: SqliteStore, question: str, *, limit: int = 3, **filters: object) -> Answers:
    """Ask a question."""
    return ask(store, parse(question), Filters(**filters), limit=limit)  # type: ignore[arg-type]


def best(store: SqliteStore, question: str) -> Answer:
    """Give the best sentence, be it an answer or not."""
    found = asked(store, question)
    return found.nearest or found[0]


#: Question: the passage of the first answer, and a piece of the sentence.
ANSWERED = {
    "What was wrong with the audits?": ("community-care-2022:15", "audits “of poor quality”"),
    "How many agency staff were used?": ("echo-2020:21", "More than 50 agency staff"),
    "How many contacts did the service receive?": ("echo-2020:19", "8,000 contacts"),
    "When was BCP Council formed?": ("bbc-2022:17", "in 2019"),
    "Who was appointed as improvement advisor?": ("farleys-2022:11", "John Coughlan"),
}


@pytest.mark.parametrize("question", ANSWERED)
def test_answered(five: SqliteStore, question: str) -> None:
    """A question gets the sentence that answers it first."""
    found = asked(five, question)
    locator, piece = ANSWERED[question]
    assert (found[0].locator, found[0].rank) == (locator, 1)
    assert piece in found[0].text
    assert found.question == question
    assert found.nearest is None


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("When do the school holidays start?", ("holidays", "start")),
        ("What is the capital of France?", ("capital", "france")),
        ("How much is council tax?", ("tax",)),
        ("Qwertz uiop?", ("qwertz", "uiop")),
        ("Somebody Qwertz?", ("qwertz",)),  # the other occurs nowhere, but frames the question
    ],
)
def test_not_answered(five: SqliteStore, question: str, unknown: tuple[str, ...]) -> None:
    """A question that the articles do not answer gets none, and its unknown words are named."""
    found = asked(five, question)
    assert found.answers == ()
    assert found.unknown == unknown
    known = {word.form for word in parse(question).words if word.stem} - {*unknown, "somebody"}
    assert (found.nearest is not None) is bool(known)


def measured(covered: float, score: int, published: str = "2022") -> Answer:
    """Make a sentence up that was measured."""
    store = samples.held([samples.document("a", "Staff left.", published=published)])
    (answer,) = asked(store, "staff left?")
    return answer.replace(rank=0, covered=covered, points=score)


#: What the best sentences cover and score, their years, and which are shown, in that order.
CHOICES = [
    # A sentence that covers less than 0.58 is no answer.
    ([(0.58, 1_000, "2022")], [0]),
    ([(0.5799, 1_000, "2022")], []),
    ([(0.57, 1_000, "2022")], []),
    ([(0.59, 1_000, "2022")], [0]),
    ([], []),
    # One that scores less than 0.6 of the best sentence, be that an answer or not, is not shown.
    ([(1.0, 1_000, "2022"), (1.0, 600, "2022")], [0, 1]),
    ([(1.0, 1_000, "2022"), (1.0, 599, "2022")], [0]),
    ([(0.5, 1_000, "2022"), (1.0, 600, "2022")], [1]),
    ([(0.5, 1_000, "2022"), (1.0, 599, "2022")], []),
    # Of those that score 0.95 of the best answer, the newest comes first.
    ([(1.0, 1_000, "2020"), (1.0, 950, "2022")], [1, 0]),
    ([(1.0, 1_000, "2020"), (1.0, 949, "2022")], [0, 1]),
    ([(0.5, 1_000, "2020"), (1.0, 900, "2020"), (1.0, 855, "2022")], [2, 1]),
    ([(0.5, 1_000, "2020"), (1.0, 900, "2020"), (1.0, 854, "2022")], [1, 2]),
    ([(1.0, 1_000, "2022"), (1.0, 1_000, "2020"), (1.0, 1_000, "2024")], [2, 0, 1]),
    ([(1.0, 1_000, "2020"), (1.0, 960, "2020"), (1.0, 700, "2024")], [0, 1, 2]),
    ([(1.0, 1_000, ""), (1.0, 1_000, "2020")], [1, 0]),  # undated ones are the oldest
    ([(1.0, 1_000, "2022-01"), (1.0, 1_000, "2022")], [1, 0]),  # by the last day
]


@pytest.mark.parametrize(("sentences", "shown"), CHOICES)
def test_choose_answers(sentences: list[tuple[float, int, str]], shown: list[int]) -> None:
    """Answers cover enough and score near the best; the newest of equal ones comes first."""
    made = [measured(covered, score, year) for covered, score, year in sentences]
    chosen = choose_answers(made)
    assert [answer.replace(rank=0) for answer in chosen] == [made[i] for i in shown]
    assert [answer.rank for answer in chosen] == [*range(1, len(shown) + 1)]


def test_find_nearest() -> None:
    """The nearest sentence covers the most; of several, it scores best."""
    one, two, three = measured(0.3, 900), measured(0.4, 500), measured(0.4, 600)
    assert find_nearest([one, two, three]) == three.replace(rank=1)
    assert find_nearest([]) is None


def test_newest_first_where_the_answer_changed(five: SqliteStore) -> None:
    """Where articles of different dates answer about as well, the newest stands first."""
    answers = asked(five, "What is Ofsted's grade?")
    days = [answer.article.published.last for answer in answers if answer.article.published]
    assert len({answer.article.id for answer in answers}) > 1
    assert days == sorted(days, reverse=True)


def test_the_newest_of_the_very_same_answers() -> None:
    """Of two articles that say the same, the newer one stands first."""
    store = samples.held(
        samples.document(f"a{year}", "The agency staff left.", published=str(year))
        for year in (2020, 2022, 2021)
    )
    found = asked(store, "agency staff left?")
    assert [answer.date for answer in found] == ["2022", "2021", "2020"]


#: A body, its title, another article, and which share of "audits and poverty" the sentence on
#: audits covers. Either word weighs the same: one passage holds it.
COVERED = [
    ("Audits of poverty came.", None, "Others left.", 1.0),
    ("Audits came.", None, "Poverty left.", 0.5),
    ("Audits came. Poverty came.", None, "Others left.", 0.75),  # elsewhere in the passage
    ("# Poverty came\nAudits came.", None, "Poverty left.", 0.75),  # in its heading
    ("Poverty came:\n- Audits came.", None, "Others left.", 0.75),  # in its lead-in
    ("Audits came.", "Poverty came", "Others left.", 0.75),  # in its article's title
    ("Jane Smith of Poverty spoke.\n“Audits came.", None, "Others left.", 0.75),  # its speaker's
]


@pytest.mark.parametrize(("body", "title", "other", "share"), COVERED)
def test_what_stands_beside_a_sentence_counts_half(
    body: str, title: str | None, other: str, share: float
) -> None:
    """A word in the sentence is covered whole, one beside it by half."""
    document = samples.document("a", body, title)
    if "- Audits" in body:
        document = document.replace(roles={2: "item"}, lead_ins={2: 1})
    store = samples.held([document, samples.document("b", other)])
    found = asked(store, "audits and poverty", limit=10)
    (audits,) = [
        answer for answer in (*found, *filter(None, [found.nearest])) if "Audits" in answer.text
    ]
    assert audits.covered == pytest.approx(share)


def test_the_edge_of_an_answer() -> None:
    """A sentence that covers half is no answer; with a word beside it, it is one."""
    beside = asked(
        samples.store("Audits came. Poverty came.", "Others left."), "audits and poverty"
    )
    assert [answer.text for answer in beside] == ["Audits came.", "Poverty came."]
    apart = asked(samples.store("Audits came.", "Poverty came."), "audits and poverty")
    assert apart.answers == ()
    assert apart.nearest is not None
    assert apart.nearest.rank == 1
    assert apart.nearest.covered == pytest.approx(0.5)


def test_a_word_for_another_covers_eight_tenths() -> None:
    """A word that stands for the one typed covers it by 0.8, and by half of that from beside."""
    assert best(samples.store("A child came.", "Others left."), "kids?").covered == 0.8
    store = samples.store("Audits of poverty came. A child left.", "Others left.")
    kids = weight_of_absent_word(store)  # of audits: 1
    covered = {answer.text: answer.covered for answer in asked(store, "audits, poverty, kids")}
    assert covered["Audits of poverty came."] == pytest.approx((2 + 0.4 * kids) / (2 + kids))


def weight_of_absent_word(store: SqliteStore) -> float:
    """Weigh a word that no passage holds against one that one passage does."""
    passages = store.statistics.passages
    return idf(passages, 0) / idf(passages, 1)


def test_the_kind_of_thing_asked_for_counts_as_a_word() -> None:
    """A sentence without the number, the time or the name asked for covers half of one word."""
    with_number = samples.store("There were 50 audits.", "Others left.")
    without = samples.store("There were some audits.", "Others left.")
    assert best(with_number, "how many audits?").covered == 1
    assert best(without, "how many audits?").covered == 0.5
    assert best(without, "what audits?").covered == 1


def test_the_kind_of_thing_asked_for_adds_two() -> None:
    """A sentence that holds the kind of thing asked for scores two more."""
    store = samples.store("There were 50 audits.", "There were some audits.")
    scores = [
        {answer.text: answer.points for answer in asked(store, question)}
        for question in ("how many audits?", "what audits?")
    ]
    assert scores[0]["There were 50 audits."] == scores[1]["There were 50 audits."] + 2 * SCALE
    assert [*scores[0]] == ["There were 50 audits."]  # the other scores too little beside it


@pytest.mark.parametrize(("others", "read"), [(99, True), (100, False)])
def test_a_hundred_passages_are_read(others: int, read: bool) -> None:
    """Sentences are taken from the best hundred passages, and from no more."""
    lines = ["Agency staff left."] * others
    long = "Of agency staff 50 left, while others stayed, waited, talked, worked, slept and dined."
    found = asked(samples.store("\n".join([*lines, long])), "how many agency staff left?")
    assert found.nearest is not None or bool(found)
    assert any(answer.text == long for answer in found) is read


def test_ten_sentences_are_measured() -> None:
    """However many are asked for, the best ten sentences are measured."""
    store = samples.store("\n".join(["Agency staff left."] * 11), "Others came.")
    assert len(asked(store, "agency staff left?", limit=20)) == 10
    assert len(asked(store, "agency staff left?", limit=4)) == 4


def test_only_frame_words(five: SqliteStore) -> None:
    """Where a question has only words that frame one, they are what it is about."""
    store = samples.store("The people said it.", "Others came.")
    assert best(store, "people said?").covered == 1
    assert best(store, "people happened?").covered == 1  # one of them is enough
    assert asked(five, "wrong?").unknown == ()


def test_everyday_words(five: SqliteStore) -> None:
    """Everyday words lead to the words of a report, and count for less than the word typed."""
    first = asked(five, "did the watchdog criticise bosses for poor audits")[0]
    assert first.locator == "community-care-2022:15"
    plain = asked(five, "Did Ofsted find audits of poor quality?")[0]
    assert plain.covered > first.covered


def test_filters(five: SqliteStore) -> None:
    """Filters narrow what is asked, and what is only possibly of the dates asked for says so."""
    found = asked(five, "What is Ofsted's grade?", sources=("bbc",))
    assert {answer.article.id for answer in found} == {"bbc-2022"}
    found = asked(five, "How many agency staff?", since="2020-12-01", until="2020-12-31")
    assert [answer.possible for answer in found] == [True] * len(found) != []


@given(samples.bodies, st.lists(samples.words, min_size=1, max_size=5))
def test_answers_are_sentences(body: str, words: list[str]) -> None:
    """Whatever is asked, an answer is a sentence of a passage, and covers a share from 0 to 1."""
    store = samples.store(body, "The agency left. Staff stayed.")
    found = asked(store, f"What {' '.join(words)}?")
    for answer in (*found, *filter(None, [found.nearest])):
        assert answer.range in answer.passage.sentences
        assert 0 <= answer.covered <= 1 + 1e-9
    assert [answer.rank for answer in found] == [*range(1, len(found) + 1)]
    assert not (found and found.nearest)


def test_a_longer_list_begins_with_the_shorter_one(five: SqliteStore) -> None:
    """How many answers are asked for changes neither the first nor whether there is one."""
    for question in (
        "How many youngsters' files had to be looked at again?",
        "What is Ofsted's grade?",
        *ANSWERED,
    ):
        whole = asked(five, question, limit=10)
        assert asked(five, question, limit=1).answers == whole.answers[:1]


def test_a_date_inside_brackets(five: SqliteStore) -> None:
    """A date inside the question marks what is only possible, as a filter does."""
    (answer, *_) = asked(five, "Was the turnover of staff higher? (date:2022-11-09..)")
    assert answer.possible


def test_malformed(five: SqliteStore) -> None:
    """A question that is a malformed query is refused as one."""
    with pytest.raises(QueryError):
        asked(five, 'what is "this')
