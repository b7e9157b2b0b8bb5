"""The parser of queries: recursive descent from a query's text to a tree of clauses.

    query  := item*
    item   := [+ | - | NOT] atom (OR [+ | - | NOT] atom)*
    atom   := word | word* | "a phrase" | "near words"~N | field:value | ( query )

Plain words are ranked and need not all occur. Phrases, fields, + and groups with OR must hold; what
- or NOT stands before must not. Clauses keep their places in the query.
"""

import re
from collections.abc import Iterator
from functools import cache

from bcpq.errors import QueryError
from bcpq.model import Record
from bcpq.text.tokens import Token, tokenize

#: The most brackets within brackets: more than anyone types, and well within Python's own limit of
#: 1,000 calls.
MAX_DEPTH = 40
#: The most words and phrases: more than anyone types, and few enough to be found within a second.
MAX_TERMS = 200
#: Words of a malformed query that make up the one that is offered instead.
_OFFERED_WORDS = 8
#: Offered where nothing of a malformed query can be kept.
_EXAMPLE = "agency staff"


class Prefix(Record):
    """The beginning of words to find, folded."""

    prefix: str


class Phrase(Record):
    """Words to find one after the other, or in any order at most `slop` other words apart."""

    tokens: tuple[Token, ...]
    slop: int | None = None  # None: one after the other


class Field(Record):
    """A condition on the article: `source`, `in` (its id) or `date`."""

    name: str
    value: str
    since: str = ""  # of a date: the first day, "" where the range is open
    until: str = ""  # and the last
    start: int = 0  # of the field in the query
    query: str = ""  # as typed, to point at the field


class AnyOf(Record):
    """Clauses of which at least one must hold."""

    clauses: tuple["Clause", ...]


class Group(Record):
    """Clauses that must hold, that must not, and that are ranked.

    Where only conditions on the article are required, one of the ranked ones has to hold, too.
    """

    required: tuple["Clause", ...] = ()
    excluded: tuple["Clause", ...] = ()
    ranked: tuple["Clause", ...] = ()


#: A Token is a word to find; it knows its place in the query.
Clause = Token | Prefix | Phrase | Field | AnyOf | Group


class Query(Record):
    """What was asked, and the words and prefixes in it that are ranked, in the order typed."""

    text: str
    root: Group
    words: tuple[Token, ...]
    prefixes: tuple[str, ...]


def parse(text: str) -> Query:
    """Parse a query.

    Raises:
        QueryError: It is malformed, too long, or asks for nothing. The message ends in a query that
            would run, and the error points at the fault.
    """
    text = text.encode(errors="replace").decode()  # a terminal may send bytes that are no text
    try:
        return _parse(text)
    except QueryError as error:
        message = f"{error}; try: {_mend(text)}"
        raise QueryError(message, text, error.position, code=error.code) from None


def _mend(text: str) -> str:
    """Make a query that runs of one that does not: close what is open, or keep its first words."""
    first_words = [token.form for token in tokenize(text)[:_OFFERED_WORDS]]
    for mended in (text + '"', text + ")", " ".join(first_words)):
        try:
            return " ".join(_parse(mended).text.split())
        except QueryError:
            continue
    return _EXAMPLE


def _parse(text: str) -> Query:
    root = _Parser(text).parse_query()
    leaves = list(positive_leaves(root))
    if len(leaves) > MAX_TERMS:
        message = f"the query has more than {MAX_TERMS} words or phrases"
        raise QueryError(message, code="query-too-long")
    words = [leaf for leaf in leaves if isinstance(leaf, Token)]
    words += [token for leaf in leaves if isinstance(leaf, Phrase) for token in leaf.tokens]
    prefixes = tuple(leaf.prefix for leaf in leaves if isinstance(leaf, Prefix))
    if not words and not prefixes:
        raise QueryError(f"the query {_lack(text, root)}", code="query-empty")
    words.sort(key=lambda word: word.start)
    return Query(text=text, root=root, words=tuple(words), prefixes=prefixes)


def _lack(text: str, root: Group) -> str:
    """Say why there is nothing to find."""
    if root != Group():
        return "says what to leave out, or where to look, but not what to find"
    return "has no word in it" if text.strip() else "is empty"


def positive_leaves(clause: Clause) -> Iterator[Clause]:
    """Give the clauses without parts that stand under no negation."""
    match clause:
        case Group(required=required, ranked=ranked):
            parts = required + ranked
        case AnyOf(clauses=clauses):
            parts = clauses
        case _:
            yield clause
            return
    for part in parts:
        yield from positive_leaves(part)


