"""What is said of corpus, index and results as a whole, as records."""

from typing import TYPE_CHECKING

from bcpq.model import CorpusInfo, SearchResult

if TYPE_CHECKING:
    from bcpq.schemas import state
    from bcpq.model import Stamp


def count_record(found: SearchResult) -> "state.Count":
    """Describe how many passages match."""
    assert found.total is not None, "they were to be counted"
    return {"schema": "bcpq.count/1", "count": found.total}


def status_record(status: CorpusInfo) -> "state.Status":
    """Describe the corpus and index in use."""
    return {
        "schema": "bcpq.status/1",
        "corpus": status.corpus,
        "place": status.place,
        "articles": status.articles,
        "passages": status.passages,
        "paragraphs": status.paragraphs,
        "terms": status.terms,
        "first": status.first or None,
        "last": status.last or None,
        "undated": status.undated,
        "faults": [*status.faults],
        "versions": dict(status.versions),
    }


def stamp_record(stamp: "Stamp") -> "state.Stamp":
    """Describe a stamp as JSON documents carry it."""
    return {
        "schema": "bcpq.stamp/1",
        "bcpq": stamp.bcpq,
        "corpus": stamp.corpus,
        "ranking": stamp.ranking,
        "articles": {**stamp.articles},
    }


def same_record(then: "Stamp", differences: list[str]) -> "state.Same":
    """Describe whether all is as it was when a result was stamped."""
    return {
        "schema": "bcpq.same/1",
        "same": not differences,
        "differences": differences,
        "then": stamp_record(then),
    }
