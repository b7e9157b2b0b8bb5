"""The ranking and the answers on the five articles, pinned.

`python -m tests.relevance.test_relevance` writes the page and the figures anew: read the difference
before you commit.
"""

import json

import pytest

from bcpq.index.sqlite.store import SqliteStore
from tests import samples
from tests.relevance import judged
from tests.relevance.judged import HERE, Outcome


@pytest.fixture(scope="module")
def results(five: SqliteStore) -> list[Outcome]:
    """Give what the tool says to every question."""
    return judged.outcomes(five, judged.judgements())


def test_judgements_are_sound(five: SqliteStore) -> None:
    """Judgements are about passages that there are, and every answer stands in a wanted one."""
    texts = {passage.locator: passage.text for passage in samples.passages(five)}
    questions = judged.judgements()
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        assert question.wanted.keys() <= texts.keys(), question.id
        assert set(question.wanted.values()) <= {1, 2, 3}
        assert bool(question.wanted) is question.answerable
        for answer in question.answers:
            assert any(answer in texts[place] for place in question.wanted), question.id
    assert len(questions) >= 60
    assert sum(not question.answerable for question in questions) >= 10
    assert sum(question.other for question in questions) >= 15


def test_page(results: list[Outcome]) -> None:
    """Every question finds and answers what the golden page says."""
    assert judged.page(results) == (HERE / "golden.txt").read_text(encoding="utf-8")


def test_figures(results: list[Outcome]) -> None:
    """No figure is lower than the one on file."""
    kept = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))
    now = judged.figures(results)
    assert now.keys() == kept.keys()
    assert {name: (kept[name], value) for name, value in now.items() if value < kept[name]} == {}


def test_answers_are_slices(results: list[Outcome]) -> None:
    """Answers, and sentences that name speakers, are sentences of their passages."""
    for result in results:
        for answer in result.answers or ():
            assert answer.range in answer.passage.sentences
            if answer.speaker:
                assert answer.speaker.range in answer.speaker.paragraph.sentences
                assert answer.speaker.paragraph.number <= answer.passage.number


if __name__ == "__main__":
    done = judged.outcomes(samples.five(), judged.judgements())
    (HERE / "golden.txt").write_text(judged.page(done), encoding="utf-8")
    (HERE / "figures.json").write_text(
        json.dumps(judged.figures(done), indent=2) + "\n", encoding="utf-8"
    )
    print(json.dumps(judged.figures(done), indent=2))
