"""The negation that a quotation is cut off from: `fit for purpose`, of "not fit for purpose"."""

from bcpq.evidence.sense import find_denial
from bcpq.evidence.texts import TextSpan

#: How many words before a quotation are looked at: as far as "a failure to ensure that there has
#: been" reaches.
_REACH = 8
#: What divides one clause from another.
_BREAKS = ",;:—–()!?"


def find_denial_before(span: TextSpan) -> str:
    """Find the word just before a slice, in its clause, that denies what it says; "" for none."""
    place = span.slices[0]
    paragraph = span.text.paragraphs[place.number]
    start = max((first for first, _ in paragraph.sentences if first <= place.start), default=0)
    before = paragraph.text[start : place.start]
    clause = max((before.rfind(mark) for mark in _BREAKS), default=-1) + 1
    last_words = before[clause:].split()[-_REACH:]
    return find_denial(" ".join(last_words))
