"""The tables of an index file: written aside and renamed into place, read-only after that.

A row of `term` holds posting lists: passage numbers and their weights as little-endian uint32
blobs. The weights are BM25's, worked out when the index is made and kept as integers of 1 / SCALE
(quantised impacts, Anh and Moffat 2002), so that a query only adds them up, in any order, exactly.

Every row has a seal, a checksum of what it holds, and every posting list has one of its own, so
that damage is an error and never a wrong answer.
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
from bcpq.index.sqlite.postings import EMPTY, LISTS, PostingList, list_passages
from bcpq.index.store import CorpusFault, CorpusStats, StoredParagraph
from bcpq.model import PASSAGE_ROLES, AcronymEntry, Article, Paragraph, PublicationDate, Scope
from bcpq.query.filters import Filters, admits
from bcpq.text.tokens import ANALYSIS, Token, tokenize

#: Changes with the tables or with what is written into them.
FORMAT = f"10/{ANALYSIS}/{K1}/{B}/{__version__}"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE article (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, title TEXT, edtf TEXT, first TEXT,
    last TEXT, inferred INTEGER, basis TEXT, url TEXT, note TEXT, sha256 TEXT, length INTEGER,
    digest TEXT, seal INTEGER);
CREATE TABLE paragraph (
    n INTEGER PRIMARY KEY, article TEXT, number INTEGER, role TEXT, text TEXT, section TEXT,
    lead_in TEXT, sentences TEXT, page INTEGER, length INTEGER, seal INTEGER);
CREATE INDEX pull_quote ON paragraph (n) WHERE role = 'pullquote';
CREATE TABLE term (
    stem TEXT PRIMARY KEY, document_frequency INTEGER, idf REAL, max_weight INTEGER,
    own_document_frequency INTEGER, forms TEXT, seal INTEGER, checksums BLOB, articles BLOB,
    article_weights BLOB, title_passages BLOB, title_weights BLOB, passages BLOB, weights BLOB,
    masks BLOB);
CREATE TABLE acronym (form TEXT, first TEXT, stems TEXT, short TEXT, long TEXT);
CREATE INDEX acronym_form ON acronym (form);
CREATE INDEX acronym_first ON acronym (first);
CREATE TABLE form (form TEXT PRIMARY KEY, stem TEXT) WITHOUT ROWID;
"""
_PASSAGE_ROLES = ", ".join(f"'{role}'" for role in sorted(PASSAGE_ROLES))


