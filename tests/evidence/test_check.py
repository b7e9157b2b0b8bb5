"""The quotations of drafts, found and held to what the draft says of them."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from bcpq.evidence.check import check_draft
from bcpq.evidence.texts import ArticleTexts
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Finding
from bcpq.render import messages
from tests import samples
from tests.conftest import Bcpq
from tests.test_house import loaded

DRAFTS = samples.CASES / "drafts"


class Expected(NamedTuple):
    """A line of a file of expected results."""

    place: str
    verdict: str
    locators: str


def wanted(name: str) -> list[Expected]:
    """Read expected results: line:column, verdict, locators, then why."""
    lines = (DRAFTS / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    found = (line.partition("  #")[0].split(" ", 2) for line in lines if line)
    return [
        Expected(place, verdict, locators.replace("-", "") and locators)
        for place, verdict, locators in found
    ]


@pytest.fixture(scope="module")
def texts(five: SqliteStore) -> ArticleTexts:
    """Give the five articles, read once."""
    return ArticleTexts(five)


def findings(texts: ArticleTexts, text: str, markdown: bool = True) -> list[Finding]:
    """Check a draft."""
    return [*check_draft(texts, "draft", text, markdown)]


@pytest.mark.parametrize(("name", "markdown"), [("feature.md", True), ("notes.txt", False)])
def test_draft(texts: ArticleTexts, name: str, markdown: bool) -> None:
    """Every quotation of a draft, and no other, is found and judged as a sub-editor would."""
    text = (DRAFTS / name).read_bytes().decode()
    found = [
        Expected(f"{one.line}:{one.column}", one.verdict.kind, " ".join(one.verdict.locators))
        for one in check_draft(texts, name, text, markdown)
    ]
    assert found == wanted(name.partition(".")[0])


#: A draft of one paragraph, and the texts of its quotations.
FOUND = {
    "He said “steady progress was made here” to us.": ["steady progress was made here"],
    'He said "steady progress was made here" to us.': ["steady progress was made here"],
    "He said ‘steady progress was made here’ to us.": ["steady progress was made here"],
    "He said 'steady progress was made here' to us.": ["steady progress was made here"],
    "Er sagte „steady progress was made here“.": ["steady progress was made here"],
    "Il dit « steady progress was made here ».": [],  # no English quotation has such spaces
    "Il dit «steady progress was made here».": ["steady progress was made here"],
    "The workers’ and the councils’ old quarrel.": [],
    "the '90s and the councils' pay of the '80s": [],
    "‘Twas the season of the workers’ pay": [],
    "the ‘workers’ pay was not enough’ he said": ["workers’ pay was not enough"],
    "A 14\" gun, a 6\" gun and a 5' man's 6' bed": [],
    "“of the day” and “one of the days”": ["one of the days"],
    "“a quotation that ‘holds another one’ in it”": ["a quotation that ‘holds another one’ in it"],
    '`“no quotation but code here”` and <b title="not a quotation either">': [],
    '[“one two three four”](https://example.org/"x")': ["one two three four"],
    "“one *two* __three__ four \\* five &amp; six”": ["one two three four * five & six"],
    "“begins here and runs on": ["begins here and runs on"],
    '"begins here and never ends': [],
}


@pytest.mark.parametrize(("draft", "quotations"), FOUND.items())
def test_marks(texts: ArticleTexts, draft: str, quotations: list[str]) -> None:
    """Pairs of marks of all kinds hold quotations; apostrophes, inches and code do not."""
    assert [one.verdict.quotation for one in findings(texts, draft)] == quotations


BBC = "https://www.bbc.co.uk/news/uk-england-dorset-63569117"
ECHO = (
    "https://bournemouthecho.co.uk/news/18905143.bcp-council-childrens-services-report-key-points"
)
#: What stands in a draft's paragraph, and the verdict.
HELD = {
    "BBC News said “not fit for purpose”.": "elsewhere",
    "The Bournemouth Echo said “not fit for purpose”.": "exact",
    "The Echo said “not fit for purpose”.": "exact",
    "The BBC said “not fit for purpose”.": "elsewhere",
    "BBC News was there. The work was “not fit for purpose”.": "exact",
    "“Not fit for purpose.” BBC News disagreed.": "typographic",
    "“not fit for purpose,” said BBC News": "elsewhere",
    "“not fit for purpose” [echo-2020:10]": "exact",
    "“not fit for purpose” (echo-2020:10)": "exact",
    "“not fit for purpose” [echo-2020:9-11]": "exact",
    "“not fit for purpose” [echo-2020:12]": "elsewhere",
    "“not fit for purpose” [echo-2025:10]": "elsewhere",
    "“not fit for purpose” [echo:10]": "exact",  # one of two articles that it may mean
    "“not fit for purpose” [echo:12]": "elsewhere",
    "See echo-2020:10: “not fit for purpose”.": "exact",
    "See echo-2020:12: “not fit for purpose”.": "elsewhere",
    "At 10:30 it was “not fit for purpose” by 11:15.": "exact",
    f"[A page]({BBC}) has “not fit for purpose”.": "elsewhere",
    f"[A page]({ECHO}#x) has “not fit for purpose”.": "exact",
    "> not fit for purpose\n> — BBC News": "elsewhere",
    "> not fit for purpose\n\n[echo-2020:2]": "exact",
    "> not fit for purpose\n\n— BBC News": "elsewhere",
    "> It was not fit for purpose. — BBC News": "altered",
    "> youngsters at risk of harm was “not fit for purpose”. — BBC News": "elsewhere",
    "BBC News wrote:\n\n> not fit for purpose": "elsewhere",
    "BBC News wrote:\n> not fit for purpose": "elsewhere",
    "BBC News wrote.\n\n> not fit for purpose": "exact",
    "> not fit for purpose [bbc-2022:17]": "elsewhere",
    "> not fit for purpose\n>\n> [echo-2020:2]": "exact",
    "“not fit for purpose [bbc-2022:17]”": "elsewhere",
    "“not fit for purpose.” (BBC News)": "elsewhere",
    "BBC News quoted Mr. A. Smith, who said “not fit for purpose”.": "elsewhere",
    "“not fit for purpose” [bbc-2022]": "elsewhere",
    "“not fit for purpose” [echo-2020]": "exact",
    "“not fit for purpose” [bbc:2]": "elsewhere",
    "“not fit for purpose” [echo-2020:3; echo-2020:2]": "exact",
    "“not fit for purpose” [bbc-2022:10; echo-2020:2]": "exact",
    "“not fit for purpose” [RFC:12]": "exact",
    f"[“not fit for purpose”][b]\n\n[b]: {BBC}": "elsewhere",
    f"“not fit for purpose” ({BBC}).": "elsewhere",
    "> [!NOTE]\n> The work was “not fit for purpose”.": "exact",
    "“not fit\\\nfor purpose”": "exact",
}


@pytest.mark.parametrize(("draft", "verdict"), HELD.items())
def test_held_to_what_the_draft_says(texts: ArticleTexts, draft: str, verdict: str) -> None:
    """A quotation is held to the source, address or locator that the draft names for it."""
    assert [one.verdict.kind for one in findings(texts, draft)] == [verdict]


#: What may stand between a source and its quotation without ending the sentence.
ABBREVIATIONS = """
Rev. Smith | Dep. Director Smith | Asst. Director Smith
the Rt. Hon. Smith | Supt. Jones | Det. Sgt. Jones | Cllr. White | Mr. A. Smith
Prof. Green | Lt. Brown | Capt. Brown | J. R. Smith | J.R. Smith | St. Mary’s | 12 Nov. 2022
3 Jan. 2020 | Sept. 2021 | 9 a.m. Monday | No. 7 | Nos. 7 and 8 | p. 12 | pp. 12–14 | Art. 8
s. 47 | the U.K. Government | Acme Inc. Poole | Acme Ltd. Poole | Smith vs. Poole
e.g. Poole | i.e. Poole | etc. Poole | the cmte. chair | late... but
"""


@pytest.mark.parametrize("item", re.split(r" \| |\n", ABBREVIATIONS.strip()))
@pytest.mark.parametrize(
    "draft",
    [
        "BBC News quoted {}, who said “not fit for purpose”.",
        "It was {}, said BBC News, that called it “not fit for purpose”.",
        "It was “not fit for purpose”, {} told BBC News.",
    ],
)
@pytest.mark.parametrize("markdown", [True, False])
def test_a_source_is_not_lost_at_a_full_stop(
    texts: ArticleTexts, item: str, draft: str, markdown: bool
) -> None:
    """The source of a quotation may stand before or after an abbreviation in its sentence."""
    (found,) = findings(texts, draft.format(item), markdown)
    assert (found.held_to, found.verdict.kind) == ("BBC News", "elsewhere")


#: What the sentence of a quotation is, by whether it reaches BBC News.
SENTENCES = {
    "BBC News said no. The work was “not fit for purpose”.": False,
    "BBC News saw it in 2020. The work was “not fit for purpose”.": False,
    "BBC News was there... The work was “not fit for purpose”.": False,
    "“Why?” asked BBC News, and said “not fit for purpose”.": True,
    "“Why?” BBC News asked. It was “not fit for purpose”.": False,
    "Was it “not fit for purpose?” asked BBC News.": True,
    "It was “not fit for purpose.” — BBC News": True,
    "It was “not fit for purpose”. (BBC News)": True,
    "It was “not fit for purpose”. – BBC News": True,
    "It was “not fit for purpose”! BBC News was late.": False,
    "BBC News: “It was so.” It was “not fit for purpose”.": False,
    "BBC News, tel. ext. five, said “not fit for purpose”.": True,
    "As the press (BBC News, pp. 3 f.) has it, “not fit for purpose”.": True,
    "BBC News wrote on 3 Nov.:\n\n> not fit for purpose": True,
    "BBC News wrote. This it was, said Rev. Smith:\n\n> not fit for purpose": False,
    "So BBC News, said Rev. Smith:\n\n> not fit for purpose": True,
}


@pytest.mark.parametrize("draft", SENTENCES)
def test_the_sentence_of_a_quotation(texts: ArticleTexts, draft: str) -> None:
    """A quotation is held to a source that its sentence names, not to those of others."""
    *_, found = findings(texts, draft)  # a short one may go before
    assert (found.held_to == "BBC News") == SENTENCES[draft]


#: A draft and what its quotation is held to.
HELD_TO = {
    # A locator after the quotation goes before one ahead of it, an address, and a source.
    "See bbc-2022:15: “not fit for purpose” [echo-2020:2].": ("echo-2020:2", "exact"),
    "See echo-2020:2: “not fit for purpose” [bbc-2022:15].": ("bbc-2022:15", "elsewhere"),
    "See echo-2020:2: “not fit for purpose”, said the BBC.": ("echo-2020:2", "exact"),
    f"“not fit for purpose” [echo-2020:2], said [BBC News]({BBC}).":
        ("echo-2020:2", "exact"),
    f"The Echo had “not fit for purpose”, or [so]({BBC}).":
        ("bbc-2022", "elsewhere"),
    # Those that are joined are all of them held to, others not.
    "“not fit for purpose” [bbc-2022:1; echo-2020:2]": ("bbc-2022:1, echo-2020:2", "exact"),
    "“not fit for purpose” [bbc-2022:1], and [echo-2020:2]": ("bbc-2022:1", "elsewhere"),
    # The clause of a quotation goes before its sentence.
    "“not fit for purpose”, said the Echo; the BBC knew.": ("Bournemouth Echo", "exact"),
    "The BBC knew; “not fit for purpose”, said the Echo.": ("Bournemouth Echo", "exact"),
    "The BBC knew; “not fit for purpose” it was, said many.": ("BBC News", "elsewhere"),
    "bbc news and the bournemouth echo: “not fit for purpose”": (
        "Bournemouth Echo, BBC News", "exact"),
    # These name no source of ours.
    "The BBCs said “not fit for purpose”.": ("", "exact"),
    "An Echo said “not fit for purpose”.": ("", "exact"),
    "News said “not fit for purpose”.": ("", "exact"),
    # A locator within the quotation marks is none of its words.
    "It was “not fit for purpose [echo-2020:2]”.": ("echo-2020:2", "exact"),
}  # fmt: skip


@pytest.mark.parametrize("draft", HELD_TO)
def test_what_a_quotation_is_held_to(texts: ArticleTexts, draft: str) -> None:
    """What stands nearest to a quotation, and is most precise, is what it is held to."""
    (found,) = findings(texts, draft)
    assert (found.held_to, found.verdict.kind) == HELD_TO[draft]


def test_nothing_but_a_locator_is_no_quotation(texts: ArticleTexts) -> None:
    """There is no verdict on a locator in quotation marks."""
    assert findings(texts, "It was “[my-own-notes-2020:7]”.") == []


@pytest.mark.parametrize(
    ("identifier", "held_to"),
    [("abcdefgxyz", "abcdefgxyz:1"), ("abcdefghixyzv", "")],  # ratios of 0.70 and 0.69
)
def test_a_misspelt_locator(identifier: str, held_to: str) -> None:
    """An unknown id that is like one of ours is held to; another's reference is not."""
    body = "some words that were published here"
    ours = "abcdefghij" if len(identifier) == 10 else "abcdefghiklmn"
    store = samples.held([samples.document(ours, body)])
    (found,) = findings(ArticleTexts(store), f"“words that were published” [{identifier}:1]")
    assert found.held_to == held_to
    assert found.verdict.kind == ("elsewhere" if held_to else "exact")


