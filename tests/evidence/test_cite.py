"""Citations, read back by the parsers of those who take them."""

import json
import re
from urllib.parse import unquote

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given

from bcpq.errors import QueryError
from bcpq.evidence.cite import Citation, cite
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import PublicationDate
from bcpq.render import citations
from bcpq.render.formats import JsonObject
from bcpq.text.dates import parse_edtf
from bcpq.text.tokens import tokenize
from bcpq.text.typography import is_inside_word
from tests import samples
from tests.conftest import Bcpq


def _stamp() -> JsonObject:
    return {"schema": "bcpq.stamp/1", "bcpq": "", "corpus": "", "ranking": "", "articles": {}}


#: The required shapes of csl-data.json (https://github.com/citation-style-language/schema), as far
#: as we use them.
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {
                "type": "array", "minItems": 1, "maxItems": 3,
                "items": {"type": ["string", "number"]},
            },
        },
        "circa": {"type": ["string", "number", "boolean"]},
    },
    "additionalProperties": False,
}  # fmt: skip
_TEXTS = ("title", "container-title", "URL", "note", "annote")
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"enum": ["webpage", "document", "article-newspaper", "post-weblog", "report"]},
            "id": {"type": ["string", "number"]},
            "issued": _DATE,
            "custom": {"type": "object"},
            **{name: {"type": "string"} for name in _TEXTS},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}

#: A date, and how each style gives it: CSL's date-parts and circa, BibTeX's date, year and month,
#: RIS's DA.
DATES = {
    "2022-02-14": ([[2022, 2, 14]], False, "2022-02-14", "2022", "feb", "2022/02/14/"),
    "2022-02": ([[2022, 2]], False, "2022-02", "2022", "feb", "2022/02//"),
    "2022": ([[2022]], False, "2022", "2022", None, "2022///"),
    "2022-11?": ([[2022, 11]], True, "2022-11?", "2022", "nov", "2022/11//Nov 2022 (inferred)"),
    "2022?": ([[2022]], True, "2022?", "2022", None, "2022///2022 (inferred)"),
    "[2022-06-13..2022-06-19]": (
        [[2022, 6, 13], [2022, 6, 19]], True, "2022-06-13?/2022-06-19?", "2022", "jun",
        "2022///13–19 Jun 2022 (inferred)",
    ),
    "[2020-12-30..2021-01-02]": (
        [[2020, 12, 30], [2021, 1, 2]], True, "2020-12-30?/2021-01-02?", None, None,
        "///30 Dec 2020 – 2 Jan 2021 (inferred)",
    ),
    "": (None, None, None, None, None, None),
}  # fmt: skip


def _write(cited: list[Citation], style: citations.Style) -> str:
    """Write citations in a style."""
    return citations.write_citations(
        [citations.FormattedCitation(citation=c) for c in cited], style, _stamp
    )


def cited(
    published: str, title: str | None = None, url: str | None = None, quoted: bool = False
) -> Citation:
    """Cite a paragraph of an article made up for it."""
    document = samples.document("x", "First of them.\nSecond of them.", title, published)
    store = samples.held([document.replace(article=document.article._replace(url=url))])
    return cite(store, "x:2", quoted=quoted)


@pytest.mark.parametrize("published", DATES)
def test_dates(published: str) -> None:
    """A date is given no more precisely than it is known, in each style's own way."""
    parts, circa, date, year, month, ris = DATES[published]
    citation = cited(published)
    item = citations.describe_item(citation)
    assert item.get("issued") == (
        None if parts is None else {"date-parts": parts, **({"circa": True} if circa else {})}
    )
    (entry,) = parse_string(citations.format_bibtex(citation)).entries
    fields = {field.key: field.value for field in entry.fields}
    assert (fields.get("date"), fields.get("year"), fields.get("month")) == (date, year, month)
    (record,) = rispy.loads(citations.format_ris(citation))
    assert record.get("date") == ris
    assert ("(inferred)" in citations.format_text(citation)) == bool(circa)
    assert ("undated" in citations.format_text(citation)) == (not published)


