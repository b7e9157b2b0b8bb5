"""What a question asks for, and which of its words frame it."""

import pytest

from bcpq.query.question import AnswerKind, find_kind, holds_kind, is_frame
from bcpq.text.tokens import stem_words

#: A question, and the kind of thing it asks for.
ASKED: dict[str, AnswerKind | None] = {
    "How many agency staff were used?": "number",
    "how old is the plan": "number",
    "What percentage left?": "number",
    "When was it formed?": "time",
    "In which year did they merge?": "time",
    "What date was it?": "time",
    "Who wrote it?": "name",
    "Whose plan is it?": "name",
    "To whom?": "name",
    "How many people knew when it began?": "number",  # the first of the kinds
    "Who left when?": "time",
    "What was wrong with the audits?": None,
    "Why?": None,
    "How did it go?": None,
    "the whole of it": None,
    "whenever": None,
}


@pytest.mark.parametrize("question", ASKED)
def test_find_kind(question: str) -> None:
    """A question word says what a question asks for."""
    assert find_kind(question) == ASKED[question]


#: A kind, a sentence, and whether it holds such a thing.
HELD: list[tuple[AnswerKind, str, bool]] = [
    ("number", "There were 50.", True),
    ("number", "There were fifty.", True),
    ("number", "Most left.", True),
    ("number", "It happened twice.", True),
    ("number", "Some left, often.", False),
    ("time", "It was formed in 2019.", True),
    ("time", "In the 1980s.", True),
    ("time", "It cost 2500 pounds.", False),
    ("time", "It was in 1499.", False),
    ("time", "It was in 1500.", True),
    ("time", "It was 2100.", False),
    ("time", "In May it may be.", True),
    ("time", "It may be.", False),
    ("time", "In September.", True),
    ("time", "Two years ago.", True),
    ("time", "At the end of the month.", True),
    ("time", "They met on Tuesday.", True),
    ("name", "The advisor is John Coughlan.", True),
    ("name", "John Coughlan is the advisor.", True),
    ("name", "The advisor is Coughlan.", True),
    ("name", "She said so.", False),
    ("name", "It was said by the council.", False),
]


@pytest.mark.parametrize(("kind", "sentence", "held"), HELD)
def test_holds_kind(kind: AnswerKind, sentence: str, held: bool) -> None:
    """A number, a time or a name is told by how it is written."""
    assert holds_kind(sentence, kind) is held


@pytest.mark.parametrize(
    ("word", "frame"), [("happened", True), ("many", True), ("wrong", True), ("audits", False)]
)
def test_is_frame(word: str, frame: bool) -> None:
    """Words that frame a question are told from those that it is about, in any form."""
    (stem,) = stem_words(word)
    assert is_frame(stem) is frame
