"""The reader of paragraphs, and the addresses of articles."""

from collections.abc import Collection
from typing import Any

import pytest

from bcpq.index.sqlite.store import SqliteStore
from bcpq.index.store import PassageReader, StoredParagraph, normalise_address


class CountingStore:
    """A store that counts what is read from it."""

    def __init__(self, store: SqliteStore) -> None:
        """Stand before a store."""
        self.store = store
        self.read = 0

    def paragraphs(self, numbers: Collection[int]) -> dict[int, StoredParagraph]:
        """Read paragraphs."""
        self.read += len(numbers)
        return self.store.paragraphs(numbers)


@pytest.mark.parametrize(("capacity", "kept"), [(3, True), (2, False)])
def test_what_a_reader_keeps(five: SqliteStore, capacity: int, kept: bool) -> None:
    """As many paragraphs as it has room for are kept; with one more, none is."""
    counting: Any = CountingStore(five)
    reader = PassageReader(counting, capacity)
    reader.read([1, 2, 3])
    reader.read([2, 3])
    assert counting.read == 3
    reader.trim()
    reader.read([1, 2, 3])
    assert counting.read == (3 if kept else 6)
    assert reader.tokens(3)[0].form in reader.paragraph(3).text.casefold()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/one",
        "http://www.example.org/one/",
        "https://example.org/one?from=feed#top",
        "example.org/one",
        "www.example.org/one#:~:text=two",
    ],
)
def test_addresses_of_one_article(address: str) -> None:
    """What makes no difference between articles is cut off."""
    assert normalise_address(address) == "example.org/one"


@pytest.mark.parametrize("address", ["https://example.org/two", "https://other.org/one"])
def test_addresses_of_others(address: str) -> None:
    """What makes a difference is kept."""
    assert normalise_address(address) != "example.org/one"
