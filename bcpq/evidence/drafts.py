"""Which quotations does a draft hold? Markdown or plain text to quotations, each with what is said of it."""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt

from bcpq.evidence.verify import SHORT
from bcpq.text.typography import QUOTES, words

#: Which mark closes what another opened.
_CLOSING = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "‘": "’",
    '"': '"',
    "'": "'",
    "”": "”",
    "»": "«",
}
#: What stands before an opening mark that is no opening one at other places.
_BEGINS = re.compile(r"[^\s,.;:!?)\]}”’]|\.\.|…")
_BEFORE = re.compile(r"[\s(\[{/—–“„«‹‘\"'-]")
#: Words that begin with an apostrophe: '90s, 'tis.
_CLIPPED = re.compile(
    r"['‘](?:[0-9]0s|(?:tis|twas|til|em|n|cause|cos|bout|round)\b)", re.IGNORECASE
)
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bProf)(?<!\bCllr)"
    r"[.!?][”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])"
)
#: Who said it, at the end of a block quote: after a dash, on a line of its own or after the last full stop.
_BYLINE = re.compile(
    r"(?:\n\s*(?:[—–]|--|-(?= ))|(?<=[.!?”’\"'])\s+(?:[—–]|--))\s*(?=\S[^\n]*\s*\Z)|\n\s*(?:[—–]|--)\s*(?=\S)"
)
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
#: A note for readers in the shape of a block quote, as GitHub has it.
_CALLOUT = re.compile(r"\s*\[!\w+\]")
_BARE_URL = re.compile(r"https?://[^\s<>\"“”)\]]+")
_NEXT_WORD = re.compile(r"\W*\w+")
#: (BBC News), though a full stop went before.
_ASIDE = re.compile(r"\W{0,4}\([^()]*\)")
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


class Block(NamedTuple):
    """A paragraph of a draft without its markup, with the place of each character."""

    text: str
    places: Sequence[tuple[int, int]]  # line and column, from 1
    links: tuple[tuple[int, str], ...] = ()  # where in the text an address is linked
    quoted: bool = False  # it is a block quote


class Quotation(NamedTuple):
    """A quotation, and what its draft says of it."""

    text: str
    line: int  # from 1
    column: int  # from 1, in characters
    before: str  # what goes before it in its sentence, unless another quotation does
    sentence: str  # the rest of the sentence, the words of quotations blanked
    place: int  # in `sentence`, where it stands
    after: str  # what follows it in its paragraph, as far as the next quotation
    links: tuple[str, ...]  # addresses linked in the sentence


def blocks(text: str, markdown: bool) -> list[Block]:
    """Split a draft into paragraphs; the code blocks and the front matter of Markdown are left out."""
    text = re.sub(r"\r\n|\r", "\n", text)
    lines = text.split("\n")
    if not markdown:
        return [_block(lines, start, end, None) for start, end in _filled(lines)]
    if front := _FRONT_MATTER.match(text):
        skipped = front[0].count("\n") + 1
        lines[:skipped] = [""] * skipped
    found: list[Block] = []
    quotes: list[int] = []  # the line each open block quote begins at
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = MarkdownIt("commonmark").parse("\n".join(lines), env)
    addresses = {name: reference["href"] for name, reference in env.get("references", {}).items()}
    for token in tokens:
        if token.type == "blockquote_open" and token.map:
            if not quotes:
                block = _block(lines, token.map[0], token.map[1], addresses)
                found.append(block._replace(quoted=not _CALLOUT.match(block.text)))
            quotes.append(token.map[0])
        elif token.type == "blockquote_close":
            quotes.pop()
        elif token.type in ("inline", "html_block") and token.map and not quotes:
            found.append(_block(lines, token.map[0], token.map[1], addresses))
    return found


