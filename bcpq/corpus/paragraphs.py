"""The paragraphs of an article, each with its role, its heading and its lead-in."""

import re
from collections.abc import Iterator

from bcpq.model import PASSAGE_ROLES, Document, Paragraph, Role
from bcpq.text.sentences import lines, sentences

_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*")


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Split a document into its paragraphs, each with the heading and lead-in it stands under.

    A line of Markdown heading syntax is a heading where the front matter gives it no other role.
    """
    texts = lines(document.body)
    section = None
    for number, text in enumerate(texts, 1):
        markdown = _MARKDOWN_HEADING.fullmatch(text)
        role: Role = document.roles.get(number, "heading" if markdown else "text")
        if role == "heading":
            section = markdown[1] if markdown else text
        lead_in = document.lead_ins.get(number)
        yield Paragraph(
            article=document.article.id,
            number=number,
            role=role,
            text=text,
            section=section if role != "heading" else None,
            lead_in=texts[lead_in - 1] if lead_in else None,
            sentences=tuple(sentences(text)) if role in PASSAGE_ROLES else (),
            page=document.pages.get(number),
        )
