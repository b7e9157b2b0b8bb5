"""The judged questions, and how well the tool does on them."""

import math
import statistics
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bcpq.index.store import Store
from bcpq.model import Answers, SearchResult
from bcpq.query.parser import parse
from bcpq.search.answers import ask
from bcpq.search.passages import search

HERE = Path(__file__).parent
_DEPTH = 10


class Judged(NamedTuple):
    """A question, and what a reader of the articles says of it."""

    id: str
    ask: str
    keywords: bool
    other: bool  # the reader's words differ from the text's
    wanted: dict[str, int]  # locator -> grade, 1 to 3
    answers: tuple[str, ...]  # pieces of sentences that answer
    answerable: bool


class Outcome(NamedTuple):
    """What the tool says to a question."""

    question: Judged
    result: SearchResult
    answers: Answers | None  # None for keywords

    @property
    def places(self) -> list[str]:
        """Give the passages found, best first."""
        return [hit.locator for hit in self.result]

    @property
    def right(self) -> list[bool]:
        """Tell of each answer whether it is a right one."""
        return [
            any(piece in answer.text for piece in self.question.answers)
            for answer in self.answers or ()
        ]


def judgements() -> list[Judged]:
    """Read the judgements."""
    with (HERE / "judgements.toml").open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)["question"]
    return [
        Judged(
            id=entry["id"],
            ask=entry["ask"],
            keywords=entry["kind"] == "keywords",
            other=entry["wording"] == "other",
            wanted=entry["wanted"],
            answers=tuple(entry["answers"]),
            answerable=not entry.get("unanswerable", False),
        )
        for entry in entries
    ]


def outcomes(store: Store, questions: Sequence[Judged]) -> list[Outcome]:
    """Ask every question."""
    return [
        Outcome(
            question=question,
            result=search(store, parse(question.ask), limit=_DEPTH),
            answers=None if question.keywords else ask(store, parse(question.ask)),
        )
        for question in questions
    ]


def figures(results: Sequence[Outcome]) -> dict[str, float]:
    """Sum up how well the questions were answered; shares of 1, to three decimals."""
    found = [result for result in results if result.question.answerable]
    answerable = [result for result in found if not result.question.keywords]
    hopeless = [result for result in results if not result.question.answerable]
    other = [result for result in answerable if result.question.other]
    return {
        "questions": len(results),
        "passages nDCG@10": _mean(_ndcg(r.places, r.question.wanted) for r in found),
        "passages P@1": _mean(bool(r.places) and r.places[0] in r.question.wanted for r in found),
        "passages MRR@10": _mean(_reciprocal(r.places, r.question.wanted) for r in found),
        "answer top-1": _mean(r.right[:1] == [True] for r in answerable),
        "answer top-3": _mean(any(r.right[:3]) for r in answerable),
        "answer top-1, other wording": _mean(r.right[:1] == [True] for r in other),
        "answered though answerable": _mean(bool(r.right) for r in answerable),
        "refused though unanswerable": _mean(not r.right for r in hopeless),
    }


def _mean(values: Iterable[float]) -> float:
    return round(statistics.mean(map(float, values)), 3)


def _ndcg(places: Sequence[str], wanted: dict[str, int]) -> float:
    """Normalised discounted cumulative gain, with the grades as gains.

    Järvelin and Kekäläinen 2002.
    """
    found = _dcg([wanted.get(place, 0) for place in places[:_DEPTH]])
    return found / _dcg(sorted(wanted.values(), reverse=True)[:_DEPTH])


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _reciprocal(places: Sequence[str], wanted: dict[str, int]) -> float:
    return next((1 / rank for rank, place in enumerate(places[:_DEPTH], 1) if place in wanted), 0.0)


def page(results: Sequence[Outcome]) -> str:
    """Write what was found as a page that a person can read and compare.

    Below each question stand its best passages, and its answers. `*` marks a passage that is
    wanted, and an answer that is right; `!` marks a question that is not answered well.
    """
    return "\n\n".join("\n".join(_block(result)) for result in results) + "\n"


def _block(result: Outcome) -> list[str]:
    """Write the lines of one question."""
    question = result.question
    passages = [f"{place}{'*' if place in question.wanted else ''}" for place in result.places[:5]]
    lines = [
        f"{'' if _is_well_answered(result) else '! '}{question.ask}",
        f"    finds    {' '.join(passages) or 'nothing'}",
    ]
    if result.answers is not None:
        answers = [
            f"{answer.locator}@{answer.range[0]}{'*' if right else ''}"
            for answer, right in zip(result.answers, result.right, strict=True)
        ]
        lines.append(f"    answers  {' '.join(answers) or 'not answered'}")
    return lines


def _is_well_answered(result: Outcome) -> bool:
    """Tell whether the first passage, or the first answer, is right, or there is rightly none."""
    question = result.question
    if question.keywords:
        return bool(result.places) and result.places[0] in question.wanted
    return result.right[:1] == [True] if question.answerable else not result.right
