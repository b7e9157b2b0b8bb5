"""Which passages match a query, and how well?"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bcpq import filters as selecting
from bcpq.matches import Matcher, Ranked, form_bit, marked, saturation, weight
from bcpq.model import ASIDE_ROLES, Explanation, Filters, Found, Hit, Paragraph, TermScore
from bcpq.query import Query
from bcpq.store import SCALE, Store
from bcpq.terms import Token, stems

#: What the bonuses weigh, in tenths, so that they are whole numbers of 1 / SCALE. On SQuAD 1.1 dev (passages, top-1)
#: and dated news (nDCG@10) BM25 alone had 0.793 / 0.426, and with these 0.815 / 0.466.
W_ARTICLE, W_PAIR, W_WORD = 8, 3, 2
#: How many of the best are looked at again. Bonuses are never negative, so what stands further down stays below them,
#: and a longer list begins with the shorter one.
_ARTICLE_DEPTH, _TEXT_DEPTH = 1_000, 100


def search(
    store: Store,
    query: Query,
    filters: Filters = Filters(),
    *,
    limit: int = 0,
    by_date: bool = False,
    context: int = 0,
    explain: bool = False,
) -> Found:
    """Find the passages that match a query, best first; at most `limit` of them, all when it is 0.

    `by_date` puts the earliest article first and undated ones last. `context` adds that many paragraphs before and
    after each. Raises QueryError for filters that name what is not there.
    """
    selection = selecting.select(store, selecting.narrowed(filters, query.root.required))
    ranking = _Ranking(store, query)
    places = list(enumerate(ranking.order(selection.numbers), 1))
    if by_date:
        places.sort(key=lambda place: place[1])  # paragraphs are numbered by date
    shown = places[:limit] if limit else places
    ranking.matcher.read([n for _, n in shown])
    articles = store.articles({store.article_of(n) for _, n in shown})
    hits = []
    for rank, n in shown:
        article = store.article_of(n)
        passage = ranking.matcher.paragraph(n)
        before, after = neighbours(store, article, passage.number, context) if context else ((), ())
        explanation = ranking.explanation(n, articles[article].title) if explain else None
        possible = article in selection.possible
        matches = marked(query, passage.text)
        hits.append(
            Hit(rank, ranking.scores[n], passage, articles[article], matches, possible, before, after, explanation)
        )
    return Found(tuple(hits), len(places), selection.searched)


def neighbours(
    store: Store, article: int, number: int, size: int
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Give up to `size` paragraphs before and after one of an article, page furniture and pull quotes passed over."""
    text = [paragraph for paragraph in store.text(article) if paragraph.role not in ASIDE_ROLES]
    before = [paragraph for paragraph in text if paragraph.number < number]
    after = [paragraph for paragraph in text if paragraph.number > number]
    return tuple(before[-size:]), tuple(after[:size])


