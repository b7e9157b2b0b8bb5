"""MaxScore: the best passages of a query without reading its long posting lists through.

Lists are read from the one of the highest weight down. Once the remaining lists together cannot
bring a new passage among the best, they are only looked up for the passages that are still in
question (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"). Weights are
whole numbers, so the result is exactly that of adding up everything.
"""

from collections.abc import Iterable, Sequence
from heapq import nlargest, nsmallest
from typing import NamedTuple

from bcpq.index.sqlite.postings import BISECT_FROM, ScoredTerm, look_up

#: So many times the passages that are needed are scored first. The last needed score among these
#: is a lower bound for that of the result.
_SAMPLE = 2


class Best(NamedTuple):
    """The best passages for a single term."""

    scores: dict[int, int]
    with_form: set[int]  # of these, the ones that hold the very form typed


def best_of_one_term(
    term: ScoredTerm, form_mask: int, admitted: Sequence[int] | None, depth: int
) -> Best:
    """Score the best passages that hold a term.

    Args:
        term: The term.
        form_mask: The mask of the form typed: passages that hold it are better than all others; 0
            where it makes no difference.
        admitted: For each paragraph whether the filters admit it; None where there are none.
        depth: How many passages are needed.
    """
    postings = term.postings
    masks, weights = postings.masks, postings.weights
    places: Sequence[int] = range(postings.own_document_frequency)
    if admitted is not None:
        places = [place for place, passage in enumerate(postings.passages) if admitted[passage]]
    with_form = [place for place in places if masks[place] & form_mask] if form_mask else []
    best = nlargest(depth, with_form, key=weights.__getitem__)
    if len(best) < depth:
        excluded = set(with_form)
        others = [place for place in places if place not in excluded]
        best += nlargest(depth - len(best), others, key=weights.__getitem__)
    return Best(
        scores={postings.passages[place]: term.scale(weights[place]) for place in best},
        with_form={postings.passages[place] for place in best if masks[place] & form_mask},
    )


def best_of_several_terms(
    terms: Sequence[ScoredTerm],
    others: Sequence[ScoredTerm],
    admitted: Sequence[int] | None,
    depth: int,
    size: int,
    bisect_from: int = BISECT_FROM,
) -> dict[int, int] | None:
    """Score the best passages that hold one of several terms, ties to the lower number.

    Args:
        terms: The terms.
        others: Terms that add to scores, but make no match.
        admitted: For each paragraph whether the filters admit it; None where there are none.
        depth: How many passages are needed.
        size: The number of paragraphs.
        bisect_from: A list is looked into where it is so many times longer than what was read.

    Returns:
        The best `depth` passages with their scores; None where there are fewer.
    """
    waiting = sorted(terms, key=lambda term: -term.max_score)
    scores = [0] * size  # of what holds a term, or has it from its title
    for term in others:
        _add(scores, term, term.postings.passages, term.postings.weights)
    read: list[ScoredTerm] = []
    postings_read = 0
    left = sum(term.max_score for term in waiting)  # what the waiting terms can give
    least = 0  # no more than the score of the last of the best
    sample: set[int] = set()  # passages to tell that from: those with the rarest terms
    while waiting and (
        left >= least
        or len(sample) < depth
        or waiting[0].postings.own_document_frequency < bisect_from * postings_read
    ):
        term = waiting.pop(0)
        postings = term.postings
        left -= term.max_score
        postings_read += postings.own_document_frequency
        _add(scores, term, postings.passages, postings.weights)
        _add(scores, term, postings.title_passages, postings.title_weights)
        read.append(term)
        if len(sample) < _SAMPLE * depth:
            sample.update(_keep_admitted(postings.passages, admitted))
        # Otherwise `left` is above every score, and the next list must be read in any case.
        if len(sample) >= depth and left < max(map(scores.__getitem__, sample)):
            sample = set(nlargest(_SAMPLE * depth, sample, key=scores.__getitem__))
            least = nlargest(depth, map(scores.__getitem__, sample))[-1]
    if len(sample) < depth:
        return None
    likely = {passage: scores[passage] for passage in sample}
    for term in waiting:
        _add_looked_up(likely, term, bisect_from)
    least = nlargest(depth, likely.values())[-1]
    beside = sum(term.max_score for term in others)
    candidates = _find_candidates(scores, read, beside, least - left, bisect_from)
    holding = candidates.holding
    in_question = holding | candidates.from_title if waiting else holding
    found = {passage: scores[passage] for passage in _keep_admitted(in_question, admitted)}
    for term in waiting:
        holding.update(_add_looked_up(found, term, bisect_from))
    best = nsmallest(
        depth,
        (
            (-points, passage)
            for passage, points in found.items()
            if points >= least and passage in holding
        ),
    )
    return {passage: -negative for negative, passage in best}


class _Candidates(NamedTuple):
    holding: set[int]  # passages that hold a term
    from_title: set[int]  # passages that have one from their article's title


def _find_candidates(
    scores: list[int], read: Sequence[ScoredTerm], beside: int, floor: int, bisect_from: int
) -> _Candidates:
    """Find the passages whose score is at least `floor`, among the terms that were read through.

    If a term and all later ones, with what terms `beside` them may add, score less than that, a
    passage that holds only these is skipped, unless its title has an earlier term.
    """
    rest = beside + sum(term.max_score for term in read)
    holding: set[int] = set()
    from_title: set[int] = set()
    for term in read:
        postings = term.postings
        if rest >= floor:
            holding.update([n for n in postings.passages if scores[n] >= floor])
            from_title.update([n for n in postings.title_passages if scores[n] >= floor])
        elif from_title:
            looked_up = look_up(postings.passages, postings.weights, from_title, bisect_from)
            holding.update([passage for passage, _ in looked_up])
        rest -= term.max_score
    return _Candidates(holding=holding, from_title=from_title)


def _keep_admitted(passages: Iterable[int], admitted: Sequence[int] | None) -> Iterable[int]:
    return passages if admitted is None else (n for n in passages if admitted[n])


def _add_looked_up(scores: dict[int, int], term: ScoredTerm, bisect_from: int) -> list[int]:
    """Add to the scores of some passages what a term gives them; return those that hold it."""
    lists = term.postings
    own = look_up(lists.passages, lists.weights, scores, bisect_from)
    from_title = look_up(lists.title_passages, lists.title_weights, scores, bisect_from)
    for passage, points in (*own, *from_title):
        scores[passage] += term.scale(points)
    return [passage for passage, _ in own]


def _add(
    scores: list[int], term: ScoredTerm, passages: Sequence[int], weights: Sequence[int]
) -> None:
    factor = term.factor
    if factor == 1_000:  # most terms, and the innermost loop of a query
        for passage, points in zip(passages, weights, strict=True):
            scores[passage] += points
    else:
        for passage, points in zip(passages, weights, strict=True):
            scores[passage] += points * factor // 1_000
