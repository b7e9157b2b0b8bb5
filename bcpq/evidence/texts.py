"""The articles of an index as running texts, and those of them that may hold a quotation."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from bcpq.evidence.cleaning import drop_broken
from bcpq.evidence.quotation import Piece, Quotation
from bcpq.index.bm25 import idf
from bcpq.index.store import Store, TermStatistics
from bcpq.model import ASIDE_ROLES, Article, Paragraph, Place, Span
from bcpq.text.tokens import stem_words
from bcpq.text.typography import plain_text, words

#: Of a quotation's content words, how many of the rarest choose the articles to read: eight words
#: of news are hardly ever shared by two articles that do not share the sentence.
_RAREST = 8
#: How many passages, and articles, with most of these words are read for one that comes close.
_NEAR = 10
#: How many of the rarest words that occur choose the passages that come close. Twice as many as for
#: an exact text, because some of them may be the ones that were changed.
_RAREST_NEAR = 2 * _RAREST
#: A piece of fewer words is not halved: neither half has the four words that stand apart from the
#: other by no chance.
_HALVED = 8
#: How far from a word the marks and the rest of a number that are written onto it are looked for.
_WORD_MARGIN = 80


class ParagraphSpan(NamedTuple):
    """A range of characters in a paragraph of a running text."""

    number: int  # of the paragraph in `RunningText.paragraphs`, from 0
    start: int
    end: int


class RunningText(NamedTuple):
    """Paragraphs that a quotation may run on over, as one run of words.

    An article without its page furniture and pull quotes is one, and so are each pull quote and a
    title that is no line of the body.
    """

    article: Article
    paragraphs: tuple[Paragraph, ...]
    keys: tuple[str, ...]  # the words, folded
    places: tuple[ParagraphSpan, ...]  # of each word
    line: str  # the words between spaces, for looking up a run of them

    def find(self, keys: Sequence[str]) -> Iterator[int]:
        """Find where words stand in a row; each place is the number of its first word."""
        run = f" {' '.join(keys)} "
        at = self.line.find(run)
        number = counted = 0
        while at >= 0:
            number += self.line.count(" ", counted, at)
            counted = at
            yield number
            at = self.line.find(run, at + 1)

    def span(self, first: int, last: int) -> "TextSpan":
        """Give the words from one to another, with all that stands between them."""
        start, end = self.places[first], self.places[last]
        slices = [
            ParagraphSpan(number=i, start=0, end=len(self.paragraphs[i].text))
            for i in range(start.number, end.number + 1)
        ]
        slices[0] = slices[0]._replace(start=start.start)
        slices[-1] = slices[-1]._replace(end=end.end)
        return TextSpan(text=self, first=first, last=last, slices=tuple(slices))


class TextSpan(NamedTuple):
    """Words of a running text, from the first to the last."""

    text: RunningText
    first: int
    last: int
    slices: tuple[ParagraphSpan, ...]  # of the paragraphs they stand in

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Give the paragraphs that it stands in."""
        return [self.text.paragraphs[part.number] for part in self.slices]

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the words, folded."""
        return self.text.keys[self.first : self.last + 1]

    def read(self) -> str:
        """Give the words with all that stands between them."""
        return " ".join(
            self.text.paragraphs[part.number].text[part.start : part.end] for part in self.slices
        )

    def read_whole_words(self) -> str:
        """Give the words with what is written onto the first and the last: marks, the rest of a
        number.
        """
        before, after = self.read_around(_WORD_MARGIN)
        return before.rpartition(" ")[2] + self.read() + after.partition(" ")[0]

    def read_around(self, size: int) -> tuple[str, str]:
        """Give at most so many characters before and after, of the same paragraphs."""
        first, last = self.slices[0], self.slices[-1]
        before = self.text.paragraphs[first.number].text[max(0, first.start - size) : first.start]
        after = self.text.paragraphs[last.number].text[last.end : last.end + size]
        return before, after

    def widen(self, left: int, right: int) -> "TextSpan":
        """Take in so many characters more before and after."""
        slices = [*self.slices]
        slices[0] = slices[0]._replace(start=slices[0].start - left)
        slices[-1] = slices[-1]._replace(end=slices[-1].end + right)
        return self._replace(slices=tuple(slices))

    def locate(self) -> list[Place]:
        """Give the slices, each with the sentences that it is cut from."""
        return [
            _place(self.text.article, self.text.paragraphs[part.number], (part.start, part.end))
            for part in self.slices
        ]


class SentenceTerms(NamedTuple):
    """A sentence of a passage, and its content words."""

    place: Place
    stems: frozenset[str]
    weight: float  # the sum of their idf


class ArticleTexts:
    """The articles of an index as running texts, each read once."""

    def __init__(self, store: Store) -> None:
        """Read the articles of a store when they are needed."""
        self.store = store
        self._texts: dict[int, list[RunningText]] = {}
        self._sentences: dict[int, list[SentenceTerms]] = {}
        self._statistics: dict[str, TermStatistics] = {}
        self._weights: dict[str, float] = {}

    def candidates(self, quotation: Quotation) -> "Candidates":
        """Give the texts that may hold a quotation."""
        return Candidates(self, quotation)

    def of_article(self, number: int) -> list[RunningText]:
        """Give the texts of an article: what it says in a row first."""
        if number not in self._texts:
            article = self.store.articles([number])[number]
            paragraphs = self.store.text(number)
            texts = [[p for p in paragraphs if p.role not in ASIDE_ROLES]]
            texts += [[p] for p in paragraphs if p.role == "pullquote"]
            if article.title and not any(p.role == "title" for p in paragraphs):
                texts.append([_title_paragraph(article.id, article.title)])
            self._texts[number] = [_running_text(article, text) for text in texts]
        return self._texts[number]

    def with_all(self, wording: str) -> Iterator[RunningText]:
        """Give the texts of articles that may hold all of some words, those with a passage that
        does first.
        """
        for number in self.store.articles_with_all(self._rarest_stems(wording)[:_RAREST]):
            yield from self.of_article(number)

    def articles_near(self, wording: str) -> list[int]:
        """Give the articles that hold most of some words, the most first."""
        passages, articles = self._nearest(wording)
        return list(dict.fromkeys([*map(self.store.article_of, passages), *articles]))

    def sentences_near(self, wording: str) -> Iterator[SentenceTerms]:
        """Give the sentences of the passages that hold most of some words, the most first."""
        passages, _ = self._nearest(wording)
        for passage in passages:
            yield from self._sentences_of(passage)

    def idf(self, stem: str) -> float:
        """Give the idf of a stem; that of the rarest for one that no passage holds."""
        if stem not in self._weights:
            self._look_up([stem])
            known = self._statistics[stem].idf
            self._weights[stem] = known or idf(self.store.statistics.passages, 0)
        return self._weights[stem]

    def _nearest(self, wording: str) -> tuple[Sequence[int], Sequence[int]]:
        """Give the passages, and the articles, that hold most of some words."""
        occurring = [
            stem
            for stem in self._rarest_stems(wording)
            if self._statistics[stem] != TermStatistics()
        ]
        return self.store.nearest(occurring[:_RAREST_NEAR], _NEAR)

    def _sentences_of(self, passage: int) -> list[SentenceTerms]:
        if passage not in self._sentences:
            paragraph = self.store.paragraphs([passage])[passage].paragraph
            article = self.of_article(self.store.article_of(passage))[0].article
            self._sentences[passage] = []
            for span in paragraph.sentences:
                stems = frozenset(stem_words(paragraph.text[slice(*span)]))
                place = Place(article=article, paragraph=paragraph, range=span, sentence=span)
                terms = SentenceTerms(place=place, stems=stems, weight=sum(map(self.idf, stems)))
                self._sentences[passage].append(terms)
        return self._sentences[passage]

    def _rarest_stems(self, wording: str) -> list[str]:
        """Give the content words of a text, stemmed, the rarest first."""
        content = list(dict.fromkeys(stem_words(wording)))
        self._look_up(content)
        return sorted(content, key=lambda stem: self._statistics[stem].own_document_frequency)

    def _look_up(self, content: Sequence[str]) -> None:
        """Learn how frequent stems are, all at once."""
        unknown = [stem for stem in content if stem not in self._statistics]
        if unknown:
            self._statistics |= self.store.term_statistics(unknown)


class Candidates:
    """The running texts that may hold a quotation; each is read when its turn comes."""

    def __init__(self, texts: ArticleTexts, quotation: Quotation) -> None:
        """Choose the texts for a quotation among all articles."""
        self._texts = texts
        self._quotation = quotation

    def with_whole(self) -> Iterator[RunningText]:
        """Give the texts that may hold all words of the quotation, as it is written or cleaned."""
        whole = self._quotation.whole
        for wording in dict.fromkeys([whole.core, _indexed((whole.cleaned or whole).core)]):
            yield from self._texts.with_all(wording)

    def with_pieces(self) -> Iterator[RunningText]:
        """Give the texts that may hold all words of its pieces."""
        wording = " ".join(_indexed(piece.core) for piece in self._quotation.pieces)
        return self._texts.with_all(wording)

    @cached_property
    def near(self) -> Sequence[RunningText]:
        """Give the texts that hold most of the words of each piece, and of either half of it."""
        numbers = dict.fromkeys(
            number
            for piece in self._quotation.pieces
            for wording in _halve(piece)
            for number in self._texts.articles_near(wording)
        )
        return [text for number in numbers for text in self._texts.of_article(number)]

    def nearest_sentence(self) -> Place | None:
        """Find the sentence that has most in common with the quotation, by the weight (idf) of the
        content words that both hold, over the weight of those that either holds.
        """
        quoted = frozenset(stem_words(self._quotation.text))
        weight = sum(map(self._texts.idf, quoted))
        best, nearest = 0.0, None
        for sentence in self._texts.sentences_near(self._quotation.text):
            shared = sum(map(self._texts.idf, quoted & sentence.stems))
            if shared:
                share = shared / (weight + sentence.weight - shared)
                if share > best:
                    best, nearest = share, sentence.place
        return nearest


def _indexed(wording: str) -> str:
    """Give the words of a quotation that an index is sure to have if they were published."""
    return plain_text(drop_broken(wording))


def _halve(piece: Piece) -> list[str]:
    """Give the words of a piece, and either half of them if they are many: only one half may have
    been published.
    """
    middle = piece.core.find(" ", len(piece.core) // 2)
    if middle < 0 or len(piece.keys) < _HALVED:
        return [piece.core]
    return [piece.core, piece.core[:middle], piece.core[middle:]]


def _running_text(article: Article, paragraphs: Sequence[Paragraph]) -> RunningText:
    """Read paragraphs as one run of words."""
    keys: list[str] = []
    places: list[ParagraphSpan] = []
    for index, paragraph in enumerate(paragraphs):
        for word in words(paragraph.text):
            keys.append(word.key)
            places.append(ParagraphSpan(number=index, start=word.start, end=word.end))
    return RunningText(
        article=article,
        paragraphs=tuple(paragraphs),
        keys=tuple(keys),
        places=tuple(places),
        line=f" {' '.join(keys)} ",
    )


def _title_paragraph(article: str, title: str) -> Paragraph:
    """Give a title that is no line of its article as a paragraph."""
    return Paragraph(
        article=article,
        number=0,
        role="title",
        text=title,
        section=None,
        lead_in=None,
        sentences=(),
    )


def _place(article: Article, paragraph: Paragraph, span: Span) -> Place:
    """Give a slice of a paragraph, with the sentences that it is cut from."""
    start, end = span
    around = [
        sentence for sentence in paragraph.sentences if sentence[0] < end and start < sentence[1]
    ]
    sentence = (around[0][0], around[-1][1]) if around else (0, len(paragraph.text))
    return Place(article=article, paragraph=paragraph, range=span, sentence=sentence)
