"""The protocol of an index: what a file on this machine and a cluster both offer.

It is four protocols in one: what is known of the corpus as a whole (`CorpusSummary`), what its
articles say (`ArticleStore`), which words there are (`Lexicon`) and which passages match
(`PassageIndex`). `Store` is all four.

Paragraphs and articles are known by numbers that ascend in corpus order: by date, then id, undated
articles last. A paragraph's number says nothing of its article but through `article_of`; neither
number means anything in another index. A passage is a paragraph, and has a paragraph's number.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, Protocol

from bcpq.model import AcronymEntry, Article, Paragraph, Record, Scope
from bcpq.query.filters import Filters, Selection
from bcpq.query.parser import Group
from bcpq.text.tokens import Token, tokenize


class StoredParagraph(NamedTuple):
    """A paragraph as it is stored, with its length in BM25's sense."""

    paragraph: Paragraph
    length: int  # in tokens, quantised, its article's title counted; 0 unless a passage


class TermStatistics(Record):
    """How frequent a term is."""

    document_frequency: int = 0  # passages that hold it, their article's title counted
    idf: float = 0.0  # 0 for a term that no passage and no title holds
    own_document_frequency: int = 0  # passages whose own words hold it


class QueryTerm(Record):
    """A term of the query that adds to scores.

    A term is one of these: a word that was typed, the words of one stem that begin with a prefix
    that was typed, an everyday word that may stand for one that was typed, or the other form of an
    acronym that was typed.
    """

    form: str  # as typed, folded; for a term that was not typed, a description of it
    stem: str  # "" for a stop word, and for the long form of an acronym
    query_frequency: int  # how often it was typed
    typed: bool  # this very word was typed: it is no other form, and no end of a prefix
    statistics: TermStatistics
    share: int = 1_000  # of its weight that counts, in thousandths
    expansion_of: str = ""  # the stem that was typed, where this one was not
    only_forms: tuple[str, ...] = ()  # the unstemmed words that count; all of them where empty
    acronym: AcronymEntry | None = None  # the acronym of which this is the other form
    passage_weights: Mapping[int, int] = {}  # of a long form, which has no posting list
    excluded_passages: Set[int] = frozenset()  # passages in which it does not count

    @property
    def factor(self) -> int:
        """The thousandths of its weight that count, as often as it was typed."""
        return self.query_frequency * self.share

    def scale(self, points: int) -> int:
        """Scale a weight by how often the term was typed, and by the share of it that counts."""
        return points * self.factor // 1_000


class RetrievalQuery(Record):
    """What step 1 of the ranking is asked for."""

    root: Group  # what must hold in a passage
    terms: tuple[QueryTerm, ...]  # what adds to scores
    selection: Selection  # the articles to search
    depth: int  # how many of the best are needed; 0: all
    count_all: bool  # count every match, even where that takes long


class RetrievalResult(Record):
    """What step 1 of the ranking found."""

    scores: Mapping[int, int]  # passage -> points, in units of 1 / SCALE
    second_tier: Set[int]  # of these, the ones that rank behind all the others
    total: int | None  # how many match; None: more than were found, and not counted
    possible: int  # of these, the ones whose date only overlaps the dates asked for


class CorpusFault(Record):
    """What is wrong with a file of a corpus, as the reader is told."""

    line: str
    left_out: bool  # the article is not in the index


class CorpusStats(Record):
    """What is known of a corpus and its index as a whole."""

    corpus: str  # what the index was made from
    place: str  # the index file, or where else the index is
    digest: str  # the digests of all articles, pooled
    faults: Sequence[CorpusFault]  # of the files
    scope: Scope  # all articles
    paragraphs: int  # page furniture included
    passages: int
    terms: int
    average_length: float  # of a passage, in tokens, its article's title counted
    average_sentence_length: float  # in tokens
    average_word_count: float  # of a passage, stop words counted


#: Paragraphs that a reader keeps between queries; some 20 kB each with their words.
_CAPACITY = 5_000


class PassageReader:
    """Paragraphs that were read from a store, with their words, kept for the next query."""

    def __init__(self, store: "ArticleStore", capacity: int = _CAPACITY) -> None:
        """Begin with none; above `capacity`, `trim` lets go of all of them."""
        self._store = store
        self._capacity = capacity
        self._stored: dict[int, StoredParagraph] = {}
        self._tokens: dict[int, list[Token]] = {}

    def trim(self) -> None:
        """Let go of what was read, where that is much; called between queries."""
        if len(self._stored) > self._capacity:
            self._stored.clear()
            self._tokens.clear()

    def read(self, numbers: Iterable[int]) -> None:
        """Read paragraphs, many at once; those that were read before are not read again."""
        self._stored |= self._store.paragraphs([n for n in numbers if n not in self._stored])

    def paragraph(self, number: int) -> Paragraph:
        """Return a paragraph that was read."""
        return self._stored[number].paragraph

    def length(self, number: int) -> int:
        """Return the quantised length of a passage that was read: tokens, its title's counted."""
        return self._stored[number].length

    def tokens(self, number: int) -> list[Token]:
        """Return the words of a paragraph that was read."""
        if number not in self._tokens:
            self._tokens[number] = tokenize(self._stored[number].paragraph.text)
        return self._tokens[number]


class CorpusSummary(Protocol):
    """What is known of a corpus as a whole."""

    @property
    def statistics(self) -> CorpusStats:
        """The statistics of the corpus and its index.

        Raises:
            StoreError: The index is damaged, or the cluster does not answer in full.
        """

    def scope(self, filters: Filters) -> Scope:
        """Sum up the articles that filters admit.

        Args:
            filters: Filters whose article ids are whole ids.

        Returns:
            The number, dates and sources of the articles admitted, and how many others are left
            out only because their date is not known.

        Raises:
            StoreError: The index is damaged, or the cluster does not answer in full.
        """


