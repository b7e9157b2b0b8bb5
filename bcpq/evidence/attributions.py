"""Where a draft says that a quotation stands: the locator, note, address or source that it names,
and when that was.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from bcpq.evidence.addresses import Addresses
from bcpq.evidence.drafts import Block, Draft, find_note
from bcpq.evidence.outlets import find_outlets, is_one_of
from bcpq.evidence.quoted import DraftQuotation
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import Attribution, LocatorSpan
from bcpq.evidence.years import NamedDate, find_dates, find_loose, find_ties
from bcpq.index.store import Store
from bcpq.model import Article
from bcpq.text.dates import MONTH_NAMES, MONTHS

#: `bbc-2022:15`, `[bbc:15-17]`, `(bbc-2022)`, `[bbc-2022:15!]`, `@bbc-2022`; what is no locator of
#: ours is told by its id.
_LOCATOR = re.compile(
    r"(?P<bracket>[\[(]\s*|[;,]\s*)?(?<![\w:/.-])(?P<at>(?<!\w)@)?(?P<id>\w[\w.-]*\w)"
    r"(?::(?P<first>[0-9]{1,9})(?:[-–](?P<last>[0-9]{1,9}))?)?(?P<confirmed>!)?"
    r"(?P<end>\s*[;,]|\s*[\])])?(?!\w)"
)
#: A locator at the end of a quotation, within its quotation marks.
_TRAILING_LOCATOR = re.compile(r"\s*[\[(]\s*\w[\w.-]*:[0-9]{1,9}(?:[-–][0-9]{1,9})?!?\s*[\])]\s*$")
#: Works cited as pandoc has it: `[see @bbc-2022, p. 2; @echo-2020]`, with places of no use here.
_PANDOC = re.compile(r"\[[^\[\]]*?(?<![\w.])@[^\[\]]*\]")
_PANDOC_KEY = re.compile(r"(?<![\w.])@\{?(?P<id>\w(?:[\w.:/-]*\w)?)(?P<confirmed>!)?")
#: Where one clause of a sentence ends and the next begins.
_CLAUSE = re.compile(r";|,\s+(?:while|whereas|but|and|yet)\b")
#: The least likeness, by difflib's ratio, of an unknown id and one of ours that it may misspell.
_SIMILAR_ID = 0.7
#: The shortest word in capitals that names its source alone, such as BBC.
_SHORTEST_ACRONYM = 3
#: Words at the end of a firm's name without which it is still named.
_FIRM = frozenset(
    "solicitors law llp ltd limited legal associates partners lawyers plc inc chambers".split()
)
#: Last words of names that name no source alone.
_COMMON = frozenset({"News"})
_IBID = re.compile(r"\W*(?:ibid|idem|ib)\b", re.IGNORECASE)
#: What joins two sources of one quotation.
_JOINED = re.compile(r"\s*(?:,|and|&|or|,\s+and|/|as well as)\s*(?:the\s+)?", re.IGNORECASE)
#: An author and a year, as a list of references is cited: (Hadley, 2022), Hadley (2022).
_AUTHOR_YEAR = re.compile(
    r"(?P<author>[A-Z][\w’'-]+)(?:\s+(?:et\s+al\.?|(?:and|&)\s+[A-Z][\w’'-]+))?,?\s*\(?"
    r"(?P<year>(?:19|20)[0-9]{2})[a-z]?(?=[);,:])"
)

#: What an article calls the days before its month.
_LATELY = re.compile(r"\b(?:last|past|previous)\s+(?:week|month|few)|\byesterday\b", re.IGNORECASE)


class StatedPlace(NamedTuple):
    """Where a draft says that a quotation stands."""

    names: str  # as the draft names it; "" if it does not
    attribution: Attribution
    date: str = ""  # what the draft dates it by
    undated: Attribution = Attribution()  # the same attribution but for its dates
    outlet: str = ""  # a paper or station of which there is no article
    is_confirmed: bool = False  # by a locator with an exclamation mark


class _Locator(NamedTuple):
    """A locator in a draft."""

    name: str
    spans: list[LocatorSpan]  # of every article that it may mean; none for an unknown one
    is_confirmed: bool


class _Mention(NamedTuple):
    """A source, or an outlet that is none of ours, where a text names it."""

    start: int
    end: int
    name: str
    is_ours: bool


class _Named(NamedTuple):
    """What a draft names for a quotation, whichever way."""

    names: tuple[str, ...] = ()
    admits: Callable[[Article], bool] | None = None
    spans: tuple[LocatorSpan, ...] = ()
    outlet: str = ""
    dates: tuple[NamedDate, ...] = ()  # of a note
    is_precise: bool = False  # it is a locator, a note or an address
    is_confirmed: bool = False


def move_trailing_locator(quotation: DraftQuotation) -> DraftQuotation:
    """Take a locator within the quotation marks for none of the quotation's words."""
    locator = _TRAILING_LOCATOR.search(quotation.pieces[-1])
    if not locator:
        return quotation
    last = quotation.pieces[-1][: locator.start()]
    return quotation._replace(
        pieces=(*quotation.pieces[:-1], last), after=locator[0] + quotation.after
    )


