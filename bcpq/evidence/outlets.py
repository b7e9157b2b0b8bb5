"""Papers and stations that a text names, of which a corpus may have no article.

An outlet is told by its name, which has a word in it that papers and stations are called by, and by
how it stands: as who reports, as who was told. A name alone is none: *the Post Office*, *Councillor
Post*, *Star Chamber*.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bcpq.evidence.saying import ACTIVE

#: Words in the names of papers and stations: those of the UK's national and regional titles, as
#: "List of newspapers in the United Kingdom" and "List of radio stations in the United Kingdom" in
#: Wikipedia have them, and of the best known of the United States and Ireland.
_CLEAR = (
    "Times|Guardian|Telegraph|Herald|Gazette|Echo|Chronicle|Tribune|Observer|Examiner|Advertiser|"
    "Courier|Spectator|Economist|Statesman|Argus|Bugle|Despatch|Dispatch|Inquirer|Journal|Messenger|"
    "Reporter|News|FM|TV|Live|Radio|Broadcasting"
)
#: Such words that name other things as often: a name has to say more than one of these.
_AMBIGUOUS = "Post|Mail|Sun|Star|Mirror|Express|Standard|Record|Mercury|Press|Independent|Citizen"
#: What stands before such a word in the name of a paper or station, and of little else.
_QUALIFIERS = (
    "Daily|Sunday|Evening|Morning|Weekly|Financial|Washington|Huffington|Jerusalem|Yorkshire|"
    "Lancashire|Birmingham|Liverpool|Bristol|Western|Denver|New York|Toronto|Sheffield|Baltimore|"
    "Scottish|Irish|Belfast|Glasgow|Aberdeen|London|Nottingham|Leicester|Hull|Northern|Southern|"
    "Cambridge|Oxford|Brighton|Bath|Kent|Essex|Dorset|Hampshire|Devon|Swindon|Salisbury|Poole|"
    "Bournemouth|Southampton|Portsmouth|Coventry|Derby|Worcester|Gloucestershire|Associated|"
    "Boston|Chicago|Los Angeles|Houston|Philadelphia|Sydney|Melbourne|South China Morning|Racing"
)
#: Outlets whose names have no such word.
_OTHERS = (
    "Reuters|Bloomberg|Al Jazeera|Channel (?:4|5|Four|Five)(?: News)?|ITV(?: News| \\w+)?|"
    "ITN|CNN|CBS(?: News)?|NBC(?: News)?|ABC News|NPR|LBC|RT\u00c9|PA Media|PA News|"
    "Press Association|Agence France-Presse|HuffPost|BuzzFeed(?: News)?|Politico|"
    "Private Eye|Le Monde|El Pa\u00eds|"
    "Der Spiegel|Newsnight|Panorama|The Conversation|Mail ?Online"
)
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
    r"(?<=Times )of (?:London|India|Israel|Malta)|(?<=Radio )(?!Times)[A-Z]\w+|& Star|and Star|"
    r"and Echo|and Post|and Mercury|and Argus))*"
)
_WORD = (
    r"(?!(?:An?|The|In|On|At|As|By|To|From|For|But|And|When|If|According)\b)[A-Z][\w&.-]*(?:[’']s)?"
)
_NAME = (
    rf"(?P<name>(?:(?P<article>[Tt]he)\s+)?(?:(?P<other>{_OTHERS})"
    rf"|(?P<before>(?:{_WORD}\s+){{0,3}}?)(?:(?P<clear>(?<!\w)\w{{0,20}}(?:{_CLEAR}))|(?P<doubtful>{_AMBIGUOUS}))"
    rf"{_TAIL}))(?![\w-])"
)
#: A name goes on where another follows: Post Office, Telegraph Road, Independent Review.
_NO_NAME_BEHIND = rf"(?!\s+(?!(?:{_DAYS})\b)[A-Z]|\s+ad\s+litem|\s+of\s)"
_NAMED = re.compile(_NAME + _NO_NAME_BEHIND)

#: What follows an outlet's name, rather than one that is part of another's: `the Independent that`,
#: but not `the Independent group`.
_FUNCTION_WORD = re.compile(
    rf"\s*(?:[,.;:!?)\]“\"‘—–-]|\Z|_)|[’']s?\b|\s+(?:that|in|on|it|he|she|they|we|I|his|her|its|their|"
    r"how|why|who|what|last|this|these|those|at|and|or|but|for|before|after|when|while|where|as|"
    r"yesterday|today|earlier|recently|later|a|an|the|there|was|is|has|had|were|are|will|would|"
    rf"about|of|to|by|with|from|under|during|over|back|by|via|without|because|if|so|{_DAYS}|"
    r"[0-9])(?![\w-])"
)
_VERB_BEHIND = re.compile(
    rf"(?:,[^,.;:]{{2,60}},)?\s+(?:(?:has|have|had|also|first|then|later|once|now|even|only|itself|"
    rf"already|duly|\w+ly|in)\s+|[0-9]{{4}}\s+)*(?:{ACTIVE}|(?:ran|runs|carried|carries|covered)\b)"
)
_WORK_BEHIND = re.compile(
    r"(?:[’']s?)?\s+(?:\w+\s+)?(?:report|article|story|account|reporter|correspondent|editor|piece|"
    r"interview|investigation|headline|editorial|columnist|column|coverage|front page|journalist|"
    r"website|podcast)\b|[’']s\s+(?:[A-Z][\w’'-]+\s+){1,3}[a-z]|\s+ha[sd]:?\s+[“\"‘']"
)
#: What stands before the name of who was told, or of where it was printed.
_TOLD_BEFORE = re.compile(
    r"(?:\b(?:told|telling|tells|tell|according\s+to|reported\s+(?:by|in)|quoted\s+(?:by|in)|"
    r"(?:wrote|writing|writes|written|published|printed|carried|said|appeared|ran|revealed|reported|"
    r"cited|broadcast|interviewed|seen|disclosed|claimed)\s+(?:in|by|on|for|to)|"
    r"(?:interview|letter|talking|speaking|spoke|statement|comments?|remarks?)\s+"
    r"(?:with|to|in|for|given\s+to)|as|via|source:|citing|quoting|reported|"
    r"(?P<loose>in|from|by|on|for))\s+|[—–-]\s*|\(\s*(?:see\s+|cited\s+in\s+)?)(?:an?\s+)?\Z",
    re.IGNORECASE,
)
_COLON_BEHIND = re.compile(r"\s*:\s*[“\"‘'_\n]")
_VERB_BEFORE = re.compile(rf"{ACTIVE}\s+\Z")
#: Not the first word of a sentence.
_NAME_BEFORE = re.compile(r"[^.?!:\s\n]['’”)]?\s+[A-Z][\w.&’'-]*\s\Z")
_ARTICLE_BEFORE = re.compile(r"\ban?\s+\Z", re.IGNORECASE)
_CLOSED_BEHIND = re.compile(r"\s*(?:[,.)\]:;]|\Z)")
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


def _is_outlet(text: str, match: re.Match[str], italics: tuple[str, ...], is_note: bool) -> bool:
    """Tell whether a name is that of an outlet, by its words and how it stands."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    behind = text[match.end() : match.end() + 2 * _REACH]
    qualifiers = (match["before"] or "").replace("’", "'").casefold().split()
    if any(word.strip(".") in _NOT_OUTLETS for word in qualifiers):
        return False
    if _NAME_BEFORE.search(before):  # the name is part of a longer one
        return False
    is_italic = any(match["name"].endswith(words) or words == match["name"] for words in italics)
    is_station = match["name"].startswith("Radio ")
    if match["article"] and "Radio " in match["name"] and not qualifiers:
        return False  # the Radio Society
    is_known = bool(match["other"]) or is_italic or is_station
    is_qualified = re.fullmatch(rf"(?:{_WORD}\s+)*(?:{_QUALIFIERS})\s+", match["before"] or "")
    has_article = bool(match["article"])
    is_clear = is_known or bool(is_qualified) or (bool(match["clear"]) and bool(qualifiers))
    if match["doubtful"] == "Independent" and before.endswith("(") and not has_article:
        return False  # what party a councillor is of
    if _ARTICLE_BEFORE.search(before) and _WORK_BEHIND.match(behind):
        return True  # a Guardian investigation
    if match["doubtful"] and not (has_article or is_qualified or is_known):
        return False
    if not (is_clear or has_article or _is_bracketed(before, behind) or is_note):
        return False
    if is_note:
        return is_clear or has_article or bool(_CLOSED_BEHIND.match(behind))
    if _VERB_BEHIND.match(behind) or _WORK_BEHIND.match(behind) or _COLON_BEHIND.match(behind):
        return True
    if not _FUNCTION_WORD.match(behind):
        return False
    if _VERB_BEFORE.search(before) and re.search(r"_.{0,4}\w+\s+\Z", before):
        return True  # “…,” reported the Guardian
    told = _TOLD_BEFORE.search(before)
    if told is None:
        return False
    if told["loose"]:  # in the Rising Sun, on the Express, for the Record
        return bool(is_known or is_qualified or (match["clear"] and has_article))
    return is_clear or has_article or (told[0].lstrip().startswith("(") and bool(match["clear"]))


def _is_bracketed(before: str, behind: str) -> bool:
    return before.rstrip().endswith("(") and bool(_CLOSED_BEHIND.match(behind))


def is_one_of(outlet: str, sources: tuple[str, ...]) -> bool:
    """Tell whether an outlet is a source of the corpus, though named more shortly, or with `Daily`
    and the like in it.
    """
    words = _words(outlet)
    return any(words <= _words(source) for source in sources) if words else True


def _words(name: str) -> frozenset[str]:
    return frozenset(_KEY.findall(name.casefold())) - _NEUTRAL
