"""The tool as a Python object: what `bcpq.open` gives, and what its results are."""

import datetime
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils

import bcpq
from bcpq.model import Result
from tests import samples
from tests.conftest import environment
from tests.test_house import HEAVY


@pytest.fixture
def corpus() -> bcpq.Corpus:
    """Open the five articles."""
    return bcpq.open()


@pytest.fixture
def cuttings(tmp_path: Path) -> Path:
    """Make a corpus of three dated articles and one without a date."""
    folder = tmp_path / "cuttings"
    for year in (2020, 2021, 2022):
        samples.write(folder, f"a{year}", f"A zebra of {year}.\n", published=f"{year}-07-15")
    samples.write(folder, "undated", "A zebra of any year.\n", source="Gazette", published="")
    return folder


def test_a_result_is_a_sequence_of_its_hits(corpus: bcpq.Corpus) -> None:
    """It has a length, is iterated and indexed, and says the rest in fields."""
    result = corpus.search("agency staff", limit=5)
    assert len(result) == 5
    assert list(result) == [*result.hits] == [result[i] for i in range(5)]
    assert result[-1] is result.hits[4]
    assert result[1:3] == result.hits[1:3]
    assert result.total is not None
    assert result.total > 5
    hit = result[0]
    found = (hit.locator, hit.source, hit.date, hit.text[:9], hit.rank)
    assert found == ("echo-2020:21", "Bournemouth Echo", "[2020-11-27..2020-12-01]", "More than", 1)
    assert not corpus.search("zebra")


def test_results_are_frozen(corpus: bcpq.Corpus) -> None:
    """Nothing of a result can be changed; a copy with changes is another result."""
    result = corpus.search("neglect")
    with pytest.raises(AttributeError):
        result.total = 0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result[0].rank = 2  # type: ignore[misc]
    assert result.replace(hits=()) != result
    assert result.replace() == result
    assert hash(result.replace()) == hash(result)
    with pytest.raises(TypeError):
        result.replace(nonsense=1)


def everything(corpus: bcpq.Corpus) -> list[Result[object]]:
    """Give a result of each kind."""
    found = [
        corpus.search("neglect"),
        corpus.ask("What was wrong with the audits?"),
        corpus.timeline("neglect"),
        corpus.read("bbc-2022:15-17"),
        corpus.articles(),
        corpus.check("They said it was “not fit for purpose”."),
    ]
    assert all(found)
    return found  # type: ignore[return-value]


def test_rows_are_tables(corpus: bcpq.Corpus) -> None:
    """The rows of a result go into a database as they are; each has the same columns."""
    for number, result in enumerate(everything(corpus)):
        rows = result.rows()  # type: ignore[attr-defined]
        assert len(rows) == len(result)
        assert len({tuple(row) for row in rows}) == 1
        table = sqlite_utils.Database(memory=True)[f"result_{number}"]
        table.insert_all(rows)  # type: ignore[union-attr]
        assert table.count == len(rows)
        assert {*table.columns_dict} == {*rows[0]}