class AttributionReader:
    """Reads where a draft says that its quotations stand."""

    def __init__(self, texts: ArticleTexts, draft: Draft) -> None:
        """Read the notes of a draft when they are needed."""
        self._texts = texts
        self._store: Store = texts.store
        self._draft = draft
        self._addresses = Addresses(self._store)
        self._sources = tuple(self._store.statistics.scope.sources)
        self._name_patterns = _name_patterns(self._sources)
        self._note = lru_cache(maxsize=None)(self._read_note)
        self._names_year = lru_cache(maxsize=4_096)(self._find_year)
        self._names_month = lru_cache(maxsize=4_096)(self._find_month)

    def read(self, quotation: DraftQuotation) -> StatedPlace:
        """Read where a draft says that a quotation stands.

        That is a locator after it, else a note behind it, else a locator before it, else an address
        in its sentence, else a note before it, else sources named in its clause, else in its
        sentence. A date in the sentence narrows that.
        """
        sentence = quotation.sentence
        clause = _clause(quotation)
        mentions = self._find_mentions(sentence, quotation.italics)
        named = self._find_named(quotation, mentions, clause)
        if named.outlet:
            return StatedPlace(names=named.outlet, attribution=Attribution(), outlet=named.outlet)
        undated = Attribution(admits=named.admits, spans=named.spans)
        dating = self._read_dates(quotation, mentions, clause, named)
        dated = undated
        if dating:
            dated = undated._replace(admits=_both(named.admits, dating.admits))
        return StatedPlace(
            names=", ".join(named.names),
            attribution=dated,
            date=dating.words if dating else "",
            undated=undated,
            is_confirmed=named.is_confirmed,
        )

    def _find_named(
        self, quotation: DraftQuotation, mentions: Sequence[_Mention], clause: slice
    ) -> _Named:
        """Find the most precise that the draft names, and of that the nearest."""
        by_locator = self._named_by_locators(f"{quotation.between} {quotation.after}")
        return (
            by_locator
            or self._named_by_notes(quotation.notes_behind)
            or self._named_by_locators(quotation.before)
            or self._named_by_links(quotation.links)
            or self._named_by_author(quotation.sentence)
            or self._named_by_notes(quotation.notes_before)
            or _named_by_mentions(
                [one for one in mentions if clause.start <= one.start < clause.stop], quotation
            )
            or _named_by_mentions(mentions, quotation)
            or self._named_by_hosts(quotation.links)
            or _Named()
        )

    def _named_by_locators(self, text: str) -> _Named | None:
        locators = self._find_cited(text) or self._find_locators(text)
        if not locators:
            return None
        spans = tuple(span for locator in locators for span in locator.spans)
        return _Named(
            names=tuple(locator.name for locator in locators),
            admits=_is_one_of(span.article for span in spans),
            spans=spans,
            is_precise=True,
            is_confirmed=any(locator.is_confirmed for locator in locators),
        )

    def _named_by_links(self, links: Sequence[str]) -> _Named | None:
        ids = dict.fromkeys(one.id for one in self._addresses.find(links))
        if not ids:
            return None
        return _Named(names=tuple(ids), admits=_is_one_of(ids), is_precise=True)

    def _named_by_hosts(self, links: Sequence[str]) -> _Named | None:
        sources = dict.fromkeys(one for url in links for one in self._addresses.sources_at(url))
        if not sources:
            return None
        return _Named(names=tuple(sources), admits=_is_from(sources))

    def _named_by_notes(self, labels: Sequence[str]) -> _Named | None:
        return _either([note for label in labels if (note := self._note(label))])

    def _named_by_author(self, text: str) -> _Named | None:
        """Find what a list of references has for an author and a year."""
        if not self._draft.sources:
            return None
        found = [
            named
            for match in _AUTHOR_YEAR.finditer(text)
            for block in self._draft.sources
            if match["year"] in block.text
            and re.match(rf"\W*{re.escape(match['author'])}\b", block.text)
            if (named := self._read_source(block))
        ]
        return _either(found)

    def _find_locators(self, text: str) -> list[_Locator]:
        """Find the first locator in a text, and those joined to it."""
        locators: list[_Locator] = []
        end = -1
        for match in _LOCATOR.finditer(text):
            is_enclosed = bool(match["bracket"] or match["end"] or match["at"])
            has_number = match["first"] is not None
            if not has_number and not is_enclosed:
                continue  # a word
            articles = self._find_articles(match["id"], may_be_cut=has_number and is_enclosed)
            if not articles and not (
                has_number and is_enclosed and self._may_be_misspelt(match["id"])
            ):
                continue
            if locators and match.start() > end + 1:
                break
            end = match.end()
            first = int(match["first"] or 0)
            last = int(match["last"] or first)
            locators.append(
                _Locator(
                    name=f"{match['id']}:{first}" if first else match["id"],
                    spans=[
                        LocatorSpan(article=article, first=first, last=last) for article in articles
                    ],
                    is_confirmed=bool(match["confirmed"]) and 0 < first == last,
                )
            )
        return locators

    def _find_cited(self, text: str) -> list[_Locator]:
        """Find the works that pandoc's brackets cite, one bracket's all together."""
        if "@" not in text:
            return []
        for bracket in _PANDOC.finditer(text):
            if re.search(r"@\w[\w.-]*:[0-9]", bracket[0]):
                continue  # a locator of ours
            locators = []
            for match in _PANDOC_KEY.finditer(bracket[0]):
                articles = self._find_key(match["id"])
                if articles:
                    spans = [LocatorSpan(article=one, first=0, last=0) for one in articles]
                    locators.append(_Locator(name=match["id"], spans=spans, is_confirmed=False))
            if locators:
                return locators
        for match in _PANDOC_KEY.finditer(text):
            articles = self._find_key(match["id"])
            if articles and not re.match(r":[0-9]", text[match.end() :]):
                spans = [LocatorSpan(article=one, first=0, last=0) for one in articles]
                return [_Locator(name=match["id"], spans=spans, is_confirmed=False)]
        return []

    def _find_key(self, key: str) -> Sequence[str]:
        """Find the articles of a key of pandoc: an id, however it is spelt, or what a list has."""
        if self._store.number(key) is not None:
            return [key]
        folded = re.sub(r"[\W_]", "", key).casefold()
        same = [
            one
            for one in self._store.similar_ids(key)
            if re.sub(r"[\W_]", "", one).casefold() == folded
        ]
        if same:
            return same
        for block in self._draft.sources:
            if re.match(rf"\W*@?{re.escape(key)}\b", block.text):
                named = self._read_source(block)
                admits = named.admits if named else None
                if admits:
                    return [article.id for article in self._articles.values() if admits(article)]
        return []

    @cached_property
    def _articles(self) -> dict[int, Article]:
        return dict(self._store.articles())

    def _find_articles(self, name: str, *, may_be_cut: bool) -> Sequence[str]:
        """Find the article of an id, or those whose ids begin so where the id may be cut."""
        if self._store.number(name) is not None:
            return [name]
        return self._store.ids_with_prefix(name) if may_be_cut else []

    def _may_be_misspelt(self, name: str) -> bool:
        """Tell whether an unknown id is one of ours misspelt, rather than another's reference."""
        from difflib import get_close_matches  # only where an id is unknown

        similar = self._store.similar_ids(name)
        return bool(get_close_matches(name, similar, n=1, cutoff=_SIMILAR_ID))

    def _read_note(self, label: str) -> _Named | None:
        """Read what a note names; for *ibid.*, what the note before it does."""
        block = find_note(self._draft.notes, label)
        if block is None:
            return None
        if _IBID.match(block.text):
            labels = list(self._draft.notes)
            at = labels.index(label) if label in labels else 0
            return self._note(labels[at - 1]) if at else None
        return self._read_source(block)

    def _read_source(self, block: Block) -> _Named | None:
        """Read what a note, or an entry of a list of sources, names."""
        text = block.text
        dates = tuple(find_dates(text))
        if by_locator := self._named_by_locators(text):
            return by_locator
        links = [one.address for one in block.links]
        if by_link := self._named_by_links(links):
            return by_link._replace(dates=dates)
        italics = tuple(text[slice(*span)] for span in block.italics)
        mentions = self._find_mentions(text, italics, is_note=True)
        ours = list(dict.fromkeys(one.name for one in mentions if one.is_ours))
        if ours:
            return _Named(names=tuple(ours), admits=_is_from(ours), dates=dates, is_precise=True)
        if mentions:
            return _Named(outlet=mentions[0].name)
        by_host = self._named_by_hosts(links)
        return by_host._replace(dates=dates, is_precise=True) if by_host else None

    def _find_mentions(
        self, text: str, italics: tuple[str, ...], *, is_note: bool = False
    ) -> list[_Mention]:
        """Find the sources, and the outlets that are none, that a text names."""
        ours = [
            _Mention(start=match.start(), end=match.end(), name=source, is_ours=True)
            for source, name in self._name_patterns.items()
            for match in name.finditer(text)
        ]
        ours += [
            _Mention(start=start, end=end, name=source, is_ours=True)
            for (start, end), source in self._addresses.find_hosts(text)
        ]
        others = [
            _Mention(start=one.start, end=one.end, name=one.name, is_ours=False)
            for one in find_outlets(text, italics, is_note=is_note)
            if not is_one_of(one.name, self._sources)
            and not any(own.start < one.end and one.start < own.end for own in ours)
        ]
        return [*ours, *others]

    def _read_dates(
        self,
        quotation: DraftQuotation,
        mentions: Sequence[_Mention],
        clause: slice,
        named: _Named,
    ) -> "_Dating | None":
        """Read when the draft says that a quotation was published, or that what it says was so."""
        if named.dates:
            return _Dating(
                words=named.dates[0].words,
                admits=lambda article: _is_dated(article, named.dates),
            )
        sentence = _without_locators(quotation.sentence)
        dates = find_dates(sentence)
        if not dates:
            return None
        spans = [(one.start, one.end) for one in mentions]
        ties = [
            (tie.date, mentions[tie.mention].name if tie.mention is not None else None)
            for tie in find_ties(sentence, dates, spans)
        ]
        ties = [tie for tie in ties if clause.start <= tie[0].start < clause.stop] or ties
        if ties:
            return _Dating(
                words=ties[0][0].words,
                admits=lambda article: _fits_ties(article, ties),
            )
        if named.is_precise:
            return None
        loose = [
            date
            for date in find_loose(sentence, dates, quotation.place)
            if clause.start <= date.start < clause.stop
        ]
        if not loose:
            return None
        return _Dating(
            words=loose[0].words,
            admits=lambda article: (
                _is_dated(article, loose) or any(self._names(article, date) for date in loose)
            ),
        )

    def _names(self, article: Article, date: NamedDate) -> bool:
        """Tell whether an article, or what says when it was published, names a date, which may be
        that of an event. (A month that it names without a year is of the last two years.)
        """
        published = article.published
        if date.month is None or published is None:
            return any(self._names_year(article.id, year) for year in date.years)
        if not self._names_month(article.id, date.month):
            return False
        near = range(int(published.first[:4]) - 1, int(published.last[:4]) + 1)
        return date.years[0] in near or self._names_year(article.id, date.years[0])

    def _find_month(self, identifier: str, month: int) -> bool:
        """Tell whether an article, or what says when it was published, names a month; the last one
        may be named so.
        """
        number = self._store.number(identifier)
        if number is None:
            return False
        article = self._articles[number]
        basis = article.published.basis if article.published else None
        text = "\n".join([*(one.text for one in self._store.text(number)), basis or ""])
        if re.search(rf"\b{MONTHS[month - 1]}(?:{MONTH_NAMES[month - 1][3:]}|t?\.?)(?!\w)", text):
            return True
        if article.published is None:
            return False
        last = {int(day[5:7]) for day in (article.published.first, article.published.last)}
        return month % 12 + 1 in last and _LATELY.search(text) is not None

    def _find_year(self, identifier: str, year: int) -> bool:
        """Tell whether the text of an article names a year."""
        number = self._store.number(identifier)
        if number is None:
            return False
        named = re.compile(
            rf"(?<![0-9]){year}(?![0-9])|(?<=[0-9]{{4}}[/–-]){year % 100:02}(?![0-9])"
        )
        return any(named.search(paragraph.text) for paragraph in self._store.text(number))


