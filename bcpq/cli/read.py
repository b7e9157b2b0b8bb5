"""The commands that print articles."""

import re
from collections.abc import Iterable
from typing import Annotated, NamedTuple

import typer

from bcpq.cli import options, output
from bcpq.cli.options import Color, Corpus, Places, Shape, Strict
from bcpq.errors import QueryError
from bcpq.filters import resolve
from bcpq.matches import marked
from bcpq.model import ASIDE_ROLES, Article, Paragraph, Range
from bcpq.query import Query, parse
from bcpq.render import machine
from bcpq.store import Store


class Extract(NamedTuple):
    """An article, or part of it."""

    article: Article
    paragraphs: tuple[Paragraph, ...]


def show(
    places: Places,
    match: Annotated[
        str | None, typer.Option("--match", metavar="TERMS", help="Mark these words, as search would.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Page furniture and pull quotes, too.")] = False,
    format: Shape = None,
    color: Color = "auto",
    corpus: Corpus = None,
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
    view = output.view(format, color)
    extracts = options.with_index(corpus, strict, lambda store: [_extract(store, place, all_) for place in places])
    output.page(_extracts(extracts, query, view), view)
    for place, extract in zip(places, extracts, strict=True):
        if not extract.paragraphs:
            output.note(f"{place} is page furniture or a pull quote: --all shows it")
    return 0 if all(extract.paragraphs for extract in extracts) else 1


def articles(
    format: Shape = None,
    color: Color = "auto",
    corpus: Corpus = None,
    strict: Strict = False,
) -> int:
    """List the articles, earliest first: id, source, date, paragraphs, title.

    \b
    bcpq list
    bcpq list | cut -f1,3
    """
    view = output.view(format, color)
    found = list(options.with_index(corpus, strict, lambda store: store.articles()).values())
    output.page(_articles(found, view), view)
    return 0


def _extract(store: Store, place: str, aside: bool) -> Extract:
    """Find what a locator, or an article's id alone, names."""
    if (context := re.fullmatch(r"([^:]+)-([0-9]+)", place)) and context[1] in store.ids():
        place = f"{context[1]}:{context[2]}"  # a line of search's context
    name, colon, span = place.partition(":")
    number = resolve(store, name)
    text = store.text(number)
    article = store.articles([number])[number]
    if colon:
        match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", span)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 1 <= first <= last:
            raise QueryError(f"{place!r} names no paragraph: write {article.id}:3 or {article.id}:3-5")
        if last > article.length:
            raise QueryError(f"{article.id} has {article.length} paragraphs, and {place!r} asks for more")
        text = text[first - 1 : last]
    return Extract(article, tuple(p for p in text if aside or p.role not in ASIDE_ROLES))


def _extracts(extracts: Iterable[Extract], query: Query | None, view: output.View) -> str:
    if view.format == "text":
        return _laid_out(extracts, query, view)
    pairs = [(extract.article, paragraph) for extract in extracts for paragraph in extract.paragraphs]
    records = (machine.paragraph_record(*pair) for pair in pairs)
    listing = machine.Listing(
        machine.COLUMNS,
        (machine.paragraph_row(*pair) for pair in pairs),
        records,
        lambda: {"schema": "bcpq.paragraph/1", "paragraphs": [*records]},
    )
    return machine.written(listing, view.format)


def _laid_out(extracts: Iterable[Extract], query: Query | None, view: output.View) -> str:
    def places(paragraph: Paragraph) -> tuple[Range, ...]:
        return marked(query, paragraph.text) if query else ()

    screen = output.screen(view)
    for extract in extracts:
        screen.article(extract.article, [(paragraph, places(paragraph)) for paragraph in extract.paragraphs])
    return screen.text()


def _articles(found: list[Article], view: output.View) -> str:
    if view.format == "text":
        screen = output.screen(view)
        screen.articles(found)
        return screen.text()
    rows, records = map(machine.article_row, found), map(machine.article_record, found)
    columns = ("id", "source", "date", "paragraphs", "title")
    listing = machine.Listing(columns, rows, records, lambda: machine.articles_document(found))
    return machine.written(listing, view.format)
