"""A locator names one paragraph, several, or an article."""

import pytest

from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.search.locators import read_excerpt, resolve_article_id
from tests import samples


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("bbc-2022:15", [15]),
        ("bbc:15", [15]),
        ("bbc-2022:5-7", [5, 6, 7]),
        ("bbc-2022-15", [15]),
        ("bbc", [*range(1, 23)]),
    ],
)
def test_read_excerpt(five: SqliteStore, place: str, numbers: list[int]) -> None:
    """A locator, a span of paragraphs, a line of search's context and an article's id are understood."""
    found = read_excerpt(five, place)
    assert found.article.id == "bbc-2022"
    assert [paragraph.number for paragraph in found.paragraphs] == numbers


def test_an_article_before_a_line_of_context() -> None:
    """An id that looks like a line of another article's context names the article that has it."""
    store = samples.held([samples.document(name, "One.\nTwo.") for name in ("g", "g-1")])
    assert read_excerpt(store, "g-1").article.id == "g-1"
    assert read_excerpt(store, "g-2").paragraphs[0].locator == "g:2"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("echo-2020", "echo-2020"),
        ("b", "bbc-2022"),
        ("echo-2024", "echo-2024"),
        ("f", "farleys-2022"),
    ],
)
def test_resolve(five: SqliteStore, name: str, answer: str) -> None:
    """An id may be cut to a unique beginning."""
    assert resolve_article_id(five, name) == answer


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("echo", "echo-2020, echo-2024"),
        ("ehco-2020", "nearest: echo-2020"),
        ("zzz", "the articles are: echo-2020"),
        ("", "the articles are"),
    ],
)
def test_unresolved(five: SqliteStore, name: str, words: str) -> None:
    """An ambiguous id lists the candidates, an unknown one the nearest."""
    with pytest.raises(QueryError, match=words):
        resolve_article_id(five, name)
