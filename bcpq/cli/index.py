"""The index that every command works on: opened, or made first; and the command that makes it on demand."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bcpq import cache
from bcpq import corpus as corpora
from bcpq.cli import options, output
from bcpq.corpus import Entry
from bcpq.errors import BcpqError, CorpusError, StoreError
from bcpq.store import Store

T = TypeVar("T")

#: Faults of a corpus's files that every command names; `status` lists them all.
_NAMED = 5


def with_index(chosen: str | None, strict: bool, action: Callable[[Store], T], *, quiet: bool = False) -> tuple[T, str]:
    """Do something with the index of a corpus, which is made first when it is absent, out of date or damaged.

    While another process makes it anew, the one before serves, and stderr says so. The second value is the digest of
    the corpus. Says on stderr what is wrong with its files, unless `quiet`. Raises CorpusError for a corpus that cannot
    be read, and for any fault of a file when `strict`.
    """
    corpus = corpora.locate(chosen)
    entries = corpora.survey(corpus)
    try:
        return _checked(_opened(corpus, entries, quiet), strict, quiet, action)
    except StoreError:
        return _checked(_made(corpus, entries, quiet), strict, quiet, action)


def _opened(corpus: Path, entries: tuple[Entry, ...], quiet: bool) -> Store:
    try:
        return cache.open_store(corpus, entries)
    except StoreError:
        if not cache.being_made(corpus):
            raise
        store = cache.open_before(corpus)
        if not quiet:
            output.note(
                "the corpus has changed; another process is making the index anew, this answers from the old one"
            )
        return store


def _made(corpus: Path, entries: tuple[Entry, ...], quiet: bool) -> Store:
    from bcpq import build

    with output.bar("indexing") as progress:
        store, why = build.make(corpus, entries, progress)
    if why and not quiet:
        output.note(f"no index can be kept at {cache.path_of(corpus)} ({why}); this search made its own")
    return store


def _checked(store: Store, strict: bool, quiet: bool, action: Callable[[Store], T]) -> tuple[T, str]:
    faults = store.faults
    for line, fatal in faults[:_NAMED] if not quiet else []:
        output.note(f"{line}{' (this article is left out)' if fatal else ''}")
    if len(faults) > _NAMED and not quiet:
        output.note(f"and {len(faults) - _NAMED:,} more faults of the corpus; bcpq status lists them")
    if strict and faults:
        raise CorpusError(f"{len(faults)} fault(s) in {store.corpus}, and --strict says to stop: mend them first")
    return action(store), store.digest


def index(
    force: Annotated[bool, typer.Option("--force", help="Make it anew, though nothing has changed.")] = False,
    format: options.Shape = None,
    color: options.Color = "auto",
    corpus: options.Corpus = None,
    strict: options.Strict = False,
) -> int:
    """Make the index of a corpus, or bring it up to date, and say what is in it.

    \b
    bcpq index --corpus cuttings
    bcpq index --corpus archive.jsonl --force

    Any command does so when it has to; this one lets you choose when. Interrupted, it leaves the old index in place.
    """
    from bcpq.cli.status import describe
    from bcpq.render import listings

    view = output.view(format, color)
    place = corpora.locate(corpus)
    if force:
        store = _made(place, corpora.survey(place), quiet=True)
        found, digest = _checked(store, strict, False, describe)
    else:
        found, digest = with_index(corpus, strict, describe)
    if not Path(found.place).is_absolute():
        raise BcpqError(f"the index cannot be kept at {cache.path_of(place)}: make room there, or set XDG_CACHE_HOME")
    output.deliver(listings.status(found), lambda screen: screen.status(found), view, digest)
    return 0
