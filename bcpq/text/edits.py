"""The edits that turn what was published into what was quoted, word by word."""

from collections.abc import Sequence

from bcpq.model import Edit
from bcpq.text.similarity import find_edit_operations
from bcpq.text.typography import fold


def find_edits(published: str, quoted: str) -> list[Edit]:
    """Compare two texts word by word.

    Typography, the case of the first letter and marks at the end of the whole are no difference.

    Returns:
        Runs of words in order. What is the same and what was published make the published text;
        what is the same and what was quoted make the quoted one.
    """
    published_words, quoted_words = published.split(), quoted.split()
    source, target = _comparable(published_words), _comparable(quoted_words)
    if source and target and source[0].casefold() == target[0].casefold():
        source[0] = target[0]
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


def _comparable(words: Sequence[str]) -> list[str]:
    """Fold what may differ between words that are the same."""
    folded = [fold(word).strip("'") for word in words]
    if folded:
        folded[-1] = folded[-1].rstrip(".,;:'")
    return folded
