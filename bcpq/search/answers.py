"""The answers to a question: the sentences that cover the most of it, or none.

The way from a question to its answers:

1. The passages are ranked as for a search, everyday words for those typed included.
2. The sentences of the best passages are scored.
3. Of the best sentences it is measured how much of the question they cover.
4. Those that cover too little, or score far below the best, are dropped; the newest come first
   where several are about as good.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from bcpq.index.bm25 import K1, idf, saturation
from bcpq.index.store import QueryTerm, Store
from bcpq.model import SCALE, Answer, Answers, Article, Paragraph, Record, Sentence, Span
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query
from bcpq.query.question import AnswerKind, find_kind, holds_kind, is_frame
from bcpq.search.expansion import RELATED
from bcpq.search.ranking import Ranking, rank_passages
from bcpq.search.selection import select_for_query
from bcpq.search.speakers import find_speaker
from bcpq.text.tokens import Token, stem_words

#: How many of the best passages are read for sentences.
PASSAGES = 100
#: Of how many of the best sentences it is measured how much they cover; `limit` cuts what is left.
POOL = 10
#: What a sentence gains that holds the kind of thing asked for, in units of a score of 1. First
#: sentences that hold an answer, on 1,000 questions of SQuAD 1.1 dev: 0.737 with 0 or 0.5, 0.740
#: with 2. Adding a sentence's pairs and word forms, as its passage has them, gave nothing.
KIND_BONUS = 2
#: Below this share of the question's weight, a sentence is no answer. Of 106 questions that the
#: five articles answer and 22 that they do not, this lets 81 pass and refuses 14; 0.55 lets 85 and
#: refuses 12, 0.65 lets 74 and refuses 15.
THRESHOLD = 0.58
#: What a word counts that stands beside the sentence: elsewhere in the passage, in its heading or
#: lead-in, in its article's title, or where the speaker is named.
BESIDE = 0.5
#: Sentences with at least this share of the best one's score are shown with it.
NEAR = 0.6
#: Of those with at least this share, the newest stands first.
EQUAL = 0.95


class _Candidate(Record):
    """A sentence, with its score."""

    number: int  # of its passage
    passage: Paragraph
    span: Span  # in passage.text
    score: int  # in units of 1 / SCALE
    holds_kind: bool  # it holds the kind of thing asked for, if a kind was


def ask(store: Store, query: Query, filters: Filters = Filters(), *, limit: int = 3) -> Answers:
    """Find the sentences that answer a question, best first.

    There is none where even the best covers too little of the question. Of sentences that are about
    as good, from articles of different dates, the newest stands first.

    Args:
        store: The index.
        query: The question.
        filters: Which articles to search.
        limit: The most sentences to give.

    Raises:
        QueryError: The filters, or the fields of the question, name what is not there.
    """
    selection = select_for_query(store, filters, query)
    ranking = rank_passages(store, query, selection, depth=PASSAGES, related=True)
    kind = find_kind(query.text)
    candidates = sorted(
        _find_candidates(store, ranking, kind),
        key=lambda candidate: (-candidate.score, candidate.number, candidate.span),
    )[:POOL]
    articles = store.articles({store.article_of(candidate.number) for candidate in candidates})
    measured = []
    for candidate in candidates:
        article_number = store.article_of(candidate.number)
        article, passage = articles[article_number], candidate.passage
        speaker = find_speaker(store, article_number, passage, candidate.span)
        setting = _describe_setting(passage, article, speaker)
        measured.append(
            Answer(
                rank=0,  # until they are chosen
                points=candidate.score,
                covered=_measure_coverage(store, ranking.terms, candidate, setting, kind),
                passage=passage,
                range=candidate.span,
                article=article,
                matches=find_matches(query, passage.text),
                possible=is_only_possible(selection, article),
                speaker=speaker,
            )
        )
    answers = tuple(choose_answers(measured)[:limit])
    return Answers(
        answers=answers,
        question=query.text,
        nearest=None if answers else find_nearest(measured),
        unknown=tuple(word for word in ranking.unknown_words() if not _only_frames(word)),
        scope=selection.scope,
    )


def _only_frames(word: str) -> bool:
    return all(is_frame(stem) for stem in stem_words(word))


def _find_candidates(
    store: Store, ranking: Ranking, kind: AnswerKind | None
) -> Iterator[_Candidate]:
    """Score the sentences of the best passages.

    A sentence's score is its passage's score, BM25 of the sentence, and KIND_BONUS where it holds
    the kind of thing asked for.
    """
    passages = ranking.order[:PASSAGES]
    store.reader.read(passages)
    for number in passages:
        passage, words = store.reader.paragraph(number), store.reader.tokens(number)
        for start, end in passage.sentences:
            inside = [word for word in words if start <= word.start < end]
            score = ranking.scores[number] + _score_sentence(store, ranking.terms, inside)
            has_kind = kind is not None and holds_kind(passage.text[start:end], kind)
            if has_kind:
                score += SCALE * KIND_BONUS
            yield _Candidate(
                number=number,
                passage=passage,
                span=(start, end),
                score=score,
                holds_kind=has_kind,
            )


def _score_sentence(store: Store, terms: Sequence[QueryTerm], words: Sequence[Token]) -> int:
    """Work out BM25 of a sentence, among all sentences."""
    length = sum(bool(word.stem) for word in words)
    average = store.statistics.average_sentence_length
    counts = Counter(word.stem or word.form for word in words)
    bm25 = sum(
        term.factor * term.statistics.idf * saturation(count, length, average)
        for term in terms
        if (count := counts[term.stem or term.form])
    )
    return round(SCALE * (K1 + 1) * bm25 / 1_000)


def _describe_setting(passage: Paragraph, article: Article, speaker: Sentence | None) -> str:
    """Give what says what a sentence is about, and is no part of its passage."""
    setting = [passage.section, passage.lead_in, article.title, speaker.text if speaker else None]
    return " ".join(filter(None, setting))


def _measure_coverage(
    store: Store,
    terms: Sequence[QueryTerm],
    candidate: _Candidate,
    setting: str,
    kind: AnswerKind | None,
) -> float:
    """Measure which share of a question's weight a sentence covers, 0 to 1.

    Each word that says what the question is about weighs its idf. One in the sentence is covered
    whole, one beside it by BESIDE; a word that stands for one that was typed covers it by RELATED.
    The kind of thing asked for counts as a word of average weight.
    """
    start, end = candidate.span
    words = store.reader.tokens(candidate.number)
    inside = {word.stem or word.form for word in words if start <= word.start < end}
    beside = {word.stem or word.form for word in words}.union(stem_words(setting))
    weights: dict[str, float] = {}
    covered: dict[str, float] = {}
    for term in terms:
        typed = term.expansion_of or term.stem or term.form
        share = _find_share(term, inside, beside)
        covered[typed] = max(covered.get(typed, 0.0), share)
        if not term.expansion_of and not is_frame(term.stem):
            weights[typed] = term.share / 1_000 * (term.statistics.idf or _idf_of_unknown(store))
    if not weights:  # only words that frame a question: then they are what it is about
        return max(covered.values(), default=0.0)
    total = sum(weights.values())
    total_covered = sum(weight * covered[typed] for typed, weight in weights.items())
    if kind:
        average = total / len(weights)
        total += average
        total_covered += average * candidate.holds_kind
    return total_covered / total


def _find_share(term: QueryTerm, inside: Set[str], beside: Set[str]) -> float:
    """Tell how far a term covers the word that was typed."""
    full = RELATED / 1_000 if term.expansion_of else 1.0
    word = term.stem or term.form
    if word in inside:
        return full
    return full * BESIDE if word in beside else 0.0


def _idf_of_unknown(store: Store) -> float:
    return idf(store.statistics.passages, 0)


def choose_answers(measured: Sequence[Answer]) -> list[Answer]:
    """Choose the sentences that are answers, and rank them.

    An answer covers THRESHOLD of the question, and scores NEAR of the best sentence. Those that
    score EQUAL of the best answer come newest first, and the others follow by score.

    Args:
        measured: Sentences, best first.
    """
    answers = [
        answer
        for answer in measured
        if answer.covered >= THRESHOLD and answer.points >= NEAR * measured[0].points
    ]
    equal = [answer for answer in answers if answer.points >= EQUAL * answers[0].points]
    newest_first = sorted(equal, key=_last_day, reverse=True)
    in_order = newest_first + answers[len(equal) :]
    return [answer.replace(rank=rank) for rank, answer in enumerate(in_order, 1)]


def find_nearest(measured: Sequence[Answer]) -> Answer | None:
    """Find the sentence that covers the most of the question, the best of several."""
    best = max(measured, key=lambda answer: (answer.covered, answer.points), default=None)
    return best.replace(rank=1) if best else None


def _last_day(answer: Answer) -> str:
    """Give the last day on which an answer may have been published; "" when that is not known."""
    return answer.article.published.last if answer.article.published else ""
