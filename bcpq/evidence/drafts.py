"""The quotations of a draft: Markdown or plain text to quotations, each with what is said of it."""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from markdown_it import MarkdownIt

from bcpq.evidence.quotation import SHORT
from bcpq.model import Span
from bcpq.text.marks import CLOSED_BY, QUOTATION_MARKS
from bcpq.text.sentences import sentences
from bcpq.text.typography import words

#: What must follow a mark for it to open a quotation.
_QUOTED_START = re.compile(r"[^\s,.;:!?)\]}”’]|\.\.|…")
#: What must stand before a mark for it to open a quotation.
_BEFORE_OPENING = re.compile(r"[\s(\[{/—–“„«‹‘\"'-]")
#: Marks that open a quotation wherever they stand.
_ALWAYS_OPENING = "“„«‹‘"
#: Words that begin with an apostrophe: '90s, 'tis.
_CLIPPED = re.compile(
    r"['‘](?:[0-9]0s|(?:tis|twas|til|em|n|cause|cos|bout|round)\b)", re.IGNORECASE
)
#: How a sentence of a draft begins. What begins otherwise belongs to the sentence before: who said
#: it, after a dash; what follows an abbreviation that no list holds; a locator.
_SENTENCE_START = re.compile(r"[“‘\"'(\[]?[A-Z0-9]")
#: Who said it, at the end of a block quote: after a dash, on a line of its own or after the last
#: full stop.
_BYLINE = re.compile(
    r"(?:\n\s*(?:[—–]|--|-(?= ))|(?<=[.!?”’\"'])\s+(?:[—–]|--))\s*(?=\S[^\n]*\s*\Z)"
    r"|\n\s*(?:[—–]|--)\s*(?=\S)"
)
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
#: A note for readers in the shape of a block quote, as GitHub has it.
_CALLOUT = re.compile(r"\s*\[!\w+\]")
_BARE_URL = re.compile(r"https?://[^\s<>\"“”)\]]+")
_NEXT_WORD = re.compile(r"\W*\w+")
#: (BBC News), though a full stop went before.
_ASIDE = re.compile(r"\W{0,4}\([^()]*\)")
_INDENT = re.compile(r"\s*")
#: Marks at the beginning of a line: of block quotes, lists and headings.
_MARKERS = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)]|#{1,6})[ \t]+)?")

_MARKUP = re.compile(
    r"""
      (?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    | <(?P<autolink>https?://[^<>\s]+)>
    | (?P<tag></?[A-Za-z][^<>]*>|<!--.*?-->)
    | (?P<open>!?\[(?=[^\[\]]*\][(\[]))
    | \]\[(?P<label>[^\[\]]+)\]
    | \]\(<?(?P<url>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\)
    | (?P<note>\[\^[^\]\s]+\])
    | \\(?P<escaped>[!-/:-@\[-`{-~\n])
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<emphasis>\*+|(?<!\w)_+|_+(?!\w)|~~)
    """,
    re.VERBOSE | re.DOTALL,
)


class Position(NamedTuple):
    """Where a character of a draft stands."""

    line: int  # from 1
    column: int  # from 1, in characters


class Link(NamedTuple):
    """An address that is linked in a block."""

    place: int  # in its text
    address: str


class Block(NamedTuple):
    """A paragraph, or a block quote, of a draft without its markup."""

    text: str
    positions: Sequence[Position]  # of each character
    links: tuple[Link, ...] = ()
    is_quote: bool = False  # it is a block quote


class DraftQuotation(NamedTuple):
    """A quotation of a draft, and the text around it, in which the draft may say where it is from.

    In `sentence` the words of all quotations are blanked. That of a block quote is the sentence
    that leads up to it, and what follows it.
    """

    text: str
    position: Position
    before: str  # what goes before it in its sentence, unless another quotation does
    sentence: str
    place: int  # in `sentence`, where it stands
    after: str  # what follows it in its paragraph, as far as the next quotation
    links: tuple[str, ...]  # addresses linked in the sentence


#: Tells whether a text was published as it is.
IsPublished = Callable[[str], bool]
_NO_BLOCK = Block(text="", positions=())


def split_blocks(text: str, markdown: bool) -> list[Block]:
    """Split a draft into paragraphs.

    Of Markdown, a block quote is one paragraph, and code blocks and front matter are left out.
    """
    text = re.sub(r"\r\n|\r", "\n", text)
    lines = text.split("\n")
    if markdown:
        return _split_markdown(text, lines)
    return [_with_bare_links(_join_lines(lines, filled, _INDENT)) for filled in _filled(lines)]