def _filled(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for i, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = i
        elif not line.strip() and start is not None:
            yield start, i
            start = None


def _block(
    lines: Sequence[str], start: int, end: int, addresses: Mapping[str, str] | None
) -> Block:
    """Put lines together, and note where each character stands.

    Those of Markdown lose the marks at their beginnings; `addresses` are what the labels of its links stand for.
    """
    text, places = "", []
    for number, line in enumerate(lines[start:end], start):
        margin = re.match(r"\s*", line) if addresses is None else _MARKERS.match(line)
        skipped = margin.end() if margin else 0
        content = line[skipped:].rstrip() + "\n"
        text += content
        places += [(number + 1, skipped + i + 1) for i in range(len(content))]
    return (
        _linked(Block(text, places))
        if addresses is None
        else _without_markup(text, places, addresses)
    )


def _linked(block: Block) -> Block:
    """Add the addresses that stand in a text as they are."""
    bare = tuple(
        (match.start(), match[0].rstrip(".,;:!?")) for match in _BARE_URL.finditer(block.text)
    )
    return block._replace(links=(*block.links, *bare))


def _without_markup(
    text: str, places: Sequence[tuple[int, int]], addresses: Mapping[str, str]
) -> Block:
    kept: list[str] = []
    where: list[tuple[int, int]] = []
    links: list[tuple[int, str]] = []
    last = 0
    for match in _MARKUP.finditer(text):
        kept.append(text[last : match.start()])
        where += places[last : match.start()]
        last = match.end()
        url = match["url"] or match["autolink"] or addresses.get((match["label"] or "").upper())
        if url is not None:
            links.append((len(where), url))
        shown = match["escaped"] or (html.unescape(match["entity"]) if match["entity"] else "")
        if match["code"]:
            shown = re.sub(
                f"[{QUOTES}]", " ", match["code"].strip("`")
            )  # words, but no quotation of its own
        kept.append(shown)
        where += [places[match.start()]] * len(shown)
    return _linked(Block("".join(kept) + text[last:], [*where, *places[last:]], tuple(links)))


def quotations(blocks: Sequence[Block], stands: Callable[[str], bool]) -> Iterator[Quotation]:
    """Find the quotations that are not SHORT, in order; those within others are part of them.

    Where an apostrophe may be the closing mark, `stands` decides: the longest text that was published is meant.
    """
    for i, block in enumerate(blocks):
        following = blocks[i + 1] if i + 1 < len(blocks) else Block("", ())
        spans = [_quoted_block(block)] if block.quoted else [*_spans(block, following, stands)]
        for number, (start, end) in enumerate(spans):
            said = block.text[start:end]
            if len(words(said)) < SHORT:
                continue
            until = spans[number + 1][0] if number + 1 < len(spans) else len(block.text)
            after = block.text[end:until]
            if block.quoted and following.text[:1] in "—–-[(":
                after += following.text
            first, last = _sentence(block, spans, number)
            # What goes before belongs to the quotation before, if there is one in the sentence.
            alone = not any(first <= other <= start for _, other in spans[:number])
            before = block.text[first:start] if alone else ""
            rest = _outside(block.text[:last], spans)[first:]
            if block.quoted:
                rest = _lead(blocks[i - 1] if i else Block("", ())) + "\n" + after
            links = tuple(url for place, url in block.links if first <= place <= last)
            yield Quotation(said, *block.places[start], before, rest, start - first, after, links)


def _lead(block: Block) -> str:
    """Give the last sentence of the paragraph before a block quote where it leads up to it with a colon."""
    text = block.text.rstrip()
    return re.split(_SENTENCE_END, text)[-1] if text.endswith(":") else ""


def _quoted_block(block: Block) -> tuple[int, int]:
    bylines = list(_BYLINE.finditer(block.text))
    return 0, bylines[-1].start() if bylines else len(block.text.rstrip())


def _spans(
    block: Block, following: Block, stands: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Find what stands between quotation marks, outermost ones."""
    text, i = block.text, 0
    while i < len(text):
        if not _opens(text, i):
            i += 1
            continue
        ends = _ends(text, i)
        if not ends:
            runs_on = text[i] in "“‘„" or (text[i] == '"' and following.text[:1] == '"')
            if not runs_on:
                i += 1
                continue
            ends = [len(text.rstrip())]
        end = _end(text, i + 1, ends, stands)
        yield i + 1, end
        i = end + 1


def _opens(text: str, i: int) -> bool:
    mark = text[i]
    if mark not in _CLOSING or not _BEGINS.match(text, i + 1) or _CLIPPED.match(text, i):
        return False
    return mark in "“„«‹‘" or i == 0 or _BEFORE.match(text[i - 1]) is not None


def _ends(text: str, start: int) -> list[int]:
    """List where the quotation that a mark opens may end."""
    mark = text[start]
    ends = []
    for i in range(start + 1, len(text)):
        if text[i] in _CLOSING[mark] and text[i - 1].strip() and i > start + 1:
            if mark in "'‘" and text[i + 1 : i + 2].isalnum():
                continue  # an apostrophe
            if mark != '"' or not _opens(text, i):
                ends.append(i)
            if mark not in "'‘\"":
                break  # these marks are nothing else
        elif text[i] == mark and _opens(text, i):
            break  # the next quotation
    return ends


def _end(text: str, start: int, ends: Sequence[int], stands: Callable[[str], bool]) -> int:
    """Choose among ends: the longest text that was published, else the likeliest.

    A mark that stood in what was published, between the same two words, is an apostrophe.
    """
    if len(ends) > 1:
        beyond = [_NEXT_WORD.match(text, end) for end in ends[:-1]]
        kept = [
            end
            for end, word in zip(ends, beyond, strict=False)
            if not (word and stands(text[start : word.end()]))
        ]
        ends = [*kept, ends[-1]]
        for end in reversed(ends):
            if len(words(text[start:end])) >= SHORT and stands(text[start:end]):
                return end
    pointed = (
        end
        for end in ends
        if text[end - 1] in ".,!?…;:" or text[end + 1 : end + 2] in tuple(".,!?…;:)")
    )
    unlike_plurals = (end for end in ends if text[end - 1] != "s")
    return next(pointed, next(unlike_plurals, ends[0]))


def _sentence(block: Block, spans: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    """Find where the sentence begins and ends that a quotation stands in."""
    start, end = spans[number]
    breaks = [match.end() for match in _SENTENCE_END.finditer(_outside(block.text, spans))]
    first = max((place for place in breaks if place <= start), default=0)
    last = min((place for place in breaks if place > end), default=len(block.text))
    aside = _ASIDE.match(block.text, end)
    return first, max(last, aside.end()) if aside else last


def _outside(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Blank the quotations of a text, but for their last characters: a full stop there may end the sentence."""
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\n]", "_", text[start : end - 1]) + text[end - 1 :]
    return text