def test_reprs_are_short_and_useful(corpus: bcpq.Corpus) -> None:
    """What an interpreter prints fits a line and says which."""
    for thing in (corpus, *everything(corpus), *(result[0] for result in everything(corpus))):
        assert len(repr(thing)) < 130
        assert "\n" not in repr(thing)
    assert "'neglect'" in repr(corpus.search("neglect"))
    assert repr(corpus.verify("not fit for purpose")).startswith("Verdict('exact', 'not fit for p")
    assert repr(corpus.cite("bbc-2022:15")).startswith("<FormattedCitation: “BCP")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"since": "2021"}, ["a2021", "a2022"]),
        ({"until": "2021"}, ["a2020", "a2021"]),
        ({"since": "2021", "until": "2021"}, ["a2021"]),
        ({"since": "2021-07"}, ["a2021", "a2022"]),
        ({"until": "2021-07"}, ["a2020", "a2021"]),
        ({"until": "2021-06"}, ["a2020"]),
        ({"since": datetime.date(2021, 7, 15)}, ["a2021", "a2022"]),
        ({"since": datetime.date(2021, 7, 16)}, ["a2022"]),
        ({"until": datetime.date(2021, 7, 15)}, ["a2020", "a2021"]),
        ({"until": datetime.date(2021, 7, 14)}, ["a2020"]),
        ({"since": datetime.datetime(2022, 7, 15, 12, 30)}, ["a2022"]),
        ({"since": "2021?"}, ["a2021", "a2022"]),
        ({"until": "2021~"}, ["a2020", "a2021"]),
        ({"since": "[2021-07-16..2022-01-01]"}, ["a2022"]),
        ({"until": "[2020-01-01..2021-07-15]"}, ["a2020", "a2021"]),
        ({"articles": ["a2020", "a2022"]}, ["a2020", "a2022"]),
        ({"articles": ["a2020", "undated"], "sources": ["gaz", "nobody", "pap"]}, None),
        ({"sources": ["gaz", "pap"]}, ["a2020", "a2021", "a2022", "undated"]),
        ({"sources": "gaz"}, ["undated"]),
    ],
)
def test_filters(cuttings: Path, filters: dict[str, object], ids: list[str] | None) -> None:
    """Dates are EDTF or of Python, and expand outward; of several names one has to fit."""
    with bcpq.open(cuttings) as corpus:
        if ids is None:
            with pytest.raises(bcpq.QueryError, match="no source begins with 'nobody'"):
                corpus.search("zebra", **filters)  # type: ignore[arg-type]
            return
        result = corpus.search("zebra", sort="date", **filters)  # type: ignore[arg-type]
        assert [hit.article.id for hit in result] == ids
        assert [hit.article.id for hit in corpus.timeline("zebra", **filters)] == ids  # type: ignore[arg-type]
        for article in ("a2020", "a2021", "a2022", "undated"):
            year = article.removeprefix("a").replace("undated", "any year")
            verdict = corpus.verify(f"A zebra of {year}", **filters)  # type: ignore[arg-type]
            assert verdict.accepted is (article in ids)


@pytest.mark.parametrize(
    "filters", [{"since": "soon"}, {"until": "2022-13"}, {"sources": [""]}, {"since": ""}]
)
def test_wrong_filters(corpus: bcpq.Corpus, filters: dict[str, object]) -> None:
    """A filter that is no date, or empty, is an error with its code."""
    with pytest.raises(bcpq.QueryError) as raised:
        corpus.search("neglect", **filters)  # type: ignore[arg-type]
    assert raised.value.code == "filter-invalid"


def test_the_face_and_the_command_line_agree(corpus: bcpq.Corpus) -> None:
    """Each method gives what its command prints."""
    assert corpus.verify("not fit for purpose", sources=["bbc"]).kind == "elsewhere"
    assert corpus.verify("not fit for purpose").locators == ("echo-2020:2",)
    (finding,) = corpus.check("In 2020 it was “not fit for purpose” [bbc-2022:1].")
    found = (finding.file, finding.line, finding.column, finding.held_to, finding.verdict.kind)
    assert found == ("", 1, 17, "bbc-2022:1", "elsewhere")
    citation = corpus.cite("bbc-2022:15")
    assert citation.bibtex.startswith("@misc{bbc-2022:15,")
    assert citation.csl["id"] == "bbc-2022:15"
    assert citation.ris.startswith("TY  - ELEC")
    assert [p.number for p in corpus.read("echo-2020:17-19")] == [17, 18, 19]
    assert len(corpus.read("echo-2020").without_asides) < len(corpus.read("echo-2020"))
    assert len(corpus.articles()) == corpus.info().articles == 5
    assert corpus.ask("When do the school holidays start?").nearest


def test_drafts(corpus: bcpq.Corpus, tmp_path: Path) -> None:
    """A draft is a text, or the path of a file, which says by its ending whether it is Markdown."""
    text = "    “not fit for purpose”, they said.\n"
    for name, quotations in (("draft.txt", 1), ("draft.md", 0)):
        path = tmp_path / name
        path.write_text(text)
        assert len(corpus.check(path)) == quotations
        assert len(corpus.check(text, name=name)) == quotations
    assert len(corpus.check(tmp_path / "draft.txt", markdown=True)) == 0
    assert len(corpus.check(text, markdown=False)) == 1
    for name in ("nosuch.md", "latin.md"):
        (tmp_path / "latin.md").write_bytes(b"caf\xe9")
        with pytest.raises(bcpq.BcpqError) as raised:
            corpus.check(tmp_path / name)
        assert raised.value.code == "input-unreadable"


