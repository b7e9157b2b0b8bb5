"""The records that everyone shares, one for each concept.

They are built by keyword and never unpacked by position. Results, which stand for all that a
command found, are sequences of their hits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import (
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    TypeVar,
    dataclass_transform,
    get_args,
    overload,
)

Role = Literal[
    "title", "standfirst", "heading", "text", "item", "caption", "pullquote", "furniture"
]
ROLES: tuple[Role, ...] = get_args(Role)
#: The roles of a passage, that is, of a paragraph that can be an answer.
PASSAGE_ROLES: frozenset[Role] = frozenset({"standfirst", "text", "item", "caption"})
#: The roles that only `show --all` prints.
ASIDE_ROLES: frozenset[Role] = frozenset({"pullquote", "furniture"})

Span = tuple[int, int]
"""A half-open range of characters, counted in code points from 0."""

#: Stands for the day of an article without a date, so that it comes after all others.
UNDATED = "9999-99"

#: Units in a score of 1. Weights are whole numbers, so that they add up exactly in any order. The
#: largest weight is idf * (k1 + 1) < 43 up to a hundred million passages, so that each fits in 32
#: bits; decimal, so that printed weights add up to the printed score to the last digit.
SCALE = 10**8

#: A cell of a table: what pandas and SQLite take as it is.
Cell = str | int | float | bool | None
T = TypeVar("T")

#: Letters of a text that a `repr` shows.
_SHOWN = 40


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """A record: it is built by keyword, does not change, and equals another of the same values.

    A subclass annotates its fields; one with a default may be left out. A search must start fast,
    and a class of this kind is made in a tenth of the time of a NamedTuple or a dataclass. (What is
    made for each word or paragraph of a text is a NamedTuple, whose instances are made faster.)
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        own = vars(cls).get("__annotations__", {})
        cls._fields = (*cls._fields, *own)
        cls._required = cls._required.union(name for name in own if name not in vars(cls))

    def __init__(self, **values: Any) -> None:
        """Build a record from the values of its fields."""
        names = values.keys()
        if missing := self._required - names:
            raise TypeError(f"{type(self).__name__} needs {', '.join(sorted(missing))}")
        if unknown := names - {*self._fields}:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        vars(self).update(values)  # a default stays the class's

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in self._fields
        )

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self._fields)))

    def __repr__(self) -> str:
        values = (f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({', '.join(values)})"

    def replace(self, **changes: Any) -> Self:
        """Give a copy with some fields changed."""
        return type(self)(**{**vars(self), **changes})


class Result(Record, Sequence[T]):
    """All that a command found: a sequence of its hits, and what is said of all of them.

    The first field of a subclass holds the hits.
    """

    @property
    def _hits(self) -> tuple[T, ...]:
        return getattr(self, self._fields[0])  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._hits)

    def __iter__(self) -> Iterator[T]:
        return iter(self._hits)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._hits[index]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,}>"


class PublicationDate(Record):
    """When an article was published, and how sure that is."""

    edtf: str  # as the front matter has it, ISO 8601-2
    first: str  # the earliest possible day, YYYY-MM-DD
    last: str  # the latest possible day, YYYY-MM-DD
    inferred: bool  # not stated by the publisher
    basis: str | None  # how the date is known, in words


class Article(NamedTuple):
    """One published text with its provenance."""

    id: str
    source: str
    title: str | None  # None: not known
    published: PublicationDate | None  # None: not known
    url: str | None
    note: str | None
    sha256: str  # of the body's bytes
    length: int  # paragraphs, page furniture counted
    digest: str  # of all its bytes, front matter included

    @property
    def order(self) -> tuple[str, str]:
        """Give its place in the corpus: by earliest day, then id; without a date, last."""
        return self.published.first if self.published else UNDATED, self.id

    @property
    def date(self) -> str | None:
        """Give its date in EDTF; None where it is not known."""
        return self.published.edtf if self.published else None

    def row(self) -> dict[str, Cell]:
        """Give what is known of it as the cells of a table."""
        return {
            "article": self.id,
            "date": self.date,
            "source": self.source,
            "title": self.title,
            "url": self.url,
            "paragraphs": self.length,
            **_date_cells(self),
        }

    def __repr__(self) -> str:
        return f"Article({self.id!r}, {self.source!r}, {self.date!r})"


