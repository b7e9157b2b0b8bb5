"""What is shown is what was stored, format by format."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import SCALE, SearchResult
from bcpq.query.parser import Query, parse
from bcpq.render import formats, messages
from bcpq.render.json.passages import describe_hit, describe_search
from bcpq.render.terminal import Screen
from bcpq.search.passages import search
from tests import samples

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: What `Screen` itself may write: colours, links, line ends.
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\|\n")


def found_in(body: str, query: str) -> tuple[SearchResult, Query, list[str]]:
    """Search a body, and give its lines as they were written."""
    asked = parse(query)
    store = samples.store(body)
    return (
        search(store, asked, context=1),
        asked,
        [passage.text for passage in samples.passages(store)],
    )


bodies_and_queries = st.tuples(samples.bodies, samples.words)


@given(bodies_and_queries)
def test_machine_formats_hold_slices(given_: tuple[str, str]) -> None:
    """In json, jsonl and csv the text is the slice itself; in tsv only tab, CR and LF became
    spaces.
    """
    body, word = given_
    found, query, _ = found_in(body, word)
    texts = [hit.passage.text for hit in found.hits]
    assert all(text in body for text in texts)
    document = json.loads(formats.write_json(describe_search(found)))
    assert [hit["text"] for hit in document["hits"]] == texts
    written = formats.write_jsonl(map(describe_hit, found)).split("\n")[:-1]
    assert [json.loads(record)["text"] for record in written] == texts
    bare = search(samples.store(body), query)
    rows = list(
        csv.reader(io.StringIO(formats.write_csv("abcd", formats.hit_rows(bare)), newline=""))
    )
    assert [row[3] for row in rows[1:]] == texts
    tsv = formats.write_tsv(formats.hit_rows(bare)).split("\n")[:-1]
    assert [line.split("\t")[3] for line in tsv] == [text.replace("\t", " ") for text in texts]


@given(bodies_and_queries, st.booleans(), st.integers(20, 200))
def test_terminal_shows_the_text(given_: tuple[str, str], colour: bool, width: int) -> None:
    """On a terminal the text is equal once white space and control characters are taken out, and
    no control character of the text gets there.
    """
    body, word = given_
    found, _, _ = found_in(body, word)
    for hit in found.hits:
        screen = Screen(width, colour)
        screen.hits(found.replace(hits=(hit.replace(before=(), after=()),)))
        shown = OURS.sub("", screen.text())
        assert not CONTROL.search(shown)
        assert _bare(shown).endswith(_bare(hit.passage.text))


def _bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and not CONTROL.match(c))


def test_no_direction_is_turned() -> None:
    """The signs that turn the direction of text do not get to a terminal; an emoji stays whole."""
    assert messages.strip_controls("a\u202eb\u2066c 👩\u200d👧") == "abc 👩\u200d👧"


@given(samples.lines)
def test_safe(text: str) -> None:
    """No control character but the line end is left, and nothing else is lost."""
    assert not CONTROL.search(messages.strip_controls(text).replace("\n", ""))
    assert _bare(messages.strip_controls(text)) == _bare(text)


def test_matches_are_bold_and_links_lead_to_the_source(five: SqliteStore) -> None:
    """With colour, matched words are bold and the label leads to the article's address."""
    screen = Screen(80, colour=True)
    screen.hits(search(five, parse("perfunctory")))
    assert "\x1b[1;31mperfunctory\x1b[0m" in screen.text()
    assert "\x1b]8;;https://www.bournemouthecho.co.uk/news/18905143" in screen.text()


def test_no_codes_without_colour(five: SqliteStore) -> None:
    """Without colour there is not a single control character."""
    screen = Screen(80, colour=False)
    screen.hits(search(five, parse("perfunctory"), explain=True, context=1))
    assert not CONTROL.search(screen.text().replace("\n", ""))


def test_label_stands_above_the_passage(five: SqliteStore) -> None:
    """A hit reads as on this page: rank, source, date, locator and section, then the text
    wrapped to the width.
    """
    screen = Screen(72, colour=False)
    screen.hits(search(five, parse("perfunctory")))
    assert screen.text() == (
        "1. Bournemouth Echo · 27 Nov – 1 Dec 2020 (inferred) · echo-2020:21 · 6)\n"
        "   Over-reliance on short-term workers and managers at all levels\n"
        "   More than 50 agency staff used by BCP at time of visit, social\n"
        "   workers saying there is too much churn in workforce and inexperienced\n"
        "   social workers need more support to perform better. One-to-one\n"
        "   supervision is “perfunctory” and there is poor management direction.\n"
    )


def test_list_item_stands_under_its_lead_in(five: SqliteStore) -> None:
    """A list item is shown under the words that open its sentence."""
    screen = Screen(100, colour=False)
    screen.hits(search(five, parse('"domestic violence" in:farleys')))
    lines = screen.text().splitlines()
    assert (
        lines[1].strip() == "With some children left at risk of harm, "
        "Ofsted inspectors were particularly critical of:"
    )
    assert lines[2].strip().startswith("• the low level of understanding")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("zebra", 'No passage of 5 articles (Nov 2020 – Mar 2024) contains "zebra".'),
        (
            "Zebra zebus",
            'No passage of 5 articles (Nov 2020 – Mar 2024) contains "Zebra" or "zebus".',
        ),
        (
            '+zebra "agency staff"',
            'No passage of 5 articles (Nov 2020 – Mar 2024) matches +zebra "agency staff".',
        ),
        (
            "zebra source:bbc",
            "No passage of 1 article (BBC News, Nov 2022) matches zebra source:bbc.",
        ),
        ("zebra date:1999", "No article passes the filters, so no passage was searched."),
    ],
)
def test_absence_is_stated(five: SqliteStore, query: str, sentence: str) -> None:
    """Nothing found says what was searched."""
    assert messages.describe_no_passage(search(five, parse(query))) == sentence


def test_explanation_adds_up_as_printed(five: SqliteStore) -> None:
    """The numbers of an explanation add up to the score as printed, to the last digit."""
    (hit,) = search(five, parse("agency staff in:bbc turnover"), limit=1, explain=True).hits
    *parts, score = [round(float(line.split()[-1]) * SCALE) for line in messages.explain_score(hit)]
    assert sum(parts) == score == hit.points
    record = json.loads(formats.write_json(describe_hit(hit)))
    explanation = record.pop("explanation")
    total = sum(term["weight"] for term in explanation.pop("terms")) + sum(explanation.values())
    assert round(total, 8) == record["score"]
