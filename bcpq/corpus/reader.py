"""The reader of a corpus: its files to documents, and what is wrong with them.

An article is a file, front matter over its body, or a line of a `.jsonl` file.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bcpq.corpus.files import ID, CorpusFile, make_printable, path_in
from bcpq.corpus.front_matter import FieldName, Fields, ParsedFields, parse_yaml
from bcpq.errors import ArticleError, CorpusError
from bcpq.formats.charset import decode_utf8
from bcpq.model import Article, Document
from bcpq.text.sentences import lines

#: The block that a file of one article begins with.
FRONT_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
#: Front matter is a handful of lines; a larger block is something else, and could be made to
#: exhaust the parser.
_FRONT_MATTER_BYTES = 65_536
#: A corpus of up to so many bytes is kept in memory while it is indexed, which takes a few times as
#: much; a larger one is read a second time, in order.
_KEEP_BYTES = 32 * 2**20
#: Faults beyond so many are only counted: they are stored in the index, and nobody reads more.
_NAMED_FAULTS = 100
_NOT_READABLE = "is no JSON that can be read: it is nested too deeply, or has too long a number"


class Fault(NamedTuple):
    """What is wrong with one article of a corpus."""

    file: str  # its name in the corpus folder
    line: int  # from 1
    reason: str
    fatal: bool = True  # the article is left out

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class Contents(NamedTuple):
    """What a corpus holds, in the order that settles ties: by date, then id, undated ones last."""

    documents: Iterable[Document]  # may be gone through more than once
    size: int  # how many
    faults: tuple[Fault, ...]
    checksums: dict[str, int]  # file name -> CRC-32 of its bytes


def read(corpus: Path, files: Sequence[CorpusFile], *, keep_bytes: int = _KEEP_BYTES) -> Contents:
    """Read the articles of a corpus; one that is broken becomes a fault and the others stay.

    Args:
        corpus: The folder or the `.jsonl` file.
        files: Its files, as `survey` lists them.
        keep_bytes: The size of a corpus up to which its documents are kept in memory. Those of a
            larger one are read again when their turn comes.

    Raises:
        CorpusError: Not a single article can be read; or, later, one changed before it was read
            again.
    """
    scan = _Scan(keep=sum(file.size for file in files) <= keep_bytes)
    checksums: dict[str, int] = {}
    for file in files:
        path = path_in(corpus, file)
        try:
            checksums[file.name] = (
                scan.read_lines(path) if path == corpus else scan.read_article(path)
            )
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            scan.faults.append(Fault(file=make_printable(file.name), line=1, reason=reason))
    if not scan.articles:
        raise _nothing_read(corpus, scan.faults)
    articles = sorted(scan.articles, key=lambda article: article.order)
    return Contents(
        documents=_Documents(articles),
        size=len(articles),
        faults=_cut(scan.faults),
        checksums=checksums,
    )


def _nothing_read(corpus: Path, faults: Sequence[Fault]) -> CorpusError:
    if not faults:
        return CorpusError(f"{corpus} is empty", code="corpus-empty")
    more = f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""
    return CorpusError(f"no article of {corpus} can be read: {faults[0]}{more}")


def _cut(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Keep as many faults as are named, and a last one that counts the rest."""
    if len(faults) <= _NAMED_FAULTS:
        return tuple(faults)
    reason = f"and {len(faults) - _NAMED_FAULTS:,} more faults like these"
    return (*faults[:_NAMED_FAULTS], faults[_NAMED_FAULTS]._replace(reason=reason, fatal=True))


class _ScannedArticle(NamedTuple):
    """An article that was read, and how to have its document."""

    order: tuple[str, str]  # its place in the corpus: the earliest day it may be of, and its id
    load: Callable[[], Document]


class _Documents:
    """The documents of a corpus in order, each loaded when its turn comes."""

    def __init__(self, articles: Sequence[_ScannedArticle]) -> None:
        self._articles = articles

    def __iter__(self) -> Iterator[Document]:
        for article in self._articles:
            try:
                yield article.load()
            except (ArticleError, OSError):
                _, identifier = article.order
                raise CorpusError(
                    f"{identifier} changed while the corpus was being read: try again",
                    code="corpus-changed",
                ) from None


class _Scan:
    """The first reading of a corpus: its articles and its faults."""

    def __init__(self, *, keep: bool) -> None:
        self.articles: list[_ScannedArticle] = []
        self.faults: list[Fault] = []
        self._keep = keep

    def read_article(self, path: Path) -> int:
        """Read a file of one article; give its CRC-32."""
        data = path.read_bytes()
        try:
            document, warnings = parse(path.name, data)
        except ArticleError as error:
            self._take_fault(path, error)
        else:
            self._take_document(document, partial(_read_article_again, path))
            self.faults += warnings
        return zlib.crc32(data)

    def read_lines(self, path: Path) -> int:
        """Read a file of one article a line as a stream; give its CRC-32."""
        crc = offset = 0
        line_of_id: dict[str, int] = {}
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    if line.strip():
                        document = parse_line(line, number)
                        identifier = document.article.id
                        first = line_of_id.setdefault(identifier, number)
                        if first != number:
                            raise ArticleError(
                                number, f"id {identifier} stands already on line {first:,}"
                            )
                        self._take_document(
                            document, partial(_read_line_again, path, offset, number)
                        )
                except ArticleError as error:
                    self._take_fault(path, error)
                crc = zlib.crc32(line, crc)
                offset += len(line)
        return crc

    def _take_document(self, document: Document, read_again: Callable[[], Document]) -> None:
        load = (lambda: document) if self._keep else read_again
        self.articles.append(_ScannedArticle(order=document.article.order, load=load))

    def _take_fault(self, path: Path, error: ArticleError) -> None:
        name = make_printable(path.name)
        self.faults.append(Fault(file=name, line=error.line, reason=error.reason))


