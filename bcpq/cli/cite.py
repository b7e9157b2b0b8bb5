"""The command that cites passages."""

from typing import Annotated

import typer

from bcpq.cli import output
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Corpus, Locators, Stamped, Strict
from bcpq.evidence.cite import cite as cited
from bcpq.render import citations
from bcpq.render.citations import Style


def cite(
    places: Locators,
    style: Annotated[Style, typer.Option("--style", help="Layout of the citation.")] = "text",
    quote: Annotated[bool, typer.Option("--quote", help="The passage, too.")] = False,
    link: Annotated[
        bool, typer.Option("--link", help="An address that leads a browser to the passage.")
    ] = False,
    stamp: Stamped = False,
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """Cite a passage, or an article: source, title, date, address and paragraph, as far as they are known.

    \b
    bcpq cite bbc-2022:15
    bcpq cite bbc-2022:15 --style markdown --quote --link
    bcpq search neglect | cut -f1 | xargs bcpq cite --style bibtex > neglect.bib

    A date that is only inferred is given as such in each style's own way; what is not known is left out.
    """
    view = output.view("text" if style in ("text", "markdown") else "json", "never", stamp)
    where = corpus, ca_file
    found, digest = with_index(
        where,
        strict,
        lambda store: [cited(store, place, quoted=quote, linked=link) for place in places],
    )
    stamped = output.stamper(digest, [citation.article for citation in found])
    output.emit(citations.written(found, style, stamped), view)
    output.note_stamp(stamped, view)
    return 0
