"""Where does a paragraph begin? A document to its paragraphs, a passage to its sentences."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bcpq.model import PASSAGE_ROLES, Document, Paragraph, Range, Role

# \n, \r\n and \r only: str.splitlines would also split at characters that stand inside paragraphs.
_LINE = re.compile(r"[^\r\n]+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*")

#: Abbreviations after which an English sentence goes on. Punkt (Kiss & Strunk 2006) would learn them from a large
#: text; it is given them, because its trained data has to be downloaded.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st rev hon cllr cllrs sgt supt det insp capt col gen lt maj no nos vol p pp para ed eds "
    "e.g i.e cf viz vs v etc approx c ca dept gov co corp inc ltd plc jan feb mar apr jun jul aug sep sept oct nov dec "
    "a.m p.m u.k u.s".split()
)


def lines(body: str) -> list[str]:
    """Give the non-blank lines of a body, in order, without white space at their ends."""
    return [text for match in _LINE.finditer(body) if (text := match[0].strip())]


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Split a document into its paragraphs, each with the heading and the list lead-in it stands under.

    A line of Markdown heading syntax is a heading where the front matter gives it no other role.
    """
    texts = lines(document.body)
    section = None
    for number, text in enumerate(texts, 1):
        markdown = _MARKDOWN_HEADING.fullmatch(text)
        role: Role = document.roles.get(number, "heading" if markdown else "text")
        if role == "heading":
            section = markdown[1] if markdown else text
        lead = document.leads.get(number)
        yield Paragraph(
            document.article.id,
            number,
            role,
            text,
            section if role != "heading" else None,
            texts[lead - 1] if lead else None,
            tuple(sentences(text)) if role in PASSAGE_ROLES else (),
        )


def sentences(text: str) -> Iterator[Range]:
    """Give the ranges of a passage's sentences, in order."""
    yield from _punkt().span_tokenize(text)


@cache
def _punkt() -> Any:
    # nltk takes a quarter of a second to import: only an index build pays it.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)
