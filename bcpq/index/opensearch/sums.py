"""The statistics of a corpus on a cluster, as its documents add up just now."""

from functools import cached_property
from typing import Any

from bcpq.errors import StoreError
from bcpq.index.digest import DIGITS
from bcpq.index.opensearch.client import PAGE_SIZE, ClusterIndex
from bcpq.index.opensearch.mapping import (
    DIGEST_BITS,
    DIGEST_PARTS,
    admitted,
    day_of_number,
)
from bcpq.index.opensearch.query_dsl import ARTICLES, PASSAGES, require_all
from bcpq.index.store import CorpusFault, CorpusStats
from bcpq.model import Scope
from bcpq.query.filters import Filters

#: What sums up articles; their sources in the order of the earliest article of each.
_SCOPE = {
    "first": {"min": {"field": "first"}},
    "last": {"max": {"field": "last"}},
    "sources": {
        "terms": {
            "field": "source",
            "size": PAGE_SIZE,
            "order": [{"earliest": "asc"}, {"_key": "asc"}],
        },
        "aggs": {"earliest": {"min": {"field": "first", "missing": 99_999_999}}},
    },
}
_UNDATED = {"bool": {"must_not": [{"exists": {"field": "first"}}]}}


class CorpusSums:
    """An index summed up; every method raises StoreError where the cluster does not answer."""

    def __init__(self, index: ClusterIndex) -> None:
        """Name the index; nothing is asked yet."""
        self._index = index

    def statistics(self, corpus: str, place: str, faults: list[CorpusFault]) -> CorpusStats:
        """Return what is known of the corpus as a whole, with what the index itself says of it."""
        passages = self._sums["passages"]
        sentences = float(passages["sentences"]["value"])
        return CorpusStats(
            corpus=corpus,
            place=place,
            digest=self.digest,
            faults=faults,
            scope=self.everything,
            paragraphs=self.passages + int(self._sums["paragraphs"]["doc_count"]),
            passages=self.passages,
            terms=int(self._sums["stems"]["doc_count"]),
            average_length=_average(passages["tokens"], self.passages),
            average_sentence_length=_average(passages["own"], sentences),
            average_word_count=_average(passages["typed"], self.passages),
        )

    @property
    def digest(self) -> str:
        """The digest of the corpus."""
        sums = self._sums["articles"]
        parts = (int(sums[f"d{i}"]["value"]) << DIGEST_BITS * i for i in range(DIGEST_PARTS))
        return f"{sum(parts) % 16**DIGITS:0{DIGITS}x}"

    @property
    def passages(self) -> int:
        """The number of passages."""
        return int(self._sums["passages"]["doc_count"])

    @property
    def everything(self) -> Scope:
        """The scope of all articles."""
        return _read_scope(self._sums["articles"])

    def scope(self, filters: Filters) -> Scope:
        """Sum up the articles that filters admit; see `index.store.CorpusSummary`."""
        if filters == Filters():
            return self.everything
        undated = require_all(*admitted(filters._replace(since="", until="")), _UNDATED)
        aggregations = {
            "here": {"filter": require_all(*admitted(filters)), "aggs": _SCOPE},
            "undated": {"filter": undated},
        }
        sums = self._index.aggregate(ARTICLES, aggregations)
        left_out = sums["undated"]["doc_count"] if filters.has_dates else 0
        return _read_scope(sums["here"], left_out)

    @cached_property
    def _sums(self) -> Any:
        """All sums, asked for at once."""
        passages = {
            name: {"sum": {"field": f"sums.{name}"}}
            for name in ("tokens", "own", "typed", "sentences")
        }
        digest = {f"d{i}": {"sum": {"field": f"digest.d{i}"}} for i in range(DIGEST_PARTS)}
        aggregations = {
            "passages": {"filter": PASSAGES, "aggs": passages},
            "articles": {"filter": ARTICLES, "aggs": {**digest, **_SCOPE}},
            "paragraphs": {"filter": {"term": {"kind": "paragraph"}}},
            "stems": {"filter": {"term": {"kind": "stem"}}},
        }
        return self._index.aggregate({"match_all": {}}, aggregations)


def _average(total: Any, count: float) -> float:
    """Return a sum over so many things; 1 where none has a word."""
    return float(total["value"]) / max(count, 1) or 1.0


def _read_scope(sums: Any, undated: int = 0) -> Scope:
    """Read the sums of some articles."""
    if sums["sources"]["sum_other_doc_count"]:
        raise StoreError(
            f"the corpus has more than {PAGE_SIZE:,} sources, too many to list: load it in parts",
            code="cluster-refused",
        )
    return Scope(
        articles=int(sums["doc_count"]),
        first=day_of_number(sums["first"]["value"]),
        last=day_of_number(sums["last"]["value"]),
        undated=undated,
        sources=tuple(bucket["key"] for bucket in sums["sources"]["buckets"]),
    )
