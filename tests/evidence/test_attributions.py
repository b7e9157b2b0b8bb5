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
It was {fit}.[^a-b]\n\n[^a-b]:\n    BBC News, 2022.
It was {fit}.[^1]\n\n[^1]: See e.g. ‘Improving’,\n    BBC News, 9 November 2022.
It was {fit}.[^1]\n\nMore.\n\n[^1]: First paragraph.\n\n    BBC News, 9 November 2022.
It was {fit} (1).\n\n## Notes\n\n(1) BBC News
It was {fit}.[1]\n\nNotes\n-----\n\n1. BBC News
It was {fit}.[1]\n\nNotes\n\n1 BBC News, November 2022
It was {fit}.[1]\n\n## Endnotes\n\n1. <{bbc}>
It was {fit}.[1]\n\n## Sources\n\n1. [Improving]({bbc})
It was {fit}.[1]\n\n## Sources\n\n1. {bbc}
It was {fit}.[1]\n\n---\n\n[1]: BBC News
It was {fit}.[1]\n\n---\n\n[1] {bbc}
It was {fit}.[1]\n[1] BBC News
It was {fit}¹.\n\n---\n¹ BBC News
It was {fit}.†\n\n† BBC News
It was {fit} [BBC22].\n\n## References\n\n[BBC22] BBC News, 2022
It was {fit} [@bbc].\n\n## References\n\n- bbc: BBC News
---\nreferences:\n- id: smith\n  container-title: BBC News\n---\n\nIt was {fit} [@smith, p. 2].
It was {fit} [-@bbc-2022].
It was {fit} [@{bbc-2022}, p. 3].
It was {fit} @bbc-2022.
It was {fit} [@bbc-2022]
It was {fit} (BBC News 2022).\n\n## References\n\n* BBC News. 2022. {bbc}
It was {fit}.[^1]\n\n[^1]: bbc.co.uk/news/uk-england-dorset-63569117
It was {fit}.[^1]\n\n[^1]: www.bbc.co.uk/news/uk-england-dorset-63569117
It was {fit}.[^1]\n\n[^1]: BBC, 2022.
- It was {fit}.[^1]\n\n[^1]: The BBC’s page of 2022.
It was {fit}.[^1] The next.[^2]\n\n[^2]: The Echo\n\n[^1]: BBC News
It was {fit}.<sup>[1](#fn1)</sup>\n\n## Notes\n\n1. BBC News
It was {fit}.<sup>[[1]](#fn1)</sup>\n\n## Notes\n\n1. BBC News
It was {fit}.[[1]](#fn1)\n\n## Notes\n\n1. BBC News
It was {fit}.[[1]]({bbc})
It was {fit}.[1](#fn1)\n\n## Notes\n\n1. BBC News
It was {fit} (note 1).\n\n## Notes\n\n1. BBC News
It was {fit} (see note 1).\n\n## Notes\n\n1. BBC News
It was {fit} (fn. 1).\n\n## Notes\n\n1. BBC News
It was {fit}.[^1]\n\n[^1]: Improving. In: BBC News Online, 2022.
It was {fit}.[i]\n\n## Notes\n\n[i] BBC News
It was {fit}.[^1]\n\n[^1]: see [@bbc-2022]
It was {fit}.[^1]\n\n[^1]: @bbc-2022, p. 2
It was {fit} (1).\n\nSources:\n1. {bbc}\n2. https://example.org/a
It was {fit} (2)\n\nEndnotes\n\n(1) https://example.org/a\n\n(2) {bbc}
It was {fit}. (2) “x y z w.” (1)\n\nReferences\n\n1) The Echo\n2) {bbc}
It was {fit}(1), they said.\n\n### Notes:\n\n1. <{bbc}>
It was {fit} (1, 3).\n\nReferences\n\n1. Farleys\n2. The Echo\n3. BBC News
It was {fit}, see note 3.\n\nNotes\n\n1. The Echo\n2. Community Care\n3. BBC News
It was {fit} (Note 3, below).\n\nNotes\n\n1. The Echo\n2. Community Care\n3. BBC News
It was {fit}. (See note 3 below.)\n\nNotes\n\n1. The Echo\n2. Community Care\n3. BBC News
It was {fit} (n. 2).\n\nNotes\n\n1. The Echo\n2. Community Care
It was {fit} (see endnote no. 2).\n\nEndnotes\n\n1. The Echo\n2. Community Care
It was {fit} (see notes 2 and 3).\n\nNotes\n\n1. The Echo\n2. Community Care\n3. BBC News
It was {fit} (source 2).\n\nSources\n\n1. The Echo\n2. Community Care
It was {fit}.²\n\n---\n\n¹ Bournemouth Echo, 2020.\n\n² BBC, Nov. 2022.
It was «not fit for purpose».²\n\n* * *\n\n¹Bournemouth Echo, 2020.\n\n²BBC, Nov. 2022.
It was {fit}.<sup>2</sup>\n\n---\n\n<sup>1</sup> The Echo.\n\n<sup>2</sup> BBC, Nov. 2022.
It was {fit}.^2^\n\n---\n\n^1^ The Echo.\n\n^2^ BBC, Nov. 2022.
It was {fit}.²\n\n___\n\n1. The Echo, 2020.\n2. BBC, Nov. 2022.
It was {fit} (2).\n\n---\n\n(1) The Echo, 2020.\n\n(2) BBC, Nov. 2022.
It was {fit} [^9].\n\n[^9]: {bbc}
It was {fit}. [^9] Next.\n\n[^9]: <{bbc}>
It was {fit} [^9].\n\n[^9]: https://www.communitycare.co.uk/2022/02/14/
It was {fit} [^9]\n\n[^9]: communitycare.co.uk/2022/02/14/ofsted-slams-childrens-services
It was {fit}.[^9]\n\n[^9]: https://www.communitycare.co.uk/2022/02/14/ofsted-slams-chil…
It was {fit}.[^9]\n\n[^9]: https://www.bournemouthecho.co.uk/news/24214667
It was {fit}.[^9]\n\n[^9]: www.bournemouthecho.co.uk/news/24214667/
It was {fit}.[^9]\n\n[^9]: https://www.bournemouthecho.co.uk/news/24214667.moved-elsewhere/
It was {fit} (https://www.bournemouthecho.co.uk/news/24214667).
It was {fit} ([Echo](https://www.bournemouthecho.co.uk/news/24214667)).
It was {fit}.[^9]\n\n[^9]: communitycare.co.uk, 14 Feb 2022
It was {fit}.[^9]\n\n[^9]: www.CommunityCare.co.uk (14 Feb 2022).
It was {fit}.[^9]\n\n[^9]: https://www.communitycare.co.uk/
It was {fit}.[^9]\n\n[^9]: <http://communitycare.co.uk>, 2022
It was {fit}.[^9]\n\n[^9]: bournemouthecho.co.uk, 3 March 2023
It was {fit} (2).\n\nSources\n\n1. bournemouthecho.co.uk\n2. farleys.com
It was {fit} (communitycare.co.uk, 14 Feb 2022).
According to farleys.com, it was {fit}.
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
It was {fit} (1).\n\n## Sources\n\n1. {echo}\n2. {bbc}
It was {fit} (see note 2 below).\n\nNotes\n\n1. BBC News\n2. Bournemouth Echo
It was (1) {fit} and (2) “in need of help”.\n\n## Sources\n\n1. BBC News\n2. BBC News
It was {fit}.²\n\n---\n\n¹ BBC News, 2022.\n\n² Bournemouth Echo, Nov. 2020.
It was {fit} in 2 cases.\n\n---\n\n1. BBC News\n2. BBC News
It was {fit} (2).\n\nMore\n---\n\n1. The Echo\n2. BBC News
It was {fit}.[^9]\n\n[^9]: https://www.bournemouthecho.co.uk/news/18905143
It was {fit}.[^9]\n\n[^9]: https://www.bournemouthecho.co.uk/news/
It was {fit}.[^9]\n\n[^9]: https://www.bournemouthecho.co.uk/news/1
It was {fit}.[^9]\n\n[^9]: bournemouthecho.co.uk, 30 Nov 2020
It was {fit} [^9].\n\n[^9]: gov.uk, 2020
It was {fit} (press@bbc.co.uk).
The Echo, unlike the [BBC’s](https://www.bbc.co.uk) page, had {fit}.
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
In 2018 the Bournemouth Echo called the work {fit}.
The Echo’s 2022 story had {fit}.
Writing in 2023, the Echo said {fit}.
Back in 2018, the Echo had called it {fit}.
As long ago as 2015, the Echo called it {fit}.
The Bournemouth Echo, in January 2021, said {fit}.
{fit} (Bournemouth Echo, 27 November 2021).
{fit}, as the Echo put it in 2022.
{fit}, said the Echo in 2022.
{fit}, reported the Bournemouth Echo in December 2021.
{fit} – Bournemouth Echo, 2022
{fit} — Bournemouth Echo (2023)
The Echo, 3 March 2021: {fit}
In an article published on 3 March 2021, the Echo said it was {fit}.
An Echo article of March 2021 said it was {fit}.
In its story of 2 June 2019, the Echo called it {fit}.
The Echo’s report of 12 May 2022 called it {fit}.
{fit} was the Echo’s verdict in 2022.
In 2017 the work was {fit}.
In May 2018, the council’s work was {fit}.
In early 2018 inspectors called it {fit}.
By the summer of 2023 the Echo was calling it {fit}.
{fit} in 2016.
The work was {fit} (2016).
In 2018, Ofsted called the work {fit}, the Echo said.
During 2017 inspectors judged the work {fit}.
The 2017 inspection found the work {fit}.
Throughout 2018, the work was {fit}.
In 1999, inspectors found work that was {fit}.
The inspection of 2017 found it {fit}.
A 2017 report called it {fit}.
In a 2018 report, Ofsted called it {fit}.
BBC News’s 2019 report had {wish}.
The BBC’s Dorset page wrote, in October 2021, of turnover {wish}.
In November 2021 BBC News reported turnover {wish}.
According to a 2021 BBC News article, it was {wish}.
According to BBC News in 2020, turnover was {wish}.
BBC News, 2020: {wish}
Farleys Solicitors wrote on 3 May 2021 that families need “the right help at the right time”.
Farleys (2023) speaks of “the right help at the right time”.
In December 2022 the solicitors at Farleys still wrote of “the right help at the right time”.
In May 2022 the team at Farleys complained of “the right help at the right time”.
The lawyers at Farleys were asking in December 2022 for “the right help at the right time”.
In January 2022, a blogger for Farleys spoke of “the right help at the right time”.
As late as December 2022, Farleys complained of “the right help at the right time”.
The Farleys blog of August 2022 has “the right help at the right time”.
Turnover in March 2022 was {wish}, BBC News says.
In September 2022 a reporter for the BBC found turnover {wish}.
In September 2022 the team at BBC News found turnover {wish}.
BBC News carried this in September 2022: {wish}.
A BBC page from September 2022 has {wish}.
Published in September 2022, the BBC page has {wish}.
In a piece by the BBC, published September 2022, turnover is {wish}.
In May 2020 a reporter for the Echo wrote that it was {fit}.
In its edition of May 2020 the Echo wrote that it was {fit}.
In May 2020 inspectors called it {fit}.
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
In 2020 the Bournemouth Echo called the work {fit}.
The Echo’s 2020 story had {fit}.
Writing in 2020, the Echo said {fit}.
{fit} (Bournemouth Echo, 27 November 2020).
{fit} – Bournemouth Echo, 2020
The Echo, 30 November 2020: {fit}
In late November 2020, the Echo called it {fit}.
As the Echo reported in winter 2020, it was {fit}.
The BBC said that inspectors had found in 2021 that turnover was {wish}.
The BBC reported on a 2019 merger and turnover {wish}.
The BBC, looking back to 2006, found turnover {wish}.
The 2021 inspection found turnover {wish}.
Ofsted, which has inspected since 1992, found turnover {wish}.
Cathi Hadley, director from 2021 to 2024, called turnover {wish}.
Cllr Mike White (elected 2015) said it was {wish}.
The Children and Families Act 2014 notwithstanding, turnover was {wish}.
The 1989 Act notwithstanding, turnover was {wish}.
Under Working Together 2018, turnover was {wish}.
As in 1984, turnover was {wish}.
With 2020 vision, {wish} sounds mild.
Some 2000 staff knew that turnover was {wish}.
About 2100 of 2500 posts were filled, and turnover was {wish}.
The hotline, 01202 2019, had {wish}.
At 2000 hours turnover was {wish}.
The plan for 2025 spoke of turnover {wish}.
The deadline was March 2023; turnover was {wish}.
The council must improve by 2024 because turnover was {wish}.
He was born in 1970, and turnover was {wish}.
Five years on from 2017, turnover was {wish}.
I read it in 2025: turnover was {wish}.
Reading the BBC’s article again in 2025, I noticed turnover {wish}.
A tweet in 2023 recalled that the BBC had found turnover {wish} in 2022.
The BBC, whose website was redesigned in 2023, called it {wish}.
{wish}, the BBC reported in the autumn of 2022.
The BBC reported last month (November 2022) that it was {wish}.
BBC News (2022) and the Echo (2020) agree: {wish}.
The Echo had its say in 2020. The BBC said {wish}.
The Echo (2020) had more, but the BBC had {wish}.
Ofsted’s report of 2021 was grim, and the BBC added {wish}.
In 2022 Farleys Solicitors wrote of “the right help at the right time”.
In 2022-23 turnover was {wish}.
In the 2022/23 year turnover was {wish}.
{wish} [bbc-2022:15], though in 2018 it was not.
[BBC News]({bbc}) found turnover in 2017 to be {wish}.
Turnover was {wish}, the BBC said (see p. 2020).
The £2019 bonus did not help: turnover was {wish}.
In version 2018.2 of the form, turnover was {wish}.
Ref. 2018/117: turnover was {wish}.
The team, set up in the wake of a review in 2017, had turnover {wish}.
Of the visits that began on 7 and 8 June 2022, Farleys says: “the right help at the right time”.
Of the visits on 7 and 8 June 2022 Farleys says “the right help at the right time”.
Farleys, of the visit on 8 June 2022: “the right help at the right time”.
After February 2022, Farleys says, children need “the right help at the right time”.
In June 2022 the solicitors at Farleys wrote of “the right help at the right time”.
After the visit in October 2022, the BBC found turnover {wish}.
After the visit in October 2022 the BBC found turnover {wish}.
The visit of October 2022 found turnover {wish}, the BBC said.
In October 2022 inspectors found turnover {wish}.
Of the visit in early October 2022, BBC News has {wish}.
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
{fit}, according to the Guardian.
{fit}, says the Guardian.
Speaking to the Guardian, she called it {fit}.
She told The Guardian in 2021: {fit}.
The Guardian, in a report published in 2021, called it {fit}.
As The Times put it, it was {fit}.
As the Independent reported, it was {fit}.
In a letter to The Times, he called it {fit}.
In the words of the Daily Mirror, {fit}.
The Western Morning News said it was {fit}.
The Salisbury Journal has called it {fit}.
The Times Educational Supplement reported it was {fit}.
The Local Government Chronicle reported it was {fit}.
The Municipal Journal called it {fit}.
{fit} – The Guardian
{fit} — Daily Mail
{fit} (Guardian, 3 March 2021).
{fit} (*Guardian*, 3 March 2021).
*The Times* had it as {fit}.
In *Private Eye* it was {fit}.
A report in the Guardian called it {fit}.
An article in The Independent said it was {fit}.
A piece in the Daily Express said it was {fit}.
The headline in the Sun was {fit}.
The Sun’s headline was {fit}.
The Mail’s front page had {fit}.
The Evening Standard revealed that it was {fit}.
Heart FM reported {fit}.
She told Times Radio that it was {fit}.
Talking to GB News, she called it {fit}.
GB News reported that it was {fit}.
CNN reported that it was {fit}.
The Huffington Post reported that it was {fit}.
The Washington Post has reported that it was {fit}.
The Oxford Mail reported it as {fit}.
In 2021 the Guardian reported it as {fit}.
It was {fit}, as the Guardian first reported.
It was {fit}, as reported by the Guardian.
It was {fit}, as reported in The Guardian.
It was {fit}, the Guardian says.
It was {fit}, wrote *The Guardian*.
The Liverpool Echo quoted inspectors as saying it was {fit}.
The Guardian quotes a source: {fit}.
Quoted in the Guardian, Hadley said it was {fit}.
A spokesman told the Press Association it was {fit}.
Inspectors, the Guardian reported, called it {fit}.
The Northern Echo’s report had {fit}.
According to The Sunday Times, {fit}.
As the Swindon Advertiser has it, {fit}.
The Guardian: {fit}.
The Bristol Post understands it was {fit}.
It was {fit} (Inside Housing).
It was {fit} (*Inside Housing*, May 2021).
It was {fit} (*Housing Today*).
It was {fit} (Schools Week, 2021).
It was {fit} (Swindon Advertiser).
The Daily Telegraph’s man in Dorset found that it was {fit}.
The Guardian’s own correspondents called it {fit}.
It was {fit} in the Times of 3 March 2021.
In the *Purbeck Weekly Messenger* one reads of {fit}.
In *The Frome Valley Argus* you will find {fit}.
One finds {fit} in the *Melplash Gazette* of that week.
{fit}, Mike White is quoted as saying in The Independent.
{fit}, he is quoted as having said in the Guardian.
Readers of the Swanage and Wareham Advertiser learned that it was {fit}.
Readers of the Times were told that it was {fit}.
Viewers of ITV News heard that it was {fit}.
Channel 4 News broadcast the sentence {fit}.
Sky News aired the words {fit}.
Sky News viewers heard that it was {fit}.
He gave an interview to *Children & Young People Now*, where he called it {fit}.
She gave a long interview to *Dorset Dialogues*, calling it {fit}.
Writing in *Poverty Quarterly*, he called it {fit}.
*Parish Magazine* reported that it was {fit}.
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
The Guardian of the child told the court it was {fit}.
Her legal guardian told The Guardian Trust that it was {fit}.
In the Times of plague, care was {fit}.
He wrote to the Post Office, calling it {fit}.
The Post Master reported it was {fit}.
The Mail Room was {fit}.
Mail sent to the council came back marked {fit}.
The Sun rose on a service that was {fit}.
He told the Sunday School it was {fit}.
According to the Sunday rota, it was {fit}.
The Daily Service in Poole was {fit}.
He told the Evening Institute it was {fit}.
According to the Evening Class, it was {fit}.
The Star Inn was {fit}.
He told the Star Inn’s landlord it was {fit}.
The Standard Assessment Tests were {fit}.
The Express Service was {fit}.
In the Mirror of Production, it is {fit}.
The Independent Schools Council reported that it was {fit}.
An Independent Reviewing Officer said it was {fit}.
The Independent Reviewing Officer told the court it was {fit}.
Independent experts said it was {fit}.
He told the Independent Living Team it was {fit}.
The Independent Office for Police Conduct reported {fit}.
The Herald Sun Hotel was {fit}.
The Echo Arena was {fit}.
Echo Falls, he told me, was {fit}.
The Echo of his words was {fit}.
He heard the Echo Chamber was {fit}.
The Tribune Group said it was {fit}.
In the Tribune of the Plebs he saw what was {fit}.
The Observer Status was {fit}.
Election Observer Jane Smith said it was {fit}.
The Observer Mission reported it was {fit}.
He told the UN Observer Mission it was {fit}.
The Chronicle of Higher Education said {fit}.
The Chronicles of Narnia wardrobe was {fit}.
The Gazette Building was {fit}.
London Gazette House was {fit}.
The Journal Club said it was {fit}.
Peer Support Journal Group said it was {fit}.
In his Journal he called it {fit}.
In the Journal he kept, it was {fit}.
The News Desk of the council said it was {fit}.
Newsletter: it was {fit}.
He told Newsome it was {fit}.
He told Radiologist Smith it was {fit}.
The Radio Times Christmas cover was {fit}.
On the radio, he called it {fit}.
On TV he called it {fit}.
He told the TV crew it was {fit}.
He told a TV presenter it was {fit}.
The TV Licence was {fit}.
The FM Team said it was {fit}.
The FM, Nicola Sturgeon, said it was {fit}.
He told the FM it was {fit}.
FM said the building was {fit}.
Live Well Dorset said it was {fit}.
He told Live Well it was {fit}.
Live from Poole, he said it was {fit}.
The Citizen Panel reported it was {fit}.
He told Citizens Advice it was {fit}.
The Mercury Theatre was {fit}.
The Argus Panoptes of the council found it {fit}.
He told Argos it was {fit}.
In the Express Yourself course it was {fit}.
The Western Front was {fit}.
The Press Council said it was {fit}.
The Press Complaints Commission said it was {fit}.
He told the press it was {fit}.
He told Press Officer Jane it was {fit}.
In the Public Record Office it is {fit}.
The Record of Achievement was {fit}.
On the Record, he said it was {fit}.
For the Record, it was {fit}.
Off the record, he called it {fit}.
The Courier Service was {fit}.
The Advertiser Board said it was {fit}.
A Courier told him it was {fit}.
The courier told the Reporter Scheme it was {fit}.
The Children’s Reporter told the panel it was {fit}.
The Scottish Children’s Reporter Administration said it was {fit}.
The Court Reporter wrote that it was {fit}.
He told the Inquirer it was {fit}?
Mr Times reported {fit}.
Mrs Echo told the council it was {fit}.
Sir John Herald called it {fit}.
Jane Herald called it {fit}.
Tom Post told us it was {fit}.
Lord Guardian said it was {fit}.
Chief Executive Graham Post said it was {fit}.
Councillor Mike Star called it {fit}.
Judge Mail found it {fit}.
According to Mr Mirror, it was {fit}.
According to Jane Standard, it was {fit}.
According to Nicola Sun, it was {fit}.
He told Sun Li it was {fit}.
Ms Sun said it was {fit}.
According to Ms Sun, it was {fit}.
Michelle Sun said it was {fit}.
In Sun City it was {fit}.
In the Sun, it was hot and {fit}.
The Rising Sun, he said, was {fit}.
At the Morning Star pub, he said it was {fit}.
He told the Daily Living Team it was {fit}.
According to the Daily Log, it was {fit}.
The Weekly Review found it {fit}.
The Guardianship Order was {fit}.
The Guardians of the Galaxy ride was {fit}.
Board of Guardians reported it was {fit}.
The Board of Guardians in Poole found it {fit}.
The Poor Law Guardian reported it was {fit}.
The Freedom to Speak Up Guardian reported it was {fit}.
The Caldicott Guardian reported it was {fit}.
He told the Caldicott Guardian it was {fit}.
According to the Caldicott Guardian, it was {fit}.
The Data Guardian found it {fit}.
The NHS Guardian found it {fit}.
The Safe Working Guardian said it was {fit}.
The Time was right, but the service was {fit}.
In Modern Times, it would be {fit}.
In these Times it is {fit}.
The Telegraph Hill school was {fit}.
The Telegraph pole was {fit}.
The Telegraph Pole Company said it was {fit}.
In the House of Commons, MPs called it {fit}.
He told The Place2Be it was {fit}.
The Mirror image was {fit}.
The Gold Standard was {fit}.
The Care Standard was {fit}.
The Quality Standard in children’s homes was {fit}.
According to the National Minimum Standard, it was {fit}.
The National Standard said it was {fit}.
The Record was broken, and it was {fit}.
The Single Central Record was {fit}.
According to the Case Record, it was {fit}.
According to the Integrated Children’s Record, it was {fit}.
The Spectator Stand was {fit}.
The Economist Paul Smith said it was {fit}.
Economist Paul Smith said it was {fit}.
The Chief Economist said it was {fit}.
According to the Bank’s Chief Economist, it was {fit}.
The Statesman Lord Smith said it was {fit}.
An elder Statesman called it {fit}.
He told the Parcel Post it was {fit}.
The Courier delivered it, and it was {fit}.
A Messenger said it was {fit}.
The Messenger said it was {fit}.
The Dispatch Team said it was {fit}.
The Dispatch Box was {fit}.
From the Dispatch Box, the minister called it {fit}.
At the Dispatch Box, he said it was {fit}.
The Examiner found the essay {fit}.
The Medical Examiner found it {fit}.
The Chief Examiner said it was {fit}.
He told the Medical Examiner it was {fit}.
According to the Chief Examiner, it was {fit}.
The Bugle Inn was {fit}.
Good Morning Britain viewers said it was {fit}.
The Panorama Café was {fit}.
The Panorama from Poole Hill was {fit}.
The Reporter said it was {fit}.
Channel 4 of the radio was {fit}.
The Conversation was short: it was {fit}.
The Conversation with parents found it {fit}.
It was {fit} (Labour).
It was {fit} (Cllr Mike White).
It was {fit} (Cathi Hadley).
It was {fit} (Children Act 1989).
It was {fit} (*Children Act 1989*).
It was {fit} (Hampshire County Council).
It was {fit} (Inspection Report).
It was {fit} (*Inspection Report*).
It was {fit} (Ofsted).
It was {fit} (*Ofsted*).
It was {fit} (Liberal Democrats).
It was {fit} (Poole Independents).
It was {fit} (Director of Housing).
It was {fit} (Sovereign Housing).
It was {fit} (Cabinet Member).
It was {fit} (Anti-Bullying Week).
It was {fit} (Children Now).
It was {fit} (Chief Executive).
It was {fit} (Lower Parkstone).
It was {fit} (*Working Together*).
It was {fit} (*Quality Standard*).
It was {fit} (my emphasis).
In *Working Together* it was {fit}.
In the *Munro Review* it was {fit}.
In the *Single Central Record* it was {fit}.
In *Bleak House* it would be {fit}.
According to *Ofsted*, it was {fit}.
He told *BCP Council* it was {fit}.
He told *Cathi Hadley* it was {fit}.
Readers of *Working Together* know what is {fit}.
In an interview with *Cathi Hadley* it was {fit}.
In *Hard Times* one reads of what is {fit}.
Now it was *never Now or Later* {fit}.
He said *World* and meant what was {fit}.
Inside housing it was {fit}.
Viewers of the Record Office’s page saw what was {fit}.
The Post’s man in the yard found it {fit}.
The Caldicott Guardian’s team found it {fit}.
He gave an interview to *Ofsted* and called it {fit}.
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


#: What only Markdown has.
MARKED = (">", "^1^", "](#", "---\\nref", "- It")


@pytest.mark.parametrize(
    "row", [row for row in rows(WRONG_NOTES) if not any(sign in row for sign in MARKED)]
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
