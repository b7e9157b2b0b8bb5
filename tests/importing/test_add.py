"""Articles on their way into a corpus: read, asked about, written whole or not at all."""

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fpdf import FPDF

from bcpq.corpus import reader as documents
from bcpq.errors import AddError
from bcpq.formats import html as importers
from bcpq.importing import add as library
from bcpq.importing.add import Overrides
from tests.conftest import Bcpq, environment

NEWS = """<html><head><title>Council fails - Dorset Gazette</title>
<meta property="og:site_name" content="Dorset Gazette">{meta}</head><body>
<nav><a href="/">Home</a> <a href="/news">All the news</a></nav><article><h1>Council fails</h1>
<p>The council has failed to do what it said it would do, the inspectors found on {day}.</p><h2>What next</h2>
<p>“We will try,” said Ms Smith, who leads the council of Poole. There are three things to do:</p>
<ul><li>hire more staff for the teams</li><li>keep the staff that it has</li></ul></article>
<footer>Copyright, all rights reserved, cookies</footer></body></html>"""
STATED = '<meta property="article:published_time" content="2024-05-02T09:00:00Z">'
SAME = " has this text already, nothing to do (--replace changes what is said of it)"
BY = ("--source", "Gazette", "--date", "2024-05-02")


@pytest.fixture
def corpus(bcpq: Bcpq, tmp_path: Path) -> Path:
    """Make an empty corpus."""
    assert bcpq("init", tmp_path / "cuttings").status == 0
    return tmp_path / "cuttings"


def page(folder: Path, name: str = "page.html", meta: str = STATED, day: str = "Tuesday") -> Path:
    """Save a web page."""
    path = folder / name
    path.write_text(NEWS.format(meta=meta, day=day), encoding="utf-8")
    return path


def report(folder: Path) -> Path:
    """Make a PDF of two pages with running heads, page numbers and a paragraph over the end of a page."""
    pdf = _Report()
    pdf.add_page()
    pdf.set_font("times", size=12)
    for number in range(1, 21):
        text = f"Paragraph {number} says that the council has spent more on well-known teams than before, and that the "
        pdf.multi_cell(
            0,
            6,
            text
            + f"agency staff whom it took on have stayed for the most part of the year {number}.",
        )
        pdf.ln(4)
    path = folder / "report.pdf"
    pdf.output(str(path))
    return path


class _Report(FPDF):
    def header(self) -> None:
        self.set_font("helvetica", size=9)
        self.cell(0, 8, "Dorset Council: annual report 2024")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 8, f"Page {self.page_no()} of 2", align="C")


