"""The quotations of a draft: where they begin and end, and what is said around each of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bcpq.evidence.drafts import NO_BLOCK, Block, Position
from bcpq.evidence.quotation import SHORT
from bcpq.evidence.saying import is_interruption
from bcpq.model import Span
from bcpq.text.marks import CLOSED_BY
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
#: Who said it, in the last line of a block quote, after its last full stop.
_BYLINE = re.compile(r"(?<=[.!?”’\"'])\s+(?:[—–]|--)\s*(?=\S)")
#: Who said it, in a line of its own; after a hyphen only in the last.
_BYLINE_START = re.compile(r"\s*(?:[—–]|--)\s*\S")
_LAST_BYLINE_START = re.compile(r"\s*(?:[—–]|--|- )\s*\S")
#: The next word after a mark, if no long run of signs lies between.
_NEXT_WORD = re.compile(r"\W{0,16}\w+")
_MARK = re.compile(f"[{''.join(CLOSED_BY)}{''.join(CLOSED_BY.values())}]")
_NO_LINE_END = re.compile(r"[^\n]")
#: (BBC News), though a full stop went before.
_ASIDE = re.compile(r"\W{0,4}\([^()]*\)")
#: How many characters before a quotation, and after it, may say where it is from: no sentence of
#: news has more. Without a bound, a long paragraph would be read anew for each quotation in it.
_REACH = 600
#: How many apostrophes of a quotation are looked up, and in how many characters: no passage of news
#: has more that may be taken for its end.
_MOST_APOSTROPHES = 12
_LONGEST_LOOKED_UP = 3_000
#: After how many that no published text goes on over, no more are. (One may be where a draft leaves
#: words out.)
_MOST_MISSES = 2
#: How many places are listed where a quotation may end, and how many links and notes it may have.
_MOST_ENDS = 64
_MOST_LINKS = 64
#: Of a quotation's words, no more blanks: they say nothing of where it is from.
_BLANK = "_" * 40
_LONG_BLANK = re.compile(f"{_BLANK}_+")


class DraftQuotation(NamedTuple):
    """A quotation of a draft, and the text around it, in which the draft may say where it is from.

    In `sentence` the words of all quotations are blanked. That of a block quote is the sentence
    that leads up to it, and what follows it.
    """

    pieces: tuple[str, ...]  # its text; more than one where who speaks stands between
    position: Position
    before: str  # what goes before it in its sentence, unless another quotation does
    between: str  # what stands between its pieces
    after: str  # what follows it in its paragraph, as far as the next quotation
    sentence: str
    place: int  # in `sentence`, where it begins
    end: int  # and ends
    links: tuple[str, ...]  # addresses linked in the sentence
    notes_behind: tuple[str, ...]  # labels of the notes to which a mark behind it leads
    notes_before: tuple[str, ...]  # of those to which a mark before it in its sentence leads
    italics: tuple[str, ...]  # words in italics in the sentence

    @property
    def length(self) -> int:
        """Count its words."""
        return sum(len(words(piece)) for piece in self.pieces)


#: Tells whether a text was published as it is.
IsPublished = Callable[[str], bool]


def find_quotations(blocks: Sequence[Block], is_published: IsPublished) -> Iterator[DraftQuotation]:
    """Find the quotations, in order; those within others are part of them.

    Args:
        blocks: The paragraphs of a draft.
        is_published: Decides where an apostrophe may be the closing mark: the longest text that was
            published is meant.
    """
    for i, block in enumerate(blocks):
        previous = blocks[i - 1] if i else NO_BLOCK
        following = blocks[i + 1] if i + 1 < len(blocks) else NO_BLOCK
        if block.is_quote:
            yield _read_quoted_block(block, previous, following)
        else:
            spans = [*_find_spans(block, following, is_published)]
            reader = _Surroundings(block, spans)
            for group in _group(block.text, spans):
                yield reader.describe(group)


class _Surroundings:
    """Reads what a paragraph says around each of its quotations."""

    def __init__(self, block: Block, spans: Sequence[Span]) -> None:
        self._block = block
        self._spans = spans
        self._blanked = _blank(block, spans)
        self._starts = _sentence_starts(self._blanked) if spans else [0]
        self._link_places = [link.place for link in block.links]
        self._mark_places = [mark.start for mark in block.note_marks]
        self._italic_places = [start for start, _ in block.italics]

    def describe(self, group: range) -> DraftQuotation:
        """Describe the quotation whose pieces are some of the spans."""
        block, text = self._block, self._block.text
        start, end = self._spans[group.start][0], self._spans[group.stop - 1][1]
        first, last = self._find_sentence(start, end)
        is_last = group.stop == len(self._spans)
        until = len(text) if is_last else self._spans[group.stop][0]
        # What goes before belongs to the quotation before, if the sentence has one.
        is_first = group.start == 0 or self._spans[group.start - 1][1] < first
        first, last = max(first, start - _REACH), min(last, end + _REACH)
        # A mark behind all of several quotations in a sentence goes with each that has none.
        quoted = _LONG_BLANK.sub(_BLANK, self._blanked[start:end])
        behind = self._find_notes(start, min(until, last)) or self._find_notes(end, last)
        return DraftQuotation(
            pieces=tuple(text[slice(*self._spans[number])] for number in group),
            position=block.layout.position(start),
            before=text[first:start] if is_first else "",
            between=" ".join(
                text[self._spans[number][1] : self._spans[number + 1][0]] for number in group[:-1]
            ),
            after=text[end : min(until, end + _REACH)],
            sentence=self._blanked[first:start] + quoted + self._blanked[end:last],
            place=start - first,
            end=start - first + len(quoted),
            links=tuple(
                link.address for link in block.links[_chosen(self._link_places, first, last)]
            ),
            notes_behind=behind,
            notes_before=self._find_notes(first, start),
            italics=tuple(
                text[slice(*span)]
                for span in block.italics[_chosen(self._italic_places, first, last)]
            ),
        )

    def _find_sentence(self, start: int, end: int) -> Span:
        """Find where the sentence begins and ends that a quotation stands in."""
        first = self._starts[bisect_right(self._starts, start) - 1]
        following = bisect_right(self._starts, end)
        last = self._starts[following] if following < len(self._starts) else len(self._block.text)
        aside = _ASIDE.match(self._block.text, end)
        return first, max(last, aside.end()) if aside else last

    def _find_notes(self, first: int, last: int) -> tuple[str, ...]:
        """Give the labels of the notes whose marks stand between two places."""
        marks = self._block.note_marks[_chosen(self._mark_places, first, last)]
        return tuple(label for mark in marks for label in mark.labels)


def _chosen(places: Sequence[int], first: int, last: int) -> slice:
    """Choose what stands from one place to another, of what is sorted by place."""
    return slice(bisect_left(places, first), bisect_right(places, last))


def _read_quoted_block(block: Block, previous: Block, following: Block) -> DraftQuotation:
    """Describe a block quote."""
    start, end = _find_quoted_block(block)
    after = block.text[end:]
    behind = list(block.note_marks)
    links = list(block.links)
    if following.text[:1] in tuple("—–-[(⁰¹²³⁴⁵⁶⁷⁸⁹"):
        after += following.text
        behind += following.note_marks
        links += following.links
    lead_start, lead_in = _lead_in(previous)
    if lead_in:
        behind += [mark for mark in previous.note_marks if mark.start >= lead_start]
    after = after[:_REACH]
    lead_in = lead_in[-_REACH:]
    return DraftQuotation(
        pieces=(block.text[start:end],),
        position=block.layout.position(start),
        before=lead_in,
        between="",
        after=after,
        sentence=lead_in + "\n" + after,
        place=len(lead_in),
        end=len(lead_in) + 1,
        links=tuple(link.address for link in links[:_MOST_LINKS]),
        notes_behind=tuple(label for mark in behind for label in mark.labels)[:_MOST_LINKS],
        notes_before=(),
        italics=tuple(previous.text[slice(*span)] for span in previous.italics[-_MOST_LINKS:]),
    )


def _lead_in(block: Block) -> tuple[int, str]:
    """Give the last sentence of the paragraph before a block quote, if a colon ends it."""
    text = block.text.rstrip()
    if not text.endswith(":") or block.is_quote:
        return 0, ""
    start = _sentence_starts(text)[-1]
    return start, text[start:]


def _find_quoted_block(block: Block) -> Span:
    """Find the words of a block quote, without who said them."""
    text = block.text.rstrip()
    lines = text.split("\n")
    last_line = len(text) - len(lines[-1])
    bylines = list(_BYLINE.finditer(text, max(0, last_line - 1)))
    if bylines:
        return 0, bylines[-1].start()
    end = len(text)
    for number in range(len(lines) - 1, 0, -1):
        pattern = _LAST_BYLINE_START if number == len(lines) - 1 else _BYLINE_START
        end -= len(lines[number]) + 1
        if pattern.match(lines[number]):
            return 0, len(text[:end].rstrip())
    return 0, len(text)


def _group(text: str, spans: Sequence[Span]) -> Iterator[range]:
    """Put the pieces of each interrupted quotation together."""
    first = 0
    for number in range(1, len(spans) + 1):
        if number < len(spans) and _is_continued(text, spans[number - 1], spans[number]):
            continue
        yield range(first, number)
        first = number


def _is_continued(text: str, span: Span, following: Span) -> bool:
    """Tell whether a quotation goes on in the next one, with only who speaks between them."""
    ends_open = text[span[1] - 1] == "," or text[span[1] - 1].isalnum()
    return ends_open and is_interruption(text[span[1] + 1 : following[0] - 1])


def _find_spans(block: Block, following: Block, is_published: IsPublished) -> Iterator[Span]:
    """Find what stands between quotation marks, outermost ones."""
    text = block.text
    marks = [match.start() for match in _MARK.finditer(text)]
    unclosed: set[str] = set()  # marks that nothing further on closes
    number = 0
    while number < len(marks):
        i = marks[number]
        number += 1
        if not _opens(text, i):
            continue
        ends = [] if text[i] in unclosed else _find_ends(text, marks, number - 1, unclosed)
        if not ends:
            # A quotation of several paragraphs is only closed in the last, and opened anew in each.
            runs_on = text[i] in "“‘„" or (text[i] == '"' and following.text[:1] == '"')
            if not runs_on:
                continue
            ends = [len(text.rstrip())]
        end = _choose_end(text, i + 1, ends, is_published)
        yield i + 1, end
        number = bisect_right(marks, end)


def _opens(text: str, i: int) -> bool:
    """Tell whether a quotation is opened at a place."""
    mark = text[i]
    if mark not in CLOSED_BY or not _QUOTED_START.match(text, i + 1) or _CLIPPED.match(text, i):
        return False
    return mark in _ALWAYS_OPENING or i == 0 or _BEFORE_OPENING.match(text[i - 1]) is not None


def _find_ends(text: str, marks: Sequence[int], number: int, unclosed: set[str]) -> list[int]:
    """List where the quotation that a mark opens may end.

    Args:
        text: The text.
        marks: Where it has quotation marks.
        number: Which of them opens the quotation.
        unclosed: Takes the mark in, if it is found that no later one of its kind is closed either.
    """
    start = marks[number]
    mark = text[start]
    ends: list[int] = []
    for later in range(number + 1, len(marks)):
        i = marks[later]
        if text[i] in CLOSED_BY[mark] and text[i - 1].strip() and i > start + 1:
            if mark in "'‘" and text[i + 1 : i + 2].isalnum():
                continue  # an apostrophe
            if mark != '"' or not _opens(text, i):
                ends.append(i)
            if mark not in "'‘\"" or len(ends) == _MOST_ENDS:
                return ends  # these marks are nothing else
        elif text[i] == mark and _opens(text, i):
            return ends  # the next quotation
    if not ends:
        unclosed.add(mark)
    return ends


def _choose_end(text: str, start: int, ends: Sequence[int], is_published: IsPublished) -> int:
    """Choose the end of a quotation: of the longest text that was published, else the likeliest.

    A mark that stood in what was published, between the same two words, is an apostrophe.
    """
    if len(ends) > 1:
        last = ends[-1]
        near = [end for end in ends[:_MOST_APOSTROPHES] if end - start <= _LONGEST_LOOKED_UP]
        apostrophes: set[int] = set()
        for number, end in enumerate(near):
            if _is_within(text, start, end, is_published):
                apostrophes.add(end)
            elif number - len(apostrophes) == _MOST_MISSES:
                near = near[: number + 1]  # what has more words was not published either
                break
        ends = [end for end in ends[:-1] if end not in apostrophes] + [last]
        for end in reversed([end for end in ends if end in near]):
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
    word = _NEXT_WORD.match(text, end, end + _LONGEST_LOOKED_UP)
    return word is not None and is_published(text[start : word.end()])


def _sentence_starts(text: str) -> list[int]:
    """Find where the sentences of a draft begin; the first one at the beginning of the text."""
    later = [start for start, _ in sentences(text) if start and _SENTENCE_START.match(text, start)]
    return [0, *later]


def _blank(block: Block, spans: Sequence[Span]) -> str:
    """Blank the quotations of a text, but for their last characters: a full stop there may end the
    sentence. Marks of notes are blanked, too, behind which it may not be seen to end.
    """
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += block.text[last:start], _NO_LINE_END.sub("_", block.text[start : end - 1])
        last = end - 1
    text = "".join([*parts, block.text[last:]])
    parts, last = [], 0
    for mark in block.note_marks:
        if mark.start >= last and text[mark.start : mark.end].strip("_"):
            parts += text[last : mark.start], " " * (mark.end - mark.start)
            last = mark.end
    return "".join([*parts, text[last:]])
