"""Is this quotation there? The strictest verdict that holds, and the places it rests on."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from bcpq.errors import QueryError
from bcpq.evidence.align import Grade, Piece, piece_of, standing
from bcpq.evidence.elisions import Chain, ElidedQuotation, chains, parse
from bcpq.evidence.texts import ArticleTexts, Part
from bcpq.index.store import Store
from bcpq.model import PASSAGE_ROLES, Article, Paragraph, Verdict, VerdictKind
from bcpq.query.filters import Filters, admits, is_only_possible
from bcpq.search.selection import select

#: A quotation of fewer words is easily found by chance.
SHORT = 4
#: More words than anyone quotes, and few enough for a second.
_WORDS = 10_000
_BREAK = re.compile(r"\s*[\r\n]+\s*")


class Attribution(NamedTuple):
    """Where a quotation is said to stand."""

    admits: Callable[[Article], bool] | None = None  # None: in any article
    spans: tuple[
        tuple[str, int, int], ...
    ] = ()  # an article, its first paragraph and its last (0: the whole of it)
    possible: Callable[[Article], bool] | None = None  # its date only overlaps the dates asked for

    def holds(self, there: Article, paragraphs: Iterable[Paragraph]) -> bool:
        """Tell whether words stand where they should: a title, wherever its article is named."""
        if self.admits and not self.admits(there):
            return False
        return not self.spans or any(
            there.id == name and (p.role == "title" or not last or first <= p.number <= last)
            for p in paragraphs
            for name, first, last in self.spans
        )


def attribution(store: Store, filters: Filters) -> Attribution:
    """Attribute quotations to the articles that filters let through; raises QueryError as `filters.select` does."""
    if filters == Filters():
        return Attribution()
    selection = select(store, filters)
    return Attribution(partial(admits, selection.filters), (), partial(is_only_possible, selection))


class _Match(NamedTuple):
    grade: Grade
    parts: tuple[Part, ...]
    chain: Chain | None = None

    @property
    def article(self) -> Article:
        return self.parts[0].text.article

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [part.text.paragraphs[i] for part in self.parts for i, _ in part.ranges]

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        """Order matches, the best first; the first of all is exact and in a passage."""
        text, (i, _) = self.parts[0].text, self.parts[0].ranges[0]
        turned, spread = (bool(self.chain.fatal), self.chain.spread) if self.chain else (False, 0)
        return turned, self.grade != "exact", text.paragraphs[i].role not in PASSAGE_ROLES, spread


_FIRST = False, False, False, 0


def verify(
    shelf: ArticleTexts, quotation: str, attribution: Attribution = Attribution()
) -> Verdict | None:
    """Find where a quotation stands, and how far it is what was published; None for one without a word.

    Quotation marks around the whole are not taken for part of it. A text that stands twice is found in a passage rather
    than in a title, a heading or a pull quote, then in the earlier article. Raises QueryError for one without end.
    """
    quotation = _BREAK.sub(" ", quotation).strip()
    if (whole := piece_of(quotation)) is None:
        return None
    if len(whole.keys) > _WORDS:
        raise QueryError(f"a quotation has more than {_WORDS:,} words: verify it in parts")
    elided = parse(quotation)
    pieces = elided.pieces if elided else (whole,)
    here, there = _best(_whole(shelf, whole), attribution)
    if elided and not here:
        here, elsewhere = _best(_elided(shelf, elided), attribution)
        there = there or elsewhere
    short = sum(len(piece.keys) for piece in pieces) < SHORT
    if found := here or there:
        return _verdict(quotation, found, here is not None, attribution)._replace(short=short)
    from bcpq.evidence.diff import differing

    verdict = differing(shelf, quotation, pieces)
    return verdict._replace(short=short, astray=_astray(verdict, attribution))


def _astray(verdict: Verdict, attribution: Attribution) -> bool:
    """Tell whether what was altered stands in no place that it should, or a part of what was stitched does not."""
    if verdict.kind == "stitched":
        return not all(
            attribution.holds(place.article, [place.paragraph]) for place in verdict.places
        )
    paragraphs = [place.paragraph for place in verdict.places]
    return not all(attribution.holds(article, paragraphs) for article in verdict.articles)


def _verdict(quotation: str, found: _Match, here: bool, attribution: Attribution) -> Verdict:
    """Judge a quotation whose words stand somewhere as they are quoted."""
    places = tuple(place for part in found.parts for place in part.places())
    possible = here and attribution.possible is not None and attribution.possible(found.article)
    chain = found.chain
    if chain and chain.fatal:
        changes = chain.fatal + chain.noticed
        return Verdict(
            quotation, "altered", places, False, possible, chain.edits, changes, astray=not here
        )
    kind: VerdictKind = (
        "elsewhere" if not here else "elided" if chain and chain.marked else found.grade
    )
    return Verdict(
        quotation,
        kind,
        places,
        False,
        possible,
        changes=chain.noticed if chain else (),
        astray=not here,
    )


def _best(
    matches: Iterable[_Match], attribution: Attribution
) -> tuple[_Match | None, _Match | None]:
    """Give the best match where a quotation should stand, and the best anywhere else."""
    here: _Match | None = None
    there: _Match | None = None
    for match in matches:
        if attribution.holds(match.article, match.paragraphs):
            if not here or match.rank < here.rank:
                here = match
            if here.rank == _FIRST:
                break
        elif not there or match.rank < there.rank:
            there = match
    return here, there


def _whole(shelf: ArticleTexts, piece: Piece) -> Iterator[_Match]:
    for number in shelf.holding(piece.core):
        for text in shelf.of(number):
            for found, grade in standing(text, piece):
                yield _Match(grade, (found,))


def _elided(shelf: ArticleTexts, elided: ElidedQuotation) -> Iterator[_Match]:
    """Find the pieces in their order, near each other, in one article."""
    for number in shelf.holding(" ".join(piece.core for piece in elided.pieces)):
        for text in shelf.of(number):
            yield from (_Match("typographic", chain.parts, chain) for chain in chains(text, elided))
