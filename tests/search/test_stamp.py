"""A stamp tells whether a result can be had again."""

import json
from pathlib import Path

import pytest

from bcpq import __version__
from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.search.stamp import list_differences, make_stamp, parse_stamp
from tests import samples
from tests.conftest import Bcpq

COMMANDS = [
    ("search", "word"), ("search", "word", "-c"), ("search", "word", "-l"), ("ask", "word"),
    ("show", "a"), ("list",), ("status",), ("verify", "word"), ("timeline", "word"), ("check", "-"),
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Write three articles, two of which hold `word`."""
    for name, body in (("a", "A word.\n"), ("b", "Another word.\n"), ("c", "Nothing.\n")):
        samples.write(tmp_path / "corpus", name, body)
    return tmp_path / "corpus"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_document_has_one(bcpq: Bcpq, corpus: Path, command: tuple[str, ...]) -> None:
    """Every JSON document carries a stamp, and --stamp puts the same on stderr."""
    stamp = json.loads(bcpq(*command, "--corpus", corpus, "--format", "json", stdin="x").out)[
        "stamp"
    ]
    assert set(stamp) == {"schema", "bcpq", "corpus", "ranking", "articles"}
    if command != ("status",):
        err = bcpq(*command, "--corpus", corpus, "--stamp", stdin="x").err
        assert json.loads(err[err.index("stamp: ") + 7 :].splitlines()[0]) == stamp


def test_csl_has_one(bcpq: Bcpq, corpus: Path) -> None:
    """CSL-JSON carries it in `custom`, where `status --stamp` finds it."""
    cited = bcpq("cite", "a:1", "--style", "csl-json", "--corpus", corpus).out
    assert [*json.loads(cited)[0]["custom"]["stamp"]["articles"]] == ["a"]
    assert bcpq("status", "--stamp", "-", "--corpus", corpus, stdin=cited).out == "same\n"


#: What happens to the corpus, and what is then said of a result with a and b.
CHANGES = {
    "nothing": ("same", 0),
    "text": ("a changed", 1),
    "date": ("b changed", 1),
    "gone": ("a is gone", 1),
    "rest": ("the rest of the corpus changed", 1),
    "added": ("the rest of the corpus changed", 1),
    "both": ("a changed\nthe rest of the corpus changed", 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_compared(bcpq: Bcpq, corpus: Path, change: str) -> None:
    """`status --stamp` says "same", or which of the articles changed, or that the rest did."""
    document = bcpq("search", "word", "--corpus", corpus, "--format", "json").out
    match change:
        case "text":
            samples.write(corpus, "a", "A word more.\n")
        case "date":
            samples.write(corpus, "b", "Another word.\n", published="2022-02-15")
        case "gone":
            (corpus / "a.md").unlink()
        case "rest":
            samples.write(corpus, "c", "Something.\n")
        case "both":
            samples.write(corpus, "a", "A word more.\n")
            samples.write(corpus, "c", "Something.\n")
        case "added":
            samples.write(corpus, "d", "New.\n")
    run = bcpq("status", "--stamp", "-", "--corpus", corpus, stdin=document)
    assert (run.out.strip(), run.status) == CHANGES[change]
    given = bcpq(
        "status",
        "--stamp",
        json.dumps(json.loads(document)["stamp"]),
        "--corpus",
        corpus,
        "--format",
        "json",
    )
    assert json.loads(given.out)["same"] == (change == "nothing")


def test_ranking_and_version(bcpq: Bcpq, corpus: Path) -> None:
    """Another ranking is a difference; another version of the tool alone is only mentioned."""
    stamp = json.loads(bcpq("status", "--corpus", corpus, "--format", "json").out)["stamp"]
    other = bcpq("status", "--stamp", json.dumps({**stamp, "ranking": "0"}), "--corpus", corpus)
    assert (other.out, other.status) == ("the ranking changed\n", 1)
    newer = bcpq("status", "--stamp", json.dumps({**stamp, "bcpq": "9"}), "--corpus", corpus)
    assert (newer.out, newer.status) == ("same\n", 0)
    assert "bcpq 9" in newer.err


def test_the_very_ranking(five: SqliteStore) -> None:
    """A stamp names the version, the corpus and the articles, and is what it was made from."""
    article = five.articles()[0]
    stamp = make_stamp(five.statistics.digest, [article])
    assert stamp.bcpq == __version__
    assert stamp.articles == {article.id: article.digest[:16]}
    assert list_differences(stamp, five) == []
    other = stamp.replace(ranking="0", articles={**stamp.articles, "zebra": "0"})
    assert list_differences(other, five) == ["zebra is gone", "the ranking changed"]


def test_printed_among_notes(five: SqliteStore) -> None:
    """A stamp is read from what --stamp prints, from a document, and from a document's stamp."""
    stamp = make_stamp(five.statistics.digest, five.articles().values())
    written = json.dumps(vars(stamp))
    for text in (
        written,
        f'{{"hits": [], "stamp": {written}}}',
        f'[{{"custom": {{"stamp": {written}}}}}]',
        f"bcpq: a note\nbcpq: stamp: {written}\nbcpq: another",
    ):
        assert parse_stamp(text) == stamp


@pytest.mark.parametrize(
    "text",
    [
        '{"bcpq": 1, "corpus": "0", "ranking": "0", "articles": {}}',
        '{"bcpq": "1", "corpus": "x", "ranking": "0", "articles": {}}',
        '{"bcpq": "1", "corpus": "0", "ranking": "0", "articles": []}',
        '{"bcpq": "1", "corpus": "0", "ranking": "0", "articles": {"a": 1}}',
        '{"bcpq": "1", "corpus": "0", "ranking": "0", "articles": {"a": "x"}}',
        '{"bcpq": "1", "corpus": "0", "ranking": "0"}',
    ],
)
def test_malformed(text: str) -> None:
    """A stamp without its parts, or with others than digests, is none."""
    with pytest.raises(QueryError, match="that is no stamp") as raised:
        parse_stamp(text)
    assert raised.value.code == "stamp-invalid"


@pytest.mark.parametrize(
    "text", ["", "nonsense", "{", "[]", '{"stamp": 3}', '{"bcpq": 1, "corpus": 2}', "{" * 9_000]
)
def test_no_stamp(bcpq: Bcpq, corpus: Path, text: str) -> None:
    """What is no stamp is refused in one line."""
    run = bcpq("status", "--stamp", "-", "--corpus", corpus, stdin=text)
    assert run.status == 2
    assert run.err.count("\n") == 1
    assert "no stamp" in run.err
