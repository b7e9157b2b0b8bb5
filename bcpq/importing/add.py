"""How does an article come into a corpus? Written whole, with what it was made from beside it, or not at all."""

import os
import re
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from bcpq.corpus import reader as documents
from bcpq.corpus.files import ID, printable, survey
from bcpq.corpus.reader import FRONT_MATTER
from bcpq.errors import AddError, ArticleError, CorpusError
from bcpq.formats import html as importers
from bcpq.formats.html import Page
from bcpq.importing import fetch as web
from bcpq.model import Document, Edit
from bcpq.text import sentences as passages

#: The folder, beside the articles, of what they were made from and of those that were replaced.
ORIGINALS = "originals"
#: Letters of an id that is made up: a line of locators stays readable, and a file system takes it with what is added.
_ID_LENGTH = 60
_PLAIN = re.compile(r"[\w][\w .,/()’'–-]*")


class Overrides(NamedTuple):
    """What a reader says of an article, over what it says itself; None where nothing is said."""

    source: str | None = None
    title: str | None = None
    date: str | None = None  # EDTF; "unknown" for an article without a date
    url: str | None = None
    id: str | None = None


class Submission(NamedTuple):
    """An article on its way into a corpus."""

    name: str  # as the reader gave it
    data: bytes  # as it was found
    suffix: str  # of a file that would hold `data`
    page: Page
    url: str | None
    id: str


class Addition(NamedTuple):
    """What came of adding an article."""

    outcome: Literal["added", "same", "replaced"]
    id: str


class TextConflict(Exception):
    """Say that an article is there with another text, and how the two differ."""

    def __init__(self, identifier: str, edits: Sequence[Edit]) -> None:
        super().__init__(identifier)
        self.id, self.edits = identifier, edits


def read(name: str, given: Overrides) -> Submission:
    """Read a file or fetch an address, by its ending, or by what the server calls it.

    Raises ImportFault when it is neither, or cannot become an article.
    """
    url = given.url
    if re.match(r"[a-z][a-z0-9+.-]*://", name, re.IGNORECASE):
        found = web.fetch(name)
        data, path, kind = found.data, urlsplit(found.address).path, found.kind
        suffix = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}.get(
            kind, ".html"
        )
        url = url or found.address
    else:
        try:
            data = Path(name).read_bytes()
        except OSError as error:
            raise AddError(f"cannot read {printable(name)}: {error.strerror}") from None
        path, suffix = name, Path(name).suffix.lower()
    suffix = ".pdf" if data.startswith(b"%PDF") else suffix
    match suffix:
        case ".html" | ".htm":
            page = importers.from_html(data, name, url)
        case ".pdf":
            page = importers.from_pdf(data, name)
        case ".txt" | ".md":
            page = _article(data, name, given) or importers.from_text(data, name)
        case _:
            raise AddError(
                f"{name} is no .txt, .md, .html or .pdf file, and no http or https address"
            )
    return Submission(
        name,
        data,
        suffix,
        page,
        url or page.url,
        given.id or _slug(Path(path).stem or page.title or ""),
    )


def _article(data: bytes, name: str, given: Overrides) -> Page | None:
    """Read a file that is an article of a corpus already; None for one that has no front matter."""
    if not data.removeprefix(b"\xef\xbb\xbf").startswith(b"---"):
        return None
    try:
        document, _ = documents.parse("article.md", data)
    except ArticleError as broken:
        front = FRONT_MATTER.match(data)
        if (
            front and given.source and "has no source" in broken.reason
        ):  # another program's front matter
            return importers.from_text(data[front.end() :], name)
        if not front:  # a rule, as Markdown draws it
            return None
        raise AddError(f"{name}:{broken.line}: {broken.reason}") from None
    article, published = document.article, document.article.published
    return Page(
        tuple(passages.lines(document.body)),
        dict(document.roles),
        dict(document.lead_ins),
        dict(document.pages),
        article.title,
        article.source,
        published.edtf if published else "unknown",
        published.basis if published else None,
        article.url,
        article.note,
    )


