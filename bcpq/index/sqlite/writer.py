"""How is an index put in its place? Written aside, renamed, never written to again."""

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
from bcpq.index.sqlite.cache import SEAL_NS, alive, connect, listing, path_of
from bcpq.index.sqlite.postings import LISTS
from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.sqlite.tables import FORMAT, sealed
from bcpq.index.store import StoredParagraph
from bcpq.model import Article
from bcpq.query.filters import sum_up
from bcpq.text.acronyms import AcronymEntry

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE article (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, title TEXT, edtf TEXT, first TEXT, last TEXT,
    inferred INTEGER, basis TEXT, url TEXT, note TEXT, sha256 TEXT, length INTEGER, digest TEXT, seal INTEGER);
CREATE TABLE paragraph (
    n INTEGER PRIMARY KEY, article TEXT, number INTEGER, role TEXT, text TEXT, section TEXT, lead_in TEXT,
    sentences TEXT, page INTEGER, tokens INTEGER, seal INTEGER);
CREATE INDEX pull_quote ON paragraph (n) WHERE role = 'pullquote';
CREATE TABLE term (
    stem TEXT PRIMARY KEY, df INTEGER, idf REAL, largest INTEGER, held INTEGER, forms TEXT, seal INTEGER, sums BLOB,
    articles BLOB, article_weights BLOB, title_ids BLOB, title_weights BLOB, ids BLOB, weights BLOB, masks BLOB);
