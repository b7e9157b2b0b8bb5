"""What can go wrong: one exception a kind, each message written for the reader."""

import sys

#: The extra that reads web pages and PDF, and its packages.
EXTRA = "import", "trafilatura", "lxml-html-clean", "pypdfium2", "urllib3"


def lacking(what: str, extra: str, *packages: str) -> str:
    """Say how to install the packages that something needs."""
    import shlex
    from importlib.util import find_spec

    python = sys.executable
    pip = [python, "-m", "pip", "install"] if find_spec("pip") else ["uv", "pip", "install", "--python", python]
    return f"{what} needs the extra {extra}: {shlex.join([*pip, *packages])}"


class BcpqError(Exception):
    """Carry one line for the reader: what, where, what to do next. Exits 2."""


class CorpusError(BcpqError):
    """Say that a corpus or one of its articles cannot be read."""


class QueryError(BcpqError):
    """Say that a query, a locator, a filter or an article id cannot be understood.

    `text` and `position` (0-based, in characters) point at the fault, when there is one place to point at.
    """

    def __init__(self, message: str, text: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.text = text
        self.position = position


class ImportFault(BcpqError):
    """Say that a file or an address cannot become an article."""


class StoreError(BcpqError):
    """Say that an index file is absent, damaged, out of date or cannot be written."""
