"""What a person reads at a terminal: results laid out by rich, and a bar while they wait."""

from collections.abc import Iterable, Sequence
from io import StringIO
from urllib.parse import quote

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import ControlType, Segment
from rich.text import Text

from bcpq.model import (
    ASIDE_ROLES,
    Answer,
    Answers,
    ArticleList,
    CorpusInfo,
    Edit,
    Excerpt,
    Hit,
    Paragraph,
    Place,
    SearchResult,
    Span,
    Timeline,
    Verdict,
)
from bcpq.render.messages import (
    count_noun,
    describe_change,
    describe_notes,
    explain_score,
    format_label,
    list_info,
    mark_edits,
    strip_controls,
)
from bcpq.text.dates import display

_INDENT = 3
#: What bars are made of, and how many columns the longest takes at most.
_BAR, _LONGEST = "█", 40
_URL_SAFE = "/:?#[]@!$&'()*+,;=%~"  # RFC 3986: what needs no escape in an address as a whole


class Screen:
    """Text laid out for a width in columns, with or without colour."""

    def __init__(self, width: int, colour: bool) -> None:
        self._out = StringIO()
        self._width = max(width, 20)
        self._colour = colour
        self._console = Console(
            file=self._out,
            width=self._width,
            color_system="standard" if colour else None,
            force_terminal=colour,
            no_color=False,  # whether there is colour was settled before
            force_jupyter=False,
            highlight=False,
            legacy_windows=False,
        )

    def text(self) -> str:
        """Give all that was laid out."""
        return self._out.getvalue()

    def hits(self, result: SearchResult) -> None:
        """Lay out passages, each under its label."""
        for i, hit in enumerate(result):
            if i:
                self._console.print()
            self._label(hit)
            for paragraph in hit.before:
                self._paragraph(paragraph, style="dim")
            if hit.passage.lead_in:
                self._block(_mark(hit.passage.lead_in, style="dim"))
            self._block(_mark(hit.text, hit.matches))
            for paragraph in hit.after:
                self._paragraph(paragraph, style="dim")
            for line in explain_score(hit):
                self._block(Text(strip_controls(line), style="dim"))

    def answers(self, answers: Answers) -> None:
        """Lay out sentences that answer, each under its label.

        Where a sentence runs on in a quotation, the sentence that names the speaker stands above.
        """
        for i, answer in enumerate(answers):
            if i:
                self._console.print()
            self._label(answer)
            if answer.passage.lead_in:
                self._block(_mark(answer.passage.lead_in, style="dim"))
            if answer.speaker:
                self._block(_mark(answer.speaker.text, style="dim"))
            self._block(_mark(answer.text, _within(answer.matches, answer.range)))

    def nearest(self, absence: str, answer: Answer) -> None:
        """Lay out that there is no answer, and the sentence that comes closest to one."""
        label = format_label(answer.article, answer.possible)
        self._block(Text(strip_controls(absence), style="bold"), Text())
        self._block(Text("Closest, but not an answer:", style="dim"), Text())
        self._block(Text(strip_controls(label) + f" · {answer.locator}"))
        self._block(_mark(answer.text, style="dim"))

    def verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Lay out verdicts, each with the places it rests on and the sentences around them."""
        for i, verdict in enumerate(verdicts):
            if i:
                self._console.print()
            short = " (short: easily there by chance)" if verdict.short else ""
            style = "bold green" if verdict.accepted else "bold red"
            line = Text(f"{verdict.kind}{short}", style=style)
            line.append(Text(f"  {strip_controls(verdict.quotation)}", style="not bold"))
            self._block(line, Text())
            for paragraph, places in _group_by_paragraph(verdict.places):
                self._place(places[0], verdict.possible)
                start, end = places[0].sentence[0], places[-1].sentence[1]
                marks = [
                    (max(place.range[0], start) - start, place.range[1] - start) for place in places
                ]
                self._block(_mark(paragraph.text[start:end], marks, found="bold"))
            if verdict.astray and verdict.kind != "elsewhere":
                self._block(Text("not where it is said to stand", style="red"))
            for change in verdict.changes:
                self._block(Text(strip_controls(describe_change(change)), style="red"))
            if verdict.edits:
                self._block(_colour_edits(verdict.edits))
            for note in describe_notes(verdict):
                self._block(Text(strip_controls(note), style="yellow"))
            if verdict.nearest:
                self._block(Text("Closest, but not the quotation:", style="dim"))
                self._place(verdict.nearest)
                self._block(_mark(verdict.nearest.text, style="dim"))

    def _place(self, place: Place, possible: bool = False) -> None:
        line = Text(strip_controls(format_label(place.article, possible)), style="bold")
        line.append(strip_controls(f" · {place.paragraph.locator}"), "not bold cyan")
        self._block(line, url=place.article.url)

    def timeline(self, timeline: Timeline) -> None:
        """Lay out hits by period: a bar for each article in it, then the sentences."""
        periods = timeline.periods
        most = max((count.hits for period in periods for count in period.counts), default=1)
        longest = min(_LONGEST, max(self._width // 3, 1))
        for i, period in enumerate(periods):
            if i:
                self._console.print()
            heading = f"{period.name} · {count_noun(len(period.hits), 'passage')}"
            self._block(Text(heading, style="bold"), Text())
            for count in period.counts:
                bar = (_BAR * max(1, count.hits * longest // most)).ljust(longest)
                margin = Text(" " * _INDENT).append(bar, "cyan")
                self._block(Text(f" {count.hits:,}  {strip_controls(count.article.id)}"), margin)
            for dated in period.hits:
                self._console.print()
                self._label(dated.hit, numbered=False)
                self._block(_mark(dated.text, _within(dated.hit.matches, dated.sentence)))

    def excerpt(self, excerpt: Excerpt, marks: Sequence[Sequence[Span]]) -> None:
        """Lay out an article, or part of it.

        Args:
            excerpt: What to show, each paragraph with its number.
            marks: For each paragraph, the places in it to mark.
        """
        article = excerpt.article
        label = strip_controls(f"{format_label(article)} · {article.id}")
        self._block(Text(label, style="bold"), Text(), article.url)
        basis = article.published.basis if article.published else None
        for line in filter(None, (basis, article.url, article.note)):
            self._block(Text(strip_controls(line), style="dim"), Text())
        page = None
        for paragraph, places in zip(excerpt, marks, strict=True):
            self._console.print()
            if paragraph.page != page:
                page = paragraph.page
                self._block(Text(f"page {page}", style="dim"))
            style = "bold" if paragraph.role in ("heading", "title") else ""
            style = "dim" if paragraph.role in ASIDE_ROLES else style
            self._paragraph(paragraph, places, style)

    def articles(self, articles: ArticleList) -> None:
        """Lay out a list of articles."""
        rows = [
            (
                article.id,
                strip_controls(article.source),
                strip_controls(display(article.published)),
                str(article.length),
            )
            for article in articles
        ]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        for article, (identifier, source, date, length) in zip(articles, rows, strict=True):
            line = Text(identifier.ljust(widths[0]), style="bold")
            line.append(f"  {source.ljust(widths[1])}  {date.ljust(widths[2])}", "not bold")
            line.append(f"  {length.rjust(widths[3])}", "not bold")
            self._console.print(line, soft_wrap=True)
            self._block(_mark(article.title or "(title not known)", style="dim"))

    def info(self, info: CorpusInfo) -> None:
        """Lay out which corpus and index are in use."""
        for name, value in list_info(info):
            line = Text.assemble((f"{name:10}", "bold"), strip_controls(value))
            self._console.print(line, soft_wrap=True)

    def markdown(self, text: str) -> None:
        """Lay out a page of Markdown."""
        from rich.markdown import Markdown  # 67 ms that only a page of the manual needs

        self._console.print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))

    def _label(self, hit: Hit | Answer, *, numbered: bool = True) -> None:
        via = hit.via if isinstance(hit, Hit) else ()
        line = Text(strip_controls(format_label(hit.article, hit.possible, via)), style="bold")
        line.append(strip_controls(f" · {hit.passage.locator}"), "not bold cyan")
        if hit.passage.section:
            line.append(strip_controls(f" · {hit.passage.section}"), "not bold dim")
        number = f"{hit.rank}. " if numbered else ""
        self._block(line, Text(number.ljust(_INDENT), style="bold"), hit.article.url)

    def _paragraph(
        self, paragraph: Paragraph, places: Sequence[Span] = (), style: str = ""
    ) -> None:
        number = Text(f"{paragraph.number:>3}  ", style="dim")
        self._block(_mark(paragraph.text, places, style), number)

    def _block(self, text: Text, margin: Text | None = None, url: str | None = None) -> None:
        """Print a text wrapped to the width.

        Args:
            text: The text.
            margin: What stands before its first line; the others begin as far to the right.
            url: With colour, where its lines lead to, if that is an address of the web.
        """
        margin = Text(" " * _INDENT) if margin is None else margin
        link = url if self._colour and url and url.startswith(("http://", "https://")) else None
        for line in text.wrap(self._console, self._width - len(margin)):
            line.rstrip()
            whole = Text.assemble(margin, line)
            self._console.print(
                _LinkedLine(whole, quote(link, safe=_URL_SAFE)) if link else whole, soft_wrap=True
            )
            margin = Text(" " * len(margin))


def _group_by_paragraph(places: Iterable[Place]) -> list[tuple[Paragraph, list[Place]]]:
    """Put together the places that follow each other in a paragraph."""
    groups: list[tuple[Paragraph, list[Place]]] = []
    for place in places:
        if groups and groups[-1][0] == place.paragraph and groups[-1][1][-1].range < place.range:
            groups[-1][1].append(place)
        else:
            groups.append((place.paragraph, [place]))
    return groups


def _colour_edits(edits: Iterable[Edit]) -> Text:
    """Show what was published and what was quoted, told apart without colour, too."""
    styles = {"same": "", "published": "green", "quoted": "red"}
    parts = [Text(strip_controls(mark_edits([edit])), style=styles[edit.side]) for edit in edits]
    return Text(" ").join(parts)


class _LinkedLine:
    """A line that leads to an address (OSC 8); rich's own links would get a random id each."""

    def __init__(self, line: Text, url: str) -> None:
        self._line, self._url = line, url

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        *segments, newline = console.render(self._line, options)
        yield _control(f"\x1b]8;;{self._url}\x1b\\")
        yield from segments
        yield _control("\x1b]8;;\x1b\\")
        yield newline


def _control(code: str) -> Segment:
    return Segment(
        code, None, [(ControlType.BELL,)]
    )  # any control code: it says that the text takes no room


def _within(spans: Sequence[Span], outer: Span) -> list[Span]:
    """Give the spans that lie in another, counted from its beginning."""
    first, last = outer
    return [(start - first, end - first) for start, end in spans if first <= start and end <= last]


def _mark(text: str, places: Sequence[Span] = (), style: str = "", found: str = "bold red") -> Text:
    """Make printable text of a slice of an article, the places in it marked as what was `found`."""
    result = Text(style=style)
    last = 0
    for start, end in places:
        result.append(strip_controls(text[last:start]))
        result.append(strip_controls(text[start:end]), found)
        last = end
    return result.append(strip_controls(text[last:]))


class Bar:
    """A bar on stderr, from the moment it is made until it is closed."""

    def __init__(self, title: str) -> None:
        from rich.progress import (  # loaded only for a person who waits
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn(f"bcpq: {title}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(title, total=None)
        self._progress.start()

    def show(self, done: int, total: int) -> None:
        """Show how many of how many are done."""
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()
