"""Are the words left out, or put in, by whoever quotes harmless? Pieces around dots and brackets, and their joints."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from bcpq.evidence.align import Piece, piece_of, standing
from bcpq.evidence.texts import Part, Text, part
from bcpq.model import Change, Edit
from bcpq.text.typography import changes, is_negation, words

#: At most so many words lie between two pieces: at dots, about two of the longest paragraphs of news; at a bracket, a
#: long name for which it may stand.
_APART, _REPLACED = 120, 12
#: A negation, or a word that bounds a number, may not be left out with so few others: that would turn the sense.
_FEW = 3
_BOUNDS = frozenset(
    "than least most up over under below above nearly almost around about fewer less more".split()
)

_DOTS = r"(?:…|\.(?: ?\.){2,})"
_ELISION = re.compile(
    rf"(?P<before>\w*)\[(?P<inserted>[^\]\[]*)\](?P<after>\w*)|\(\s*{_DOTS}\s*\)|{_DOTS}"
)
#: The one change of case that is marked: `[T]he`.
_CASE_MARK = re.compile(r"\[(\w)\](?=\w)")


class Joint(NamedTuple):
    """What stands between two pieces: dots, or words in brackets with the letters that they stand at."""

    inserted: str  # "" for dots
    before: str = ""
    after: str = ""

    @property
    def word(self) -> str:
        """Give what is to be read in place of the words left out."""
        return f"{self.before}{self.inserted}{self.after}"


class ElidedQuotation(NamedTuple):
    """A quotation's pieces, in order, and the joints between them, before the first and after the last."""

    pieces: tuple[Piece, ...]
    joints: tuple[Joint, ...]  # between pieces, one fewer
    fringe: tuple[Joint, ...]


class Chain(NamedTuple):
    """Where the pieces stand in their order, and what is wrong with what was left out or put in."""

    parts: tuple[Part, ...]
    spread: int  # words from the first to the last
    noticed: tuple[Change, ...]  # worth telling
    fatal: tuple[Change, ...]  # the sense is turned
    marked: bool  # words are left out or put in, not only the case of a letter changed
    edits: tuple[Edit, ...]


def parse(quotation: str) -> ElidedQuotation | None:
    """Split a quotation where words are left out or put in; None where none are, or nothing else is there."""
    text = _CASE_MARK.sub(r"\1", quotation)
    pieces: list[Piece] = []
    joints: list[list[Joint]] = [[]]
    last = 0
    matches = list(_ELISION.finditer(text))
    for match in [*matches, None]:
        if piece := piece_of(text[last : match.start() if match else len(text)].strip()):
            pieces.append(piece)
            joints.append([])
        if match:
            inserted = match["inserted"] or ""
            said = inserted if re.search(r"\w", inserted) else ""  # [...] puts nothing in
            joints[-1].append(Joint(said, match["before"] or "", match["after"] or ""))
            last = match.end()
    if not pieces or (not matches and text == quotation):
        return None
    between = tuple(_joined(group) for group in joints[1:-1])
    return ElidedQuotation(
        tuple(pieces), between, tuple(joint for group in (joints[0], joints[-1]) for joint in group)
    )


def _joined(group: Sequence[Joint]) -> Joint:
    """Take several signs in a row, such as `[...] [sic]`, for one."""
    if len(group) == 1:
        return group[0]
    return Joint(" ".join(joint.word for joint in group if joint.inserted))


def chains(text: Text, elided: ElidedQuotation) -> Iterator[Chain]:
    """Find where the pieces stand in their order near each other, the tightest chain from each beginning."""
    options = [[found for found, _ in standing(text, piece)] for piece in elided.pieces]
    if not all(options) or not _enough(elided):
        return

    @cache
    def tightest(piece: int, option: int) -> tuple[int, tuple[Part, ...]] | None:
        """Give the end and the parts of the tightest chain that begins with an option of a piece."""
        here = options[piece][option]
        if piece == len(options) - 1:
            return here.last, (here,)
        joint = elided.joints[piece]
        most = _REPLACED if joint.inserted else _APART
        found = [
            (follower[0], (here, *follower[1]))
            for i, after in enumerate(options[piece + 1])
            if 0 <= after.first - here.last - 1 <= most
            and _inflected(text, here, after, joint)
            and (follower := tightest(piece + 1, i))
        ]
        return min(found, key=lambda one: one[0], default=None)

    for i, first in enumerate(options[0]):
        if found := tightest(0, i):
            yield _chain(text, elided, found[1], found[0] - first.first)


def _enough(elided: ElidedQuotation) -> bool:
    """Tell whether pieces between dots have two words on the average: fewer can be strung together anywhere."""
    dots = sum(not joint.inserted for joint in elided.joints)
    return sum(len(piece.keys) for piece in elided.pieces) >= 2 * (dots + 1) or not dots


def _inflected(text: Text, here: Part, after: Part, joint: Joint) -> bool:
    """Tell whether, at brackets within a word such as `rate[d]`, the words left out hold one that begins or ends so."""
    before, end = joint.before.casefold(), joint.after.casefold()
    left_out = text.keys[here.last + 1 : after.first]
    return not (before or end) or any(
        key.startswith(before) and key.endswith(end) for key in left_out
    )


def _chain(text: Text, elided: ElidedQuotation, parts: tuple[Part, ...], spread: int) -> Chain:
    noticed: list[Change] = []
    fatal: list[Change] = [
        c for j in elided.fringe for c in changes("", j.word) if c.kind != "name"
    ]
    edits: list[Edit] = [Edit("same", " ".join(parts[0].slices()))]
    for here, after, joint in zip(parts, parts[1:], elided.joints, strict=False):
        left_out = (
            " ".join(part(text, here.last + 1, after.first - 1).slices())
            if after.first > here.last + 1
            else ""
        )
        turned, told = _judged(left_out, joint, after)
        fatal += turned
        noticed += told
        edits += [Edit("published", left_out)] if left_out else []
        edits += [Edit("quoted", joint.word or "…"), Edit("same", " ".join(after.slices()))]
    marked = bool(elided.joints or elided.fringe)
    return Chain(parts, spread, tuple(noticed), tuple(fatal), marked, tuple(edits))


def _judged(left_out: str, joint: Joint, after: Part) -> tuple[list[Change], list[Change]]:
    """Give the changes that turn the sense, and those that a reader should know of."""
    found = [change for change in changes(left_out, joint.word) if change.kind != "name"]
    keys = [word.key for word in words(left_out)]
    few = len(keys) <= _FEW
    if (
        few
        and not joint.inserted
        and keys
        and keys[-1] in _BOUNDS
        and after.words()[0][:1].isdigit()
    ):
        found.append(Change("number", f"{left_out} {after.words()[0]}", after.words()[0]))
    fatal = [change for change in found if change.quoted or (few and any(map(is_negation, keys)))]
    fatal += [
        change
        for change in found
        if change not in fatal and few and change.kind == "number" and not joint.inserted
    ]
    sentence = not re.search(r"[.!?][”’\"')]*\s", left_out)
    return fatal, [
        change for change in found if change not in fatal and change.kind == "negation" and sentence
    ]
