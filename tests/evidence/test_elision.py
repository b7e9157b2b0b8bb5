"""Words left out, and words put in by whoever quotes: honest, or not."""

import pytest

from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import verify
from bcpq.index.sqlite.store import SqliteStore
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
    "... the quality of social work ...": ("elided", ""),
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
