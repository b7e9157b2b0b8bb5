"""Measure a cluster of three nodes on this machine beside a file of the same corpus, in one run.

    python -m tests.bench.cluster DATA [--sizes 100000 1000000] [--heap 512m] [--shards 3]

DATA is as for scale.py. Needs an installed (not editable) bcpq with the extra `opensearch`, and
Java with Maven. Nodes are started and stopped here; they have no replicas, so that bytes are those
of one copy. Cold: whole processes in turn. Warm: one process, one question after the other. Medians
over the questions.
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.bench import scale
from tests.cluster.nodes import Nodes, classpath

#: Questions that are asked cold; each is a process.
_COLD = 40
#: Asks either store every question, and tells its times in ms and the first ten of each.
WARM = """
import json, sys, time
from pathlib import Path
from bcpq.corpus.files import survey
from bcpq.index.opensearch.client import ClusterClient, parse_address
from bcpq.index.opensearch.store import OpenSearchStore
from bcpq.index.sqlite.cache import open_current
from bcpq.query.parser import parse
from bcpq.search.passages import search
corpus = sys.argv[1]
if "://" in corpus:
    store = OpenSearchStore(ClusterClient(parse_address(corpus)))
else:
    store = open_current(Path(corpus), survey(Path(corpus)))
def ask():
    found, times = [], []
    for line in open(sys.argv[2], encoding="utf-8"):
        query = parse(line.strip())
        start = time.perf_counter()
        hits = search(store, query, limit=10, count=False).hits
        times.append(1e3 * (time.perf_counter() - start))
        found.append([hit.passage.locator for hit in hits])
    return found, times
print(json.dumps((ask(), ask()[1])))
"""


def warm(corpus: str, questions: Path, cache: Path) -> tuple[list[list[str]], list[float]]:
    """Ask every question twice; give the first ten of each, and the times of the second."""
    printed = scale.run(
        [sys.executable, "-c", WARM, corpus, str(questions)], XDG_CACHE_HOME=str(cache)
    )[2]
    (found, _), times = json.loads(printed)
    return found, times


def cold(corpora: list[str], questions: list[str], cache: Path) -> list[float]:
    """Search each corpus for each question, a process each; give the median ms of each corpus."""
    bcpq = str(Path(sys.executable).with_name("bcpq"))
    times: list[list[float]] = [[] for _ in corpora]
    for question in questions:
        for corpus, taken in zip(corpora, times, strict=True):
            command = [bcpq, "search", "--corpus", corpus, "--", question]
            taken.append(1e3 * scale.run(command, XDG_CACHE_HOME=str(cache))[0])
    return [statistics.median(taken) for taken in times]


def measure(size: int, corpus: Path, address: str, questions: list[str], shards: int) -> None:
    """Print the rows of one size."""
    bcpq = str(Path(sys.executable).with_name("bcpq"))
    cache = corpus.parent / "cache"
    environment = {"XDG_CACHE_HOME": str(cache)}
    built, _, _ = scale.run([bcpq, "index", "--force", "--corpus", str(corpus)], **environment)
    load = [
        bcpq,
        "index",
        "--corpus",
        str(corpus),
        "--to",
        address,
        "--shards",
        str(shards),
        "--replicas",
        "0",
    ]
    loaded, peak, _ = scale.run(load, **environment)
    host, _, name = address.removeprefix("opensearch://").rpartition("/")
    with urllib.request.urlopen(f"http://{host.split(',')[0]}/{name}/_stats/store") as answer:
        stored = json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"]
    file = sum(path.stat().st_size for path in cache.rglob("*.sqlite"))
    listed = corpus.parent / "questions.txt"
    listed.write_text("\n".join(questions) + "\n", encoding="utf-8")
    here, there = (warm(place, listed, cache) for place in (str(corpus), address))
    same = sum(one == other for one, other in zip(here[0], there[0], strict=True))
    starts = cold([str(corpus), address], questions[:_COLD], cache)
    for what, took, size_, times, start in (
        ("file", built, file, here[1], starts[0]),
        ("cluster", loaded, stored, there[1], starts[1]),
    ):
        slow = sorted(times)[int(0.95 * len(times))]
        row = f"{size:,} | {what} | {size / took:,.0f} | {size_ / size:,.0f} | {start:.0f}"
        print(f"| {row} | {statistics.median(times):.0f} | {slow:.0f} |", flush=True)
    print(
        f"\n{same} of {len(questions)} first tens the same; loader's peak {peak:.0f} MB\n",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--shards", type=int, default=3)
    arguments = parser.parse_args()
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    lines = (arguments.data / "news-questions.txt").read_text(encoding="utf-8").splitlines()
    questions = [" ".join(re.findall(r"\w+", line)).lower() for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nodes = Nodes(folder / "nodes", classpath(folder), heap=arguments.heap)
        nodes.start()
        try:
            print(
                "| paragraphs | kept by | stored, 1/s | bytes each | cold, ms | warm, ms | 95th |"
            )
            print("|---|---|---|---|---|---|---|")
            for size, corpus in scale.corpora(arguments.data, arguments.sizes, folder):
                address = f"opensearch://{','.join(nodes.addresses)}/news-{size}"
                measure(size, corpus, address, questions, arguments.shards)
        finally:
            nodes.stop()


if __name__ == "__main__":
    main()
