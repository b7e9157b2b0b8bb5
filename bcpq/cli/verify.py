"""The command that says whether a quotation was published."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from bcpq.cli import options, output
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Color, Corpus, In, Shape, Since, Source, Stamped, Strict, Until
from bcpq.errors import QueryError
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import attribution
from bcpq.evidence.verify import verify as judge
from bcpq.index.store import Store
from bcpq.model import ACCEPTED, Verdict
from bcpq.query.filters import Filters
from bcpq.render import listings
from bcpq.render import messages as words
from bcpq.text.sentences import lines


def verify(
    quotes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUOTE...", show_default=False, help="Quotations; without any, lines of stdin."
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
    judged, digest = with_index(
        (corpus, ca_file), strict, lambda store: _verdicts(store, quotations, filters)
    )
    verdicts = [verdict for verdict in judged if verdict]
    wordless = [
        words.wordless(quotation)
        for quotation, one in zip(quotations, judged, strict=True)
        if not one
    ]
    if not verdicts:
        raise QueryError(wordless[0])
    output.deliver(
        listings.verdicts(verdicts), lambda screen: screen.verdicts(verdicts), view, digest
    )
    for line in [*(_explanations(verdicts) if view.format != "text" else ()), *wordless]:
        output.note(line)
    return 2 if wordless else 0 if all(verdict.kind in ACCEPTED for verdict in verdicts) else 1


def _quotations(arguments: Sequence[str] | None) -> list[str]:
    """Give what is to be verified: words without quotation marks, which a shell gives one by one, are one quotation."""
    if not arguments or arguments == ["-"]:
        if not (given := lines(output.stdin())):
            raise QueryError("nothing to verify: stdin is empty")
        return given
    return (
        [" ".join(arguments)]
        if not any(" " in argument for argument in arguments)
        else [*arguments]
    )


def _verdicts(store: Store, quotations: Iterable[str], filters: Filters) -> list[Verdict | None]:
    shelf, held_to = ArticleTexts(store), attribution(store, filters)
    return [judge(shelf, quotation, held_to) for quotation in quotations]


def _explanations(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Say what a verdict's columns do not."""
    for verdict in verdicts:
        if verdict.kind not in ACCEPTED or verdict.short or verdict.possible or verdict.changes:
            yield f'{verdict.kind}, "{words.shortened(verdict.quotation)}": {words.verified(verdict)}'
