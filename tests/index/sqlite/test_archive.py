"""An archive of an article a line: indexed when it changes, by one process at a time."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bcpq.errors import CorpusError
from bcpq.index.sqlite import cache
from tests import samples
from tests.conftest import Bcpq, environment


def lines(count: int, word: str = "zebra") -> str:
    """Write articles, a line each, the earliest last."""
    found = (
        {
            "id": f"n{i}",
            "source": "Paper",
            "published": f"{max(2020 - i, 1):04}",
            "text": f"The {word} of {i} ran.",
        }
        for i in range(count)
    )
    return "".join(json.dumps(article) + "\n" for article in found)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Write a corpus of three lines."""
    path = tmp_path / "archive.jsonl"
    path.write_text(lines(3), encoding="utf-8")
    return path


def test_every_command_takes_it(bcpq: Bcpq, archive: Path) -> None:
    """A .jsonl file is a corpus like any other: dates order it, and every command reads it."""
    assert bcpq("search", "zebra", "--corpus", archive, "--sort", "date").locators == [
        "n2:1",
        "n1:1",
        "n0:1",
    ]
    assert (
        bcpq("show", "n1:1", "--corpus", archive).out == "n1:1\t2019\tPaper\tThe zebra of 1 ran.\n"
    )
    assert bcpq("verify", "The zebra of 2 ran.", "--corpus", archive).out.startswith(
        "exact\tn2:1\t"
    )
    assert bcpq("list", "--corpus", archive).locators == ["n2", "n1", "n0"]
    assert "paragraph 1" in bcpq("cite", "n0:1", "--corpus", archive).out
    assert bcpq("ask", "Which zebra ran?", "--corpus", archive).status == 0


def test_bad_lines_are_named_and_passed_over(bcpq: Bcpq, archive: Path) -> None:
    """A bad line is named with its number, counted, and passed over; --strict stops."""
    archive.write_text(lines(2) + "nonsense\n\n" + lines(1) + "{}\n" * 8, encoding="utf-8")
    run = bcpq("search", "zebra", "--corpus", archive)
    assert len(run.locators) == 2
    assert "archive.jsonl:3: is no JSON" in run.err
    assert "archive.jsonl:5: id n0 stands already on line 1" in run.err
    assert "and 5 more faults of the corpus" in run.err
    assert bcpq("status", "--corpus", archive).out.count("fault\t") == 10
    strict = bcpq("search", "zebra", "--corpus", archive, "--strict")
    assert (strict.status, strict.out) == (2, "")


@pytest.mark.parametrize("text", ["", "\n\n", "nonsense\n"])
def test_nothing_to_read(bcpq: Bcpq, archive: Path, text: str) -> None:
    """A file without a single article is an error."""
    archive.write_text(text, encoding="utf-8")
    assert bcpq("search", "zebra", "--corpus", archive).status == 2


def test_a_change_is_seen(bcpq: Bcpq, archive: Path) -> None:
    """A line that is added is found by the next search."""
    bcpq("search", "zebra", "--corpus", archive)
    archive.write_text(lines(4), encoding="utf-8")
    assert len(bcpq("search", "zebra", "--corpus", archive).locators) == 4


def test_a_large_corpus_is_read_again(archive: Path) -> None:
    """What is too large to keep is read a second time, by date, and comes to the same."""
    from bcpq.corpus import files as corpus
    from bcpq.corpus import reader as documents

    kept = list(documents.read(archive, corpus.survey(archive)).documents)
    again = documents.read(archive, corpus.survey(archive), keep_bytes=0).documents
    assert list(again) == kept
    folder = documents.read(samples.CORPUS, corpus.survey(samples.CORPUS), keep_bytes=0).documents
    assert [document.article.id for document in folder] == [
        "echo-2020", "community-care-2022", "farleys-2022", "bbc-2022", "echo-2024",
    ]  # fmt: skip
    archive.write_text(lines(1), encoding="utf-8")
    with pytest.raises(CorpusError, match="changed while the corpus was being read"):
        list(again)