class Document(Record):
    """An article as its file has it, before it is split into paragraphs."""

    article: Article
    body: str
    roles: Mapping[int, Role]  # paragraph number -> role, where the front matter names one
    lead_ins: Mapping[int, int]  # list item -> the paragraph that opens its sentence
    pages: Mapping[int, int] = MappingProxyType({})  # paragraph -> page it begins on, if printed


class Paragraph(NamedTuple):
    """One non-blank line of an article; a passage when its role is one of PASSAGE_ROLES."""

    article: str  # the article's id
    number: int  # from 1; 0 for a title that is no line of the body
    role: Role
    text: str  # a slice of the body, without white space at its ends
    section: str | None  # the heading it stands under
    lead_in: str | None  # the words that open a list item's sentence
    sentences: tuple[Span, ...]  # in `text`; empty unless a passage
    page: int | None = None  # where it begins, if the text was printed

    @property
    def locator(self) -> str:
        """Name this paragraph as every command accepts it, such as `bbc-2022:15`."""
        return f"{self.article}:{self.number}" if self.number else self.article

    def __repr__(self) -> str:
        return f"Paragraph({self.locator!r}, {self.role!r}, {_shortened(self.text)!r})"


def _date_cells(article: Article) -> dict[str, Cell]:
    known = article.published
    return {
        "date_first": known.first if known else None,
        "date_last": known.last if known else None,
        "date_certain": not known.inferred if known else None,
    }


def _passage_cells(article: Article, paragraph: Paragraph, text: str) -> dict[str, Cell]:
    return {
        "locator": paragraph.locator,
        "date": article.date,
        "source": article.source,
        "text": text,
        "title": article.title,
        "section": paragraph.section,
        "url": article.url,
        "article": article.id,
    }


