"""What else may it be called? Acronyms and everyday words that lead from the reader's wording to the text's."""

from bcpq import synonyms
from bcpq.matches import Matcher, Ranked, stands_in
from bcpq.postings import counted
from bcpq.query import Query
from bcpq.store import Store
from bcpq.terms import tokens

#: Thousandths of its weight that a word counts which stands for the one typed. Of the 34 questions on the five articles
#: whose wording differs from theirs, 2 had the right first sentence with 0, 7 with 600 and 11 with 800 (before any were
#: refused); SQuAD 1.1 dev did not change.
RELATED = 800
#: And that the other form of an acronym counts.
ACRONYM = 500

#: Where so many passages hold the words of a long form, it is common enough to do without: they would all be read.
_READ = 200


def widened(store: Store, matcher: Matcher, terms: list[Ranked]) -> list[Ranked]:
    """Add to the terms the words that may stand for them.

    A family of words counts as one thing: each of them weighs what a word in all their passages would.
    """
    typed = {term.stem for term in terms}
    found: list[Ranked] = []
    for term in terms:
        others = synonyms.related(term.stem) - typed if term.exact else ()
        family = [stem for stem in sorted(others) if matcher.postings(stem).held]
        idf = term.postings.idf
        if family:
            idf = store.idf(len(set(term.postings.ids).union(*(matcher.postings(stem).ids for stem in family))))
        found.append(term._replace(share=_thousandths(idf, term.postings.idf)))
        for stem in family:
            lists = matcher.postings(stem)
            share = _thousandths(idf, lists.idf) * RELATED // 1_000
            found.append(Ranked(lists.forms[0], stem, term.times, False, lists, share, term.stem))
    return found


def _thousandths(part: float, whole: float) -> int:
    return round(1_000 * part / whole) if whole else 1_000


def acronyms(store: Store, matcher: Matcher, query: Query) -> list[Ranked]:
    """List the other forms of the acronyms that were typed, each where a passage has no form that was typed."""
    asked = [token.stem for token in query.words if token.stem]
    forms = {token.form for token in query.words}
    found = []
    for spelled in store.acronyms(forms, asked):
        typed_short, typed_long = spelled.form in forms, bool(stands_in(asked, spelled.stems))
        if typed_short == typed_long:  # both, or only the beginning of the long form
            continue
        stem = tokens(spelled.short)[0].stem
        long = matcher.in_a_row(spelled.stems, _READ)
        if long is None:
            continue
        short = set(matcher.postings(stem).ids)
        counts = {n: long[n] for n in sorted(long) if n not in short} if typed_short else {}
        if typed_long:
            counts = {n: 1 for n in sorted(short) if n not in long}
        matcher.read([*counts])
        idf = store.idf(len(short | long.keys()))
        weights = [store.weight(idf, count, matcher.length(n)) for n, count in counts.items()]
        lists = counted(counts, idf, weights)
        name, typed = (f"{spelled.short} spelled out", stem) if typed_short else (f"{spelled.short}", spelled.stems[0])
        found.append(Ranked(name, "", 1, False, lists, ACRONYM, typed, spelled))
    return found
