"""The shapes of verdicts on quotations, and of citations."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from bcpq.model import VerdictKind
from bcpq.schemas.passages import Passage, Span
from bcpq.schemas.state import Document, Stamp


class Place(Passage):
    """A slice of a paragraph, with the sentence it is cut from."""

    range: Span
    sentence: str
    passage: str


class Edit(TypedDict):
    """Words that stand in both texts, or in one of them."""

    side: Literal["same", "published", "quoted"]
    text: str


class Change(TypedDict):
    """What differs where it matters most."""

    kind: Literal["number", "negation", "name"]
    published: str
    quoted: str


class Judged(TypedDict):
    """Whether a quotation stands in the corpus, and where."""

    quotation: str
    verdict: VerdictKind
    accepted: bool
    short: bool
    possible: bool
    astray: bool
    locators: list[str]
    text: str
    places: list[Place]
    edits: list[Edit]
    changes: list[Change]
    nearest: Place | None


class Verdict(Judged):
    """The verdict on a quotation."""

    schema: Literal["bcpq.verdict/1"]


class Verdicts(Document):
    """The verdicts on several quotations."""

    schema: Literal["bcpq.verdict/1"]
    accepted: bool
    verdicts: list[Verdict]


class Finding(Judged):
    """A quotation of a draft, and the verdict on it."""

    schema: Literal["bcpq.check/1"]
    file: str
    line: int
    column: int
    held_to: str | None


class Checks(Document):
    """The quotations of drafts."""

    schema: Literal["bcpq.check/1"]
    accepted: bool
    quotations: list[Finding]


class Custom(TypedDict):
    """What a CSL-JSON item holds that is not CSL's own."""

    stamp: Stamp


#: When a CSL-JSON item was issued: a year, month or day, or the two ends of a range.
Issued = TypedDict("Issued", {"date-parts": list[list[int]], "circa": NotRequired[bool]})
#: An item of CSL-JSON 1.0.2 (https://citationstyles.org), as far as articles fill it.
Item = TypedDict(
    "Item",
    {
        "id": str,
        "type": Literal["webpage", "document"],
        "title": NotRequired[str],
        "container-title": str,
        "issued": NotRequired[Issued],
        "URL": NotRequired[str],
        "note": NotRequired[str],
        "annote": NotRequired[str],
        "custom": NotRequired[Custom],
    },
)


class Cited(TypedDict):
    """A citation as a sentence has it, and as an item of CSL-JSON."""

    locator: str
    text: str
    csl: Item


class Citations(Document):
    """Several citations."""

    schema: Literal["bcpq.citation/1"]
    citations: list[Cited]
