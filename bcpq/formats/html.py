"""How does a page become an article? Text, Markdown, HTML and PDF to paragraphs, with what they say of themselves."""

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from bcpq.corpus.reader import decoded
from bcpq.errors import EXTRA, AddError, ArticleError, explain_missing
from bcpq.formats import pdf
from bcpq.model import Role
from bcpq.text import dates
from bcpq.text import sentences as passages

#: Where pages state when they were published, in the order in which they are believed.
_STATED = (
    "article:published_time", "datePublished", "og:published_time", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "date", "pubdate", "publishdate", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
#: What a sentence ends with, and what may follow that.
_ENDS = ".!?:;”\"’')]"
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
        text = decoded(data)
    except ArticleError as broken:
        raise AddError(f"{name}:{broken.line}: {broken.reason}") from None
    text = re.sub(r"\r\n|\r", "\n", text)
    blocks = [passages.lines(block) for block in re.split(r"\n(?:[ \t]*\n)+", text.strip())]
    # Lines are wrapped where most of those that another follows, between blank lines, end in the middle of a sentence.
    inner = [line for block in blocks for line in block[:-1]]
    wrapped = len(blocks) > 1 and sum(line[-1] not in _ENDS for line in inner) > len(inner) / 2
    # A heading or a list item is a line of its own, whatever stands around it.
    paragraphs = [part for block in blocks for part in (_unwrapped(block) if wrapped else block)]
    if not paragraphs:
        raise AddError(f"{name} has no text")
    return Page(tuple(paragraphs))


def _unwrapped(block: Iterable[str]) -> Iterator[str]:
    """Put wrapped lines together; headings, items, quotations, tables and fences begin a line of their own."""
    joined = ""
    for line in block:
        if joined and re.match(r"#{1,6}\s|[-*+•]\s|[0-9]{1,3}[.)]\s|[>|]|```|={3,}|-{3,}", line):
            yield joined
            joined = ""
        joined = (
            line if not joined else joined + line if joined.endswith("-") else f"{joined} {line}"
        )
        if re.match(r"#{1,6}\s|```|={3,}|-{3,}", line):
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
        raise AddError(explain_missing("reading web pages", *EXTRA)) from None
    text = decode_file(data)
    found: Any = bare_extraction(
        text, url=address, with_metadata=True, include_comments=False, include_images=False
    )
    if found is None or not (parts := list(_parts(found.body))):
        raise AddError(f"no article can be found in {name}: save its text and add that")
    title = " ".join(found.title.split()) if found.title else None
    roles, leads = _roles(parts, title)
    tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    stated, where = _stated(tree)
    published, basis = (
        (stated, f"stated: the page's own metadata ({where})") if stated else (None, None)
    )
    if not stated and found.date:
        published = f"{found.date}?"
        basis = "inferred: a date that trafilatura finds on the page; perhaps of a change to it"
    source = (
        found.sitename
        if found.sitename and found.sitename.lower() != (found.hostname or "").lower()
        else None
    )
    if (
        source
        and re.fullmatch(r"[\w.-]+(?::[0-9]+)?", source)
        and source.lower() in (address or "").lower()
    ):
        source = None  # only the host's name
    own = address or _own_address(tree)
    return Page(
        tuple(text for _, text in parts), roles, leads, {}, title, source, published, basis, own
    )


def _own_address(tree: Any) -> str | None:
    """Find the address that a page gives as its own; that of a whole site is none."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    ]
    links += [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    given = ((link or "").strip() for link in links)
    return next((link for link in given if re.fullmatch(r"(?i:https?)://[^/\s]+/\S+", link)), None)


_BLOCKS = ("head", "p", "item", "quote", "cell", "code")


def _parts(body: Any) -> Iterator[tuple[str, str]]:
    """Give the blocks of a text, each with its element's name and without the blocks within it."""
    for element in body.iter(*_BLOCKS):
        if text := " ".join("".join(_own(element)).split()):
            yield element.tag, text


def _own(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield " "
        elif child.tag not in (*_BLOCKS, "list", "table", "row"):
            yield from _own(child)
        yield child.tail or ""


def _roles(
    parts: Sequence[tuple[str, str]], title: str | None
) -> tuple[dict[int, Role], dict[int, int]]:
    roles: dict[int, Role] = {}
    leads: dict[int, int] = {}
    lead = 0
    for number, (kind, text) in enumerate(parts, 1):
        if kind == "head":
            roles[number] = (
                "title" if text == title and "title" not in roles.values() else "heading"
            )
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
    for element in tree.iter("meta", "script"):
        name, value = (
            element.get("property") or element.get("name") or element.get("itemprop"),
            element.get("content"),
        )
        if element.tag == "script" and "ld+json" in (element.get("type") or ""):
            name, value = "datePublished", _in_json(element.text_content())
        if (day := _DAY.match((value or "").strip())) and _likely(day[0]):
            found.setdefault((name or "").lower(), day[0])
    for name in _STATED:
        if name.lower() in found:
            return found[name.lower()], name
    return None, ""


def _likely(day: str) -> bool:
    """Tell whether a day is in the calendar, and neither a program's default nor to come."""
    try:
        return (
            "1900-01-01"
            < dates.parse_bound(day, upper=False)
            <= time.strftime("%Y-%m-%d", time.gmtime())
        )
    except ValueError:
        return False


def _in_json(text: str) -> str:
    """Find `datePublished` of the article itself in a block of linked data."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    things = value if isinstance(value, list) else [value]
    things = [
        part
        for thing in things
        if isinstance(thing, dict)
        for part in (thing, *_listed(thing.get("@graph")))
    ]
    for thing in things:
        kinds = str(thing.get("@type", "")) if isinstance(thing, dict) else ""
        if re.search("Article|Posting|Report|WebPage", kinds) and isinstance(
            thing.get("datePublished"), str
        ):
            return str(thing["datePublished"])
    return ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def from_pdf(data: bytes, name: str) -> Page:
    """Read a PDF's text, paragraphs put together from lines; running heads and page numbers are left behind.

    Raises ImportFault when it cannot be read or holds no text, or when the library is not installed.
    """
    try:
        parts, created = pdf.read(data)
    except ImportError:
        raise AddError(explain_missing("reading PDF", *EXTRA)) from None
    except pdf.Unreadable as error:
        raise AddError(f"{name} cannot be read as PDF: {error}") from None
    if not parts:
        raise AddError(
            f"{name} holds no text, only pictures of it perhaps: run it through OCR first"
        )
    made = re.sub(r"D:([0-9]{4})([0-9]{2})([0-9]{2}).*", r"\1-\2-\3", created)
    published = f"{made}?" if _DAY.fullmatch(made) and _likely(made) else None
    basis = "inferred: the PDF says that it was made on this day" if published else None
    pages = {number: page for number, (page, _) in enumerate(parts, 1)}
    return Page(tuple(text for _, text in parts), {}, {}, pages, None, None, published, basis)
