"""The ranking of passages: BM25, and what their article and their wording add."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bcpq.index.bm25 import quantise, saturation, weight
from bcpq.index.store import QueryTerm, RetrievalQuery, RetrievalResult, Store
from bcpq.model import SCALE, Acronym, Explanation, TermScore
from bcpq.query.filters import Selection
from bcpq.query.parser import Query
from bcpq.search.expansion import add_related_words, find_acronym_forms
from bcpq.text.tokens import Token, stem_words

#: What the bonuses weigh, in tenths, so that they are whole numbers of 1 / SCALE. Chosen on the
#: queries with an odd crc32(id) of Cranfield, CACM (nDCG@10) and SQuAD 1.1 dev (first passage):
#: 0.390 / 0.533 / 0.823; BM25 alone has 0.392 / 0.537 / 0.801, and other weights of this size
#: differ by less than 0.01.
W_ARTICLE, W_PAIR, W_WORD = 5, 10, 6
#: How many of the best passages step 2 and step 3 look at again. Bonuses are never negative, so
#: what stands further down stays below them, and a longer list begins with the shorter one.
ARTICLE_DEPTH, TEXT_DEPTH = 1_000, 100

#: A cluster's scores have seven digits: by so much may they differ from the sum of their parts.
_ROUNDING_ERROR = 1_000


class QueryTerms:
    """What of a query adds to scores."""

    __slots__ = ("forms", "pairs", "terms")  # a NamedTuple would cost 0.3 ms of each start

    def __init__(
        self,
        *,
        terms: tuple[QueryTerm, ...],
        pairs: Mapping[tuple[str, str], float],
        forms: Mapping[str, float],
    ) -> None:
        """Keep what `find_terms` found.

        Args:
            terms: What counts in step 1 and step 2, words that were not typed included.
            pairs: What counts in step 3: stems typed side by side, and their idf.
            forms: What counts in step 3, too: words in the form typed, and their idf.
        """
        self.terms = terms
        self.pairs = pairs
        self.forms = forms


class WordingBonus:
    """What the wording of a passage adds to its score, in units of 1 / SCALE."""

    __slots__ = ("forms", "pairs")  # as above

    def __init__(self, *, pairs: int, forms: int) -> None:
        """Keep the points for words that stand side by side, and for words in the form typed."""
        self.pairs = pairs
        self.forms = forms


class Ranking:
    """The passages that match a query, best first, and where each part of their scores comes from.

    Attributes:
        order: The passages, by number, best first.
        scores: The score of each, in units of 1 / SCALE.
        retrieved: What step 1 found.
        terms: The terms that add to scores.
    """

    def __init__(
        self,
        store: Store,
        *,
        order: Sequence[int],
        scores: Mapping[int, int],
        terms: Sequence[QueryTerm],
        retrieved: RetrievalResult,
        article_bonuses: Mapping[int, int],
        wording_bonuses: Mapping[int, WordingBonus],
    ) -> None:
        """Keep what `rank_passages` worked out."""
        self._store = store
        self.order = order
        self.scores = scores
        self.terms = terms
        self.retrieved = retrieved
        self._article_bonuses = article_bonuses
        self._wording_bonuses = wording_bonuses

    def unknown_words(self) -> tuple[str, ...]:
        """List the words typed that no passage holds."""
        return tuple(
            term.form
            for term in self.terms
            if term.typed and not term.statistics.own_document_frequency
        )

    def find_via(self, passage: int) -> tuple[Acronym, ...]:
        """List the acronyms through whose other form a passage was found."""
        return tuple(
            term.acronym.acronym
            for term in self.terms
            if term.acronym and self._count(passage, term)
        )

    def explain(self, passage: int, title: str | None) -> Explanation:
        """Take the score of a passage apart, given its article's title."""
        own = [self._weigh(passage, term) for term in self.terms]
        from_title = self.retrieved.scores[passage] - sum(own)
        if own and 0 < abs(from_title) < _ROUNDING_ERROR and not self._holds_term(title):
            own[own.index(max(own))] += from_title
            from_title = 0
        wording = self._wording_bonuses.get(passage, WordingBonus(pairs=0, forms=0))
        return Explanation(
            terms=tuple(
                TermScore(
                    term=term.form,
                    stem=term.stem,
                    occurrences=self._count(passage, term),
                    document_frequency=term.statistics.document_frequency,
                    idf=term.statistics.idf,
                    weight=points,
                )
                for term, points in zip(self.terms, own, strict=True)
            ),
            title=from_title,
            article=self._article_bonuses.get(passage, 0),
            pairs=wording.pairs,
            forms=wording.forms,
        )

    def _holds_term(self, title: str | None) -> bool:
        stems = {*stem_words(title or "")}
        return any(term.stem in stems for term in self.terms if term.stem)

    def _weigh(self, passage: int, term: QueryTerm) -> int:
        """Work out what a term gives a passage by the passage's own words."""
        if term.passage_weights:
            return term.scale(term.passage_weights.get(passage, 0))
        statistics, reader = self._store.statistics, self._store.reader
        if term.stem:
            length, average = reader.length(passage), statistics.average_length
        else:  # among stop words alone, all words count
            length = quantise(len(reader.tokens(passage)))
            average = statistics.average_word_count
        count = self._count(passage, term)
        return term.scale(weight(term.statistics.idf, count, length, average))

    def _count(self, passage: int, term: QueryTerm) -> int:
        """Count how often a term stands in a passage."""
        if term.passage_weights:
            return int(passage in term.passage_weights)
        if passage in term.excluded_passages:
            return 0
        words = self._store.reader.tokens(passage)
        if term.only_forms and not any(word.form in term.only_forms for word in words):
            return 0
        if term.stem:
            return sum(word.stem == term.stem for word in words)
        return sum(word.form == term.form for word in words)


