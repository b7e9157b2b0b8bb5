"""The commands that make an index, and say what is in it."""

from pathlib import Path

from bcpq import __version__
from bcpq.api import Corpus, load
from bcpq.cli import output
from bcpq.cli.opening import open_corpus
from bcpq.cli.options import Colour, Format
from bcpq.corpus import files
from bcpq.errors import CorpusError, StoreError, UsageError
from bcpq.render import formats


def index(
    *,
    force: bool,
    to: str | None,
    shards: int | None,
    replicas: int | None,
    format: Format | None,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Make the index of a corpus, or bring it up to date, and say what is in it.

    \b
    bcpq index --corpus cuttings
    bcpq index --corpus archive.jsonl --force
    bcpq index --corpus archive.jsonl --to opensearch://localhost:9200/news

    Any command does so when it has to; this one lets you choose when. Interrupted, it leaves the old index in place.
    With --to, readers of the address have the old corpus until the new one is complete; begun again after an
    interruption, loading goes on where it stopped.
    """  # noqa: E501
    view = output.view(format, color)
    if files.is_in_cluster(corpus):
        raise CorpusError(
            "a cluster's corpus is an index already: to load files there, "
            "--corpus FILES --to ADDRESS",
            code="usage",
        )
    if to is not None and force:
        raise UsageError("--force is for files: with --to, what is complete is not loaded again")
    if to is None and (shards is not None or replicas is not None):
        raise UsageError("--shards and --replicas are for a cluster: say which with --to ADDRESS")
    if to is None:
        opened = _open_files(corpus, force, strict)
    else:
        copies = 1 if replicas is None else replicas
        _load_cluster(corpus, to, ca_file, shards or 1, copies, strict)
        opened = open_corpus(to, ca_file)
    with opened:
        _deliver_info(opened, view)
    return 0


def _open_files(path: str | None, force: bool, strict: bool) -> Corpus:
    """Open a corpus on this machine, whose index must be kept."""
    corpus = open_corpus(path, None, strict, rebuild=force)
    place = corpus.info().place
    if not Path(place).is_absolute():
        raise StoreError(
            f"the index cannot be kept at {corpus.index_path}: make room there, "
            "or set XDG_CACHE_HOME",
            code="index-unwritable",
        )
    return corpus


def _load_cluster(
    corpus: str | None, to: str, ca_file: str | None, shards: int, replicas: int, strict: bool
) -> None:
    """Load a corpus into a cluster, and say what came of it."""
    with output.bar("loading") as progress:
        report = load(
            corpus,
            to,
            shards=shards,
            replicas=replicas,
            ca_file=ca_file,
            strict=strict,
            progress=progress,
        )
    if report.already_stored:
        output.note(f"{report.already_stored:,} of {report.articles:,} articles were there already")
    if report.drops_added:
        output.note(
            "articles that were added or replaced in the cluster are not in these files, "
            "and are left out now"
        )
    if not report.all_copies_made:
        output.note(f"not all of {replicas} copies could be made: a copy needs a node of its own")


def status(
    *,
    stamp: str | None,
    format: Format | None,
    color: Colour,
    corpus: str | None,
    ca_file: str | None,
    strict: bool,
) -> int:
    """Say which corpus and index are in use, and what is in them.

    \b
    bcpq status
    bcpq status --corpus cuttings --format json
    bcpq status --stamp - < result.json       is all as it was for this result?
    """
    view = output.view(format, color)
    if stamp is not None:
        return _compare(stamp, view, corpus, ca_file, strict)
    with open_corpus(corpus, ca_file, strict) as opened:
        _deliver_info(opened, view)
    return 0


def _deliver_info(corpus: Corpus, view: output.View) -> None:
    info = corpus.info()
    output.deliver(formats.lay_out_info(info), lambda screen: screen.info(info), view, corpus)


def _compare(
    stamp: str, view: output.View, corpus: str | None, ca_file: str | None, strict: bool
) -> int:
    """Say what is not as it was when a result was stamped."""
    from bcpq.search.stamp import parse_stamp

    then = parse_stamp(output.stdin() if stamp == "-" else stamp)
    with open_corpus(corpus, ca_file, strict) as opened:
        differences = opened.differences(then)
        layouts = formats.lay_out_differences(then, differences)
        output.deliver(layouts, None, view.plain, opened)
    if then.bcpq != __version__:
        output.note(f"the stamp is of bcpq {then.bcpq}, this is {__version__}")
    return 1 if differences else 0
