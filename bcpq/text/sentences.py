"""The lines, the sentences and the first words of a text.

Articles and drafts have the same sentences. They are those of Punkt (Kiss & Strunk 2006,
"Unsupervised multilingual sentence boundary detection", Computational Linguistics 32:4), with our
own list of abbreviations, because its trained data would have to be downloaded. Exceptions:

- a quotation mark or a dash before an abbreviation is no part of it: `“Dr. Smith`;
- letters with full stops between them are initials: `J.R. Smith`;
- some words are abbreviations before a number, and else words: `No. 7`, but `It said no. The rest`;
- a sentence goes on where, after its closing quotation mark, a lower-case word follows:
  `“Why?” he asked.`;
- dots written onto a word end the sentence before a capital: `It was late... The others left.`

Loading nltk takes a quarter of a second, so Punkt is only asked where it is in question what it
would say: where marks of other kinds crowd around a full stop.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from bcpq.model import Span
from bcpq.text.marks import QUOTATION_MARKS, SENTENCE_CLOSERS

# \n, \r\n and \r only: str.splitlines would also split at characters that stand in paragraphs.
_LINE = re.compile(r"[^\r\n]+")

#: Abbreviations after which an English sentence goes on.
ABBREVIATIONS = frozenset(
    # titles
    "mr mrs ms mx dr prof sr jr st rev revd ven fr msgr hon rt messrs mmes esq "
    # offices and ranks
    "cllr cllrs ald gov pres amb supt det insp sgt const cpl pte capt col gen lt maj cmdr cdr brig "
    "adm sen rep dep asst dir bp ph.d rtd "
    # parts of books and of laws
    "nos vol vols p pp para paras ch sch ss ed eds al "
    # Latin, and other words of reference
    "e.g i.e cf viz vs v etc approx c ca est incl excl tel ext "
    # bodies
    "dept govt co corp inc ltd plc bros assn assoc univ u.k u.s "
    # places
    "mt ft ave rd "
    # times
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues thu thur thurs fri "
    "a.m p.m".split()
)
#: Words that are abbreviations where a number follows.
NUMBER_ABBREVIATIONS = frozenset(
    "no art arts fig figs sec sect ref reg regs cl r s app edn wed sat sun".split()
)

#: Where a sentence may end: at marks before white space, perhaps with closing marks between, which
#: are the group; or before other marks, without the group.
_CLOSER = re.escape(SENTENCE_CLOSERS)
_END = re.compile(
    rf"(?:(?<=\w)[?!]+|[.?!])(?:"
    rf"([{_CLOSER}]*)(?=\s+[{_CLOSER}]*(?!--)[^\s{_CLOSER}])"
    rf"|(?=[{_CLOSER};*:@({{\[?!\s]))"
)
#: Nothing but closing marks up to the end of the text.
_NOTHING = re.compile(rf"[{_CLOSER}]*\s*\Z")
_CLOSED = re.compile(rf"[\s{_CLOSER}]*")
#: What comes after the closing marks, perhaps in quotation marks or brackets.
_NEXT = re.compile(rf"\s*([{_CLOSER}(\[]*)(\S)")
#: Marks with which no sentence begins.
_MARKS = ",;:.?!"
_SPACE = re.compile(r"\s*")
#: The word before a full stop, without quotation marks, brackets and dashes before it.
_WORD = re.compile(r"[^\s)\";}\]*:@'({\[‘’“”«»?!–—`&#]*$")
_DOTTED_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_INITIAL = re.compile(r"[^\W\d]")
_NUMBER = re.compile(r"[.,]?\d[\d,.-]*")
_NUMBER_AHEAD = re.compile(r"\s+(?:[0-9]|[IVXLC]{2,}\b)")
#: Dots, with the letter that they are written onto.
_DOTS = re.compile(r"(?:(\w)|\s)\.+$")
#: No abbreviation, and no number that matters, is longer.
_LONGEST_WORD = 32
#: How many words name a text.
_FIRST_WORDS = 6


def lines(body: str) -> list[str]:
    """Return the non-blank lines of a body, in order, without white space at their ends."""
    return [text for match in _LINE.finditer(body) if (text := match[0].strip())]


def first_words(text: str) -> str:
    """Return the first words of a text, to name it by."""
    words = text.split()
    return " ".join(words[:_FIRST_WORDS]) + (" ..." if len(words) > _FIRST_WORDS else "")


def sentences(text: str) -> Iterator[Span]:
    """Return the ranges of a text's sentences, in order."""
    length = len(text.rstrip())
    if not length:
        return
    start = 0
    for match in _END.finditer(text):
        if match[1] is None and _NOTHING.match(text, match.end()):
            break
        ends = _ends_sentence(text, match)
        end = _punkt_end(text, match.end()) if ends is None else match.end() if ends else None
        if end is not None and end > start:
            yield start, end
            space = _SPACE.match(text, end)
            start = space.end() if space else end
    if start < length:
        yield start, length


