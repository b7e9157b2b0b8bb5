"""Many queries at once, for evaluation and for pipes."""

import json
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bcpq.cli import output
from bcpq.cli.find import notes, with_offers
from bcpq.errors import BcpqError, QueryError
from bcpq.index.store import Store
from bcpq.model import SCALE, Article, SearchResult
from bcpq.query.parser import Query, parse
from bcpq.render import formats as machine
from bcpq.render.records import passages

_FORMATS = ("tsv", "jsonl", "trec")


class _Asked(NamedTuple):
    line: int
    id: str
    query: Query | QueryError


class Batch:
    """The queries of a file, or of stdin for `-`, that are not answered yet, and what came of the others."""

    def __init__(self, source: str) -> None:
        """Read the queries: a line is `id<TAB>query`, or a JSON object with `id` and `query`."""
        if not source.strip():
            raise QueryError("--queries is empty: name a file, or - for stdin")
        try:
            lines = (sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()).split(
                b"\n"
            )
        except (OSError, AttributeError) as error:
            raise BcpqError(
                f"cannot read the queries in {source}: {getattr(error, 'strerror', 'no stdin')}"
            ) from None
        self._waiting = deque(
            _asked(number, line) for number, line in enumerate(lines, 1) if line.strip()
        )
        if not self._waiting:
            raise BcpqError(
                f"no query in {'stdin' if source == '-' else source}: write id<TAB>query, a line each"
            )
        self._found = self._bad = 0
        self._articles: dict[str, Article] = {}

    def run(
        self, store: Store, find: Callable[[Store, Query], SearchResult], view: output.View
    ) -> int:
        """Search for every query that waits, and give the exit status; a bad one is told of, and the rest go on.

        After a StoreError it may be run again: what was answered is not answered again.
        """
        shape = "tsv" if view.format == "text" else view.format
        if shape not in _FORMATS:
            raise QueryError(f"--queries writes {', '.join(_FORMATS)}, not {shape}")
        while self._waiting:
            asked = self._waiting[0]
            try:
                if isinstance(asked.query, QueryError):
                    raise asked.query
                self._answer(
                    asked, asked.query, *with_offers(store, find(store, asked.query)), shape, view
                )
            except QueryError as error:
                self._bad += 1
                _complain(asked, error, shape, view)
            self._waiting.popleft()
        output.progress("")
        output.note_stamp(output.stamper(store.statistics.digest, self._articles.values()), view)
        return 2 if self._bad else 0 if self._found else 1

    def _answer(
        self,
        asked: _Asked,
        query: Query,
        found: SearchResult,
        offers: list[str],
        shape: str,
        view: output.View,
    ) -> None:
        self._found += len(found.hits)
        self._articles |= {hit.article.id: hit.article for hit in found.hits}
        output.emit(_laid_out(asked.id, found, shape), view)
        for line in notes(query, found, offers, shape):
            output.note(f"{asked.id}: {line}")
        output.progress(f"line {asked.line:,}")


def _asked(number: int, line: bytes) -> _Asked:
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
                    "has no tab: write id<TAB>query, or a JSON object with id and query"
                )
        if not identifier.strip() or identifier.split() != [identifier]:
            raise QueryError("needs an id without spaces")
        return _Asked(number, identifier, parse(query))
    except QueryError as error:
        return _Asked(number, identifier, error)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _Asked(
            number, "", QueryError("is no UTF-8, or no JSON object with id and query as text")
        )


def _complain(asked: _Asked, error: QueryError, shape: str, view: output.View) -> None:
    if shape == "jsonl":
        record = {
            "schema": "bcpq.error/1",
            "id": asked.id or None,
            "line": asked.line,
            "error": str(error),
        }
        output.emit(machine.jsonl([record]), view)
    else:
        output.note(f"query line {asked.line}: {error}")


def _laid_out(identifier: str, found: SearchResult, shape: str) -> str:
    if shape == "trec":  # qid Q0 docno rank score tag, as trec_eval and ir-measures read a run
        rows = (
            (identifier, "Q0", h.passage.locator, h.rank, f"{h.score / SCALE:.8f}", "bcpq")
            for h in found.hits
        )
        return "".join(" ".join(map(str, row)) + "\n" for row in rows)
    if shape == "jsonl":
        return machine.jsonl({"id": identifier, **passages.hit_record(hit)} for hit in found.hits)
    return machine.tsv((identifier, *row) for row in passages.hit_rows(found))
