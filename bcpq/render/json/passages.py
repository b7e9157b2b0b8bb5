"""What JSON says of passages that were found or read, and of the articles they stand in."""

from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from bcpq.model import (
    SCALE,
    Answer,
    Answers,
    Article,
    ArticleList,
    DatedHit,
    Excerpt,
    Explanation,
    Hit,
    Paragraph,
    PublicationDate,
    Role,
    Scope,
    SearchResult,
    Span,
    Timeline,
)
from bcpq.render.json.state import DocumentJson


class PublishedJson(TypedDict):
    """When an article was published, and how sure that is."""

    edtf: str
    first: str
    last: str
    inferred: bool
    basis: str | None


def _describe_date(date: PublicationDate | None) -> PublishedJson | None:
    if date is None:
        return None
    return {
        "edtf": date.edtf,
        "first": date.first,
        "last": date.last,
        "inferred": date.inferred,
        "basis": date.basis,
    }


class ScopeJson(TypedDict):
    """What was searched."""

    articles: int
    first: str | None
    last: str | None
    undated: int
    sources: list[str]


def _describe_scope(scope: Scope) -> ScopeJson:
    return {
        "articles": scope.articles,
        "first": scope.first or None,
        "last": scope.last or None,
        "undated": scope.undated,
        "sources": [*scope.sources],
    }


class NeighbourJson(TypedDict):
    """A paragraph beside a hit."""

    locator: str
    role: Role
    text: str


def _describe_neighbour(paragraph: Paragraph) -> NeighbourJson:
    return {"locator": paragraph.locator, "role": paragraph.role, "text": paragraph.text}


class PassageJson(NeighbourJson):
    """A paragraph, and where it comes from."""

    article: str
    paragraph: int
    page: int | None
    source: str
    title: str | None
    published: PublishedJson | None
    url: str | None
    section: str | None
    lead_in: str | None


def describe_passage(article: Article, paragraph: Paragraph) -> PassageJson:
    """Describe a paragraph and where it comes from, for a record that says more."""
    return {
        "locator": paragraph.locator,
        "article": paragraph.article,
        "paragraph": paragraph.number,
        "role": paragraph.role,
        "page": paragraph.page,
        "source": article.source,
        "title": article.title,
        "published": _describe_date(article.published),
        "url": article.url,
        "section": paragraph.section,
        "lead_in": paragraph.lead_in,
        "text": paragraph.text,
    }


class AcronymJson(TypedDict):
    """A short form and what it stands for."""

    short: str
    long: str


class TermScoreJson(TypedDict):
    """What one term gave a hit."""

    term: str
    stem: str
    occurrences: int
    document_frequency: int
    idf: float
    weight: float


class ExplanationJson(TypedDict):
    """Why a hit scored what it did: the parts add up to the score."""

    terms: list[TermScoreJson]
    title: float
    article: float
    pairs: float
    forms: float


def _describe_explanation(explanation: Explanation) -> ExplanationJson:
    return {
        "terms": [
            {
                "term": score.term,
                "stem": score.stem,
                "occurrences": score.occurrences,
                "document_frequency": score.document_frequency,
                "idf": score.idf,
                "weight": score.weight / SCALE,
            }
            for score in explanation.terms
        ],
        "title": explanation.title / SCALE,
        "article": explanation.article / SCALE,
        "pairs": explanation.pairs / SCALE,
        "forms": explanation.forms / SCALE,
    }


class _MatchJson(PassageJson):
    """A passage that matches, with its place in the ranking."""

    rank: int
    score: float
    matches: list[Span]
    possible: bool
    via: list[AcronymJson]
    before: NotRequired[list[NeighbourJson]]
    after: NotRequired[list[NeighbourJson]]
    explanation: NotRequired[ExplanationJson]


def _describe_match(hit: Hit) -> _MatchJson:
    record: _MatchJson = {
        "rank": hit.rank,
        "score": hit.score,
        **describe_passage(hit.article, hit.passage),  # type: ignore[typeddict-item]
        "matches": [*hit.matches],
        "possible": hit.possible,
        "via": [{"short": acronym.short, "long": acronym.long} for acronym in hit.via],
    }
    if hit.before or hit.after:
        record["before"] = [_describe_neighbour(paragraph) for paragraph in hit.before]
        record["after"] = [_describe_neighbour(paragraph) for paragraph in hit.after]
    if hit.explanation:
        record["explanation"] = _describe_explanation(hit.explanation)
    return record


class HitJson(_MatchJson):
    """A passage that matches."""

    schema: Literal["bcpq.hit/1"]
    id: NotRequired[str]


def describe_hit(hit: Hit) -> HitJson:
    """Describe a hit; its score, and the parts that add up to it, are exact to eight decimals."""
    return cast(HitJson, {"schema": "bcpq.hit/1", **_describe_match(hit)})


class SearchResultJson(DocumentJson):
    """What a search found."""

    schema: Literal["bcpq.hit/1"]
    query: str
    total: int | None
    searched: ScopeJson
    hits: list[HitJson]


def describe_search(result: SearchResult) -> SearchResultJson:
    """Describe what a search found."""
    return {
        "schema": "bcpq.hit/1",
        "query": result.query,
        "total": result.total,
        "searched": _describe_scope(result.scope),
        "hits": [describe_hit(hit) for hit in result],
    }


