"""How does a cluster answer? Every request whole, by the same words and weights as a file on this machine."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from bcpq.errors import QueryError, StoreError
from bcpq.index.bm25 import K1, idf
from bcpq.index.opensearch import mapping
from bcpq.index.opensearch import query_dsl as dsl
from bcpq.index.opensearch.client import ClusterClient
from bcpq.index.opensearch.index import PAGE, Index, ours
from bcpq.index.opensearch.query_dsl import ARTICLES, PASSAGES, Condition, every, holds, some
from bcpq.index.opensearch.sums import Sums
from bcpq.index.store import (
    CorpusStats,
    PassageReader,
    QueryTerm,
    RetrievalQuery,
    RetrievalResult,
    StoredParagraph,
    TermStatistics,
    normalise_address,
)
from bcpq.model import SCALE, Article, Document, Paragraph
from bcpq.text.acronyms import AcronymEntry

#: Articles that may hold a quotation, at a time: the first is mostly the right one.
_FEW = 20
#: Words that the prefixes of a query may stand for: each is four clauses, of which a query may have 1,024.
_WORDS = 200
#: Acronyms that the words of a query may belong to.
_ACRONYMS = 10_000
#: Ids that are looked at for one that is meant.
_IDS = 1_000
#: Words that are looked at for one that comes near to what was typed.
_NEAR = 500
_ORDER = [{"article": "asc"}, {"number": "asc"}]


class OpenSearchStore(Sums):
    """The index of a corpus in a cluster; see `store.Store` for what its methods promise."""

    def __init__(self, connection: ClusterClient) -> None:
        """Find the index that the corpus's name stands for just now.

        Raises StoreError when there is none, or one that is not ours.
        """
        self.connection = connection
        self._address = str(connection.address)
        self._unit = (
            K1 + 1 if connection.version() >= 3 else 1.0
        )  # of a score: 3 leaves out BM25's constant factor
        found = connection.ask("GET", f"/{connection.address.name}")
        if len(found) != 1:
            raise StoreError(f"{self._address} names {len(found)} indexes: name one")
        ((name, described),) = found.items()
        known = ours(described)
        if known is None:
            raise StoreError(f"{self._address} is no corpus of bcpq's: choose another name")
        if known["bcpq"] != mapping.FORMAT:
            raise StoreError(
                f"{self._address} was loaded by another version of bcpq: load it again (index --to)"
            )
        super().__init__(Index(connection, name))
        self._place = f"{self._address} ({name})"
        self._faults: list[tuple[str, bool]] = [(line, fatal) for line, fatal in known["faults"]]
        self.reader = PassageReader(self)

    @cached_property
    def statistics(self) -> CorpusStats:
        return CorpusStats(
            corpus=self._address,
            place=self._place,
            digest=self.digest,
            faults=self._faults,
            scope=self.everything,
            paragraphs=self.paragraphs_in_all,
            passages=self.passages,
            terms=self.terms_in_all,
            average_length=self.average("tokens", self.passages),
            average_sentence_length=self.average("own", self.sentences),
            average_word_count=self.average("typed", self.passages),
        )

    # Which articles?

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        if numbers is None:
            asked = {"query": ARTICLES, "sort": _ORDER[:1], "track_total_hits": False}
            hits = (
                hit for found in self.index.answers(asked, None) for hit in found["hits"]["hits"]
            )
            return {
                mapping.number_of(hit["sort"][0]): mapping.article(hit["_source"]) for hit in hits
            }
        found = self.index.read([(name := mapping.identifier(number), name) for number in numbers])
        return {
            number: mapping.article(source) for number, source in zip(numbers, found, strict=True)
        }

    def number(self, identifier: str) -> int | None:
        found = self.index.there([identifier])
        return mapping.number_of(found[0]["article"]) if found else None

    def ids_with_prefix(self, prefix: str) -> list[str]:
        wanted = every(ARTICLES, {"prefix": {"id": prefix}})
        asked = {"query": wanted, "sort": _ORDER[:1], "_source": False}
        return [hit["_id"] for hit in self.index.pages(asked, PAGE)]

    def similar_ids(self, name: str) -> list[str]:
        near: list[Condition] = [
            {"fuzzy": {"id": {"value": name, "fuzziness": 2}}},
            {"prefix": {"id": name[:4]}},
        ]
        query = {"bool": {"filter": [ARTICLES], "should": near}}  # these first, then any
        hits = self.index.hits({"query": query, "size": _IDS, "_source": False}) if name else []
        return get_close_matches(name, [hit["_id"] for hit in hits], n=3, cutoff=0.5)

    def articles_at(self, addresses: Set[str]) -> dict[int, Article]:
        wanted = every(ARTICLES, {"terms": {"address": sorted(addresses)}})
        hits = self.index.pages({"query": wanted, "sort": _ORDER[:1]}, PAGE)
        return {mapping.number_of(hit["sort"][0]): mapping.article(hit["_source"]) for hit in hits}

    def beside(self, article: Article) -> list[Document]:
        """List the articles with the id, in any case, the text or the address of another."""
        same: list[Condition] = [{"term": {"id": {"value": article.id, "case_insensitive": True}}}]
        same += [
            {"term": {"sha256": article.sha256}},
            {"term": {"address": normalise_address(article.url or "-")}},
        ]
        asked = {"query": every(ARTICLES, some(same)), "sort": _ORDER[:1]}
        wanted = article.id.casefold(), article.sha256, article.url
        found = []
        for hit in self.index.pages(asked, PAGE):
            there = mapping.article(hit["_source"])
            known = there.id.casefold(), there.sha256, there.url
            if any(one == other for one, other in zip(known, wanted, strict=True) if one):
                text = self.text(mapping.number_of(hit["sort"][0]))
                found.append(Document(there, "\n".join(row.text for row in text), {}, {}))
        return found

    def digests(self, identifiers: Collection[str]) -> dict[str, str]:
        found = map(mapping.article, self.index.there([*identifiers]))
        return {article.id: article.digest for article in found}

    # What stands there?

    def paragraphs(self, numbers: Collection[int]) -> dict[int, StoredParagraph]:
        found = self.index.read([mapping.place_of(number) for number in numbers])
        return {number: mapping.row(source) for number, source in zip(numbers, found, strict=True)}

    def text(self, article: int) -> list[Paragraph]:
        wanted = every(
            {"term": {"article": mapping.key(article)}},
            {"terms": {"kind": ["passage", "paragraph"]}},
        )
        asked = {"query": wanted, "sort": _ORDER[1:]}
        hits = self.index.pages(asked, PAGE, routing=mapping.identifier(article))
        return [mapping.row(hit["_source"]).paragraph for hit in hits]

    def article_of(self, passage: int) -> int:
        return mapping.article_of(passage)

    # Which words are there?

    def term_statistics(self, stems: Iterable[str]) -> dict[str, TermStatistics]:
        wanted = list(dict.fromkeys(stems))
        if not wanted:
            return {}
        filters = {
            f"{field} {i}": part
            for field in ("words", "own")
            for i, part in enumerate(holds(field, wanted))
        }
        found = self.index.counted(PASSAGES, {"terms": {"filters": {"filters": filters}}})["terms"][
            "buckets"
        ]
        counts = [
            [found[f"{field} {i}"]["doc_count"] for i in range(len(wanted))]
            for field in ("words", "own")
        ]
        return {
            stem: TermStatistics(df, idf(self.passages, df), held) if df else TermStatistics()
            for stem, df, held in zip(wanted, *counts, strict=True)
        }

    def stop_word_statistics(self, form: str) -> TermStatistics:
        df = self.index.count({"term": {"typed": form}})
        return TermStatistics(df, idf(self.passages, df), df) if df else TermStatistics()

    def count_with_any(self, stems: Collection[str]) -> int:
        return self.index.count(some(holds("own", stems)))

    def forms_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        wanted = every({"term": {"kind": "form"}}, {"prefix": {"form": prefix}})
        hits = self.index.hits({"query": wanted, "size": _WORDS + 1, "sort": [{"form": "asc"}]})
        if len(hits) > _WORDS:
            raise QueryError(f"more than {_WORDS} words begin with {prefix}: give more of it")
        return [(hit["_source"]["form"], hit["_source"]["stem"]) for hit in hits]

    def similar_forms(self, words: Collection[str]) -> list[str]:
        near: list[Condition] = [
            {"fuzzy": {"form": {"value": word, "fuzziness": 2, "max_expansions": _NEAR}}}
            for word in words
        ]
        hits = self.index.hits(
            {"query": every({"term": {"kind": "form"}}, some(near)), "size": _NEAR}
        )
        found = sorted(hit["_source"]["form"] for hit in hits)
        filters = {str(i): part for i, part in enumerate(holds("typed", found))}
        if not filters:
            return []
        counts = self.index.counted(PASSAGES, {"forms": {"filters": {"filters": filters}}})[
            "forms"
        ]["buckets"]
        return [
            form for i, form in enumerate(found) if counts[str(i)]["doc_count"]
        ]  # some may be gone

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> list[AcronymEntry]:
        either: list[Condition] = [
            {"terms": {"form": sorted(forms)}},
            {"terms": {"stem": sorted(stems)}},
        ]
        wanted = every({"term": {"kind": "acronym"}}, some(either))
        return [
            mapping.spelled(hit["_source"])
            for hit in self.index.hits({"query": wanted, "size": _ACRONYMS})
        ]

    # Which passages match, how well?

    def retrieve(self, wanted: RetrievalQuery) -> RetrievalResult:
        if sum(bool(term.only_forms) for term in wanted.terms) > _WORDS:
            raise QueryError(
                f"the beginnings of words stand for more than {_WORDS}: give more of each"
            )
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
            if wanted.depth and left <= 0 and not wanted.count_all:
                exact = False
                break
            found, count, unsure = self._scored(tier, wanted, left)
            second |= found.keys() if tier is not tiers[0] else set()
            scores |= found
            exact = exact and count is not None
            total, possible = total + (count or 0), possible + unsure
        return RetrievalResult(scores, second, total if exact else None, possible)

    def _scored(
        self, query: Condition, wanted: RetrievalQuery, size: int
    ) -> tuple[dict[int, int], int | None, int]:
        """Score the matches of a query, `size` of them (0: all); tell how many there are, and are only possible."""
        asked: dict[str, Any] = {
            "query": query,
            "sort": [{"_score": "desc"}, *_ORDER],
            "_source": False,
        }
        asked["track_total_hits"] = wanted.count_all or not wanted.depth or PAGE
        if wanted.selection.date_filters:
            asked["aggs"] = {"unsure": {"filter": mapping.unsure(wanted.selection.date_filters)}}
        scores: dict[int, int] = {}
        total: int | None = None
        unsure = 0
        pages = self.index.answers(
            asked, size if wanted.depth else None, search_type="dfs_query_then_fetch"
        )
        for number, found in enumerate(pages):
            if number == 0:  # the first counts for all
                counted = found["hits"]["total"]
                total = counted["value"] if counted["relation"] == "eq" else None
                unsure = found["aggregations"]["unsure"]["doc_count"] if "aggs" in asked else 0
            for hit in found["hits"]["hits"]:
                score, key, paragraph = hit["sort"]
                scores[mapping.passage(key, paragraph)] = round(score * SCALE * self._unit)
        return scores, total, unsure

    def article_scores(
        self, terms: Sequence[QueryTerm], articles: Collection[int]
    ) -> dict[int, int]:
        keys = [mapping.key(article) for article in articles]
        scores: dict[int, int] = {}
        for start in range(0, len(keys), PAGE):
            query = dsl.articles(terms, keys[start : start + PAGE])
            asked = {"query": query, "size": PAGE, "_source": False, "docvalue_fields": ["article"]}
            for hit in self.index.hits(asked, search_type="dfs_query_then_fetch"):
                points = round(hit["_score"] * SCALE * self._unit)
                scores[mapping.number_of(hit["fields"]["article"][0])] = points
        return scores

    def passages_with_all(self, stems: Collection[str], most: int) -> list[int] | None:
        wanted = every(PASSAGES, *holds("own", stems))
        hits = self.index.hits(
            {"query": wanted, "size": most + 1, "sort": _ORDER, "_source": False}
        )
        return [mapping.passage(*hit["sort"]) for hit in hits] if len(hits) <= most else None

    # Where may a quotation stand?

    def articles_with_all(self, stems: Collection[str]) -> Iterator[int]:
        seen: set[str] = set()
        passages = {"query": every(PASSAGES, *holds("own", stems))}
        whole = some([every(*holds(field, stems)) for field in ("whole", "quoted")])
        articles: dict[str, Any] = {"query": every(ARTICLES, whole) if stems else ARTICLES}
        for asked in (passages, articles) if stems else (articles,):
            for hit in self.index.pages({**asked, "sort": _ORDER, "_source": False}, _FEW):
                if (key := hit["sort"][0]) not in seen:
                    seen.add(key)
                    yield mapping.number_of(key)

    def nearest(self, stems: Collection[str], most: int) -> tuple[list[int], list[int]]:
        if not stems:
            return [], []
        known = self.term_statistics(stems)
        weights = {
            stem: round(1_000 * known[stem].idf)
            for stem in stems
            if known[stem].own_document_frequency
        }
        found: list[list[Any]] = []
        for field, kind in (("own", PASSAGES), ("whole", ARTICLES), ("quoted", ARTICLES)):
            query = {
                "bool": {
                    "should": dsl.heaviest(field, weights),
                    "minimum_should_match": 1,
                    "filter": [kind],
                }
            }
            sort = [{"_score": "desc"}, *_ORDER]
            asked = {"query": query, "size": most, "sort": sort, "_source": False}
            found.append([hit["sort"][1:] for hit in self.index.hits(asked)] if weights else [])
        passages = [mapping.passage(*place) for place in found[0]]
        return passages, [
            *dict.fromkeys(mapping.number_of(key) for key, _ in [*found[1], *found[2]])
        ]
