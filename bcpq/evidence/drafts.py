"""The paragraphs of a draft, Markdown or plain text, without markup, and the notes that it has."""

import gc
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from markdown_it import MarkdownIt

from bcpq.model import Span
from bcpq.text.dates import MONTHS
from bcpq.text.marks import QUOTATION_MARKS

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
#: A note for readers in the shape of a block quote, as GitHub has it.
_CALLOUT = re.compile(r"\s*\[!\w+\]")
_BARE_URL = re.compile(
    r"(?:https?://|(?<![\w/.@:-])(?:[a-z0-9-]++\.)++[a-z]{2,}+/)[^\s<>\"“”)\]]+", re.IGNORECASE
)
_INDENT = re.compile(r"\s*")
#: Marks at the beginning of a line: of block quotes, lists and headings.
_MARKERS = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)]|#{1,6})[ \t]+)?")

#: Each alternative is tried at each place, so none of them may look far ahead: what ends far away
#: (code, comments) is looked up.
_MARKUP = re.compile(
    r"""
      (?P<ticks>`+)
    | <(?P<autolink>https?://[^<>\s]+)>
    | (?P<comment><!--)
    | <sup>\s*\[?(?P<raised>[0-9]{1,3})\]?\s*</sup>
    | (?P<tag></?[A-Za-z][^<>]*>)
    | (?P<open>!?\[(?=[^\[\]]*\][(\[]))
    | \]\[(?P<label>[^\[\]]+)\]
    | \]\(<?(?P<url>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\)
    | \[\^(?P<note>[^\[\]\s]+)\]
    | \^(?P<caret>[0-9]{1,3})\^
    | \\(?P<escaped>[!-/:-@\[-`{-~\n])
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<emphasis>\*+|(?<!\w)_+|(?<!_)_++(?!\w)|~~)
    """,
    re.VERBOSE,
)
#: All markup has one of these.
_MARKUP_SIGN = re.compile(r"[`<!\[\]^\\&*_~]")
_TICKS = re.compile(r"`+")

_ANCHORED = re.compile(r"\[?([0-9]{1,3})\]?")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "0123456789")
_NUMBERS = r"[0-9]{1,3}(?:\s*(?:[,;&]|and)\s*[0-9]{1,3}){0,9}"
_CLOSING = "”’\"'»).!?"
#: The mark of a note in a text: `[^1]`, `[1]`, `[2, 3]`, `[BBC22]`, `¹`, `†`, `(1)`, `note 1`. A
#: number in round brackets right before a quotation is one of an enumeration.
_NOTE_MARK = re.compile(
    rf"\[\^(?P<name>[^\[\]\s]+)\]|\[(?P<numbers>{_NUMBERS})\]"
    rf"|\[(?P<key>[A-Za-z][\w.:+-]{{0,30}})\]|(?P<raised>[{_RAISED}]{{1,3}}|[†‡])"
    rf"|(?:(?<=[{_CLOSING}])|(?<=[{_CLOSING}]\s)|(?=\([^()]*\)(?!\s*[{QUOTATION_MARKS}])))"
    rf"\((?P<round>{_NUMBERS})\)"
    r"|\b(?i:(?:foot|end)?notes?|fn\.?|nn?\.|ref\.|source|reference)\s+(?:(?i:nos?|numbers?)\b\.?\s*)?"
    rf"(?P<told>{_NUMBERS})\b"
)
#: A note where it is written down: `[^1]: BBC News`, `[1] BBC News`, `¹ BBC News`, `^1^ BBC News`.
_NOTE = re.compile(
    rf"[ ]{{0,3}}(?:\[(?P<name>\^[^\[\]\s]+|[0-9]{{1,3}})\]:?|(?P<raised>[{_RAISED}]{{1,3}}|[†‡])"
    r"|<sup>\s*\[?(?P<tagged>[0-9]{1,3})\]?\s*</sup>|\^(?P<caret>[0-9]{1,3})\^)"
    r"[ \t]*(?=\S|\Z)"
)
#: One of a list of notes or sources.
_NUMBERED = re.compile(r"[ \t]*\(?(?P<number>[0-9]{1,3})[.)][ \t]*(?=\S)")
#: So, without a mark behind the number, which the text of another may begin with: 3 March.
_BARE_NUMBER = re.compile(
    rf"[ \t]*(?P<number>[0-9]{{1,3}})[ \t]+(?!{'|'.join(MONTHS)})(?=[A-Z“‘\"'*_<\[])"
)
_KEYED = re.compile(r"[ \t]*(?:[-*+•][ \t]+)?\[(?P<key>[A-Za-z][\w.:+-]{0,30})\]:?[ \t]*(?=\S)")
_SENTENCE_END = tuple(".!?”’\"')]")
_RULE = re.compile(r"[ ]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
#: A work in the front matter, as pandoc has it.
_REFERENCE = re.compile(r"[ \t]*-[ \t]+id:[ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+•][ \t]+")
#: The heading of such a list, in the words of the usual guides to style (APA, Chicago, MHRA, MLA).
_LIST_HEADING = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]*)?[*_]{0,2}(?:foot|end)?(?:notes|references|sources|bibliography|"
    r"works[ ]cited|notes[ ]and[ ]references|notes[ ]and[ ]sources|sources[ ]and[ ]notes|"
    r"reference[ ]list|list[ ]of[ ]references|citations)[*_]{0,2}[ \t]*:?[*_]{0,2}[ \t]*#*[ \t]*",
    re.IGNORECASE,
)
#: How many lines a long draft has, and how many around a quotation are read.
_MANY_LINES, _NEAR_LINES = 10_000, 50
#: What a line has that may begin, hold or lead to a quotation, or that ends far from where it
#: begins.
_NEEDED = re.compile(rf"[{QUOTATION_MARKS}>:\[<&\\~]")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")


