"""The one place that prints: results on stdout, everything else on stderr."""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bcpq.cli.options import Colour, Format
from bcpq.errors import BcpqError, QueryError
from bcpq.model import Record, Stamp
from bcpq.render.messages import strip_controls

if TYPE_CHECKING:
    from bcpq.api import Corpus, HasArticles
    from bcpq.render.formats import Layouts
    from bcpq.render.json.state import StampJson
    from bcpq.render.terminal import Bar, Screen

#: Control characters but those that machine formats are made of.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Seconds after which a reader who waits sees a bar.
_PATIENCE = 1
#: Characters of a query that are shown with a caret under the fault, and how many before it.
_SHOWN, _SHOWN_BEFORE = 72, 48


class View(Record):
    """How results are shown."""

    format: Format
    colour: bool
    terminal: bool  # stdout is one
    stamp: bool  # and their stamp, on stderr

    @property
    def plain(self) -> "View":
        """Give the view of results that are lines on a terminal, too."""
        return self.replace(format="tsv") if self.format == "text" else self


def view(format_: Format | None, colour: Colour, stamp: bool = False) -> View:
    """Settle format and colour: what was asked for, else what suits stdout."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    environ = os.environ
    if colour != "auto":
        coloured = colour == "always"
    elif environ.get("NO_COLOR"):
        coloured = False
    else:
        coloured = bool(environ.get("FORCE_COLOR")) or (terminal and environ.get("TERM") != "dumb")
    chosen: Format = format_ or ("text" if terminal else "tsv")
    return View(format=chosen, colour=coloured, terminal=terminal, stamp=stamp)


def deliver(
    layouts: "Layouts",
    draw: "Callable[[Screen], None] | None",
    how: View,
    corpus: "Corpus",
    *,
    paged: bool = False,
) -> None:
    """Lay results out as they are to be shown, and write them.

    Args:
        layouts: The results for a machine.
        draw: Lays them out on a screen; None for results that have no such layout.
        how: How they are shown.
        corpus: What they were found in, for their stamp.
        paged: Let the reader turn pages.
    """
    if how.format == "text" and draw:
        text = _draw(draw, how)
    else:
        from bcpq.render import formats

        text = formats.write(layouts, how.format, lambda: stamp_record(corpus, layouts))
    (page if paged else emit)(text, how)
    note_stamp(lambda: corpus.stamp(layouts), how)


def deliver_page(text: str, how: View) -> None:
    """Write a page of Markdown: laid out on a terminal, else as it is."""
    if how.format == "text":
        page(_draw(lambda screen: screen.markdown(text), how), how)
    else:
        emit(text, how)


def _draw(draw: "Callable[[Screen], None]", how: View) -> str:
    from shutil import get_terminal_size

    from bcpq.render.terminal import Screen  # rich: only for a person's eyes

    screen = Screen(get_terminal_size().columns, how.colour)
    draw(screen)
    return screen.text()


def stamp_record(corpus: "Corpus", results: "HasArticles") -> "StampJson":
    """Describe what results were made from, as JSON carries it."""
    from bcpq.render.json.state import describe_stamp

    return describe_stamp(corpus.stamp(results))


def note_stamp(stamp: Callable[[], Stamp], how: View) -> None:
    """Say on stderr what a result was made from, if that was asked for."""
    if how.stamp:
        from bcpq.render.formats import write_json
        from bcpq.render.json.state import describe_stamp

        note(f"stamp: {write_json(describe_stamp(stamp())).strip()}")


def emit(text: str, how: View) -> None:
    """Write results: as the terminal writes letters, else in UTF-8 whatever the locale.

    Raises BcpqError when they cannot be written, and BrokenPipeError when nobody reads them.
    """
    if sys.stdout is None:
        raise BcpqError("cannot write the results: stdout is closed", code="output-unwritable")
    if how.format == "text" and how.terminal:
        encoding = sys.stdout.encoding or "utf-8"
        data = (text if encoding.lower().startswith("utf") else text.replace("█", "#")).encode(
            encoding, "replace"
        )
    else:
        data = (_UNSAFE.sub("", text) if how.terminal else text).encode()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"cannot write the results: {error.strerror}"
        raise BcpqError(message, code="output-unwritable") from None


def page(text: str, how: View) -> None:
    """Write results through a pager when they are longer than the terminal they go to."""
    from shutil import get_terminal_size

    long = text.count("\n") >= get_terminal_size().lines
    interactive = (
        how.terminal
        and sys.stdin is not None
        and sys.stdin.isatty()
        and os.environ.get("TERM") != "dumb"
    )
    if not (long and interactive and how.format == "text" and _paged(text)):
        emit(text, how)


def _paged(text: str) -> bool:
    """Show a text in the reader's pager; tell whether that was possible."""
    import shlex
    import signal
    import subprocess

    # R lets colour through, F and X leave a short text on the screen: git's own choice.
    environ = {"LESS": "FRX", **os.environ}
    before = signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is the pager's, as in git and man
    try:
        command = shlex.split(os.environ.get("PAGER") or "less")
        return (
            subprocess.run(command, input=text.encode(), env=environ, check=False).returncode == 0
        )
    except (OSError, ValueError):
        return False
    finally:
        signal.signal(signal.SIGINT, before)


