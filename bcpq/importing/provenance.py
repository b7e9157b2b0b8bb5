"""The provenance of an article: its source, date and address, and how each of them is known.

A page's own statement is stated; what a program finds is inferred, and says from what.
"""

import re
import time
from collections.abc import Iterable
from typing import NamedTuple

from bcpq.formats.extraction import Extraction, StatedDate
from bcpq.model import Article
from bcpq.text.dates import parse_bound

#: The date of an article that is known to have none.
UNKNOWN = "unknown"

#: The names under which pages state when they were published, in the order in which they are
#: believed: Open Graph, schema.org, Dublin Core, then what publishers and their tools made up.
_DATE_NAMES = (
    "article:published_time", "datePublished", "og:published_time", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "date", "pubdate", "publishdate",
    "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A day that programs fill in where none is known, or one before it; no page is older.
_DEFAULT_DAY = "1900-01-01"
#: A host's name, and perhaps a port.
_HOST = re.compile(r"[\w.-]+(?::[0-9]+)?")
#: The address of something on a site, not of the whole site.
_PAGE_ADDRESS = re.compile(r"(?i:https?)://[^/\s]+/\S+")


class Provenance(NamedTuple):
    """Where an article is from, as far as that is known."""

    source: str | None = None  # who published it
    published: str | None = None  # EDTF; UNKNOWN where it is known to have no date
    basis: str | None = None  # how the date is known: `stated: ...` or `inferred: ...`
    address: str | None = None
    note: str | None = None


class _KnownDate(NamedTuple):
    published: str | None = None
    basis: str | None = None


def establish(extraction: Extraction, address: str | None) -> Provenance:
    """Work out the provenance of a text from what it says of itself.

    Args:
        extraction: What was read.
        address: Where it was found, or where the reader says that it was published.
    """
    date = _find_stated_date(extraction.stated_dates) or _infer_date(extraction)
    return Provenance(
        source=_find_source(extraction.site_name, address),
        published=date.published,
        basis=date.basis,
        address=address or _find_own_address(extraction.own_addresses),
    )


def keep_provenance(article: Article) -> Provenance:
    """Give the provenance of what is an article of a corpus already."""
    return Provenance(
        source=article.source,
        published=article.published.edtf if article.published else UNKNOWN,
        basis=article.published.basis if article.published else None,
        address=article.url,
        note=article.note,
    )


def _find_source(site_name: str | None, address: str | None) -> str | None:
    """Take the name of the site for the source, unless it is only the name of the host."""
    if not site_name:
        return None
    is_host = _HOST.fullmatch(site_name) and site_name.lower() in (address or "").lower()
    return None if is_host else site_name


def _find_stated_date(statements: Iterable[StatedDate]) -> _KnownDate | None:
    """Find the date that is believed first, and of several under one name the first."""
    days: dict[str, str] = {}
    for statement in statements:
        day = _DAY.match(statement.value.strip())
        if day and _is_plausible(day[0]):
            days.setdefault(statement.name.lower(), day[0])
    for name in _DATE_NAMES:
        if name.lower() in days:
            return _KnownDate(
                published=days[name.lower()], basis=f"stated: the page's own metadata ({name})"
            )
    return None


def _infer_date(extraction: Extraction) -> _KnownDate:
    suggested = extraction.suggested_date
    if suggested is None or not _is_plausible(suggested.day):
        return _KnownDate()
    return _KnownDate(published=f"{suggested.day}?", basis=f"inferred: {suggested.basis}")


def _is_plausible(day: str) -> bool:
    """Tell whether a day is in the calendar, and neither a program's default nor to come."""
    try:
        first = parse_bound(day, upper=False)
    except ValueError:
        return False
    return _DEFAULT_DAY < first <= time.strftime("%Y-%m-%d", time.gmtime())


def _find_own_address(addresses: Iterable[str]) -> str | None:
    """Find the address that a page gives as its own; that of a whole site is none."""
    return next((address for address in addresses if _PAGE_ADDRESS.fullmatch(address)), None)
