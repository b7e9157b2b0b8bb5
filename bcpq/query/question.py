"""What a question asks for, and which of its words say what it is about."""

import re
from functools import cache
from typing import Literal

from bcpq.text.tokens import stem_words

#: The kinds of thing that a question may ask for, and that a sentence may hold.
AnswerKind = Literal["number", "time", "name"]

_ASKS_FOR: dict[AnswerKind, re.Pattern[str]] = {
    "number": re.compile(
        r"\bhow (?:many|much|old|long|often|far|big|large|high|tall)\b"
        r"|\bwhat (?:number|percentage|share)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|century|decade)\b", re.IGNORECASE
    ),
    "name": re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE),
}

#: Words that frame a question rather than say what it is about: they need not be in an answer.
FRAME = frozenset(
    stem_words(
        """
        anybody anyone anything become called come describe did done everyone find found gave get
        give given go going got happen happened kind know known like made make many mean much name
        people say said says sort stand stands somebody someone something take tell thing things
        think thought told took type use used want way went wrong
        """
    )
)


def find_kind(question: str) -> AnswerKind | None:
    """Tell which kind of thing a question asks for; None where it asks for no certain one."""
    for kind, pattern in _ASKS_FOR.items():
        if pattern.search(question):
            return kind
    return None


def holds_kind(sentence: str, kind: AnswerKind) -> bool:
    """Tell whether a sentence holds a thing of a kind."""
    return _pattern(kind).search(sentence) is not None


@cache
def _pattern(kind: AnswerKind) -> re.Pattern[str]:
    """Give what a thing of a kind looks like; compiled for the one kind that is asked for."""
    match kind:
        case "number":
            from bcpq.text.numbers import QUANTITY

            return QUANTITY
        case "time":
            from bcpq.text.dates import MONTH_NAMES

            return re.compile(
                rf"\b(?:1[5-9]|20)[0-9]{{2}}s?\b|\b(?:{'|'.join(MONTH_NAMES)}"
                r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
                r"|century|decade|years? ago|(?:last|this|next|end of the) (?:year|month|week)"
                r"|yesterday|today|tomorrow)\b"
            )
        case "name":
            # Capitals that begin no sentence, or several words with capitals.
            return re.compile(
                r"[a-z,;:“\"'‘(–-] *(?:[A-Z][\w’'-]+ ?)+|\b[A-Z][\w’'-]+ [A-Z][\w’'-]+"
            )


def is_frame(stem: str) -> bool:
    """Tell whether a stemmed word frames a question rather than says what it is about."""
    return stem in FRAME
