"""Labels and sentences that every output shares: one wording of a source, a date and an absence."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bcpq.model import (
    ACCEPTED,
    SCALE,
    VERDICT_KINDS,
    Acronym,
    Answer,
    Answers,
    Article,
    Change,
    CorpusInfo,
    Edit,
    Finding,
    Hit,
    Place,
    Scope,
    SearchResult,
    Verdict,
)
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix, Query
from bcpq.text.tokens import Token

#: Words of a run that is the same in both texts and shown whole.
_SAME = 30
_NOTHING = "No article passes the filters, so no passage was searched."
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def safe(text: str) -> str:
    """Take out control characters, so that no text from a file or an argument can steer a terminal."""
    return _CONTROL.sub("", text.replace("\t", " ").replace("\r", " "))


def label(article: Article, possible: bool = False, via: Iterable[Acronym] = ()) -> str:
    """Word a passage's source and date, such as `Bournemouth Echo · 27 Nov – 1 Dec 2020 (inferred)`.

    `possible` and `via` add that its date may lie outside the dates asked for, and how else it was found.
    """
    from bcpq.text.dates import display

    mark = " (possibly outside the dates asked for)" if possible else ""
    found = "".join(f" (found as {acronym.short} = {acronym.long})" for acronym in via)
    return f"{article.source} · {display(article.published)}{mark}{found}"


def counted(number: int, noun: str) -> str:
    """Count things: `1 article`, `2 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def nothing(query: Query, found: SearchResult) -> str:
    """Say what was searched in vain."""
    if not found.scope.articles:
        return _NOTHING
    root = query.root
    if root.required or root.excluded:
        asked = f"matches {query.text.strip()}"
    else:
        words = [query.text[word.start : word.end] for word in query.words]
        words += [f"{prefix}*" for prefix in query.prefixes]
        asked = "contains " + " or ".join(f'"{word}"' for word in dict.fromkeys(words))
    return f"No passage of {searched(found.scope)} {asked}."


def part_of(found: SearchResult) -> str:
    """Say how many of all the passages that match are shown."""
    shown = f"{len(found.hits):,}"
    return (
        f"the best {shown} passages of more"
        if found.total is None
        else f"{shown} of {counted(found.total, 'passage')}"
    )


def searched(what: Scope) -> str:
    """Say how many articles, of what time, and from whom if from one source."""
    from bcpq.text.dates import display_months

    details = [what.sources[0]] if len(what.sources) == 1 else []
    details += [display_months(what.first, what.last)] if what.first else []
    return counted(what.articles, "article") + (f" ({', '.join(details)})" if details else "")


def unanswered(answered: Answers) -> str:
    """Say that a question has no answer, and which of its words occur nowhere."""
    if not answered.scope.articles:
        return _NOTHING
    missing = f"; {missing_words(answered)}" if answered.unknown else ""
    return f"Not answered in {searched(answered.scope)}{missing}."


def missing_words(answered: Answers) -> str:
    """Name the words of a question that no passage holds."""
    return f"in no passage: {', '.join(answered.unknown)}"


def quoted(answer: Answer) -> str:
    """Quote a sentence with its locator, source and date."""
    sentence = answer.passage.text[slice(*answer.range)]
    return f"{answer.passage.locator}, {label(answer.article)}: {sentence}"


def misspelt(suggestions: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Offer words that occur for words that do not, a line a word."""
    return [
        f'"{word}" occurs nowhere; did you mean {" or ".join(near)}?'
        for word, near in suggestions.items()
    ]


def left_out(undated: int) -> str:
    """Say that articles were left out because a date was asked for and theirs is not known."""
    return f"{counted(undated, 'undated article')} left out: when is not known"


def only_possible(number: int, noun: str) -> str:
    """Say that results may lie outside the dates asked for."""
    return f"{counted(number, noun)} only possibly of the dates asked for: the day is not known"


def understood(query: Query) -> str:
    """Word how a query was understood: + must hold, - must not, what has no sign is ranked."""
    return _clause(query.root)


def _clause(clause: Clause) -> str:
    match clause:
        case Token(form):
            return form
        case Prefix(prefix):
            return f"{prefix}*"
        case Phrase(words, slop):
            return f'"{" ".join(word.form for word in words)}"' + (
                "" if slop is None else f"~{slop}"
            )
        case Field("date", _, since, until):
            return f"date:{since}..{until}"
        case Field(name, value):
            return f"{name}:{value}"
        case AnyOf(clauses):
            return " OR ".join(map(_clause, clauses))
        case Group(required, excluded, ranked):
            parts = [f"+{_clause(part)}" for part in required] + [
                f"-{_clause(part)}" for part in excluded
            ]
            return f"({' '.join(parts + [_clause(part) for part in ranked])})"


def explained(hit: Hit) -> list[str]:
    """Show how a hit's score comes about, a line a part; the parts add up to the score exactly."""
    if not hit.explanation:
        return []
    terms, *bonuses = hit.explanation
    rows = [
        (
            f"{t.term}: {t.occurrences} here, in {counted(t.document_frequency, 'passage')}, idf {t.idf:.4f}",
            t.weight,
        )
        for t in terms
    ]
    names = ("title", "whole article", "adjacent pairs", "words in the form typed")
    rows += [*zip(names, bonuses, strict=True), ("score", hit.score)]
    width = max(len(name) for name, _ in rows)
    return [f"{name.ljust(width)}  {points / SCALE:12.8f}" for name, points in rows]


def verified(verdict: Verdict) -> str:
    """Say in one line what a verdict rests on, without the verdict itself."""
    where = "; ".join(
        f"{', '.join(group)}, {label(article)}" for article, group in _by_article(verdict)
    )
    said = [
        *([where] if where else []),
        *(["not where it is said to stand"] if verdict.astray else []),
        *(["not in one place"] if verdict.kind == "stitched" else []),
        *map(changed, verdict.changes),
        *([edited(verdict.edits)] if verdict.edits else []),
        *(["not in these articles"] if verdict.kind == "absent" else []),
        *([f"closest, but not it: {_sliced(verdict.nearest)}"] if verdict.nearest else []),
        *(["possibly outside the dates asked for"] if verdict.possible else []),
        *(["short, so easily there by chance"] if verdict.short else []),
    ]
    return "; ".join(said)


def checked(found: Finding) -> str:
    """Write a draft's quotation and its verdict in one line, as compilers write an error."""
    place = f"{found.file}:{found.line}:{found.column}: {found.verdict.kind}: "
    if found.verdict.kind in ACCEPTED:
        return place + verified(found.verdict)
    held_to = f"the draft names {found.held_to}; " if found.verdict.astray else ""
    return f'{place}"{shortened(found.verdict.quotation)}": {held_to}{verified(found.verdict)}'


def shortened(quotation: str) -> str:
    """Give the first words of a quotation."""
    words = quotation.split()
    return " ".join(words[:6]) + (" ..." if len(words) > 6 else "")


def wordless(quotation: str) -> str:
    """Say that a quotation cannot be judged."""
    return (
        f"{shortened(quotation) or 'an empty text'} has no word in it, so there is no verdict on it"
    )


def tally(verdicts: Iterable[Verdict]) -> str:
    """Count verdicts by kind, the strictest first."""
    counts = Counter(verdict.kind for verdict in verdicts)
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in VERDICT_KINDS if counts[kind])
    return f"{counted(counts.total(), 'quotation')} of four words or more" + (
        f": {kinds}" if kinds else ""
    )


def _by_article(verdict: Verdict) -> list[tuple[Article, list[str]]]:
    """Give the articles of a verdict, each with its locators."""
    if len(verdict.articles) == 1:
        return [(verdict.articles[0], list(verdict.locators))]
    return [
        (
            article,
            list(
                dict.fromkeys(p.paragraph.locator for p in verdict.places if p.article == article)
            ),
        )
        for article in verdict.articles
    ]


def _sliced(place: Place) -> str:
    """Quote a place's slice with its locator, source and date."""
    return f"{place.paragraph.locator}, {label(place.article)}: {place.text}"


def changed(change: Change) -> str:
    """Name what a quotation changes."""
    if not change.quoted:
        return f'{change.kind} "{change.published}" left out'
    if not change.published:
        return f'{change.kind} "{change.quoted}" put in'
    return f'{change.kind} "{change.published}" became "{change.quoted}"'


def edited(edits: Iterable[Edit]) -> str:
    """Write what was published and what was quoted as wdiff does: `[-published-] {+quoted+}`."""
    frames = {"same": "{}", "published": "[-{}-]", "quoted": "{{+{}+}}"}
    return " ".join(
        frames[side].format(_cut(text) if side == "same" else text) for side, text in edits
    )


def _cut(text: str) -> str:
    """Leave out the middle of a long run of words that are the same."""
    words = text.split()
    return text if len(words) <= _SAME else " ".join([*words[:6], "…", *words[-6:]])


def status_rows(status: CorpusInfo) -> list[tuple[str, str]]:
    """Word the state of the corpus and the index, a name and a value a row."""
    span = f"{status.first} to {status.last}" if status.first else "none known"
    undated = f", {counted(status.undated, 'article')} undated" if status.undated else ""
    return [
        ("corpus", status.corpus),
        ("articles", f"{status.articles:,}"),
        ("passages", f"{status.passages:,} of {counted(status.paragraphs, 'paragraph')}"),
        ("dates", span + undated),
        ("index", status.place),
        ("terms", f"{status.terms:,}"),
        *(("fault", fault) for fault in status.faults),
        *status.versions.items(),
    ]
