"""Options that several commands share."""

import os
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Literal

import typer

from bcpq.cli.output import Colour, Format
from bcpq.errors import BcpqError, QueryError
from bcpq.index.store import Store
from bcpq.query.filters import Filters


def _article_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    return _completed(ctx, lambda store: store.ids_with_prefix(incomplete), incomplete)


def _sources(ctx: typer.Context, incomplete: str) -> list[str]:
    return _completed(ctx, lambda store: sorted(store.statistics.scope.sources), incomplete)


def _completed(
    ctx: typer.Context, names: Callable[[Store], Sequence[str]], incomplete: str
) -> list[str]:
    from bcpq.cli.index import with_index

    try:
        found, _ = with_index(
            (ctx.params.get("corpus"), ctx.params.get("ca_file")), False, names, lambda line: None
        )
    except BcpqError:  # a shell asks at every Tab: it gets no answer rather than a complaint
        return []
    begun = [name for name in found if name.startswith(incomplete)]
    if "bash" not in os.environ.get("_BCPQ_COMPLETE", ""):
        return begun
    return [
        re.sub(r"([^\w.@%+=:,/-])", r"\\\1", name) for name in begun
    ]  # bash takes it as if it were typed


Corpus = Annotated[
    str | None,
    typer.Option(
        "--corpus", metavar="PATH", envvar="BCPQ_CORPUS", show_default=False,
        help="Folder of articles, .jsonl file or opensearch:// address, instead of the five that come with bcpq.",
    ),
]  # fmt: skip
CaFile = Annotated[
    str | None,
    typer.Option(
        "--ca-file", metavar="FILE", envvar="BCPQ_CA_FILE", show_default=False,
        help="Certificates to trust, for a corpus at opensearchs://.",
    ),
]  # fmt: skip
Stamped = Annotated[
    bool, typer.Option("--stamp", help="On stderr, what the result was made from, to repeat it by.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Stop when an article of the corpus cannot be read.")
]
Shape = Annotated[
    Literal["text", "tsv", "csv", "json", "jsonl"] | None,
    typer.Option("--format", show_default=False, help="Layout; text on a terminal, tsv in a pipe."),
]
AnyShape = Annotated[
    Format | None,
    typer.Option(
        "--format",
        show_default=False,
        help="Layout; text on a terminal, tsv in a pipe; trec for --queries.",
    ),
]
Color = Annotated[Colour, typer.Option("--color", help="Colour; auto means on a terminal only.")]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=_sources,
        help="Only sources that begin with NAME, in any case.",
    ),
]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="ARTICLE", autocompletion=_article_ids, help="Only this article."),
]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="Not published before DATE (year, month or day).")
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Not published after DATE.")]
Places = Annotated[
    list[str],
    typer.Argument(metavar="DOC[:N[-M]]...", show_default=False, autocompletion=_article_ids,
                   help="An article's id, or a unique beginning of it; a paragraph of it, or several."),
]  # fmt: skip


Locators = Annotated[
    list[str],
    typer.Argument(metavar="LOCATOR...", show_default=False, autocompletion=_article_ids,
                   help="A paragraph, such as bbc-2022:15, several (bbc-2022:5-7), or an article."),
]  # fmt: skip


def whole(least: int, most: int | None = None) -> Callable[[str | int], int]:
    """Give what reads a whole number of a range from the command line."""
    span = f"{least} or more" if most is None else f"{least} to {most:,}"

    def read(text: str | int) -> int:
        digits = str(text)
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else -1
        if number < least or (most is not None and number > most):
            raise typer.BadParameter(f"{text!r} is no whole number of {span}")
        return number

    return read


def filters(
    source: str | None, article: str | None, since: str | None, until: str | None
) -> Filters:
    """Read the options that say which articles to search.

    Raises QueryError for an empty one or a malformed date.
    """
    for name, value in (
        ("--source", source),
        ("--in", article),
        ("--since", since),
        ("--until", until),
    ):
        if value is not None and not value.strip():
            raise QueryError(f"{name} is empty: leave it out, or say what it should be")
    return Filters(
        sources=[source] if source else [],
        articles=[article] if article else [],
        since=since,
        until=until,
    )
