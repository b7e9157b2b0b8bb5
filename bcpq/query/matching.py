"""What must a passage hold, and where does it? Clauses of a query, and their places in a text."""

from collections import Counter
from collections.abc import Sequence

from bcpq.model import Acronym, Span
from bcpq.query.parser import AnyOf, Clause, Field, Group, Phrase, Prefix, Query, positive
from bcpq.text.tokens import Token, tokenize


def stands_in(words: Sequence[str], wanted: Sequence[str]) -> int:
    """Count how often a run of words stands among others."""
    size = len(wanted)
    return sum([*words[i : i + size]] == [*wanted] for i in range(len(words) - size + 1))


def needs(group: Group) -> tuple[list[Clause], Sequence[Clause] | None]:
    """Tell what must hold in a passage that a group matches: all of some clauses, and one of others, if any.

    Ranked words need not hold where something else must; stop words not beside content words.
    """
    places = [clause for clause in group.required if _is_place(clause)]
    needed = [clause for clause in group.required if not _is_place(clause)]
    if needed or (places and not group.ranked):
        return needed + places, None
    content = [clause for clause in group.ranked if not isinstance(clause, Token) or clause.stem]
    return places, content or group.ranked


def _is_place(clause: Clause) -> bool:
    match clause:
        case Field():
            return True
        case AnyOf(clauses):
            return all(map(_is_place, clauses))
        case Group(required, excluded, ()):
            return all(map(_is_place, required + excluded))
    return False


def ranges(words: Sequence[Token], phrase: Phrase) -> list[Span]:
    """Find where a phrase stands among the words of a text, word for word, from left to right."""
    wanted = [token.form for token in phrase.tokens]
    forms = [token.form for token in words]
    size = len(wanted)
    if phrase.slop is None:
        starts = (
            i for i, form in enumerate(forms) if form == wanted[0] and forms[i : i + size] == wanted
        )
        return [(words[i].start, words[i + size - 1].end) for i in starts]
    found: list[Span] = []
    for i, form in enumerate(forms):
        if form in wanted and (not found or words[i].start >= found[-1][1]):
            missing = Counter(wanted)
            for end in range(i, min(i + size + phrase.slop, len(forms))):
                if missing[forms[end]] > 0:
                    missing[forms[end]] -= 1
                    if not missing.total():
                        found.append((words[i].start, words[end].end))
                        break
    return found


def marked(query: Query, text: str, via: Sequence[Acronym] = ()) -> tuple[Span, ...]:
    """Find the places in a text that a query asks for, from left to right, none within another.

    A phrase is one place, and so is either form of the acronyms that the text was found through. Stop words are marked
    only where nothing else was asked for.
    """
    words = tokenize(text)
    only_stop_words = not query.prefixes and not any(token.stem for token in query.words)
    found: list[Span] = []
    phrases = {}
    for clause in positive(query.root):
        match clause:
            case Phrase(phrase, slop):
                phrases[tuple(token.form for token in phrase), slop] = clause
            case Token(_, stem) if stem:
                found += [(word.start, word.end) for word in words if word.stem == stem]
            case Token(form) if only_stop_words:
                found += [(word.start, word.end) for word in words if word.form == form]
            case Prefix(prefix):
                found += [(word.start, word.end) for word in words if word.form.startswith(prefix)]
    found += [place for phrase in phrases.values() for place in ranges(words, phrase)]
    for form in (form for acronym in via for form in acronym):
        found += ranges(words, Phrase(tuple(tokenize(form)), None))
    apart: list[Span] = []
    for place in sorted(found, key=lambda place: (place[0], -place[1])):
        if not apart or place[0] >= apart[-1][1]:
            apart.append(place)
    return tuple(apart)
