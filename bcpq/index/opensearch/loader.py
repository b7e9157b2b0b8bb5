"""How does a corpus come into a cluster? Whole, behind a name that is switched at the end; or an article at a time."""

import json
import os
import platform
import re
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NamedTuple

from bcpq.corpus.reader import Contents
from bcpq.errors import AddError, StoreError
from bcpq.importing.add import Addition, compose_article, decide
from bcpq.importing.submission import Overrides, Submission
from bcpq.index.opensearch import mapping
from bcpq.index.opensearch.client import ClusterClient
from bcpq.index.opensearch.index import Index, ours
from bcpq.index.opensearch.mapping import FORMAT, Writer
from bcpq.index.opensearch.store import OpenSearchStore
from bcpq.index.opensearch.sums import Sums
from bcpq.model import Document

#: Characters sent at once, before it is known that the last were stored: as much as a node takes without trouble.
_BATCH = 4 * 2**20
#: Seconds that copies may take to be made, before readers are let in all the same.
_COPIES = 60
#: The document that tells how many articles are stored.
_DONE = "="
#: Seconds after which an article that is being added is given up for lost.
_LOCK = 120


class LoadReport(NamedTuple):
    """What came of loading a corpus."""

    before: int  # articles that were stored already
    copied: bool  # all copies are made
    live: bool  # articles that were added or replaced in the old index are not in the new one


def load(
    connection: ClusterClient,
    corpus: str,
    contents: Contents,
    *,
    shards: int,
    replicas: int,
    progress: Callable[[int, int], None] | None = None,
) -> LoadReport:
    """Load a corpus into an index of its own, and let its name stand for that when it is complete.

    Goes on where an earlier load of the same files stopped. The index that the name stood for stays until the next
    load. Raises StoreError when the cluster fails.
    """
    connection.version()
    name = connection.address.name
    state = zlib.crc32(repr((FORMAT, shards, sorted(contents.checksums.items()))).encode())
    named = _named(connection)
    like = connection.ask("GET", f"/{name}-{state:08x}-*", allow=(404,)) or {}
    marks = {index: _mark(connection, index) for index in like if ours(like[index])}
    live = any(
        _mark(connection, index).get("digest") != _digest(connection, index) for index in named
    )
    if not live and (same := marks.keys() & named):
        return LoadReport(contents.size, _copied(connection, same.pop(), replicas), False)
    begun = [index for index, mark in marks.items() if "digest" not in mark and index not in named]
    index = (
        begun[0]
        if begun
        else f"{name}-{state:08x}-{1 + max((int(i.rpartition('-')[2]) for i in like), default=0)}"
    )
    if not begun:
        faults = [(str(fault), fault.fatal) for fault in contents.faults]
        _made(
            connection,
            index,
            {"settings": mapping.settings(shards), "mappings": mapping.mapping(corpus, faults)},
        )
    done = int(marks.get(index, {}).get("done", 0))
    stored = _store(connection, index, contents, done, progress)
    _complete(connection, index, stored, contents.size)
    copied = _copied(connection, index, replicas)
    _switch(connection, index, named)
    return LoadReport(done, copied, live)


def _named(connection: ClusterClient) -> set[str]:
    """List the indexes that a corpus's name stands for now."""
    name = connection.address.name
    found = connection.ask("GET", f"/_alias/{name}", allow=(404,))
    if found is None and connection.ask("HEAD", f"/{name}", allow=(404,)):
        raise StoreError(
            f"{connection.address} is an index, not a name for one: choose another name"
        )
    for index, described in (connection.ask("GET", f"/{name}/_mapping") if found else {}).items():
        if ours(described) is None or not _made_for(name, index):
            raise StoreError(
                f"{connection.address} stands for {index}, another corpus's index: choose another name"
            )
    return set(found or ())


def _made_for(name: str, index: str) -> bool:
    """Tell whether an index is called as those of a corpus are: its name, which files, which time."""
    return re.fullmatch(f"{re.escape(name)}-[0-9a-f]{{8}}-[0-9]+", index) is not None


def _mark(connection: ClusterClient, index: str) -> dict[str, Any]:
    """Read how much of a corpus an index holds: articles, and the digest of all of them when it was complete."""
    found = connection.ask("GET", f"/{index}/_doc/{_DONE}", allow=(404,))
    return dict(found["_source"]["record"]) if found and found["found"] else {}


def _digest(connection: ClusterClient, index: str) -> str:
    return Sums(Index(connection, index)).digest


def _marked(connection: ClusterClient, index: str, **mark: object) -> None:
    connection.write(index, mapping.lines([(_DONE, _DONE, {"kind": "done", "record": mark})]))


def _made(connection: ClusterClient, index: str, described: object) -> None:
    try:
        connection.ask("PUT", f"/{index}", described, seconds=60)
    except StoreError as error:
        if "resource_already_exists" not in str(error):  # by a try before, whose answer was lost
            raise


