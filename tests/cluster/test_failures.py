"""Nodes die, loaders die: what readers see is right, or an error, and nothing is lost."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bcpq.errors import StoreError
from bcpq.importing.submission import Overrides
from bcpq.index.opensearch import loader
from bcpq.index.opensearch.client import ClusterClient, parse_address
from bcpq.index.opensearch.store import OpenSearchStore
from bcpq.query.parser import parse
from bcpq.search.passages import search
from tests import samples
from tests.cluster.conftest import Servers, contents
from tests.cluster.nodes import Nodes
from tests.conftest import Bcpq, environment

#: What clients ask all the while; what is added meanwhile holds none of these words.
QUERIES = (
    "+agency +staff",
    '"not fit for purpose"',
    "+HMO",
    "+permanence",
    '"domestic abuse" OR neglect',
)


@pytest.fixture
def nodes(servers: Servers) -> Nodes:
    """Give nodes that may be killed."""
    if servers.nodes is None:
        pytest.skip("nodes of BCPQ_TEST_OPENSEARCH are not killed")
    return servers.nodes


class Seen(NamedTuple):
    """What clients saw."""

    answers: list[int]  # one entry a right answer
    wrong: list[str]
    errors: list[str]
    added: list[str]  # articles whose storing was acknowledged


def found(store: OpenSearchStore, query: str) -> list[str]:
    """Name everything that a query finds."""
    return sorted(hit.passage.locator for hit in search(store, parse(query)).hits)


def repeated(stop: threading.Event, seen: Seen, action: Callable[[], None]) -> threading.Thread:
    """Do something time and again, in a thread; the tool's own errors are noted, others end it."""

    def run() -> None:
        while not stop.is_set():
            try:
                action()
            except StoreError as error:
                seen.errors.append(str(error))
            except Exception as error:
                seen.wrong.append(repr(error))
                raise
            stop.wait(0.05)  # the machine has others to serve

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def clients(servers: Servers) -> Iterator[Seen]:
    """Let four clients search and one add articles until the test ends."""
    target = parse_address(f"opensearch://{servers.hosts}/bcpq-test-killed")
    loader.load(ClusterClient(target), "five", contents(samples.CORPUS), shards=3, replicas=1)
    here = samples.five()
    wanted = {
        query: sorted(hit.passage.locator for hit in search(here, parse(query)).hits)
        for query in QUERIES
    }
    seen = Seen([], [], [], [])
    stop = threading.Event()

    def ask() -> None:
        store = OpenSearchStore(ClusterClient(target))
        for query, locators in wanted.items():
            if (there := found(store, query)) == locators:
                seen.answers.append(1)
            else:
                seen.wrong.append(f"{query}: {there}")

    def add() -> None:
        name = f"zz-{len(seen.added)}"
        text = f"zebra number {name}\nand another zebra\n".encode()
        draft = samples.submission(name, text)
        loader.add(
            OpenSearchStore(ClusterClient(target)), draft, Overrides(source="Paper", date="2024")
        )
        seen.added.append(name)

    threads = [repeated(stop, seen, action) for action in (ask, ask, ask, ask, add)]
    yield seen
    stop.set()
    for thread in threads:
        thread.join()


def progressed(seen: Seen, seconds: float = 60) -> None:
    """Wait until clients have right answers and articles are added, without an error in between."""
    end = time.monotonic() + seconds
    before = seen
    while time.monotonic() < end:
        if len(seen.errors) > len(before.errors) or before is seen:
            before = Seen([*seen.answers], [*seen.wrong], [*seen.errors], [*seen.added])
        if len(seen.answers) > len(before.answers) + 20 and len(seen.added) > len(before.added):
            return
        time.sleep(0.2)
    raise AssertionError(f"no progress: {len(seen.answers)}, {seen.errors[-3:]}")