def stdin() -> str:
    """Read all of stdin as UTF-8.

    Raises BcpqError when there is none, when it is a terminal, or when it is no UTF-8.
    """
    if sys.stdin is None or sys.stdin.isatty():
        message = "nothing to read: give it as an argument, or on stdin"
        raise BcpqError(message, code="input-unreadable")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"stdin is not UTF-8 (byte {error.start:,}): convert it first"
        raise BcpqError(message, code="input-unreadable") from None


def progress(message: str) -> None:
    """Say on stderr how far a long run has come, if that is a terminal and stdout is none.

    Whatever is said next goes over it.
    """
    if sys.stderr is not None and sys.stderr.isatty() and not (sys.stdout and sys.stdout.isatty()):
        _say(f"{strip_controls(message):30}", end="\r")


def ask(question: str, wrong: Callable[[str], str]) -> str:
    """Ask the reader something on stderr, until nothing is wrong with the answer.

    Args:
        question: What to ask.
        wrong: Says what is wrong with an answer; "" where nothing is.

    Returns:
        The answer, or "" at the end of stdin.
    """
    while sys.stdin:
        _say(f"{strip_controls(question)} ", end="")
        if not (line := sys.stdin.readline()):
            break
        if not (reason := wrong(line.strip())):
            return line.strip()
        note(reason)
    return ""


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr, if that is a terminal, for a run that takes longer than a second.

    It is called with how many of how many are done; when all are, it goes away.
    """
    started = time.monotonic()
    shown: list[Bar] = []

    def tell(done: int, total: int) -> None:
        waited = time.monotonic() - started > _PATIENCE
        if done < total and not shown and waited and sys.stderr and sys.stderr.isatty():
            from bcpq.render.terminal import Bar  # rich: only for a person who waits

            shown.append(Bar(title))
        for one in shown:
            one.show(done, total)
        if done >= total:
            close()

    def close() -> None:
        while shown:
            shown.pop().close()

    try:
        yield tell
    finally:
        close()


def note(message: str) -> None:
    """Say something to the reader that is no result."""
    _say(f"bcpq: {strip_controls(message)}")


def _say(message: str, end: str = "\n") -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # a stderr that is gone changes no result
            known = message.encode(sys.stderr.encoding, "replace").decode(sys.stderr.encoding)
            print(known, end=end, file=sys.stderr, flush=True)


def complain(error: Exception) -> int:
    """Say what went wrong in one line, and give the exit status of an error."""
    if os.environ.get("BCPQ_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, BcpqError):
        note(" ".join(str(error).split("\n")))
        if isinstance(error, QueryError) and error.text.strip():
            _point(error.text, error.position)
    elif isinstance(error, OSError):
        name = f"cannot use {error.filename}" if error.filename else "cannot read or write"
        note(" ".join(f"{name}: {error.strerror or error}".split("\n")))
    elif isinstance(error, UnicodeEncodeError):
        note("what was typed holds bytes that are no text: write it in UTF-8")
    else:
        note(
            f"internal error, {type(error).__name__}: {error}; "
            "BCPQ_DEBUG=1 shows where, please report it"
        )
    return 2


def _point(text: str, position: int) -> None:
    """Show a query, or a part of it, with a caret under the fault."""
    start = max(0, position - _SHOWN_BEFORE)
    line = strip_controls(text[start : start + _SHOWN]).replace("\n", " ")
    before = strip_controls(text[start:position]).replace("\n", " ")
    _say(f"  {line}\n  {' ' * len(before)}^")
