"""What else may it be called? Acronyms and everyday words that lead from the reader's wording to the text's."""

from bcpq.index.bm25 import idf, weight
from bcpq.index.store import QueryTerm, Store, TermStatistics
from bcpq.query.matching import count_runs
from bcpq.query.parser import Query
from bcpq.text import relations as synonyms
from bcpq.text.acronyms import AcronymEntry
from bcpq.text.tokens import tokenize

#: Thousandths of its weight that a word counts which stands for the one typed. Of the 34 questions on the five articles
#: whose wording differs from theirs, 2 had the right first sentence with 0, 7 with 600 and 11 with 800 (before any were
#: refused); SQuAD 1.1 dev did not change.
RELATED = 800
#: And that the other form of an acronym counts.
ACRONYM = 500

#: Where so many passages hold the words of a long form, it is common enough to do without: they would all be read.
_READ = 200


def widened(store: Store, terms: list[QueryTerm]) -> list[QueryTerm]:
    """Add to the terms the words that may stand for them.

    A family of words counts as one thing: each of them weighs what a word in all their passages would.
    """
    typed = {term.stem for term in terms}
    families = {
        term.stem: sorted(synonyms.find_related(term.stem) - typed) for term in terms if term.typed
    }
    known = store.term_statistics({stem for family in families.values() for stem in family})
    found: list[QueryTerm] = []
    for term in terms:
        family = [
            stem for stem in families.get(term.stem, ()) if known[stem].own_document_frequency
        ]
        whole = (
            idf(store.statistics.passages, store.count_with_any([term.stem, *family]))
            if family
            else term.statistics.idf
        )
        found.append(term._replace(share=_thousandths(whole, term.statistics.idf)))
        for stem in family:
            share = _thousandths(whole, known[stem].idf) * RELATED // 1_000
            found.append(
                QueryTerm(stem, stem, term.query_frequency, False, known[stem], share, term.stem)
            )
    return found


def _thousandths(part: float, whole: float) -> int:
    return round(1_000 * part / whole) if whole else 1_000


def acronyms(store: Store, query: Query) -> list[QueryTerm]:
    """List the other forms of the acronyms that were typed, each where a passage has no form that was typed."""
    asked = [token.stem for token in query.words if token.stem]
    forms = {token.form for token in query.words}
    found = []
    for spelled in store.acronyms(forms, asked) if asked else ():
        typed_short, typed_long = spelled.form in forms, bool(count_runs(asked, spelled.stems))
        if typed_short == typed_long:  # both, or only the beginning of the long form
            continue
        long = _spelled_out(store, spelled)
        if long is None:
            continue
        stem = tokenize(spelled.short)[0].stem
        short = store.term_statistics([stem])[stem]
        alone = [n for n in long if stem not in (word.stem for word in store.reader.tokens(n))]
        one = idf(store.statistics.passages, short.own_document_frequency + len(alone))
        if typed_short and alone:
            listed = {
                n: weight(one, long[n], store.reader.length(n), store.statistics.average_length)
                for n in alone
            }
            known = TermStatistics(len(alone), one, len(alone))
            name = f"{spelled.short} spelled out"
            found.append(
                QueryTerm(
                    name,
                    "",
                    1,
                    False,
                    known,
                    ACRONYM,
                    stem,
                    acronym=spelled,
                    passage_weights=listed,
                )
            )
        elif typed_long and short.own_document_frequency > len(long) - len(alone):
            share = _thousandths(one, short.idf) * ACRONYM // 1_000
            typed, without = spelled.stems[0], frozenset(long)
            found.append(
                QueryTerm(
                    spelled.short,
                    stem,
                    1,
                    False,
                    short,
                    share,
                    typed,
                    acronym=spelled,
                    excluded_passages=without,
                )
            )
    return found


def _spelled_out(store: Store, spelled: AcronymEntry) -> dict[int, int] | None:
    """Count how often the long form stands, in the passages where it does; None where too many may hold it."""
    candidates = store.passages_with_all(spelled.stems, _READ)
    if candidates is None:
        return None
    reader = store.reader
    reader.read(candidates)
    counts = {
        n: count_runs([word.stem for word in reader.tokens(n) if word.stem], spelled.stems)
        for n in candidates
    }
    return {n: count for n, count in counts.items() if count}
