"""The shapes of what is said of corpus, index and results as a whole."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class Stamp(TypedDict):
    """What a result was made from."""

    schema: Literal["bcpq.stamp/1"]
    bcpq: str
    corpus: str
    ranking: str
    articles: dict[str, str]


class Document(TypedDict):
    """A result as one document; `mcp` adds what is wrong with the corpus's files, where something is."""

    stamp: NotRequired[Stamp]
    faults: NotRequired[list[str]]


class Same(Document):
    """Whether all is as it was when a result was stamped."""

    schema: Literal["bcpq.same/1"]
    same: bool
    differences: list[str]
    then: Stamp


class Status(TypedDict):
    """The corpus and the index in use."""

    stamp: NotRequired[Stamp]
    schema: Literal["bcpq.status/1"]
    corpus: str
    place: str
    articles: int
    passages: int
    paragraphs: int
    terms: int
    first: str | None
    last: str | None
    undated: int
    faults: list[str]
    versions: dict[str, str]


class Count(Document):
    """How many passages match."""

    schema: Literal["bcpq.count/1"]
    count: int


class Error(TypedDict):
    """A query of many that could not be understood."""

    schema: Literal["bcpq.error/1"]
    id: str | None
    line: int
    error: str
