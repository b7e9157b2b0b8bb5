"""How well does a passage match? BM25 over passages, and what its article and its wording add."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bcpq.index.bm25 import quantise, saturation, weight
from bcpq.index.store import QueryTerm, RetrievalQuery, RetrievalResult, Store
from bcpq.model import SCALE, Acronym, Explanation, TermScore
from bcpq.query.filters import Selection
from bcpq.query.parser import Query
from bcpq.search import expansion
from bcpq.text.tokens import Token, stem_words

#: What the bonuses weigh, in tenths, so that they are whole numbers of 1 / SCALE. Chosen on the queries with an odd
#: crc32(id) of Cranfield, CACM (nDCG@10) and SQuAD 1.1 dev (first passage): 0.390 / 0.533 / 0.823; BM25 alone has
#: 0.392 / 0.537 / 0.801, and other weights of this size differ by less than 0.01.
W_ARTICLE, W_PAIR, W_WORD = 5, 10, 6
#: How many of the best are looked at again. Bonuses are never negative, so what stands further down stays below them,
#: and a longer list begins with the shorter one.
ARTICLE_DEPTH, TEXT_DEPTH = 1_000, 100


#: A cluster's scores have seven digits: by so much may they differ from what their parts add up to.
_UNSURE = 1_000


class Ranking:
    """The scores of a query's matches, and where each part of them comes from."""

    def __init__(
        self, store: Store, query: Query, *, literal: bool = False, widely: bool = False
    ) -> None:
        """Find the query's terms, with the other forms of its acronyms unless `literal`, and with the everyday words
        that may stand for its own if `widely`.
        """
        self._store = store
        self._query = query
        self.reader = store.reader
        self.reader.trim()
        self.terms = _ranked(store, query)
        idf = {term.stem: term.statistics.idf for term in self.terms}
        asked = pairwise(token.stem for token in query.words if token.stem)
        self._pairs = {(first, second): idf[first] + idf[second] for first, second in asked}
        self._forms = {term.form: term.statistics.idf for term in self.terms if term.typed}
        if widely:
            self.terms = expansion.widened(store, self.terms)
        self._acronyms = [] if literal else expansion.acronyms(store, query)
        self.terms += self._acronyms
        self.found = RetrievalResult({}, frozenset(), 0, 0)
        self.scores: dict[int, int] = {}
        self._articles: dict[int, int] = {}  # what each match gained in step 2
        self._texts: dict[int, tuple[int, int]] = {}  # and in step 3

    def order(self, selection: Selection, depth: int = 0, *, count: bool = False) -> list[int]:
        """Rank the matches in the articles chosen, best first; ties go to the earlier article, then paragraph.

        With a `depth`, as many are right as it says; others need not be found, nor counted unless `count`. With 0 all
        are.
        """
        wanted = RetrievalQuery(
            self._query.root,
            tuple(self.terms),
            selection,
            depth and max(depth, ARTICLE_DEPTH),
            count,
        )
        self.found = self._store.retrieve(wanted)  # step 1
        self.scores = {**self.found.scores}
        self._articles = self._article_bonuses(self._best(ARTICLE_DEPTH))  # step 2
        for n, bonus in self._articles.items():
            self.scores[n] += bonus
        self._texts = self._text_bonuses(self._best(TEXT_DEPTH))  # step 3
        for n, (pairs, forms) in self._texts.items():
            self.scores[n] += pairs + forms
        return self._best(len(self.scores))

    def _best(self, depth: int) -> list[int]:
        """Rank what is scored so far."""
        scores, second = self.scores, self.found.second_tier
        return sorted(scores, key=lambda n: (n in second, -scores[n], n))[:depth]

    def unknown(self) -> tuple[str, ...]:
        """List the words typed that no passage holds."""
        return tuple(
            term.form
            for term in self.terms
            if term.typed and not term.statistics.own_document_frequency
        )

    def via(self, n: int) -> tuple[Acronym, ...]:
        """List the acronyms through whose other form a match was found."""
        return tuple(
            Acronym(*term.acronym[2:])
            for term in self._acronyms
            if term.acronym and self._occurrences(n, term)
        )

    def _article_bonuses(self, best: Sequence[int]) -> dict[int, int]:
        """Weigh each match's whole article: BM25 of the query among articles, times W_ARTICLE."""
        article_of = {n: self._store.article_of(n) for n in best}
        by_article = self._store.article_scores(self.terms, {*article_of.values()})
        return {
            n: by_article.get(article, 0) * W_ARTICLE // 10 for n, article in article_of.items()
        }

    def _text_bonuses(self, best: Sequence[int]) -> dict[int, tuple[int, int]]:
        self.reader.read(best)
        return {n: self._wording(self.reader.tokens(n), self.reader.length(n)) for n in best}

    def _wording(self, words: Sequence[Token], length: int) -> tuple[int, int]:
        """Weigh the query's words that stand next to each other in a text, and those in the very form typed."""
        average = self._store.statistics.average_length
        adjacent = Counter(pairwise(word.stem for word in words if word.stem))
        typed = Counter(word.form for word in words)
        pair = sum(
            idf * saturation(adjacent[key], length, average) for key, idf in self._pairs.items()
        )
        form = sum(
            idf * saturation(typed[key], length, average) for key, idf in self._forms.items()
        )
        return round(SCALE * pair * W_PAIR / 10), round(SCALE * form * W_WORD / 10)

    def explanation(self, n: int, title: str | None) -> Explanation:
        """Take the score of a match apart, given its article's title."""
        in_title = Counter(stem_words(title or ""))
        own = [self._own(n, term) for term in self.terms]
        rest = self.found.scores[n] - sum(own)
        if (
            own
            and 0 < abs(rest) < _UNSURE
            and not any(in_title[term.stem] for term in self.terms if term.stem)
        ):
            own[own.index(max(own))] += rest
            rest = 0
        lines = [
            TermScore(
                term.form,
                term.stem,
                self._occurrences(n, term),
                term.statistics.document_frequency,
                term.statistics.idf,
                points,
            )
            for term, points in zip(self.terms, own, strict=True)
        ]
        return Explanation(
            tuple(lines), rest, self._articles.get(n, 0), *self._texts.get(n, (0, 0))
        )

    def _own(self, n: int, term: QueryTerm) -> int:
        """Work out what a term gives a match by the words of its own."""
        if term.passage_weights:
            return term.scale(term.passage_weights.get(n, 0))
        count = self._occurrences(n, term)
        if not term.stem:
            words = quantise(len(self.reader.tokens(n)))
            return term.scale(
                weight(term.statistics.idf, count, words, self._store.statistics.average_word_count)
            )
        return term.scale(
            weight(
                term.statistics.idf,
                count,
                self.reader.length(n),
                self._store.statistics.average_length,
            )
        )

    def _occurrences(self, n: int, term: QueryTerm) -> int:
        """Count a term in a match."""
        if term.passage_weights:
            return int(n in term.passage_weights)
        if n in term.excluded_passages:
            return 0
        words = self.reader.tokens(n)
        if term.only_forms and not any(word.form in term.only_forms for word in words):
            return 0
        return sum(_is(word, term) for word in words)


