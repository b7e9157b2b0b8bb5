"""BM25's numbers, at their edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.index.bm25 import K1, idf, quantise, saturation, weight
from bcpq.model import SCALE

#: A length and what it counts as, as Lucene's SmallFloat.byte4ToInt(intToByte4(length)) has it.
LENGTHS = {
    0: 0, 1: 1, 23: 23, 24: 24, 25: 25, 39: 39, 40: 40, 41: 40, 42: 42, 43: 42, 55: 54, 56: 56,
    57: 56, 59: 56, 60: 60, 88: 88, 95: 88, 96: 96, 1_000: 984,
}  # fmt: skip


@pytest.mark.parametrize("length", LENGTHS)
def test_quantised_lengths(length: int) -> None:
    """Lengths up to 40 are exact, longer ones lose their last digits."""
    assert quantise(length) == LENGTHS[length]


@given(st.integers(0, 10**6))
def test_quantising(length: int) -> None:
    """A quantised length stays as it is, is never more, and at least seven eighths."""
    quantised = quantise(length)
    assert quantise(quantised) == quantised
    assert 7 / 8 * length <= quantised <= length
    assert quantise(length + 1) >= quantised


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_idf_is_never_negative(size: int, frequency: int) -> None:
    """A term that all texts hold still weighs something, and a rarer one weighs more."""
    frequency = min(frequency, size)
    assert idf(size, frequency) > 0
    assert frequency == 0 or idf(size, frequency) < idf(size, frequency - 1)


def test_a_text_of_average_length() -> None:
    """A term that stands once in a text of average length weighs its idf."""
    assert saturation(1, 10, 10.0) == pytest.approx(1 / (1 + K1))
    assert weight(2.0, 1, 10, 10.0) == 2 * SCALE
    assert math.isclose(idf(10, 1), math.log(1 + 9.5 / 1.5))
