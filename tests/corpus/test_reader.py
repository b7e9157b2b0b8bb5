"""Front matter: what is accepted, and how a broken file is named."""

import pytest

from bcpq.corpus import reader as documents
from bcpq.corpus.reader import Fault
from bcpq.errors import ArticleError

GOOD = "source: Paper\npublished: 2022-02-14\n"

#: Title: the file's text, or bytes; the line and the reason that the reader is given.
BROKEN: dict[str, tuple[bytes, int, str]] = {
    "no front matter": (b"Just text.\n", 1, "has no front matter"),
    "front matter never closed": (b"---\nsource: Paper\nText.\n", 1, "has no front matter"),
    "no source": (b"---\npublished: 2022\n---\nText.\n", 1, "has no source"),
    "empty source": (b"---\npublished: 2022\nsource:\n---\nText.\n", 3, "has no source"),
    "source is a list": (b"---\nsource: [a, b]\n---\nText.\n", 2, "source must be one text"),
    "source with a control character": (b'---\nsource: "a\\eb"\n---\nText.\n', 2, "without control characters"),
    "impossible date": (b"---\nsource: P\npublished: 2022-02-30\n---\nText.\n", 3, "2022-02-30 is not in the calendar"),
    "no date": (b"---\nsource: P\npublished: last week\n---\nText.\n", 3, "'last week' is no date"),
    "set without quotation marks": (b"---\nsource: P\npublished: [2020..2021]\n---\nT.\n", 3, "quotation marks"),
    "inferred date written as certain": (
        b"---\nsource: P\npublished: 2022-11\npublished_basis: 'inferred: a guess'\n---\nT.\n", 3, "write 2022-11?"),
    "slip of the pen": (b"---\nsource: P\npublised: 2022\n---\nText.\n", 3, "did you mean published?"),
    "field twice": (b"---\nsource: P\nsource: Q\n---\nText.\n", 3, "stands twice"),
    "role twice": (b"---\nsource: P\nroles: {heading: [1], heading: [2]}\n---\nA\nB\n", 3, "heading stands twice"),
    "role that is a list": (b"---\nsource: P\nroles: {[heading]: [1]}\n---\nA\n", 3, "must be one text"),
    "unknown role": (b"---\nsource: P\nroles: {footer: [1]}\n---\nText.\n", 3, "unknown role 'footer'"),
    "role of no paragraph": (b"---\nsource: P\nroles: {heading: [2]}\n---\nText.\n", 3, "'2' is no paragraph"),
    "role backwards": (b"---\nsource: P\nroles: {heading: [2-1]}\n---\nA\nB\n", 3, "'2-1' is no paragraph"),
    "roles no mapping": (b"---\nsource: P\nroles: heading\n---\nText.\n", 3, "roles must be a mapping"),
    "YAML tag": (b"---\nsource: !!python/object:os.system P\n---\nT.\n", 2, "tags, anchors and aliases"),
    "YAML alias": (b"---\nsource: &a P\ntitle: *a\n---\nT.\n", 2, "tags, anchors and aliases"),
    "no YAML": (b"---\nsource: P\n  title: Q: R\n---\nT.\n", 3, "the front matter cannot be read"),
    "deeply nested": (b"---\nfoo: " + b"[" * 30_000 + b"\n---\nT.\n", 2, "nested too deeply"),
    "key that is a list": (b"---\n? [a, b]\n: c\n---\nT.\n", 2, "must be lines of field: value"),
    "year beyond reckoning": (b"---\nsource: P\npublished: Y1E999999999\n---\nT.\n", 3, "is no date"),
    "only a list": (b"---\n- a\n---\nT.\n", 2, "must be lines of field: value"),
    "bytes that are no UTF-8": (b"---\nsource: P\n---\nOne.\nTw\xff.\n", 5, "is not UTF-8 (byte 0xff)"),
    "front matter that is no UTF-8": (b"---\nsource: \xe9\n---\nOne.\n", 2, "is not UTF-8 (byte 0xe9)"),
    "front matter of a megabyte": (b"---\nsource: " + b"[" * 1_000_000 + b"\n---\nT.\n", 1, "has no front matter"),
}  # fmt: skip


@pytest.mark.parametrize("title", BROKEN)
def test_broken_file(title: str) -> None:
    """A broken file is refused with the line of the fault and the reason."""
    data, line, reason = BROKEN[title]
    with pytest.raises(ArticleError) as raised:
        documents.parse("x.md", data)
    assert reason in raised.value.reason
    assert raised.value.line == line


