"""Papers and stations that a text names, of which a corpus may have no article.

An outlet is told by its name, which has a word in it that papers and stations are called by, and by
how it stands: as who reports, as who was told. A name alone is none: *the Post Office*, *Councillor
Post*, *Star Chamber*.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bcpq.evidence.saying import ACTIVE

# The words are those of the UK's national and regional titles, as "List of newspapers in the
# United Kingdom" and "List of radio stations in the United Kingdom" in Wikipedia have them, and of
# the best known of the United States and Ireland. They differ in what else they name.
#: Words that name a paper, whatever stands before them.
_TITLES = "Times|Telegraph|Herald|Gazette|Echo|Chronicle|Tribune|Advertiser|Argus|Courier"
#: Words that name a paper or a station where another word stands before them.
_STATIONS = "News|FM|TV|Live|Radio|Broadcasting|Journal"
#: Words that name a paper alone, with *the*; with another word before them, a person or a thing as
#: often: *the Caldicott Guardian*, *the Chief Economist*, *the Royal Mail*.
_COMMON = (
    "Guardian|Observer|Spectator|Economist|Post|Mail|Sun|Star|Mirror|Express|Standard|Independent"
)
#: Words that name a paper only with one of the QUALIFIERS before them.
_SHARED = (
    "Examiner|Reporter|Messenger|Inquirer|Record|Mercury|Press|Citizen|Statesman|Bugle|Dispatch|"
    "Despatch|Sentinel|Globe"
)
#: Of those, what is often no paper though it stands in italics: the *Quality Standard*.
_THINGS = frozenset({"Record", "Standard"})
#: Titles that are surnames, too: *Jane Herald*.
_SURNAMES = frozenset({"Herald", "Courier", "Argus"})
#: Of the COMMON words, those that name little else after *in* or *on*.
_PRINTED = frozenset({"Guardian", "Observer", "Spectator", "Economist", "Independent"})
#: What stands before such a word in the name of a paper or station, and of little else: a time, or
#: where it is published.
_QUALIFIERS = (
    "Daily|Sunday|Evening|Morning|Weekly|Financial|New|Racing|Washington|Huffington|Jerusalem|"
    "Denver|New York|Toronto|Baltimore|Boston|Chicago|Los Angeles|Houston|Philadelphia|Sydney|"
    "Melbourne|South China Morning|Irish|Scottish|Welsh|Western|Northern|Southern|Eastern|"
    "Yorkshire|Lancashire|Lincolnshire|Cheshire|Shropshire|Gloucestershire|Hampshire|Wiltshire|Berkshire|"
    "Hertfordshire|Bedfordshire|Dorset|Devon|Cornwall|Cornish|Somerset|Kent|Essex|Sussex|Surrey|"
    "Norfolk|Suffolk|Cumbria|Cumberland|Wales|Belfast|Glasgow|Edinburgh|Aberdeen|Dundee|London|"
    "Birmingham|Liverpool|Manchester|Bristol|Sheffield|Leeds|Bradford|Hull|Nottingham|Leicester|"
    "Derby|Coventry|Stoke|Wolverhampton|Worcester|Hereford|Gloucester|Swindon|Oxford|Cambridge|"
    "Reading|Brighton|Southampton|Portsmouth|Bournemouth|Poole|Christchurch|Salisbury|Winchester|"
    "Bath|Exeter|Plymouth|Torquay|Taunton|Norwich|Ipswich|Peterborough|Lincoln|York|Huddersfield|"
    "Halifax|Wakefield|Barnsley|Rotherham|Doncaster|Grimsby|Sunderland|Newcastle|Durham|Burnley|"
    "Bolton|Blackburn|Blackpool|Preston|Warrington|Wigan|Oldham|Rochdale|Stockport|Croydon|"
    "Basingstoke|Jersey|Guernsey|Shetland|Falkirk|Stornoway|Birmingham"
)
#: Outlets whose names have no such word.
_OTHERS = (
    "Reuters|Bloomberg|Al Jazeera|Channel (?:4|5|Four|Five)(?: News)?|ITV(?: News| [A-Z]\\w+)?|"
    "ITN|CNN|CBS(?: News)?|NBC(?: News)?|ABC News|NPR|LBC|RT\u00c9|PA Media|PA News|"
    "Press Association|Agence France-Presse|HuffPost|BuzzFeed(?: News)?|Politico|"
    "Private Eye|Le Monde|El Pa\u00eds|"
    "Der Spiegel|Newsnight|Panorama|The Conversation|Mail ?Online|"
    # magazines of the trades that write of councils, and of general interest
    "Inside Housing|Children (?:&|and) Young People Now|CYP Now|Schools Week|FE Week|Nursery World|"
    "Civil Service World|Social Work Today|Disability News Service|Times Higher|LocalGov|"
    "The Big Issue|Big Issue|Newsweek|New Scientist|The New Yorker|openDemocracy|LabourList|"
    "ConservativeHome"
)
#: The last words of magazines' names. They end other names as often, so they tell nothing but of
#: what stands in italics: *Housing Today*. (Not Review, Report: reports are in italics, too.)
_MAGAZINES = "Now|Today|Tomorrow|Week|Weekly|Monthly|Quarterly|Magazine|Digest|World|Bulletin"
#: Words before one of these that make it something else: a firm, a person, a thing.
_NOT_OUTLETS = frozenset(
    # whose post, star and guardian they are
    "councillor cllr mr mrs ms miss dr sir dame lord lady prof professor judge justice captain "
    "sergeant inspector president chairman chairwoman chair leader minister director mp "
    # what is no outlet with them
    "a an no every each this that his her its their my our your royal "
    "american orient polar amazon gold british rock pole michelin bronze silver black red "
    "children's child's special legal official court xbox nation smart fake breaking good bad "
    "criminal lamp first last parcel goal command blog facebook junk trading rising north fitness "
    "guard living medieval roman modern victorian hard end old ancient wartime pony federal "
    "freddie emily ringo union saturday amnesty fan public".split()
)
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
#: What may follow the word in its name.
_TAIL = (
    r"(?: (?:on Sunday|Online|Live|News|Radio|TV|FM|Today|Tonight|[1-9](?: Extra)?|"
    r"Educational Supplement|Literary Supplement|"
    r"(?<=Times )of (?:London|India|Israel|Malta)|(?<=Radio )(?!Times)[A-Z]\w+|& Star|and Star|"
    r"and Echo|and Post|and Mercury|and Argus))*"
)
_WORD = (
    r"(?!(?:An?|The|In|On|At|As|By|To|From|For|But|And|When|If|According)\b)[A-Z][\w&.-]*(?:[’']s)?"
)
_NAME = (
    rf"(?P<name>(?:(?P<article>[Tt]he)\s+)?(?:(?P<other>{_OTHERS})"
    rf"|(?P<before>(?:{_WORD}\s+){{0,3}}?)(?:(?P<title>{_TITLES})|"
    rf"(?P<station>(?<!\w)[A-Z]?[a-z]{{0,20}}(?:{_STATIONS}))|(?P<common>{_COMMON})|"
    rf"(?P<shared>{_SHARED}))(?P<tail>{_TAIL})))(?![\w-])"
)
#: A name goes on where another follows: Post Office, Telegraph Road, Independent Review.
_DATED = r"(?:(?:that|this|last)\s(?:week|day|month|year|date|morning|evening)\b|[0-9]{1,2}\s[A-Z])"
_NO_NAME_BEHIND = rf"(?!\s+(?!(?:{_DAYS})\b)[A-Z]|\s+ad\s+litem|\s+of\s(?!{_DATED}))"
_NAMED = re.compile(_NAME + _NO_NAME_BEHIND)

#: What follows an outlet's name, rather than one that is part of another's: `the Independent that`,
#: but not `the Independent group`.
_FUNCTION_WORD = re.compile(
    rf"\s*(?:[,.;:!?)\]“\"‘—–-]|\Z|_)|[’']s?\b|\s+(?:that|in|on|it|he|she|they|we|I|his|her|its|their|"
    r"how|why|who|what|last|this|these|those|at|and|or|but|for|before|after|when|while|where|as|"
    r"one|you|readers?|heard|saw|read|know|knew|yesterday|today|earlier|recently|later|a|an|the|there|was|is|has|had|were|are|will|would|"
    rf"about|of|to|by|with|from|under|during|over|back|by|via|without|because|if|so|{_DAYS}|"
    r"[0-9])(?![\w-])"
)
_VERB_BEHIND = re.compile(
    rf"(?:,[^,.;:]{{2,60}},)?\s+(?:(?:has|have|had|also|first|then|later|once|now|even|only|itself|"
    rf"already|duly|\w+ly|in)\s+|[0-9]{{4}}\s+)*(?:{ACTIVE}|(?:understands?|learned|learnt|seen|ran|runs|carried|carries|covered|"
    r"broadcasts?|aired|airs|splashed|headlined|screened|reprinted|reproduced)\b)"
)
_WORK_BEHIND = re.compile(
    r"(?:[’']s?)?\s+(?:\w+\s+)?(?:report|article|story|account|reporter|correspondent|editor|piece|"
    r"interview|investigation|headline|editorial|columnist|column|coverage|front page|journalist|"
    r"website|podcast|reporters|journalists|correspondents|columnists)\b|[’']s\s+(?:[A-Z][\w’'-]+\s+){1,3}[a-z]|\s+ha[sd]:?\s+[“\"‘']"
)
#: The Telegraph's man in Dorset.
_PEOPLE_BEHIND = re.compile(
    r"[’']s?\s+(?:own\s+)?(?:man|woman|team|writers?|readers?|critic|verdict|splash|phrase)\b"
    r"|\s+(?:readers|viewers|listeners)\b"
)
#: What stands before the name of who was told, or of where it was printed.
_TOLD_BEFORE = re.compile(
    r"(?:\b(?:told|telling|tells|tell|according\s+to|reported\s+(?:by|in)|quoted\s+(?:by|in)|"
    r"(?:wrote|writing|writes|written|published|printed|carried|said|appeared|ran|revealed|reported|"
    r"cited|broadcast|interviewed|seen|disclosed|claimed)\s+(?:in|by|on|for|to)|"
    r"in\s+the\s+words\s+of|(?:readers|viewers|listeners|subscribers|audience|pages|columns|edition|"
    r"issue)\s+(?:of|to)|(?:interview|letter|talking|speaking|spoke|statement|comments?|remarks?)\s+"
    r"(?:with|to|in|for|given\s+to)|as|via|source:|citing|quoting|reported|"
    r"(?P<loose>in|from|by|on|for))\s+|[—–-]\s*|\(\s*(?:see\s+|cited\s+in\s+)?)(?:an?\s+)?\Z",
    re.IGNORECASE,
)
#: What stands before the name of a paper or magazine in italics, and of no book, report or person.
_INTERVIEW_BEFORE = re.compile(
    r"\b(?:(?:gave|given|giving|gives)\s+(?:an?\s+)?(?:\w+\s+)?interview\s+to|interview\s+(?:in|for))"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_COLON_BEHIND = re.compile(r"\s*:\s*[“\"‘'_\n]")
_INVERTED = re.compile(rf"_.{{0,4}}{ACTIVE}\s+\Z")
_PART_BEFORE = re.compile(
    r"\b(?:headline|report|article|piece|story|letter|column|interview|editorial)\s+in\s+\Z"
)
_QUALIFIED = re.compile(rf"(?:{_WORD}\s+)*(?:{_QUALIFIERS})\s+")
#: Not the first word of a sentence.
_NAME_BEFORE = re.compile(r"[^.?!:\s\n]['’”)]?\s+[A-Z][\w.&’'-]*\s\Z")
_ARTICLE_BEFORE = re.compile(r"\ban?\s+\Z", re.IGNORECASE)
_CLOSED_BEHIND = re.compile(r"\s*(?:[,.)\]:;]|\Z)")
_ITALIC_NAME = re.compile(
    r"(?:[Tt]he\s+)?(?:[A-Z0-9][\w’'-]*|&|and|of|the|for|in)(?:\s+(?:[A-Z0-9][\w’'-]*|&|and|of|the|for|in)){0,5}"
)
_MAGAZINE_NAME = re.compile(rf"(?:\S+\s+)+(?:{_MAGAZINES})|(?:\S+\s+)+Magazine\b.*")
_PREPOSITION_BEFORE = re.compile(
    r"(?:\b(?:in|from|by|for|to|with|of)|\()\s+(?:an?\s+|the\s+)?\Z|\(\Z", re.IGNORECASE
)
_REACH = 60
_NEUTRAL = frozenset("the daily evening online weekly".split())
_KEY = re.compile(r"\w+")


class Outlet(NamedTuple):
    """A paper or station that a text names."""

    name: str
    start: int
    end: int


def find_outlets(
    text: str, italics: tuple[str, ...] = (), *, is_note: bool = False
) -> Iterator[Outlet]:
    """Find the papers and stations that a text names as the place of what it quotes.

    Args:
        text: The text, its quotations blanked.
        italics: Words of it that stand in italics.
        is_note: It is a note, in which a source stands alone.
    """
    for match in _NAMED.finditer(text):
        if _is_outlet(text, match, italics, is_note):
            yield Outlet(name=match["name"], start=match.start(), end=match.end())
    for words in italics:
        yield from _find_magazine(text, words.strip(" ,.;:"))


def _find_magazine(text: str, name: str) -> Iterator[Outlet]:
    """Find a magazine by how its name, in italics, stands, or by its last word, too."""
    if not _ITALIC_NAME.fullmatch(name):
        return
    start = text.find(name)
    if start < 0:
        return
    before = text[max(0, start - _REACH) : start]
    behind = text[start + len(name) :][: 2 * _REACH]
    is_source = " " in name and _INTERVIEW_BEFORE.search(before) is not None
    if not is_source and _MAGAZINE_NAME.fullmatch(name):
        beside = (_VERB_BEHIND, _WORK_BEHIND, _COLON_BEHIND)
        is_source = _TOLD_BEFORE.search(before) is not None or any(
            pattern.match(behind) for pattern in beside
        )
    if is_source:
        yield Outlet(name=name, start=start, end=start + len(name))


def _is_outlet(text: str, match: re.Match[str], italics: tuple[str, ...], is_note: bool) -> bool:
    """Tell whether a name is that of an outlet, by its words and how it stands."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    behind = text[match.end() : match.end() + 2 * _REACH]
    if _NAME_BEFORE.search(before):  # it is part of a longer name
        return False
    if _ARTICLE_BEFORE.search(before) and (match["title"] or match["common"]):
        return not match["before"] and _WORK_BEHIND.match(behind) is not None
    is_sure = _is_sure(match, italics)
    if is_sure and _is_italic(match, italics) and _PREPOSITION_BEFORE.search(before):
        return True
    if match["common"] == "Independent" and before.endswith("(") and not match["article"]:
        return False  # what party a councillor is of
    is_bare = not match["before"] and bool(match["title"] or match["common"])
    if not is_sure and not is_bare:
        return False
    if not is_sure and not match["article"]:
        may_stand_alone = is_note or before.endswith("(")  # (Guardian, 2021)
        return may_stand_alone and _CLOSED_BEHIND.match(behind) is not None
    return is_note or _stands_as_source(match, before, behind, is_sure)


