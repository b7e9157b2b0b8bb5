"""The difference between a quotation and what comes closest to it: altered, stitched, or absent.

Only for quotations that stand nowhere as they are quoted: it reads more texts, and loads rapidfuzz.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from bcpq.evidence.align import find_piece, find_spellings_of
from bcpq.evidence.quotation import Piece, Quotation
from bcpq.evidence.sense import find_changes
from bcpq.evidence.texts import Candidates, RunningText, TextSpan
from bcpq.model import Change, Edit, Place, Spelling
from bcpq.text.edits import find_edits
from bcpq.text.marks import QUOTATION_MARKS
from bcpq.text.similarity import (
    EditOperation,
    find_edit_operations,
    find_similar_window,
)
from bcpq.text.tokens import STOP_WORDS

# In brackets: within which bounds the verdicts on the tests' table of 566 quotations stay the same.

#: The least share of words, in order, that an altered quotation has in common with what was
#: published (0.58 to 0.7).
CLOSE = 0.6
#: A quotation with at least this share in common with one place is altered, and not stitched (0.8
#: to 0.95).
SURE = 0.85
#: The weight of a word in these shares: what a quotation is about counts three times as much (3
#: to 5 times).
_STOP_WORD_WEIGHT, _WORD_WEIGHT = 1, 3
#: Parts of a stitched quotation have at least so many words: fewer stand together by chance (3 to
#: 4).
STITCH = 4
#: The parts make up at least this share of a stitched quotation's words (0.7 to 1).
STITCHED = 0.85
#: Parts with at most so many words of the article between them stand in one place: words left out
#: by a slip of the pen (4 to 20).
SLIP = 8
#: A window of a text is widened by so many words, and by a word for each so many of the quotation:
#: it is as long as the quotation, so that words put in or left out push its ends about.
_MARGIN, _WORDS_A_MARGIN = 3, 4
#: The end of a sentence, between two words: it is no part of `1.5`.
_SENTENCE_END = re.compile(r"[.!?…]\W*\s")


class Difference(NamedTuple):
    """What comes closest to a quotation, and how it differs."""

    kind: Literal["altered", "stitched", "absent"]
    spans: tuple[TextSpan, ...] = ()  # where it is altered or stitched
    edits: tuple[Edit, ...] = ()  # where it is altered
    changes: tuple[Change, ...] = ()
    nearest: Place | None = None  # where it is absent
    differs_only_in: tuple[Spelling, ...] = ()  # where it is altered


class _CloseSpan(NamedTuple):
    """The words of a text that a piece comes closest to."""

    share: float  # of words in common, by weight
    span: TextSpan


class _AlteredPiece(NamedTuple):
    """A piece, and the words that it comes closest to."""

    piece: Piece
    span: TextSpan


class _Run(NamedTuple):
    """Words of a quotation that stand in a row in one place or more."""

    length: int
    places: list[TextSpan]


def find_difference(candidates: Candidates, quotation: Quotation) -> Difference:
    """Find what comes closest to a quotation whose words stand nowhere as they are quoted."""
    if len(quotation.pieces) > 1:
        return _compare_pieces(candidates, quotation)
    (piece,) = quotation.pieces
    close = _find_closest(candidates.near, piece.keys)
    if not close or close.share < SURE:
        stitched = _find_stitches(candidates.near, piece.keys)
        if stitched:
            return Difference(kind="stitched", spans=tuple(stitched))
    if not close or close.share < CLOSE:
        return Difference(kind="absent", nearest=candidates.nearest_sentence())
    return _describe_alteration(quotation, [_AlteredPiece(piece=piece, span=close.span)])


def _compare_pieces(candidates: Candidates, quotation: Quotation) -> Difference:
    """Judge a quotation with words left out, whose pieces do not stand in their order near each
    other: stitched if each stands somewhere, altered if each stands somewhere at least nearly.
    """
    exact = [_find_first(candidates.near, piece) for piece in quotation.pieces]
    stitched = [span for span in exact if span]
    if len(stitched) == len(exact):
        return Difference(kind="stitched", spans=tuple(stitched))
    altered: list[_AlteredPiece] = []
    for piece, exact_span in zip(quotation.pieces, exact, strict=True):
        span = exact_span or _find_close(candidates.near, piece)
        if not span:
            return Difference(kind="absent", nearest=candidates.nearest_sentence())
        altered.append(_AlteredPiece(piece=piece, span=span))
    return _describe_alteration(quotation, altered)


def _find_first(texts: Sequence[RunningText], piece: Piece) -> TextSpan | None:
    """Find the first place where a piece stands as it is quoted."""
    return next((found.span for text in texts for found in find_piece(text, piece)), None)


def _find_close(texts: Sequence[RunningText], piece: Piece) -> TextSpan | None:
    """Find what a piece comes closest to, if it is close enough."""
    close = _find_closest(texts, piece.keys)
    return close.span if close and close.share >= CLOSE else None


def _describe_alteration(quotation: Quotation, pieces: Sequence[_AlteredPiece]) -> Difference:
    """Show the edits of altered pieces one after the other, and name what matters most in them."""
    pieces = [altered._replace(span=_widen_to_ends(altered)) for altered in pieces]
    edits: list[Edit] = []
    for i, altered in enumerate(pieces):
        if i:
            edits.append(Edit(side="same", text="…"))
        quoted = altered.piece.before + altered.piece.core + altered.piece.after
        edits += find_edits(_read_published(altered), quoted)
    if all(edit.side == "same" for edit in edits):  # it is refused for what is between its pieces
        published = " ".join(edit.text for edit in edits)
        edits = [Edit(side="published", text=published), Edit(side="quoted", text=quotation.text)]
    return Difference(
        kind="altered",
        spans=tuple(altered.span for altered in pieces),
        edits=tuple(edits),
        changes=tuple(_find_changes_in(edits)),
        differs_only_in=_find_spellings(pieces),
    )


def _read_published(altered: _AlteredPiece) -> str:
    """Read what was published for a piece, without quotation marks at an end where it has none."""
    published = altered.span.read_whole_words()
    if not altered.piece.before:
        published = published.lstrip(QUOTATION_MARKS)
    if not altered.piece.after:
        published = published.rstrip(QUOTATION_MARKS)
    return published


def _find_spellings(pieces: Sequence[_AlteredPiece]) -> tuple[Spelling, ...]:
    """Name all in which altered pieces differ, if nothing but spelling differs in any of them."""
    found: dict[Spelling, None] = {}
    for piece, span in pieces:
        spellings = find_spellings_of(span, piece)
        if spellings is None:
            return ()
        found |= dict.fromkeys(spellings)
    return tuple(sorted(found))


def _widen_to_ends(altered: _AlteredPiece) -> TextSpan:
    """Take in the words that were published where a piece begins or ends with others, as many as
    those are, so that a reader sees what they replace; not around a phrase that was published
    between quotation marks, as it is quoted without what was said around it.
    """
    piece, span = altered
    common = [step for step in find_edit_operations(piece.keys, span.keys) if step.equal]
    before, after = span.read_around(1)
    is_phrase = before in QUOTATION_MARKS and after in QUOTATION_MARKS and before and after
    if not common or is_phrase:
        return span
    first, last = common[0], common[-1]
    missing_before = first.source[0] - first.target[0]
    missing_after = (len(piece.keys) - last.source[1]) - (len(span.keys) - last.target[1])
    return span.text.span(
        _walk(span.text, span.first, -1, missing_before),
        _walk(span.text, span.last, 1, missing_after),
    )


def _walk(text: RunningText, number: int, step: int, count: int) -> int:
    """Walk from a word over so many others of its sentence, and on to the end of a word with
    hyphens.
    """
    while 0 <= number + step < len(text.keys):
        gap = _read_gap(text, min(number, number + step))
        if gap is None or _SENTENCE_END.search(gap) or (count <= 0 and gap != "-"):
            break
        number, count = number + step, count - 1
    return number


def _read_gap(text: RunningText, number: int) -> str | None:
    """Read what stands between a word and the next one; None where a paragraph ends."""
    place, following = text.places[number], text.places[number + 1]
    if place.number != following.number:
        return None
    return text.paragraphs[place.number].text[place.end : following.start]


def _find_changes_in(edits: Sequence[Edit]) -> Iterator[Change]:
    """Name what matters most in the edits, from one common run of words to the next."""
    published = quoted = ""
    for edit in (*edits, Edit(side="same", text="")):
        if edit.side == "same":
            yield from find_changes(published, quoted)
            published = quoted = ""
        elif edit.side == "published":
            published = edit.text
        else:
            quoted = edit.text


def _find_closest(texts: Sequence[RunningText], keys: Sequence[str]) -> _CloseSpan | None:
    """Find the run of words that has most in common with some words."""
    best: _CloseSpan | None = None
    for text in texts:
        window = find_similar_window(keys, text.keys) if text.keys else None
        if window:
            start, end = window
            margin = _MARGIN + len(keys) // _WORDS_A_MARGIN
            close = _trim_window(text, keys, max(0, start - margin), end + margin)
            if close and (not best or close.share > best.share):
                best = close
    return best


def _trim_window(text: RunningText, keys: Sequence[str], start: int, end: int) -> _CloseSpan | None:
    """Keep of a window what stands for some words: from the first common run to the last."""
    operations = find_edit_operations(keys, text.keys[start:end])
    common = [operation for operation in operations if operation.equal]
    while len(common) > 1 and _is_stray(keys, common[0], common[1]):
        del common[0]
    while len(common) > 1 and _is_stray(keys, common[-1], common[-2]):
        del common[-1]
    if not common:
        return None
    first, last = start + common[0].target[0], start + common[-1].target[1] - 1
    shared = sum(_weigh(keys[slice(*run.source)]) for run in common)
    longer = max(_weigh(keys), _weigh(text.keys[first : last + 1]))
    return _CloseSpan(share=shared / longer, span=text.span(first, last))


def _is_stray(keys: Sequence[str], run: EditOperation, next_run: EditOperation) -> bool:
    """Tell whether a common run at the end of a window weighs less than the words of the text that
    lie between it and the next one, beyond those that the quotation has there.
    """
    left, right = sorted((run, next_run), key=lambda operation: operation.target)
    published = right.target[0] - left.target[1]
    quoted = right.source[0] - left.source[1]
    return _weigh(keys[slice(*run.source)]) < published - quoted


def _weigh(keys: Sequence[str]) -> int:
    return sum(_STOP_WORD_WEIGHT if key in STOP_WORDS else _WORD_WEIGHT for key in keys)


def _find_stitches(texts: Sequence[RunningText], keys: Sequence[str]) -> list[TextSpan]:
    """Split words into runs that stand in different places; none where one place accounts for all
    of them, or where too few of them stand in such runs.
    """
    runs: list[list[TextSpan]] = []
    covered = i = 0
    while i < len(keys):
        run = _find_longest_run(texts, keys[i:])
        if run:
            runs.append(run.places)
            covered += run.length
        i += run.length if run else 1
    if len(runs) < 2 or covered < STITCHED * len(keys):
        return []
    chosen = [runs[0][0]]
    for places in runs[1:]:
        following = (span for span in places if _follows(chosen[-1], span))
        chosen.append(next(following, places[0]))
    if all(_follows(span, following) for span, following in pairwise(chosen)):
        return []
    return chosen


def _find_longest_run(texts: Sequence[RunningText], keys: Sequence[str]) -> _Run | None:
    """Find the longest run of words that begins with the first of some words, wherever it stands;
    None where not even STITCH of them stand in a row.
    """
    if len(keys) < STITCH:
        return None
    best = _Run(length=0, places=[])
    for text in texts:
        for first in text.find(keys[:STITCH]):
            length = STITCH
            while length < len(keys) and text.keys[first + length : first + length + 1] == (
                keys[length],
            ):
                length += 1
            if length > best.length:
                best = _Run(length=length, places=[])
            if length == best.length:
                best.places.append(text.span(first, first + length - 1))
    return best if best.places else None


def _follows(span: TextSpan, following: TextSpan) -> bool:
    """Tell whether one span follows another in the same text, but for a slip of the pen."""
    return span.text is following.text and 0 <= following.first - span.last - 1 <= SLIP