class SpeakerJson(TypedDict):
    """The sentence that says whose words an answer is."""

    locator: str
    text: str


class AnswerJson(PassageJson):
    """A sentence that answers, and the passage that it stands in."""

    schema: Literal["bcpq.answer/1"]
    rank: int
    score: float
    covered: float
    passage: str
    range: Span
    matches: list[Span]
    possible: bool
    speaker: SpeakerJson | None


def describe_answer(answer: Answer) -> AnswerJson:
    """Describe a sentence; `range` is its place in the passage, whose whole text is `passage`."""
    speaker: SpeakerJson | None = None
    if answer.speaker:
        speaker = {
            "locator": answer.speaker.paragraph.locator,
            "text": answer.speaker.text,
        }
    return {
        "schema": "bcpq.answer/1",
        "rank": answer.rank,
        "score": answer.score,
        "covered": round(answer.covered, 3),
        **describe_passage(answer.article, answer.passage),
        "text": answer.text,
        "passage": answer.passage.text,
        "range": answer.range,
        "matches": [*answer.matches],
        "possible": answer.possible,
        "speaker": speaker,
    }


class AnswersJson(DocumentJson):
    """What a question was answered with, or that it was not."""

    schema: Literal["bcpq.answer/1"]
    question: str
    answered: bool
    unknown: list[str]
    searched: ScopeJson
    answers: list[AnswerJson]
    nearest: AnswerJson | None


def describe_answers(answers: Answers) -> AnswersJson:
    """Describe what a question was answered with, or that it was not."""
    return {
        "schema": "bcpq.answer/1",
        "question": answers.question,
        "answered": bool(answers),
        "unknown": list(answers.unknown),
        "searched": _describe_scope(answers.scope),
        "answers": [describe_answer(answer) for answer in answers],
        "nearest": describe_answer(answers.nearest) if answers.nearest else None,
    }


class ParagraphJson(PassageJson):
    """A paragraph of an article."""

    schema: Literal["bcpq.paragraph/1"]


def describe_paragraph(article: Article, paragraph: Paragraph) -> ParagraphJson:
    """Describe a paragraph of an article."""
    return {"schema": "bcpq.paragraph/1", **describe_passage(article, paragraph)}


class ParagraphsJson(DocumentJson):
    """Paragraphs of articles."""

    schema: Literal["bcpq.paragraph/1"]
    paragraphs: list[ParagraphJson]


def describe_paragraphs(excerpts: list[Excerpt]) -> ParagraphsJson:
    """Describe the paragraphs of several excerpts."""
    return {
        "schema": "bcpq.paragraph/1",
        "paragraphs": [
            describe_paragraph(excerpt.article, paragraph)
            for excerpt in excerpts
            for paragraph in excerpt
        ],
    }


class ArticleJson(TypedDict):
    """Where an article comes from."""

    schema: Literal["bcpq.article/1"]
    id: str
    source: str
    title: str | None
    published: PublishedJson | None
    url: str | None
    note: str | None
    paragraphs: int
    sha256: str


def describe_article(article: Article) -> ArticleJson:
    """Describe where an article comes from."""
    return {
        "schema": "bcpq.article/1",
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "published": _describe_date(article.published),
        "url": article.url,
        "note": article.note,
        "paragraphs": article.length,
        "sha256": article.sha256,
    }


class ArticlesJson(DocumentJson):
    """The articles of a corpus."""

    schema: Literal["bcpq.article/1"]
    articles: list[ArticleJson]


def describe_articles(articles: ArticleList) -> ArticlesJson:
    """Describe several articles."""
    return {
        "schema": "bcpq.article/1",
        "articles": [describe_article(article) for article in articles],
    }


class ArticleCountJson(TypedDict):
    """How many hits an article has in a period."""

    article: str
    hits: int


class DatedHitJson(_MatchJson):
    """A passage that matches, with the sentence that a timeline shows of it."""

    schema: Literal["bcpq.timeline/1"]
    sentence: str


def describe_dated_hit(dated: DatedHit) -> DatedHitJson:
    """Describe a hit with the sentence that a timeline shows of it."""
    match = _describe_match(dated.hit)
    record = {"schema": "bcpq.timeline/1", **match, "sentence": dated.text}
    return cast(DatedHitJson, record)


class PeriodJson(TypedDict):
    """A stretch of time and the hits in it."""

    period: str
    first: str | None
    last: str | None
    articles: list[ArticleCountJson]
    hits: list[DatedHitJson]


class TimelineJson(DocumentJson):
    """Hits period by period."""

    schema: Literal["bcpq.timeline/1"]
    query: str
    total: int | None
    searched: ScopeJson
    periods: list[PeriodJson]


def describe_timeline(timeline: Timeline) -> TimelineJson:
    """Describe hits period by period."""
    return {
        "schema": "bcpq.timeline/1",
        "query": timeline.result.query,
        "total": timeline.result.total,
        "searched": _describe_scope(timeline.result.scope),
        "periods": [
            {
                "period": period.name,
                "first": period.first or None,
                "last": period.last or None,
                "articles": [
                    {"article": count.article.id, "hits": count.hits} for count in period.counts
                ],
                "hits": [describe_dated_hit(dated) for dated in period.hits],
            }
            for period in timeline.periods
        ],
    }