@pytest.mark.parametrize(("acronym", "held_to"), [("BBC", "BBC News"), ("UN", "")])
def test_an_acronym_names_its_source(acronym: str, held_to: str) -> None:
    """Three capitals name a source alone; two are too common."""
    document = samples.document("a", "some words that were published here")
    source = document.article._replace(source=f"{acronym} News")
    store = samples.held([document.replace(article=source)])
    (found,) = findings(ArticleTexts(store), f"{acronym} said “words that were published”.")
    assert found.held_to == held_to


def test_a_wrong_source_is_told_of_a_wrong_quotation(texts: ArticleTexts) -> None:
    """Where a quotation is altered and its source is wrong, both are said."""
    (found,) = findings(texts, "Community Care had “fewer than 3,000 accepted as referrals”.")
    assert (found.verdict.kind, found.verdict.astray) == ("altered", True)
    line = messages.format_finding(found)
    assert "the draft names Community Care; echo-2020:19" in line
    assert 'not where it is said to stand; number "2,000" became "3,000"' in line
    (over,) = findings(
        texts,
        "“making no steady progress, the child services watchdog has found. Ofsted rated” "
        "[bbc-2022:6]",
    )
    assert (over.verdict.kind, over.verdict.astray) == ("altered", False)
    (right,) = findings(texts, "The Echo had “fewer than 3,000 accepted as referrals”.")
    assert not right.verdict.astray


