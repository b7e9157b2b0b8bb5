"""How is an index made? Documents to paragraphs, their words counted on the way, to an index file.

A passage is weighed as its article's title and its own words together; what stands in the title only is kept apart,
because it adds to a score but makes no match. Whole articles are weighed the same way, among articles.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bcpq.corpus import reader as documents
from bcpq.corpus.files import CorpusFile, path_in
from bcpq.corpus.paragraphs import paragraphs
from bcpq.index.bm25 import quantise
from bcpq.index.sqlite import writer
from bcpq.index.sqlite.cache import unchanged
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.sqlite.weights import Counts
from bcpq.index.sqlite.writer import Lists, Origin
from bcpq.index.store import StoredParagraph
from bcpq.model import ASIDE_ROLES, PASSAGE_ROLES, Article, Document
from bcpq.text.acronyms import AcronymEntry, find_acronyms
from bcpq.text.tokens import Lexicon

#: A mask has 16 bits; further forms of a stem, if there ever are any, share the last.
_FORMS = 16
#: A file changed this recently may change again within one tick of its file system's clock (git's "racy" files).
_RACY_NS = 2_000_000_000


def make(
    corpus: Path, entries: Sequence[CorpusFile], progress: Callable[[int, int], None] | None = None
) -> tuple[SqliteStore, str]:
    """Index a corpus, on disk if that can be, else in memory; the second value says why not on disk.

    `progress` is told how many of how many articles are done. Raises CorpusError when no article can be read.
    """
    read_at = time.time_ns()
    contents = documents.read(corpus, entries)
    racy = {
        entry.name: contents.checksums[entry.name]
        for entry in entries
        if entry.mtime_ns > read_at - _RACY_NS
        and entry.name in contents.checksums
        and not _settled(corpus, entry, contents.checksums[entry.name])
    }
    faults = [(str(fault), fault.fatal) for fault in contents.faults]
    origin = Origin(corpus, entries, racy, faults)

    def told() -> Iterator[Document]:
        for done, document in enumerate(contents.documents):
            if progress:
                progress(done, contents.size)
            yield document

    try:
        return writer.save(origin, IndexBuilder(told())), ""
    except (OSError, sqlite3.Error) as error:
        return writer.hold(origin, IndexBuilder(told())), str(
            getattr(error, "strerror", None) or error
        )


def _settled(corpus: Path, entry: CorpusFile, crc: int) -> bool:
    """Tell whether a file that was young when it was read is old by now, and still what was read."""
    return time.time_ns() > entry.mtime_ns + _RACY_NS and unchanged(path_in(corpus, entry), crc)


class IndexBuilder:
    """Documents on their way to posting lists: `rows` first, to its end, then the rest."""

    def __init__(self, texts: Iterable[Document]) -> None:
        self._texts = texts
        self.articles: list[Article] = []
        self.starts = [
            0
        ]  # the number of each article's first paragraph, and of the one after the last
        self.passages = 0
        self._sentences = self._own_terms = self._all_words = 0
        self._lexicon = Lexicon()
        self._stems: dict[str, int] = {"": 0}  # the number of each term
        self._term_of = [0]  # of each word of the lexicon
        self._bit_of = [0]  # of each word's form; 0 until a passage holds it
        self._in_passages: set[int] = set()  # words
        self._forms: list[list[str]] = [[]]  # the unstemmed forms of each term
        self._spelled: dict[tuple[str, tuple[str, ...]], AcronymEntry] = {}
        self._held = Counts()  # by passages
        self._whole = Counts()  # by articles

    def rows(self) -> Iterator[StoredParagraph]:
        """Split the documents into paragraphs, counting their words on the way."""
        for text in self._texts:
            title = self._terms(self._read(text.article.title or ""))
            split = list(paragraphs(text))
            # Title, headings and lead-ins once, page furniture and pull quotes not.
            whole = [] if any(row.role == "title" for row in split) else [*title]
            for number, row in enumerate(split, self.starts[-1]):
                words = self._read(row.text) if row.role not in ASIDE_ROLES else []
                terms = self._terms(words)
                whole += terms
                if row.role in PASSAGE_ROLES:
                    self._take(number, title + terms, [word for word in words if word])
                    self._sentences += len(row.sentences)
                    self._own_terms += len(terms)
                    self._all_words += max(len(words), 1)
                for spelled in find_acronyms(row.text) if row.role not in ASIDE_ROLES else ():
                    self._spelled.setdefault(
                        (spelled.form, spelled.stems), spelled
                    )  # as first spelled
                yield StoredParagraph(
                    row,
                    quantise(max(len(title) + len(terms), 1)) if row.role in PASSAGE_ROLES else 0,
                )
            if self._whole.add(len(self.articles), whole, []):
                self._whole.count([], [])
            self.articles.append(text.article)
            self.starts.append(self.starts[-1] + len(split))
        self._held.count(self._term_of, self._bit_of)
        self._whole.count([], [])

    def _read(self, text: str) -> list[int]:
        """Give the words of a text, 0 for each stop word."""
        words = self._lexicon.read(text)
        for _, stem in self._lexicon.words[len(self._term_of) :]:
            term = self._stems.setdefault(stem, len(self._forms))
            if term == len(self._forms):
                self._forms.append([])
            self._term_of.append(term)
            self._bit_of.append(0)
        return words

    def _terms(self, words: Sequence[int]) -> list[int]:
        term_of = self._term_of
        return [term_of[word] for word in words if word]

    def _take(self, number: int, terms: list[int], words: list[int]) -> None:
        """Note the words of a passage, and the forms that no passage before had."""
        if not self._in_passages.issuperset(words):
            for word in words:
                if word not in self._in_passages:
                    self._in_passages.add(word)
                    forms = self._forms[self._term_of[word]]
                    self._bit_of[word] = 1 << min(len(forms), _FORMS - 1)
                    forms.append(self._lexicon.words[word][0])
        self.passages += 1
        if self._held.add(number, terms, words):
            self._held.count(self._term_of, self._bit_of)

    @property
    def average(self) -> float:
        """Give the average number of tokens a passage, its article's title counted."""
        return self._held.average

    @property
    def sentence_average(self) -> float:
        """Give the average number of tokens a sentence."""
        return self._own_terms / max(self._sentences, 1) or 1.0

    @property
    def word_average(self) -> float:
        """Give the average number of words a passage, stop words counted."""
        return self._all_words / max(self.passages, 1) or 1.0

    def forms(self) -> Iterator[tuple[str, str]]:
        """Give each unstemmed word of the passages, and its stem."""
        return ((form, stem) for stem, term in self._stems.items() for form in self._forms[term])

    def acronyms(self) -> Iterable[AcronymEntry]:
        """Give the acronyms that are spelled out."""
        return self._spelled.values()

    def lists(self) -> Iterator[Lists]:
        """Weigh every term of every passage and article."""
        terms = self._held.weigh() | self._whole.weigh()
        for stem, number in sorted(self._stems.items()):
            if number in terms:
                term, articles = self._held.of(number), self._whole.of(number).own
                blobs = (*articles, *term.beside, *term.own, term.masks)
                yield Lists(
                    stem,
                    term.df,
                    term.idf,
                    term.largest,
                    " ".join(self._forms[number]),
                    blobs,
                )
