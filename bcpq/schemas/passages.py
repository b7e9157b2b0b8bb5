"""The shapes of passages that were found or read, and of the articles they stand in."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from bcpq.model import Role
from bcpq.schemas.state import Document

Span = tuple[int, int]
"""A half-open range of characters, counted in code points from 0."""


class Published(TypedDict):
    """When an article was published, and how sure that is."""

    edtf: str
    first: str
    last: str
    inferred: bool
    basis: str | None


class Scope(TypedDict):
    """What was searched."""

    articles: int
    first: str | None
    last: str | None
    undated: int
    sources: list[str]


class Neighbour(TypedDict):
    """A paragraph beside a hit."""

    locator: str
    role: Role
    text: str


class Passage(Neighbour):
    """A paragraph, and where it comes from."""

    article: str
    paragraph: int
    page: int | None
    source: str
    title: str | None
    published: Published | None
    url: str | None
    section: str | None
    lead_in: str | None


class Acronym(TypedDict):
    """A short form and what it stands for."""

    short: str
    long: str


class TermScore(TypedDict):
    """What one term gave a hit."""

    term: str
    stem: str
    occurrences: int
    document_frequency: int
    idf: float
    weight: float


class Explanation(TypedDict):
    """Why a hit scored what it did: the parts add up to the score."""

    terms: list[TermScore]
    title: float
    article: float
    pairs: float
    forms: float


class Matching(Passage):
    """A passage that matches, with its place in the ranking."""

    rank: int
    score: float
    matches: list[Span]
    possible: bool
    via: list[Acronym]
    before: NotRequired[list[Neighbour]]
    after: NotRequired[list[Neighbour]]
    explanation: NotRequired[Explanation]


class Hit(Matching):
    """A passage that matches."""

    schema: Literal["bcpq.hit/1"]
    id: NotRequired[str]


class SearchResult(Document):
    """What a search found."""

    schema: Literal["bcpq.hit/1"]
    query: str
    total: int | None
    searched: Scope
    hits: list[Hit]


class Speaker(TypedDict):
    """The sentence that says whose words an answer is."""

    locator: str
    text: str


class Answer(Passage):
    """A sentence that answers, and the passage that it stands in."""

    schema: Literal["bcpq.answer/1"]
    rank: int
    score: float
    covered: float
    passage: str
    range: Span
    matches: list[Span]
    possible: bool
    speaker: Speaker | None


class Answers(Document):
    """What a question was answered with, or that it was not."""

    schema: Literal["bcpq.answer/1"]
    question: str
    answered: bool
    unknown: list[str]
    searched: Scope
    answers: list[Answer]
    nearest: Answer | None


class Paragraph(Passage):
    """A paragraph of an article."""

    schema: Literal["bcpq.paragraph/1"]


class Paragraphs(Document):
    """Paragraphs of articles."""

    schema: Literal["bcpq.paragraph/1"]
    paragraphs: list[Paragraph]


class Article(TypedDict):
    """Where an article comes from."""

    schema: Literal["bcpq.article/1"]
    id: str
    source: str
    title: str | None
    published: Published | None
    url: str | None
    note: str | None
    paragraphs: int
    sha256: str


class Articles(Document):
    """The articles of a corpus."""

    schema: Literal["bcpq.article/1"]
    articles: list[Article]


class Share(TypedDict):
    """How many hits an article has in a period."""

    article: str
    hits: int


class Moment(Matching):
    """A passage that matches, with the sentence that a timeline shows of it."""

    schema: Literal["bcpq.timeline/1"]
    sentence: str


class Period(TypedDict):
    """A stretch of time and the hits in it."""

    period: str
    first: str | None
    last: str | None
    articles: list[Share]
    hits: list[Moment]


class Timeline(Document):
    """Hits period by period."""

    schema: Literal["bcpq.timeline/1"]
    query: str
    total: int | None
    searched: Scope
    periods: list[Period]