def rank_passages(
    store: Store,
    query: Query,
    selection: Selection,
    *,
    depth: int = 0,
    count: bool = False,
    literal: bool = False,
    related: bool = False,
    article_depth: int = ARTICLE_DEPTH,
) -> Ranking:
    """Rank the passages that match a query; ties go to the earlier article, then paragraph.

    Args:
        store: The index.
        query: The query.
        selection: The articles to search.
        depth: How many of the best are needed; others need not be found. 0: all.
        count: Count all passages that match, even where that takes long.
        literal: Leave acronyms as typed, and do not look for their other form.
        related: Look for everyday words that may stand for those typed, too.
        article_depth: How many of the best step 2 looks at again.
    """
    store.reader.trim()
    terms = find_terms(store, query, literal=literal, related=related)
    retrieved = store.retrieve(
        RetrievalQuery(
            root=query.root,
            terms=terms.terms,
            selection=selection,
            depth=depth and max(depth, article_depth),
            count_all=count,
        )
    )
    # Step 1: BM25 over passages.
    scores = dict(retrieved.scores)

    # Step 2: what their whole articles add.
    best = _order(scores, retrieved)[:article_depth]
    article_bonuses = _weigh_articles(store, terms, best)
    for n, points in article_bonuses.items():
        scores[n] += points

    # Step 3: what their wording adds.
    best = _order(scores, retrieved)[:TEXT_DEPTH]
    wording_bonuses = _weigh_wordings(store, terms, best)
    for n, bonus in wording_bonuses.items():
        scores[n] += bonus.pairs + bonus.forms

    return Ranking(
        store,
        order=_order(scores, retrieved),
        scores=scores,
        terms=terms.terms,
        retrieved=retrieved,
        article_bonuses=article_bonuses,
        wording_bonuses=wording_bonuses,
    )


def _order(scores: Mapping[int, int], retrieved: RetrievalResult) -> list[int]:
    """Put passages in the order of their scores so far, the second tier behind all others."""
    return sorted(scores, key=lambda n: (n in retrieved.second_tier, -scores[n], n))


