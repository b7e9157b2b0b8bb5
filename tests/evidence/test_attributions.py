"""What a draft says of its quotations: notes, dates, and papers of which there is no article.

In the tables, {fit} is a quotation that only the Echo's article of 2020 has, {wish} one that only
that of BBC News of November 2022 has, {echo} and {bbc} are their addresses.
"""

import pytest

from bcpq.evidence.check import check_draft
from bcpq.evidence.texts import ArticleTexts
from bcpq.index.sqlite.store import SqliteStore
from bcpq.model import Finding
from bcpq.render import messages

WORDS = {
    "{fit}": "“not fit for purpose”",
    "{wish}": "“higher than senior leaders would wish”",
    "{echo}": "https://www.bournemouthecho.co.uk/news/"
    "18905143.bcp-council-childrens-services-report-key-points",
    "{bbc}": "https://www.bbc.co.uk/news/uk-england-dorset-63569117",
    "\\n": "\n",
}
#: Notes and lists of sources that name another article.
WRONG_NOTES = r"""
It was {fit}.[^1]\n\n[^1]: BBC News, 2022.
It was {fit}[^n].\n\n[^n]: {bbc}
It was {fit}.[^n]\n\n[^n]: See <{bbc}>.
It was {fit}.[^n]\n\n[^n]: [BBC]({bbc}), p. 2
It was {fit}.[^n]\n\n[^n]: bbc-2022:15
It was {fit}.[^n]\n\n[^n]: [bbc-2022]
It was {fit}.[^n]\n\n[^n]: Id. bbc-2022, para 4
It was {fit}.¹\n\n¹ BBC News, 2022
It was {fit}.¹\n\n## Notes\n\n1. BBC News, 2022
It was {fit} [1].\n\n## References\n\n[1] BBC News, ‘Improving’, 2022
It was {fit} [1].\n\nReferences\n\n1. Community Care, 2022\n2. BBC
It was {fit}.[2]\n\n**Sources**\n\n1. Community Care, 2022\n2. BBC News
It was {fit}.<sup>1</sup>\n\n## Notes\n\n1. BBC News, 2022
It was {fit}^1^.\n\n## Notes\n\n1. BBC News, 2022
It was {fit} [@bbc-2022, p. 2].
It was {fit} [see @bbc2022, p. 2].
As @bbc-2022 has it, it was {fit}.
@bbc-2022 [p. 2] says {fit}.
It was {fit} [@smith22, p. 2].\n\n## References\n\n- smith22: BBC News, 2022
It was {fit} (Hadley, 2022).\n\n## References\n\nHadley, C. (2022) ‘Improving’, BBC News.
Hadley (2022) has {fit}.\n\n## References\n\nHadley, C. (2022) ‘Improving’. {bbc}
It was {fit} ^[BBC News, 2022].
It was {fit} [1].\n\n[1]: {bbc}
“x y z w” and {fit}.[^1] It was so.\n\n[^1]: BBC News
> not fit for purpose[^1]\n\n[^1]: BBC News
It reads:[^1]\n\n> not fit for purpose\n\n[^1]: BBC News
As reported,[^1] it was {fit}.\n\n[^1]: BBC News
It was {fit}.[^1]\n\n[^0]: BBC News\n[^1]: Ibid.
It was {fit}.[^1] Later.[^2]\n\n[^1]: BBC News, see\n    more.\n[^2]: Bournemouth Echo
It was {fit} [1, 2].\n\n# Notes\n\n1. BBC News\n2. Community Care
It was {fit}.[^1]\n\n[^1]: *BBC News*, 9 November 2022
It was {fit}.[^1]\n\n[^1]: Bournemouth Echo, 3 March 2024
It was {fit}.[^1]\n\n[^1]: Bournemouth Echo, 3 March 2024, <https://example.org/x>
"""
#: Those that name the right one, or none of ours.
RIGHT_NOTES = r"""
It was {fit}.[^1]\n\n[^1]: Bournemouth Echo, 2020.
It was {fit}[^n].\n\n[^n]: {echo}
It was {fit} [@echo-2020, p. 2].
It was {fit} [@bbc-2022, p. 2; @echo-2020].
It was {fit}.[^1]\n\n[^1]: Author’s interview with a clerk, 2023.
It was {fit}.[^1][^2]\n\n[^1]: BBC News, 2022.\n[^2]: Echo: The Echo, Nov 2020
It was {fit}.[^1]\n\n[^1]: Ofsted, Inspection of BCP, February 2022.
It was {fit} [3] and more.
It was {fit}.[^1]\n\n[^1]: Bournemouth Echo, November 2020, updated 3 March 2024.
It was {fit}.[1] BBC News disagreed.\n\n## Notes\n\n1. Bournemouth Echo
It was {fit}.¹ BBC News disagreed.\n\n## Notes\n\n1. Bournemouth Echo
It was {fit}.[^1] BBC News disagreed.\n\n[^1]: Bournemouth Echo
It was {fit} (Hadley, 2020).\n\n## References\n\nHadley, C. (2020) ‘Improving’, Bournemouth Echo.
"""
#: Dates at which its source did not report, or nothing was so.
WRONG_YEARS = r"""
The BBC reported in 2021 that turnover was {wish}.
In 2019, the BBC reported that turnover was {wish}.
Turnover was {wish} (BBC, 2021).
Turnover was {wish} (BBC News, 9 November 2021).
In its article of 3 March 2021 the BBC said it was {wish}.
BBC News wrote in 2023 that turnover was {wish}.
The BBC said in March 2020 it was {wish}.
{wish}, BBC News reported on 12 November 2021.
The BBC’s 2020 report said it was {wish}.
A 2020 BBC article had it {wish}.
As BBC News (2020) has it, turnover was {wish}.
In May 2022 BBC News said it was {wish}.
Turnover was {wish}, the BBC wrote in 2024.
Turnover was {wish}, according to the BBC in 2020.
In 2015 turnover was {wish}.
Turnover in 2016 was {wish}.
Farleys wrote in 2023 of “the right help at the right time”.
Farleys’ 2021 blog spoke of “the right help at the right time”.
In 2010, inspectors said turnover was {wish}.
{wish} [bbc-2022:15], the BBC reported in 2020.
The BBC called turnover {wish} in 2020.
BBC News, in an article published in 2020, said turnover was {wish}.
{wish}.[^1]\n\n[^1]: BBC News, 3 March 2021.
{wish}, BBC News (Nov. 2021).
On 3 March 2021, BBC News said it was {wish}.
Hadley told the BBC in 2019 that it was {wish}.
"""
#: Dates that are right, or that are not the quotation's.
RIGHT_YEARS = r"""
The BBC reported in 2022 that turnover was {wish}.
In November 2022, the BBC reported that turnover was {wish}.
Turnover was {wish} (BBC, 2022).
Turnover was {wish} (BBC News, 9 November 2022).
In its article of 8 November 2022 the BBC said it was {wish}.
BBC News wrote in late 2022 that turnover was {wish}.
The BBC reported that in 2021 inspectors had found it inadequate, and turnover {wish}.
The council, formed in 2019, had a turnover {wish}.
Founded in 1992, Ofsted said turnover was {wish}.
Under the Children Act 1989, turnover was {wish}.
Turnover was {wish} [bbc-2022:15], though by 2025 that had changed.
By 2024 it was better, but the BBC had called it {wish}.
See p. 2019 for {wish}.
In 2022 turnover was {wish}.
The BBC said in 2022, three years after the 2019 merger, that turnover was {wish}.
Between 2021 and 2023 turnover was {wish}.
In 2021/22 turnover was {wish}.
Since 2019 turnover has been {wish}.
Turnover was {wish} (https://example.org/2019/03/03/a).
Cathi Hadley, who joined in 2021, said it was {wish}.
Of 2019 children, turnover was {wish}.
After the 2019 merger turnover was {wish}.
{wish}.[^1]\n\n[^1]: BBC News, November 2022, accessed 3 May 2024.
The Echo reported in November 2020 that it was {fit}.
The Echo reported on 30 November 2020 that it was {fit}.
In 2020 Ofsted found it {fit}.
It was {fit} in 2020 (Bournemouth Echo, Dec 2020).
In 2020, five years before he spoke in 2025, it was {fit}.
The Echo reported in 2020, and the BBC in 2022, that it was {wish}.
Farleys wrote in June 2022 of “the right help at the right time”.
"""
#: Papers and stations that report, are told, or stand in a note.
OUTLETS = r"""
It was {fit}, The Guardian reported.
The Guardian reported that it was {fit}.
Hadley told the Daily Mail it was {fit}.
According to the Telegraph, it was {fit}.
The service was {fit}, according to The Times.
The Times’s report called it {fit}.
The Guardian’s education editor called it {fit}.
In the Daily Telegraph it was {fit}.
It was {fit}, she told Sky News.
ITV News said it was {fit}.
It was {fit} (The Guardian, 2021).
It was {fit} (Daily Mail).
*The Independent* revealed it was {fit}.
It was {fit}, reported the Dorset Echo.
He told Wave FM that it was {fit}.
Radio Solent said it was {fit}.
The Observer wrote in 2021 that it was {fit}.
In an interview with the Financial Times he called it {fit}.
A Guardian investigation found it {fit}.
The Yorkshire Post called it {fit}.
The Sunday Times: {fit}.
> not fit for purpose\n> — The Guardian
It was {fit}.[^1]\n\n[^1]: The Guardian, 3 March 2021.
It was {fit} [1].\n\n## Notes\n\n1. Jane Doe, ‘Failing’, *Daily Mirror*, 2021
As reported in the Manchester Evening News, it was {fit}.
Channel 4 News reported it was {fit}.
He told Reuters it was {fit}.
The New York Times wrote it was {fit}.
“Not fit for purpose”, said the Sun.
“Not fit for purpose” was how the Sun put it.
The Salisbury Journal reported on Friday that it was {fit}.
Speaking to LBC, he called it {fit}.
Dorset Live revealed that it was {fit}.
It was {fit}, the Mail on Sunday has revealed.
Writing in the Spectator, he called it {fit}.
According to a Guardian report, it was {fit}.
The Southern Daily Echo reported {fit}.
It was {fit}, the Guardian’s Jane Doe wrote.
The BBC was first, but the Guardian called it {fit}.
The Bournemouth Gazette described it as {fit}.
In *The Economist*, it was {fit}.
The Guardian had {fit}.
In 2021, the Times called it {fit}.
"""
#: The same words in other names, or standing otherwise.
ORDINARY = r"""
He told the Post Office it was {fit}.
The Independent Review called it {fit}.
Councillor Post said it was {fit}.
The Guardian ad litem said it was {fit}.
According to the Guardian ad litem, it was {fit}.
The Star Chamber found it {fit}.
In Telegraph Road it was {fit}.
The Times of their lives were {fit}.
He told the Independent group it was {fit}.
The Royal Mail said its vans were {fit}.
American Express reported that it was {fit}.
Emily Post wrote that it was {fit}.
In the Echo Chamber it was {fit}.
He told the Children’s Guardian it was {fit}.
He left it in the post; it was {fit}.
According to the independent reviewer it was {fit}.
In the Observer Corps it was {fit}.
Cllr Mark Herald said it was {fit}.
In Times Square it was {fit}.
She lives in the Old Post House, which is {fit}.
He told the Mail Boxes shop it was {fit}.
In the Rising Sun they said it was {fit}.
The Morning after, he told the News it was {fit}.
According to the Citizen Advice office it was {fit}.
He told Press officers it was {fit}.
In the Record Office it was {fit}.
The Press Office said it was {fit}.
He told the Standard Chartered bank it was {fit}.
The Journal of Social Work had it as {fit}.
A star witness reported it was {fit}.
The Independent councillor said it was {fit}.
Good news: it was {fit}.
News reached Poole that it was {fit}.
The News was bad: {fit}.
According to the Herald of Free Enterprise inquiry it was {fit}.
He told the Sun Life agent it was {fit}.
In Roman Times it was {fit}.
In Hard Times the school was {fit}.
The Radio Society said it was {fit}.
He told Live Nation it was {fit}.
TV Licensing said it was {fit}.
In the Mirror Room, it was {fit}.
Red Star reported that it was {fit}.
She told Judge Standard it was {fit}.
Mr Telegraph told Ms Gazette it was {fit}.
As a Guardian Angel he said it was {fit}.
The Legal Guardian said it was {fit}.
He told the Guardian Council it was {fit}.
The Mercury Prize panel said it was {fit}.
Freddie Mercury said it was {fit}.
The Western Union clerk said it was {fit}.
The Express Train was {fit}.
According to the Express Lane team it was {fit}.
In Standard English it was {fit}.
Dr Independent told the Chronicle Sick and Disabled office it was {fit}.
The Amazon Echo told him it was {fit}.
The Daily Express Building was {fit}.
Ofsted’s Chief Inspector Amanda Times said it was {fit}.
The Special Guardian reported it was {fit}.
He told Star Alliance it was {fit}.
The Independent Commission reported it {fit}.
The Independent Inquiry said it was {fit}.
The Independent Chair of the board said it was {fit}.
Independent, the chair said it was {fit}.
Cllr Smith (Independent) said it was {fit}.
Cllr Smith (Poole Independent) said it was {fit}.
He told Independent members it was {fit}.
Post said it was {fit}.
The Post was late, and the service was {fit}.
In Live at the Apollo it was {fit}.
"""


