"""The commands that find passages."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Literal

import typer

from bcpq.cli import options, output
from bcpq.cli.index import Where, with_index
from bcpq.cli.options import (
    AnyShape,
    CaFile,
    Color,
    Corpus,
    In,
    Since,
    Source,
    Stamped,
    Strict,
    Until,
    whole,
)
from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.model import SearchResult
from bcpq.query.parser import Query, parse
from bcpq.render import listings
from bcpq.render import messages as words
from bcpq.render.formats import Listing
from bcpq.search.passages import search as find
from bcpq.search.spelling import suggestions

#: Passages shown unless the reader says how many.
_PAGE = 10

Terms = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TERMS...",
        show_default=False,
        help='Words, "phrases", +needed and -unwanted words.',
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        parser=whole(0),
        help=f"Most passages to show ({_PAGE}); 0 means all.",
    ),
]
Queries = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Search for each line of FILE (- is stdin): id<TAB>query, or a JSON object.",
    ),
]
Ids = Annotated[
    bool,
    typer.Option("-l", "--articles", help="Only the ids of the articles, all of them unless -n."),
]
Count = Annotated[bool, typer.Option("-c", "--count", help="Only how many passages match.")]
Context = Annotated[
    int,
    typer.Option(
        "-C",
        "--context",
        metavar="N",
        parser=whole(0),
        show_default=False,
        help="Show N neighbouring paragraphs on either side.",
    ),
]
Sort = Annotated[
    Literal["rank", "date"], typer.Option("--sort", help="Best first, or earliest article first.")
]
Explain = Annotated[bool, typer.Option("--explain", help="Show how each score comes about.")]
Literally = Annotated[
    bool, typer.Option("--literal", help="Do not look for the other form of an acronym.")
]


def search(
    terms: Terms = None,
    limit: Limit = None,
    format: AnyShape = None,
    queries: Queries = None,
    articles: Ids = False,
    count: Count = False,
    context: Context = 0,
    source: Source = None,
    in_: In = None,
    since: Since = None,
    until: Until = None,
    sort: Sort = "rank",
    explain: Explain = False,
    literal: Literally = False,
    stamp: Stamped = False,
    color: Color = "auto",
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """Find passages, best first.

    \b
    bcpq search agency staff
    bcpq search '"not fit for purpose"' --since 2022
    bcpq search '+permanence -managers' --source bournemouth
    bcpq search domestic abuse | cut -f1 | xargs bcpq show

    Plain words are ranked: more and rarer matches first; words such as "the" count inside a phrase only, or alone.
    "A phrase" must occur, so must +word; -word must not (in quotes, or after --). OR, ( ), colla*, "a b"~5,
    source:bbc, in:echo-2020 and date:2021..2022 do what they seem to. Exit status: 0 found, 1 nothing found, 2 error.
    """
    view = output.view(format, color, stamp)
    most = 1 if count else 0 if articles else _PAGE if limit is None else limit
    wanted = partial(find, filters=options.filters(source, in_, since, until), limit=most)
    wanted = partial(
        wanted, by_date=sort == "date", context=context, explain=explain, literal=literal
    )
    wanted = partial(wanted, count=count or view.format == "json")
    where = corpus, ca_file
    if queries is not None:
        return _many(queries, terms or articles or count or explain, where, strict, wanted, view)
    query = _understood(" ".join(terms or []), view, explain, sum((articles, count, explain)))
    (found, offers), digest = with_index(
        where, strict, lambda store: with_offers(store, wanted(store, query))
    )
    listing = (
        listings.count(found)
        if count
        else _ids(found, limit)
        if articles
        else listings.hits(found, query)
    )
    listed = not (count or articles)
    output.deliver(
        listing, lambda screen: screen.hits(found), view if listed else view.plain, digest
    )
    return _told(query, found, offers, view, listed=listed)


def _many(
    queries: str,
    others: object,
    where: Where,
    strict: bool,
    wanted: Callable[[Store, Query], SearchResult],
    view: output.View,
) -> int:
    """Search for every line of a file; raises QueryError where that was asked for with what it cannot do."""
    if others:
        raise QueryError("--queries stands alone: leave out the words, -l, -c and --explain")
    from bcpq.cli import batch

    asked = batch.Batch(queries)
    return with_index(where, strict, lambda store: asked.run(store, wanted, view))[0]


def _understood(text: str, view: output.View, explain: bool, kinds: int) -> Query:
    """Parse a query, and say on stderr how it was understood if that is to be explained; of one kind of result only."""
    if kinds > 1:
        raise QueryError("-l, -c and --explain exclude each other: choose one")
    if view.format == "trec":
        raise QueryError("--format trec is for --queries: it needs an id for each query")
    query = parse(text)
    if explain:
        output.note(f"understood as: {words.understood(query)}")
    return query


def with_offers(store: Store, found: SearchResult) -> tuple[SearchResult, list[str]]:
    """Add the offers of words that occur to what was found."""
    return found, words.misspelt(suggestions(store, found.unknown))


def _ids(found: SearchResult, limit: int | None) -> Listing:
    matching = list({hit.article.id: hit.article for hit in found.hits}.values())
    return listings.ids(matching[: limit or None])


def _told(
    query: Query, found: SearchResult, offers: list[str], view: output.View, *, listed: bool
) -> int:
    """Say the rest on stderr, and give the exit status."""
    for line in notes(query, found, offers, view.format, listed=listed):
        output.note(line)
    if listed and view.terminal and view.format == "text" and found.total != len(found.hits):
        output.note(f"{words.part_of(found)}; -n 0 shows all")
    return 0 if found.hits else 1


def notes(
    query: Query, found: SearchResult, offers: list[str], shape: str, *, listed: bool = True
) -> Iterator[str]:
    """Say what the results themselves do not; `listed` where they are passages."""
    if not found.hits:
        yield words.nothing(query, found)
    yield from offers
    if found.scope.undated:
        yield words.left_out(found.scope.undated)
    marked = listed and shape in ("text", "json", "jsonl")  # hit by hit
    if found.possible and not marked:
        yield words.only_possible(found.possible, "passage")
    if listed and shape in ("tsv", "csv"):
        for hit in found.hits:
            if hit.explanation:
                yield "\n".join(
                    [hit.passage.locator, *(f"  {line}" for line in words.explained(hit))]
                )
