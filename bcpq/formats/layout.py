"""The layout of printed pages: lines, with the places where they stand, to paragraphs.

Print does not say where a paragraph begins: the shares and factors below are rules of thumb. What
they get wrong can be mended in the article's file.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

#: A hyphen at the end of a line that is perhaps not a part of the word.
SOFT_HYPHEN = "\u00ad"

#: The head and the foot of a page, as shares of its height: running heads stand in the margins.
_HEAD, _FOOT = 0.93, 0.07
#: A text in the margin of more than a third of the pages, and of at least two, is a running head.
_RUNNING_SHARE = 3
#: Pieces stand on one line where they overlap by more than half of the lower one's height.
_OVERLAP = 0.5
#: Two pieces on a line are one word where the gap between them is less than 0.15 of their height:
#: the space between words is a quarter of it in most fonts.
_WORD_GAP = 0.15
#: A gap between lines of more than 1.5 usual steps parts paragraphs. Boxes are as high as their
#: letters, so that steps and sizes vary by a fifth for no reason.
_PARAGRAPH_GAP = 1.5
#: Lines whose heights differ by more than half are of another size.
_OTHER_SIZE = 0.5
#: A line that ends a sentence before 0.8 of the width of its page is the last of its paragraph.
_SHORT_LINE = 0.8
#: What a sentence ends with, closing quotation marks included.
_SENTENCE_ENDS = tuple('.!?:”"’')
#: The same, and what an item of a list ends with.
_CLAUSE_ENDS = (*_SENTENCE_ENDS, ";")
_LIST_ITEM = re.compile(r"[•▪◦–-] ")
_PAGE_NUMBER = re.compile(r"(?:page )?#(?: (?:of|/) #)?|- # -")


class PrintedLine(NamedTuple):
    """A line of a printed page, or a piece of one; places are in points from the bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool  # all of it

    @property
    def height(self) -> float:
        """Give the height of its box."""
        return self.top - self.bottom


class PrintedPage(NamedTuple):
    """A page with its lines, in the order in which they are printed."""

    lines: tuple[PrintedLine, ...]
    height: float  # in points


class PagedParagraph(NamedTuple):
    """A paragraph of a printed text."""

    text: str
    page: int  # on which it begins, from 1


def join_lines(pages: Sequence[PrintedPage]) -> list[PagedParagraph]:
    """Put the lines of a printed text together to paragraphs.

    Running heads and page numbers are left out, and so are hyphens that only the end of a line
    called for.
    """
    return _resolve_hyphens([*_find_paragraphs(_drop_running_heads(pages))])


def join_pieces(pieces: Iterable[PrintedLine]) -> list[PrintedLine]:
    """Put together the pieces of text that stand on one line, in the order in which they come."""
    lines: list[PrintedLine] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and _share_a_line(last, piece):
            is_one_word = piece.left - last.right < _WORD_GAP * piece.height
            joined = f"{last.text}{'' if is_one_word else ' '}{piece.text}"
            lines[-1] = PrintedLine(
                text=re.sub(" {2,}", " ", joined),
                left=min(piece.left, last.left),
                bottom=min(piece.bottom, last.bottom),
                right=max(piece.right, last.right),
                top=max(piece.top, last.top),
                bold=last.bold and piece.bold,
            )
        elif piece.text.strip():
            lines.append(piece)
    return [line._replace(text=line.text.strip()) for line in lines]


def _share_a_line(first: PrintedLine, second: PrintedLine) -> bool:
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    return overlap > _OVERLAP * min(first.height, second.height)


