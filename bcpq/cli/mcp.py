"""The command that serves assistants over the Model Context Protocol."""

import sys

from bcpq.cli import output
from bcpq.cli.opening import open_corpus
from bcpq.errors import BcpqError, UsageError, explain_missing


def mcp(*, corpus: str | None, ca_file: str | None) -> int:
    """Serve search, ask, show, verify and cite to an assistant, over stdin and stdout.

    \b
    claude mcp add bcpq -- bcpq mcp
    claude mcp add cuttings -- bcpq mcp --corpus ~/cuttings

    Any client of the Model Context Protocol can start it so. It only reads: an assistant can find, quote and check
    what the articles say, with locators, and can change nothing. It needs the extra mcp.
    """  # noqa: E501
    try:
        from bcpq.cli import mcp_server
    except ModuleNotFoundError:
        message = explain_missing("bcpq mcp", "mcp", "mcp>=2,<3")
        raise BcpqError(message, code="extra-missing") from None
    if sys.stdin is None or sys.stdout is None:
        raise UsageError(
            "bcpq mcp needs stdin and stdout: it is started by an assistant, not by hand"
        )
    open_corpus(corpus, ca_file).close()  # a corpus that cannot be read is told now
    if sys.stdin.isatty():
        output.note("waiting for an assistant on stdin; Ctrl-C ends it")
    mcp_server.serve(corpus, ca_file)
    return 0
