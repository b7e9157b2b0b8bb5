"""Where does the index live? One SQLite file a corpus, written aside and renamed into place, read-only after that.

A row of `term` is a posting list: passage numbers and their weights as little-endian uint32 blobs. The weights are
BM25's, worked out when the index is made and kept as integers of 1 / SCALE (quantised impacts, Anh & Moffat 2002), so
that a query only adds them up, in any order, exactly.
"""

import os
import sqlite3
import sys
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import log
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from bcpq import __version__
from bcpq.corpus import Stamp
from bcpq.errors import StoreError
from bcpq.model import Article, Paragraph, Published, Searched
from bcpq.terms import ANALYSIS

#: Units in a score of 1. The largest weight is idf * (k1 + 1) < 43 up to a hundred million passages, so that every
#: weight fits in 32 bits; decimal, so that printed weights add up to the printed score to the last digit.
SCALE = 10**8
#: Changes with the tables or with what is written into them.
FORMAT = f"2/{ANALYSIS}/{__version__}"
#: Every index file is given a time of change of whole even seconds, which even FAT can hold. A file of another time was
#: written to by somebody else: cut off, overwritten, or copied.
SEAL_NS = 2_000_000_000


class Postings(NamedTuple):
    """Where a term stands. Sequences of equal length belong together; passages and articles ascend."""

    df: int  # passages that hold the term, their article's title counted
    idf: float
    ids: Sequence[int]  # passages whose own words hold it
    weights: Sequence[int]
    title_ids: Sequence[int]  # passages that have it from their article's title only
    title_weights: Sequence[int]
    articles: Sequence[int]
    article_weights: Sequence[int]
    forms: tuple[str, ...]  # the unstemmed words; at most 16, rarer ones count as the last
    masks: Sequence[int]  # bit i is set where the passage holds forms[i]


class Row(NamedTuple):
    """A paragraph as it is stored, with its length in BM25's sense (0 unless a passage)."""

    paragraph: Paragraph
    tokens: int


