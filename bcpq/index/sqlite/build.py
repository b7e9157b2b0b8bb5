"""Builds an index: splits articles into paragraphs, counts their words, and writes a file."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bcpq.corpus.files import CorpusFile, path_in
from bcpq.corpus.reader import read
from bcpq.index.analysis import AnalysedArticle, AnalysedParagraph, analyse
from bcpq.index.sqlite.cache import has_checksum
from bcpq.index.sqlite.postings import MASK_BITS
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.sqlite.weights import BATCH_SIZE, TermCounter
from bcpq.index.sqlite.writer import Origin, TermRow, write_file, write_in_memory
from bcpq.index.store import CorpusFault, StoredParagraph
from bcpq.model import AcronymEntry, Article, Document
from bcpq.text.tokens import Vocabulary

#: A file changed this recently may change again within one tick of its file system's clock (git's
#: "racy" files); FAT's ticks take two seconds.
TICK_NS = 2_000_000_000


class BuildResult(NamedTuple):
    """An index that was made."""

    store: SqliteStore
    write_error: str  # why it is only in memory; "" where it is in its file


def build_index(
    corpus: Path, entries: Sequence[CorpusFile], progress: Callable[[int, int], None] | None = None
) -> BuildResult:
    """Make the index of a corpus, in its file if that can be, else in memory.

    Args:
        corpus: The folder of articles, or the `.jsonl` file.
        entries: The files of the corpus.
        progress: Called with how many of how many articles are done.

    Raises:
        CorpusError: No article can be read, or one changes while it is read.
    """
    read_at = time.time_ns()
    contents = read(corpus, entries)
    origin = Origin(
        corpus=corpus,
        entries=entries,
        racy_files=find_racy_files(corpus, entries, contents.checksums, read_at),
        faults=[CorpusFault(line=str(fault), left_out=fault.fatal) for fault in contents.faults],
    )

    def documents() -> Iterator[Document]:
        for done, document in enumerate(contents.documents):
            if progress:
                progress(done, contents.size)
            yield document

    try:
        return BuildResult(store=write_file(origin, IndexBuilder(documents())), write_error="")
    except (OSError, sqlite3.Error) as error:
        store = write_in_memory(origin, IndexBuilder(documents()))
        reason = getattr(error, "strerror", None) or error
        return BuildResult(store=store, write_error=str(reason))


def index_documents(documents: Iterable[Document], batch_size: int = BATCH_SIZE) -> SqliteStore:
    """Index documents in memory, in the order of a corpus, without files behind them."""
    return write_in_memory(Origin(corpus=Path("/nowhere")), IndexBuilder(documents, batch_size))


def find_racy_files(
    corpus: Path,
    entries: Sequence[CorpusFile],
    checksums: Mapping[str, int],
    read_at: int,
    tick: int = TICK_NS,
) -> dict[str, int]:
    """Find the files that may have changed after they were read without a sign of it.

    Args:
        corpus: The folder of articles, or the `.jsonl` file.
        entries: The files of the corpus, as they were before they were read.
        checksums: The CRC-32 of what was read, by the file's name.
        read_at: When reading began, in nanoseconds since 1970.
        tick: How long a file's time of change may stay the same, in nanoseconds.

    Returns:
        The checksums of these files, by name: they have to be compared at each opening.
    """
    racy = {}
    for entry in entries:
        checksum = checksums.get(entry.name)
        was_young = entry.mtime_ns > read_at - tick
        if checksum is not None and was_young:
            is_old = time.time_ns() > entry.mtime_ns + tick
            if not (is_old and has_checksum(path_in(corpus, entry), checksum)):
                racy[entry.name] = checksum
    return racy


class IndexBuilder:
    """Articles on their way to posting lists: all that an index holds.

    `paragraphs` must be taken first, to its end; then the rest is known.

    Attributes:
        articles: The articles, in corpus order.
        starts: The number of each article's first paragraph, and of the one after the last.
        passages: How many passages there are.
    """

    def __init__(self, documents: Iterable[Document], batch_size: int = BATCH_SIZE) -> None:
        """Take documents in corpus order; so many texts are counted at once."""
        self._documents = documents
        self.articles: list[Article] = []
        self.starts = [0]
        self.passages = 0
        self._sentence_count = self._term_count = self._word_count = 0  # of passages
        self._words = _NumberedWords()
        self._in_passages: set[int] = set()  # words
        self._acronyms: dict[tuple[str, tuple[str, ...]], AcronymEntry] = {}
        self._passage_terms = TermCounter(batch_size)
        self._article_terms = TermCounter(batch_size)

    def paragraphs(self) -> Iterator[StoredParagraph]:
        """Yield the paragraphs of the documents, counting their words on the way."""
        for document in self._documents:
            article = analyse(document, self._words)
            start = self.starts[-1]
            for number, paragraph in enumerate(article.paragraphs, start):
                if paragraph.is_passage:
                    self._add_passage(number, article.title_terms, paragraph)
                yield paragraph.stored
            self._add_article(article)
        self._passage_terms.count(self._words.term_of, self._words.mask_of)
        self._article_terms.count([], [])

    def _add_article(self, article: AnalysedArticle[int, int]) -> None:
        for entry in article.acronyms:
            self._acronyms.setdefault((entry.form, entry.stems), entry)  # as first spelled
        if self._article_terms.add(len(self.articles), article.terms, []):
            self._article_terms.count([], [])
        self.articles.append(article.article)
        self.starts.append(self.starts[-1] + len(article.paragraphs))

    def _add_passage(
        self, number: int, title_terms: list[int], passage: AnalysedParagraph[int, int]
    ) -> None:
        """Count a passage, and note the forms that no passage before had."""
        words = [word for word in passage.words if word]
        if not self._in_passages.issuperset(words):
            for word in words:
                if word not in self._in_passages:
                    self._in_passages.add(word)
                    self._words.add_form(word)
        self.passages += 1
        self._sentence_count += len(passage.paragraph.sentences)
        self._term_count += len(passage.terms)
        self._word_count += passage.word_count
        if self._passage_terms.add(number, title_terms + passage.terms, words):
            self._passage_terms.count(self._words.term_of, self._words.mask_of)

    @property
    def average_length(self) -> float:
        """The average length of a passage, in tokens, its article's title counted."""
        return self._passage_terms.average_length

    @property
    def average_sentence_length(self) -> float:
        """The average length of a passage's sentence, in tokens."""
        return self._term_count / max(self._sentence_count, 1) or 1.0

    @property
    def average_word_count(self) -> float:
        """The average number of words of a passage, stop words counted."""
        return self._word_count / max(self.passages, 1) or 1.0

    def forms(self) -> Iterator[tuple[str, str]]:
        """Yield each unstemmed word of the passages, and its stem."""
        words = self._words
        return (
            (form, stem) for stem, number in words.stems.items() for form in words.forms[number]
        )

    def acronyms(self) -> Iterable[AcronymEntry]:
        """Return the acronyms that are spelled out."""
        return self._acronyms.values()

    def terms(self) -> Iterator[TermRow]:
        """Weigh every term in every passage and article, and yield their posting lists."""
        terms = self._passage_terms.weigh() | self._article_terms.weigh()
        for stem, number in sorted(self._words.stems.items()):
            if number in terms:
                term = self._passage_terms.of(number)
                article_term = self._article_terms.of(number)
                yield TermRow(
                    stem=stem,
                    document_frequency=term.document_frequency,
                    idf=term.idf,
                    max_weight=term.max_weight,
                    forms=self._words.forms[number],
                    articles=article_term.texts,
                    article_weights=article_term.weights,
                    title_passages=term.title_texts,
                    title_weights=term.title_weights,
                    passages=term.texts,
                    weights=term.weights,
                    masks=term.masks,
                )


