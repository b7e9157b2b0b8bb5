"""The quotations of drafts, held to where the draft says that they stand."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bcpq.errors import QueryError
from bcpq.evidence.attributions import AttributionReader, StatedPlace, move_trailing_locator
from bcpq.evidence.drafts import Draft, Position, read
from bcpq.evidence.quotation import SHORT
from bcpq.evidence.quoted import DraftQuotation, find_quotations
from bcpq.evidence.saying import is_attributed
from bcpq.evidence.sense import is_negation
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import Attribution, is_published, verify
from bcpq.model import ACCEPTED, VERDICT_KINDS, CheckResult, Finding, Verdict
from bcpq.text.numbers import is_number
from bcpq.text.typography import words

#: Drafts repeat themselves: so many verdicts are kept, and of words whether they were published.
_KEPT = 4_096
_ANYWHERE = Position(line=0, column=0)


class _Judged(NamedTuple):
    """A verdict, and what the quotation was held to."""

    verdict: Verdict
    held_to: str


def check_draft(
    texts: ArticleTexts, file: str, text: str, markdown: bool, *, short: bool = False
) -> CheckResult:
    """Find the quotations of a draft, and return the verdict on each.

    Those under four words are often a word that the writer only holds at arm's length. They are
    judged where they state something (a number, a negation, a name), or the draft says whose they
    are.

    Args:
        texts: The articles.
        file: The name of the draft, for the findings.
        text: The draft.
        markdown: Whether it is Markdown; else it is plain text.
        short: Judge all that are under four words.

    A quotation that is too long to be compared, often one that has no end, is `unchecked`.
    """
    judge = _Judge(texts, read(text, markdown), short)
    findings: list[Finding] = []
    passed_over = 0
    for quotation in judge.quotations():
        # Where it stands makes no difference to the verdict, so that of the same words is the same.
        judged = judge.judge(quotation._replace(position=_ANYWHERE))
        if judged is None:
            passed_over += any(map(words, quotation.pieces))
            continue
        findings.append(
            Finding(
                file=file,
                line=quotation.position.line,
                column=quotation.position.column,
                held_to=judged.held_to,
                verdict=judged.verdict,
            )
        )
    return CheckResult(findings=tuple(findings), passed_over=passed_over)


class _Judge:
    """Judges the quotations of a draft."""

    def __init__(self, texts: ArticleTexts, draft: Draft, short: bool) -> None:
        self._texts = texts
        self._draft = draft
        self._judges_short = short
        self._reader = AttributionReader(texts, draft)
        self.judge = lru_cache(maxsize=_KEPT)(self._judge)

    def quotations(self) -> Iterator[DraftQuotation]:
        """Find the quotations of the draft."""

        @lru_cache(maxsize=_KEPT)
        def was_published(text: str) -> bool:
            return is_published(self._texts, text)

        return map(move_trailing_locator, find_quotations(self._draft.blocks, was_published))

    def _judge(self, quotation: DraftQuotation) -> _Judged | None:
        """Judge a quotation; None for a short one that is not looked at, and for no words."""
        length = quotation.length
        if not length:
            return None
        stated = self._reader.read(quotation)
        if length < SHORT and not (self._judges_short or _is_statement(quotation, stated)):
            return None
        return self._verify(quotation, stated)

    def _verify(self, quotation: DraftQuotation, stated: StatedPlace) -> _Judged | None:
        readings = list(_readings(quotation.pieces))
        verdict = self._best_verdict(readings, stated.attribution)
        if verdict is None:
            return None
        if stated.outlet:
            return _Judged(verdict=_uncheck(verdict), held_to=stated.outlet)
        held_to = stated.names
        if verdict.astray and stated.date:
            undated = self._best_verdict(readings, stated.undated)
            if undated and not undated.astray:  # only the date is wrong
                held_to = ", ".join(filter(None, [held_to, stated.date]))
        if stated.is_confirmed and verdict.kind == "edited" and not verdict.astray:
            verdict = verdict.replace(confirmed=True)
        return _Judged(verdict=verdict, held_to=held_to)

    def _best_verdict(self, readings: list[str], attribution: Attribution) -> Verdict | None:
        """Give the best verdict on the readings of a quotation; None if there is no word in it."""
        verdicts: list[Verdict] = []
        for reading in readings:
            try:
                verdicts.append(verify(self._texts, reading, attribution))
            except QueryError as error:
                if error.code == "quotation-empty":
                    return None  # nothing but a locator in quotation marks
                if error.code != "quotation-too-long":
                    raise
                return Verdict(quotation=reading, kind="unchecked", places=(), short=False)
            if verdicts[-1].kind == "exact":
                break
        return min(verdicts, key=_order)


def _readings(pieces: tuple[str, ...]) -> Iterator[str]:
    """Give how an interrupted quotation may have been published: in a row, with or without the
    comma before who speaks, or with words left out.
    """
    if len(pieces) == 1:
        yield pieces[0]
        return
    bare = [piece.rstrip(",") for piece in pieces]
    ends = [*bare[:-1], pieces[-1]]
    yield " ".join(ends)
    yield ", ".join(ends)
    yield " … ".join(ends)


def _order(verdict: Verdict) -> tuple[bool, int]:
    """Give the order of verdicts on the readings of a quotation: words that stand as they are read,
    though elsewhere, go before others.
    """
    rank = VERDICT_KINDS.index(verdict.kind)
    return verdict.kind not in (*ACCEPTED, "edited", "elsewhere"), rank


def _uncheck(verdict: Verdict) -> Verdict:
    """Leave open what is said to be from an outlet of which there is no article; where its words
    stand here is told.
    """
    if verdict.accepted or verdict.kind == "edited":
        return verdict.replace(kind="unchecked")
    return verdict.replace(
        kind="unchecked", places=(), edits=(), changes=(), nearest=None, differs_only_in=()
    )


def _is_statement(quotation: DraftQuotation, stated: StatedPlace) -> bool:
    """Tell whether a short quotation is to be judged: it states something, or is someone's."""
    text = " ".join(quotation.pieces)
    found = words(text)
    if any(is_number(word.key) or is_negation(word.key) for word in found):
        return True
    if any(text[word.start].isupper() for word in found[1:]):
        return True  # a name
    if stated.names or stated.outlet or len(quotation.pieces) > 1:
        return True
    before = quotation.sentence[: max(0, quotation.place - 1)]
    after = quotation.sentence[quotation.end + 1 :]
    return is_attributed(before, after)