class Tables:
    """An open index file; every method raises StoreError where the file is damaged.

    Attributes:
        starts: The number of each article's first paragraph, and of the one after the last of all.
    """

    def __init__(self, connection: sqlite3.Connection, place: str, format: str = FORMAT) -> None:
        """Read what is known of the corpus as a whole.

        Args:
            connection: A connection to the file, or to a database in memory.
            place: The name of the file, or where else the index is.
            format: The format that the file must have.

        Raises:
            StoreError: The file is damaged, or of another format.
            sqlite3.Error, KeyError, TypeError, ValueError: It is no index file.
        """
        self._connection = connection
        self._place = place
        self._meta: dict[str, Any] = dict(connection.execute("SELECT key, value FROM meta"))
        seal = self._meta.pop("seal", None)
        sound = seal == seal_of(tuple(sorted(self._meta.items())))
        if not sound or self._meta["format"] != format:
            raise StoreError("damaged, or written by another version of bcpq")
        self.starts = memoryview(self._meta["starts"]).cast("I")
        articles, first, last, *sources = self._meta["scope"].split("\n")
        self._scope = Scope(
            articles=int(articles), first=first, last=last, undated=0, sources=tuple(sources)
        )
        self._postings: dict[str, PostingList] = {}
        self._stop_words: dict[str, PostingList] = {}

    # The file as a whole

    @property
    def files(self) -> str:
        """The files of the corpus it was made from, as `cache.list_files` writes them."""
        return str(self._meta["files"])

    @property
    def racy_files(self) -> dict[str, int]:
        """The files that may have changed unseen: name to the CRC-32 of what was read."""
        lines = str(self._meta["racy_files"]).split("\n") if self._meta["racy_files"] else []
        return {name: int(crc) for name, crc in (line.split("\t") for line in lines)}

    @cached_property
    def statistics(self) -> CorpusStats:
        """What is known of the corpus as a whole."""
        lines = str(self._meta["faults"]).split("\n") if self._meta["faults"] else []
        return CorpusStats(
            corpus=str(self._meta["corpus"]),
            place=self._place,
            digest=str(self._meta["digest"]),
            faults=[CorpusFault(line=line[1:], left_out=line[0] == "!") for line in lines],
            scope=self._scope,
            paragraphs=self.starts[-1],
            passages=self._meta["passages"],
            terms=self._meta["terms"],
            average_length=self._meta["average_length"],
            average_sentence_length=self._meta["average_sentence_length"],
            average_word_count=self._meta["average_word_count"],
        )

    # Posting lists

    def postings(self, stem: str) -> PostingList:
        """Return the posting lists of a stem, which are read once; empty ones where it is nowhere.

        A list that is asked for later raises StoreError, too, where it is damaged.
        """
        if stem not in self._postings:
            self._postings[stem] = self._read_postings(stem)
        return self._postings[stem]

    def _read_postings(self, stem: str) -> PostingList:
        row = self._one(
            "SELECT stem, document_frequency, idf, max_weight, own_document_frequency, forms, "
            "checksums, seal FROM term WHERE stem = ?",
            (stem,),
        )
        if row is None:
            return EMPTY
        _, document_frequency, idf, max_weight, own, forms, checksums = _check_seal(row)

        def read(name: str) -> Sequence[int]:
            (blob,) = self._one(f"SELECT {name} FROM term WHERE stem = ?", (stem,)) or (b"",)
            place = 4 * LISTS.index(name)
            if zlib.crc32(blob) != int.from_bytes(checksums[place : place + 4], "little"):
                raise StoreError("a posting list is damaged")
            return _numbers(blob, "H" if name == "masks" else "I")

        return PostingList(
            document_frequency=document_frequency,
            idf=idf,
            max_weight=max_weight,
            own_document_frequency=own,
            forms=tuple(forms.split(" ")) if forms else (),
            read=read,
        )

    def stop_word_postings(self, form: str) -> PostingList:
        """Return the posting lists of a stop word, for which every passage is read, once.

        A passage's length counts stop words here.
        """
        if form not in self._stop_words:
            counts: dict[int, int] = {}
            lengths: dict[int, int] = {}
            for number, words in self.passages_with_stop_words([form]):
                if count := sum(token.form == form for token in words):
                    counts[number] = count
                    lengths[number] = quantise(len(words))
            statistics = self.statistics
            rarity = idf(statistics.passages, len(counts))
            weights = [
                weight(rarity, count, lengths[number], statistics.average_word_count)
                for number, count in counts.items()
            ]
            self._stop_words[form] = list_passages(counts, weights, rarity, (form,))
        return self._stop_words[form]

    def passages_with_stop_words(self, forms: Iterable[str]) -> Iterator[tuple[int, list[Token]]]:
        """Read every passage that may hold all of some stop words, which have no posting lists.

        Yields:
            The passage's number and its words.
        """
        for number, text in self.passage_texts():
            # Other letters than ASCII's may fold to ours: such a text is always read.
            folded = text.casefold() if text.isascii() else ""
            if not folded or all(form in folded for form in forms):
                yield number, tokenize(text)

    # Words

    def forms_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        """Return the unstemmed words that begin with a folded prefix, each with its stem."""
        statement = "SELECT form, stem FROM form WHERE form >= ? AND form < ?"
        return list(self._all(statement, (prefix, prefix + "\U0010ffff")))

    def forms(self) -> list[str]:
        """Return the unstemmed words of all passages."""
        return [row[0] for row in self._all("SELECT form FROM form")]

    def acronyms(self, forms: Collection[str], stems: Collection[str]) -> list[AcronymEntry]:
        """Return the acronyms whose short form is one of `forms`, or whose long one begins with one
        of `stems`.
        """
        short, first = [*dict.fromkeys(forms)], [*dict.fromkeys(stems)]
        statement = (
            "SELECT form, stems, short, long FROM acronym "
            f"WHERE form IN ({','.join('?' * len(short))}) "
            f"OR first IN ({','.join('?' * len(first))})"
        )
        return [
            AcronymEntry(form=form, stems=tuple(long_stems.split()), short=short_form, long=long)
            for form, long_stems, short_form, long in self._all(statement, (*short, *first))
        ]

    # Paragraphs

    def paragraphs(self, numbers: Collection[int]) -> dict[int, StoredParagraph]:
        """Read paragraphs by number; one that is not there counts as damage."""
        wanted = set(numbers)
        statement = f"SELECT * FROM paragraph WHERE n IN ({','.join(map(str, wanted))})"
        stored = {row[0]: _read_paragraph(row) for row in self._all(statement)}
        if len(stored) != len(wanted):
            raise StoreError("the index file is damaged: paragraphs are missing")
        return stored

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        """Read the number and the text of every passage, in order, and nothing else of it."""
        yield from self._all(f"SELECT n, text FROM paragraph WHERE role IN ({_PASSAGE_ROLES})")

    def pull_quotes(self) -> list[int]:
        """Return the numbers of all pull quotes."""
        return [row[0] for row in self._all("SELECT n FROM paragraph WHERE role = 'pullquote'")]

    def text(self, article: int) -> list[Paragraph]:
        """Return all paragraphs of the article of a number, in their order."""
        statement = "SELECT * FROM paragraph WHERE n >= ? AND n < ? ORDER BY n"
        rows = self._all(statement, (self.starts[article], self.starts[article + 1]))
        return [_read_paragraph(row).paragraph for row in rows]

    def passages_of(self, article: int) -> list[int]:
        """Return the numbers of an article's passages."""
        statement = f"SELECT n FROM paragraph WHERE n >= ? AND n < ? AND role IN ({_PASSAGE_ROLES})"
        rows = self._all(statement, (self.starts[article], self.starts[article + 1]))
        return [row[0] for row in rows]

    def article_of(self, passage: int) -> int:
        """Return the number of the article that a paragraph belongs to."""
        return bisect_right(self.starts, passage) - 1

    def mark_paragraphs(self, articles: Iterable[int]) -> bytearray:
        """Return for each paragraph, by number, 1 where it is in one of some articles, else 0."""
        marks = bytearray(self.starts[-1])
        for article in articles:
            first, last = self.starts[article], self.starts[article + 1]
            marks[first:last] = b"\x01" * (last - first)
        return marks

    # Articles

    @cached_property
    def all_articles(self) -> dict[int, Article]:
        """The provenance of all articles, by number."""
        return self.articles()

    def articles(self, numbers: Collection[int] | None = None) -> dict[int, Article]:
        """Read articles' provenance, by number; of all of them, in corpus order, for None."""
        chosen = "" if numbers is None else f"WHERE n IN ({','.join(map(str, numbers))})"
        rows = self._all(f"SELECT * FROM article {chosen} ORDER BY n")
        articles = {row[0]: _read_article(row) for row in rows}
        if len(articles) != (self._scope.articles if numbers is None else len(set(numbers))):
            raise StoreError("the index file is damaged: articles are missing")
        return articles

    def articles_admitted(self, filters: Filters) -> list[int]:
        """Return the numbers of the articles that filters admit."""
        return [n for n, article in self.all_articles.items() if admits(filters, article)]

    def digests(self, identifiers: Collection[str]) -> dict[str, str]:
        """Return the digests of the articles of some ids, by id."""
        rows = (
            self._one("SELECT id, digest FROM article WHERE id = ?", (identifier,))
            for identifier in identifiers
        )
        return dict(row for row in rows if row)

    def number(self, identifier: str) -> int | None:
        """Return the number of the article of an id; None where there is none."""
        (number,) = self._one("SELECT n FROM article WHERE id = ?", (identifier,)) or (None,)
        return number

    def ids_with_prefix(self, prefix: str) -> list[str]:
        """Return the ids that begin with a prefix, in corpus order."""
        statement = "SELECT id FROM article WHERE id >= ? AND id < ? ORDER BY n"
        return [row[0] for row in self._all(statement, (prefix, prefix + "\U0010ffff"))]

    def _one(self, statement: str, values: tuple[object, ...] = ()) -> Any:
        return next(iter(self._all(statement, values)), None)

    def _all(self, statement: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise StoreError(f"the index file is damaged: {error}") from None


def seal_of(row: tuple[Any, ...]) -> int:
    """Return the checksum of a row of text and numbers."""
    return zlib.crc32(repr(row).encode(errors="surrogatepass"))


def _check_seal(row: tuple[Any, ...]) -> tuple[Any, ...]:
    *values, seal = row
    if seal_of(tuple(values)) != seal:
        raise StoreError("a row is damaged")
    return tuple(values)


def _numbers(blob: bytes, kind: Literal["I", "H"]) -> Sequence[int]:
    """Read little-endian numbers, in place where the machine has the same order of bytes."""
    if sys.byteorder == "big":
        from array import array

        numbers = array(kind, blob)
        numbers.byteswap()
        return numbers
    return memoryview(blob).cast(kind)


def article_values(number: int, article: Article) -> tuple[Any, ...]:
    """Return the row of an article, without its seal, as SQLite gives it back."""
    published = article.published
    return (
        number,
        article.id,
        article.source,
        article.title,
        published.edtf if published else None,
        published.first if published else None,
        published.last if published else None,
        int(published.inferred) if published else None,
        published.basis if published else None,
        article.url,
        article.note,
        article.sha256,
        article.length,
        article.digest,
    )


def _read_article(row: tuple[Any, ...]) -> Article:
    (
        _,
        identifier,
        source,
        title,
        edtf,
        first,
        last,
        inferred,
        basis,
        url,
        note,
        sha256,
        length,
        digest,
    ) = _check_seal(row)
    published = None
    if edtf:
        published = PublicationDate(
            edtf=edtf, first=first, last=last, inferred=bool(inferred), basis=basis
        )
    return Article(
        id=identifier,
        source=source,
        title=title,
        published=published,
        url=url,
        note=note,
        sha256=sha256,
        length=length,
        digest=digest,
    )


def paragraph_values(number: int, stored: StoredParagraph) -> tuple[Any, ...]:
    """Return the row of a paragraph, without its seal, as SQLite gives it back."""
    paragraph = stored.paragraph
    return (
        number,
        paragraph.article,
        paragraph.number,
        paragraph.role,
        paragraph.text,
        paragraph.section,
        paragraph.lead_in,
        " ".join(f"{start} {end}" for start, end in paragraph.sentences),
        paragraph.page,
        stored.length,
    )


def _read_paragraph(row: tuple[Any, ...]) -> StoredParagraph:
    _, article, number, role, text, section, lead_in, sentences, page, length = _check_seal(row)
    ends = [int(end) for end in sentences.split()]
    return StoredParagraph(
        paragraph=Paragraph(
            article=article,
            number=number,
            role=role,
            text=text,
            section=section,
            lead_in=lead_in,
            sentences=tuple(zip(ends[::2], ends[1::2], strict=True)),
            page=page,
        ),
        length=length,
    )