def test_nodes_are_killed(servers: Servers, nodes: Nodes, clients: Seen) -> None:
    """Nodes are killed under load: no answer is wrong or short, and nothing is lost."""
    progressed(clients)
    for which in ("manager", "data"):
        manager = nodes.manager()
        victim = manager if which == "manager" else (manager + 1) % 3
        nodes.kill(victim)
        progressed(clients)
        nodes.restart(victim)
        nodes.wait()
        progressed(clients)
    assert clients.wrong == []
    for error in clients.errors:
        assert error.startswith(f"opensearch://{servers.hosts}/bcpq-test-killed")
        assert "\n" not in error
    added = [*clients.added]  # one more may be on its way
    store = OpenSearchStore(
        ClusterClient(parse_address(f"opensearch://{servers.hosts}/bcpq-test-killed"))
    )
    assert {article.id for article in store.articles().values()}.issuperset(added)
    assert {*found(store, "+zebra")}.issuperset(
        f"{name}:{number}" for name in added for number in (1, 2)
    )
    assert len(added) > 3


def test_too_few_nodes(bcpq: Bcpq, servers: Servers, nodes: Nodes) -> None:
    """With a shard lost, there is an error; when it is back, the whole answer."""
    address = f"opensearch://{servers.hosts}/bcpq-test-lost"
    loader.load(
        ClusterClient(parse_address(address)),
        "five",
        contents(samples.CORPUS),
        shards=3,
        replicas=0,
    )
    asked = "search", "+agency +staff", "--corpus", address
    whole = bcpq(*asked).out
    assert whole
    victim = (nodes.manager() + 1) % 3  # each node has one of the three shards
    nodes.kill(victim)
    run = bcpq(*asked)
    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert "time after time: try again later" in run.err
    nodes.restart(victim)
    nodes.wait()
    assert bcpq(*asked).out == whole


def archive(path: Path, word: str, articles: int) -> Path:
    """Write an archive in which each of ten paragraphs an article holds a word."""
    lines = (
        json.dumps(
            {
                "id": f"{word}-{n}",
                "source": "Paper",
                "published": "2022-01-01",
                "text": "\n".join(
                    f"{word} number {n} paragraph {p} of many words" for p in range(10)
                ),
            }
        )
        for n in range(articles)
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


#: Loads a corpus in small batches.
LOAD = """
import sys
from pathlib import Path
from bcpq.corpus.files import survey
from bcpq.corpus.reader import read
from bcpq.index.opensearch.client import ClusterClient, parse_address
from bcpq.index.opensearch.loader import load
corpus = Path(sys.argv[1])
client = ClusterClient(parse_address(sys.argv[2]))
contents = read(corpus, survey(corpus))
load(client, str(corpus), contents, shards=3, replicas=1, batch_size=100_000)
"""


def test_loaders_are_killed(servers: Servers, tmp_path: Path, cache: Path) -> None:
    """A loader is killed twenty times: readers have the old corpus whole until the new one is."""
    address = f"opensearch://{servers.hosts}/bcpq-test-loaded"
    target = ClusterClient(parse_address(address))
    sizes = {"old": 20}
    loader.load(
        target, "old", contents(archive(tmp_path / "old.jsonl", "old", 20)), shards=3, replicas=1
    )
    here, chance, kills, went_on = "old", random.Random(6), 0, 0
    while kills < 20:
        there = f"new{len(sizes)}"
        sizes[there] = 500 + len(sizes)  # each its own
        new = archive(tmp_path / f"{there}.jsonl", there, sizes[there])
        command = [sys.executable, "-c", LOAD, str(new), address]
        while here != there:
            process = subprocess.Popen(
                command, env=environment(cache), stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            try:
                process.wait(chance.uniform(0.2, 1.8) if kills < 20 else 120)
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            process.communicate()
            store = OpenSearchStore(target)
            (seen,) = {
                word for word in (here, there) if store.statistics.scope.articles == sizes[word]
            }
            assert search(store, parse(f"{here} {there}"), limit=1).total == 10 * sizes[seen]
            assert search(store, parse(seen), limit=1).total == 10 * sizes[seen]
            went_on += _stored(target) > 0
            here = seen
    assert went_on  # where it had stopped


def _stored(target: ClusterClient) -> int:
    """Tell how many articles the index that is being loaded has."""
    for index, described in target.ask("GET", "/bcpq-test-loaded-*").items():
        if not described["aliases"]:
            marked = target.ask("GET", f"/{index}/_doc/=", allow=(404,))
            return int(marked["_source"]["record"]["done"]) if marked and marked["found"] else 0
    return 0
