"""The index file: made, seen to be old or damaged, made again; never a wrong answer."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bcpq.corpus.files import survey
from bcpq.corpus.paragraphs import paragraphs
from bcpq.corpus.reader import read
from bcpq.errors import StoreError
from bcpq.index.sqlite import cache
from bcpq.index.sqlite.build import build_index, find_racy_files
from bcpq.index.sqlite.store import SqliteStore
from tests import samples
from tests.conftest import Bcpq, environment


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give this process a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a corpus of two articles."""
    samples.write(tmp_path / "corpus", "a", "The zebra ran.\n")
    samples.write(tmp_path / "corpus", "b", "The horse ran.\n")
    return tmp_path / "corpus"


def age(folder: Path) -> None:
    """Make the files of a folder old enough that their times alone tell of a change."""
    for path in folder.glob("*.md"):
        os.utime(path, ns=(10**18, 10**18))


def index_of(folder: Path) -> Path:
    """Find the one index file of a cache folder."""
    (path,) = (folder / "bcpq").glob("*.sqlite")
    return path


#: What happens to the corpus: the locators that `search zebra` then gives.
CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "edited": (lambda f: samples.write(f, "b", "A zebra stood.\n"), ["a:1", "b:1"]),
    "edited, same size": (lambda f: samples.write(f, "b", "The zebra ran.\n"), ["a:1", "b:1"]),
    "added": (lambda f: samples.write(f, "c", "Zebras!\n"), ["a:1", "c:1"]),
    "removed": (lambda f: (f / "a.md").unlink(), []),
    "renamed": (lambda f: (f / "a.md").rename(f / "z.md"), ["z:1"]),
    "touched": (lambda f: os.utime(f / "a.md"), ["a:1"]),
    "redated": (lambda f: samples.write(f, "a", "The zebra ran.\n", published="2021"), ["a:1"]),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("fresh", [True, False])
def test_change_is_seen_by_the_next_search(
    bcpq: Bcpq, folder: Path, tmp_path: Path, change: str, fresh: bool
) -> None:
    """Whatever happens to an article file, soon or late, the very next search knows."""
    if not fresh:
        age(folder)
    assert bcpq("search", "zebra", "--corpus", folder, cache=tmp_path).locators == ["a:1"]
    action, wanted = CHANGES[change]
    action(folder)
    found = bcpq("search", "zebra", "--corpus", folder, cache=tmp_path)
    assert sorted(found.locators) == wanted
    assert found.status == (0 if wanted else 1)


