"""How does a cluster answer? Every request whole, by the same words and weights as a file on this machine."""

import os
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from bcpq.bm25 import K1, SCALE, idf
from bcpq.cluster import dsl, mapping
from bcpq.cluster.connection import Connection
from bcpq.cluster.dsl import ARTICLES, PASSAGES, Condition, every, holds, some
from bcpq.errors import QueryError, StoreError
from bcpq.model import Article, Filters, Paragraph, Searched
from bcpq.store import Known, Matches, Ranked, Reader, Row, Spelled, Wanted
from bcpq.tables import DIGITS

#: How many results a request may have (index.max_result_window); what is more is asked for page by page.
_PAGE = 10_000
#: Articles that may hold a quotation, at a time: the first is mostly the right one.
_FEW = 20
#: Words that a prefix may stand for: each is a clause, of which a query may have 1,024.
_WORDS = 400
_ORDER = [{"article": "asc"}, {"number": "asc"}]
#: What sums up articles; their sources in the order of the earliest of each.
_SUMMED_UP = {
    "first": {"min": {"field": "first"}},
    "last": {"max": {"field": "last"}},
    "sources": {
        "terms": {"field": "source", "size": _PAGE, "order": [{"earliest": "asc"}, {"_key": "asc"}]},
        "aggs": {"earliest": {"min": {"field": "first", "missing": 99_999_999}}},
    },
}
_NO_DATE = {"bool": {"must_not": [{"exists": {"field": "first"}}]}}
#: Copies of a shard may count words of deleted articles differently: the same reader always asks the same ones.
_PREFERENCE = f"bcpq-{zlib.crc32(os.uname().nodename.encode()):08x}"
#: How long a cluster keeps what a long list is read from, between two pages.
_KEEP = "2m"