def _slug(text: str) -> str:
    """Make an id of a file's name or of the last part of an address; "" where nothing of it can stand in one."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).lower()
    return re.sub(r"[^\w.]+", "-", plain).strip("-._")[:_ID_LENGTH].strip("-._")


def missing(incoming: Submission, given: Overrides) -> list[Literal["source", "date", "id"]]:
    """Name what has to be known of an article and is not."""
    needed: dict[Literal["source", "date", "id"], object] = {
        "source": given.source or incoming.page.source,
        "date": given.date or incoming.page.published,
        "id": given.id or incoming.id,
    }
    return [name for name, value in needed.items() if not value]


def add(corpus: Path, incoming: Submission, given: Overrides, *, replace: bool = False) -> Addition:
    """Put an article into a corpus folder; nothing is left behind when that fails.

    A text that is there already changes nothing. Raises Changed for one that is there with another text, unless
    `replace`, which keeps the old one; ImportFault for what a file of the corpus cannot hold.
    """
    text, document = written(incoming, given)
    found = settled(incoming, given, document, _there(corpus), replace=replace)
    if found.outcome == "same":
        return found
    path = corpus / f"{found.id}.md"
    if found.outcome == "added" and path.exists():
        raise AddError(
            f"{path.name} is there, though it is no article: mend it, or take another --id"
        )
    originals = {_kept(found.id, incoming.data, incoming.suffix): incoming.data}
    if found.outcome == "replaced":
        old = path.read_bytes()
        originals[_kept(found.id, old, ".replaced.md")] = old
    _write(corpus, found.id, text, originals, new=found.outcome == "added")
    return found


def written(incoming: Submission, given: Overrides) -> tuple[bytes, Document]:
    """Write an article's file, and read it back.

    Raises ImportFault for what a corpus cannot hold.
    """
    if (
        not ID.fullmatch(incoming.id)
        or len(incoming.id) > 2 * _ID_LENGTH
        or incoming.id.lower() == "readme"
    ):
        raise AddError(
            f"{incoming.id} can be no id: take letters, digits, '.', '_' and '-', with --id"
        )
    text = _text(incoming, given)
    try:
        return text, documents.parse(f"{incoming.id}.md", text)[0]
    except ArticleError as broken:
        raise AddError(f"{incoming.name}: {broken.reason}") from None


def settled(
    incoming: Submission,
    given: Overrides,
    document: Document,
    there: Sequence[Document],
    *,
    replace: bool,
) -> Addition:
    """Tell what becomes of an article beside those that are there, and under which id.

    Raises Changed where it is there with another text, unless `replace`.
    """
    same = next((o for o in there if o.article.sha256 == document.article.sha256), None)
    if same and not (replace and _differs(same, document)):
        return Addition("same", same.article.id)
    found_at = given.url or (
        incoming.url if "://" in incoming.name else None
    )  # what a saved page says may be careless
    before = same or next(
        (o for o in there if o.article.id.casefold() == incoming.id.casefold()),
        next((o for o in there if found_at and o.article.url == found_at and not given.id), None),
    )
    if before and not replace:
        from bcpq.text.edits import word_edits  # loads rapidfuzz

        raise TextConflict(before.article.id, word_edits(before.body, document.body))
    return Addition("replaced", before.article.id) if before else Addition("added", incoming.id)


def _differs(there: Document, new: Document) -> bool:
    """Tell whether the same text is said to be of another source, date, title or address."""
    parts = ("source", "title", "published", "url")
    return any(getattr(there.article, part) != getattr(new.article, part) for part in parts)


def _there(corpus: Path) -> list[Document]:
    try:
        return [*documents.read(corpus, survey(corpus)).documents]
    except CorpusError:
        return []  # none yet, or none that can be read


def _write(
    corpus: Path, identifier: str, text: bytes, originals: Mapping[str, bytes], *, new: bool
) -> None:
    folder = corpus / ORIGINALS
    made: list[Path] = []
    try:
        folder.mkdir(exist_ok=True)
        for name, data in originals.items():
            if not (folder / name).exists():
                made.append(folder / name)
                _whole(folder / name, data)
        _whole(corpus / f"{identifier}.md", text, new=new)
    except OSError as error:
        for path in made:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()  # only when it is empty
        if isinstance(error, FileExistsError):
            raise AddError(
                f"{identifier} was added by somebody else just now: add it again"
            ) from None
        raise AddError(f"cannot write to {corpus}: {error.strerror}") from None


def _kept(identifier: str, data: bytes, suffix: str) -> str:
    """Name what is kept beside an article, so that nothing is written over."""
    return f"{identifier}.{sha256(data).hexdigest()[:12]}{suffix}"


def _whole(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file aside and rename it into place; a `new` one over none that is there."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(aside, path)  # unlike a rename, fails where a file is there
        else:
            os.replace(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _text(incoming: Submission, given: Overrides) -> bytes:
    """Write an article's file."""
    page = incoming.page
    date = given.date or page.published
    unsure = bool(given.date) and any(mark in str(given.date) for mark in "?~%[{")
    said = f"{'inferred' if unsure else 'stated'}: by whoever added it"
    basis = said if given.date else page.basis
    fields: dict[str, str | None] = {
        "source": given.source or page.source,
        "title": given.title or page.title,
        "published": None if date == "unknown" else date,
        "published_basis": basis if date != "unknown" else None,
        "url": given.url or incoming.url,
        "note": page.note,
        "original_sha256": sha256(incoming.data).hexdigest(),
        "fetched": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    body = "\n\n".join(page.paragraphs) + "\n"
    lines = [f"{name}: {_quoted(value)}" for name, value in fields.items() if value]
    lines += _mapping("roles", _grouped(page.roles))
    lines += _mapping("lead_in", _grouped(page.leads))
    lines += _mapping("pages", _grouped(page.pages))
    lines.append(f"sha256: {sha256(body.encode()).hexdigest()}")
    return ("---\n" + "\n".join(lines) + "\n---\n" + body).encode()


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.strip() == value:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _grouped(numbers: Mapping[int, object]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for number, name in sorted(numbers.items()):
        groups.setdefault(str(name), []).append(number)
    return groups


def _mapping(key: str, groups: Mapping[str, list[int]]) -> list[str]:
    """Write paragraphs by what they are, runs of numbers as `24-28`."""
    lines = [f"{key}:"] if groups else []
    for name, numbers in groups.items():
        runs: list[list[int]] = []
        for number in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1][1:] = [number]
            else:
                runs.append([number])
        lines.append(f"  {name}: [{', '.join('-'.join(map(str, run)) for run in runs)}]")
    return lines
