"""The command that answers questions."""

from typing import TYPE_CHECKING, Annotated

import typer

from bcpq.cli import options, output
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Color, Corpus, In, Shape, Since, Source, Stamped, Strict, Until
from bcpq.index.store import Store
from bcpq.model import Answers
from bcpq.query.parser import parse
from bcpq.render import listings
from bcpq.render import messages as words
from bcpq.search.answers import ask as answer
from bcpq.search.spelling import suggestions

if TYPE_CHECKING:
    from bcpq.render.terminal import Screen


def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION", show_default=False, help="A question in plain words."),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            "-n", "--limit", metavar="N", parser=options.whole(1), help="Most sentences to show."
        ),
    ] = 3,
    format: Shape = None,
    source: Source = None,
    in_: In = None,
    since: Since = None,
    until: Until = None,
    stamp: Stamped = False,
    color: Color = "auto",
    corpus: Corpus = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """Find the sentences that answer a question, or say that none does.

    \b
    bcpq ask "What was wrong with the audits?"
    bcpq ask "How many agency staff were there?" --until 2021

    The answers are sentences of the articles, word for word. Where several articles answer about as well, the newest
    stands first. Exit status: 0 answered, 1 not answered in these articles, 2 an error.
    """
    query = parse(" ".join(question or []))
    view = output.view(format, color, stamp)
    filters = options.filters(source, in_, since, until)

    def asked(store: Store) -> tuple[Answers, list[str]]:
        answered = answer(store, query, filters, limit=limit)
        # Most questions hold a word that no article does: only an unanswered one is worth the look.
        return answered, words.misspelt(
            suggestions(store, () if answered.answers else answered.unknown)
        )

    (found, offers), digest = with_index((corpus, ca_file), strict, asked)
    output.deliver(
        listings.answers(found, query), lambda screen: _draw(screen, found, view), view, digest
    )
    _notes(found, view)
    for offer in offers:
        output.note(offer)
    return 0 if found.answers else 1


def _draw(screen: "Screen", found: Answers, view: output.View) -> None:
    screen.answers(found.answers)
    if found.nearest and view.terminal:
        screen.nearest(words.unanswered(found), found.nearest)


def _notes(found: Answers, view: output.View) -> None:
    """Say on stderr what the answers themselves do not."""
    on_screen = view.format == "text" and view.terminal and found.nearest
    if not found.answers and not on_screen:
        output.note(words.unanswered(found))
        if found.nearest:
            output.note(f"closest, but not an answer: {words.quoted(found.nearest)}")
    if found.answers and found.unknown:
        output.note(words.missing_words(found))
    if found.scope.undated:
        output.note(words.left_out(found.scope.undated))
    possible = sum(answer.possible for answer in found.answers)
    if possible and view.format in ("tsv", "csv"):
        output.note(words.only_possible(possible, "answer"))