class _Dating(NamedTuple):
    """When a draft says that it was."""

    words: str
    admits: Callable[[Article], bool]


def _named_by_mentions(mentions: Sequence[_Mention], quotation: DraftQuotation) -> _Named | None:
    """Choose among the sources that a text names: all of ours, unless the nearest is not ours."""
    if not mentions:
        return None
    ours = list(dict.fromkeys(one.name for one in mentions if one.is_ours))
    nearest = min(mentions, key=lambda one: _distance(one, quotation))
    if not nearest.is_ours and not any(
        _is_joined(nearest, one, quotation.sentence) for one in mentions if one.is_ours
    ):
        return _Named(outlet=nearest.name)
    return _Named(names=tuple(ours), admits=_is_from(ours))


def _distance(mention: _Mention, quotation: DraftQuotation) -> int:
    if mention.end <= quotation.place:
        return quotation.place - mention.end
    return abs(mention.start - quotation.end)


def _is_joined(one: _Mention, other: _Mention, text: str) -> bool:
    first, second = sorted((one, other))
    return _JOINED.fullmatch(text, first.end, second.start) is not None


def _either(found: Sequence[_Named]) -> _Named | None:
    """Take several sources for one, in either of which a quotation may stand."""
    ours = [one for one in found if not one.outlet]
    if not found or len(ours) == 1:
        return ours[0] if ours else None
    if not ours:
        return found[0]
    return _Named(
        names=tuple(name for one in ours for name in one.names),
        admits=lambda article: any(one.admits is None or one.admits(article) for one in ours),
        spans=tuple(span for one in ours for span in one.spans)
        if all(one.spans for one in ours)
        else (),
        is_precise=True,
        is_confirmed=any(one.is_confirmed for one in ours),
    )


