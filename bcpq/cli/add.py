"""The commands that make a corpus of the reader's own, and put articles into it."""

import re
import shlex
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from bcpq.cli import output
from bcpq.cli.index import cluster
from bcpq.cli.options import CaFile, Corpus
from bcpq.corpus.create import make_corpus
from bcpq.corpus.files import is_in_cluster, make_printable
from bcpq.errors import BcpqError, QueryError
from bcpq.evidence.diff import edits
from bcpq.importing.add import Addition, TextConflict, add_article, locate_folder
from bcpq.importing.submission import (
    Overrides,
    Submission,
    list_missing,
    read_source,
    require_complete,
)
from bcpq.render.messages import edited
from bcpq.text.dates import parse_edtf

_SAME = " has this text already, nothing to do (--replace changes what is said of it)"
_QUESTIONS = {
    "source": "Who published it?",
    "date": "When was it published (2024-05-02, 2024-05, 2024-05? if not sure, unknown)?",
    "id": "Which id shall it have (letters, digits, hyphens)?",
}


def init(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", show_default=False, help="The folder to make.")
    ],
    examples: Annotated[
        bool, typer.Option("--with-examples", help="Put in the five articles that come with bcpq.")
    ] = False,
) -> int:
    """Make a folder for articles of your own.

    \b
    bcpq init cuttings
    bcpq add --corpus cuttings report.pdf --source "Dorset Council" --date 2024-05
    bcpq search --corpus cuttings agency staff
    """
    make_corpus(folder, with_examples=examples)
    name = make_printable(folder)
    output.note(
        f"made {name}; put articles into it with: bcpq add --corpus {shlex.quote(name)} FILE or ADDRESS"
    )
    return 0


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", show_default=False, help="Files, or http and https addresses."
        ),
    ],
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Who published it.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TITLE", help="Its title.")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="EDTF", help="When it was, or unknown.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="ADDRESS", help="Where it was published.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="What locators call it.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in place of the one that is there.")
    ] = False,
    corpus: Corpus = None,
    ca_file: CaFile = None,
) -> int:
    """Put articles into a corpus folder: text, Markdown, HTML, PDF, or addresses of the web.

    \b
    bcpq add --corpus cuttings report.pdf --source "Dorset Council" --date 2024-05
    bcpq add --corpus cuttings https://example.org/news/1

    HTML and PDF need the extra import. What is not known is asked for on a terminal. A date that is only
    guessed is kept as inferred. What was found is kept in originals/. Adding a text again does nothing. With the
    address of a cluster as the corpus, the next search finds the article there; no original is kept.
    """
    put = _shelf(corpus, ca_file)
    if url and not re.fullmatch(r"(?i:https?)://[^/\s]+(?:/\S*)?", url):
        raise QueryError(
            f"{make_printable(url)} is no http or https address: give --url one, or leave it out"
        )
    if len(sources) > 1 and (title or url or id_):
        raise QueryError("--title, --url and --id are for one source: add the others by themselves")
    given = Overrides(source=source, title=title, date=date, url=url, id=id_)
    failed = 0
    done: set[str] = set()
    for name in sources:
        try:
            _add(put, name, given, replace, done)
        except BcpqError as error:
            failed += 1
            output.note(str(error))
    return 2 if failed else 0


def _shelf(corpus: str | None, ca_file: str | None) -> Callable[..., Addition]:
    """Give what puts an article into a corpus."""
    if not is_in_cluster(corpus):
        return partial(add_article, locate_folder(corpus))
    from bcpq.index.opensearch import loader

    return partial(loader.add, cluster((corpus, ca_file)))


def _add(
    put: Callable[..., Addition], name: str, given: Overrides, replace: bool, done: set[str]
) -> None:
    incoming = read_source(name, given)
    given = _completed(incoming, given)
    incoming = incoming._replace(id=given.id or incoming.id)
    if incoming.id in done:
        raise BcpqError(
            f"{name} would be {incoming.id}, like another source of this run: add it by itself, with --id"
        )
    try:
        added = put(incoming, given, replace=replace)
    except TextConflict as changed:
        differences = edited(edits(changed.published, changed.submitted))
        hint = "--replace puts this in its place, --id beside it"
        raise BcpqError(f"{changed.id} is there with another text; {hint}: {differences}") from None
    done.add(added.id)
    output.note(f"{added.outcome}: {added.id}{_SAME if added.outcome == 'same' else ''}")


def _wrong(name: str, answer: str) -> str:
    """Say what is wrong with an answer, if something is."""
    if not answer:
        return f"its {name} has to be said; Ctrl-C leaves"
    if name == "date" and answer != "unknown":
        try:
            parse_edtf(answer)
        except ValueError as error:
            return str(error)
    return ""


def _completed(incoming: Submission, given: Overrides) -> Overrides:
    """Ask for what is not known, or say how to give it."""
    lacking = list_missing(incoming, given)
    if not lacking:
        return given
    if sys.stdin is None or not sys.stdin.isatty():
        require_complete(incoming, given)
    answers = {}
    for name in lacking:
        answers[name] = output.ask(f"{incoming.name}: {_QUESTIONS[name]}", partial(_wrong, name))
        if not answers[name]:
            raise BcpqError(f"{incoming.name} is not added without its {name}")
    return given._replace(**answers)
