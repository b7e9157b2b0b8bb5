"""Which sentence answers a question? The best ones, or an honest none."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bcpq.index.bm25 import K1, idf, saturation
from bcpq.index.store import Store
from bcpq.model import SCALE, Answer, Answers, Paragraph, Span
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query
from bcpq.search.expansion import RELATED
from bcpq.search.ranking import Ranking
from bcpq.search.selection import chosen
from bcpq.text.numbers import QUANTITY
from bcpq.text.tokens import Token, stem_words

#: How many of the best passages are read for sentences.
PASSAGES = 100
#: How many of the best sentences are held to be answers or not; `limit` cuts what is left.
POOL = 10
#: What a sentence gains that holds the kind of thing asked for, in units of a score of 1. First sentences that hold
#: an answer, on 1,000 questions of SQuAD 1.1 dev: 0.737 with 0 or 0.5, 0.740 with 2. Adding a sentence's pairs
#: and word forms, as its passage has them, gave nothing.
KIND_BONUS = 2
#: Below this share of the question's weight, a sentence is no answer. Of 106 questions that the five articles answer
#: and 22 that they do not, this lets 81 pass and refuses 14; 0.55 lets 85 and refuses 12, 0.65 lets 74 and refuses 15.
THRESHOLD = 0.58
#: What a word counts that stands elsewhere in the passage, its heading, its article's title, or where the speaker is
#: named.
BESIDE = 0.5
#: Sentences with at least this share of the best one's score are shown with it.
NEAR = 0.6
#: Of two with at least this share, the newer stands first.
EQUAL = 0.95

#: Words that frame a question rather than say what it is about: they cover nothing and need no covering.
_FRAME = frozenset(
    stem_words(
        "anybody anyone anything become called come describe did done everyone find found gave get give given go going "
        "got happen happened kind know known like made make many mean much name people say said says sort stand stands "
        "somebody someone something take tell thing things think thought told took type use used want way went wrong"
    )
)

_TIME = re.compile(
    r"\b(?:1[5-9]|20)[0-9]{2}s?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|century|decade|years? ago|"
    r"(?:last|this|next|end of the) (?:year|month|week)|yesterday|today|tomorrow)\b"
)
_NAME = re.compile(r"[a-z,;:“\"'‘(–-] *(?:[A-Z][\w’'-]+ ?)+|\b[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_KINDS = (
    (
        re.compile(
            r"\bhow (?:many|much|old|long|often|far|big|large|high|tall)\b|\bwhat (?:number|percentage|share)\b",
            re.IGNORECASE,
        ),
        QUANTITY,
    ),
    (
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|century|decade)\b", re.IGNORECASE
        ),
        _TIME,
    ),
    (re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE), _NAME),
)


class _Sentence(NamedTuple):
    n: int  # its passage's number
    place: Span
    score: int
    kind: bool  # holds the kind of thing asked for, if a kind was


def ask(store: Store, query: Query, filters: Filters = Filters(), *, limit: int = 3) -> Answers:
    """Find the sentences that answer a question, best first, at most `limit`.

    There is none where even the best covers too little of the question. Of sentences that are about as good, from
    articles of different dates, the newest stands first. Raises QueryError for filters that name what is not there.
    """
    selection = chosen(store, filters, query)
    ranking = Ranking(store, query, widely=True)
    best = ranking.order(selection, PASSAGES)[:PASSAGES]
    kind = next((shown for asked, shown in _KINDS if asked.search(query.text)), None)
    sentences = sorted(
        _sentences(store, ranking, best, kind), key=lambda s: (-s.score, s.n, s.place)
    )[:POOL]
    articles = store.articles({store.article_of(sentence.n) for sentence in sentences})
    answers = []
    for sentence in sentences:
        number = store.article_of(sentence.n)
        passage = ranking.reader.paragraph(sentence.n)
        speaker = _speaker(store, number, passage, sentence.place)
        beside = [
            passage.section,
            passage.lead_in,
            articles[number].title,
            speaker and _slice(*speaker),
        ]
        covered = _covered(
            store, ranking, sentence, " ".join(filter(None, beside)), kind is not None
        )
        matches = find_matches(query, passage.text)
        possible = is_only_possible(selection, articles[number])
        answers.append(
            Answer(
                0,
                sentence.score,
                covered,
                passage,
                sentence.place,
                articles[number],
                matches,
                possible,
                speaker,
            )
        )
    shown = tuple(_shown(answers))[:limit]
    nearest = (
        max(answers, key=lambda a: (a.covered, a.score))._replace(rank=1)
        if answers and not shown
        else None
    )
    unknown = tuple(word for word in ranking.unknown() if not _FRAME.issuperset(stem_words(word)))
    return Answers(
        answers=shown,
        question=query.text,
        nearest=nearest,
        unknown=unknown,
        scope=selection.scope,
    )


def _sentences(
    store: Store, ranking: Ranking, best: Sequence[int], kind: re.Pattern[str] | None
) -> Iterator[_Sentence]:
    """Score the sentences of passages: the passage's score, BM25 of the sentence, and the kind of thing asked for."""
    ranking.reader.read(best)
    for n in best:
        passage = ranking.reader.paragraph(n)
        words = ranking.reader.tokens(n)
        for start, end in passage.sentences:
            inside = [word for word in words if start <= word.start < end]
            score = ranking.scores[n] + _sentence_score(store, ranking, inside)
            holds = kind is not None and kind.search(passage.text[start:end]) is not None
            yield _Sentence(n, (start, end), score + SCALE * KIND_BONUS * holds, holds)


