"""What is in an article's file? YAML front matter over the article's body, verbatim."""

import difflib
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bcpq import dates, passages
from bcpq.corpus import Entry, printable
from bcpq.errors import CorpusError
from bcpq.model import ROLES, Article, Document, Published, Role

_ID = re.compile(r"\w[\w.-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
#: Front matter is a handful of lines; a larger block is no front matter, and could be made to exhaust the parser.
_FRONT_MATTER_BYTES = 65_536
_DEPTH = 10
_KEYS = ("source", "title", "published", "published_basis", "url", "note", "roles", "lead_in", "sha256")


class Fault(NamedTuple):
    """What is wrong with one file of a corpus."""

    file: str  # its name in the corpus folder
    line: int  # from 1
    reason: str
    fatal: bool = True  # the article is left out

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class Contents(NamedTuple):
    """What a corpus holds, in the order that settles ties: by date, then id, undated articles last."""

    documents: tuple[Document, ...]
    faults: tuple[Fault, ...]
    checksums: dict[str, int]  # file name -> CRC-32 of its bytes


def read(corpus: Path, entries: Sequence[Entry]) -> Contents:
    """Read the articles of a corpus; one that is broken becomes a fault and the others stay.

    Raises CorpusError when not a single article can be read.
    """
    found, faults, checksums = [], [], {}
    for entry in entries:
        try:
            data = (corpus / entry.name).read_bytes()
            checksums[entry.name] = zlib.crc32(data)
            document, warnings = parse(entry.name, data)
        except OSError as error:
            faults.append(Fault(printable(entry.name), 1, f"cannot be read: {error.strerror}"))
        except _Broken as broken:
            faults.append(Fault(printable(entry.name), broken.line, broken.reason))
        else:
            found.append(document)
            faults += warnings
    if not found:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise CorpusError(f"no article of {corpus} can be read: {faults[0]}{more}")
    found.sort(key=lambda d: (d.article.published.first if d.article.published else "9999-99", d.article.id))
    return Contents(tuple(found), tuple(faults), checksums)


def _sha256(data: bytes) -> str:
    from hashlib import sha256  # loads OpenSSL: not on the path of a search

    return sha256(data).hexdigest()


class _Broken(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def parse(name: str, data: bytes) -> tuple[Document, list[Fault]]:
    """Read one article file, given its name and bytes, and what is doubtful about it."""
    if not _ID.fullmatch(identifier := name.removesuffix(".md")):
        raise _Broken(1, "rename the file: an article's id may hold letters, digits, '.', '_' and '-' only")
    if not (match := _FRONT_MATTER.match(data)) or len(match[1]) > _FRONT_MATTER_BYTES:
        raise _Broken(1, "has no front matter: begin with a line ---, then source: and published:, then a line ---")
    for part, start in ((match[1], match.start(1)), (data[match.end() :], match.end())):
        try:
            part.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, start + error.start) + 1
            raise _Broken(line, f"is not UTF-8 (byte 0x{part[error.start]:02x}): save it as UTF-8") from None
    body = data[match.end() :]
    front = _FrontMatter(match[1].decode())
    texts = passages.lines(body.decode())
    roles = front.roles(len(texts))
    titles = [texts[number - 1] for number, role in roles.items() if role == "title"]
    article = Article(
        identifier,
        front.text("source") or front.missing("source"),
        front.text("title") or (titles[0] if titles else None),
        front.published(),
        front.text("url"),
        front.text("note"),
        _sha256(body),
        len(texts),
        _sha256(data),
    )
    stated = front.text("sha256")
    reason = "the body differs from its sha256: it was edited since it was stored; take the line out if that is right"
    warnings = [Fault(name, front.line("sha256"), reason, fatal=False)] if stated not in (None, article.sha256) else []
    return Document(article, body.decode(), roles, front.leads(len(texts))), warnings


class _FrontMatter:
    """The fields of a file's front matter, each checked as it is asked for."""

    def __init__(self, text: str) -> None:
        self._values, self._lines = _load(text)
        for key in self._values.keys() - set(_KEYS):  # other people's fields are let be, slips of the pen are not
            if near := difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.8):
                raise _Broken(self.line(key), f"unknown field {key!r}: did you mean {near[0]}?")

    def line(self, key: str) -> int:
        return self._lines.get(key, 1)

    def missing(self, key: str) -> str:
        raise _Broken(self.line(key), f"has no {key}: add a line {key}: to the front matter")

    def text(self, key: str) -> str | None:
        value = self._values.get(key, "")
        if not isinstance(value, str):
            raise _Broken(self.line(key), f"{key} must be one text: put it in quotation marks")
        if _CONTROL.search(value):
            raise _Broken(self.line(key), f"{key} must be one line without control characters")
        return value.strip() or None

    def published(self) -> Published | None:
        text, basis = self.text("published"), self.text("published_basis")
        try:
            return dates.parse_edtf(text, basis) if text else None
        except ValueError as error:
            raise _Broken(self.line("published"), f"published: {error}") from None

    def roles(self, last: int) -> dict[int, Role]:
        named: dict[int, Role] = {}
        for role, numbers in self._mapping("roles").items():
            if role not in ROLES:
                raise _Broken(self.line("roles"), f"unknown role {role!r}: the roles are {', '.join(ROLES)}")
            for item in numbers if isinstance(numbers, list) else [numbers]:
                for number in self._numbers("roles", item, last):
                    named[number] = role
        return dict(sorted(named.items()))

    def leads(self, last: int) -> dict[int, int]:
        pairs = self._mapping("lead_in").items()
        return {
            item: lead
            for lead_text, items in pairs
            for lead in self._numbers("lead_in", lead_text, last)
            for item_text in (items if isinstance(items, list) else [items])
            for item in self._numbers("lead_in", item_text, last)
        }

    def _mapping(self, key: str) -> dict[str, Any]:
        value = self._values.get(key) or {}
        if not isinstance(value, dict):
            raise _Broken(self.line(key), f"{key} must be a mapping, such as {{heading: [6, 8], furniture: [24-28]}}")
        return value

    def _numbers(self, key: str, text: object, last: int) -> range:
        """Read `6` or `24-28`."""
        match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text) if isinstance(text, str) else None
        numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not numbers or numbers[0] < 1 or numbers[-1] > last:
            raise _Broken(self.line(key), f"{key}: {text!r} is no paragraph of this article, which has {last}")
        return numbers


