"""What was asked? A recursive-descent parser from a query's text to a tree of clauses, positions kept.

    query  := item*
    item   := [+ | - | NOT] atom (OR [+ | - | NOT] atom)*
    atom   := word | word* | "a phrase" | "near words"~N | field:value | ( query )

Plain words are ranked and need not all occur. Phrases, fields, + and groups with OR must hold, - and NOT must not.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bcpq.errors import QueryError
from bcpq.text.tokens import Token, tokenize

_QUOTES = '"“”„‟＂'
#: Deeper brackets than anyone types, and well within Python's own limit of 1,000 calls.
_DEPTH = 40
#: More words than anyone types, and few enough for a second.
_WORDS = 200


class Prefix(NamedTuple):
    """The beginning of words to find, folded."""

    prefix: str


class Phrase(NamedTuple):
    """Words to find one after the other, or in any order at most `slop` other words apart."""

    tokens: tuple[Token, ...]
    slop: int | None


class Field(NamedTuple):
    """A place to look: `source` (a beginning), `in` (an article) or `date` (days; "" where the range is open)."""

    name: str
    value: str
    since: str = ""
    until: str = ""
    start: int = 0  # of the field in the query
    query: str = ""  # as typed, to point at the field


class AnyOf(NamedTuple):
    """Clauses of which at least one must hold."""

    clauses: tuple["Clause", ...]


class Group(NamedTuple):
    """Clauses that must hold, that must not, and that are ranked.

    Where only places are required, at least one of the ranked ones has to hold, too.
    """

    required: tuple["Clause", ...] = ()
    excluded: tuple["Clause", ...] = ()
    ranked: tuple["Clause", ...] = ()


#: A Token is a word to find; it knows its place in the query.
Clause = Token | Prefix | Phrase | Field | AnyOf | Group


class Query(NamedTuple):
    """What was asked, and the words and prefixes in it that are ranked, in the order typed."""

    text: str
    root: Group
    words: tuple[Token, ...]
    prefixes: tuple[str, ...]


def parse(text: str) -> Query:
    """Understand a query.

    Raises QueryError, with a query that would run, when it is malformed or asks for nothing.
    """
    text = text.encode(errors="replace").decode()  # a terminal may send bytes that are no text
    try:
        return _parse(text)
    except QueryError as error:
        for mended in (
            text + '"',
            text + ")",
            " ".join(token.form for token in tokenize(text)[:8]),
        ):
            try:
                runs = _parse(mended)
            except QueryError:
                continue
            runnable = " ".join(runs.text.split())
            raise QueryError(f"{error}; try: {runnable}", text, error.position) from None
        raise QueryError(f"{error}; try: agency staff", text, error.position) from None


def _parse(text: str) -> Query:
    root = _Parser(text).whole()
    leaves = list(positive(root))
    if len(leaves) > _WORDS:
        raise QueryError(f"the query has more than {_WORDS} words or phrases")
    words = [leaf for leaf in leaves if isinstance(leaf, Token)]
    words += [token for leaf in leaves if isinstance(leaf, Phrase) for token in leaf.tokens]
    prefixes = tuple(leaf.prefix for leaf in leaves if isinstance(leaf, Prefix))
    if not words and not prefixes:
        empty = "has no word in it" if text.strip() else "is empty"
        only = (
            "says what to leave out, or where to look, but not what to find"
            if root != Group()
            else empty
        )
        raise QueryError(f"the query {only}")
    return Query(text, root, tuple(sorted(words, key=lambda word: word.start)), prefixes)


def positive(clause: Clause) -> Iterator[Clause]:
    """Give the clauses without parts that are not under a negation."""
    match clause:
        case Group(required, _, ranked):
            parts = required + ranked
        case AnyOf(clauses):
            parts = clauses
        case _:
            yield clause
            return
    for part in parts:
        yield from positive(part)


class _Lexeme(NamedTuple):
    kind: str  # open, close, phrase, unclosed, sign, or, field, meant, word
    text: str
    start: int
    inner: str = ""  # what stands between quotation marks, or after a field's colon
    inner_start: int = 0
    slop: str | None = None


def _lexemes(text: str) -> list[_Lexeme]:
    if (
        text.isascii()
        and text.replace(" ", "").isalnum()
        and "OR" not in text
        and "NOT" not in text
    ):
        # Plain words, as most queries are: compiling the grammar would take longer than searching.
        return [_Lexeme("word", match[0], match.start()) for match in re.finditer("[^ ]+", text)]
    found = []
    for match in _grammar().finditer(text):
        if (kind := match.lastgroup or "") != "space":
            name = {
                "phrase": "quoted",
                "field": "full" if match["full"] is not None else "bare",
            }.get(kind, kind)
            found.append(
                _Lexeme(
                    kind, match[0], match.start(), match[name], match.start(name), match["slop"]
                )
            )
    return found


@cache
def _grammar() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<space>\s+)
        | (?P<open>\() | (?P<close>\))
        | (?P<phrase>[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}](?:~(?P<slop>[^\s()]*))?)
        | (?P<unclosed>[{_QUOTES}])
        | (?P<sign>[+-](?=[^\s+)-])|NOT(?=[\s({_QUOTES}]))
        | (?P<or>OR(?=[\s({_QUOTES}]|$))
        | (?P<field>(?i:source|date|in):(?:[{_QUOTES}](?P<full>[^{_QUOTES}]*)[{_QUOTES}]|(?P<bare>[^\s(){_QUOTES}]*)))
        | (?P<meant>(?i:sou?r?ces?|dates?|articles?(?!:[0-9])|(?:year|since|until)(?=:[0-9])):(?=[^\s)]))
        | (?P<word>[^\s(){_QUOTES}]+)
        """,
        re.VERBOSE,
    )


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lexemes = _lexemes(text)
        self._next = 0

    def whole(self) -> Group:
        root = self._group(0)
        if (lexeme := self._peek()) is not None:
            raise QueryError("there is no ( for this )", position=lexeme.start)
        return root

    def _peek(self) -> _Lexeme | None:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else None

    def _take(self, kind: str) -> _Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind != kind:
            return None
        self._next += 1
        return lexeme

    def _group(self, depth: int) -> Group:
        required: list[Clause] = []
        excluded: list[Clause] = []
        ranked: list[Clause] = []
        while (lexeme := self._peek()) is not None and lexeme.kind != "close":
            sign, clauses = self._item(depth)
            match sign, clauses:
                case (("-" | "NOT"), _):
                    excluded.append(_one(clauses))
                case "", [Group((), (), words)]:
                    ranked += words
                case "", [] | [Token() | Prefix(), *_]:
                    ranked += clauses
                case _:
                    required.append(_one(clauses))
        return Group(tuple(required), tuple(excluded), tuple(ranked))

    def _item(self, depth: int) -> tuple[str, tuple[Clause, ...]]:
        sign, clauses = self._signed(depth)
        if (word := self._peek()) is None or word.kind != "or":
            return sign, clauses
        parts = [clauses]
        while self._take("or"):
            other, clauses = self._signed(depth)
            if sign or other:
                raise QueryError("a word beside OR can have no + or -", position=word.start)
            parts.append(clauses)
        if not all(parts):
            raise QueryError("OR needs a word on either side", position=word.start)
        return "", (AnyOf(tuple(_one(part) for part in parts)),)

    def _signed(self, depth: int) -> tuple[str, tuple[Clause, ...]]:
        sign = self._take("sign")
        clauses = self._atom(depth)
        if sign and not clauses:
            raise QueryError(f"there is no word after {sign.text}", position=sign.start)
        return (sign.text if sign else ""), clauses

    def _atom(self, depth: int) -> tuple[Clause, ...]:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in ("close", "or", "sign"):
            return ()
        self._next += 1
        match lexeme.kind:
            case "open":
                return self._bracketed(lexeme, depth + 1)
            case "unclosed":
                raise QueryError("this quotation mark is never closed", position=lexeme.start)
            case "phrase":
                return _phrase(lexeme)
            case "field":
                return (_field(lexeme)._replace(start=lexeme.start, query=self._text),)
            case "meant":  # for a field: as a word it would look like a filter, and be none
                raise QueryError(
                    f"{lexeme.text} is no field: write source:, in: or date:", position=lexeme.start
                )
        return _run(lexeme)

    def _bracketed(self, lexeme: _Lexeme, depth: int) -> tuple[Clause, ...]:
        if depth > _DEPTH:
            raise QueryError(f"brackets stand more than {_DEPTH} deep", position=lexeme.start)
        group = self._group(depth)
        if not self._take("close"):
            raise QueryError("this bracket is never closed", position=lexeme.start)
        return (group,)


