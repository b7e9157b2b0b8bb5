"""What changes the sense of a text: its negations, bounds, numbers, opposites and names.

The words that the sense of a quotation is judged by stand here; those of grammar, by which clauses
are told, in `clauses`. They follow

- for negation, approximate negators and negation by a prefix: Huddleston & Pullum 2002, The
  Cambridge Grammar of the English Language, chapter 9; for quantifiers: its chapter 5;
- for words that deny by their sense: Karttunen 1971, "Implicative verbs", Language 47:2, and the
  negative cues of the BioScope corpus (Vincze et al. 2008, BMC Bioinformatics 9, S9);
- for hedges: the speculative cues of the same corpus, and Hyland 1998, Hedging in Scientific
  Research Articles, chapter 5.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from bcpq.model import Change, ChangeKind
from bcpq.text.numbers import NUMBER
from bcpq.text.tokens import STOP_WORDS
from bcpq.text.typography import Word, fold, words

# In these lists a word that ends in `~` stands for all words that begin so, and `_` for a space.

_NEGATIONS = (
    "not no never none nor neither nobody nothing nowhere without cannot hardly barely scarcely "
    "rarely seldom no_one"
)
#: Words that deny by their sense.
_DENIALS = (
    "under_us~ under_fund~ under_staff~ under_resourc~ under_perform~ under_report~ "
    "fail failed failing fails failure~ failings lack lacked lacking lacks refus~ denial~ denied "
    "denies deny denying decline_to declined_to declines_to declining_to reject~ dismiss~ "
    "avoid~ neglect~ omit~ omission~ forget forgets "
    "forgot forgotten prevent prevents prevented preventing prohibit~ forbid~ forbad~ ban banned "
    "banning bans block blocked "
    "blocking blocks stop stopped stopping stops ceas~ halt~ abandon~ cancel~ withdr~ struggl~ "
    "hinder~ hamper~ refrain~ oppos~ disputed disputes disputing doubt~ miss missed misses "
    "missing exclud~ exclusion~ "
    "ignor~ overlook~ overturn~ quash~ scrap scrapped scraps postpon~ absen~ unable poor poorer "
    "poorest poorly weak weaker weakest weakly weakness~ bad badly worse worst little scant false "
    "falsely bare devoid least inadequa~ insuff~ reluctan~ impossib~ inability perfunctory "
    "fall_short falls_short fell_short "
    "limited yet_to far_from far_cry anything_but all_but contrary opposite unlike short_of "
    "free_of free_from rid_of instead_of rather_than other_than "
    "apart_from in_vain despite except excepting barring minus instead otherwise voted_against "
    "vote_against decided_against argued_against advised_against ruled_against "
    "campaigned_against spoke_against opinion_against "
    "difficult~ unless until too "
    "skip skips skipped skipping shun~ boycott~ evad~ dodg~ spurn~ snub~ resist~ defer deferred "
    "defied defies defying elud~ give_up gave_up quit quits drop_out dropped_out oust~ revers~ "
    "rescind~ repeal~ revok~ suspend~ disprov~ debunk~ refut~ rebut~ contradict~ downplay~ "
    "overstat~ exaggerat~ pull_out pulled_out"
)
#: Words that bound how sure or how general a claim is, or under which condition it holds.
_HEDGES = (
    # how sure
    "may might could would should can perhaps maybe possib~ probabl~ likely likelihood potential~ "
    "apparent~ seem~ appear appeared appears suggest~ reportedly alleg~ suppos~ purport~ "
    "claimed claims claiming claim_that "
    "believ~ think thinks thought suspect~ presum~ assum~ arguab~ hopefully hope hoped hopes "
    "hoping expect~ tried_to tries_to try_to trying_to attempt~ aim_to aims_to aimed_to aiming_to "
    "aimed_at intend~ plan_to plans_to planned_to planning_to want_to wants_to wanted_to "
    "propose proposed proposes proposing "
    "threaten~ risk_of at_risk set_to due_to_be about_to estimat~ so_called "
    "according_to in_theory in_principle if whether provided_that providing_that as_long_as "
    "subject_to on_condition depending in_the_event supposedly would_be "
    # how general, how often, how much
    "some any many most few several much all each every both either almost nearly roughly "
    "approximat~ partly partial~ largely mainly mostly predominantly primarily chiefly generally "
    "usually normally typically often sometimes occasional~ frequent~ always ever only just "
    "merely solely fairly relatively somewhat slightly more fewer less half majority minority "
    "various numerous enough at_least at_most at_best up_to as_many as_much as_few in_part "
    "in_parts sort_of extent one_of close_to maximum_of minimum_of pretty_much "
    "better best proportion handful dozens hundreds thousands still increasingly than minimal "
    "slowly gradual~ sufficient~ adequate~ readily alone so_far for_now as_yet long_enough "
    "vast_majority virtually practically effectively essentially theoretically nominally "
    "technically ostensibly seemingly reputedly conceivably marginally modestly moderately "
    "comparatively substantially in_effect more_or_less temporarily tentatively provisionally "
    "intermittently periodically briefly invariably constantly "
    "a_number_of a_couple fraction quarter "
    "to_date "
    "until_now "
    "at_times in_places in_most in_many at_first initially eventually "
    "besides excluding save_for but_for excepted interpreted construed taken_as understood_as "
    "marginal parts_of part_of portion~ sections_of "
    "similar~ akin resembl~ comparable so_far partially "
    "necessarily in_general as_a_rule on_the_whole broadly by_and_large for_the_most_part opinion "
    "in_my_view in_their_view in_his_view in_her_view on_paper tend_to tends_to tended_to tendency "
    "hint~ looks_like look_like looked_like sounds_like last_resort once de_facto quasi "
    "per_reports per_the per_sources reports_say based_on "
    "from_what from_everything i_know we_know far_as to_my_knowledge projected forecast predicted "
    "certain_circumstances certain_conditions certain_cases certain_situations certain_areas "
    "specific_circumstances limited_circumstances a_bit a_lot"
)
#: Words by which an aside bounds the whole sentence, if it begins with them.
EPISTEMIC = frozenset(
    "perhaps maybe probably possibly likely apparently reportedly allegedly supposedly arguably "
    "presumably hopefully potentially seemingly".split()
)
#: Adjectives that bound the noun after them; where the noun is left out with them, they bound
#: nothing.
_ATTRIBUTES = (
    "low small slight minor modest mild moderate certain specific selected isolated remaining "
    "planned draft provisional conditional experimental mere supposed intended attempted "
    "prospective reported future ex fake mock pseudo honorary unofficial virtual known near"
)
#: Words that bound the number after them.
_BOUNDS = frozenset("about around over under above below than nearly almost near some".split())
#: Words that bound a person's office.
_OFFICE_BOUNDS = "former formerly ex acting interim deputy would_be self_styled"

#: Words that report what somebody said or thought: they govern what follows.
_SAYING = (
    "say says said saying tell tells told telling added_that adds_that adding_that write writes "
    "wrote "
    "claimed claims claiming claim "
    "stated stating insist~ argu~ warn~ admit~ alleg~ believe~ reported_that reported_to "
    "reportedly "
    "announced announces describe~ conclud~ noted explained explains commented "
    "suggest~ think thinks thought asked asks reply replied replies confirmed confirms "
    "acknowledg~ promised promises predict~ found_that finds_that accus~ "
    "urg~ according_to reckon~ maintained felt feel feels deemed maintain_that declar~ testif~ "
    "tweet~ recall~ complain~ critics "
    "considered considers touted hailed billed dubbed labelled labeled branded regarded "
    "viewed_as seen_as perceived "
    "hyped portrayed depicted characteri~ presented_as marketed_as promoted_as framed_as cast_as"
)

#: Words in un- are negations but for those that begin so.
_NO_NEGATIVE_UN = tuple(
    "unborn unveil under until unto union unit uniq univers uniform unify unifi unilat unanim "
    "uncle unesco "
    "unicef unfold".split()
)
#: Negations by another prefix: words that begin so.
_NEGATIVE_PREFIXED = tuple(
    (
        "disagree disallow disappear disapprov disband disbel disclaim disconnect discontinu "
        "discourag discredit disengag dishonest disinterest dislike disloyal dismiss disobey "
        "disorgani displeas disproportion disprov disqualif disregard disreput disrespect disrupt "
        "dissatisf distrust disunit disadvantage disorder "
        "misbehav miscalculat misconduct misdirect mishandl misinterpret misjudg mislead misled "
        "mismanag mismatch misplac misrepresent mistak mistook mistrust misunderst misus "
        "inability inaccess inaccura inaction inactiv inadequa inadmiss inadverten inapplicab "
        "inappropriat inattent incapab incapac incoheren incompat incompeten incomplet inconclusiv "
        "inconsider inconsisten inconvenien incorrect incurab indecis indefensib indefinite "
        "indirect "
        "indisciplin ineffect inefficien ineligib inequalit inequit inessential inexperience "
        "inflexib infrequen ingratitud injust inoffens inoperab insecur insensitiv insignificant "
        "insoluble instabilit insufficien intolera invalid invisib involuntar "
        "imbalanc immoral immature immaterial impatien imperfect impermiss imperson implausib "
        "impolite impossib impotent impractical imprecis improbab imprudent impure "
        "irrational irregular irrelevan irreparab irreplac irrespons irrevers "
        "illegal illegib illegitim illiterat illogic "
        "underus underfund understaff underresourc underpaid underpay underperform underestimat "
        "underachiev underdevelop underreport underrepresent"
    ).split()
)
#: Words in -less that deny what they are said of.
_NEGATIVE_LESS = frozenset(
    "baseless groundless useless fruitless worthless harmless powerless toothless pointless".split()
)
#: The shortest stem before which un- is a prefix: "unfit".
_SHORTEST_STEM = 3
#: "And" follows "both" within so many words: "both on and off the stage".
_BOTH_AND = 5
#: Prefixes that deny, or turn round, the word that they are put before.
NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "mis", "non", "non-", "anti", "under")
#: `un-` before a word of so many letters or fewer is taken for part of it: `to`, `into`.
_SHORT_WORD = 3

#: Words of which either is the opposite of the other; in each pair all words that begin so count.
_OPPOSITES = (
    "increas decreas", "increas declin", "increas reduc", "increas fall", "increas fell",
    "rise fall", "rose fell", "rising falling", "grow shrink", "grew shrank", "growing shrinking",
    "gain los", "improv worsen", "improv declin", "improv deteriorat", "better worse", "best worst",
    "good bad", "good poor", "strong weak", "high low", "higher lower", "large small",
    "more less", "more fewer", "most least", "many few", "all none", "always never", "before after",
    "succe fail", "pass fail", "accept reject", "accept refus", "allow ban", "allow forbid",
    "allow prevent", "support oppos", "approv reject", "agree disagree", "admit den", "confirm den",
    "praise critici", "welcom condemn", "safe dangerous", "safe unsafe", "early late",
    "first last", "start end", "begin end", "began ended", "open clos", "win los", "won lost",
    "true false", "right wrong", "fast slow", "quick slow", "easy difficult", "easy hard",
    "permanent temporary", "legal illegal", "guilty innocent", "positive negative",
    "public private", "rich poor", "present absent", "presence absence", "encourag discourag",
    "includ exclud", "inside outside", "above below", "over under", "maximum minimum",
    "protect harm", "help hinder", "buy sell", "bought sold", "love hate", "friend enem",
    "peace war", "life death", "alive dead", "expand cut", "expand shrink", "hire fire",
    "up down", "credible incredible", "with without", "old new", "young old", "short long",
)  # fmt: skip


class Sign(NamedTuple):
    """A word, or words in a row, that the sense of a text hangs on."""

    kind: ChangeKind
    first: int  # the number of its first word
    last: int
    text: str  # as it is written


class _WordList:
    """A list of words, and of words in a row, to find in a text."""

    def __init__(self, listed: str) -> None:
        """Read a list as it is written above."""
        self._longer: dict[str, list[tuple[str, ...]]] = {}
        self._single: set[str] = set()
        prefixes: list[str] = []
        for entry in listed.split():
            keys = tuple(entry.split("_"))
            if len(keys) > 1:
                self._longer.setdefault(keys[0], []).append(keys)
            elif entry.endswith("~"):
                prefixes.append(entry[:-1])
            else:
                self._single.add(entry)
        self._prefixes = tuple(prefixes)

    def length_at(self, keys: Sequence[str], place: int) -> int:
        """Give how many words of the list stand at a place; 0 for none."""
        for entry in self._longer.get(keys[place], ()):
            here = keys[place : place + len(entry)]
            if len(here) == len(entry) and all(map(_is_listed, here, entry)):
                return len(entry)
        return int(keys[place] in self._single or keys[place].startswith(self._prefixes))


def _is_listed(key: str, entry: str) -> bool:
    return key.startswith(entry[:-1]) if entry.endswith("~") else key == entry


#: Bounds of the noun after them, and of nothing else.
QUANTIFIERS = frozenset(
    "some any many most few several much all each every both half more fewer less various "
    "numerous enough".split()
)
_PLAIN = frozenset(_NEGATIONS.split())
_PLAIN_NEGATIONS = _WordList(_NEGATIONS)
_DENYING = _WordList(f"{_NEGATIONS} {_DENIALS}")
_BOUNDING = _WordList(f"{_HEDGES} {_OFFICE_BOUNDS}")
_BOUNDING_NOUN = _WordList(_ATTRIBUTES)
_BOUNDING_OFFICE = _WordList(_OFFICE_BOUNDS)
_REPORTING = _WordList(_SAYING)


def find_signs(text: str) -> list[Sign]:
    """Find the negations, the words that deny by their sense, and the bounds of a text, in "
    "order."""
    found = words(text)
    keys = [word.key for word in found]
    signs: list[Sign] = []
    for i, key in enumerate(keys):
        kind: ChangeKind = "negation"
        length = _DENYING.length_at(keys, i) or int(_is_negative(key))
        if not length:
            kind, length = "hedge", _BOUNDING.length_at(keys, i)
        if not length and key == "when" and keys[i + 1 : i + 2] and keys[i + 1].endswith("ed"):
            length = 2  # "when accompanied by an adult"
        if length:
            written = text[found[i].start : found[i + length - 1].end]
            if key == "both" and "and" in keys[i : i + _BOTH_AND]:
                continue  # both here and there
            if key in ("most", "best") and i and keys[i - 1].endswith("'s"):
                continue  # the island's most populous town
            if key == "half" and i and keys[i - 1] in ("first", "second"):
                continue
            if key == "part" and i and keys[i - 1] == "as":
                continue
            is_month = written == "May"
            is_title = (
                i > 0 and kind == "negation" and written[0].isupper() and _is_name(text, found, i)
            )
            if not is_month and not is_title and not _is_ordinal(keys, i):
                signs.append(Sign(kind=kind, first=i, last=i + length - 1, text=written))
    return signs


