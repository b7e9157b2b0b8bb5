"""The command that shows passages over time."""

from functools import partial
from typing import Annotated

import typer

from bcpq.cli import options, output
from bcpq.cli.find import Terms, notes, with_offers
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Color, Corpus, In, Shape, Since, Source, Stamped, Strict, Until
from bcpq.query.parser import parse
from bcpq.render import listings
from bcpq.render import messages as words
from bcpq.search.passages import search
from bcpq.search.timeline import Unit, build_timeline

#: Passages on a terminal unless the reader says how many; a pipe gets all.
_MOST = 100


def timeline(
    terms: Terms = None,
    by: Annotated[Unit, typer.Option("--by", help="How long a period is.")] = "year",
    limit: Annotated[
        int | None,
        typer.Option(
            "-n",
            "--limit",
            metavar="N",
            parser=options.whole(0),
            help=f"Most passages to show, the best ({_MOST} on a terminal); 0 means all.",
        ),
    ] = None,
    source: Source = None,
    in_: In = None,
    since: Since = None,
    until: Until = None,
    format: Shape = None,
    stamp: Stamped = False,
    color: Color = "auto",
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """Find passages and show them in the order of their dates, period by period.

    \b
    bcpq timeline domestic abuse
    bcpq timeline '"agency staff" OR turnover' --by quarter
    bcpq timeline neglect | cut -f1,2

    Bars count the passages of each article. A date that is not sure makes a period as long as it may be; undated
    articles come last. Exit status: 0 found, 1 nothing found, 2 an error.
    """
    view = output.view(format, color, stamp)
    most = limit if limit is not None else _MOST if view.terminal and view.format == "text" else 0
    query, filters = parse(" ".join(terms or [])), options.filters(source, in_, since, until)
    find = partial(search, query=query, filters=filters, limit=most)
    (found, offers), digest = with_index(
        (corpus, ca_file), strict, lambda store: with_offers(store, find(store))
    )
    timeline_ = build_timeline(found, by)
    found, spans = timeline_.result, timeline_.periods
    listing = listings.timeline(spans, found, query)
    output.deliver(listing, lambda screen: screen.timeline(spans), view, digest, paged=True)
    for line in notes(query, found, offers, view.format):
        output.note(line)
    if found.total != len(found.hits):
        output.note(f"{words.part_of(found)}; -n 0 shows all")
    return 0 if found.hits else 1
