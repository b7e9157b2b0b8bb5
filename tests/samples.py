"""Articles and indexes made up for tests."""

from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from bcpq.corpus import reader as documents
from bcpq.corpus.files import Entry
from bcpq.index.sqlite import build, writer
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Article, Document, Paragraph
from bcpq.text import dates
from bcpq.text.sentences import lines as paragraphs

CORPUS = Path(__file__).parent.parent / "corpus"
CASES = Path(__file__).parent / "cases"
IDS = ("bbc-2022", "community-care-2022", "echo-2020", "echo-2024", "farleys-2022")


def document(name: str, body: str, title: str | None = None, published: str = "2022") -> Document:
    """Make a document without a file."""
    day = dates.parse_edtf(published) if published else None
    length = len(paragraphs(body))
    return Document(Article(name, "Paper", title, day, None, None, "", length, "0"), body, {}, {})


def store(*bodies: str, title: str | None = None) -> SqliteStore:
    """Index bodies in memory, each an article `a0`, `a1` ..."""
    return held([document(f"a{i}", body, title) for i, body in enumerate(bodies)])


def held(texts: Iterable[Document]) -> SqliteStore:
    """Index documents in memory."""
    return writer.hold(writer.Origin(Path("/nowhere"), (), {}, ()), build.IndexBuilder(texts))


def five() -> SqliteStore:
    """Index the five articles in memory."""
    entries = [Entry(f"{name}.md", 0, 0, 0) for name in IDS]
    return held(documents.read(CORPUS, entries).documents)


def passages(store: SqliteStore) -> list[Paragraph]:
    """Read every passage, in order."""
    rows = store.paragraphs([n for n, _ in store.texts()])
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
    "[sic]", "[/b]", "[bold]", ":warning:", "\\", "\x1b[31m", "\x1b]8;;http://x\x1b\\", "\t", "\xa0", "\u2028", "\x85",
    "\x0c", "\x1c", "\x00", "“", "”", "‘", "’", '"', "'", "—", "-", "…", "<b>", "&amp;", "%s", "{0}", "é", "e\u0301",
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
