"""What must an index offer? One protocol, kept by a file of tables and by a cluster alike.

Paragraphs and articles are known by numbers that ascend in corpus order: by date, then id, undated articles last.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, Protocol

from bcpq.model import Article, Paragraph, Scope
from bcpq.query.filters import Filters, Selection
from bcpq.query.parser import Group
from bcpq.text.acronyms import AcronymEntry
from bcpq.text.tokens import Token, tokenize


class StoredParagraph(NamedTuple):
    """A paragraph as it is stored, with its length in BM25's sense (0 unless a passage)."""

    paragraph: Paragraph
    length: int  # in tokens, quantised, its article's title counted


class TermStatistics(NamedTuple):
    """How frequent a term is."""

    document_frequency: int = 0  # passages that hold it, their article's title counted
    idf: float = 0.0
    own_document_frequency: int = 0  # passages whose own words hold it


class QueryTerm(NamedTuple):
    """A term of the query that adds to scores."""

    form: str  # as typed, folded; for a term that was not typed, a description of it
    stem: str  # "" for a stop word, and for the long form of an acronym
    query_frequency: int  # how often it was typed
    typed: bool  # this very word was typed: it is no other form, and no end of a prefix
    statistics: TermStatistics
    share: int = 1_000  # of its weight that counts, in thousandths
    expansion_of: str = ""  # the stem that was typed, where this one was not
    only_forms: tuple[str, ...] = ()  # the unstemmed words that count; all of them where empty
    acronym: AcronymEntry | None = None  # the acronym of which this is the other form
    passage_weights: Mapping[int, int] = {}  # for a long form, which has no posting list
    excluded_passages: Set[int] = frozenset()  # passages in which it does not count

    @property
    def factor(self) -> int:
        """Give the thousandths of its weight that count, as often as it was typed."""
        return self.query_frequency * self.share

    def scale(self, points: int) -> int:
        """Scale a weight by how often the term was typed, and by the share of it that counts."""
        return points * self.factor // 1_000


class RetrievalQuery(NamedTuple):
    """What step 1 of the ranking is asked for."""

    root: Group
    terms: tuple[QueryTerm, ...]
    selection: Selection
    depth: int  # how many of the best are needed; 0: all
    count_all: bool  # count every match, even where that takes long


class RetrievalResult(NamedTuple):
    """What step 1 of the ranking found."""

    scores: Mapping[int, int]  # passage -> points, in units of 1 / bm25.SCALE
    second_tier: Set[int]  # of these, the ones that rank behind all the others
    total: int | None  # None: more than were found, and not counted
    possible: int  # of those found, the ones whose date only overlaps the dates asked for


#: Passages kept between queries; some 20 kB each with their words.
_KEPT = 5_000


class PassageReader:
    """Passages that were read, and their words, for whoever asks again."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._rows: dict[int, StoredParagraph] = {}
        self._tokens: dict[int, list[Token]] = {}

    def trim(self) -> None:
        """Forget what was read, where that is much."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
            self._tokens.clear()

    def read(self, numbers: Iterable[int]) -> None:
        """Read paragraphs, many at once."""
        self._rows |= self._store.paragraphs([n for n in numbers if n not in self._rows])

    def paragraph(self, n: int) -> Paragraph:
        """Give a paragraph that was read."""
        return self._rows[n].paragraph

    def length(self, n: int) -> int:
        """Give a passage's length in tokens, its article's title counted."""
        return self._rows[n].length

    def tokens(self, n: int) -> list[Token]:
        """Give the words of a paragraph that was read."""
        if n not in self._tokens:
            self._tokens[n] = tokenize(self._rows[n].paragraph.text)
        return self._tokens[n]


class CorpusStats(NamedTuple):
    """What is known of a corpus and its index as a whole."""

    corpus: str  # what the index was made from
    place: str  # the index file, or where else the index is
    digest: str  # the pooled digests of the articles
    faults: Sequence[tuple[str, bool]]  # of the files: a line each; whether the article is left out
    scope: Scope  # all articles
    paragraphs: int  # page furniture included
    passages: int
    terms: int
    average_length: float  # of a passage, in tokens, its article's title counted
    average_sentence_length: float  # in tokens
    average_word_count: float  # of a passage, stop words counted


