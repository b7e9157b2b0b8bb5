"""The query language of a cluster: clauses and terms as its conditions and scores."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bcpq.index.opensearch.mapping import admitted, cut_words, place_of_paragraph
from bcpq.index.store import Lexicon, QueryTerm, RetrievalQuery
from bcpq.model import SCALE
from bcpq.query.matching import find_requirements
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix
from bcpq.text.tokens import Token

Condition = dict[str, Any]

PASSAGES: Condition = {"term": {"kind": "passage"}}
ARTICLES: Condition = {"term": {"kind": "article"}}


def require_all(*conditions: Condition) -> Condition:
    """Require all of some conditions."""
    return {"bool": {"filter": [*conditions]}}


def require_any(conditions: Sequence[Condition]) -> Condition:
    """Require one of some conditions."""
    if not conditions:
        return {"match_none": {}}
    return {"bool": {"should": [*conditions], "minimum_should_match": 1}}


def hold_each(field: str, words: Iterable[str]) -> list[Condition]:
    """Require a field to hold a word, for each of some words."""
    return [{"term": {field: word}} for word in cut_words(words)]


def hold(field: str, word: str) -> Condition:
    """Require a field to hold a word."""
    return hold_each(field, [word])[0]


def _hold_one(field: str, words: Iterable[str]) -> Condition:
    """Require a field to hold one of some words."""
    return {"terms": {field: cut_words(words)}}


def _score(field: str, word: str, boost: float) -> Condition:
    """Require a field to hold a word, and score it."""
    return {"term": {field: {"value": cut_words([word])[0], "boost": boost}}}


def _be_one_of(passages: Iterable[int]) -> Condition:
    """Require a passage to be one of some."""
    return {"ids": {"values": [place_of_paragraph(number).name for number in passages]}}


class PassageQuery:
    """The conditions and scores of one query for passages."""

    def __init__(self, lexicon: Lexicon, query: RetrievalQuery, unit: float) -> None:
        """Take a query.

        Args:
            lexicon: What knows which words begin with a prefix.
            query: What to find.
            unit: What a cluster's score of 1 is here.
        """
        self._lexicon = lexicon
        self._query = query
        self._unit = unit
        #: What was typed, and the other forms of acronyms.
        self._typed = [term for term in query.terms if not term.acronym]
        self._other_forms = [term for term in query.terms if term.acronym]

    def scored(self, *conditions: Condition) -> Condition:
        """Ask for the passages that match and meet further conditions, with their scores."""
        query = self._query
        root = query.root
        if root.required or root.excluded:
            matches = self._clause(root)
        else:
            matches = require_any([self._holds(term) for term in query.terms])
        filters = admitted(query.selection.filters)
        return {
            "bool": {
                "should": [score for term in query.terms for score in self._scores(term)],
                "filter": [PASSAGES, matches, *filters, *conditions],
            }
        }

    def first_tier(self) -> Condition | None:
        """Return what the passages meet that rank before all others; None where that is nothing.

        Where the other form of an acronym was found, they hold a word that was typed; for a single
        word, they hold its very form.
        """
        if self._other_forms:
            return require_any([self._holds(term) for term in self._typed])
        if len(self._typed) == 1 and self._typed[0].typed and self._typed[0].stem:
            return hold("typed", self._typed[0].form)
        return None

    def _holds(self, term: QueryTerm) -> Condition:
        """Require a passage to hold a term."""
        if term.passage_weights:
            return _be_one_of(term.passage_weights)
        if not term.stem:
            return {"term": {"typed": term.form}}
        if term.excluded_passages:
            excluded = _be_one_of(term.excluded_passages)
            return {"bool": {"filter": [hold("own", term.stem)], "must_not": [excluded]}}
        if term.only_forms:
            return _hold_one("typed", term.only_forms)
        return hold("own", term.stem)

    def _scores(self, term: QueryTerm) -> list[Condition]:
        """Say what a term adds to scores; what only a title holds adds, too, but makes no match."""
        if term.passage_weights:
            scores = []
            for number, points in term.passage_weights.items():
                boost = term.scale(points) / SCALE / self._unit
                if boost > 0:
                    passage = _be_one_of([number])
                    scores.append({"constant_score": {"filter": passage, "boost": boost}})
            return scores
        boost = term.factor / 1_000
        if not term.stem:
            return [{"term": {"typed": {"value": term.form, "boost": boost}}}]
        scored = _score("words", term.stem, boost)
        if term.acronym:
            return [{"bool": {"must": [scored], "filter": [self._holds(term)]}}]
        if term.only_forms:
            title_only = {"bool": {"must_not": [hold("own", term.stem)]}}
            counts = require_any([self._holds(term), title_only])
            return [{"bool": {"must": [scored], "filter": [counts]}}]
        return [scored]

    def _clause(self, clause: Clause) -> Condition:
        """Require a clause to hold."""
        match clause:
            case Token():
                if clause.stem:
                    return hold("own", clause.stem)
                return {"term": {"typed": clause.form}}
            case Prefix():
                forms = self._lexicon.forms_with_prefix(clause.prefix)
                return _hold_one("typed", (form for form, _ in forms))
            case Phrase():
                return _phrase(clause)
            case AnyOf():
                return self._any_of(clause.clauses)
            case Group():
                return self._group(clause)
            case Field():
                return require_all(*admitted(self._query.selection.fields[clause]))

    def _group(self, group: Group) -> Condition:
        requirements = find_requirements(group)
        required = [self._clause(clause) for clause in requirements.all_of]
        if requirements.any_of is not None:
            required.append(self._any_of(requirements.any_of))
        excluded = [self._clause(clause) for clause in group.excluded]
        return {"bool": {"filter": required, "must_not": excluded}}

    def _any_of(self, clauses: Sequence[Clause]) -> Condition:
        """Require one of some clauses; a word holds by the other form of an acronym, too."""
        stems = {clause.stem for clause in clauses if isinstance(clause, Token)}
        other_forms = [
            self._holds(term) for term in self._other_forms if term.expansion_of in stems
        ]
        return require_any([*map(self._clause, clauses), *other_forms])


def _phrase(phrase: Phrase) -> Condition:
    words = " ".join(cut_words(token.form for token in phrase.tokens))
    if phrase.slop is None:
        return {"match_phrase": {"typed": words}}
    match = {"query": words, "max_gaps": phrase.slop, "ordered": False}
    return {"intervals": {"typed": {"match": match}}}


def score_articles(terms: Iterable[QueryTerm], keys: Sequence[str]) -> Condition:
    """Ask for the articles of some keys with the scores of terms among whole articles."""
    scores = [
        _score("whole", term.stem, term.factor / 1_000)
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


def add_weights(field: str, weights: Mapping[str, int], kind: Condition) -> Condition:
    """Ask for documents of a kind, scored by the weights of the stems that a field holds."""
    scores = [
        {"constant_score": {"filter": hold(field, stem), "boost": weight}}
        for stem, weight in weights.items()
    ]
    return {"bool": {"should": scores, "minimum_should_match": 1, "filter": [kind]}}
