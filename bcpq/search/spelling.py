"""Did you mean? Words that occur for words that do not; offered, never searched for instead."""

from collections.abc import Iterable

from bcpq.index.store import Store

#: The least likeness, 0 to 100, at which a word is offered: one letter in four may differ.
_LIKENESS = 75
_MOST = 3


def suggestions(store: Store, unknown: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give, for each word that occurs in no passage, the words most like it that do, the likeliest first."""
    unknown = [word for word in unknown if len(word) > 2]
    if not unknown:
        return {}
    from rapidfuzz import process  # only when a word is not found
    from rapidfuzz.distance import DamerauLevenshtein

    vocabulary = store.similar_forms(unknown)
    found = {}
    for word in unknown:
        near = process.extract(
            word,
            vocabulary,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_LIKENESS / 100,
            limit=_MOST,
        )
        if near:
            found[word] = tuple(form for form, _, _ in near)
    return found
