"""The place of a corpus, and its files.

A corpus is a folder of `*.md` files, each an article, or a `.jsonl` file, an article a line.
"""

import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from bcpq.errors import CorpusError

_PACKAGE = Path(__file__).parent.parent
#: What may be the id of an article.
ID = re.compile(r"\w[\w.-]*")


class CorpusFile(NamedTuple):
    """A file of a corpus, with what tells whether it has changed without reading it."""

    name: str
    size: int  # bytes
    mtime_ns: int
    ctime_ns: int  # also changes with who may read it


def is_in_cluster(corpus: str | None) -> bool:
    """Tell whether a corpus is named as one that a cluster keeps."""
    return corpus is not None and corpus.lower().startswith(("opensearch://", "opensearchs://"))


def locate(corpus: str | None) -> Path:
    """Find a corpus on this machine.

    Args:
        corpus: The folder or file as the reader names it; None for the five articles that come
            with bcpq.

    Raises:
        CorpusError: It is missing, or neither a folder nor a `.jsonl` file.
    """
    if corpus is not None and not corpus.strip():
        raise CorpusError(
            "--corpus is empty: give a folder of articles or a .jsonl file, or leave it out",
            code="corpus-invalid",
        )
    if corpus and "://" in corpus:
        raise CorpusError(
            f"{corpus.partition('://')[0]}:// is no place of a corpus: "
            "a cluster's begins with opensearch://",
            code="corpus-invalid",
        )
    if corpus:
        path = Path(os.path.abspath(os.path.expanduser(corpus)))
    else:
        installed = _PACKAGE / "articles"
        path = installed if installed.is_dir() else _PACKAGE.parent / "corpus"
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise CorpusError(
            f"no corpus at {path}: give a folder of articles with --corpus", code="corpus-missing"
        ) from None
    except OSError as error:
        raise CorpusError(f"cannot read the corpus {path}: {error.strerror}") from None
    if not stat.S_ISDIR(mode) and not (stat.S_ISREG(mode) and path.suffix == ".jsonl"):
        raise CorpusError(
            f"the corpus {path} is no folder of articles (*.md) and no .jsonl file: "
            "give one of them",
            code="corpus-invalid",
        )
    return path


def make_printable(name: str) -> str:
    """Write a file's name without control characters, and without bytes that are no text."""
    name = name.encode(errors="backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def survey(corpus: Path) -> tuple[CorpusFile, ...]:
    """List the article files of a corpus, by name.

    `README.md`, hidden files and subfolders are no articles.

    Raises:
        CorpusError: There are none, or the folder cannot be read.
    """
    try:
        if corpus.suffix == ".jsonl" and not corpus.is_dir():
            return (_describe(corpus.name, os.stat(corpus)),)
        with os.scandir(corpus) as listed:
            files = [described for item in listed if (described := _describe_article_file(item))]
    except OSError as error:
        raise CorpusError(f"cannot read the corpus {corpus}: {error.strerror}") from None
    if not files:
        raise CorpusError(
            f"no articles in {corpus}: put one in with bcpq add --corpus {corpus} FILE",
            code="corpus-empty",
        )
    return tuple(sorted(files))


def path_in(corpus: Path, file: CorpusFile) -> Path:
    """Give the path of a file: in the corpus folder, or the corpus itself where that is a file."""
    if file.name == corpus.name and corpus.suffix == ".jsonl":
        return corpus
    return corpus / file.name


def _describe_article_file(item: os.DirEntry[str]) -> CorpusFile | None:
    """Describe a file of a corpus folder; None for what is no article."""
    name = item.name
    if not name.endswith(".md") or name.startswith(".") or name.lower() == "readme.md":
        return None
    try:
        status = item.stat()
    except OSError:  # a dangling link: stays listed, so that reading it names it
        return CorpusFile(name=name, size=0, mtime_ns=0, ctime_ns=0)
    return _describe(name, status) if stat.S_ISREG(status.st_mode) else None


def _describe(name: str, status: os.stat_result) -> CorpusFile:
    return CorpusFile(
        name=name,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
    )