class _Ranking:
    """The scores of a query's matches, and where each part of them comes from."""

    def __init__(self, store: Store, query: Query) -> None:
        self._store = store
        self._query = query
        self.matcher = Matcher(store)
        self._terms = self.matcher.ranked(query)
        self._by_article: dict[int, int] = {}
        self._typed = self._in_typed_form()
        self.scores: dict[int, int] = {}
        self._articles: dict[int, int] = {}  # what each match gained in step 2
        self._texts: dict[int, tuple[int, int]] = {}  # and in step 3

    def order(self, articles: frozenset[int] | None) -> list[int]:
        """Rank the matches in these articles, best first; ties go to the earlier article, then paragraph."""
        self.scores = self._passage_scores(articles)  # step 1
        self._articles = self._article_bonuses(self._best(_ARTICLE_DEPTH))  # step 2
        for n, bonus in self._articles.items():
            self.scores[n] += bonus
        self._texts = self._text_bonuses(self._best(_TEXT_DEPTH))  # step 3
        for n, (pairs, forms) in self._texts.items():
            self.scores[n] += pairs + forms
        return self._best(len(self.scores))

    def _best(self, depth: int) -> list[int]:
        """Rank what is scored so far; for a single word, its very form goes before its other inflections."""
        scores, typed = self.scores, self._typed
        return sorted(scores, key=lambda n: (n not in typed, -scores[n], n))[:depth]

    def _in_typed_form(self) -> set[int]:
        if len(self._terms) != 1 or not self._terms[0].exact:
            return set()
        lists = self._terms[0].postings
        bit = form_bit(lists, self._terms[0].form)
        return {n for n, mask in zip(lists.ids, lists.masks, strict=True) if mask & bit}

    def _passage_scores(self, articles: frozenset[int] | None) -> dict[int, int]:
        """Add up BM25's weights; what only a title holds adds to a score but makes no match."""
        scores: dict[int, int] = {}
        for term in self._terms:
            for n, points in zip(term.postings.ids, term.postings.weights, strict=True):
                scores[n] = scores.get(n, 0) + points * term.times
        if self._query.root.required or self._query.root.excluded:
            scores = {n: scores[n] for n in self.matcher.holding(self._query.root) if n in scores}
        if articles is not None:
            scores = {n: points for n, points in scores.items() if self._store.article_of(n) in articles}
        for term in self._terms:
            for n, points in zip(term.postings.title_ids, term.postings.title_weights, strict=True):
                if n in scores:
                    scores[n] += points * term.times
        return scores

    def _article_bonuses(self, best: Sequence[int]) -> dict[int, int]:
        """Weigh each match's whole article: BM25 of the query among articles, times W_ARTICLE."""
        by_article: Counter[int] = Counter()
        for term in self._terms:
            for article, points in zip(term.postings.articles, term.postings.article_weights, strict=True):
                by_article[article] += points * term.times
        return {n: by_article[self._store.article_of(n)] * W_ARTICLE // 10 for n in best}

    def _text_bonuses(self, best: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Weigh the query's words that stand next to each other in a match, and those in the very form typed."""
        self.matcher.read(best)
        idf = {term.stem: term.postings.idf for term in self._terms}
        forms = {term.form: term.postings.idf for term in self._terms if term.exact}
        asked = pairwise(token.stem for token in self._query.words if token.stem)
        pairs = {(first, second): idf[first] + idf[second] for first, second in asked}
        bonuses = {}
        for n in best:
            words, length = self.matcher.words(n), self.matcher.length(n)
            adjacent = Counter(pairwise(token.stem for token in words if token.stem))
            typed = Counter(token.form for token in words)
            pair = sum(idf * saturation(self._store, adjacent[key], length) for key, idf in pairs.items())
            form = sum(idf * saturation(self._store, typed[key], length) for key, idf in forms.items())
            bonuses[n] = round(SCALE * pair * W_PAIR / 10), round(SCALE * form * W_WORD / 10)
        return bonuses

    def explanation(self, n: int, title: str | None) -> Explanation:
        """Take the score of a match apart, given its article's title."""
        in_title = Counter(stems(title or ""))
        lines, title_points = [], 0
        for term in self._terms:
            count = sum(_is(word, term) for word in self.matcher.words(n))
            whole = _points(term.postings.ids, term.postings.weights, n)
            own = whole  # of what was typed once
            if count and in_title[term.stem]:
                own = weight(self._store, term.postings.idf, count, self.matcher.length(n))
            beside = whole - own + _points(term.postings.title_ids, term.postings.title_weights, n)
            title_points += beside * term.times
            lines.append(TermScore(term.form, term.stem, count, term.postings.df, term.postings.idf, own * term.times))
        return Explanation(tuple(lines), title_points, self._articles.get(n, 0), *self._texts.get(n, (0, 0)))


def _is(word: Token, term: Ranked) -> bool:
    return word.stem == term.stem if term.stem else word.form == term.form


def _points(ids: Sequence[int], weights: Sequence[int], n: int) -> int:
    i = bisect_left(ids, n)
    return weights[i] if i < len(ids) and ids[i] == n else 0
