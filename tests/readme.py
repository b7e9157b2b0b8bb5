"""Make what the README shows: `python -m tests.readme` runs its commands and draws its picture again.

cog (https://cog.readthedocs.io) runs the pieces of Python in the README's comments, which call the functions below.
"""

import atexit
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

import cogapp
import typer
from rich.console import Console
from rich.text import Text

import bcpq
from bcpq.cli import app
from bcpq.render.json.__main__ import FILES
from tests import samples
from tests.conftest import environment, on_a_terminal

ROOT = samples.CORPUS.parent
README = ROOT / "README.md"
PICTURE = ROOT / "tests" / "screenshot.svg"
#: What the picture shows.
PICTURED = ("bcpq search agency staff -n 2", 'bcpq ask "When do the school holidays start?"')


@cache
def folder() -> Path:
    """Make a folder to run commands in, with a `bcpq` that is this checkout's."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "bcpq").write_text(f'#!/bin/sh\nexec {sys.executable} -m bcpq "$@"\n')
    (folder / "bcpq").chmod(0o755)
    subprocess.run(
        [folder / "bcpq", "index"],
        env=environment(folder / "cache"),
        capture_output=True,
        check=True,
    )
    return folder


def shell(command: str) -> str:
    """Run a line of shell as a reader would, and give what it prints on stdout."""
    env = environment(folder() / "cache")
    env["PATH"] = f"{folder()}:{env['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], env=env, cwd=folder(), capture_output=True, text=True, check=False
    )
    if done.returncode > 1:
        raise RuntimeError(f"{command}: {done.stderr}")
    return done.stdout


def _seen(command: str, **extra: str) -> str:
    """Run a command on a terminal of 80 columns, and give what is seen there."""
    return on_a_terminal(folder() / "cache", shlex.split(command)[1:], {"LINES": "100", **extra})


def terminal(*commands: str) -> None:
    """Print commands, and what a terminal shows of each."""
    shown = "\n".join(f"$ {command}\n{_seen(command, NO_COLOR='1')}" for command in commands)
    print(f"```console\n{shown}```")


def pipe(*commands: str) -> None:
    """Print lines of shell, and what each prints in a pipe."""
    print(
        "```console\n" + "".join(f"$ {command}\n{shell(command)}" for command in commands) + "```"
    )


def options() -> None:
    """Print every option of every command."""
    group: Any = typer.main.get_command(app._app)
    of: dict[tuple[str, str], list[str]] = {}
    for name in app.COMMANDS:
        for option in group.get_command(None, name).params:
            if option.param_type_name == "option":
                value = (
                    "" if option.is_flag else f" {option.metavar or '|'.join(option.type.choices)}"
                )
                of.setdefault((", ".join(option.opts) + value, option.help), []).append(name)
    print("| option | what it does | of |\n|---|---|---|")
    for (option, meaning), names in of.items():
        shown = option.replace("|", "\\|")
        print(f"| `{shown}` | {meaning.replace('<', '&lt;')} | {', '.join(names)} |")


def figures() -> None:
    """Print the figures on the five articles that the tests hold."""
    found = json.loads((ROOT / "tests/relevance/figures.json").read_text(encoding="utf-8"))
    print("| figure | value |\n|---|---|")
    for name, value in found.items():
        print(f"| {name} | {value} |")


def schemas() -> None:
    """Print links to the schema files."""
    links = [f"[{name}](bcpq/schemas/{name}.json)" for name in FILES]
    print(textwrap.fill(", ".join(links) + ".", 120))


def modules() -> None:
    """Print the map of modules."""
    assert bcpq.__doc__
    print(
        "```\n"
        + re.sub(r"^    ", "", bcpq.__doc__.partition("Where to look:\n\n")[2], flags=re.MULTILINE)
        + "```"
    )


def written() -> str:
    """Give the README with all its commands run."""
    made, cog = io.StringIO(), cogapp.Cog()
    cog.options.print_output = True
    cog.process_file(io.StringIO(README.read_text(encoding="utf-8")), made, "README.md")
    return made.getvalue()


def picture() -> str:
    """Draw a terminal with two commands and what they show."""
    console = Console(width=82, record=True, file=io.StringIO())
    for command in PICTURED:
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(_seen(command)), "")
    drawn = console.export_svg(title="bcpq", unique_id="bcpq")
    return re.sub(
        r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL
    )  # which would ask a server for a font


if __name__ == "__main__":
    README.write_text(written(), encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")
