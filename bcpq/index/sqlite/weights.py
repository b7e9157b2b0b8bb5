"""What does each word of each text weigh? rank-bm25 counts, a batch at a time; numpy turns its counts into lists."""

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from rank_bm25 import BM25Okapi

from bcpq.index.bm25 import K1, B, idf, quantise
from bcpq.model import SCALE

#: Texts that rank-bm25 counts at once; it needs some 3 kB for each.
_BATCH = 20_000


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """BM25Okapi with the idf of Lucene, which is positive and falls as a term gets more frequent.

    As shipped, a term in half of the documents scores 0 and one in 60 % of them more than one in 40 %.
    """

    def __init__(self, documents: Sequence[Sequence[Any]]) -> None:
        super().__init__(documents, k1=K1, b=B)
        # As Lucene counts lengths; a text without a word counts as one of one word.
        lengths = [max(len(document), 1) for document in documents]
        self.avgdl = sum(lengths) / len(lengths)
        self.doc_len: list[int] = [quantise(length) for length in lengths]

    def _calc_idf(self, nd: dict[Any, int]) -> None:
        self.nd = nd
        self.idf = {term: idf(self.corpus_size, n) for term, n in nd.items()}


class TermWeights(NamedTuple):
    """The posting lists of a term, numbers and weights as little-endian uint32."""

    df: int
    idf: float
    largest: int  # weight
    own: tuple[bytes, bytes]  # texts that hold it themselves
    beside: tuple[bytes, bytes]  # texts that have it from elsewhere only
    masks: bytes  # of `own`, little-endian uint16


NOTHING = TermWeights(0, 0.0, 0, (b"", b""), (b"", b""), b"")


class Counts:
    """The terms of a collection of texts, as rank-bm25 counts them, in arrays: 12 bytes for a term of a text.

    Terms and words are numbers.
    """

    def __init__(self) -> None:
        self._df: dict[int, int] = {}
        self._texts = array("I")  # the number of each text
        self._lengths = array("I")  # quantised
        self._total = 0  # of the lengths as they are
        self._parts: list[
            tuple[Any, Any, Any, Any]
        ] = []  # term, text, count and mask of each term of each text
        self._batch: list[list[int]] = []
        self._words: list[list[int]] = []
        self._bounds: dict[int, tuple[int, float, int, int, int, int]] = {}
        self._texts_of = self._weights = self._masks = b""

    def add(self, number: int, terms: list[int], words: list[int]) -> bool:
        """Take a text's terms, and those of its words that are its own; tell whether it is time to `count`."""
        self._texts.append(number)
        self._batch.append(terms)
        self._words.append(words)
        return len(self._batch) >= _BATCH

    def count(self, term_of: Sequence[int], bit_of: Sequence[int]) -> None:
        """Count the texts taken since the last time; each word has a term, and a bit for its form.

        Without words every term is the texts' own.
        """
        if not self._batch:
            return
        bm25 = LuceneBM25(self._batch)
        for term, n in bm25.nd.items():
            self._df[term] = self._df.get(term, 0) + n
        counts = bm25.doc_freqs
        size = sum(map(len, counts))
        text = np.repeat(np.arange(len(counts), dtype=np.uint32), [len(count) for count in counts])
        term = np.fromiter(chain.from_iterable(counts), np.uint32, size)
        tf = np.fromiter(chain.from_iterable(count.values() for count in counts), np.uint32, size)
        mask = np.ones(size, np.uint16)
        if term_of:
            mask = self._masked(
                text, term, np.array(term_of, np.uint32), np.array(bit_of, np.uint32)
            )
        self._parts.append((term, text + np.uint32(len(self._lengths)), tf, mask))
        self._lengths.extend(bm25.doc_len)
        self._total += round(bm25.avgdl * len(self._batch))
        self._batch.clear()
        self._words.clear()

    def _masked(self, text: Any, term: Any, term_of: Any, bit_of: Any) -> Any:
        """Give for each term of each text the bits of its forms there; 0 where the text has it from elsewhere."""
        size = sum(map(len, self._words))
        word = np.fromiter(chain.from_iterable(self._words), np.uint32, size)
        where = np.repeat(
            np.arange(len(self._words), dtype=np.uint64), [len(words) for words in self._words]
        )
        own = where << np.uint64(32) | term_of[word]
        order = np.argsort(own, kind="stable")
        own, bits = own[order], bit_of[word][order]
        first = np.flatnonzero(np.r_[True, own[1:] != own[:-1]]) if size else np.zeros(0, np.int64)
        keys = own[first]
        bits = np.bitwise_or.reduceat(bits, first) if size else bits
        wanted = text.astype(np.uint64) << np.uint64(32) | term
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        found = keys[place] == wanted if size else np.zeros(len(wanted), bool)
        return np.where(found, bits[place] if size else 0, 0).astype(np.uint16)

    @property
    def average(self) -> float:
        """Give the average length of a text that was counted; 1 where none has a word."""
        return self._total / max(len(self._lengths), 1) or 1.0

    def weigh(self) -> set[int]:
        """Weigh every term of every text, once all are counted; give the terms."""
        if not self._df:
            return set()
        term, text, tf, mask = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        self._parts.clear()
        beside = mask == 0
        order = np.argsort(term * np.uint64(2) + beside, kind="stable")
        term, text, tf, mask, beside = (part[order] for part in (term, text, tf, mask, beside))
        del order
        terms = np.array(sorted(self._df), np.uint32)
        df = np.array([self._df[number] for number in terms.tolist()])
        idfs = np.array([idf(len(self._lengths), n) for n in df.tolist()])
        ends = np.cumsum(df)
        starts = ends - df
        length = K1 * (1 - B + B * np.frombuffer(self._lengths, np.uint32) / self.average)
        weight = np.rint(
            SCALE * np.repeat(idfs, df) * (K1 + 1) * (tf / (tf + length[text]))
        ).astype("<u4")
        own = starts + np.add.reduceat(~beside, starts, dtype=np.int64)
        largest = np.maximum.reduceat(weight, starts)
        columns = (part.tolist() for part in (terms, df, idfs, largest, starts, own, ends))
        self._bounds = {bounds[0]: bounds[1:] for bounds in zip(*columns, strict=True)}
        self._texts_of = np.frombuffer(self._texts, np.uint32)[text].astype("<u4").tobytes()
        self._weights, self._masks = weight.tobytes(), mask.astype("<u2").tobytes()
        return {*self._bounds}

    def of(self, term: int) -> TermWeights:
        """Give the posting lists of a term; empty ones where no text holds it."""
        if term not in self._bounds:
            return NOTHING
        df, weight, largest, start, own, end = self._bounds[term]
        masks = self._masks[2 * start : 2 * own]
        return TermWeights(df, weight, largest, self._pair(start, own), self._pair(own, end), masks)

    def _pair(self, start: int, end: int) -> tuple[bytes, bytes]:
        return self._texts_of[4 * start : 4 * end], self._weights[4 * start : 4 * end]