def _both(
    one: Callable[[Article], bool] | None, other: Callable[[Article], bool]
) -> Callable[[Article], bool]:
    return other if one is None else lambda article: one(article) and other(article)


def _is_dated(article: Article, dates: Sequence[NamedDate]) -> bool:
    """Tell whether an article may be of one of some dates; one without a date may be of any."""
    published = article.published
    return published is None or any(
        date.overlaps(published.first, published.last) for date in dates
    )


def _fits_ties(article: Article, ties: Sequence[tuple[NamedDate, str | None]]) -> bool:
    """Tell whether an article is of a date at which its source is said to have reported."""
    dates = [date for date, source in ties if source in (None, article.source)]
    return not dates or _is_dated(article, dates)


def _is_one_of(ids: Iterable[str]) -> Callable[[Article], bool]:
    chosen = frozenset(ids)
    return lambda article: article.id in chosen


def _is_from(sources: Iterable[str]) -> Callable[[Article], bool]:
    chosen = frozenset(sources)
    return lambda article: article.source in chosen


def _without_locators(text: str) -> str:
    """Blank the locators of a text: a year in an id is no date."""
    return re.sub(
        r"\[[^\[\]@]*@[^\[\]]*\]|(?<![\w.-])[\w.-]{1,100}:[0-9]+|(?<!\w)@\w[\w.-]*",
        lambda match: " " * len(match[0]),
        text,
    )


