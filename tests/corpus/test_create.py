"""New corpora."""

from pathlib import Path

import pytest

from bcpq.corpus.create import make_corpus
from bcpq.corpus.files import locate, survey
from bcpq.corpus.reader import read
from bcpq.errors import BcpqError


def test_a_new_corpus(tmp_path: Path) -> None:
    """A folder is made with what is missing above it, and a README that says how to go on."""
    place = make_corpus(str(tmp_path / "my own" / "cuttings"))
    assert place == tmp_path / "my own" / "cuttings"
    assert [path.name for path in place.iterdir()] == ["README.md"]
    assert "`bcpq add --corpus cuttings FILE`" in (place / "README.md").read_text(encoding="utf-8")
    named = make_corpus(str(tmp_path / "two words"))
    assert "--corpus 'two words' FILE" in (named / "README.md").read_text(encoding="utf-8")


def test_a_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may be named from the reader's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert make_corpus("~/cuttings") == tmp_path / "cuttings"


def test_the_five_articles(tmp_path: Path) -> None:
    """The five articles are put in on demand, as they are."""
    bundled = locate(None)
    place = make_corpus(str(tmp_path / "new"), with_examples=True)
    contents = read(place, survey(place))
    assert (contents.size, contents.faults) == (5, ())
    for file in survey(bundled):
        assert (place / file.name).read_bytes() == (bundled / file.name).read_bytes()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    """An empty folder that is there is taken."""
    assert make_corpus(str(tmp_path)) == tmp_path


@pytest.mark.parametrize(
    ("folder", "reason", "code"),
    [
        ("full", "full is there already and not empty: choose another name", "corpus-exists"),
        ("file", "file is there already and not empty: choose another name", "corpus-exists"),
        ("opensearch://h/x", "bcpq init makes a folder: a corpus of a cluster", "corpus-invalid"),
        (" ", "DIR is empty: say which folder to make", "usage"),
    ],
)
def test_where_no_corpus_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, reason: str, code: str
) -> None:
    """Nothing that is there is touched."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    before = sorted(path for path in tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BcpqError) as raised:
        make_corpus(folder)
    assert str(raised.value).startswith(reason)
    assert raised.value.code == code
    assert sorted(path for path in tmp_path.rglob("*")) == before