def _load(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Read YAML as plain strings, lists and mappings, with each top key's line in the file.

    No tags, anchors or aliases, so `source: NO` stays NO and nothing is built or multiplied.
    """
    import yaml  # 9 ms: only when articles are read

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    opening = (
        yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken,
        yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken,
    )  # fmt: skip
    closing = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
    banned = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)
    try:
        depth = 0
        for token in yaml.scan(text, Loader=loader):
            depth += isinstance(token, opening) - isinstance(token, closing)
            if isinstance(token, banned):
                raise _Broken(token.start_mark.line + 2, "YAML tags, anchors and aliases are not allowed here")
            if depth > _DEPTH:  # the parser would run out of stack
                raise _Broken(token.start_mark.line + 2, "the front matter is nested too deeply")
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is no YAML"
        raise _Broken(mark.line + 2 if mark else 1, f"the front matter cannot be read: {problem}") from None
    if not isinstance(root, yaml.MappingNode):
        raise _Broken(2, "the front matter must be lines of field: value")
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _Broken(key.start_mark.line + 2, "the front matter must be lines of field: value")
        if key.value in values:
            raise _Broken(key.start_mark.line + 2, f"{key.value} stands twice in the front matter")
        values[key.value] = _plain(value)
        lines[key.value] = key.start_mark.line + 2  # from 1, and the line --- above
    return values, lines


def _plain(node: Any) -> Any:
    if node.id == "mapping":
        return {str(key.value): _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value] if node.id == "sequence" else str(node.value)
