"""Loads a cluster: a whole corpus, or one article at a time.

A corpus is loaded into an index of its own, and its name is switched to that at the end. The index
holds three kinds of documents besides articles, paragraphs and words: one says how many articles
are stored, and whether that is all (`_PROGRESS`); and a lock says that an article is being added.
"""

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
from bcpq.index.opensearch.client import ClusterClient, ClusterIndex
from bcpq.index.opensearch.mapping import (
    FORMAT,
    DocumentPlace,
    DocumentWriter,
    IndexDocument,
    bulk_lines,
    described_by_bcpq,
    mapping,
    settings,
)
from bcpq.index.opensearch.store import OpenSearchStore
from bcpq.index.opensearch.sums import CorpusSums
from bcpq.index.store import CorpusFault
from bcpq.model import Document

#: Characters sent at once, before it is known that the last were stored: as much as a node takes
#: without trouble.
BATCH_SIZE = 4 * 2**20
#: Seconds that an index may take to be made.
_CREATE_SECONDS = 60
#: Seconds that copies may take to be made, before readers are let in all the same.
_COPY_SECONDS = 60
#: The name of the document that says how much is stored; no id of an article.
_PROGRESS = "="
#: Seconds after which an article that is being added is given up for lost.
_LOCK_SECONDS = 120


class LoadReport(NamedTuple):
    """What came of loading a corpus."""

    articles: int  # of the corpus
    already_stored: int  # of these, when the loading began
    all_copies_made: bool
    drops_added: bool  # articles that were added in the old index are not in the new one


class _Progress(NamedTuple):
    """How much of a corpus an index holds."""

    done: int  # articles stored
    digest: str  # of all of them, when the index was complete; "" before


def load(
    client: ClusterClient,
    corpus: str,
    contents: Contents,
    *,
    shards: int,
    replicas: int,
    progress: Callable[[int, int], None] | None = None,
    batch_size: int = BATCH_SIZE,
) -> LoadReport:
    """Load a corpus into an index of its own, and let its name stand for that when it is complete.

    It goes on where an earlier load of the same files stopped. The index that the name stood for
    stays until the next load.

    Args:
        client: A connection to the cluster, with the corpus's name.
        corpus: The files that are loaded, as the reader is told.
        contents: What they hold.
        shards: Into how many parts the index is split.
        replicas: How many copies of it are kept.
        progress: Called with how many of how many articles are done.
        batch_size: How many characters are sent at once.

    Raises:
        StoreError: The cluster fails, or the name stands for something else.
    """
    client.version()
    name = client.address.name
    state = zlib.crc32(repr((FORMAT, shards, sorted(contents.checksums.items()))).encode())
    current = _indexes_named(client)
    same_files = client.ask("GET", f"/{name}-{state:08x}-*", allow=(404,)) or {}
    progress_of = {
        index: _read_progress(client, index)
        for index, description in same_files.items()
        if described_by_bcpq(description)
    }
    live = any(_read_progress(client, index).digest != _digest(client, index) for index in current)
    if not live and (same := progress_of.keys() & current):
        copied = _make_copies(client, same.pop(), replicas)
        return LoadReport(
            articles=contents.size,
            already_stored=contents.size,
            all_copies_made=copied,
            drops_added=False,
        )
    begun = [
        index for index, stored in progress_of.items() if not stored.digest and index not in current
    ]
    if begun:
        index = begun[0]
    else:
        turns = [int(index.rpartition("-")[2]) for index in same_files]
        index = f"{name}-{state:08x}-{1 + max(turns, default=0)}"
        faults = [CorpusFault(line=str(fault), left_out=fault.fatal) for fault in contents.faults]
        _create(client, index, {"settings": settings(shards), "mappings": mapping(corpus, faults)})
    before = progress_of[index].done if begun else 0
    documents = _store_articles(client, index, contents, before, progress, batch_size)
    _complete(client, index, documents, contents.size)
    copied = _make_copies(client, index, replicas)
    _switch(client, index, current)
    return LoadReport(
        articles=contents.size, already_stored=before, all_copies_made=copied, drops_added=live
    )


