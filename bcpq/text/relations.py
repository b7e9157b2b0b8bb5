"""Everyday words for what an official text says with others: kids for children, bosses for leaders.

A question is asked in the reader's words, and a report answers in its own. Each line of FAMILIES
holds the words that news and public bodies use for one thing. `ask` counts the others of a line for
less than the word typed; `search` does not use them.
"""

from functools import cache

from bcpq.text.tokens import stem_words

FAMILIES = """
abuse violence violent
ahead forward progress
alone isolated lonely unsupported
approve approved sign signed
ask asked request requested instruct instructed
balanced fair
begin start
better improve improved improvement
blame blamed criticise criticised criticism censure slam damning scathing
boss chief director executive head leader manager senior
boy children child girl infant kid pupil teen teenager toddler young youngster youth
budget cash fund funding funds money spending
build built create creation set
case file
choice option say
claim sue lawsuit compensation
confident sure optimistic
contract interim temp temporary short-term agency
coronavirus covid pandemic
council authority town-hall
councillor cllr politician portfolio
cut reduce reduction
dad father mother mum parent parental
danger risk unsafe vulnerable
delay drift slow wait waiting
dismiss fired sacked
employee personnel staff staffing worker workforce
extra additional increase increased rise boost
failing failure problem shortcoming weakness deficit deficiency
family families household
finish final last end
form paperwork record
grade graded judged judgement mark rated rating
harm harmed hurt injured injury
help support assistance
home house housing accommodation placement
inspector inspectorate ofsted regulator watchdog
job post role
join joined merge merged merger
kept missing lack lacking
law legal
leave leaver left quit resign turnover churn
morale unease
pay paid salary wage
plan roadmap strategy
poor bad inadequate weak
praise praised positive strength
previous earlier
rating grade inadequate
see saw witness witnessing
verdict finding report
"""


@cache
def _related_by_stem() -> dict[str, frozenset[str]]:
    related: dict[str, set[str]] = {}
    for line in FAMILIES.strip().splitlines():
        family = {stem for word in line.split() for stem in stem_words(word)}
        for stem in family:
            related.setdefault(stem, set()).update(family - {stem})
    return {stem: frozenset(others) for stem, others in related.items()}


def find_related(stem: str) -> frozenset[str]:
    """Find the stems of the words that may stand for a stemmed word."""
    return _related_by_stem().get(stem, frozenset())
