"""The commands that find passages."""

from typing import Annotated, Literal

import typer

from bcpq.cli import options, output
from bcpq.cli.options import Color, Corpus, In, Shape, Since, Source, Strict, Until
from bcpq.model import Filters, Found
from bcpq.query import Query, parse
from bcpq.render import machine, words
from bcpq.search import search as find

Terms = Annotated[
    list[str] | None,
    typer.Argument(metavar="TERMS...", show_default=False, help='Words, "phrases", +needed and -unwanted words.'),
]


def search(
    terms: Terms = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=0, help="Most passages to show; 0 means all.")] = 10,
    format: Shape = None,
    articles: Annotated[bool, typer.Option("-l", "--articles", help="Only the ids of the articles.")] = False,
    count: Annotated[bool, typer.Option("-c", "--count", help="Only how many passages match.")] = False,
    context: Annotated[
        int, typer.Option("-C", "--context", min=0, metavar="N", help="Show N neighbouring paragraphs on either side.")
    ] = 0,
    source: Source = None,
    in_: In = None,
    since: Since = None,
    until: Until = None,
    sort: Annotated[
        Literal["rank", "date"], typer.Option("--sort", help="Best first, or earliest article first.")
    ] = "rank",
    explain: Annotated[bool, typer.Option("--explain", help="Show how each score comes about.")] = False,
    color: Color = "auto",
    corpus: Corpus = None,
    strict: Strict = False,
) -> int:
    """Find passages, best first.

    \b
    bcpq search agency staff
    bcpq search '"not fit for purpose"' --since 2022
    bcpq search '+permanence -managers' --source echo
    bcpq search domestic abuse | cut -f1 | xargs bcpq show

    Plain words are ranked: more and rarer matches first. "A phrase" must occur, so must +word; -word must not (in
    quotes, or after --). Exit status: 0 found, 1 nothing found, 2 an error.
    """
    query = parse(" ".join(terms or []))
    view = output.view(format, color)
    filters = options.filters(source, in_, since, until)
    most = 1 if count else 0 if articles else limit
    found = options.with_index(
        corpus,
        strict,
        lambda store: find(store, query, filters, limit=most, by_date=sort == "date", context=context, explain=explain),
    )
    if count:
        output.emit(_count(found, view.format), view)
    elif articles:
        output.emit(_articles(found, limit, view.format), view)
    else:
        output.emit(_hits(query, found, view), view)
    _notes(query, found, filters, view)
    return 0 if found.total else 1


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


def _notes(query: Query, found: Found, filters: Filters, view: output.View) -> None:
    """Say on stderr what the results themselves do not."""
    if not found.total:
        output.note(words.nothing(query, found))
    if found.searched.undated:
        output.note(f"{words.counted(found.searched.undated, 'undated article')} left out: when is not known")
    possible = sum(hit.possible for hit in found.hits)
    if possible and view.format in ("tsv", "csv"):
        output.note(f"{words.counted(possible, 'hit')} only possibly of the dates asked for: the day is not known")
    if view.format in ("tsv", "csv"):
        for hit in found.hits if any(hit.explanation for hit in found.hits) else ():
            output.note("\n".join([hit.passage.locator, *(f"  {line}" for line in words.explained(hit))]))
    elif view.terminal and view.format == "text" and len(found.hits) < found.total:
        output.note(f"{len(found.hits)} of {found.total:,} passages; -n 0 shows all")
