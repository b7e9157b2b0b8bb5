"""What do we talk about? One frozen record a concept.

NamedTuples, because a search must start fast: fourteen slotted dataclasses cost a fifth of an empty
program's start.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Role = Literal["title", "standfirst", "heading", "text", "item", "caption", "pullquote", "furniture"]
ROLES: tuple[Role, ...] = get_args(Role)
#: The roles of a passage, that is, of a paragraph that can be an answer.
PASSAGE_ROLES: frozenset[Role] = frozenset({"standfirst", "text", "item", "caption"})
#: The roles that only `show --all` prints.
ASIDE_ROLES: frozenset[Role] = frozenset({"pullquote", "furniture"})

Range = tuple[int, int]
"""A half-open range of characters, counted in code points from 0."""
#: Stands for the day of an article without a date, which comes after all others.
UNDATED = "9999-99"


class Published(NamedTuple):
    """When an article was published, and how sure that is."""

    edtf: str  # as the front matter has it, ISO 8601-2
    first: str  # the earliest possible day, YYYY-MM-DD
    last: str  # the latest possible day, YYYY-MM-DD
    inferred: bool  # not stated by the publisher
    basis: str | None  # how the date is known, in words


class Article(NamedTuple):
    """Where a text comes from: what a label, a citation and a stamp need of it."""

    id: str
    source: str
    title: str | None  # None: not known
    published: Published | None  # None: not known
    url: str | None
    note: str | None
    sha256: str  # of the body's bytes
    length: int  # paragraphs, page furniture counted
    digest: str  # of all its bytes, front matter included

    @property
    def order(self) -> tuple[str, str]:
        """Give its place in the order of the corpus: by its earliest day, then its id; undated ones last."""
        return self.published.first if self.published else UNDATED, self.id


class Document(NamedTuple):
    """An article as its file has it, before it is split."""

    article: Article
    body: str
    roles: dict[int, Role]  # paragraph number -> role, where the front matter names one
    leads: dict[int, int]  # list item -> the paragraph that opens its sentence
    pages: Mapping[int, int] = MappingProxyType({})  # paragraph -> the page it begins on, where the text was printed


class Paragraph(NamedTuple):
    """One non-blank line of an article; a passage when its role is one of PASSAGE_ROLES."""

    article: str  # the article's id
    number: int  # from 1; 0 for a title that is no line of the body
    role: Role
    text: str  # a slice of the body, without white space at its ends
    section: str | None  # the heading it stands under
    lead_in: str | None  # the words that open a list item's sentence
    sentences: tuple[Range, ...]  # in `text`; empty unless a passage
    page: int | None = None  # where it begins, if the text was printed

    @property
    def locator(self) -> str:
        """Name this paragraph as every command accepts it, such as `bbc-2022:15`."""
        return f"{self.article}:{self.number}" if self.number else self.article


class Extract(NamedTuple):
    """An article, or the part of it that a locator names."""

    article: Article
    paragraphs: tuple[Paragraph, ...]
    whole: bool  # no part was named
    left_out: int = 0  # paragraphs

    @property
    def without_asides(self) -> "Extract":
        """Leave out page furniture and pull quotes."""
        kept = tuple(p for p in self.paragraphs if p.role not in ASIDE_ROLES)
        return self._replace(paragraphs=kept, left_out=len(self.paragraphs) - len(kept))


class Acronym(NamedTuple):
    """A short form and what it stands for, as an article spells them."""

    short: str
    long: str


class TermScore(NamedTuple):
    """What one query term gave a passage, in units of 1 / SCALE."""

    term: str  # as typed
    stem: str
    occurrences: int  # in the passage
    document_frequency: int  # passages that hold the term, their article's title counted
    idf: float
    weight: int  # of the passage's own words


class Explanation(NamedTuple):
    """Why a passage scored what it did; all the weights add up to the score."""

    terms: tuple[TermScore, ...]
    title: int
    article: int
    pairs: int
    forms: int


class Hit(NamedTuple):
    """A passage that matches, with its place in the ranking."""

    rank: int  # from 1, by score
    score: int  # in units of 1 / SCALE
    passage: Paragraph
    article: Article
    matches: tuple[Range, ...]  # in passage.text
    possible: bool  # its date only overlaps the dates asked for
    via: tuple[Acronym, ...] = ()  # found through the other form of these
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
    explanation: Explanation | None = None


class Filters(NamedTuple):
    """Which articles to search: those that every part lets through."""

    sources: tuple[str, ...] = ()  # beginnings of source names, in any case
    articles: tuple[str, ...] = ()  # ids, or unique beginnings of ids
    since: str = ""  # a day, YYYY-MM-DD
    until: str = ""  # a day, YYYY-MM-DD

    @property
    def dated(self) -> bool:
        """Tell whether dates are asked for."""
        return bool(self.since or self.until)


class Searched(NamedTuple):
    """What a search looked at, so that an absence can be stated."""

    articles: int  # that pass the filters
    first: str  # the earliest day among them; "" when none is dated
    last: str
    undated: int  # left out because a date was asked for
    sources: tuple[str, ...]  # theirs


class Found(NamedTuple):
    """The answer to a search."""

    hits: tuple[Hit, ...]  # at most as many as asked for
    total: int | None  # passages that match; None: more than were found, and not counted
    possible: int  # of these, the ones whose date only overlaps the dates asked for
    unknown: tuple[str, ...]  # the query's words that occur in no passage
    searched: Searched


class Answer(NamedTuple):
    """A sentence that may answer a question."""

    rank: int  # from 1, in the order shown
    score: int  # in units of 1 / SCALE
    covered: float  # share of the question's weight that it covers, 0 to 1
    passage: Paragraph
    place: Range  # of the sentence, in passage.text
    article: Article
    matches: tuple[Range, ...]  # in passage.text
    possible: bool  # its date only overlaps the dates asked for
    speaker: tuple[Paragraph, Range] | None  # the sentence before that says whose words these are


class Answered(NamedTuple):
    """The answer to a question, or that there is none."""

    answers: tuple[Answer, ...]  # empty: the articles do not say
    nearest: Answer | None  # the best sentence, where it is no answer
    unknown: tuple[str, ...]  # what the question is about, in words that occur in no passage
    searched: Searched


Kind = Literal["exact", "typographic", "elided", "altered", "stitched", "elsewhere", "absent"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: The verdicts on a quotation that may be printed as it is.
ACCEPTED: frozenset[Kind] = frozenset({"exact", "typographic", "elided"})


class Place(NamedTuple):
    """A slice of a paragraph, with the sentence or sentences that it is cut from."""

    article: Article
    paragraph: Paragraph
    range: Range
    sentence: Range

    @property
    def text(self) -> str:
        """Give the slice."""
        return self.paragraph.text[slice(*self.range)]


class Change(NamedTuple):
    """What differs between a quotation and what was published, where it matters most."""

    kind: Literal["number", "negation", "name"]
    published: str  # "" where the quotation adds it
    quoted: str  # "" where the quotation leaves it out


Edit = tuple[Literal["same", "published", "quoted"], str]
"""A run of words that stands in both texts, or only in one of them."""


class Verdict(NamedTuple):
    """Whether a quotation is in the corpus, and where."""

    quotation: str
    kind: Kind
    places: tuple[Place, ...]  # of its parts, in their order in the quotation; none when it is absent
    short: bool  # under four words: easily there by chance
    possible: bool = False  # the date of the article only overlaps the dates asked for
    edits: tuple[Edit, ...] = ()  # where it is altered, word by word
    changes: tuple[Change, ...] = ()
    nearest: Place | None = None  # where it is absent
    astray: bool = False  # part of it, at least, stands where it is not said to

    @property
    def locators(self) -> tuple[str, ...]:
        """Name where it stands: one locator, or one for each part of a stitched quotation."""
        numbers = sorted(place.paragraph.number for place in self.places)
        if self.kind == "stitched" or len(self.articles) != 1 or numbers[0] == numbers[-1]:
            return tuple(dict.fromkeys(place.paragraph.locator for place in self.places))
        return (f"{self.articles[0].id}:{numbers[0]}-{numbers[-1]}",)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the articles it stands in."""
        return tuple(dict.fromkeys(place.article for place in self.places))

    @property
    def text(self) -> str:
        """Give what was published, its parts joined where words are left out."""
        joint = " " if self.kind in ("exact", "typographic", "altered", "elsewhere") else " … "
        return joint.join(place.text.strip() for place in self.places)


class Checked(NamedTuple):
    """A quotation of a draft, and the verdict on it."""

    file: str
    line: int  # from 1
    column: int  # from 1, in characters
    held_to: str  # the locator, article or sources that the draft names for it; "" for none
    verdict: Verdict


class Period(NamedTuple):
    """A stretch of time and the hits in it; of more than one unit where a date is no surer than that."""

    name: str  # such as `2022`, `2022 Q1`, `Nov 2020 – Dec 2020`
    first: str  # day, "" when undated
    last: str
    counts: tuple[tuple[Article, int], ...]  # hits in each article
    hits: tuple[tuple[Hit, Range], ...]  # each with the sentence that holds the most of what was asked for


class Status(NamedTuple):
    """Which corpus and index are in use."""

    corpus: str
    place: str  # of the index
    articles: int
    passages: int
    paragraphs: int
    terms: int
    first: str  # day; "" when nothing is dated
    last: str
    undated: int
    faults: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
