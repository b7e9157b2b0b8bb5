"""What a query requires of a passage, and which places in a text it asks for."""

from collections import Counter
from collections.abc import Sequence

from bcpq.model import Acronym, Span
from bcpq.query.parser import (
    AnyOf,
    Clause,
    Field,
    Group,
    Phrase,
    Prefix,
    Query,
    positive_leaves,
)
from bcpq.text.tokens import Token, tokenize


class Requirements:
    """What must hold in a passage that a group matches, besides what the group excludes.

    Attributes:
        all_of: Clauses that must all hold.
        any_of: Clauses of which one must hold; None where `all_of` is enough.
    """

    __slots__ = ("all_of", "any_of")  # a NamedTuple would cost 0.3 ms of each start

    def __init__(self, *, all_of: tuple[Clause, ...], any_of: tuple[Clause, ...] | None) -> None:
        """Keep what `find_requirements` found."""
        self.all_of = all_of
        self.any_of = any_of


def find_requirements(group: Group) -> Requirements:
    """Tell what must hold in a passage that a group matches.

    Ranked words need not hold where something else of the text must. Where none must, one of them
    has to hold; stop words do not count beside content words.
    """
    conditions = tuple(clause for clause in group.required if _is_about_articles(clause))
    needed = tuple(clause for clause in group.required if not _is_about_articles(clause))
    if needed or (conditions and not group.ranked):
        return Requirements(all_of=needed + conditions, any_of=None)
    content = tuple(
        clause for clause in group.ranked if not isinstance(clause, Token) or clause.stem
    )
    return Requirements(all_of=conditions, any_of=content or group.ranked)


def _is_about_articles(clause: Clause) -> bool:
    """Tell whether a clause says where to look, and nothing of the text."""
    match clause:
        case Field():
            return True
        case AnyOf(clauses=clauses):
            return all(map(_is_about_articles, clauses))
        case Group(required=required, excluded=excluded, ranked=()):
            return all(map(_is_about_articles, required + excluded))
    return False


def count_runs(words: Sequence[str], run: Sequence[str]) -> int:
    """Count how often a run of words stands among others, word for word."""
    size = len(run)
    return sum([*words[i : i + size]] == [*run] for i in range(len(words) - size + 1))


def find_phrase(words: Sequence[Token], phrase: Phrase) -> list[Span]:
    """Find where a phrase stands among the words of a text, from left to right."""
    if phrase.slop is None:
        return _find_exact_phrase(words, phrase)
    return _find_near_words(words, phrase, phrase.slop)


def _find_exact_phrase(words: Sequence[Token], phrase: Phrase) -> list[Span]:
    wanted = [token.form for token in phrase.tokens]
    forms = [token.form for token in words]
    size = len(wanted)
    return [
        (words[i].start, words[i + size - 1].end)
        for i, form in enumerate(forms)
        if form == wanted[0] and forms[i : i + size] == wanted
    ]


def _find_near_words(words: Sequence[Token], phrase: Phrase, slop: int) -> list[Span]:
    """Find where all words of a phrase stand in any order, at most `slop` others between them.

    From each place, the shortest run counts; the next one begins behind it.
    """
    wanted = Counter(token.form for token in phrase.tokens)
    size = len(phrase.tokens) + slop
    spans: list[Span] = []
    end_of_last = 0
    for i, first in enumerate(words):
        if first.form not in wanted or first.start < end_of_last:
            continue
        missing = wanted.copy()
        for word in words[i : i + size]:
            if missing[word.form] > 0:
                missing[word.form] -= 1
            if not missing.total():
                end_of_last = word.end
                spans.append((first.start, word.end))
                break
    return spans


def find_matches(query: Query, text: str, via: Sequence[Acronym] = ()) -> tuple[Span, ...]:
    """Find the places in a text that a query asks for, from left to right, none within another.

    A phrase is one place, and so is either form of the acronyms that the text was found through.
    Stop words are places only where nothing else was asked for.
    """
    words = tokenize(text)
    only_stop_words = not query.prefixes and not any(token.stem for token in query.words)
    spans: list[Span] = []
    phrases = {}
    for clause in positive_leaves(query.root):
        match clause:
            case Phrase(tokens=phrase_words, slop=slop):
                phrases[tuple(token.form for token in phrase_words), slop] = clause
            case Token(stem=stem) if stem:
                spans += [(word.start, word.end) for word in words if word.stem == stem]
            case Token(form=form) if only_stop_words:
                spans += [(word.start, word.end) for word in words if word.form == form]
            case Prefix(prefix=prefix):
                spans += [(word.start, word.end) for word in words if word.form.startswith(prefix)]
    for phrase in phrases.values():
        spans += find_phrase(words, phrase)
    for acronym in via:
        for form in (acronym.short, acronym.long):
            spans += find_phrase(words, Phrase(tokens=tuple(tokenize(form))))
    return _drop_nested(spans)


def _drop_nested(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Keep the spans that overlap none before them; of those that begin together, the longest."""
    apart: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return tuple(apart)