CREATE TABLE acronym (form TEXT, first TEXT, stems TEXT, short TEXT, long TEXT);
CREATE INDEX acronym_form ON acronym (form);
CREATE INDEX acronym_first ON acronym (first);
CREATE TABLE form (form TEXT PRIMARY KEY, stem TEXT) WITHOUT ROWID;
"""


class Origin(NamedTuple):
    """What an index is made from."""

    corpus: Path
    entries: Sequence[CorpusFile]  # its files
    racy: Mapping[str, int]  # those that may still change unseen: name -> CRC-32 of the bytes read
    faults: Sequence[tuple[str, bool]]  # of its files: a line, and whether the article is left out


class Lists(NamedTuple):
    """A term as it is written."""

    stem: str
    df: int  # passages that hold it, their article's title counted
    idf: float
    largest: int  # of its weights in passages
    forms: str  # the unstemmed words
    blobs: tuple[bytes, ...]  # in the order of postings.LISTS


class Content(Protocol):
    """All that an index holds: `rows` are taken first, to the end, then the rest is known."""

    articles: list[Article]
    starts: list[int]  # the number of each article's first paragraph, and of the one after the last
    passages: int

    def rows(self) -> Iterable[StoredParagraph]: ...

    def lists(self) -> Iterable[Lists]: ...

    def forms(self) -> Iterable[tuple[str, str]]: ...

    def acronyms(self) -> Iterable[AcronymEntry]: ...

    @property
    def average(self) -> float: ...

    @property
    def sentence_average(self) -> float: ...

    @property
    def word_average(self) -> float: ...


def save(origin: Origin, content: Content) -> SqliteStore:
    """Write an index beside its place, rename it there, and open it.

    Raises OSError or sqlite3.Error when it cannot be written.
    """
    path = path_of(origin.corpus)
    path.parent.mkdir(parents=True, exist_ok=True)
    _tidy(path.parent)
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(aside)) as connection:
            # Large pages: posting lists run over many. No journal: a file that is not complete is never renamed. The
            # rename must not come before the bytes.
            connection.executescript(
                "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; "
                "PRAGMA locking_mode=EXCLUSIVE;"
            )
            _write(connection, origin, content)
        now = time.time_ns() // SEAL_NS * SEAL_NS
        os.utime(aside, ns=(now, now))
        # This very file, even if another build renames its own over it.
        store = SqliteStore(connect(aside), make_printable(str(path)))
        os.replace(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return store


def hold(origin: Origin, content: Content) -> SqliteStore:
    """Keep an index in memory, for when there is nowhere to write it."""
    connection = sqlite3.connect(":memory:")
    _write(connection, origin, content)
    return SqliteStore(connection, "in memory")


def _write(connection: sqlite3.Connection, origin: Origin, content: Content) -> None:
    with connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO paragraph VALUES (?,?,?,?,?,?,?,?,?,?,?)", _paragraph_rows(content.rows())
        )
        connection.executemany(
            "INSERT INTO article VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            _article_rows(content.articles),
        )
        meta = _meta(origin, content)
        connection.executemany(
            "INSERT INTO term VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", _term_rows(content.lists())
        )
        connection.executemany("INSERT INTO form VALUES (?,?)", sorted(content.forms()))
        rows = (
            (a.form, a.stems[0], " ".join(a.stems), a.short, a.long) for a in content.acronyms()
        )
        connection.executemany("INSERT INTO acronym VALUES (?,?,?,?,?)", rows)
        meta["terms"] = connection.execute("SELECT count(*) FROM term").fetchone()[0]
        connection.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
        connection.execute(
            "INSERT INTO meta VALUES ('seal', ?)", (sealed(tuple(sorted(meta.items()))),)
        )


def _meta(origin: Origin, content: Content) -> dict[str, Any]:
    everything = sum_up(content.articles)
    return {
        "format": FORMAT,
        "corpus": make_printable(os.path.realpath(origin.corpus)),
        "files": listing(origin.entries),
        "racy": "\n".join(f"{make_printable(name)}\t{crc}" for name, crc in origin.racy.items()),
        "faults": "\n".join(f"{'!' if fatal else ' '}{line}" for line, fatal in origin.faults),
        "digest": f"{pool_digests({a.id: a.digest for a in content.articles}) % 16**DIGITS:0{DIGITS}x}",
        "starts": b"".join(start.to_bytes(4, sys.byteorder) for start in content.starts),
        "passages": content.passages,
        "searched": "\n".join(
            [str(everything.articles), everything.first, everything.last, *everything.sources]
        ),
        "average": content.average,
        "sentence_average": content.sentence_average,
        "word_average": content.word_average,
    }


def _article_rows(articles: Iterable[Article]) -> Iterator[tuple[Any, ...]]:
    for n, article in enumerate(articles):
        published = article.published or (None,) * 5
        row = (n, article.id, article.source, article.title, *published, *article[4:])
        plain = tuple(
            int(value) if isinstance(value, bool) else value for value in row
        )  # as SQLite gives it back
        yield *plain, sealed(plain)


def _paragraph_rows(rows: Iterable[StoredParagraph]) -> Iterator[tuple[Any, ...]]:
    for n, (paragraph, tokens) in enumerate(rows):
        ends = " ".join(f"{start} {end}" for start, end in paragraph.sentences)
        row = (n, *paragraph[:6], ends, paragraph.page, tokens)
        yield *row, sealed(row)


def _term_rows(terms: Iterable[Lists]) -> Iterator[tuple[Any, ...]]:
    for stem, df, idf, largest, forms, blobs in terms:
        sums = b"".join(zlib.crc32(blob).to_bytes(4, "little") for blob in blobs)
        row = (stem, df, idf, largest, len(blobs[LISTS.index("ids")]) // 4, forms)
        yield *row, sealed((*row, sums)), sums, *blobs


def _tidy(folder: Path) -> None:
    """Remove the indexes of corpora that are gone, and what a killed build left behind."""
    for path in folder.glob("*.sqlite"):
        with suppress(OSError, sqlite3.Error, TypeError):  # whatever else lies there is let be
            with closing(connect(path)) as connection:
                (corpus,) = connection.execute(
                    "SELECT value FROM meta WHERE key = 'corpus'"
                ).fetchone()
            if "\\" not in corpus and not os.path.exists(
                corpus
            ):  # an escaped name cannot be looked for
                path.unlink()
    for path in folder.glob("*.sqlite.*.new"):
        with suppress(OSError, ValueError, OverflowError):
            if not alive(int(path.suffixes[-2][1:])):
                path.unlink()