class _Lexeme(Record):
    """A piece of a query."""

    kind: str  # open, close, phrase, unclosed, sign, or, field, misspelt, word
    text: str
    start: int
    inner: str = ""  # what stands between quotation marks, or after a field's colon
    inner_start: int = 0
    slop: str | None = None  # what stands behind ~


def _split(text: str) -> list[_Lexeme]:
    """Split a query into pieces."""
    if _is_plain(text):
        # As most queries are: compiling the grammar would take longer than searching.
        return [
            _Lexeme(kind="word", text=match[0], start=match.start())
            for match in re.finditer("[^ ]+", text)
        ]
    return [_lexeme(match) for match in _grammar().finditer(text) if match.lastgroup != "space"]


def _is_plain(text: str) -> bool:
    """Tell whether a query is words between spaces, and nothing else."""
    if not (text.isascii() and text.replace(" ", "").isalnum()):
        return False
    return "OR" not in text and "NOT" not in text


def _lexeme(match: re.Match[str]) -> _Lexeme:
    kind = match.lastgroup or ""
    inner = kind
    if kind == "phrase":
        inner = "phrase_inner"
    elif kind == "field":
        inner = "field_quoted" if match["field_quoted"] is not None else "field_bare"
    return _Lexeme(
        kind=kind,
        text=match[0],
        start=match.start(),
        inner=match[inner],
        inner_start=match.start(inner),
        slop=match["slop"],
    )


@cache
def _grammar() -> re.Pattern[str]:
    from bcpq.text.marks import DOUBLE_MARKS  # most queries have no marks

    # A misspelt field, or one of another tool, is refused: as a word it would look like a filter,
    # and be none.
    return re.compile(
        rf"""
        (?P<space>\s+)
        | (?P<open>\() | (?P<close>\))
        | (?P<phrase>
            [{DOUBLE_MARKS}](?P<phrase_inner>[^{DOUBLE_MARKS}]*)[{DOUBLE_MARKS}]
            (?:~(?P<slop>[^\s()]*))?)
        | (?P<unclosed>[{DOUBLE_MARKS}])
        | (?P<sign>[+-](?=[^\s+)-])|NOT(?=[\s({DOUBLE_MARKS}]))
        | (?P<or>OR(?=[\s({DOUBLE_MARKS}]|$))
        | (?P<field>(?i:source|date|in):
            (?:[{DOUBLE_MARKS}](?P<field_quoted>[^{DOUBLE_MARKS}]*)[{DOUBLE_MARKS}]
            | (?P<field_bare>[^\s(){DOUBLE_MARKS}]*)))
        | (?P<misspelt>
            (?i:sou?r?ces?|dates?|articles?(?!:[0-9])|(?:year|since|until)(?=:[0-9])):(?=[^\s)]))
        | (?P<word>[^\s(){DOUBLE_MARKS}]+)
        """,
        re.VERBOSE,
    )


class _Item:
    """What one item of a query says: several clauses where it is several words, as `well-being`."""

    __slots__ = ("clauses", "sign")  # a NamedTuple would cost 0.3 ms of each start

    def __init__(self, *, sign: str, clauses: tuple[Clause, ...]) -> None:
        self.sign = sign  # +, -, NOT or ""
        self.clauses = clauses