def _is_name(text: str, found: Sequence[Word], place: int) -> bool:
    """Tell whether a word with a capital is part of a name, as the one before it is: "Mission:
    Impossible".
    """
    before = text[found[place - 1].start : found[place - 1].end]
    word = text[found[place].start : found[place].end]
    return before[0].isupper() and not word.isupper() and found[place].key not in _PLAIN


def _is_ordinal(keys: Sequence[str], place: int) -> bool:
    """Tell whether a word is the sign of a number: No. 7."""
    return keys[place] == "no" and keys[place + 1 : place + 2] != [] and keys[place + 1].isdigit()


def _is_negative(key: str) -> bool:
    """Tell whether a word denies by its beginning or its end."""
    if key.startswith(_NEGATIVE_PREFIXED) or key.endswith("n't") or key == "non":
        return True
    if key.startswith("un"):
        return len(key) >= len("un") + _SHORTEST_STEM and not key.startswith(_NO_NEGATIVE_UN)
    return key in _NEGATIVE_LESS


#: A phrase that a sign is has at most so many words.
LONGEST_SIGN = 4


def find_sayings(keys: Sequence[str]) -> list[int]:
    """Find the words that report what somebody said or thought, by their numbers."""
    return [
        i for i in range(len(keys)) if _REPORTING.length_at(keys, i) and not _is_no_saying(keys, i)
    ]