def test_stamps(corpus: bcpq.Corpus, cuttings: Path) -> None:
    """A stamp knows the articles of a result, and tells what changed since."""
    assert {*corpus.stamp(corpus.search("perfunctory")).articles} == {"echo-2020"}
    assert {
        *corpus.stamp(corpus.read("bbc-2022:1"), corpus.verify("not fit for purpose")).articles
    } == {
        "bbc-2022",
        "echo-2020",
    }
    with bcpq.open(cuttings) as mine:
        stamp = mine.stamp(mine.search("zebra"))
        assert mine.differences(stamp) == []
        samples.write(cuttings, "a2020", "A lion.\n")
        assert mine.differences(stamp) == []  # it answers from what it opened
        mine.refresh()
        assert mine.differences(stamp) == ["a2020 changed"]


def test_a_new_folder(tmp_path: Path) -> None:
    """A folder that is made is empty at first; what is added is found at once."""
    folder = tmp_path / "new"
    bcpq.create(folder)
    with pytest.raises(bcpq.CorpusError) as raised:
        bcpq.create(folder)
    assert raised.value.code == "corpus-exists"
    with bcpq.open(folder) as corpus:
        with pytest.raises(bcpq.CorpusError) as raised:
            corpus.search("zebra")
        assert raised.value.code == "corpus-empty"
        paper = tmp_path / "one.txt"
        paper.write_text("A zebra.\n")
        with pytest.raises(bcpq.AddError) as incomplete:
            corpus.add(paper, source="Gazette")
        assert incomplete.value.code == "import-incomplete"
        assert corpus.add(paper, source="Gazette", date="2024-05").outcome == "added"
        assert [hit.locator for hit in corpus.search("zebra")] == ["one:1"]
        assert corpus.add(paper, source="Gazette", date="2024-05").outcome == "same"
        second = tmp_path / "two.txt"
        second.write_text("A tiger.\n")
        corpus.add(second, source="Gazette", date=datetime.date(2024, 5, 2))
        assert corpus.read("two").article.date == "2024-05-02"
        paper.write_text("A lion.\n")
        with pytest.raises(bcpq.TextConflict) as conflict:
            corpus.add(paper, source="Gazette", date="2024-05")
        assert (conflict.value.id, conflict.value.code) == ("one", "import-conflict")
        assert corpus.add(paper, source="Gazette", date="2024", replace=True).outcome == "replaced"
        assert [hit.text for hit in corpus.search("lion")] == ["A lion."]
    with pytest.raises(bcpq.CorpusError):
        bcpq.Corpus().add(paper, source="Gazette", date="2024")


def test_examples(tmp_path: Path) -> None:
    """A folder can be made with the five articles in it."""
    bcpq.create(tmp_path / "new", examples=True)
    with bcpq.open(tmp_path / "new") as corpus:
        assert corpus.info().articles == 5


def test_faults_are_told(cuttings: Path) -> None:
    """A faulty article is told of when a corpus is opened, listed, and refused if that is asked."""
    samples.write(cuttings, "broken", "A zebra.\n", published="2022-02-30")
    told: list[str] = []
    with bcpq.open(cuttings, notify=told.append) as corpus:
        assert len(corpus.search("zebra")) == 4
        assert corpus.faults == corpus.info().faults
        assert told == [f"{corpus.faults[0]} (this article is left out)"]
    with pytest.raises(bcpq.CorpusError) as raised:
        bcpq.open(cuttings, strict=True)
    assert raised.value.code == "corpus-faulty"


@pytest.mark.parametrize(("faults", "lines"), [(5, 5), (6, 6), (8, 6)])
def test_many_faults(tmp_path: Path, faults: int, lines: int) -> None:
    """The first five faults are told, then how many more there are."""
    samples.write(tmp_path, "good", "A zebra.\n")
    for number in range(faults):
        samples.write(tmp_path, f"broken{number}", "A zebra.\n", published="2022-02-30")
    told: list[str] = []
    bcpq.open(tmp_path, notify=told.append)
    assert len(told) == lines
    assert (faults > 5) == told[-1].startswith(f"and {faults - 5} more faults")


