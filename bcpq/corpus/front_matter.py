"""What is said of an article? The fields of its head, from YAML or JSON, each checked as it is asked for."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

from bcpq.errors import ArticleError
from bcpq.model import ROLES, PublicationDate, Role
from bcpq.text import dates

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: Deeper than any field of ours goes.
_DEPTH = 10
_KEYS = (
    "source",
    "title",
    "published",
    "published_basis",
    "url",
    "note",
    "roles",
    "lead_in",
    "pages",
    "sha256",
)


class Fields:
    """The fields of an article's head; each method raises ArticleError for one that is not what it should be."""

    def __init__(self, values: Mapping[str, Any], lines: Mapping[str, int]) -> None:
        """Take plain strings, lists and mappings, and the line each stands on."""
        self._values, self._lines = values, lines
        for key in values.keys() - set(
            _KEYS
        ):  # other people's fields are let be, slips of the pen are not
            near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.8)
            if near and near[0] not in values:
                raise ArticleError(
                    self.line(key), f"unknown field {key!r}: did you mean {near[0]}?"
                )

    def line(self, key: str) -> int:
        """Give the line a field stands on; 1 where it is not there."""
        return self._lines.get(key, 1)

    def source(self) -> str:
        """Give who published it, which must be there."""
        if (value := self.text("source")) is None:
            raise ArticleError(self.line("source"), "has no source: add one")
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
        text, basis = self.text("published"), self.text("published_basis")
        try:
            return dates.parse_edtf(text, basis) if text else None
        except ValueError as error:
            raise ArticleError(self.line("published"), f"published: {error}") from None

    def roles(self, last: int) -> dict[int, Role]:
        """Give the paragraphs that are not plain text, in an article of `last` paragraphs."""
        named: dict[int, Role] = {}
        for role, numbers in self._mapping("roles").items():
            if role not in ROLES:
                raise ArticleError(
                    self.line("roles"), f"unknown role {role!r}: the roles are {', '.join(ROLES)}"
                )
            for item in numbers if isinstance(numbers, list) else [numbers]:
                for number in self._numbers("roles", item, last):
                    named[number] = role
        return dict(sorted(named.items()))

    def leads(self, last: int) -> dict[int, int]:
        """Give each list item the paragraph that opens its sentence."""
        pairs = self._mapping("lead_in").items()
        return {
            item: lead
            for lead_text, items in pairs
            for lead in self._numbers("lead_in", lead_text, last)
            for item_text in (items if isinstance(items, list) else [items])
            for item in self._numbers("lead_in", item_text, last)
        }

    def pages(self, last: int) -> dict[int, int]:
        """Give paragraphs the page of a printed text that they begin on."""
        found: dict[int, int] = {}
        for page, numbers in self._mapping("pages").items():
            if not re.fullmatch(r"[1-9][0-9]{0,5}", str(page)):
                raise ArticleError(self.line("pages"), f"pages: {page!r} is no number of a page")
            for item in numbers if isinstance(numbers, list) else [numbers]:
                found |= dict.fromkeys(self._numbers("pages", item, last), int(page))
        return found

    def _mapping(self, key: str) -> dict[str, Any]:
        value = self._values.get(key) or {}
        if not isinstance(value, dict):
            example = (
                "{heading: [6, 8], furniture: [24-28]}"
                if key == "roles"
                else "{1: [1-4], 2: [5-9]}"
            )
            raise ArticleError(self.line(key), f"{key} must be a mapping, such as {example}")
        return value

    def _numbers(self, key: str, text: object, last: int) -> range:
        """Read `6` or `24-28`."""
        match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", str(text))
        numbers = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not numbers or numbers[0] < 1 or numbers[-1] > last:
            raise ArticleError(
                self.line(key), f"{key}: {text!r} is no paragraph of this article, which has {last}"
            )
        return numbers


def from_yaml(text: str) -> tuple[dict[str, Any], dict[str, int]]:
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
                raise ArticleError(
                    token.start_mark.line + 2, "YAML tags, anchors and aliases are not allowed here"
                )
            if depth > _DEPTH:  # the parser would run out of stack
                raise ArticleError(
                    token.start_mark.line + 2, "the front matter is nested too deeply"
                )
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is no YAML"
        if "mapping values" in problem:
            problem = "put a value that holds a colon in quotation marks"
        raise ArticleError(
            mark.line + 2 if mark else 1, f"the front matter cannot be read: {problem}"
        ) from None
    if not isinstance(root, yaml.MappingNode):
        raise ArticleError(2, "the front matter must be lines of field: value")
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ArticleError(
                key.start_mark.line + 2, "the front matter must be lines of field: value"
            )
        if key.value in values:
            raise ArticleError(
                key.start_mark.line + 2, f"{key.value} stands twice in the front matter"
            )
        values[key.value] = _plain(value)
        lines[key.value] = key.start_mark.line + 2  # from 1, and the line --- above
    return values, lines


def _plain(node: Any) -> Any:
    if node.id == "mapping":
        keys = [key.value for key, _ in node.value]
        for i, (key, _) in enumerate(node.value):
            if key.id != "scalar":
                raise ArticleError(key.start_mark.line + 2, "a name of a field must be one text")
            if key.value in keys[:i]:
                raise ArticleError(
                    key.start_mark.line + 2, f"{key.value} stands twice in one field"
                )
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value] if node.id == "sequence" else str(node.value)
