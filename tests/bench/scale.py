"""Measure how cost grows with a corpus, beside peers: building, disk, memory and queries.

    python tests/bench/scale.py DATA [--sizes 5 1000 10000 100000 1000000] [--peers ...]
        [--plot FILE.svg]
    python tests/bench/scale.py DATA --files 100000

DATA is a folder with `news-100k.jsonl.xz` (real dated news, an article a line) and
`news-questions.txt`. Smaller corpora are its first articles; larger ones are put together from its
sentences, always the same. Needs an installed (not editable) bcpq and the extra `bcpq[bench]`.
Every peer answers behind the same empty Typer program, whole processes in turn; medians over the
questions. The ratios are bcpq's cost over the peer's.
"""

import argparse
import json
import lzma
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

#: Questions for warm queries.
_WARM = 50
#: What each peer does behind Typer: `build CORPUS INDEX`, `cold INDEX QUESTION`,
#: `warm INDEX QUESTIONS`.
FRAME = """
import json, re, sys, time
import typer
app = typer.Typer()
def texts(corpus):
    for line in open(corpus, encoding="utf-8"):
        article = json.loads(line)
        for text in article["text"].split("\\n"):
            yield article["title"] or "", text
{code}
@app.command()
def build(corpus: str, index: str):
    make(corpus, index)
@app.command()
def cold(index: str, question: str):
    print(*best(load(index), question))
@app.command()
def warm(index: str, questions: str):
    lines = open(questions, encoding="utf-8").read().splitlines()
    loaded = load(index)
    best(loaded, lines[0])
    start = time.perf_counter()
    for line in lines:
        best(loaded, line)
    print(len(lines) / (time.perf_counter() - start))
app()
"""
PEERS = {
    "empty": """
def make(corpus, index): open(index, "w").close()
def load(index): return None
def best(loaded, question): return ["one line"]
""",
    "rank-bm25": """
import pickle
def words(text): return re.findall(r"\\w+", text.lower())
def make(corpus, index):
    from rank_bm25 import BM25Okapi
    with open(index, "wb") as file:
        pickle.dump(BM25Okapi([words(title + " " + text) for title, text in texts(corpus)]), file)
def load(index):
    return pickle.load(open(index, "rb"))
def best(loaded, question):
    import numpy
    return numpy.argsort(loaded.get_scores(words(question)))[::-1][:10]
""",
    "bm25s": """
def make(corpus, index):
    import bm25s, Stemmer
    found = [title + " " + text for title, text in texts(corpus)]
    stemmer = Stemmer.Stemmer("english")
    tokens = bm25s.tokenize(found, stopwords="en", stemmer=stemmer, show_progress=False)
    retriever = bm25s.BM25()
    retriever.index(tokens, show_progress=False)
    retriever.save(index)
def load(index):
    sys.modules["scipy"] = None
    import bm25s
    return bm25s.BM25.load(index, mmap=True)
def best(loaded, question):
    import bm25s, Stemmer
    stemmer = Stemmer.Stemmer("english")
    quiet = {"show_progress": False, "return_ids": False}
    tokens = bm25s.tokenize([question], stopwords="en", stemmer=stemmer, **quiet)
    return loaded.retrieve(tokens, k=10, show_progress=False)[0][0]
""",
    "SQLite FTS5": """
import sqlite3
def make(corpus, index):
    connection = sqlite3.connect(index)
    columns = "title, text, tokenize='porter unicode61'"
    connection.execute(f"CREATE VIRTUAL TABLE passage USING fts5({columns})")
    connection.executemany("INSERT INTO passage VALUES (?, ?)", texts(corpus))
    connection.execute("INSERT INTO passage(passage) VALUES ('optimize')")
    connection.commit()
def load(index): return sqlite3.connect(index)
def best(loaded, question):
    query = " OR ".join('"%s"' % word for word in re.findall(r"\\w+", question))
    statement = "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT 10"
    return [row[0] for row in loaded.execute(statement, (query,))]
""",
    "tantivy": """
import os
def schema():
    import tantivy
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    return builder.build()
def make(corpus, index):
    import tantivy
    os.makedirs(index, exist_ok=True)
    writer = tantivy.Index(schema(), path=index).writer(300_000_000, 1)
    for title, text in texts(corpus):
        writer.add_document(tantivy.Document(text=title + " " + text))
    writer.commit()
    writer.wait_merging_threads()
def load(index):
    import tantivy
    found = tantivy.Index.open(index)
    return found, found.searcher()
def best(loaded, question):
    index, searcher = loaded
    query = index.parse_query(" ".join(re.findall(r"\\w+", question)).lower(), ["text"])
    return [address.doc for _, address in searcher.search(query, 10).hits]
""",
}
WARM = """
import sys, time
from pathlib import Path
from bcpq.corpus.files import survey
from bcpq.index.sqlite.cache import open_current
from bcpq.query.parser import parse
from bcpq.search.passages import search
place = Path(sys.argv[1])
store = open_current(place, survey(place))
lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
search(store, parse(lines[0]), limit=10, count=False)
start = time.perf_counter()
for line in lines:
    search(store, parse(line), limit=10, count=False)
print(len(lines) / (time.perf_counter() - start))
"""


