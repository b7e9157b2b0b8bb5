"""Makes a new corpus: a folder for articles of the reader's own."""

import shlex
from pathlib import Path

from bcpq.corpus.files import locate, make_printable, path_in, survey
from bcpq.errors import CorpusError, QueryError

_README = (
    "# A corpus for bcpq\n\n"
    "Each file *.md is an article: front matter (source, title, published ...), then its text. "
    "To put one in:\n"
    "`bcpq add --corpus {name} FILE`. The folder `originals` keeps what it was made from. "
    "The texts are their publishers'.\n"
)


def make_corpus(folder: str, *, with_examples: bool = False) -> Path:
    """Make a folder for articles, with a README that says what belongs in it.

    Args:
        folder: Where; what is missing above it is made, too.
        with_examples: Put in the five articles that come with bcpq.

    Returns:
        The folder.

    Raises:
        CorpusError: Something is there already, or it is no place of a folder.
        QueryError: `folder` is empty.
    """
    if "://" in folder:
        raise CorpusError(
            "bcpq init makes a folder: a corpus of a cluster is made with bcpq index --to ADDRESS",
            code="corpus-invalid",
        )
    if not folder.strip():
        raise QueryError("DIR is empty: say which folder to make", code="usage")
    place = Path(folder).expanduser()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise CorpusError(
            f"{make_printable(folder)} is there already and not empty: choose another name, "
            "or add to it with bcpq add",
            code="corpus-exists",
        )
    place.mkdir(parents=True, exist_ok=True)
    readme = _README.format(name=shlex.quote(place.resolve().name))
    (place / "README.md").write_text(readme, encoding="utf-8")
    if with_examples:
        bundled = locate(None)
        for file in survey(bundled):
            (place / file.name).write_bytes(path_in(bundled, file).read_bytes())
    return place
