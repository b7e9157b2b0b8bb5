"""The weights of terms in texts: rank-bm25 counts, a batch at a time, and numpy makes the lists."""

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from rank_bm25 import BM25Okapi

from bcpq.index.bm25 import K1, B, idf, quantise
from bcpq.model import SCALE

#: Texts that rank-bm25 counts at once; it needs some 3 kB for each.
BATCH_SIZE = 20_000


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """BM25Okapi with the idf of Lucene, which is positive and falls as a term gets more frequent.

    As shipped, a term in half of the documents scores 0 and one in 60 % of them more than one in
    40 %.
    """

    def __init__(self, documents: Sequence[Sequence[Any]]) -> None:
        """Count the terms of documents."""
        super().__init__(documents, k1=K1, b=B)
        # As Lucene counts lengths; a text without a word counts as one of one word.
        lengths = [max(len(document), 1) for document in documents]
        self.avgdl = sum(lengths) / len(lengths)
        self.doc_len: list[int] = [quantise(length) for length in lengths]

    def _calc_idf(self, nd: dict[Any, int]) -> None:
        self.nd = nd
        self.idf = {term: idf(self.corpus_size, n) for term, n in nd.items()}


class TermWeights(NamedTuple):
    """The posting lists of a term as they are written: little-endian uint32, masks uint16."""

    document_frequency: int = 0
    idf: float = 0.0
    max_weight: int = 0
    texts: bytes = b""  # that hold the term themselves
    weights: bytes = b""
    masks: bytes = b""
    title_texts: bytes = b""  # that have it from their article's title only
    title_weights: bytes = b""


#: The posting lists of a term that no text holds.
_EMPTY = TermWeights()


class _Counts(NamedTuple):
    """The terms of a batch of texts: columns of one row for each term of each text."""

    term: Any
    text: Any  # its place among all texts
    count: Any  # how often the term occurs there
    mask: Any  # its forms there; 0 where it comes from the title only


class _Column(NamedTuple):
    """What is known of a term, and which rows are its own."""

    document_frequency: int
    idf: float
    max_weight: int
    start: int  # its first row
    own_end: int  # behind the rows of the texts that hold it themselves
    end: int  # behind its last row