def _split_markdown(text: str, lines: list[str]) -> list[Block]:
    front_matter = _FRONT_MATTER.match(text)
    if front_matter:
        skipped = front_matter[0].count("\n") + 1
        lines[:skipped] = [""] * skipped
    blocks: list[Block] = []
    open_quotes = 0
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = MarkdownIt("commonmark").parse("\n".join(lines), env)
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
    return blocks


def _filled(lines: Sequence[str]) -> Iterator[slice]:
    """Find the runs of lines that are not blank."""
    start = None
    for i, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = i
        elif not line.strip() and start is not None:
            yield slice(start, i)
            start = None


def _join_lines(lines: Sequence[str], chosen: slice, margin: re.Pattern[str]) -> Block:
    """Put lines together without their margins."""
    text = ""
    positions: list[Position] = []
    for number, line in enumerate(lines[chosen], chosen.start + 1):
        match = margin.match(line)
        skipped = match.end() if match else 0
        content = line[skipped:].rstrip() + "\n"
        text += content
        columns = range(skipped + 1, skipped + len(content) + 1)
        # By position: one for each character of a draft is made in half the time.
        positions += map(Position, repeat(number), columns)
    return Block(text=text, positions=positions)


def _with_bare_links(block: Block) -> Block:
    """Add the addresses that stand in a text as they are."""
    bare = (
        Link(place=match.start(), address=match[0].rstrip(".,;:!?"))
        for match in _BARE_URL.finditer(block.text)
    )
    return block._replace(links=(*block.links, *bare))


def _markdown_block(lines: Sequence[str], chosen: slice, addresses: Mapping[str, str]) -> Block:
    """Put lines of Markdown together without markup.

    Args:
        lines: All lines of the draft.
        chosen: The lines of the block.
        addresses: What the labels of links stand for.
    """
    raw = _join_lines(lines, chosen, _MARKERS)
    kept: list[str] = []
    positions: list[Position] = []
    links: list[Link] = []
    last = 0
    for match in _MARKUP.finditer(raw.text):
        kept.append(raw.text[last : match.start()])
        positions += raw.positions[last : match.start()]
        last = match.end()
        url = match["url"] or match["autolink"] or addresses.get((match["label"] or "").upper())
        if url is not None:
            links.append(Link(place=len(positions), address=url))
        shown = _show_markup(match)
        kept.append(shown)
        positions += [raw.positions[match.start()]] * len(shown)
    text = "".join(kept) + raw.text[last:]
    positions += raw.positions[last:]
    return _with_bare_links(Block(text=text, positions=positions, links=tuple(links)))


def _show_markup(match: re.Match[str]) -> str:
    """Give what a reader sees of markup: code has words, but no quotation of its own."""
    if match["code"]:
        return re.sub(f"[{QUOTATION_MARKS}]", " ", match["code"].strip("`"))
    if match["escaped"]:
        return match["escaped"]
    return html.unescape(match["entity"]) if match["entity"] else ""


def find_quotations(blocks: Sequence[Block], is_published: IsPublished) -> Iterator[DraftQuotation]:
    """Find the quotations that are not SHORT, in order; those within others are part of them.

    Args:
        blocks: The paragraphs of a draft.
        is_published: Decides where an apostrophe may be the closing mark: the longest text that was
            published is meant.
    """
    for i, block in enumerate(blocks):
        previous = blocks[i - 1] if i else _NO_BLOCK
        following = blocks[i + 1] if i + 1 < len(blocks) else _NO_BLOCK
        if block.is_quote:
            spans = [_find_quoted_block(block)]
        else:
            spans = [*_find_spans(block, following, is_published)]
        for number, (start, end) in enumerate(spans):
            if len(words(block.text[start:end])) < SHORT:
                continue
            until = spans[number + 1][0] if number + 1 < len(spans) else len(block.text)
            after = block.text[end:until]
            if block.is_quote and following.text[:1] in "—–-[(":
                after += following.text
            first, last = _find_sentence(block, spans, number)
            # What goes before belongs to the quotation before, if the sentence has one.
            is_first = not any(first <= other_end <= start for _, other_end in spans[:number])
            if block.is_quote:
                sentence = _lead_in(previous) + "\n" + after
            else:
                sentence = _blank_quotations(block.text[:last], spans)[first:]
            yield DraftQuotation(
                text=block.text[start:end],
                position=block.positions[start],
                before=block.text[first:start] if is_first else "",
                sentence=sentence,
                place=start - first,
                after=after,
                links=tuple(link.address for link in block.links if first <= link.place <= last),
            )


