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
    found: list[_Line] = []
    for piece in _pieces(page.get_textpage()):
        last = found[-1] if found else None
        if last and min(piece.top, last.top) - max(piece.bottom, last.bottom) > 0.5 * min(
            piece.top - piece.bottom, last.top - last.bottom
        ):
            gap = "" if piece.left - last.right < 0.15 * (piece.top - piece.bottom) else " "
            joined = re.sub(" {2,}", " ", f"{last.text}{gap}{piece.text}")
            lower = min(piece.left, last.left), min(piece.bottom, last.bottom)
            upper = max(piece.right, last.right), max(piece.top, last.top)
            found[-1] = _Line(joined, *lower, *upper, last.bold and piece.bold)
        elif piece.text.strip():
            found.append(piece)
    return [line._replace(text=line.text.strip()) for line in found]


def _pieces(text: Any) -> Iterator[_Line]:
    """Read a page letter by letter, up to the line ends that pdfium finds: boxes of kerned letters overlap."""
    from pypdfium2 import raw

    letters: list[int] = []
    for i in range(text.count_chars() + 1):
        code = raw.FPDFText_GetUnicode(text.raw, i) if i < text.count_chars() else 10
        if code not in (10, 13):
            letters.append(i)
            continue
        units = "".join(
            chr(raw.FPDFText_GetUnicode(text.raw, n)) for n in letters
        )  # of UTF-16, as pdfium counts
        said = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        said = re.sub(
            r"[\x00-\x08\x0b-\x1f\x7f-\x9f\s]+", " ", re.sub("[\x02\ufffe\ufffd]", _HYPHEN, said)
        )
        shown = [n for n in letters if chr(raw.FPDFText_GetUnicode(text.raw, n)).strip()]
        if shown:
            boxes = [text.get_charbox(n, loose=True) for n in shown]
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            bold = all(_bold(text, n) for n in shown)
            yield _Line(said, min(lefts), min(bottoms), max(rights), max(tops), bold)
        letters = []


def _bold(text: Any, letter: int) -> bool:
    """Tell whether a letter is of a bold font, by its name: few fonts say their weight."""
    import ctypes

    from pypdfium2 import raw

    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text.raw, letter, name, len(name), ctypes.c_int())
    return re.search(rb"bold|black|heavy", name.value, re.IGNORECASE) is not None


def _without_running_heads(printed: Sequence[tuple[list[_Line], float]]) -> list[list[_Line]]:
    """Leave out what stands at the head or foot of several pages, numbers aside, and lone page numbers there."""

    def fringe(lines: Sequence[_Line], height: float) -> list[_Line]:
        return [line for line in lines if line.bottom > 0.93 * height or line.top < 0.07 * height]

    def key(line: _Line) -> str:
        return re.sub(r"[0-9]+", "#", line.text.casefold())

    if len(printed) < 2:
        return [list(lines) for lines, _ in printed]
    counts = Counter(
        text for lines, height in printed for text in {key(line) for line in fringe(lines, height)}
    )
    repeated = {text for text, count in counts.items() if count > max(1, len(printed) // 3)}
    kept = []
    for lines, height in printed:
        gone = {
            line
            for line in fringe(lines, height)
            if key(line) in repeated
            or re.fullmatch(r"(?:page )?#(?: (?:of|/) #)?|- # -", key(line))
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
            if text and (
                _parted(before, line, usual, right) if before else not _goes_on(text, line.text)
            ):
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
    return (
        apart or size or weight or indented or short or re.match(r"[•▪◦–-] ", line.text) is not None
    )


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
