"""The real command, run as a person runs it."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from bcpq.index.sqlite.store import SqliteStore
from tests import samples, schemas


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested for want of a server."""
    skipped = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    missing = [reason for reason in skipped if "OPENSEARCH NOT TESTED" in reason]
    if missing:
        terminalreporter.section(
            f"OPENSEARCH NOT TESTED: {len(missing)} tests did not run", red=True
        )
        terminalreporter.line(missing[0])


settings.register_profile("bcpq", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("bcpq")

_UNWANTED = ("NO_COLOR", "FORCE_COLOR", "BCPQ_", "COLUMNS", "LINES", "PAGER", "LESS")


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
    """Give an environment without anything that changes what bcpq prints, and with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    return {**kept, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(samples.CORPUS.parent), **extra}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache folder that all tests of a run share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def bcpq(cache: Path) -> Bcpq:
    """Run `bcpq` with arguments; `env` adds to its environment, `cache` replaces the cache folder.

    Whatever JSON it prints is held to the schema that it names.
    """
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
        if {"json", "jsonl", "csl-json"} & {*map(str, arguments)}:
            schemas.hold(ran.out)
        return ran

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