def test_each_quotation_has_its_own_source(texts: ArticleTexts) -> None:
    """Each clause of a sentence has its own source; a locator goes with what it follows."""
    of_the_bbc, of_the_echo = "“higher than senior leaders would wish”", "“not fit for purpose”"
    drafts = {
        f"The Echo found it {of_the_bbc}, while the BBC found it {of_the_echo}.": 2,
        f"{of_the_echo}, said the BBC; it was also {of_the_bbc}, said the Echo.": 2,
        f"The BBC found it {of_the_bbc}, while the Echo found it {of_the_echo}.": 0,
        "It was “serious and widespread weaknesses” [bbc-2022:10] and “not fit for purpose”.": 0,
    }
    for draft, wrong in drafts.items():
        assert [one.verdict.kind for one in findings(texts, draft)].count("elsewhere") == wrong, (
            draft
        )


def test_a_citation_of_ours_passes(bcpq: Bcpq) -> None:
    """What `cite --quote` prints is found right by `check`, the title with the passage."""
    for style in ("text", "markdown"):
        assert (
            bcpq(
                "check", "-", stdin=bcpq("cite", "bbc-2022:16", "--quote", "--style", style).out
            ).status
            == 0
        )


def test_an_unreadable_draft_loses_no_other(bcpq: Bcpq, tmp_path: Path) -> None:
    """Drafts that can be read are checked; the status says that one could not."""
    (tmp_path / "good.md").write_text("“not fit for purpose”", encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"line\n\xff\n")
    run = bcpq("check", tmp_path / "bad.md", tmp_path / "good.md", tmp_path / "none.md")
    assert run.status == 2
    assert len(run.out.splitlines()) == 1
    assert f"{tmp_path}/bad.md:2: is not UTF-8" in run.err
    assert "none.md: No such file" in run.err