def _clause(quotation: DraftQuotation) -> slice:
    """Give the clause of a sentence that a quotation stands in."""
    breaks = [match.start() for match in _CLAUSE.finditer(quotation.sentence)]
    start = max((place for place in breaks if place < quotation.place), default=0)
    end = min(
        (place for place in breaks if place >= quotation.place), default=len(quotation.sentence)
    )
    return slice(start, end)


def _name_patterns(sources: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """Return how drafts name each source: in full, by a word of it in capitals (the BBC), or by
    `the` and its last word, if no other source ends in it (the Echo); a firm by its first
    (Farleys).
    """
    last_words = [source.split()[-1] for source in sources]
    first_words = [source.split()[0] for source in sources]
    patterns: dict[str, re.Pattern[str]] = {}
    for source in sources:
        words = [re.escape(word) for word in source.split()]
        full_name = r"\s+".join(words)
        names = [f"(?i:{full_name})"]
        names += [word for word in words if len(word) >= _SHORTEST_ACRONYM and word.isupper()]
        last = source.split()[-1]
        if last_words.count(last) == 1 and last not in _COMMON:
            names.append(
                rf"[Tt]he\s+(?:(?:Daily|Evening)\s+)?{words[-1]}(?!\s+[A-Z]|\s+of\s+[a-z])"
            )
            names.append(rf"(?<=\(){words[-1]}(?=[,)])")
            if len(words) > 1:
                start = r"\s+".join(words[:-1])
                names.append(rf"{start}\s+(?:Daily|Evening)\s+{words[-1]}")
        if last.casefold() in _FIRM and first_words.count(source.split()[0]) == 1:
            names.append(words[0])
        patterns[source] = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
    return patterns
