"""Articles that are added: written whole or not at all, and over nothing that is there."""

import errno
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bcpq.corpus.create import make_corpus
from bcpq.corpus.reader import parse
from bcpq.errors import AddError, CorpusError
from bcpq.importing.add import (
    TextConflict,
    add_article,
    compose_article,
    decide,
    locate_folder,
)
from bcpq.importing.submission import Overrides, Submission, read_source
from bcpq.model import Document
from tests import samples
from tests.conftest import Bcpq, environment

NOTHING = Overrides()
GAZETTE = Overrides(source="Gazette", date="2024-05-02")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Make an empty corpus."""
    return make_corpus(str(tmp_path / "cuttings"))


def save_page(folder: Path, day: str = "Tuesday", name: str = "page.html") -> str:
    """Save a web page; give its path."""
    (folder / name).write_bytes(samples.news_page(day=day))
    return str(folder / name)


def page(folder: Path, day: str = "Tuesday", name: str = "page.html") -> Submission:
    """Read a web page."""
    return read_source(save_page(folder, day, name), NOTHING)


def files(corpus: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {
        str(path.relative_to(corpus)): path.read_bytes()
        for path in corpus.rglob("*")
        if path.is_file()
    }


def article(corpus: Path, name: str) -> Document:
    """Read an article of a corpus, which must be without fault."""
    document, faults = parse(f"{name}.md", (corpus / f"{name}.md").read_bytes())
    assert not faults
    return document


def test_a_web_page(corpus: Path, tmp_path: Path) -> None:
    """A page comes in with its provenance, and what it was made from is kept."""
    added = add_article(corpus, page(tmp_path), NOTHING)
    assert (added.outcome, added.id) == ("added", "page")
    document = article(corpus, "page")
    assert document.article.source == "Dorset Gazette"
    assert document.article.title == "Council fails"
    assert document.article.published
    assert document.article.published.edtf == "2024-05-02"
    assert (
        document.article.published.basis
        == "stated: the page's own metadata (article:published_time)"
    )
    assert document.roles == {1: "title", 3: "heading", 5: "item", 6: "item"}
    assert document.lead_ins == {5: 4, 6: 4}
    (original,) = (corpus / "originals").iterdir()
    assert original.read_bytes() == samples.news_page()


def test_a_pdf(corpus: Path, tmp_path: Path) -> None:
    """The pages of a PDF come into the article."""
    (tmp_path / "report.pdf").write_bytes(samples.report_pdf())
    submission = read_source(str(tmp_path / "report.pdf"), GAZETTE)
    assert add_article(corpus, submission, GAZETTE).id == "report"
    document = article(corpus, "report")
    assert document.article.length == 20
    assert {*document.pages.values()} == {1, 2}


#: What the reader says of a page, and the lines that its file has then.
SAID = {
    NOTHING: ["published: 2024-05-02", 'title: Council fails'],
    Overrides(date="2024-05"): ["published: 2024-05", 'published_basis: "stated: by whoever'],
    Overrides(date="2024-05?"): ['published: "2024-05?"', 'published_basis: "inferred: by whoev'],
    Overrides(date="[2024-05..2024-06]"): ['published_basis: "inferred: by whoever added it"'],
    Overrides(date="unknown"): ["source: Dorset Gazette\ntitle: Council fails\noriginal_sha256"],
    Overrides(source="Echo", title="“Fails”"): ["source: Echo\n", 'title: "“Fails”"\n'],
    Overrides(url="https://x.org/1"): ['url: "https://x.org/1"\n'],
}  # fmt: skip


@pytest.mark.parametrize("overrides", SAID)
def test_what_the_reader_says(tmp_path: Path, overrides: Overrides) -> None:
    """What the reader says goes before what the page says, and the file tells who said it."""
    data, document = compose_article(page(tmp_path), overrides)
    for line in SAID[overrides]:
        assert line in data.decode()
    assert document.article.id == "page"


def test_the_time_of_adding() -> None:
    """The time of adding is in the front matter, in UTC."""
    before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    data, _ = compose_article(samples.submission("x", b"One."), GAZETTE)
    after = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    (line,) = (line for line in data.decode().splitlines() if line.startswith("fetched: "))
    assert f'fetched: "{before}"' <= line <= f'fetched: "{after}"'


#: An id that an article cannot have, or can.
IDS = {
    "a": True, "x" * 120: True, "x" * 121: False, "a/b": False, "": False, "-a": False,
    "README": False, "readme": False, "readme2": True, "a b": False, "日本": True,
}  # fmt: skip


@pytest.mark.parametrize("identifier", IDS)
def test_ids(identifier: str) -> None:
    """An id has at most 120 characters, those that a locator takes, and is not README."""
    submission = samples.submission("x", b"One.")._replace(id=identifier)
    if IDS[identifier]:
        _, document = compose_article(submission, GAZETTE)
        assert document.article.id == identifier
    else:
        with pytest.raises(AddError, match="can be no id: take letters, digits"):
            compose_article(submission, GAZETTE)


def test_what_a_corpus_cannot_hold() -> None:
    """What would be a faulty article is refused before anything is written."""
    submission = samples.submission("notes", b"One.")
    for overrides, reason in (
        (Overrides(source="P", date="soon"), "notes: published: 'soon' is no date"),
        (Overrides(source="a\x07b", date="2024"), "notes: "),
    ):
        with pytest.raises(AddError) as raised:
            compose_article(submission, overrides)
        assert str(raised.value).startswith(reason)
        assert raised.value.code == "article-malformed"


def there(name: str, text: bytes, **fields: str) -> Document:
    """Make an article that is there."""
    submission = samples.submission(name, text)
    _, document = compose_article(submission, GAZETTE._replace(**fields))
    return document


URL = "https://x.org/1"
THERE = GAZETTE._replace(url=URL)
#: Title: the name, the text and the id of a submission, what the reader says, and what becomes of
#: it beside an article `old` of the text `One.` at that address, without and with `replace`.
CASES: dict[str, tuple[Submission, Overrides, str, str]] = {
    "another text": (samples.submission("new", b"Two."), GAZETTE, "added new", "added new"),
    "the same text": (samples.submission("new", b"One."), THERE, "same old", "same old"),
    "the same text, another source": (
        samples.submission("new", b"One."), THERE._replace(source="E"), "same old", "replaced old",
    ),
    "the same text, another title": (
        samples.submission("new", b"One."), THERE._replace(title="T"), "same old", "replaced old",
    ),
    "the same text, another date": (
        samples.submission("new", b"One."), THERE._replace(date="2023"), "same old", "replaced old",
    ),
    "the same text, no address": (
        samples.submission("new", b"One."), GAZETTE, "same old", "replaced old",
    ),
    "the same id": (samples.submission("old", b"Two."), GAZETTE, "conflict old", "replaced old"),
    "the same id in capitals": (
        samples.submission("OLD", b"Two."), GAZETTE, "conflict old", "replaced old",
    ),
    "the same address": (samples.submission("new", b"Two."), THERE, "conflict old", "replaced old"),
    "the same address, an id of its own": (
        samples.submission("new", b"Two."), THERE._replace(id="new"), "added new", "added new",
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", CASES)
def test_what_becomes_of_it(title: str) -> None:
    """The same text is the same article; another is a conflict with one of its id or address."""
    submission, overrides, kept, replaced = CASES[title]
    articles = [there("else", b"Three."), there("old", b"One.", url=URL)]
    _, document = compose_article(submission, overrides)
    for replace, outcome in ((False, kept), (True, replaced)):
        try:
            addition = decide(submission, overrides, document, articles, replace=replace)
        except TextConflict as conflict:
            assert outcome == f"conflict {conflict.id}"
            assert (conflict.published, conflict.submitted) == ("One.\n", "Two.\n")
            assert conflict.code == "import-conflict"
        else:
            assert outcome == f"{addition.outcome} {addition.id}"


@pytest.mark.parametrize(
    ("name", "is_the_same"), [("page.html", False), ("https://x.org/moved", True)]
)
def test_only_where_a_page_was_found_is_its_address(name: str, is_the_same: bool) -> None:
    """What a saved page gives as its own address, as careless sites do, makes no two pages one."""
    submission = samples.submission("new", b"Two.")
    submission = submission._replace(
        name=name, provenance=submission.provenance._replace(address=URL)
    )
    _, document = compose_article(submission, GAZETTE)
    assert document.article.url == URL
    articles = [there("old", b"One.", url=URL)]
    if is_the_same:
        with pytest.raises(TextConflict):
            decide(submission, GAZETTE, document, articles, replace=False)
    else:
        assert decide(submission, GAZETTE, document, articles, replace=False).outcome == "added"


def test_again_changed_and_replaced(corpus: Path, tmp_path: Path) -> None:
    """The same text again writes nothing; another is refused; `replace` keeps the old one."""
    add_article(corpus, page(tmp_path), NOTHING)
    before = files(corpus)
    again = add_article(corpus, page(tmp_path, name="another.html"), NOTHING)
    assert (again.outcome, again.id) == ("same", "page")
    changed = page(tmp_path, day="Wednesday")
    with pytest.raises(TextConflict) as raised:
        add_article(corpus, changed, NOTHING)
    assert "found on Tuesday." in raised.value.published
    assert "found on Wednesday." in raised.value.submitted
    assert files(corpus) == before
    assert add_article(corpus, changed, NOTHING, replace=True).outcome == "replaced"
    kept = sorted(name.split(".", 2)[2] for name in files(corpus) if name.startswith("originals"))
    assert kept == ["html", "html", "replaced.md"]
    assert b"Wednesday" in (corpus / "page.md").read_bytes()
    assert before["page.md"] in files(corpus).values()


def test_nothing_is_written_over(corpus: Path) -> None:
    """A file that is no article stays."""
    (corpus / "notes.md").write_text("My own notes.\n", encoding="utf-8")
    before = files(corpus)
    for replace in (False, True):
        with pytest.raises(AddError, match=r"notes\.md is there, though it is no article"):
            add_article(corpus, samples.submission("notes", b"One."), GAZETTE, replace=replace)
    assert files(corpus) == before


def test_a_failure_leaves_nothing_behind(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the article cannot be written, what was kept for it goes, too."""

    def fail(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    before = files(corpus)
    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(AddError, match=f"cannot write to {corpus}: the disk is full") as raised:
        add_article(corpus, page(tmp_path), NOTHING)
    assert raised.value.code == "import-unwritable"
    assert files(corpus) == before
    assert not (corpus / "originals").exists()


def test_originals_that_are_no_folder(corpus: Path, tmp_path: Path) -> None:
    """Where nothing can be kept, nothing is added."""
    (corpus / "originals").write_text("", encoding="utf-8")
    before = files(corpus)
    with pytest.raises(AddError, match="cannot write to"):
        add_article(corpus, page(tmp_path), NOTHING)
    assert files(corpus) == before


def test_added_by_two_at_once(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article that somebody else adds meanwhile is not written over."""
    link = os.link

    def add_first(source: Path, target: Path) -> None:
        target.write_text("theirs", encoding="utf-8")
        link(source, target)

    monkeypatch.setattr(os, "link", add_first)
    with pytest.raises(AddError, match="page was added by somebody else just now") as raised:
        add_article(corpus, page(tmp_path), NOTHING)
    assert raised.value.code == "import-conflict"
    assert (corpus / "page.md").read_text(encoding="utf-8") == "theirs"
    assert not (corpus / "originals").exists()


def test_which_folder(corpus: Path, tmp_path: Path) -> None:
    """Articles are added to a folder that is named."""
    (tmp_path / "c.jsonl").write_text("{}", encoding="utf-8")
    assert locate_folder(str(corpus)) == corpus
    for place, reason in (
        (None, "say which corpus to add to"),
        ("", "say which corpus to add to"),
        (str(tmp_path / "c.jsonl"), "is one file: add a line to it"),
        (str(tmp_path / "nowhere"), "no corpus at"),
    ):
        with pytest.raises(CorpusError, match=reason):
            locate_folder(place)


def test_the_command(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """The command says what became of each source, and what differs in a conflict."""
    name = save_page(tmp_path)
    run = bcpq("add", "--corpus", corpus, tmp_path / "none.txt", name)
    assert run.status == 2
    assert run.err.endswith(f"none.txt: {samples.NOT_THERE}\nbcpq: added: page\n")
    assert bcpq("search", "--corpus", corpus, "hire staff").locators[0] == "page:5"
    (tmp_path / "other").mkdir()
    other = save_page(tmp_path / "other", day="Wednesday")
    run = bcpq("add", "--corpus", corpus, name, other)
    assert run.status == 2
    assert run.err.startswith("bcpq: same: page has this text already, nothing to do (--replace ")
    assert "would be page, like another source of this run" in run.err
    run = bcpq("add", "--corpus", corpus, other)
    assert run.status == 2
    assert "--replace puts this in its place, --id beside it" in run.err
    assert "[-Tuesday.-] {+Wednesday.+}" in run.err
    assert bcpq("add", "--corpus", corpus, other, "--replace").err == "bcpq: replaced: page\n"


#: What is wrong with an invocation: what the line says.
WRONG = {
    "{page}": "say which corpus to add to",
    "--corpus {corpus} {notes}": "does not say its source or its date: give --source and --date",
    "--corpus {corpus} {page} {notes} --title T": "are for one source",
    "--corpus {corpus} {page} --url x.org": "x.org is no http or https address: give --url one",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_use(bcpq: Bcpq, corpus: Path, tmp_path: Path, line: str) -> None:
    """Whatever is wrong is one line and exit 2, and the corpus is as it was."""
    (tmp_path / "notes.txt").write_text("A note.", encoding="utf-8")
    places = {"corpus": corpus, "page": save_page(tmp_path), "notes": tmp_path / "notes.txt"}
    before = files(corpus)
    run = bcpq("add", *(part.format(**places) for part in line.split()))
    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert WRONG[line] in run.err
    assert files(corpus) == before


def test_what_is_not_known_is_asked_for(corpus: Path, cache: Path, tmp_path: Path) -> None:
    """On a terminal, source and date are asked for, until the answer will do."""
    (tmp_path / "notes.txt").write_text("A note.", encoding="utf-8")
    main, side = pty.openpty()
    arguments = ["add", "--corpus", str(corpus), str(tmp_path / "notes.txt")]
    run = subprocess.Popen(
        [sys.executable, "-m", "bcpq", *arguments],
        env=environment(cache),
        stdin=side,
        stdout=side,
        stderr=side,
    )
    os.close(side)
    os.write(main, b"\nGazette\nlast Tuesday\n2024-05\n")
    assert run.wait(30) == 0
    printed = os.read(main, 65_536).decode()
    os.close(main)
    assert printed.count("Who published it?") == printed.count("When was it published") == 2
    assert "'last Tuesday' is no date" in printed
    text = (corpus / "notes.md").read_text(encoding="utf-8")
    assert "source: Gazette\n" in text
    assert "published: 2024-05\n" in text
