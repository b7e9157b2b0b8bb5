"""Which quotations of a draft are judged, and how long it takes to find them."""

import time
from contextlib import suppress

import pytest

from bcpq.errors import QueryError
from bcpq.evidence import check as checking
from bcpq.evidence.check import check_draft
from bcpq.evidence.texts import ArticleTexts
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import CheckResult, Verdict, VerdictKind
from tests.conftest import Bcpq


@pytest.fixture(scope="module")
def texts(five: SqliteStore) -> ArticleTexts:
    """Give the five articles, read once."""
    return ArticleTexts(five)


def check(texts: ArticleTexts, draft: str, short: bool = False) -> CheckResult:
    """Check a draft."""
    return check_draft(texts, "draft", draft, True, short=short)


#: A draft with one quotation under four words, and whether it is judged.
SHORT = {
    # It states something: a number, a negation, a name.
    "There were “800 cases”.": True,
    "There were “two directors”.": True,
    "It was “not good”.": True,
    "They “can’t cope”.": True,
    "The “Family Hub” shut.": True,
    "The “Family” shut.": False,  # any quotation may begin with a capital
    # It is someone's.
    "Ofsted rated it “inadequate”.": True,
    "The report called it “poor”.": True,
    "They said it was “poor”.": True,
    "What he called “churn” went on.": True,
    "“Poor”, said the report.": True,
    "“Poor,” she said.": True,
    "It was rated “inadequate” by Ofsted.": True,
    "It was “perfunctory” [bbc-2022:15].": True,
    "It was “perfunctory”, the BBC has it.": True,
    "According to inspectors, “drift” was common.": True,
    "It was “drift”.[^1]\n\n[^1]: BBC News": True,
    "It was “drift”, the Guardian reported.": True,
    # It is only held at arm's length.
    "The so-called “hub” is shut.": False,
    "It is known as the “front door”.": False,
    "It was described as the “front door”.": False,
    "The “front door” opened.": False,
    "A “win-win” for all.": False,
    "To call it “poor” is unfair.": False,
    "“Inadequate” was the word.": False,
    # Four words are always judged.
    "The “door at the front” opened.": True,
}


@pytest.mark.parametrize("draft", SHORT)
def test_a_short_quotation(texts: ArticleTexts, draft: str) -> None:
    """One under four words is judged where it states something or is someone's, else counted."""
    result = check(texts, draft)
    assert (len(result) == 1, result.passed_over) == (SHORT[draft], int(not SHORT[draft]))
    everything = check(texts, draft, short=True)
    assert (len(everything), everything.passed_over) == (1, 0)


def test_short_ones_are_counted(bcpq: Bcpq) -> None:
    """How many are not looked at is said on stderr, and in the JSON document."""
    draft = "“Not fit for purpose”: the “hub”, the “door” and a “—”."
    run = bcpq("check", "-", stdin=draft)
    assert run.err == "bcpq: 1 quotation: 1 typographic; 2 shorter ones not looked at\n"
    assert '"passed_over": 2' in bcpq("check", "-", "--format", "json", stdin=draft).out
    judged = bcpq("check", "-", "--short", stdin=draft)
    assert len(judged.out.splitlines()) == 3
    assert "not looked at" not in judged.err


#: A draft whose quotation is interrupted, and its one verdict.
INTERRUPTED = {
    "“We fully understand,” she said, “what needs to be done.”": "typographic",
    "“We fully understand”, she said, “what needs to be done”.": "exact",
    "“We fully understand what needs” – said Hadley – “to be done”": "exact",
    "“Like me,” he said, “they know we have much more to do”": "exact",
    "‘We fully understand,’ Hadley said, ‘what needs,’ she added, ‘to be done’": "exact",
    "“We fully understand,” she said, “the challenges we face.”": "altered",
    "“We fully understand,” she said, “we have much less to do.”": "altered",
}


@pytest.mark.parametrize("draft", INTERRUPTED)
def test_an_interrupted_quotation(texts: ArticleTexts, draft: str) -> None:
    """The pieces around who speaks are one quotation, as far as it stands together."""
    (found,) = check(texts, draft)
    assert found.verdict.kind == INTERRUPTED[draft]
    assert (found.line, found.column) == (1, 2)


