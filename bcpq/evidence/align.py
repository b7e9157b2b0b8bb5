"""Does it stand there as quoted? The pieces of a quotation, and the places in a text where each stands."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from bcpq.evidence.texts import Part, Text, part, runs
from bcpq.text.typography import QUOTES, fold, inside, unmarked, unquoted, words

Grade = Literal["exact", "typographic"]


class Piece(NamedTuple):
    """Words to find in a row, with what stands before the first of them and after the last."""

    before: str
    core: str
    after: str
    keys: tuple[str, ...]


def piece_of(text: str) -> Piece | None:
    """Read a text as one piece; None when it has no word."""
    found = words(text)
    if not found:
        return None
    start, end = found[0].start, found[-1].end
    return Piece(text[:start], text[start:end], text[end:], tuple(word.key for word in found))


def standing(text: Text, piece: Piece) -> Iterator[tuple[Part, Grade]]:
    """Find where a piece stands in a text as it was published, but perhaps for typography."""
    for first in runs(text, piece.keys):
        found = part(text, first, first + len(piece.keys) - 1)
        grade, left, right = _compared(found, piece)
        if grade and _bounded(whole := found.widened(left, right)):
            yield whole, grade


def _compared(found: Part, piece: Piece) -> tuple[Grade | None, int, int]:
    """Compare a piece with its words in a text, with what stands between them, and with as much around them.

    The numbers are the characters before and after the words that the piece has, too.
    """
    slices = found.slices()
    before, after = found.around(
        len(piece.before) + len(piece.after) + 8
    )  # 8: room for marks that are folded
    for left, right in _ends(piece):
        if piece.core == " ".join(slices) and before.endswith(left) and after.startswith(right):
            return "exact", len(left), len(right)
    if not _alike(piece.core, " ".join(slices)):
        return None, 0, 0
    left, right = unmarked(piece.before), unmarked(piece.after)
    if not unmarked(after).startswith(right):
        right = right.rstrip(".,")  # the comma or full stop of whoever quotes
    if unmarked(before).endswith(left) and unmarked(after).startswith(right):
        return "typographic", len(left), len(right)
    return None, 0, 0


def _ends(piece: Piece) -> Iterator[tuple[str, str]]:
    """Give what stands before and after a piece's words: with the quotation marks around the whole, then without."""
    yield piece.before, piece.after
    if piece.before and piece.after and piece.before[0] in QUOTES and piece.after[-1] in QUOTES:
        yield piece.before[1:], piece.after[:-1]


def _alike(a: str, b: str) -> bool:
    """Tell whether texts are equal but for typography, quotation marks and the case of their first letter."""
    a, b = unquoted(fold(a)), unquoted(fold(b))
    return a[1:] == b[1:] and a[:1].casefold() == b[:1].casefold()


def _bounded(found: Part) -> bool:
    """Tell whether a part begins and ends between words."""
    (p1, (start, _)), (p2, (_, end)) = found.ranges[0], found.ranges[-1]
    return not inside(found.text.paragraphs[p1].text, start) and not inside(
        found.text.paragraphs[p2].text, end
    )
