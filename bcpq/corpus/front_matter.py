"""The fields of an article's front matter, from YAML or JSON, each checked as it is asked for."""

import difflib
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from bcpq.errors import ArticleError
from bcpq.model import ROLES, PublicationDate, Role
from bcpq.text import dates

if TYPE_CHECKING:
    import yaml

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: Levels of nesting, lines of field: value being the first; no field of ours has more than three.
_MAX_DEPTH = 10
#: How like a known field's name an unknown one is that was meant for it (difflib's ratio): one slip
#: in five letters.
_SLIP = 0.8
_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_PARAGRAPHS = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")

#: In a flow collection: quoted text, closed or not, and comments, whose brackets do not count.
_NO_BRACKETS = re.compile(
    r"""(?<![^\s\[\]{},:])"(?:\\.|[^"\\])*(?:"|\Z)  # "..."
    | (?<![^\s\[\]{},:])'(?:''|[^'])*(?:'|\Z)  # '...'
    | (?<!\S)\#[^\r\n]*""",
    re.VERBOSE | re.DOTALL,
)


class FieldName(StrEnum):
    """The name of a field, as it stands in a file."""

    SOURCE = "source"
    TITLE = "title"
    PUBLISHED = "published"
    PUBLISHED_BASIS = "published_basis"
    URL = "url"
    NOTE = "note"
    ROLES = "roles"
    LEAD_IN = "lead_in"
    PAGES = "pages"
    SHA256 = "sha256"
    ORIGINAL_SHA256 = "original_sha256"  # written for people, never read
    FETCHED = "fetched"  # likewise


#: The fields that are read.
_READ = [name for name in FieldName if name not in (FieldName.ORIGINAL_SHA256, FieldName.FETCHED)]


class MissingSource(ArticleError):
    """An article does not say who published it."""