class Position(NamedTuple):
    """Where a character of a draft stands."""

    line: int  # from 1
    column: int  # from 1, in characters


class Layout(NamedTuple):
    """Where the characters of a block stand in the draft: as runs of them, to keep it small."""

    starts: Sequence[int]  # of the runs, in the block's text
    origins: Sequence[int]  # of the same, in its lines put together
    line_starts: Sequence[int]  # of its lines, in the same
    margins: Sequence[int]  # how many characters of each line are left out before them
    first_line: int

    def position(self, place: int) -> Position:
        """Give where a character stands."""
        run = bisect_right(self.starts, place) - 1
        origin = self.origins[run] + place - self.starts[run]
        number = bisect_right(self.line_starts, origin) - 1
        column = self.margins[number] + origin - self.line_starts[number] + 1
        return Position(line=self.first_line + number, column=column)


class Link(NamedTuple):
    """An address that is linked in a block."""

    place: int  # in its text
    address: str


class NoteMark(NamedTuple):
    """A sign in a block that leads to a note."""

    start: int  # in its text
    end: int  # the same where it was markup, which is taken out
    labels: tuple[str, ...]


class Block(NamedTuple):
    """A paragraph, or a block quote, of a draft without its markup."""

    text: str
    layout: Layout
    links: tuple[Link, ...] = ()
    note_marks: tuple[NoteMark, ...] = ()
    italics: tuple[Span, ...] = ()  # what is emphasised
    is_quote: bool = False  # it is a block quote


class Draft(NamedTuple):
    """A draft: its paragraphs, in order, and its notes."""

    blocks: Sequence[Block]
    notes: Mapping[str, Block]  # by label
    sources: Sequence[Block]  # all that it lists: the notes, and what else stands among them


_NO_LAYOUT = Layout(starts=(0,), origins=(0,), line_starts=(0,), margins=(0,), first_line=1)
NO_BLOCK = Block(text="", layout=_NO_LAYOUT)


