"""Opening a corpus for a command: with a bar while its index is made, and notes on stderr."""

from bcpq.api import Corpus
from bcpq.cli import output


def open_corpus(
    path: str | None, ca_file: str | None, strict: bool = False, *, rebuild: bool = False
) -> Corpus:
    """Open the corpus of a command line, which must hold an article; raises as `bcpq.open` does."""
    with output.bar("indexing") as progress:
        corpus = Corpus(path, ca_file=ca_file, strict=strict, progress=progress, notify=output.note)
        if rebuild:
            corpus.rebuild()
        else:
            corpus.refresh()
    return corpus
