"""The alignment of a quotation with texts: where its pieces stand as they are quoted."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from bcpq.evidence.quotation import Joint, Piece, Quotation
from bcpq.evidence.texts import Candidates, RunningText, TextSpan
from bcpq.model import PASSAGE_ROLES, Article, Paragraph, Spelling
from bcpq.text.marks import QUOTATION_MARKS
from bcpq.text.typography import (
    is_inside_word,
    is_same,
    strip_marks_and_spaces,
)

Grade = Literal["exact", "typographic"]

#: At most so many words lie between two pieces with dots between them: about two of the longest
#: paragraphs of news. (The verdicts on the tests' table of quotations are the same from 60 to 250.)
_MOST_LEFT_OUT = 120
#: At most so many words lie between two pieces with brackets between them: a long name for which
#: the bracket may stand. (The same from 8 to 30.)
_MOST_REPLACED = 12
#: Pieces between dots have at least so many words on the average: fewer can be strung together from
#: any article.
_WORDS_A_PIECE = 2
#: Pieces of fewer words stand so many words apart at most, and in one sentence.
_MOST_APART = 12
#: Room for marks that are folded into one, beside what stands around a piece.
_ROOM_FOR_MARKS = 8


class PieceAlignment(NamedTuple):
    """Where a piece stands in a text, and how faithfully."""

    span: TextSpan
    grade: Grade
    differs_only_in: tuple[Spelling, ...] = ()


class Alignment(NamedTuple):
    """Where a quotation stands in a text: all of it in a row, or its pieces in their order."""

    spans: tuple[TextSpan, ...]  # a span for the whole, or one for each piece
    grade: Grade
    is_chain: bool  # its pieces were looked for, with other words between them
    differs_only_in: tuple[Spelling, ...] = ()

    @property
    def article(self) -> Article:
        """Give the article that it stands in."""
        return self.spans[0].text.article

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Give the paragraphs that it stands in."""
        return [paragraph for span in self.spans for paragraph in span.paragraphs]

    @property
    def is_in_passage(self) -> bool:
        """Tell whether it begins in a passage, rather than in a title, heading or pull quote."""
        return self.paragraphs[0].role in PASSAGE_ROLES

    @property
    def spread(self) -> int:
        """Count the words from the first piece to the last; nothing for what stands in a row."""
        return self.spans[-1].last - self.spans[0].first if self.is_chain else 0


def align_whole(candidates: Candidates, quotation: Quotation) -> Iterator[Alignment]:
    """Find where a quotation stands in a row."""
    for text in candidates.with_whole():
        for found in find_piece(text, quotation.whole):
            yield Alignment(
                spans=(found.span,),
                grade=found.grade,
                is_chain=False,
                differs_only_in=found.differs_only_in,
            )


def align_pieces(candidates: Candidates, quotation: Quotation) -> Iterator[Alignment]:
    """Find where the pieces of a quotation stand in their order, near each other, in one article.

    There is none where nothing in the quotation is marked.
    """
    if quotation.is_marked:
        is_long_enough = _has_enough_words(quotation)
        for text in candidates.with_pieces():
            for spans in _find_chains(text, quotation):
                if is_long_enough or _are_in_one_sentence(spans):
                    yield Alignment(spans=spans, grade="typographic", is_chain=True)


def find_piece(text: RunningText, piece: Piece) -> Iterator[PieceAlignment]:
    """Find where a piece stands in a text as it was published, but perhaps for typography; cleaned
    of what is not part of it only where it does not stand as it is written.
    """
    is_found = False
    for found in _find_as_written(text, piece):
        is_found = True
        yield found
    cleaned = piece.mended(text.line)
    if not is_found and cleaned is not piece:
        for found in _find_as_written(text, cleaned):
            yield found._replace(grade="typographic")


def _find_as_written(text: RunningText, piece: Piece) -> Iterator[PieceAlignment]:
    """Find where the words of a piece stand in a text, and all that is written around them."""
    for first in text.find(piece.keys):
        span = text.span(first, first + len(piece.keys) - 1)
        found = _compare(span, piece)
        if found and _is_between_words(found.span) and not _is_item_number(span):
            yield found


def _compare(span: TextSpan, piece: Piece) -> PieceAlignment | None:
    """Compare a piece with its words in a text, with what stands between them, and with as much
    around them; None where they differ by more than typography.
    """
    published = span.read()
    room = len(piece.before) + len(piece.after) + _ROOM_FOR_MARKS
    before, after = span.read_around(room)
    if piece.core == published:
        for left, right in _readings_of_ends(piece):
            if before.endswith(left) and after.startswith(right):
                return PieceAlignment(span=span.widen(len(left), len(right)), grade="exact")
    if not is_same(piece.core, published):
        return None
    around = _compare_around(before, after, piece)
    if around is None:
        return None
    return PieceAlignment(
        span=span.widen(*around),
        grade="typographic",
        differs_only_in=_find_spellings(piece.core, published) or (),
    )


