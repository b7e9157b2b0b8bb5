"""Articles in files and in lines: what is accepted, and how a broken one is named."""

import json
import zlib
from pathlib import Path

import pytest

from bcpq.corpus.files import survey
from bcpq.corpus.reader import Contents, Fault, parse, parse_line, read
from bcpq.errors import ArticleError, CorpusError
from tests import samples

GOOD = "source: Paper\npublished: 2022-02-14\n"


def front(lines: bytes, body: bytes = b"Text.\n") -> bytes:
    """Write an article's file."""
    return b"---\n" + lines + b"---\n" + body


FIELD_LINES = "must be lines of field: value"
TAGS = "tags, anchors and aliases"
#: Title: the file's bytes; the line and the reason that the reader is given.
BROKEN: dict[str, tuple[bytes, int, str]] = {
    "no front matter": (b"Just text.\n", 1, "has no front matter"),
    "front matter never closed": (b"---\nsource: Paper\nText.\n", 1, "has no front matter"),
    "no source": (front(b"published: 2022\n"), 1, "has no source"),
    "empty source": (front(b"published: 2022\nsource:\n"), 3, "has no source"),
    "source is a list": (front(b"source: [a, b]\n"), 2, "source must be one text"),
    "source with a control character": (
        front(b'source: "a\\eb"\n'), 2, "without control characters",
    ),
    "impossible date": (
        front(b"source: P\npublished: 2022-02-30\n"), 3, "2022-02-30 is not in the calendar",
    ),
    "no date": (front(b"source: P\npublished: last week\n"), 3, "'last week' is no date"),
    "set without quotation marks": (
        front(b"source: P\npublished: [2020..2021]\n"), 3, "published must be one text: put it in",
    ),
    "inferred date written as certain": (
        front(b"source: P\npublished: 2022-11\npublished_basis: 'inferred: a guess'\n"),
        3, "write 2022-11?",
    ),
    "slip of the pen": (front(b"source: P\npublised: 2022\n"), 3, "did you mean published?"),
    "field twice": (front(b"source: P\nsource: Q\n"), 3, "source stands twice"),
    "role twice": (
        front(b"source: P\nroles: {heading: [1], heading: [1]}\n"), 3, "heading stands twice",
    ),
    "role that is a list": (
        front(b"source: P\nroles: {[heading]: [1]}\n"), 3, "a name of a field must be one text",
    ),
    "unknown role": (front(b"source: P\nroles: {footer: [1]}\n"), 3, "unknown role 'footer'"),
    "role of no paragraph": (
        front(b"source: P\nroles: {heading: [2]}\n"), 3, "'2' is no paragraph",
    ),
    "roles no mapping": (
        front(b"source: P\nroles: heading\n"), 3, "roles must be a mapping, such as {heading: ",
    ),
    "pages no mapping": (
        front(b"source: P\npages: [1]\n"), 3, "pages must be a mapping, such as {1: [1-4]",
    ),
    "YAML tag": (front(b"source: !!python/object:os.system P\n"), 2, TAGS),
    "YAML alias": (front(b"source: &a P\ntitle: *a\n"), 2, TAGS),
    "YAML alias without an anchor": (front(b"source: P\ntitle: *a\n"), 3, TAGS),
    "no YAML": (front(b"source: P\n  title: Q: R\n"), 3, "the front matter cannot be read"),
    "nested too deeply": (front(b"foo: " + b"[" * 30_000 + b"\n"), 2, "nested too deeply"),
    "nested too deeply further down": (
        front(b"source: P\n\nfoo: " + b"[" * 30_000 + b"\n"), 4, "nested too deeply",
    ),
    "key that is a list": (front(b"? [a, b]\n: c\n"), 2, FIELD_LINES),
    "year beyond reckoning": (front(b"source: P\npublished: Y1E999999999\n"), 3, "is no date"),
    "only a list": (front(b"- a\n"), 2, FIELD_LINES),
    "nothing": (front(b""), 2, FIELD_LINES),
    "bytes that are no UTF-8": (
        front(b"source: P\n", b"One.\nTw\xff.\n"), 5, "is not UTF-8 (byte 0xff)",
    ),
    "front matter that is no UTF-8": (front(b"source: \xe9\n"), 2, "is not UTF-8 (byte 0xe9)"),
    "front matter of a megabyte": (
        front(b"source: " + b"[" * 1_000_000 + b"\n"), 1, "has no front matter",
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", BROKEN)
def test_broken_file(title: str) -> None:
    """A broken file is refused with the line of the fault and the reason."""
    data, line, reason = BROKEN[title]
    with pytest.raises(ArticleError) as raised:
        parse("x.md", data)
    assert reason in raised.value.reason
    assert raised.value.line == line
    assert raised.value.code == "article-malformed"


@pytest.mark.parametrize("excess", [0, 1])
def test_the_bound_of_front_matter(excess: int) -> None:
    """Front matter has at most 65,536 bytes."""
    lines = b"source: P\nnote: "
    lines += b"x" * (65_536 + excess - len(lines) - 1) + b"\n"
    if excess:
        with pytest.raises(ArticleError, match="has no front matter"):
            parse("x.md", front(lines))
    else:
        document, _ = parse("x.md", front(lines))
        assert document.article.source == "P"


@pytest.mark.parametrize("name", ["two words.md", "a:b.md", "x\x1b[31m.md", "..md", "-x.md", ".md"])
def test_id_that_no_locator_can_hold(name: str) -> None:
    """A file is refused whose name would make an id that breaks locators, columns or terminals."""
    with pytest.raises(ArticleError, match="rename the file"):
        parse(name, front(GOOD.encode()))


def test_plain_strings() -> None:
    """Values stay as typed: `NO` is no boolean, a year no number; other fields are let be."""
    data = front(b"source: NO\ntitle: 0x10\npublished: 2022\nauthor: me\n")
    document, faults = parse("x.md", data)
    assert faults == []
    assert (document.article.source, document.article.title) == ("NO", "0x10")


@pytest.mark.parametrize("body", ["", "\nText\n", "T\r\nU\r\n\r\n", "  T  ", "---\nT\n---\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \t\n"])
def test_body_is_kept(body: str, start: str, end: str) -> None:
    """The body is what follows the front matter, to the last byte; a byte order mark is no harm."""
    head = f"{start}---\nsource: P\n---\n".replace("---\n", f"---{end}")
    document, _ = parse("x.md", (head + body).encode())
    assert document.body == body


def test_front_matter_without_a_line_end() -> None:
    """An article may be empty."""
    document, _ = parse("x.md", b"---\nsource: P\n---")
    assert (document.body, document.article.length) == ("", 0)


def test_a_title_of_the_body() -> None:
    """Where the front matter gives no title, the first paragraph with that role is it."""
    body = b"One.\nTwo.\nThree.\n"
    document, _ = parse("x.md", front(b"source: P\nroles: {title: [2, 3]}\n", body))
    assert document.article.title == "Two."
    document, _ = parse("x.md", front(b"source: P\ntitle: T\nroles: {title: [2]}\n", body))
    assert document.article.title == "T"


def test_edited_body_is_named() -> None:
    """A body that differs from the sha256 stated for it stays readable, and is named."""
    document, faults = parse("x.md", front(b"source: P\nsha256: 00\n"))
    assert document.article.id == "x"
    assert [(fault.line, fault.fatal) for fault in faults] == [(3, False)]
    assert str(Fault(file="x.md", line=3, reason="why")) == "x.md:3: why"
    _, faults = parse("x.md", front(f"source: P\nsha256: {document.article.sha256}\n".encode()))
    assert faults == []


DEEP = "is no JSON that can be read: it is nested too deeply, or has too long a number"
#: Title: a line of a .jsonl corpus, and the reason that the reader is given.
BAD_LINES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{nonsense", "is no JSON: "),
    "a list": (b"[1, 2]", "is no JSON object"),
    "nested too deeply": (b"[" * 100_000 + b"]" * 100_000, DEEP),
    "nested too deeply, with an escape": (
        b'{"id": "a", "source": "\\u0050", "text": "T", "x": ' + b"[" * 100_000 + b"]" * 100_000
        + b"}", DEEP,
    ),
    "too long a number": (b"1" * 10_000, DEEP),
    "no id": (b'{"source": "P", "text": "T"}', "needs an id"),
    "id no locator can hold": (b'{"id": "a b", "source": "P", "text": "T"}', "needs an id"),
    "id a truth": (b'{"id": true, "source": "P", "text": "T"}', "needs an id"),
    "no text": (b'{"id": "a", "source": "P"}', "has no text"),
    "blank text": (b'{"id": "a", "source": "P", "text": " \\n"}', "has no text"),
    "text a number": (b'{"id": "a", "source": "P", "text": 3}', "has no text"),
    "no source": (b'{"id": "a", "text": "T"}', "has no source"),
    "impossible date": (
        b'{"id": "a", "source": "P", "published": "2022-02-30", "text": "T"}',
        "not in the calendar",
    ),
    "slip of the pen": (
        b'{"id": "a", "source": "P", "publised": "2022", "text": "T"}', "did you mean published?",
    ),
    "no UTF-8": (b'{"id": "a", "source": "P", "text": "caf\xe9"}', "is not UTF-8"),
    "half a character": (b'{"id": "a", "source": "P", "text": "\\ud800"}', "surrogate"),
    "half a character elsewhere": (
        b'{"id": "a", "source": "P", "text": "T", "x": {"y": ["\\udfff"]}}', "surrogate",
    ),
    "role of no paragraph": (
        b'{"id": "a", "source": "P", "text": "T", "roles": {"heading": [2]}}', "is no paragraph",
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", BAD_LINES)
def test_bad_line(title: str) -> None:
    """A bad line is refused with its number and the reason."""
    line, reason = BAD_LINES[title]
    with pytest.raises(ArticleError) as raised:
        parse_line(line, 7)
    assert reason in raised.value.reason
    assert raised.value.line == 7


@pytest.mark.parametrize("text", ["\\u0054", "T"])
def test_however_deep_a_line_is(text: str) -> None:
    """A line that is nested deeply is read, or refused in our words.

    Just under a thousand levels, Python's usual bound, json can read what it cannot write again.
    """
    for levels in (10, *range(850, 1_000), 5_000, 20_000):
        nested = "[" * levels + "]" * levels
        line = f'{{"id": "a", "source": "P", "text": "{text}", "x": {nested}}}'.encode()
        try:
            assert parse_line(line, 1).body == "T"
        except ArticleError as error:
            assert error.reason == DEEP


def test_good_line() -> None:
    """A line gives an article: numbers as text, null as not known, the rest as front matter."""
    record = {
        "id": 17, "source": "P", "published": 2022, "title": None, "url": "https://x.org",
        "text": "H\nOne.\nTwo.", "roles": {"heading": [1]}, "pages": {"1": ["1-2"], "2": [3]},
        "x": {"y": 1},
    }  # fmt: skip
    document = parse_line(b"\xef\xbb\xbf" + json.dumps(record).encode(), 1)
    article = document.article
    assert (article.id, article.source, article.title) == ("17", "P", None)
    assert (article.url, article.length, article.date) == ("https://x.org", 3, "2022")
    assert (document.roles, document.pages) == ({1: "heading"}, {1: 1, 2: 1, 3: 2})


def test_an_escaped_character_is_whole() -> None:
    """Both halves of a character are one."""
    line = b'{"id": "a", "source": "P", "text": "\\ud83d\\ude00"}'
    assert parse_line(line, 1).body == "\N{GRINNING FACE}"


# A corpus of several articles.


def write_lines(path: Path, *records: dict[str, object] | bytes) -> Path:
    """Write a .jsonl file."""
    lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def line(name: str, published: str | None = "2022") -> dict[str, object]:
    """Make an article that is a line."""
    return {"id": name, "source": "P", "published": published, "text": f"Text of {name}."}


def read_all(corpus: Path, **options: int) -> Contents:
    """Read a corpus."""
    return read(corpus, survey(corpus), **options)


def test_the_order_of_articles(tmp_path: Path) -> None:
    """Articles are in order of their earliest day, then of their ids; undated ones come last."""
    corpus = write_lines(
        tmp_path / "c.jsonl",
        line("d", None), line("c", "2022"), line("b", "2022-01-01"), line("a", "2023"),
        line("e", "[2021..2023]"),
    )  # fmt: skip
    assert [d.article.id for d in read_all(corpus).documents] == ["e", "b", "c", "a", "d"]


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    """What is broken is left out and named, with its file and line; the others stay."""
    corpus = write_lines(tmp_path / "c.jsonl", line("a"), b"", b"{", line("b"), line("a"))
    contents = read_all(corpus)
    assert [d.article.id for d in contents.documents] == ["a", "b"]
    assert contents.size == 2
    assert [(f.file, f.line, f.fatal) for f in contents.faults] == [
        ("c.jsonl", 3, True), ("c.jsonl", 5, True),
    ]  # fmt: skip
    assert contents.faults[1].reason == "id a stands already on line 1"
    assert contents.checksums == {"c.jsonl": zlib.crc32(corpus.read_bytes())}


def test_what_is_wrong_in_a_folder(tmp_path: Path) -> None:
    """A file that is broken, or cannot be read, is named; one that was edited stays."""
    samples.write(tmp_path, "a")
    samples.write(tmp_path, "b", sha256="00")
    (tmp_path / "c.md").write_text("Text.", encoding="utf-8")
    (tmp_path / "d\x1b.md").symlink_to("nowhere")
    contents = read_all(tmp_path)
    assert [d.article.id for d in contents.documents] == ["a", "b"]
    assert [(f.file, f.line, f.fatal) for f in contents.faults] == [
        ("b.md", 4, False), ("c.md", 1, True), ("d\\x1b.md", 1, True),
    ]  # fmt: skip
    assert contents.faults[2].reason == f"cannot be read: {samples.NOT_THERE}"
    assert sorted(contents.checksums) == ["a.md", "b.md", "c.md"]


@pytest.mark.parametrize(("count", "named"), [(99, 99), (100, 100), (101, 101), (250, 101)])
def test_the_bound_of_faults(tmp_path: Path, count: int, named: int) -> None:
    """A hundred faults are named; more are only counted."""
    corpus = write_lines(tmp_path / "c.jsonl", line("a"), *[b"{"] * count)
    faults = read_all(corpus).faults
    assert len(faults) == named
    assert [fault.line for fault in faults] == [*range(2, named + 2)]
    counted = faults[-1].reason == f"and {count - 100:,} more faults like these"
    assert counted == (count > 100)


def test_a_corpus_without_an_article(tmp_path: Path) -> None:
    """A corpus of which nothing can be read is refused, with the first fault."""
    for records, reason, code in (
        ([], "is empty", "corpus-empty"),
        ([b"{"], "can be read: c.jsonl:1: is no JSON", "corpus-unreadable"),
        ([b"{", b"[]"], r"\(and 1 more\)", "corpus-unreadable"),
    ):
        corpus = write_lines(tmp_path / "c.jsonl", *records)
        with pytest.raises(CorpusError, match=reason) as raised:
            read_all(corpus)
        assert raised.value.code == code


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_large_corpus_is_read_again(tmp_path: Path, kind: str) -> None:
    """What is too large to keep is read a second time, in order, and comes to the same."""
    if kind == "file":
        corpus = write_lines(tmp_path / "c.jsonl", line("b"), b"", line("a"), line("c", "2021"))
        changed = corpus
    else:
        corpus, changed = tmp_path, samples.write(tmp_path, "a")
        samples.write(tmp_path, "b", published="2021")
    size = sum(file.size for file in survey(corpus))
    kept, again = (read_all(corpus, keep_bytes=size - less) for less in (0, 1))
    first = [*kept.documents]
    assert [*again.documents] == first == [*again.documents]
    changed.write_text("nothing", encoding="utf-8")
    assert [*kept.documents] == first
    with pytest.raises(CorpusError, match="changed while the corpus was being read") as raised:
        list(again.documents)
    assert raised.value.code == "corpus-changed"