class _NumberedWords:
    """The words and terms of a corpus as numbers, which an `Analyser` gives; 0 is no term.

    Attributes:
        stems: The number of each term, by its stem.
        forms: The unstemmed words of each term that passages hold, in the order of their bits.
        term_of: The term of each word.
        mask_of: The bit of each word's form; 0 until a passage holds it.
    """

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self.stems = {"": 0}
        self.forms: list[list[str]] = [[]]
        self.term_of = [0]
        self.mask_of = [0]

    def words(self, text: str) -> list[int]:
        """Return the words of a text in their order, 0 for each stop word."""
        words = self._vocabulary.read(text)
        for word in self._vocabulary.words[len(self.term_of) :]:
            term = self.stems.setdefault(word.stem, len(self.forms))
            if term == len(self.forms):
                self.forms.append([])
            self.term_of.append(term)
            self.mask_of.append(0)
        return words

    def terms(self, words: Sequence[int]) -> list[int]:
        """Return the terms of words in their order, without those of stop words."""
        term_of = self.term_of
        return [term_of[word] for word in words if word]

    def add_form(self, word: int) -> None:
        """Give a word that a passage holds for the first time a bit among its term's forms."""
        forms = self.forms[self.term_of[word]]
        self.mask_of[word] = 1 << min(len(forms), MASK_BITS - 1)
        forms.append(self._vocabulary.words[word].form)
