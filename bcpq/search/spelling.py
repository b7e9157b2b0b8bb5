"""Suggestions for words that occur nowhere: words that do, offered but never searched for."""

from collections.abc import Iterable

from bcpq.index.store import Store

#: The least likeness, 0 to 1, at which a word is offered: one letter in four may differ.
_SIMILARITY = 0.75
#: How many words are offered for one.
_MOST = 3


def suggestions(store: Store, unknown: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words most like each word that occurs in no passage, the likeliest first.

    Words of one or two letters get none: too much is like them.
    """
    misspelt = [word for word in unknown if len(word) > 2]
    if not misspelt:
        return {}
    from bcpq.text.similarity import closest_words  # loads rapidfuzz, which a search does not need

    vocabulary = store.similar_forms(misspelt)
    offers = {
        word: closest_words(word, vocabulary, similarity=_SIMILARITY, limit=_MOST)
        for word in misspelt
    }
    return {word: closest for word, closest in offers.items() if closest}
