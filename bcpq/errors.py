"""The errors: one family, each with a stable code and a message for the reader."""

import sys

#: Every code, and what it stands for. A code keeps its meaning from one version to the next.
CODES = {
    "usage": "The command line is not understood: an unknown command or option, or a wrong value.",
    "query-syntax": "The query breaks a rule, such as a quotation mark that is never closed.",
    "query-empty": "The query, or the question, holds no word to find.",
    "query-too-long": "The query has more words than are searched for at once.",
    "query-file-invalid": "A line of the file of queries is no query with an id.",
    "filter-invalid": "A filter is empty, or is not a date, or no day can pass it.",
    "source-unknown": "The corpus has no source of that name.",
    "article-unknown": "The corpus has no article of that id.",
    "article-ambiguous": "Several ids begin with what was typed.",
    "locator-invalid": "The locator names no paragraph of its article.",
    "citation-impossible": "The place cannot be cited, or not as asked.",
    "quotation-empty": "There is no quotation to verify, or it holds no word.",
    "quotation-too-long": "The quotation is too long to verify in one piece.",
    "stamp-invalid": "The text holds no stamp.",
    "input-unreadable": "A file, or stdin, cannot be read or is not UTF-8.",
    "output-unwritable": "The results cannot be written.",
    "corpus-missing": "There is no corpus at that place.",
    "corpus-invalid": "The place is neither a folder of articles nor a .jsonl file nor an address.",
    "corpus-empty": "The corpus holds no article.",
    "corpus-unreadable": "The corpus, or all of its articles, cannot be read.",
    "corpus-faulty": "An article of the corpus is faulty, and --strict was given.",
    "corpus-changed": "The corpus changed while it was being read.",
    "corpus-exists": "There is something already where a corpus was to be made.",
    "article-malformed": "A file or a line is not an article: its fields or its text are wrong.",
    "import-unreadable": "A file or page cannot be read, or holds no text.",
    "import-unsupported": "The file is of a kind that cannot become an article.",
    "import-incomplete": "The article's source, date or id is not known, and has to be given.",
    "import-conflict": "The article is there with another text, or is being added just now.",
    "import-unwritable": "The article cannot be written into the corpus.",
    "fetch-failed": "An address could not be fetched.",
    "extra-missing": "A package that this needs is not installed.",
    "index-unreadable": "The index is absent, damaged or out of date.",
    "index-unwritable": "The index cannot be written.",
    "cluster-address-invalid": "The address of a cluster is malformed.",
    "cluster-login": "The cluster refuses the login, or the login cannot be read.",
    "cluster-unreachable": "The cluster does not answer, or not in full.",
    "cluster-refused": "The cluster refuses the request.",
    "cluster-missing": "The cluster holds no such corpus, or holds something else there.",
    "internal": "A bug in bcpq.",
}

#: The extra that reads web pages and PDF, and its packages.
EXTRA = "import", "trafilatura", "lxml-html-clean", "pypdfium2", "urllib3"


def explain_missing(what: str, extra: str, *packages: str) -> str:
    """Say how to install the packages that something needs."""
    import shlex
    from importlib.util import find_spec

    python = sys.executable
    pip = [python, "-m", "pip", "install"]
    if not find_spec("pip"):
        pip = ["uv", "pip", "install", "--python", python]
    return f"{what} needs the extra {extra}: {shlex.join([*pip, *packages])}"


class BcpqError(Exception):
    """An error that the reader can mend; the command line shows it as one line and exits with 2.

    Attributes:
        code: One of CODES: what went wrong, for a program.
    """

    code = "internal"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        """Build an error.

        Args:
            message: One line for the reader: what is wrong, where, and what to do next.
            code: One of CODES; the usual one of the class where it is left out.
        """
        super().__init__(message)
        self.code = code or self.code


class UsageError(BcpqError):
    """The command line is not understood."""

    code = "usage"


class QueryError(BcpqError):
    """A query, a locator, a filter or a quotation is not understood.

    Attributes:
        text: What was asked, where there is one place in it to point at; else empty.
        position: Where in `text` the fault is, in characters from 0.
    """

    code = "query-syntax"

    def __init__(
        self, message: str, text: str = "", position: int = 0, *, code: str | None = None
    ) -> None:
        """Build an error that points at a place in a text."""
        super().__init__(message, code=code)
        self.text = text
        self.position = position


class CorpusError(BcpqError):
    """A corpus, or one of its articles, cannot be read."""

    code = "corpus-unreadable"


class ArticleError(CorpusError):
    """A file, or a line of one, is not an article.

    Attributes:
        line: The line of the file, from 1.
        reason: What is wrong with it.
    """

    code = "article-malformed"

    def __init__(self, line: int, reason: str) -> None:
        """Build an error of a line of a file."""
        super().__init__(reason)
        self.line = line
        self.reason = reason


class AddError(BcpqError):
    """A file or an address cannot become an article."""

    code = "import-unreadable"


class StoreError(BcpqError):
    """An index cannot be read, or a cluster does not answer in full."""

    code = "index-unreadable"
