"""The parser of quotations: text to pieces that are quoted word for word, and what joins them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bcpq.errors import QueryError
from bcpq.evidence.cleaning import clean, mend
from bcpq.text.typography import words

#: A quotation of fewer words is easily found by chance.
SHORT = 4
#: More words than anyone quotes, and few enough to be compared with articles in a second.
MOST_WORDS = 10_000

_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
_DOTS = r"(?:…|\.(?: ?\.){2,})"
#: Words left out, or put in: dots, dots in brackets, or anything else in square brackets with the
#: letters that they stand at, such as `rate[d]`.
_MARK = re.compile(
    r"(?P<note>(?<=[\w.,;:!?”’\"'])\[[0-9]{1,3}\](?!\w))"
    r"|(?P<before>(?<!\w)\w+(?!\[[0-9]{1,3}\](?!\w)))?\[(?P<inserted>[^\]\[]*)\](?P<after>\w*)"
    rf"|\(\s*{_DOTS}\s*\)|{_DOTS}"
)
#: What editors put in that stands for no words.
_SIGN = re.compile(
    r"\s*(?:sic|(?:my |our |the author's |original )?(?:emphas[ie]s|italics)"
    r"(?: (?:is )?(?:added|mine|ours|supplied|in (?:the )?original|original))?)[.!]?\s*",
    re.IGNORECASE,
)
#: The one change of case that is marked: `[T]he`.
_CASE_MARK = re.compile(r"\[(\w)\](?=\w)")


class Piece(NamedTuple):
    """Words to find in a row, with what stands before the first of them and after the last."""

    before: str
    core: str
    after: str
    keys: tuple[str, ...]  # the words, folded
    cleaned: "Piece | None" = None  # without what is not part of it, where that is another text

    def mended(self, line: str) -> "Piece":
        """Give it cleaned, and with the broken words joined that stand in a line of words."""
        plain = self.cleaned or self
        core = mend(plain.core, line)
        return plain if core == plain.core else _piece(plain.before + core + plain.after) or plain


class Joint(NamedTuple):
    """What stands between two pieces: dots, or words in brackets with the letters around them."""

    written: str  # as the quotation has it
    inserted: str = ""  # "" for dots
    before: str = ""
    after: str = ""
    is_sign: bool = False  # an editor's sign, such as `[sic]`, which stands for no words

    @property
    def is_dots(self) -> bool:
        """Tell whether it only marks that words are left out."""
        return not self.inserted

    @property
    def reading(self) -> str:
        """Give what is to be read in place of the words left out."""
        return f"{self.before}{self.inserted}{self.after}"


class Quotation(NamedTuple):
    """A quotation, parsed."""

    text: str  # in one line
    whole: Piece  # all of it, as if nothing in it were marked
    pieces: tuple[Piece, ...]  # what is quoted word for word, in order; `whole` if nothing else is
    joints: tuple[Joint, ...] = ()  # between the pieces, one fewer
    leading: tuple[Joint, ...] = ()  # before the first piece
    trailing: tuple[Joint, ...] = ()  # after the last
    is_marked: bool = False  # words left out or put in, or the case of a letter, are marked

    @property
    def is_short(self) -> bool:
        """Tell whether it has so few words that it is easily found by chance."""
        return sum(len(piece.keys) for piece in self.pieces) < SHORT

    @property
    def is_elided(self) -> bool:
        """Tell whether words are left out or put in, and not only the case of a letter changed."""
        return bool(self.joints or self.leading or self.trailing)


def parse(text: str) -> Quotation:
    """Parse a quotation.

    Raises:
        QueryError: It holds no word, or more words than can be compared.
    """
    cleaned = _LINE_BREAK.sub(" ", clean(text)).strip()
    text = _LINE_BREAK.sub(" ", text).strip()
    whole = _piece(text)
    if whole is None:
        from bcpq.text.sentences import first_words  # its patterns take 3 ms, of no use here else

        name = first_words(text) or "an empty text"
        raise QueryError(
            f"{name} has no word in it, so there is no verdict on it", code="quotation-empty"
        )
    if len(whole.keys) > MOST_WORDS:
        raise QueryError(
            f"a quotation has more than {MOST_WORDS:,} words: verify it in parts",
            code="quotation-too-long",
        )
    plain = whole
    if cleaned != text:
        plain = _piece(cleaned) or whole
        whole = whole._replace(cleaned=plain)
    unmarked = _CASE_MARK.sub(r"\1", cleaned)
    marks = list(_MARK.finditer(unmarked))
    pieces: list[Piece] = []
    joints: list[list[Joint]] = [[]]  # before the first piece, after each
    start = 0
    for mark in [*marks, None]:
        piece = _piece(unmarked[start : mark.start() if mark else len(unmarked)].strip())
        if piece:
            pieces.append(piece)
            joints.append([])
        if mark:
            joints[-1].append(_joint(mark))
            start = mark.end()
    if not pieces or (not marks and unmarked == cleaned):
        return Quotation(text=text, whole=whole, pieces=(plain,))
    return Quotation(
        text=text,
        whole=whole,
        pieces=tuple(pieces),
        joints=tuple(map(_join, joints[1:-1])),
        leading=tuple(joints[0]),
        trailing=tuple(joints[-1]),
        is_marked=True,
    )


def _piece(text: str) -> Piece | None:
    """Read a text as one piece; None when it has no word."""
    found = words(text)
    if not found:
        return None
    start, end = found[0].start, found[-1].end
    return Piece(
        before=text[:start],
        core=text[start:end],
        after=text[end:],
        keys=tuple(word.key for word in found),
    )


def _joint(mark: re.Match[str]) -> Joint:
    if mark["note"]:
        return Joint(written=mark[0], inserted=mark[0].strip("[]"), is_sign=True)
    inserted = mark["inserted"] or ""
    if not re.search(r"\w", inserted):  # [...] puts nothing in
        return Joint(written=mark[0].strip())
    return Joint(
        written=mark[0],
        inserted=inserted,
        before=mark["before"] or "",
        after=mark["after"] or "",
        is_sign=_SIGN.fullmatch(inserted) is not None,
    )


def _join(group: Sequence[Joint]) -> Joint:
    """Take several signs in a row, such as `[...] [sic]`, for one."""
    if len(group) > 1:
        group = [joint for joint in group if not joint.is_sign] or group[:1]
    if len(group) == 1:
        return group[0]
    return Joint(
        written=" ".join(joint.written for joint in group),
        inserted=" ".join(joint.reading for joint in group if joint.inserted),
    )
