"""How does a quotation differ from what was published? Altered, stitched, or absent."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein, Opcode
from rapidfuzz.fuzz import partial_ratio_alignment

from bcpq.evidence.align import Piece, standing
from bcpq.evidence.texts import ArticleTexts, Part, Text, part, runs
from bcpq.model import Change, Edit, Place, Verdict, VerdictKind
from bcpq.text.numbers import is_number
from bcpq.text.tokens import STOP_WORDS, stem_words
from bcpq.text.typography import changes, fold

#: The share of words, in order, that a quotation has in common with a text that it is close to; and the share above
#: which it can be nothing else. A stop word counts for a third of another word.
_CLOSE, _SURE = 0.6, 0.85
#: Parts of a stitched quotation have at least so many words; fewer stand together by chance. They make up at least this
#: share of it.
_STITCH, _STITCHED = 4, 0.85
#: Between two such parts, so few words of the article can be a slip of the pen.
_SLIP = 8
#: Words of which at least this share of letters is the same may be one that was changed.
_LIKE = 0.5


class _Close(NamedTuple):
    """The words of a text that a piece comes closest to."""

    share: float
    part: Part


def differing(shelf: ArticleTexts, quotation: str, pieces: Sequence[Piece]) -> Verdict:
    """Find what comes closest to a quotation whose words stand nowhere as they are quoted."""
    texts = _texts(shelf, pieces)
    if len(pieces) > 1:
        return _of_pieces(shelf, quotation, pieces, texts)
    (piece,) = pieces
    close = _closest(texts, piece.keys)
    if not close or close.share < _SURE:
        stitched = _stitched(texts, piece.keys)
        if stitched:
            return _verdict(quotation, "stitched", stitched)
    if not close or close.share < _CLOSE:
        return _absent(shelf, quotation)
    return _altered(quotation, [(piece, close.part)])


def _texts(shelf: ArticleTexts, pieces: Sequence[Piece]) -> list[Text]:
    """Give the texts that hold most of the words of each piece, and of either half of it."""
    numbers: dict[int, None] = {}
    for piece in pieces:
        middle = piece.core.find(" ", len(piece.core) // 2)
        for words in (piece.core, piece.core[:middle], piece.core[middle:]):
            numbers |= dict.fromkeys(shelf.near(words)[1])
    return [text for number in numbers for text in shelf.of(number)]


def _of_pieces(
    shelf: ArticleTexts, quotation: str, pieces: Sequence[Piece], texts: Sequence[Text]
) -> Verdict:
    """Judge a quotation with words left out, whose pieces do not stand in their order near each other."""
    found = [
        next((part for text in texts for part, _ in standing(text, piece)), None)
        for piece in pieces
    ]
    whole = [part for part in found if part]
    if len(whole) == len(pieces):
        return _verdict(quotation, "stitched", whole)
    close = [part or _near(texts, piece) for part, piece in zip(found, pieces, strict=True)]
    if all(close):
        return _altered(
            quotation, [(piece, part) for piece, part in zip(pieces, close, strict=True) if part]
        )
    return _absent(shelf, quotation)


def _near(texts: Sequence[Text], piece: Piece) -> Part | None:
    close = _closest(texts, piece.keys)
    return close.part if close and close.share >= _CLOSE else None


def _verdict(quotation: str, kind: VerdictKind, parts: Sequence[Part]) -> Verdict:
    return Verdict(
        quotation, kind, tuple(place for part in parts for place in part.places()), False
    )


def _altered(quotation: str, pairs: Sequence[tuple[Piece, Part]]) -> Verdict:
    shown: list[Edit] = []
    for i, (piece, found) in enumerate(pairs):
        shown += [Edit("same", "…")] if i else []
        shown += edits(found.whole_words(), piece.before + piece.core + piece.after)
    return _verdict(quotation, "altered", [part for _, part in pairs])._replace(
        edits=tuple(shown), changes=tuple(_changes(shown))
    )


def _closest(texts: Sequence[Text], keys: Sequence[str]) -> _Close | None:
    """Find the run of words that has most in common with some words."""
    best: _Close | None = None
    for text in texts:
        if text.keys and (aligned := partial_ratio_alignment(keys, text.keys)):
            # The window is as long as the quotation: words that were put in or left out push its ends about.
            margin = 3 + len(keys) // 4
            start, end = max(0, aligned.dest_start - margin), aligned.dest_end + margin
            close = _trimmed(text, keys, start, end)
            if close and (not best or close.share > best.share):
                best = close
    return best


def _trimmed(text: Text, keys: Sequence[str], start: int, end: int) -> _Close | None:
    """Keep of a window what stands for the words: from the first common run to the last, and what differs beside."""
    window = text.keys[start:end]
    common = [block for block in Indel.opcodes(keys, window) if block.tag == "equal"]
    while len(common) > 1 and _astray(keys, common[0], common[1]):
        del common[0]
    while len(common) > 1 and _astray(keys, common[-1], common[-2]):
        del common[-1]
    if not common:
        return None
    first, last = start + common[0].dest_start, start + common[-1].dest_end - 1
    for key in reversed(
        keys[: common[0].src_start]
    ):  # words that were changed before the first common one
        first -= _became(text, first, first - 1, key)
    for key in keys[common[-1].src_end :]:
        last += _became(text, last, last + 1, key)
    shared = sum(_weight(key) for block in common for key in keys[block.src_start : block.src_end])
    whole = max(sum(map(_weight, keys)), sum(map(_weight, text.keys[first : last + 1])))
    return _Close(shared / whole, part(text, first, last))


def _astray(keys: Sequence[str], end: Opcode, other: Opcode) -> bool:
    """Tell whether a common run at the end of a window weighs less than what lies between it and the next."""
    first, second = sorted((end, other), key=lambda block: block.dest_start)
    between = second.dest_start - first.dest_end - (second.src_start - first.src_end)
    return sum(map(_weight, keys[end.src_start : end.src_end])) < between


def _became(text: Text, here: int, beside: int, quoted: str) -> bool:
    """Tell whether the word beside another may have become a quoted one: both are numbers, or half the letters same."""
    if not 0 <= beside < len(text.keys) or text.where[beside][0] != text.where[here][0]:
        return False
    published = text.keys[beside]
    numbers = all(map(is_number, (quoted, published)))
    return numbers or Levenshtein.normalized_similarity(quoted, published) >= _LIKE


def _weight(key: str) -> int:
    return 1 if key in STOP_WORDS else 3


def _stitched(texts: Sequence[Text], keys: Sequence[str]) -> list[Part]:
    """Split words into runs that stand in different places; none where one place accounts for them."""
    options: list[list[Part]] = []
    covered = i = 0
    while i < len(keys):
        longest = _longest(texts, keys[i:])
        size = len(longest[0].words()) if longest else 1
        if longest:
            options.append(longest)
            covered += size
        i += size
    if len(options) < 2 or covered < _STITCHED * len(keys):
        return []
    chosen = [options[0][0]]
    for option in options[1:]:
        chosen.append(next((part for part in option if _follows(chosen[-1], part)), option[0]))
    return [] if all(_follows(a, b) for a, b in pairwise(chosen)) else chosen


def _longest(texts: Sequence[Text], keys: Sequence[str]) -> list[Part]:
    """Find the longest runs of words that begin with the first of some words; at least _STITCH of them."""
    found: list[tuple[int, Part]] = []
    for text in texts if len(keys) >= _STITCH else ():
        for first in runs(text, keys[:_STITCH]):
            size = _STITCH
            while size < len(keys) and text.keys[first + size : first + size + 1] == (keys[size],):
                size += 1
            found.append((size, part(text, first, first + size - 1)))
    most = max((size for size, _ in found), default=0)
    return [part for size, part in found if size == most]


def _follows(one: Part, other: Part) -> bool:
    return one.text is other.text and 0 <= other.first - one.last - 1 <= _SLIP


def _absent(shelf: ArticleTexts, quotation: str) -> Verdict:
    """Offer the real sentence that has most in common with a quotation."""
    wanted = frozenset(stem_words(quotation))
    best: tuple[float, Place] | None = None
    for passage in shelf.near(quotation)[0]:
        for place, held in shelf.sentences(passage):
            shared, either = (sum(map(shelf.idf, part)) for part in (wanted & held, wanted | held))
            if shared and (best is None or shared / either > best[0]):
                best = shared / either, place
    return Verdict(quotation, "absent", (), False, nearest=best[1] if best else None)


def edits(published: str, quoted: str) -> list[Edit]:
    """Show what was published and what was quoted word by word, as far as they differ."""
    was, now = published.split(), quoted.split()
    one, other = _comparable(was), _comparable(now)
    if one and other and one[0].casefold() == other[0].casefold():
        one[0] = other[0]  # the case of the first letter is no change
    shown: list[Edit] = []
    old: list[str] = []
    new: list[str] = []
    for block in (*Indel.opcodes(one, other), None):
        if block and block.tag != "equal":
            old += was[block.src_start : block.src_end]
            new += now[block.dest_start : block.dest_end]
            continue
        shown += [Edit("published", " ".join(old))] if old else []
        shown += [Edit("quoted", " ".join(new))] if new else []
        shown += [Edit("same", " ".join(was[block.src_start : block.src_end]))] if block else []
        old, new = [], []
    return shown


def _comparable(chunks: Sequence[str]) -> list[str]:
    """Fold what may differ between words that are the same: typography, and marks at the ends of the whole."""
    folded = [fold(chunk).strip("'") for chunk in chunks]
    if folded:
        folded[-1] = folded[-1].rstrip(".,;:'")
    return folded


def _changes(edits: Sequence[Edit]) -> Iterator[Change]:
    published = quoted = ""
    for side, text in (*edits, Edit("same", "")):
        if side == "same":
            yield from changes(published, quoted)
            published = quoted = ""
        elif side == "published":
            published = text
        else:
            quoted = text
