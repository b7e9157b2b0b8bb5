"""What is in a corpus's files? Articles: each a file, front matter over its body, or each a line of a `.jsonl` file."""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bcpq.corpus.files import ID, Entry, file_of, printable
from bcpq.corpus.front_matter import Fields, from_yaml
from bcpq.errors import ArticleError, CorpusError
from bcpq.model import Article, Document
from bcpq.text import sentences as passages

#: The block that a file of one article begins with.
FRONT_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
#: Front matter is a handful of lines; a larger block is no front matter, and could be made to exhaust the parser.
_FRONT_MATTER_BYTES = 65_536
#: A corpus of up to so many bytes is kept in memory while it is indexed; a larger one is read a second time, in order.
_KEPT = 32 * 2**20
#: Faults beyond so many are only counted.
_NAMED = 100


class Fault(NamedTuple):
    """What is wrong with one article of a corpus."""

    file: str  # its name in the corpus folder
    line: int  # from 1
    reason: str
    fatal: bool = True  # the article is left out

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class Contents(NamedTuple):
    """What a corpus holds, in the order that settles ties: by date, then id, undated articles last."""

    documents: Iterable[Document]
    size: int  # how many
    faults: tuple[Fault, ...]
    checksums: dict[str, int]  # file name -> CRC-32 of its bytes


class _Read(NamedTuple):
    """A document that was found, and how to have it again."""

    first: str  # the earliest day it may be of
    id: str
    document: Callable[[], Document]


def read(corpus: Path, entries: Sequence[Entry]) -> Contents:
    """Read the articles of a corpus; one that is broken becomes a fault and the others stay.

    Raises CorpusError when not a single article can be read, and later when one changes while it is read again.
    """
    found: list[_Read] = []
    faults: list[Fault] = []
    checksums: dict[str, int] = {}
    keep = sum(entry.size for entry in entries) <= _KEPT
    for entry in entries:
        path = file_of(corpus, entry)
        scan = _lines if path == corpus else _file
        try:
            checksums[entry.name] = scan(path, keep, found, faults)
        except OSError as error:
            faults.append(Fault(printable(entry.name), 1, f"cannot be read: {error.strerror}"))
    if not found:
        more = f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""
        raise CorpusError(
            f"no article of {corpus} can be read: {faults[0]}{more}"
            if faults
            else f"{corpus} is empty"
        )
    found.sort(key=lambda one: one[:2])
    if len(faults) > _NAMED:
        rest = f"and {len(faults) - _NAMED:,} more faults like these"
        faults[_NAMED:] = [Fault(faults[_NAMED].file, faults[_NAMED].line, rest)]
    return Contents(_Again(found), len(found), tuple(faults), checksums)


