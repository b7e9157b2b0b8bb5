"""Which passages match, and what do their words weigh? Step 1 of the ranking, from posting lists, set by set."""

from collections import Counter
from collections.abc import Collection, Sequence

from bcpq.index.sqlite.postings import NOWHERE, PostingList, ScoredTerm, common, counted, position
from bcpq.index.sqlite.tables import Tables
from bcpq.index.store import PassageReader, QueryTerm, RetrievalQuery, RetrievalResult
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_phrase, find_requirements
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix
from bcpq.text.tokens import Token

#: Postings that are added up without a thought: some milliseconds.
_LONG = 20_000


class Retrieval:
    """Step 1 of the ranking, for one query."""

    def __init__(self, tables: Tables, reader: PassageReader, wanted: RetrievalQuery) -> None:
        self._tables, self._reader, self._wanted = tables, reader, wanted
        self._terms = [(term, ScoredTerm(self._lists(term), term.factor)) for term in wanted.terms]
        self._phrases: dict[tuple[tuple[str, ...], int | None], set[int]] = {}
        self._articles: list[int] | None = None  # that the filters let through
        if wanted.selection.filters != Filters():
            self._articles = tables.through(wanted.selection.filters)

    def matches(self) -> RetrievalResult:
        """Find the best, or all."""
        wanted = self._wanted
        typed, others = self._parted()
        plain = not (wanted.root.required or wanted.root.excluded or wanted.count_all)
        every = not (
            plain
            and wanted.depth
            and sum(t.postings.own_document_frequency for t in [*typed, *others]) > _LONG
        )
        if not every and (found := self._pruned(typed, others)):
            return found
        scores = self._scores()
        second: set[int] = set()
        if (before := self._first(typed, others)) is not None:
            second = scores.keys() - before
        return RetrievalResult(scores, second, len(scores), self._possible(scores))

    def _pruned(
        self, typed: Sequence[ScoredTerm], others: Sequence[ScoredTerm]
    ) -> RetrievalResult | None:
        """Find the best only, without reading long lists through; None where there are too few."""
        from bcpq.index.sqlite import maxscore as pruning

        depth, inside = self._wanted.depth, self._inside()
        if len(self._terms) == 1:
            found, first = pruning.of_one(typed[0], self._typed_bit(), inside, depth)
            return RetrievalResult(
                found,
                found.keys() - first if self._typed_bit() else set(),
                None,
                self._possible(found),
            )
        several = pruning.of_several(typed, others, inside, depth, self._tables.starts[-1])
        return (
            None
            if several is None
            else RetrievalResult(several, set(), None, self._possible(several))
        )

    def _possible(self, passages: Collection[int]) -> int:
        selection, tables = self._wanted.selection, self._tables
        if not selection.date_filters:
            return 0
        count = Counter(map(tables.article_of, passages))
        return sum(
            count[n]
            for n, article in tables.articles(count).items()
            if is_only_possible(selection, article)
        )

    def _parted(self) -> tuple[list[ScoredTerm], list[ScoredTerm]]:
        """Part what was typed from the other forms of acronyms."""
        typed = [scored for term, scored in self._terms if not term.acronym]
        return typed, [scored for term, scored in self._terms if term.acronym]

    def _first(self, typed: Sequence[ScoredTerm], others: Sequence[ScoredTerm]) -> set[int] | None:
        """Find what goes before the rest: what holds a word typed; for a single word, its very form."""
        if others:
            return set().union(*(term.postings.ids for term in typed))
        if len(typed) != 1 or not (bit := self._typed_bit()):
            return None
        lists = typed[0].postings
        return {n for n, mask in zip(lists.ids, lists.masks, strict=True) if mask & bit}

    def _typed_bit(self) -> int:
        term, scored = self._terms[0]
        return _form_bit(scored.postings, term.form) if term.typed else 0

    def _scores(self) -> dict[int, int]:
        """Add up BM25's weights; what only a title holds adds to a score but makes no match."""
        scores: dict[int, int] = {}
        for _, term in self._terms:
            for n, points in zip(term.postings.ids, term.postings.weights, strict=True):
                scores[n] = scores.get(n, 0) + term.scale(points)
        root = self._wanted.root
        if root.required or root.excluded:
            scores = {n: scores.get(n, 0) for n in self._holding(root)}
        if (inside := self._inside()) is not None:
            scores = {n: points for n, points in scores.items() if inside[n]}
        for _, term in self._terms:
            for n, points in zip(term.postings.title_ids, term.postings.title_weights, strict=True):
                if n in scores:
                    scores[n] += term.scale(points)
        return scores

    def _inside(self) -> Sequence[int] | None:
        return self._tables.within(self._articles)

    def _lists(self, term: QueryTerm) -> PostingList:
        """Give the posting lists of what counts of a term."""
        if term.passage_weights:
            return counted(
                term.passage_weights, term.statistics.idf, [*term.passage_weights.values()]
            )
        if not term.stem:
            return NOWHERE if term.acronym else self._tables.stop_word_lists(term.form)
        lists = self._tables.lists(term.stem)
        if term.only_forms:
            bits = sum({_form_bit(lists, form) for form in term.only_forms})
            return lists.narrowed([i for i, mask in enumerate(lists.masks) if mask & bits])
        if term.acronym:
            kept = [i for i, n in enumerate(lists.ids) if n not in term.excluded_passages]
            return counted(
                [lists.ids[i] for i in kept], term.statistics.idf, [lists.weights[i] for i in kept]
            )
        return lists

    def _holding(self, clause: Clause) -> set[int]:
        """Find the passages in which a clause holds."""
        tables = self._tables
        match clause:
            case Token(form, stem):
                return set((tables.lists(stem) if stem else tables.stop_word_lists(form)).ids)
            case Prefix(prefix):
                return self._prefixed(prefix)
            case Phrase():
                return self._phrased(clause)
            case AnyOf(clauses):
                return self._any(clauses)
            case Group():
                return self._grouped(clause)
            case Field():
                chosen = tables.through(self._wanted.selection.fields[clause])
                return {n for article in chosen for n in tables.passage_numbers(article)}

    def _grouped(self, group: Group) -> set[int]:
        requirements = find_requirements(group)
        found = [self._holding(clause) for clause in requirements.all_of]
        found += [] if requirements.any_of is None else [self._any(requirements.any_of)]
        return set.intersection(*found).difference(*map(self._holding, group.excluded))

    def _any(self, clauses: Sequence[Clause]) -> set[int]:
        """Find the passages in which one of some clauses holds; a word holds by the other form of an acronym, too."""
        stems = {clause.stem for clause in clauses if isinstance(clause, Token)}
        others = (
            scored.postings.ids
            for term, scored in self._terms
            if term.acronym and term.expansion_of in stems
        )
        return set().union(*map(self._holding, clauses), *others)

    def _prefixed(self, prefix: str) -> set[int]:
        found: set[int] = set()
        forms: dict[str, int] = {}
        for form, stem in self._tables.forms_with_prefix(prefix):
            forms[stem] = forms.get(stem, 0) | _form_bit(self._tables.lists(stem), form)
        for stem, bits in forms.items():
            lists = self._tables.lists(stem)
            found.update(n for n, mask in zip(lists.ids, lists.masks, strict=True) if mask & bits)
        return found

    def _phrased(self, phrase: Phrase) -> set[int]:
        key = tuple(token.form for token in phrase.tokens), phrase.slop
        if key not in self._phrases:
            self._phrases[key] = self._with_phrase(phrase)
        return self._phrases[key]

    def _with_phrase(self, phrase: Phrase) -> set[int]:
        tables = self._tables
        content = [token for token in phrase.tokens if token.stem]
        if content:
            candidates = common([tables.lists(token.stem).ids for token in content])
            candidates = [
                n for n in candidates if all(self._in_form(n, token) for token in content)
            ]
            self._reader.read(candidates)
            return {n for n in candidates if find_phrase(self._reader.tokens(n), phrase)}
        return {
            n
            for n, words in tables.scanned({token.form for token in phrase.tokens})
            if find_phrase(words, phrase)
        }

    def _in_form(self, n: int, token: Token) -> bool:
        """Tell whether a passage that holds a word's stem holds the word (or a form too rare to tell from it)."""
        lists = self._tables.lists(token.stem)
        place = position(lists.ids, n)
        return place is not None and bool(lists.masks[place] & _form_bit(lists, token.form))


def _form_bit(lists: PostingList, form: str) -> int:
    """Give the bit of a form in a term's masks; 0 when no passage holds it."""
    return 1 << min(lists.forms.index(form), 15) if form in lists.forms else 0
