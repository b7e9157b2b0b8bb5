"""The speaker of a sentence that is inside a longer quotation."""

import re

from bcpq.index.store import Store
from bcpq.model import Paragraph, Sentence, Span
from bcpq.text.marks import CLOSED_BY, OPENING_MARKS

_SPEECH = re.compile(
    r"\b(?:said|says|added|adds|wrote|told|stated|states|explained|commented|warned|announced)\b"
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it|I|we)\b", re.IGNORECASE)


def _quotation_pattern(opening: str) -> str:
    """Give the pattern of a quotation that one mark opens, closed or running on."""
    closing = CLOSED_BY[opening]
    apostrophe = closing == "’"  # which it is, and closes nothing, within a word
    end = rf"{closing}(?!\w)" if apostrophe else closing
    return f"{opening}[^{closing}]*(?:{end}|$)"


_QUOTATION = re.compile("|".join(map(_quotation_pattern, OPENING_MARKS)))
#: How far back a running quotation is followed, in paragraphs, its own counted.
MAX_PARAGRAPHS = 12


def find_speaker(store: Store, article: int, passage: Paragraph, sentence: Span) -> Sentence | None:
    """Find the sentence before that says whose words a sentence is, if it is part of a quotation.

    That is a sentence within the quotation that names who speaks, or else the last sentence of the
    paragraph before the quotation began. A paragraph that opens with a quotation mark is taken to
    be all quotation, as newspapers print it.

    Args:
        store: The index.
        article: The number of the article.
        passage: The paragraph that the sentence stands in.
        sentence: Its place there.

    Returns:
        None where the sentence names its speaker itself, is in no such paragraph, or where nothing
        that says who speaks is near.
    """
    if not _opens_quotation(passage) or _names_speaker(passage.text[slice(*sentence)]):
        return None
    first = max(0, passage.number - MAX_PARAGRAPHS)
    for paragraph in reversed(store.text(article)[first : passage.number]):
        before = [
            Sentence(paragraph=paragraph, range=span)
            for span in paragraph.sentences
            if paragraph.number < passage.number or span < sentence
        ]
        naming = [candidate for candidate in before if _names_speaker(candidate.text)]
        if naming:
            return naming[-1]
        if before and not _opens_quotation(paragraph):
            return before[-1]
    return None


def _opens_quotation(paragraph: Paragraph) -> bool:
    return paragraph.text.startswith(tuple(OPENING_MARKS))


def _names_speaker(sentence: str) -> bool:
    """Tell whether a sentence says who speaks, by more than a pronoun."""
    outside = _QUOTATION.sub(" ", sentence)
    if not _SPEECH.search(outside):
        return False
    rest = _SPEECH.sub(" ", _PRONOUN.sub(" ", outside))
    return re.search(r"\w", rest) is not None