@pytest.mark.parametrize(
    "locator", ["bbc-2022:15", "echo-2020:21", "farleys-2022:4-7", "community-care-2022", "bbc:1"]
)
def test_read_back(five: SqliteStore, locator: str) -> None:
    """BibTeX and RIS are read back as they were written; CSL-JSON has the shapes of its schema."""
    citation = cite(five, locator, quoted=True)
    jsonschema.validate(json.loads(_write([citation], "csl-json")), CSL)
    library = parse_string(_write([citation, cite(five, "echo-2024:5")], "bibtex"))
    assert not library.failed_blocks
    entry, _ = library.entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("misc", citation.locator)
    assert fields["url"] == citation.article.url
    assert fields["howpublished"] == citation.article.source
    assert ("title" in fields) == (citation.article.title is not None)
    record, _ = rispy.loads(_write([citation, cite(five, "echo-2024:5")], "ris"))
    assert record["urls"] == [citation.article.url]
    assert record["secondary_title"] == citation.article.source
    assert record.get("title", record.get("primary_title")) == citation.article.title
    if citation.paragraphs:
        assert citation.place.removeprefix("p") in fields["note"]
        assert record["notes"][-1] == citation.passage.replace("\n", " ")


def test_what_is_not_known_is_absent() -> None:
    """No field is made up for a title, a date or an address that is not known."""
    citation = cited("")
    assert citations.format_text(citation) == "Paper, undated, paragraph 2 [x:2]"
    assert citations.describe_item(citation).keys() == {"id", "type", "container-title", "note"}
    assert (
        citations.format_bibtex(citation)
        == "@misc{x:2,\n  howpublished = {Paper},\n  note = {Paragraph 2},\n}"
    )
    assert (
        citations.format_ris(citation)
        == "TY  - GEN\nID  - x:2\nT2  - Paper\nN1  - paragraph 2\nER  - "
    )
    assert citations.format_markdown(citation) == r"Paper, undated, paragraph 2 \[x:2\]"


def test_special_characters() -> None:
    """What means something to a style is escaped, so that it is read back as it was."""
    citation = cited(
        "2022", "50% & more_of {this} #1 ~ \\ $5 *not* [so]", "https://x.org/a_b%20(c)?d={e}"
    )
    (entry,) = parse_string(citations.format_bibtex(citation)).entries
    fields = {field.key: field.value for field in entry.fields}
    assert fields["title"].startswith(r"{50\% \& more\_of \{this\} \#1 \textasciitilde{}")
    assert fields["url"] == "https://x.org/a_b%20(c)?d=%7Be%7D"
    assert r"\*not\* \[so\]" in citations.format_markdown(citation)


def test_text_of_five(bcpq: Bcpq) -> None:
    """The command prints a citation a line, or the style asked for."""
    run = bcpq("cite", "bbc-2022:15", "echo-2020:21")
    assert run.out.splitlines() == [
        "“BCP Council's children's services improving, watchdog finds”, BBC News, "
        "Nov 2022 (inferred), paragraph 15, "
        "https://www.bbc.co.uk/news/uk-england-dorset-63569117 [bbc-2022:15]",
        "Bournemouth Echo, 27 Nov – 1 Dec 2020 (inferred), paragraph 21, "
        "https://www.bournemouthecho.co.uk/news/18905143."
        "bcp-council-childrens-services-report-key-points "
        "[echo-2020:21]",
    ]
    quoted = bcpq("cite", "echo-2020:16", "--style", "markdown", "--quote").out
    assert quoted.startswith('> "This is unacceptable"\n>\n> — [Bournemouth Echo](<https://')


