"""Provenance: what is stated, what is only inferred, and what is not believed at all."""

import time

import pytest

from bcpq.formats.extraction import Extraction, StatedDate, SuggestedDate
from bcpq.importing.provenance import UNKNOWN, establish, keep_provenance
from tests import samples


def extraction(
    *, site_name: str | None = None, dates: tuple[tuple[str, str], ...] = (),
    suggested: str | None = None, addresses: tuple[str, ...] = (),
) -> Extraction:  # fmt: skip
    """Make what a page says of itself."""
    return Extraction(
        paragraphs=("Text.",),
        site_name=site_name,
        stated_dates=tuple(StatedDate(name=name, value=value) for name, value in dates),
        suggested_date=SuggestedDate(day=suggested, basis="a guess") if suggested else None,
        own_addresses=addresses,
    )


TODAY = time.strftime("%Y-%m-%d", time.gmtime())
#: What a page states, and the date and the name that are believed.
STATED: dict[tuple[tuple[str, str], ...], tuple[str, str] | None] = {
    (("date", "2024-05-02T09:00:00Z"),): ("2024-05-02", "date"),
    (("DATE", " 2024-05-02"),): ("2024-05-02", "date"),
    (("datepublished", "2024-05-02"),): ("2024-05-02", "datePublished"),
    (("date", "2024-05-02"), ("article:published_time", "2024-05-03")): (
        "2024-05-03", "article:published_time",
    ),
    (("date", "2024-05-02"), ("date", "2024-05-03")): ("2024-05-02", "date"),
    (("date", "soon"), ("date", "2024-05-03")): ("2024-05-03", "date"),
    (("article:modified_time", "2024-05-02"),): None,
    (("date", "2024-05"),): None,
    (("date", "on 2024-05-02"),): None,
    (("date", "0001-01-01T00:00:00Z"),): None,
    (("date", "1900-01-01"),): None,
    (("date", "1900-01-02"),): ("1900-01-02", "date"),
    (("date", "2021-02-31"),): None,
    (("date", TODAY),): (TODAY, "date"),
    (("date", "2999-01-01"),): None,
}  # fmt: skip


@pytest.mark.parametrize("statements", STATED)
def test_stated_dates(statements: tuple[tuple[str, str], ...]) -> None:
    """Of the names of dates the first of the list is believed; a day that cannot be is not."""
    provenance = establish(extraction(dates=statements), None)
    expected = STATED[statements]
    if expected is None:
        assert (provenance.published, provenance.basis) == (None, None)
    else:
        day, name = expected
        assert provenance.published == day
        assert provenance.basis == f"stated: the page's own metadata ({name})"


def test_a_stated_date_beats_a_suggested_one() -> None:
    """A date that is only found is inferred, and taken only where none is stated."""
    both = extraction(dates=(("date", "2024-05-02"),), suggested="2024-05-03")
    assert establish(both, None).published == "2024-05-02"
    provenance = establish(extraction(suggested="2024-05-03"), None)
    assert (provenance.published, provenance.basis) == ("2024-05-03?", "inferred: a guess")


@pytest.mark.parametrize("day", ["2024-99-99", "2999-01-01", "1900-01-01"])
def test_a_suggested_day_that_cannot_be(day: str) -> None:
    """A day that is none, or is to come, is not even suggested."""
    provenance = establish(extraction(suggested=day), None)
    assert (provenance.published, provenance.basis) == (None, None)


ADDRESS = "https://www.Gazette.org:8080/news/1"
#: What a page calls its site, where it was found, and the source.
SOURCES = {
    ("Dorset Gazette", ADDRESS): "Dorset Gazette",
    ("gazette.org", ADDRESS): None,
    ("GAZETTE.org:8080", ADDRESS): None,
    ("gazette.org", None): "gazette.org",
    ("other.org", ADDRESS): "other.org",
    ("", ADDRESS): None,
    (None, ADDRESS): None,
}


@pytest.mark.parametrize("case", SOURCES)
def test_sources(case: tuple[str | None, str | None]) -> None:
    """The source is the name of the site, but not one that is only the name of its host."""
    site_name, address = case
    assert establish(extraction(site_name=site_name), address).source == SOURCES[case]


#: What a page gives as its own address, and what is taken for it.
ADDRESSES = {
    ("https://x.org/news/1",): "https://x.org/news/1",
    ("HTTPS://x.org/news/1",): "HTTPS://x.org/news/1",
    ("/news/1", "https://x.org/2"): "https://x.org/2",
    ("https://x.org/1", "https://x.org/2"): "https://x.org/1",
    ("https://x.org/",): None,
    ("https://x.org",): None,
    ("ftp://x.org/1",): None,
    ("https://x.org/a b",): None,
    (): None,
}


@pytest.mark.parametrize("addresses", ADDRESSES)
def test_addresses(addresses: tuple[str, ...]) -> None:
    """A page's own address is the first that is one of a page, not of a whole site."""
    page = extraction(addresses=addresses)
    assert establish(page, None).address == ADDRESSES[addresses]
    assert establish(page, "https://mirror.org/1").address == "https://mirror.org/1"


def test_an_article_keeps_its_provenance() -> None:
    """What is an article already is from where it says; no date is a known absence."""
    article = samples.document("x", "Text.", published="2022-11?").article
    kept = keep_provenance(article._replace(url="https://x.org/1", note="A note."))
    assert (kept.source, kept.published, kept.basis) == ("Paper", "2022-11?", None)
    assert (kept.address, kept.note) == ("https://x.org/1", "A note.")
    assert keep_provenance(article._replace(published=None)).published == UNKNOWN
