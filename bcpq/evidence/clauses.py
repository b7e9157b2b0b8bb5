"""The sentences, clauses and speech that the words of a running text stand in.

Clauses are told by grammar that can be seen: punctuation, the conjunctions and relative words that
open one, and whether a subject and a finite verb follow.
"""

import re
from functools import cached_property

from bcpq.evidence.sense import bounds_noun, bounds_office
from bcpq.evidence.texts import RunningText
from bcpq.text.dates import MONTH_NAMES
from bcpq.text.marks import CLOSED_BY, OPENING_MARKS

#: Words that stand for persons and things.
SINGULAR_PRONOUNS = frozenset("he she him her his hers i me my mine it its this that".split())
PLURAL_PRONOUNS = frozenset("they them their theirs we us our ours these those".split())
PRONOUNS = SINGULAR_PRONOUNS | PLURAL_PRONOUNS
#: Words that open a clause beside another: what it says stands by itself.
_BESIDE = frozenset("and but while although though whereas as because since so yet".split())
#: Those of them that may come first: "as they grew, they sang".
_SUBORDINATE = frozenset("while although though whereas as because since".split())
#: Words that open a clause which says more of what went before.
_RELATIVE = frozenset("which who whose where when whom".split())
#: Words that open a clause of either kind, or one that the other hangs on.
_OPENERS = _BESIDE | _RELATIVE | frozenset("or that if unless until after before than".split())
#: Prepositions that a verb in -ing may follow.
_BEFORE_GERUND = frozenset("in by after before while when on".split())
#: Words that begin what says more of somebody or something.
_BEFORE_ASIDE = frozenset("a an the his her its their including such like one".split())
#: Words that a subject begins with.
_SUBJECT = frozenset(
    "i you he she it we they there this that these those the a an its their his her our my your "
    "one nobody everyone everybody somebody someone some many most all no others both several "
    "each".split()
)
#: Finite forms of the commonest verbs; others are told by their ending.
_FINITE = frozenset(
    "is are was were am be been has have had do does did will would can could shall should may "
    "might must 's 're 've isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't "
    "won't wouldn't can't couldn't shouldn't said says say made makes took takes went goes came "
    "comes got gets gave gives saw sees knew knows found finds felt feels left leaves became "
    "becomes began begins told tells thought thinks kept keeps put puts set sets ran runs held "
    "holds led leads met meets paid pays lost loses won wins rose rises fell falls grew grows "
    "wrote writes spoke speaks stood stands remains means shows needs wants works seems".split()
)

_BREAK = re.compile(r"[\n,;:—–().!?…]|\s--?\s")
_STRONG = re.compile(r"[;:—–()\[\]]|\s--?\s")
#: A clause that only a comma divides from others has at least so many words: a shorter one, such as
#: "it seems" or "he said", is put into another.
_SHORTEST_CLAUSE = 5
#: Words in -ed of at most so many letters are mostly no verbs: "need", "red".
_SHORTEST_PAST = 4
#: After these a word in -ed is a participle: "a skilled and committed workforce".
_BEFORE_PARTICIPLE = frozenset(
    "a an the and or of in with for its their his her our very more most highly so too as by "
    "newly well poorly".split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for from with to about around between into over including".split()
)
#: Prepositions that begin a phrase which a sentence can do without.
_PHRASE_PREPOSITIONS = _PREPOSITIONS | frozenset(
    "during through under against near within outside inside across along via per upon toward "
    "towards among amid behind beneath beside beyond despite like off onto out past throughout up "
    "down without alongside following".split()
)
MONTHS = frozenset(map(str.casefold, MONTH_NAMES))
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
#: Words that by themselves say when.
_TIMES = (
    MONTHS | DAYS | frozenset("today yesterday tomorrow tonight recently later then now".split())
)
#: The commonest participles that do not end in -ed.
_PARTICIPLES = frozenset(
    "known seen held made given taken written built led born driven shown found left sent hit "
    "brought bought sold won lost drawn run eager due".split()
)
_SUPERLATIVES = frozenset("first last only most least best worst record sole".split())
#: Words in -est of at most so many letters are mostly no superlatives: "west", "guest".
_SHORTEST_SUPERLATIVE = 6
#: A subject has at most so many words, with the verb after it.
_LONGEST_SUBJECT = 8
#: What may close speech: newspapers mix curly and straight marks.
_CLOSERS = {mark: CLOSED_BY[mark] + ('"”' if mark in '“"' else "'’") for mark in OPENING_MARKS}
#: A reporter's attribution between two pieces of speech has at most so many words: a name, an
#: office of several words, and where it was said.
_LONGEST_ATTRIBUTION = 25
#: Verbs by which an attribution is told.
_SAID = frozenset(
    "said says told tells added adds wrote writes stated states insisted insists argued argues "
    "warned warns admitted admits reported reports announced explained explains commented replied "
    "noted notes concluded continued recalled recalls declared asked tweeted posted jokes joked "
    "quipped agreed laughed remembers state".split()
)
_AUXILIARIES = frozenset("has have had was were is are been also".split())
#: Words after which an attribution says more than who speaks.
_NO_ATTRIBUTION = frozenset("that while but saying which because although".split())


