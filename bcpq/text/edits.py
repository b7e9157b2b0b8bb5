"""The edits that turn what was published into what was quoted, word by word."""

import re

from bcpq.model import Edit
from bcpq.text.similarity import find_edit_operations
from bcpq.text.typography import fold, respace_numbers, strip_marks, take_start

#: A run of characters without a space, or a number whose digits are kept together by spaces.
_CHUNK = re.compile(r"[^\s\w]*[0-9]{1,3}(?:\s[0-9]{3})+(?![0-9])\S*|\S+")
#: What may be written onto the first word and the last without being part of it: no sign of a
#: number, a currency or a unit.
_MARKS_BEFORE = re.compile(r"[^\w£$€-]*")
_MARKS_AFTER = re.compile(r"[^\w%‰°£$€]*")


def find_edits(published: str, quoted: str) -> list[Edit]:
    """Compare two texts word by word.

    No difference are: typography; the case of the first letter; marks that were published around
    the whole and are not quoted; the comma or full stop of whoever quotes.

    Returns:
        Runs of words in order. What is the same and what was published make the published text;
        what is the same and what was quoted make the quoted one.
    """
    published_words, quoted_words = _CHUNK.findall(published), _CHUNK.findall(quoted)
    source, target = [*map(_fold, published_words)], [*map(_fold, quoted_words)]
    _match_ends(source, target)
    edits: list[Edit] = []
    removed: list[str] = []
    added: list[str] = []

    def flush() -> None:
        """Show all that was replaced since the last common run as one edit on either side."""
        if removed:
            edits.append(Edit(side="published", text=" ".join(removed)))
        if added:
            edits.append(Edit(side="quoted", text=" ".join(added)))
        removed.clear()
        added.clear()

    for operation in find_edit_operations(source, target):
        if operation.equal:
            flush()
            common = published_words[slice(*operation.source)]
            edits.append(Edit(side="same", text=" ".join(common)))
        else:
            removed += published_words[slice(*operation.source)]
            added += quoted_words[slice(*operation.target)]
    flush()
    return edits


def _fold(word: str) -> str:
    """Fold what may differ between words that are the same."""
    return respace_numbers(strip_marks(fold(word)))


def _match_ends(source: list[str], target: list[str]) -> None:
    """Take off the ends of two runs of words what is no difference there."""
    if not source or not target:
        return
    before, quoted_before = _marks_before(source[0]), _marks_before(target[0])
    if before.endswith(quoted_before):
        source[0] = source[0][len(before) - len(quoted_before) :]
    source[0] = take_start(source[0], target[0])
    after, quoted_after = _marks_after(source[-1]), _marks_after(target[-1])
    if not after.startswith(quoted_after):
        target[-1] = target[-1].rstrip(".,")
        quoted_after = quoted_after.rstrip(".,")
    if after.startswith(quoted_after):
        source[-1] = source[-1].removesuffix(after) + quoted_after


def _marks_before(word: str) -> str:
    match = _MARKS_BEFORE.match(word)
    return match[0] if match else ""


def _marks_after(word: str) -> str:
    match = _MARKS_AFTER.match(word[::-1])  # from the end, so that a long run is read once
    return match[0][::-1] if match else ""
