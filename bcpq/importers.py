"""How does a page become an article? Text, Markdown, HTML and PDF to paragraphs, with what they say of themselves."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from bcpq import passages
from bcpq.errors import ImportFault
from bcpq.model import Role

_INSTALL = "pip install 'bcpq[import]'"
#: Where pages state when they were published, in the order in which they are believed.
_STATED = (
    "article:published_time", "datePublished", "og:published_time", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "date", "pubdate", "publishdate", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Page(NamedTuple):
    """What was read of a page or a file; what it does not say is None or empty."""

    paragraphs: tuple[str, ...]
    roles: Mapping[int, Role] = MappingProxyType({})
    leads: Mapping[int, int] = MappingProxyType({})
    pages: Mapping[int, int] = MappingProxyType({})
    title: str | None = None
    source: str | None = None
    published: str | None = None  # EDTF
    basis: str | None = None
    url: str | None = None
    note: str | None = None


def from_text(data: bytes, name: str) -> Page:
    """Read plain text or Markdown: paragraphs are lines, or, where blank lines part them, the lines between.

    Raises ImportFault when it is no UTF-8, or has no text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportFault(f"{name}:{line}: is not UTF-8 (byte 0x{data[error.start]:02x}): save it as UTF-8") from None
    blocks = re.split(r"(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))+", text.strip())
    wrapped = len(blocks) > 1 and any(len(passages.lines(block)) > 1 for block in blocks)
    # A heading or a list item is a line of its own, whatever stands around it.
    paragraphs = [part for block in blocks for part in (_unwrapped(block) if wrapped else passages.lines(block))]
    if not paragraphs:
        raise ImportFault(f"{name} has no text")
    return Page(tuple(paragraphs))


def _unwrapped(block: str) -> Iterator[str]:
    joined = ""
    for line in passages.lines(block):
        if joined and re.match(r"#{1,6}\s|[-*+•]\s|[0-9]{1,3}[.)]\s", line):
            yield joined
            joined = ""
        joined = f"{joined} {line}" if joined else line
        if re.match(r"#{1,6}\s", line):
            yield joined
            joined = ""
    if joined:
        yield joined


