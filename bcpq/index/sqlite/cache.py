"""The index files of this machine: which one belongs to a corpus, and whether it is still true."""

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
from bcpq.index.sqlite.tables import FORMAT, Tables

#: Every index file is given a time of change of whole even seconds, which even FAT can hold. A file
#: of another time was written to by somebody else: cut off, overwritten, or copied.
SEAL_NS = 2_000_000_000


def index_path(corpus: Path) -> Path:
    """Return the path of a corpus's index file, in the user's cache folder."""
    # A clash of checksums only means that the index is made again.
    key = zlib.crc32(os.fsencode(os.path.realpath(corpus)))
    return _cache_folder() / f"{corpus.name}-{key:08x}.sqlite"


def _cache_folder() -> Path:
    if sys.platform == "linux":  # what platformdirs answers there, without its 3 ms
        chosen = os.environ.get("XDG_CACHE_HOME", "").strip()
        return Path(chosen if os.path.isabs(chosen) else os.path.expanduser("~/.cache")) / "bcpq"
    from platformdirs import user_cache_path

    return user_cache_path("bcpq", appauthor=False)


def open_current(
    corpus: Path, entries: Sequence[CorpusFile], *, format: str = FORMAT
) -> SqliteStore:
    """Open the index of a corpus if it is up to date.

    Args:
        corpus: The folder of articles, or the `.jsonl` file.
        entries: The files of the corpus as they are now.
        format: The format that the index must have.

    Raises:
        StoreError: There is no index, or it is damaged, of another format, or older than one of
            the files.
    """
    store = open_outdated(corpus, format=format)
    if store.tables.files != list_files(entries):
        raise StoreError("the corpus has changed")
    racy = store.tables.racy_files
    for entry in entries:
        checksum = racy.get(make_printable(entry.name))
        if checksum is not None and not has_checksum(path_in(corpus, entry), checksum):
            raise StoreError("the corpus has changed")
    return store


def open_outdated(corpus: Path, *, format: str = FORMAT) -> SqliteStore:
    """Open the index of a corpus as it was when it was last made, whether or not it is still true.

    Args:
        corpus: The folder of articles, or the `.jsonl` file.
        format: The format that the index must have.

    Raises:
        StoreError: There is no index, or it is damaged or of another format.
    """
    path = index_path(corpus)
    try:
        if os.stat(path).st_mtime_ns % SEAL_NS:  # somebody else wrote to it
            raise StoreError("the index file was changed")
        store = SqliteStore(Tables(connect(path), make_printable(str(path)), format))
    except (OSError, sqlite3.Error, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"no index can be read: {error}") from None
    if store.statistics.corpus != make_printable(os.path.realpath(corpus)):
        raise StoreError("the index is another corpus's")
    return store


def is_being_built(corpus: Path) -> bool:
    """Tell whether another process is making the index of a corpus just now."""
    path = index_path(corpus)
    names = os.listdir(path.parent) if path.parent.is_dir() else []
    builders = (
        name.removeprefix(f"{path.name}.").removesuffix(".new")
        for name in names
        if name.endswith(".new")
    )
    return any(pid.isdigit() and int(pid) != os.getpid() and is_alive(int(pid)) for pid in builders)


def is_alive(pid: int) -> bool:
    """Tell whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another user's
        return True
    return True


def connect(path: Path) -> sqlite3.Connection:
    """Open an index file for reading; nothing ever writes to a file of that name: no locks."""
    return sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro&immutable=1", uri=True)


def list_files(entries: Sequence[CorpusFile]) -> str:
    """Write the files of a corpus as one text, a line each, to compare with later."""
    return "\n".join(
        f"{make_printable(entry.name)}\t{entry.size}\t{entry.mtime_ns}\t{entry.ctime_ns}"
        for entry in entries
    )


def has_checksum(path: Path, checksum: int) -> bool:
    """Tell whether a file can be read and its CRC-32 is a certain one."""
    try:
        crc = 0
        with path.open("rb") as file:
            while part := file.read(2**20):
                crc = zlib.crc32(part, crc)
        return crc == checksum
    except OSError:
        return False