class ArticleStore(Protocol):
    """The articles of a corpus: which there are, and what they say.

    Every method raises StoreError where it cannot answer in full.
    """

    def articles(self, numbers: Collection[int] | None = None) -> Mapping[int, Article]:
        """Read articles' provenance.

        Args:
            numbers: The numbers of articles that are there; None for all articles.

        Returns:
            The articles by number; all articles are in corpus order.
        """

    def number(self, identifier: str) -> int | None:
        """Return the number of the article of an id; None where there is none."""

    def ids_with_prefix(self, prefix: str) -> Sequence[str]:
        """Return the ids that begin with a prefix, in corpus order; all ids for an empty one."""

    def similar_ids(self, name: str) -> Sequence[str]:
        """Return at most three ids that are like a name that is no id, the likeliest first."""

    def articles_at(self, addresses: Set[str]) -> Mapping[int, Article]:
        """Return the articles published at some addresses, by number.

        Args:
            addresses: Addresses as `normalise_address` returns them.
        """

    def digests(self, identifiers: Collection[str]) -> Mapping[str, str]:
        """Return the digests of the articles of some ids, by id; an unknown id is left out."""

    def paragraphs(self, numbers: Collection[int]) -> Mapping[int, StoredParagraph]:
        """Read paragraphs.

        Args:
            numbers: The numbers of paragraphs that are there.

        Returns:
            The paragraphs by number, in no particular order.
        """

    def text(self, article: int) -> Sequence[Paragraph]:
        """Return all paragraphs of the article of a number, in their order."""

    def article_of(self, passage: int) -> int:
        """Return the number of the article that the paragraph of a number belongs to."""

    @property
    def reader(self) -> PassageReader:
        """The paragraphs that were read so far, with their words."""


class Lexicon(Protocol):
    """The words of a corpus. Stems and forms are as `text.tokens` gives them.

    Every method raises StoreError where it cannot answer in full.
    """

    def term_statistics(self, stems: Iterable[str]) -> Mapping[str, TermStatistics]:
        """Return how frequent each of some stems is, by stem; zeros for one that is not there."""

    def stop_word_statistics(self, form: str) -> TermStatistics:
        """Return how frequent a stop word is.

        An index may have to read every passage for it. Titles are not counted.
        """

    def count_with_any(self, stems: Collection[str]) -> int:
        """Return how many passages hold at least one of some stems in their own words."""

    def forms_with_prefix(self, prefix: str) -> Sequence[tuple[str, str]]:
        """Return the unstemmed words of passages that begin with a prefix.

        Args:
            prefix: The beginning of a word, folded.

        Returns:
            Each word's form and stem, in the order of the forms.

        Raises:
            QueryError: They are more than the index can search for at once.
        """

    def similar_forms(self, words: Collection[str]) -> Collection[str]:
        """Return unstemmed words of passages, among them those most like some other words.

        An index may return all its words: the caller compares.
        """

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> Sequence[AcronymEntry]:
        """Return the acronyms that words of a query may belong to.

        Args:
            forms: Words, folded; an acronym fits whose short form is one of them.
            stems: Stems; an acronym fits whose long form begins with one of them.
        """


class PassageIndex(Protocol):
    """Retrieval: which passages match, and where the words of a quotation may stand.

    Every method raises StoreError where it cannot answer in full.
    """

    def retrieve(self, query: RetrievalQuery) -> RetrievalResult:
        """Find the passages that match, and add up what their words weigh (step 1 of the ranking).

        Args:
            query: What to find, and how many of the best are needed.

        Returns:
            The scores of at least as many of the best as are needed, in no particular order; ties
            for the last of them go to the lower number.

        Raises:
            QueryError: The query has more words than the index can search for at once.
        """

    def article_scores(
        self, terms: Sequence[QueryTerm], articles: Collection[int]
    ) -> Mapping[int, int]:
        """Score whole articles among all articles by BM25 (step 2 of the ranking).

        Args:
            terms: The query's terms; stop words and other forms of acronyms do not count.
            articles: The numbers of the articles to score.

        Returns:
            Points by article, in units of 1 / SCALE; an article without any of the terms may be
            absent.
        """

    def passages_with_all(self, stems: Collection[str], limit: int) -> Sequence[int] | None:
        """Return the passages whose own words hold all of some stems, in corpus order.

        Returns:
            The passages; None where they are more than `limit`.
        """

    def articles_with_all(self, stems: Collection[str]) -> Iterator[int]:
        """Yield the articles that may hold all of some stems.

        Args:
            stems: The stems; where there are none, all articles are given.

        Yields:
            First the articles with one passage that holds them all, then the others, both in
            corpus order. An article with pull quotes may be given though it does not hold them.
        """

    def nearest(self, stems: Collection[str], limit: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return the passages, and the articles, with the most of some stems.

        Args:
            stems: The stems; each counts by its idf.
            limit: How many passages, and how many articles, are returned at most; articles with
                pull quotes that may hold the stems follow beyond it.

        Returns:
            The numbers of passages and of articles, those with the most first, ties to the lower
            number.
        """


class Store(CorpusSummary, ArticleStore, Lexicon, PassageIndex, Protocol):
    """An open index."""


def normalise_address(url: str) -> str:
    """Cut from an address what makes no difference between articles.

    Scheme, a leading `www.`, query, fragment and a slash at the end go.
    """
    address = url.partition("://")[2] if url.startswith(("http://", "https://")) else url
    return address.removeprefix("www.").partition("#")[0].partition("?")[0].removesuffix("/")
