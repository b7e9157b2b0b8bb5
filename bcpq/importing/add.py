"""Adds an article to a corpus: decides what becomes of it there, and writes its file."""

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from bcpq.corpus.files import ID, locate, survey
from bcpq.corpus.front_matter import FieldName
from bcpq.corpus.reader import parse, read
from bcpq.corpus.writer import compose_file
from bcpq.errors import AddError, ArticleError, CorpusError
from bcpq.importing.provenance import UNKNOWN
from bcpq.importing.submission import Overrides, Submission
from bcpq.model import Article, Document

#: The folder, beside the articles, of what they were made from and of those that were replaced.
ORIGINALS = "originals"
#: Letters of an id: a file's name has 255 bytes, of which what is added to it takes up to 40.
_ID_LENGTH = 120
#: Hexadecimal digits of a file's digest in its name among the originals.
_DIGEST_DIGITS = 12
#: What makes a date in EDTF less than certain.
_UNSURE_MARKS = "?~%[{"


class Addition(NamedTuple):
    """What became of an article that was added."""

    outcome: Literal["added", "same", "replaced"]
    id: str  # under which it is there


class TextConflict(AddError):
    """An article is there with another text.

    Attributes:
        id: The id of the article that is there.
        published: Its text.
        submitted: The text of the one that was to be added.
    """

    code = "import-conflict"

    def __init__(self, id: str, *, published: str, submitted: str) -> None:
        """Build the error of an article that is there with another text."""
        super().__init__(f"{id} is there with another text: replace=True puts this in its place")
        self.id = id
        self.published = published
        self.submitted = submitted


def locate_folder(corpus: str | None) -> Path:
    """Find the folder of a corpus that articles can be added to.

    Raises:
        CorpusError: None is named, or it is no folder.
    """
    if not corpus:
        raise CorpusError(
            "say which corpus to add to: --corpus DIR (bcpq init DIR makes one)",
            code="corpus-invalid",
        )
    folder = locate(corpus)
    if not folder.is_dir():
        raise CorpusError(
            f"{folder} is one file: add a line to it, or make a folder with bcpq init",
            code="corpus-invalid",
        )
    return folder


def add_article(
    corpus: Path, submission: Submission, overrides: Overrides, *, replace: bool = False
) -> Addition:
    """Put an article into a corpus folder; nothing is left behind when that fails.

    Args:
        corpus: The folder.
        submission: The article.
        overrides: What the reader says of it.
        replace: Put it in place of one that is there, which is kept among the originals.

    Returns:
        What became of it; a text that is there already changes nothing.

    Raises:
        TextConflict: It is there with another text, and `replace` is not set.
        AddError: A corpus cannot hold it, or the folder cannot be written to.
    """
    data, document = compose_article(submission, overrides)
    addition = decide(submission, overrides, document, _read_articles(corpus), replace=replace)
    if addition.outcome == "same":
        return addition
    path = corpus / f"{addition.id}.md"
    if addition.outcome == "added" and path.exists():
        raise AddError(
            f"{path.name} is there, though it is no article: mend it, or take another --id",
            code="import-unwritable",
        )
    originals = {_name_original(addition.id, submission.data, submission.suffix): submission.data}
    if addition.outcome == "replaced":
        old = path.read_bytes()
        originals[_name_original(addition.id, old, ".replaced.md")] = old
    _write_files(corpus, addition, data, originals)
    return addition


def compose_article(submission: Submission, overrides: Overrides) -> tuple[bytes, Document]:
    """Write an article's file, and read it back.

    Raises:
        AddError: A corpus cannot hold it.
    """
    identifier = submission.id
    is_id = ID.fullmatch(identifier) and len(identifier) <= _ID_LENGTH
    if not is_id or identifier.lower() == "readme":
        raise AddError(
            f"{identifier} can be no id: take letters, digits, '.', '_' and '-', with --id",
            code="import-incomplete",
        )
    data = _compose(submission, overrides)
    try:
        document, _ = parse(f"{identifier}.md", data)
    except ArticleError as error:
        raise AddError(f"{submission.name}: {error.reason}", code="article-malformed") from None
    return data, document