def _is_no_saying(keys: Sequence[str], place: int) -> bool:
    """Tell whether a word that may report something has an object here: it claims lives."""
    following = keys[place + 1] if place + 1 < len(keys) else "that"
    return keys[place] in ("claim", "claims") and following not in ("that", "to", "the", "they")


def find_denial(text: str) -> str:
    """Find the last word of a text that denies what follows; "" for none."""
    denials = [sign.text for sign in find_signs(text) if sign.kind == "negation"]
    return denials[-1] if denials else ""


def bounds_noun(key: str) -> bool:
    """Tell whether a folded word is an adjective that bounds the noun after it: `planned`."""
    return _BOUNDING_NOUN.length_at([key], 0) > 0


def bounds_office(key: str) -> bool:
    """Tell whether a folded word bounds a person's office: `former`."""
    return _BOUNDING_OFFICE.length_at([key], 0) > 0


def is_bound(key: str) -> bool:
    """Tell whether a folded word bounds the number after it."""
    return key in _BOUNDS


def are_opposites(key: str, other: str) -> bool:
    """Tell whether of two folded words one says the opposite of the other."""
    if _is_negative_of(key, other):
        return True
    for pair in _OPPOSITES:
        one, two = pair.split()
        if (key.startswith(one) and other.startswith(two)) or (
            key.startswith(two) and other.startswith(one)
        ):
            return True
    return False


