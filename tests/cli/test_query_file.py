"""Many queries at once."""

import json
import os
import sqlite3
from pathlib import Path

import ir_measures
import pytest
from ir_measures import P

from tests import samples
from tests.conftest import Bcpq

QUERIES = 'q1\tagency staff\nno tab\n{"id": "q3", "query": "HMO"}\nq4\t"open\n\nq5\tzebra\n'


def test_tsv(bcpq: Bcpq, tmp_path: Path) -> None:
    """Each query's hits have its id as first column; a bad line is told of, the rest go on, and
    the exit is 2.
    """
    (tmp_path / "queries").write_text(QUERIES)
    found = bcpq("search", "--queries", tmp_path / "queries", "-n", "2")
    assert [" ".join(line.split("\t")[:2]) for line in found.out.splitlines()] == [
        "q1 echo-2020:21", "q1 echo-2024:5",
        "q3 community-care-2022:23", "q3 community-care-2022:5",
    ]  # fmt: skip
    assert found.status == 2
    assert found.err.splitlines() == [
        "bcpq: query line 2: has no tab: write id<TAB>query, or a JSON object with id and query",
        'bcpq: query line 4: this quotation mark is never closed; try: "open"',
        'bcpq: q5: No passage of 5 articles (Nov 2020 – Mar 2024) contains "zebra".',
    ]


def test_jsonl(bcpq: Bcpq) -> None:
    """In jsonl each record has the query's id, and a bad line is a record of its own."""
    found = bcpq("search", "--queries", "-", "--format", "jsonl", "-n", "1", stdin=QUERIES)
    records = [json.loads(line) for line in found.out.splitlines()]
    assert [(record["schema"], record["id"]) for record in records] == [
        ("bcpq.hit/1", "q1"), ("bcpq.error/2", None), ("bcpq.hit/1", "q3"), ("bcpq.error/2", "q4"),
    ]  # fmt: skip
    assert (
        found.err == 'bcpq: q5: No passage of 5 articles (Nov 2020 – Mar 2024) contains "zebra".\n'
    )


def test_trec(bcpq: Bcpq) -> None:
    """A run file is judged by ir-measures as it stands."""
    found = bcpq(
        "search", "--queries", "-", "--format", "trec", stdin="q1\tagency staff\nq3\tHMO\n"
    )
    assert found.status == 0
    run = list(ir_measures.read_trec_run(found.out))  # type: ignore[no-untyped-call]
    qrels = [
        ir_measures.Qrel("q1", "echo-2020:21", 1),
        ir_measures.Qrel("q3", "community-care-2022:23", 1),
    ]
    assert ir_measures.calc_aggregate([P @ 1], qrels, run) == {P @ 1: 1.0}


def test_statuses(bcpq: Bcpq) -> None:
    """Nothing found for any query is 1; a file that is not there is 2; so are formats and names
    that do not fit.
    """
    assert bcpq("search", "--queries", "-", stdin="q\tzebra\n").status == 1
    for arguments in (
        ("--queries", "/nowhere"),
        ("--queries", "-", "--format", "csv"),
        ("x", "--format", "trec"),
    ):
        found = bcpq("search", *arguments, stdin="q\tagency\n")
        assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    for option in ("-c", "-l", "--explain", "agency"):
        assert (
            "--queries stands alone"
            in bcpq("search", "--queries", "-", option, stdin="q\tagency\n").err
        )


def test_an_index_that_is_damaged_on_the_way(bcpq: Bcpq, tmp_path: Path) -> None:
    """Where the index turns out to be damaged at the second query, each is answered once all the
    same.
    """
    samples.write(tmp_path / "corpus", "a", "A zebra.\nA quagga.\n")
    asked = "q1\tquagga\nq2\tzebra\nq3\tquagga\n"
    arguments = ("search", "--queries", "-", "--corpus", tmp_path / "corpus")
    whole = bcpq(*arguments, stdin=asked, cache=tmp_path)
    (path,) = (tmp_path / "bcpq").iterdir()
    times = os.stat(path)
    with sqlite3.connect(path) as index:
        index.execute("UPDATE term SET weights = zeroblob(length(weights)) WHERE stem = 'zebra'")
    index.close()
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert bcpq(*arguments, stdin=asked, cache=tmp_path) == whole
    assert whole.locators == ["q1", "q2", "q3"]


#: A line that is no query, though the rest of the file goes on.
BAD = (
    "a b\tagency",
    '{"id": 1}',
    '{"id": "x", "query"',
    "x\tsource:guardian agency",
    '{"id": null, "query": "x"}',
    '{"id": "x", "query": null}',
    '{"id": "\\ud800", "query": "agency"}',
    "\tagency",
    "[" * 9_000,
)


@pytest.mark.parametrize("line", BAD)
def test_bad_line(bcpq: Bcpq, line: str) -> None:
    """A bad line of any kind is told of in one line, and the next is searched for."""
    found = bcpq("search", "--queries", "-", "-n", "1", stdin=f"\ufeff{line}\nq9\tHMO\n")
    assert (found.status, found.locators, found.err.count("\n")) == (2, ["q9"], 1)
    assert "query line 1" in found.err