def _compare_around(before: str, after: str, piece: Piece) -> tuple[int, int] | None:
    """Compare what stands around a piece, but for typography, with what stands around its words in
    a text; give how much of either belongs to it, or None where they differ.
    """
    before, after = strip_marks_and_spaces(before), strip_marks_and_spaces(after)
    left, right = strip_marks_and_spaces(piece.before), strip_marks_and_spaces(piece.after)
    if not after.startswith(right):
        right = right.rstrip(".,")  # the comma or full stop of whoever quotes
    if before.endswith(left) and after.startswith(right):
        return len(left), len(right)
    return None


def find_spellings_of(span: TextSpan, piece: Piece) -> tuple[Spelling, ...] | None:
    """Name all in which a piece differs from some words, if nothing but the case of letters, a
    hyphen or how a number is separated does; None where more does.
    """
    before, after = span.read_around(len(piece.before) + len(piece.after) + _ROOM_FOR_MARKS)
    if not _is_between_words(span) or _compare_around(before, after, piece) is None:
        return None
    return _find_spellings(piece.core, span.read())


def _find_spellings(quoted: str, published: str) -> tuple[Spelling, ...] | None:
    from bcpq.text.spellings import find_spellings  # an exact quotation does not need it

    return find_spellings(quoted, published)


def _readings_of_ends(piece: Piece) -> Iterator[tuple[str, str]]:
    """Give what stands before and after a piece's words: as it is, then without the quotation marks
    around the whole.
    """
    yield piece.before, piece.after
    if not piece.before or not piece.after:
        return
    if piece.before[0] in QUOTATION_MARKS and piece.after[-1] in QUOTATION_MARKS:
        yield piece.before[1:], piece.after[:-1]


def _is_between_words(span: TextSpan) -> bool:
    """Tell whether a span begins and ends between words."""
    first, last = span.slices[0], span.slices[-1]
    return not (
        is_inside_word(span.text.paragraphs[first.number].text, first.start)
        or is_inside_word(span.text.paragraphs[last.number].text, last.end)
    )


def _is_item_number(span: TextSpan) -> bool:
    """Tell whether a span is nothing but the number of an item, `5)`, which is not quoted."""
    place = span.slices[0]
    text = span.text.paragraphs[place.number].text
    is_first = span.first == span.last and place.start == 0
    return (
        is_first and text[: place.end].isdigit() and text[place.end : place.end + 1] in (")", ".")
    )


class _Chain(NamedTuple):
    """The last pieces of a quotation, where they stand."""

    end: int  # the number of the last word
    spans: tuple[TextSpan, ...]


def _find_chains(text: RunningText, quotation: Quotation) -> Iterator[tuple[TextSpan, ...]]:
    """Find where pieces stand in their order near each other: the tightest chain from each place
    of the first.
    """
    places = [[found.span for found in find_piece(text, piece)] for piece in quotation.pieces]
    if not all(places):
        return

    @cache
    def tightest(piece: int, place: int) -> _Chain | None:
        """Find the tightest chain that begins with a piece at one of its places."""
        span = places[piece][place]
        if piece == len(places) - 1:
            return _Chain(end=span.last, spans=(span,))
        joint = quotation.joints[piece]
        best: _Chain | None = None
        for i, following in enumerate(places[piece + 1]):
            if _can_follow(text, span, following, joint):
                rest = tightest(piece + 1, i)
                if rest and (best is None or rest.end < best.end):
                    best = rest
        return best._replace(spans=(span, *best.spans)) if best else None

    for i in range(len(places[0])):
        chain = tightest(0, i)
        if chain:
            yield chain.spans


def _has_enough_words(quotation: Quotation) -> bool:
    """Tell whether pieces with dots between them have two words on the average."""
    dots = sum(joint.is_dots for joint in quotation.joints)
    count = sum(len(piece.keys) for piece in quotation.pieces)
    return not dots or count >= _WORDS_A_PIECE * (dots + 1)


def _are_in_one_sentence(spans: Sequence[TextSpan]) -> bool:
    """Tell whether spans stand close together in one sentence, so that few words will do."""
    first, last = spans[0].locate()[0], spans[-1].locate()[-1]
    if spans[-1].last - spans[0].first > _MOST_APART:
        return False
    return first.paragraph == last.paragraph and first.sentence == last.sentence


def _can_follow(text: RunningText, span: TextSpan, following: TextSpan, joint: Joint) -> bool:
    """Tell whether a joint may stand for the words between two spans."""
    between = following.first - span.last - 1
    most = _MOST_REPLACED if joint.inserted else _MOST_LEFT_OUT
    if not 0 <= between <= most:
        return False
    return _fits_letters(text.keys[span.last + 1 : following.first], joint)


def _fits_letters(left_out: Sequence[str], joint: Joint) -> bool:
    """Tell whether, at brackets within a word such as `rate[d]`, the words left out hold one that
    begins, and ends, with the letters outside of the brackets.
    """
    before, after = joint.before.casefold(), joint.after.casefold()
    if not before and not after:
        return True
    return any(key.startswith(before) and key.endswith(after) for key in left_out)