class TermCounter:
    """The terms of a collection of texts, in arrays: 12 bytes for a term of a text.

    Texts, terms and words are numbers. Texts are taken by `add`, and counted a batch at a time by
    `count`; when all are counted, `weigh` weighs every term, and `of` returns its posting lists.
    """

    def __init__(self, batch_size: int = BATCH_SIZE) -> None:
        """Begin without a text; `add` asks for `count` after `batch_size` of them."""
        self._batch_size = batch_size
        self._document_frequency: dict[int, int] = {}
        self._texts = array("I")  # the number of each text
        self._lengths = array("I")  # quantised
        self._total_length = 0  # as they are
        self._counts: list[_Counts] = []
        self._batch: list[list[int]] = []
        self._words: list[list[int]] = []
        self._columns: dict[int, _Column] = {}
        self._texts_of = self._weights = self._masks = b""

    def add(self, number: int, terms: list[int], words: list[int]) -> bool:
        """Take a text.

        Args:
            number: The text's number; numbers ascend.
            terms: All of its terms.
            words: The words among them that are its own, not its title's.

        Returns:
            Whether it is time to `count`.
        """
        self._texts.append(number)
        self._batch.append(terms)
        self._words.append(words)
        return len(self._batch) >= self._batch_size

    def count(self, term_of: Sequence[int], mask_of: Sequence[int]) -> None:
        """Count the texts taken since the last time.

        Args:
            term_of: The term of each word. Without words every term is the texts' own.
            mask_of: The mask of each word: the bit of its form.
        """
        if not self._batch:
            return
        bm25 = LuceneBM25(self._batch)
        for term, frequency in bm25.nd.items():
            before = self._document_frequency.get(term, 0)
            self._document_frequency[term] = before + frequency
        counts = bm25.doc_freqs
        size = sum(map(len, counts))
        text = np.repeat(np.arange(len(counts), dtype=np.uint32), [len(count) for count in counts])
        term = np.fromiter(chain.from_iterable(counts), np.uint32, size)
        tf = np.fromiter(chain.from_iterable(count.values() for count in counts), np.uint32, size)
        mask = np.ones(size, np.uint16)
        if term_of:
            mask = self._masks_of(
                text, term, np.array(term_of, np.uint32), np.array(mask_of, np.uint32)
            )
        first = np.uint32(len(self._lengths))
        self._counts.append(_Counts(term=term, text=text + first, count=tf, mask=mask))
        self._lengths.extend(bm25.doc_len)
        self._total_length += round(bm25.avgdl * len(self._batch))
        self._batch.clear()
        self._words.clear()

    def _masks_of(self, text: Any, term: Any, term_of: Any, mask_of: Any) -> Any:
        """Return for each term of each text the mask of its forms there.

        It is 0 where the text has the term from its title only. A text and a term are looked up as
        one number of 64 bits.
        """
        size = sum(map(len, self._words))
        word = np.fromiter(chain.from_iterable(self._words), np.uint32, size)
        texts = np.arange(len(self._words), dtype=np.uint64)
        text_of_word = np.repeat(texts, [len(words) for words in self._words])
        own = text_of_word << np.uint64(32) | term_of[word]
        order = np.argsort(own, kind="stable")
        own, masks = own[order], mask_of[word][order]
        first = np.flatnonzero(np.r_[True, own[1:] != own[:-1]]) if size else np.zeros(0, np.int64)
        keys = own[first]
        masks = np.bitwise_or.reduceat(masks, first) if size else masks
        wanted = text.astype(np.uint64) << np.uint64(32) | term
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        is_own = keys[place] == wanted if size else np.zeros(len(wanted), bool)
        return np.where(is_own, masks[place] if size else 0, 0).astype(np.uint16)

    @property
    def average_length(self) -> float:
        """The average length of a text that was counted, in terms; 1 where none has a word."""
        return self._total_length / max(len(self._lengths), 1) or 1.0

    def weigh(self) -> set[int]:
        """Weigh every term in every text, once all are counted; return the terms."""
        if not self._document_frequency:
            return set()
        parts = zip(*self._counts, strict=True)
        term, text, tf, mask = (np.concatenate(part) for part in parts)
        self._counts.clear()
        from_title = mask == 0
        order = np.argsort(term * np.uint64(2) + from_title, kind="stable")
        term, text, tf, mask, from_title = (
            column[order] for column in (term, text, tf, mask, from_title)
        )
        del order
        terms = np.array(sorted(self._document_frequency), np.uint32)
        df = np.array([self._document_frequency[number] for number in terms.tolist()])
        idfs = np.array([idf(len(self._lengths), frequency) for frequency in df.tolist()])
        ends = np.cumsum(df)
        starts = ends - df
        lengths = np.frombuffer(self._lengths, np.uint32)
        norm = K1 * (1 - B + B * lengths / self.average_length)
        weight = np.rint(SCALE * np.repeat(idfs, df) * (K1 + 1) * (tf / (tf + norm[text]))).astype(
            "<u4"
        )
        own_ends = starts + np.add.reduceat(~from_title, starts, dtype=np.int64)
        max_weights = np.maximum.reduceat(weight, starts)
        columns = (column.tolist() for column in (df, idfs, max_weights, starts, own_ends, ends))
        self._columns = dict(
            zip(terms.tolist(), map(_Column._make, zip(*columns, strict=True)), strict=True)
        )
        self._texts_of = np.frombuffer(self._texts, np.uint32)[text].astype("<u4").tobytes()
        self._weights, self._masks = weight.tobytes(), mask.astype("<u2").tobytes()
        return {*self._columns}

    def of(self, term: int) -> TermWeights:
        """Return the posting lists of a term; empty ones where no text holds it."""
        column = self._columns.get(term)
        if column is None:
            return _EMPTY
        start, own_end, end = column.start, column.own_end, column.end
        return TermWeights(
            document_frequency=column.document_frequency,
            idf=column.idf,
            max_weight=column.max_weight,
            texts=self._texts_of[4 * start : 4 * own_end],
            weights=self._weights[4 * start : 4 * own_end],
            masks=self._masks[2 * start : 2 * own_end],
            title_texts=self._texts_of[4 * own_end : 4 * end],
            title_weights=self._weights[4 * own_end : 4 * end],
        )
