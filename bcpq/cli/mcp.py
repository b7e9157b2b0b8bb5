"""The command that serves assistants over the Model Context Protocol (https://modelcontextprotocol.io)."""

import sys

from bcpq.cli import output
from bcpq.cli.index import with_index
from bcpq.cli.options import CaFile, Corpus
from bcpq.errors import BcpqError, explain_missing


def mcp(corpus: Corpus = None, ca_file: CaFile = None) -> int:
    """Serve search, ask, show, verify and cite to an assistant, over stdin and stdout.

    \b
    claude mcp add bcpq -- bcpq mcp
    claude mcp add cuttings -- bcpq mcp --corpus ~/cuttings

    Any client of the Model Context Protocol can start it so. It only reads: an assistant can find, quote and check
    what the articles say, with locators, and can change nothing. It needs the extra mcp.
    """
    try:
        from bcpq.cli import assistant
    except ModuleNotFoundError:
        raise BcpqError(explain_missing("bcpq mcp", "mcp", "mcp>=2,<3")) from None
    if sys.stdin is None or sys.stdout is None:
        raise BcpqError(
            "bcpq mcp needs stdin and stdout: it is started by an assistant, not by hand"
        )
    where = corpus, ca_file
    with_index(where, False, lambda store: None)  # a corpus that cannot be read is told now
    if sys.stdin.isatty():
        output.note("waiting for an assistant on stdin; Ctrl-C ends it")
    assistant.serve(where)
    return 0
