"""How does a corpus come into a cluster? Whole, behind a name that is switched at the end; or an article at a time."""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bcpq.cluster import mapping
from bcpq.cluster.connection import Connection
from bcpq.cluster.mapping import FORMAT, Writer
from bcpq.cluster.store import Cluster
from bcpq.documents import Contents
from bcpq.errors import StoreError
from bcpq.library import Added, Draft, Known, settled, written
from bcpq.model import Document

#: Characters sent at once, before it is known that the last were stored: as much as a node takes without trouble.
_BATCH = 4 * 2**20
#: Seconds that copies may take to be made, before readers are let in all the same.
_COPIES = 60
#: The document that tells how many articles are stored.
_DONE = "="


def load(
    connection: Connection,
    corpus: str,
    contents: Contents,
    *,
    shards: int,
    replicas: int,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Load a corpus into an index of its own, and let its name stand for that when it is complete.

    Goes on where an earlier load of the same files stopped; gives the number of articles that were stored before. The
    index that the name stood for stays until the next load. Raises StoreError when the cluster fails.
    """
    name = connection.address.name
    state = zlib.crc32(repr((FORMAT, shards, sorted(contents.checksums.items()))).encode())
    index = f"{name}-{state:08x}"
    aliases = _names(connection, name)
    if index in aliases:
        return contents.size  # these very files are what the name stands for
    found = connection.ask("GET", f"/{index}", allow=(404,))
    if found is None:
        faults = [(str(fault), fault.fatal) for fault in contents.faults]
        _made(connection, index, {"settings": mapping.settings(shards), "mappings": mapping.mapping(corpus, faults)})
    done = _done(connection, index)
    stored = _store(connection, index, contents, done, progress)
    _complete(connection, index, stored, contents.size, replicas)
    _switch(connection, name, index, aliases)
    return done


def _names(connection: Connection, name: str) -> list[str]:
    """List the indexes that a name stands for now."""
    found = connection.ask("GET", f"/_alias/{name}", allow=(404,))
    if found is None and connection.ask("HEAD", f"/{name}", allow=(404,)):
        raise StoreError(f"{connection.address} is an index, not a name for one: choose another name")
    for index, described in (connection.ask("GET", f"/{name}/_mapping") if found else {}).items():
        if "bcpq" not in described["mappings"].get("_meta", {}):
            raise StoreError(f"{connection.address} stands for {index}, no index of bcpq's: choose another name")
    return [*(found or ())]


def _made(connection: Connection, index: str, described: object) -> None:
    try:
        connection.ask("PUT", f"/{index}", described, seconds=60)
    except StoreError as error:
        if "resource_already_exists" not in str(error):  # by a try before, whose answer was lost
            raise


def _done(connection: Connection, index: str) -> int:
    found = connection.ask("GET", f"/{index}/_doc/{_DONE}", allow=(404,))
    return int(found["_source"]["record"]["done"]) if found and found["found"] else 0


def _store(
    connection: Connection, index: str, contents: Contents, done: int, progress: Callable[[int, int], None] | None
) -> int:
    """Store the articles from the one numbered `done` on; give the number of documents that all of them are."""
    writer = Writer()
    batch: list[str] = []
    size = count = 0
    with ThreadPoolExecutor(1) as sender:  # the next batch is made while the last is stored
        sent = sender.submit(lambda: None)
        for number, document in enumerate(contents.documents):
            if progress:
                progress(number, contents.size)
            entries, new = writer.documents(document)
            count += len(entries)
            if number < done:
                continue
            lines = [*mapping.lines(entries), *mapping.lines(new)]
            batch += lines
            size += sum(map(len, lines))
            if size >= _BATCH or number == contents.size - 1:
                sent.result()
                sent = sender.submit(_send, connection, index, batch, number + 1)
                batch, size = [], 0
        sent.result()
    return count


def _send(connection: Connection, index: str, batch: Sequence[str], done: int) -> None:
    """Store a batch, and then how many articles are stored with it."""
    connection.write(index, batch)
    connection.write(index, mapping.lines([(_DONE, _DONE, {"kind": "done", "record": {"done": done}})]))


def _complete(connection: Connection, index: str, stored: int, articles: int, replicas: int) -> None:
    """Make copies, and make sure that everything is there."""
    connection.ask("POST", f"/{index}/_refresh", seconds=_COPIES)
    kinds = {"terms": {"kind": ["article", "passage", "paragraph"]}}
    found = connection.search(index, {"query": kinds, "size": 0, "track_total_hits": True})
    known = connection.ask("GET", f"/{index}/_mapping")[index]["mappings"].get("_meta", {})
    there = found["hits"]["total"]["value"]
    if there != stored or "bcpq" not in known:  # somebody took it away while it was loaded
        raise StoreError(f"{index} has {there:,} documents where {stored:,} were stored: delete it and load again")
    connection.ask("PUT", f"/{index}/_settings", {"number_of_replicas": replicas})
    health = f"/_cluster/health/{index}"
    connection.ask("GET", health, seconds=_COPIES + 10, wait_for_status="green", timeout=f"{_COPIES}s", allow=(408,))


def _switch(connection: Connection, name: str, index: str, before: Iterable[str]) -> None:
    """Let a name stand for an index, and remove all but the one it stood for."""
    actions: list[dict[str, Any]] = [{"remove": {"index": old, "alias": name}} for old in before]
    actions.append({"add": {"index": index, "alias": name}})
    connection.ask("POST", "/_aliases", {"actions": actions})
    listed = connection.ask("GET", f"/{name}-*", allow=(404,)) or {}
    idle = {old for old, described in listed.items() if "bcpq" in described["mappings"].get("_meta", {})}
    for old in idle.difference(before, [index]):
        if re.fullmatch(f"{re.escape(name)}-[0-9a-f]{{8}}", old) and not listed[old]["aliases"]:
            connection.ask("DELETE", f"/{old}", allow=(404,))


def add(cluster: Cluster, draft: Draft, known: Known, *, replace: bool = False) -> Added:
    """Put an article into a corpus that readers have open: the next search finds it.

    A text that is there already changes nothing. Raises Changed for one that is there with another text, unless
    `replace`; ImportFault for what a corpus cannot hold; StoreError when the cluster fails.
    """
    _, document = written(draft, known)
    found = settled(draft, known, document, cluster.beside(document.article), replace=replace)
    if found.outcome != "same":
        if found.id != draft.id:
            _, document = written(draft._replace(id=found.id), known)
        _put(cluster, document)
    return found


def _put(cluster: Cluster, document: Document) -> None:
    """Store an article, in place of one of the same id."""
    entries, new = Writer().documents(document)
    kept = {name for name, _, _ in entries}
    name = document.article.id
    number = cluster.number(name)
    before = [] if number is None else cluster.text(number)
    gone = [row.locator for row in before if row.locator not in kept]
    deleted = [json.dumps({"delete": {"_id": locator, "routing": name}}) for locator in gone]
    cluster.connection.write(cluster.index.name, [*mapping.lines(new), *mapping.lines(entries), *deleted], refresh=True)
