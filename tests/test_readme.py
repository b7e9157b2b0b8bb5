"""The README tells the truth: its examples print what it says, and it names every option."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import samples
from tests.conftest import Bcpq, environment

ROOT = samples.CORPUS.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
#: Every command shown after `$`, with what is printed below it.
EXAMPLES = [
    example
    for block in re.findall(r"^```console\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    for example in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


def test_examples_are_found() -> None:
    """There are examples to try."""
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=lambda value: value.splitlines()[0][:40])
def test_example(command: str, printed: str, cache: Path, tmp_path: Path) -> None:
    """An example prints what the README shows."""
    (tmp_path / "bcpq").write_text(f'#!/bin/sh\nexec {sys.executable} -m bcpq "$@"\n')
    (tmp_path / "bcpq").chmod(0o755)
    env = environment(cache)
    env["PATH"] = f"{tmp_path}:{env['PATH']}"
    if "jq" in command and subprocess.run(["which", "jq"], capture_output=True, check=False).returncode:
        pytest.skip("jq is not installed")
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert done.stdout == printed


def test_every_option_is_named(bcpq: Bcpq) -> None:
    """Every command and every option of its help is in the README."""
    commands = re.findall(r"^  (\w+) {2,}\S", bcpq("--help").out, re.MULTILINE)
    assert {"search", "show", "list", "status"} <= {*commands}
    for command in commands:
        assert f"bcpq {command}" in TEXT
        for option in re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", bcpq(command, "--help").out, re.MULTILINE):
            assert option in TEXT or option == "--help", f"{command} {option}"


def test_figures_are_those_on_file() -> None:
    """The README's figures on the five articles are the relevance suite's."""
    figures = json.loads((ROOT / "tests/relevance/figures.json").read_text())
    for name, value in figures.items():
        assert f"| {name} | {value} |" in TEXT


def test_the_first_two_blocks_are_what_ci_runs() -> None:
    """CI runs the README's first two blocks of shell: install and search, then test."""
    install, test = re.findall(r"^```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)[:2]
    assert "bcpq search agency staff" in install
    assert "pytest" in test
    assert "README.md" in (ROOT / ".ci" / "run").read_text()
