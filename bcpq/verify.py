"""Is this quotation there? The strictest verdict that holds, and the places it rests on."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bcpq.model import PASSAGE_ROLES, Kind, Verdict
from bcpq.pieces import ELISION, Grade, Piece, case_unmarked, piece_of, pieces_of, standing
from bcpq.runs import Part, Shelf, Text

#: A quotation of fewer words is easily found by chance.
SHORT = 4
#: At most so many words lie between the pieces of an elided quotation: about two of the longest paragraphs of news.
_APART = 120

_BREAK = re.compile(r"\s*[\r\n]+\s*")


class Attribution(NamedTuple):
    """Where a quotation is said to stand."""

    articles: frozenset[int] | None = None  # by number; None: anywhere
    span: tuple[int, int] | None = None  # the first and the last paragraph
    possible: frozenset[int] = frozenset()  # of the articles, those whose date only overlaps the dates asked for

    def holds(self, match: "_Match") -> bool:
        """Tell whether words stand where they should."""
        if self.articles is not None and match.article not in self.articles:
            return False
        first, last = self.span or (0, 0)
        return not last or all(
            any(first <= part.text.paragraphs[i].number <= last for i, _ in part.ranges) for part in match.parts
        )


class _Match(NamedTuple):
    article: int
    grade: Grade
    parts: tuple[Part, ...]

    @property
    def rank(self) -> tuple[bool, bool]:
        text, (i, _) = self.parts[0].text, self.parts[0].ranges[0]
        return self.grade != "exact", text.paragraphs[i].role not in PASSAGE_ROLES


def verify(shelf: Shelf, quotation: str, attribution: Attribution = Attribution()) -> Verdict | None:
    """Find where a quotation stands, and how far it is what was published; None for one without a word.

    Quotation marks around the whole are not taken for part of it. A text that stands twice is found in a passage rather
    than in a title, a heading or a pull quote, then in the earlier article.
    """
    quotation = _BREAK.sub(" ", quotation).strip()
    if (whole := piece_of(quotation)) is None:
        return None
    pieces = pieces_of(quotation) or [whole]
    here, there = _best(_whole(shelf, whole), attribution)
    kind: Kind = here.grade if here else "elsewhere"
    if not here and pieces != [whole]:
        here, elsewhere = _best(_elided(shelf, pieces), attribution)
        there = there or elsewhere
        if here:
            kind = "elided" if ELISION.search(case_unmarked(quotation)) else "typographic"
    short = sum(len(piece.keys) for piece in pieces) < SHORT
    if found := here or there:
        places = tuple(place for part in found.parts for place in part.places())
        return Verdict(quotation, kind, places, short, here is not None and found.article in attribution.possible)
    from bcpq.differences import differing  # rapidfuzz: only where the words do not stand as quoted

    return differing(shelf, quotation, pieces)._replace(short=short)


def _best(matches: Iterable[_Match], attribution: Attribution) -> tuple[_Match | None, _Match | None]:
    """Give the best match where a quotation should stand, and the best anywhere else."""
    here: _Match | None = None
    there: _Match | None = None
    for match in matches:
        if attribution.holds(match):
            if not here or match.rank < here.rank:
                here = match
            if here.rank == (False, False):
                break
        elif not there or match.rank < there.rank:
            there = match
    return here, there


def _whole(shelf: Shelf, piece: Piece) -> Iterator[_Match]:
    for number in shelf.holding(piece.core):
        for text in shelf.of(number):
            for found, grade in standing(text, piece):
                yield _Match(number, grade, (found,))


def _elided(shelf: Shelf, pieces: Sequence[Piece]) -> Iterator[_Match]:
    """Find the pieces in their order, near each other, in one article."""
    for number in shelf.holding(" ".join(piece.core for piece in pieces)):
        for text in shelf.of(number):
            yield from (_Match(number, "typographic", chain) for chain in _chains(text, pieces))


def _chains(text: Text, pieces: Sequence[Piece]) -> Iterator[tuple[Part, ...]]:
    options = [[found for found, _ in standing(text, piece)] for piece in pieces]
    for first in options[0] if all(options) else ():
        chain = [first]
        for option in options[1:]:
            after = (part for part in option if 0 <= part.first - chain[-1].last - 1 <= _APART)
            if (follower := next(after, None)) is None:
                break
            chain.append(follower)
        else:
            yield tuple(chain)