def _store(
    connection: ClusterClient,
    index: str,
    contents: Contents,
    done: int,
    progress: Callable[[int, int], None] | None,
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


def _send(connection: ClusterClient, index: str, batch: Sequence[str], done: int) -> None:
    """Store a batch, and then how many articles are stored with it."""
    connection.write(index, batch)
    _marked(connection, index, done=done)


def _complete(connection: ClusterClient, index: str, stored: int, articles: int) -> None:
    """Make sure that everything is there, and mark it."""
    connection.ask("POST", f"/{index}/_refresh", seconds=_COPIES)
    known = ours(connection.ask("GET", f"/{index}/_mapping")[index])
    kinds = {"terms": {"kind": ["article", "passage", "paragraph"]}}
    found = connection.search(index, {"query": kinds, "size": 0, "track_total_hits": True})
    there = found["hits"]["total"]["value"]
    if there != stored or known is None:  # somebody took it away while it was loaded
        raise StoreError(
            f"{index} has {there:,} documents where {stored:,} were stored: delete it and load again"
        )
    _marked(connection, index, done=articles, digest=_digest(connection, index))


def _copied(connection: ClusterClient, index: str, replicas: int) -> bool:
    """Have copies made, and wait for them a while; tell whether they are."""
    connection.ask("PUT", f"/{index}/_settings", {"number_of_replicas": replicas})
    path = f"/_cluster/health/{index}?wait_for_status=green&timeout={_COPIES}s"
    return connection.ask("GET", path, seconds=_COPIES + 10, allow=(408,)) is not None


def _switch(connection: ClusterClient, index: str, before: Collection[str]) -> None:
    """Let a corpus's name stand for an index, and remove all complete ones but the one it stood for."""
    name = connection.address.name
    remove = {"index": f"{name}-*", "alias": name, "must_exist": False}
    actions: list[dict[str, Any]] = [{"remove": remove}, {"add": {"index": index, "alias": name}}]
    connection.ask("POST", "/_aliases", {"actions": actions})
    listed = connection.ask("GET", f"/{name}-*", allow=(404,)) or {}
    for old, described in listed.items():
        if old == index or old in before or described["aliases"] or ours(described) is None:
            continue
        # One without a mark of completion may be another loader's.
        if _made_for(name, old) and "digest" in _mark(connection, old):
            connection.ask("DELETE", f"/{old}", allow=(404,))


def add(
    cluster: OpenSearchStore, incoming: Submission, given: Overrides, *, replace: bool = False
) -> Addition:
    """Put an article into a corpus that readers have open: the next search finds it.

    A text that is there already changes nothing. Raises Changed for one that is there with another text, unless
    `replace`; ImportFault for what a corpus cannot hold; StoreError when the cluster fails.
    """
    _, document = compose_article(incoming, given)
    with _alone(cluster, incoming.id):
        found = decide(incoming, given, document, cluster.beside(document.article), replace=replace)
        if found.outcome == "same":
            return found
        if found.id != incoming.id:
            return add(cluster, incoming._replace(id=found.id), given, replace=replace)
        _put(cluster, document)
    return found


@contextmanager
def _alone(cluster: OpenSearchStore, name: str) -> Iterator[None]:
    """Keep others from putting in an article of the same id meanwhile; raise ImportFault where one does already."""
    path = f"/{cluster.index.name}/_doc/!{name}"
    own: dict[str, Any] = {"since": time.time(), "by": f"{platform.node()} {os.getpid()}"}
    mine = {"kind": "lock", "record": own}
    ask = partial(cluster.connection.ask, path=path, routing=name)
    got = ask("PUT", body=mine, allow=(409,), op_type="create")
    held = None if got else ask("GET", allow=(404,))
    if held and held["found"]:
        lock = held["_source"]["record"]
        got = lock["by"] == own["by"]  # by a try whose answer was lost
        if time.time() > lock["since"] + _LOCK:  # by one that died
            got = ask(
                "PUT",
                body=mine,
                allow=(409,),
                if_seq_no=held["_seq_no"],
                if_primary_term=held["_primary_term"],
            )
    if not got:
        raise AddError(f"{name} is being added by somebody else just now: add it again")
    try:
        yield
    finally:
        with suppress(StoreError):  # what was stored is stored; a lock ends by itself
            ask("DELETE", allow=(404,))


def _put(cluster: OpenSearchStore, document: Document) -> None:
    """Store an article, in place of one of the same id."""
    entries, new = Writer().documents(document)
    kept = {name for name, _, _ in entries}
    name = document.article.id
    number = cluster.number(name)
    before = [] if number is None else cluster.text(number)
    gone = [row.locator for row in before if row.locator not in kept]
    deleted = [json.dumps({"delete": {"_id": locator, "routing": name}}) for locator in gone]
    cluster.connection.write(
        cluster.index.name, [*mapping.lines(new), *mapping.lines(entries), *deleted], refresh=True
    )
