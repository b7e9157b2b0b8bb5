"""Which index file belongs to a corpus, and is it still true?"""

import os
import sqlite3
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from bcpq.corpus.files import CorpusFile, make_printable, path_in
from bcpq.errors import StoreError
from bcpq.index.sqlite.store import SqliteStore

#: Every index file is given a time of change of whole even seconds, which even FAT can hold. A file of another time was
#: written to by somebody else: cut off, overwritten, or copied.
SEAL_NS = 2_000_000_000


def path_of(corpus: Path) -> Path:
    """Name the index file of a corpus, in the user's cache folder."""
    key = zlib.crc32(
        os.fsencode(os.path.realpath(corpus))
    )  # a clash only means that the index is made again
    return _cache_folder() / f"{corpus.name}-{key:08x}.sqlite"


def _cache_folder() -> Path:
    if sys.platform == "linux":  # what platformdirs answers there, without its 3 ms
        chosen = os.environ.get("XDG_CACHE_HOME", "").strip()
        return Path(chosen if os.path.isabs(chosen) else os.path.expanduser("~/.cache")) / "bcpq"
    from platformdirs import user_cache_path

    return user_cache_path("bcpq", appauthor=False)


def open_store(corpus: Path, entries: Sequence[CorpusFile]) -> SqliteStore:
    """Open the index of a corpus whose files are as `entries` says.

    Raises StoreError when there is none, or when it is damaged or older than one of the files.
    """
    store = open_before(corpus)
    young = store.racy
    if not store.is_of(listing(entries)) or not all(
        unchanged(path_in(corpus, entry), young[name])
        for entry in entries
        if (name := make_printable(entry.name)) in young
    ):
        raise StoreError("the corpus has changed")
    return store


def open_before(corpus: Path) -> SqliteStore:
    """Open the index of a corpus as it was when it was last made, whether or not that is still true.

    Raises StoreError when there is none that can be read.
    """
    path = path_of(corpus)
    try:
        if os.stat(path).st_mtime_ns % SEAL_NS:  # somebody else wrote to it
            raise StoreError("the index file was changed")
        store = SqliteStore(connect(path), make_printable(str(path)))
    except (OSError, sqlite3.Error, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"no index can be read: {error}") from None
    if store.statistics.corpus != make_printable(os.path.realpath(corpus)):
        raise StoreError("the index is another corpus's")
    return store


def being_made(corpus: Path) -> bool:
    """Tell whether another process is making the index of a corpus just now."""
    path = path_of(corpus)
    names = os.listdir(path.parent) if path.parent.is_dir() else []
    makers = (
        name.removeprefix(f"{path.name}.").removesuffix(".new")
        for name in names
        if name.endswith(".new")
    )
    return any(pid.isdigit() and int(pid) != os.getpid() and alive(int(pid)) for pid in makers)


def alive(pid: int) -> bool:
    """Tell whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def connect(path: Path) -> sqlite3.Connection:
    """Open an index file for reading."""
    # Nothing ever writes to a file of that name, so no locks are needed.
    return sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro&immutable=1", uri=True)


def listing(entries: Sequence[CorpusFile]) -> str:
    """Write the files of a corpus as one text."""
    return "\n".join(
        f"{make_printable(s.name)}\t{s.size}\t{s.mtime_ns}\t{s.ctime_ns}" for s in entries
    )


def unchanged(path: Path, crc: int) -> bool:
    """Tell whether a file still has the CRC-32 that it had."""
    try:
        found = 0
        with path.open("rb") as file:
            while part := file.read(2**20):
                found = zlib.crc32(part, found)
        return found == crc
    except OSError:
        return False
