"""Where are the paragraphs of printed pages? A PDF's lines, put together again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple


class Unreadable(Exception):
    """Say why a file is no PDF that can be read."""


#: A hyphen at the end of a line, whatever sign pdfium gives it.
_HYPHEN = "\u00ad"


class _Line(NamedTuple):
    """A line of a printed page; places in points from the bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool  # all of it


def read(data: bytes) -> tuple[list[tuple[int, str]], str]:
    """Give a PDF's paragraphs, each with the page that it begins on, and when the file says that it was made.

    Raises Unreadable, and ImportError when the library is not installed.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            printed = [(_lines(page), page.get_height()) for page in document]
            created = str(document.get_metadata_value("CreationDate") or "")
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from None
    return _without_hyphens(_paragraphs(_without_running_heads(printed))), created


def _lines(page: Any) -> list[_Line]:
    """Put together the pieces of text that stand on one line, in the order in which they are printed."""
    text = page.get_textpage()
    found: list[_Line] = []
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        piece = re.sub("[\x02\ufffe\ufffd]", _HYPHEN, text.get_text_bounded(left, bottom, right, top))
        piece = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\s]+", " ", piece)
        last = found[-1] if found else None
        if last and min(top, last.top) - max(bottom, last.bottom) > 0.5 * min(top - bottom, last.top - last.bottom):
            gap = "" if left - last.right < 0.15 * (top - bottom) else " "
            joined = re.sub(" {2,}", " ", f"{last.text}{gap}{piece}")
            corners = min(left, last.left), min(bottom, last.bottom), max(right, last.right), max(top, last.top)
            found[-1] = _Line(joined, *corners, last.bold and _bold(text, left, (bottom + top) / 2))
        elif piece.strip():
            found.append(_Line(piece, left, bottom, right, top, _bold(text, left, (bottom + top) / 2)))
    return [line._replace(text=line.text.strip()) for line in found]


def _bold(text: Any, left: float, middle: float) -> bool:
    """Tell whether the letters at a place are of a bold font, by its name: few fonts say their weight."""
    import ctypes

    from pypdfium2 import raw

    index = text.get_index(left, middle, 2, 2)
    if index is None:
        return False
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text.raw, index, name, len(name), ctypes.c_int())
    return re.search(rb"bold|black|heavy", name.value, re.IGNORECASE) is not None


def _without_running_heads(printed: Sequence[tuple[list[_Line], float]]) -> list[list[_Line]]:
    """Leave out what stands at the head or foot of several pages, numbers aside, and lone page numbers there."""

    def fringe(lines: Sequence[_Line], height: float) -> list[_Line]:
        return [line for line in lines if line.bottom > 0.93 * height or line.top < 0.07 * height]

    def key(line: _Line) -> str:
        return re.sub(r"[0-9]+", "#", line.text.casefold())

    if len(printed) < 2:
        return [list(lines) for lines, _ in printed]
    counts = Counter(text for lines, height in printed for text in {key(line) for line in fringe(lines, height)})
    repeated = {text for text, count in counts.items() if count > max(1, len(printed) // 3)}
    kept = []
    for lines, height in printed:
        gone = {
            line
            for line in fringe(lines, height)
            if key(line) in repeated or re.fullmatch(r"(?:page )?#(?: (?:of|/) #)?|- # -", key(line))
        }
        kept.append([line for line in lines if line not in gone])
    return kept


def _paragraphs(pages: Iterable[Sequence[_Line]]) -> Iterator[tuple[int, str]]:
    """Put lines together to paragraphs, each with the page that it begins on."""
    text, began = "", 0
    for number, lines in enumerate(pages, 1):
        right = max((line.right for line in lines), default=0)
        steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.bottom > b.bottom]
        usual = sorted(steps)[len(steps) // 4] if steps else 0
        for i, line in enumerate(lines):
            before = lines[i - 1] if i else None
            if text and (_parted(before, line, usual, right) if before else not _goes_on(text, line.text)):
                yield began, text
                text = ""
            began = began if text else number
            text = _joined(text, line.text)
    if text:
        yield began, text


def _parted(before: _Line, line: _Line, usual: float, right: float) -> bool:
    """Tell whether a paragraph begins: after a gap or a short last line, at an indent, in another size or weight."""
    if before.text.endswith(("-", _HYPHEN)) and line.bottom < before.bottom:
        return False
    height = before.top - before.bottom
    # Boxes are as high as their letters, so that steps and sizes vary by a fifth for no reason.
    apart = before.bottom - line.bottom > 1.5 * usual or line.bottom > before.top
    size = abs((line.top - line.bottom) - height) > 0.5 * height
    indented = line.left - before.left > height and before.text[-1:] in '.!?:”"’'
    short = before.right < 0.8 * right and before.text[-1:] in '.!?:;”"’'
    weight = line.bold != before.bold
    return apart or size or weight or indented or short or re.match(r"[•▪◦–-] ", line.text) is not None


def _goes_on(text: str, following: str) -> bool:
    """Tell whether a paragraph goes on over the end of a page."""
    return text[-1:] not in '.!?:”"’' and not following[:1].isupper()


def _joined(text: str, line: str) -> str:
    return text + line if text.endswith(("-", _HYPHEN)) or not text else f"{text} {line}"


def _without_hyphens(parts: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Take out the hyphens that only a line's end called for: where the word stands whole elsewhere in the text."""
    found = list(parts)
    known = {word for _, text in found for word in re.findall(r"[\w-]+", text.casefold())}

    def settled(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.casefold() in known else f"{match[1]}-{match[2]}"

    return [(page, re.sub(rf"(\w*){_HYPHEN}(\w*)", settled, text)) for page, text in found]
