"""Which articles are there? A folder of `*.md` files, each an article, or a `.jsonl` file, one article a line."""

import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from bcpq.errors import CorpusError

_HERE = Path(__file__).parent.parent
#: What may be the id of an article.
ID = re.compile(r"\w[\w.-]*")


def in_cluster(chosen: str | None) -> bool:
    """Tell whether a corpus is named as one that a cluster keeps."""
    return chosen is not None and chosen.lower().startswith(("opensearch://", "opensearchs://"))


class Entry(NamedTuple):
    """A file of a corpus, with what tells whether it has changed without reading it."""

    name: str
    size: int  # bytes
    mtime_ns: int
    ctime_ns: int  # also changes with who may read it


def locate(chosen: str | None) -> Path:
    """Find the corpus: the chosen folder or file, or the five articles that come with bcpq.

    Raises CorpusError when it is missing, or neither a folder nor a `.jsonl` file.
    """
    if chosen is not None and not chosen.strip():
        raise CorpusError(
            "--corpus is empty: give a folder of articles or a .jsonl file, or leave it out"
        )
    if chosen and "://" in chosen:
        raise CorpusError(
            f"{chosen.partition('://')[0]}:// is no place of a corpus: a cluster's begins with opensearch://"
        )
    if chosen:
        path = Path(os.path.abspath(os.path.expanduser(chosen)))
    else:
        installed = _HERE / "articles"
        path = installed if installed.is_dir() else _HERE.parent / "corpus"
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISDIR(mode) and not (stat.S_ISREG(mode) and path.suffix == ".jsonl"):
            raise CorpusError(
                f"the corpus {path} is no folder of articles (*.md) and no .jsonl file: give one of them"
            )
    except FileNotFoundError:
        raise CorpusError(f"no corpus at {path}: give a folder of articles with --corpus") from None
    except OSError as error:
        raise CorpusError(f"cannot read the corpus {path}: {error.strerror}") from None
    return path


def printable(name: str) -> str:
    """Write a file's name without control characters, and without bytes that are no text."""
    name = name.encode(errors="backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def survey(corpus: Path) -> tuple[Entry, ...]:
    """List the article files of a corpus, by name.

    `README.md`, hidden files and subfolders are no articles. Raises CorpusError when there are none.
    """
    try:
        if corpus.suffix == ".jsonl" and not corpus.is_dir():
            found = os.stat(corpus)
            return (Entry(corpus.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns),)
        with os.scandir(corpus) as listed:
            named = [
                file
                for file in listed
                if file.name.endswith(".md") and not file.name.startswith(".")
            ]
            entries = [
                entry
                for file in named
                if (entry := _entry(file)) and entry.name.lower() != "readme.md"
            ]
    except OSError as error:
        raise CorpusError(f"cannot read the corpus {corpus}: {error.strerror}") from None
    if not entries:
        raise CorpusError(
            f"no articles in {corpus}: put one in with bcpq add --corpus {corpus} FILE"
        )
    return tuple(sorted(entries))


def file_of(corpus: Path, entry: Entry) -> Path:
    """Find the file of an entry: in the corpus folder, or the corpus itself where that is a file."""
    return (
        corpus if entry.name == corpus.name and corpus.suffix == ".jsonl" else corpus / entry.name
    )


def _entry(file: os.DirEntry[str]) -> Entry | None:
    try:
        found = file.stat()
    except OSError:  # a dangling link: stays listed, so that reading it names it
        return Entry(file.name, 0, 0, 0)
    if not stat.S_ISREG(found.st_mode):
        return None
    return Entry(file.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
