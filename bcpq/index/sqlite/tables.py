"""What stands in an index file? SQLite tables, written aside and renamed into place, read-only after that.

A row of `term` is a posting list: passage numbers and their weights as little-endian uint32 blobs. The weights are
BM25's, worked out when the index is made and kept as integers of 1 / SCALE (quantised impacts, Anh & Moffat 2002), so
that a query only adds them up, in any order, exactly.
"""

import sqlite3
import sys
import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Literal

from bcpq import __version__
from bcpq.errors import StoreError
from bcpq.index.bm25 import K1, B, idf, quantise, weight
from bcpq.index.sqlite.postings import LISTS, NOWHERE, PostingList, counted
from bcpq.index.store import CorpusStats, StoredParagraph
from bcpq.model import PASSAGE_ROLES, Article, Paragraph, PublicationDate, Scope
from bcpq.query.filters import Filters, admits
from bcpq.text.acronyms import AcronymEntry
from bcpq.text.tokens import ANALYSIS, Token, tokenize

#: Changes with the tables or with what is written into them.
FORMAT = f"9/{ANALYSIS}/{K1}/{B}/{__version__}"
_PASSAGE_ROLES = ", ".join(f"'{role}'" for role in sorted(PASSAGE_ROLES))


class Tables:
    """An open index file. Passages are known by their number among all paragraphs, in corpus order."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self.place = place  # the file, or where else the index is
        self._connection = connection
        self._meta: dict[str, Any] = dict(connection.execute("SELECT key, value FROM meta"))
        if (
            self._meta.pop("seal", None) != sealed(tuple(sorted(self._meta.items())))
            or self._meta["format"] != FORMAT
        ):
            raise StoreError("damaged, or written by another version of bcpq")
        self.starts = memoryview(self._meta["starts"]).cast("I")
        self.passages: int = self._meta["passages"]
        count, first, last, *sources = self._meta["searched"].split("\n")
        self.everything = Scope(int(count), first, last, 0, tuple(sources))
        self.average: float = self._meta["average"]
        self.word_average: float = self._meta["word_average"]  # of a passage, stop words counted

        self._lists: dict[str, PostingList] = {}
        self._stop_words: dict[str, PostingList] = {}

    def is_of(self, files: str) -> bool:
        """Tell whether this was made from these files."""
        return bool(self._meta["files"] == files)

    @property
    def racy(self) -> dict[str, int]:
        """Give the files that were young when they were read: name and CRC-32 of what was read."""
        lines = str(self._meta["racy"]).split("\n") if self._meta["racy"] else []
        return {name: int(crc) for name, crc in (line.split("\t") for line in lines)}

    @cached_property
    def statistics(self) -> CorpusStats:
        """Give what is known of the corpus as a whole."""
        lines = str(self._meta["faults"]).split("\n") if self._meta["faults"] else []
        return CorpusStats(
            corpus=str(self._meta["corpus"]),
            place=self.place,
            digest=str(self._meta["digest"]),
            faults=[(line[1:], line[0] == "!") for line in lines],
            scope=self.everything,
            paragraphs=self.starts[-1],
            passages=self.passages,
            terms=self._meta["terms"],
            average_length=self.average,
            average_sentence_length=self._meta["sentence_average"],
            average_word_count=self.word_average,
        )

    def postings(self, stem: str) -> PostingList | None:
        """Look a term up; None when no passage and no title holds it.

        Raises StoreError, now or when a list is asked for, when the row is damaged.
        """
        row = self._one(
            "SELECT stem, df, idf, largest, held, forms, sums, seal FROM term WHERE stem = ?",
            (stem,),
        )
        if row is None:
            return None
        _, df, idf, largest, held, forms, sums = _opened(row)

        def read(name: str) -> Sequence[int]:
            (blob,) = self._one(f"SELECT {name} FROM term WHERE stem = ?", (stem,)) or (b"",)
            place = 4 * LISTS.index(name)
            if zlib.crc32(blob) != int.from_bytes(sums[place : place + 4], "little"):
                raise StoreError("a posting list is damaged")
            return _cast(blob, "H" if name == "masks" else "I")

        return PostingList(df, idf, largest, held, tuple(forms.split(" ")) if forms else (), read)

    def lists(self, stem: str) -> PostingList:
        """Give a term's posting lists, read once; empty ones where it stands nowhere."""
        if stem not in self._lists:
            self._lists[stem] = self.postings(stem) or NOWHERE
        return self._lists[stem]

    def stop_word_lists(self, form: str) -> PostingList:
        """Count and weigh a stop word by reading every passage, once; its length counts stop words, too."""
        if form not in self._stop_words:
            counts: dict[int, tuple[int, int]] = {}
            for n, words in self.scanned([form]):
                if count := sum(token.form == form for token in words):
                    counts[n] = count, quantise(len(words))
            one = idf(self.passages, len(counts))
            weights = [
                weight(one, count, length, self.word_average) for count, length in counts.values()
            ]
            self._stop_words[form] = counted(counts, one, weights, (form,))
        return self._stop_words[form]

    def scanned(self, forms: Iterable[str]) -> Iterator[tuple[int, list[Token]]]:
        """Read every passage that may hold all of some stop words, which have no posting lists, with its words."""
        for n, text in self.texts():
            folded = text.casefold() if text.isascii() else ""  # other letters may fold to ours
            if not folded or all(form in folded for form in forms):
                yield n, tokenize(text)

    def forms_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        """List the unstemmed words that begin with a folded prefix, each with its stem."""
        statement = "SELECT form, stem FROM form WHERE form >= ? AND form < ?"
        return list(self._all(statement, (prefix, prefix + "\U0010ffff")))

    def vocabulary(self) -> list[str]:
        """List the unstemmed words of all passages."""
        return [row[0] for row in self._all("SELECT form FROM form")]

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> list[AcronymEntry]:
        """List the acronyms of which the short form is one of `forms`, or the long one begins with one of `stems`."""
        short, long = ([*dict.fromkeys(part)] for part in (forms, stems))
        marks = [",".join("?" * len(part)) for part in (short, long)]
        statement = f"SELECT form, stems, short, long FROM acronym WHERE form IN ({marks[0]}) OR first IN ({marks[1]})"
        return [
            AcronymEntry(row[0], tuple(row[1].split()), *row[2:])
            for row in self._all(statement, (*short, *long))
        ]

    def paragraphs(self, numbers: Collection[int]) -> dict[int, StoredParagraph]:
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

    def pull_quotes(self) -> list[int]:
        """List the pull quotes."""
        return [row[0] for row in self._all("SELECT n FROM paragraph WHERE role = 'pullquote'")]

    def text(self, article: int) -> list[Paragraph]:
        """Read a whole article, given its number."""
        first = self.starts[article]
        last = self.starts[article + 1]
        found = self._all(
            "SELECT * FROM paragraph WHERE n >= ? AND n < ? ORDER BY n", (first, last)
        )
        return [_row(row).paragraph for row in found]

    def within(self, articles: Collection[int] | None) -> bytearray | None:
        """Mark every paragraph, by number, that is in some articles; None for all of them."""
        if articles is None:
            return None
        inside = bytearray(self.starts[-1])
        for article in articles:
            first, last = self.starts[article], self.starts[article + 1]
            inside[first:last] = b"\x01" * (last - first)
        return inside

    @cached_property
    def provenance(self) -> dict[int, Article]:
        """Give the provenance of all articles, by number."""
        return self.articles()

    def through(self, filters: Filters) -> list[int]:
        """List the articles that filters let through."""
        return [n for n, article in self.provenance.items() if admits(filters, article)]

    def article_of(self, passage: int) -> int:
        """Find the number of the article that a paragraph belongs to."""
        return bisect_right(self.starts, passage) - 1

    def digests(self, identifiers: Collection[str]) -> dict[str, str]:
        """Give the digests of articles that are there, by id."""
        found = (
            self._one("SELECT id, digest FROM article WHERE id = ?", (name,))
            for name in identifiers
        )
        return dict(filter(None, found))

    def number(self, identifier: str) -> int | None:
        """Give the number of the article of an id."""
        (found,) = self._one("SELECT n FROM article WHERE id = ?", (identifier,)) or (None,)
        return found

    def ids_with_prefix(self, prefix: str) -> list[str]:
        """List the ids that begin with a prefix, in corpus order."""
        statement = "SELECT id FROM article WHERE id >= ? AND id < ? ORDER BY n"
        return [row[0] for row in self._all(statement, (prefix, prefix + "\U0010ffff"))]

    def passage_numbers(self, article: int) -> list[int]:
        """List an article's passages."""
        statement = f"SELECT n FROM paragraph WHERE n >= ? AND n < ? AND role IN ({_PASSAGE_ROLES})"
        return [
            row[0] for row in self._all(statement, (self.starts[article], self.starts[article + 1]))
        ]

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        """Read the provenance of articles, by number; of all of them, in corpus order, when none are named."""
        chosen = "" if numbers is None else f"WHERE n IN ({','.join(map(str, numbers))})"
        found = {
            row[0]: _article(row) for row in self._all(f"SELECT * FROM article {chosen} ORDER BY n")
        }
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
    published = PublicationDate(edtf, first, last, bool(inferred), basis) if edtf else None
    return Article(identifier, source, title, published, *rest)


def _row(row: tuple[Any, ...]) -> StoredParagraph:
    _, article, number, role, text, section, lead_in, sentences, page, tokens = _opened(row)
    ends = [int(part) for part in sentences.split()]
    ranges = tuple(zip(ends[::2], ends[1::2], strict=True))
    return StoredParagraph(
        Paragraph(article, number, role, text, section, lead_in, ranges, page), tokens
    )
