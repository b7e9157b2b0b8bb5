"""What a person reads at a terminal."""

from collections.abc import Iterable, Sequence
from io import StringIO
from urllib.parse import quote

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import ControlType, Segment
from rich.text import Text

from bcpq.model import (
    ACCEPTED,
    ASIDE_ROLES,
    Answer,
    Article,
    CorpusInfo,
    Edit,
    Hit,
    Paragraph,
    Period,
    Place,
    SearchResult,
    Span,
    Verdict,
)
from bcpq.render.messages import changed, counted, edited, explained, label, safe, status_rows
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

    def hits(self, found: SearchResult) -> None:
        """Lay out passages, each under its label."""
        for i, hit in enumerate(found.hits):
            if i:
                self._console.print()
            self._label(hit)
            for paragraph in hit.before:
                self._paragraph(paragraph, style="dim")
            if hit.passage.lead_in:
                self._block(_clean(hit.passage.lead_in, style="dim"))
            self._block(_clean(hit.passage.text, hit.matches))
            for paragraph in hit.after:
                self._paragraph(paragraph, style="dim")
            for line in explained(hit):
                self._block(Text(safe(line), style="dim"))

    def answers(self, answers: Sequence[Answer]) -> None:
        """Lay out sentences that answer, each under its label and, where it runs on in a quotation, its speaker's."""
        for i, answer in enumerate(answers):
            if i:
                self._console.print()
            self._label(answer)
            if answer.passage.lead_in:
                self._block(_clean(answer.passage.lead_in, style="dim"))
            if answer.speaker:
                paragraph, place = answer.speaker
                self._block(_clean(paragraph.text[slice(*place)], style="dim"))
            start, end = answer.range
            inside = [(a - start, b - start) for a, b in answer.matches if start <= a and b <= end]
            self._block(_clean(answer.passage.text[start:end], inside))

    def nearest(self, absence: str, answer: Answer) -> None:
        """Lay out that there is no answer, and the sentence that comes closest to one."""
        self._block(Text(safe(absence), style="bold"), Text())
        self._block(Text("Closest, but not an answer:", style="dim"), Text())
        self._block(
            Text(safe(label(answer.article, answer.possible)) + f" · {answer.passage.locator}")
        )
        self._block(_clean(answer.passage.text[slice(*answer.range)], style="dim"))

    def verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Lay out verdicts, each with the places it rests on and the sentences around them."""
        for i, verdict in enumerate(verdicts):
            if i:
                self._console.print()
            short = " (short: easily there by chance)" if verdict.short else ""
            said = Text(
                f"{verdict.kind}{short}",
                style="bold green" if verdict.kind in ACCEPTED else "bold red",
            )
            self._block(said.append(Text(f"  {safe(verdict.quotation)}", style="not bold")), Text())
            for paragraph, places in _by_paragraph(verdict.places):
                self._place(places[0], verdict.possible)
                start, end = places[0].sentence[0], places[-1].sentence[1]
                marks = [
                    (max(a, start) - start, b - start) for a, b in (place.range for place in places)
                ]
                self._block(_clean(paragraph.text[start:end], marks, found="bold"))
            if verdict.astray and verdict.kind != "elsewhere":
                self._block(Text("not where it is said to stand", style="red"))
            for change in verdict.changes:
                self._block(Text(safe(changed(change)), style="red"))
            if verdict.edits:
                self._block(_edited(verdict.edits))
            if verdict.nearest:
                self._block(Text("Closest, but not the quotation:", style="dim"))
                self._place(verdict.nearest)
                self._block(_clean(verdict.nearest.text, style="dim"))

    def _place(self, place: Place, possible: bool = False) -> None:
        line = Text(safe(label(place.article, possible)), style="bold")
        self._block(
            line.append(safe(f" · {place.paragraph.locator}"), "not bold cyan"),
            url=place.article.url,
        )

    def timeline(self, periods: Sequence[Period]) -> None:
        """Lay out hits by period: a bar for each article in it, then the sentences."""
        most = max((hits for period in periods for _, hits in period.counts), default=1)
        longest = min(_LONGEST, max(self._width // 3, 1))
        for i, period in enumerate(periods):
            if i:
                self._console.print()
            self._block(
                Text(f"{period.name} · {counted(len(period.hits), 'passage')}", style="bold"),
                Text(),
            )
            for article, hits in period.counts:
                bar = (_BAR * max(1, hits * longest // most)).ljust(longest)
                self._block(
                    Text(f" {hits:,}  {safe(article.id)}"), Text(" " * _INDENT).append(bar, "cyan")
                )
            for hit, (start, end) in period.hits:
                self._console.print()
                self._label(hit, numbered=False)
                inside = [(a - start, b - start) for a, b in hit.matches if start <= a and b <= end]
                self._block(_clean(hit.passage.text[start:end], inside))

    def article(
        self, article: Article, paragraphs: Iterable[tuple[Paragraph, Sequence[Span]]]
    ) -> None:
        """Lay out an article, or part of it, each paragraph with its number and the places to mark."""
        self._block(
            Text(safe(f"{label(article)} · {article.id}"), style="bold"), Text(), article.url
        )
        basis = article.published.basis if article.published else None
        for line in filter(None, (basis, article.url, article.note)):
            self._block(Text(safe(line), style="dim"), Text())
        page = None
        for paragraph, places in paragraphs:
            self._console.print()
            if paragraph.page != page:
                page = paragraph.page
                self._block(Text(f"page {page}", style="dim"))
            style = {"heading": "bold", "title": "bold"}.get(paragraph.role, "")
            self._paragraph(paragraph, places, "dim" if paragraph.role in ASIDE_ROLES else style)

    def articles(self, articles: Iterable[Article]) -> None:
        """Lay out a list of articles."""
        rows = [
            (a.id, safe(a.source), safe(display(a.published)), str(a.length), a) for a in articles
        ]
        widths = [max(len(str(row[i])) for row in rows) for i in range(4)]
        for identifier, source, date, length, article in rows:
            line = Text(identifier.ljust(widths[0]), style="bold")
            line.append(
                f"  {source.ljust(widths[1])}  {date.ljust(widths[2])}  {length.rjust(widths[3])}",
                "not bold",
            )
            self._console.print(line, soft_wrap=True)
            self._block(_clean(article.title or "(title not known)", style="dim"))

    def status(self, status: CorpusInfo) -> None:
        """Lay out which corpus and index are in use."""
        for name, value in status_rows(status):
            self._console.print(Text.assemble((f"{name:10}", "bold"), safe(value)), soft_wrap=True)

    def _label(self, hit: Hit | Answer, *, numbered: bool = True) -> None:
        via = hit.via if isinstance(hit, Hit) else ()
        line = Text(safe(label(hit.article, hit.possible, via)), style="bold")
        line.append(safe(f" · {hit.passage.locator}"), "not bold cyan")
        if hit.passage.section:
            line.append(safe(f" · {hit.passage.section}"), "not bold dim")
        number = f"{hit.rank}. " if numbered else ""
        self._block(line, Text(number.ljust(_INDENT), style="bold"), hit.article.url)

    def _paragraph(
        self, paragraph: Paragraph, places: Sequence[Span] = (), style: str = ""
    ) -> None:
        number = Text(f"{paragraph.number:>3}  ", style="dim")
        self._block(_clean(paragraph.text, places, style), number)

    def _block(self, text: Text, margin: Text | None = None, url: str | None = None) -> None:
        """Print a text wrapped to the width, under a margin that the first line may say something in.

        With colour, its lines lead to `url` when that is an address of the web.
        """
        margin = Text(" " * _INDENT) if margin is None else margin
        link = url if self._colour and url and url.startswith(("http://", "https://")) else None
        for line in text.wrap(self._console, self._width - len(margin)):
            line.rstrip()
            whole = Text.assemble(margin, line)
            self._console.print(
                _Linked(whole, quote(link, safe=_URL_SAFE)) if link else whole, soft_wrap=True
            )
            margin = Text(" " * len(margin))


def _by_paragraph(places: Iterable[Place]) -> list[tuple[Paragraph, list[Place]]]:
    """Put together the places that follow each other in a paragraph."""
    groups: list[tuple[Paragraph, list[Place]]] = []
    for place in places:
        if groups and groups[-1][0] == place.paragraph and groups[-1][1][-1].range < place.range:
            groups[-1][1].append(place)
        else:
            groups.append((place.paragraph, [place]))
    return groups


def _edited(edits: Iterable[Edit]) -> Text:
    """Show what was published and what was quoted, told apart without colour, too."""
    styles = {"same": "", "published": "green", "quoted": "red"}
    parts = [Text(safe(edited([edit])), style=styles[edit[0]]) for edit in edits]
    return Text(" ").join(parts)


class _Linked:
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


def _clean(
    text: str, places: Sequence[Span] = (), style: str = "", found: str = "bold red"
) -> Text:
    """Make printable text of a slice of an article, the places in it marked as what was `found`."""
    result = Text(style=style)
    last = 0
    for start, end in places:
        result.append(safe(text[last:start]))
        result.append(safe(text[start:end]), found)
        last = end
    return result.append(safe(text[last:]))
