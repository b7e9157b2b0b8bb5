"""Suggestions for words that occur nowhere: words that do, offered but never searched for."""

from collections.abc import Iterable

from bcpq.index.store import Store
from bcpq.model import Suggestion

#: The least likeness, 0 to 1, at which a word is offered: one letter in four may differ.
_SIMILARITY = 0.75
#: How many words are offered for one.
_MOST = 3
#: No word is that much like one of fewer letters, so that there is no need to look.
_SHORTEST = 3


def suggest_words(store: Store, unknown: Iterable[str]) -> tuple[Suggestion, ...]:
    """Return the words most like each word that occurs in no passage, the likeliest first.

    Nothing is said of a word that none is like.
    """
    misspelt = [word for word in unknown if len(word) >= _SHORTEST]
    if not misspelt:
        return ()
    from bcpq.text.similarity import find_closest_words  # loads rapidfuzz

    vocabulary = store.similar_forms(misspelt)
    suggestions = (
        Suggestion(
            word=word,
            instead=find_closest_words(word, vocabulary, similarity=_SIMILARITY, limit=_MOST),
        )
        for word in dict.fromkeys(misspelt)
    )
    return tuple(suggestion for suggestion in suggestions if suggestion.instead)
