"""Labels and sentences that every output shares: one wording of a source, a date, an absence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bcpq.model import (
    ACCEPTED,
    SCALE,
    VERDICT_KINDS,
    Acronym,
    Answer,
    Answers,
    Article,
    Change,
    CheckResult,
    CorpusInfo,
    Edit,
    Finding,
    Hit,
    Place,
    Scope,
    SearchResult,
    Spelling,
    Suggestion,
    Verdict,
)
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix, Query, parse
from bcpq.text.tokens import Token

#: Words of a run that is the same in both texts and shown whole; of a longer one the ends are.
_SAME_WHOLE, _SAME_END = 30, 6
_NOTHING_SEARCHED = "No article passes the filters, so no passage was searched."
#: What differs where all words of a quotation stand as they are quoted.
_SPELLINGS: dict[Spelling, str] = {
    "case": "the case of letters",
    "hyphen": "a hyphen",
    "separator": "how a number is separated",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def strip_controls(text: str) -> str:
    """Take out control characters, those of direction too, so that no text of a file or
    an argument steers a terminal.
    """
    return _CONTROL.sub("", text.replace("\t", " ").replace("\r", " "))


def format_label(article: Article, possible: bool = False, via: Iterable[Acronym] = ()) -> str:
    """Word a passage's source and date: `Bournemouth Echo · 27 Nov – 1 Dec 2020 (inferred)`.

    Args:
        article: The article that the passage is from.
        possible: Add that its date may lie outside the dates asked for.
        via: The acronyms through which it was found, which are added.
    """
    from bcpq.text.dates import display  # a search in a pipe has no labels to word

    mark = " (possibly outside the dates asked for)" if possible else ""
    found = "".join(f" (found as {acronym.short} = {acronym.long})" for acronym in via)
    return f"{article.source} · {display(article.published)}{mark}{found}"


def count_noun(number: int, noun: str) -> str:
    """Count things: `1 article`, `2 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def describe_no_passage(result: SearchResult) -> str:
    """Say what was searched in vain."""
    if not result.scope.articles:
        return _NOTHING_SEARCHED
    query = parse(result.query)
    if query.root.required or query.root.excluded:
        asked = f"matches {query.text.strip()}"
    else:
        words = [query.text[word.start : word.end] for word in query.words]
        words += [f"{prefix}*" for prefix in query.prefixes]
        asked = "contains " + " or ".join(f'"{word}"' for word in dict.fromkeys(words))
    return f"No passage of {describe_scope(result.scope)} {asked}."


def describe_part(result: SearchResult) -> str:
    """Say how many of all the passages that match are shown."""
    if result.total is None:
        return f"the best {len(result):,} passages of more"
    return f"{len(result):,} of {count_noun(result.total, 'passage')}"


def describe_scope(scope: Scope) -> str:
    """Say how many articles were searched, of what time, and from whom if from one source."""
    from bcpq.text.dates import display_months

    details = [scope.sources[0]] if len(scope.sources) == 1 else []
    details += [display_months(scope.first, scope.last)] if scope.first else []
    articles = count_noun(scope.articles, "article")
    return f"{articles} ({', '.join(details)})" if details else articles


def describe_no_answer(answers: Answers) -> str:
    """Say that a question has no answer, and which of its words occur nowhere."""
    if not answers.scope.articles:
        return _NOTHING_SEARCHED
    missing = f"; {list_unknown_words(answers)}" if answers.unknown else ""
    return f"Not answered in {describe_scope(answers.scope)}{missing}."


def list_unknown_words(answers: Answers) -> str:
    """Name the words of a question that no passage holds."""
    return f"in no passage: {', '.join(answers.unknown)}"


def quote_answer(answer: Answer) -> str:
    """Quote a sentence with its locator, source and date."""
    return f"{answer.locator}, {format_label(answer.article)}: {answer.text}"


def describe_suggestion(suggestion: Suggestion) -> str:
    """Offer words that occur for one that does not."""
    instead = " or ".join(suggestion.instead)
    return f'"{suggestion.word}" occurs nowhere; did you mean {instead}?'


def describe_undated(number: int) -> str:
    """Say that articles were left out because a date was asked for and theirs is not known."""
    return f"{count_noun(number, 'undated article')} left out: when is not known"


def describe_possible(number: int, noun: str) -> str:
    """Say that results may lie outside the dates asked for."""
    results = count_noun(number, noun)
    return f"{results} only possibly of the dates asked for: the day is not known"


def describe_query(query: Query) -> str:
    """Word how a query was understood: + must hold, - must not, what has no sign is ranked."""
    return _describe_clause(query.root)


def _describe_clause(clause: Clause) -> str:
    match clause:
        case Token():
            return clause.form
        case Prefix():
            return f"{clause.prefix}*"
        case Phrase():
            words = " ".join(word.form for word in clause.tokens)
            return f'"{words}"' if clause.slop is None else f'"{words}"~{clause.slop}'
        case Field(name="date"):
            return f"date:{clause.since}..{clause.until}"
        case Field():
            return f"{clause.name}:{clause.value}"
        case AnyOf():
            return " OR ".join(map(_describe_clause, clause.clauses))
        case Group():
            parts = [f"+{_describe_clause(part)}" for part in clause.required]
            parts += [f"-{_describe_clause(part)}" for part in clause.excluded]
            parts += [_describe_clause(part) for part in clause.ranked]
            return f"({' '.join(parts)})"


def explain_score(hit: Hit) -> list[str]:
    """Show how a hit's score comes about, a line a part; the parts add up to it exactly."""
    explanation = hit.explanation
    if not explanation:
        return []
    rows = [
        (
            f"{score.term}: {score.occurrences} here, in "
            f"{count_noun(score.document_frequency, 'passage')}, idf {score.idf:.4f}",
            score.weight,
        )
        for score in explanation.terms
    ]
    rows += [
        ("title", explanation.title),
        ("whole article", explanation.article),
        ("adjacent pairs", explanation.pairs),
        ("words in the form typed", explanation.forms),
        ("score", hit.points),
    ]
    width = max(len(name) for name, _ in rows)
    return [f"{name.ljust(width)}  {points / SCALE:12.8f}" for name, points in rows]


def describe_verdict(verdict: Verdict) -> str:
    """Say in one line what a verdict rests on, without the verdict itself."""
    reasons = []
    if verdict.places:
        where = [
            f"{', '.join(locators)}, {format_label(article)}"
            for article, locators in _group_by_article(verdict)
        ]
        reasons.append("; ".join(where))
    if verdict.astray:
        reasons.append("not where it is said to stand")
    if verdict.kind == "stitched":
        reasons.append("not in one place")
    reasons += map(describe_change, verdict.changes)
    if verdict.edits:
        reasons.append(mark_edits(verdict.edits))
    if verdict.kind == "absent":
        reasons.append("not in these articles")
    reasons += describe_notes(verdict)
    if verdict.nearest:
        reasons.append(f"closest, but not it: {_quote_place(verdict.nearest)}")
    if verdict.possible:
        reasons.append("possibly outside the dates asked for")
    if verdict.short:
        reasons.append("short, so easily there by chance")
    return "; ".join(reasons)


def describe_notes(verdict: Verdict) -> Iterator[str]:
    """Say what else a reader should know of a verdict."""
    if verdict.kind == "edited" and not verdict.confirmed:
        yield (
            "no rule can judge what is put in; when you have read it, confirm it in your draft "
            f"with [{verdict.locators[0]}!]"
        )
    if verdict.kind == "edited" and verdict.confirmed:
        yield "confirmed in the draft"
    if verdict.differs_only_in:
        yield f"only in {' and '.join(_SPELLINGS[kind] for kind in verdict.differs_only_in)}"
    if verdict.cut_after:
        yield f"cut after: {verdict.cut_after}"


def format_finding(finding: Finding) -> str:
    """Write a draft's quotation and its verdict in one line, as compilers write an error."""
    from bcpq.text.sentences import first_words  # only a verdict is named by them

    verdict = finding.verdict
    if verdict.kind == "unchecked":
        return _format_unchecked(finding)
    place = f"{finding.file}:{finding.line}:{finding.column}: {verdict.kind}: "
    if verdict.accepted:
        return place + describe_verdict(verdict)
    held_to = f"the draft names {finding.held_to}; " if verdict.astray else ""
    return f'{place}"{first_words(verdict.quotation)}": {held_to}{describe_verdict(verdict)}'


def _format_unchecked(finding: Finding) -> str:
    """Say why a quotation could not be checked, and where else its words stand."""
    from bcpq.text.sentences import first_words

    verdict = finding.verdict
    why = "too long to compare: check that its closing mark is there, or quote it in parts"
    if finding.held_to:
        why = f"{finding.held_to}: no article of it here"
    line = (
        f"{finding.file}:{finding.line}:{finding.column}: {verdict.kind}: "
        f'"{first_words(verdict.quotation)}": {why}'
    )
    reasons = describe_verdict(verdict)
    if not verdict.places:
        return line
    return f"{line}; the words stand in {reasons}"


def count_verdicts(result: CheckResult) -> str:
    """Count the verdicts on a draft's quotations by kind, the strictest first, and say how many had
    none.
    """
    counts = Counter(finding.verdict.kind for finding in result)
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in VERDICT_KINDS if counts[kind])
    quotations = count_noun(len(result), "quotation")
    judged = f"{quotations}: {kinds}" if kinds else quotations
    if not result.passed_over:
        return judged
    return f"{judged}; {count_noun(result.passed_over, 'shorter one')} not looked at"


def explains_itself(verdict: Verdict) -> bool:
    """Tell whether the columns of a verdict say all there is to say of it."""
    noteworthy = (
        verdict.short
        or verdict.possible
        or verdict.changes
        or verdict.differs_only_in
        or verdict.cut_after
    )
    return verdict.kind in ACCEPTED and not noteworthy


def _group_by_article(verdict: Verdict) -> list[tuple[Article, list[str]]]:
    """Give the articles of a verdict, each with its locators."""
    if len(verdict.articles) == 1:
        return [(verdict.articles[0], list(verdict.locators))]
    groups: dict[Article, dict[str, None]] = {}
    for place in verdict.places:
        groups.setdefault(place.article, {})[place.paragraph.locator] = None
    return [(article, list(locators)) for article, locators in groups.items()]


def _quote_place(place: Place) -> str:
    """Quote a place's slice with its locator, source and date."""
    return f"{place.paragraph.locator}, {format_label(place.article)}: {place.text}"


def describe_change(change: Change) -> str:
    """Name what a quotation changes."""
    if change.kind == "clause" and not change.published:
        return "nothing is left out at the dots"
    if change.kind == "clause":
        return f'"{change.published}" left out, which the rest hangs on'
    if change.kind == "speaker":
        return f'it runs from one speaker to another, over: "{change.published}"'
    if not change.quoted:
        return f'{change.kind} "{change.published}" left out'
    if not change.published:
        return f'{change.kind} "{change.quoted}" put in'
    return f'{change.kind} "{change.published}" became "{change.quoted}"'


def mark_edits(edits: Iterable[Edit], *, whole: bool = False) -> str:
    """Write what was published and what was quoted as wdiff does: `[-published-] {+quoted+}`.

    Args:
        edits: The runs of words.
        whole: Keep long runs that are the same in both.
    """
    frames = {"same": "{}", "published": "[-{}-]", "quoted": "{{+{}+}}"}
    return " ".join(
        frames[edit.side].format(
            _cut(edit.text) if edit.side == "same" and not whole else edit.text
        )
        for edit in edits
    )


def _cut(text: str) -> str:
    """Leave out the middle of a long run of words that are the same."""
    words = text.split()
    if len(words) <= _SAME_WHOLE:
        return text
    return " ".join([*words[:_SAME_END], "…", *words[-_SAME_END:]])


def list_info(info: CorpusInfo) -> list[tuple[str, str]]:
    """Word the state of the corpus and the index, a name and a value a row."""
    span = f"{info.first} to {info.last}" if info.first else "none known"
    undated = f", {count_noun(info.undated, 'article')} undated" if info.undated else ""
    return [
        ("corpus", info.corpus),
        ("articles", f"{info.articles:,}"),
        ("passages", f"{info.passages:,} of {count_noun(info.paragraphs, 'paragraph')}"),
        ("dates", span + undated),
        ("index", info.place),
        ("terms", f"{info.terms:,}"),
        *(("fault", fault) for fault in info.faults),
        *info.versions.items(),
    ]