def _phrase(lexeme: _Lexeme) -> tuple[Clause, ...]:
    words = _moved(lexeme.inner, lexeme.inner_start)
    if lexeme.slop is not None and not re.fullmatch("[0-9]{1,3}", lexeme.slop):
        raise QueryError(
            'write a number up to 999 after ~, such as "fit purpose"~5', position=lexeme.start
        )
    return (Phrase(words, None if lexeme.slop is None else int(lexeme.slop)),) if words else ()


def _run(lexeme: _Lexeme) -> tuple[Clause, ...]:
    """Read what stands between spaces: one word, several (`well-being`), the beginning of one (`colla*`), none."""
    words = _moved(lexeme.text, lexeme.start)
    if words and lexeme.text.endswith("*") and words[-1].end == lexeme.start + len(lexeme.text) - 1:
        return (*words[:-1], Prefix(words[-1].form))
    return words


def _moved(text: str, offset: int) -> tuple[Token, ...]:
    """Split part of a query into words that know their place in the whole."""
    return tuple(
        word._replace(start=word.start + offset, end=word.end + offset) for word in tokenize(text)
    )


def _one(clauses: tuple[Clause, ...]) -> Clause:
    """Make one clause of what a sign or OR applies to: the words of `well-being` are a phrase."""
    if len(clauses) == 1:
        return clauses[0]
    words = [clause for clause in clauses if isinstance(clause, Token)]
    return Phrase(tuple(words), None) if len(words) == len(clauses) else Group(required=clauses)


def _field(lexeme: _Lexeme) -> Field:
    name, value = lexeme.text.partition(":")[0].lower(), lexeme.inner.strip()
    if not value:
        example = {"source": "source:bbc", "in": "in:echo-2020", "date": "date:2021..2022"}[name]
        raise QueryError(f"{name}: needs a value, such as {example}", position=lexeme.start)
    if name != "date":
        return Field(name, value)
    from bcpq.text.dates import parse_bound

    first, dots, last = value.partition("..")
    try:
        since = parse_bound(first, upper=False) if first else ""
        until = parse_bound(last if dots else first, upper=True) if last or not dots else ""
    except ValueError as error:
        raise QueryError(str(error), position=lexeme.start) from None
    if not since + until or (since and until and since > until):
        hint = f"swap them: date:{last}..{first}" if since and until else "write date:2021..2022"
        raise QueryError(f"date:{value} holds no day: {hint}", position=lexeme.start)
    return Field(name, value, since, until)
