"""The judgement of words in brackets: they are the writer's own, so they are judged by what they
stand for.

Small words beside words that all stand, another form of the same word, a shorter form of what
stands there, an acronym that the article spells out, and whoever or whatever a pronoun can only
mean: these are accepted. What puts in or replaces a negation, a bound, a number, an opposite or
another person turns the sense. All else no rule can judge: it is `edited`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bcpq.evidence.clauses import Reader
from bcpq.evidence.quotation import Joint
from bcpq.evidence.references import can_only_mean, is_other_person
from bcpq.evidence.sense import (
    LONGEST_SIGN,
    NEGATIVE_PREFIXES,
    Sign,
    are_opposites,
    find_changes,
    find_signs,
)
from bcpq.model import Change, Edit
from bcpq.text.acronyms import find_definitions
from bcpq.text.tokens import STOP_WORDS
from bcpq.text.typography import words

#: What may be put in beside words that all stand: articles, forms of be, have and do, to, as, of,
#: that.
_SMALL = frozenset(
    "a an the be is are was were been being am have has had having do does did "
    "to as of that".split()
)
#: The number of a note.
_NOTE = re.compile(r"\[[0-9]{1,2}\]")
#: Words that say the same in another form.
_FORMS = (
    frozenset("be is are was were been being am".split()),
    frozenset("have has had having".split()),
    frozenset("do does did doing done".split()),
    frozenset("a an the".split()),
)
#: The endings of English inflection.
_ENDINGS = frozenset(("", "s", "es", "'s", "d", "ed", "ing", "n", "en", "ies", "ied", "y", "e"))


#: The shortest part that two forms of a word have in common: "use", "used".
_SHORTEST_STEM = 3


class BracketJudgement(NamedTuple):
    """What is wrong with words in brackets."""

    distortions: Sequence[Change] = ()
    is_edited: bool = False
    leaves_out: bool = False  # it stands for a part of the words left out: judge the rest as dots
    edits: Sequence[Edit] = ()  # at the fringe
    replaces: int = 0  # so many words before the quotation


_ACCEPTED = BracketJudgement()
_EDITED = BracketJudgement(is_edited=True)


def judge_bracket(reader: Reader, first: int, end: int, joint: Joint) -> BracketJudgement:
    """Judge words in brackets.

    Args:
        reader: Reads the text.
        first: The first word left out there; `end` if none is.
        end: The first word after them.
        joint: The brackets, with the letters around them.
    """
    published = reader.read(first, end)
    is_note = first == end and _NOTE.fullmatch(joint.written) is not None
    if is_note and (end == reader.end or reader.key(end) in STOP_WORDS or reader.breaks(end)):
        return _ACCEPTED
    if joint.is_sign:
        return _ACCEPTED if first == end else BracketJudgement(leaves_out=True)
    if not joint.before and not joint.after and _is_acronym(reader, first, end, joint.inserted):
        return _ACCEPTED
    changes = _find_distortions(published, joint)
    if first < end and not changes and not joint.before and not joint.after:
        kept = joint.inserted.casefold()
        changes = [
            Change(kind=sign.kind, published=sign.text, quoted="")
            for sign in find_cut_signs(reader, first, end)
            if sign.text.casefold() not in kept
        ]
    if changes:
        return BracketJudgement(distortions=changes)
    if joint.before or joint.after:
        return _ACCEPTED if _is_inflected(published, joint) else _EDITED
    return _judge_words(reader, first, end, joint)


def judge_fringe(reader: Reader, edge: int, joint: Joint, *, leads: bool) -> BracketJudgement:
    """Judge brackets before the first words of a quotation, or after its last.

    Nobody can tell what they stand for. It is the word beside them if that is a pronoun, or if
    letters of it are quoted; else nothing.

    Args:
        reader: Reads the text.
        edge: The quotation's first word, or its last.
        joint: The brackets.
        leads: They stand before the first.
    """
    if joint.is_dots:
        return BracketJudgement(edits=[Edit(side="quoted", text=joint.written)])
    first = edge if leads else edge + 1
    end = first
    beside = edge - 1 if leads else edge + 1
    is_there = beside >= 0 and (leads or not reader.is_end(beside))
    if is_there and (
        joint.before
        or joint.after
        or (leads and reader.is_pronoun(beside))
        or (leads and _spells_out(reader, reader.written(beside), joint.inserted))
    ):
        first, end = beside, beside + 1
    same = len(words(joint.inserted))
    if is_there and leads and first == end and _stands_before(reader, edge, joint.inserted):
        first = edge - same  # it is written there without brackets
    judgement = judge_bracket(reader, first, end, joint)
    if judgement.is_edited and first == end:
        first, end = (edge - same, edge) if leads else (edge + 1, edge + 1 + same)
        first, end = max(0, first), min(end, reader.end)
        changes = _find_distortions(reader.read(first, end), joint)
        judgement = BracketJudgement(distortions=changes, is_edited=not changes)
    edits = [Edit(side="published", text=reader.read(first, end))] if first < end else []
    return judgement._replace(
        edits=[*edits, Edit(side="quoted", text=joint.written)],
        replaces=end - first if leads else 0,
    )


def _stands_before(reader: Reader, edge: int, inserted: str) -> bool:
    """Tell whether the words before a place are those in brackets."""
    keys = [word.key for word in words(inserted)]
    return bool(keys) and list(reader.keys[max(0, edge - len(keys)) : edge]) == keys


def find_cut_signs(reader: Reader, first: int, end: int) -> list[Sign]:
    """Find what denies or bounds and is left out, or a part of it: `at [most]`; each numbered as a
    word of the text.
    """
    start = max(0, first - LONGEST_SIGN + 1)
    around = reader.read(start, min(reader.end, end + LONGEST_SIGN - 1))
    signs = [
        sign._replace(first=start + sign.first, last=start + sign.last)
        for sign in find_signs(around)
    ]
    return [sign for sign in signs if sign.last >= first and sign.first < end]


def _find_distortions(published: str, joint: Joint) -> list[Change]:
    """Name what brackets put in or replace that turns the sense."""
    quoted = joint.reading
    prefix = joint.inserted.casefold().strip()
    if joint.after and not joint.before and prefix in NEGATIVE_PREFIXES:
        return [Change(kind="negation", published=published, quoted=quoted)]
    changes = [
        change
        for change in find_changes(published, quoted)
        if change.kind in ("number", "negation")
    ]
    there, here = find_signs(published), find_signs(quoted)
    gone = [sign for sign in there if sign.text.casefold() not in _texts(here)]
    new = [sign for sign in here if sign.text.casefold() not in _texts(there)]
    if not changes:
        changes += [Change(kind=sign.kind, published=sign.text, quoted="") for sign in gone]
        changes += [Change(kind=sign.kind, published="", quoted=sign.text) for sign in new]
    for word in words(published):
        for other in words(quoted):
            if are_opposites(word.key, other.key):
                changes.append(
                    Change(
                        kind="opposite",
                        published=published[word.start : word.end],
                        quoted=quoted[other.start : other.end],
                    )
                )
    return changes


def _texts(signs: Sequence[Sign]) -> set[str]:
    return {sign.text.casefold() for sign in signs}


def _is_inflected(published: str, joint: Joint) -> bool:
    """Tell whether brackets only give a word another ending: `rate[d]` for `rates`."""
    found = words(published)
    if len(found) != 1 or not joint.before:
        return False
    key, before = found[0].key, joint.before.casefold()
    return key.startswith(before) and key[len(before) :] in _ENDINGS and _ending(joint) in _ENDINGS


def _ending(joint: Joint) -> str:
    """Give the ending that brackets write, without a consonant that it doubles: `plan[ned]`."""
    ending = joint.inserted.casefold().replace("’", "'") + joint.after
    return ending.removeprefix(joint.before[-1:].casefold()) if len(ending) > 2 else ending


def _judge_words(reader: Reader, first: int, end: int, joint: Joint) -> BracketJudgement:
    """Judge whole words in brackets that turn no sense by themselves."""
    published = [reader.key(word) for word in range(first, end)]
    quoted = [word.key for word in words(joint.inserted)]
    small = [key in _SMALL for key in quoted]
    if not published and all(small):
        return _ACCEPTED
    if published == quoted:
        return _ACCEPTED
    if len(published) == len(quoted) == 1 and _is_same_word(published[0], quoted[0]):
        return _ACCEPTED
    if published and not all(small) and _is_part(quoted, published):
        return BracketJudgement(leaves_out=True)
    if can_only_mean(reader, first, end, joint.inserted):
        return _ACCEPTED
    if is_other_person(reader, first, end, joint.inserted):
        change = Change(kind="name", published=reader.read(first, end), quoted=joint.inserted)
        return BracketJudgement(distortions=[change])
    return _EDITED


def _is_same_word(key: str, other: str) -> bool:
    """Tell whether two words are forms of one."""
    if any(key in forms and other in forms for forms in _FORMS):
        return True
    return any(
        key[:i] == other[:i] and key[i:] in _ENDINGS and other[i:] in _ENDINGS
        for i in range(_SHORTEST_STEM, max(len(key), len(other)) + 1)
    )


def _is_part(quoted: Sequence[str], published: Sequence[str]) -> bool:
    """Tell whether all words in brackets but small ones stand among those left out, in order."""
    rest = iter(published)
    return all(key in rest for key in quoted if key not in _SMALL)


def _is_acronym(reader: Reader, first: int, end: int, inserted: str) -> bool:
    """Tell whether brackets give the short form, or the long one, of what stands there or beside,
    and the article spells it out.
    """
    quoted = _plain(inserted)
    if first < end:
        return _spells_out(reader, reader.read(first, end), inserted)
    beside = [reader.read(max(0, first - 1), first)]
    beside.append(reader.read(end, min(end + 1, reader.end)))
    beside.append(reader.read(max(0, first - len(words(inserted)) - 4), first))
    return bool(quoted) and any(_spells_out(reader, text, inserted) for text in beside)


def _spells_out(reader: Reader, published: str, inserted: str) -> bool:
    """Tell whether of two texts one is short for the other, and the article has the long one, or
    both side by side.
    """
    there, here = _plain(published), _plain(inserted)
    for written, short, long in ((published, there, here), (inserted, here, there)):
        if (
            not written.isupper()
            or len(long) <= len(short)
            or not all(len(part) == 1 for part in short.split()[1:])
        ):
            continue
        line = _without_possessives(" ".join(reader.keys))
        letters = short.replace(" ", "").upper()
        is_short_for = any(find_definitions(f"{long} ({letters})"))
        if is_short_for and f" {_without_possessives(long)} " in f" {line} ":
            return True
    return any(
        {there, here} == {_plain(definition.short), _plain(definition.long)}
        for paragraph in reader.paragraphs()
        for definition in find_definitions(paragraph)
    )


def _without_possessives(line: str) -> str:
    return " ".join(key.removesuffix("'s").removesuffix("'") for key in line.split())


def _plain(text: str) -> str:
    return re.sub(r"^the ", "", " ".join(word.key for word in words(text)))