@pytest.mark.parametrize("name", ["two words.md", "a:b.md", "x\x1b[31m.md", "..md", "-x.md"])
def test_id_that_no_locator_can_hold(name: str) -> None:
    """A file is refused whose name would make an id that breaks locators, columns or terminals."""
    with pytest.raises(ArticleError, match="rename the file"):
        documents.parse(name, f"---\n{GOOD}---\nT.\n".encode())


def test_plain_strings() -> None:
    """Values stay as typed: `NO` is no boolean and a year no number; other people's fields are let be."""
    document, faults = documents.parse(
        "x.md", b"---\nsource: NO\ntitle: 0x10\npublished: 2022\nauthor: me\n---\nT."
    )
    assert (document.article.source, document.article.title, faults) == ("NO", "0x10", [])


@pytest.mark.parametrize("body", ["", "\nText\n", "T\r\nU\r\n\r\n", "  T  ", "---\nT\n---\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_body_is_kept(body: str, start: str, end: str) -> None:
    """The body is what follows the front matter, to the last byte; a byte order mark before it is no harm."""
    front = f"{start}---\nsource: P\n---\n".replace("\n", end)
    assert documents.parse("x.md", (front + body).encode())[0].body == body


def test_edited_body_is_named() -> None:
    """A body that differs from the sha256 stated for it stays readable, and is named."""
    document, faults = documents.parse("x.md", b"---\nsource: P\nsha256: 00\n---\nText.\n")
    assert document.article.id == "x"
    assert [(fault.line, fault.fatal) for fault in faults] == [(3, False)]
    assert str(Fault("x.md", 3, "why")) == "x.md:3: why"


#: Title: a line of a .jsonl corpus, and the reason that the reader is given.
BAD_LINES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{nonsense", "is no JSON"),
    "a list": (b"[1, 2]", "is no JSON object"),
    "deeply nested": (b"[" * 100_000, "is no JSON"),
    "no id": (b'{"source": "P", "text": "T"}', "needs an id"),
    "id no locator can hold": (b'{"id": "a b", "source": "P", "text": "T"}', "needs an id"),
    "no text": (b'{"id": "a", "source": "P"}', "has no text"),
    "text a number": (b'{"id": "a", "source": "P", "text": 3}', "has no text"),
    "no source": (b'{"id": "a", "text": "T"}', "has no source"),
    "impossible date": (
        b'{"id": "a", "source": "P", "published": "2022-02-30", "text": "T"}',
        "not in the calendar",
    ),
    "slip of the pen": (
        b'{"id": "a", "source": "P", "publised": "2022", "text": "T"}',
        "did you mean published?",
    ),
    "no UTF-8": (b'{"id": "a", "source": "P", "text": "caf\xe9"}', "is not UTF-8"),
    "half a character": (b'{"id": "a", "source": "P", "text": "\\ud800"}', "surrogate"),
    "role of no paragraph": (
        b'{"id": "a", "source": "P", "text": "T", "roles": {"heading": [2]}}',
        "is no paragraph",
    ),
}


@pytest.mark.parametrize("title", BAD_LINES)
def test_bad_line(title: str) -> None:
    """A bad line is refused with its number and the reason."""
    line, reason = BAD_LINES[title]
    with pytest.raises(ArticleError) as raised:
        documents.parse_line(line, 7)
    assert reason in raised.value.reason
    assert raised.value.line == 7


def test_good_line() -> None:
    """A line gives an article: numbers as text, null as not known, roles and pages as front matter has them."""
    line = (
        b'{"id": 17, "source": "P", "published": 2022, "title": null, "url": "https://x.org", '
        b'"text": "H\\nOne.\\nTwo.", "roles": {"heading": [1]}, "pages": {"1": ["1-2"], "2": [3]}, "x": {"y": 1}}'
    )
    document = documents.parse_line(b"\xef\xbb\xbf" + line, 1)
    article = document.article
    assert (article.id, article.source, article.title, article.url, article.length) == (
        "17",
        "P",
        None,
        "https://x.org",
        3,
    )
    assert article.published
    assert article.published.edtf == "2022"
    assert (document.roles, document.pages) == ({1: "heading"}, {1: 1, 2: 1, 3: 2})