def _is_sure(match: re.Match[str], italics: tuple[str, ...]) -> bool:
    """Tell whether a name says by itself that it is an outlet's."""
    qualifiers = (match["before"] or "").replace("’", "'").casefold().split()
    if any(word.strip(".") in _NOT_OUTLETS for word in qualifiers):
        return False
    name = match["name"]
    if qualifiers and (match["common"] or match["shared"]) in _THINGS:
        return _QUALIFIED.fullmatch(match["before"]) is not None
    if match["other"] or any(name.endswith(words) for words in italics):
        return True
    if match["station"] == "Radio" and not qualifiers:  # Radio Solent, but not the Radio Society
        return bool(match["tail"]) and not match["article"]
    if match["tail"] or _QUALIFIED.fullmatch(match["before"] or ""):
        return True
    if match["station"] and match["station"] not in _STATIONS.split("|"):  # DevonLive
        return True
    if match["title"] in _SURNAMES and not match["article"]:
        return False
    return bool(match["title"] or match["station"]) and bool(qualifiers)


def _is_italic(match: re.Match[str], italics: tuple[str, ...]) -> bool:
    """Tell whether a name, of more than one word, is all that stands in italics."""
    if not match["before"]:
        return False
    name = match["name"].removeprefix(match["article"] or "").strip()
    return any(re.sub(r"^[Tt]he\s+", "", words).strip(" ,.;:") == name for words in italics)


def _stands_as_source(match: re.Match[str], before: str, behind: str, is_sure: bool) -> bool:
    """Tell whether a name stands where an outlet does: as who reports, or is told."""
    if _VERB_BEHIND.match(behind) or _WORK_BEHIND.match(behind) or _COLON_BEHIND.match(behind):
        return True
    is_printed = bool(match["title"]) or match["common"] in _PRINTED
    if (is_sure or is_printed) and _PEOPLE_BEHIND.match(behind):
        return True
    if not _FUNCTION_WORD.match(behind):
        return False
    if _INVERTED.search(before):  # “...,” reported the Guardian
        return True
    told = _TOLD_BEFORE.search(before)
    if told is None:
        return False
    if not told["loose"]:
        return True
    return is_sure or is_printed or _PART_BEFORE.search(before) is not None


def is_one_of(outlet: str, sources: tuple[str, ...]) -> bool:
    """Tell whether an outlet is a source of the corpus, though named more shortly, or with `Daily`
    and the like in it.
    """
    words = _words(outlet)
    return any(words <= _words(source) for source in sources) if words else True


def _words(name: str) -> frozenset[str]:
    return frozenset(_KEY.findall(name.casefold())) - _NEUTRAL
