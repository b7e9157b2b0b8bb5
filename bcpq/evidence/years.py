"""The dates that a sentence names, and what it dates by them: the reporting, or what was reported.

`The BBC reported in 2021` dates the article. `The BBC reported that in 2021 inspectors found` dates
what it is about.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bcpq.evidence.saying import VERBS
from bcpq.model import Span
from bcpq.text.dates import MONTH_NAMES, Days, parse_bound

_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]}|t?\.?)" if name[3:] else name for name in MONTH_NAMES)
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_DATE = re.compile(
    rf"""(?<![\w/:.@£$€,-])(?:
      (?P<iso>{_YEAR}-[0-9]{{2}}(?:-[0-9]{{2}})?)(?![\w-])
    | (?P<slashed>[0-9]{{1,2}}[/.][0-9]{{1,2}}[/.]{_YEAR})
    | (?:(?:{_DAY}\s*(?:-|–|to|and|or)\s*)?(?P<day>{_DAY})\s+(?:of\s+)?)?(?P<month>{_MONTH})\.?
      (?:\s+(?P<day_after>{_DAY}))?,?\s+(?:of\s+)?(?P<month_year>{_YEAR})
    | (?P<year>{_YEAR})(?:(?:\s*[–/-]\s*|\s+(?:to|and)\s+(?={_YEAR}))(?P<until>{_YEAR}|[0-9]{{2}}))?
    )(?![\w%]|[.,:/][0-9]|-[0-9]|\s+hours\b)""",
    re.VERBOSE,
)
#: What has years in it that are no dates: pages, addresses, what a reader did.
_NO_DATES = re.compile(
    r"https?://\S+|\b(?:pp?|page|pages|vol|no|nos|para|paras|paragraphs?|lines?)\.?\s*[0-9]+"
    r"(?:\s*[-–]\s*[0-9]+)?"
    r"|\b(?:accessed|retrieved|viewed|last\s+(?:visited|accessed)|archived|updated|checked)\b[^.;)\]]{0,40}"
    r"|\b(?!(?:in|by|of|on|and|for|the|to|from|mid|early|late|spring|summer|autumn|winter|"
    rf"about|circa|during|since|until|till|before|after|or|{'|'.join(MONTH_NAMES)})\b)"
    rf"(?:[A-Z][\w’'-]*)\s+(?:Act|Bill|Order|Regulations?|Plan|Strategy|Cup|Games|Olympics|Agreement|"
    rf"Report|Review|Census|Programme|Vision|Agenda)\s+(?:of\s+)?{_YEAR}",
    re.IGNORECASE,
)
_SOURCE, _DATED = "\ue000", "\ue001"
_S, _D = f"{_SOURCE}+", f"({_DATED}+)"
_SAYS = (
    rf"(?:{VERBS}|has|had|have|was|were|did|ran|covered|covers|carried|carries|interviewed|spoken|"
    r"spoke)"
)
_ADVERBS = (
    r"(?:\s+(?:first|only|back|again|online|earlier|later|late|early|as|once|also|it|this|so|"
    r"about it|on it|exclusively|itself|already|now|still|these words|"
    r"the (?:words|line|sentence)))*"
)
#: Words between a verb and a date that do not begin another clause.
_NO_CLAUSE = r"(?!that\b|which\b|who\b|how\b|when\b|where\b|inspectors\b|Ofsted\b|ministers\b)"
_OBJECT = rf"(?:\s+(?:{_NO_CLAUSE}[\w’'-]+))"
_BLANK = r"[“\"‘'«„]?_+[^\w\s]{0,4}"
_ON = r"(?:\s+(?:in|on|of|from|back\s+in|early\s+in|late\s+in|dated|during))"
_ARTICLE = (
    r"(?:article|story|piece|blog|blog\s+post|post|column|feature|editorial|dispatch|coverage|"
    r"bulletin|broadcast|write-up|news\s+report|press\s+report|item|interview|page|webpage|edition|issue)"
)
#: What may stand before a date with which a clause begins. With another word there, what that word
#: names is dated: `Of the visit on 7 June 2022, the BBC says`.
_OPENING = (
    r"(?:\A\W*|[.,;:!?()\[\]—–]\W*|[“”\"»’']\s*|\s-\s|\b(?:and|but|or|yet|while|whereas|then|that|when|so|"
    r"already|again|also|still|later|earlier|back|early|late|which|as|because|since|although|though|"
    r"only|first|even|[Ww]riting|[Rr]eporting|[Ss]peaking|[Pp]ublish(?:ing|ed)|[Pp]ost(?:ing|ed)|"
    r"[Pp]rinted|[Bb]roadcast(?:ing)?|Already|Later|Earlier|Back|Early|Late|Then|Again)\s+)"
)
#: People of a source: `the solicitors at Farleys`.
_STAFF = (
    r"(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}?(?:solicitors?|lawyers?|team|people|reporters?|journalists?|"
    r"staff|writers?|bloggers?|editors?|correspondents?|columnists?|authors?|experts?|partners?|firm|"
    r"site|website|page|pages|blog|newsroom)\s+(?:at|of|for|from|with|on|in)\s+"
)
#: How a date stands that says when it was reported; of each the first group is the date.
_TIES = [
    re.compile(pattern)
    for pattern in (
        # the BBC reported in 2021; the BBC, which wrote in 2021
        rf"{_S}(?:[’']s(?:\s+[\w-]+){{1,3}}?)?(?:,\s+(?:which|who))?(?:\s+(?:first|then|also|once|only|has|had))*\s+{_SAYS}{_ADVERBS},?"
        rf"(?:\s+(?:on|about|of){_OBJECT}{{1,5}}?)?{_ON}\s+{_D}",
        # the BBC called it “...” in 2021
        rf"{_S}\s+(?:called|described|branded|labelled|reported|published|printed|ran|carried|quoted|"
        rf"said|wrote|had|noted|found)(?:{_OBJECT}{{0,6}}?)?[,:]?\s+{_BLANK}\s*,?{_ON}\s+{_D}",
        # reported the BBC in 2021; told the BBC on 3 March 2021; according to the BBC in 2021
        rf"{_S},?{_ON}?\s+{_D}",
        rf"{_S}(?:[’']s?)?(?:,|\s*[(\[])?\s*{_D}",
        # its 2021 report, the BBC's article of 3 March 2021; a 2021 BBC report
        rf"{_S}(?:[’']s?)?(?:,?\s+in)?(?:\s+(?:its|an?|the|own))*(?:\s+[\w-]+)?\s+(?:report|{_ARTICLE})"
        rf"\s*[,(]?{_ON}?\s*{_D}",
        # by the BBC, published in 2021
        rf"{_S}(?:\s+{_ARTICLE})?,?\s+(?:(?:that|which)\s+)?(?:was\s+)?(?:published|posted|dated|printed|aired)"
        rf"{_ON}?\s+{_D}",
        rf"{_S}[^;]{{0,40}}\bits\s+{_D}\s+(?:report|{_ARTICLE})",
        rf"(?<!\b[Ii]n\s)(?<!\b[Oo]n\s){_D}\s+{_S}",
        # In 2021, the BBC reported; on 3 March 2021 the lawyers at the paper's
        rf"{_OPENING}(?:[Ii]n|[Oo]n|[Dd]uring|[Bb]ack\s+in|[Ee]arly\s+in|[Ll]ate\s+in|[Aa]s\s+early\s+as|\A)"
        rf"\s*{_D},?\s+(?:{_STAFF})?(?:the\s+|an?\s+)?{_S}(?:[’']s?)?",
        # an article of 3 March 2021; a 2021 article
        rf"\b{_ARTICLE}\s*(?:,\s*)?(?:\(|(?:(?:that|which)\s+(?:was\s+|appeared|ran)\s*)?"
        rf"(?:published|posted|dated|printed|broadcast)?(?:\s*(?:of|from|in|on|dated))?)\s*{_D}",
        rf"{_D}\s+(?:\w+\s+)?{_ARTICLE}\b",
    )
]
#: What stands before a year that is only a bound, or belongs to someone's past.
_BOUND_BEFORE = re.compile(
    r"(?:\b(?:as\s+in|some|nearly|almost|over|all|only|just)\s+|\b(?:since|until|till|before|after|by|from|to|than|between|and|or|prior\s+to|due|expected|"
    r"next|planned|for|ending|starting)\s+(?:\w+\s+){0,2}?"
    r"|\b(?:formed|founded|established|created|born|built|launched|merged|opened|elected|appointed|"
    r"introduced|set\s+up|joined|died|retired|passed|abolished|hired|married|began|started|retiring|"
    r"left|moved|arrived|took\s+over|taken\s+over|resigned|became)\s+(?:[\w-]+\s+){0,4}?)\Z",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    rf"\W*(?:(?:and|but|so|then|later|earlier|again|back|early|late|as\s+early|as\s+late|first|also)\s+)*"
    rf"(?:in|on|during|of|as|at|throughout|around|about)\s+(?:[\w-]+\s+){{0,4}}{_DATED}+(?:\s+[\w-]+){{0,4}}\W*|"
    rf"\W*{_DATED}+\W*",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]*\s+\Z")
_OPENER_BEFORE = re.compile(r"(?:\A|[.?!:]\s+)\W*[A-Z][\w’'-]*\s+\Z")
#: Where a part of a sentence ends: an aside is one of its own.
_PART = re.compile(r"[,;:—–()]|\s-\s")
_VERB = re.compile(rf"\b(?:{VERBS})\b")


class NamedDate(NamedTuple):
    """A date in a text."""

    words: str
    days: Days
    start: int
    end: int

    def overlaps(self, first: str, last: str) -> bool:
        """Tell whether it may be one of some days."""
        return self.days.first <= last and first <= self.days.last

    @property
    def month(self) -> int | None:
        """Give the month that it is in, if it names one."""
        first, last = self.days
        return int(first[5:7]) if first[:7] == last[:7] else None

    @property
    def years(self) -> range:
        """Give the years that it takes in."""
        return range(int(self.days.first[:4]), int(self.days.last[:4]) + 1)


class Tie(NamedTuple):
    """A date that says when something was reported."""

    date: NamedDate
    mention: int | None  # which of the sources named; None: not said


def find_dates(text: str) -> list[NamedDate]:
    """Find the dates with a year that a text names."""
    for gap in _NO_DATES.finditer(text):
        text = f"{text[: gap.start()]}{'~' * (gap.end() - gap.start())}{text[gap.end() :]}"
    return [date for match in _DATE.finditer(text) if (date := _read(match))]


def _read(match: re.Match[str]) -> NamedDate | None:
    try:
        days = _days(match)
    except ValueError:  # no such day
        return None
    return NamedDate(words=match[0], days=days, start=match.start(), end=match.end())


def _days(match: re.Match[str]) -> Days:
    if match["iso"]:
        return _span(match["iso"], match["iso"])
    if match["slashed"]:
        day, month, year = re.split("[/.]", match["slashed"])
        if int(month) > 12:
            day, month = month, day
        return _span(f"{year}-{int(month):02}-{int(day):02}", None)
    if match["month"]:
        number = [name[:3] for name in MONTH_NAMES].index(match["month"][:3]) + 1
        date = f"{match['month_year']}-{number:02}"
        day_number = match["day"] or match["day_after"]
        if day_number:
            date += f"-{int(re.sub('[a-z]', '', day_number)):02}"
        return _span(date, None)
    until = match["until"]
    if until and len(until) == 2:
        until = match["year"][:2] + until
    if until and until < match["year"]:
        until = None
    return _span(match["year"], until)


def _span(first: str, last: str | None) -> Days:
    return Days(first=parse_bound(first, upper=False), last=parse_bound(last or first, upper=True))


def find_ties(text: str, dates: Sequence[NamedDate], mentions: Sequence[Span]) -> Iterator[Tie]:
    """Find the dates of a sentence that say when a source reported.

    Args:
        text: The sentence, its quotations blanked.
        dates: The dates in it.
        mentions: Where it names sources.
    """
    if not dates:
        return
    masked = _mask(_mask(text, mentions, _SOURCE), [date[2:] for date in dates], _DATED)
    by_start = {date.start: date for date in dates}
    by_mention = {start: number for number, (start, _) in enumerate(mentions)}
    found: set[Tie] = set()
    for pattern in _TIES:
        for match in pattern.finditer(masked):
            date = by_start.get(match.start(1))
            if date is None:
                continue
            place = match[0].find(_SOURCE)
            mention = by_mention.get(match.start() + place) if place >= 0 else None
            found.add(Tie(date=date, mention=mention))
    yield from found


def find_loose(text: str, dates: Sequence[NamedDate], place: int) -> list[NamedDate]:
    """Find the dates of a sentence that say when what is quoted was so, or said.

    Those in an aside about something else, and those that are only a bound, say nothing of it.

    Args:
        text: The sentence, its quotations blanked.
        dates: The dates in it.
        place: Where the quotation begins.
    """
    if not dates:
        return []
    masked = _mask(text, [date[2:] for date in dates], _DATED)
    return [date for date in dates if _is_of(masked, text, date, place)]


def _is_of(masked: str, text: str, date: NamedDate, place: int) -> bool:
    before = text[: date.start]
    if _BOUND_BEFORE.search(before[-80:]):
        return False
    if _NAME_BEFORE.search(before) and not _OPENER_BEFORE.search(before):
        return False  # the Children Act 1989
    breaks = [match.start() for match in _PART.finditer(masked)]
    start = max((at + 1 for at in breaks if at < date.start), default=0)
    end = min((at for at in breaks if at >= date.end), default=len(masked))
    if start <= place <= end:
        return True
    return _ADVERBIAL.fullmatch(masked, start, end) is not None


def _mask(text: str, spans: Sequence[Span], sign: str) -> str:
    for start, end in spans:
        text = f"{text[:start]}{sign * (end - start)}{text[end:]}"
    return text
