"""What may a user type? The way in, and the one place where errors become a line and an exit status."""

import gc
import os
import re
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run bcpq with the process's arguments and leave with its exit status.

    0 found, 1 nothing found, 2 an error, 130 interrupted. A reader that goes away is no error.
    """
    gc.disable()  # most objects of a short run live to its end, and making an index leaves no cycles
    status = _run()
    os._exit(status)  # taking the interpreter apart would be a sixth of a search's time


def _decoded(argument: str) -> str:
    """Read an argument that the locale has no letters for as UTF-8, which terminals write nearly always."""
    if argument.isascii():
        return argument
    try:
        return (
            os.fsencode(argument).decode() if re.search("[\udc80-\udcff]", argument) else argument
        )
    except UnicodeDecodeError:
        return argument


def _run() -> int:
    try:
        from bcpq.cli.app import (
            run,  # here, so that an interrupt or a fault in any import is caught, too
        )

        status = run([_decoded(argument) for argument in sys.argv[1:]])
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except (
        SystemExit
    ) as left:  # typer's way out, which it also takes, with 1, when the reader is gone
        if isinstance(left.__context__, BrokenPipeError):
            return 0
        raise
    except Exception as error:
        from bcpq.cli.output import complain

        return complain(error)
