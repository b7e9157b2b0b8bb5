"""The command that says which corpus and index are in use, and whether a result can be had again."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bcpq import __version__
from bcpq.cli import output
from bcpq.cli.index import Where, with_index
from bcpq.cli.options import CaFile, Color, Corpus, Shape, Strict
from bcpq.index.store import Store
from bcpq.model import CorpusInfo
from bcpq.query.filters import Filters
from bcpq.render import listings

_PARTS = ("rank-bm25", "nltk", "PyStemmer", "typer", "rich")


def status(
    stamp: Annotated[
        str | None,
        typer.Option(
            "--stamp", metavar="STAMP", help="Say whether all is as STAMP has it (- is stdin)."
        ),
    ] = None,
    format: Shape = None,
    color: Color = "auto",
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """Say which corpus and index are in use, and what is in them.

    \b
    bcpq status
    bcpq status --corpus cuttings --format json
    bcpq status --stamp - < result.json       is all as it was for this result?
    """
    view = output.view(format, color)
    if stamp is not None:
        return _compare(output.stdin() if stamp == "-" else stamp, view, (corpus, ca_file), strict)
    found, digest = with_index((corpus, ca_file), strict, describe)
    output.deliver(listings.status(found), lambda screen: screen.status(found), view, digest)
    return 0


def _compare(text: str, view: output.View, where: Where, strict: bool) -> int:
    """Say what is not as it was when a result was stamped."""
    from bcpq.search.stamp import list_differences, parse_stamp

    then = parse_stamp(text)
    found, digest = with_index(where, strict, lambda store: list_differences(then, store))
    output.deliver(listings.same(then, found), lambda screen: None, view.plain, digest)
    if then.bcpq != __version__:
        output.note(f"the stamp is of bcpq {then.bcpq}, this is {__version__}")
    return 1 if found else 0


def describe(store: Store) -> CorpusInfo:
    """Gather what there is to say of a corpus and its index."""
    everything = store.statistics.scope
    undated = store.scope(Filters(since="0001-01-01")).undated
    return CorpusInfo(
        store.statistics.corpus,
        store.statistics.place,
        everything.articles,
        store.statistics.passages,
        store.statistics.paragraphs,
        store.statistics.terms,
        everything.first,
        everything.last,
        undated,
        tuple(line for line, _ in store.statistics.faults),
        {
            "bcpq": __version__,
            "python": sys.version.split()[0],
            **{name: version(name) for name in _PARTS},
        },
    )
