"""How alike two texts are: the only module that uses rapidfuzz.

Loading rapidfuzz takes some 30 ms, so this module is imported only where something was not found.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from bcpq.model import Span


class EditOperation(NamedTuple):
    """A step that turns one sequence into another."""

    equal: bool  # both ranges hold the same; else the source's is replaced by the target's
    source: Span
    target: Span


def find_edit_operations(source: Sequence[str], target: Sequence[str]) -> list[EditOperation]:
    """Return the fewest insertions and deletions that turn one sequence of words into another."""
    return [
        EditOperation(
            equal=step.tag == "equal",
            source=(step.src_start, step.src_end),
            target=(step.dest_start, step.dest_end),
        )
        for step in Indel.opcodes(source, target)
    ]


def find_similar_window(words: Sequence[str], text: Sequence[str]) -> Span | None:
    """Find the window of a text, as long as some words, that has most in common with them.

    Returns:
        The window as a range of words; None where nothing is in common.
    """
    alignment = partial_ratio_alignment(words, text)
    return (alignment.dest_start, alignment.dest_end) if alignment else None


def find_closest_words(
    word: str, vocabulary: Iterable[str], *, similarity: float, limit: int
) -> tuple[str, ...]:
    """Return the words of a vocabulary that are most like a word, the likeliest first.

    Args:
        word: The word that may be misspelt.
        vocabulary: The words to choose from.
        similarity: The least likeness, from 0 to 1, by Damerau and Levenshtein's distance, in
            which two neighbouring letters that are swapped are one edit.
        limit: How many at most.
    """
    matches = process.extract(
        word,
        vocabulary,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=similarity,
        limit=limit,
    )
    return tuple(match for match, _, _ in matches)
