"""A locator names one paragraph, several, or an article."""

import pytest

from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.search.locators import (
    find_article_number,
    read_excerpt,
    resolve_article_id,
    shorten_list,
)
from tests import samples


@pytest.mark.parametrize(
    ("locator", "numbers"),
    [
        ("bbc-2022:15", [15]),
        ("bbc:15", [15]),
        ("bbc-2022:5-7", [5, 6, 7]),
        ("bbc-2022:5-5", [5]),
        ("bbc-2022:22", [22]),
        ("bbc-2022:1-22", [*range(1, 23)]),
        ("bbc-2022-15", [15]),
        ("bbc", [*range(1, 23)]),
    ],
)
def test_read_excerpt(five: SqliteStore, locator: str, numbers: list[int]) -> None:
    """A locator, a span of paragraphs, a line of search's context and an article's id are read."""
    found = read_excerpt(five, locator)
    assert found.article.id == "bbc-2022"
    assert [paragraph.number for paragraph in found.paragraphs] == numbers
    assert found.whole is (locator == "bbc")


#: A locator, the code of the error, and its message.
REFUSED = [
    ("bbc:x", "locator-invalid", "'bbc:x' names no paragraph: write bbc-2022:3 or bbc-2022:3-5"),
    ("bbc:", "locator-invalid", "'bbc:' names no paragraph"),
    ("bbc:0", "locator-invalid", "'bbc:0' names no paragraph"),
    ("bbc:7-5", "locator-invalid", "'bbc:7-5' names no paragraph"),
    ("bbc:5-", "locator-invalid", "'bbc:5-' names no paragraph"),
    ("bbc:1234567890", "locator-invalid", "'bbc:1234567890' names no paragraph"),
    ("bbc:1:2", "locator-invalid", "'bbc:1:2' names no paragraph"),
    (
        "bbc:23",
        "locator-invalid",
        "bbc-2022 has 22 paragraphs, and 'bbc:23' asks for more: the last is bbc-2022:22",
    ),
    ("bbc:20-23", "locator-invalid", "bbc-2022 has 22 paragraphs, and 'bbc:20-23' asks for more"),
    ("bbc-2022-23", "locator-invalid", "bbc-2022 has 22 paragraphs, and 'bbc-2022:23' asks"),
    ("zebra:1", "article-unknown", "no article 'zebra'"),
    ("echo:1", "article-ambiguous", "'echo' begins 2 article ids"),
]


@pytest.mark.parametrize(("locator", "code", "message"), REFUSED)
def test_refused(five: SqliteStore, locator: str, code: str, message: str) -> None:
    """A locator of nothing is refused with the right form, or with the last paragraph."""
    with pytest.raises(QueryError) as raised:
        read_excerpt(five, locator)
    assert raised.value.code == code
    assert str(raised.value).startswith(message)


def test_an_article_before_a_line_of_context() -> None:
    """An id that looks like a line of another article's context names the article that has it."""
    store = samples.held([samples.document(name, "One.\nTwo.") for name in ("g", "g-1")])
    assert read_excerpt(store, "g-1").article.id == "g-1"
    assert read_excerpt(store, "g-2").paragraphs[0].locator == "g:2"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("echo-2020", "echo-2020"),
        ("b", "bbc-2022"),
        ("echo-2024", "echo-2024"),
        ("f", "farleys-2022"),
    ],
)
def test_resolve_article_id(five: SqliteStore, name: str, identifier: str) -> None:
    """An id may be cut to a unique beginning."""
    assert resolve_article_id(five, name) == identifier
    assert find_article_number(five, name) == five.number(identifier)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("echo", "article-ambiguous", "echo-2020, echo-2024"),
        ("ehco-2020", "article-unknown", "nearest: echo-2020"),
        ("zzz", "article-unknown", "the articles are: echo-2020"),
        ("", "article-unknown", "the articles are"),
    ],
)
def test_unresolved(five: SqliteStore, name: str, code: str, words: str) -> None:
    """An ambiguous id lists the candidates, an unknown one the nearest."""
    with pytest.raises(QueryError, match=words) as raised:
        resolve_article_id(five, name)
    assert raised.value.code == code


def test_a_whole_id_is_never_ambiguous() -> None:
    """An id that other ids begin with is itself."""
    store = samples.held([samples.document(name, "One.") for name in ("g", "g-1")])
    assert resolve_article_id(store, "g") == "g"


def test_shorten_list() -> None:
    """Eight names are listed, and more are not."""
    assert shorten_list("a b c d e f g h".split()) == "a, b, c, d, e, f, g, h"
    assert shorten_list("a b c d e f g h i".split()) == "a, b, c, d, e, f, g, h ..."
