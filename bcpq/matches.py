"""Does a passage hold what was asked? Clauses to passages, and to the places in them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bcpq import filters
from bcpq.model import Acronym, Paragraph, Range
from bcpq.postings import Postings, common, counted, position
from bcpq.query import Clause, Either, Field, Group, Phrase, Prefix, Query, positive
from bcpq.store import Spelled, Store
from bcpq.terms import Token, tokens

NOWHERE = Postings()


class Ranked(NamedTuple):
    """A term of the query that adds to scores."""

    form: str  # as typed, folded
    stem: str  # "" for a stop word
    times: int  # how often it was typed
    exact: bool  # a word was typed, not the beginning of one
    postings: Postings
    share: int = 1_000  # of its weight that counts, in thousandths
    stands_for: str = ""  # the stem that was typed, where this one was not
    spelled: Spelled | None = None  # the acronym that joins the two


#: Passages kept between queries; some 20 kB each with their words.
_KEPT = 5_000


class Matcher:
    """One query's view of an index."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._postings: dict[str, Postings] = {}
        # What one query read serves the next of a batch.
        self._rows, self._tokens = store.kept_rows, store.kept_tokens
        if len(self._rows) > _KEPT:
            self._rows.clear()
            self._tokens.clear()
        self._stop_words: dict[str, Postings] = {}
        self.possible: set[int] = set()  # articles whose date only overlaps a range inside the query
        self.undated = 0  # articles that such a range left out
        self.other_forms: dict[str, set[int]] = {}  # passages with another form of an acronym, by stem typed
        self._phrases: dict[tuple[tuple[str, ...], int | None], set[int]] = {}

    def read(self, numbers: Sequence[int]) -> None:
        """Read paragraphs, many at once."""
        self._rows |= self._store.rows(n for n in numbers if n not in self._rows)

    def paragraph(self, n: int) -> Paragraph:
        """Give a paragraph that was read."""
        return self._rows[n].paragraph

    def length(self, n: int) -> int:
        """Give a passage's length in tokens, its article's title counted."""
        return self._rows[n].tokens

    def words(self, n: int) -> list[Token]:
        """Give the words of a paragraph that was read."""
        if n not in self._tokens:
            self._tokens[n] = tokens(self._rows[n].paragraph.text)
        return self._tokens[n]

    def ranked(self, query: Query) -> list[Ranked]:
        """List the terms that add to scores, each once: content words and prefixes, or else stop words."""
        forms: dict[str, list[str]] = {}
        for token in query.words:
            if token.stem:
                forms.setdefault(token.stem, []).append(token.form)
        found = [Ranked(typed[0], stem, len(typed), True, self.postings(stem)) for stem, typed in forms.items()]
        for prefix in dict.fromkeys(query.prefixes):
            found += [Ranked(f"{prefix}* as {stem}", stem, 1, False, lists) for stem, lists in self._prefixed(prefix)]
        if not found and not query.prefixes:
            stop_words = Counter(token.form for token in query.words)
            found = [Ranked(form, "", times, True, self._stop_word(form)) for form, times in stop_words.items()]
        return found

    def in_a_row(self, wanted: tuple[str, ...], most: int) -> dict[int, int] | None:
        """Count how often stems stand one after the other, stop words aside, in the passages where they do.

        None where more than `most` passages would have to be read.
        """
        candidates = common([self.postings(stem).ids for stem in wanted])
        if len(candidates) > most:
            return None
        self.read(candidates)
        counts = {n: stands_in([word.stem for word in self.words(n) if word.stem], wanted) for n in candidates}
        return {n: count for n, count in counts.items() if count}

    def holding(self, clause: Clause) -> set[int]:
        """Find the passages in which a clause holds."""
        match clause:
            case Token(form, stem):
                return set((self.postings(stem) if stem else self._stop_word(form)).ids)
            case Prefix(prefix):
                return {n for _, lists in self._prefixed(prefix) for n in lists.ids}
            case Phrase():
                return self._phrased(clause)
            case Either(clauses):
                return self._any(clauses)
            case Group():
                return self._grouped(clause)
            case Field():
                chosen = filters.field(self._store, clause)
                self.possible |= chosen.possible
                self.undated = max(self.undated, chosen.searched.undated)
                return {n for article in chosen.numbers or () for n in self._store.passage_numbers(article)}

    def _grouped(self, group: Group) -> set[int]:
        places = [clause for clause in group.required if _is_place(clause)]
        needed = [clause for clause in group.required if not _is_place(clause)]
        found = [self.holding(clause) for clause in needed]
        if not needed and (group.ranked or not places):
            content = [clause for clause in group.ranked if not isinstance(clause, Token) or clause.stem]
            found = [self._any(content or group.ranked)]
        found += [self.holding(clause) for clause in places]
        return set.intersection(*found).difference(*map(self.holding, group.excluded))

    def _any(self, clauses: Sequence[Clause]) -> set[int]:
        """Find the passages in which one of some clauses holds; a word holds by the other form of an acronym, too."""
        others = (self.other_forms.get(clause.stem, set()) for clause in clauses if isinstance(clause, Token))
        return set().union(*map(self.holding, clauses), *others)

    def _phrased(self, phrase: Phrase) -> set[int]:
        key = tuple(token.form for token in phrase.tokens), phrase.slop
        if key not in self._phrases:
            self._phrases[key] = self._with_phrase(phrase)
        return self._phrases[key]

    def _with_phrase(self, phrase: Phrase) -> set[int]:
        content = [token for token in phrase.tokens if token.stem]
        if content:
            candidates = common([self.postings(token.stem).ids for token in content])
            candidates = [n for n in candidates if all(self._in_form(n, token) for token in content)]
            self.read(candidates)
            return {n for n in candidates if ranges(self.words(n), phrase)}
        return {n for n, words in self._scanned(phrase.tokens) if ranges(words, phrase)}

    def _in_form(self, n: int, token: Token) -> bool:
        """Tell whether a passage that holds a word's stem holds the word (or a form too rare to tell from it)."""
        lists = self.postings(token.stem)
        place = position(lists.ids, n)
        return place is not None and bool(lists.masks[place] & form_bit(lists, token.form))

    def postings(self, stem: str) -> Postings:
        """Give a term's posting lists, empty ones where it stands nowhere."""
        if stem not in self._postings:
            self._postings[stem] = self._store.postings(stem) or NOWHERE
        return self._postings[stem]

    def _prefixed(self, prefix: str) -> list[tuple[str, Postings]]:
        """List the stems of the words with a prefix, each with the passages that hold such a word."""
        forms: dict[str, list[str]] = {}
        for form, stem in self._store.forms(prefix):
            forms.setdefault(stem, []).append(form)
        found = []
        for stem, names in forms.items():
            lists = self.postings(stem)
            bits = sum({form_bit(lists, name) for name in names})
            kept = [i for i, mask in enumerate(lists.masks) if mask & bits]
            ids, weights, masks = ([part[i] for i in kept] for part in (lists.ids, lists.weights, lists.masks))
            found.append((stem, lists.narrowed(ids, weights, masks)))
        return found

    def _scanned(self, wanted: Sequence[Token]) -> Iterator[tuple[int, list[Token]]]:
        """Read every passage that may hold all of some stop words, which have no posting lists, with its words."""
        forms = {token.form for token in wanted}
        for n, text in self._store.texts():
            folded = text.casefold() if text.isascii() else ""  # other letters may fold to ours
            if not folded or all(form in folded for form in forms):
                yield n, tokens(text)

    def _stop_word(self, form: str) -> Postings:
        """Count and weigh a stop word by reading every passage."""
        if form not in self._stop_words:
            wanted = [Token(form, "", 0, 0)]
            found = ((n, sum(token.form == form for token in words)) for n, words in self._scanned(wanted))
            counts = {n: count for n, count in found if count}
            idf = self._store.idf(len(counts))
            lengths = self._store.lengths(counts)
            weights = [self._store.weight(idf, count, lengths[n]) for n, count in counts.items()]
            self._stop_words[form] = counted(counts, idf, weights, (form,))
        return self._stop_words[form]


