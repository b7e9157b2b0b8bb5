"""An article on its way into a corpus: what was read, and what the reader says of it."""

import re
import unicodedata
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from bcpq.corpus.files import make_printable
from bcpq.corpus.front_matter import MissingSource
from bcpq.corpus.reader import FRONT_MATTER, parse
from bcpq.errors import AddError, ArticleError
from bcpq.formats import text
from bcpq.formats.extraction import Extraction
from bcpq.formats.registry import Format, identify_download, identify_file, list_suffixes
from bcpq.importing.fetch import fetch
from bcpq.importing.provenance import Provenance, establish, keep_provenance
from bcpq.text.sentences import lines

#: Letters of an id that is made of a name: a line with its locator stays readable.
_SLUG_LENGTH = 60

Required = Literal["source", "date", "id"]


class Overrides(NamedTuple):
    """What a reader says of an article, over what it says itself; None where nothing is said."""

    source: str | None = None
    title: str | None = None
    date: str | None = None  # EDTF; "unknown" for an article without a date
    url: str | None = None
    id: str | None = None


class Submission(NamedTuple):
    """An article on its way into a corpus."""

    name: str  # as the reader gave it: a path or an address
    data: bytes  # as it was found
    suffix: str  # of a file that would hold `data`
    extraction: Extraction
    provenance: Provenance
    id: str  # "" where nothing suggests one


class _Original(NamedTuple):
    """What was found under a name."""

    data: bytes
    suffix: str
    format: Format
    path: str  # whose last part names it
    address: str | None  # that it was fetched from


class _Content(NamedTuple):
    extraction: Extraction
    provenance: Provenance


def read_source(name: str, overrides: Overrides) -> Submission:
    """Read a file, or fetch an address.

    Args:
        name: A path, or an http or https address.
        overrides: What the reader says of it.

    Raises:
        AddError: It cannot be had, or cannot become an article.
    """
    if re.match(r"[a-z][a-z0-9+.-]*://", name, re.IGNORECASE):
        original = _fetch_original(name)
    else:
        original = _read_original(name)
    address = overrides.url or original.address
    content = None
    if original.format.front_matter:
        content = _read_article(original.data, name, overrides)
    if content is None:
        extraction = original.format.read(original.data, name, address)
        content = _Content(extraction=extraction, provenance=establish(extraction, address))
    provenance = content.provenance
    return Submission(
        name=name,
        data=original.data,
        suffix=original.suffix,
        extraction=content.extraction,
        provenance=provenance._replace(address=address or provenance.address),
        id=overrides.id or _make_id(Path(original.path).stem or content.extraction.title or ""),
    )


def _fetch_original(address: str) -> _Original:
    download = fetch(address)
    format = identify_download(download.data, download.media_type)
    return _Original(
        data=download.data,
        suffix=format.suffixes[0],
        format=format,
        path=urlsplit(download.address).path,
        address=download.address,
    )


def _read_original(name: str) -> _Original:
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise AddError(f"cannot read {make_printable(name)}: {error.strerror}") from None
    suffix = Path(name).suffix.lower()
    format = identify_file(data, suffix)
    if format is None:
        raise AddError(
            f"{name} is no {list_suffixes()} file, and no http or https address",
            code="import-unsupported",
        )
    return _Original(
        data=data,
        suffix=suffix if suffix in format.suffixes else format.suffixes[0],
        format=format,
        path=name,
        address=None,
    )


def _read_article(data: bytes, name: str, overrides: Overrides) -> _Content | None:
    """Read a file that is an article of a corpus already; None for one without front matter."""
    front = FRONT_MATTER.match(data)
    if front is None:  # or a rule, as Markdown draws it
        return None
    try:
        document, _ = parse("article.md", data)
    except MissingSource as error:
        if not overrides.source:
            raise _refuse_article(name, error) from None
        # The front matter is another program's.
        extraction = text.read(data[front.end() :], name)
        return _Content(extraction=extraction, provenance=establish(extraction, None))
    except ArticleError as error:
        raise _refuse_article(name, error) from None
    extraction = Extraction(
        paragraphs=tuple(lines(document.body)),
        roles=document.roles,
        lead_ins=document.lead_ins,
        pages=document.pages,
        title=document.article.title,
    )
    return _Content(extraction=extraction, provenance=keep_provenance(document.article))


def _refuse_article(name: str, error: ArticleError) -> AddError:
    return AddError(f"{name}:{error.line}: {error.reason}", code="article-malformed")


def _make_id(name: str) -> str:
    """Make an id of a file's name, of the last part of an address or of a title.

    It is "" where nothing of that can stand in an id.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    slug = re.sub(r"[^\w.]+", "-", plain.lower()).strip("-._")
    return slug[:_SLUG_LENGTH].strip("-._")


def list_missing(submission: Submission, overrides: Overrides) -> list[Required]:
    """Name what has to be known of an article and is not."""
    known: dict[Required, str | None] = {
        "source": overrides.source or submission.provenance.source,
        "date": overrides.date or submission.provenance.published,
        "id": overrides.id or submission.id,
    }
    return [name for name, value in known.items() if not value]


def require_complete(submission: Submission, overrides: Overrides) -> None:
    """Raise AddError, which says what to give, where something is not known that has to be."""
    if missing := list_missing(submission, overrides):
        options = " and ".join(f"--{name}" for name in missing)
        raise AddError(
            f"{submission.name} does not say its {' or its '.join(missing)}: give {options}",
            code="import-incomplete",
        )
