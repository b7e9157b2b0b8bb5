"""The documents of a cluster's index, held against the index in a file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.corpus.files import survey
from bcpq.corpus.paragraphs import paragraphs
from bcpq.corpus.reader import read
from bcpq.errors import CorpusError
from bcpq.index.opensearch import mapping
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Document
from tests import samples


def read_documents() -> list[Document]:
    """Read the five articles."""
    return [*read(samples.CORPUS, survey(samples.CORPUS)).documents]


def test_what_is_written_is_read_back() -> None:
    """Articles, paragraphs and acronyms come back from JSON as they were."""
    writer = mapping.DocumentWriter()
    for document in read_documents():
        written = writer.write(document)
        lines = [json.loads(line) for line in mapping.bulk_lines(written.own)]
        sources = lines[1::2]
        assert mapping.read_article(sources[-1]) == document.article
        stored = [mapping.read_paragraph(source).paragraph for source in sources[:-1]]
        assert stored == [*paragraphs(document)]


def test_both_indexes_hold_the_same(five: SqliteStore) -> None:
    """Lengths, forms, stems and acronyms are those of the index in a file."""
    writer = mapping.DocumentWriter()
    lengths = []
    words: list[dict[str, object]] = []
    for document in read_documents():
        written = writer.write(document)
        paragraph_sources = [own.content for own in written.own[:-1]]
        lengths += [mapping.read_paragraph(source).length for source in paragraph_sources]
        words += [word.content for word in written.words]
    stored = five.paragraphs(range(five.statistics.paragraphs))
    assert lengths == [stored[number].length for number in sorted(stored)]
    forms = {(word["form"], word["stem"]) for word in words if word["kind"] == "form"}
    assert forms == {*five.forms_with_prefix("")}
    assert five.statistics.terms == sum(word["kind"] == "stem" for word in words)
    acronyms = {mapping.read_acronym(word) for word in words if word["kind"] == "acronym"}
    assert acronyms == {*five.acronyms([entry.form for entry in acronyms], [])}


def test_each_word_is_written_once() -> None:
    """What an article before had is not written again."""
    writer = mapping.DocumentWriter()
    document = samples.document("a", "Agency staff of the agency")
    names = [word.place.name for word in writer.write(document).words]
    assert names == ["#agenc", "#staff", "~agency", "~staff"]
    assert writer.write(document).words == []


@pytest.mark.parametrize(("size", "fits"), [(490, True), (491, False)])
def test_how_long_an_id_may_be(size: int, fits: bool) -> None:
    """An id leaves room in a document's name for what is added to it."""
    document = samples.document("a" * size, "Agency")
    if fits:
        assert mapping.DocumentWriter().write(document).own
        return
    with pytest.raises(CorpusError, match="too long an id") as caught:
        mapping.DocumentWriter().write(document)
    assert caught.value.code == "article-malformed"


_keys = st.tuples(
    st.dates().map(str), st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFF), min_size=1)
).map(" ".join)


@given(_keys, _keys, st.integers(0, 2**31), st.integers(0, 2**31))
def test_numbers(one: str, other: str, n: int, m: int) -> None:
    """Numbers ascend as keys do, and lead back to them."""
    numbers = [mapping.number_of(key) for key in (one, other)]
    assert (numbers[0] < numbers[1]) == (one.encode() < other.encode())
    assert [mapping.key_of_number(number) for number in numbers] == [one, other]
    paragraph = mapping.paragraph_number(one, n)
    assert mapping.article_of(paragraph) == numbers[0]
    place = mapping.place_of_paragraph(paragraph)
    assert place.routing == mapping.id_of_number(numbers[0])
    assert place.name == f"{place.routing}:{n}"
    assert (paragraph < mapping.paragraph_number(other, m)) == (
        (one.encode(), n) < (other.encode(), m)
    )


@pytest.mark.parametrize(
    ("number", "day"), [(None, ""), (20240131.0, "2024-01-31"), (10101.0, "0001-01-01")]
)
def test_days(number: float | None, day: str) -> None:
    """A day that was summed up is written in full."""
    assert mapping.day_of_number(number) == day