def _read_article_again(path: Path) -> Document:
    document, _ = parse(path.name, path.read_bytes())
    return document


def _read_line_again(path: Path, offset: int, number: int) -> Document:
    with path.open("rb") as file:
        file.seek(offset)
        return parse_line(file.readline(), number)


def parse(name: str, data: bytes) -> tuple[Document, list[Fault]]:
    """Read the file of one article.

    Args:
        name: The name of the file; without `.md`, it is the article's id.
        data: Its bytes.

    Returns:
        The article, and what is doubtful about it.

    Raises:
        ArticleError: It is not an article; its line is that of the fault.
    """
    identifier = name.removesuffix(".md")
    if not ID.fullmatch(identifier):
        raise ArticleError(
            1, "rename the file: an article's id may hold letters, digits, '.', '_' and '-' only"
        )
    match = FRONT_MATTER.match(data)
    if not match or len(match[1]) > _FRONT_MATTER_BYTES:
        raise ArticleError(
            1,
            "has no front matter: begin with a line ---, then source: and published:, "
            "then a line ---",
        )
    head = decode_utf8(data[: match.end()])
    body = decode_utf8(data[match.end() :], before=data.count(b"\n", 0, match.end()))
    fields = Fields(parse_yaml(head[head.index("\n") + 1 : head.rindex("---")]))
    document = _make_document(identifier, fields, body, data)
    if fields.text(FieldName.SHA256) in (None, document.article.sha256):
        return document, []
    edited = Fault(
        file=name,
        line=fields.line(FieldName.SHA256),
        reason="the body differs from its sha256: it was edited since it was stored; "
        "take the line out if that is right",
        fatal=False,
    )
    return document, [edited]


def parse_line(line: bytes, number: int) -> Document:
    """Read an article that is a line of JSON.

    Args:
        line: The line.
        number: Which line of its file it is, from 1.

    Raises:
        ArticleError: It is not an article.
    """
    try:
        record = json.loads(decode_utf8(line, before=number - 1))
    except json.JSONDecodeError as error:
        raise ArticleError(
            number, f"is no JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
        ) from None
    except (ValueError, RecursionError):
        raise ArticleError(number, _NOT_READABLE) from None
    if not isinstance(record, dict):
        raise ArticleError(
            number,
            'is no JSON object: write {"id": ..., "source": ..., "published": ..., "text": ...}',
        )
    identifier, text = record.pop("id", None), record.pop("text", None)
    if type(identifier) is int:  # and not a bool
        identifier = str(identifier)
    if not isinstance(identifier, str) or not ID.fullmatch(identifier):
        raise ArticleError(number, "needs an id of letters, digits, '.', '_' and '-'")
    if not isinstance(text, str) or not text.strip():
        raise ArticleError(number, "has no text: add one, with a line a paragraph")
    for key in (FieldName.PUBLISHED, FieldName.SOURCE, FieldName.TITLE):
        if type(record.get(key)) is int:
            record[key] = str(record[key])
    try:
        if b"\\u" in line:  # an escape may be half of a surrogate pair, which UTF-8 cannot hold
            json.dumps([identifier, text, record], ensure_ascii=False).encode()
        fields = Fields(ParsedFields(values=record, lines=dict.fromkeys(record, number)))
        return _make_document(identifier, fields, text, line.strip())
    except RecursionError:  # what json can just read it cannot always write
        raise ArticleError(number, _NOT_READABLE) from None
    except UnicodeEncodeError:
        raise ArticleError(number, "holds half of a surrogate pair, which is no text") from None
    except ArticleError as error:
        raise ArticleError(number, error.reason) from None


def _make_document(identifier: str, fields: Fields, body: str, data: bytes) -> Document:
    """Make a document of the fields and the body of an article, and of all its bytes."""
    from hashlib import sha256  # loads OpenSSL: not on the path of a search

    texts = lines(body)
    count = len(texts)
    roles = fields.roles(count)
    titles = [texts[number - 1] for number, role in roles.items() if role == "title"]
    article = Article(
        id=identifier,
        source=fields.source(),
        title=fields.text(FieldName.TITLE) or (titles[0] if titles else None),
        published=fields.published(),
        url=fields.text(FieldName.URL),
        note=fields.text(FieldName.NOTE),
        sha256=sha256(body.encode()).hexdigest(),
        length=count,
        digest=sha256(data).hexdigest(),
    )
    return Document(
        article=article,
        body=body,
        roles=roles,
        lead_ins=fields.lead_ins(count),
        pages=fields.pages(count),
    )
