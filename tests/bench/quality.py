"""Measure ranking and answers on public collections, beside named peers, in one run.

    python tests/bench/quality.py DATA [--questions N]

DATA holds a folder for each of cranfield, cacm and squad11-dev, with docs.jsonl, queries.jsonl and
qrels.tsv. Needs `pip install bm25s ir-measures`. Constants were chosen on queries with an odd
crc32(id); the table gives even and all. Where a document has an article of its own (Cranfield,
CACM) its title is the beginning of its one passage; SQuAD's paragraphs stand in articles with
titles. Peers have title and text in one field.
"""

import argparse
import json
import math
import re
import sqlite3
import statistics
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import bm25s
import ir_measures
import Stemmer
from ir_measures import RR, P, R, nDCG
from nltk.tokenize import wordpunct_tokenize
from rank_bm25 import BM25Okapi

from bcpq.corpus.paragraphs import paragraphs
from bcpq.index.sqlite.build import index_documents
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Article, Document
from bcpq.query.filters import Filters
from bcpq.query.parser import Query, parse
from bcpq.search.answers import ask
from bcpq.search.passages import search

COLLECTIONS = ("cranfield", "cacm", "squad11-dev")
DEPTH = 100
MEASURES = {"nDCG@10": nDCG @ 10, "MRR@10": RR @ 10, "R@100": R @ 100, "top-1": P @ 1}

Run = dict[str, dict[str, float]]  # query -> document -> score


class Collection(NamedTuple):
    """A public collection."""

    name: str
    docs: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    qrels: dict[str, dict[str, int]]

    def text(self, doc: dict[str, Any]) -> str:
        """Give title and text in one."""
        return f"{doc['title']} {doc['text']}"


def load(folder: Path, most: int) -> Collection:
    """Read a collection, at most so many of its queries (0: all)."""

    def records(name: str) -> list[dict[str, Any]]:
        return [
            json.loads(line)
            for line in (folder / name).read_text(encoding="utf-8").split("\n")
            if line
        ]

    qrels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, _, doc, grade = line.split("\t")
        if int(grade) > 0:
            qrels.setdefault(query, {})[doc] = int(grade)
    queries = [query for query in records("queries.jsonl") if query["id"] in qrels]
    return Collection(folder.name, records("docs.jsonl"), queries[: most or None], qrels)


def plain(text: str) -> Query:
    """Understand a query as words only."""
    return parse(re.sub(r"[\"“”„‟＂()+*~:]|(?<!\w)-|\b(?:NOT|OR)\b", " ", text))


def index(collection: Collection) -> tuple[SqliteStore, dict[str, str]]:
    """Index a collection as bcpq does; the second value names the document of each locator."""
    articles: dict[str, list[dict[str, Any]]] = {}
    for doc in collection.docs:
        articles.setdefault(doc["doc"], []).append(doc)
    documents: list[Document] = []
    names: dict[str, str] = {}
    for number, docs in enumerate(articles.values()):
        alone = len(docs) == 1
        texts = [" ".join((collection.text(doc) if alone else doc["text"]).split()) for doc in docs]
        title = None if alone else docs[0]["title"]
        article = Article(f"a{number}", "public", title, None, None, None, "", len(docs), "0")
        documents.append(Document(article=article, body="\n".join(texts), roles={}, lead_ins={}))
        places = [paragraph.locator for paragraph in paragraphs(documents[-1])]
        names |= dict(
            zip(
                places,
                [doc["id"] for doc, text in zip(docs, texts, strict=True) if text],
                strict=True,
            )
        )
    return index_documents(documents), names


def run_bcpq(collection: Collection) -> tuple[Run, list[float]]:
    """Search with bcpq.

    The second value tells of each SQuAD question whether the first sentence holds an answer.
    """
    store, names = index(collection)
    run: Run = {}
    sentences = []
    for query in collection.queries:
        asked = plain(query["text"])
        hits = search(store, asked, Filters(), limit=DEPTH, literal=True).hits
        run[query["id"]] = {names[hit.passage.locator]: -hit.rank for hit in hits}
        if "answers" in query:
            found = ask(store, asked, limit=1)
            shown = found.answers or ((found.nearest,) if found.nearest else ())
            sentence = shown[0].passage.text[slice(*shown[0].range)] if shown else ""
            sentences.append(float(any(answer in sentence for answer in query["answers"])))
    return run, sentences


def run_rank_bm25(collection: Collection) -> Run:
    """Search with rank-bm25 as shipped and a common analysis."""

    def analysed(text: str) -> list[str]:
        return list(wordpunct_tokenize(text.lower()))

    bm25 = BM25Okapi([analysed(collection.text(doc)) for doc in collection.docs])
    ids = [doc["id"] for doc in collection.docs]
    return {q["id"]: _best(ids, bm25.get_scores(analysed(q["text"]))) for q in collection.queries}