def read(text: str, markdown: bool) -> Draft:
    """Split a draft into paragraphs.

    Of Markdown, a block quote is one paragraph, and code blocks and front matter are left out.
    """
    with _without_collection():
        return _read(re.sub(r"\r\n|\r", "\n", text), markdown)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Look for no garbage: of a long draft come a million parts that are all kept, and to look
    through them again and again takes as long as to make them.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(text: str, markdown: bool) -> Draft:
    lines = text.split("\n")
    cited = [*_find_references(text)] if markdown else []
    addresses: Mapping[str, str] = {}
    if markdown:
        blocks, addresses = _split_markdown(text, lines)
    else:
        blocks = [_plain_block(lines, filled) for filled in _filled(lines)]
    notes: dict[str, Block] = {
        label: NO_BLOCK._replace(links=(Link(place=0, address=address),))
        for label, address in addresses.items()
    }
    sources: list[Block] = [*cited]
    for label, chosen, margin in _find_notes(lines):
        block = _source_block(lines, chosen, margin, addresses if markdown else None)
        sources.append(block)
        if label:
            notes[label] = block
    marked = [_with_note_marks(block, notes) for block in blocks] if notes else blocks
    return Draft(blocks=marked, notes=notes, sources=sources)


def _split_markdown(text: str, lines: list[str]) -> tuple[list[Block], Mapping[str, str]]:
    """Split Markdown into blocks; give what the labels of links stand for, too."""
    front_matter = _FRONT_MATTER.match(text)
    if front_matter:
        skipped = front_matter[0].count("\n") + 1
        lines[:skipped] = [""] * skipped
    blocks: list[Block] = []
    open_quotes = 0
    env: dict[str, dict[str, dict[str, str]]] = {}
    # What is inside of a paragraph is read below, in a tenth of the time.
    parser = MarkdownIt("commonmark").disable(["inline", "text_join"])
    tokens = parser.parse("\n".join(_without_far_lines(lines)), env)
    addresses = {name: reference["href"] for name, reference in env.get("references", {}).items()}
    for token in tokens:
        if token.type == "blockquote_open" and token.map:
            if not open_quotes:
                block = _markdown_block(lines, slice(*token.map), addresses)
                blocks.append(block._replace(is_quote=not _CALLOUT.match(block.text)))
            open_quotes += 1
        elif token.type == "blockquote_close":
            open_quotes -= 1
        elif token.type in ("inline", "html_block") and token.map and not open_quotes:
            blocks.append(_markdown_block(lines, slice(*token.map), addresses))
    return blocks, addresses


def _without_far_lines(lines: Sequence[str]) -> Sequence[str]:
    """Empty the lines of a very long draft that are far from any quotation: each costs the parser
    as much as a hundred other characters.
    """
    if len(lines) <= _MANY_LINES:
        return lines
    kept = [""] * len(lines)
    done = 0
    for number, line in enumerate(lines):
        if not _NEEDED.search(line):
            continue
        first = max(done, number - _NEAR_LINES)
        while first > done and lines[first][:1] in ("", " ", "\t"):  # it may be part of a list
            first -= 1
        last = min(len(lines), number + _NEAR_LINES)
        kept[first:last] = lines[first:last]
        done = max(done, number)
    return kept


def _filled(lines: Sequence[str]) -> Iterator[slice]:
    """Find the runs of lines that are not blank."""
    start = None
    for i, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = i
        elif not line.strip() and start is not None:
            yield slice(start, i)
            start = None


def _join_lines(
    lines: Sequence[str], chosen: slice, skip: Callable[[str], re.Match[str] | None]
) -> Block:
    """Put lines together without their margins."""
    parts: list[str] = []
    starts: list[int] = []
    margins: list[int] = []
    length = 0
    for line in lines[chosen]:
        match = skip(line)
        margins.append(match.end() if match else 0)
        starts.append(length)
        parts.append(line[margins[-1] :].rstrip() + "\n")
        length += len(parts[-1])
    layout = Layout(
        starts=(0,),
        origins=(0,),
        line_starts=starts or (0,),
        margins=margins or (0,),
        first_line=chosen.start + 1,
    )
    return Block(text="".join(parts), layout=layout)


def _plain_block(lines: Sequence[str], chosen: slice) -> Block:
    return _with_bare_links(_join_lines(lines, chosen, _INDENT.match))


