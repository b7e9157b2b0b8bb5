"""Whatever is typed wrong gets one line that says what, where and what to do next, and the exit
status of an error.
"""

import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import samples
from tests.conftest import Bcpq

TABLE = Path(__file__).parent.parent / "cases" / "wrong.txt"


class Case(NamedTuple):
    """A wrong command, and what it is answered with."""

    command: str
    status: int
    said: str


def cases() -> list[Case]:
    """Read the table."""
    found = []
    for block in TABLE.read_text(encoding="utf-8").split("\n$ ")[1:]:
        command, *lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        status, _, first = lines[0].partition(" ")
        found.append(Case(command, int(status), "\n".join([first, *lines[1:]]) + "\n"))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder that the table describes."""
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "empty").mkdir()
    samples.write(folder / "cuttings", "one", "A zebra.\n")
    samples.write(folder / "broken", "one", "A zebra.\n", published="2022-02-30")
    (folder / "notes.bin").write_bytes(b"\xff\xfe\x00\x01")
    (folder / "queries.tsv").write_text("q1\tneglect\nneglect\n")
    (folder / "draft.md").write_text("Nothing is quoted here.\n")
    return folder


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.command)
def test_wrong(bcpq: Bcpq, folder: Path, monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    """A wrong command gives exit status 2, its one line on stderr, and nothing on stdout."""
    monkeypatch.chdir(folder)
    done = bcpq(*shlex.split(case.command)[1:])
    message, *caret = done.err.splitlines()
    assert (done.status, done.err.replace(str(folder), "FOLDER")) == (case.status, case.said)
    assert done.out == "" or "queries.tsv" in case.command
    assert message.startswith("bcpq: ")
    assert not caret or caret[-1].strip() == "^"


def test_there_are_enough() -> None:
    """The table has at least 60 wrong commands, none of them twice."""
    assert len({case.command for case in cases()}) == len(cases()) >= 60
