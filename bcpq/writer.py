"""How is an index put in its place? Written aside, renamed, never written to again."""

import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from bcpq.cache import SEAL_NS, connect, listing, path_of
from bcpq.corpus import Entry, printable
from bcpq.model import Article, summed_up
from bcpq.store import DIGITS, FORMAT, Row, Spelled, Store, checksum, pooled, sealed

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE article (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, title TEXT, edtf TEXT, first TEXT, last TEXT,
    inferred INTEGER, basis TEXT, url TEXT, note TEXT, sha256 TEXT, length INTEGER, digest TEXT, seal INTEGER);
CREATE TABLE paragraph (
    n INTEGER PRIMARY KEY, article TEXT, number INTEGER, role TEXT, text TEXT, section TEXT, lead_in TEXT,
    sentences TEXT, tokens INTEGER, seal INTEGER);
CREATE INDEX pull_quote ON paragraph (n) WHERE role = 'pullquote';
CREATE TABLE term (
    stem TEXT PRIMARY KEY, df INTEGER, idf REAL, ids BLOB, weights BLOB, title_ids BLOB, title_weights BLOB,
    articles BLOB, article_weights BLOB, forms TEXT, masks BLOB, checksum INTEGER);
CREATE TABLE acronym (form TEXT, first TEXT, stems TEXT, short TEXT, long TEXT);
CREATE INDEX acronym_form ON acronym (form);
CREATE INDEX acronym_first ON acronym (first);
CREATE TABLE form (form TEXT PRIMARY KEY, stem TEXT) WITHOUT ROWID;
"""


class TermRow(NamedTuple):
    """A term as it is written: Postings with its sequences as little-endian blobs."""

    stem: str
    df: int
    idf: float
    ids: bytes
    weights: bytes
    title_ids: bytes
    title_weights: bytes
    articles: bytes
    article_weights: bytes
    forms: str
    masks: bytes


class Index(NamedTuple):
    """All that an index holds, ready to be written."""

    corpus: Path
    entries: Sequence[Entry]  # of its files
    racy: Mapping[str, int]  # those that may still change unseen: name -> CRC-32 of the bytes read
    faults: Sequence[tuple[str, bool]]  # of its files: a line, and whether the article is left out
    articles: Sequence[Article]
    starts: Sequence[int]  # the number of each article's first paragraph
    rows: Iterable[Row]
    terms: Iterable[TermRow]
    forms: Iterable[tuple[str, str]]  # an unstemmed word, its stem
    acronyms: Iterable[Spelled]
    passages: int
    average: float  # tokens a passage, its article's title counted
    sentence_average: float  # tokens a sentence


def save(index: Index) -> Store:
    """Write an index beside its place, rename it there, and open it.

    Raises OSError or sqlite3.Error when it cannot be written.
    """
    path = path_of(index.corpus)
    path.parent.mkdir(parents=True, exist_ok=True)
    _tidy(path.parent)
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(aside)) as connection:
            # No journal: a file that is not complete is never renamed. The rename must not come before the bytes.
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL;")
            _write(connection, index)
        now = time.time_ns() // SEAL_NS * SEAL_NS
        os.utime(aside, ns=(now, now))
        store = Store(connect(aside), str(path))  # this very file, even if another build renames its own over it
        os.replace(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return store


def hold(index: Index) -> Store:
    """Keep an index in memory, for when there is nowhere to write it."""
    connection = sqlite3.connect(":memory:")
    _write(connection, index)
    return Store(connection, "in memory")


def _write(connection: sqlite3.Connection, index: Index) -> None:
    everything = summed_up(index.articles)
    meta = {
        "format": FORMAT,
        "corpus": printable(os.path.realpath(index.corpus)),
        "files": listing(index.entries),
        "racy": "\n".join(f"{printable(name)}\t{crc}" for name, crc in index.racy.items()),
        "faults": "\n".join(f"{'!' if fatal else ' '}{line}" for line, fatal in index.faults),
        "digest": f"{pooled({a.id: a.digest for a in index.articles}) % 16**DIGITS:0{DIGITS}x}",
        "starts": b"".join(start.to_bytes(4, sys.byteorder) for start in index.starts),
        "passages": index.passages,
        "searched": "\n".join([str(everything.articles), everything.first, everything.last, *everything.sources]),
        "average": index.average,
        "sentence_average": index.sentence_average,
    }
    with connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO article VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", _article_rows(index.articles)
        )
        connection.executemany("INSERT INTO paragraph VALUES (?,?,?,?,?,?,?,?,?,?)", _paragraph_rows(index.rows))
        connection.executemany("INSERT INTO term VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", _term_rows(index.terms))
        connection.executemany("INSERT INTO form VALUES (?,?)", index.forms)
        rows = ((a.form, a.stems[0], " ".join(a.stems), a.short, a.long) for a in index.acronyms)
        connection.executemany("INSERT INTO acronym VALUES (?,?,?,?,?)", rows)
        connection.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
        connection.execute("INSERT INTO meta VALUES ('seal', ?)", (sealed(tuple(sorted(meta.items()))),))


def _article_rows(articles: Iterable[Article]) -> Iterator[tuple[Any, ...]]:
    for n, article in enumerate(articles):
        published = article.published or (None,) * 5
        row = (n, article.id, article.source, article.title, *published, *article[4:])
        plain = tuple(int(value) if isinstance(value, bool) else value for value in row)  # as SQLite gives it back
        yield *plain, sealed(plain)


def _paragraph_rows(rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    for n, (paragraph, tokens) in enumerate(rows):
        ends = " ".join(f"{start} {end}" for start, end in paragraph.sentences)
        row = (n, *paragraph[:-1], ends, tokens)
        yield *row, sealed(row)


def _term_rows(terms: Iterable[TermRow]) -> Iterator[tuple[Any, ...]]:
    for term in terms:
        yield *term, checksum((*term[3:9], term.masks), (term.stem, term.df, term.idf, term.forms))


def _tidy(folder: Path) -> None:
    """Remove the indexes of corpora that are gone, and what a killed build left behind."""
    for path in folder.glob("*.sqlite"):
        with suppress(OSError, sqlite3.Error, TypeError):  # whatever else lies there is let be
            with closing(connect(path)) as connection:
                (corpus,) = connection.execute("SELECT value FROM meta WHERE key = 'corpus'").fetchone()
            if "\\" not in corpus and not os.path.exists(corpus):  # an escaped name cannot be looked for
                path.unlink()
    for path in folder.glob("*.sqlite.*.new"):
        with suppress(OSError, ValueError, OverflowError):
            if not _alive(int(path.suffixes[-2][1:])):
                path.unlink()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