def from_html(data: bytes, name: str, address: str | None) -> Page:
    """Read a page's main text, title, site and date; menus, adverts and comments are left behind.

    A date that the page's metadata states is stated; any other is only inferred. Raises ImportFault when there is no
    main text, or when the libraries are not installed.
    """
    try:
        from lxml import html
        from trafilatura import bare_extraction
        from trafilatura.utils import decode_file
    except ImportError:
        raise ImportFault(f"reading web pages needs more libraries: run {_INSTALL}") from None
    text = decode_file(data)
    found: Any = bare_extraction(text, url=address, with_metadata=True, include_comments=False, include_images=False)
    if found is None or not (parts := list(_parts(found.body))):
        raise ImportFault(f"no article can be found in {name}: save its text and add that")
    title = " ".join(found.title.split()) if found.title else None
    roles, leads = _roles(parts, title)
    stated, where = _stated(html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")))
    published, basis = (stated, f"stated: the page's own metadata ({where})") if stated else (None, None)
    if not stated and found.date:
        published, basis = f"{found.date}?", "inferred: a date on the page or in its address, as trafilatura finds it"
    source = found.sitename or found.hostname
    return Page(tuple(text for _, text in parts), roles, leads, {}, title, source, published, basis)


def _parts(body: Any) -> Iterator[tuple[str, str]]:
    """Give the blocks of a text, each with its element's name."""
    for element in body.iter("head", "p", "item", "quote", "cell", "code"):
        if element.tag in ("quote", "item", "cell") and element.find(".//p") is not None:
            continue  # its paragraphs come by themselves
        text = " ".join("".join(element.itertext()).split())
        if text:
            yield element.tag, text


def _roles(parts: Sequence[tuple[str, str]], title: str | None) -> tuple[dict[int, Role], dict[int, int]]:
    roles: dict[int, Role] = {}
    leads: dict[int, int] = {}
    lead = 0
    for number, (kind, text) in enumerate(parts, 1):
        if kind == "head":
            roles[number] = "title" if text == title and "title" not in roles.values() else "heading"
        elif kind == "item":
            roles[number] = "item"
            if lead and parts[lead - 1][1].endswith(":"):
                leads[number] = lead
        elif re.match(r"#{1,6}[ \t]", text):
            roles[number] = "text"  # no heading, though it looks like Markdown's
        if kind != "item":
            lead = number
    return roles, leads


def _stated(tree: Any) -> tuple[str | None, str]:
    """Find the date that a page states in its metadata, and the name it stands under."""
    found: dict[str, str] = {}
    for element in tree.iter("meta", "time", "script"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = element.get("content") or element.get("datetime") or ""
        if element.tag == "script" and "ld+json" in (element.get("type") or ""):
            name, value = "datePublished", _in_json(element.text_content())
        if day := _DAY.match(value.strip()):
            found.setdefault(name.lower(), day[0])
    for name in _STATED:
        if name.lower() in found:
            return found[name.lower()], name
    return None, ""


def _in_json(text: str) -> str:
    """Find `datePublished` in a block of linked data."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return ""
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                return str(value["datePublished"])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return ""


class _Line(NamedTuple):
    """A line of a printed page; places in points from the bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def from_pdf(data: bytes, name: str) -> Page:
    """Read a PDF's text, paragraphs put together from lines; running heads and page numbers are left behind.

    Raises ImportFault when it cannot be read or holds no text, or when the library is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise ImportFault(f"reading PDF needs more libraries: run {_INSTALL}") from None
    try:
        with pypdfium2.PdfDocument(data) as document:
            printed = [(_lines(page), page.get_height()) for page in document]
            created = str(document.get_metadata_value("CreationDate") or "")
    except pypdfium2.PdfiumError as error:
        raise ImportFault(f"{name} cannot be read as PDF: {error}") from None
    kept = _without_running_heads(printed)
    parts = list(_paragraphs(kept))
    if not parts:
        raise ImportFault(f"{name} holds no text, only pictures of it perhaps: run it through OCR first")
    day = re.match(r"D:([0-9]{4})([0-9]{2})([0-9]{2})", created)
    published = f"{day[1]}-{day[2]}-{day[3]}?" if day else None
    basis = "inferred: the PDF says that it was made on this day" if day else None
    pages = {number: page for number, (page, _) in enumerate(parts, 1)}
    return Page(tuple(text for _, text in parts), {}, {}, pages, None, None, published, basis)


def _lines(page: Any) -> list[_Line]:
    """Put together the pieces of text that stand on one line, in the order in which they are printed."""
    text = page.get_textpage()
    found: list[_Line] = []
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        piece = re.sub(r"\s+", " ", text.get_text_bounded(left, bottom, right, top))
        last = found[-1] if found else None
        if last and min(top, last.top) - max(bottom, last.bottom) > 0.5 * min(top - bottom, last.top - last.bottom):
            gap = "" if left - last.right < 0.15 * (top - bottom) else " "
            joined = f"{last.text}{gap}{piece}"
            corners = min(left, last.left), min(bottom, last.bottom), max(right, last.right), max(top, last.top)
            found[-1] = _Line(joined, *corners)
        elif piece.strip():
            found.append(_Line(piece, left, bottom, right, top))
    return [line._replace(text=line.text.strip()) for line in found]


def _without_running_heads(printed: Sequence[tuple[list[_Line], float]]) -> list[list[_Line]]:
    """Leave out what stands at the head or foot of several pages, numbers aside, and lone page numbers there."""

    def fringe(lines: Sequence[_Line], height: float) -> list[_Line]:
        return [line for line in lines if line.bottom > 0.93 * height or line.top < 0.07 * height]

    def key(line: _Line) -> str:
        return re.sub(r"[0-9]+", "#", line.text.casefold())

    counts = Counter(key(line) for lines, height in printed for line in {*fringe(lines, height)})
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
    """Tell whether a new paragraph begins: after a gap, at an indent, in another size, or after a short last line."""
    height = before.top - before.bottom
    apart = before.bottom - line.bottom > 1.35 * usual or line.bottom > before.top
    size = abs((line.top - line.bottom) - height) > 0.35 * height
    indented = line.left - before.left > height and before.text[-1:] in '.!?:”"’'
    short = before.right < 0.8 * right and before.text[-1:] in '.!?:;”"’'
    return apart or size or indented or short or re.match(r"[•▪◦–-] ", line.text) is not None


def _goes_on(text: str, following: str) -> bool:
    """Tell whether a paragraph goes on over the end of a page."""
    return text[-1:] not in '.!?:”"’' and not following[:1].isupper()


def _joined(text: str, line: str) -> str:
    if text.endswith(("\u00ad", "\x02", "\ufffe")):  # a hyphen that only the line's end called for
        return text[:-1] + line
    return text + line if text.endswith("-") or not text else f"{text} {line}"
