"""The index that every command works on: opened, or made first; and the command that makes it on demand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bcpq.cli import options, output
from bcpq.corpus import files as corpora
from bcpq.corpus.files import CorpusFile
from bcpq.errors import BcpqError, CorpusError, QueryError, StoreError
from bcpq.index.sqlite import cache
from bcpq.index.store import Store
from bcpq.model import CorpusInfo
from bcpq.render import listings

if TYPE_CHECKING:
    from bcpq.index.opensearch.store import OpenSearchStore

T = TypeVar("T")

#: Faults of a corpus's files that every command names; `status` lists them all.
_NAMED = 5


#: Where a corpus is, as the reader says it (None: the five articles), and whose certificates to trust there.
Where = tuple[str | None, str | None]


def with_index(
    where: Where,
    strict: bool,
    action: Callable[[Store], T],
    tell: Callable[[str], None] = output.note,
) -> tuple[T, str]:
    """Do something with the index of a corpus, which is made first when it is absent, out of date or damaged.

    The second value is the digest of the corpus. `tell` is told what is wrong with its files, and that the index before
    serves while another process makes it anew. Raises CorpusError for a corpus that cannot be read, and for any fault
    of a file when `strict`; StoreError for one that a cluster keeps, and does not give.
    """
    chosen, _ = where
    if corpora.is_in_cluster(chosen):
        return _checked(cluster(where), strict, action, tell)
    corpus = corpora.locate(chosen)
    entries = corpora.survey(corpus)
    try:
        return _checked(_opened(corpus, entries, tell), strict, action, tell)
    except StoreError:
        return _checked(_made(corpus, entries, tell), strict, action, tell)


def cluster(where: Where) -> "OpenSearchStore":
    """Open the index of a corpus that a cluster keeps."""
    from bcpq.index.opensearch import client as connection
    from bcpq.index.opensearch.store import OpenSearchStore

    address, ca_file = where
    return OpenSearchStore(connection.ClusterClient(connection.parse(str(address)), ca_file))


def _opened(corpus: Path, entries: tuple[CorpusFile, ...], tell: Callable[[str], None]) -> Store:
    try:
        return cache.open_store(corpus, entries)
    except StoreError:
        if not cache.being_made(corpus):
            raise
        store = cache.open_before(corpus)
        tell(
            "the corpus has changed; another process is making the index anew, this answers from the old one"
        )
        return store


def _made(corpus: Path, entries: tuple[CorpusFile, ...], tell: Callable[[str], None]) -> Store:
    from bcpq.index.sqlite import build

    with output.bar("indexing") as progress:
        store, why = build.make(corpus, entries, progress)
    if why:
        tell(f"no index can be kept at {cache.path_of(corpus)} ({why}); this search made its own")
    return store


def _checked(
    store: Store, strict: bool, action: Callable[[Store], T], tell: Callable[[str], None]
) -> tuple[T, str]:
    faults = store.statistics.faults
    if strict:
        _refuse([line for line, _ in faults])
    for line, fatal in faults[:_NAMED]:
        tell(f"{line}{' (this article is left out)' if fatal else ''}")
    if len(faults) > _NAMED:
        tell(f"and {len(faults) - _NAMED:,} more faults of the corpus; bcpq status lists them")
    return action(store), store.statistics.digest


def _refuse(faults: Sequence[str]) -> None:
    """Raise CorpusError where there are faults."""
    if faults:
        more = f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""
        raise CorpusError(f"{faults[0]}{more}; --strict says to stop: mend the file first")


def index(
    force: Annotated[
        bool, typer.Option("--force", help="Make it anew, though nothing has changed.")
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="ADDRESS",
            help="Load the corpus into a cluster: opensearch://HOST/NAME.",
        ),
    ] = None,
    shards: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=options.whole(1, 1_024),
            help="With --to: into how many parts it is split (1).",
        ),
    ] = None,
    replicas: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=options.whole(0, 10),
            help="With --to: how many further copies are kept (1).",
        ),
    ] = None,
    format: options.Shape = None,
    color: options.Color = "auto",
    corpus: options.Corpus = None,
    ca_file: options.CaFile = None,
    strict: options.Strict = False,
) -> int:
    """Make the index of a corpus, or bring it up to date, and say what is in it.

    \b
    bcpq index --corpus cuttings
    bcpq index --corpus archive.jsonl --force
    bcpq index --corpus archive.jsonl --to opensearch://localhost:9200/news

    Any command does so when it has to; this one lets you choose when. Interrupted, it leaves the old index in place.
    With --to, readers of the address have the old corpus until the new one is complete; begun again after an
    interruption, loading goes on where it stopped.
    """
    view = output.view(format, color)
    if corpora.is_in_cluster(corpus):
        raise CorpusError(
            "a cluster's corpus is an index already: to load files there, --corpus FILES --to ADDRESS"
        )
    if to is not None and force:
        raise QueryError("--force is for files: with --to, what is complete is not loaded again")
    if to is None and (shards is not None or replicas is not None):
        raise QueryError("--shards and --replicas are for a cluster: say which with --to ADDRESS")
    copies = 1 if replicas is None else replicas
    found, digest = (
        _loaded(corpus, to, ca_file, shards or 1, copies, strict)
        if to is not None
        else _kept(corpus, strict, force)
    )
    output.deliver(listings.status(found), lambda screen: screen.status(found), view, digest)
    return 0


def _kept(corpus: str | None, strict: bool, force: bool) -> tuple[CorpusInfo, str]:
    """Make the index of a corpus on this machine, if need be."""
    from bcpq.cli.status import describe

    place = corpora.locate(corpus)
    if force:
        found, digest = _checked(
            _made(place, corpora.survey(place), lambda line: None), strict, describe, output.note
        )
    else:
        found, digest = with_index((corpus, None), strict, describe)
    if not Path(found.place).is_absolute():
        raise BcpqError(
            f"the index cannot be kept at {cache.path_of(place)}: make room there, or set XDG_CACHE_HOME"
        )
    return found, digest


def _loaded(
    corpus: str | None, to: str, ca_file: str | None, shards: int, replicas: int, strict: bool
) -> tuple[CorpusInfo, str]:
    """Load a corpus into a cluster."""
    from bcpq.cli.status import describe
    from bcpq.corpus import reader as documents
    from bcpq.index.opensearch import client as connection
    from bcpq.index.opensearch import loader

    if not corpora.is_in_cluster(to):
        raise CorpusError("--to takes the address of a cluster: write opensearch://HOST:9200/NAME")
    target = connection.ClusterClient(connection.parse(to), ca_file)
    place = corpora.locate(corpus)
    contents = documents.read(place, corpora.survey(place))
    if strict:
        _refuse([*map(str, contents.faults)])
    with output.bar("loading") as progress:
        loaded = loader.load(
            target, str(place), contents, shards=shards, replicas=replicas, progress=progress
        )
    if loaded.before:
        output.note(f"{loaded.before:,} of {contents.size:,} articles were there already")
    if loaded.live:
        output.note(
            "articles that were added or replaced in the cluster are not in these files, and are left out now"
        )
    if not loaded.copied:
        output.note(f"not all of {replicas} copies could be made: a copy needs a node of its own")
    return with_index((to, ca_file), False, describe)
