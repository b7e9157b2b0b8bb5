"""What is a word worth in a text? BM25 in Lucene's form, in whole numbers.

Kamphuis, de Vries, Boytsov and Lin 2020, "Which BM25 do you mean?", table 1, "Lucene (default)": lengths are kept as
Lucene keeps them, so that a cluster built on it gives the same scores.
"""

from math import log

from bcpq.model import SCALE

#: BM25's constants. k1 of 1.2 to 1.5 and b of 0.75 were the best of a grid on nine public test collections; 1.2 is
#: Lucene's, too.
K1, B = 1.2, 0.75
#: Lengths below are kept as they are; of what is above it, four significant bits (Lucene's SmallFloat.intToByte4).
_FREE = 24


def idf(size: int, n: int) -> float:
    """Weigh a term that n of `size` texts hold: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return log(1 + (size - n + 0.5) / (n + 0.5))


def quantise(length: int) -> int:
    """Give the length, in tokens, that a text counts as: exact up to 40, then cut to within an eighth."""
    rest = length - _FREE
    shift = max(rest.bit_length() - 4, 0)
    return length if rest < 0 else _FREE + (rest >> shift << shift)


def saturation(count: int, length: int, average: float) -> float:
    """Weigh a count against a text's length: f / (f + K), K = k1 (1 - b + b length / average)."""
    return count / (count + K1 * (1 - B + B * length / average))


def weight(idf: float, count: int, length: int, average: float) -> int:
    """Work out BM25's weight of a term that occurs `count` times in a text, in units of 1 / SCALE."""
    return round(SCALE * idf * (K1 + 1) * saturation(count, length, average))