def _drop_running_heads(pages: Sequence[PrintedPage]) -> list[list[PrintedLine]]:
    """Leave out what stands in the margins of several pages, numbers aside, and page numbers."""
    if len(pages) < 2:
        return [list(page.lines) for page in pages]
    counts = Counter(
        pattern
        for page in pages
        for pattern in {_blank_numbers(line) for line in page.lines if _is_in_margin(line, page)}
    )
    often = max(1, len(pages) // _RUNNING_SHARE)
    running = {pattern for pattern, count in counts.items() if count > often}

    def is_running(line: PrintedLine, page: PrintedPage) -> bool:
        pattern = _blank_numbers(line)
        return _is_in_margin(line, page) and (
            pattern in running or _PAGE_NUMBER.fullmatch(pattern) is not None
        )

    return [[line for line in page.lines if not is_running(line, page)] for page in pages]


def _is_in_margin(line: PrintedLine, page: PrintedPage) -> bool:
    return line.bottom > _HEAD * page.height or line.top < _FOOT * page.height


def _blank_numbers(line: PrintedLine) -> str:
    return re.sub(r"[0-9]+", "#", line.text.casefold())


def _find_paragraphs(pages: Iterable[Sequence[PrintedLine]]) -> Iterator[PagedParagraph]:
    """Put lines together to paragraphs, over the ends of pages, too."""
    text, begins_on = "", 0
    for number, lines in enumerate(pages, 1):
        right = max((line.right for line in lines), default=0)
        step = _usual_step(lines)
        before: PrintedLine | None = None
        for line in lines:
            if before:
                begins = _begins_paragraph(before, line, step, right)
            else:
                begins = not _goes_on_over_page(text, line.text)
            if text and begins:
                yield PagedParagraph(text=text, page=begins_on)
                text = ""
            if not text:
                begins_on = number
            text = _join(text, line.text)
            before = line
    if text:
        yield PagedParagraph(text=text, page=begins_on)


def _usual_step(lines: Sequence[PrintedLine]) -> float:
    """Give the distance from line to line within a paragraph: the first quartile of all."""
    steps = sorted(a.bottom - b.bottom for a, b in pairwise(lines) if a.bottom > b.bottom)
    return steps[len(steps) // 4] if steps else 0


def _begins_paragraph(before: PrintedLine, line: PrintedLine, step: float, right: float) -> bool:
    """Tell whether a line begins a paragraph.

    Args:
        before: The line above it.
        line: The line.
        step: The usual distance from line to line.
        right: Where the longest line of the page ends.
    """
    if before.text.endswith(("-", SOFT_HYPHEN)) and line.bottom < before.bottom:
        return False
    is_apart = before.bottom - line.bottom > _PARAGRAPH_GAP * step
    is_in_next_column = line.bottom > before.top
    is_of_other_size = abs(line.height - before.height) > _OTHER_SIZE * before.height
    is_of_other_weight = line.bold != before.bold
    is_indented = line.left - before.left > before.height and before.text.endswith(_SENTENCE_ENDS)
    follows_short_line = before.right < _SHORT_LINE * right and before.text.endswith(_CLAUSE_ENDS)
    return (
        is_apart
        or is_in_next_column
        or is_of_other_size
        or is_of_other_weight
        or is_indented
        or follows_short_line
        or _LIST_ITEM.match(line.text) is not None
    )


def _goes_on_over_page(text: str, following: str) -> bool:
    return not text.endswith(_SENTENCE_ENDS) and not following[:1].isupper()


def _join(text: str, line: str) -> str:
    if not text or text.endswith(("-", SOFT_HYPHEN)):
        return text + line
    return f"{text} {line}"


def _resolve_hyphens(paragraphs: Sequence[PagedParagraph]) -> list[PagedParagraph]:
    """Take out the hyphens of words that stand whole elsewhere in the text; keep the others."""
    words = {
        word
        for paragraph in paragraphs
        for word in re.findall(r"[\w-]+", paragraph.text.casefold())
    }

    def resolve(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.casefold() in words else f"{match[1]}-{match[2]}"

    return [
        paragraph._replace(text=re.sub(rf"(\w*){SOFT_HYPHEN}(\w*)", resolve, paragraph.text))
        for paragraph in paragraphs
    ]