def stands_in(words: Sequence[str], wanted: Sequence[str]) -> int:
    """Count how often a run of words stands among others."""
    size = len(wanted)
    return sum([*words[i : i + size]] == [*wanted] for i in range(len(words) - size + 1))


def _is_place(clause: Clause) -> bool:
    match clause:
        case Field():
            return True
        case Either(clauses):
            return all(map(_is_place, clauses))
        case Group(required, excluded, ()):
            return all(map(_is_place, required + excluded))
    return False


def form_bit(lists: Postings, form: str) -> int:
    """Give the bit of a form in a term's masks; 0 when no passage holds it."""
    return 1 << min(lists.forms.index(form), 15) if form in lists.forms else 0


def ranges(words: Sequence[Token], phrase: Phrase) -> list[Range]:
    """Find where a phrase stands among the words of a text, word for word, from left to right."""
    wanted = [token.form for token in phrase.tokens]
    forms = [token.form for token in words]
    size = len(wanted)
    if phrase.slop is None:
        starts = (i for i, form in enumerate(forms) if form == wanted[0] and forms[i : i + size] == wanted)
        return [(words[i].start, words[i + size - 1].end) for i in starts]
    found: list[Range] = []
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


def marked(query: Query, text: str, via: Sequence[Acronym] = ()) -> tuple[Range, ...]:
    """Find the places in a text that a query asks for, from left to right, none within another.

    A phrase is one place, and so is either form of the acronyms that the text was found through. Stop words are marked
    only where nothing else was asked for.
    """
    words = tokens(text)
    only_stop_words = not query.prefixes and not any(token.stem for token in query.words)
    found: list[Range] = []
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
        found += ranges(words, Phrase(tuple(tokens(form)), None))
    apart: list[Range] = []
    for place in sorted(found, key=lambda place: (place[0], -place[1])):
        if not apart or place[0] >= apart[-1][1]:
            apart.append(place)
    return tuple(apart)