class Store:
    """An open index. Passages are known by their number among all paragraphs, in corpus order."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self.place = place  # the file, or where else the index is
        self._connection = connection
        self._meta: dict[str, Any] = dict(connection.execute("SELECT key, value FROM meta"))
        if self._meta.get("format") != FORMAT:
            raise StoreError("written by another version of bcpq")
        self.starts = memoryview(self._meta["starts"]).cast("I")
        self.passages: int = self._meta["passages"]
        count, first, last, *sources = self._meta["searched"].split("\n")
        self.everything = Searched(int(count), first, last, 0, tuple(sources))
        self.average: float = self._meta["average"]
        self.sentence_average: float = self._meta["sentence_average"]
        self.k1: float = self._meta["k1"]
        self.b: float = self._meta["b"]

    @property
    def corpus(self) -> str:
        """Name the corpus folder."""
        return str(self._meta["corpus"])

    @property
    def faults(self) -> list[tuple[str, bool]]:
        """List what is wrong with the corpus's files: a line each, and whether the article is left out."""
        lines = str(self._meta["faults"]).split("\n") if self._meta["faults"] else []
        return [(line[1:], line[0] == "!") for line in lines]

    def postings(self, stem: str) -> Postings | None:
        """Look a term up; None when no passage and no title holds it.

        Raises StoreError when the row is damaged.
        """
        row = self._one("SELECT * FROM term WHERE stem = ?", (stem,))
        if row is None:
            return None
        _, df, idf, ids, weights, title_ids, title_weights, articles, article_weights, forms, masks, written = row
        blobs = (ids, weights, title_ids, title_weights, articles, article_weights, masks)
        if checksum(blobs) != written:
            raise StoreError("a posting list is damaged")
        own, own_weights, title, title_weights_, whole, whole_weights = (_cast(blob, "I") for blob in blobs[:-1])
        names = tuple(forms.split(" "))
        return Postings(
            df, idf, own, own_weights, title, title_weights_, whole, whole_weights, names, _cast(masks, "H")
        )

    def forms(self, prefix: str) -> list[tuple[str, str]]:
        """List the unstemmed words that begin with a folded prefix, each with its stem."""
        statement = "SELECT form, stem FROM form WHERE form >= ? AND form < ?"
        return list(self._all(statement, (prefix, prefix + "\U0010ffff")))

    def terms(self) -> int:
        """Count the terms."""
        return int(self._one("SELECT count(*) FROM term")[0])

    def paragraphs(self) -> int:
        """Count the paragraphs, page furniture included."""
        return int(self._one("SELECT count(*) FROM paragraph")[0])

    def rows(self, numbers: Iterable[int]) -> dict[int, Row]:
        """Read paragraphs by number."""
        wanted = ",".join(map(str, numbers))
        return {row[0]: _row(row) for row in self._all(f"SELECT * FROM paragraph WHERE n IN ({wanted})")}

    def scan(self) -> Iterator[tuple[int, Row]]:
        """Read every passage, in order."""
        for row in self._all("SELECT * FROM paragraph WHERE role IN ('standfirst', 'text', 'item', 'caption')"):
            yield row[0], _row(row)

    def text(self, article: int) -> list[Paragraph]:
        """Read a whole article, given its number."""
        first = self.starts[article]
        last = self.starts[article + 1]
        found = self._all("SELECT * FROM paragraph WHERE n >= ? AND n < ? ORDER BY n", (first, last))
        return [_row(row).paragraph for row in found]

    def idf(self, df: int) -> float:
        """Work out the idf of a term in `df` passages, as build.LuceneBM25 does."""
        return log(1 + (self.passages - df + 0.5) / (df + 0.5))

    def saturation(self, count: int, length: int, average: float) -> float:
        """Weigh a count against a text's length: f / (f + K), K = k1 (1 - b + b length / average)."""
        return count / (count + self.k1 * (1 - self.b + self.b * length / average))

    def weight(self, idf: float, count: int, length: int) -> int:
        """Work out BM25's weight of a term that occurs `count` times in a passage, in units of 1 / SCALE."""
        return round(SCALE * idf * (self.k1 + 1) * self.saturation(count, length, self.average))

    def article_of(self, passage: int) -> int:
        """Find the number of the article that a paragraph belongs to."""
        return bisect_right(self.starts, passage) - 1

    def articles(self, numbers: Iterable[int] | None = None) -> dict[int, Article]:
        """Read the provenance of articles, by number; of all of them, in corpus order, when none are named."""
        chosen = "" if numbers is None else f"WHERE n IN ({','.join(map(str, numbers))})"
        return {row[0]: _article(row) for row in self._all(f"SELECT * FROM article {chosen} ORDER BY n")}

    def _one(self, statement: str, values: tuple[object, ...] = ()) -> Any:
        return next(iter(self._all(statement, values)), None)

    def _all(self, statement: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise StoreError(f"the index file is damaged: {error}") from None


def _cast(blob: bytes, kind: Literal["I", "H"]) -> Sequence[int]:
    if sys.byteorder == "big":
        from array import array

        numbers = array(kind, blob)
        numbers.byteswap()
        return numbers
    return memoryview(blob).cast(kind)


def checksum(blobs: Iterable[bytes]) -> int:
    value = 0
    for blob in blobs:
        value = zlib.crc32(blob, value)
    return value


def _article(row: tuple[Any, ...]) -> Article:
    _, identifier, source, title, edtf, first, last, inferred, basis, url, note, digest, length = row
    published = Published(edtf, first, last, bool(inferred), basis) if edtf else None
    return Article(identifier, source, title, published, url, note, digest, length)


def _row(row: tuple[Any, ...]) -> Row:
    _, article, number, role, text, section, lead_in, sentences, tokens = row
    ends = [int(part) for part in sentences.split()]
    ranges = tuple(zip(ends[::2], ends[1::2], strict=True))
    return Row(Paragraph(article, number, role, text, section, lead_in, ranges), tokens)


def path_of(corpus: Path) -> Path:
    """Name the index file of a corpus, in the user's cache folder."""
    key = zlib.crc32(os.fsencode(os.path.realpath(corpus)))  # a clash only means that the index is made again
    return _cache_folder() / f"{corpus.name}-{key:08x}.sqlite"


def _cache_folder() -> Path:
    if sys.platform == "linux":  # what platformdirs answers there, without its 3 ms
        chosen = os.environ.get("XDG_CACHE_HOME", "").strip()
        return Path(chosen if os.path.isabs(chosen) else os.path.expanduser("~/.cache")) / "bcpq"
    from platformdirs import user_cache_path

    return user_cache_path("bcpq", appauthor=False)


def open_store(corpus: Path, stamps: Sequence[Stamp]) -> Store:
    """Open the index of a corpus whose files are as `stamps` says.

    Raises StoreError when there is none, or when it is damaged or older than one of the files.
    """
    path = path_of(corpus)
    try:
        if os.stat(path).st_mtime_ns % SEAL_NS:  # somebody else wrote to it
            raise StoreError("the index file was changed")
        store = Store(connect(path), str(path))
    except (OSError, sqlite3.Error, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"no index can be read: {error}") from None
    meta = store._meta
    if meta["corpus"] != os.path.realpath(corpus) or meta["files"] != listing(stamps):
        raise StoreError("the corpus has changed")
    if meta["racy"]:
        _check_racy(corpus, meta["racy"])
    return store


def connect(path: Path) -> sqlite3.Connection:
    # Nothing ever writes to a file of that name, so no locks are needed.
    return sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro&immutable=1", uri=True)


def listing(stamps: Sequence[Stamp]) -> str:
    return "\n".join(f"{stamp.name}\t{stamp.size}\t{stamp.mtime_ns}" for stamp in stamps)


def _check_racy(corpus: Path, racy: str) -> None:
    for line in racy.split("\n"):
        name, _, checksum = line.rpartition("\t")
        if str(zlib.crc32((corpus / name).read_bytes())) != checksum:
            raise StoreError("the corpus has changed")
