"""bcpq: find, read, verify and cite what was published, in its exact words.

`bcpq.open()` opens a corpus of dated articles; `bcpq help python` has examples. The folders, from
the face to the foundations:

    cli        what may be typed
    api        the tool as a Python object, which every command calls
    render     what is shown: messages, terminal, tables, JSON, citations
    evidence   is it quoted as published, and how is it cited
    search     which passages and sentences, in what order
    index      where words and articles are kept: in a file, or on a cluster
    importing  how an article comes into a corpus
    corpus     which articles are there, and what is in them
    formats    how a file or a page becomes paragraphs
    query      what was asked, and where it holds
    text       what is a word, a sentence, a number, a date
    model      the records that everyone shares
    errors     what can go wrong, each with a code
    manual     what a reader looks up with `bcpq help`
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bcpq.api import Corpus, HasArticles, create, load, open
    from bcpq.errors import (
        CODES,
        AddError,
        ArticleError,
        BcpqError,
        CorpusError,
        QueryError,
        StoreError,
        UsageError,
    )
    from bcpq.evidence.cite import Citation
    from bcpq.importing.add import Addition, TextConflict
    from bcpq.importing.submission import Submission
    from bcpq.index.opensearch.loader import LoadReport
    from bcpq.model import (
        ACCEPTED,
        SCALE,
        Acronym,
        Answer,
        Answers,
        Article,
        ArticleList,
        Change,
        CheckResult,
        CorpusInfo,
        Edit,
        Excerpt,
        Explanation,
        Finding,
        Hit,
        Paragraph,
        Period,
        Place,
        PublicationDate,
        Scope,
        SearchResult,
        Stamp,
        Suggestion,
        TermScore,
        Timeline,
        Verdict,
        VerdictKind,
    )
    from bcpq.query.filters import DateLike, Filters
    from bcpq.render.citations import FormattedCitation

__version__ = "0.2.0"

#: Each public name, and the module that it is in.
_PUBLIC = {
    **dict.fromkeys(("Corpus", "HasArticles", "create", "load", "open"), "api"),
    **dict.fromkeys(
        (
            "CODES", "AddError", "ArticleError", "BcpqError", "CorpusError", "QueryError",
            "StoreError", "UsageError",
        ),
        "errors",
    ),
    "Citation": "evidence.cite",
    **dict.fromkeys(("Addition", "TextConflict"), "importing.add"),
    "Submission": "importing.submission",
    "LoadReport": "index.opensearch.loader",
    **dict.fromkeys(
        (
            "ACCEPTED", "SCALE", "Acronym", "Answer", "Answers", "Article", "ArticleList",
            "Change", "CheckResult", "CorpusInfo", "Edit", "Excerpt", "Explanation", "Finding",
            "Hit", "Paragraph", "Period", "Place", "PublicationDate", "Scope", "SearchResult",
            "Stamp", "Suggestion", "TermScore", "Timeline", "Verdict", "VerdictKind",
        ),
        "model",
    ),
    **dict.fromkeys(("DateLike", "Filters"), "query.filters"),
    "FormattedCitation": "render.citations",
}  # fmt: skip

__all__ = [
    "ACCEPTED", "CODES", "SCALE", "Acronym", "AddError", "Addition", "Answer", "Answers",
    "Article", "ArticleError", "ArticleList", "BcpqError", "Change", "CheckResult", "Citation",
    "Corpus", "CorpusError", "CorpusInfo", "DateLike", "Edit", "Excerpt", "Explanation", "Filters",
    "Finding", "FormattedCitation", "HasArticles", "Hit", "LoadReport", "Paragraph", "Period",
    "Place", "PublicationDate", "QueryError", "Scope", "SearchResult", "Stamp", "StoreError",
    "Submission", "Suggestion", "TermScore", "TextConflict", "Timeline", "UsageError", "Verdict",
    "VerdictKind", "__version__", "create", "load", "open",
]  # fmt: skip

if not TYPE_CHECKING:  # for mypy, so that it knows every name and no other

    def __getattr__(name: str) -> object:
        """Load a public name when it is first used, so that a command loads what it needs."""
        if name not in _PUBLIC:
            raise AttributeError(f"module 'bcpq' has no attribute {name!r}")
        value = getattr(import_module(f"bcpq.{_PUBLIC[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted(__all__)
