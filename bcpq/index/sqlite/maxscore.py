"""Which passages can be among the best? Long posting lists are looked into, not read through (MaxScore).

A list whose largest weight can no longer lift a passage that stands in none of the lists before into the best is only
asked for the passages that are still in question (Turtle and Flood 1995, "Query evaluation: strategies and
optimizations"). Weights are whole numbers, so what comes out is what adding up everything would give.
"""

from collections.abc import Iterable, Sequence
from heapq import nlargest, nsmallest

from bcpq.index.sqlite.postings import BISECT, ScoredTerm, at

#: How many times as many passages as are wanted are asked for the score that the last of them has at the least.
_ENOUGH = 2


def of_one(
    term: ScoredTerm, bit: int, inside: Sequence[int] | None, depth: int
) -> tuple[dict[int, int], set[int]]:
    """Score the passages that hold a term, the best `depth` of them; those with the form typed (`bit`) go first.

    The second value tells which these are.
    """
    lists = term.postings
    places: Sequence[int] = range(lists.own_document_frequency)
    if inside is not None:
        places = [i for i, n in enumerate(lists.ids) if inside[n]]
    typed = [i for i in places if lists.masks[i] & bit] if bit else []
    best = nlargest(depth, typed, key=lists.weights.__getitem__)
    if len(best) < depth:
        others = set(typed)
        rest = [i for i in places if i not in others]
        best += nlargest(depth - len(best), rest, key=lists.weights.__getitem__)
    scores = {lists.ids[i]: term.scale(lists.weights[i]) for i in best}
    return scores, {lists.ids[i] for i in best if lists.masks[i] & bit}


def of_several(
    terms: Sequence[ScoredTerm],
    others: Sequence[ScoredTerm],
    inside: Sequence[int] | None,
    depth: int,
    size: int,
) -> dict[int, int] | None:
    """Score the passages that hold one of several terms, of `size` paragraphs: the best `depth`, ties by number.

    `others` add to scores, but make no match. None where there are fewer than `depth`.
    """
    waiting = sorted(terms, key=lambda term: -_most(term))
    scores = [0] * size  # of what holds a term, or has it from its title
    for term in others:
        _add(scores, term, term.postings.ids, term.postings.weights)
    read: list[ScoredTerm] = []
    left, done = sum(map(_most, waiting)), 0  # what waiting terms can give, and postings read
    least = 0  # no more than the score of the last of the best
    asked: set[int] = set()  # passages to tell that from: those with the rarest terms
    while waiting and (
        left >= least
        or len(asked) < depth
        or waiting[0].postings.own_document_frequency < BISECT * done
    ):
        term = waiting.pop(0)
        left -= _most(term)
        done += term.postings.own_document_frequency
        _add(scores, term, term.postings.ids, term.postings.weights)
        _add(scores, term, term.postings.title_ids, term.postings.title_weights)
        read.append(term)
        if len(asked) < _ENOUGH * depth:
            asked.update(_within(term.postings.ids, inside))
        if len(asked) >= depth and left < max(
            map(scores.__getitem__, asked)
        ):  # else it cannot be the last term
            asked = set(nlargest(_ENOUGH * depth, asked, key=scores.__getitem__))
            least = nlargest(depth, map(scores.__getitem__, asked))[-1]
    if len(asked) < depth:
        return None
    likely = {n: scores[n] for n in asked}
    for term in waiting:
        _look_up(likely, term)
    least = nlargest(depth, likely.values())[-1]
    holding, candidates = _candidates(scores, read, least - left, bool(waiting))
    found = {n: scores[n] for n in _within(candidates, inside)}
    for term in waiting:
        holding.update(_look_up(found, term))
    best = nsmallest(
        depth, ((-points, n) for n, points in found.items() if points >= least and n in holding)
    )
    return {n: -points for points, n in best}


def _candidates(
    scores: list[int], read: Sequence[ScoredTerm], floor: int, titles: bool
) -> tuple[set[int], set[int]]:
    """Find the passages with so high a score: those that hold a term, and those that are in question at all.

    Where only the last terms are held, all of which together give less, nothing is, unless the title has an earlier
    one. With `titles`, passages that have terms from their title only are in question, too.
    """
    rest = sum(map(_most, read))
    holding: set[int] = set()
    beside: set[int] = set()
    for term in read:
        lists = term.postings
        if rest >= floor:
            holding.update([n for n in lists.ids if scores[n] >= floor])
            beside.update([n for n in lists.title_ids if scores[n] >= floor])
        elif beside:
            holding.update([n for n, _ in at(lists.ids, lists.weights, beside)])
        rest -= _most(term)
    return holding, holding | beside if titles else holding


def _within(numbers: Iterable[int], inside: Sequence[int] | None) -> Iterable[int]:
    return numbers if inside is None else (n for n in numbers if inside[n])


def _look_up(scores: dict[int, int], term: ScoredTerm) -> list[int]:
    """Add to the scores of some passages what a term gives them; give those that hold it."""
    lists = term.postings
    own = at(lists.ids, lists.weights, scores)
    for n, points in (*own, *at(lists.title_ids, lists.title_weights, scores)):
        scores[n] += term.scale(points)
    return [n for n, _ in own]


def _most(term: ScoredTerm) -> int:
    return term.scale(term.postings.max_weight)


def _add(scores: list[int], term: ScoredTerm, ids: Sequence[int], weights: Sequence[int]) -> None:
    factor = term.factor
    if factor == 1_000:
        for n, points in zip(ids, weights, strict=True):
            scores[n] += points
    else:
        for n, points in zip(ids, weights, strict=True):
            scores[n] += points * factor // 1_000
