"""The writer of index files: written aside, renamed into place, never written to again."""

import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bcpq.corpus.files import CorpusFile, make_printable
from bcpq.index.digest import DIGITS, pool_digests
from bcpq.index.sqlite.cache import SEAL_NS, connect, index_path, is_alive, list_files
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.sqlite.tables import (
    FORMAT,
    SCHEMA,
    Tables,
    article_values,
    paragraph_values,
    seal_of,
)
from bcpq.index.store import CorpusFault, StoredParagraph
from bcpq.model import AcronymEntry, Article
from bcpq.query.filters import sum_up


class Origin(NamedTuple):
    """What an index is made from."""

    corpus: Path
    entries: Sequence[CorpusFile] = ()  # its files
    racy_files: Mapping[str, int] = {}  # those that may still change unseen: name -> CRC-32
    faults: Sequence[CorpusFault] = ()


class TermRow(NamedTuple):
    """A term as it is written."""

    stem: str
    document_frequency: int  # passages that hold it, their article's title counted
    idf: float
    max_weight: int  # the largest of its weights in passages
    forms: Sequence[str]  # the unstemmed words, in the order of the bits of a mask
    articles: bytes  # the lists, each as its column in the file
    article_weights: bytes
    title_passages: bytes
    title_weights: bytes
    passages: bytes
    weights: bytes
    masks: bytes


class IndexContent(Protocol):
    """All that an index holds: `paragraphs` are taken first, to the end, then the rest is known.

    Attributes:
        articles: The articles, in corpus order.
        starts: The number of each article's first paragraph, and of the one after the last.
        passages: How many passages there are.
    """

    articles: list[Article]
    starts: list[int]
    passages: int

    def paragraphs(self) -> Iterable[StoredParagraph]:
        """Yield all paragraphs, in corpus order."""

    def terms(self) -> Iterable[TermRow]:
        """Yield all terms, in the order of their stems."""

    def forms(self) -> Iterable[tuple[str, str]]:
        """Yield each unstemmed word of the passages, and its stem."""

    def acronyms(self) -> Iterable[AcronymEntry]:
        """Yield the acronyms that are spelled out."""

    @property
    def average_length(self) -> float:
        """The average length of a passage, in tokens, its article's title counted."""

    @property
    def average_sentence_length(self) -> float:
        """The average length of a passage's sentence, in tokens."""

    @property
    def average_word_count(self) -> float:
        """The average number of words of a passage, stop words counted."""


def write_file(origin: Origin, content: IndexContent) -> SqliteStore:
    """Write an index beside its place, rename it there, and open it.

    Raises:
        OSError, sqlite3.Error: It cannot be written.
    """
    path = index_path(origin.corpus)
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path.parent)
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(aside)) as connection:
            # Large pages: posting lists run over many. No journal: a file that is not complete is
            # never renamed. The rename must not come before the bytes.
            connection.executescript(
                "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; "
                "PRAGMA locking_mode=EXCLUSIVE;"
            )
            _write(connection, origin, content)
        now = time.time_ns() // SEAL_NS * SEAL_NS
        os.utime(aside, ns=(now, now))
        # This very file, even if another build renames its own over it.
        store = SqliteStore(Tables(connect(aside), make_printable(str(path))))
        os.replace(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return store


def write_in_memory(origin: Origin, content: IndexContent) -> SqliteStore:
    """Keep an index in memory, for when there is nowhere to write it."""
    connection = sqlite3.connect(":memory:")
    _write(connection, origin, content)
    return SqliteStore(Tables(connection, "in memory"))


def _write(connection: sqlite3.Connection, origin: Origin, content: IndexContent) -> None:
    def insert(table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ",".join("?" * columns)
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    with connection:
        connection.executescript(SCHEMA)
        insert("paragraph", 11, _paragraph_rows(content.paragraphs()))
        insert("article", 15, _article_rows(content.articles))
        meta = _meta(origin, content)
        insert("term", 15, map(_term_row, content.terms()))
        insert("form", 2, sorted(content.forms()))
        insert("acronym", 5, map(_acronym_row, content.acronyms()))
        meta["terms"] = connection.execute("SELECT count(*) FROM term").fetchone()[0]
        insert("meta", 2, meta.items())
        insert("meta", 2, [("seal", seal_of(tuple(sorted(meta.items()))))])


def _meta(origin: Origin, content: IndexContent) -> dict[str, Any]:
    scope = sum_up(content.articles)
    digest = pool_digests({article.id: article.digest for article in content.articles})
    return {
        "format": FORMAT,
        "corpus": make_printable(os.path.realpath(origin.corpus)),
        "files": list_files(origin.entries),
        "racy_files": "\n".join(
            f"{make_printable(name)}\t{crc}" for name, crc in origin.racy_files.items()
        ),
        "faults": "\n".join(
            f"{'!' if fault.left_out else ' '}{fault.line}" for fault in origin.faults
        ),
        "digest": f"{digest % 16**DIGITS:0{DIGITS}x}",
        "starts": b"".join(start.to_bytes(4, sys.byteorder) for start in content.starts),
        "passages": content.passages,
        "scope": "\n".join([str(scope.articles), scope.first, scope.last, *scope.sources]),
        "average_length": content.average_length,
        "average_sentence_length": content.average_sentence_length,
        "average_word_count": content.average_word_count,
    }


def _article_rows(articles: Iterable[Article]) -> Iterator[tuple[Any, ...]]:
    for number, article in enumerate(articles):
        values = article_values(number, article)
        yield *values, seal_of(values)


def _paragraph_rows(paragraphs: Iterable[StoredParagraph]) -> Iterator[tuple[Any, ...]]:
    for number, stored in enumerate(paragraphs):
        values = paragraph_values(number, stored)
        yield *values, seal_of(values)


def _term_row(term: TermRow) -> tuple[Any, ...]:
    blobs = (
        term.articles,
        term.article_weights,
        term.title_passages,
        term.title_weights,
        term.passages,
        term.weights,
        term.masks,
    )
    checksums = b"".join(zlib.crc32(blob).to_bytes(4, "little") for blob in blobs)
    values = (
        term.stem,
        term.document_frequency,
        term.idf,
        term.max_weight,
        len(term.passages) // 4,
        " ".join(term.forms),
    )
    return (*values, seal_of((*values, checksums)), checksums, *blobs)


def _acronym_row(entry: AcronymEntry) -> tuple[Any, ...]:
    return entry.form, entry.stems[0], " ".join(entry.stems), entry.short, entry.long


def _remove_leftovers(folder: Path) -> None:
    """Remove the indexes of corpora that are gone, and what a killed build left behind."""
    for path in folder.glob("*.sqlite"):
        with suppress(OSError, sqlite3.Error, TypeError):  # whatever else lies there is let be
            with closing(connect(path)) as connection:
                (corpus,) = connection.execute(
                    "SELECT value FROM meta WHERE key = 'corpus'"
                ).fetchone()
            # A name that had to be escaped cannot be looked for.
            if "\\" not in corpus and not os.path.exists(corpus):
                path.unlink()
    for path in folder.glob("*.sqlite.*.new"):
        with suppress(OSError, ValueError, OverflowError):
            if not is_alive(int(path.suffixes[-2][1:])):
                path.unlink()
