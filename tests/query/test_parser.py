"""The query language: what is understood, and how a slip is answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcpq.errors import QueryError
from bcpq.index.sqlite.store import SqliteStore
from bcpq.query.filters import find_fields
from bcpq.query.parser import parse
from bcpq.render.messages import describe_query
from bcpq.search.answers import ask
from bcpq.search.passages import search
from bcpq.text.tokens import tokenize

#: What is typed: how it is understood. + must hold, - must not, what has no sign is ranked.
UNDERSTOOD = {
    "agency staff": "(agency staff)",
    "What was wrong?": "(what was wrong)",
    '"agency staff"': '(+"agency staff")',
    "“agency staff” BCP": '(+"agency staff" bcp)',
    '"not fit for purpose"': '(+"not fit for purpose")',
    '""agency': "(agency)",
    "+permanence -managers care": "(+permanence -managers care)",
    "NOT managers care": "(-managers care)",
    "not managers": "(not managers)",
    "early-help": "(early help)",
    "+early-help": '(+"early help")',
    "care -well-being": '(-"well being" care)',
    "a-b OR c": '(+"a b" OR c)',
    "agency OR temporary staff": "(+agency OR temporary staff)",
    '"agency staff" OR "short-term workers"': '(+"agency staff" OR "short term workers")',
    "(agency temporary) staff": "(agency temporary staff)",
    "+(agency temporary) staff": "(+(agency temporary) staff)",
    "staff -(agency OR temporary)": "(-(+agency OR temporary) staff)",
    "colla* failure": "(colla* failure)",
    "+colla*": "(+colla*)",
    "* colla": "(colla)",
    '"fit purpose"~2': '(+"fit purpose"~2)',
    "source:bbc audits": "(+source:bbc audits)",
    'source:"Bournemouth Echo" audits': "(+source:Bournemouth Echo audits)",
    "-source:bbc audits": "(-source:bbc audits)",
    "in:echo-2020 audits": "(+in:echo-2020 audits)",
    "date:2021..2022-06 x": "(+date:2021-01-01..2022-06-30 x)",
    "date:2021 x": "(+date:2021-01-01..2021-12-31 x)",
    "date:2021.. x": "(+date:2021-01-01.. x)",
    "date:..2021 x": "(+date:..2021-12-31 x)",
    "Source:BBC audits": "(+source:BBC audits)",
    "author:smith": "(author smith)",
    "https://example.org": "(https example org)",
    "x + y - z & !": "(x y z)",
    "--x": "(x)",
    "C++ 8,000 £20million": "(c 8000 20 million)",
    "((((a))))": "(a)",
    "(" * 40 + "a" + ")" * 40: "(a)",
    "agency " * 200: f"({' '.join(['agency'] * 200)})",
    '"fit purpose"~999': '(+"fit purpose"~999)',
    "a OR b OR c": "(+a OR b OR c)",
    "+(a OR b)": "(+(+a OR b))",
    "colla*-pse": "(colla pse)",
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_understood(text: str) -> None:
    """A query is understood as the table says."""
    assert describe_query(parse(text)) == UNDERSTOOD[text]


#: What is typed: where the fault is, and the reason.
REFUSED = {
    "": (0, "the query is empty"),
    "  ": (0, "the query is empty"),
    "staff sorce:bbc": (6, "sorce: is no field: write source:, in: or date:"),
    "until:2021 staff": (0, "until: is no field"),
    'staff sorce:"BBC News"': (6, "sorce: is no field"),
    "sources:(bbc) staff": (0, "sources: is no field"),
    "?!": (0, "the query has no word in it"),
    '""': (0, "the query has no word in it"),
    "-staff": (0, "not what to find"),
    "source:bbc": (0, "not what to find"),
    'agency "staff': (7, "this quotation mark is never closed"),
    "agency (staff": (7, "this bracket is never closed"),
    "agency) staff": (6, "there is no ( for this )"),
    "OR agency": (0, "OR needs a word on either side"),
    "agency OR": (7, "OR needs a word on either side"),
    "agency OR -staff": (7, "a word beside OR can have no + or -"),
    "agency +!": (7, "there is no word after +"),
    'agency "fit purpose"~': (7, "write a number up to 999 after ~"),
    'agency "fit purpose"~12345': (7, "write a number up to 999 after ~"),
    "agency " * 201: (0, "more than 200 words"),
    '"a b" ' * 201: (0, "more than 200 words"),
    'agency "fit purpose"~1000': (7, "write a number up to 999 after ~"),
    'agency "fit purpose"~-1': (7, "write a number up to 999 after ~"),
    "source: agency": (0, "source: needs a value, such as source:bbc"),
    "agency date:soon": (7, "'soon' is no date"),
    "agency date:..": (7, "holds no day"),
    "agency date:2022..2021": (7, "holds no day"),
    "agency date:2022-02-30": (7, "2022-02-30 is not in the calendar"),
    "(" * 41 + "a" + ")" * 41: (40, "more than 40 deep"),
    "(" * 99 + "a" + ")" * 99: (40, "more than 40 deep"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    """A malformed query is refused with the place, the reason, and a query that runs."""
    with pytest.raises(QueryError) as raised:
        parse(text)
    position, reason = REFUSED[text]
    assert reason in str(raised.value)
    assert raised.value.position == position
    assert parse(str(raised.value).split("; try: ", 1)[1])


#: A query that is refused, and the code of the error.
CODES = {
    "": "query-empty",
    "?!": "query-empty",
    "-staff": "query-empty",
    "source:bbc": "query-empty",
    "agency " * 201: "query-too-long",
    "agency (staff": "query-syntax",
    "agency date:soon": "query-syntax",
}


@pytest.mark.parametrize("text", CODES)
def test_codes(text: str) -> None:
    """A program can tell an empty query, a long one and a malformed one apart."""
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert raised.value.code == CODES[text]


def test_places() -> None:
    """Words know where they stand in the query, phrases' and hyphenated words' included."""
    text = 'one-two "three four" +five (six "seven eight"~3) OR nine'
    places = [text[word.start : word.end] for word in parse(text).words]
    assert places == "one two three four five six seven eight nine".split()


def test_fields_know_their_place() -> None:
    """A field knows where it stands in the query, so that an error can point at it."""
    text = 'audits (source:"BBC News" OR in:bbc-2022) -date:2021'
    fields = [*find_fields(parse(text).root)]
    assert [text[field.start :].split(":")[0] for field in fields] == ["source", "in", "date"]
    assert {field.query for field in fields} == {text}


_pieces = st.sampled_from(
    [
        "agency", "staff", "the", '"', "“", "”", "(", ")", "+", "-", "NOT ", " OR ", "*", "~3", ":",
        "source:", "date:", "in:", "2021", "..", " ", "  ", "'", "’", "\\", "\x1b", "\x00",
        "\ud800", "é", "日本",
    ]
)  # fmt: skip


@settings(max_examples=1_000)
@given(st.one_of(st.text(max_size=40), st.lists(_pieces, max_size=25).map("".join)))
def test_no_query_fails_otherwise(text: str) -> None:
    """Every string is a query or a QueryError of one line, with a query that runs."""
    try:
        query = parse(text)
    except QueryError as error:
        assert parse(str(error).split("; try: ")[-1])
        assert 0 <= error.position <= max(len(text), 1)
        assert error.code in ("query-empty", "query-syntax", "query-too-long")
    else:
        assert query.words or query.prefixes


@settings(max_examples=500)
@given(st.lists(_pieces, max_size=25).map("".join))
def test_words_stand_where_they_say(text: str) -> None:
    """Every word of a query is what is found at its place, in the order typed."""
    try:
        query = parse(text)
    except QueryError:
        return
    for word in query.words:
        (found,) = tokenize(query.text[word.start : word.end])
        assert (found.form, found.stem) == (word.form, word.stem)
    assert [word.start for word in query.words] == sorted({word.start for word in query.words})
    for field in find_fields(query.root):
        assert query.text[field.start :].lower().startswith(f"{field.name}:")


@settings(max_examples=2_000)
@given(st.one_of(st.text(max_size=60), st.lists(_pieces, max_size=40).map("".join)))
def test_no_query_is_slow_or_fails_in_a_search(five: SqliteStore, text: str) -> None:
    """Every string that is a query gives a result on the five articles, to search and to ask."""
    try:
        query = parse(text)
        found = search(five, query, explain=True, context=1)
        ask(five, query)
    except QueryError as error:
        assert "\n" not in str(error)
    else:
        assert all(hit.score >= 0 for hit in found.hits)
