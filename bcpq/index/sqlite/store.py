"""How does one file answer? Posting lists to matches and scores, set by set: the store of a corpus on this machine."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest

from bcpq.index.sqlite.postings import PostingList, at, common
from bcpq.index.sqlite.tables import Tables
from bcpq.index.store import (
    PassageReader,
    QueryTerm,
    RetrievalQuery,
    RetrievalResult,
    TermStatistics,
    normalise_address,
)
from bcpq.model import Article, Scope
from bcpq.query.filters import Filters, lacks_date, sum_up


class SqliteStore(Tables):
    """The index of a corpus in one file; see `store.Store` for what its methods promise."""

    @cached_property
    def reader(self) -> PassageReader:
        return PassageReader(self)

    @cached_property
    def _with_pull_quotes(self) -> list[int]:
        return sorted({self.article_of(n) for n in self.pull_quotes()})

    # Which articles?

    def scope(self, filters: Filters) -> Scope:
        if filters == Filters():
            return self.everything
        undated = sum(lacks_date(filters, article) for article in self.provenance.values())
        return sum_up([self.provenance[n] for n in self.through(filters)], undated)

    def similar_ids(self, name: str) -> list[str]:
        from difflib import get_close_matches  # only when a name is not found

        return get_close_matches(name, self.ids_with_prefix(""), n=3, cutoff=0.5)

    def articles_at(self, addresses: Collection[str]) -> dict[int, Article]:
        return {
            n: article
            for n, article in self.provenance.items()
            if article.url and normalise_address(article.url) in addresses
        }

    # Which words are there?

    def term_statistics(self, stems: Iterable[str]) -> dict[str, TermStatistics]:
        return {stem: _known(self.lists(stem)) for stem in stems}

    def stop_word_statistics(self, form: str) -> TermStatistics:
        return _known(self.stop_word_lists(form))

    def count_with_any(self, stems: Collection[str]) -> int:
        return len(set().union(*(self.lists(stem).ids for stem in stems)))

    def similar_forms(self, words: Collection[str]) -> list[str]:
        return self.vocabulary()

    # Which passages match, how well?

    def retrieve(self, wanted: RetrievalQuery) -> RetrievalResult:
        from bcpq.index.sqlite.retrieval import Retrieval

        return Retrieval(self, self.reader, wanted).matches()

    def article_scores(
        self, terms: Sequence[QueryTerm], articles: Collection[int]
    ) -> dict[int, int]:
        wanted = sorted(articles)
        scores = dict.fromkeys(wanted, 0)
        for term in terms:
            if term.stem and not term.acronym:
                lists = self.lists(term.stem)
                for article, points in at(lists.articles, lists.article_weights, wanted):
                    scores[article] += term.scale(points)
        return scores

    def passages_with_all(self, stems: Collection[str], most: int) -> list[int] | None:
        found = common([self.lists(stem).ids for stem in stems])
        return found if len(found) <= most else None

    # Where may a quotation stand?

    def articles_with_all(self, stems: Collection[str]) -> Iterator[int]:
        if not stems:
            yield from range(self.everything.articles)
            return
        lists = [self.lists(stem) for stem in stems]
        articles = set(common([part.articles for part in lists])).union(self._with_pull_quotes)
        first = dict.fromkeys(map(self.article_of, common([part.ids for part in lists])))
        yield from first
        yield from (n for n in sorted(articles) if n not in first)

    def nearest(self, stems: Collection[str], most: int) -> tuple[list[int], list[int]]:
        passages: Counter[int] = Counter()
        articles: Counter[int] = Counter()
        for lists in map(self.lists, stems):
            points = round(1_000 * lists.idf)
            for n in lists.ids:
                passages[n] += points
            for n in lists.articles:
                articles[n] += points
        theirs = _heaviest(articles, most)
        return _heaviest(passages, most), [*dict.fromkeys([*theirs, *self._with_pull_quotes])]


def _heaviest(weights: Mapping[int, int], most: int) -> list[int]:
    return nsmallest(most, weights, key=lambda n: (-weights[n], n))


def _known(lists: PostingList) -> TermStatistics:
    return TermStatistics(lists.document_frequency, lists.idf, lists.own_document_frequency)
