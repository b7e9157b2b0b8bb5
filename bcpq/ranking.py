"""How well does a passage match? BM25 over passages, and what its article and its wording add."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bcpq import expansion, pruning
from bcpq.matches import Matcher, Ranked, form_bit
from bcpq.model import Acronym, Explanation, TermScore
from bcpq.postings import position
from bcpq.pruning import at, counted
from bcpq.query import Query
from bcpq.store import SCALE, Store
from bcpq.terms import Token, stems

#: What the bonuses weigh, in tenths, so that they are whole numbers of 1 / SCALE. Chosen on the queries with an odd
#: crc32(id) of Cranfield, CACM (nDCG@10) and SQuAD 1.1 dev (first passage): 0.390 / 0.533 / 0.823; BM25 alone has
#: 0.392 / 0.537 / 0.801, and other weights of this size differ by less than 0.01.
W_ARTICLE, W_PAIR, W_WORD = 5, 10, 6
#: How many of the best are looked at again. Bonuses are never negative, so what stands further down stays below them,
#: and a longer list begins with the shorter one.
ARTICLE_DEPTH, TEXT_DEPTH = 1_000, 100
#: Postings that are added up without a thought: some milliseconds.
_LONG = 20_000


class Ranking:
    """The scores of a query's matches, and where each part of them comes from."""

    def __init__(self, store: Store, query: Query, *, literal: bool = False, widely: bool = False) -> None:
        """Find the query's terms, with the other forms of its acronyms unless `literal`, and with the everyday words
        that may stand for its own if `widely`.
        """
        self._store = store
        self._query = query
        self.matcher = Matcher(store)
        self.terms = self.matcher.ranked(query)
        self._typed: set[int] = set()  # where one word was typed, the matches that hold its very form
        idf = {term.stem: term.postings.idf for term in self.terms}
        asked = pairwise(token.stem for token in query.words if token.stem)
        self._pairs = {(first, second): idf[first] + idf[second] for first, second in asked}
        self._forms = {term.form: term.postings.idf for term in self.terms if term.exact}
        if widely:
            self.terms = expansion.widened(store, self.matcher, self.terms)
        self._acronyms = [] if literal else expansion.acronyms(store, self.matcher, query)
        self.terms += self._acronyms
        for term in self._acronyms:
            self.matcher.other_forms.setdefault(term.stands_for, set()).update(term.postings.ids)
        self.scores: dict[int, int] = {}
        self.all = True  # every match is in `scores`
        self._expanded: set[int] = set()  # the matches that hold nothing typed, only another form of an acronym
        self._articles: dict[int, int] = {}  # what each match gained in step 2
        self._texts: dict[int, tuple[int, int]] = {}  # and in step 3

    def order(self, articles: frozenset[int] | None, depth: int = 0) -> list[int]:
        """Rank the matches in these articles, best first; ties go to the earlier article, then paragraph.

        With a `depth` of up to ARTICLE_DEPTH, as many are right as it says; where the posting lists are long, no others
        are found. With 0 all are.
        """
        self.scores = self._found(articles, depth)  # step 1
        self._articles = self._article_bonuses(self._best(ARTICLE_DEPTH))  # step 2
        for n, bonus in self._articles.items():
            self.scores[n] += bonus
        self._texts = self._text_bonuses(self._best(TEXT_DEPTH))  # step 3
        for n, (pairs, forms) in self._texts.items():
            self.scores[n] += pairs + forms
        return self._best(len(self.scores))

    def _found(self, articles: frozenset[int] | None, depth: int) -> dict[int, int]:
        """Score the matches; only the best where that is enough and there are too many."""
        root = self._query.root
        plain = not (root.required or root.excluded)
        self.all = not (plain and 0 < depth <= ARTICLE_DEPTH and sum(t.postings.held for t in self.terms) > _LONG)
        if self.all:
            self._typed = self._in_typed_form()
            return self._passage_scores(articles)
        inside = self._store.within(articles)
        if len(self.terms) == 1:
            scores, self._typed = pruning.of_one(self.terms[0], self._typed_bit(), inside, ARTICLE_DEPTH)
            return scores
        typed = [term for term in self.terms if not term.spelled]
        found = pruning.of_several(typed, self._acronyms, inside, ARTICLE_DEPTH, self._store.starts[-1])
        self.all = found is None
        return self._passage_scores(articles) if found is None else found

    def _best(self, depth: int) -> list[int]:
        """Rank what is scored so far.

        What holds nothing typed comes last; for a single word, its very form goes before its other inflections.
        """
        scores, typed, expanded = self.scores, self._typed, self._expanded
        return sorted(scores, key=lambda n: (n in expanded, n not in typed, -scores[n], n))[:depth]

    def _typed_bit(self) -> int:
        return form_bit(self.terms[0].postings, self.terms[0].form) if self.terms[0].exact else 0

    def _in_typed_form(self) -> set[int]:
        if len(self.terms) != 1 or not (bit := self._typed_bit()):
            return set()
        lists = self.terms[0].postings
        return {n for n, mask in zip(lists.ids, lists.masks, strict=True) if mask & bit}

    def _passage_scores(self, articles: frozenset[int] | None) -> dict[int, int]:
        """Add up BM25's weights; what only a title holds adds to a score but makes no match."""
        scores: dict[int, int] = {}
        for term in self.terms:
            for n, points in zip(term.postings.ids, term.postings.weights, strict=True):
                scores[n] = scores.get(n, 0) + counted(points, term)
        self._expanded = {n for term in self._acronyms for n in term.postings.ids}
        for term in self.terms if self._expanded else ():
            self._expanded.difference_update(() if term.spelled else term.postings.ids)
        root = self._query.root
        if root.required or root.excluded:
            scores = {n: scores.get(n, 0) for n in self.matcher.holding(root)}
        if articles is not None:
            scores = {n: points for n, points in scores.items() if self._store.article_of(n) in articles}
        for term in self.terms:
            for n, points in zip(term.postings.title_ids, term.postings.title_weights, strict=True):
                if n in scores:
                    scores[n] += counted(points, term)
        return scores

    def unknown(self) -> tuple[str, ...]:
        """List the words typed that no passage holds."""
        return tuple(term.form for term in self.terms if term.exact and not term.postings.held)

    def via(self, n: int) -> tuple[Acronym, ...]:
        """List the acronyms through whose other form a match was found."""
        return tuple(Acronym(*term.spelled[2:]) for term in self._acronyms if term.spelled and n in term.postings.ids)

    def _article_bonuses(self, best: Sequence[int]) -> dict[int, int]:
        """Weigh each match's whole article: BM25 of the query among articles, times W_ARTICLE."""
        article_of = {n: self._store.article_of(n) for n in best}
        wanted = sorted({*article_of.values()})
        by_article = dict.fromkeys(wanted, 0)
        for term in self.terms:
            for article, points in at(term.postings.articles, term.postings.article_weights, wanted):
                by_article[article] += counted(points, term)
        return {n: by_article[article] * W_ARTICLE // 10 for n, article in article_of.items()}

    def _text_bonuses(self, best: Sequence[int]) -> dict[int, tuple[int, int]]:
        self.matcher.read(best)
        return {n: self._wording(self.matcher.words(n), self.matcher.length(n)) for n in best}

    def _wording(self, words: Sequence[Token], length: int) -> tuple[int, int]:
        """Weigh the query's words that stand next to each other in a text, and those in the very form typed."""
        average = self._store.average
        adjacent = Counter(pairwise(word.stem for word in words if word.stem))
        typed = Counter(word.form for word in words)
        weigh = self._store.saturation
        pair = sum(idf * weigh(adjacent[key], length, average) for key, idf in self._pairs.items())
        form = sum(idf * weigh(typed[key], length, average) for key, idf in self._forms.items())
        return round(SCALE * pair * W_PAIR / 10), round(SCALE * form * W_WORD / 10)

    def explanation(self, n: int, title: str | None) -> Explanation:
        """Take the score of a match apart, given its article's title."""
        in_title = Counter(stems(title or ""))
        lines, title_points = [], 0
        for term in self.terms:
            count = sum(_is(word, term) for word in self.matcher.words(n))
            if term.spelled:
                count = int(n in term.postings.ids)
            whole = _points(term.postings.ids, term.postings.weights, n)
            own = whole
            if count and in_title[term.stem]:
                own = self._store.weight(term.postings.idf, count, self.matcher.length(n))
            beside = _points(term.postings.title_ids, term.postings.title_weights, n)
            title_points += counted(whole, term) - counted(own, term) + counted(beside, term)
            lines.append(
                TermScore(term.form, term.stem, count, term.postings.df, term.postings.idf, counted(own, term))
            )
        return Explanation(tuple(lines), title_points, self._articles.get(n, 0), *self._texts.get(n, (0, 0)))


def _is(word: Token, term: Ranked) -> bool:
    return word.stem == term.stem if term.stem else word.form == term.form


def _points(ids: Sequence[int], weights: Sequence[int], n: int) -> int:
    place = position(ids, n)
    return 0 if place is None else weights[place]
