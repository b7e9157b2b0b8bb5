"""Whom or what a word in brackets can mean: the persons and things that an article names nearby.

There is no parser of English here. A candidate is a name, or a noun after a determiner, of the
sentence and the one before; only where one alone fits the number is it certain.
"""

from typing import NamedTuple

from bcpq.evidence.clauses import DAYS, MONTHS, PLURAL_PRONOUNS, PRONOUNS, Reader
from bcpq.text.numbers import is_number
from bcpq.text.tokens import STOP_WORDS
from bcpq.text.typography import words

_PERSONAL = frozenset("he she him her his hers i me my mine".split())
_THIRD_PERSONS = frozenset("he she him".split())
#: After these a name is mostly that of a place or a thing.
_BEFORE_PLACES = frozenset("in at on under into near outside".split())
_DETERMINERS = frozenset(
    "the a an its their our his her my your this that these those some many several no".split()
)
_PLURALS = frozenset("children people men women police staff pupils parents".split())
#: Words by which a name is that of a body, and not of a person.
_BODIES = frozenset(
    "council department office agency party court ministry university school company group trust "
    "association committee commission service services police government house inc ltd".split()
)
#: A noun phrase has at most so many words between its determiner and its noun.
_LONGEST_PHRASE = 5


class _Candidate(NamedTuple):
    keys: tuple[str, ...]
    is_name: bool
    is_plural: bool
    is_body: bool = False  # it is written in capitals only, or said to be a place or a thing
    is_subject: bool = False  # it begins its sentence, before a verb


def can_only_mean(reader: Reader, first: int, end: int, inserted: str) -> bool:
    """Tell whether brackets name what the words left out, or the pronoun or name beside them, can
    only mean.
    """
    quoted = _content(inserted)
    if first < end:
        pronoun = reader.key(first) if end - first == 1 else ""
        if pronoun not in PRONOUNS:
            return False
    else:
        pronoun = next(
            (
                reader.key(word)
                for word in (first - 1, end)
                if 0 <= word < reader.end and reader.is_pronoun(word) and not reader.breaks(end)
            ),
            "",
        )
        if not pronoun:
            return _completes_name(reader, first, quoted)
    if not quoted:
        return False
    place = min(first, reader.end - 1)
    if pronoun in PLURAL_PRONOUNS and _are_both(reader, place, quoted):
        return True
    fitting = _fitting(reader, place, pronoun)
    return len(fitting) == 1 and set(quoted) <= set(fitting[0].keys)


def _are_both(reader: Reader, place: int, quoted: tuple[str, ...]) -> bool:
    """Tell whether words name the only two persons that the sentence before, or this one, has."""
    persons = [
        candidate
        for candidate in _candidates(reader, _before(reader, place))
        if candidate.is_name and not candidate.is_body and _is_person(reader, candidate)
    ]
    names = {candidate.keys[-1] for candidate in persons}
    known = {key for candidate in persons for key in candidate.keys}
    return len(names) == 2 and names <= set(quoted) <= known


def is_other_person(reader: Reader, first: int, end: int, inserted: str) -> bool:
    """Tell whether brackets name somebody whom the words around them do not."""
    quoted = words(inserted)
    names = [inserted[word.start : word.end] for word in quoted if word.key not in STOP_WORDS]
    if not names:
        return False
    if any(reader.written(word).isupper() for word in range(first, end)):
        return False  # an acronym may be of several
    nearby = {reader.key(word) for word in _nearby(reader, min(first, reader.end - 1))}
    if names[0][:1].isupper():
        return not {
            word.key.removesuffix("'s") for word in quoted if word.key not in STOP_WORDS
        } <= {key.removesuffix("'s") for key in nearby}
    is_for_person = any(
        0 <= word < reader.end and reader.is_pronoun(word)
        for word in (range(first, end) if first < end else (first - 1,))
    )
    published = {key.removesuffix("'s") for key in reader.keys}
    return is_for_person and not set(_content(inserted)) & published


def _content(text: str) -> tuple[str, ...]:
    return tuple(
        word.key.removesuffix("'s").removesuffix("'")
        for word in words(text)
        if word.key not in STOP_WORDS
    )


def _nearby(reader: Reader, word: int) -> range:
    """Give the words of a sentence and of the one before."""
    return range(reader.previous_sentence_start(word), reader.sentence_end(word))


def _before(reader: Reader, word: int) -> range:
    """Give the words that go before in a sentence, and those of the sentence before.

    In speech, who speaks is named after it, too.
    """
    return range(reader.previous_sentence_start(word), word)


def _completes_name(reader: Reader, place: int, quoted: tuple[str, ...]) -> bool:
    """Tell whether brackets give the rest of a name that the article gives in full."""
    if not quoted or not 0 < place < reader.end:
        return False
    after = (*quoted, reader.key(place))
    before = (reader.key(place - 1), *quoted)
    for keys, is_written in (
        (after, reader.written(place)[:1].isupper()),
        (before, reader.written(place - 1)[:1].isupper()),
    ):
        line = " ".join(keys)
        if is_written and f" {line} " in f" {' '.join(reader.keys)} ":
            return True
    return False