def _best(ids: list[str], scores: Any) -> dict[str, float]:
    best = sorted(range(len(ids)), key=lambda i: (-scores[i], i))[:DEPTH]
    return {ids[i]: float(scores[i]) for i in best if scores[i] > 0}


def run_bm25s(collection: Collection) -> Run:
    """Search with bm25s: Lucene's BM25, English stop words, Snowball."""
    stemmer = Stemmer.Stemmer("english")
    texts = [collection.text(doc) for doc in collection.docs]
    retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    retriever.index(
        bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )
    run = {}
    for query in collection.queries:
        tokens = bm25s.tokenize(
            [query["text"]], stopwords="en", stemmer=stemmer, show_progress=False
        )
        numbers, scores = retriever.retrieve(tokens, k=DEPTH, show_progress=False)
        pairs = zip(numbers[0], scores[0], strict=True)
        run[query["id"]] = {
            collection.docs[i]["id"]: float(score) for i, score in pairs if score > 0
        }
    return run


def run_fts5(collection: Collection) -> Run:
    """Search with SQLite FTS5: its bm25(), Porter."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE doc USING fts5(id UNINDEXED, text, tokenize='porter unicode61')"
    )
    rows = ((doc["id"], collection.text(doc)) for doc in collection.docs)
    connection.executemany("INSERT INTO doc VALUES (?, ?)", rows)
    run = {}
    for query in collection.queries:
        match = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query["text"]))
        statement = "SELECT id, -bm25(doc) FROM doc WHERE doc MATCH ? ORDER BY bm25(doc) LIMIT ?"
        run[query["id"]] = dict(connection.execute(statement, (match, DEPTH)))
    return run


def measured(collection: Collection, run: Run) -> dict[str, dict[str, float]]:
    """Give every measure of every query."""
    values: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(MEASURES.values(), collection.qrels, run):
        values[names[str(metric.measure)]][metric.query_id] = metric.value
    return values


def interval(a: Iterable[float], b: Iterable[float]) -> str:
    """Give the mean of paired differences with its 95 % interval (normal approximation)."""
    differences = [x - y for x, y in zip(a, b, strict=True)]
    half = 1.96 * statistics.stdev(differences) / math.sqrt(len(differences))
    return f"{statistics.mean(differences):+.3f} ± {half:.3f}"


def main() -> None:
    """Print a table a collection."""
    parser = argparse.ArgumentParser(description="Measure ranking on public collections.")
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--questions", type=int, default=0, help="at most so many of a collection's queries"
    )
    options = parser.parse_args()
    peers: dict[str, Callable[[Collection], Run]] = {
        "rank-bm25 as shipped, wordpunct": run_rank_bm25,
        "bm25s (Lucene, Snowball)": run_bm25s,
        "SQLite FTS5 (Porter)": run_fts5,
    }
    for name in COLLECTIONS:
        if not (options.data / name).is_dir():
            print(f"{name}: not in {options.data}, left out")
            continue
        collection = load(options.data / name, options.questions)
        ours, sentences = run_bcpq(collection)
        tables = {"bcpq": measured(collection, ours)}
        tables |= {peer: measured(collection, run(collection)) for peer, run in peers.items()}
        ids = [query["id"] for query in collection.queries]
        even = [identifier for identifier in ids if zlib.crc32(identifier.encode()) % 2 == 0]
        print(f"\n{name}: {len(collection.docs):,} documents, {len(ids):,} queries\n")
        print(
            "| system | nDCG@10 | even ids | MRR@10 | R@100 | top-1 | bcpq's nDCG@10 is better by |"
        )
        print("|---|---|---|---|---|---|---|")
        for system, values in tables.items():
            mean = {m: statistics.mean(values[m].get(i, 0.0) for i in ids) for m in MEASURES}
            half = statistics.mean(values["nDCG@10"].get(i, 0.0) for i in even)
            better = interval(
                *([t["nDCG@10"].get(i, 0.0) for i in ids] for t in (tables["bcpq"], values))
            )
            row = f"{mean['nDCG@10']:.3f} | {half:.3f} | {mean['MRR@10']:.3f} | {mean['R@100']:.3f}"
            against = "" if system == "bcpq" else better
            print(f"| {system} | {row} | {mean['top-1']:.3f} | {against} |")
        if sentences:
            print(f"\nSentences, top-1: {statistics.mean(sentences):.3f}")


if __name__ == "__main__":
    main()
