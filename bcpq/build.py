"""How is an index made? rank-bm25 counts and weighs, numpy turns its counts into posting lists.

A passage is weighed as its article's title and its own words together; what stands in the title only is kept apart,
because it adds to a score but makes no match. Whole articles are weighed the same way, among articles.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rank_bm25 import BM25Okapi

from bcpq import documents, writer
from bcpq.acronyms import found_in
from bcpq.corpus import Entry
from bcpq.model import ASIDE_ROLES, PASSAGE_ROLES, Article, Document, Paragraph
from bcpq.passages import paragraphs
from bcpq.store import K1, SCALE, B, Row, Spelled, Store
from bcpq.terms import Token, stems, tokens
from bcpq.writer import Index, TermRow

#: A mask has 16 bits; further forms of a stem, if there ever are any, share the last.
_FORMS = 16
#: A file changed this recently may change again within one tick of its file system's clock (git's "racy" files).
_RACY_NS = 2_000_000_000


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """BM25Okapi with the idf of Lucene, which is positive and falls as a term gets more frequent.

    ln(1 + (N - n + 0.5) / (n + 0.5)): Kamphuis, de Vries, Boytsov and Lin 2020, "Which BM25 do you mean?", table 1.
    As shipped, a term in half of the documents scores 0 and one in 60 % of them more than one in 40 %.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        super().__init__(documents, k1=K1, b=B)

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, n in nd.items():
            self.idf[term] = log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))


def make(corpus: Path, entries: Sequence[Entry]) -> tuple[Store, str]:
    """Index a corpus, on disk if that can be, else in memory; the second value says why not on disk.

    Raises CorpusError when no article can be read.
    """
    read_at = time.time_ns()
    contents = documents.read(corpus, entries)
    racy = {
        entry.name: contents.checksums[entry.name]
        for entry in entries
        if entry.mtime_ns > read_at - _RACY_NS and entry.name in contents.checksums
    }
    faults = [(str(fault), fault.fatal) for fault in contents.faults]
    index = Index(corpus, entries, racy, faults, *weigh(contents.documents))
    try:
        return writer.save(index), ""
    except (OSError, sqlite3.Error) as error:
        return writer.hold(index), str(getattr(error, "strerror", None) or error)


class Weighed(NamedTuple):
    """The part of an Index that comes from its articles; the fields are Index's."""

    articles: list[Article]
    starts: list[int]
    rows: list[Row]
    terms: list[TermRow]
    forms: list[tuple[str, str]]
    acronyms: list[Spelled]
    passages: int
    average: float
    sentence_average: float


def weigh(texts: Sequence[Document]) -> Weighed:
    """Weigh every term of every passage and article."""
    split = [list(paragraphs(text)) for text in texts]
    rows = list(chain.from_iterable(split))
    titles = [stems(text.article.title or "") for text in texts]
    title_of = [title for title, text in zip(titles, split, strict=True) for _ in text]
    numbers = [n for n, row in enumerate(rows) if row.role in PASSAGE_ROLES]
    words = [[token for token in tokens(rows[n].text) if token.stem] for n in numbers]
    own = [[token.stem for token in passage] for passage in words]
    passages = _Weights([title_of[n] + passage for n, passage in zip(numbers, own, strict=True)])
    articles = _Weights([_article_stems(title, text) for title, text in zip(titles, split, strict=True)])
    forms = _forms(words)
    lengths = dict(zip(numbers, passages.lengths, strict=True))
    return Weighed(
        [text.article for text in texts],
        list(accumulate(map(len, split), initial=0)),
        [Row(row, lengths.get(n, 0)) for n, row in enumerate(rows)],
        list(_terms(passages, articles, np.array(numbers, "<u4"), own, forms)),
        [(form, stem) for stem, (names, _) in forms.items() for form in names],
        _acronyms(row.text for row in rows if row.role not in ASIDE_ROLES),
        len(numbers),
        passages.average,
        sum(map(len, own)) / max(sum(len(rows[n].sentences) for n in numbers), 1) or 1.0,
    )


