"""The command that holds a draft to what was published."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bcpq.cli import output
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Corpus, Shape, Stamped, Strict
from bcpq.corpus.files import make_printable
from bcpq.errors import ArticleError
from bcpq.evidence.check import Checker
from bcpq.evidence.texts import ArticleTexts
from bcpq.formats.charset import decode_utf8
from bcpq.index.store import Store
from bcpq.model import ACCEPTED, Finding
from bcpq.render import listings
from bcpq.render import messages as words


def check(
    drafts: Annotated[
        list[str],
        typer.Argument(
            metavar="DRAFT...", show_default=False, help="Files of Markdown or text; - is stdin."
        ),
    ],
    format: Shape = None,
    stamp: Stamped = False,
    corpus: Corpus = None,
    ca_file: CaFile = None,
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
    texts = [(name, text) for name in drafts if (text := _read(name)) is not None]
    if not texts:
        return 2

    found, digest = with_index((corpus, ca_file), strict, lambda store: _checked(store, texts))
    listing = listings.lines(found) if view.format == "text" else listings.checks(found)
    output.deliver(listing, lambda screen: None, view.plain, digest)
    output.note(words.tally(one.verdict for one in found))
    accepted = all(one.verdict.kind in ACCEPTED for one in found)
    return 2 if len(texts) < len(drafts) else 0 if accepted else 1


def _checked(store: Store, texts: Iterable[tuple[str, str]]) -> list[Finding]:
    """Check drafts, each a name and a text."""
    checker = Checker(ArticleTexts(store))
    each = (
        checker.check(make_printable(name), text, not name.lower().endswith(".txt"))
        for name, text in texts
    )
    return [one for found in each for one in found]


def _read(name: str) -> str | None:
    """Read a draft; None, and a word to the reader, where that cannot be: the others are checked all the same."""
    if name == "-":
        return output.stdin()
    try:
        return decode_utf8(Path(name).read_bytes())
    except OSError as error:
        output.note(f"cannot read {make_printable(name)}: {error.strerror}")
    except ArticleError as broken:
        output.note(f"{make_printable(name)}:{broken.line}: {broken.reason}")
    return None