def find_changes(published: str, quoted: str) -> Iterator[Change]:
    """Name the numbers, negations and names in which two runs of words differ.

    Either may be empty: all that the other holds was left out, or put in.
    """
    if _plain(published) == _plain(quoted):
        return
    published_numbers, quoted_numbers = _numbers(published), _numbers(quoted)
    if [*map(_plain, published_numbers)] != [*map(_plain, quoted_numbers)]:
        yield _change("number", published_numbers, quoted_numbers)
    published_words, quoted_words = words(published), words(quoted)
    published_negations = [word.key for word in published_words if is_negation(word.key)]
    quoted_negations = [word.key for word in quoted_words if is_negation(word.key)]
    if published_negations != quoted_negations:
        yield _change("negation", published_negations, quoted_negations)
    for word, other in product(published_words, quoted_words):
        if _is_negative_of(word.key, other.key):
            yield Change(
                kind="negation",
                published=published[word.start : word.end],
                quoted=quoted[other.start : other.end],
            )
    published_names, quoted_names = _names(published), _names(quoted)
    if [*map(str.casefold, published_names)] != [*map(str.casefold, quoted_names)]:
        yield _change("name", published_names, quoted_names)


def is_negation(key: str) -> bool:
    """Tell whether a folded word denies something."""
    return _PLAIN_NEGATIONS.length_at([key], 0) > 0 or key.endswith("n't")


def _change(kind: ChangeKind, published: list[str], quoted: list[str]) -> Change:
    return Change(kind=kind, published=" ".join(published), quoted=" ".join(quoted))


def _numbers(text: str) -> list[str]:
    return [chunk for chunk in text.split() if NUMBER.search(chunk)]


def _names(text: str) -> list[str]:
    """List the words with a capital that are no stop words."""
    spelling = [(text[word.start : word.end], word.key) for word in words(text)]
    return [name for name, key in spelling if name[0].isupper() and key not in STOP_WORDS]


def _plain(text: str) -> str:
    """Reduce a text to what its numbers and words are made of: `8,000.` and `8000` are the same."""
    return re.sub(r"[^\w.%£$€]", "", fold(text)).casefold().strip(".")


def _is_negative_of(key: str, other: str) -> bool:
    """Tell whether of two folded words one denies the other by a prefix: `in` and `consistent`."""
    short, long = sorted((key, other), key=len)
    return len(short) > _SHORT_WORD and any(long == prefix + short for prefix in NEGATIVE_PREFIXES)
