"""Retrieval from posting lists: which passages match, and what their words weigh."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property

from bcpq.index.sqlite.postings import (
    BISECT_FROM,
    EMPTY,
    PostingList,
    ScoredTerm,
    intersect,
    list_passages,
)
from bcpq.index.sqlite.tables import Tables
from bcpq.index.store import PassageReader, QueryTerm, RetrievalQuery, RetrievalResult
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_phrase, find_requirements
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix
from bcpq.text.tokens import Token

#: Postings that are added up rather than pruned: that takes some milliseconds.
PRUNE_ABOVE = 20_000


class Retrieval:
    """Step 1 of the ranking, for one query."""

    def __init__(
        self,
        tables: Tables,
        reader: PassageReader,
        query: RetrievalQuery,
        *,
        prune_above: int = PRUNE_ABOVE,
        bisect_from: int = BISECT_FROM,
    ) -> None:
        """Look the query's terms up.

        Args:
            tables: The index file.
            reader: What reads the passages of which the words must be known.
            query: What to find.
            prune_above: With more postings than this, only the best are looked for, where possible.
            bisect_from: A list so many times longer than what is looked for in it is bisected.
        """
        self._tables = tables
        self._reader = reader
        self._query = query
        self._prune_above = prune_above
        self._bisect_from = bisect_from
        self._terms = [
            (term, ScoredTerm(postings=self._postings(term), factor=term.factor))
            for term in query.terms
        ]
        #: What was typed, and the other forms of acronyms.
        self._typed = [scored for term, scored in self._terms if not term.acronym]
        self._other_forms = [scored for term, scored in self._terms if term.acronym]
        self._phrases: dict[tuple[tuple[str, ...], int | None], set[int]] = {}

    def result(self) -> RetrievalResult:
        """Find the best passages, or all that match."""
        if self._can_prune() and (result := self._best()):
            return result
        scores = self._scores()
        first_tier = self._first_tier()
        return RetrievalResult(
            scores=scores,
            second_tier=set() if first_tier is None else scores.keys() - first_tier,
            total=len(scores),
            possible=self._count_possible(scores),
        )

    def _can_prune(self) -> bool:
        """Tell whether the best passages are all that is needed, and worth finding on their own."""
        query = self._query
        if query.root.required or query.root.excluded or query.count_all or not query.depth:
            return False
        postings = sum(scored.postings.own_document_frequency for _, scored in self._terms)
        return postings > self._prune_above

    def _best(self) -> RetrievalResult | None:
        """Find the best only, without reading long lists through; None where there are too few."""
        from bcpq.index.sqlite import maxscore  # a small corpus never needs it

        depth = self._query.depth
        if len(self._terms) == 1:
            mask = self._typed_mask()
            best = maxscore.best_of_one_term(self._typed[0], mask, self._admitted, depth)
            return RetrievalResult(
                scores=best.scores,
                second_tier=best.scores.keys() - best.with_form if mask else set(),
                total=None,
                possible=self._count_possible(best.scores),
            )
        scores = maxscore.best_of_several_terms(
            self._typed,
            self._other_forms,
            self._admitted,
            depth,
            self._tables.starts[-1],
            self._bisect_from,
        )
        if scores is None:
            return None
        return RetrievalResult(
            scores=scores, second_tier=set(), total=None, possible=self._count_possible(scores)
        )

    def _count_possible(self, passages: Collection[int]) -> int:
        """Count the passages whose date only overlaps the dates asked for."""
        selection, tables = self._query.selection, self._tables
        if not selection.date_filters:
            return 0
        count_of = Counter(map(tables.article_of, passages))
        return sum(
            count_of[number]
            for number, article in tables.articles(count_of).items()
            if is_only_possible(selection, article)
        )

    def _first_tier(self) -> set[int] | None:
        """Find the passages that rank before all others; None where that makes no difference.

        Where the other form of an acronym was found, they hold a word that was typed; for a single
        word, they hold its very form.
        """
        if self._other_forms:
            return set().union(*(term.postings.passages for term in self._typed))
        if len(self._typed) != 1 or not (mask := self._typed_mask()):
            return None
        return set(self._typed[0].postings.passages_with(mask))

    def _typed_mask(self) -> int:
        """Return the mask of the first term's very form; 0 where it makes no difference."""
        term, scored = self._terms[0]
        return scored.postings.mask_of([term.form]) if term.typed else 0

    def _scores(self) -> dict[int, int]:
        """Add up BM25's weights; what only a title holds adds to a score but makes no match."""
        scores: dict[int, int] = {}
        for _, term in self._terms:
            postings = term.postings
            for passage, points in zip(postings.passages, postings.weights, strict=True):
                scores[passage] = scores.get(passage, 0) + term.scale(points)
        root = self._query.root
        if root.required or root.excluded:
            scores = {passage: scores.get(passage, 0) for passage in self._matches(root)}
        if (admitted := self._admitted) is not None:
            scores = {passage: points for passage, points in scores.items() if admitted[passage]}
        for _, term in self._terms:
            postings = term.postings
            pairs = zip(postings.title_passages, postings.title_weights, strict=True)
            for passage, points in pairs:
                if passage in scores:
                    scores[passage] += term.scale(points)
        return scores

    @cached_property
    def _admitted(self) -> Sequence[int] | None:
        """For each paragraph whether the filters admit it; None where there are none."""
        filters = self._query.selection.filters
        if filters == Filters():
            return None
        return self._tables.mark_paragraphs(self._tables.articles_admitted(filters))

    def _postings(self, term: QueryTerm) -> PostingList:
        """Return the posting lists of what counts of a term."""
        if term.passage_weights:
            weights = [*term.passage_weights.values()]
            return list_passages(term.passage_weights, weights, term.statistics.idf)
        if not term.stem:
            return EMPTY if term.acronym else self._tables.stop_word_postings(term.form)
        postings = self._tables.postings(term.stem)
        if term.only_forms:
            mask = postings.mask_of(term.only_forms)
            return postings.restrict([i for i, own in enumerate(postings.masks) if own & mask])
        if term.acronym:
            kept = [
                place
                for place, passage in enumerate(postings.passages)
                if passage not in term.excluded_passages
            ]
            return list_passages(
                [postings.passages[place] for place in kept],
                [postings.weights[place] for place in kept],
                term.statistics.idf,
            )
        return postings

    def _matches(self, clause: Clause) -> set[int]:
        """Find the passages in which a clause holds."""
        tables = self._tables
        match clause:
            case Token():
                if clause.stem:
                    return set(tables.postings(clause.stem).passages)
                return set(tables.stop_word_postings(clause.form).passages)
            case Prefix():
                return self._prefix_matches(clause)
            case Phrase():
                return self._phrase_matches(clause)
            case AnyOf():
                return self._any_matches(clause.clauses)
            case Group():
                return self._group_matches(clause)
            case Field():
                admitted = tables.articles_admitted(self._query.selection.fields[clause])
                return {n for article in admitted for n in tables.passages_of(article)}

    def _group_matches(self, group: Group) -> set[int]:
        requirements = find_requirements(group)
        matches = [self._matches(clause) for clause in requirements.all_of]
        if requirements.any_of is not None:
            matches.append(self._any_matches(requirements.any_of))
        excluded = [self._matches(clause) for clause in group.excluded]
        return set.intersection(*matches).difference(*excluded)

    def _any_matches(self, clauses: Sequence[Clause]) -> set[int]:
        """Find the passages in which one of some clauses holds.

        A word holds by the other form of an acronym, too.
        """
        stems = {clause.stem for clause in clauses if isinstance(clause, Token)}
        other_forms = (
            scored.postings.passages
            for term, scored in self._terms
            if term.acronym and term.expansion_of in stems
        )
        return set().union(*map(self._matches, clauses), *other_forms)

    def _prefix_matches(self, clause: Prefix) -> set[int]:
        forms_of: dict[str, list[str]] = {}
        for form, stem in self._tables.forms_with_prefix(clause.prefix):
            forms_of.setdefault(stem, []).append(form)
        matches: set[int] = set()
        for stem, forms in forms_of.items():
            postings = self._tables.postings(stem)
            matches.update(postings.passages_with(postings.mask_of(forms)))
        return matches

    def _phrase_matches(self, phrase: Phrase) -> set[int]:
        key = tuple(token.form for token in phrase.tokens), phrase.slop
        if key not in self._phrases:
            self._phrases[key] = self._find_phrase(phrase)
        return self._phrases[key]

    def _find_phrase(self, phrase: Phrase) -> set[int]:
        """Read the passages that hold all the words of a phrase, and keep those that hold it."""
        tables = self._tables
        content = [token for token in phrase.tokens if token.stem]
        if not content:
            forms = {token.form for token in phrase.tokens}
            passages = tables.passages_with_stop_words(forms)
            return {number for number, words in passages if find_phrase(words, phrase)}
        candidates = intersect([tables.postings(token.stem).passages for token in content])
        for token in content:
            postings = tables.postings(token.stem)
            # A form too rare for a bit of its own shares one: such a passage is read.
            mask = postings.mask_of([token.form])
            candidates = [n for n in candidates if postings.mask_at(n) & mask]
        self._reader.read(candidates)
        return {n for n in candidates if find_phrase(self._reader.tokens(n), phrase)}