class Cluster:
    """The index of a corpus in a cluster; see `store.Store` for what its methods promise."""

    def __init__(self, connection: Connection) -> None:
        """Find the index that the corpus's name stands for just now.

        Raises StoreError when there is none, or one that is not ours.
        """
        self._ask = connection
        self._address = str(connection.address)
        found = connection.ask("GET", f"/{connection.address.name}")
        if len(found) != 1:
            raise StoreError(f"{self._address} names {len(found)} indexes: name one")
        ((self._index, described),) = found.items()
        known = described["mappings"].get("_meta", {})
        if "bcpq" not in known:
            raise StoreError(f"{self._address} is no corpus of bcpq's: choose another name")
        if known["bcpq"] != mapping.FORMAT:
            raise StoreError(f"{self._address} was loaded by another version of bcpq: load it anew (bcpq index --to)")
        self.corpus = self._address
        self.place = f"{self._address} ({self._index})"
        self.faults: list[tuple[str, bool]] = [(line, fatal) for line, fatal in known["faults"]]
        self.reader = Reader(self)

    # What is there in all?

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
        return self._counted({"match_all": {}}, asked)

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

    # Which articles?

    def searched(self, filters: Filters) -> Searched:
        if filters == Filters():
            return self.everything
        undated = every(*mapping.through(filters._replace(since="", until="")), _NO_DATE)
        aggs = {"here": {"filter": dsl.only(filters, ARTICLES), "aggs": _SUMMED_UP}, "undated": {"filter": undated}}
        found = self._counted(ARTICLES, aggs)
        left_out = found["undated"]["doc_count"] if filters.since or filters.until else 0
        return _searched(found["here"], left_out)

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        if numbers is None:
            asked = {"query": ARTICLES, "sort": _ORDER[:1], "track_total_hits": False}
            hits = (hit for found in self._answers(asked, None) for hit in found["hits"]["hits"])
            return {mapping.number_of(hit["sort"][0]): mapping.article(hit["_source"]) for hit in hits}
        found = self._read([(name := mapping.identifier(number), name) for number in numbers])
        return {number: mapping.article(source) for number, source in zip(numbers, found, strict=True)}

    def number(self, identifier: str) -> int | None:
        found = self._there([identifier])
        return mapping.number_of(found[0]["article"]) if found else None

    def begin(self, prefix: str) -> list[str]:
        wanted = every(ARTICLES, {"prefix": {"id": prefix}})
        return [hit["_id"] for hit in self._hits({"query": wanted, "sort": _ORDER[:1], "size": _FEW, "_source": False})]

    def like_id(self, name: str) -> list[str]:
        near: list[Condition] = [{"fuzzy": {"id": {"value": name, "fuzziness": 2}}}, {"prefix": {"id": name[:4]}}]
        hits = self._hits({"query": every(ARTICLES, some(near)), "size": 1_000, "_source": False}) if name else []
        return get_close_matches(name, [hit["_id"] for hit in hits], n=3, cutoff=0.5)

    def at(self, addresses: Set[str]) -> dict[int, Article]:
        wanted = every(ARTICLES, {"terms": {"address": sorted(addresses)}})
        hits = self._hits({"query": wanted, "size": _PAGE, "sort": _ORDER[:1]})
        return {mapping.number_of(hit["sort"][0]): mapping.article(hit["_source"]) for hit in hits}

    def digests(self, identifiers: Collection[str]) -> dict[str, str]:
        found = map(mapping.article, self._there([*identifiers]))
        return {article.id: article.digest for article in found}

    # What stands there?

    def rows(self, numbers: Collection[int]) -> dict[int, Row]:
        found = self._read([mapping.place_of(number) for number in numbers])
        return {number: mapping.row(source) for number, source in zip(numbers, found, strict=True)}

    def text(self, article: int) -> list[Paragraph]:
        wanted = every({"term": {"article": mapping.key(article)}}, {"terms": {"kind": ["passage", "paragraph"]}})
        asked = {"query": wanted, "sort": _ORDER[1:]}
        hits = self._pages(asked, _PAGE, routing=mapping.identifier(article))
        return [mapping.row(hit["_source"]).paragraph for hit in hits]

    def article_of(self, passage: int) -> int:
        return mapping.article_of(passage)

    # Which words are there?

    def known(self, stems: Iterable[str]) -> dict[str, Known]:
        wanted = list(dict.fromkeys(stems))
        if not wanted:
            return {}
        filters = {f"{field} {i}": part for field in ("words", "own") for i, part in enumerate(holds(field, wanted))}
        found = self._counted(PASSAGES, {"terms": {"filters": {"filters": filters}}})["terms"]["buckets"]
        counts = [[found[f"{field} {i}"]["doc_count"] for i in range(len(wanted))] for field in ("words", "own")]
        return {
            stem: Known(df, idf(self.passages, df), held) if df else Known()
            for stem, df, held in zip(wanted, *counts, strict=True)
        }

    def stop_word(self, form: str) -> Known:
        df = self._count({"term": {"typed": form}})
        return Known(df, idf(self.passages, df), df) if df else Known()

    def together(self, stems: Collection[str]) -> int:
        return self._count(some(holds("own", stems)))

    def forms(self, prefix: str) -> list[tuple[str, str]]:
        wanted = every({"term": {"kind": "form"}}, {"prefix": {"form": prefix}})
        hits = self._hits({"query": wanted, "size": _WORDS + 1, "sort": [{"form": "asc"}]})
        if len(hits) > _WORDS:
            raise QueryError(f"more than {_WORDS} words begin with {prefix}: give more of it")
        return [(hit["_source"]["form"], hit["_source"]["stem"]) for hit in hits]

    def like(self, words: Collection[str]) -> list[str]:
        near: list[Condition] = [{"fuzzy": {"form": {"value": word, "fuzziness": 2}}} for word in words]
        hits = self._hits({"query": every({"term": {"kind": "form"}}, some(near)), "size": 1_000})
        return [hit["_source"]["form"] for hit in hits]

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> list[Spelled]:
        either: list[Condition] = [{"terms": {"form": sorted(forms)}}, {"terms": {"stem": sorted(stems)}}]
        wanted = every({"term": {"kind": "acronym"}}, some(either))
        return [mapping.spelled(hit["_source"]) for hit in self._hits({"query": wanted, "size": _PAGE})]

    # Which passages match, how well?

    @cached_property
    def _unit(self) -> float:
        """Give what a score of 1 is here: OpenSearch 3 leaves out BM25's constant factor."""
        version = self._ask.ask("GET", "/")["version"]
        if version.get("distribution") != "opensearch":
            raise StoreError(f"{self._address} is no OpenSearch: bcpq needs one, of version 2 or 3")
        return K1 + 1 if int(version["number"].split(".")[0]) >= 3 else 1.0

    def best(self, wanted: Wanted) -> Matches:
        matching = dsl.Matching(self, wanted, self._unit)
        first = matching.first()
        tiers = [matching.scored()]
        if first:
            tiers = [matching.scored(first), matching.scored({"bool": {"must_not": [first]}})]
        scores: dict[int, int] = {}
        second: set[int] = set()
        total, possible = 0, 0
        exact = True
        for tier in tiers:
            left = wanted.depth - len(scores) if wanted.depth else 0
            if wanted.depth and left <= 0 and not wanted.counting:
                exact = False
                break
            found, count, unsure = self._scored(tier, wanted, left)
            second |= found.keys() if tier is not tiers[0] else set()
            scores |= found
            exact = exact and count is not None
            total, possible = total + (count or 0), possible + unsure
        return Matches(scores, second, total if exact else None, possible)

    def _scored(self, query: Condition, wanted: Wanted, size: int) -> tuple[dict[int, int], int | None, int]:
        """Score the matches of a query, `size` of them (0: all); tell how many there are, and are only possible."""
        asked: dict[str, Any] = {"query": query, "sort": [{"_score": "desc"}, *_ORDER], "_source": False}
        asked["track_total_hits"] = wanted.counting or not wanted.depth or _PAGE
        if wanted.selection.dates:
            asked["aggs"] = {"unsure": {"filter": mapping.unsure(wanted.selection.dates)}}
        scores: dict[int, int] = {}
        total: int | None = None
        unsure = 0
        for found in self._answers(asked, max(size, 0) if wanted.depth else None, search_type="dfs_query_then_fetch"):
            if total is None:
                counted = found["hits"]["total"]
                total = counted["value"] if counted["relation"] == "eq" else -1
                unsure = found["aggregations"]["unsure"]["doc_count"] if "aggs" in asked else 0
            for hit in found["hits"]["hits"]:
                score, key, number = hit["sort"]
                scores[mapping.passage(key, number)] = round(score * SCALE * self._unit)
        return scores, None if total == -1 else total, unsure

    def article_scores(self, terms: Sequence[Ranked], articles: Collection[int]) -> dict[int, int]:
        keys = [mapping.key(article) for article in articles]
        scores: dict[int, int] = {}
        for start in range(0, len(keys), _PAGE):
            query = dsl.articles(terms, keys[start : start + _PAGE])
            asked = {"query": query, "size": _PAGE, "_source": False, "docvalue_fields": ["article"]}
            for hit in self._hits(asked, search_type="dfs_query_then_fetch"):
                points = round(hit["_score"] * SCALE * self._unit)
                scores[mapping.number_of(hit["fields"]["article"][0])] = points
        return scores

    def with_all(self, stems: Collection[str], most: int) -> list[int] | None:
        wanted = every(PASSAGES, *holds("own", stems))
        hits = self._hits({"query": wanted, "size": most + 1, "sort": _ORDER, "_source": False})
        return [mapping.passage(*hit["sort"]) for hit in hits] if len(hits) <= most else None

    # Where may a quotation stand?

    def holding(self, stems: Collection[str]) -> Iterator[int]:
        seen: set[str] = set()
        passages = {"query": every(PASSAGES, *holds("own", stems)), "collapse": {"field": "article"}}
        whole = some([every(*holds(field, stems)) for field in ("whole", "quoted")])
        articles: dict[str, Any] = {"query": every(ARTICLES, whole) if stems else ARTICLES}
        for asked in (passages, articles) if stems else (articles,):
            for hit in self._pages({**asked, "sort": _ORDER[:1], "_source": False}, _FEW):
                if (key := hit["sort"][0]) not in seen:
                    seen.add(key)
                    yield mapping.number_of(key)

    def near(self, stems: Collection[str], most: int) -> tuple[list[int], list[int]]:
        if not stems:
            return [], []
        known = self.known(stems)
        weights = {stem: round(1_000 * known[stem].idf) for stem in stems if known[stem].held}
        found: list[list[Any]] = []
        for field, kind in (("own", PASSAGES), ("whole", ARTICLES), ("quoted", ARTICLES)):
            query = {"bool": {"should": dsl.heaviest(field, weights), "minimum_should_match": 1, "filter": [kind]}}
            sort = [{"_score": "desc"}, *_ORDER]
            asked = {"query": query, "size": most, "sort": sort, "_source": False}
            found.append([hit["sort"][1:] for hit in self._hits(asked)] if weights else [])
        passages = [mapping.passage(*place) for place in found[0]]
        return passages, [*dict.fromkeys(mapping.number_of(key) for key, _ in [*found[1], *found[2]])]

    # How it is asked

    def _search(self, asked: Mapping[str, object], **parameters: object) -> Any:
        return self._ask.search(self._index, asked, preference=_PREFERENCE, **parameters)

    def _hits(self, asked: Mapping[str, object], **parameters: object) -> list[Any]:
        return list(self._search({"track_total_hits": False, **asked}, **parameters)["hits"]["hits"])

    def _counted(self, query: Condition, aggregations: Mapping[str, object]) -> Any:
        asked = {"query": query, "aggs": aggregations, "size": 0, "track_total_hits": False}
        return self._search(asked)["aggregations"]

    def _count(self, query: Condition) -> int:
        found = self._search({"query": every(PASSAGES, query), "size": 0, "track_total_hits": True})
        return int(found["hits"]["total"]["value"])

    def _answers(self, asked: Mapping[str, object], size: int | None, **parameters: object) -> Iterator[Any]:
        """Ask for `size` results, or for all, page by page, of the corpus as it is at the first."""
        if size is not None and size <= _PAGE:
            yield self._search({**asked, "size": size}, **parameters)
            return
        opened = self._ask.ask(
            "POST", f"/{self._index}/_search/point_in_time", keep_alive=_KEEP, preference=_PREFERENCE
        )
        asked = {**asked, "pit": {"id": opened["pit_id"], "keep_alive": _KEEP}}
        left = size
        try:
            while left is None or left > 0:
                page = _PAGE if left is None else min(left, _PAGE)
                found = self._ask.search("", {**asked, "size": page}, **parameters)
                yield found
                hits = found["hits"]["hits"]
                if len(hits) < page:
                    return
                left = None if left is None else left - len(hits)
                asked = {name: part for name, part in asked.items() if name != "aggs"}
                asked["search_after"] = hits[-1]["sort"]
        finally:
            self._ask.ask("DELETE", "/_search/point_in_time", {"pit_id": [opened["pit_id"]]}, allow=(404,))

    def _pages(self, asked: Mapping[str, object], page: int, **parameters: object) -> Iterator[Any]:
        """Ask for all results in their order, so many at a time, as they are needed."""
        asked = {"track_total_hits": False, **asked, "size": page}
        while hits := self._search(asked, **parameters)["hits"]["hits"]:
            yield from hits
            if len(hits) < page:
                return
            asked = {**asked, "search_after": hits[-1]["sort"]}

    def _there(self, identifiers: Sequence[str]) -> list[Any]:
        found = self._fetched([(name, name) for name in identifiers])
        return [document["_source"] for document in found if document.get("found")]

    def _read(self, places: Sequence[tuple[str, str]]) -> list[Any]:
        found = self._fetched(places)
        if lost := [document["_id"] for document in found if not document.get("found")]:
            raise StoreError(f"{lost[0]} was replaced in {self._address} just now: ask again")
        return [document["_source"] for document in found]

    def _fetched(self, places: Sequence[tuple[str, str]]) -> list[Any]:
        """Read documents by name and place, as they were when they could last be searched."""
        if not places:
            return []
        asked = {"docs": [{"_id": name, "routing": place} for name, place in places]}
        found = self._ask.ask("POST", f"/{self._index}/_mget", asked, realtime="false", preference=_PREFERENCE)["docs"]
        if failed := [document["error"] for document in found if "error" in document]:
            raise StoreError(f"{self._address} answered in part only ({failed[0]['type']}): try again")
        return list(found)


def _searched(sums: Any, undated: int = 0) -> Searched:
    """Read what was summed up of articles."""
    if sums["sources"]["sum_other_doc_count"]:
        raise StoreError(f"the corpus has more than {_PAGE:,} sources")
    sources = tuple(bucket["key"] for bucket in sums["sources"]["buckets"])
    first, last = (mapping.days(sums[name]["value"]) for name in ("first", "last"))
    return Searched(int(sums["doc_count"]), first, last, undated, sources)
