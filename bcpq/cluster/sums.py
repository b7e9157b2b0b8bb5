"""What is there in all? Counts, averages and the digest of a corpus, as its documents add up just now."""

from functools import cached_property
from typing import Any

from bcpq.cluster import mapping
from bcpq.cluster.dsl import ARTICLES, PASSAGES, every
from bcpq.cluster.index import PAGE, Index
from bcpq.errors import StoreError
from bcpq.model import Filters, Searched
from bcpq.tables import DIGITS

#: What sums up articles; their sources in the order of the earliest of each.
_SUMMED_UP = {
    "first": {"min": {"field": "first"}},
    "last": {"max": {"field": "last"}},
    "sources": {
        "terms": {"field": "source", "size": PAGE, "order": [{"earliest": "asc"}, {"_key": "asc"}]},
        "aggs": {"earliest": {"min": {"field": "first", "missing": 99_999_999}}},
    },
}
_NO_DATE = {"bool": {"must_not": [{"exists": {"field": "first"}}]}}


class Sums:
    """An index summed up; see `store.Store` for what its properties promise."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @cached_property
    def _sums(self) -> Any:
        passages = {name: {"sum": {"field": f"sums.{name}"}} for name in ("tokens", "own", "typed", "sentences")}
        digest = {f"d{i}": {"sum": {"field": f"digest.d{i}"}} for i in range(4)}
        asked = {
            "passages": {"filter": PASSAGES, "aggs": passages},
            "articles": {"filter": ARTICLES, "aggs": {**digest, **_SUMMED_UP}},
            "paragraphs": {"filter": {"term": {"kind": "paragraph"}}},
            "stems": {"filter": {"term": {"kind": "stem"}}},
        }
        return self.index.counted({"match_all": {}}, asked)

    @property
    def digest(self) -> str:
        sums = self._sums["articles"]
        return f"{sum(int(sums[f'd{i}']['value']) << 16 * i for i in range(4)) % 16**DIGITS:0{DIGITS}x}"

    @property
    def everything(self) -> Searched:
        return _searched(self._sums["articles"])

    @property
    def passages(self) -> int:
        return int(self._sums["passages"]["doc_count"])

    def _average(self, name: str, of: float) -> float:
        return float(self._sums["passages"][name]["value"]) / max(of, 1) or 1.0

    @property
    def average(self) -> float:
        return self._average("tokens", self.passages)

    @property
    def sentence_average(self) -> float:
        return self._average("own", self._sums["passages"]["sentences"]["value"])

    @property
    def word_average(self) -> float:
        return self._average("typed", self.passages)

    def paragraphs(self) -> int:
        return self.passages + int(self._sums["paragraphs"]["doc_count"])

    def terms(self) -> int:
        return int(self._sums["stems"]["doc_count"])

    def searched(self, filters: Filters) -> Searched:
        if filters == Filters():
            return self.everything
        undated = every(*mapping.through(filters._replace(since="", until="")), _NO_DATE)
        aggs = {
            "here": {"filter": every(*mapping.through(filters)), "aggs": _SUMMED_UP},
            "undated": {"filter": undated},
        }
        found = self.index.counted(ARTICLES, aggs)
        left_out = found["undated"]["doc_count"] if filters.dated else 0
        return _searched(found["here"], left_out)


def _searched(sums: Any, undated: int = 0) -> Searched:
    """Read what was summed up of articles."""
    if sums["sources"]["sum_other_doc_count"]:
        raise StoreError(f"the corpus has more than {PAGE:,} sources, too many to list: load it in parts")
    sources = tuple(bucket["key"] for bucket in sums["sources"]["buckets"])
    first, last = (mapping.days(sums[name]["value"]) for name in ("first", "last"))
    return Searched(int(sums["doc_count"]), first, last, undated, sources)