def test_index_on_demand(bcpq: Bcpq, archive: Path, tmp_path: Path) -> None:
    """`index` makes the index, leaves a true one alone, and makes it anew with --force."""
    first = bcpq("index", "--corpus", archive, cache=tmp_path)
    assert first.status == 0
    assert "articles\t3" in first.out
    (path,) = (tmp_path / "bcpq").glob("*.sqlite")
    made = path.stat().st_ino
    os.utime(archive, ns=(10**18, 10**18))
    bcpq("index", "--corpus", archive, cache=tmp_path)
    kept = path.stat().st_ino
    assert kept != made
    bcpq("index", "--corpus", archive, cache=tmp_path)
    assert path.stat().st_ino == kept
    assert bcpq("index", "--corpus", archive, "--force", cache=tmp_path).status == 0
    assert path.stat().st_ino != kept


def test_nowhere_to_keep_it(bcpq: Bcpq, archive: Path, tmp_path: Path) -> None:
    """`index` that cannot keep what it made is an error; a search still answers."""
    (tmp_path / "file").write_text("")
    run = bcpq("index", "--corpus", archive, cache=tmp_path / "file")
    assert (run.status, run.out) == (2, "")
    assert "make room there, or set XDG_CACHE_HOME" in run.err
    assert bcpq("search", "zebra", "--corpus", archive, cache=tmp_path / "file").status == 0


def test_the_old_index_answers_while_another_process_works(
    bcpq: Bcpq, archive: Path, tmp_path: Path
) -> None:
    """While another process makes a stale index anew, the old one answers, and says so."""
    bcpq("search", "zebra", "--corpus", archive, cache=tmp_path)
    archive.write_text(lines(5), encoding="utf-8")
    (path,) = (tmp_path / "bcpq").glob("*.sqlite")
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        path.with_name(f"{path.name}.{other.pid}.new").write_bytes(b"half")
        run = bcpq("search", "zebra", "--corpus", archive, cache=tmp_path)
        assert len(run.locators) == 3
        assert "another process is making the index anew" in run.err
    finally:
        other.kill()
        other.wait()
    run = bcpq("search", "zebra", "--corpus", archive, cache=tmp_path)
    assert (len(run.locators), run.err) == (5, "")


def test_an_interrupt_leaves_the_old_index(bcpq: Bcpq, archive: Path, tmp_path: Path) -> None:
    """Ctrl-C while the index is made leaves the one before in place, and nothing else."""
    bcpq("index", "--corpus", archive, cache=tmp_path)
    (path,) = (tmp_path / "bcpq").glob("*.sqlite")
    before = path.read_bytes()
    archive.write_text(lines(20_000), encoding="utf-8")
    command = [sys.executable, "-m", "bcpq", "index", "--corpus", str(archive)]
    run = subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.PIPE)
    while not list(path.parent.glob("*.new")) and run.poll() is None:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (130, b"")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_process_that_is_gone_makes_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed process left behind is no sign that somebody works."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = cache.index_path(archive)
    path.parent.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    path.with_name(f"{path.name}.{int(done.stdout)}.new").write_bytes(b"half")
    path.with_name(f"{path.name}.99999999999999999999.new").write_bytes(b"half")
    assert not cache.is_being_built(archive)
    odd = archive.with_name("n[1]*.jsonl")
    path = cache.index_path(odd)
    path.with_name(f"{path.name}.{os.getppid()}.new").write_bytes(b"half")
    assert cache.is_being_built(odd)


def test_a_bar_for_a_person_who_waits(archive: Path, tmp_path: Path) -> None:
    """On a terminal a long build shows a bar on stderr; in a pipe it says nothing."""
    archive.write_text(lines(20_000), encoding="utf-8")
    command = [sys.executable, "-m", "bcpq", "index", "--force", "--corpus", str(archive)]
    env = environment(tmp_path, {"TERM": "xterm-256color"})
    main, side = pty.openpty()
    run = subprocess.Popen(command, env=env, stderr=side, stdout=subprocess.DEVNULL)
    os.close(side)
    printed = b""
    with contextlib.suppress(OSError):  # Linux's word for the end
        while part := os.read(main, 65_536):
            printed += part
    os.close(main)
    assert run.wait() == 0
    assert b"indexing" in printed
    assert b"/20000" in printed
    piped = subprocess.run(command, env=env, capture_output=True, check=True)
    assert piped.stderr == b""
