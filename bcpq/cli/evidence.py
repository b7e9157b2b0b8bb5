"""The commands that hold quotations to what was published."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bcpq.check import Checked, Checker
from bcpq.cli import options, output
from bcpq.cli.options import Color, Corpus, In, Shape, Since, Source, Stamped, Strict, Until
from bcpq.errors import BcpqError, QueryError
from bcpq.filters import select
from bcpq.model import ACCEPTED, Filters, Verdict
from bcpq.passages import lines
from bcpq.render import machine, words
from bcpq.runs import Shelf
from bcpq.store import Store
from bcpq.verify import Attribution
from bcpq.verify import verify as judge

_COLUMNS = ("verdict", *machine.COLUMNS)


def verify(
    quotes: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUOTE...", show_default=False, help="Quotations; without any, lines of stdin."),
    ] = None,
    source: Source = None,
    in_: In = None,
    since: Since = None,
    until: Until = None,
    format: Shape = None,
    stamp: Stamped = False,
    color: Color = "auto",
    corpus: Corpus = None,
    strict: Strict = False,
) -> int:
    """Say whether quotations are in the articles, and how far they are what was published.

    \b
    bcpq verify "not fit for purpose"
    bcpq verify "serious and widespread weaknesses" --source bbc
    bcpq verify < quotations.txt                one a line

    Verdicts: exact, typographic (quotes, dashes, spaces), elided (words left out, and marked), altered, stitched (parts
    of different places), elsewhere (not in the source given), absent. --in, --source and dates say to whom it is
    attributed. Exit status: 0 all exact, typographic or elided; 1 otherwise; 2 an error.
    """
    view = output.view(format, color, stamp)
    filters = options.filters(source, in_, since, until)
    quotations = _quotations(quotes)
    verdicts, digest = options.with_index(corpus, strict, lambda store: _verdicts(store, quotations, filters))
    output.deliver(_listing(verdicts), lambda screen: screen.verdicts(verdicts), view, digest)
    if view.format != "text":
        _explain(verdicts)
    return 0 if all(verdict.kind in ACCEPTED for verdict in verdicts) else 1


def check(
    drafts: Annotated[
        list[str], typer.Argument(metavar="DRAFT...", show_default=False, help="Files of Markdown or text; - is stdin.")
    ],
    format: Shape = None,
    stamp: Stamped = False,
    corpus: Corpus = None,
    strict: Strict = False,
) -> int:
    """Hold every quotation of a draft to what was published, a line each: file:line:column: verdict: ...

    \b
    bcpq check draft.md
    bcpq check draft.md | grep -v ': exact:'
    vim -q <(bcpq check draft.md)

    Quotations have four words or more, in quotation marks of any kind or as a block quote; code is passed over. Where
    their sentence names a source, or a locator such as [bbc-2022:15] follows, they are held to that. A file .txt is
    plain text, any other Markdown. Exit status: 0 all exact, typographic or elided; 1 otherwise; 2 an error.
    """
    view = output.view(format or "text", "never", stamp)
    texts = [(name, output.stdin() if name == "-" else _read(name)) for name in drafts]

    def checked(store: Store) -> list[Checked]:
        checker = Checker(Shelf(store))
        return [one for name, text in texts for one in checker.check(name, text, not name.lower().endswith(".txt"))]

    found, digest = options.with_index(corpus, strict, checked)
    plain = view._replace(format="tsv") if view.format == "text" else view
    output.deliver(_checks(found, view.format == "text"), lambda screen: None, plain, digest)
    output.note(words.tally(one.verdict for one in found))
    return 0 if all(one.verdict.kind in ACCEPTED for one in found) else 1


def _read(name: str) -> str:
    data = Path(name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BcpqError(f"{name}:{line}: is not UTF-8 (byte 0x{data[error.start]:02x}): save it as UTF-8") from None


def _checks(found: Sequence[Checked], lines: bool) -> machine.Listing:
    rows = ([words.checked(one)] if lines else machine.checked_row(one) for one in found)
    articles = [article for one in found for article in one.verdict.articles]
    columns = ("file", "line", "column", *_COLUMNS)
    records = map(machine.checked_record, found)
    return machine.Listing(columns, rows, records, lambda: machine.checked_document(found), articles)


def _quotations(arguments: Sequence[str] | None) -> list[str]:
    """Give what is to be verified: words without quotation marks, which a shell gives one by one, are one quotation."""
    if not arguments:
        return lines(output.stdin())
    return [" ".join(arguments)] if not any(" " in argument for argument in arguments) else [*arguments]


def _verdicts(store: Store, quotations: Iterable[str], filters: Filters) -> list[Verdict]:
    selection = select(store, filters)
    attribution = Attribution(selection.numbers, None, selection.possible)
    shelf = Shelf(store)
    verdicts = []
    for number, quotation in enumerate(quotations, 1):
        if (verdict := judge(shelf, quotation, attribution)) is None:
            raise QueryError(f"quotation {number} has no word in it: give at least one")
        verdicts.append(verdict)
    return verdicts


def _listing(verdicts: Sequence[Verdict]) -> machine.Listing:
    rows, records = map(machine.verdict_row, verdicts), map(machine.verdict_record, verdicts)
    articles = [article for verdict in verdicts for article in verdict.articles]
    return machine.Listing(_COLUMNS, rows, records, lambda: machine.verdicts_document(verdicts), articles)


def _explain(verdicts: Iterable[Verdict]) -> None:
    """Say on stderr what a verdict's columns do not."""
    for verdict in verdicts:
        if verdict.kind not in ACCEPTED or verdict.short or verdict.possible:
            output.note(f'{verdict.kind}, "{verdict.quotation}": {words.verified(verdict)}')
