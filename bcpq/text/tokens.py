"""What counts as the same word? Text to tokens, each with its place in the text.

One analysis for articles and queries. Typographic quotes, case and combining marks are folded, a possessive or
contracted ending goes, hyphenated words give their parts, `8,000` is `8000`, `£20million` is `20` and `million`,
and Snowball's English stemmer (Porter 2001, https://snowballstem.org) makes words of one family equal.
"""

import re
from typing import NamedTuple

import Stemmer

#: Changes whenever the same text would give other tokens, so that old indexes are rebuilt.
ANALYSIS = "1"

#: English function words, as nltk's list has them, without the halves of contractions that are words of their own
#: (`won`, `ma`) and without the letters that a contraction leaves behind: the analysis drops those itself. Adding
#: `also`, `would`, `us` and the like cost 0.006 nDCG@10 on CACM.
STOP_WORDS = frozenset(
    """
    a about above after again against ain all am an and any are aren as at be because been before being below
    between both but by can couldn did didn do does doesn doing don down during each few for from further had hadn
    has hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself just
    me mightn more most mustn my myself needn no nor not now of off on once only or other our ours ourselves out
    over own s same shan she should shouldn so some such than that the their theirs them themselves then there these
    they this those through to too under until up very was wasn we were weren what when where which while who whom
    why will with wouldn you your yours yourself yourselves
    """.split()
)

# Marks that belong to the letter before them, and the soft hyphen, which is none.
_MARK = "\u00ad\u0300-\u036f"
# A possessive or contracted ending: children’s, don't, we'll.
_ENDING = r"['’ʼ＇](?i:s|t|re|ve|ll|d|m)(?![^\W_])"
# Plain words, as most are, come first: they are found in half the time.
_WORD = re.compile(
    rf"""
    [A-Za-z]++(?: (?=[ ,.]) | (?:[^\W\d_ʼ]|[{_MARK}])* (?:{_ENDING})? )
    | [0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])                     # 8,000
    | \d+
    | [^\W\d_ʼ](?:[^\W\d_ʼ]|[{_MARK}])* (?:{_ENDING})?
    """,
    re.VERBOSE,
)
_ENDS = re.compile(_ENDING)
_stem = Stemmer.Stemmer("english").stemWord
#: What words as they are written come to: form and stem. So many take some 150 MB.
_known: dict[str, tuple[str, str]] = {}
_REMEMBERED = 1_000_000


class Token(NamedTuple):
    """One word of a text."""

    form: str  # folded, not stemmed
    stem: str  # "" for a stop word
    start: int  # in the text, in characters
    end: int


def tokenize(text: str) -> list[Token]:
    """Split a text into its words, in order, stop words included."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        form, stem = _known.get(word) or _analysed(word)
        start = match.start()
        found.append(Token(form, stem, start, start + len(word)))
    return found


def words(text: str) -> list[tuple[str, str]]:
    """Give the form and the stem of each word of a text, in order, and no places: in half the time of `tokens`."""
    return [_known.get(word) or _analysed(word) for word in _WORD.findall(text)]


def _analysed(word: str) -> tuple[str, str]:
    """Fold and stem a word as it is written."""
    form = _fold(word.replace(",", "") if word[0].isdigit() else _ENDS.sub("", word))
    if len(_known) > _REMEMBERED:
        _known.clear()
    found = _known[word] = form, "" if form in STOP_WORDS else _stem(form)
    return found


class Lexicon:
    """The words of many texts, numbered: what `tokens` finds, but for the places, as fast as may be."""

    def __init__(self) -> None:
        self.words = [("", "")]  # form and stem of each number; 0 stands for every stop word
        self._numbers: dict[tuple[str, str], int] = {}
        self._known: dict[str, int] = {}  # as written

    def read(self, text: str) -> list[int]:
        """Give the number of each word of a text, in order."""
        found = _WORD.findall(text)
        known = self._known
        try:
            return [known[word] for word in found]
        except KeyError:
            if len(known) > _REMEMBERED:
                known.clear()
            for word in found:
                if word not in known:
                    known[word] = self._number(*_analysed(word))
            return [known[word] for word in found]

    def _number(self, form: str, stem: str) -> int:
        if not stem:
            return 0
        number = self._numbers.setdefault((form, stem), len(self.words))
        if number == len(self.words):
            self.words.append((form, stem))
        return number


def stem_words(text: str) -> list[str]:
    """Give a text's content words, stemmed, in order."""
    return [token.stem for token in tokenize(text) if token.stem]


def _fold(word: str) -> str:
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():  # HMOs, MPs
        word = word[:-1]
    if word.isascii():
        return word.lower()
    import unicodedata  # 1 MB that an English query does not need

    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if c != "\u00ad" and not unicodedata.combining(c)).casefold()