class Reader:
    """Reads how the words of a running text hang together, each named by its number."""

    def __init__(self, text: RunningText) -> None:
        """Read a running text when it is asked for."""
        self._text = text

    def key(self, word: int) -> str:
        """Give a word, folded."""
        return self._text.keys[word]

    @property
    def keys(self) -> tuple[str, ...]:
        """Give all words, folded."""
        return self._text.keys

    @property
    def end(self) -> int:
        """Give the number of words."""
        return len(self._text.keys)

    def is_end(self, word: int) -> bool:
        """Tell whether there is no such word any more."""
        return word >= self.end

    def paragraphs(self) -> list[str]:
        """Give the texts of the paragraphs."""
        return [paragraph.text for paragraph in self._text.paragraphs]

    def is_pronoun(self, word: int) -> bool:
        """Tell whether a word stands for a person or a thing."""
        return self.key(word) in PRONOUNS

    def written(self, word: int) -> str:
        """Give a word as it is written."""
        return self._text.span(word, word).read()

    def read(self, first: int, end: int) -> str:
        """Give the words from one up to another, which is not among them."""
        return self._text.span(first, end - 1).read() if first < end else ""

    def gap(self, word: int) -> str:
        """Give what stands between a word and the one before it; a line's end where it is the
        first of a paragraph.
        """
        here = self._text.places[word]
        paragraph = self._text.paragraphs[here.number].text
        if word == 0 or self._text.places[word - 1].number != here.number:
            return "\n" + paragraph[: here.start]
        return paragraph[self._text.places[word - 1].end : here.start]

    def breaks(self, word: int) -> bool:
        """Tell whether punctuation divides a word from the one before, or the text ends."""
        if word >= len(self._text.keys):
            return True
        gap = self.gap(word)
        is_in_number = len(gap) == 1 and self.key(word).isdigit() and self.key(word - 1).isdigit()
        return not is_in_number and _BREAK.search(gap) is not None

    def sentence(self, word: int) -> tuple[int, int]:
        """Name the sentence of a word: its paragraph, and its number there."""
        place = self._text.places[word]
        sentences = self._text.paragraphs[place.number].sentences
        return place.number, sum(start <= place.start for start, _ in sentences)

    def sentence_start(self, word: int) -> int:
        """Give the first word of the sentence that a word stands in."""
        sentence = self.sentence(word)
        while word > 0 and self.sentence(word - 1) == sentence:
            word -= 1
        return word

    def sentence_end(self, word: int) -> int:
        """Give the first word after the sentence that a word stands in."""
        sentence = self.sentence(word)
        while word < len(self._text.keys) and self.sentence(word) == sentence:
            word += 1
        return word

    def previous_sentence_start(self, word: int) -> int:
        """Give the first word of the sentence before that of a word, or of its own if none is."""
        start = self.sentence_start(word)
        return self.sentence_start(start - 1) if start else start

    @cached_property
    def _marks(self) -> list[list[tuple[int, int]]]:
        """Find where speech begins and ends in each paragraph: from where, and its number; 0 for
        what is no speech.

        A paragraph that opens with the mark of a stretch which was not closed runs on with it.
        """
        marks: list[list[tuple[int, int]]] = []  # of each paragraph: from where, which stretch
        number, open_mark, latest = 0, "", 0
        for paragraph in self._text.paragraphs:
            text = paragraph.text
            changes: list[tuple[int, int]] = []
            if open_mark:
                runs_on = text.startswith(open_mark)
                number, open_mark = (number, open_mark) if runs_on else (0, "")
            changes.append((0, number))
            for i, character in enumerate(text):
                if open_mark:
                    if i and character in _CLOSERS[open_mark] and not _is_inside(text, i):
                        if open_mark == character and not text[i - 1].strip():
                            continue
                        number, open_mark = 0, ""
                        changes.append((i, 0))
                elif character in OPENING_MARKS and _opens(text, i):
                    latest += 1
                    number, open_mark = latest, character
                    changes.append((i, number))
            marks.append(changes)
        return marks

    @cached_property
    def _speech(self) -> tuple[int, ...]:
        """Number the stretch between quotation marks that each word stands in; 0 outside of all."""
        speech: list[int] = []
        for place in self._text.places:
            stretch = 0
            for start, changed in self._marks[place.number]:
                if start <= place.start:
                    stretch = changed
            speech.append(stretch)
        return tuple(speech)

    def is_in_speech_at(self, word: int, offset: int) -> bool:
        """Tell whether the place at an offset in the paragraph of a word is between marks."""
        stretch = 0
        for start, changed in self._marks[self._text.places[word].number]:
            if start < offset:
                stretch = changed
        return stretch > 0

    def speech(self, word: int) -> int:
        """Number the stretch between quotation marks that a word stands in; 0 outside of all."""
        return self._speech[word]

    def opens_clause(self, word: int, end: int) -> bool:
        """Tell whether the words from one up to another are a clause with a subject and a verb of
        its own, which stands beside the others.
        """
        length = end - word
        if self.key(word) in _BESIDE:
            word += 1
        elif not _STRONG.search(self.gap(word)) and length < _SHORTEST_CLAUSE:
            return False
        elif _STRONG.search(self.gap(word)):
            return length >= _SHORTEST_CLAUSE and self.holds_verb(word, end)
        if word >= end - 1:
            return False
        has_subject = self.is_subject(word) or self.is_verb(word + 1)
        return has_subject and self.holds_verb(word + ("'" not in self.key(word)), end)

    def joins(self, word: int) -> bool:
        """Tell whether a word is a conjunction between words of one kind."""
        return self.key(word) in ("and", "or")

    def is_preposition(self, word: int) -> bool:
        """Tell whether a word is one of the commonest prepositions."""
        return self.key(word) in _PREPOSITIONS

    def is_any_preposition(self, word: int) -> bool:
        """Tell whether a word is a preposition of any kind."""
        return self.key(word) in _PHRASE_PREPOSITIONS

    def is_superlative(self, word: int) -> bool:
        """Tell whether a word says that there is no other: `first`, `only`, `largest`."""
        key = self.key(word)
        return key in _SUPERLATIVES or (len(key) > _SHORTEST_SUPERLATIVE and key.endswith("est"))

    def bounds_superlative(self, word: int) -> bool:
        """Tell whether a word begins what bounds a superlative: `since 1966`."""
        return self.key(word) in ("since", "outside", "among")

    def only_joins(self, first: int, end: int) -> bool:
        """Tell whether the words from one up to another are nothing but a conjunction."""
        return end - first == 1 and self.key(first) in _BESIDE

    def joins_clause(self, word: int) -> bool:
        """Tell whether a word is a conjunction before a new subject."""
        following = self.key(word + 1).partition("'")[0] if word + 1 < self.end else ""
        if self.key(word) not in _BESIDE:
            return False
        if self.key(word) in _SUBORDINATE:
            return self.holds_verb(word + 2, min(word + _LONGEST_SUBJECT, self.end))
        return following in _SUBJECT or (word + 2 < self.end and self.is_finite(word + 2))

    def starts_clause(self, word: int) -> bool:
        """Tell whether a new clause begins at a word, with a subject and a verb, or a sentence."""
        if word >= self.end or word == self.sentence_start(word):
            return True
        word += self.key(word) in _BESIDE
        limit = min(word + _LONGEST_SUBJECT, self.end)
        if word + 1 >= limit or not (self.is_subject(word) or self.is_verb(word + 1)):
            return False
        return self.holds_verb(word + ("'" not in self.key(word)), limit)

    def is_begun(self, word: int) -> bool:
        """Tell whether the sentence, or speech, of a word has a verb before it."""
        start = self.sentence_start(word - 1)
        while start < word and self.speech(start) != self.speech(word - 1):
            start += 1
        return self.holds_verb(start, word)

    def opens_gerund(self, word: int) -> bool:
        """Tell whether a word begins a clause without a finite verb: `by closing homes`."""
        following = self.key(word + 1) if word + 1 < self.end else ""
        if self.breaks(word) and self.key(word).endswith("ed") and self.key(word) not in _SAID:
            return True
        if self.key(word) in ("after", "before") and self.holds_verb(
            word + 2, min(word + _LONGEST_SUBJECT, self.end)
        ):
            return True
        if self.key(word) in _BEFORE_GERUND and following.endswith("ing"):
            return True
        if self.key(word) == "to" and word > 0:  # so that: "money to mend the homes"
            is_infinitive = following not in _SUBJECT and not following.endswith("'s")
            is_infinitive &= following.isalpha() and self.written(word + 1).islower()
            return is_infinitive and not self.is_verb(word - 1)
        return self.breaks(word) and self.key(word).endswith("ing")

    def is_determiner(self, word: int) -> bool:
        """Tell whether a word is an article or the like."""
        return self.key(word) in ("the", "a", "an", "its", "their", "his", "her", "our")

    def is_beside(self, word: int) -> bool:
        """Tell whether a word joins a clause to another."""
        return self.key(word) in _BESIDE

    def opens_relative(self, word: int) -> bool:
        """Tell whether a word opens a clause that says which: `that are in motion`."""
        return self.key(word) in ("that", "which", "who", "whose", "where")

    def bounds_noun(self, word: int) -> bool:
        """Tell whether a word is an adjective that bounds the noun after it: `planned`."""
        return bounds_noun(self.key(word))

    def bounds_office(self, word: int) -> bool:
        """Tell whether a word bounds a person's office: `former`."""
        return bounds_office(self.key(word))

    def opens_aside(self, word: int) -> bool:
        """Tell whether a word begins what says more of somebody or something, after a comma: "Ann
        Lee, the head of the service,".
        """
        if re.search(r"[–—(]|\s--?\s", self.gap(word)):
            return True
        if not self.breaks(word):
            return False
        if self.key(word) == "at" and self.key(word + 1) == "least":
            return self.key(min(word + 2, self.end - 1)) in ("the", "a", "an", "one")
        return self.key(word) in _BEFORE_ASIDE

    def opens_item(self, word: int) -> bool:
        """Tell whether an item of a list may begin at a word."""
        is_after_joint = word > 0 and self.joins(word - 1)
        if not (self.breaks(word) or is_after_joint):
            return False
        return not (self.is_preposition(word) or self.is_opener(word) or self.joins(word))

    def opens_phrase(self, word: int) -> bool:
        """Tell whether a word begins a phrase that a sentence can do without."""
        key = self.key(word)
        if key == "also" and word + 1 < self.end:
            return self.opens_phrase(word + 1)  # also known as
        if key in _OPENERS or key in _PHRASE_PREPOSITIONS or key in _TIMES:
            return True
        if key in ("last", "this", "next", "earlier", "late") and word + 1 < self.end:
            return True
        if key in _PARTICIPLES or (len(key) > _SHORTEST_PAST and key.endswith(("ed", "ing"))):
            return not self.is_preposition(word - 1)
        if key.isdigit() and word + 1 < self.end and self.gap(word + 1) in ("-", "–"):
            return True  # 7-4
        is_noun = key in _SUBJECT and key not in PRONOUNS
        return is_noun or key == "time" or key.isdigit() or self.written(word)[:1].isupper()

    def is_subordinate(self, word: int) -> bool:
        """Tell whether a word opens a clause that may come before the main one."""
        return self.key(word) in _SUBORDINATE

    def is_universal(self, word: int) -> bool:
        """Tell whether a word says something of all, or of none."""
        return self.key(word) in ("all", "every", "each", "any", "none", "no", "everyone", "nobody")

    def opens_predicate(self, word: int) -> bool:
        """Tell whether a word joins a second verb to a subject: "He came and saw"."""
        if self.key(word) != "and" or word + 2 >= self.end:
            return False
        if self.key(word + 1).endswith("ly"):
            return self.is_verb(word + 2) or self.key(word + 2).endswith("s")
        return self.is_verb(word + 1)

    def is_relative(self, word: int, end: int) -> bool:
        """Tell whether the words from one up to another say more of what went before, between
        punctuation: `, which nobody knew,`.
        """
        if not self.breaks(word):
            return False
        if self.key(word) in _RELATIVE:
            return True
        following = [self.key(i) for i in range(word + 1, min(word + 3, end))]
        if following[:1] == ["of"]:
            return following[1:] in (["which"], ["whom"])
        return self.is_preposition(word) and following[:1] in (["which"], ["whom"], ["whose"])

    def is_opener(self, word: int) -> bool:
        """Tell whether a word opens a clause, by itself."""
        return self.key(word) in _OPENERS

    def is_subject(self, word: int) -> bool:
        """Tell whether a word can begin a subject: a pronoun, a determiner or a name."""
        subject = self.key(word).partition("'")[0]  # I'm, they've
        if subject in MONTHS or subject.isdigit():
            return False
        if subject in _OPENERS:
            return subject == "that"
        return subject in _SUBJECT or self.written(word)[:1].isupper()

    def is_verb(self, word: int) -> bool:
        """Tell whether a word is a finite verb, as far as its form tells."""
        key = self.key(word)
        if key in _FINITE or key.endswith(("'m", "'re", "'ve", "'ll", "'d")):
            return True
        if len(key) <= _SHORTEST_PAST or not key.endswith("ed") or word == 0:
            return False
        is_passive = word + 1 < self.end and self.key(word + 1) == "by"
        return not is_passive and self.key(word - 1) not in _BEFORE_PARTICIPLE

    def may_be_verb(self, word: int) -> bool:
        """Tell whether a word is a finite verb, or looks like one: `mandates`."""
        return self.is_verb(word) or self.key(word).endswith("s")

    def is_participle(self, word: int) -> bool:
        """Tell whether a word is a participle before who did it: `provided by`."""
        follows = word + 1 < self.end and self.key(word + 1) == "by"
        return follows and self.key(word).endswith("ed")

    def is_adverb(self, word: int) -> bool:
        """Tell whether a word is an adverb by its form, with a word after it."""
        return self.key(word).endswith("ly") and word + 1 < self.end

    def is_finite(self, word: int) -> bool:
        """Tell whether a word is a finite verb, whatever stands around it."""
        return self.key(word) in _FINITE

    def holds_verb(self, first: int, end: int) -> bool:
        """Tell whether there is a finite verb among the words from one up to another."""
        return any(self.is_verb(word) for word in range(first, end))

    def is_attribution(self, first: int, end: int) -> bool:
        """Tell whether the words from one up to another only say who speaks: `he said`."""
        keys = [self.key(word) for word in range(first, end)]
        if not 0 < len(keys) <= _LONGEST_ATTRIBUTION or not _SAID.intersection(keys):
            return False
        most = 2 if "who" in keys or "whose" in keys else 1
        verbs = [word for word in range(first, end) if self.is_finite(word)]
        if sum(self.key(word) not in _AUXILIARIES for word in verbs) > most:
            return False
        if self.sentence(first) != self.sentence(end - 1):
            return False
        return _NO_ATTRIBUTION.isdisjoint(keys)


def _opens(text: str, i: int) -> bool:
    """Tell whether a mark opens speech: it stands before a word, and after none."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    return bool(after.strip()) and (not before or not before.isalnum()) and after not in ",.;:)"


def _is_inside(text: str, i: int) -> bool:
    """Tell whether a mark is an apostrophe within a word."""
    return text[i - 1].isalnum() and text[i + 1 : i + 2].isalnum()
