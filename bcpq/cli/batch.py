"""Many queries at once, for evaluation and for pipes."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bcpq.bm25 import SCALE
from bcpq.cli import output
from bcpq.cli.find import notes, with_offers
from bcpq.errors import BcpqError, QueryError
from bcpq.model import Article, Found
from bcpq.query import Query, parse
from bcpq.render import machine
from bcpq.render.records import passages
from bcpq.store import Store

_FORMATS = ("tsv", "jsonl", "trec")


class _Asked(NamedTuple):
    line: int
    id: str
    query: Query | QueryError


def run(source: str, store: Store, find: Callable[[Store, Query], Found], view: output.View) -> int:
    """Search for every query of a file, or of stdin for `-`, and give the exit status.

    A line is `id<TAB>query`, or a JSON object with `id` and `query`. A bad one is told of, and the rest go on.
    """
    shape = "tsv" if view.format == "text" else view.format
    if shape not in _FORMATS:
        raise QueryError(f"--queries writes {', '.join(_FORMATS)}, not {shape}")
    total = bad = 0
    articles: dict[str, Article] = {}
    for asked in _read(source):
        try:
            if isinstance(asked.query, QueryError):
                raise asked.query
            found, offers = with_offers(store, find(store, asked.query))
        except QueryError as error:
            bad += 1
            _complain(asked, error, shape, view)
            continue
        total += len(found.hits)
        articles |= {hit.article.id: hit.article for hit in found.hits}
        output.emit(_laid_out(asked.id, found, shape), view)
        for line in notes(asked.query, found, offers, shape):
            output.note(f"{asked.id}: {line}")
        output.progress(f"line {asked.line:,}")
    output.progress("")
    output.note_stamp(output.stamper(store.digest, articles.values()), view)
    return 2 if bad else 0 if total else 1


def _read(source: str) -> Iterator[_Asked]:
    try:
        lines = sys.stdin.buffer.readlines() if source == "-" else open(source, "rb").readlines()  # noqa: SIM115
    except (OSError, AttributeError) as error:
        raise BcpqError(f"cannot read the queries in {source}: {getattr(error, 'strerror', 'no stdin')}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _asked(number, line)


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
                raise QueryError("has no tab: write id<TAB>query, or a JSON object with id and query")
        if not identifier.strip() or identifier.split() != [identifier]:
            raise QueryError("needs an id without spaces")
        return _Asked(number, identifier, parse(query))
    except QueryError as error:
        return _Asked(number, identifier, error)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _Asked(number, "", QueryError("is no UTF-8, or no JSON object with id and query as text"))


def _complain(asked: _Asked, error: QueryError, shape: str, view: output.View) -> None:
    if shape == "jsonl":
        record = {"schema": "bcpq.error/1", "id": asked.id or None, "line": asked.line, "error": str(error)}
        output.emit(machine.jsonl([record]), view)
    else:
        output.note(f"query line {asked.line}: {error}")


def _laid_out(identifier: str, found: Found, shape: str) -> str:
    if shape == "trec":  # qid Q0 docno rank score tag, as trec_eval and ir-measures read a run
        rows = ((identifier, "Q0", h.passage.locator, h.rank, f"{h.score / SCALE:.8f}", "bcpq") for h in found.hits)
        return "".join(" ".join(map(str, row)) + "\n" for row in rows)
    if shape == "jsonl":
        return machine.jsonl({"id": identifier, **passages.hit_record(hit)} for hit in found.hits)
    return machine.tsv((identifier, *row) for row in passages.hit_rows(found))
