"""Quotations and their verdicts: a table read by people, and laws that hold for every text."""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bcpq.errors import QueryError
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import Attribution, LocatorSpan, attribute, verify
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import ACCEPTED, Verdict
from bcpq.query.filters import Filters, admits
from bcpq.text.typography import is_inside_word, words
from tests import samples
from tests.conftest import Bcpq
from tests.text.test_typography import FORMAT_CHARACTERS

#: The line of the table whose verdict is another, though the quotation is refused, too: of its six
#: words, which begin within a number, only two stop words and one other are left.
KNOWN = {",000 contacts with fewer than 2"}


class Case(NamedTuple):
    """A line of the table."""

    places: tuple[str, ...]
    change: str
    verdict: str
    source: str
    quotation: str


def table() -> Iterator[Case]:
    """Read the table of quotations."""
    places: tuple[str, ...] = ()
    for line in (samples.CASES / "quotations.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("  "):
            change, verdict, source, quotation = (part.strip(" ") for part in line.split("|", 3))
            yield Case(places, change, verdict, source, quotation.replace("<nbsp>", "\u00a0"))
        elif not line.startswith("#"):
            places = tuple(line.split())


TABLE = list(table())


@pytest.fixture(scope="module")
def texts(five: SqliteStore) -> ArticleTexts:
    """Give the five articles, read once."""
    return ArticleTexts(five)


def verify_case(texts: ArticleTexts, case: Case) -> Verdict:
    """Verify the quotation of a case."""
    filters = Filters(articles=[case.source] if case.source else [])
    return verify(texts, case.quotation, attribute(texts.store, filters))


def test_the_table_is_large() -> None:
    """At least sixty real quotations of all five articles are varied in every way."""
    real = {case.quotation for case in TABLE if case.change == "exact"}
    assert len(real) >= 60
    assert {place.split(":")[0] for case in TABLE for place in case.places} == {
        *samples.IDS,
        "nowhere",
    }
    counts = [case.change for case in TABLE]
    for change in (
        "straight",
        "nbsp",
        "digit",
        "not-dropped",
        "not-added",
        "word",
        "stitched",
        "elided",
        "reordered",
    ):
        assert counts.count(change) >= 16
    assert counts.count("wrong-article") >= 20
    assert counts.count("invented") >= 30


def test_the_manual_counts_the_table() -> None:
    """The manual names how many quotations there are, are real, and have their verdict."""
    page = samples.CORPUS.parent / "bcpq" / "manual" / "quality.md"
    text = " ".join(page.read_text(encoding="utf-8").split())
    real = sum(case.change == "exact" for case in TABLE)
    assert f"holds {len(TABLE)} quotations, {real} real ones" in text
    assert f"is the table's in {len(TABLE) - len(KNOWN)}." in text


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{'+'.join(case.places)}-{case.change}")
def test_verdict(texts: ArticleTexts, case: Case) -> None:
    """A quotation gets the verdict that a careful sub-editor gave it, and its real place."""
    found = verify_case(texts, case)
    assert (found.kind in ACCEPTED) == (case.verdict in ACCEPTED)
    if case.quotation in KNOWN:
        assert found.kind != case.verdict
        return
    assert found.kind == case.verdict
    if case.verdict in ("exact", "typographic", "elided", "elsewhere"):
        assert found.locators == case.places
    assert all(place.text in place.paragraph.text for place in found.places)


@pytest.mark.parametrize(
    ("quotation", "called"),
    [
        ("fewer than 3,000 accepted as referrals", 'number "2,000" became "3,000"'),
        ("Thresholds for intervention are applied consistently", 'negation "not" became ""'),
        (
            "was not sufficiently child-focused and did take account of all the issues",
            'negation "not" became ""',
        ),
        (
            "leads to consistent decision-making in child protection",
            'negation "inconsistent" became "consistent"',
        ),
        ("Lead inspector, Neil Penrose says in his letter", 'name "Penswick" became "Penrose"'),
        (
            "an increased budget of more than £2million between 2021",
            'number "£20million" became "£2million"',
        ),
        (
            'making never "steady progress", the child services watchdog',
            'negation "" became "never"',
        ),
        ("We have a clear plan for progress, we know where", ""),
        ("We have a clear plan for improvement we know where", ""),
    ],
)
def test_what_matters_most_is_named(texts: ArticleTexts, quotation: str, called: str) -> None:
    """A changed number, negation or name is called out by name; another word is only shown."""
    verdict = verify(texts, quotation)
    assert verdict.kind == "altered"
    assert (
        "; ".join(f'{c.kind} "{c.published}" became "{c.quoted}"' for c in verdict.changes)
        == called
    )
    assert {edit.side for edit in verdict.edits} > {"same"}


#: What is refused, and the edits and call-outs that a reader sees: no word that is the same is
#: shown as changed.
SHOWN: dict[str, tuple[list[str], list[str]]] = {
    "But Ofsted rated children’s services at BCP Council inadequate": (["But"], []),
    "x not fit for purpose": (["x"], []),
    "I think we should get at most requires improvement": (["least", "most"], []),
    "Drift and delay in achieving permanence were evident in the experience of all of them": (
        ["almost", "children in", "of them"], []),
    "saw the state of children's services back when that happened": (
        ["[the inadequate report]"], []),
}  # fmt: skip


@pytest.mark.parametrize("quotation", SHOWN)
def test_edits_show_what_differs(texts: ArticleTexts, quotation: str) -> None:
    """Only what differs is shown as changed, and nothing beside it is named."""
    verdict = verify(texts, quotation)
    edits, changes = SHOWN[quotation]
    assert verdict.kind == "altered"
    assert [edit.text for edit in verdict.edits if edit.side != "same"] == edits
    assert [change.kind for change in verdict.changes] == changes


def test_a_quotation_without_end(texts: ArticleTexts) -> None:
    """A quotation of more words than anyone quotes is refused, rather than compared for minutes."""
    with pytest.raises(QueryError, match="more than 10,000 words: verify it in parts"):
        verify(texts, "staff " * 10_001)


def test_a_number_at_the_end_is_shown_with_what_it_was() -> None:
    """A number that ends a quotation is shown beside the one that was published."""
    store = samples.store("The number of referrals has fallen by a quarter since then.")
    verdict = verify(ArticleTexts(store), "The number of referrals has fallen by a third")
    assert [(change.kind, change.published, change.quoted) for change in verdict.changes] == [
        ("number", "quarter", "third")
    ]


def test_quotation_marks_within(texts: ArticleTexts) -> None:
    """Quotation marks within a quotation are typography; so is a mark typed for an apostrophe."""
    for quotation in (
        "at risk of harm was not fit for purpose",
        "That`s what we want",
        "That′s what we want",
    ):
        verdict = verify(texts, quotation)
        assert verdict.kind == "typographic"


def test_edits_are_both_texts(texts: ArticleTexts) -> None:
    """The same and the published words make the real text; with the quoted, the quotation."""
    quotation = (
        "Thresholds for intervention are always applied, and the oversight of managers is too "
        "variable"
    )
    verdict = verify(texts, quotation)
    sides = {
        side: " ".join(edit.text for edit in verdict.edits if edit.side in ("same", side))
        for side in ("published", "quoted")
    }
    assert sides["published"].startswith(
        "Thresholds for intervention are not applied consistently, and the oversight"
    )
    assert sides["quoted"] == quotation


def test_the_sentence_around_is_given(texts: ArticleTexts) -> None:
    """A clause that a quotation cut off is seen."""
    verdict = verify(texts, 'Poole are making "steady progress"')
    (place,) = verdict.places
    assert place.paragraph.text[slice(*place.sentence)].endswith(
        "the child services watchdog has found."
    )


def test_short(texts: ArticleTexts) -> None:
    """Fewer than four words are answered, but marked."""
    quotations = ("perfunctory", "not fit for", "not fit for purpose")
    assert [verify(texts, quotation).short for quotation in quotations] == [True, True, False]


@pytest.mark.parametrize("quotation", ["", " ", "…", "“”", "—"])
def test_no_word(texts: ArticleTexts, quotation: str) -> None:
    """There is no verdict on a quotation without a word."""
    with pytest.raises(QueryError, match="has no word in it, so there is no verdict") as raised:
        verify(texts, quotation)
    assert raised.value.code == "quotation-empty"


def test_titles_headings_and_pull_quotes() -> None:
    """They are found, also a title that no line of the article has; page furniture is not."""
    lines = ("## The heading of this", "A sentence that goes on.", "Pulled out of it all")
    text = "\n".join([*lines, "Read the rules here"])
    document = samples.document("a", text, title="A title of its own")
    roles = {**document.roles, 3: "pullquote", 4: "furniture"}
    texts = ArticleTexts(samples.held([document.replace(roles=roles)]))
    kinds = {"The heading of this": "a:1", "Pulled out of it all": "a:3", "A title of its own": "a"}
    for quotation, locator in kinds.items():
        verdict = verify(texts, quotation)
        assert (verdict.kind, verdict.locators) == ("exact", (locator,))
    furniture = verify(texts, "Read the rules here")
    assert furniture
    assert furniture.kind == "absent"


def test_a_text_that_stands_twice() -> None:
    """The passage is named rather than the heading over it, and exact before typographic."""
    texts = ArticleTexts(
        samples.store(
            "# It's the same words again\nit’s the same words again\nIt's the same words again"
        )
    )
    assert [
        v.locators
        for q in ("It's the same words again", "it’s the same words")
        if (v := verify(texts, q))
    ] == [
        ("a0:3",),
        ("a0:2",),
    ]


@pytest.mark.parametrize(("gap", "kind"), [(5, "elided"), (100, "elided"), (200, "stitched")])
def test_near(gap: int, kind: str) -> None:
    """Pieces with more between them than two long paragraphs are not one quotation."""
    body = (
        "The first part of it stands here\n" + "word " * gap + "\nand the second part of it there"
    )
    verdict = verify(
        ArticleTexts(samples.store(body)), "The first part of it … the second part of it"
    )
    assert verdict.kind == kind


def test_the_number_of_an_item(texts: ArticleTexts) -> None:
    """The number of an item of a list is not quoted by itself; with its words, it is."""
    assert verify(texts, "5").kind != "exact"
    assert verify(texts, "5) The screening process").kind == "exact"


def test_attributed_to_a_paragraph(texts: ArticleTexts) -> None:
    """A quotation that stands in the right article but in another paragraph is elsewhere."""
    wanted = {
        LocatorSpan(article="bbc-2022", first=first, last=last): kind
        for first, last, kind in [(15, 15, "exact"), (14, 16, "exact"), (16, 17, "elsewhere")]
    }
    lets_through = partial(admits, Filters(articles=("bbc-2022",)))
    for span, kind in wanted.items():
        quotation = "delays in protecting vulnerable children"
        verdict = verify(texts, quotation, Attribution(admits=lets_through, spans=(span,)))
        assert (verdict.kind, verdict.locators) == (kind, ("bbc-2022:15",))


@pytest.mark.parametrize(
    ("source", "kind"), [("b", "exact"), ("bourne", "exact"), ("BOURNEMOUTH ECHO", "exact"),
                         ("bbc", "elsewhere"), ("c", "elsewhere")],
)  # fmt: skip
def test_attributed_to_a_source(texts: ArticleTexts, source: str, kind: str) -> None:
    """A source is named by the beginning of its name: a `c` in `Echo` does not count."""
    attribution = attribute(texts.store, Filters(sources=[source]))
    assert verify(texts, "not fit for purpose", attribution).kind == kind


def test_attributed_to_a_source_that_is_not_there(texts: ArticleTexts) -> None:
    """A name within a source's name is none."""
    with pytest.raises(QueryError, match="no source begins with 'echo'") as raised:
        attribute(texts.store, Filters(sources=["echo"]))
    assert raised.value.code == "source-unknown"


def test_nothing_asked_for_is_no_attribution(texts: ArticleTexts) -> None:
    """Without filters, a quotation may stand anywhere."""
    assert attribute(texts.store, Filters()) == Attribution()


def test_only_possibly_of_the_dates(texts: ArticleTexts) -> None:
    """A verdict says where the date of the article only overlaps the dates asked for."""
    for since, possible in (("2022-11-15", True), ("2022-11-01", False)):
        attribution = attribute(texts.store, Filters(since=since))
        verdict = verify(texts, "steady progress", attribution)
        assert (verdict.kind, verdict.possible) == ("exact", possible)


@pytest.mark.parametrize(
    ("source", "astray"), [("Community", True), ("Bournemouth", False), ("B", False)]
)
def test_an_altered_quotation_astray(texts: ArticleTexts, source: str, astray: bool) -> None:
    """What was altered, or stitched, and stands where it should not says both."""
    attribution = attribute(texts.store, Filters(sources=[source]))
    verdict = verify(texts, "fewer than 3,000 accepted as referrals", attribution)
    assert (verdict.kind, verdict.astray) == ("altered", astray)


def test_elided_here_goes_before_exact_elsewhere() -> None:
    """A quotation is read with words put in where that makes it stand where it should."""
    store = samples.store("one two [sic] three four five", "one two three four five")
    quotation = "one two [sic] three four"
    for article, kind in (("a0", "exact"), ("a1", "elided")):
        attribution = attribute(store, Filters(articles=[article]))
        verdict = verify(ArticleTexts(store), quotation, attribution)
        assert (verdict.kind, verdict.locators) == (kind, (f"{article}:1",))


@given(samples.bodies, st.data())
def test_every_slice_is_exact(body: str, data: st.DataObject) -> None:
    """Any slice of a paragraph from word boundary to word boundary is exact, whatever it holds."""
    store = samples.store(body)
    rows = [passage.text for passage in samples.passages(store)]
    assume(rows)
    text = data.draw(st.sampled_from(rows))
    found = words(text)
    assume(found)
    first = data.draw(st.integers(0, min(len(found) - 1, 30)))
    last = data.draw(st.integers(first, min(len(found) - 1, first + 30)))
    start, end = found[first].start, found[last].end
    assume(not is_inside_word(text, start) and not is_inside_word(text, end))
    verdict = verify(ArticleTexts(store), text[start:end])
    assert verdict.kind == "exact"
    assert any(text[start:end] in place.paragraph.text for place in verdict.places)


PASSAGES = [
    passage for passage in samples.passages(samples.five()) if len(passage.text.split()) >= 6
]
_SWAPS = ["not", "no", "children", "2021", "50", "Ofsted", "serious", "very", "the", "0"]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Insert, delete or swap a word, or a digit, of a real quotation."""
    text = draw(st.sampled_from(PASSAGES)).text
    chunks = text.split(" ")
    size = draw(st.integers(4, min(20, len(chunks))))
    start = draw(st.integers(0, len(chunks) - size))
    chunks = chunks[start : start + size]
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(chunks) - 1))
        match draw(st.sampled_from(["insert", "delete", "swap", "exchange", "digit"])):
            case "insert":
                chunks.insert(at, draw(st.sampled_from(_SWAPS)))
            case "delete" if len(chunks) > 2:
                del chunks[at]
            case "swap":
                chunks[at] = draw(st.sampled_from(_SWAPS))
            case "exchange" if at:
                chunks[at - 1], chunks[at] = chunks[at], chunks[at - 1]
            case _:
                chunks[at] = re.sub(r"\d", draw(st.sampled_from("0123456789")), chunks[at], count=1)
    return " ".join(chunks)


#: Every article's words from first to last, as plain as can be: an independent reading of the
#: files.
def _plain(text: str) -> str:
    text = re.sub("[’‘'“”\"]", "'", text.replace("\u00a0", " ").casefold())
    return " " + " ".join(re.findall(r"[^\W_]+", text)) + " "


_ARTICLES = [
    _plain((samples.CORPUS / f"{name}.md").read_bytes().decode().split("\n---\n", 1)[1])
    for name in samples.IDS
]
_TEXTS = ArticleTexts(samples.five())


@given(mutations())
def test_nothing_else_is_accepted(quotation: str) -> None:
    """No mutation whose words are no run of words of an article is exact or typographic."""
    verdict = verify(_TEXTS, quotation)
    if not any(_plain(quotation) in article for article in _ARTICLES):
        assert verdict.kind not in ("exact", "typographic")


@given(st.data())
def test_typography_alone_changes_no_acceptance(data: st.DataObject) -> None:
    """A real sentence stays accepted with other quotation marks, dashes and spaces."""
    text = data.draw(st.sampled_from(PASSAGES)).text
    pairs = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "—", " ": "\u00a0", "...": "…"}
    for old, new in pairs.items():
        if data.draw(st.booleans()):
            text = text.replace(old, new)
    verdict = verify(_TEXTS, text)
    assert verdict.kind in ("exact", "typographic")


@given(st.data())
def test_format_characters_change_no_acceptance(data: st.DataObject) -> None:
    """A real sentence stays accepted with characters put in that nobody sees."""
    text = data.draw(st.sampled_from(PASSAGES)).text
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(FORMAT_CHARACTERS)) + text[at:]
    assert verify(_TEXTS, text).accepted


@given(mutations())
def test_what_is_altered_differs_somewhere(quotation: str) -> None:
    """An altered quotation shows a difference."""
    verdict = verify(_TEXTS, quotation)
    assert verdict.kind != "altered" or {edit.side for edit in verdict.edits} > {"same"}


#: What is accepted though it is written otherwise, and what is not; all in which it differs.
WRITTEN = {
    "Thresholds for intervention are *not* applied consistently": ("typographic", ()),
    "We have already made progress / and the quality of our social work": ("typographic", ()),
    "achieving perma-\nnence were evident in the experience": ("typographic", ()),
    "achieving perma nence were evident in the experience": ("altered", ()),
    "a budget of more than £20 million between 2021": ("altered", ()),
    "budget of more than £20 million between 2021": ("typographic", ("separator",)),
    "the service received 8 000 contacts with fewer": ("typographic", ("separator",)),
    "the service received 8000 contacts with fewer": ("altered", ("separator",)),
    "was not sufficiently child focused and did not": ("altered", ("hyphen",)),
    "thresholds for intervention are not applied": ("typographic", ("case",)),
    "Thresholds for intervention are NOT applied": ("altered", ("case",)),
    "Thresholds for intervention аre not applied": ("altered", ()),
    "Thresholds for intervention are \u202enot\u202c applied consistently": ("altered", ()),
    "That&rsquo;s what we want for the children": ("typographic", ()),
}


@pytest.mark.parametrize("quotation", WRITTEN)
def test_written_otherwise(texts: ArticleTexts, quotation: str) -> None:
    """Signs that are not part of it make no difference; spelling alone is said to be that."""
    verdict = verify(texts, quotation)
    assert (verdict.kind, verdict.differs_only_in) == WRITTEN[quotation]


def test_the_published_word_at_an_end_is_shown(texts: ArticleTexts) -> None:
    """However unlike it is, the reader sees what was published."""
    verdict = verify(texts, "higher than senior leaders would want")
    assert [(edit.side, edit.text) for edit in verdict.edits[1:]] == [
        ("published", "wish"),
        ("quoted", "want"),
    ]


def test_in_a_pipe(bcpq: Bcpq) -> None:
    """A quotation is a line of five columns; what they do not say goes to stderr."""
    right = bcpq("verify", "not fit for purpose", "“steady progress”, the child services watchdog")
    assert right.status == 0
    assert [line.split("\t")[:2] for line in right.out.splitlines()] == [
        ["exact", "echo-2020:2"],
        ["typographic", "bbc-2022:6"],
    ]
    assert right.err == ""
    wrong = bcpq("verify", "--in", "bbc-2022", "not fit for purpose", "every child was safe then")
    assert wrong.status == 1
    assert wrong.out.splitlines()[0] == (
        "elsewhere\techo-2020:2\t[2020-11-27..2020-12-01]\tBournemouth Echo\tnot fit for purpose\t"
    )
    assert wrong.out.splitlines()[1] == "absent\t\t\t\t\t"
    assert "not where it is said to stand" in wrong.err.splitlines()[0]


def test_words_without_quotation_marks_are_one_quotation(bcpq: Bcpq) -> None:
    """A shell hands over unquoted words one by one: each alone would be found."""
    assert bcpq("verify", "not", "fit", "for", "purpose").out.startswith("exact\techo-2020:2\t")
    assert bcpq("verify", "fit", "not", "for", "purpose").status == 1


def test_lines_of_stdin(bcpq: Bcpq) -> None:
    """Each line of stdin that is not blank is a quotation."""
    run = bcpq("verify", stdin="not fit for purpose\r\n\r\n“accepts and regrets”\n")
    assert [line.split("\t")[1] for line in run.out.splitlines()] == ["echo-2020:2", "echo-2020:3"]


def test_as_json(bcpq: Bcpq) -> None:
    """A verdict has its places with their sentences, what differs, and what matters most."""
    run = bcpq("verify", "fewer than 3,000 accepted", "not fit for purpose", "--format", "json")
    document = json.loads(run.out)
    assert document["accepted"] is False
    altered, exact = document["verdicts"]
    assert altered["changes"] == [{"kind": "number", "published": "2,000", "quoted": "3,000"}]
    assert [edit["side"] for edit in altered["edits"]] == ["same", "published", "quoted", "same"]
    (place,) = exact["places"]
    assert place["passage"][slice(*place["range"])] == place["text"] == "not fit for purpose"
    assert place["sentence"].startswith("The scathing report said work to identify youngsters")
    assert [
        json.loads(line)["verdict"]
        for line in bcpq("verify", "a b c d", "--format", "jsonl").out.splitlines()
    ]


def test_on_a_terminal(bcpq: Bcpq) -> None:
    """The sentence around is shown, with the label; nearest ones are told from the quotation."""
    out = bcpq("verify", "every child was safe then", "--format", "text").out
    assert out.startswith("absent  every child was safe then\n   Closest, but not the quotation:\n")
    assert (
        "The scathing report said" in bcpq("verify", "not fit for purpose", "--format", "text").out
    )


def test_only_possible(bcpq: Bcpq) -> None:
    """A quotation from an article that may lie outside the dates given says so."""
    run = bcpq("verify", "steady progress", "--since", "2022-11-15", "--format", "json")
    (verdict,) = json.loads(run.out)["verdicts"]
    assert (verdict["verdict"], verdict["possible"]) == ("exact", True)
