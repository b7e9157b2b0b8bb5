"""Web pages: what is their text, and what they say of themselves."""

import sys

import pytest

from bcpq.errors import AddError
from bcpq.formats.extraction import StatedDate
from bcpq.formats.html import read
from tests.samples import news_page


def test_the_main_text() -> None:
    """Headings, paragraphs and items come in with their roles; menus and notices do not."""
    page = read(news_page(), "x")
    assert page.title == "Council fails"
    assert page.site_name == "Dorset Gazette"
    assert page.paragraphs[0] == "Council fails"
    assert page.paragraphs[4:] == (
        "hire more staff for the teams",
        "keep the staff that it has",
    )
    assert page.roles == {1: "title", 3: "heading", 5: "item", 6: "item"}
    assert page.lead_ins == {5: 4, 6: 4}
    text = "\n".join(page.paragraphs)
    assert "Copyright" not in text
    assert "All the news" not in text


def test_one_title() -> None:
    """A page has one title, though its words may head a part of it, too."""
    page = read(news_page().replace(b"What next", b"Council fails"), "x")
    assert page.roles == {1: "title", 3: "heading", 5: "item", 6: "item"}


def test_a_lead_in_ends_with_a_colon() -> None:
    """The paragraph before a list opens its items' sentences only where it ends with a colon."""
    page = read(news_page().replace(b"things to do:", b"things to do."), "x")
    assert page.lead_ins == {}
    assert page.roles == {1: "title", 3: "heading", 5: "item", 6: "item"}


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_whatever_the_charset_says(encoding: str) -> None:
    """A page in another encoding than it says is read all the same."""
    html = news_page(meta='<meta charset="utf-8">', day="Tuesday, a café said").decode()
    data = html.replace("“", '"').replace("”", '"').encode(encoding)
    assert any("café said" in paragraph for paragraph in read(data, "x").paragraphs)


def test_lists_within_lists_and_breaks() -> None:
    """Nested items come once, and a line break does not glue words together."""
    item = "<li>hire more staff for the teams</li>"
    nested = (
        "<ul><li>hire more staff for the teams<ul><li>in the north of it</li>"
        "<li>in the south</li></ul></li></ul>"
    )
    html = news_page().decode().replace("said Ms Smith", "said<br>Ms Smith")
    html = html.replace(f"<ul>{item}", f"{nested}<ul>")
    paragraphs = read(html.encode(), "x").paragraphs
    assert paragraphs.count("in the north of it") == 1
    assert "hire more staff for the teams" in paragraphs
    assert any("said Ms Smith" in paragraph for paragraph in paragraphs)


def test_what_only_looks_like_a_markdown_heading() -> None:
    """A paragraph that begins with a number sign is text; a hashtag needs no role."""
    html = news_page().replace(b"<p>The council", b"<p># The council")
    assert read(html, "x").roles[2] == "text"
    html = news_page().replace(b"<p>The council", b"<p>#The council")
    assert 2 not in read(html, "x").roles


LINKED_DATA = '<script type="application/ld+json">{}</script>'
#: What a page has in its head, and the dates that it states there.
DATES = {
    '<meta property="article:published_time" content="2024-05-02T09:00:00Z">': [
        StatedDate(name="article:published_time", value="2024-05-02T09:00:00Z")
    ],
    '<meta name="date" content="soon"><meta itemprop="datePublished" content="2024">': [
        StatedDate(name="date", value="soon"),
        StatedDate(name="datePublished", value="2024"),
    ],
    LINKED_DATA.format(
        '{"related": [{"datePublished": "2011-01-01"}], '
        '"@graph": [{"@type": "NewsArticle", "datePublished": "2020-02-02"}]}'
    ): [StatedDate(name="datePublished", value="2020-02-02")],
    LINKED_DATA.format('[{"@type": ["Person", "BlogPosting"], "datePublished": "2021"}]'): [
        StatedDate(name="datePublished", value="2021")
    ],
    LINKED_DATA.format('{"@type": "Person", "datePublished": "2020-02-02"}'): [],
    LINKED_DATA.format('{"@type": "Report", "datePublished": 2020}'): [],
    LINKED_DATA.format('{"@type": "Report", "datePubl'): [],
    LINKED_DATA.format("[" * 100_000): [],
    LINKED_DATA.format('{"@graph": 3}'): [],
    '<meta content="2020-02-02">': [],
}


@pytest.mark.parametrize("head", DATES)
def test_dates(head: str) -> None:
    """The dates of the metadata come by name; of linked data only that of the article itself."""
    dates = [
        date for date in read(news_page(head), "x").stated_dates if date.name != "og:site_name"
    ]
    assert dates == DATES[head]


def test_addresses() -> None:
    """A page's own addresses come in the order in which they are believed, its canonical first."""
    head = (
        '<meta property="og:url" content=" https://x.org/shared ">'
        '<link rel="canonical" href="/news/1"><link rel="Canonical" href="https://x.org/1">'
        '<link rel="next" href="https://x.org/2">'
    )
    assert read(news_page(head), "x").own_addresses == (
        "/news/1",
        "https://x.org/1",
        "https://x.org/shared",
    )


def test_a_date_in_the_address_is_suggested() -> None:
    """A date that is found somewhere is only suggested, with where it was found."""
    page = read(news_page(meta=""), "x", "https://x.org/2024/05/03/council-fails")
    assert page.stated_dates == (StatedDate(name="og:site_name", value="Dorset Gazette"),)
    assert page.suggested_date
    assert page.suggested_date.day == "2024-05-03"
    assert "perhaps of a change" in page.suggested_date.basis


def test_the_hosts_name_is_no_name_of_a_site() -> None:
    """Where a page calls its site nothing, nothing is made up of its address."""
    html = news_page().replace(b'<meta property="og:site_name" content="Dorset Gazette">', b"")
    html = html.replace(b" - Dorset Gazette", b'<link rel="canonical" href="https://x.org/1">')
    assert read(html, "x").site_name is None
    assert read(html, "x", "https://x.org/1").site_name is None


def test_a_page_without_text() -> None:
    """A page that holds no text of its own is refused by name."""
    with pytest.raises(AddError, match=r"no article can be found in x\.html: save its text"):
        read(b"<html></html>", "x.html")


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the line names the one command to run."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(AddError, match="needs the extra import: .* install ") as raised:
        read(news_page(), "x")
    assert raised.value.code == "extra-missing"
