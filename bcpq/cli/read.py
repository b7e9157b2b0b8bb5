"""The commands that print articles."""

from typing import TYPE_CHECKING

from bcpq.cli import output
from bcpq.cli.opening import open_corpus
from bcpq.cli.options import Colour, Format
from bcpq.model import Excerpt
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query, parse
from bcpq.render import formats, messages

if TYPE_CHECKING:
    from bcpq.render.terminal import Screen


def show(
    *,
    places: list[str],
    match: str | None,
    all_: bool,
    format: Format | None,
    stamp: bool,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
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
    with open_corpus(corpus, ca_file, strict) as opened:
        excerpts = [opened.read(place) for place in places]
        if not all_:
            excerpts = [excerpt.without_asides for excerpt in excerpts]
        output.deliver(
            formats.lay_out_excerpts(excerpts),
            lambda screen: _draw_excerpts(screen, excerpts, query),
            view,
            opened,
            paged=True,
        )
    for place, excerpt in zip(places, excerpts, strict=True):
        if excerpt.left_out and not excerpt.whole:
            left_out = messages.count_noun(excerpt.left_out, "paragraph")
            output.note(f"{left_out} of {place} left out: page furniture (--all)")
    return 0 if all(excerpts) else 1


def _draw_excerpts(screen: "Screen", excerpts: list[Excerpt], query: Query | None) -> None:
    for excerpt in excerpts:
        marks = [find_matches(query, paragraph.text) if query else () for paragraph in excerpt]
        screen.excerpt(excerpt, marks)


def list_articles(
    *,
    format: Format | None,
    stamp: bool,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """List the articles, earliest first: id, source, date, paragraphs, title.

    \b
    bcpq list
    bcpq list | cut -f1,3
    """
    view = output.view(format, color, stamp)
    with open_corpus(corpus, ca_file, strict) as opened:
        articles = opened.articles()
        layouts = formats.lay_out_articles(articles)
        output.deliver(layouts, lambda screen: screen.articles(articles), view, opened, paged=True)
    return 0
