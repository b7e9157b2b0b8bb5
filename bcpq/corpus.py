"""Which articles are there? A folder of `*.md` files, each an article."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from bcpq.errors import CorpusError

_HERE = Path(__file__).parent


class Stamp(NamedTuple):
    """What tells whether a file has changed, without reading it."""

    name: str
    size: int  # bytes
    mtime_ns: int


def locate(chosen: str | None) -> Path:
    """Find the corpus folder: the chosen one, or the five articles that come with bcpq.

    Raises CorpusError when it is missing or no folder.
    """
    if chosen:
        path = Path(chosen).expanduser().absolute()
    else:
        installed = _HERE / "articles"
        path = installed if installed.is_dir() else _HERE.parent / "corpus"
    if not path.exists():
        raise CorpusError(f"no corpus at {path}: give a folder of articles with --corpus")
    if not path.is_dir():
        raise CorpusError(f"the corpus {path} is not a folder: give a folder of articles (*.md) with --corpus")
    return path


def survey(corpus: Path) -> tuple[Stamp, ...]:
    """List the article files of a corpus folder, by name.

    `README.md`, hidden files and subfolders are no articles. Raises CorpusError when there are none.
    """
    try:
        with os.scandir(corpus) as entries:
            names = [entry for entry in entries if entry.name.endswith(".md") and not entry.name.startswith(".")]
            stamps = [stamp for entry in names if (stamp := _stamp(entry)) and stamp.name.lower() != "readme.md"]
    except OSError as error:
        raise CorpusError(f"cannot read the corpus {corpus}: {error.strerror}") from None
    if not stamps:
        raise CorpusError(f"no articles in {corpus}: an article is a .md file with front matter (source, published)")
    return tuple(sorted(stamps))


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    try:
        found = entry.stat()
    except OSError:  # a dangling link: stays listed, so that reading it names it
        return Stamp(entry.name, 0, 0)
    return Stamp(entry.name, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
