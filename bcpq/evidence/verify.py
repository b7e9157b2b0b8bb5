"""The verdict on a quotation: the strictest that holds, and the places it rests on."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bcpq.evidence.align import Alignment, align_pieces, align_whole
from bcpq.evidence.cut import find_denial_before
from bcpq.evidence.quotation import Quotation, parse
from bcpq.evidence.texts import ArticleTexts, Candidates, TextSpan
from bcpq.index.store import Store
from bcpq.model import ACCEPTED, Article, Paragraph, Place, Verdict, VerdictKind
from bcpq.query.filters import Filters, admits, is_only_possible
from bcpq.search.selection import select
from bcpq.text.typography import words

if TYPE_CHECKING:
    from bcpq.evidence.elision import ElisionJudgement  # 4 ms that most quotations do not need


class LocatorSpan(NamedTuple):
    """Paragraphs of an article that a locator may name."""

    article: str  # its id
    first: int  # 0: the whole article
    last: int

    def holds(self, article: Article, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph of an article is one of them.

        A title is, wherever its article is named.
        """
        if article.id != self.article:
            return False
        if self.last == 0 or paragraph.role == "title":
            return True
        return self.first <= paragraph.number <= self.last


class Attribution(NamedTuple):
    """Where a quotation is said to stand."""

    admits: Callable[[Article], bool] | None = None  # None: in any article
    spans: tuple[LocatorSpan, ...] = ()  # none: anywhere in the article
    is_only_possible: Callable[[Article], bool] | None = None  # by the dates asked for

    def holds(self, article: Article, paragraphs: Iterable[Paragraph]) -> bool:
        """Tell whether words that stand in some paragraphs stand where they should."""
        if self.admits and not self.admits(article):
            return False
        if not self.spans:
            return True
        return any(
            span.holds(article, paragraph) for paragraph in paragraphs for span in self.spans
        )


def attribute(store: Store, filters: Filters) -> Attribution:
    """Attribute quotations to the articles that pass filters.

    Raises:
        QueryError: The filters name what is not there, as `search.selection.select` has it.
    """
    if filters == Filters():
        return Attribution()
    selection = select(store, filters)
    return Attribution(
        admits=partial(admits, selection.filters),
        is_only_possible=partial(is_only_possible, selection),
    )


def verify(
    texts: ArticleTexts, quotation: str, attribution: Attribution = Attribution()
) -> Verdict:
    """Return the verdict on a quotation.

    Quotation marks around the whole are not taken for part of it. A text that stands twice is found
    in a passage rather than in a title, a heading or a pull quote, then in the earlier article.

    Args:
        texts: The articles.
        quotation: The text that is said to be quoted.
        attribution: Where it is said to stand; anywhere if that is left out.

    Raises:
        QueryError: It holds no word (`quotation-empty`), or has no end (`quotation-too-long`).
    """
    parsed = parse(quotation)
    candidates = texts.candidates(parsed)
    match = _find_best_match(candidates, parsed, attribution)
    if match:
        return _verdict_on_match(parsed, match, attribution)
    return _verdict_on_difference(parsed, candidates, attribution)


def is_published(texts: ArticleTexts, text: str) -> bool:
    """Tell whether a text was published somewhere as it is, so that it may be quoted."""
    if not words(text):
        return False
    parsed = parse(text)
    match = _find_best_match(texts.candidates(parsed), parsed, Attribution())
    return match is not None and not match.turns_sense


class _Rank(NamedTuple):
    """The order of matches, the best first."""

    is_elsewhere: bool
    is_chain: bool
    spread: int  # the tightest chain decides, though a looser one would turn no sense
    turns_sense: bool
    is_edited: bool
    is_typographic: bool
    is_beside_passages: bool


#: The rank of a match that none can beat, so that no further text is read.
_FIRST = _Rank(
    is_elsewhere=False,
    is_chain=False,
    spread=0,
    turns_sense=False,
    is_edited=False,
    is_typographic=False,
    is_beside_passages=False,
)


