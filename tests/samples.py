"""Articles and indexes made up for tests."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from fpdf import FPDF
from hypothesis import strategies as st

from bcpq.corpus import reader as documents
from bcpq.corpus.files import CorpusFile
from bcpq.formats.text import read as read_text
from bcpq.importing.provenance import Provenance
from bcpq.importing.submission import Submission
from bcpq.index.sqlite.build import index_documents
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Article, Document, Paragraph
from bcpq.text import dates
from bcpq.text.sentences import lines as paragraphs

CORPUS = Path(__file__).parent.parent / "corpus"
CASES = Path(__file__).parent / "cases"
#: How the system says that a file is not there.
NOT_THERE = os.strerror(errno.ENOENT)
IDS = ("bbc-2022", "community-care-2022", "echo-2020", "echo-2024", "farleys-2022")


def document(name: str, body: str, title: str | None = None, published: str = "2022") -> Document:
    """Make a document without a file."""
    day = dates.parse_edtf(published) if published else None
    length = len(paragraphs(body))
    article = Article(name, "Paper", title, day, None, None, "", length, "0")
    return Document(article=article, body=body, roles={}, lead_ins={})


#: The statement of a page that it was published on 2 May 2024.
STATED = '<meta property="article:published_time" content="2024-05-02T09:00:00Z">'
_NEWS = """<html><head><title>Council fails - Dorset Gazette</title>
<meta property="og:site_name" content="Dorset Gazette">{meta}</head><body>
<nav><a href="/">Home</a> <a href="/news">All the news</a></nav><article><h1>Council fails</h1>
<p>The council has failed to do what it said it would do, the inspectors found on {day}.</p>
<h2>What next</h2>
<p>“We will try,” said Ms Smith, who leads the council of Poole. There are three things to do:</p>
<ul><li>hire more staff for the teams</li><li>keep the staff that it has</li></ul></article>
<footer>Copyright, all rights reserved, cookies</footer></body></html>"""


def news_page(meta: str = STATED, day: str = "Tuesday") -> bytes:
    """Make a web page."""
    return _NEWS.format(meta=meta, day=day).encode()


def report_pdf() -> bytes:
    """Make a PDF of two pages: running heads, page numbers, a paragraph over the end of a page."""
    pdf = _Report()
    pdf.add_page()
    pdf.set_font("times", size=12)
    for number in range(1, 21):
        text = (
            f"Paragraph {number} says that the council has spent more on well-known teams than "
            "before, and that the agency staff whom it took on have stayed for the most part of "
            f"the year {number}."
        )
        pdf.multi_cell(0, 6, text)
        pdf.ln(4)
    return bytes(pdf.output())


class _Report(FPDF):
    def header(self) -> None:
        self.set_font("helvetica", size=9)
        self.cell(0, 8, "Dorset Council: annual report 2024")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 8, f"Page {self.page_no()} of 2", align="C")


def submission(name: str, text: bytes) -> Submission:
    """Make a text that is on its way into a corpus, of which only the text is known."""
    extraction = read_text(text, name)
    return Submission(
        name=name,
        data=text,
        suffix=".txt",
        extraction=extraction,
        provenance=Provenance(),
        id=name,
    )


def store(*bodies: str, title: str | None = None) -> SqliteStore:
    """Index bodies in memory, each an article `a0`, `a1` ..."""
    return held([document(f"a{i}", body, title) for i, body in enumerate(bodies)])


def held(texts: Iterable[Document]) -> SqliteStore:
    """Index documents in memory."""
    return index_documents(texts)


def five() -> SqliteStore:
    """Index the five articles in memory."""
    entries = [CorpusFile(f"{name}.md", 0, 0, 0) for name in IDS]
    return held(documents.read(CORPUS, entries).documents)


def passages(store: SqliteStore) -> list[Paragraph]:
    """Read every passage, in order."""
    rows = store.paragraphs([n for n, _ in store.tables.passage_texts()])
    return [rows[n].paragraph for n in sorted(rows)]


def write(
    folder: Path, name: str, body: str = "One paragraph.\n", source: str = "Paper", **fields: str
) -> Path:
    """Write an article file."""
    folder.mkdir(parents=True, exist_ok=True)
    front = {"source": source, "published": "2022-02-14", **fields}
    lines = "".join(f"{key}: {value}\n" for key, value in front.items() if value)
    path = folder / f"{name}.md"
    path.write_bytes(f"---\n{lines}---\n{body}".encode())
    return path


#: Pieces of text that careless programs change, drop or crash on.
AWKWARD = (
    "[sic]", "[/b]", "[bold]", ":warning:", "\\", "\x1b[31m", "\x1b]8;;http://x\x1b\\", "\t",
    "\xa0", "\u2028", "\x85",
    "\x0c", "\x1c", "\x00", "“", "”", "‘", "’", '"', "'", "—", "-", "…", "<b>", "&amp;",
    "%s", "{0}", "é", "e\u0301",
    "£20million", "8,000", "children’s", "HMOs", "日本", "👩‍👩‍👧", "\ufeff", "\u202e", "…",
)  # fmt: skip

words = st.sampled_from(
    ["agency", "staff", "agencies", "permanent", "permanence", "the", "not", "children's", "HMO"]
)
pieces = st.one_of(words, st.sampled_from(AWKWARD), st.text(max_size=12))
lines = st.one_of(
    st.lists(pieces, min_size=1, max_size=12).map(" ".join),
    st.lists(pieces, min_size=1, max_size=6).map("".join),
    st.sampled_from(["x" * 5_000, "word " * 1_000]),
).map(lambda line: line.replace("\r", "").replace("\n", ""))
bodies = st.lists(lines, min_size=1, max_size=8).flatmap(
    lambda found: st.sampled_from(["\n", "\r\n", "\r", "\n\n"]).map(lambda end: end.join(found))
)