def _compose(submission: Submission, overrides: Overrides) -> bytes:
    extraction, provenance = submission.extraction, submission.provenance
    if overrides.date:
        unsure = any(mark in overrides.date for mark in _UNSURE_MARKS)
        date: str | None = overrides.date
        basis: str | None = f"{'inferred' if unsure else 'stated'}: by whoever added it"
    else:
        date, basis = provenance.published, provenance.basis
    if date == UNKNOWN:
        date = basis = None
    fields: dict[FieldName, str | None] = {
        FieldName.SOURCE: overrides.source or provenance.source,
        FieldName.TITLE: overrides.title or extraction.title,
        FieldName.PUBLISHED: date,
        FieldName.PUBLISHED_BASIS: basis,
        FieldName.URL: overrides.url or provenance.address,
        FieldName.NOTE: provenance.note,
        FieldName.ORIGINAL_SHA256: sha256(submission.data).hexdigest(),
        FieldName.FETCHED: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    return compose_file(
        fields,
        extraction.paragraphs,
        roles=extraction.roles,
        lead_ins=extraction.lead_ins,
        pages=extraction.pages,
    )


def decide(
    submission: Submission,
    overrides: Overrides,
    document: Document,
    articles: Sequence[Document],
    *,
    replace: bool,
) -> Addition:
    """Decide what becomes of an article beside those that are there, and under which id.

    Args:
        submission: The article.
        overrides: What the reader says of it.
        document: The article as its file will have it.
        articles: Those that are there and may be the same.
        replace: Whether it may take the place of one of them.

    Raises:
        TextConflict: It is there with another text, and `replace` is not set.
    """
    same = next((a for a in articles if a.article.sha256 == document.article.sha256), None)
    if same and not (replace and _is_described_otherwise(same.article, document.article)):
        return Addition(outcome="same", id=same.article.id)
    earlier = same or _find_earlier(submission, overrides, articles)
    if earlier is None:
        return Addition(outcome="added", id=submission.id)
    if not replace:
        raise TextConflict(earlier.article.id, published=earlier.body, submitted=document.body)
    return Addition(outcome="replaced", id=earlier.article.id)


def _find_earlier(
    submission: Submission, overrides: Overrides, articles: Sequence[Document]
) -> Document | None:
    """Find the article that is there under the same id, or from the same address."""
    identifier = submission.id.casefold()
    for document in articles:
        if document.article.id.casefold() == identifier:
            return document
    if overrides.id:
        return None
    # What a saved page gives as its own address may be careless, and is not gone by.
    is_fetched = "://" in submission.name
    address = overrides.url or (submission.provenance.address if is_fetched else None)
    return next((d for d in articles if address and d.article.url == address), None)


def _is_described_otherwise(earlier: Article, new: Article) -> bool:
    """Tell whether the same text is said to be of another source, date, title or address."""
    return (
        earlier.source != new.source
        or earlier.title != new.title
        or earlier.published != new.published
        or earlier.url != new.url
    )


def _read_articles(corpus: Path) -> list[Document]:
    try:
        return [*read(corpus, survey(corpus)).documents]
    except CorpusError:
        return []  # none yet, or none that can be read


def _write_files(
    corpus: Path, addition: Addition, article: bytes, originals: Mapping[str, bytes]
) -> None:
    """Write an article and what it was made from; when that fails, nothing stays behind."""
    folder = corpus / ORIGINALS
    written: list[Path] = []
    try:
        folder.mkdir(exist_ok=True)
        for name, data in originals.items():
            if not (folder / name).exists():
                written.append(folder / name)
                _write_whole(folder / name, data)
        _write_whole(corpus / f"{addition.id}.md", article, new=addition.outcome == "added")
    except OSError as error:
        was_faster = isinstance(error, FileExistsError) and folder.is_dir()  # somebody else
        for path in written:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()  # only when it is empty
        if was_faster:
            raise AddError(
                f"{addition.id} was added by somebody else just now: add it again",
                code="import-conflict",
            ) from None
        raise AddError(
            f"cannot write to {corpus}: {error.strerror}", code="import-unwritable"
        ) from None


def _name_original(identifier: str, data: bytes, suffix: str) -> str:
    """Name what is kept beside an article, so that nothing is written over."""
    return f"{identifier}.{sha256(data).hexdigest()[:_DIGEST_DIGITS]}{suffix}"


def _write_whole(path: Path, data: bytes, *, new: bool = False) -> None:
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
