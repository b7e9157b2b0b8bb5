"""The one place that prints: results on stdout, everything else on stderr."""

import os
import sys
from contextlib import suppress
from typing import Literal, NamedTuple

from bcpq.errors import BcpqError, QueryError
from bcpq.render.words import safe

Format = Literal["text", "tsv", "csv", "json", "jsonl"]
Colour = Literal["auto", "always", "never"]


class View(NamedTuple):
    """How results are shown."""

    format: Format
    colour: bool
    terminal: bool  # stdout is one


def view(format_: Format | None, colour: Colour) -> View:
    """Settle format and colour: what was asked for, else what suits stdout."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    environ = os.environ
    if colour != "auto":
        coloured = colour == "always"
    elif environ.get("NO_COLOR"):
        coloured = False
    else:
        coloured = bool(environ.get("FORCE_COLOR")) or (terminal and environ.get("TERM") != "dumb")
    return View(format_ or ("text" if terminal else "tsv"), coloured, terminal)


def width() -> int:
    """Give the terminal's width in columns; 80 where there is none."""
    from shutil import get_terminal_size

    return get_terminal_size().columns


def emit(text: str, how: View) -> None:
    """Write results; a machine's format in UTF-8 whatever the locale."""
    if sys.stdout is None:
        raise OSError("stdout is closed")
    if how.format == "text":
        data = text.encode(sys.stdout.encoding or "utf-8", "replace")
    else:
        data = (safe(text) if how.terminal and how.format in ("tsv", "csv") else text).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def page(text: str, how: View) -> None:
    """Write results through a pager when they are longer than the terminal they go to."""
    from shutil import get_terminal_size, which

    pager = os.environ.get("PAGER", "less")
    command = pager.split()
    long = text.count("\n") >= get_terminal_size().lines
    if how.format != "text" or not how.terminal or not sys.stdin.isatty() or not long or not command:
        return emit(text, how)
    if os.environ.get("TERM") == "dumb" or which(command[0]) is None:
        return emit(text, how)
    import subprocess

    # R lets colour through, F and X leave a short text on the screen: git's own choice.
    environ = {"LESS": "FRX", **os.environ}
    subprocess.run(command, input=text, text=True, errors="replace", env=environ, check=False)
    return None


def note(message: str) -> None:
    """Say something to the reader that is no result."""
    if sys.stderr is not None:
        with suppress(OSError):  # a stderr that is gone changes no result
            print(f"bcpq: {safe(message)}", file=sys.stderr, flush=True)


def complain(error: Exception) -> int:
    """Say what went wrong in one line, and give the exit status of an error."""
    if os.environ.get("BCPQ_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, QueryError) and error.text:
        note(str(error))
        _point(error.text, error.position)
    elif isinstance(error, BcpqError):
        note(str(error))
    elif isinstance(error, OSError):
        note(f"cannot write the results: {error.strerror or error}")
    else:
        note(f"internal error, {type(error).__name__}: {error}; BCPQ_DEBUG=1 shows where, please report it")
    return 2


def _point(text: str, position: int) -> None:
    """Show a query, or 72 characters of it, with a caret under the fault."""
    start = max(0, position - 48)
    line, before = (safe(part).replace("\n", " ") for part in (text[start : start + 72], text[start:position]))
    print(f"  {line}\n  {' ' * len(before)}^", file=sys.stderr)