def _lead_in(block: Block) -> str:
    """Give the last sentence of the paragraph before a block quote, if a colon ends it."""
    text = block.text.rstrip()
    return text[_sentence_starts(text)[-1] :] if text.endswith(":") else ""


def _find_quoted_block(block: Block) -> Span:
    """Find the words of a block quote, without who said them."""
    bylines = list(_BYLINE.finditer(block.text))
    return 0, bylines[-1].start() if bylines else len(block.text.rstrip())


def _find_spans(block: Block, following: Block, is_published: IsPublished) -> Iterator[Span]:
    """Find what stands between quotation marks, outermost ones."""
    text, i = block.text, 0
    while i < len(text):
        if not _opens(text, i):
            i += 1
            continue
        ends = _find_ends(text, i)
        if not ends:
            # A quotation of several paragraphs is only closed in the last, and opened anew in each.
            runs_on = text[i] in "“‘„" or (text[i] == '"' and following.text[:1] == '"')
            if not runs_on:
                i += 1
                continue
            ends = [len(text.rstrip())]
        end = _choose_end(text, i + 1, ends, is_published)
        yield i + 1, end
        i = end + 1


def _opens(text: str, i: int) -> bool:
    """Tell whether a quotation is opened at a place."""
    mark = text[i]
    if mark not in CLOSED_BY or not _QUOTED_START.match(text, i + 1) or _CLIPPED.match(text, i):
        return False
    return mark in _ALWAYS_OPENING or i == 0 or _BEFORE_OPENING.match(text[i - 1]) is not None


def _find_ends(text: str, start: int) -> list[int]:
    """List where the quotation that a mark opens may end."""
    mark = text[start]
    ends: list[int] = []
    for i in range(start + 1, len(text)):
        if text[i] in CLOSED_BY[mark] and text[i - 1].strip() and i > start + 1:
            if mark in "'‘" and text[i + 1 : i + 2].isalnum():
                continue  # an apostrophe
            if mark != '"' or not _opens(text, i):
                ends.append(i)
            if mark not in "'‘\"":
                break  # these marks are nothing else
        elif text[i] == mark and _opens(text, i):
            break  # the next quotation
    return ends


def _choose_end(text: str, start: int, ends: Sequence[int], is_published: IsPublished) -> int:
    """Choose the end of a quotation: of the longest text that was published, else the likeliest.

    A mark that stood in what was published, between the same two words, is an apostrophe.
    """
    if len(ends) > 1:
        last = ends[-1]
        ends = [end for end in ends[:-1] if not _is_within(text, start, end, is_published)] + [last]
        for end in reversed(ends):
            quoted = text[start:end]
            if len(words(quoted)) >= SHORT and is_published(quoted):
                return end
    for end in ends:
        if text[end - 1] in ".,!?…;:" or text[end + 1 : end + 2] in tuple(".,!?…;:)"):
            return end
    for end in ends:
        if text[end - 1] != "s":  # no plural's apostrophe
            return end
    return ends[0]


def _is_within(text: str, start: int, end: int, is_published: IsPublished) -> bool:
    """Tell whether a mark stands within what was published, up to the next word."""
    word = _NEXT_WORD.match(text, end)
    return word is not None and is_published(text[start : word.end()])


def _find_sentence(block: Block, spans: Sequence[Span], number: int) -> Span:
    """Find where the sentence begins and ends that a quotation stands in."""
    start, end = spans[number]
    starts = _sentence_starts(_blank_quotations(block.text, spans))
    first = max((place for place in starts if place <= start), default=0)
    last = min((place for place in starts if place > end), default=len(block.text))
    aside = _ASIDE.match(block.text, end)
    return first, max(last, aside.end()) if aside else last


def _sentence_starts(text: str) -> list[int]:
    """Find where the sentences of a draft begin; the first one at the beginning of the text."""
    later = [start for start, _ in sentences(text) if start and _SENTENCE_START.match(text, start)]
    return [0, *later]


def _blank_quotations(text: str, spans: Sequence[Span]) -> str:
    """Blank the quotations of a text, but for their last characters: a full stop there may end the
    sentence.
    """
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\n]", "_", text[start : end - 1]) + text[end - 1 :]
    return text