def test_edit_within_the_tick_of_a_clock(folder: Path, tmp_path: Path, bcpq: Bcpq) -> None:
    """A change that leaves name, size and time is seen if the file was young when it was read."""
    before = os.stat(folder / "b.md")
    bcpq("search", "zebra", "--corpus", folder, cache=tmp_path)
    samples.write(folder, "b", "The zebra ran.\n")
    os.utime(folder / "b.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert bcpq("search", "zebra", "--corpus", folder, cache=tmp_path).locators == ["a:1", "b:1"]


def test_index_is_opened_not_made_again(bcpq: Bcpq, folder: Path, tmp_path: Path) -> None:
    """While nothing changes, the index file is left alone."""
    age(folder)
    bcpq("search", "zebra", "--corpus", folder, cache=tmp_path)
    before = index_of(tmp_path).stat()
    bcpq("search", "horse", "--corpus", folder, cache=tmp_path)
    after = index_of(tmp_path).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def _noise(path: Path, start: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(random.Random(start).randbytes(size))


def _into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


#: What happens to the index file.
DAMAGE: dict[str, Callable[[Path], object]] = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut by a byte": lambda path: os.truncate(path, path.stat().st_size - 1),
    "noise": lambda path: path.write_bytes(random.Random(1).randbytes(path.stat().st_size)),
    "noise in the header": lambda path: _noise(path, 0, 100),
    "noise in the middle": lambda path: _noise(path, path.stat().st_size // 2, 64),
    "noise at the end": lambda path: _noise(path, path.stat().st_size - 64, 64),
    "a text file": lambda path: path.write_text("hello"),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: _into_folder(path),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_index(bcpq: Bcpq, folder: Path, tmp_path: Path, damage: str) -> None:
    """After any damage to the index file, the next search is right."""
    bcpq("search", "zebra", "--corpus", folder, cache=tmp_path)
    DAMAGE[damage](index_of(tmp_path))
    found = bcpq("search", "zebra", "--corpus", folder, cache=tmp_path)
    assert (found.status, found.locators) == (0, ["a:1"])


def test_damaged_posting_list(folder: Path, own_cache: Path) -> None:
    """A posting list that differs from its checksum is no answer."""
    entries = survey(folder)
    build_index(folder, entries)
    path = index_of(own_cache)
    times = os.stat(path)
    data = path.read_bytes()
    postings = cache.open_current(folder, entries).tables.postings("zebra")
    weight = bytes(memoryview(postings.weights))  # type: ignore[arg-type]
    path.write_bytes(data.replace(weight, bytes(byte ^ 1 for byte in weight)))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    postings = cache.open_current(folder, entries).tables.postings("zebra")
    with pytest.raises(StoreError, match="damaged") as caught:
        len(postings.weights)
    assert caught.value.code == "index-unreadable"


@pytest.mark.parametrize("kind", ["a file", "read-only", "full"])
def test_nowhere_to_write(folder: Path, tmp_path: Path, kind: str) -> None:
    """Without a cache, the search is right, and a line on stderr says why it made its own index."""
    place = tmp_path / "cache"
    limit = ""
    if kind == "a file":
        place.write_text("x")
    elif kind == "read-only":
        place = Path("/proc/none")
    else:
        limit = "ulimit -f 8; "  # kB: the disk is full before an index is written
    done = subprocess.run(
        ["bash", "-c", f"{limit}exec {sys.executable} -m bcpq search zebra --corpus {folder}"],
        env=environment(place),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split("\t")[0]) == (0, "a:1")
    assert done.stderr.count("\n") == 1
    assert "no index can be kept at" in done.stderr
    assert not list(place.glob("bcpq/*"))


def test_two_first_searches_at_once(folder: Path, tmp_path: Path) -> None:
    """Searches that all have to make the index first all succeed, and leave one index file."""
    command = [sys.executable, "-m", "bcpq", "search", "zebra", "--corpus", str(folder)]
    runs = [
        subprocess.Popen(
            command,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for run in runs:
        out, err = run.communicate()
        assert (run.returncode, out.split("\t")[0], err) == (0, "a:1", "")
    assert [path.suffix for path in (tmp_path / "bcpq").iterdir()] == [".sqlite"]


def test_killed_in_the_middle(bcpq: Bcpq, folder: Path, tmp_path: Path) -> None:
    """A build killed at any moment leaves nothing that misleads the next search, or that stays."""
    command = [sys.executable, "-m", "bcpq", "search", "zebra", "--corpus", str(folder)]
    for moment in range(8):
        run = subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.DEVNULL)
        time.sleep(0.1 + moment * 0.08)
        run.send_signal(signal.SIGKILL)
        run.wait()
        samples.write(folder, "c", "Zebra again.\n" if moment % 2 else "Nothing.\n")
    found = bcpq("search", "zebra", "--corpus", folder, cache=tmp_path)
    assert sorted(found.locators) == ["a:1", "c:1"]
    assert [path.suffix for path in (tmp_path / "bcpq").iterdir()] == [".sqlite"]


def test_what_is_left_over_is_removed(folder: Path, tmp_path: Path, bcpq: Bcpq) -> None:
    """A build removes the indexes of corpora that are gone, and the files of builds that died."""
    other = tmp_path / "other"
    samples.write(other, "x")
    bcpq("list", "--corpus", other, cache=tmp_path)
    (other / "x.md").unlink()
    other.rmdir()
    dead = subprocess.Popen(["true"])
    dead.wait()
    (tmp_path / "bcpq" / f"x.sqlite.{dead.pid}.new").write_text("x")
    bcpq("list", "--corpus", folder, cache=tmp_path)
    assert [path.name.split("-")[0] for path in (tmp_path / "bcpq").iterdir()] == ["corpus"]


def test_another_version_is_made_again(folder: Path, own_cache: Path) -> None:
    """An index in another format is not read."""
    entries = survey(folder)
    build_index(folder, entries)
    assert cache.open_current(folder, entries).statistics.scope.articles == 2
    with pytest.raises(StoreError, match="another version"):
        cache.open_current(folder, entries, format="other")
    with pytest.raises(StoreError, match="another version"):
        cache.open_outdated(folder, format="other")


def test_what_is_stored_is_what_was_read(five: SqliteStore) -> None:
    """The index gives back every paragraph and every article's provenance as it was read."""
    documents = [*read(samples.CORPUS, survey(samples.CORPUS)).documents]
    assert [*five.articles().values()] == [document.article for document in documents]
    for number, document in enumerate(documents):
        assert five.text(number) == list(paragraphs(document))


def test_another_corpus_of_the_same_name(folder: Path, own_cache: Path) -> None:
    """An index that lies where a corpus's should, and is another's, is not taken for it."""
    build_index(folder, survey(folder))
    other = own_cache / "other" / folder.name
    samples.write(other, "a", "The zebra ran.\n")
    cache.index_path(folder).rename(cache.index_path(other))
    with pytest.raises(StoreError, match="another corpus's"):
        cache.open_outdated(other)


@pytest.mark.parametrize(("age", "racy"), [(0, True), (9, True), (10, False), (11, False)])
def test_a_file_that_was_young_when_it_was_read(folder: Path, age: int, racy: bool) -> None:
    """A file younger than a tick of the clock when reading began may have changed since unseen."""
    tick = 10**18  # ends in the future, so that a file read now is young still
    entries = [entry for entry in survey(folder) if entry.name == "a.md"]
    (read_at,) = (entry.mtime_ns + age * tick // 10 for entry in entries)
    checksums = read(folder, entries).checksums
    found = find_racy_files(folder, entries, checksums, read_at, tick)
    assert found == (checksums if racy else {})


@pytest.mark.parametrize("edited", [True, False])
def test_a_file_that_grew_old_meanwhile(folder: Path, edited: bool) -> None:
    """A file that grew old before the index was made is racy only if it changed until then."""
    entries = survey(folder)
    checksums = read(folder, entries).checksums
    if edited:
        before = os.stat(folder / "a.md")
        samples.write(folder, "a", "A horse ran.\n")
        os.utime(folder / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    young, old = 10**18, 1  # the first tick ends in the future, the second has ended
    read_at = min(entry.mtime_ns for entry in entries)
    assert find_racy_files(folder, entries, checksums, read_at, young) == checksums
    racy = find_racy_files(folder, entries, checksums, read_at, old)
    assert [*racy] == (["a.md"] if edited else [])


def test_the_time_of_an_index_file(folder: Path, own_cache: Path) -> None:
    """A file whose time of change is not the one it was given was written to by somebody else."""
    build_index(folder, survey(folder))
    path = index_of(own_cache)
    seal = path.stat().st_mtime_ns
    assert seal % cache.SEAL_NS == 0
    os.utime(path, ns=(seal, seal + 1_000_000_000))
    with pytest.raises(StoreError, match="was changed"):
        cache.open_outdated(folder)
    os.utime(path, ns=(seal, seal))
    assert cache.open_outdated(folder).statistics.scope.articles == 2