@pytest.mark.parametrize(
    "draft",
    [
        "“We fully understand it,” she said. “We have much more to do.”",
        "“We fully understand it,” she said, and “we have much more to do.”",
        "“We fully understand it,” she said, adding, “we have much more to do.”",
        "“We fully understand it”; she said, “we have much more to do.”",
        "“We fully understand it.” She said, “we have much more to do.”",
        "“We fully understand it”, after the visit, “we have much more to do.”",
    ],
)
def test_two_quotations(texts: ArticleTexts, draft: str) -> None:
    """Where more than who speaks stands between them, there are two."""
    assert len(check(texts, draft)) == 2


def test_the_source_within_an_interruption(texts: ArticleTexts) -> None:
    """Who is told between the pieces is who the whole is held to."""
    draft = "“We fully understand what needs,” she told the Echo, “to be done”"
    (found,) = check(texts, draft)
    assert (found.held_to, found.verdict.kind) == ("Bournemouth Echo", "elsewhere")


@pytest.mark.parametrize(
    ("locator", "kind", "accepted"),
    [
        ("[bbc-2022:15!]", "edited", True),
        ("(bbc-2022:15!)", "edited", True),
        ("[@bbc-2022!]", "edited", False),
        ("[bbc-2022:15]", "edited", False),
        ("[bbc-2022:15] [!]", "edited", False),
        ("", "edited", False),
        ("[bbc-2022:15!]", "altered", False),
        ("[bbc-2022:15!]", "elsewhere", False),
        ("[bbc-2022:15!]", "absent", False),
        ("[bbc-2022:15!]", "exact", True),
    ],
)
def test_a_writer_who_has_read_what_an_edited_one_puts_in(
    texts: ArticleTexts,
    monkeypatch: pytest.MonkeyPatch,
    locator: str,
    kind: VerdictKind,
    accepted: bool,
) -> None:
    """A locator with an exclamation mark confirms the verdict `edited`, and changes no other."""

    def verdict(_: ArticleTexts, quotation: str, _attribution: object) -> Verdict:
        return Verdict(quotation=quotation, kind=kind, places=(), short=False)

    monkeypatch.setattr(checking, "verify", verdict)
    draft = f"It was “higher than [they] would wish” {locator}, and “a thing that they said”."
    first, second = check(texts, draft)
    assert (first.verdict.kind, first.verdict.accepted) == (kind, accepted)
    assert first.verdict.confirmed == (accepted and kind == "edited")
    assert not second.verdict.confirmed


#: What a draft may be made of that, looked at from each place anew, takes a time that grows with
#: the square of its length: of 200 kB, more than a minute. (tests/bench/drafts.py has more.)
REPEATED = [
    "it's the children's 'not fit for purpose' ",
    "“not fit for purpose,” the BBC reported in 2021; ",
    "“not fit,” she said, “for purpose,” ",
    "'workers' pay' ",
    "in 2021 as ever, ‘it was said’, ",
    "(\"a ('b ",
    "“a ",
    "`",
    "`a``b",
    "a_",
    "[^",
    "<!--",
    "](",
    "> \n",
    "> a. — b\n",
    "a. — b ",
    '." ',
    "[1] ",
    "* a\n  * b\n    * c\n",
]


@pytest.mark.parametrize("unit", REPEATED)
def test_a_long_draft(texts: ArticleTexts, unit: str) -> None:
    """The time that a draft takes grows with its length."""
    draft = unit * (200_000 // len(unit)) + "\n\n[^1]: BBC News\n"
    start = time.perf_counter()
    with suppress(QueryError):  # more words than anyone quotes
        check(texts, draft)
    assert time.perf_counter() - start < 6


def test_lines_far_from_a_quotation(texts: ArticleTexts) -> None:
    """In a very long draft, too, quotations are found where they stand."""
    far = "- item\n  - inner\n" * 8_000
    draft = far + "  - the Echo: “not fit for purpose”\n" + far + "\n> not fit for purpose\n"
    found = check(texts, draft)
    assert [(one.line, one.column) for one in found] == [(16_001, 16), (32_003, 3)]
    assert found[0].held_to == "Bournemouth Echo"
