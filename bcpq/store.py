"""What must an index offer? One protocol, kept by a file of tables and by a cluster alike.

Paragraphs and articles are known by numbers that ascend in corpus order: by date, then id, undated articles last.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, Protocol

from bcpq.model import Article, Filters, Paragraph, Searched
from bcpq.query import Field, Group
from bcpq.terms import Token, tokens


class Spelled(NamedTuple):
    """An acronym that an article spells out."""

    form: str  # the short form, folded
    stems: tuple[str, ...]  # the long form's content words
    short: str  # both as the article has them
    long: str


class Row(NamedTuple):
    """A paragraph as it is stored, with its length in BM25's sense (0 unless a passage)."""

    paragraph: Paragraph
    tokens: int  # its article's title counted


class Known(NamedTuple):
    """How frequent a term is."""

    df: int = 0  # passages that hold it, their article's title counted
    idf: float = 0.0
    held: int = 0  # passages whose own words hold it


class Ranked(NamedTuple):
    """A term of the query that adds to scores."""

    form: str  # as typed, folded
    stem: str  # "" for a stop word
    times: int  # how often it was typed
    exact: bool  # a word was typed, not the beginning of one
    known: Known
    share: int = 1_000  # of its weight that counts, in thousandths
    stands_for: str = ""  # the stem that was typed, where this one was not
    forms: tuple[str, ...] = ()  # the only unstemmed words that count, where not all do
    spelled: Spelled | None = None  # the acronym that joins the two
    listed: Mapping[int, int] = {}  # where it was looked for passage by passage, these and their weights
    without: Set[int] = frozenset()  # passages in which it does not count

    @property
    def factor(self) -> int:
        """Give the thousandths of its weight that count."""
        return self.times * self.share

    def counted(self, points: int) -> int:
        """Weigh points as often as the term was typed, and as far as it counts."""
        return points * self.factor // 1_000


class Selection(NamedTuple):
    """The articles that filters let through."""

    filters: Filters  # with whole ids
    searched: Searched
    fields: Mapping[Field, Filters] = {}  # of the query, wherever they stand in it

    @property
    def dates(self) -> list[Filters]:
        """List every span of days that was asked for."""
        return [part for part in (self.filters, *self.fields.values()) if part.dated]


class Wanted(NamedTuple):
    """What step 1 of the ranking is asked for."""

    root: Group
    terms: tuple[Ranked, ...]
    selection: Selection
    depth: int  # how many of the best are needed; 0: all
    counting: bool  # tell how many there are, even where that takes long


class Matches(NamedTuple):
    """What step 1 of the ranking found."""

    scores: Mapping[int, int]  # passage -> points, in units of 1 / bm25.SCALE
    second: Set[int]  # of these, the ones that come after all the others
    total: int | None  # None: more than were found, and not counted
    possible: int  # of those found, the ones whose date only overlaps the dates asked for


#: Passages kept between queries; some 20 kB each with their words.
_KEPT = 5_000


class Reader:
    """Passages that were read, and their words, for whoever asks again."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._rows: dict[int, Row] = {}
        self._tokens: dict[int, list[Token]] = {}

    def make_room(self) -> None:
        """Forget what was read, where that is much."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
            self._tokens.clear()

    def read(self, numbers: Iterable[int]) -> None:
        """Read paragraphs, many at once."""
        self._rows |= self._store.rows([n for n in numbers if n not in self._rows])

    def paragraph(self, n: int) -> Paragraph:
        """Give a paragraph that was read."""
        return self._rows[n].paragraph

    def length(self, n: int) -> int:
        """Give a passage's length in tokens, its article's title counted."""
        return self._rows[n].tokens

    def words(self, n: int) -> list[Token]:
        """Give the words of a paragraph that was read."""
        if n not in self._tokens:
            self._tokens[n] = tokens(self._rows[n].paragraph.text)
        return self._tokens[n]


