"""The judgement of elisions: whether what a quotation leaves out at its dots turns the sense.

What is left out may be whole clauses and sentences that do not govern what follows, or words that
neither deny nor bound the claim that is left. It may not run from one speaker to another. The words
in brackets are judged in `brackets`; `judge_elision` puts the two together.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bcpq.evidence.brackets import find_cut_signs, judge_bracket, judge_fringe
from bcpq.evidence.clauses import MONTHS, Reader
from bcpq.evidence.quotation import Quotation
from bcpq.evidence.sense import (
    EPISTEMIC,
    QUANTIFIERS,
    find_changes,
    find_sayings,
    find_signs,
    is_bound,
)
from bcpq.evidence.texts import TextSpan
from bcpq.model import Change, ChangeKind, Edit
from bcpq.text.numbers import is_number
from bcpq.text.tokens import STOP_WORDS

#: A number is left out with a phrase of its own where more words than these go with it.
_FEW = 3
#: How far before a gap a word for all is looked for that it may bound.
_REACH = 8
#: Whoever goes on speaking is named within so many words before: in a paragraph or two.
_NAMED_BEFORE = 100
#: An aside of fewer words mostly bounds the sentence: "in some cases".
_SHORTEST_ASIDE = 4
#: So many words of what another speaker is told by are shown.
_SHOWN = 8
#: Punctuation that divides clauses; brackets only put something in.
_DIVIDING = re.compile(r"[,;:—–.!?\n]|\s--?\s")
_SPANS_OF_TIME = frozenset("year month week day hour minute".split())
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")


class ElisionJudgement(NamedTuple):
    """What is wrong with the words that a quotation leaves out or puts in."""

    distortions: tuple[Change, ...]  # they turn the sense
    is_edited: bool  # it puts in words that no rule can judge
    edits: tuple[Edit, ...]  # what was published and what is quoted

    @property
    def turns_sense(self) -> bool:
        """Tell whether the sense is turned."""
        return bool(self.distortions)


def judge_elision(quotation: Quotation, spans: Sequence[TextSpan]) -> ElisionJudgement:
    """Decide whether an elision turns the sense of what was published.

    Args:
        quotation: The quotation, with its joints.
        spans: Where its pieces stand, in their order.
    """
    text = spans[0].text
    reader = Reader(text)
    distortions: list[Change] = []
    edits: list[Edit] = []
    is_edited = False
    for joint in quotation.leading:
        judgement = judge_fringe(reader, spans[0].first, joint, leads=True)
        distortions += judgement.distortions
        is_edited |= judgement.is_edited
        edits += judgement.edits
        if not joint.is_sign and not judgement.distortions:
            stop = spans[0].first - judgement.replaces
            head = reader.sentence_start(spans[0].first)
            in_speech = reader.is_in_speech_at(spans[0].first, spans[0].slices[0].start)
            distortions += _judge_head(reader, head, stop, in_speech=in_speech)
            if joint.is_dots and head < spans[0].first:
                edits.insert(-1, Edit(side="published", text=reader.read(head, spans[0].first)))
    edits.append(Edit(side="same", text=spans[0].read()))
    for span, following, joint in zip(spans, spans[1:], quotation.joints, strict=False):
        first, end = span.last + 1, following.first
        left_out = reader.read(first, end)
        if joint.inserted:
            bracket = judge_bracket(reader, first, end, joint)
            distortions += bracket.distortions
            is_edited |= bracket.is_edited
            if bracket.leaves_out:
                distortions += _judge_gap(reader, span, following)
        else:
            distortions += _judge_gap(reader, span, following)
        if left_out:
            edits.append(Edit(side="published", text=left_out))
        edits.append(Edit(side="quoted", text=joint.written))
        edits.append(Edit(side="same", text=following.read()))
    for joint in quotation.trailing:
        judgement = judge_fringe(reader, spans[-1].last, joint, leads=False)
        distortions += judgement.distortions
        is_edited |= judgement.is_edited
        edits += judgement.edits
        if joint.is_dots:
            after = spans[-1].last + 1
            distortions += _judge_tail(reader, after)
            rest = reader.read(after, reader.sentence_end(after - 1))
            if rest:
                edits.insert(-1, Edit(side="published", text=rest))
    return ElisionJudgement(
        distortions=tuple(dict.fromkeys(distortions)), is_edited=is_edited, edits=tuple(edits)
    )


def _judge_gap(reader: Reader, span: TextSpan, following: TextSpan) -> list[Change]:
    """Judge the words left out between two pieces: name those that turn the sense."""
    first, end = span.last + 1, following.first
    if first >= end:
        return [Change(kind="clause", published="", quoted="…")]
    return [
        *_judge_speakers(reader, span, following),
        *_judge_superlative(reader, first, end),
        *_judge_shape(reader, first, end),
        *_judge_parts(reader, first, end),
        *_judge_numbers(reader, first, end),
    ]


def _judge_tail(reader: Reader, first: int) -> Iterator[Change]:
    """Judge the rest of a sentence, which the dots at the end of a quotation leave out."""
    end = reader.sentence_end(first - 1)
    yield from _judge_signs(reader, first, end)
    if first < end:
        yield from _judge_superlative(reader, first, end)
    if first < end and (not reader.breaks(first) or "(" in reader.gap(first)):
        reach = 2 if reader.breaks(first) else 1  # "(age 5)", "5 or younger"
        bounds = any(
            is_number(reader.key(word)) and not _is_dated(reader, word)
            for word in range(first, min(first + reach, end))
        )
        opens = reader.key(first)
        # "free for kids [5 or younger]", "open [where it is safe]"
        if bounds or opens in ("for", "where", "when", "while", "only"):
            yield _clause(reader, first, min(first + _SHOWN, end))


def _clause(reader: Reader, first: int, end: int) -> Change:
    return Change(kind="clause", published=reader.read(first, end), quoted="")


def _judge_speakers(reader: Reader, span: TextSpan, following: TextSpan) -> Iterator[Change]:
    """Refuse a gap that runs from one speaker to another."""
    first, end = span.last + 1, following.first
    before, after = reader.speech(first - 1), reader.speech(end)
    if before == after:
        return
    if not (before and after):  # a piece that holds the marks around its end stands outside
        before *= reader.is_in_speech_at(span.last, span.slices[-1].end)
        after *= reader.is_in_speech_at(end, following.slices[0].start)
        if before == after:
            return
    between = [word for word in range(first, end) if reader.speech(word) == 0]
    others = {reader.speech(word) for word in range(first, end)} - {0, before, after}
    shown = between[0] if between else first
    naming = reader.read(shown, min(shown + _SHOWN, end))
    change = Change(kind="speaker", published=naming, quoted="")
    if before and after and not between:
        if not _goes_on(reader, first, end):
            yield change
    elif before and after:
        start, stop = (between[0], between[-1] + 1) if between else (first, first)
        if (
            others
            or not reader.is_attribution(start, stop)
            or not _has_one_speaker(reader, start, stop, end)
        ):
            yield change
    elif (
        others
        or reader.sentence(first - 1) != reader.sentence(end)
        or find_sayings([reader.key(word) for word in between])
    ):
        yield change
    else:
        for sign in find_signs(reader.read(first, end)):
            yield Change(kind=sign.kind, published=sign.text, quoted="")


def _goes_on(reader: Reader, first: int, end: int) -> bool:
    """Tell whether the speech at a gap's end is given to nobody, to a pronoun, or to somebody named
    shortly before, where nothing but speech lies between.
    """
    after = end
    while after < reader.end and reader.speech(after) == reader.speech(end):
        after += 1
    named = [
        word
        for word in range(after, reader.sentence_end(after - 1))
        if reader.written(word)[:1].isupper()
    ]
    before = {reader.key(word) for word in range(max(0, first - _NAMED_BEFORE), first)}
    return not named or any(reader.key(word) in before for word in named)


def _has_one_speaker(reader: Reader, start: int, stop: int, end: int) -> bool:
    """Tell whether no other speaker is named after the speech that goes on at a gap's end."""
    speech = reader.speech(end)
    if reader.sentence(start) == reader.sentence(end):
        return True
    after = end
    limit = reader.sentence_end(end)
    while after < limit and reader.speech(after) == speech:
        after += 1
    named = {reader.key(word) for word in range(start, stop) if reader.is_subject(word)}
    for word in range(after, limit):
        if reader.key(word) in ("said", "says", "added", "wrote", "told", "warned"):
            beside = [i for i in (word - 1, word + 1) if after <= i < limit]
            if any(reader.written(i)[:1].isupper() for i in beside):
                return any(reader.key(i) in named for i in beside)
    return True


