"""Words left out, and words put in by whoever quotes: honest, or not."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import verify
from bcpq.index.sqlite.store import SqliteStore
from bcpq.text.typography import words
from tests import samples

#: A quotation, its verdict, and what it is called out for.
CASES = {
    "Thresholds for intervention are not applied … and the oversight of managers": ("elided", ""),
    "Thresholds for intervention are … applied consistently": ("altered", "negation 'not' -> ''"),
    "Thresholds for intervention are [now] applied consistently": (
        "altered",
        "negation 'not' -> ''",
    ),
    "Thresholds for intervention are no[w] applied consistently": (
        "altered",
        "negation 'not' -> ''",
    ),
    "These have [...] been in place for long enough to have identifiable impacts": (
        "altered",
        "negation 'not' -> ''",
    ),
    "many of these were children at [no] risk of harm": ("altered", "negation '' -> 'no'"),
    "[9,000] contacts with fewer than 2,000 accepted": ("altered", "number '' -> '9,000'"),
    "the service received [18,000] contacts": ("altered", "number '8,000' -> '18,000'"),
    "8,000 contacts with [...] 2,000 accepted as referrals": (
        "altered",
        "hedge 'fewer' -> ''; hedge 'than' -> ''; number 'fewer than 2,000' -> '2,000'",
    ),
    "Workloads are [un]highly variable": ("altered", "negation 'highly' -> 'unhighly'"),
    "Workloads are highly variabl[y], with low case numbers": ("elided", ""),
    "Ofsted [has] heavily criticis[ed] bosses": ("elided", ""),
    "Ofsted [did not] rate[d] children's services": ("altered", "negation '' -> 'not'"),
    "[T]he quality of social work": ("typographic", ""),
    "... steady progress ...": ("elided", ""),
    "... the quality of social work ...": (
        "altered",
        "negation 'inconsistent' -> ''; negation 'failings' -> ''",
    ),
    "were [sic] fit for purpose": ("altered", "negation 'not' -> ''"),
    "the council has […] ‘credible plan’": ("elided", ""),
}


@pytest.mark.parametrize("quotation", CASES)
def test_left_out_and_put_in(five: SqliteStore, quotation: str) -> None:
    """What turns the sense is refused and named, whatever signs stand around it."""
    verdict = verify(ArticleTexts(five), quotation)
    called = "; ".join(f"{c.kind} {c.published!r} -> {c.quoted!r}" for c in verdict.changes)
    kind, wanted = CASES[quotation]
    assert (verdict.kind, called) == (kind, wanted)


def read_cases() -> list[tuple[str, str, str, str]]:
    """Read the table of elisions: a paragraph, a verdict, a quotation of it, the words named."""
    cases: list[tuple[str, str, str, str]] = []
    paragraph = ""
    for line in (samples.CASES / "elisions.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            kind, quotation, named = (cell.strip() for cell in line.split("|"))
            cases.append((paragraph, kind, quotation, named))
        elif line and not line.startswith("#"):
            paragraph = line
    return cases


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case[2])
def test_case(case: tuple[str, str, str, str]) -> None:
    """Each quotation of the table has its verdict, and what turns the sense is named."""
    paragraph, kind, quotation, named = case
    verdict = verify(ArticleTexts(samples.store(paragraph)), quotation)
    told = " ".join(f"{change.published} {change.quoted}" for change in verdict.changes)
    assert (verdict.kind, named in told or told) == (kind, True)


def test_words_strung_together_are_no_quotation(five: SqliteStore) -> None:
    """Single words between dots can be found in any article."""
    verdict = verify(ArticleTexts(five), "Ofsted … said … the … of … and")
    assert verdict.kind == "stitched"


def test_every_chain_is_tried() -> None:
    """A piece that stands twice is taken where the rest can follow."""
    gap = "word " * 100
    body = f"alpha one two. beta gamma delta. {gap} beta gamma delta. {gap} omega psi chi."
    verdict = verify(
        ArticleTexts(samples.store(body)), "alpha one two … beta gamma delta … omega psi chi"
    )
    assert verdict.kind == "elided"


def test_the_tightest_chain_is_shown() -> None:
    """Of several places, the one where the pieces stand closest is meant."""
    body = "they were it once\nfit for purpose\nthey were, as was said, really fit for purpose"
    verdict = verify(ArticleTexts(samples.store(body)), "they were […] really fit for purpose")
    assert verdict.locators == ("a0:3",)


#: Sentences with all that an elision is judged by, as one article.
ARTICLE = """The council said the plan, which nobody had read, was clear and lawful in 2019.
“We will not close any homes,” said Ann Lee, who runs the service. “They may yet fail some.”
Ofsted found that most of the teams, but not all, lacked staff, and that the rest were doing well.
He denied it. It is, he said, almost certain that fewer than 50 homes in Poole will stay open."""


@st.composite
def elided(draw: st.DrawFn) -> str:
    """Cut a few runs of words out of the article, with dots or words in brackets in their place."""
    spans = [*re.finditer(r"\S+", ARTICLE)]
    count = draw(st.integers(2, 4))
    ends = sorted(
        draw(
            st.lists(
                st.integers(0, len(spans)), min_size=2 * count, max_size=2 * count, unique=True
            )
        )
    )
    joints = st.sampled_from([" … ", " [...] ", " [the] ", " [he] ", " [all] ", " [sic] ", "[1] "])
    pieces = [
        ARTICLE[spans[first].start() : spans[end - 1].end()].replace("\n", " ")
        for first, end in zip(ends[::2], ends[1::2], strict=True)
    ]
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw(joints) + piece
    return text


@given(elided())
@settings(deadline=None)
def test_what_is_accepted_stands_in_order(quotation: str) -> None:
    """The words of an accepted quotation, but for those in brackets, are words of the article in
    their order.
    """
    verdict = verify(ArticleTexts(samples.store(ARTICLE)), quotation)
    if verdict.accepted:
        published = iter([word.key for word in words(ARTICLE)])
        plain = re.sub(r"\[[^\]]*\]", " ", quotation)
        assert all(word.key in published for word in words(plain))


@given(elided())
@settings(deadline=None)
def test_what_is_shown_gives_the_article(quotation: str) -> None:
    """What is the same, and what is shown as published, make up the article's own words."""
    verdict = verify(ArticleTexts(samples.store(ARTICLE)), quotation)
    if verdict.kind in ("elided", "edited"):
        whole = " ".join(edit.text for edit in verdict.edits if edit.side != "quoted")
        keys = [word.key for word in words(whole)]
        line = f" {' '.join(word.key for word in words(ARTICLE))} "
        assert f" {' '.join(keys)} " in line
        quoted = " ".join(edit.text for edit in verdict.edits if edit.side != "published")
        assert [word.key for word in words(quoted)] == [word.key for word in words(quotation)]
    if verdict.kind == "altered":
        assert any(edit.side != "same" for edit in verdict.edits)