class Figures(NamedTuple):
    """What one system costs at one size."""

    build: float  # s
    disk: float  # MB
    building: float  # peak memory, MB
    cold: float  # ms
    slow: float  # ms, 90th percentile
    querying: float  # peak memory, MB
    warm: float  # queries a second


def run(command: list[str], **environment: str) -> tuple[float, float, str]:
    """Run a command; give its seconds, its peak memory in MB, and what it printed."""
    code = (
        "import resource, subprocess, sys, time; start = time.perf_counter(); "
        "done = subprocess.run(sys.argv[1:], stdout=-1); took = time.perf_counter() - start; "
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
        "print(took, peak, done.returncode); sys.stdout.write(done.stdout.decode())"
    )
    env = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-c", code, *command], env=env, capture_output=True, text=True, check=True
    )
    first, _, printed = done.stdout.partition("\n")
    took, peak, status = first.split()
    assert int(status) < 2, (command, done.stderr)
    return float(took), int(peak) * (1 if sys.platform == "darwin" else 1024) / 1e6, printed


def corpora(data: Path, sizes: list[int], folder: Path) -> Iterator[tuple[int, Path]]:
    """Write a corpus for each size, in paragraphs (5: the five articles that come with bcpq)."""
    with lzma.open(data / "news-100k.jsonl.xz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    for size in sizes:
        path = folder / f"{size}.jsonl"
        if size == 5:
            path.write_text("".join(map(_line, _five())), encoding="utf-8")
        else:
            with path.open("w", encoding="utf-8") as file:
                file.writelines(map(_line, _first(articles, size)))
        os.utime(
            path, (10**9, 10**9)
        )  # an archive is older than a file system's clock can be wrong
        yield size, path


def _line(article: dict[str, str]) -> str:
    return json.dumps(article, ensure_ascii=False) + "\n"


def _five() -> Iterator[dict[str, str]]:
    for path in sorted((Path(__file__).parent.parent.parent / "corpus").glob("*-20*.md")):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        text = "\n".join(line.strip() for line in body.split("\n") if line.strip())
        yield {
            "id": path.stem,
            "source": path.stem,
            "published": "2022",
            "title": "",
            "url": "",
            "text": text,
        }


def _first(articles: list[dict[str, str]], size: int) -> Iterator[dict[str, str]]:
    """Give articles until there are so many paragraphs.

    The real ones come first, then such as are put together from their sentences.
    """
    left = size
    for article in articles:
        paragraphs = article["text"].split("\n")[:left]
        yield {**article, "text": "\n".join(paragraphs)}
        left -= len(paragraphs)
        if not left:
            return
    chance = random.Random(1)
    sentences = [
        s
        for a in articles
        for p in a["text"].split("\n")
        for s in re.split(r"(?<=[.!?]) (?=[A-Z])", p)
    ]
    number = 0
    while left:
        number += 1
        like = chance.choice(articles)
        shape = [len(re.split(r"(?<=[.!?]) (?=[A-Z])", p)) for p in like["text"].split("\n")][:left]
        text = "\n".join(" ".join(chance.choices(sentences, k=count)) for count in shape)
        yield {
            **like,
            "id": f"made-{number:06}",
            "title": chance.choice(articles)["title"],
            "text": text,
        }
        left -= len(shape)


def ours(corpus: Path, questions: list[str], folder: Path) -> Figures:
    """Measure bcpq."""
    bcpq = str(Path(sys.executable).with_name("bcpq"))
    cache = folder / "cache"
    env = {"XDG_CACHE_HOME": str(cache)}
    took, building, _ = run([bcpq, "index", "--force", "--corpus", str(corpus)], **env)
    disk = sum(path.stat().st_size for path in cache.rglob("*.sqlite")) / 1e6
    command = [bcpq, "search", "--corpus", str(corpus), "--"]
    run([*command, questions[0]], **env)
    times = [run([*command, question], **env) for question in questions]
    listed = _listed(questions, folder)
    warm = float(run([sys.executable, "-c", WARM, str(corpus), str(listed)], **env)[2])
    shutil.rmtree(cache)
    return _figures(took, disk, building, times, warm)


def theirs(peer: str, corpus: Path, questions: list[str], folder: Path) -> Figures:
    """Measure a peer."""
    program = folder / "peer.py"
    program.write_text(FRAME.replace("{code}", PEERS[peer]), encoding="utf-8")
    index = folder / "index"
    took, building, _ = run([sys.executable, str(program), "build", str(corpus), str(index)])
    files = [index] if index.is_file() else [path for path in index.rglob("*") if path.is_file()]
    disk = sum(path.stat().st_size for path in files) / 1e6
    run([sys.executable, str(program), "cold", str(index), questions[0]])
    times = [
        run([sys.executable, str(program), "cold", str(index), question]) for question in questions
    ]
    warm = float(
        run([sys.executable, str(program), "warm", str(index), str(_listed(questions, folder))])[2]
    )
    shutil.rmtree(index) if index.is_dir() else index.unlink()
    return _figures(took, disk, building, times, warm)


def _listed(questions: list[str], folder: Path) -> Path:
    path = folder / "questions.txt"
    path.write_text("\n".join(questions[:_WARM]), encoding="utf-8")
    return path


def _figures(
    build: float, disk: float, building: float, times: list[tuple[float, float, str]], warm: float
) -> Figures:
    cold = sorted(took * 1e3 for took, _, _ in times)
    slow = cold[int(0.9 * (len(cold) - 1))]
    return Figures(
        build,
        disk,
        building,
        statistics.median(cold),
        slow,
        max(peak for _, peak, _ in times),
        warm,
    )


def table(size: int, results: dict[str, Figures]) -> None:
    """Print the figures of one size, each with bcpq's as its unit where that tells something."""
    mine = results["bcpq"]
    print(f"\n{size:,} {'articles' if size == 5 else 'paragraphs'}\n")
    columns = "build, s | peak, MB | index, MB | cold, ms | 90th | peak, MB | warm, 1/s"
    print(f"| system | {columns} | build | cold |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, f in results.items():
        ratios = (
            f"{mine.build / f.build:.2f} | {mine.cold / f.cold:.2f}" if name != "bcpq" else " | "
        )
        row = f"{f.build:.1f} | {f.building:.0f} | {f.disk:.1f} | {f.cold:.0f} | {f.slow:.0f}"
        row += f" | {f.querying:.0f} | {f.warm:,.0f}"
        print(f"| {name} | {row} | {ratios} |", flush=True)


def plot(path: Path, results: dict[int, dict[str, Figures]]) -> None:
    """Draw cold queries against size, both on a logarithmic scale, as SVG."""
    from math import log10

    def place(size: int, cold: float) -> tuple[float, float]:
        return 60 + 90 * (log10(size) - 1), 380 - 110 * (log10(cold) - 1)

    colours = ("#d62728", "#999999", "#8c564b", "#1f77b4", "#2ca02c", "#9467bd")
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420" '
        'font-family="sans-serif" font-size="12">'
    ]
    parts.append('<rect width="720" height="420" fill="white"/>')
    for exponent in range(1, 5):
        y = place(10, 10**exponent)[1]
        parts.append(
            f'<path d="M60 {y}H600" stroke="#dddddd"/>'
            f'<text x="8" y="{y + 4}">{10**exponent:,} ms</text>'
        )
    for size in results:
        x = place(max(size, 100), 10)[0]
        label = "five" if size == 5 else f"{size:,}"
        parts.append(f'<text x="{x}" y="400" text-anchor="middle">{label}</text>')
    names = next(iter(results.values()))
    for colour, name in zip(colours, names, strict=False):
        points = [
            place(max(size, 100), found[name].cold)
            for size, found in results.items()
            if name in found
        ]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{points[-1][0] + 6:.0f}" y="{points[-1][1] + 4:.0f}" '
            f'fill="{colour}">{name}</text>'
        )
    path.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")


