"""The commands that find passages."""

from functools import partial
from typing import Annotated, Literal

import typer

from bcpq.cli import options, output
from bcpq.cli.options import Color, Corpus, In, Shape, Since, Source, Strict, Until
from bcpq.model import Found
from bcpq.query import Query, parse
from bcpq.render import machine, words
from bcpq.search import search as find
from bcpq.spelling import suggestions
from bcpq.store import Store

#: Passages shown unless the reader says how many.
_PAGE = 10

Terms = Annotated[
    list[str] | None,
    typer.Argument(metavar="TERMS...", show_default=False, help='Words, "phrases", +needed and -unwanted words.'),
]


Limit = Annotated[
    int | None, typer.Option("-n", "--limit", min=0, show_default="10", help="Most passages to show; 0 means all.")
]
Ids = Annotated[bool, typer.Option("-l", "--articles", help="Only the ids of the articles, all of them unless -n.")]
Count = Annotated[bool, typer.Option("-c", "--count", help="Only how many passages match.")]
Context = Annotated[
    int, typer.Option("-C", "--context", min=0, metavar="N", help="Show N neighbouring paragraphs on either side.")
]
Sort = Annotated[Literal["rank", "date"], typer.Option("--sort", help="Best first, or earliest article first.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show how each score comes about.")]
Literally = Annotated[bool, typer.Option("--literal", help="Do not look for the other form of an acronym.")]


def search(
    terms: Terms = None,
    limit: Limit = None,
    format: Shape = None,
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
    color: Color = "auto",
    corpus: Corpus = None,
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
    query = parse(" ".join(terms or []))
    view = output.view(format, color)
    filters = options.filters(source, in_, since, until)
    most = 1 if count else 0 if articles else _PAGE if limit is None else limit
    wanted = partial(
        find, query=query, filters=filters, limit=most, by_date=sort == "date",
        context=context, explain=explain, literal=literal,
    )  # fmt: skip
    found, offers = options.with_index(corpus, strict, lambda store: _with_offers(store, wanted(store)))
    if count:
        output.emit(_count(found, view.format), view)
    elif articles:
        output.emit(_articles(found, limit or 0, view.format), view)
    else:
        output.emit(_hits(query, found, view), view)
    _notes(query, found, view, listed=not (count or articles))
    for offer in offers:
        output.note(offer)
    return 0 if found.total else 1


def _with_offers(store: Store, found: Found) -> tuple[Found, list[str]]:
    return found, words.misspelt(suggestions(store, found.unknown))


def _count(found: Found, shape: str) -> str:
    if shape.startswith("json"):
        return machine.json({"schema": "bcpq.count/1", "count": found.total})
    return machine.csv(["count"], [[found.total]]) if shape == "csv" else f"{found.total}\n"


def _articles(found: Found, limit: int, shape: str) -> str:
    matching = list({hit.article.id: hit.article for hit in found.hits}.values())[: limit or None]
    ids = [[article.id] for article in matching]
    match shape:
        case "json":
            records = [machine.article_record(article) for article in matching]
            return machine.json({"schema": "bcpq.article/1", "articles": records})
        case "jsonl":
            return machine.jsonl(machine.article_record(article) for article in matching)
        case "csv":
            return machine.csv(["article"], ids)
    return machine.tsv(ids)


def _hits(query: Query, found: Found, view: output.View) -> str:
    match view.format:
        case "text":
            from bcpq.render.terminal import Screen  # rich: only for a person's eyes

            screen = Screen(output.width(), view.colour)
            screen.hits(found)
            return screen.text()
        case "json":
            return machine.json(machine.found_document(found, query))
        case "jsonl":
            return machine.jsonl(machine.hit_record(hit) for hit in found.hits)
        case "csv":
            return machine.csv(machine.COLUMNS, machine.hit_rows(found))
    return machine.tsv(machine.hit_rows(found))


def _notes(query: Query, found: Found, view: output.View, *, listed: bool) -> None:
    """Say on stderr what the results themselves do not; `listed` where they are passages."""
    if not found.total:
        output.note(words.nothing(query, found))
    if found.searched.undated:
        output.note(words.left_out(found.searched.undated))
    marked = listed and view.format in ("text", "json", "jsonl")  # hit by hit
    if found.possible and not marked:
        output.note(words.only_possible(found.possible, "passage"))
    if not listed:
        return
    if view.format in ("tsv", "csv"):
        for hit in found.hits:
            if hit.explanation:
                output.note("\n".join([hit.passage.locator, *(f"  {line}" for line in words.explained(hit))]))
    elif view.terminal and view.format == "text" and len(found.hits) < found.total:
        output.note(f"{len(found.hits)} of {words.counted(found.total, 'passage')}; -n 0 shows all")