@pytest.fixture(scope="module")
def texts(five: SqliteStore) -> ArticleTexts:
    """Give the five articles, read once."""
    return ArticleTexts(five)


def rows(table: str) -> list[str]:
    """List the drafts of a table."""
    return table.strip().split("\n")


def check(texts: ArticleTexts, row: str, markdown: bool = True) -> Finding:
    """Check a draft of one quotation of four words or more."""
    for name, value in WORDS.items():
        row = row.replace(name, value)
    quotation = WORDS["{fit}"] if "fit" in row else WORDS["{wish}"]
    quotation = "the right help at the right time" if "right help" in row else quotation.strip("“”")
    return next(
        found
        for found in check_draft(texts, "draft", row, markdown)
        if quotation.casefold() in found.verdict.quotation.casefold()
    )


@pytest.mark.parametrize("row", rows(WRONG_NOTES))
def test_a_note_that_names_another_article(texts: ArticleTexts, row: str) -> None:
    """A quotation is held to the source, address or id in its note, and in a list of sources."""
    found = check(texts, row)
    assert found.verdict.kind == "elsewhere"
    assert found.held_to


@pytest.mark.parametrize(
    "row", [row for row in rows(WRONG_NOTES) if not any(sign in row for sign in (">", "^1^"))]
)
def test_a_note_in_plain_text(texts: ArticleTexts, row: str) -> None:
    """A text without markup has the same notes."""
    assert check(texts, row, markdown=False).verdict.kind == "elsewhere"