class _Parser:
    """A recursive-descent parser; one method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lexemes = _split(text)
        self._next = 0

    def parse_query(self) -> Group:
        root = self._parse_group(0)
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

    def _parse_group(self, depth: int) -> Group:
        required: list[Clause] = []
        excluded: list[Clause] = []
        ranked: list[Clause] = []
        while (lexeme := self._peek()) is not None and lexeme.kind != "close":
            item = self._parse_item(depth)
            if item.sign in ("-", "NOT"):
                excluded.append(_join(item.clauses))
            elif item.sign == "" and _are_words(item.clauses):
                ranked += item.clauses
            elif item.sign == "" and (words := _bracketed_words(item.clauses)) is not None:
                ranked += words
            else:
                required.append(_join(item.clauses))
        return Group(required=tuple(required), excluded=tuple(excluded), ranked=tuple(ranked))

    def _parse_item(self, depth: int) -> _Item:
        first = self._parse_signed(depth)
        lexeme = self._peek()
        if lexeme is None or lexeme.kind != "or":
            return first
        parts = [first]
        while self._take("or"):
            parts.append(self._parse_signed(depth))
            if any(part.sign for part in parts):
                raise QueryError("a word beside OR can have no + or -", position=lexeme.start)
        if not all(part.clauses for part in parts):
            raise QueryError("OR needs a word on either side", position=lexeme.start)
        any_of = AnyOf(clauses=tuple(_join(part.clauses) for part in parts))
        return _Item(sign="", clauses=(any_of,))

    def _parse_signed(self, depth: int) -> _Item:
        sign = self._take("sign")
        clauses = self._parse_atom(depth)
        if sign and not clauses:
            raise QueryError(f"there is no word after {sign.text}", position=sign.start)
        return _Item(sign=sign.text if sign else "", clauses=clauses)

    def _parse_atom(self, depth: int) -> tuple[Clause, ...]:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in ("close", "or", "sign"):
            return ()
        self._next += 1
        match lexeme.kind:
            case "open":
                return self._parse_brackets(lexeme, depth + 1)
            case "unclosed":
                raise QueryError("this quotation mark is never closed", position=lexeme.start)
            case "phrase":
                return _build_phrase(lexeme)
            case "field":
                return (_build_field(lexeme, self._text),)
            case "misspelt":
                message = f"{lexeme.text} is no field: write source:, in: or date:"
                raise QueryError(message, position=lexeme.start)
        return _build_words(lexeme)

    def _parse_brackets(self, opening: _Lexeme, depth: int) -> tuple[Clause, ...]:
        if depth > MAX_DEPTH:
            message = f"brackets stand more than {MAX_DEPTH} deep"
            raise QueryError(message, position=opening.start)
        group = self._parse_group(depth)
        if not self._take("close"):
            raise QueryError("this bracket is never closed", position=opening.start)
        return (group,)


def _are_words(clauses: tuple[Clause, ...]) -> bool:
    """Tell whether an item is plain words, perhaps none."""
    return not clauses or isinstance(clauses[0], Token | Prefix)


def _bracketed_words(clauses: tuple[Clause, ...]) -> tuple[Clause, ...] | None:
    """Give the words of brackets that hold nothing else; None for anything else."""
    match clauses:
        case (Group(required=(), excluded=(), ranked=words),):
            return words
    return None


def _join(clauses: tuple[Clause, ...]) -> Clause:
    """Join what a sign or OR applies to into one clause: the words of `well-being` are a phrase."""
    if len(clauses) == 1:
        return clauses[0]
    words = [clause for clause in clauses if isinstance(clause, Token)]
    if len(words) == len(clauses):
        return Phrase(tokens=tuple(words))
    return Group(required=clauses)


def _build_phrase(lexeme: _Lexeme) -> tuple[Clause, ...]:
    if lexeme.slop is not None and not re.fullmatch("[0-9]{1,3}", lexeme.slop):
        message = 'write a number up to 999 after ~, such as "fit purpose"~5'
        raise QueryError(message, position=lexeme.start)
    words = _tokenize_at(lexeme.inner, lexeme.inner_start)
    if not words:
        return ()
    return (Phrase(tokens=words, slop=None if lexeme.slop is None else int(lexeme.slop)),)


def _build_words(lexeme: _Lexeme) -> tuple[Clause, ...]:
    """Read what stands between spaces: one word, several (`well-being`), a prefix, or none."""
    words = _tokenize_at(lexeme.text, lexeme.start)
    last_character = lexeme.start + len(lexeme.text) - 1
    if words and lexeme.text.endswith("*") and words[-1].end == last_character:
        return (*words[:-1], Prefix(prefix=words[-1].form))
    return words


def _tokenize_at(text: str, start: int) -> tuple[Token, ...]:
    """Split part of a query into words that know their place in the whole."""
    return tuple(
        word._replace(start=word.start + start, end=word.end + start) for word in tokenize(text)
    )


_FIELD_EXAMPLES = {"source": "source:bbc", "in": "in:echo-2020", "date": "date:2021..2022"}


def _build_field(lexeme: _Lexeme, query: str) -> Field:
    name, value = lexeme.text.partition(":")[0].lower(), lexeme.inner.strip()
    if not value:
        message = f"{name}: needs a value, such as {_FIELD_EXAMPLES[name]}"
        raise QueryError(message, position=lexeme.start)
    field = Field(name=name, value=value, start=lexeme.start, query=query)
    return _read_dates(field) if name == "date" else field


def _read_dates(field: Field) -> Field:
    """Fill in the days of a date: `2021`, `2021..2022`, `2021..` or `..2022`."""
    from bcpq.text.dates import parse_bound  # most queries have no date

    first, dots, last = field.value.partition("..")
    if not dots:
        last = first
    try:
        since = parse_bound(first, upper=False) if first else ""
        until = parse_bound(last, upper=True) if last else ""
    except ValueError as error:
        raise QueryError(str(error), position=field.start) from None
    hint = ""
    if not since and not until:
        hint = "write date:2021..2022"
    elif since and until and since > until:
        hint = f"swap them: date:{last}..{first}"
    if hint:
        raise QueryError(f"date:{field.value} holds no day: {hint}", position=field.start)
    return field.replace(since=since, until=until)
