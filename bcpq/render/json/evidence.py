"""What JSON says of verdicts on quotations, and of citations."""

from collections.abc import Sequence
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from bcpq.model import (
    ChangeKind,
    CheckResult,
    Finding,
    Place,
    Span,
    Spelling,
    Verdict,
    VerdictKind,
)
from bcpq.render.json.passages import PassageJson, describe_passage
from bcpq.render.json.state import DocumentJson, StampJson


class PlaceJson(PassageJson):
    """A slice of a paragraph, with the sentence it is cut from."""

    range: Span
    sentence: str
    passage: str


def _describe_place(place: Place) -> PlaceJson:
    return {
        **describe_passage(place.article, place.paragraph),
        "text": place.text,
        "range": place.range,
        "sentence": place.paragraph.text[slice(*place.sentence)],
        "passage": place.paragraph.text,
    }


class EditJson(TypedDict):
    """Words that stand in both texts, or in one of them."""

    side: Literal["same", "published", "quoted"]
    text: str


class ChangeJson(TypedDict):
    """What differs where it matters most."""

    kind: ChangeKind
    published: str
    quoted: str


class _JudgementJson(TypedDict):
    """Whether a quotation stands in the corpus, and where."""

    quotation: str
    verdict: VerdictKind
    accepted: bool
    short: bool
    possible: bool
    astray: bool
    locators: list[str]
    text: str
    places: list[PlaceJson]
    edits: list[EditJson]
    changes: list[ChangeJson]
    nearest: PlaceJson | None
    differs_only_in: list[Spelling]
    cut_after: str | None
    confirmed: bool


def _describe_judgement(verdict: Verdict) -> _JudgementJson:
    return {
        "quotation": verdict.quotation,
        "verdict": verdict.kind,
        "accepted": verdict.accepted,
        "short": verdict.short,
        "possible": verdict.possible,
        "astray": verdict.astray,
        "locators": list(verdict.locators),
        "text": verdict.text,
        "places": [_describe_place(place) for place in verdict.places],
        "edits": [{"side": edit.side, "text": edit.text} for edit in verdict.edits],
        "changes": [
            {"kind": change.kind, "published": change.published, "quoted": change.quoted}
            for change in verdict.changes
        ],
        "nearest": _describe_place(verdict.nearest) if verdict.nearest else None,
        "differs_only_in": list(verdict.differs_only_in),
        "cut_after": verdict.cut_after or None,
        "confirmed": verdict.confirmed,
    }


class VerdictJson(_JudgementJson):
    """The verdict on a quotation."""

    schema: Literal["bcpq.verdict/2"]


def describe_verdict(verdict: Verdict) -> VerdictJson:
    """Describe a verdict; `text` is what was published, each place a slice of a paragraph."""
    return {"schema": "bcpq.verdict/2", **_describe_judgement(verdict)}


class VerdictsJson(DocumentJson):
    """The verdicts on several quotations."""

    schema: Literal["bcpq.verdict/2"]
    accepted: bool
    verdicts: list[VerdictJson]


def describe_verdicts(verdicts: Sequence[Verdict]) -> VerdictsJson:
    """Describe the verdicts on several quotations."""
    return {
        "schema": "bcpq.verdict/2",
        "accepted": all(verdict.accepted for verdict in verdicts),
        "verdicts": [describe_verdict(verdict) for verdict in verdicts],
    }


class FindingJson(_JudgementJson):
    """A quotation of a draft, and the verdict on it."""

    schema: Literal["bcpq.check/2"]
    file: str
    line: int
    column: int
    held_to: str | None


def describe_finding(finding: Finding) -> FindingJson:
    """Describe a quotation of a draft and the verdict on it."""
    return {
        "schema": "bcpq.check/2",
        **_describe_judgement(finding.verdict),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "held_to": finding.held_to or None,
    }


class CheckResultJson(DocumentJson):
    """The quotations of drafts."""

    schema: Literal["bcpq.check/2"]
    accepted: bool
    quotations: list[FindingJson]
    passed_over: int


def describe_check(result: CheckResult) -> CheckResultJson:
    """Describe the quotations of drafts."""
    return {
        "schema": "bcpq.check/2",
        "accepted": result.accepted,
        "quotations": [describe_finding(finding) for finding in result],
        "passed_over": result.passed_over,
    }


class CustomJson(TypedDict):
    """What a CSL-JSON item holds that is not CSL's own."""

    stamp: StampJson


#: When a CSL-JSON item was issued: a year, month or day, or the two ends of a range.
IssuedJson = TypedDict("IssuedJson", {"date-parts": list[list[int]], "circa": NotRequired[bool]})
#: An item of CSL-JSON 1.0.2 (https://citationstyles.org), as far as articles fill it.
ItemJson = TypedDict(
    "ItemJson",
    {
        "id": str,
        "type": Literal["webpage", "document"],
        "title": NotRequired[str],
        "container-title": str,
        "issued": NotRequired[IssuedJson],
        "URL": NotRequired[str],
        "note": NotRequired[str],
        "annote": NotRequired[str],
        "custom": NotRequired[CustomJson],
    },
)


class CitationJson(TypedDict):
    """A citation as a sentence has it, and as an item of CSL-JSON."""

    locator: str
    text: str
    csl: ItemJson


class CitationsJson(DocumentJson):
    """Several citations."""

    schema: Literal["bcpq.citation/1"]
    citations: list[CitationJson]
