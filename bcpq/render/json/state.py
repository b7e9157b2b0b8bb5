"""What JSON says of a corpus, an index and a result as a whole."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from bcpq.model import CorpusInfo, SearchResult, Stamp


class StampJson(TypedDict):
    """What a result was made from."""

    schema: Literal["bcpq.stamp/1"]
    bcpq: str
    corpus: str
    ranking: str
    articles: dict[str, str]


def describe_stamp(stamp: Stamp) -> StampJson:
    """Describe what a result was made from."""
    return {
        "schema": "bcpq.stamp/1",
        "bcpq": stamp.bcpq,
        "corpus": stamp.corpus,
        "ranking": stamp.ranking,
        "articles": dict(stamp.articles),
    }


class DocumentJson(TypedDict):
    """A result as one document; `mcp` adds the faults of the corpus's files, if it has any."""

    stamp: NotRequired[StampJson]
    faults: NotRequired[list[str]]


class SameJson(DocumentJson):
    """Whether all is as it was when a result was stamped."""

    schema: Literal["bcpq.same/1"]
    same: bool
    differences: list[str]
    then: StampJson


def describe_differences(then: Stamp, differences: list[str]) -> SameJson:
    """Describe whether all is as it was when a result was stamped."""
    return {
        "schema": "bcpq.same/1",
        "same": not differences,
        "differences": differences,
        "then": describe_stamp(then),
    }


class InfoJson(TypedDict):
    """The corpus and the index in use."""

    stamp: NotRequired[StampJson]
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


def describe_info(info: CorpusInfo) -> InfoJson:
    """Describe the corpus and the index in use."""
    return {
        "schema": "bcpq.status/1",
        "corpus": info.corpus,
        "place": info.place,
        "articles": info.articles,
        "passages": info.passages,
        "paragraphs": info.paragraphs,
        "terms": info.terms,
        "first": info.first or None,
        "last": info.last or None,
        "undated": info.undated,
        "faults": [*info.faults],
        "versions": dict(info.versions),
    }


class CountJson(DocumentJson):
    """How many passages match."""

    schema: Literal["bcpq.count/1"]
    count: int


def describe_count(result: SearchResult) -> CountJson:
    """Describe how many passages match, which must have been counted."""
    assert result.total is not None
    return {"schema": "bcpq.count/1", "count": result.total}


class ErrorJson(TypedDict):
    """A query of many that could not be understood."""

    schema: Literal["bcpq.error/2"]
    id: str | None
    line: int
    error: str
    code: str


def describe_error(identifier: str, line: int, message: str, code: str) -> ErrorJson:
    """Describe a query of many that could not be understood."""
    return {
        "schema": "bcpq.error/2",
        "id": identifier or None,
        "line": line,
        "error": message,
        "code": code,
    }