class _Again:
    """Documents in order, read when their turn comes."""

    def __init__(self, found: Sequence[_Read]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[Document]:
        for one in self._found:
            try:
                yield one.document()
            except (ArticleError, OSError):
                raise CorpusError(
                    f"{one.id} changed while the corpus was being read: try again"
                ) from None


def _found(document: Document, again: Callable[[], Document], keep: bool) -> _Read:
    return _Read(*document.article.order, (lambda: document) if keep else again)


def _file(path: Path, keep: bool, found: list[_Read], faults: list[Fault]) -> int:
    """Read a file of one article; give its CRC-32."""
    data = path.read_bytes()
    try:
        document, warnings = parse(path.name, data)
    except ArticleError as broken:
        faults.append(Fault(printable(path.name), broken.line, broken.reason))
    else:
        found.append(_found(document, lambda: parse(path.name, path.read_bytes())[0], keep))
        faults += warnings
    return zlib.crc32(data)


def _lines(path: Path, keep: bool, found: list[_Read], faults: list[Fault]) -> int:
    """Read a file of one article a line as a stream; give its CRC-32."""
    crc = offset = 0
    lines: dict[str, int] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                if line.strip():
                    document = parse_line(line, number)
                    earlier = lines.setdefault(document.article.id, number)
                    if earlier != number:
                        raise ArticleError(
                            number, f"id {document.article.id} stands already on line {earlier:,}"
                        )
                    found.append(_found(document, partial(_line_at, path, offset, number), keep))
            except ArticleError as broken:
                faults.append(Fault(printable(path.name), broken.line, broken.reason))
            crc = zlib.crc32(line, crc)
            offset += len(line)
    return crc


def _line_at(path: Path, offset: int, number: int) -> Document:
    with path.open("rb") as file:
        file.seek(offset)
        return parse_line(file.readline(), number)


def _sha256(data: bytes) -> str:
    from hashlib import sha256  # loads OpenSSL: not on the path of a search

    return sha256(data).hexdigest()


def decoded(data: bytes, before: int = 0) -> str:
    """Read text that stands after `before` lines; a byte order mark at its beginning is passed over.

    Raises ArticleError, at the line, when it is not UTF-8.
    """
    try:
        return data.decode("utf-8" if before else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = before + data.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            line, f"is not UTF-8 (byte 0x{data[error.start]:02x}): save it as UTF-8"
        ) from None


def parse(name: str, data: bytes) -> tuple[Document, list[Fault]]:
    """Read one article file, given its name and bytes, and what is doubtful about it; raises ArticleError."""
    if not ID.fullmatch(identifier := name.removesuffix(".md")):
        raise ArticleError(
            1, "rename the file: an article's id may hold letters, digits, '.', '_' and '-' only"
        )
    if not (match := FRONT_MATTER.match(data)) or len(match[1]) > _FRONT_MATTER_BYTES:
        raise ArticleError(
            1,
            "has no front matter: begin with a line ---, then source: and published:, then a line ---",
        )
    head, body = (
        decoded(data[: match.end()]),
        decoded(data[match.end() :], data.count(b"\n", 0, match.end())),
    )
    fields = Fields(*from_yaml(head[head.index("\n") + 1 : head.rindex("---")]))
    document = _document(identifier, fields, body, data)
    stated = fields.text("sha256")
    reason = "the body differs from its sha256: it was edited since it was stored; take the line out if that is right"
    doubtful = stated not in (None, document.article.sha256)
    return document, [Fault(name, fields.line("sha256"), reason, fatal=False)] if doubtful else []


def parse_line(line: bytes, number: int) -> Document:
    """Read one article that is a line of JSON, given its number; raises ArticleError."""
    try:
        record = json.loads(decoded(line, number - 1))
    except json.JSONDecodeError as error:
        raise ArticleError(
            number, f"is no JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
        ) from None
    except (ValueError, RecursionError):
        raise ArticleError(
            number, "is no JSON that can be read: it is nested too deeply, or has too long a number"
        ) from None
    if not isinstance(record, dict):
        raise ArticleError(
            number,
            'is no JSON object: write {"id": ..., "source": ..., "published": ..., "text": ...}',
        )
    identifier, text = record.pop("id", None), record.pop("text", None)
    if type(identifier) is int:
        identifier = str(identifier)
    if not isinstance(identifier, str) or not ID.fullmatch(identifier):
        raise ArticleError(number, "needs an id of letters, digits, '.', '_' and '-'")
    if not isinstance(text, str) or not text.strip():
        raise ArticleError(number, "has no text: add one, with a line a paragraph")
    for key in ("published", "source", "title"):
        if type(record.get(key)) is int:
            record[key] = str(record[key])
    try:
        if b"\\u" in line:
            json.dumps([identifier, text, record], ensure_ascii=False).encode()
        return _document(
            identifier, Fields(record, dict.fromkeys(record, number)), text, line.strip()
        )
    except UnicodeEncodeError:
        raise ArticleError(number, "holds half of a surrogate pair, which is no text") from None
    except ArticleError as broken:
        raise ArticleError(number, broken.reason) from None


def _document(identifier: str, fields: Fields, body: str, data: bytes) -> Document:
    texts = passages.lines(body)
    roles = fields.roles(len(texts))
    titles = [texts[number - 1] for number, role in roles.items() if role == "title"]
    article = Article(
        identifier,
        fields.source(),
        fields.text("title") or (titles[0] if titles else None),
        fields.published(),
        fields.text("url"),
        fields.text("note"),
        _sha256(body.encode()),
        len(texts),
        _sha256(data),
    )
    return Document(article, body, roles, fields.leads(len(texts)), fields.pages(len(texts)))
