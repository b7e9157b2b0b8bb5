"""The command that says which corpus and index are in use."""

import sys
from importlib.metadata import version

from bcpq import __version__
from bcpq.cli import options, output
from bcpq.cli.options import Color, Corpus, Shape, Strict
from bcpq.model import Status
from bcpq.render import machine
from bcpq.render.words import status_rows
from bcpq.store import Store

_PARTS = ("rank-bm25", "nltk", "PyStemmer", "typer", "rich")


def status(format: Shape = None, color: Color = "auto", corpus: Corpus = None, strict: Strict = False) -> int:
    """Say which corpus and index are in use, and what is in them.

    \b
    bcpq status
    bcpq status --corpus cuttings --format json
    """
    view = output.view(format, color)
    output.emit(_laid_out(options.with_index(corpus, strict, _status), view), view)
    return 0


def _status(store: Store) -> Status:
    everything = store.everything
    dated = sum(article.published is not None for article in store.articles().values())
    return Status(
        store.corpus,
        store.place,
        everything.articles,
        store.passages,
        store.paragraphs(),
        store.terms(),
        everything.first,
        everything.last,
        everything.articles - dated,
        tuple(line for line, _ in store.faults),
        (("bcpq", __version__), ("python", sys.version.split()[0]), *((name, version(name)) for name in _PARTS)),
    )


def _laid_out(found: Status, view: output.View) -> str:
    if view.format == "text":
        screen = output.screen(view)
        screen.status(found)
        return screen.text()
    record = machine.status_record(found)
    return machine.written(
        machine.Listing(("name", "value"), status_rows(found), [record], lambda: record), view.format
    )
