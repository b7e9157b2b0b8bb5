"""The verbs with which English says whose words or findings follow.

They are the reporting verbs of news: those of Quirk et al., "A Comprehensive Grammar of the English
Language" (1985), 16.31 (verbs of speaking), and those that name a judgement (`rated`, `deemed`).
"""

import re

#: In the forms that stand beside a subject.
VERBS = (
    "said|says|say|told|tells|tell|wrote|writes|write|reported|reports|stated|noted|"
    "added|adds|add|explained|explains|explain|commented|warned|warns|warn|announced|"
    "announces|announce|claimed|claims|admitted|admits|admit|insisted|insists|insist|"
    "argued|argues|argue|revealed|reveals|reveal|found|finds|concluded|concludes|"
    "conclude|called|described|describes|describe|branded|brands|labelled|labels|dubbed|"
    "deemed|deems|rated|rates|judged|judges|graded|quoted|quotes|cited|cites|observed|"
    "observes|observe|remarked|remarks|declared|declares|declare|acknowledged|"
    "acknowledges|acknowledge|conceded|concedes|recalled|recalls|recall|replied|asked|"
    "asks|complained|complains|complain|criticised|criticises|praised|praises|"
    "highlighted|stressed|stresses|published|publishes|publish|printed|prints|promised|"
    "pledged|pledges|predicted|predicts|denied|denies|put it|puts it|spoke of|speaks of|"
    "has it|had it|asserted|asserts|assert|suggested|suggests|suggest|confirmed|"
    "confirms|confirm|tweeted|mentioned|referred to|refers to|maintained"
)
#: Such a verb, but not where what it is about stands before it (`was described as`, `to say`).
_NOT_PASSIVE = "".join(rf"(?<!\b{word} )" for word in "to be is was are were been being".split())
ACTIVE = rf"(?<![\w-]){_NOT_PASSIVE}(?:{VERBS})(?![\w-])"
_PASSIVE = rf"(?<![\w-])(?:is|was|are|were|been|being)\s+(?:\w+ly\s+)?(?:{VERBS})(?![\w-])"
#: A name, a pronoun, or a noun: whatever is no word that only goes before another.
_SUBJECT = (
    r"(?!(?:the|a|an|to|as|of|in|on|and|or|but|by|so|not|never|no|for|with|this|that|these|what|"
    r"how|from|at)\b)[\w’'&.-]+"
)
#: A subject and its verb, at most three words before a quotation: `Ofsted rated it merely`.
_BEFORE = re.compile(
    rf"{_SUBJECT}(?:[’']s)?,?\s+(?:(?:has|have|had|also|then|later|once|now|even|\w+ly)\s+){{0,2}}"
    rf"{ACTIVE}(?:[\s,:]+[\w’'-]+){{0,5}}[\s,:—–-]*\Z"
)
_FOLLOWING = r"\W{0,4}(?:(?:as|which|that|what|was|is|how|the way)\s+)?"
#: `, said the report`, `, she said`, `was how the report put it`.
_AFTER = re.compile(
    rf"{_FOLLOWING}(?:{ACTIVE}\s+(?:(?:the|a|an|one|his|her|its|their|our|my)\s+)?[\w’'-]+"
    rf"|(?:[\w’'.&-]+\s+){{0,5}}?{_SUBJECT}\s+(?:(?:has|have|had|also|then|later|once|\w+ly)\s+)"
    rf"{{0,2}}{ACTIVE})"
)
_AFTER_PASSIVE = re.compile(r"\W{0,3}by\s+(?:the\s+|its\s+|their\s+|an?\s+)?[\w’']+")
_BEFORE_PASSIVE = re.compile(rf"{_PASSIVE}(?:\s+[\w’'-]+){{0,4}}\s*\Z")
_ACCORDING = re.compile(
    r"(?:\baccording to|\bin the words of|\bin (?:his|her|its|their|\w+[’']s?) (?:own )?words)\b",
    re.IGNORECASE,
)
#: What breaks a quotation into pieces: `,” she said, “`, `” – wrote the BBC – “`.
_INTERRUPTION = re.compile(
    r"\s*[,–—-]?\s*(?P<words>[^.;:!?()\[\]“”\"_]{2,100}?)\s*(?:,|\s[–—-])\s*"
)
_ADDITION = re.compile(r"\b(?:and|but|adding|while|whereas|then|plus|before|after)\b")
#: How much before and after a quotation says whose it is.
_NEAR = 100


def is_interruption(text: str) -> bool:
    """Tell whether what stands between two quotations only says who speaks."""
    if len(text) > _NEAR + 20:
        return False
    match = _INTERRUPTION.fullmatch(text)
    if not match or _ADDITION.search(match["words"]):
        return False
    return re.search(ACTIVE, match["words"]) is not None and " " in match["words"]


def is_attributed(before: str, after: str) -> bool:
    """Tell whether the words beside a quotation say whose it is."""
    before, after = before[-_NEAR:], after[:_NEAR]
    if _BEFORE.search(before) or _AFTER.match(after):
        return True
    if _BEFORE_PASSIVE.search(before) and _AFTER_PASSIVE.match(after):
        return True
    return bool(_ACCORDING.search(before) or _ACCORDING.search(after))
