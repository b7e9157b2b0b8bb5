"""The reader of web pages: their main text, without menus, adverts and comments."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bcpq.errors import EXTRA, AddError, explain_missing
from bcpq.formats.extraction import Extraction, StatedDate, SuggestedDate
from bcpq.model import Role

#: The elements of trafilatura's result that hold a paragraph each.
_BLOCKS = ("head", "p", "item", "quote", "cell", "code")
#: The elements that hold blocks.
_CONTAINERS = ("list", "table", "row")
#: The types of linked data (schema.org) that are an article, and not a part of a page.
_ARTICLE_TYPES = re.compile("Article|Posting|Report|WebPage")


class _Block(NamedTuple):
    """A paragraph of a page."""

    element: str  # one of _BLOCKS
    text: str


def read(data: bytes, name: str, address: str | None = None) -> Extraction:
    """Read a page's main text and title, and what it says of its site, its date and its address.

    Raises:
        AddError: There is no main text, or the packages are not installed.
    """
    try:
        import lxml.html
        from trafilatura import bare_extraction
        from trafilatura.utils import decode_file
    except ImportError:
        raise AddError(explain_missing("reading web pages", *EXTRA), code="extra-missing") from None
    text = decode_file(data)
    page: Any = bare_extraction(
        text, url=address, with_metadata=True, include_comments=False, include_images=False
    )
    if page is None or not (blocks := list(_find_blocks(page.body))):
        raise AddError(f"no article can be found in {name}: save its text and add that")
    title = " ".join(page.title.split()) if page.title else None
    tree = lxml.html.fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return Extraction(
        paragraphs=tuple(block.text for block in blocks),
        roles=_assign_roles(blocks, title),
        lead_ins=_assign_lead_ins(blocks),
        title=title,
        site_name=_find_site_name(page),
        stated_dates=tuple(_find_dates(tree)),
        suggested_date=_find_suggested_date(page),
        own_addresses=tuple(_find_own_addresses(tree)),
    )


def _find_blocks(body: Any) -> Iterator[_Block]:
    """Give the blocks of a text, each without the blocks within it."""
    for element in body.iter(*_BLOCKS):
        if text := " ".join("".join(_own_text(element)).split()):
            yield _Block(element=element.tag, text=text)


def _own_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":  # a line break
            yield " "
        elif child.tag not in (*_BLOCKS, *_CONTAINERS):
            yield from _own_text(child)
        yield child.tail or ""


def _assign_roles(blocks: Sequence[_Block], title: str | None) -> dict[int, Role]:
    """Give the paragraphs that are not plain text their roles; only one is the title."""
    roles: dict[int, Role] = {}
    for number, block in enumerate(blocks, 1):
        if block.element == "head":
            is_title = block.text == title and "title" not in roles.values()
            roles[number] = "title" if is_title else "heading"
        elif block.element == "item":
            roles[number] = "item"
        elif re.match(r"#{1,6}[ \t]", block.text):
            roles[number] = "text"  # no heading, though it looks like Markdown's
    return roles


def _assign_lead_ins(blocks: Sequence[_Block]) -> dict[int, int]:
    """Give each list item the paragraph before its list, where that ends with a colon."""
    lead_ins: dict[int, int] = {}
    last = 0  # the last paragraph that is no list item
    for number, block in enumerate(blocks, 1):
        if block.element != "item":
            last = number
        elif last and blocks[last - 1].text.endswith(":"):
            lead_ins[number] = last
    return lead_ins


def _find_site_name(page: Any) -> str | None:
    """Find what a page calls its site; trafilatura gives the host where it calls it nothing."""
    if page.sitename and page.sitename.lower() != (page.hostname or "").lower():
        return str(page.sitename)
    return None


def _find_suggested_date(page: Any) -> SuggestedDate | None:
    if not page.date:
        return None
    return SuggestedDate(
        day=str(page.date),
        basis="a date that trafilatura finds on the page; perhaps of a change to it",
    )


def _find_dates(tree: Any) -> Iterator[StatedDate]:
    """Give what the metadata of a page holds under any name, and the date of its linked data."""
    for element in tree.iter("meta", "script"):
        if element.tag == "script" and "ld+json" in (element.get("type") or ""):
            if date := _find_linked_date(element.text_content()):
                yield StatedDate(name="datePublished", value=date)
        else:
            name = element.get("property") or element.get("name") or element.get("itemprop")
            value = element.get("content")
            if name and value:
                yield StatedDate(name=name, value=value)


def _find_linked_date(text: str) -> str | None:
    """Find `datePublished` of the article itself in a block of linked data (JSON-LD)."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    nodes: list[Any] = []
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict):
            graph = node.get("@graph")
            nodes += [node, *(graph if isinstance(graph, list) else [])]
    for node in nodes:
        if isinstance(node, dict) and _ARTICLE_TYPES.search(str(node.get("@type", ""))):
            date = node.get("datePublished")
            if isinstance(date, str):
                return date
    return None


def _find_own_addresses(tree: Any) -> Iterator[str]:
    """Give what a page names as its own address: its canonical links, then that for sharing it."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield (link.get("href") or "").strip()
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:url":
            yield (meta.get("content") or "").strip()