def _weigh_articles(store: Store, terms: QueryTerms, passages: Sequence[int]) -> dict[int, int]:
    """Weigh the article of each passage: BM25 of the query among articles, times W_ARTICLE."""
    article_of = {n: store.article_of(n) for n in passages}
    points = store.article_scores(terms.terms, {*article_of.values()})
    return {n: points.get(article, 0) * W_ARTICLE // 10 for n, article in article_of.items()}


def _weigh_wordings(
    store: Store, terms: QueryTerms, passages: Sequence[int]
) -> dict[int, WordingBonus]:
    store.reader.read(passages)
    return {n: _weigh_wording(store, terms, n) for n in passages}


def _weigh_wording(store: Store, terms: QueryTerms, passage: int) -> WordingBonus:
    """Weigh the wording of a passage.

    The query's words that stand side by side count by W_PAIR, those in the form typed by W_WORD.
    """
    words: Sequence[Token] = store.reader.tokens(passage)
    length, average = store.reader.length(passage), store.statistics.average_length
    pair_counts = Counter(pairwise(word.stem for word in words if word.stem))
    form_counts = Counter(word.form for word in words)
    pairs = sum(
        idf * saturation(pair_counts[pair], length, average) for pair, idf in terms.pairs.items()
    )
    forms = sum(
        idf * saturation(form_counts[form], length, average) for form, idf in terms.forms.items()
    )
    return WordingBonus(
        pairs=round(SCALE * pairs * W_PAIR / 10), forms=round(SCALE * forms * W_WORD / 10)
    )


def find_terms(store: Store, query: Query, *, literal: bool, related: bool) -> QueryTerms:
    """List what of a query adds to scores; `literal` and `related` as in `rank_passages`."""
    terms = _typed_terms(store, query)
    idf = {term.stem: term.statistics.idf for term in terms}
    typed_pairs = pairwise(token.stem for token in query.words if token.stem)
    pairs = {(first, second): idf[first] + idf[second] for first, second in typed_pairs}
    forms = {term.form: term.statistics.idf for term in terms if term.typed}
    if related:
        terms = add_related_words(store, terms)
    if not literal:
        terms += find_acronym_forms(store, query)
    return QueryTerms(terms=tuple(terms), pairs=pairs, forms=forms)


def _typed_terms(store: Store, query: Query) -> list[QueryTerm]:
    """List the terms typed, each once: content words and prefixes, or else stop words."""
    forms_of_stem: dict[str, list[str]] = {}
    for token in query.words:
        if token.stem:
            forms_of_stem.setdefault(token.stem, []).append(token.form)
    words_of_prefix = {
        prefix: store.forms_with_prefix(prefix) for prefix in dict.fromkeys(query.prefixes)
    }
    statistics = store.term_statistics(
        [*forms_of_stem, *(stem for words in words_of_prefix.values() for _, stem in words)]
    )
    terms = [
        QueryTerm(
            form=forms[0],
            stem=stem,
            query_frequency=len(forms),
            typed=True,
            statistics=statistics[stem],
        )
        for stem, forms in forms_of_stem.items()
    ]
    for prefix, words in words_of_prefix.items():
        forms_by_stem: dict[str, tuple[str, ...]] = {}
        for form, stem in words:
            forms_by_stem[stem] = (*forms_by_stem.get(stem, ()), form)
        terms += [
            QueryTerm(
                form=f"{prefix}* as {stem}",
                stem=stem,
                query_frequency=1,
                typed=False,
                statistics=statistics[stem],
                only_forms=forms,
            )
            for stem, forms in forms_by_stem.items()
        ]
    if not terms and not query.prefixes:
        counts = Counter(token.form for token in query.words)
        terms = [
            QueryTerm(
                form=form,
                stem="",
                query_frequency=count,
                typed=True,
                statistics=store.stop_word_statistics(form),
            )
            for form, count in counts.items()
        ]
    return terms