def test_progress(cuttings: Path) -> None:
    """While an index is made, the caller is told how far it is; nothing is made twice."""
    calls: list[tuple[int, int]] = []
    bcpq.open(cuttings, progress=lambda done, total: calls.append((done, total)))
    assert calls[0] == (0, 4)
    assert calls[-1][0] == calls[-1][1]
    made = len(calls)
    bcpq.open(cuttings, progress=lambda done, total: calls.append((done, total)))
    assert len(calls) == made
    bcpq.open(cuttings, rebuild=True, progress=lambda done, total: calls.append((done, total)))
    assert len(calls) == 2 * made


def test_damage_is_repaired(cuttings: Path) -> None:
    """An index that turns out to be damaged when it is read is made anew, and the call answered."""
    with bcpq.open(cuttings) as corpus:
        whole = corpus.search("zebra")
        path = corpus.index_path
    kept = os.stat(path)
    data = bytearray(path.read_bytes())
    place = data.index(b"A zebra of 2021.")
    data[place : place + 3] = b"No "
    path.write_bytes(data)
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    with bcpq.open(cuttings) as corpus:
        assert corpus.search("zebra") == whole
        assert corpus.read("a2021").text == "A zebra of 2021."


def test_a_corpus_answers_as_it_was_opened(cuttings: Path) -> None:
    """What changes afterwards is seen when it is refreshed, or closed and used again."""
    with bcpq.open(cuttings) as corpus:
        samples.write(cuttings, "new", "Another zebra.\n")
        assert len(corpus.search("zebra")) == 4
        corpus.refresh()
        assert len(corpus.search("zebra")) == 5
        (cuttings / "new.md").unlink()
        corpus.close()
        assert len(corpus.search("zebra")) == 4
    assert "not open" in repr(corpus)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda corpus: corpus.search("neglect", limit=-1),
        lambda corpus: corpus.search("neglect", context=-1),
        lambda corpus: corpus.search("neglect", sort="score"),
        lambda corpus: corpus.ask("Who left?", limit=0),
        lambda corpus: corpus.timeline("zebra", by="week"),
        lambda corpus: corpus.check("draft.md"),
        lambda corpus: corpus.check("nosuch.TXT"),
    ],
)
def test_wrong_values(corpus: bcpq.Corpus, wrong: Callable[[bcpq.Corpus], object]) -> None:
    """A value that means nothing is refused, and so is a draft that is only a file's name."""
    with pytest.raises(bcpq.UsageError) as raised:
        wrong(corpus)
    assert raised.value.code == "usage"


def test_another_thread(corpus: bcpq.Corpus) -> None:
    """A corpus refuses to answer another thread than its own, and still answers its own."""
    raised: list[object] = []

    def work() -> None:
        try:
            corpus.search("neglect")
        except bcpq.UsageError as error:
            raised.append(error.code)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert raised == ["usage"]
    assert corpus.search("neglect")


def test_two_threads(cuttings: Path) -> None:
    """Two threads, each with a corpus of its own, get what one gets."""
    alone = bcpq.open().search("agency staff", limit=0)
    found: list[object] = []

    def work() -> None:
        try:
            with bcpq.open() as corpus:
                for _ in range(5):
                    result = corpus.search("agency staff", limit=0)
                    corpus.verify("not fit for purpose")
                    corpus.ask("What was wrong with the audits?")
            found.append(result)
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone, alone]


def test_public_names() -> None:
    """Every public name is there, documented, and listed once for people and once for mypy."""
    assert sorted(bcpq.__all__) == sorted({*bcpq._PUBLIC, "__version__"})
    for name in bcpq.__all__:
        thing = getattr(bcpq, name)
        assert name == "__version__" or name in dir(bcpq)
        if isinstance(thing, type):
            assert thing.__doc__
    with pytest.raises(AttributeError):
        bcpq.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_a_search_loads_little(cache: Path) -> None:
    """A search through the face loads no more than one of the command line, and less."""
    code = "import bcpq; bcpq.open().search('agency staff')"
    bcpq.open()
    command = [sys.executable, "-X", "importtime", "-c", code]
    env = {name: value for name, value in environment(cache).items() if "COVERAGE" not in name}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    names = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "bcpq.search.passages" in names
    packages = {name.split(".")[0] for name in names}
    assert not (HEAVY | {"typer"}) & packages
    assert not {"bcpq.evidence", "bcpq.render", "bcpq.importing"} & names
