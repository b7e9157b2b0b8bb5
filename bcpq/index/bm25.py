"""BM25 in Lucene's form: what a word is worth in a text, in whole numbers.

Kamphuis, de Vries, Boytsov and Lin 2020, "Which BM25 do you mean?", table 1, "Lucene (default)":
lengths are kept as Lucene keeps them, so that a cluster built on it gives the same scores.
"""

from math import log

from bcpq.model import SCALE

#: BM25's constants. k1 of 1.2 to 1.5 and b of 0.75 were the best of a grid on nine public test
#: collections; 1.2 is Lucene's, too.
K1, B = 1.2, 0.75
#: Lengths below this are kept as they are; of what is above it, four significant bits (Lucene's
#: SmallFloat.intToByte4).
_EXACT_BELOW = 24


def idf(size: int, frequency: int) -> float:
    """Return the inverse document frequency of a term: ln(1 + (N - n + 0.5) / (n + 0.5)).

    Args:
        size: N, the number of texts.
        frequency: n, how many of them hold the term.
    """
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def quantise(length: int) -> int:
    """Return the length that a text counts as: exact up to 40 tokens, then cut to within an eighth.

    Args:
        length: The length of the text in tokens.
    """
    rest = length - _EXACT_BELOW
    if rest < 0:
        return length
    shift = max(rest.bit_length() - 4, 0)
    return _EXACT_BELOW + (rest >> shift << shift)


def saturation(count: int, length: int, average: float) -> float:
    """Return a count against a text's length: f / (f + K), K = k1 (1 - b + b length / average).

    Args:
        count: f, how often a term occurs in the text.
        length: The text's length in tokens, as `quantise` returns it.
        average: The average length of a text.
    """
    return count / (count + K1 * (1 - B + B * length / average))


def weight(idf: float, count: int, length: int, average: float) -> int:
    """Return BM25's weight of a term in a text, in units of 1 / SCALE; arguments as above."""
    return round(SCALE * idf * (K1 + 1) * saturation(count, length, average))
