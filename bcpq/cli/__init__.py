"""The command line: the way in, and the one place where errors become a line and an exit status."""

import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn


def main() -> NoReturn:
    """Run bcpq with the process's arguments and leave with its exit status."""
    gc.disable()  # most objects of a short run live to its end, and an index leaves no cycles
    status = run([_decode(argument) for argument in sys.argv[1:]])
    os._exit(status)  # taking the interpreter apart would be a sixth of a search's time


def _decode(argument: str) -> str:
    """Read an argument that the locale has no letters for as UTF-8, which most terminals write."""
    if argument.isascii():
        return argument
    try:
        return (
            os.fsencode(argument).decode() if re.search("[\udc80-\udcff]", argument) else argument
        )
    except UnicodeDecodeError:
        return argument


def run(arguments: Sequence[str]) -> int:
    """Run a command line, with results on stdout and all else on stderr.

    Args:
        arguments: The words after `bcpq`.

    Returns:
        The exit status: 0 found or all accepted, 1 nothing found or something not accepted, 2 an
        error, 130 interrupted. A reader that goes away is no error.
    """
    try:
        from bcpq.cli import app  # here, so that an interrupt of any import is caught, too

        status = app.run([*arguments])
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except SystemExit as leaving:  # Typer's way out, also taken, with 1, when the reader is gone
        if isinstance(leaving.__context__, BrokenPipeError):
            return 0
        raise
    except Exception as error:
        from bcpq.cli.output import complain

        return complain(error)