class ParsedFields(NamedTuple):
    """Front matter as plain strings, lists and mappings."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]  # the line of the file that each field stands on


class Fields:
    """The fields of an article; each method raises ArticleError for one that is wrong."""

    def __init__(self, parsed: ParsedFields) -> None:
        """Take parsed front matter.

        Fields of other programs are let be, but not slips of the pen.
        """
        self._values, self._lines = parsed.values, parsed.lines
        for key in self._values.keys() - set(_READ):
            near = difflib.get_close_matches(key, _READ, n=1, cutoff=_SLIP)
            if near and near[0] not in self._values:
                raise ArticleError(
                    self.line(key), f"unknown field {key!r}: did you mean {near[0]}?"
                )

    def line(self, key: str) -> int:
        """Give the line a field stands on; 1 where it is not there."""
        return self._lines.get(key, 1)

    def source(self) -> str:
        """Give who published it, which must be there."""
        if (value := self.text(FieldName.SOURCE)) is None:
            raise MissingSource(self.line(FieldName.SOURCE), "has no source: add one")
        return value

    def text(self, key: str) -> str | None:
        """Give a field of one line; None where it is empty or not there."""
        value = self._values.get(key) or ""
        if not isinstance(value, str):
            raise ArticleError(self.line(key), f"{key} must be one text: put it in quotation marks")
        if _CONTROL.search(value):
            raise ArticleError(self.line(key), f"{key} must be one line without control characters")
        return value.strip() or None

    def published(self) -> PublicationDate | None:
        """Give the date, and how it is known."""
        text, basis = self.text(FieldName.PUBLISHED), self.text(FieldName.PUBLISHED_BASIS)
        try:
            return dates.parse_edtf(text, basis) if text else None
        except ValueError as error:
            raise ArticleError(self.line(FieldName.PUBLISHED), f"published: {error}") from None

    def roles(self, last: int) -> dict[int, Role]:
        """Give the paragraphs that are not plain text, in an article of `last` paragraphs."""
        roles: dict[int, Role] = {}
        for role, items in self._mapping(FieldName.ROLES).items():
            if role not in ROLES:
                raise ArticleError(
                    self.line(FieldName.ROLES),
                    f"unknown role {role!r}: the roles are {', '.join(ROLES)}",
                )
            for item in _as_list(items):
                roles |= dict.fromkeys(self._paragraphs(FieldName.ROLES, item, last), role)
        return dict(sorted(roles.items()))

    def lead_ins(self, last: int) -> dict[int, int]:
        """Give each list item the paragraph that opens its sentence."""
        lead_ins: dict[int, int] = {}
        for lead_in, items in self._mapping(FieldName.LEAD_IN).items():
            for opening in self._paragraphs(FieldName.LEAD_IN, lead_in, last):
                for item in _as_list(items):
                    lead_ins |= dict.fromkeys(
                        self._paragraphs(FieldName.LEAD_IN, item, last), opening
                    )
        return lead_ins

    def pages(self, last: int) -> dict[int, int]:
        """Give paragraphs the page of a printed text that they begin on."""
        pages: dict[int, int] = {}
        for page, items in self._mapping(FieldName.PAGES).items():
            if not _PAGE_NUMBER.fullmatch(str(page)):
                raise ArticleError(
                    self.line(FieldName.PAGES), f"pages: {page!r} is no number of a page"
                )
            for item in _as_list(items):
                pages |= dict.fromkeys(self._paragraphs(FieldName.PAGES, item, last), int(page))
        return pages

    def _mapping(self, key: FieldName) -> dict[str, Any]:
        value = self._values.get(key) or {}
        if not isinstance(value, dict):
            example = (
                "{heading: [6, 8], furniture: [24-28]}"
                if key == FieldName.ROLES
                else "{1: [1-4], 2: [5-9]}"
            )
            raise ArticleError(self.line(key), f"{key} must be a mapping, such as {example}")
        return value

    def _paragraphs(self, key: FieldName, text: object, last: int) -> range:
        """Read `6` or `24-28`."""
        match = _PARAGRAPHS.fullmatch(str(text))
        numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not numbers or numbers[0] < 1 or numbers[-1] > last:
            raise ArticleError(
                self.line(key), f"{key}: {text!r} is no paragraph of this article, which has {last}"
            )
        return numbers


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def parse_yaml(text: str) -> ParsedFields:
    """Read front matter, without the lines `---` around it.

    No tags, anchors or aliases, so that `source: NO` stays NO and nothing is built or multiplied.

    Raises:
        ArticleError: It is not YAML, is nested too deeply, or is not lines of field: value.
    """
    import yaml  # 9 ms: only when articles are read

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    tokens = _TokenCheck(text)
    try:
        for token in yaml.scan(text, Loader=loader):
            tokens.take(token)
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise tokens.explain(error) from None
    if not isinstance(root, yaml.MappingNode):
        raise ArticleError(2, "the front matter must be lines of field: value")
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ArticleError(_line_of(key), "the front matter must be lines of field: value")
        if key.value in values:
            raise ArticleError(_line_of(key), f"{key.value} stands twice in the front matter")
        values[key.value] = _plain_value(value)
        lines[key.value] = _line_of(key)
    return ParsedFields(values=values, lines=lines)


class _TokenCheck:
    """What must be known of the tokens of front matter before it is parsed, or of why it cannot be.

    The parser would run out of stack in what is nested too deeply, or refuse it in words of its own
    that change from one version to the next; so the depth is counted here first.
    """

    def __init__(self, text: str) -> None:
        import yaml

        self._text = text
        self._depth = 0
        self._flow_depth = 0  # of brackets only
        self._end = 0  # of the last token
        self._flow_steps: dict[type, int] = {
            yaml.FlowSequenceStartToken: 1,
            yaml.FlowMappingStartToken: 1,
            yaml.FlowSequenceEndToken: -1,
            yaml.FlowMappingEndToken: -1,
        }
        self._block_steps: dict[type, int] = {
            yaml.BlockSequenceStartToken: 1,
            yaml.BlockMappingStartToken: 1,
            yaml.BlockEndToken: -1,
        }
        self._forbidden = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)

    def take(self, token: "yaml.Token") -> None:
        """Count how deep a token stands; raise ArticleError for one that is not allowed."""
        if step := self._flow_steps.get(type(token)):
            self._flow_depth += step
        else:
            step = self._block_steps.get(type(token), 0)
        self._depth += step
        if isinstance(token, self._forbidden):
            raise ArticleError(
                _line_of(token), "YAML tags, anchors and aliases are not allowed here"
            )
        if self._depth > _MAX_DEPTH:
            raise _too_deep(_line_of(token))
        self._end = token.end_mark.index

    def explain(self, error: "yaml.YAMLError") -> ArticleError:
        """Say why front matter cannot be read."""
        from yaml.scanner import ScannerError

        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is no YAML"
        if mark is None:
            return ArticleError(1, f"the front matter cannot be read: {problem}")
        line = mark.line + 2  # marks count from 0, and the line --- stands above
        # The scanner hands over the tokens of a line together, but refuses one of a thousand
        # brackets before: what it has read of that, but not handed over, is counted here.
        unseen = self._text[self._end : mark.index]
        if self._flow_depth or unseen.lstrip()[:1] in ("[", "{"):
            if self._depth + _count_flow_depth(unseen) > _MAX_DEPTH:
                return _too_deep(line)
        elif isinstance(error, ScannerError) and self._text[mark.index : mark.index + 1] == ":":
            problem = "put a value that holds a colon in quotation marks"
        return ArticleError(line, f"the front matter cannot be read: {problem}")


def _too_deep(line: int) -> ArticleError:
    return ArticleError(line, "the front matter is nested too deeply")


def _count_flow_depth(text: str) -> int:
    """Count how many of the brackets in a part of a flow collection are open at once, at most."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", _NO_BRACKETS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _line_of(token: Any) -> int:
    """Give the line of the file that a token or a node of front matter stands on."""
    return int(token.start_mark.line) + 2  # marks count from 0, and the line --- stands above


def _plain_value(node: Any) -> Any:
    if node.id == "mapping":
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            if key.id != "scalar":
                raise ArticleError(_line_of(key), "a name of a field must be one text")
            if key.value in mapping:
                raise ArticleError(_line_of(key), f"{key.value} stands twice in one field")
            mapping[key.value] = _plain_value(value)
        return mapping
    if node.id == "sequence":
        return [_plain_value(item) for item in node.value]
    return str(node.value)