def _judge_shape(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Refuse a gap that is none of those that English can do without: after punctuation, or before
    a phrase that a preposition, a conjunction, a participle or a time begins. Among all others are
    those that bound or deny in words that no list holds.
    """
    stop = end if reader.sentence(first) == reader.sentence(end - 1) else reader.sentence_end(first)
    if reader.sentence(first) != reader.sentence(first - 1):
        return
    if reader.breaks(first) or reader.breaks(stop):
        return
    is_item = reader.is_preposition(first - 1) and reader.joins(stop - 1)
    is_item |= reader.joins(stop - 1) and reader.may_be_verb(first) and reader.may_be_verb(stop)
    if not is_item and not find_signs(reader.read(first, stop)) and not reader.opens_phrase(first):
        yield _clause(reader, first, stop)


def _judge_parts(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Judge what is left out of the sentence before the gap, and of the one after it."""
    if reader.sentence(first - 1) == reader.sentence(end):
        yield from _judge_within(reader, first, end)
        return
    tail_end = reader.sentence_end(first - 1)
    head = reader.sentence_start(end)
    tail_end = _without_attribution(reader, first, min(tail_end, end))
    if head < end and reader.only_joins(head, end):
        head = end
    has_tail, has_head = first < tail_end, head < end
    if has_tail:
        yield from _judge_signs(reader, first, tail_end)
    if has_head:
        yield from _judge_head(reader, head, end)
        if has_tail and not (reader.breaks(end) and reader.is_subject(end)):
            yield _clause(reader, head, end)


def _without_attribution(reader: Reader, first: int, end: int) -> int:
    """Leave out of the end of a sentence who said what stands in it between quotation marks."""
    last = end
    while last > first and reader.speech(first - 1) and reader.speech(last - 1) == 0:
        last -= 1
    return last


def _judge_head(reader: Reader, head: int, end: int, *, in_speech: bool = True) -> Iterator[Change]:
    """Judge the beginning of a sentence that is left out: it may not govern what follows."""
    while head < end and in_speech and reader.speech(head) != reader.speech(end):
        head += 1  # who says it, before the quotation mark
    if head >= end:
        return
    yield from _judge_signs(reader, head, end)
    if is_bound(reader.key(end - 1)) and is_number(reader.key(end)):
        yield Change(kind="hedge", published=reader.written(end - 1), quoted="")
    keys = [reader.key(word) for word in range(head, end)]
    governs = keys[-1] in ("that", "than", "to", "of")
    if not reader.breaks(end):
        is_pair = reader.joins(end - 1) and reader.starts_clause(end)
        governs |= reader.is_verb(end) or (reader.holds_verb(head, end) and not is_pair)
    if governs:
        yield _clause(reader, head, end)


def _judge_within(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Judge what is left out within one sentence."""
    yield from _judge_signs(reader, first, end)
    yield from _judge_governing(reader, first, end)


def _judge_signs(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Name the words left out that deny or bound the claim, or report it, but for those in whole
    clauses.
    """
    if first >= end:
        return
    inside = reader.speech(first - 1) if first else 0
    keys = [reader.key(word) for word in range(first, end)]
    for sign in find_cut_signs(reader, first, end):
        word = max(first, sign.first)
        if _is_in_clause(reader, first, end, word, sign.last):
            continue
        if not _is_in_aside(reader, first, end, sign.first, sign.kind):
            yield Change(kind=sign.kind, published=sign.text, quoted="")
    if reader.bounds_noun(end - 1) and end < reader.end and not reader.breaks(end):
        yield Change(kind="hedge", published=reader.written(end - 1), quoted="")
    for number in find_sayings(keys):
        word = first + number
        speaks = reader.speech(word) == 0 and inside != 0
        if reader.key(word) == "say" and reader.breaks(word) and reader.breaks(word + 1):
            continue  # for example
        speaks |= _is_attributed(reader, first, end) or _is_in_participle(reader, first, word)
        if not speaks and not _is_in_clause(reader, first, end, word, word, joined=True):
            yield Change(kind="hedge", published=reader.written(word), quoted="")


def _is_attributed(reader: Reader, first: int, end: int) -> bool:
    """Tell whether words at the end of a sentence only say who says so: `, said the report.`"""
    if end < reader.end and reader.sentence(end) == reader.sentence(first - 1):
        return False
    start = next((word for word in range(end - 1, first - 1, -1) if reader.breaks(word)), end)
    return reader.is_attribution(start, end)


def _is_in_participle(reader: Reader, first: int, word: int) -> bool:
    """Tell whether a word stands in a clause that a participle begins: `, seeking to help those who
    say so`.
    """
    start = next((i for i in range(word, first - 1, -1) if reader.breaks(i)), word)
    may_open = reader.key(word).endswith(("ed", "ing")) and reader.key(word) != "according"
    return (start < word or may_open) and reader.opens_gerund(start)


def _is_in_clause(
    reader: Reader, first: int, end: int, word: int, last: int, *, joined: bool = False
) -> bool:
    """Tell whether words stand in a whole clause among those left out, which neither bounds nor
    governs what stands around it.

    Args:
        reader: Reads the text.
        first: The first word left out.
        end: The first word after the gap.
        word: The first of the words.
        last: The last of them.
        joined: The clause must be joined to another by a conjunction or a relative word.
    """
    has_main = reader.is_begun(first) and reader.starts_clause(end)
    stops = [stop for stop in range(last + 1, end + 1) if reader.breaks(stop)]
    starts = [
        start
        for start in range(word, first - 1, -1)
        if reader.breaks(start) or reader.joins_clause(start)
    ]
    for start in starts:
        for stop in stops:
            if reader.is_relative(start, stop):
                return True
            has_both = has_main or (reader.is_subordinate(start) and reader.starts_clause(end))
            if (
                has_both
                and (not joined or reader.joins_clause(start))
                and reader.opens_clause(start, stop)
            ):
                return True
    return False


def _is_in_aside(reader: Reader, first: int, end: int, word: int, kind: ChangeKind) -> bool:
    """Tell whether a word stands in a part of its sentence that is left out whole, up to the next
    punctuation, and that hangs on what stands before it: what bounds such a part does not bound
    the rest.

    That is a second verb of the same subject (`and closed some homes`), or an aside (`, the head of
    some homes,`); for a word that does not deny, also a clause without a finite verb (`by closing
    some homes`), and for a word that bounds an office, what follows it.
    """
    stops = [stop for stop in range(word + 1, end + 1) if reader.breaks(stop)]
    if stops or (end < reader.end and reader.joins(end)):
        if word + 1 < end and reader.bounds_office(word) and not reader.breaks(word + 1):
            return True
        is_joined = end < reader.end and reader.joins(end)
        if reader.key(word) in QUANTIFIERS and _is_in_item(reader, first, word, is_joined):
            return True
    if not stops:
        return False
    if kind == "hedge" and _is_whole_aside(reader, first, end):
        return True
    is_whole = reader.breaks(first) and reader.breaks(end) and first < word
    if is_whole and reader.opens_gerund(first) and not reader.is_opener(first):
        return True
    for start in range(word, first - 1, -1):
        is_after = start < word or reader.key(start) in ("one", "at")  # ", one of the largest,"
        is_after |= "(" in reader.gap(start) and reader.key(word) in QUANTIFIERS
        if is_after and (reader.opens_predicate(start) or reader.opens_aside(start)):
            return True
        if start < word and kind == "hedge" and reader.opens_gerund(start):
            return True
        is_relative = start == first and start < word and reader.opens_relative(start)
        if is_relative and kind == "hedge" and stops[0] == end:
            return True
        if reader.breaks(start):
            return False
    return False


def _is_whole_aside(reader: Reader, first: int, end: int) -> bool:
    """Tell whether all that is left out is one aside between punctuation, long enough to say
    something of its own, and not one that bounds the sentence: `, once the largest of its kind,`.
    """
    if not (reader.breaks(first) and reader.breaks(end)) or end - first < _SHORTEST_ASIDE:
        return False
    opens = reader.key(first)
    if opens == "once" or (reader.is_subject(first) and reader.is_verb(first + 1)):
        return opens == "once" and reader.opens_phrase(first + 1)  # ", once thought the largest,"
    if reader.is_preposition(first) or opens in EPISTEMIC or opens in ("if", "unless", "or"):
        return opens == "under"
    return not reader.is_opener(first) or opens == "as"


def _is_in_item(reader: Reader, first: int, word: int, is_joined: bool) -> bool:
    """Tell whether a word stands within an item of a list; it may begin one that is joined to the
    next.
    """
    for start in range(word, first - 1, -1):
        if reader.opens_item(start):
            return start < word or is_joined
        if reader.breaks(start):
            return False
    return False


def _judge_governing(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Refuse a gap that leaves out the subject, or the subject and verb, of what follows it."""
    if reader.key(first - 1) in ("than", "as"):
        yield _clause(reader, first, end)
        return
    is_list = reader.breaks(first) or reader.is_preposition(first - 1)
    is_list |= reader.joins(end - 1) and (
        (reader.starts_clause(first) and reader.starts_clause(end))
        or (reader.is_determiner(first) and reader.is_determiner(end))
    )
    is_second_verb = reader.joins(end - 1) and all(map(reader.may_be_verb, (first, end)))
    is_list |= is_second_verb  # "The clerk [will rise and] will speak"
    if not is_list and reader.joins(end - 1) and end - 1 > first:
        yield _clause(reader, first, end)  # "no [plan and] purpose"
        return
    if reader.key(first) == reader.key(end) == "or":
        return  # an item of a list
    is_exception = reader.key(first) in ("save", "less", "minus", "bar")
    if is_exception or (reader.key(first) == "or" and not reader.breaks(end)):
        yield _clause(reader, first, end)  # "balloons [or things like balloons]"
        return
    if reader.key(end - 1) in ("that", "whether", "if") and not reader.breaks(end):
        yield _clause(reader, first, end)  # "[they hope that] it will end"
        return
    if (reader.breaks(end) and _DIVIDING.search(reader.gap(end))) or reader.is_opener(end):
        return
    is_verb = reader.is_verb(end) or (reader.is_adverb(end) and reader.is_verb(end + 1))
    starts_phrase = reader.is_preposition(first) and end - first > 1
    if end - first == 1 and reader.opens_relative(first):
        yield _clause(reader, first, end)  # "leaders [who] were aware"
        return
    ends_open = end - first == 1 and reader.is_any_preposition(first)
    ends_open |= reader.is_preposition(end - 1) or reader.key(end - 1) in ("against", "as")
    if ends_open and not starts_phrase:
        yield _clause(reader, first, end)  # "keep the bill [from] advancing"
        return
    opens = reader.breaks(first) or reader.is_opener(first)
    is_reduced = reader.is_verb(first) and reader.is_finite(end)  # "areas [named then] have"
    is_reduced &= not any(map(reader.is_opener, range(first, end)))
    is_reduced &= not any(map(reader.joins, range(first, end)))
    has_verb = (reader.is_verb(first) and not is_reduced) or any(
        map(reader.is_finite, range(first, end))
    )
    if is_verb and not opens and has_verb and not is_second_verb:
        yield _clause(reader, first, end)  # "Trump [has hinted he] would go"
        return
    for word in range(end - 1, first - 1, -1):
        if not (reader.breaks(word) or reader.is_opener(word)):
            continue
        if "(" in reader.gap(word):
            continue
        subject = word + reader.is_opener(word)
        if subject >= end or not reader.is_subject(subject):
            continue
        if reader.key(word) in ("which", "who", "that", "whose"):
            if is_verb and not reader.holds_verb(subject, end):
                yield _clause(reader, word, end)  # "a firm[, whose owners] spoke"
                return
            continue
        has_verb = reader.holds_verb(subject, end)
        if reader.opens_aside(word):  # ", a firm founded in 2014"
            has_verb = any(map(reader.is_finite, range(subject, end)))
        start = reader.sentence_start(first - 1)
        may_take = reader.breaks(word) or reader.is_beside(word)
        takes_over = (
            may_take and (is_verb or reader.is_participle(end)) and reader.holds_verb(start, first)
        )
        replaces = is_verb and reader.breaks(word) and reader.holds_verb(first, word)
        if has_verb or takes_over or replaces:
            yield _clause(reader, word, end)
        return


def _judge_superlative(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Name what bounds a superlative, or a word for all: `the first since 1966`, `all in Poole`."""
    whole = range(reader.sentence_start(first - 1), first)
    is_bound = reader.bounds_superlative(first) and any(map(reader.is_superlative, whole))
    start = max(whole.start, first - _REACH)
    kept = range(start, first)
    is_bound |= (
        not reader.breaks(first)
        and not reader.holds_verb(start, first)
        and any(map(reader.is_universal, kept))
    )
    if is_bound:
        yield Change(kind="hedge", published=reader.read(first, end), quoted="")


def _judge_numbers(reader: Reader, first: int, end: int) -> Iterator[Change]:
    """Name a number that is left out alone, and a bound of the number that follows."""
    keys = [reader.key(word) for word in range(first, end)]
    if is_bound(keys[-1]) and is_number(reader.key(end)) and not _divides(reader, end):
        bound = f"{reader.read(first, end)} {reader.written(end)}"
        yield Change(kind="number", published=bound, quoted=reader.written(end))
    joined = {reader.sentence(first - 1), reader.sentence(end)}
    numbers = [
        word
        for word in range(first, end)
        if is_number(reader.key(word))
        and not _is_dated(reader, word)
        and not _is_score(reader, word)
        and not (reader.breaks(first) and word + 1 < end and reader.gap(word + 1) == "-")
        and not (word > first and reader.written(word - 1)[:1].isupper())  # Route 50
        and reader.sentence(word) in joined
    ]
    if not numbers:
        return
    counts_next = not any(
        reader.breaks(word) or reader.key(word) in STOP_WORDS or reader.is_verb(word)
        for word in range(numbers[-1] + 1, end + 1)
    )
    is_for = reader.key(first) == "for"  # "for ages 14 to 18"
    is_aside = reader.breaks(first) and (reader.breaks(end) or reader.joins(end))
    if counts_next or is_for or (end - first <= _FEW and not is_aside):
        yield from find_changes(" ".join(reader.written(i) for i in numbers), "")


def _divides(reader: Reader, word: int) -> bool:
    """Tell whether punctuation other than that of a number divides a word from the one before."""
    return reader.breaks(word) and not reader.gap(word).strip().startswith((".", "$", "£", "€"))


def _is_score(reader: Reader, word: int) -> bool:
    """Tell whether a number is one side of a score: 7-4."""
    return any(
        0 < i < reader.end
        and reader.gap(i) in ("-", "–")
        and reader.key(i).isdigit()
        and reader.key(i - 1).isdigit()
        for i in (word, word + 1)
    )


def _is_dated(reader: Reader, word: int) -> bool:
    """Tell whether a number is a year, a day of a month, or counts days or years."""
    key = reader.key(word)
    if _YEAR.fullmatch(key):
        return True
    beside = {reader.key(word - 1)} if word else set()
    if not reader.breaks(word + 1):
        beside.add(reader.key(word + 1))
    if word + 1 < reader.end and reader.key(word + 1).removesuffix("s") in _SPANS_OF_TIME:
        return True
    return bool(beside & MONTHS)
