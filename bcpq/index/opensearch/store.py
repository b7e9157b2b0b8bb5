"""The store of a corpus on a cluster: every answer whole, by the same words as in a file."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple

from bcpq.errors import QueryError, StoreError
from bcpq.index.bm25 import K1, idf
from bcpq.index.opensearch.client import PAGE_SIZE, ClusterClient, ClusterIndex
from bcpq.index.opensearch.mapping import (
    FORMAT,
    DocumentPlace,
    article_of,
    described_by_bcpq,
    id_of_number,
    key_of_number,
    number_of,
    only_possible,
    paragraph_number,
    place_of_paragraph,
    read_acronym,
    read_article,
    read_paragraph,
)
from bcpq.index.opensearch.query_dsl import (
    ARTICLES,
    PASSAGES,
    Condition,
    PassageQuery,
    add_weights,
    hold_each,
    require_all,
    require_any,
    score_articles,
)
from bcpq.index.opensearch.sums import CorpusSums
from bcpq.index.store import (
    CorpusFault,
    CorpusStats,
    PassageReader,
    QueryTerm,
    RetrievalQuery,
    RetrievalResult,
    StoredParagraph,
    TermStatistics,
    normalise_address,
)
from bcpq.model import SCALE, AcronymEntry, Article, Document, Paragraph, Scope
from bcpq.query.filters import Filters

#: Articles that may hold a quotation, asked for at a time: the first is mostly the right one.
CANDIDATES = 20
#: Words that the prefixes of a query may stand for: each is four clauses, of which a query may have
#: 1,024.
_PREFIX_WORDS = 200
#: Acronyms that the words of a query may belong to.
_ACRONYMS = 10_000
#: Ids that are looked at for one that is meant.
_IDS = 1_000
#: Words that are looked at for one that comes near to what was typed.
_SIMILAR_WORDS = 500
#: The order of the corpus.
_ORDER = [{"article": "asc"}, {"number": "asc"}]
#: Statistics of two stages: words are counted over all shards first, so that scores do not depend
#: on which shard a passage lies on.
_GLOBAL_STATISTICS = "dfs_query_then_fetch"


class _Tier(NamedTuple):
    """The matches of one tier of a query."""

    scores: dict[int, int]
    total: int | None  # None: more than were asked for, and not counted
    possible: int


class OpenSearchStore:
    """The index of a corpus on a cluster; see `index.store.Store` for what its methods promise.

    Attributes:
        client: The connection to the cluster.
        index: The index that the corpus's name stood for when it was opened.
        reader: The paragraphs that were read so far.
    """

    def __init__(
        self, client: ClusterClient, page_size: int = PAGE_SIZE, candidates: int = CANDIDATES
    ) -> None:
        """Find the index that the corpus's name stands for just now.

        Args:
            client: A connection to the cluster.
            page_size: How many results are asked for at once.
            candidates: How many articles that may hold a quotation are asked for at once.

        Raises:
            StoreError: There is none, or one that is not ours.
        """
        address = str(client.address)
        # OpenSearch 3 leaves BM25's constant factor out of a score.
        self._unit = K1 + 1 if client.version() >= 3 else 1.0
        indexes = client.ask("GET", f"/{client.address.name}")
        if len(indexes) != 1:
            raise StoreError(
                f"{address} names {len(indexes)} indexes: name one", code="cluster-missing"
            )
        ((name, index),) = indexes.items()
        description = described_by_bcpq(index)
        if description is None:
            raise StoreError(
                f"{address} is no corpus of bcpq's: choose another name", code="cluster-missing"
            )
        if description["bcpq"] != FORMAT:
            raise StoreError(
                f"{address} was loaded by another version of bcpq: load it again (index --to)",
                code="cluster-missing",
            )
        self.client = client
        self.index = ClusterIndex(client, name, page_size)
        self.reader = PassageReader(self)
        self._sums = CorpusSums(self.index)
        self._faults = [
            CorpusFault(line=line, left_out=left_out) for line, left_out in description["faults"]
        ]
        self._candidates = candidates

    # The corpus as a whole

    @cached_property
    def statistics(self) -> CorpusStats:
        address = str(self.client.address)
        return self._sums.statistics(address, f"{address} ({self.index.name})", self._faults)

    def scope(self, filters: Filters) -> Scope:
        return self._sums.scope(filters)

    # Articles

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        if numbers is None:
            request = {"query": ARTICLES, "sort": _ORDER[:1], "track_total_hits": False}
            answers = self.index.answers(request, None)
            return _articles_by_number(hit for answer in answers for hit in answer["hits"]["hits"])
        identifiers = map(id_of_number, numbers)
        sources = self.index.read([DocumentPlace(name=name, routing=name) for name in identifiers])
        return dict(zip(numbers, map(read_article, sources), strict=True))

    def number(self, identifier: str) -> int | None:
        sources = self.index.read_articles([identifier])
        return number_of(sources[0]["article"]) if sources else None

    def ids_with_prefix(self, prefix: str) -> list[str]:
        query = require_all(ARTICLES, {"prefix": {"id": prefix}})
        request = {"query": query, "sort": _ORDER[:1], "_source": False}
        return [hit["_id"] for hit in self.index.all_hits(request)]

    def similar_ids(self, name: str) -> list[str]:
        if not name:
            return []
        similar: list[Condition] = [
            {"fuzzy": {"id": {"value": name, "fuzziness": 2}}},
            {"prefix": {"id": name[:4]}},
        ]
        query = {"bool": {"filter": [ARTICLES], "should": similar}}  # these first, then any
        hits = self.index.hits({"query": query, "size": _IDS, "_source": False})
        return get_close_matches(name, [hit["_id"] for hit in hits], n=3, cutoff=0.5)

    def articles_at(self, addresses: Set[str]) -> dict[int, Article]:
        query = require_all(ARTICLES, {"terms": {"address": sorted(addresses)}})
        return _articles_by_number(self.index.all_hits({"query": query, "sort": _ORDER[:1]}))

    def conflicting(self, article: Article) -> list[Document]:
        """Return the articles with the id, in any case, the text or the address of another one."""
        same_id = {"term": {"id": {"value": article.id, "case_insensitive": True}}}
        same_text = {"term": {"sha256": article.sha256}}
        same_address = {"term": {"address": normalise_address(article.url or "-")}}
        query = require_all(ARTICLES, require_any([same_id, same_text, same_address]))
        hits = self.index.all_hits({"query": query, "sort": _ORDER[:1]})
        documents = []
        for number, candidate in _articles_by_number(hits).items():
            conflicts = (
                candidate.id.casefold() == article.id.casefold()
                or candidate.sha256 == article.sha256
                or (bool(candidate.url) and candidate.url == article.url)
            )
            if conflicts:
                body = "\n".join(paragraph.text for paragraph in self.text(number))
                documents.append(Document(article=candidate, body=body, roles={}, lead_ins={}))
        return documents

    def digests(self, identifiers: Collection[str]) -> dict[str, str]:
        articles = map(read_article, self.index.read_articles([*identifiers]))
        return {article.id: article.digest for article in articles}

    def paragraphs(self, numbers: Collection[int]) -> dict[int, StoredParagraph]:
        sources = self.index.read([place_of_paragraph(number) for number in numbers])
        return dict(zip(numbers, map(read_paragraph, sources), strict=True))

    def text(self, article: int) -> list[Paragraph]:
        query = require_all(
            {"term": {"article": key_of_number(article)}},
            {"terms": {"kind": ["passage", "paragraph"]}},
        )
        request = {"query": query, "sort": _ORDER[1:]}
        hits = self.index.all_hits(request, routing=id_of_number(article))
        return [read_paragraph(hit["_source"]).paragraph for hit in hits]

    def article_of(self, passage: int) -> int:
        return article_of(passage)

    # Words

    def term_statistics(self, stems: Iterable[str]) -> dict[str, TermStatistics]:
        unique = list(dict.fromkeys(stems))
        if not unique:
            return {}
        frequency = self._count_each(
            {
                f"{field} {stem}": condition
                for field in ("words", "own")
                for stem, condition in zip(unique, hold_each(field, unique), strict=True)
            }
        )
        return {
            stem: self._statistics_of(frequency[f"words {stem}"], frequency[f"own {stem}"])
            for stem in unique
        }

    def stop_word_statistics(self, form: str) -> TermStatistics:
        frequency = self.index.count_passages({"term": {"typed": form}})
        return self._statistics_of(frequency, frequency)

    def _statistics_of(self, frequency: int, own_frequency: int) -> TermStatistics:
        if not frequency:
            return TermStatistics()
        return TermStatistics(
            document_frequency=frequency,
            idf=idf(self._sums.passages, frequency),
            own_document_frequency=own_frequency,
        )

    def _count_each(self, conditions: dict[str, Condition]) -> dict[str, int]:
        """Count the passages that meet each of some conditions, by name."""
        if not conditions:
            return {}
        # Conditions are sent by number: a name may be longer than a cluster takes.
        filters = {str(i): condition for i, condition in enumerate(conditions.values())}
        aggregations = {"counts": {"filters": {"filters": filters}}}
        buckets = self.index.aggregate(PASSAGES, aggregations)["counts"]["buckets"]
        return {name: buckets[str(i)]["doc_count"] for i, name in enumerate(conditions)}

    def count_with_any(self, stems: Collection[str]) -> int:
        return self.index.count_passages(require_any(hold_each("own", stems)))

    def forms_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        query = require_all({"term": {"kind": "form"}}, {"prefix": {"form": prefix}})
        request = {"query": query, "size": _PREFIX_WORDS + 1, "sort": [{"form": "asc"}]}
        hits = self.index.hits(request)
        if len(hits) > _PREFIX_WORDS:
            raise QueryError(
                f"more than {_PREFIX_WORDS} words begin with {prefix}: give more of it",
                code="query-too-long",
            )
        return [(hit["_source"]["form"], hit["_source"]["stem"]) for hit in hits]

    def similar_forms(self, words: Collection[str]) -> list[str]:
        similar: list[Condition] = [
            {"fuzzy": {"form": {"value": word, "fuzziness": 2, "max_expansions": _SIMILAR_WORDS}}}
            for word in words
        ]
        query = require_all({"term": {"kind": "form"}}, require_any(similar))
        hits = self.index.hits({"query": query, "size": _SIMILAR_WORDS})
        forms = sorted(hit["_source"]["form"] for hit in hits)
        # The last passage that held a word may have been replaced.
        frequency = self._count_each(dict(zip(forms, hold_each("typed", forms), strict=True)))
        return [form for form in forms if frequency[form]]

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> list[AcronymEntry]:
        fits = require_any([{"terms": {"form": sorted(forms)}}, {"terms": {"stem": sorted(stems)}}])
        query = require_all({"term": {"kind": "acronym"}}, fits)
        hits = self.index.hits({"query": query, "size": _ACRONYMS})
        return [read_acronym(hit["_source"]) for hit in hits]

    # Retrieval

    def retrieve(self, query: RetrievalQuery) -> RetrievalResult:
        if sum(bool(term.only_forms) for term in query.terms) > _PREFIX_WORDS:
            raise QueryError(
                f"the beginnings of words stand for more than {_PREFIX_WORDS}: give more of each",
                code="query-too-long",
            )
        passages = PassageQuery(self, query, self._unit)
        first_tier = passages.first_tier()
        if first_tier is None:
            tiers = [passages.scored()]
        else:
            others = {"bool": {"must_not": [first_tier]}}
            tiers = [passages.scored(first_tier), passages.scored(others)]
        scores: dict[int, int] = {}
        second_tier: set[int] = set()
        total, possible = 0, 0
        all_counted = True
        for place, condition in enumerate(tiers):
            left = query.depth - len(scores) if query.depth else 0
            if query.depth and left <= 0 and not query.count_all:
                all_counted = False
                break
            tier = self._retrieve_tier(condition, query, left)
            if place == 1:
                second_tier |= tier.scores.keys()
            scores |= tier.scores
            possible += tier.possible
            if tier.total is None:
                all_counted = False
            else:
                total += tier.total
        return RetrievalResult(
            scores=scores,
            second_tier=second_tier,
            total=total if all_counted else None,
            possible=possible,
        )

    def _retrieve_tier(self, condition: Condition, query: RetrievalQuery, size: int) -> _Tier:
        """Score the passages that meet a condition: `size` of them, or all for a depth of 0."""
        request: dict[str, Any] = {
            "query": condition,
            "sort": [{"_score": "desc"}, *_ORDER],
            "_source": False,
            "track_total_hits": query.count_all or not query.depth or self.index.page_size,
        }
        dates = query.selection.date_filters
        if dates:
            request["aggs"] = {"possible": {"filter": only_possible(dates)}}
        scores: dict[int, int] = {}
        total: int | None = None
        possible = 0
        answers = self.index.answers(
            request, size if query.depth else None, search_type=_GLOBAL_STATISTICS
        )
        for place, answer in enumerate(answers):
            if place == 0:  # the first counts for all
                counted = answer["hits"]["total"]
                total = counted["value"] if counted["relation"] == "eq" else None
                possible = answer["aggregations"]["possible"]["doc_count"] if dates else 0
            for hit in answer["hits"]["hits"]:
                score, key, number = hit["sort"]
                scores[paragraph_number(key, number)] = self._points(score)
        return _Tier(scores=scores, total=total, possible=possible)

    def _points(self, score: float) -> int:
        """Return a cluster's score in units of 1 / SCALE."""
        return round(score * SCALE * self._unit)

    def article_scores(
        self, terms: Sequence[QueryTerm], articles: Collection[int]
    ) -> dict[int, int]:
        keys = [key_of_number(article) for article in articles]
        page_size = self.index.page_size
        scores: dict[int, int] = {}
        for start in range(0, len(keys), page_size):
            request = {
                "query": score_articles(terms, keys[start : start + page_size]),
                "size": page_size,
                "_source": False,
                "docvalue_fields": ["article"],
            }
            for hit in self.index.hits(request, search_type=_GLOBAL_STATISTICS):
                scores[number_of(hit["fields"]["article"][0])] = self._points(hit["_score"])
        return scores

    def passages_with_all(self, stems: Collection[str], limit: int) -> list[int] | None:
        query = require_all(PASSAGES, *hold_each("own", stems))
        request = {"query": query, "size": limit + 1, "sort": _ORDER, "_source": False}
        hits = self.index.hits(request)
        return [paragraph_number(*hit["sort"]) for hit in hits] if len(hits) <= limit else None

    def articles_with_all(self, stems: Collection[str]) -> Iterator[int]:
        if not stems:
            queries = [ARTICLES]
        else:
            whole = [require_all(*hold_each(field, stems)) for field in ("whole", "quoted")]
            queries = [
                require_all(PASSAGES, *hold_each("own", stems)),
                require_all(ARTICLES, require_any(whole)),
            ]
        seen: set[str] = set()
        for query in queries:
            request = {"query": query, "sort": _ORDER, "_source": False}
            for hit in self.index.all_hits(request, self._candidates):
                if (key := hit["sort"][0]) not in seen:
                    seen.add(key)
                    yield number_of(key)

    def nearest(self, stems: Collection[str], limit: int) -> tuple[list[int], list[int]]:
        statistics = self.term_statistics(stems)
        weights = {
            stem: round(1_000 * statistics[stem].idf)
            for stem in stems
            if statistics[stem].own_document_frequency
        }
        if not weights:
            return [], []

        def heaviest(field: str, kind: Condition) -> list[Any]:
            request = {
                "query": add_weights(field, weights, kind),
                "size": limit,
                "sort": [{"_score": "desc"}, *_ORDER],
                "_source": False,
            }
            return [hit["sort"][1:] for hit in self.index.hits(request)]

        passages = [paragraph_number(*place) for place in heaviest("own", PASSAGES)]
        articles = [*heaviest("whole", ARTICLES), *heaviest("quoted", ARTICLES)]
        return passages, [*dict.fromkeys(number_of(key) for key, _ in articles)]


def _articles_by_number(hits: Iterable[Any]) -> dict[int, Article]:
    """Read articles that were found in the order of the corpus."""
    return {number_of(hit["sort"][0]): read_article(hit["_source"]) for hit in hits}