def _with_bare_links(block: Block) -> Block:
    """Add the addresses that stand in a text as they are."""
    if "/" not in block.text:
        return block
    bare = [
        Link(place=match.start(), address=_with_scheme(match[0].rstrip(".,;:!?")))
        for match in _BARE_URL.finditer(block.text)
    ]
    return block._replace(links=tuple(sorted([*block.links, *bare])))


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _markdown_block(lines: Sequence[str], chosen: slice, addresses: Mapping[str, str]) -> Block:
    """Put lines of Markdown together without markup.

    Args:
        lines: All lines of the draft.
        chosen: The lines of the block.
        addresses: What the labels of links stand for.
    """
    return _without_markup(_join_lines(lines, chosen, _MARKERS.match), addresses)


def _without_markup(raw: Block, addresses: Mapping[str, str]) -> Block:
    """Take the markup out of a block."""
    if not _MARKUP_SIGN.search(raw.text):
        return _with_bare_links(raw)
    kept: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    links: list[Link] = []
    marks: list[NoteMark] = []
    emphasis: list[int] = []  # where it begins and ends
    length = 0

    def keep(text: str, origin: int) -> None:
        nonlocal length
        if text:
            kept.append(text)
            starts.append(length)
            origins.append(origin)
            length += len(text)

    far = _FarEnds(raw.text)
    last = at = 0
    while match := _MARKUP.search(raw.text, at):
        at = far.end(match)
        if at == match.start():  # it opens nothing
            at = match.end()
            continue
        keep(raw.text[last : match.start()], last)
        last = at
        url = match["url"] or match["autolink"] or addresses.get((match["label"] or "").upper())
        if url is not None and url.startswith("#") and kept:
            # A link within the draft: [1](#fn1)
            if number := _ANCHORED.fullmatch(kept[-1]):
                start = length - len(kept[-1])
                marks.append(NoteMark(start=start, end=length, labels=(number[1],)))
        elif url is not None:
            links.append(Link(place=length, address=url))
        note = match["note"] and f"^{match['note']}"
        if label := note or match["raised"] or match["caret"]:
            marks.append(NoteMark(start=length, end=length, labels=(label,)))
        if match["emphasis"] and match["emphasis"] != "~~":
            emphasis.append(length)
        keep(_show_markup(match, raw.text[match.start() : at]), match.start())
    keep(raw.text[last:], last)
    layout = raw.layout._replace(starts=starts or (0,), origins=origins or (0,))
    return _with_bare_links(
        Block(
            text="".join(kept),
            layout=layout,
            links=tuple(links),
            note_marks=tuple(marks),
            italics=tuple(zip(emphasis[::2], emphasis[1::2], strict=False)),
        )
    )