def _indexes_named(client: ClusterClient) -> set[str]:
    """Return the indexes that the corpus's name stands for now."""
    name = client.address.name
    aliases = client.ask("GET", f"/_alias/{name}", allow=(404,))
    if aliases is None:
        if client.ask("HEAD", f"/{name}", allow=(404,)):
            raise StoreError(
                f"{client.address} is an index, not a name for one: choose another name",
                code="cluster-missing",
            )
        return set()
    for index, description in client.ask("GET", f"/{name}/_mapping").items():
        if described_by_bcpq(description) is None or not _is_index_of(name, index):
            raise StoreError(
                f"{client.address} stands for {index}, another corpus's index: choose another name",
                code="cluster-missing",
            )
    return set(aliases)


def _is_index_of(name: str, index: str) -> bool:
    """Tell whether an index is named as those of a corpus are: its name, which files, a turn."""
    return re.fullmatch(f"{re.escape(name)}-[0-9a-f]{{8}}-[0-9]+", index) is not None


def _read_progress(client: ClusterClient, index: str) -> _Progress:
    answer = client.ask("GET", f"/{index}/_doc/{_PROGRESS}", allow=(404,))
    record = answer["_source"]["record"] if answer and answer["found"] else {}
    return _Progress(done=int(record.get("done", 0)), digest=str(record.get("digest", "")))


def _write_progress(client: ClusterClient, index: str, progress: _Progress) -> None:
    record: dict[str, object] = {"done": progress.done}
    if progress.digest:
        record["digest"] = progress.digest
    document = IndexDocument(
        place=DocumentPlace(name=_PROGRESS, routing=_PROGRESS),
        content={"kind": "done", "record": record},
    )
    client.write(index, bulk_lines([document]))


def _digest(client: ClusterClient, index: str) -> str:
    return CorpusSums(ClusterIndex(client, index)).digest


def _create(client: ClusterClient, index: str, description: object) -> None:
    try:
        client.ask("PUT", f"/{index}", description, seconds=_CREATE_SECONDS)
    except StoreError as error:
        if "resource_already_exists" not in str(error):  # by a try before, whose answer was lost
            raise


def _store_articles(
    client: ClusterClient,
    index: str,
    contents: Contents,
    before: int,
    progress: Callable[[int, int], None] | None,
    batch_size: int,
) -> int:
    """Store the articles behind the first `before`; return how many documents all of them are."""
    writer = DocumentWriter()
    batch: list[str] = []
    size = count = 0
    with ThreadPoolExecutor(1) as sender:  # the next batch is made while the last is stored
        sent = sender.submit(lambda: None)
        for number, document in enumerate(contents.documents):
            if progress:
                progress(number, contents.size)
            documents = writer.write(document)
            count += len(documents.own)
            if number < before:
                continue
            lines = [*bulk_lines(documents.own), *bulk_lines(documents.words)]
            batch += lines
            size += sum(map(len, lines))
            if size >= batch_size or number == contents.size - 1:
                sent.result()
                sent = sender.submit(_send, client, index, batch, number + 1)
                batch, size = [], 0
        sent.result()
    return count


def _send(client: ClusterClient, index: str, batch: Sequence[str], done: int) -> None:
    """Store a batch, and then how many articles are stored with it."""
    client.write(index, batch)
    _write_progress(client, index, _Progress(done=done, digest=""))


def _complete(client: ClusterClient, index: str, documents: int, articles: int) -> None:
    """Make sure that so many documents are there, and say that this is all."""
    client.ask("POST", f"/{index}/_refresh", seconds=_COPY_SECONDS)
    description = described_by_bcpq(client.ask("GET", f"/{index}/_mapping")[index])
    kinds = {"terms": {"kind": ["article", "passage", "paragraph"]}}
    answer = client.search(index, {"query": kinds, "size": 0, "track_total_hits": True})
    total = answer["hits"]["total"]["value"]
    if total != documents or description is None:  # somebody took it away while it was loaded
        raise StoreError(
            f"{index} has {total:,} documents where {documents:,} were stored: "
            "delete it and load again",
            code="cluster-refused",
        )
    _write_progress(client, index, _Progress(done=articles, digest=_digest(client, index)))


