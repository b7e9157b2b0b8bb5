"""Where does the index live? One SQLite file a corpus, written aside and renamed into place, read-only after that.

A row of `term` is a posting list: passage numbers and their weights as little-endian uint32 blobs. The weights are
BM25's, worked out when the index is made and kept as integers of 1 / SCALE (quantised impacts, Anh & Moffat 2002), so
that a query only adds them up, in any order, exactly.
"""

import sqlite3
import sys
import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Any, Literal, NamedTuple

from bcpq import __version__
from bcpq.errors import StoreError
from bcpq.model import PASSAGE_ROLES, Article, Paragraph, Published, Searched
from bcpq.postings import LISTS, Postings
from bcpq.terms import ANALYSIS, Token

#: Units in a score of 1. The largest weight is idf * (k1 + 1) < 43 up to a hundred million passages, so that every
#: weight fits in 32 bits; decimal, so that printed weights add up to the printed score to the last digit.
SCALE = 10**8
#: Hexadecimal digits that are kept of a digest: 64 bits, enough to tell changes apart, few enough for a footnote.
DIGITS = 16
#: BM25's constants. k1 of 1.2 to 1.5 and b of 0.75 were the best of a grid on nine public test collections; 1.2 is
#: Lucene's, too.
K1, B = 1.2, 0.75
#: Changes with the tables or with what is written into them.
FORMAT = f"7/{ANALYSIS}/{K1}/{B}/{__version__}"
_PASSAGE_ROLES = ", ".join(f"'{role}'" for role in sorted(PASSAGE_ROLES))


class Spelled(NamedTuple):
    """An acronym that an article spells out."""

    form: str  # the short form, folded
    stems: tuple[str, ...]  # the long form's content words
    short: str  # both as the article has them
    long: str


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
        if self._meta.pop("seal", None) != sealed(tuple(sorted(self._meta.items()))) or self._meta["format"] != FORMAT:
            raise StoreError("damaged, or written by another version of bcpq")
        self.kept_rows: dict[int, Row] = {}  # passages read, and their words, for whoever asks again
        self.kept_tokens: dict[int, list[Token]] = {}
        self.starts = memoryview(self._meta["starts"]).cast("I")
        self.passages: int = self._meta["passages"]
        count, first, last, *sources = self._meta["searched"].split("\n")
        self.everything = Searched(int(count), first, last, 0, tuple(sources))
        self.average: float = self._meta["average"]
        self.sentence_average: float = self._meta["sentence_average"]

    @property
    def corpus(self) -> str:
        """Name the corpus folder."""
        return str(self._meta["corpus"])

    @property
    def digest(self) -> str:
        """Give the digest of the corpus: the pooled digests of its articles."""
        return str(self._meta["digest"])

    def is_of(self, files: str) -> bool:
        """Tell whether this was made from these files."""
        return bool(self._meta["files"] == files)

    @property
    def racy(self) -> dict[str, int]:
        """Give the files that were young when they were read: name and CRC-32 of what was read."""
        lines = str(self._meta["racy"]).split("\n") if self._meta["racy"] else []
        return {name: int(crc) for name, crc in (line.split("\t") for line in lines)}

    @property
    def faults(self) -> list[tuple[str, bool]]:
        """List what is wrong with the corpus's files: a line each, and whether the article is left out."""
        lines = str(self._meta["faults"]).split("\n") if self._meta["faults"] else []
        return [(line[1:], line[0] == "!") for line in lines]

    def postings(self, stem: str) -> Postings | None:
        """Look a term up; None when no passage and no title holds it.

        Raises StoreError, now or when a list is asked for, when the row is damaged.
        """
        row = self._one("SELECT stem, df, idf, largest, held, forms, sums, seal FROM term WHERE stem = ?", (stem,))
        if row is None:
            return None
        _, df, idf, largest, held, forms, sums = _opened(row)

        def read(name: str) -> Sequence[int]:
            (blob,) = self._one(f"SELECT {name} FROM term WHERE stem = ?", (stem,)) or (b"",)
            place = 4 * LISTS.index(name)
            if zlib.crc32(blob) != int.from_bytes(sums[place : place + 4], "little"):
                raise StoreError("a posting list is damaged")
            return _cast(blob, "H" if name == "masks" else "I")

        return Postings(df, idf, largest, held, tuple(forms.split(" ")) if forms else (), read)

    def forms(self, prefix: str) -> list[tuple[str, str]]:
        """List the unstemmed words that begin with a folded prefix, each with its stem."""
        statement = "SELECT form, stem FROM form WHERE form >= ? AND form < ?"
        return list(self._all(statement, (prefix, prefix + "\U0010ffff")))

    def vocabulary(self) -> list[str]:
        """List the unstemmed words of all passages."""
        return [row[0] for row in self._all("SELECT form FROM form")]

    def acronyms(self, forms: Iterable[str], stems: Iterable[str]) -> list[Spelled]:
        """List the acronyms of which the short form is one of `forms`, or the long one begins with one of `stems`."""
        short, long = ([*dict.fromkeys(part)] for part in (forms, stems))
        marks = [",".join("?" * len(part)) for part in (short, long)]
        statement = f"SELECT form, stems, short, long FROM acronym WHERE form IN ({marks[0]}) OR first IN ({marks[1]})"
        return [Spelled(row[0], tuple(row[1].split()), *row[2:]) for row in self._all(statement, (*short, *long))]

    def terms(self) -> int:
        """Count the terms."""
        return int(self._one("SELECT count(*) FROM term")[0])

    def paragraphs(self) -> int:
        """Count the paragraphs, page furniture included."""
        return int(self._one("SELECT count(*) FROM paragraph")[0])

    def rows(self, numbers: Iterable[int]) -> dict[int, Row]:
        """Read paragraphs by number.

        Raises StoreError when one is not there, or damaged.
        """
        wanted = set(numbers)
        statement = f"SELECT * FROM paragraph WHERE n IN ({','.join(map(str, wanted))})"
        found = {row[0]: _row(row) for row in self._all(statement)}
        if len(found) != len(wanted):
            raise StoreError("the index file is damaged: paragraphs are missing")
        return found

    def texts(self) -> Iterator[tuple[int, str]]:
        """Read the text of every passage, in order, and nothing else of it."""
        yield from self._all(f"SELECT n, text FROM paragraph WHERE role IN ({_PASSAGE_ROLES})")

    def lengths(self, numbers: Collection[int]) -> dict[int, int]:
        """Read the lengths of passages in tokens; of all of them where many are asked for."""
        few = f"n IN ({','.join(map(str, numbers))})" if len(numbers) < 10_000 else f"role IN ({_PASSAGE_ROLES})"
        return dict(self._all(f"SELECT n, tokens FROM paragraph WHERE {few}"))

    def scan(self) -> Iterator[tuple[int, Row]]:
        """Read every passage, in order."""
        for row in self._all(f"SELECT * FROM paragraph WHERE role IN ({_PASSAGE_ROLES})"):
            yield row[0], _row(row)

    def pull_quotes(self) -> list[int]:
        """List the pull quotes."""
        return [row[0] for row in self._all("SELECT n FROM paragraph WHERE role = 'pullquote'")]

    def text(self, article: int) -> list[Paragraph]:
        """Read a whole article, given its number."""
        first = self.starts[article]
        last = self.starts[article + 1]
        found = self._all("SELECT * FROM paragraph WHERE n >= ? AND n < ? ORDER BY n", (first, last))
        return [_row(row).paragraph for row in found]

    def idf(self, df: int) -> float:
        """Work out the idf of a term in `df` passages."""
        return idf(self.passages, df)

    def saturation(self, count: int, length: int, average: float) -> float:
        """Weigh a count against a text's length: f / (f + K), K = k1 (1 - b + b length / average)."""
        return count / (count + K1 * (1 - B + B * length / average))

    def weight(self, idf: float, count: int, length: int) -> int:
        """Work out BM25's weight of a term that occurs `count` times in a passage, in units of 1 / SCALE."""
        return round(SCALE * idf * (K1 + 1) * self.saturation(count, length, self.average))

    def within(self, articles: Collection[int] | None) -> bytearray | None:
        """Mark every paragraph, by number, that is in some articles; None for all of them."""
        if articles is None:
            return None
        inside = bytearray(self.starts[-1])
        for article in articles:
            first, last = self.starts[article], self.starts[article + 1]
            inside[first:last] = b"\x01" * (last - first)
        return inside

    def article_of(self, passage: int) -> int:
        """Find the number of the article that a paragraph belongs to."""
        return bisect_right(self.starts, passage) - 1

    def digests(self) -> dict[str, str]:
        """Give the digest of every article, by id."""
        return dict(self._all("SELECT id, digest FROM article"))

    def ids(self) -> list[str]:
        """List the ids of all articles, in corpus order."""
        return [row[0] for row in self._all("SELECT id FROM article ORDER BY n")]

    def passage_numbers(self, article: int) -> list[int]:
        """List an article's passages."""
        statement = f"SELECT n FROM paragraph WHERE n >= ? AND n < ? AND role IN ({_PASSAGE_ROLES})"
        return [row[0] for row in self._all(statement, (self.starts[article], self.starts[article + 1]))]

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        """Read the provenance of articles, by number; of all of them, in corpus order, when none are named."""
        chosen = "" if numbers is None else f"WHERE n IN ({','.join(map(str, numbers))})"
        found = {row[0]: _article(row) for row in self._all(f"SELECT * FROM article {chosen} ORDER BY n")}
        if len(found) != (self.everything.articles if numbers is None else len(set(numbers))):
            raise StoreError("the index file is damaged: articles are missing")
        return found

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