def _sentence_score(store: Store, ranking: Ranking, words: Sequence[Token]) -> int:
    length = sum(bool(word.stem) for word in words)
    counts = Counter(word.stem or word.form for word in words)
    average = store.statistics.average_sentence_length
    bm25 = sum(
        term.query_frequency * term.share * term.statistics.idf * saturation(count, length, average)
        for term in ranking.terms
        if (count := counts[term.stem or term.form])
    )
    return round(SCALE * (K1 + 1) * bm25 / 1_000)


def _slice(paragraph: Paragraph, place: Span) -> str:
    return paragraph.text[slice(*place)]


def _covered(
    store: Store, ranking: Ranking, sentence: _Sentence, setting: str, kind: bool
) -> float:
    """Give the share of the question's weight (idf) that a sentence covers, its passage and setting counting for part.

    A word that stands for one that was typed covers it as far as it counts. The kind of thing asked for counts as a
    word of average weight.
    """
    start, end = sentence.place
    words = ranking.reader.tokens(sentence.n)
    inside = {word.stem or word.form for word in words if start <= word.start < end}
    beside = {word.stem or word.form for word in words}.union(stem_words(setting))
    weights: dict[str, float] = {}
    covered: dict[str, float] = {}
    for term in ranking.terms:
        key = term.expansion_of or term.stem or term.form
        worth = RELATED / 1_000 if term.expansion_of else 1.0
        here = term.stem or term.form
        share = worth if here in inside else worth * BESIDE if here in beside else 0.0
        covered[key] = max(covered.get(key, 0.0), share)
        if not term.expansion_of and term.stem not in _FRAME:
            weights[key] = (
                term.share / 1_000 * (term.statistics.idf or idf(store.statistics.passages, 0))
            )
    total = sum(weights.values())
    if not weights:  # only such words were asked for: then they are what it is about
        return max(covered.values(), default=0.0)
    got = sum(weight * covered[key] for key, weight in weights.items())
    if kind:
        average = total / len(weights)
        total, got = total + average, got + average * sentence.kind
    return got / total


def _shown(answers: list[Answer]) -> list[Answer]:
    """Keep the sentences that are answers and near the best, newest first among those about as good."""
    near = [a for a in answers if a.covered >= THRESHOLD and a.score >= NEAR * answers[0].score]
    equal = [a for a in near if a.score >= EQUAL * near[0].score]
    equal.sort(key=_date, reverse=True)
    return [a._replace(rank=rank) for rank, a in enumerate(equal + near[len(equal) :], 1)]


def _date(answer: Answer) -> str:
    return answer.article.published.last if answer.article.published else ""


_QUOTE = re.compile(r"[“\"‘]")
_SPEECH = re.compile(
    r"\b(?:said|says|added|adds|wrote|told|stated|states|explained|commented|warned|announced)\b"
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|‘[^’]*(?:’(?!\w)|$)")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|I|we)\b", re.IGNORECASE)
#: How far back a running quotation is followed, in paragraphs.
_BACK = 12


def _speaker(
    store: Store, article: int, passage: Paragraph, place: Span
) -> tuple[Paragraph, Span] | None:
    """Find the sentence before that says whose words a sentence is, where it runs on in a quotation.

    That is the last sentence of the paragraph before the quotation began, or one within it that names who speaks.
    """
    if not _QUOTE.match(passage.text) or _names_speaker(passage.text[slice(*place)]):
        return None
    text = store.text(article)
    for paragraph in reversed(text[max(0, passage.number - _BACK) : passage.number]):
        if not paragraph.sentences:
            continue
        before = [p for p in paragraph.sentences if paragraph.number < passage.number or p < place]
        named = [p for p in before if _names_speaker(paragraph.text[slice(*p)])]
        if named:
            return paragraph, named[-1]
        if before and not _QUOTE.match(paragraph.text):
            return paragraph, before[-1]
    return None


def _names_speaker(sentence: str) -> bool:
    """Tell whether a sentence says who speaks, by more than a pronoun."""
    outside = _QUOTED.sub(" ", sentence)
    if not _SPEECH.search(outside):
        return False
    rest = _SPEECH.sub(" ", _PRONOUN.sub(" ", outside))
    return re.search(r"\w", rest) is not None
