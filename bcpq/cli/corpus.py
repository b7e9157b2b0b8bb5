"""The commands that make a corpus of the reader's own, and put articles into it."""

import re
import shlex
import sys
from functools import partial

from bcpq.api import Corpus, create
from bcpq.cli import output
from bcpq.corpus.files import make_printable
from bcpq.errors import AddError, BcpqError, UsageError
from bcpq.importing.add import TextConflict
from bcpq.importing.submission import (
    Overrides,
    Submission,
    list_missing,
    read_source,
    require_complete,
)
from bcpq.render import messages
from bcpq.text.dates import parse_edtf
from bcpq.text.edits import find_edits

_SAME = " has this text already, nothing to do (--replace changes what is said of it)"
_QUESTIONS = {
    "source": "Who published it?",
    "date": "When was it published (2024-05-02, 2024-05, 2024-05? if not sure, unknown)?",
    "id": "Which id shall it have (letters, digits, hyphens)?",
}
_WEB_ADDRESS = re.compile(r"(?i:https?)://[^/\s]+(?:/\S*)?")


def init(*, folder: str, with_examples: bool) -> int:
    """Make a folder for articles of your own.

    \b
    bcpq init cuttings
    bcpq add --corpus cuttings report.pdf --source "Dorset Council" --date 2024-05
    bcpq search --corpus cuttings agency staff
    """
    create(folder, examples=with_examples)
    name = make_printable(folder)
    command = f"bcpq add --corpus {shlex.quote(name)} FILE or ADDRESS"
    output.note(f"made {name}; put articles into it with: {command}")
    return 0


def add(
    *,
    sources: list[str],
    source: str | None,
    title: str | None,
    date: str | None,
    url: str | None,
    id_: str | None,
    replace: bool,
    corpus: str | None,
    ca_file: str | None,
) -> int:
    """Put articles into a corpus folder: text, Markdown, HTML, PDF, or addresses of the web.

    \b
    bcpq add --corpus cuttings report.pdf --source "Dorset Council" --date 2024-05
    bcpq add --corpus cuttings https://example.org/news/1

    HTML and PDF need the extra import. What is not known is asked for on a terminal. A date that is only
    guessed is kept as inferred. What was found is kept in originals/. Adding a text again does nothing. With the
    address of a cluster as the corpus, the next search finds the article there; no original is kept.
    """  # noqa: E501
    target = Corpus(corpus, ca_file=ca_file)
    target.require_addable()
    if url and not _WEB_ADDRESS.fullmatch(url):
        raise UsageError(
            f"{make_printable(url)} is no http or https address: give --url one, or leave it out"
        )
    if len(sources) > 1 and (title or url or id_):
        raise UsageError("--title, --url and --id are for one source: add the others by themselves")
    overrides = Overrides(source=source, title=title, date=date, url=url, id=id_)
    failed = 0
    added: set[str] = set()
    for name in sources:
        try:
            _add(target, name, overrides, replace, added)
        except BcpqError as error:
            failed += 1
            output.note(str(error))
    return 2 if failed else 0


def _add(corpus: Corpus, name: str, overrides: Overrides, replace: bool, added: set[str]) -> None:
    """Add one source; `added` are the ids of those before it, which it joins."""
    submission = read_source(name, overrides)
    overrides = _complete(submission, overrides)
    submission = submission._replace(id=overrides.id or submission.id)
    if submission.id in added:
        raise AddError(
            f"{name} would be {submission.id}, like another source of this run: "
            "add it by itself, with --id",
            code="import-conflict",
        )
    try:
        addition = corpus.add(submission, **overrides._asdict(), replace=replace)
    except TextConflict as conflict:
        edits = messages.mark_edits(find_edits(conflict.published, conflict.submitted))
        hint = "--replace puts this in its place, --id beside it"
        message = f"{conflict.id} is there with another text; {hint}: {edits}"
        raise AddError(message, code=conflict.code) from None
    added.add(addition.id)
    output.note(f"{addition.outcome}: {addition.id}{_SAME if addition.outcome == 'same' else ''}")


def _complete(submission: Submission, overrides: Overrides) -> Overrides:
    """Ask for what is not known; raise AddError where nobody can be asked, or does not say."""
    missing = list_missing(submission, overrides)
    if not missing:
        return overrides
    if sys.stdin is None or not sys.stdin.isatty():
        require_complete(submission, overrides)
    answers = {}
    for name in missing:
        question = f"{submission.name}: {_QUESTIONS[name]}"
        answers[name] = output.ask(question, partial(_find_fault, name))
        if not answers[name]:
            raise AddError(
                f"{submission.name} is not added without its {name}", code="import-incomplete"
            )
    return overrides._replace(**answers)


def _find_fault(name: str, answer: str) -> str:
    """Say what is wrong with an answer, if something is."""
    if not answer:
        return f"its {name} has to be said; Ctrl-C leaves"
    if name == "date" and answer != "unknown":
        try:
            parse_edtf(answer)
        except ValueError as error:
            return str(error)
    return ""