def test_a_web_page(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """The main text comes in with its headings and list, its title, site and date; menus and notices do not."""
    run = bcpq("add", "--corpus", corpus, page(tmp_path))
    assert (run.status, run.err) == (0, "bcpq: added: page\n")
    document, faults = documents.parse("page.md", (corpus / "page.md").read_bytes())
    article = document.article
    assert not faults
    assert (article.source, article.title) == ("Dorset Gazette", "Council fails")
    assert article.published
    assert (article.published.edtf, article.published.inferred) == ("2024-05-02", False)
    assert article.published.basis == "stated: the page's own metadata (article:published_time)"
    assert document.roles == {1: "title", 3: "heading", 5: "item", 6: "item"}
    assert document.lead_ins == {5: 4, 6: 4}
    assert "Copyright" not in document.body
    assert "All the news" not in document.body
    found = bcpq("search", "--corpus", corpus, "hire staff")
    assert found.locators[0] == "page:5"


def test_a_guessed_date_is_inferred(tmp_path: Path) -> None:
    """A date that only stands in the text is kept as inferred, with its basis."""
    read = library.read(str(page(tmp_path, meta="", day="3 May 2024")), Overrides())
    assert read.page.published is None or read.page.published.endswith("?")
    dated = importers.from_html(
        page(tmp_path, meta="").read_bytes(), "x", "https://x.org/2024/05/03/council-fails"
    )
    assert dated.published == "2024-05-03?"
    assert dated.basis
    assert dated.basis.startswith("inferred: ")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_whatever_the_charset_says(tmp_path: Path, encoding: str) -> None:
    """A page in another encoding than it says is read all the same."""
    text = (
        NEWS.format(meta='<meta charset="utf-8">', day="Tuesday, a café said")
        .replace("“", '"')
        .replace("”", '"')
    )
    read = importers.from_html(text.encode(encoding), "x", None)
    assert any("café said" in paragraph for paragraph in read.paragraphs)


def test_a_pdf(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """Lines become paragraphs, running heads and page numbers are left out, each paragraph knows its page."""
    run = bcpq(
        "add",
        "--corpus",
        corpus,
        report(tmp_path),
        "--source",
        "Dorset Council",
        "--date",
        "2024-05",
    )
    assert run.status == 0
    document, _ = documents.parse("report.md", (corpus / "report.md").read_bytes())
    lines = [line for line in document.body.split("\n") if line]
    assert len(lines) == 20
    assert all(line.startswith(f"Paragraph {number} says") for number, line in enumerate(lines, 1))
    assert all(line.endswith(f"of the year {number}.") for number, line in enumerate(lines, 1))
    assert sorted({*document.pages.values()}) == [1, 2]
    last = bcpq("cite", "--corpus", corpus, "report:20").out
    assert "paragraph 20, page 2" in last
    assert "page 2" in bcpq("show", "--corpus", corpus, "report:20", "--format", "text").out


def test_the_pdfs_own_date_is_inferred(tmp_path: Path) -> None:
    """The day a PDF was made on is only a sign of when it was published."""
    read = importers.from_pdf(report(tmp_path).read_bytes(), "report.pdf")
    assert read.published
    assert read.published.endswith("?")
    for odd in (b"D:20240001", b"D:20990101", b"D:1"):
        data = re.sub(rb"D:[0-9]{8}", odd, report(tmp_path).read_bytes())
        assert importers.from_pdf(data, "report.pdf").published is None


def test_text(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """Text hard-wrapped between blank lines becomes paragraphs; a Markdown heading stays one."""
    (tmp_path / "Some Notes.txt").write_text(
        "# Costs\nThe first\nparagraph.\n\nThe second\none.\n", encoding="utf-8"
    )
    (tmp_path / "lines.md").write_text("One line.\nAnother line.\n", encoding="utf-8")
    assert (
        bcpq(
            "add", "--corpus", corpus, tmp_path / "Some Notes.txt", tmp_path / "lines.md", *BY
        ).status
        == 0
    )
    shown = bcpq("show", "--corpus", corpus, "some-notes").out
    assert [line.split("\t")[3] for line in shown.splitlines()] == [
        "# Costs",
        "The first paragraph.",
        "The second one.",
    ]
    assert len(bcpq("show", "--corpus", corpus, "lines").out.splitlines()) == 2


def test_an_article_of_another_corpus(bcpq: Bcpq, corpus: Path) -> None:
    """A file with front matter keeps its fields."""
    from tests import samples

    assert bcpq("add", "--corpus", corpus, samples.CORPUS / "bbc-2022.md").status == 0
    document, _ = documents.parse("bbc-2022.md", (corpus / "bbc-2022.md").read_bytes())
    assert document.article.published
    assert document.article.published.edtf == "2022-11?"
    assert document.roles[11] == "heading"
    assert document.article.url == "https://www.bbc.co.uk/news/uk-england-dorset-63569117"


def test_again_changed_and_replaced(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """The same text again does nothing; another is refused with what differs; --replace keeps the old one."""
    bcpq("add", "--corpus", corpus, page(tmp_path))
    before = {path.name: path.read_bytes() for path in corpus.rglob("*") if path.is_file()}
    again = bcpq("add", "--corpus", corpus, page(tmp_path), "--id", "another")
    assert (again.status, again.err) == (0, f"bcpq: same: page{SAME}\n")
    changed = page(tmp_path, day="Wednesday")
    refused = bcpq("add", "--corpus", corpus, changed)
    assert refused.status == 2
    assert "[-Tuesday.-] {+Wednesday.+}" in refused.err
    assert "--replace" in refused.err
    assert {path.name: path.read_bytes() for path in corpus.rglob("*") if path.is_file()} == before
    assert bcpq("add", "--corpus", corpus, changed, "--replace").err == "bcpq: replaced: page\n"
    kept = sorted(path.name.split(".", 2)[2] for path in (corpus / "originals").iterdir())
    assert kept == ["html", "html", "replaced.md"]
    assert b"Wednesday" in (corpus / "page.md").read_bytes()


#: What is wrong with an invocation: what the line says.
WRONG = {
    "{page}": "say which corpus to add to",
    "--corpus {corpus} {notes}": "does not say its source or its date: give --source and --date",
    "--corpus {corpus} {page} --date soon": "'soon' is no date",
    "--corpus {corpus} {page} --id a/b": "a/b can be no id: take letters",
    "--corpus {corpus} {page} {notes} --title T": "are for one source",
    "--corpus {corpus} {nowhere}": "cannot read {nowhere}: No such file",
    "--corpus {corpus} {picture}": "is no .txt, .md, .html or .pdf file",
    "--corpus {corpus} {broken}": "cannot be read as PDF",
    "--corpus {corpus} {empty} --source S --date 2022": "has no text",
    "--corpus {corpus} {blank}": "no article can be found",
    "--corpus {corpus} {latin} --source S --date 2022": "is not UTF-8",
    "--corpus {corpus} ftp://example.org/x": "is no http or https address",
    "--corpus {corpus} http://127.0.0.1:1/": "nothing answers there",
    "--corpus {lines} {page}": "is one file: add a line to it",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_use(bcpq: Bcpq, corpus: Path, tmp_path: Path, line: str) -> None:
    """Whatever is wrong is one line and exit 2, and the corpus is as it was."""
    places = {"nowhere": tmp_path / "nowhere"}
    files = {"picture": ("x.png", b"\x89PNG"), "broken": ("x.pdf", b"%PDF-1.4 nonsense"), "empty": ("x.txt", b" \n"),
             "blank": ("x.html", b"<html></html>"), "latin": ("y.txt", b"caf\xe9"), "notes": ("notes.txt", b"A note."),
             "lines": ("c.jsonl", b'{"id": "a", "source": "s", "text": "t"}\n')}  # fmt: skip
    for name, (file, data) in files.items():
        places[name] = tmp_path / file
        places[name].write_bytes(data)
    values = {**places, "corpus": corpus, "page": page(tmp_path)}
    before = sorted(corpus.rglob("*"))
    run = bcpq("add", *(part.format(**values) for part in line.split()))
    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert WRONG[line].format(**values) in run.err
    assert sorted(corpus.rglob("*")) == before


def test_what_is_not_known_is_asked_for(corpus: Path, cache: Path, tmp_path: Path) -> None:
    """On a terminal, source and date are asked for, until the answer will do."""
    (tmp_path / "notes.txt").write_text("A note.", encoding="utf-8")
    main, side = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "bcpq",
        "add",
        "--corpus",
        str(corpus),
        str(tmp_path / "notes.txt"),
    ]
    run = subprocess.Popen(command, env=environment(cache), stdin=side, stdout=side, stderr=side)
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


def test_what_is_said_of_a_text_can_be_mended(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """The same text with another source or date replaces what was said of it, on demand only."""
    bcpq("add", "--corpus", corpus, page(tmp_path))
    assert "same: page" in bcpq("add", "--corpus", corpus, page(tmp_path), "--source", "Echo").err
    again = bcpq(
        "add",
        "--corpus",
        corpus,
        page(tmp_path),
        "--source",
        "Echo",
        "--date",
        "2024-05?",
        "--replace",
    )
    assert again.err == "bcpq: replaced: page\n"
    text = (corpus / "page.md").read_text(encoding="utf-8")
    assert "source: Echo\n" in text
    assert 'published_basis: "inferred: by whoever added it"' in text


def test_nothing_is_written_over(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """A file that is no article stays; README is no id; two sources of one name need two ids."""
    (corpus / "notes.md").write_text("My own notes.\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("A note.", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "page.html").write_text(
        page(tmp_path, day="Friday").read_text(encoding="utf-8"), encoding="utf-8"
    )
    refused = bcpq("add", "--corpus", corpus, tmp_path / "notes.txt", *BY)
    assert (refused.status, (corpus / "notes.md").read_text(encoding="utf-8")) == (
        2,
        "My own notes.\n",
    )
    assert (
        bcpq("add", "--corpus", corpus, tmp_path / "notes.txt", *BY, "--id", "README").status == 2
    )
    twice = bcpq(
        "add", "--corpus", corpus, page(tmp_path), tmp_path / "other" / "page.html", "--replace"
    )
    assert twice.status == 2
    assert "like another source of this run" in twice.err


#: Text as it comes, and the paragraphs it has.
TEXTS = {
    "The first is wrapped\nover two lines here.\n\nThe second too,\nis wrapped.\n": 2,
    "Headline\n\nPara one.\nPara two.\nPara three.\n": 4,
    "One line.\nAnother line.": 2,
    "Some text that\nis wrapped.\n\n> quoted\n> more\n\n| a | b |\n| 1 | 2 |\n\n- one\n- two": 7,
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_paragraphs_of_text(text: str, end: str) -> None:
    """Wrapped lines are put together, whatever ends them; lines that are paragraphs are not."""
    assert len(importers.from_text(text.replace("\n", end).encode(), "x").paragraphs) == TEXTS[text]


#: What a page has in its head or body, and the date that is believed.
SAID = {
    '<script type="application/ld+json">{"related": [{"datePublished": "2011-01-01"}], "@graph": [{"@type": '
    '"NewsArticle", "datePublished": "2020-02-02"}]}</script>': "2020-02-02",
    '<meta name="date" content="0001-01-01T00:00:00Z">': None,
    '<meta name="date" content="2021-02-31">': None,
    '<meta name="date" content="2999-01-01">': None,
    STATED: "2024-05-02",
}


@pytest.mark.parametrize("head", SAID)
def test_only_the_articles_own_date_is_stated(head: str) -> None:
    """A date of another article, of no calendar, of a program's default or of the future is not stated."""
    read = importers.from_html(NEWS.format(meta=head, day="Tuesday").encode(), "x", None)
    assert (read.published if read.basis and read.basis.startswith("stated") else None) == SAID[
        head
    ]


def test_lists_within_lists_and_breaks(tmp_path: Path) -> None:
    """Nested items come once, and a line break does not glue words together."""
    within = "<ul><li>hire more staff for the teams<ul><li>in the north of it</li><li>in the south</li></ul></li></ul>"
    text = NEWS.format(meta=STATED, day="Tuesday").replace("said Ms Smith", "said<br>Ms Smith")
    text = text.replace("<ul><li>hire more staff for the teams</li>", within + "<ul>")
    paragraphs = importers.from_html(text.encode(), "x", None).paragraphs
    assert paragraphs.count("in the north of it") == 1
    assert "hire more staff for the teams" in paragraphs
    assert any("said Ms Smith" in paragraph for paragraph in paragraphs)


def test_a_saved_page_gives_its_address() -> None:
    """A saved page's address is the one it gives as its own; one that was fetched keeps where it was found."""
    own = '<link rel="canonical" href="https://www.gazette.example.org/news/1">'
    html = NEWS.format(meta=STATED + own, day="Tuesday").encode()
    assert importers.from_html(html, "x", None).url == "https://www.gazette.example.org/news/1"
    assert (
        importers.from_html(html, "x", "https://mirror.example.org/1").url
        == "https://mirror.example.org/1"
    )
    site = '<meta property="og:url" content="HTTPS://www.gazette.example.org/news/2">'
    assert (
        importers.from_html(html.replace(b"<link", site.encode() + b"<link"), "x", None).url
        == own[28:-2]
    )
    for meta, url in (
        (site, site[33:-2]),
        ('<link rel="canonical" href="/news/1">', None),
        (site.replace("news/2", ""), None),
    ):
        page = NEWS.format(meta=STATED + meta, day="Tuesday").encode()
        assert importers.from_html(page, "x", None).url == url


def test_two_saved_pages_of_one_address_are_two_articles(
    bcpq: Bcpq, corpus: Path, tmp_path: Path
) -> None:
    """Pages that give one address as their own, as careless sites do, are not taken for one article."""
    meta = STATED + '<link rel="canonical" href="https://www.gazette.example.org/news/">'
    for name, day in (("one", "Monday"), ("two", "Tuesday")):
        (tmp_path / f"{name}.html").write_text(NEWS.format(meta=meta, day=day), encoding="utf-8")
        done = bcpq("add", "--corpus", corpus, tmp_path / f"{name}.html", *BY)
        assert f"added: {name}" in done.err


def test_hyphens_and_first_lines_of_a_pdf(tmp_path: Path) -> None:
    """A hyphen stays unless its word stands whole elsewhere; nothing is cut from the top of a single page."""
    pdf = FPDF()
    pdf.set_top_margin(5)
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    for line in (
        "Row 1 is here now.",
        "Row 2 is here now.",
        "The committee is long-",
        "term and the com-",
        "mittee met.",
    ):
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    read = importers.from_pdf(bytes(pdf.output()), "x")
    text = " ".join(read.paragraphs)
    assert "Row 1 is here now." in text
    assert "long-term" in text
    assert not any(ord(character) < 32 for character in text)


def test_signs_beyond_the_first_plane_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign that pdfium gives as two halves is one character, and can be written."""
    from pypdfium2 import raw

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(0, 6, "Staff xy left")
    halves = {"x": 0xD83D, "y": 0xDE00}
    real = raw.FPDFText_GetUnicode
    monkeypatch.setattr(
        raw, "FPDFText_GetUnicode", lambda page, n: halves.get(chr(code := real(page, n)), code)
    )
    assert importers.from_pdf(bytes(pdf.output()), "x").paragraphs == (
        "Staff \N{GRINNING FACE} left",
    )


def test_a_heading_of_a_pdf_stands_apart() -> None:
    """A line in bold begins a paragraph of its own, though it stands as close as the lines of the text."""
    pdf = FPDF()
    pdf.add_page()
    for heading in ("Staffing", "Costs"):
        pdf.set_font("helvetica", "B", size=12)
        pdf.multi_cell(0, 6, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("helvetica", size=12)
        pdf.multi_cell(
            0, 6, f"{heading} were discussed at some length. " * 6, new_x="LMARGIN", new_y="NEXT"
        )
    found = importers.from_pdf(bytes(pdf.output()), "x").paragraphs
    assert [paragraph[:20] for paragraph in found] == [
        "Staffing",
        "Staffing were discus",
        "Costs",
        "Costs were discussed",
    ]


def test_letters_that_overlap_are_read_once() -> None:
    """Letters that are set so close that their boxes overlap, as kerned ones are, are read as they are printed."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    x = 20.0
    for part in ("We told the Council on W", "ednesday that T", "ax was V", "ery high"):
        pdf.text(x, 30, part)
        x += pdf.get_string_width(part) - 0.9
    (paragraph,) = importers.from_pdf(bytes(pdf.output()), "x").paragraphs
    assert paragraph == "We told the Council on Wednesday that Tax was Very high"


def test_bold_words_of_a_pdf_stay_in_their_paragraph() -> None:
    """Words in bold within a paragraph, at the beginning of a line, too, do not cut it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    words = "were not given the time that they had asked for over more than a year"
    pdf.multi_cell(
        0, 6, f"**Summary.** Children {words}, and **the council** {words}. " * 3, markdown=True
    )
    (paragraph,) = importers.from_pdf(bytes(pdf.output()), "x").paragraphs
    assert paragraph.startswith("Summary. Children were not given")


def test_a_failure_leaves_nothing_behind(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the article cannot be written, what was kept for it goes, too."""
    draft = library.read(str(page(tmp_path)), Overrides())

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(AddError, match="No space left"):
        library.add(corpus, draft, Overrides())
    assert [path.name for path in corpus.rglob("*")] == ["README.md"]


def test_one_bad_source_stops_no_other(bcpq: Bcpq, corpus: Path, tmp_path: Path) -> None:
    """Of several sources the good ones are added; the status says that one was not."""
    run = bcpq("add", "--corpus", corpus, tmp_path / "none.txt", page(tmp_path))
    assert run.status == 2
    assert (corpus / "page.md").exists()


def test_init(bcpq: Bcpq, tmp_path: Path) -> None:
    """A corpus is made once, with the five articles on demand; nothing that is there is touched."""
    assert bcpq("init", tmp_path / "new", "--with-examples").status == 0
    assert len(bcpq("list", "--corpus", tmp_path / "new").out.splitlines()) == 5
    again = bcpq("init", tmp_path / "new")
    assert again.status == 2
    assert "not empty" in again.err


def test_without_the_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the line names the one command to run."""
    for name in ("trafilatura", "pypdfium2", "urllib3"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("x.html", "x.pdf"):
        (tmp_path / name).write_bytes(b"x")
    for name in (str(tmp_path / "x.html"), str(tmp_path / "x.pdf"), "https://example.org/"):
        with pytest.raises(
            AddError, match=r"needs the extra import: \S+ -m pip install trafilatura"
        ):
            library.read(name, Overrides())


def test_time_is_kept() -> None:
    """The time of adding is in the front matter, in UTC."""
    draft = library.Submission("x", b"x", ".txt", importers.Page(("One.",)), None, "x")
    text = library._text(draft, Overrides("S", None, "2022")).decode()
    assert f'fetched: "{time.strftime("%Y-%m-%dT%H", time.gmtime())}' in text
