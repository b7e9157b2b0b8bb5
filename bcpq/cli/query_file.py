"""Searching for each line of a file, for evaluation and for pipes."""

import json
import sys
from pathlib import Path
from typing import Any

from bcpq.api import Corpus
from bcpq.cli import output
from bcpq.cli.notes import list_notes
from bcpq.cli.opening import open_corpus
from bcpq.errors import BcpqError, QueryError, UsageError
from bcpq.model import Article, Record, SearchResult
from bcpq.query.parser import parse
from bcpq.render import formats

_LAYOUTS = ("tsv", "jsonl", "trec")


class _Line(Record):
    """A line of the file: a query with its id, or what is wrong with it."""

    number: int  # from 1
    id: str
    query: str
    error: QueryError | None = None


class _ArticlesSeen:
    """The articles of all results, for one stamp."""

    def __init__(self) -> None:
        self._known: dict[str, Article] = {}

    def add(self, result: SearchResult) -> None:
        """Note the articles of a result."""
        self._known |= {article.id: article for article in result.articles}

    @property
    def articles(self) -> list[Article]:
        """Give all that were noted."""
        return [*self._known.values()]


def search_lines(
    origin: str,
    view: output.View,
    opening: tuple[str | None, str | None, bool],
    arguments: dict[str, Any],
) -> int:
    """Search for every line of a file; a bad line is reported, and the rest go on.

    Args:
        origin: The file; `-` for stdin.
        view: How results are shown.
        opening: The corpus, its certificates, and whether a faulty article is refused.
        arguments: What every search is called with.

    Returns:
        The exit status.

    Raises:
        UsageError: The layout is not one for many queries.
        BcpqError: The file cannot be read, or holds no query.
    """
    lines = _read_lines(origin)
    layout = "tsv" if view.format == "text" else view.format
    if layout not in _LAYOUTS:
        raise UsageError(f"--queries writes {', '.join(_LAYOUTS)}, not {layout}")
    seen = _ArticlesSeen()
    found = failed = 0
    with open_corpus(*opening) as corpus:
        for line in lines:
            try:
                result = _search(corpus, line, arguments)
            except QueryError as error:
                failed += 1
                _report(line, error, layout, view)
                continue
            found += len(result)
            seen.add(result)
            output.emit(_lay_out(line.id, result, layout), view)
            for note in list_notes(result, layout):
                output.note(f"{line.id}: {note}")
            output.progress(f"line {line.number:,}")
        output.progress("")
        output.note_stamp(lambda: corpus.stamp(seen), view)
    return 2 if failed else 0 if found else 1


def _search(corpus: Corpus, line: _Line, arguments: dict[str, Any]) -> SearchResult:
    if line.error:
        raise line.error
    return corpus.search(line.query, count=False, **arguments)


def _read_lines(origin: str) -> list[_Line]:
    if not origin.strip():
        raise UsageError("--queries is empty: name a file, or - for stdin")
    try:
        data = sys.stdin.buffer.read() if origin == "-" else Path(origin).read_bytes()
    except (OSError, AttributeError) as error:
        reason = getattr(error, "strerror", "no stdin")
        message = f"cannot read the queries in {origin}: {reason}"
        raise BcpqError(message, code="input-unreadable") from None
    lines = [
        _read_line(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()
    ]
    if not lines:
        name = "stdin" if origin == "-" else origin
        message = f"no query in {name}: write id<TAB>query, a line each"
        raise BcpqError(message, code="query-file-invalid")
    return lines


def _read_line(number: int, line: bytes) -> _Line:
    """Read `id<TAB>query`, or a JSON object with `id` and `query`."""
    identifier = ""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        if text.lstrip().startswith("{"):
            record = json.loads(text)
            identifier, query = record["id"], record["query"]
            identifier = str(identifier) if type(identifier) is int else identifier
            (identifier + query).encode()  # both text, and text that can be written
        else:
            identifier, tab, query = text.partition("\t")
            if not tab:
                identifier = ""
                raise QueryError(
                    "has no tab: write id<TAB>query, or a JSON object with id and query",
                    code="query-file-invalid",
                )
        if not identifier.strip() or identifier.split() != [identifier]:
            raise QueryError("needs an id without spaces", code="query-file-invalid")
        parse(query)
    except QueryError as error:
        return _Line(number=number, id=identifier, query="", error=error)
    except (ValueError, KeyError, TypeError, RecursionError):
        fault = QueryError(
            "is no UTF-8, or no JSON object with id and query as text", code="query-file-invalid"
        )
        return _Line(number=number, id="", query="", error=fault)
    return _Line(number=number, id=identifier, query=query)


def _report(line: _Line, error: QueryError, layout: str, view: output.View) -> None:
    if layout == "jsonl":
        from bcpq.render.json.state import describe_error

        record = describe_error(line.id, line.number, str(error), error.code)
        output.emit(formats.write_jsonl([record]), view)
    else:
        output.note(f"query line {line.number}: {error}")


def _lay_out(identifier: str, result: SearchResult, layout: str) -> str:
    if layout == "trec":  # qid Q0 docno rank score tag, as trec_eval and ir-measures read a run
        return "".join(
            f"{identifier} Q0 {hit.locator} {hit.rank} {hit.score:.8f} bcpq\n" for hit in result
        )
    if layout == "jsonl":
        from bcpq.render.json.passages import describe_hit

        return formats.write_jsonl({"id": identifier, **describe_hit(hit)} for hit in result)
    return formats.write_tsv((identifier, *row) for row in formats.hit_rows(result))