def _ends_sentence(text: str, match: re.Match[str]) -> bool | None:
    """Tell whether a sentence ends at a mark; None where only Punkt can tell.

    That is where marks stand apart from words, or crowd around each other.
    """
    mark, closers = match.start(), match[1]
    before = text[mark - 1] if mark else " "
    if text[mark] == "." and before == ".":
        return _ends_at_dots(text, match)
    following = _NEXT.match(text, match.end())
    if before.isspace() or before in ".?!" or following is None or following[2] in _MARKS:
        return None
    if text[mark] == "." and not _ends_at_full_stop(text, match, following):
        return False
    if closers is None:
        return None
    goes_on = not following[1] and following[2].islower()
    return not (goes_on and any(closer in QUOTATION_MARKS for closer in closers))


def _ends_at_dots(text: str, match: re.Match[str]) -> bool | None:
    """Tell whether a sentence ends at the last of several full stops."""
    dots = _DOTS.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    following = _NEXT.match(text, match.end())
    if not dots or match[1] is None or following is None or following[2] in _MARKS:
        return None
    is_on_a_word = bool(dots[1])
    return is_on_a_word and following[2].isupper()


def _ends_at_full_stop(text: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Tell whether a full stop may end a sentence, by the words before and after it."""
    stop = match.start()
    found = _WORD.search(text, max(0, stop - _LONGEST_WORD), stop)
    if not found or not found[0]:
        return True  # a closing mark stands before it
    if _is_ending(text, found.start()):
        return True
    word = found[0].lower().lstrip(",-")
    if word in ABBREVIATIONS or word.rpartition("-")[2] in ABBREVIATIONS:
        return False
    if _DOTTED_LETTERS.fullmatch(word):
        return False
    if word in NUMBER_ABBREVIATIONS and _NUMBER_AHEAD.match(text, stop + 1):
        return False
    # Punkt looks at the mark that follows, if there is one, and not at the word behind it.
    is_word_next = not match[1] and not following[1]
    if _INITIAL.fullmatch(word):
        return not (is_word_next and (following[2].isupper() or following[2].islower()))
    if _NUMBER.fullmatch(word):
        return not (is_word_next and following[2].islower())
    return True


def _is_ending(text: str, start: int) -> bool:
    """Tell whether letters are the ending of a word, after its apostrophe: `children’s`."""
    return start > 1 and text[start - 1] in "'’" and text[start - 2].isalnum()


def _punkt_end(text: str, place: int) -> int | None:
    """Ask Punkt whether a sentence ends at a place, or at the end of closing marks behind it."""
    ends = _punkt_ends(text)
    number = bisect_left(ends, place)
    if number == len(ends):
        return None
    closed = _CLOSED.match(text, place)
    return ends[number] if closed and closed.end() >= ends[number] else None


@lru_cache(maxsize=1)
def _punkt_ends(text: str) -> tuple[int, ...]:
    return tuple(end for _, end in _punkt().span_tokenize(text))


@cache
def _punkt() -> Any:
    # nltk takes a quarter of a second to import.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)
