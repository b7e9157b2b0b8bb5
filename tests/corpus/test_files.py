"""The five articles, and which files make a corpus."""

import hashlib
import re
from pathlib import Path

import pytest

from bcpq.corpus import files as corpus
from bcpq.corpus import reader as documents
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
    """The corpus has five articles without a fault, in order of date, each with its provenance."""
    found = documents.read(samples.CORPUS, corpus.survey(samples.CORPUS))
    assert found.faults == ()
    assert [d.article.id for d in found.documents] == [
        "echo-2020", "community-care-2022", "farleys-2022", "bbc-2022", "echo-2024",
    ]  # fmt: skip
    assert [d.article.length for d in found.documents] == [28, 33, 13, 22, 31]
    for document in found.documents:
        article = document.article
        assert article.published is not None
        assert article.published.basis is not None
        assert article.url is not None
        assert article.length == len(lines(document.body))
    assert (
        sum(bool(d.article.published and d.article.published.inferred) for d in found.documents)
        == 4
    )


def test_readme_accounts_for_each_text() -> None:
    """The corpus's README names every text, and whose it is."""
    text = (samples.CORPUS / "README.md").read_text()
    assert all(name in text for name in SOURCES)
    assert "belong to their publishers" in re.sub(r"\s+", " ", text)


def test_which_files_are_articles(tmp_path: Path) -> None:
    """Articles are the regular `*.md` files of the folder itself, but for its README and hidden files."""
    for name in ("b.md", "a.md", "README.md", ".hidden.md", "notes.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub.md").mkdir()
    (tmp_path / "gone.md").symlink_to("nowhere")
    assert [entry.name for entry in corpus.survey(tmp_path)] == ["a.md", "b.md", "gone.md"]


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    """A folder that is missing, a file, or without articles is refused with the reason."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorpusError, match="no corpus at"):
        corpus.locate(str(tmp_path / "missing"))
    with pytest.raises(CorpusError, match="no folder of articles"):
        corpus.locate(str(tmp_path / "file"))
    with pytest.raises(CorpusError, match="no articles in"):
        corpus.survey(tmp_path)
