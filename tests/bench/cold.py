"""Measure a first search against the smallest programs of the same libraries.

    python tests/bench/cold.py

Whole processes in turn, 20 pairs; needs an installed (not editable) bcpq for figures that count.
(a) `bcpq search agency staff | cat` against the smallest Typer program of two commands that prints
one line; (b) the same on a pseudo-terminal against the smallest Typer and Rich one; (c) other
commands against `bcpq search`; (d) `bcpq check` of a draft of 2,000 quotations. Prints medians and
ratios as a table.
"""

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import samples

RUNS = 20
PLAIN = """
import typer
app = typer.Typer()
@app.command()
def one():
    typer.echo("one line")
@app.command()
def two():
    typer.echo("two lines")
app()
"""
RICH = """
import typer
from rich.console import Console
app = typer.Typer()
@app.command()
def one():
    Console().print("[bold]one[/bold] line")
@app.command()
def two():
    Console().print("two lines")
app()
"""


def piped(command: list[str]) -> float:
    """Time a command that writes to `cat`, in ms."""
    start = time.perf_counter()
    cat = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert cat.stdin
    assert (
        subprocess.run(command, stdout=cat.stdin, stderr=subprocess.DEVNULL, check=False).returncode
        < 2
    ), command
    cat.stdin.close()
    cat.wait()
    return (time.perf_counter() - start) * 1e3


def on_terminal(command: list[str]) -> float:
    """Time a command that writes to a pseudo-terminal, in ms."""
    main, side = pty.openpty()
    start = time.perf_counter()
    run = subprocess.Popen(command, stdin=side, stdout=side, stderr=side)
    os.close(side)
    try:
        while os.read(main, 65_536):
            pass
    except OSError:  # Linux's word for the end
        pass
    assert run.wait() == 0, command
    os.close(main)
    return (time.perf_counter() - start) * 1e3


def peak(command: list[str]) -> float:
    """Measure the peak memory of a command, in MB."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def two_thousand() -> str:
    """Write a draft of 2,000 quotations, right and wrong: the test suite's table, in turn."""
    table = samples.CASES / "quotations.txt"
    lines = [
        line for line in table.read_text(encoding="utf-8").split("\n") if line.startswith("  ")
    ]
    texts = [line.split("|", 3)[3].strip().replace("<nbsp>", "\u00a0") for line in lines]
    texts = [text for text in texts if len(text.split()) >= 5]
    return "".join(f"> {text}\n\nThen:\n\n" for text in (texts * 5)[:2_000])


def main() -> None:
    """Print the table."""
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    os.environ["TERM"] = "xterm-256color"
    bcpq = [str(Path(sys.executable).with_name("bcpq")), "search", "agency", "staff"]
    with tempfile.TemporaryDirectory() as folder:
        programs = {}
        for name, text in (("plain", PLAIN), ("rich", RICH)):
            (path := Path(folder, f"smallest_{name}.py")).write_text(text)
            programs[name] = [sys.executable, str(path), "one"]
        print("| search, whole process | bcpq, ms | smallest program, ms | ratio | peak, MB |")
        print("|---|---|---|---|---|")
        for title, name, timed in (
            ("in a pipe, against Typer", "plain", piped),
            ("on a terminal, against Typer and Rich", "rich", on_terminal),
        ):
            timed(bcpq), timed(programs[name])  # the index is made, the caches are warm
            pairs = [(timed(bcpq), timed(programs[name])) for _ in range(RUNS)]
            ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"| {title} | {ours:.0f} | {theirs:.0f} | {ratio:.2f} | {peak(bcpq):.0f} |")
        for title, arguments in (
            ("`bcpq ask`", ["ask", "What was wrong with the audits?"]),
            ("`bcpq verify`, exact", ["verify", "not fit for purpose"]),
            ("`bcpq verify`, altered", ["verify", "More than 800 assessments were completed"]),
            ("`bcpq cite`", ["cite", "bbc-2022:15"]),
        ):
            other = [bcpq[0], *arguments]
            piped(other)
            pairs = [(piped(other), piped(bcpq)) for _ in range(RUNS)]
            ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            row = f"{ours:.0f} | {theirs:.0f} | {ratio:.2f} | {peak(other):.0f}"
            print(f"| {title}, against `bcpq search` | {row} |")
        draft = Path(folder, "draft.md")
        draft.write_text(two_thousand(), encoding="utf-8")
        check = [bcpq[0], "check", str(draft)]
        pairs = [(piped(check), piped(bcpq)) for _ in range(5)]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        row = f"{ours:.0f} | {theirs:.0f} | | {peak(check):.0f}"
        print(f"| `bcpq check`, a draft of 2,000 quotations | {row} |")


if __name__ == "__main__":
    main()