def idf(size: int, n: int) -> float:
    """Weigh a term that n of `size` texts hold.

    ln(1 + (N - n + 0.5) / (n + 0.5)): Kamphuis, de Vries, Boytsov and Lin 2020, "Which BM25 do you mean?", table 1.
    """
    return log(1 + (size - n + 0.5) / (n + 0.5))


def pooled(digests: Mapping[str, str]) -> int:
    """Sum up the digests of articles, by id, so that those of some can be taken out of that of all."""
    return sum(
        zlib.crc32(f"{name} {digest[:DIGITS]}".encode()) * int(digest[:DIGITS], 16) for name, digest in digests.items()
    )


def sealed(row: tuple[Any, ...]) -> int:
    """Sum up a row of text and numbers, so that damage to it is seen."""
    return zlib.crc32(repr(row).encode(errors="surrogatepass"))


def _opened(row: tuple[Any, ...]) -> tuple[Any, ...]:
    *values, seal = row
    if sealed(tuple(values)) != seal:
        raise StoreError("a row is damaged")
    return tuple(values)


def _article(row: tuple[Any, ...]) -> Article:
    _, identifier, source, title, edtf, first, last, inferred, basis, *rest = _opened(row)
    published = Published(edtf, first, last, bool(inferred), basis) if edtf else None
    return Article(identifier, source, title, published, *rest)


def _row(row: tuple[Any, ...]) -> Row:
    _, article, number, role, text, section, lead_in, sentences, page, tokens = _opened(row)
    ends = [int(part) for part in sentences.split()]
    ranges = tuple(zip(ends[::2], ends[1::2], strict=True))
    return Row(Paragraph(article, number, role, text, section, lead_in, ranges, page), tokens)
