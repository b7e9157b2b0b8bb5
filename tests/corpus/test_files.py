"""The five articles, and which files make a corpus."""

import hashlib
import os
import re
from pathlib import Path

import pytest

from bcpq.corpus.files import is_in_cluster, locate, make_printable, path_in, survey
from bcpq.corpus.reader import read
from bcpq.errors import CorpusError
from bcpq.text.sentences import lines
from tests import samples

#: sha256 of the source texts, as they were received.
SOURCES = {
    "bbc-2022": "b1e52bc5e7d918a13a4b60222872d644ad8e15bff31a4f7100f20061e5a7af7c",
    "community-care-2022": "848adb0891df79e094f91f65d3737c8e6bc88d155f603017741776c69082e597",
    "echo-2020": "beecad7b87b1e37f685512d7730de78fd9a7000d801e50974b65b677e349bccf",
    "echo-2024": "41b8e2cf20f02fddec56b1f2f2c210f5b041962e0418976dc4d8ebe026394316",
    "farleys-2022": "0fedd8bcffd94f4f696782fde0955f2fb9e23c5fc5f566734de7217f0ddd2c5e",
}


@pytest.mark.parametrize("name", SOURCES)
def test_body_is_the_source_text(name: str) -> None:
    """An article's body is its source text, byte for byte, and its front matter says so."""
    data = (samples.CORPUS / f"{name}.md").read_bytes()
    body = data.split(b"\n---\n", 1)[1]
    assert hashlib.sha256(body).hexdigest() == SOURCES[name]
    assert f"sha256: {SOURCES[name]}".encode() in data


def test_five_articles_are_read_whole() -> None:
    """The corpus has five articles without a fault, in order of date, with their provenance."""
    contents = read(samples.CORPUS, survey(samples.CORPUS))
    documents = list(contents.documents)
    assert contents.faults == ()
    assert [(d.article.id, d.article.length) for d in documents] == [
        ("echo-2020", 28), ("community-care-2022", 33), ("farleys-2022", 13), ("bbc-2022", 22),
        ("echo-2024", 31),
    ]  # fmt: skip
    inferred = 0
    for document in documents:
        article = document.article
        assert article.published is not None
        assert article.published.basis is not None
        assert article.url is not None
        assert article.length == len(lines(document.body))
        inferred += article.published.inferred
    assert inferred == 4


def test_readme_accounts_for_each_text() -> None:
    """The corpus's README names every text, and whose it is."""
    text = (samples.CORPUS / "README.md").read_text(encoding="utf-8")
    assert all(name in text for name in SOURCES)
    assert "belong to their publishers" in re.sub(r"\s+", " ", text)


def test_which_files_are_articles(tmp_path: Path) -> None:
    """Articles are the regular `*.md` files of a folder, but for its README and hidden files."""
    for name in ("b.md", "a.md", "README.md", "readme.md", ".hidden.md", "notes.txt", "c.MD"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "sub.md").mkdir()
    (tmp_path / "gone.md").symlink_to("nowhere")
    files = survey(tmp_path)
    assert [file.name for file in files] == ["a.md", "b.md", "gone.md"]
    assert [file.size for file in files] == [1, 1, 0]
    assert path_in(tmp_path, files[0]) == tmp_path / "a.md"


def test_a_file_of_lines(tmp_path: Path) -> None:
    """A `.jsonl` file is a corpus of its own."""
    path = tmp_path / "c.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    (file,) = survey(path)
    status = path.stat()
    assert file == ("c.jsonl", 3, status.st_mtime_ns, status.st_ctime_ns)
    assert path_in(path, file) == path


def test_a_folder_that_is_called_like_a_file(tmp_path: Path) -> None:
    """A folder may have any name."""
    folder = tmp_path / "c.jsonl"
    samples.write(folder, "a")
    assert locate(str(folder)) == folder
    (file,) = survey(folder)
    assert path_in(folder, file) == folder / "a.md"


#: What is chosen as a corpus, what the line says, and the code.
NO_CORPUS = {
    "missing": ("no corpus at {}/missing: give a folder", "corpus-missing"),
    "file": ("the corpus {}/file is no folder of articles (*.md) and no .jsonl", "corpus-invalid"),
    "file/below": ("cannot read the corpus {}/file/below: ", "corpus-unreadable"),
    " ": ("--corpus is empty: give a folder", "corpus-invalid"),
    "https://x.org/c": ("https:// is no place of a corpus: a cluster's", "corpus-invalid"),
}


@pytest.mark.parametrize("chosen", NO_CORPUS)
def test_a_corpus_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    """What is no corpus is refused with the reason."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    message, code = NO_CORPUS[chosen]
    with pytest.raises(CorpusError) as raised:
        locate(chosen)
    assert str(raised.value).startswith(message.format(tmp_path))
    assert raised.value.code == code


def test_a_folder_without_articles(tmp_path: Path) -> None:
    """An empty folder is no corpus yet; one that went away cannot be read."""
    with pytest.raises(CorpusError, match="no articles in .*: put one in with") as raised:
        survey(tmp_path)
    assert raised.value.code == "corpus-empty"
    with pytest.raises(CorpusError, match="cannot read the corpus") as raised:
        survey(tmp_path / "gone")
    assert raised.value.code == "corpus-unreadable"


def test_where_the_five_articles_are() -> None:
    """Without a choice the corpus is the five articles."""
    assert {file.name.removesuffix(".md") for file in survey(locate(None))} == set(SOURCES)


@pytest.mark.parametrize(
    ("chosen", "is_one"),
    [("opensearch://h/x", True), ("OpenSearchs://h/x", True), ("opensearch:/h", False),
     ("./opensearch://h", False), (None, False)],
)  # fmt: skip
def test_a_corpus_in_a_cluster(chosen: str | None, is_one: bool) -> None:
    """A corpus that a cluster keeps is told by its scheme."""
    assert is_in_cluster(chosen) == is_one


@pytest.mark.parametrize(
    ("name", "printed"),
    [("a b.md", "a b.md"), ("é", "é"), ("x\x1b[31m", "x\\x1b[31m"), ("a\nb", "a\\nb"),
     (os.fsdecode(b"\xff.md"), "\\udcff.md"), ("\u202e", "\\u202e")],
)  # fmt: skip
def test_printable_names(name: str, printed: str) -> None:
    """No name of a file harms a terminal."""
    assert make_printable(name) == printed
