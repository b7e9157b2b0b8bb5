"""How English writes numbers, in digits or in words."""

import re

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    "(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    "dozens?|hundreds?|thousands?|millions?|billions?|half|third|quarter"
)
#: A number that states a fact.
NUMBER = re.compile(rf"[0-9]|\b(?:{_WORDS})\b", re.IGNORECASE)
#: Whatever can answer "how many": a number, or a word that stands for one.
QUANTITY = re.compile(rf"[0-9]|\b(?:{_WORDS}|most|majority|twice|once|none)\b", re.IGNORECASE)


def is_number(word: str) -> bool:
    """Tell whether a folded word is a number, in digits or spelled out."""
    return NUMBER.search(word) is not None