class _FarEnds:
    """Where code and comments end that may do so far from where they begin.

    Each kind of end is looked up in a list, so that a run of beginnings costs no more than as much
    other text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ticks: dict[int, list[int]] | None = None  # length -> where such runs begin
        self._last_comment = text.rfind("-->")

    def end(self, match: re.Match[str]) -> int:
        """Give where markup ends; where it begins, if it never does and so is none."""
        if match["comment"]:
            if self._last_comment < match.end():
                return match.start()
            return self._text.index("-->", match.end()) + len("-->")
        if match["ticks"]:
            length = len(match["ticks"])
            same = self._runs().get(length, [])
            following = bisect_right(same, match.end())
            return same[following] + length if following < len(same) else match.start()
        return match.end()

    def _runs(self) -> dict[int, list[int]]:
        """List the runs of backticks by their length."""
        if self._ticks is None:
            self._ticks = {}
            for run in _TICKS.finditer(self._text):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        return self._ticks


def _show_markup(match: re.Match[str], text: str) -> str:
    """Give what a reader sees of markup: code has words, but no quotation of its own."""
    if match["ticks"]:
        return re.sub(f"[{QUOTATION_MARKS}]", " ", text.strip("`"))
    if match["escaped"]:
        return match["escaped"]
    return html.unescape(match["entity"]) if match["entity"] else ""


def _find_notes(lines: Sequence[str]) -> Iterator[tuple[str, slice, re.Pattern[str]]]:
    """Find the notes and the sources that a draft lists: the label ("" for none), the lines, and
    what goes before the first line's words.
    """
    in_list = False
    is_ruled = False  # a rule went before, behind which numbered lines are notes
    is_indented = False  # what goes on in it is
    may_begin = True  # a note begins after a blank line, or after another
    found: tuple[str, int, re.Pattern[str]] | None = None
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            may_begin = True
            is_indented = found is not None and found[0].startswith("^")
            if is_indented and number < len(lines):
                continue  # a note may have several paragraphs
            begins: tuple[str, re.Pattern[str]] | None = None
        elif is_indented and line.startswith(("  ", "\t")):
            continue
        else:
            is_indented = False
            is_heading = _LIST_HEADING.fullmatch(line) is not None
            if _RULE.fullmatch(line):
                is_ruled = number == 0 or not lines[number - 1].strip()  # it underlines no heading
                begins, may_begin = None, True
            elif is_heading or _HEADING.match(line):
                in_list = is_heading
                is_ruled = False
                begins, may_begin = None, True
            else:
                may_note = may_begin or found is not None
                begins = _note_start(line, in_list, may_note)
                if not begins and is_ruled and may_note and (ruled := _NUMBERED.match(line)):
                    begins = ruled["number"], _NUMBERED
                if not begins and found and not may_begin:
                    continue  # it goes on
                is_ruled = is_ruled and begins is not None
                may_begin = line.rstrip().endswith(_SENTENCE_END) and not in_list
        if found:
            label, first, margin = found
            yield label, slice(first, number), margin
        found = (begins[0], number, begins[1]) if begins else None


def _find_references(text: str) -> Iterator[Block]:
    """Find the works that the front matter describes for pandoc, each from its id on."""
    front_matter = _FRONT_MATTER.match(text)
    if not front_matter or "\nreferences:" not in front_matter[0]:
        return
    lines = front_matter[0].split("\n")
    starts = [number for number, line in enumerate(lines) if _REFERENCE.match(line)]
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = _join_lines(lines, slice(first, last), lambda line: _REFERENCE.match(line))
        yield _with_bare_links(block)


def _note_start(line: str, in_list: bool, may_begin: bool) -> tuple[str, re.Pattern[str]] | None:
    """Give the label of the note that a line begins, and what goes before its words."""
    if (note := _NOTE.match(line)) and (in_list or may_begin):
        raised = note["raised"] or note["tagged"] or note["caret"]
        return note["name"] or raised.translate(_LOWERED), _NOTE
    if not in_list:
        return None
    for pattern in (_NUMBERED, _BARE_NUMBER)[: 1 + may_begin]:
        if number := pattern.match(line):
            return number["number"], pattern
    if key := _KEYED.match(line):
        return key["key"], _KEYED
    if may_begin or _BULLET.match(line):
        return "", _BULLET
    return None


def _source_block(
    lines: Sequence[str],
    chosen: slice,
    margin: re.Pattern[str],
    addresses: Mapping[str, str] | None,
) -> Block:
    """Read a note, without its label and markup."""
    block = _join_lines(lines, chosen, lambda line: margin.match(line) or _INDENT.match(line))
    return _with_bare_links(block) if addresses is None else _without_markup(block, addresses)


def _with_note_marks(block: Block, notes: Mapping[str, Block]) -> Block:
    """Find the marks of notes that a draft has, beside those that were markup."""
    marks = [mark for mark in block.note_marks if _known(mark.labels, notes)]
    for match in _NOTE_MARK.finditer(block.text):
        numbers = match["numbers"] or match["round"] or match["told"]
        if match["name"] or match["key"]:
            labels = [match["key"] or f"^{match['name']}"]
        elif numbers:
            labels = re.findall("[0-9]+", numbers)
        else:
            labels = [match["raised"].translate(_LOWERED)]
        if _known(labels, notes):
            marks.append(NoteMark(start=match.start(), end=match.end(), labels=tuple(labels)))
    return block._replace(note_marks=tuple(sorted(marks)))


def _known(labels: Sequence[str], notes: Mapping[str, Block]) -> bool:
    return any(find_note(notes, label) for label in labels)


def find_note(notes: Mapping[str, Block], label: str) -> Block | None:
    """Find the note of a label: `1`, or `^1` where the draft writes `[^1]`."""
    other = label.removeprefix("^") if label.startswith("^") else f"^{label}"
    return notes.get(label) or notes.get(label.upper()) or notes.get(other)
