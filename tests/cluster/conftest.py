"""A real cluster, or the reason why there is none."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bcpq.corpus import files as corpus
from bcpq.corpus import reader as documents
from bcpq.corpus.reader import Contents
from bcpq.index.opensearch import loader
from bcpq.index.opensearch.client import PAGE_SIZE, ClusterClient, parse_address
from bcpq.index.opensearch.store import CANDIDATES, OpenSearchStore
from tests import samples
from tests.cluster.nodes import Nodes, Unavailable, classpath


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep everything that needs the cluster in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("cluster"))


class Servers(NamedTuple):
    """A cluster, and its nodes where they are ours to kill."""

    hosts: str
    nodes: Nodes | None


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Start three nodes, or use those of BCPQ_TEST_OPENSEARCH (HOST:PORT)."""
    if chosen := os.environ.get("BCPQ_TEST_OPENSEARCH"):
        theirs = Servers(chosen.partition("://")[2].strip("/") or chosen, None)
        tidied(theirs)
        yield theirs
        tidied(theirs)
        return
    try:
        nodes = Nodes(
            tmp_path_factory.mktemp("nodes"), classpath(tmp_path_factory.getbasetemp().parent)
        )
    except Unavailable as reason:
        pytest.skip(f"OPENSEARCH NOT TESTED: {reason}")
    nodes.start()
    yield Servers(",".join(nodes.addresses), nodes)
    nodes.stop()


def tidied(servers: Servers) -> None:
    """Take away what tests left on a cluster that is not theirs."""
    target = ClusterClient(parse_address(f"opensearch://{servers.hosts}/bcpq-test"))
    for index in target.ask("GET", "/bcpq-test-*"):
        target.ask("DELETE", f"/{index}", allow=(404,))


def contents(place: Path) -> Contents:
    """Read a corpus."""
    return documents.read(place, corpus.survey(place))


def loaded(
    servers: Servers,
    name: str,
    place: Path,
    page_size: int = PAGE_SIZE,
    candidates: int = CANDIDATES,
) -> OpenSearchStore:
    """Load a corpus under a name, and open it to be asked so many results at a time."""
    target = ClusterClient(parse_address(f"opensearch://{servers.hosts}/{name}"))
    loader.load(target, str(place), contents(place), shards=3, replicas=1)
    return OpenSearchStore(target, page_size, candidates)


@pytest.fixture(scope="session")
def five_there(servers: Servers) -> OpenSearchStore:
    """Give the five articles, kept by the cluster."""
    return loaded(servers, "bcpq-test-five", samples.CORPUS)
