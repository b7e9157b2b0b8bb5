"""Which passages can be among the best? Long posting lists are looked into, not read through (MaxScore).

A list whose largest weight can no longer lift a passage that stands in none of the lists before into the best is only
asked for the passages that are still in question (Turtle and Flood 1995, "Query evaluation: strategies and
optimizations"). Weights are whole numbers, so what comes out is what adding up everything would give.
"""

from collections.abc import Iterator, Sequence
from heapq import nlargest

from bcpq.matches import Ranked
from bcpq.postings import position


def counted(points: int, term: Ranked) -> int:
    """Weigh a term's points as often as it was typed, and as far as it counts."""
    return points * term.times * term.share // 1_000


def at(numbers: Sequence[int], weights: Sequence[int], wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give those of some ascending numbers that stand in a posting list, with their weights."""
    if len(numbers) < len(wanted):
        among = set(wanted)
        yield from ((n, points) for n, points in zip(numbers, weights, strict=True) if n in among)
        return
    for n in wanted:
        if (place := position(numbers, n)) is not None:
            yield n, weights[place]


def of_one(term: Ranked, bit: int, inside: Sequence[int] | None, depth: int) -> tuple[dict[int, int], set[int]]:
    """Score the passages that hold a term, the best `depth` of them; those with the form typed (`bit`) go first.

    The second value tells which these are.
    """
    lists = term.postings
    places: Sequence[int] = range(lists.held)
    if inside is not None:
        places = [i for i, n in enumerate(lists.ids) if inside[n]]
    typed = [i for i in places if lists.masks[i] & bit] if bit else []
    best = nlargest(depth, typed, key=lists.weights.__getitem__)
    if len(best) < depth:
        others = set(typed)
        rest = [i for i in places if i not in others]
        best += nlargest(depth - len(best), rest, key=lists.weights.__getitem__)
    scores = {lists.ids[i]: counted(lists.weights[i], term) for i in best}
    return scores, {lists.ids[i] for i in best if lists.masks[i] & bit}


def of_several(terms: Sequence[Ranked], inside: Sequence[int] | None, depth: int) -> dict[int, int]:
    """Score the passages that hold one of several terms: at least the best `depth`, and all that equal the last."""
    waiting = sorted(terms, key=lambda term: -_most(term))
    scores: dict[int, int] = {}  # of what holds a term, or has it from its title
    holding: set[int] = set()
    left = sum(map(_most, waiting))
    least = 0  # the score of the last of the best, so far
    while waiting and (left >= least or len(holding) < depth):
        term = waiting.pop(0)
        left -= _most(term)
        lists = term.postings
        _add(scores, term, lists.ids, lists.weights, inside)
        _add(scores, term, lists.title_ids, lists.title_weights, inside)
        holding.update(lists.ids if inside is None else (n for n in lists.ids if inside[n]))
        if len(holding) >= depth:
            least = nlargest(depth, map(scores.__getitem__, holding))[-1]
    while waiting:
        scores = {n: points for n, points in scores.items() if points + left >= least}
        term = waiting.pop(0)
        left -= _most(term)
        lists = term.postings
        wanted = sorted(scores)
        for n, points in at(lists.ids, lists.weights, wanted):
            scores[n] += counted(points, term)
            holding.add(n)
        for n, points in at(lists.title_ids, lists.title_weights, wanted):
            scores[n] += counted(points, term)
        least = max(least, nlargest(depth, (points for n, points in scores.items() if n in holding))[-1])
    return {n: points for n, points in scores.items() if n in holding and points >= least}


def _most(term: Ranked) -> int:
    return counted(term.postings.largest, term)


def _add(
    scores: dict[int, int], term: Ranked, ids: Sequence[int], weights: Sequence[int], inside: Sequence[int] | None
) -> None:
    get = scores.get
    factor = term.times * term.share
    pairs = zip(ids, weights, strict=True)
    if inside is not None:
        pairs = ((n, points) for n, points in pairs if inside[n])  # type: ignore[assignment]
    if factor == 1_000:
        for n, points in pairs:
            scores[n] = get(n, 0) + points
    else:
        for n, points in pairs:
            scores[n] = get(n, 0) + points * factor // 1_000
