"""The reader of plain text and of Markdown."""

import re
from collections.abc import Iterable, Iterator

from bcpq.errors import AddError, ArticleError
from bcpq.formats.charset import decode_utf8
from bcpq.formats.extraction import Extraction
from bcpq.text.marks import CLOSING_MARKS
from bcpq.text.sentences import lines

#: What the last line of a paragraph ends with: a full stop and its like, or a mark that closes.
_ENDS = tuple(f".!?:;{CLOSING_MARKS})]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
#: Markdown for a heading, or for a line that stands by itself: a fence, a rule.
_STANDS_ALONE = re.compile(r"#{1,6}\s|```|={3,}|-{3,}")
#: Markdown, and what people type, for a list item, a quotation, a row of a table.
_BEGINS_LINE = re.compile(rf"[-*+•]\s|[0-9]{{1,3}}[.)]\s|[>|]|{_STANDS_ALONE.pattern}")


def read(data: bytes, name: str, address: str | None = None) -> Extraction:
    """Read plain text or Markdown.

    Each line is a paragraph; in a text whose lines are wrapped, it is what stands between blank
    lines.

    Raises:
        AddError: The file is not UTF-8, or has no text.
    """
    try:
        text = decode_utf8(data)
    except ArticleError as error:
        raise AddError(f"{name}:{error.line}: {error.reason}") from None
    text = re.sub(r"\r\n|\r", "\n", text)
    blocks = [lines(block) for block in _BLANK_LINES.split(text.strip())]
    if _is_wrapped(blocks):
        paragraphs = [paragraph for block in blocks for paragraph in _unwrap(block)]
    else:
        paragraphs = [line for block in blocks for line in block]
    if not paragraphs:
        raise AddError(f"{name} has no text")
    return Extraction(paragraphs=tuple(paragraphs))


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """Tell whether lines are cut at a width.

    They are where blank lines part the text, and where more than half of the lines that another
    one follows end in the middle of a sentence.
    """
    followed = [line for block in blocks for line in block[:-1]]
    unfinished = [line for line in followed if not line.endswith(_ENDS)]
    return len(blocks) > 1 and len(unfinished) > len(followed) / 2


def _unwrap(block: Iterable[str]) -> Iterator[str]:
    """Join the lines of a block; a heading or a list item stays a line of its own."""
    paragraph = ""
    for line in block:
        if paragraph and _BEGINS_LINE.match(line):
            yield paragraph
            paragraph = ""
        if not paragraph:
            paragraph = line
        elif paragraph.endswith("-"):
            paragraph += line
        else:
            paragraph += f" {line}"
        if _STANDS_ALONE.match(line):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
