"""The command line as the tests run it: in this process, in one of its own, or on a terminal."""

import io
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import settings

from bcpq import cli
from bcpq.index.sqlite.store import SqliteStore
from tests import samples, schemas

settings.register_profile("bcpq", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("bcpq")

#: What changes what bcpq prints.
_UNWANTED = ("NO_COLOR", "FORCE_COLOR", "BCPQ_", "_BCPQ_", "COLUMNS", "LINES", "PAGER", "LESS")


def pytest_configure() -> None:
    """Let Ctrl-C be heard in the processes of the tests, where these run in the background, too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested for want of a server."""
    skipped = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    missing = [reason for reason in skipped if "OPENSEARCH NOT TESTED" in reason]
    if missing:
        title = f"OPENSEARCH NOT TESTED: {len(missing)} tests did not run"
        terminalreporter.section(title, red=True)
        terminalreporter.line(missing[0])


class Run(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def locators(self) -> list[str]:
        """Give the first column."""
        return [line.split("\t")[0] for line in self.out.splitlines()]


Bcpq = Callable[..., Run]


def environment(cache: Path, extra: Mapping[str, str] = {}) -> dict[str, str]:
    """Make an environment of which nothing changes what bcpq prints, with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    root = str(samples.CORPUS.parent)
    return {**kept, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": root, **extra}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a cache folder that all tests of a run share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True, scope="session")
def clean_environment(cache: Path) -> Iterator[None]:
    """Give this process such an environment, so that the API keeps its indexes there, too."""
    with patch.dict(os.environ, environment(cache), clear=True):
        yield


class _Stream(io.TextIOWrapper):
    """A stream in memory, as a pipe is one."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", write_through=True)

    @property
    def text(self) -> str:
        """Give all that was written."""
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined,no-any-return]


@contextmanager
def _streams(stdin: str) -> Iterator[tuple[_Stream, _Stream]]:
    out, err = _Stream(), _Stream()
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = _Stream(stdin.encode()), out, err
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams


def _hold_to_schema(ran: Run, arguments: tuple[object, ...]) -> Run:
    if {"json", "jsonl", "csl-json"} & {*map(str, arguments)}:
        schemas.hold(ran.out)
    return ran


@pytest.fixture
def bcpq(cache: Path) -> Bcpq:
    """Run `bcpq` in this process, as if in a pipe.

    `env` adds to the environment, `cache` replaces the cache folder. Whatever JSON is printed is
    held to the schema that it names.
    """
    shared = cache

    def run(
        *arguments: object, env: Mapping[str, str] = {}, cache: Path = shared, stdin: str = ""
    ) -> Run:
        with (
            patch.dict(os.environ, {"XDG_CACHE_HOME": str(cache), **env}),
            _streams(stdin) as (out, err),
        ):
            try:
                status = cli.run([*map(str, arguments)])
            except SystemExit as leaving:
                status = int(leaving.code or 0)
        return _hold_to_schema(Run(status, out.text, err.text), arguments)

    return run


@pytest.fixture
def bcpq_process(cache: Path) -> Bcpq:
    """Run `bcpq` in a process of its own; takes and gives what the fixture `bcpq` does."""
    shared = cache

    def run(
        *arguments: object, env: Mapping[str, str] = {}, cache: Path = shared, stdin: str = ""
    ) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "bcpq", *map(str, arguments)],
            env=environment(cache, env),
            input=stdin.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        ran = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        return _hold_to_schema(ran, arguments)

    return run


def on_a_terminal(cache: Path, arguments: list[str], extra: Mapping[str, str] = {}) -> str:
    """Run bcpq on a pseudo-terminal, and give all that it printed there."""
    main, side = pty.openpty()
    env = environment(cache, {"TERM": "xterm-256color", "COLUMNS": "80", **extra})
    command = [sys.executable, "-m", "bcpq", *arguments]
    run = subprocess.Popen(command, env=env, stdin=side, stdout=side, stderr=side)
    os.close(side)
    printed = b""
    while True:
        try:
            piece = os.read(main, 65_536)
        except OSError:
            break
        if not piece:
            break
        printed += piece
    run.wait()
    os.close(main)
    return printed.decode().replace("\r\n", "\n")


@pytest.fixture(scope="session")
def five() -> SqliteStore:
    """Give an index of the five articles."""
    return samples.five()