def _list_articles(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(dict.fromkeys(articles))


class Excerpt(Result[Paragraph]):
    """An article, or the part of it that a locator names: a sequence of its paragraphs."""

    paragraphs: tuple[Paragraph, ...]
    article: Article
    whole: bool  # no part was named
    left_out: int = 0  # paragraphs

    @property
    def without_asides(self) -> "Excerpt":
        """Leave out page furniture and pull quotes."""
        kept = tuple(p for p in self.paragraphs if p.role not in ASIDE_ROLES)
        return self.replace(paragraphs=kept, left_out=len(self.paragraphs) - len(kept))

    @property
    def text(self) -> str:
        """Give the text, a line a paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the article it is from."""
        return (self.article,)

    def __repr__(self) -> str:
        return f"<Excerpt: {len(self):,} paragraphs of {self.article.id}>"

    def rows(self) -> list[dict[str, Cell]]:
        """Give the paragraphs as rows of a table."""
        return [
            {
                **_passage_cells(self.article, paragraph, paragraph.text),
                "role": paragraph.role,
                **_date_cells(self.article),
            }
            for paragraph in self.paragraphs
        ]


class ArticleList(Result[Article]):
    """The articles of a corpus, earliest first."""

    articles: tuple[Article, ...]

    def rows(self) -> list[dict[str, Cell]]:
        """Give the articles as rows of a table."""
        return [article.row() for article in self.articles]


class Acronym(Record):
    """A short form and what it stands for, as an article spells them."""

    short: str
    long: str


class AcronymEntry(Record):
    """An acronym as an index keeps it."""

    form: str  # the short form, folded
    stems: tuple[str, ...]  # the long form's content words
    short: str  # both as the article has them
    long: str

    @property
    def acronym(self) -> Acronym:
        """Give both forms as the article has them."""
        return Acronym(short=self.short, long=self.long)


class TermScore(Record):
    """What one query term gave a passage, in units of 1 / SCALE."""

    term: str  # as typed
    stem: str
    occurrences: int  # in the passage
    document_frequency: int  # passages that hold the term, their article's title counted
    idf: float
    weight: int  # of the passage's own words


class Explanation(Record):
    """Why a passage scored what it did; all the weights add up to the score."""

    terms: tuple[TermScore, ...]
    title: int
    article: int
    pairs: int
    forms: int


class PassageMatch(Record):
    """A passage that was found, with its place in the ranking."""

    rank: int  # from 1
    points: int  # its score, in units of 1 / SCALE
    passage: Paragraph
    article: Article
    matches: tuple[Span, ...]  # in passage.text
    possible: bool  # its date only overlaps the dates asked for

    @property
    def score(self) -> float:
        """Give its score, exact to eight decimals."""
        return self.points / SCALE

    @property
    def locator(self) -> str:
        """Name the passage, such as `bbc-2022:15`."""
        return self.passage.locator

    @property
    def source(self) -> str:
        """Give who published it."""
        return self.article.source

    @property
    def date(self) -> str | None:
        """Give when it was published, in EDTF; None where that is not known."""
        return self.article.date


class Hit(PassageMatch):
    """A passage that matches a query; its rank is by score."""

    via: tuple[Acronym, ...] = ()  # found through the other form of these
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
    explanation: Explanation | None = None

    @property
    def text(self) -> str:
        """Give the passage, word for word."""
        return self.passage.text

    def row(self) -> dict[str, Cell]:
        """Give the hit as the cells of a table."""
        return {
            **_passage_cells(self.article, self.passage, self.text),
            "rank": self.rank,
            "score": self.score,
            **_date_cells(self.article),
        }

    def __repr__(self) -> str:
        return f"Hit({self.rank}, {self.locator!r}, {self.date!r}, {_shortened(self.text)!r})"


class Scope(Record):
    """What a search looked at, so that an absence can be stated."""

    articles: int  # that pass the filters
    first: str  # the earliest day among them; "" when none is dated
    last: str
    undated: int  # left out because a date was asked for
    sources: tuple[str, ...]  # theirs


class Suggestion(Record):
    """Words that occur, offered for one that does not."""

    word: str
    instead: tuple[str, ...]  # the likeliest first


class SearchResult(Result[Hit]):
    """What a search found: a sequence of its hits."""

    hits: tuple[Hit, ...]  # at most as many as asked for
    query: str  # as it was asked
    total: int | None  # passages that match; None: more than were found, and not counted
    possible: int  # of these, the ones whose date only overlaps the dates asked for
    unknown: tuple[str, ...]  # the query's words that occur in no passage
    scope: Scope
    suggestions: tuple[Suggestion, ...] = ()  # for unknown words

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the articles of the hits."""
        return _list_articles(hit.article for hit in self.hits)

    def rows(self) -> list[dict[str, Cell]]:
        """Give the hits as rows of a table."""
        return [hit.row() for hit in self.hits]

    def __repr__(self) -> str:
        of = "more" if self.total is None else f"{self.total:,}"
        return f"<SearchResult: {len(self):,} of {of} passages for {_shortened(self.query)!r}>"


class Sentence(Record):
    """A sentence of a paragraph."""

    paragraph: Paragraph
    range: Span  # in paragraph.text

    @property
    def text(self) -> str:
        """Give the sentence, word for word."""
        return self.paragraph.text[slice(*self.range)]


class Answer(PassageMatch):
    """A sentence that may answer a question; its rank is the order shown."""

    covered: float  # share of the question's weight that it covers, 0 to 1
    range: Span  # of the sentence, in passage.text
    speaker: Sentence | None  # the one before it that says whose words these are

    @property
    def text(self) -> str:
        """Give the sentence, word for word."""
        return self.passage.text[slice(*self.range)]

    def row(self) -> dict[str, Cell]:
        """Give the answer as the cells of a table."""
        return {
            **_passage_cells(self.article, self.passage, self.text),
            "rank": self.rank,
            "score": self.score,
            "covered": round(self.covered, 3),
            **_date_cells(self.article),
        }

    def __repr__(self) -> str:
        return f"Answer({self.rank}, {self.locator!r}, {self.date!r}, {_shortened(self.text)!r})"


class Answers(Result[Answer]):
    """The sentences that answer a question; an empty sequence where none does."""

    answers: tuple[Answer, ...]
    question: str  # as it was asked
    nearest: Answer | None  # the best sentence, where it is no answer
    unknown: tuple[str, ...]  # what the question is about, in words that occur in no passage
    scope: Scope
    suggestions: tuple[Suggestion, ...] = ()  # for unknown words

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the articles of the answers, or of the nearest sentence."""
        return _list_articles(
            answer.article for answer in (*self.answers, *filter(None, [self.nearest]))
        )

    def rows(self) -> list[dict[str, Cell]]:
        """Give the answers as rows of a table."""
        return [answer.row() for answer in self.answers]

    def __repr__(self) -> str:
        return f"<Answers: {len(self):,} to {_shortened(self.question)!r}>"


class ArticleCount(Record):
    """How many hits an article has in a period."""

    article: Article
    hits: int


class DatedHit(Record):
    """A hit of a period, and the sentence of it that holds the most asked for."""

    hit: Hit
    sentence: Span  # in hit.text

    @property
    def text(self) -> str:
        """Give the sentence, word for word."""
        return self.hit.text[slice(*self.sentence)]


class Period(Record):
    """A stretch of time and the hits in it.

    It is longer than a unit of the timeline where a date is no surer than that.
    """

    name: str  # such as `2022`, `2022 Q1`, `Nov 2020 – Dec 2020`
    first: str  # day, "" when undated
    last: str
    counts: tuple[ArticleCount, ...]
    hits: tuple[DatedHit, ...]


class Timeline(Result[Hit]):
    """What a search found, in the order of dates: a sequence of its hits."""

    hits: tuple[Hit, ...]
    periods: tuple[Period, ...]
    result: SearchResult  # the same hits, and what is said of them

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the articles of the hits."""
        return self.result.articles

    def rows(self) -> list[dict[str, Cell]]:
        """Give the hits as rows of a table, each with its period."""
        return [
            {**dated.hit.row(), "period": period.name}
            for period in self.periods
            for dated in period.hits
        ]

    def __repr__(self) -> str:
        return f"<Timeline: {len(self):,} passages in {len(self.periods):,} periods>"


VerdictKind = Literal[
    "exact",
    "typographic",
    "elided",
    "edited",
    "altered",
    "stitched",
    "elsewhere",
    "unchecked",
    "absent",
]
VERDICT_KINDS: tuple[VerdictKind, ...] = get_args(VerdictKind)
#: The verdicts on a quotation that may be printed as it is.
ACCEPTED: frozenset[VerdictKind] = frozenset({"exact", "typographic", "elided"})


class Place(Record):
    """A slice of a paragraph, with the sentence or sentences that it is cut from."""

    article: Article
    paragraph: Paragraph
    range: Span
    sentence: Span

    @property
    def text(self) -> str:
        """Give the slice."""
        return self.paragraph.text[slice(*self.range)]


ChangeKind = Literal["number", "negation", "hedge", "name", "opposite", "speaker", "clause"]
#: In what a quotation may differ from what was published though all its words stand there.
Spelling = Literal["case", "hyphen", "separator"]


class Change(Record):
    """What differs between a quotation and what was published, where it matters most."""

    kind: ChangeKind
    published: str  # "" where the quotation adds it
    quoted: str  # "" where the quotation leaves it out


class Edit(Record):
    """A run of words that stands in both texts, or only in one of them."""

    side: Literal["same", "published", "quoted"]
    text: str


class Verdict(Record):
    """Whether a quotation is in the corpus, and where."""

    quotation: str
    kind: VerdictKind
    places: tuple[Place, ...]  # of its parts, in their order in it; none when it is absent
    short: bool  # under four words: easily there by chance
    possible: bool = False  # the date of the article only overlaps the dates asked for
    edits: tuple[Edit, ...] = ()  # where it is elided, edited or altered, word by word
    changes: tuple[Change, ...] = ()
    nearest: Place | None = None  # where it is absent
    astray: bool = False  # part of it, at least, stands where it is not said to
    differs_only_in: tuple[Spelling, ...] = ()  # where no word is another
    cut_after: str = ""  # the negation just before it, in the clause that it is cut from
    confirmed: bool = False  # its writer has read what an `edited` one puts in

    @property
    def accepted(self) -> bool:
        """Tell whether it may be printed as it is."""
        return self.kind in ACCEPTED or (self.kind == "edited" and self.confirmed)

    @property
    def locators(self) -> tuple[str, ...]:
        """Name where it stands: one locator, or one for each part of a stitched quotation."""
        numbers = sorted(place.paragraph.number for place in self.places)
        apart = self.kind == "stitched" or len(self.articles) != 1
        if apart or numbers[0] == numbers[-1]:
            return tuple(dict.fromkeys(place.paragraph.locator for place in self.places))
        return (f"{self.articles[0].id}:{numbers[0]}-{numbers[-1]}",)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the articles it stands in."""
        return tuple(dict.fromkeys(place.article for place in self.places))

    @property
    def text(self) -> str:
        """Give what was published, its parts joined where words are left out."""
        whole = self.kind in ("exact", "typographic", "altered", "elsewhere")
        return (" " if whole else " … ").join(place.text.strip() for place in self.places)

    def row(self) -> dict[str, Cell]:
        """Give the verdict as the cells of a table."""
        return {
            "verdict": self.kind,
            "locator": " ".join(self.locators),
            "date": " ".join(dict.fromkeys(article.date or "" for article in self.articles)),
            "source": "; ".join(dict.fromkeys(article.source for article in self.articles)),
            "text": self.text,
            "quotation": self.quotation,
            "accepted": self.accepted,
        }

    def __repr__(self) -> str:
        where = ", ".join(self.locators)
        return f"Verdict({self.kind!r}, {_shortened(self.quotation)!r}, {where!r})"


class Finding(Record):
    """A quotation of a draft, and the verdict on it."""

    file: str
    line: int  # from 1
    column: int  # from 1, in characters
    held_to: str  # the locator, article or sources that the draft names for it; "" for none
    verdict: Verdict

    def __repr__(self) -> str:
        return f"Finding({f'{self.file}:{self.line}:{self.column}'!r}, {self.verdict!r})"


class CheckResult(Result[Finding]):
    """The quotations of drafts, each with its verdict."""

    findings: tuple[Finding, ...]
    passed_over: int = 0  # quotations under four words that were not looked at

    @property
    def accepted(self) -> bool:
        """Tell whether every quotation may be printed as it is."""
        return all(finding.verdict.accepted for finding in self.findings)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Give the articles that the quotations stand in."""
        return _list_articles(
            article for finding in self.findings for article in finding.verdict.articles
        )

    def __repr__(self) -> str:
        accepted = sum(finding.verdict.accepted for finding in self.findings)
        return f"<CheckResult: {len(self):,} quotations, {accepted:,} accepted>"

    def rows(self) -> list[dict[str, Cell]]:
        """Give the quotations as rows of a table."""
        return [
            {
                "file": finding.file,
                "line": finding.line,
                "column": finding.column,
                **finding.verdict.row(),
                "held_to": finding.held_to or None,
            }
            for finding in self.findings
        ]


class Stamp(Record):
    """What tells whether a result can be had again."""

    bcpq: str  # the version
    corpus: str  # digest
    ranking: str  # fingerprint of analysis and constants
    articles: Mapping[str, str]  # of those in the result: id -> digest


class CorpusInfo(Record):
    """Which corpus and index are in use, and what is in them."""

    corpus: str
    place: str  # of the index
    articles: int
    passages: int
    paragraphs: int
    terms: int
    first: str  # day; "" when nothing is dated
    last: str
    undated: int
    faults: tuple[str, ...]  # of the corpus's files
    versions: Mapping[str, str]  # of bcpq, Python and the packages that decide results