def folder_of_files(count: int, folder: Path) -> None:
    """Print what it costs to look through so many files, beside one file of the same articles."""
    bcpq = str(Path(sys.executable).with_name("bcpq"))
    env = {"XDG_CACHE_HOME": str(folder / "cache")}
    apart, whole = folder / "files", folder / "whole.jsonl"
    apart.mkdir()
    with whole.open("w", encoding="utf-8") as file:
        for number in range(count):
            (apart / f"a{number}.md").write_text(
                f"---\nsource: P\npublished: 2022\n---\nWord {number}.\n", "utf-8"
            )
            file.write(
                _line(
                    {
                        "id": f"a{number}",
                        "source": "P",
                        "published": "2022",
                        "text": f"Word {number}.",
                    }
                )
            )
    times = []
    for corpus in (apart, whole):
        command = [bcpq, "search", "--corpus", str(corpus), "7"]
        run(command, **env)
        times.append(statistics.median(run(command, **env)[0] for _ in range(5)))
    print(f"{count:,} files: {times[0]:.2f} s a search; as one .jsonl file: {times[1]:.2f} s")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[5, 1_000, 10_000, 100_000, 1_000_000]
    )
    parser.add_argument("--peers", nargs="+", default=list(PEERS))
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--files", type=int, help="only this: a folder of so many files")
    arguments = parser.parse_args()
    if arguments.files:
        with tempfile.TemporaryDirectory() as name:
            folder_of_files(arguments.files, Path(name))
        return
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    lines = (arguments.data / "news-questions.txt").read_text(encoding="utf-8").splitlines()
    questions = [" ".join(re.findall(r"\w+", line)).lower() for line in lines if line.strip()]
    results: dict[int, dict[str, Figures]] = {}
    with tempfile.TemporaryDirectory() as name:
        for size, corpus in corpora(arguments.data, arguments.sizes, Path(name)):
            found = {"bcpq": ours(corpus, questions, Path(name))}
            for peer in arguments.peers:
                some = (
                    questions[:3] if peer == "rank-bm25" and size > 10_000 else questions
                )  # seconds each
                found[peer] = theirs(peer, corpus, some, Path(name))
            results[size] = found
            table(size, found)
    if arguments.plot:
        plot(arguments.plot, results)


if __name__ == "__main__":
    main()
