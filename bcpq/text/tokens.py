"""The tokenizer: text to words, each with its place in the text.

One analysis for articles and queries. Typographic quotes, case and combining marks are folded, a
possessive or contracted ending goes, hyphenated words give their parts, `8,000` is `8000`,
`£20million` is `20` and `million`, and Snowball's English stemmer (Porter 2001,
https://snowballstem.org) makes words of one family equal.
"""

import re
from typing import NamedTuple

import Stemmer

#: Changes whenever the same text would give other tokens or sentences, so that old indexes are
#: built anew.
ANALYSIS = "2"

#: English function words, as nltk's list has them, without the halves of contractions that are
#: words of their own (`won`, `ma`) and without the letters that a contraction leaves behind: the
#: analysis drops those itself. Adding `also`, `would`, `us` and the like cost 0.006 nDCG@10 on
#: CACM.
STOP_WORDS = frozenset(
    """
    a about above after again against ain all am an and any are aren as at be because been before
    being below between both but by can couldn did didn do does doesn doing don down during each few
    for from further had hadn has hasn have haven having he her here hers herself him himself his
    how i if in into is isn it its itself just me mightn more most mustn my myself needn no nor not
    now of off on once only or other our ours ourselves out over own s same shan she should shouldn
    so some such than that the their theirs them themselves then there these they this those through
    to too under until up very was wasn we were weren what when where which while who whom why will
    with wouldn you your yours yourself yourselves
    """.split()
)

# Marks that belong to the letter before them, and the soft hyphen, which is none.
_MARK = "\u00ad\u0300-\u036f"
_APOSTROPHES = "'’ʼ＇"
# A possessive or contracted ending: children’s, don't, we'll.
_ENDING = rf"[{_APOSTROPHES}](?i:s|t|re|ve|ll|d|m)(?![^\W_])"
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
_stem = Stemmer.Stemmer("english").stemWord
#: Words as they are written that are remembered with their form and stem: so many take some 150 MB.
_REMEMBERED = 1_000_000


class WordForm(NamedTuple):
    """A word as the analysis has it."""

    form: str  # folded, not stemmed
    stem: str  # "" for a stop word


class Token(NamedTuple):
    """One word of a text."""

    form: str  # folded, not stemmed
    stem: str  # "" for a stop word
    start: int  # in the text, in characters
    end: int


#: The analysis of words as they are written.
_analyses: dict[str, WordForm] = {}


def tokenize(text: str) -> list[Token]:
    """Split a text into its words.

    Args:
        text: Any text.

    Returns:
        The words in the order of the text, stop words included, each with its place.
    """
    tokens = []
    for match in _WORD.finditer(text):
        word = match[0]
        analysis = _analyses.get(word) or _analyse(word)
        start = match.start()
        # By position: a query builds thousands, and keywords take twice as long.
        tokens.append(Token(analysis.form, analysis.stem, start, start + len(word)))
    return tokens


def word_forms(text: str) -> list[WordForm]:
    """Split a text into its words, without their places: in half the time of `tokenize`."""
    return [_analyses.get(word) or _analyse(word) for word in _WORD.findall(text)]


def stem_words(text: str) -> list[str]:
    """Return the stems of a text's content words, in order."""
    return [token.stem for token in tokenize(text) if token.stem]


class Vocabulary:
    """The words of many texts, numbered: what `word_forms` gives, as fast as may be.

    Attributes:
        words: Form and stem of each number; number 0 stands for every stop word.
    """

    def __init__(self) -> None:
        """Begin without a word."""
        self.words = [WordForm(form="", stem="")]
        self._numbers: dict[WordForm, int] = {}
        self._number_as_written: dict[str, int] = {}

    def read(self, text: str) -> list[int]:
        """Return the number of each word of a text, in order; a new word gets the next one."""
        written = _WORD.findall(text)
        numbers = self._number_as_written
        try:
            return [numbers[word] for word in written]
        except KeyError:
            if len(numbers) > _REMEMBERED:
                numbers.clear()
            for word in written:
                if word not in numbers:
                    numbers[word] = self._number(_analyse(word))
            return [numbers[word] for word in written]

    def _number(self, word: WordForm) -> int:
        if not word.stem:
            return 0
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


def _analyse(word: str) -> WordForm:
    """Fold and stem a word as it is written, and remember that."""
    if word[0].isdigit():
        form = _fold(word.replace(",", ""))
    else:
        letters = word
        for apostrophe in _APOSTROPHES:  # none but the one that an ending begins with
            letters = letters.partition(apostrophe)[0]
        form = _fold(letters)
    if len(_analyses) > _REMEMBERED:
        _analyses.clear()
    analysis = WordForm(form=form, stem="" if form in STOP_WORDS else _stem(form))
    _analyses[word] = analysis
    return analysis


def _fold(word: str) -> str:
    """Fold case, accents and typographic letters; the plural s of an acronym goes."""
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():  # HMOs, MPs
        word = word[:-1]
    if word.isascii():
        return word.lower()
    import unicodedata  # 1 MB that an English query does not need

    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if c != "\u00ad" and not unicodedata.combining(c)).casefold()
