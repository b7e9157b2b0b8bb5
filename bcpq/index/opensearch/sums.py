"""What is there in all? Counts, averages and the digest of a corpus, as its documents add up just now."""

from functools import cached_property
from typing import Any

from bcpq.errors import StoreError
from bcpq.index.digest import DIGITS
from bcpq.index.opensearch import mapping
from bcpq.index.opensearch.index import PAGE, Index
from bcpq.index.opensearch.query_dsl import ARTICLES, PASSAGES, every
from bcpq.model import Scope
from bcpq.query.filters import Filters

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
        passages = {
            name: {"sum": {"field": f"sums.{name}"}}
            for name in ("tokens", "own", "typed", "sentences")
        }
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
        """Give the digest of the corpus."""
        sums = self._sums["articles"]
        total = sum(int(sums[f"d{i}"]["value"]) << 16 * i for i in range(4))
        return f"{total % 16**DIGITS:0{DIGITS}x}"

    @property
    def everything(self) -> Scope:
        """Sum up all articles."""
        return _searched(self._sums["articles"])

    @property
    def passages(self) -> int:
        """Count the passages."""
        return int(self._sums["passages"]["doc_count"])

    def average(self, name: str, of: float) -> float:
        """Give the average of a sum over so many texts; 1 where none has a word."""
        return float(self._sums["passages"][name]["value"]) / max(of, 1) or 1.0

    @property
    def sentences(self) -> float:
        """Count the sentences of the passages."""
        return float(self._sums["passages"]["sentences"]["value"])

    @property
    def paragraphs_in_all(self) -> int:
        """Count the paragraphs."""
        return self.passages + int(self._sums["paragraphs"]["doc_count"])

    @property
    def terms_in_all(self) -> int:
        """Count the terms."""
        return int(self._sums["stems"]["doc_count"])

    def scope(self, filters: Filters) -> Scope:
        if filters == Filters():
            return self.everything
        undated = every(*mapping.through(filters._replace(since="", until="")), _NO_DATE)
        aggs = {
            "here": {"filter": every(*mapping.through(filters)), "aggs": _SUMMED_UP},
            "undated": {"filter": undated},
        }
        found = self.index.counted(ARTICLES, aggs)
        left_out = found["undated"]["doc_count"] if filters.has_dates else 0
        return _searched(found["here"], left_out)


def _searched(sums: Any, undated: int = 0) -> Scope:
    """Read what was summed up of articles."""
    if sums["sources"]["sum_other_doc_count"]:
        raise StoreError(
            f"the corpus has more than {PAGE:,} sources, too many to list: load it in parts"
        )
    sources = tuple(bucket["key"] for bucket in sums["sources"]["buckets"])
    first, last = (mapping.days(sums[name]["value"]) for name in ("first", "last"))
    return Scope(int(sums["doc_count"]), first, last, undated, sources)