@pytest.mark.parametrize("row", rows(RIGHT_NOTES))
@pytest.mark.parametrize("markdown", [True, False])
def test_a_note_that_names_the_article(texts: ArticleTexts, row: str, markdown: bool) -> None:
    """A right note refuses nothing, nor does one that names nothing of ours."""
    assert check(texts, row, markdown).verdict.kind == "exact"


@pytest.mark.parametrize("row", rows(WRONG_YEARS))
def test_a_wrong_year(texts: ArticleTexts, row: str) -> None:
    """A date at which the source did not report is refused, and named."""
    found = check(texts, row)
    assert found.verdict.kind == "elsewhere"
    assert any(character.isdigit() for character in found.held_to)
    assert f"the draft names {found.held_to}" in messages.format_finding(found)


@pytest.mark.parametrize("row", rows(RIGHT_YEARS))
def test_a_right_year(texts: ArticleTexts, row: str) -> None:
    """A right date refuses nothing, nor does one of something else."""
    assert check(texts, row).verdict.kind == "exact"


def test_a_year_that_the_article_names(texts: ArticleTexts) -> None:
    """The year of an event may be one that the article's text names, the reporting's may not."""
    assert check(texts, "In 2019 turnover was {wish}.").verdict.kind == "exact"
    assert check(texts, "In 2019 the BBC reported {wish}.").verdict.kind == "elsewhere"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("26 November 2020", "elsewhere"),
        ("27 November 2020", "exact"),
        ("1 December 2020", "exact"),
        ("2 December 2020", "elsewhere"),
        ("December 2020", "exact"),
        ("October 2020", "elsewhere"),
        ("2020-11-30", "exact"),
        ("30/11/2020", "exact"),
        ("30/12/2020", "elsewhere"),
        ("Nov. 30, 2020", "exact"),
        ("30 February 2020", "exact"),  # no day at all
    ],
)
def test_the_edges_of_a_date(texts: ArticleTexts, day: str, kind: str) -> None:
    """A date has to be one that the article may be of: 27 November to 1 December 2020."""
    assert check(texts, f"The Echo reported on {day} that it was {{fit}}.").verdict.kind == kind


