"""Hits in the order of their dates."""

import json
from pathlib import Path

import pytest

from bcpq.index.sqlite.store import SqliteStore
from bcpq.query.parser import parse
from bcpq.search.passages import search
from bcpq.search.timeline import Unit, build_timeline, group_by_period
from tests import samples
from tests.conftest import Bcpq, on_a_terminal

DATES = ("2020-12-30", "", "2021-03?", "[2021-03-30..2021-04-02]", "2021-04-01", "2020")


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("year", ["2020", "2021", "undated"]),
        (
            "quarter",
            ["2020 Q1 – 2020 Q4", "2020 Q4", "2021 Q1", "2021 Q1 – 2021 Q2", "2021 Q2", "undated"],
        ),
        (
            "month",
            [
                "Jan 2020 – Dec 2020",
                "Dec 2020",
                "Mar 2021",
                "Mar 2021 – Apr 2021",
                "Apr 2021",
                "undated",
            ],
        ),
    ],
)
def test_periods(unit: Unit, names: list[str]) -> None:
    """A date that is no surer than several periods makes one of its own; undated ones come last."""
    texts = [samples.document(f"a{i}", "word", published=date) for i, date in enumerate(DATES)]
    result = search(samples.held(texts), parse("word"), limit=0)
    timeline = build_timeline(result, unit)
    assert [period.name for period in timeline.periods] == names
    assert not timeline.periods[-1].hits[0].hit.article.published
    counts = [count.hits for period in timeline.periods for count in period.counts]
    assert sum(counts) == len(DATES)


def test_days_of_periods() -> None:
    """A period begins with the first day of a unit, and ends with the last one of a unit."""
    texts = [samples.document(f"a{i}", "word", published=date) for i, date in enumerate(DATES)]
    hits = search(samples.held(texts), parse("word")).hits
    days = [(period.first, period.last) for period in group_by_period(hits, "quarter")]
    assert days == [
        ("2020-01-01", "2020-12-31"),
        ("2020-10-01", "2020-12-31"),
        ("2021-01-01", "2021-03-31"),
        ("2021-01-01", "2021-06-30"),
        ("2021-04-01", "2021-06-30"),
        ("", ""),
    ]


def test_timeline_of_a_result(five: SqliteStore) -> None:
    """A timeline is its hits in the order shown, each in its period, and what was said of them."""
    result = search(five, parse("neglect"), limit=4)
    timeline = build_timeline(result)
    assert sorted(hit.locator for hit in timeline) == sorted(hit.locator for hit in result)
    assert [hit.locator for hit in timeline] == [
        dated.hit.locator for period in timeline.periods for dated in period.hits
    ]
    assert [hit.article.order for hit in timeline] == sorted(hit.article.order for hit in timeline)
    assert timeline.result == result.replace(hits=timeline.hits)
    assert [row["period"] for row in timeline.rows()] == ["2022"] * 3 + ["2024"]
    nothing = build_timeline(search(five, parse("zebra")))
    assert (len(nothing), nothing.periods) == (0, ())


#: A passage, and the sentence of it that holds the most of "agency staff".
SENTENCES = {
    "Nobody came. Agency staff left. The staff stayed.": "Agency staff left.",
    "The agency stayed. The staff left.": "The agency stayed.",  # the first of those equal
    "Staff of the agency": "Staff of the agency",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_the_sentence_shown(text: str) -> None:
    """Of a passage, the sentence that holds the most asked for is shown."""
    (period,) = build_timeline(search(samples.store(text), parse("agency staff"))).periods
    (dated,) = period.hits
    assert text[slice(*dated.sentence)] == SENTENCES[text]


def test_in_a_pipe(bcpq: Bcpq) -> None:
    """The four columns of search, earliest first, all of them."""
    run = bcpq("timeline", "domestic", "abuse")
    found = bcpq("search", "domestic", "abuse", "-n", 0)
    assert sorted(run.out.splitlines()) == sorted(found.out.splitlines())
    assert run.locators[0] == "community-care-2022:20"
    assert run.locators[-1].startswith("echo-2024:")


def test_on_a_terminal(bcpq: Bcpq, cache: Path) -> None:
    """Each period has a heading, a bar for each article, and the sentences with their labels."""
    out = bcpq("timeline", "neglect", "--format", "text", "--by", "month").out
    assert out.startswith("Nov 2022 · 3 passages\n   ██████████████████████████ 3  bbc-2022\n")
    assert "BBC News · Nov 2022 (inferred) · bbc-2022:16" in out
    plain = on_a_terminal(
        cache,
        ["timeline", "neglect", "--by", "month"],
        {"PYTHONIOENCODING": "ascii", "LINES": "99"},
    )
    assert plain.splitlines()[1].count("#") > 2


def test_as_json(bcpq: Bcpq) -> None:
    """The document has the periods, each with its hits, each hit with the sentence shown."""
    document = json.loads(bcpq("timeline", "neglect", "--format", "json", "--by", "quarter").out)
    assert [period["period"] for period in document["periods"]] == ["2022 Q4", "2024 Q1"]
    for period in document["periods"]:
        assert sum(article["hits"] for article in period["articles"]) == len(period["hits"])
        assert all(hit["sentence"] in hit["text"] for hit in period["hits"])


def test_one_order_in_every_format(bcpq: Bcpq, tmp_path: Path) -> None:
    """Lines stand in the order of the periods; a date that is not sure follows what lies in it."""
    samples.write(tmp_path, "a", "A zebra.\n", published='"[2020-11-27..2021-01-05]"')
    samples.write(tmp_path, "b", "A zebra.\n", published="2020-12-05")
    arguments = ("timeline", "zebra", "--corpus", tmp_path)
    assert bcpq(*arguments).locators == ["b:1", "a:1"]
    lines = bcpq(*arguments, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["locator"] for line in lines] == ["b:1", "a:1"]


def test_nothing_and_limits(bcpq: Bcpq) -> None:
    """Nothing found says so and is 1; with -n the best are kept, and the rest counted."""
    none = bcpq("timeline", "zebra")
    assert (none.status, none.out) == (1, "")
    assert "No passage of 5 articles" in none.err
    some, all_ = bcpq("timeline", "children", "-n", 2), bcpq("timeline", "children")
    assert (
        {*some.locators} == {*bcpq("search", "children", "-n", 2).locators} != {*all_.locators[:2]}
    )
    assert some.locators == [locator for locator in all_.locators if locator in some.locators]
    assert f"2 of {len(all_.locators)} passages" in some.err
