"""The judgement of elisions: whether what a quotation leaves out, or puts in, turns the sense.

`judge_elision` decides it, joint by joint, in `_judge_joint`.
"""

import re
from typing import NamedTuple

from bcpq.evidence.quotation import Joint, Quotation
from bcpq.evidence.sense import find_changes, is_negation
from bcpq.evidence.texts import TextSpan
from bcpq.model import Change, Edit
from bcpq.text.marks import CLOSING_MARKS
from bcpq.text.typography import words

#: A negation, or a word that bounds a number, may not be left out with so few words or fewer: that
#: turns the sense. With more, a whole clause is left out, and the negation with it.
_FEW = 3
#: Words that bound the number after them.
_BOUNDS = frozenset(
    "than least most up over under below above nearly almost around about fewer less more".split()
)
#: The end of a sentence, within words left out.
_SENTENCE_END = re.compile(rf"[.!?][{CLOSING_MARKS})]*\s")


class ElisionJudgement(NamedTuple):
    """What is wrong with the words that a quotation leaves out or puts in."""

    distortions: tuple[Change, ...]  # they turn the sense
    remarks: tuple[Change, ...]  # they do not, but a reader should know of them
    edits: tuple[Edit, ...]  # what was published and what is quoted

    @property
    def turns_sense(self) -> bool:
        """Tell whether the sense is turned."""
        return bool(self.distortions)


class _JointJudgement(NamedTuple):
    distortions: list[Change]
    remarks: list[Change]


def judge_elision(quotation: Quotation, spans: tuple[TextSpan, ...]) -> ElisionJudgement:
    """Decide whether an elision turns the sense of what was published.

    Args:
        quotation: The quotation, with its joints.
        spans: Where its pieces stand, in their order.
    """
    distortions = [
        change
        for joint in quotation.fringe
        for change in find_changes("", joint.reading)
        if change.kind != "name"
    ]
    remarks: list[Change] = []
    edits = [Edit(side="same", text=spans[0].read())]
    for span, following, joint in zip(spans, spans[1:], quotation.joints, strict=False):
        left_out = _read_between(span, following)
        judgement = _judge_joint(left_out, joint, following)
        distortions += judgement.distortions
        remarks += judgement.remarks
        if left_out:
            edits.append(Edit(side="published", text=left_out))
        edits.append(Edit(side="quoted", text=joint.reading or "…"))
        edits.append(Edit(side="same", text=following.read()))
    return ElisionJudgement(
        distortions=tuple(distortions), remarks=tuple(remarks), edits=tuple(edits)
    )


def _judge_joint(left_out: str, joint: Joint, following: TextSpan) -> _JointJudgement:
    """Judge the words left out at a joint, and what is to be read in their place.

    Names may be left out and put in freely. The sense is turned

    - by any change, where few words are left out and one of them is a negation;
    - by a number or a negation that is put in, or stands in place of another;
    - by a number that is left out among few words, with nothing but dots in their place.

    A negation that is left out otherwise is remarked on, if no sentence ended among the words.
    """
    changes = [change for change in find_changes(left_out, joint.reading) if change.kind != "name"]
    keys = [word.key for word in words(left_out)]
    are_few = len(keys) <= _FEW
    if are_few and not joint.inserted:
        changes += _find_bound(left_out, keys, following)
    if are_few and any(map(is_negation, keys)):
        distortions = changes
    else:
        distortions = [change for change in changes if change.quoted]
        if are_few and not joint.inserted:
            numbers = [change for change in changes if change.kind == "number"]
            distortions += [change for change in numbers if change not in distortions]
    remarks: list[Change] = []
    if not _SENTENCE_END.search(left_out):
        negations = [change for change in changes if change.kind == "negation"]
        remarks = [change for change in negations if change not in distortions]
    return _JointJudgement(distortions=distortions, remarks=remarks)


def _find_bound(left_out: str, keys: list[str], following: TextSpan) -> list[Change]:
    """Find the change to a number that loses its bound: `fewer than 2,000` made `2,000`."""
    number = following.keys[0]
    if not keys or keys[-1] not in _BOUNDS or not number[:1].isdigit():
        return []
    return [Change(kind="number", published=f"{left_out} {number}", quoted=number)]


def _read_between(span: TextSpan, following: TextSpan) -> str:
    """Give what was published between two spans."""
    if following.first == span.last + 1:
        return ""
    return span.text.span(span.last + 1, following.first - 1).read()