def _fitting(reader: Reader, word: int, pronoun: str) -> list[_Candidate]:
    """List the persons or things of which a pronoun may be said, each once."""
    wants_plural = pronoun in PLURAL_PRONOUNS
    fitting: list[_Candidate] = []
    near = _before(reader, word)
    candidates = _candidates(reader, near)
    if pronoun in _PERSONAL and _refers_further_back(reader, near):
        return []
    for candidate in candidates:
        if pronoun in _PERSONAL and not (candidate.is_name and _is_person(reader, candidate)):
            continue
        if pronoun in _PERSONAL and (candidate.is_body or set(candidate.keys) & _BODIES):
            continue
        is_body = candidate.is_body or bool(set(candidate.keys) & _BODIES)
        if wants_plural != candidate.is_plural and not (wants_plural and is_body):
            continue
        known = [set(other.keys) for other in fitting]
        if any(set(candidate.keys) <= keys for keys in known):
            continue
        fitting = [other for other in fitting if not set(other.keys) <= set(candidate.keys)]
        fitting.append(candidate)
    return fitting


def _is_person(reader: Reader, candidate: _Candidate) -> bool:
    """Tell whether a name may be that of a person: it has two words or more, is the last word of
    one that has, or says something.
    """
    if len(candidate.keys) > 1:
        return True
    surname = candidate.keys[0]
    if candidate.is_subject:
        return True
    return any(
        reader.key(word).removesuffix("'s") == surname
        and (_ends_name(reader, word) or _speaks(reader, word))
        for word in range(reader.end)
    )


def _ends_name(reader: Reader, word: int) -> bool:
    return (
        word > 0
        and reader.written(word - 1)[:1].isupper()
        and reader.key(word - 1) not in STOP_WORDS
        and not reader.breaks(word)
    )


def _speaks(reader: Reader, word: int) -> bool:
    """Tell whether a name stands next to a verb of saying."""
    return "said" in (reader.key(max(0, word - 1)), reader.key(min(word + 1, reader.end - 1)))


def _refers_further_back(reader: Reader, near: range) -> bool:
    """Tell whether a pronoun stands before the first name, so that it means somebody else."""
    first = next((i for i in near if _is_name(reader, i)), near.stop)
    return any(reader.key(i) in _THIRD_PERSONS for i in range(near.start, first))


def _candidates(reader: Reader, near: range) -> list[_Candidate]:
    candidates: list[_Candidate] = []
    word = near.start
    while word < near.stop:
        if _is_name(reader, word):
            last = word
            while (
                last + 1 < near.stop
                and _is_name(reader, last + 1)
                and not reader.breaks(last + 1)
                and not reader.key(last).endswith("'s")
            ):
                last += 1
            keys = tuple(reader.key(i).removesuffix("'s") for i in range(word, last + 1))
            before = reader.key(word - 1) if word else ""
            is_body = (
                before in _DETERMINERS
                or before in _BEFORE_PLACES
                or any(reader.written(i).partition("’")[0].isupper() for i in range(word, last + 1))
            )
            candidates.append(
                _Candidate(
                    keys=keys,
                    is_name=True,
                    is_plural=False,
                    is_body=is_body,
                    is_subject=reader.sentence_start(word) == word
                    and last + 1 < reader.end
                    and reader.is_verb(last + 1),
                )
            )
            word = last + 1
            continue
        if reader.key(word) in _DETERMINERS or is_number(reader.key(word)):
            noun = word
            while (
                noun + 1 < near.stop
                and noun - word < _LONGEST_PHRASE
                and not reader.breaks(noun + 1)
                and reader.key(noun + 1) not in STOP_WORDS
                and not reader.is_verb(noun + 1)
            ):
                noun += 1
            if noun > word:
                head = reader.key(noun).removesuffix("'s")
                is_plural = head in _PLURALS or (head.endswith("s") and not head.endswith("ss"))
                keys = tuple(reader.key(i).removesuffix("'s") for i in range(word + 1, noun + 1))
                candidates.append(_Candidate(keys=keys, is_name=False, is_plural=is_plural))
        word += 1
    return candidates


def _is_name(reader: Reader, word: int) -> bool:
    """Tell whether a word is one of a name: it has a capital though no sentence begins there, or
    it has one elsewhere too.
    """
    key = reader.key(word)
    if not reader.written(word)[:1].isupper() or key in STOP_WORDS or key in MONTHS | DAYS:
        return False
    if reader.sentence_start(word) != word:
        return True
    if word + 1 < reader.end and not reader.breaks(word + 1) and _is_name(reader, word + 1):
        return True
    return any(
        reader.keys[i] == key and reader.written(i)[:1].isupper()
        for i in range(reader.end)
        if i != word and reader.keys[i] == key and reader.sentence_start(i) != i
    )