def test_lines_for_editors(bcpq: Bcpq, tmp_path: Path) -> None:
    """Each quotation is a line file:line:column: verdict: ...; a summary goes to stderr."""
    draft = tmp_path / "draft.md"
    draft.write_text(
        "First “not fit for purpose”.\n\nThen “fewer than 3,000 accepted as referrals”.\n",
        encoding="utf-8",
    )
    run = bcpq("check", draft)
    assert run.status == 1
    assert run.out.splitlines() == [
        f"{draft}:1:8: exact: echo-2020:2, Bournemouth Echo · 27 Nov – 1 Dec 2020 (inferred)",
        f'{draft}:3:7: altered: "fewer than 3,000 accepted as referrals": echo-2020:19, '
        'Bournemouth Echo · 27 Nov – 1 Dec 2020 (inferred); number "2,000" became "3,000"; '
        "fewer than [-2,000-] {+3,000+} accepted as referrals.",
    ]
    assert run.err == "bcpq: 2 quotations: 1 exact, 1 altered\n"


def test_a_right_draft_and_one_without_quotations(bcpq: Bcpq) -> None:
    """Nothing to complain of is 0."""
    assert bcpq("check", "-", stdin="“not fit for purpose”").status == 0
    empty = bcpq("check", "-", stdin="No quotation here.")
    assert (empty.status, empty.out) == (0, "")
    assert "0 quotations" in empty.err


