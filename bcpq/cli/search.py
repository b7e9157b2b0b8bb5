"""The commands that find passages and sentences."""

from typing import TYPE_CHECKING, Literal

from bcpq.cli import output
from bcpq.cli.filters import read_filters
from bcpq.cli.notes import list_notes
from bcpq.cli.opening import open_corpus
from bcpq.cli.options import PAGE, TIMELINE_PAGE, Colour, Format
from bcpq.errors import UsageError
from bcpq.model import Answers, ArticleList
from bcpq.query.parser import parse
from bcpq.render import formats, messages

if TYPE_CHECKING:
    from bcpq.render.terminal import Screen


def search(
    *,
    terms: list[str] | None,
    limit: int | None,
    format: Format | None,
    queries: str | None,
    articles: bool,
    count: bool,
    context: int,
    source: str | None,
    in_: str | None,
    since: str | None,
    until: str | None,
    sort: Literal["rank", "date"],
    explain: bool,
    literal: bool,
    stamp: bool,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Find passages, best first.

    \b
    bcpq search agency staff
    bcpq search '"not fit for purpose"' --since 2022
    bcpq search '+permanence -managers' --source bournemouth
    bcpq search domestic abuse | cut -f1 | xargs bcpq show

    Plain words are ranked: more and rarer matches first; words such as "the" count inside a phrase only, or alone.
    "A phrase" must occur, so must +word; -word must not (in quotes, or after --). OR, ( ), colla*, "a b"~5,
    source:bbc, in:echo-2020 and date:2021..2022 do what they seem to. Exit status: 0 found, 1 nothing found, 2 error.
    """  # noqa: E501
    view = output.view(format, color, stamp)
    filters = read_filters(source, in_, since, until)
    if queries is not None:
        if terms or articles or count or explain:
            raise UsageError("--queries stands alone: leave out the words, -l, -c and --explain")
        from bcpq.cli.query_file import search_lines

        options = {"limit": PAGE if limit is None else limit, "sort": sort, "context": context}
        return search_lines(
            queries, view, (corpus, ca_file, strict), {**options, "literal": literal, **filters}
        )
    if sum((articles, count, explain)) > 1:
        raise UsageError("-l, -c and --explain exclude each other: choose one")
    if view.format == "trec":
        raise UsageError("--format trec is for --queries: it needs an id for each query")
    text = " ".join(terms or [])
    query = parse(text)  # before the corpus is opened, so that a slip is shown at once
    if explain:
        output.note(f"understood as: {messages.describe_query(query)}")
    most = PAGE if limit is None else limit
    with open_corpus(corpus, ca_file, strict) as opened:
        result = opened.search(
            text,
            limit=1 if count else 0 if articles else most,
            sort=sort,
            context=context,
            explain=explain,
            literal=literal,
            count=count or view.format == "json",
            **filters,
        )
        if count:
            output.deliver(formats.lay_out_count(result), None, view.plain, opened)
        elif articles:
            matching = ArticleList(articles=result.articles[: limit or None])
            layouts = formats.lay_out_articles(matching, only_ids=True)
            output.deliver(layouts, None, view.plain, opened)
        else:
            layouts = formats.lay_out_search(result)
            output.deliver(layouts, lambda screen: screen.hits(result), view, opened)
    listed = not (count or articles)
    for line in list_notes(result, view.format, listed=listed):
        output.note(line)
    shown = listed and view.terminal and view.format == "text"
    if shown and result.total != len(result):
        output.note(f"{messages.describe_part(result)}; -n 0 shows all")
    return 0 if result else 1


def ask(
    *,
    question: list[str] | None,
    limit: int,
    format: Format | None,
    source: str | None,
    in_: str | None,
    since: str | None,
    until: str | None,
    stamp: bool,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Find the sentences that answer a question, or say that none does.

    \b
    bcpq ask "What was wrong with the audits?"
    bcpq ask "How many agency staff were there?" --until 2021

    The answers are sentences of the articles, word for word. Where several articles answer about as well, the newest
    stands first. Exit status: 0 answered, 1 not answered in these articles, 2 an error.
    """  # noqa: E501
    text = " ".join(question or [])
    parse(text)  # before the corpus is opened, so that a slip is shown at once
    view = output.view(format, color, stamp)
    filters = read_filters(source, in_, since, until)
    with open_corpus(corpus, ca_file, strict) as opened:
        answers = opened.ask(text, limit=limit, **filters)
        layouts = formats.lay_out_answers(answers)
        output.deliver(layouts, lambda screen: _draw_answers(screen, answers, view), view, opened)
    _note_answers(answers, view)
    for suggestion in answers.suggestions:
        output.note(messages.describe_suggestion(suggestion))
    return 0 if answers else 1


def _draw_answers(screen: "Screen", answers: Answers, view: output.View) -> None:
    screen.answers(answers)
    if answers.nearest and view.terminal:
        screen.nearest(messages.describe_no_answer(answers), answers.nearest)


def _note_answers(answers: Answers, view: output.View) -> None:
    """Say on stderr what the answers themselves do not."""
    on_screen = view.format == "text" and view.terminal and answers.nearest
    if not answers and not on_screen:
        output.note(messages.describe_no_answer(answers))
        if answers.nearest:
            nearest = messages.quote_answer(answers.nearest)
            output.note(f"closest, but not an answer: {nearest}")
    if answers and answers.unknown:
        output.note(messages.list_unknown_words(answers))
    if answers.scope.undated:
        output.note(messages.describe_undated(answers.scope.undated))
    possible = sum(answer.possible for answer in answers)
    if possible and view.format in ("tsv", "csv"):
        output.note(messages.describe_possible(possible, "answer"))


def timeline(
    *,
    terms: list[str] | None,
    by: Literal["year", "quarter", "month"],
    limit: int | None,
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
    """Find passages and show them in the order of their dates, period by period.

    \b
    bcpq timeline domestic abuse
    bcpq timeline '"agency staff" OR turnover' --by quarter
    bcpq timeline neglect | cut -f1,2

    Bars count the passages of each article. A date that is not sure makes a period as long as it may be; undated
    articles come last. Exit status: 0 found, 1 nothing found, 2 an error.
    """  # noqa: E501
    view = output.view(format, color, stamp)
    if limit is None:
        limit = TIMELINE_PAGE if view.terminal and view.format == "text" else 0
    text = " ".join(terms or [])
    parse(text)  # before the corpus is opened, so that a slip is shown at once
    filters = read_filters(source, in_, since, until)
    with open_corpus(corpus, ca_file, strict) as opened:
        found = opened.timeline(text, by=by, limit=limit, **filters)
        layouts = formats.lay_out_timeline(found)
        output.deliver(layouts, lambda screen: screen.timeline(found), view, opened, paged=True)
    for line in list_notes(found.result, view.format):
        output.note(line)
    if found.result.total != len(found):
        output.note(f"{messages.describe_part(found.result)}; -n 0 shows all")
    return 0 if found else 1