class Store(Protocol):
    """An open index. Whatever cannot be answered in full raises StoreError."""

    @property
    def statistics(self) -> CorpusStats:
        """Give what is known of the corpus as a whole."""

    # Which articles?

    def scope(self, filters: Filters) -> Scope:
        """Sum up the articles that filters let through, and count those left out for having no date."""

    def articles(self, numbers: Collection[int] | None = None) -> Mapping[int, Article]:
        """Read the provenance of articles, by number; of all of them, in corpus order, when none are named."""

    def number(self, identifier: str) -> int | None:
        """Give the number of the article of an id."""

    def ids_with_prefix(self, prefix: str) -> Sequence[str]:
        """List the ids that begin with a prefix, in corpus order."""

    def similar_ids(self, name: str) -> Sequence[str]:
        """List the ids that are most like a name, the likeliest first."""

    def articles_at(self, addresses: Set[str]) -> Mapping[int, Article]:
        """Find the articles published at some addresses, in the form of `store.normalise_address`."""

    def digests(self, identifiers: Collection[str]) -> Mapping[str, str]:
        """Give the digests of articles that are there, by id."""

    # What stands there?

    def paragraphs(self, numbers: Collection[int]) -> Mapping[int, StoredParagraph]:
        """Read paragraphs by number."""

    def text(self, article: int) -> Sequence[Paragraph]:
        """Read a whole article, given its number."""

    def article_of(self, passage: int) -> int:
        """Give the number of the article that a paragraph belongs to."""

    @property
    def reader(self) -> PassageReader:
        """Give what was read so far."""

    # Which words are there?

    def term_statistics(self, stems: Iterable[str]) -> Mapping[str, TermStatistics]:
        """Tell how frequent terms are."""

    def stop_word_statistics(self, form: str) -> TermStatistics:
        """Tell how frequent a stop word is."""

    def count_with_any(self, stems: Collection[str]) -> int:
        """Count the passages whose own words hold at least one of some terms."""

    def forms_with_prefix(self, prefix: str) -> Sequence[tuple[str, str]]:
        """List the unstemmed words that begin with a folded prefix, each with its stem."""

    def similar_forms(self, words: Collection[str]) -> Collection[str]:
        """List unstemmed words among which those most like some others are."""

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> Sequence[AcronymEntry]:
        """List the acronyms of which the short form is one of `forms`, or the long one begins with one of `stems`."""

    # Which passages match, how well?

    def retrieve(self, wanted: RetrievalQuery) -> RetrievalResult:
        """Take step 1: find the passages that match, and add up what their words weigh.

        As many of the best as are wanted are right, ties going to the lower number; more may be found.
        """

    def article_scores(
        self, terms: Sequence[QueryTerm], articles: Collection[int]
    ) -> Mapping[int, int]:
        """Take step 2: BM25 of terms among whole articles, for some of them; none for those without."""

    def passages_with_all(self, stems: Collection[str], most: int) -> Sequence[int] | None:
        """List the passages whose own words hold all of some terms; None where there are more than `most`."""

    # Where may a quotation stand?

    def articles_with_all(self, stems: Collection[str]) -> Iterator[int]:
        """Give the articles that may hold all of some terms, those with a passage that does first.

        All articles where no terms are given.
        """

    def nearest(self, stems: Collection[str], most: int) -> tuple[Sequence[int], Sequence[int]]:
        """Give the passages, and the articles, with the most of some terms, by weight; at most so many.

        Ties go to the lower number. Articles with pull quotes that may hold them follow.
        """


def normalise_address(url: str) -> str:
    """Cut from an address what makes no difference between articles."""
    address = url.partition("://")[2] if url.startswith(("http://", "https://")) else url
    return address.removeprefix("www.").partition("#")[0].partition("?")[0].removesuffix("/")
