"""Other words for what was typed: the other form of an acronym, and everyday words.

They lead from the reader's wording to the text's, and count for less than what was typed.
"""

from collections.abc import Sequence

from bcpq.index.bm25 import idf, weight
from bcpq.index.store import QueryTerm, Store, TermStatistics
from bcpq.model import AcronymEntry
from bcpq.query.matching import count_runs
from bcpq.query.parser import Query
from bcpq.text.relations import find_related
from bcpq.text.tokens import tokenize

#: A related word counts so many thousandths of its own weight. Of the 34 questions on the five
#: articles whose wording differs from theirs, 2 had the right first sentence with 0, 7 with 600 and
#: 11 with 800 (before any were refused); SQuAD 1.1 dev did not change.
RELATED = 800
#: The other form of an acronym counts so many thousandths of its weight.
ACRONYM = 500

#: Most passages that are read to find a long form in them. Where more hold all of its words, the
#: long form is common enough to do without.
MAX_READ = 200


def add_related_words(store: Store, terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """Add to terms the everyday words that may stand for them.

    A family of words counts as one thing: each of them weighs what a single word that stands in all
    their passages would.
    """
    typed_stems = {term.stem for term in terms}
    families = {
        term.stem: sorted(find_related(term.stem) - typed_stems) for term in terms if term.typed
    }
    statistics = store.term_statistics({stem for family in families.values() for stem in family})
    expanded: list[QueryTerm] = []
    for term in terms:
        family = [
            stem for stem in families.get(term.stem, ()) if statistics[stem].own_document_frequency
        ]
        family_idf = term.statistics.idf
        if family:
            passages = store.count_with_any([term.stem, *family])
            family_idf = idf(store.statistics.passages, passages)
        expanded.append(term.replace(share=_thousandths(family_idf, term.statistics.idf)))
        expanded += [
            QueryTerm(
                form=stem,
                stem=stem,
                query_frequency=term.query_frequency,
                typed=False,
                statistics=statistics[stem],
                share=_thousandths(family_idf, statistics[stem].idf) * RELATED // 1_000,
                expansion_of=term.stem,
            )
            for stem in family
        ]
    return expanded


def _thousandths(part: float, whole: float) -> int:
    return round(1_000 * part / whole) if whole else 1_000


def find_acronym_forms(store: Store, query: Query) -> list[QueryTerm]:
    """List the other forms of the acronyms that were typed.

    The other form counts only in passages that do not hold the one that was typed.
    """
    typed_stems = [token.stem for token in query.words if token.stem]
    typed_forms = {token.form for token in query.words}
    terms = []
    for entry in store.acronyms(typed_forms, typed_stems) if typed_stems else ():
        short_is_typed = entry.form in typed_forms
        long_is_typed = count_runs(typed_stems, entry.stems) > 0
        if short_is_typed == long_is_typed:  # both, or only the beginning of the long form
            continue
        long_counts = _count_long_form(store, entry)
        if long_counts is None:
            continue
        other_form = _long_form_term if short_is_typed else _short_form_term
        term = other_form(store, entry, long_counts)
        if term:
            terms.append(term)
    return terms


def _count_long_form(store: Store, entry: AcronymEntry) -> dict[int, int] | None:
    """Count the long form in each passage that holds it; None where too many may hold it."""
    candidates = store.passages_with_all(entry.stems, MAX_READ)
    if candidates is None:
        return None
    store.reader.read(candidates)
    counts = {
        n: count_runs([word.stem for word in store.reader.tokens(n) if word.stem], entry.stems)
        for n in candidates
    }
    return {n: count for n, count in counts.items() if count}


def _long_form_term(
    store: Store, entry: AcronymEntry, long_counts: dict[int, int]
) -> QueryTerm | None:
    """Make a term of the long form, where it stands alone; None where it never does."""
    short_stem = _stem(entry.short)
    alone = _without_stem(store, long_counts, short_stem)
    if not alone:
        return None
    short = store.term_statistics([short_stem])[short_stem]
    family_idf = _idf_of_either(store, short, alone)
    average = store.statistics.average_length
    return QueryTerm(
        form=f"{entry.short} spelled out",
        stem="",
        query_frequency=1,
        typed=False,
        statistics=TermStatistics(
            document_frequency=len(alone), idf=family_idf, own_document_frequency=len(alone)
        ),
        share=ACRONYM,
        expansion_of=short_stem,
        acronym=entry,
        passage_weights={
            n: weight(family_idf, long_counts[n], store.reader.length(n), average) for n in alone
        },
    )


def _short_form_term(
    store: Store, entry: AcronymEntry, long_counts: dict[int, int]
) -> QueryTerm | None:
    """Make a term of the short form, where it stands alone; None where it never does."""
    short_stem = _stem(entry.short)
    short = store.term_statistics([short_stem])[short_stem]
    long_alone = _without_stem(store, long_counts, short_stem)
    with_both = len(long_counts) - len(long_alone)
    if short.own_document_frequency <= with_both:
        return None
    family_idf = _idf_of_either(store, short, long_alone)
    return QueryTerm(
        form=entry.short,
        stem=short_stem,
        query_frequency=1,
        typed=False,
        statistics=short,
        share=_thousandths(family_idf, short.idf) * ACRONYM // 1_000,
        expansion_of=entry.stems[0],
        acronym=entry,
        excluded_passages=frozenset(long_counts),
    )


def _stem(short: str) -> str:
    return tokenize(short)[0].stem


def _without_stem(store: Store, passages: dict[int, int], stem: str) -> list[int]:
    """List the passages that do not hold a stem."""
    return [n for n in passages if all(word.stem != stem for word in store.reader.tokens(n))]


def _idf_of_either(store: Store, short: TermStatistics, long_alone: Sequence[int]) -> float:
    """Weigh the two forms of an acronym as one word that stands wherever one of them does."""
    return idf(store.statistics.passages, short.own_document_frequency + len(long_alone))
