"""Which sentence answers, who speaks in it, and when there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Answer, Answers
from bcpq.query.filters import Filters
from bcpq.query.parser import parse
from bcpq.search.answers import ask
from bcpq.search.locators import find_article_number
from bcpq.search.speakers import find_speaker
from tests import samples


def said(answer: Answer) -> str:
    """Give the sentence of an answer."""
    return answer.passage.text[slice(*answer.range)]


def asked(store: SqliteStore, question: str, **filters: object) -> Answers:
    """Ask a question."""
    return ask(store, parse(question), Filters(**filters))  # type: ignore[arg-type]


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
    best = asked(five, question).answers[0]
    assert (best.passage.locator, best.rank) == (ANSWERED[question][0], 1)
    assert ANSWERED[question][1] in said(best)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("When do the school holidays start?", ("holidays", "start")),
        ("What is the capital of France?", ("capital", "france")),
        ("How much is council tax?", ("tax",)),
        ("Qwertz uiop?", ("qwertz", "uiop")),
    ],
)
def test_not_answered(five: SqliteStore, question: str, unknown: tuple[str, ...]) -> None:
    """A question that the articles do not answer gets none, and is told which of its words occur nowhere."""
    found = asked(five, question)
    assert found.answers == ()
    assert found.unknown == unknown
    known = {word.form for word in parse(question).words if word.stem} - {*unknown}
    assert (found.nearest is not None) is bool(known)


#: Locator of a passage: where the sentence stands that names the speaker of its last sentence; "" for none.
SPEAKERS = {
    "echo-2024:24": "echo-2024:18",  # Richard Burton's forecast
    "echo-2024:25": "echo-2024:18",
    "bbc-2022:19": "bbc-2022:18",  # Cathi Hadley's words go on
    "bbc-2022:20": "bbc-2022:18",  # "she said" names nobody
    "bbc-2022:14": "bbc-2022:13",
    "echo-2024:12": "",  # the report said
    "echo-2024:13": "echo-2024:12",
    "community-care-2022:29": "",  # added Hadley
    "community-care-2022:21": "community-care-2022:21",  # inspectors said, a sentence before
    "echo-2020:21": "",  # no quotation
}


@pytest.mark.parametrize("locator", SPEAKERS)
def test_speaker(five: SqliteStore, locator: str) -> None:
    """Where a sentence runs on in a quotation, the sentence before that says whose words these are is given."""
    name, number = locator.split(":")
    article = find_article_number(five, name)
    passage = five.text(article)[int(number) - 1]
    found = find_speaker(five, article, passage, passage.sentences[-1])
    assert (found.paragraph.locator if found else "") == SPEAKERS[locator]


def test_newest_first_where_the_answer_changed(five: SqliteStore) -> None:
    """Where articles of different dates answer about as well, the newest stands first, each dated."""
    answers = asked(five, "What is Ofsted's grade?").answers
    days = [answer.article.published.last for answer in answers if answer.article.published]
    assert len({answer.article.id for answer in answers}) > 1
    assert days == sorted(days, reverse=True)


def test_everyday_words(five: SqliteStore) -> None:
    """Everyday words lead to the words of a report, and count for less than the word typed."""
    best = asked(five, "did the watchdog criticise bosses for poor audits").answers[0]
    assert best.passage.locator == "community-care-2022:15"
    plain = asked(five, "Did Ofsted find audits of poor quality?").answers[0]
    assert plain.covered > best.covered


def test_filters(five: SqliteStore) -> None:
    """Filters narrow what is asked, and what is only possibly of the dates asked for says so."""
    found = asked(five, "What is Ofsted's grade?", sources=("bbc",))
    assert {answer.article.id for answer in found.answers} == {"bbc-2022"}
    found = asked(five, "How many agency staff?", since="2020-12-01", until="2020-12-31")
    assert [answer.possible for answer in found.answers] == [True] * len(found.answers) != []


@given(samples.bodies, st.lists(samples.words, min_size=1, max_size=5))
def test_answers_are_sentences(body: str, words: list[str]) -> None:
    """Whatever is asked, an answer is a sentence of a passage, and covers a share from 0 to 1."""
    store = samples.store(body, "The agency left. Staff stayed.")
    found = asked(store, f"What {' '.join(words)}?")
    for answer in (*found.answers, *filter(None, [found.nearest])):
        assert answer.range in answer.passage.sentences
        assert 0 <= answer.covered <= 1 + 1e-9
    assert [answer.rank for answer in found.answers] == [*range(1, len(found.answers) + 1)]
    assert not (found.answers and found.nearest)


def test_a_longer_list_begins_with_the_shorter_one(five: SqliteStore) -> None:
    """How many answers are asked for changes neither the first of them nor whether there is one."""
    for question in (
        "How many youngsters' files had to be looked at again?",
        "What is Ofsted's grade?",
        *ANSWERED,
    ):
        whole = ask(five, parse(question), limit=10).answers
        assert ask(five, parse(question), limit=1).answers == whole[:1]


def test_a_date_inside_brackets(five: SqliteStore) -> None:
    """A date inside the question marks what is only possible, as a filter does."""
    (answer, *_) = asked(five, "Was the turnover of staff higher? (date:2022-11-09..)").answers
    assert answer.possible


def test_malformed(five: SqliteStore) -> None:
    """A question that is a malformed query is refused as one."""
    with pytest.raises(QueryError):
        asked(five, 'what is "this')