class Store(Protocol):
    """An open index. Whatever cannot be answered in full raises StoreError."""

    @property
    def corpus(self) -> str:
        """Name what it was made from."""

    @property
    def place(self) -> str:
        """Name the file, or where else the index is."""

    @property
    def digest(self) -> str:
        """Give the digest of the corpus: the pooled digests of its articles."""

    @property
    def faults(self) -> Sequence[tuple[str, bool]]:
        """List what is wrong with the corpus's files: a line each, and whether the article is left out."""

    @property
    def everything(self) -> Searched:
        """Sum up all articles."""

    @property
    def passages(self) -> int:
        """Count the passages."""

    @property
    def average(self) -> float:
        """Give the average length of a passage in tokens, its article's title counted."""

    @property
    def sentence_average(self) -> float:
        """Give the average length of a sentence in tokens."""

    @property
    def word_average(self) -> float:
        """Give the average number of words of a passage, stop words counted."""

    def paragraphs(self) -> int:
        """Count the paragraphs, page furniture included."""

    def terms(self) -> int:
        """Count the terms."""

    # Which articles?

    def searched(self, filters: Filters) -> Searched:
        """Sum up the articles that filters let through, and count those left out for having no date."""

    def articles(self, numbers: Collection[int] | None = None) -> Mapping[int, Article]:
        """Read the provenance of articles, by number; of all of them, in corpus order, when none are named."""

    def number(self, identifier: str) -> int | None:
        """Give the number of the article of an id."""

    def begin(self, prefix: str) -> Sequence[str]:
        """List the ids that begin with a prefix, in corpus order."""

    def like_id(self, name: str) -> Sequence[str]:
        """List the ids that are most like a name, the likeliest first."""

    def at(self, addresses: Set[str]) -> Mapping[int, Article]:
        """Find the articles published at some addresses, in the form of `store.bare`."""

    def digests(self, identifiers: Collection[str]) -> Mapping[str, str]:
        """Give the digests of articles that are there, by id."""

    # What stands there?

    def rows(self, numbers: Collection[int]) -> Mapping[int, Row]:
        """Read paragraphs by number."""

    def text(self, article: int) -> Sequence[Paragraph]:
        """Read a whole article, given its number."""

    def article_of(self, passage: int) -> int:
        """Give the number of the article that a paragraph belongs to."""

    @property
    def reader(self) -> Reader:
        """Give what was read so far."""

    # Which words are there?

    def known(self, stems: Iterable[str]) -> Mapping[str, Known]:
        """Tell how frequent terms are."""

    def stop_word(self, form: str) -> Known:
        """Tell how frequent a stop word is."""

    def together(self, stems: Collection[str]) -> int:
        """Count the passages whose own words hold at least one of some terms."""

    def forms(self, prefix: str) -> Sequence[tuple[str, str]]:
        """List the unstemmed words that begin with a folded prefix, each with its stem."""

    def like(self, words: Collection[str]) -> Collection[str]:
        """List unstemmed words among which those most like some others are."""

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> Sequence[Spelled]:
        """List the acronyms of which the short form is one of `forms`, or the long one begins with one of `stems`."""

    # Which passages match, how well?

    def best(self, wanted: Wanted) -> Matches:
        """Take step 1: find the passages that match, and add up what their words weigh.

        As many of the best as are wanted are right, ties going to the lower number; more may be found.
        """

    def article_scores(self, terms: Sequence[Ranked], articles: Collection[int]) -> Mapping[int, int]:
        """Take step 2: BM25 of terms among whole articles, for some of them; none for those without."""

    def with_all(self, stems: Collection[str], most: int) -> Sequence[int] | None:
        """List the passages whose own words hold all of some terms; None where there are more than `most`."""

    # Where may a quotation stand?

    def holding(self, stems: Collection[str]) -> Iterator[int]:
        """Give the articles that may hold all of some terms, those with a passage that does first.

        All articles where no terms are given.
        """

    def near(self, stems: Collection[str], most: int) -> tuple[Sequence[int], Sequence[int]]:
        """Give the passages, and the articles, with the most of some terms, by weight; at most so many.

        Ties go to the lower number. Articles with pull quotes that may hold them follow.
        """


def bare(url: str) -> str:
    """Cut from an address what makes no difference between articles."""
    address = url.partition("://")[2] if url.startswith(("http://", "https://")) else url
    return address.removeprefix("www.").partition("#")[0].partition("?")[0].removesuffix("/")