@pytest.mark.parametrize("row", rows(OUTLETS))
def test_an_outlet_without_an_article(texts: ArticleTexts, row: str) -> None:
    """What is said to be from a paper that the corpus has nothing of is left open, not accepted."""
    found = check(texts, row)
    assert (found.verdict.kind, found.verdict.accepted) == ("unchecked", False)
    assert found.verdict.locators == ("echo-2020:2",)
    line = messages.format_finding(found)
    assert f"{found.held_to}: no article of it here; the words stand in echo-2020:2" in line


@pytest.mark.parametrize("row", rows(ORDINARY))
def test_an_ordinary_name(texts: ArticleTexts, row: str) -> None:
    """A name with a paper's word in it is no paper."""
    found = check(texts, row)
    assert (found.verdict.kind, found.held_to) == ("exact", "")


def test_an_outlet_and_words_that_stand_nowhere(texts: ArticleTexts) -> None:
    """Of words that stand nowhere here, no place is told."""
    draft = "“Nobody asked the families of Poole,” the Guardian reported."
    (found,) = check_draft(texts, "draft", draft, True)
    assert (found.verdict.kind, found.verdict.places) == ("unchecked", ())
    assert messages.format_finding(found).endswith("the Guardian: no article of it here")


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("The Guardian and the Echo reported it was {fit}.", "exact"),
        ("The Guardian, not the Echo, said so, and the Times called it {fit}.", "unchecked"),
        ("The Guardian reported it was {fit} [echo-2020:2].", "exact"),
        ("The Bournemouth Daily Echo reported it was {fit}.", "exact"),
        ("The Daily Echo reported it was {fit}.", "exact"),
        ("The Dorset Echo reported it was {fit}.", "unchecked"),
    ],
)
def test_an_outlet_beside_a_source(texts: ArticleTexts, draft: str, kind: str) -> None:
    """A locator, and a source of the corpus that is named with it, go before an outlet."""
    assert check(texts, draft).verdict.kind == kind
