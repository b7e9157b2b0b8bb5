"""How is a query put to a cluster? Clauses and terms to the conditions and scores of its query language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bcpq.index.opensearch.mapping import cut, place_of, through
from bcpq.index.store import QueryTerm, RetrievalQuery, Store
from bcpq.model import SCALE
from bcpq.query.matching import find_requirements
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix
from bcpq.text.tokens import Token

Condition = dict[str, Any]

PASSAGES: Condition = {"term": {"kind": "passage"}}
ARTICLES: Condition = {"term": {"kind": "article"}}


def every(*conditions: Condition) -> Condition:
    """Require all of some conditions."""
    return {"bool": {"filter": [*conditions]}}


def some(conditions: Sequence[Condition]) -> Condition:
    """Require one of some conditions."""
    return (
        {"bool": {"should": [*conditions], "minimum_should_match": 1}}
        if conditions
        else {"match_none": {}}
    )


def own(stem: str) -> Condition:
    """Require a passage's own words to hold a stem."""
    return {"term": {"own": cut([stem])[0]}}


def holds(field: str, stems: Iterable[str]) -> list[Condition]:
    """Require each of some stems in a field."""
    return [{"term": {field: stem}} for stem in cut(stems)]


def named(passages: Iterable[int]) -> Condition:
    """Require one of some passages."""
    return {"ids": {"values": [place_of(n)[0] for n in passages]}}


class Matching:
    """The conditions and scores of one query."""

    def __init__(self, store: Store, wanted: RetrievalQuery, unit: float) -> None:
        """Know what is wanted; `unit` is what a cluster's score of 1 is here."""
        self._store, self._wanted, self._unit = store, wanted, unit
        self._typed = [term for term in wanted.terms if not term.acronym]
        self._others = [term for term in wanted.terms if term.acronym]

    def scored(self, *conditions: Condition) -> Condition:
        """Ask for the passages that match and meet further conditions, with their scores."""
        wanted = self._wanted
        root = wanted.root
        matches = self._clause(root)
        if not (root.required or root.excluded):
            matches = some([self._holding(term) for term in wanted.terms])
        filters = [PASSAGES, matches, *through(wanted.selection.filters), *conditions]
        return {
            "bool": {
                "should": [part for term in wanted.terms for part in self._scores(term)],
                "filter": filters,
            }
        }

    def first(self) -> Condition | None:
        """Give what tells the matches that go before the others; None where none do."""
        if self._others:
            return some([self._holding(term) for term in self._typed])
        if len(self._typed) == 1 and self._typed[0].typed and self._typed[0].stem:
            return {"term": {"typed": cut([self._typed[0].form])[0]}}
        return None

    def _holding(self, term: QueryTerm) -> Condition:
        """Require a term."""
        if term.passage_weights:
            return named(term.passage_weights)
        if not term.stem:
            return {"term": {"typed": term.form}}
        if term.excluded_passages:
            return {
                "bool": {"filter": [own(term.stem)], "must_not": [named(term.excluded_passages)]}
            }
        return {"terms": {"typed": cut(term.only_forms)}} if term.only_forms else own(term.stem)

    def _scores(self, term: QueryTerm) -> list[Condition]:
        """Say what a term adds to the scores; what only a title holds adds, too, but makes no match."""
        boost = term.factor / 1_000
        if term.passage_weights:
            points = (
                (n, term.scale(points) / SCALE / self._unit)
                for n, points in term.passage_weights.items()
            )
            return [
                {"constant_score": {"filter": named([n]), "boost": worth}}
                for n, worth in points
                if worth > 0
            ]
        if not term.stem:
            return [{"term": {"typed": {"value": term.form, "boost": boost}}}]
        scored: Condition = {"term": {"words": {"value": cut([term.stem])[0], "boost": boost}}}
        if term.acronym:
            return [{"bool": {"must": [scored], "filter": [self._holding(term)]}}]
        if term.only_forms:
            beside = {"bool": {"must_not": [own(term.stem)]}}
            return [{"bool": {"must": [scored], "filter": [some([self._holding(term), beside])]}}]
        return [scored]

    def _clause(self, clause: Clause) -> Condition:
        """Require a clause."""
        match clause:
            case Token(form, stem):
                return own(stem) if stem else {"term": {"typed": form}}
            case Prefix(prefix):
                return {
                    "terms": {
                        "typed": cut(form for form, _ in self._store.forms_with_prefix(prefix))
                    }
                }
            case Phrase():
                return _phrase(clause)
            case AnyOf(clauses):
                return self._any(clauses)
            case Group():
                return self._group(clause)
            case Field():
                return every(*through(self._wanted.selection.fields[clause]))

    def _group(self, group: Group) -> Condition:
        requirements = find_requirements(group)
        required = [self._clause(clause) for clause in requirements.all_of]
        required += [] if requirements.any_of is None else [self._any(requirements.any_of)]
        return {
            "bool": {
                "filter": required,
                "must_not": [self._clause(clause) for clause in group.excluded],
            }
        }

    def _any(self, clauses: Sequence[Clause]) -> Condition:
        """Require one of some clauses; a word holds by the other form of an acronym, too."""
        stems = {clause.stem for clause in clauses if isinstance(clause, Token)}
        others = [self._holding(term) for term in self._others if term.expansion_of in stems]
        return some([*map(self._clause, clauses), *others])


def _phrase(phrase: Phrase) -> Condition:
    words = " ".join(cut(token.form for token in phrase.tokens))
    if phrase.slop is None:
        return {"match_phrase": {"typed": words}}
    return {
        "intervals": {
            "typed": {"match": {"query": words, "max_gaps": phrase.slop, "ordered": False}}
        }
    }


def articles(terms: Iterable[QueryTerm], keys: Sequence[str]) -> Condition:
    """Ask for some articles with the scores of terms among whole articles."""
    scores = [
        {"term": {"whole": {"value": cut([term.stem])[0], "boost": term.factor / 1_000}}}
        for term in terms
        if term.stem and not term.acronym
    ]
    return {
        "bool": {
            "should": scores,
            "minimum_should_match": 1,
            "filter": [ARTICLES, {"terms": {"article": [*keys]}}],
        }
    }


def heaviest(field: str, weights: Mapping[str, int]) -> list[Condition]:
    """Score texts by the weights of the terms that a field of theirs holds."""
    return [
        {"constant_score": {"filter": {"term": {field: cut([stem])[0]}}, "boost": weight}}
        for stem, weight in weights.items()
    ]
