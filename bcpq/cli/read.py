"""The commands that print articles."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from bcpq.cli import output
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Color, Corpus, Places, Shape, Stamped, Strict
from bcpq.index.store import Store
from bcpq.model import Excerpt
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query, parse
from bcpq.render import listings
from bcpq.render import messages as words
from bcpq.search.locators import read_excerpt

if TYPE_CHECKING:
    from bcpq.render.terminal import Screen


def show(
    places: Places,
    match: Annotated[
        str | None,
        typer.Option("--match", metavar="TERMS", help="Mark these words, as search would."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Page furniture and pull quotes, too.")
    ] = False,
    format: Shape = None,
    stamp: Stamped = False,
    color: Color = "auto",
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """Print an article, or part of it, with paragraph numbers.

    \b
    bcpq show echo-2020                 the whole article
    bcpq show bbc-2022:15               one paragraph
    bcpq show comm:5-9 --match HMO      an id may be cut to a unique beginning
    bcpq search neglect | cut -f1 | xargs bcpq show
    """
    query = parse(match) if match is not None else None
    view = output.view(format, color, stamp)

    def read(store: Store) -> list[Excerpt]:
        return [
            read_excerpt(store, place) if all_ else read_excerpt(store, place).without_asides
            for place in places
        ]

    extracts, digest = with_index((corpus, ca_file), strict, read)
    output.deliver(
        listings.paragraphs(extracts),
        lambda screen: _draw(screen, extracts, query),
        view,
        digest,
        paged=True,
    )
    for place, found in zip(places, extracts, strict=True):
        if found.left_out and not found.whole:
            output.note(
                f"{words.counted(found.left_out, 'paragraph')} of {place} left out: page furniture (--all)"
            )
    return 0 if all(found.paragraphs for found in extracts) else 1


def articles(
    format: Shape = None,
    stamp: Stamped = False,
    color: Color = "auto",
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """List the articles, earliest first: id, source, date, paragraphs, title.

    \b
    bcpq list
    bcpq list | cut -f1,3
    """
    view = output.view(format, color, stamp)
    numbered, digest = with_index((corpus, ca_file), strict, lambda store: store.articles())
    found = list(numbered.values())
    output.deliver(
        listings.articles(found), lambda screen: screen.articles(found), view, digest, paged=True
    )
    return 0


def _draw(screen: "Screen", extracts: Iterable[Excerpt], query: Query | None) -> None:
    for found in extracts:
        places = [
            find_matches(query, paragraph.text) if query else () for paragraph in found.paragraphs
        ]
        screen.article(found.article, zip(found.paragraphs, places, strict=True))