def _make_copies(client: ClusterClient, index: str, replicas: int) -> bool:
    """Have copies made, and wait for them a while; tell whether they are."""
    client.ask("PUT", f"/{index}/_settings", {"number_of_replicas": replicas})
    path = f"/_cluster/health/{index}?wait_for_status=green&timeout={_COPY_SECONDS}s"
    return client.ask("GET", path, seconds=_COPY_SECONDS + 10, allow=(408,)) is not None


def _switch(client: ClusterClient, index: str, before: Collection[str]) -> None:
    """Let a corpus's name stand for an index, and remove older ones.

    Of the complete ones, that for which it stood before stays.
    """
    name = client.address.name
    remove = {"index": f"{name}-*", "alias": name, "must_exist": False}
    actions: list[dict[str, Any]] = [{"remove": remove}, {"add": {"index": index, "alias": name}}]
    client.ask("POST", "/_aliases", {"actions": actions})
    for old, description in (client.ask("GET", f"/{name}-*", allow=(404,)) or {}).items():
        is_kept = old == index or old in before or description["aliases"]
        if is_kept or described_by_bcpq(description) is None or not _is_index_of(name, old):
            continue
        if _read_progress(client, old).digest:  # one that is not complete may be another loader's
            client.ask("DELETE", f"/{old}", allow=(404,))


def add(
    store: OpenSearchStore, submission: Submission, overrides: Overrides, *, replace: bool = False
) -> Addition:
    """Put an article into a corpus that readers have open: the next search finds it.

    A text that is there already changes nothing.

    Args:
        store: The corpus.
        submission: The article.
        overrides: What the reader says of it.
        replace: Whether it may take the place of one that is there with another text.

    Raises:
        TextConflict: It is there with another text, and `replace` is not set.
        AddError: A corpus cannot hold it, or it is being added by somebody else just now.
        StoreError: The cluster fails.
    """
    _, document = compose_article(submission, overrides)
    with _lock(store, submission.id):
        conflicting = store.conflicting(document.article)
        addition = decide(submission, overrides, document, conflicting, replace=replace)
        if addition.outcome == "same":
            return addition
        if addition.id != submission.id:
            same_id = submission._replace(id=addition.id)
            return add(store, same_id, overrides, replace=replace)
        _put(store, document)
    return addition


@contextmanager
def _lock(store: OpenSearchStore, identifier: str) -> Iterator[None]:
    """Keep others from adding an article of the same id meanwhile.

    Raises:
        AddError: Somebody else is adding one.
    """
    path = f"/{store.index.name}/_doc/!{identifier}"
    own: dict[str, Any] = {"since": time.time(), "by": f"{platform.node()} {os.getpid()}"}
    document = {"kind": "lock", "record": own}
    ask = partial(store.client.ask, path=path, routing=identifier)
    locked = ask("PUT", body=document, allow=(409,), op_type="create")
    held = None if locked else ask("GET", allow=(404,))
    if held and held["found"]:
        lock = held["_source"]["record"]
        locked = lock["by"] == own["by"]  # by a try whose answer was lost
        if time.time() > lock["since"] + _LOCK_SECONDS:  # by one that died
            locked = ask(
                "PUT",
                body=document,
                allow=(409,),
                if_seq_no=held["_seq_no"],
                if_primary_term=held["_primary_term"],
            )
    if not locked:
        raise AddError(
            f"{identifier} is being added by somebody else just now: add it again",
            code="import-conflict",
        )
    try:
        yield
    finally:
        with suppress(StoreError):  # what was stored is stored; a lock ends by itself
            ask("DELETE", allow=(404,))


def _put(store: OpenSearchStore, document: Document) -> None:
    """Store an article, in place of one of the same id."""
    documents = DocumentWriter().write(document)
    kept = {own.place.name for own in documents.own}
    identifier = document.article.id
    number = store.number(identifier)
    before = [] if number is None else store.text(number)
    gone = [paragraph.locator for paragraph in before if paragraph.locator not in kept]
    deletions = [
        json.dumps({"delete": {"_id": locator, "routing": identifier}}) for locator in gone
    ]
    lines = [*bulk_lines(documents.words), *bulk_lines(documents.own), *deletions]
    store.client.write(store.index.name, lines, refresh=True)