def _acronyms(texts: Iterable[str]) -> list[Spelled]:
    """Collect the acronyms that texts spell out, each short form and set of words once, as first spelled."""
    found: dict[tuple[str, tuple[str, ...]], Spelled] = {}
    for text in texts:
        for short, long in found_in(text) if "(" in text else ():
            words = tuple(stems(long))
            for token in tokens(short)[:1]:
                if token.stem and len(words) > 1 and tokens(short)[1:] == []:
                    found.setdefault((token.form, words), Spelled(token.form, words, short, long))
    return [*found.values()]


def _article_stems(title: list[str], text: list[Paragraph]) -> list[str]:
    """Give the words of a whole article: title, headings and lead-ins once, page furniture and pull quotes not."""
    printed = any(row.role == "title" for row in text)  # then it is a paragraph, too
    parts = (stems(row.text) for row in text if row.role not in ASIDE_ROLES)
    return list(chain([] if printed else title, *parts))


class _Weights:
    """The posting lists of a collection: for every term, documents in order and BM25 weights in 1 / SCALE."""

    def __init__(self, documents: list[list[str]]) -> None:
        self.lengths = [len(document) for document in documents]
        self.average = 1.0  # of no words at all, where rank-bm25 would divide by zero
        self.idf: dict[str, float] = {}
        self._lists: dict[str, tuple[Any, Any]] = {}
        if any(documents):
            self._weigh(LuceneBM25(documents))

    def _weigh(self, bm25: LuceneBM25) -> None:
        self.average, self.idf = bm25.avgdl, bm25.idf
        number = {term: i for i, term in enumerate(bm25.idf)}
        column = np.fromiter((number[term] for counts in bm25.doc_freqs for term in counts), np.int64)
        tf = np.fromiter((count for counts in bm25.doc_freqs for count in counts.values()), np.float64)
        document = np.repeat(np.arange(len(bm25.doc_freqs)), [len(counts) for counts in bm25.doc_freqs])
        idf = np.fromiter(bm25.idf.values(), np.float64)
        length = bm25.k1 * (1 - bm25.b + bm25.b * np.array(bm25.doc_len) / bm25.avgdl)
        weight = np.rint(SCALE * idf[column] * (bm25.k1 + 1) * (tf / (tf + length[document])))
        order = np.argsort(column, kind="stable")
        ends = np.cumsum(np.bincount(column, minlength=len(number)))[:-1]
        lists = zip(np.split(document[order], ends), np.split(weight[order], ends), strict=True)
        self._lists = dict(zip(number, lists, strict=True))

    def of(self, term: str) -> tuple[Any, Any]:
        """Give the documents that hold a term and its weights there, as arrays."""
        return self._lists.get(term, (np.zeros(0, np.int64), np.zeros(0)))


def _forms(words: list[list[Token]]) -> dict[str, tuple[dict[str, int], list[int]]]:
    """Give each stem its unstemmed forms, numbered, and the mask of those in each passage that holds it, in order."""
    found: dict[str, tuple[dict[str, int], list[int]]] = {}
    for passage in words:
        masks: dict[str, int] = {}
        for token in passage:
            forms, _ = found.setdefault(token.stem, ({}, []))
            bit = min(forms.setdefault(token.form, len(forms)), _FORMS - 1)
            masks[token.stem] = masks.get(token.stem, 0) | 1 << bit
        for stem, mask in masks.items():
            found[stem][1].append(mask)
    return found


def _terms(
    passages: _Weights,
    whole: _Weights,
    numbers: Any,
    own: list[list[str]],
    forms: dict[str, tuple[dict[str, int], list[int]]],
) -> Iterator[TermRow]:
    holds = [set(passage) for passage in own]
    for stem in sorted(passages.idf.keys() | whole.idf.keys()):
        ids, weights = passages.of(stem)
        here = np.fromiter((stem in holds[i] for i in ids), bool, len(ids))
        articles, article_weights = whole.of(stem)
        names, masks = forms.get(stem, ({}, []))
        yield TermRow(
            stem,
            len(ids),
            passages.idf.get(stem, 0.0),
            numbers[ids[here]].tobytes(),
            weights[here].astype("<u4").tobytes(),
            numbers[ids[~here]].tobytes(),
            weights[~here].astype("<u4").tobytes(),
            articles.astype("<u4").tobytes(),
            article_weights.astype("<u4").tobytes(),
            " ".join(names),
            np.array(masks, "<u2").tobytes(),
        )