class _Match(NamedTuple):
    """An alignment of the quotation, judged."""

    alignment: Alignment
    is_here: bool  # it stands where it is said to
    elision: "ElisionJudgement | None"  # where words are left out or put in

    @property
    def turns_sense(self) -> bool:
        return self.elision is not None and self.elision.turns_sense

    @property
    def rank(self) -> _Rank:
        return _Rank(
            is_elsewhere=not self.is_here,
            is_chain=self.alignment.is_chain,
            spread=self.alignment.spread,
            turns_sense=self.turns_sense,
            is_edited=self.elision is not None and self.elision.is_edited,
            is_typographic=self.alignment.grade != "exact",
            is_beside_passages=not self.alignment.is_in_passage,
        )


def _judge(
    quotation: Quotation, alignment: Alignment, attribution: Attribution, best: _Match | None
) -> _Match | None:
    """Judge whether an alignment is where it should be, and what the quotation leaves out of it.

    Returns:
        None where that cannot be a better match than the best so far.
    """
    is_here = attribution.holds(alignment.article, alignment.paragraphs)
    if best:
        so_far = (not best.is_here, best.alignment.is_chain, best.alignment.spread)
        if (not is_here, alignment.is_chain, alignment.spread) > so_far:
            return None
    elision = None
    if alignment.is_chain:
        from bcpq.evidence.elision import judge_elision

        elision = judge_elision(quotation, alignment.spans)
    return _Match(alignment=alignment, is_here=is_here, elision=elision)


def _find_best_match(
    candidates: Candidates, quotation: Quotation, attribution: Attribution
) -> _Match | None:
    """Find the best place where a quotation stands as it is quoted, in as few texts as will do.

    Its pieces are looked for apart from each other only where it does not stand in a row, and where
    it should.
    """
    best: _Match | None = None
    for align in (align_whole, align_pieces):
        for alignment in align(candidates, quotation):
            match = _judge(quotation, alignment, attribution, best)
            if match and (best is None or match.rank < best.rank):
                best = match
            if best and best.rank == _FIRST:
                return best
        if best and best.is_here:
            return best
    return best


def _verdict_on_match(quotation: Quotation, match: _Match, attribution: Attribution) -> Verdict:
    """Judge a quotation whose words stand somewhere as they are quoted."""
    article = match.alignment.article
    elision = match.elision
    kind: VerdictKind
    if elision and elision.turns_sense:
        kind = "altered"
    elif not match.is_here:
        kind = "elsewhere"
    elif elision and quotation.is_elided:
        kind = "edited" if elision.is_edited else "elided"
    else:
        kind = match.alignment.grade
    return Verdict(
        quotation=quotation.text,
        kind=kind,
        places=_locate(match.alignment.spans),
        short=quotation.is_short,
        possible=(
            match.is_here
            and attribution.is_only_possible is not None
            and attribution.is_only_possible(article)
        ),
        edits=elision.edits if elision and quotation.is_elided else (),
        changes=elision.distortions if elision else (),
        astray=not match.is_here,
        cut_after=find_denial_before(match.alignment.spans[0]) if kind in ACCEPTED else "",
        differs_only_in=match.alignment.differs_only_in,
    )


def _verdict_on_difference(
    quotation: Quotation, candidates: Candidates, attribution: Attribution
) -> Verdict:
    """Judge a quotation whose words stand nowhere as they are quoted."""
    from bcpq.evidence.diff import find_difference  # loads rapidfuzz

    difference = find_difference(candidates, quotation)
    verdict = Verdict(
        quotation=quotation.text,
        kind=difference.kind,
        places=_locate(difference.spans),
        short=quotation.is_short,
        edits=difference.edits,
        changes=difference.changes,
        nearest=difference.nearest,
        differs_only_in=difference.differs_only_in,
    )
    return verdict.replace(astray=_is_astray(verdict, attribution))


def _locate(spans: Iterable[TextSpan]) -> tuple[Place, ...]:
    return tuple(place for span in spans for place in span.locate())


def _is_astray(verdict: Verdict, attribution: Attribution) -> bool:
    """Tell whether what was altered stands in no place that it should, or a part of what was
    stitched does not.
    """
    if verdict.kind == "stitched":
        return not all(
            attribution.holds(place.article, [place.paragraph]) for place in verdict.places
        )
    paragraphs = [place.paragraph for place in verdict.places]
    return not all(attribution.holds(article, paragraphs) for article in verdict.articles)
