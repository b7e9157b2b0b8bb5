"""The store of a corpus on this machine: one index file, answering as `index.store.Store` says."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from heapq import nsmallest

from bcpq.index.sqlite.postings import PostingList, intersect, look_up
from bcpq.index.sqlite.tables import Tables
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
from bcpq.model import AcronymEntry, Article, Paragraph, Scope
from bcpq.query.filters import Filters, lacks_date, sum_up


class SqliteStore:
    """The index of a corpus in one file; see `index.store.Store` for what its methods promise.

    Attributes:
        tables: The open file.
        reader: The paragraphs that were read so far.
    """

    def __init__(self, tables: Tables) -> None:
        """Answer from an open index file."""
        self.tables = tables
        self.reader = PassageReader(self)

    # The corpus as a whole

    @property
    def statistics(self) -> CorpusStats:
        return self.tables.statistics

    def scope(self, filters: Filters) -> Scope:
        if filters == Filters():
            return self.statistics.scope
        articles = self.tables.all_articles
        undated = sum(lacks_date(filters, article) for article in articles.values())
        admitted = self.tables.articles_admitted(filters)
        return sum_up([articles[number] for number in admitted], undated)

    # Articles

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        return self.tables.articles(numbers)

    def number(self, identifier: str) -> int | None:
        return self.tables.number(identifier)

    def ids_with_prefix(self, prefix: str) -> list[str]:
        return self.tables.ids_with_prefix(prefix)

    def similar_ids(self, name: str) -> list[str]:
        from difflib import get_close_matches  # only when a name is not found

        return get_close_matches(name, self.ids_with_prefix(""), n=3, cutoff=0.5)

    def articles_at(self, addresses: Set[str]) -> dict[int, Article]:
        return {
            number: article
            for number, article in self.tables.all_articles.items()
            if article.url and normalise_address(article.url) in addresses
        }

    def digests(self, identifiers: Collection[str]) -> dict[str, str]:
        return self.tables.digests(identifiers)

    def paragraphs(self, numbers: Collection[int]) -> dict[int, StoredParagraph]:
        return self.tables.paragraphs(numbers)

    def text(self, article: int) -> list[Paragraph]:
        return self.tables.text(article)

    def article_of(self, passage: int) -> int:
        return self.tables.article_of(passage)

    # Words

    def term_statistics(self, stems: Iterable[str]) -> dict[str, TermStatistics]:
        return {stem: _statistics_of(self.tables.postings(stem)) for stem in stems}

    def stop_word_statistics(self, form: str) -> TermStatistics:
        return _statistics_of(self.tables.stop_word_postings(form))

    def count_with_any(self, stems: Collection[str]) -> int:
        return len(set().union(*(self.tables.postings(stem).passages for stem in stems)))

    def forms_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        return self.tables.forms_with_prefix(prefix)

    def similar_forms(self, words: Collection[str]) -> list[str]:
        return self.tables.forms()

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> list[AcronymEntry]:
        return self.tables.acronyms(forms, stems)

    # Retrieval

    def retrieve(self, query: RetrievalQuery) -> RetrievalResult:
        from bcpq.index.sqlite.retrieval import Retrieval  # verify and cite never need it

        return Retrieval(self.tables, self.reader, query).result()

    def article_scores(
        self, terms: Sequence[QueryTerm], articles: Collection[int]
    ) -> dict[int, int]:
        numbers = sorted(articles)
        scores = dict.fromkeys(numbers, 0)
        for term in terms:
            if term.stem and not term.acronym:
                postings = self.tables.postings(term.stem)
                for article, points in look_up(
                    postings.articles, postings.article_weights, numbers
                ):
                    scores[article] += term.scale(points)
        return scores

    def passages_with_all(self, stems: Collection[str], limit: int) -> list[int] | None:
        passages = intersect([self.tables.postings(stem).passages for stem in stems])
        return passages if len(passages) <= limit else None

    def articles_with_all(self, stems: Collection[str]) -> Iterator[int]:
        if not stems:
            yield from range(self.statistics.scope.articles)
            return
        postings = [self.tables.postings(stem) for stem in stems]
        passages = intersect([part.passages for part in postings])
        with_passage = dict.fromkeys(map(self.article_of, passages))
        yield from with_passage
        articles = {*intersect([part.articles for part in postings]), *self._with_pull_quotes}
        yield from (number for number in sorted(articles) if number not in with_passage)

    def nearest(self, stems: Collection[str], limit: int) -> tuple[list[int], list[int]]:
        passages: Counter[int] = Counter()
        articles: Counter[int] = Counter()
        for postings in map(self.tables.postings, stems):
            points = round(1_000 * postings.idf)
            for passage in postings.passages:
                passages[passage] += points
            for article in postings.articles:
                articles[article] += points
        nearest_articles = dict.fromkeys([*_heaviest(articles, limit), *self._with_pull_quotes])
        return _heaviest(passages, limit), [*nearest_articles]

    @cached_property
    def _with_pull_quotes(self) -> list[int]:
        """The articles with a pull quote, whose words have no posting lists: each may hold some."""
        return sorted({self.article_of(number) for number in self.tables.pull_quotes()})


def _heaviest(weights: Mapping[int, int], limit: int) -> list[int]:
    return nsmallest(limit, weights, key=lambda number: (-weights[number], number))


def _statistics_of(postings: PostingList) -> TermStatistics:
    return TermStatistics(
        document_frequency=postings.document_frequency,
        idf=postings.idf,
        own_document_frequency=postings.own_document_frequency,
    )