def test_links(five: SqliteStore) -> None:
    """A link has the fewest first words, but four at least, that stand nowhere else."""
    for number, article in five.articles().items():
        text = five.text(number)
        whole = [token.form for paragraph in text for token in tokenize(paragraph.text)]
        for paragraph in text:
            if paragraph.role == "furniture":
                continue
            address = cite(five, paragraph.locator, linked=True).address
            assert address
            assert article.url
            base, directive = address.split(":~:text=")
            assert base == f"{article.url}#"
            assert re.fullmatch(r"[A-Za-z0-9%._~]+(-,[A-Za-z0-9%._~]+)?", directive)
            wanted = [token.form for token in tokenize(unquote(directive.rpartition("-,")[2]))]
            before = [token.form for token in tokenize(unquote(directive.rpartition("-,")[0]))]
            assert occurrences(whole, before + wanted) == 1
            if not before and len(wanted) > 4:
                end = tokenize(paragraph.text)[
                    len(wanted) - 2
                ].end  # a link begins and ends between words
                assert occurrences(whole, wanted[:-1]) > 1 or is_inside_word(paragraph.text, end)


def occurrences(words: list[str], run: list[str]) -> int:
    """Count how often a run of words stands among others."""
    return sum(words[i : i + len(run)] == run for i in range(len(words)))


def test_links_escape_what_means_something() -> None:
    """`-` and `,` are escaped in a text fragment; an address with one gets no second."""
    document = samples.document("x", "Poor-quality, 8,000 times\nPoor-quality homes")
    store = samples.held(
        [document.replace(article=document.article._replace(url="https://x.org/a#b"))]
    )
    assert (
        cite(store, "x:1", linked=True).address
        == "https://x.org/a#b:~:text=Poor%2Dquality%2C%208%2C000%20times"
    )


def test_links_to_what_stands_twice() -> None:
    """A passage that stands twice is led to by a word before it, or after it, if one helps."""
    body = "Staff left.\nStaff left.\nNobody came.\nNo\nNo\nNo"
    document = samples.document("x", body)
    store = samples.held([document.replace(article=document.article._replace(url="https://x.org"))])
    links = [cite(store, f"x:{n}", linked=True).address for n in (1, 2, 4)]
    base = "https://x.org#:~:text="
    assert links == [f"{base}Staff%20left,-Staff", f"{base}left-,Staff%20left", f"{base}came-,No"]
    with pytest.raises(QueryError, match="no words of x:5 stand there alone"):
        cite(store, "x:5", linked=True)


@pytest.mark.parametrize(
    ("place", "linked", "message"),
    [
        ("x:1", True, "no address"),
        ("echo-2020:24", False, "furniture"),
        ("bbc-2022:99", False, "has 22 paragraphs"),
    ],
)
def test_refused(five: SqliteStore, place: str, linked: bool, message: str) -> None:
    """Page furniture, a paragraph that is not there, and a link without an address are refused."""
    store = samples.store("word") if place.startswith("x") else five
    with pytest.raises(QueryError, match=message):
        cite(store, place.replace("x:", "a0:"), linked=linked)


@given(samples.lines)
def test_any_passage_can_be_cited(line: str) -> None:
    """Whatever a passage holds, its record stays one, and no control character is written."""
    store = samples.store(f"word {line}")
    citation = cite(store, "a0:1", quoted=True)
    styles: list[citations.Style] = ["text", "markdown", "bibtex", "ris"]
    for style in styles:
        written = _write([citation], style)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", written)
    assert len(rispy.loads(_write([citation], "ris"))) == 1
    assert len(parse_string(_write([citation], "bibtex")).entries) == 1


def test_basis_is_in_the_note() -> None:
    """How an inferred date is known is part of the note; a stated one needs none."""
    published: PublicationDate = parse_edtf("2022-11?", "inferred: from the text")
    citation = cited("2022")
    unsure = citation._replace(article=citation.article._replace(published=published))
    assert (
        citations.format_note(unsure) == "paragraph 2; published Nov 2022 (inferred): from the text"
    )
    assert citations.format_note(citation) == "paragraph 2"
