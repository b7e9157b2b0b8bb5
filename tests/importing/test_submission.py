"""Submissions: what is read of a file, and what has still to be said of it."""

from pathlib import Path

import pytest

from bcpq.errors import AddError
from bcpq.importing.submission import (
    Overrides,
    list_missing,
    read_source,
    require_complete,
)
from tests import samples

NOTHING = Overrides()


def save(folder: Path, name: str, data: bytes) -> str:
    """Write a file; give its path."""
    (folder / name).write_bytes(data)
    return str(folder / name)


#: A file's name and bytes, and the suffix that its original is kept under.
KEPT = {
    ("a.txt", b"A note."): ".txt",
    ("a.TXT", b"A note."): ".txt",
    ("a.htm", samples.news_page()): ".htm",
    ("a.html", samples.news_page()): ".html",
    ("a.txt", samples.report_pdf()): ".pdf",
    ("a.png", samples.report_pdf()): ".pdf",
}


@pytest.mark.parametrize("case", KEPT)
def test_what_is_kept(tmp_path: Path, case: tuple[str, bytes]) -> None:
    """A file is kept as it was found, under its own suffix if that is right."""
    name, data = case
    submission = read_source(save(tmp_path, name, data), NOTHING)
    assert submission.data == data
    assert submission.suffix == KEPT[case]
    assert submission.id == "a"


#: A file's name, and the id that is made of it.
IDS = {
    "Some Notes.txt": "some-notes",
    "Réunion de l’été.txt": "reunion-de-l-ete",
    "2024.05.02 minutes.txt": "2024.05.02-minutes",
    "-draft-.txt": "draft",
    "日本.txt": "日本",
    "…!.txt": "",
    f"{'x' * 61}.txt": "x" * 60,
    f"{'x' * 59} y.txt": "x" * 59,
}


@pytest.mark.parametrize("name", IDS)
def test_ids(tmp_path: Path, name: str) -> None:
    """An id is made of a file's name, in at most 60 characters; one that is given is taken."""
    path = save(tmp_path, name, b"A note.")
    assert read_source(path, NOTHING).id == IDS[name]
    assert read_source(path, Overrides(id="mine")).id == "mine"


def test_an_article_of_another_corpus() -> None:
    """A file with front matter keeps its fields."""
    submission = read_source(str(samples.CORPUS / "bbc-2022.md"), NOTHING)
    provenance, extraction = submission.provenance, submission.extraction
    assert submission.id == "bbc-2022"
    assert provenance.source == "BBC News"
    assert provenance.published == "2022-11?"
    assert provenance.basis
    assert provenance.basis.startswith("inferred: ")
    assert provenance.address == "https://www.bbc.co.uk/news/uk-england-dorset-63569117"
    assert extraction.roles[11] == "heading"
    assert len(extraction.paragraphs) == 22
    assert list_missing(submission, NOTHING) == []


#: Text with front matter of some kind, what the reader gives as its source, and its paragraphs.
FRONT_MATTER = {
    "an article": (b"---\nsource: P\n---\nOne.\n\nTwo.\n", None, ("One.", "Two.")),
    "after a byte order mark": (b"\xef\xbb\xbf---\nsource: P\n---\nOne.\n", None, ("One.",)),
    "another program's": (b"---\nlayout: post\n---\nOne.\n", "Paper", ("One.",)),
    "a rule": (b"---\nOne.\n", None, ("---", "One.")),
    "text over rules": (b"One.\n\n---\nTwo.\n---\n", None, ("One.", "---", "Two.", "---")),
}  # fmt: skip


@pytest.mark.parametrize("title", FRONT_MATTER)
def test_front_matter(tmp_path: Path, title: str) -> None:
    """Front matter is read or left out; a rule of Markdown is none."""
    data, source, paragraphs = FRONT_MATTER[title]
    submission = read_source(save(tmp_path, "a.md", data), Overrides(source=source))
    assert submission.extraction.paragraphs == paragraphs


#: Front matter that is refused, and the line and the reason.
REFUSED = {
    b"---\nlayout: post\n---\nOne.\n": ":1: has no source: add one",
    b"---\nsource: P\npublished: soon\n---\nOne.\n": ":3: published: 'soon' is no date",
    b"---\nsource: P\n---\nOne.\ncaf\xe9": ":5: is not UTF-8",
}


@pytest.mark.parametrize("data", REFUSED)
def test_faulty_front_matter(tmp_path: Path, data: bytes) -> None:
    """A file whose front matter is faulty is refused at its line."""
    path = save(tmp_path, "a.md", data)
    with pytest.raises(AddError) as raised:
        read_source(path, NOTHING)
    assert str(raised.value).startswith(f"{path}{REFUSED[data]}")
    assert raised.value.code == "article-malformed"


#: The name and the bytes of a file that is none, the line that is shown, and its code.
UNREADABLE = {
    "nowhere.txt": (None, f"cannot read {{}}: {samples.NOT_THERE}", "import-unreadable"),
    "x.png": (
        b"\x89PNG",
        "{} is no .txt, .md, .html or .pdf file, and no http or https address",
        "import-unsupported",
    ),
    "empty.txt": (b" \n", "{} has no text", "import-unreadable"),
    "latin.txt": (b"caf\xe9", "{}:1: is not UTF-8", "import-unreadable"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    """What cannot become an article is refused by name."""
    data, message, code = UNREADABLE[name]
    path = save(tmp_path, name, data) if data else str(tmp_path / name)
    with pytest.raises(AddError) as raised:
        read_source(path, NOTHING)
    assert str(raised.value).startswith(message.format(path))
    assert raised.value.code == code


def test_an_address_is_of_http() -> None:
    """What has a scheme is an address, and must be one of the web."""
    with pytest.raises(AddError, match="ftp://example.org/x is no http or https address"):
        read_source("ftp://example.org/x", NOTHING)


def test_a_stated_address_comes_first(tmp_path: Path) -> None:
    """The address that the reader gives is taken before the page's own."""
    head = '<link rel="canonical" href="https://x.org/1">'
    path = save(tmp_path, "a.html", samples.news_page(head))
    assert read_source(path, NOTHING).provenance.address == "https://x.org/1"
    given = Overrides(url="https://y.org/2")
    assert read_source(path, given).provenance.address == "https://y.org/2"


#: What the reader says of a note, and what has still to be said.
MISSING = {
    NOTHING: "its source or its date: give --source and --date",
    Overrides(source="P"): "its date: give --date",
    Overrides(date="2024"): "its source: give --source",
    Overrides(date="unknown"): "its source: give --source",
    Overrides(source="P", date="2024"): None,
}


@pytest.mark.parametrize("overrides", MISSING)
def test_what_is_missing(tmp_path: Path, overrides: Overrides) -> None:
    """A source, a date and an id have to be known, or said."""
    path = save(tmp_path, "notes.txt", b"A note.")
    submission = read_source(path, overrides)
    expected = MISSING[overrides]
    if expected is None:
        require_complete(submission, overrides)
        nameless = submission._replace(id="")
        assert list_missing(nameless, overrides) == ["id"]
        assert list_missing(nameless, overrides._replace(id="x")) == []
    else:
        with pytest.raises(AddError) as raised:
            require_complete(submission, overrides)
        assert str(raised.value) == f"{path} does not say {expected}"
        assert raised.value.code == "import-incomplete"