def _is(word: Token, term: QueryTerm) -> bool:
    return word.stem == term.stem if term.stem else word.form == term.form


def _ranked(store: Store, query: Query) -> list[QueryTerm]:
    """List the terms that add to scores, each once: content words and prefixes, or else stop words."""
    forms: dict[str, list[str]] = {}
    for token in query.words:
        if token.stem:
            forms.setdefault(token.stem, []).append(token.form)
    begun = {prefix: store.forms_with_prefix(prefix) for prefix in dict.fromkeys(query.prefixes)}
    known = store.term_statistics(
        [*forms, *(stem for found in begun.values() for _, stem in found)]
    )
    found = [
        QueryTerm(typed[0], stem, len(typed), True, known[stem]) for stem, typed in forms.items()
    ]
    for prefix, words in begun.items():
        named: dict[str, tuple[str, ...]] = {}
        for form, stem in words:
            named[stem] = (*named.get(stem, ()), form)
        found += [
            QueryTerm(f"{prefix}* as {stem}", stem, 1, False, known[stem], only_forms=theirs)
            for stem, theirs in named.items()
        ]
    if not found and not query.prefixes:
        stop_words = Counter(token.form for token in query.words)
        found = [
            QueryTerm(form, "", times, True, store.stop_word_statistics(form))
            for form, times in stop_words.items()
        ]
    return found
