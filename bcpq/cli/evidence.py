"""The commands that verify quotations, and cite passages."""

from pathlib import Path
from typing import Literal

from bcpq.api import read_draft
from bcpq.cli import output
from bcpq.cli.filters import read_filters
from bcpq.cli.opening import open_corpus
from bcpq.cli.options import Colour, Format
from bcpq.errors import BcpqError, QueryError
from bcpq.model import CheckResult, Verdict
from bcpq.render import formats, messages


def verify(
    *,
    quotes: list[str] | None,
    source: str | None,
    in_: str | None,
    since: str | None,
    until: str | None,
    format: Format | None,
    stamp: bool,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Say whether quotations are in the articles, and how far they are what was published.

    \b
    bcpq verify "not fit for purpose"
    bcpq verify "serious and widespread weaknesses" --source bbc
    bcpq verify < quotations.txt                one a line

    Verdicts: exact, typographic (quotes, dashes, spaces), elided (words left out or put in, and marked), edited (words
    put in that you must judge), altered, stitched (parts of different places), elsewhere (not in the source given),
    absent. --in, --source and dates say to whom it is attributed. Exit status: 0 all exact, typographic or elided;
    1 otherwise; 2 an error.
    """  # noqa: E501
    view = output.view(format, color, stamp)
    filters = read_filters(source, in_, since, until)
    quotations = _read_quotations(quotes)
    verdicts: list[Verdict] = []
    wordless: list[QueryError] = []
    with open_corpus(corpus, ca_file, strict) as opened:
        for quotation in quotations:
            try:
                verdicts.append(opened.verify(quotation, **filters))
            except QueryError as error:
                if error.code != "quotation-empty":
                    raise
                wordless.append(error)
        if not verdicts:
            raise wordless[0]
        layouts = formats.lay_out_verdicts(verdicts)
        output.deliver(layouts, lambda screen: screen.verdicts(verdicts), view, opened)
    if view.format != "text":
        for verdict in verdicts:
            if not messages.explains_itself(verdict):
                from bcpq.text.sentences import first_words  # which an exact one does not need

                quoted = first_words(verdict.quotation)
                reasons = messages.describe_verdict(verdict)
                output.note(f'{verdict.kind}, "{quoted}": {reasons}')
    for fault in wordless:
        output.note(str(fault))
    return 2 if wordless else 0 if all(verdict.accepted for verdict in verdicts) else 1


def _read_quotations(arguments: list[str] | None) -> list[str]:
    """Give what is to be verified.

    Words without quotation marks, which a shell gives one by one, are one quotation.
    """
    if not arguments or arguments == ["-"]:
        from bcpq.text.sentences import lines

        quotations = lines(output.stdin())
        if not quotations:
            raise QueryError("nothing to verify: stdin is empty", code="quotation-empty")
        return quotations
    if any(" " in argument for argument in arguments):
        return arguments
    return [" ".join(arguments)]


def check(
    *,
    drafts: list[str],
    short: bool,
    format: Format | None,
    stamp: bool,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Hold every quotation of a draft to what was published, a line each: file:line:column: verdict: ...

    \b
    bcpq check draft.md
    bcpq check draft.md | grep -v ': exact:'
    vim -q <(bcpq check draft.md)

    Quotations stand in quotation marks of any kind, or as a block quote; code is passed over, and so are those under
    four words that state nothing and are nobody's. Where the draft names a source, a note or a date for them, or a
    locator such as [bbc-2022:15], they are held to that; [bbc-2022:15!] says that you have read what an edited one puts
    in. A file .txt is plain text, any other Markdown. Exit status: 0 all accepted; 1 otherwise; 2 an error.
    """  # noqa: E501
    view = output.view(format or "text", "never", stamp)
    texts: list[tuple[str, str]] = []
    for draft in drafts:
        try:
            texts.append((draft, output.stdin() if draft == "-" else read_draft(Path(draft))))
        except BcpqError as error:  # the others are checked all the same
            if draft == "-":
                raise
            output.note(str(error))
    if not texts:
        return 2
    with open_corpus(corpus, ca_file, strict) as opened:
        results = [opened.check(text, name=draft, short=short) for draft, text in texts]
        result = CheckResult(
            findings=tuple(finding for one in results for finding in one),
            passed_over=sum(one.passed_over for one in results),
        )
        layouts = formats.lay_out_check(result, as_lines=view.format == "text")
        output.deliver(layouts, None, view.plain, opened)
    output.note(messages.count_verdicts(result))
    return 2 if len(texts) < len(drafts) else 0 if result.accepted else 1


def cite(
    *,
    places: list[str],
    style: Literal["text", "markdown", "bibtex", "csl-json", "ris"],
    quote: bool,
    link: bool,
    stamp: bool,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Cite a passage, or an article: source, title, date, address and paragraph, as far as they are known.

    \b
    bcpq cite bbc-2022:15
    bcpq cite bbc-2022:15 --style markdown --quote --link
    bcpq search neglect | cut -f1 | xargs bcpq cite --style bibtex > neglect.bib

    A date that is only inferred is given as such in each style's own way; what is not known is left out.
    """  # noqa: E501
    from bcpq.render.citations import lay_out_citations, write_citations

    for_people = style in ("text", "markdown")
    view = output.view("text" if for_people else "json", "never", stamp)
    with open_corpus(corpus, ca_file, strict) as opened:
        citations = [opened.cite(place, quoted=quote, linked=link) for place in places]
        layouts = lay_out_citations(citations)
        text = write_citations(citations, style, lambda: output.stamp_record(opened, layouts))
        output.emit(text, view)
        output.note_stamp(lambda: opened.stamp(layouts), view)
    return 0
