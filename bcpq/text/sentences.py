"""The lines and the sentences of a text."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bcpq.model import Span

# \n, \r\n and \r only: str.splitlines would also split at characters that stand inside paragraphs.
_LINE = re.compile(r"[^\r\n]+")

#: Abbreviations after which an English sentence goes on. Punkt (Kiss & Strunk 2006) would learn them from a large
#: text; it is given them, because its trained data has to be downloaded.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st rev hon cllr cllrs sgt supt det insp capt col gen lt maj no nos vol p pp para ed eds "
    "e.g i.e cf viz vs v etc approx c ca dept gov co corp inc ltd plc jan feb mar apr jun jul aug sep sept oct nov dec "
    "a.m p.m u.k u.s".split()
)

#: Where Punkt asks whether a sentence ends: a mark before white space, or before closing marks and then white space.
#: Anything else there is a match without a group, which Punkt is to judge.
_CLOSING = "'\")]}‘’“”«»"
_END = re.compile(
    r"[.?!](?:(['\")\]}‘’“”«»]*)(?=\s+[^\s'\")\]}‘’“”«»]|\s+['\"‘“][^\s'\")\]}‘’“”«»-])|(?=[)\";}\]*:@'({\[‘’“”«»?!\s]))"
)
#: The end of a plain word, of which Punkt, without trained data, asks no more than whether it is an abbreviation.
_PLAIN = re.compile(r"(?:^|[\s“‘(-])([A-Za-z]{2,})(?:[’']s)?$")


def lines(body: str) -> list[str]:
    """Give the non-blank lines of a body, in order, without white space at their ends."""
    return [text for match in _LINE.finditer(body) if (text := match[0].strip())]


def sentences(text: str) -> Iterator[Span]:
    """Give the ranges of a passage's sentences, in order: Punkt's, which is only asked where that is in question."""
    ends = []
    for match in _END.finditer(text):
        if (
            not (plain := _PLAIN.search(text, match.start() - 24, match.start()))
            or plain[1].lower() in _ABBREVIATIONS
        ):
            return iter(_punkt().span_tokenize(text))
        if match[1] is not None:
            ends.append(match.end())
        elif text[match.end() :].strip(_CLOSING):
            return iter(_punkt().span_tokenize(text))
    starts = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends)]
    return iter([*zip(starts, [*ends, len(text.rstrip())], strict=True)] if text.strip() else [])


@cache
def _punkt() -> Any:
    # nltk takes a quarter of a second to import: only an index build pays it.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)