def test_front_matter_and_tables(texts: ArticleTexts) -> None:
    """Front matter is passed over; a byte order mark, CR line ends and a table change no column."""
    for end in ("\n", "\r\n", "\r"):
        text = '---\ntitle: "one two three four five"\n---\nOn “not fit for purpose”.\n'.replace(
            "\n", end
        )
        assert [(one.line, one.column) for one in findings(texts, text)] == [(4, 5)]
    (one,) = findings(texts, "x\ry “not fit for purpose”", False)
    assert (one.line, one.column) == (2, 4)


def test_what_is_loaded(cache: Path) -> None:
    """A draft loads no nltk, and an exact quotation neither that nor rapidfuzz."""
    loaded(cache, "verify", "perfunctory")  # makes the index, if need be
    drafts = [str(DRAFTS / "feature.md"), str(DRAFTS / "notes.txt")]
    assert "nltk" not in loaded(cache, "check", *drafts)
    heavy = {"nltk", "rapidfuzz", "bcpq.evidence.diff", "bcpq.evidence.elision", "markdown_it"}
    assert not heavy & loaded(cache, "verify", "not fit for purpose")


def test_a_quotation_without_end(bcpq: Bcpq) -> None:
    """A quotation that is too long to be compared is told of, and the others are judged."""
    draft = f"He said “{'word ' * 10_001}end”. It was “not fit for purpose”."
    checked = bcpq("check", "-", stdin=draft)
    assert checked.status == 1
    first, second = checked.out.splitlines()
    assert "unchecked" in first
    assert "too long to compare" in first
    assert ": exact: echo-2020:2" in second
