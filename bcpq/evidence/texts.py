"""Where do these words stand in a row? Articles as runs of words, and the candidates for a quotation."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bcpq.index.bm25 import idf
from bcpq.index.store import Store, TermStatistics
from bcpq.model import ASIDE_ROLES, Article, Paragraph, Place, Span
from bcpq.text.tokens import stem_words
from bcpq.text.typography import words

#: Of a quotation's content words, how many of the rarest choose the articles to read: eight words of news are hardly
#: ever shared by two articles that do not share the sentence.
_RAREST = 8
#: How many passages, and articles, with most of these words are read for one that comes close.
_NEAR = 10


class Text(NamedTuple):
    """Paragraphs that a quotation may run on over, as one run of words.

    An article without its page furniture and pull quotes is one, and so are each pull quote and a title that is no
    line of the body.
    """

    article: Article
    paragraphs: tuple[Paragraph, ...]
    keys: tuple[str, ...]  # the words, folded
    where: tuple[
        tuple[int, int, int], ...
    ]  # of each word: its paragraph's place in `paragraphs`, and its range there
    line: str  # the words between spaces, for looking up a run of them


def _text_of(article: Article, paragraphs: Sequence[Paragraph]) -> Text:
    """Read paragraphs as one run of words."""
    found = [
        (word.key, (i, word.start, word.end))
        for i, p in enumerate(paragraphs)
        for word in words(p.text)
    ]
    keys = tuple(key for key, _ in found)
    return Text(
        article, tuple(paragraphs), keys, tuple(place for _, place in found), f" {' '.join(keys)} "
    )


def runs(text: Text, keys: Sequence[str]) -> Iterator[int]:
    """Find where words stand in a row in a text, each place as the number of its first word."""
    wanted = f" {' '.join(keys)} "
    at = text.line.find(wanted)
    number = counted = 0
    while at >= 0:
        number += text.line.count(" ", counted, at)
        counted = at
        yield number
        at = text.line.find(wanted, at + 1)


class Part(NamedTuple):
    """Words of a text, from the first to the last, with the ranges of the paragraphs they stand in."""

    text: Text
    first: int
    last: int
    ranges: tuple[
        tuple[int, Span], ...
    ]  # a paragraph's place in `text.paragraphs`, and a range in it

    def slices(self) -> list[str]:
        """Give the words with all that stands between them, a slice a paragraph."""
        return [self.text.paragraphs[i].text[slice(*place)] for i, place in self.ranges]

    def words(self) -> tuple[str, ...]:
        """Give the words, folded."""
        return self.text.keys[self.first : self.last + 1]

    def whole_words(self) -> str:
        """Give the words with what is written onto the first and the last, such as marks and the rest of a number."""
        before, after = self.around(80)
        slices = self.slices()
        return before.rpartition(" ")[2] + " ".join(slices) + after.partition(" ")[0]

    def around(self, size: int) -> tuple[str, str]:
        """Give at most so many characters before and after, of the same paragraphs."""
        (first, (start, _)), (last, (_, end)) = self.ranges[0], self.ranges[-1]
        before, after = self.text.paragraphs[first].text, self.text.paragraphs[last].text
        return before[max(0, start - size) : start], after[end : end + size]

    def widened(self, left: int, right: int) -> "Part":
        """Take in so many characters more before and after."""
        ranges = [*self.ranges]
        i, (start, end) = ranges[0]
        ranges[0] = i, (start - left, end)
        i, (start, end) = ranges[-1]
        ranges[-1] = i, (start, end + right)
        return self._replace(ranges=tuple(ranges))

    def places(self) -> list[Place]:
        """Give the slices, each with the sentences it is cut from."""
        return [
            _place_in(self.text.article, self.text.paragraphs[i], place) for i, place in self.ranges
        ]


def part(text: Text, first: int, last: int) -> Part:
    """Give the words from one to another, with all that stands between them."""
    (p1, start, _), (p2, _, end) = text.where[first], text.where[last]
    ranges = [(i, (0, len(text.paragraphs[i].text))) for i in range(p1, p2 + 1)]
    ranges[0] = p1, (start, ranges[0][1][1])
    ranges[-1] = p2, (ranges[-1][1][0], end)
    return Part(text, first, last, tuple(ranges))


def _place_in(article: Article, paragraph: Paragraph, place: Span) -> Place:
    """Give a slice of a paragraph, with the sentences that it is cut from."""
    around = [s for s in paragraph.sentences if s[0] < place[1] and place[0] < s[1]]
    whole = 0, len(paragraph.text)
    return Place(article, paragraph, place, (around[0][0], around[-1][1]) if around else whole)


class ArticleTexts:
    """The articles of an index as runs of words, each read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._texts: dict[int, list[Text]] = {}
        self._sentences: dict[int, list[tuple[Place, frozenset[str]]]] = {}
        self._known: dict[str, TermStatistics] = {}

    def of(self, number: int) -> list[Text]:
        """Give the texts of an article: what it says in a row first."""
        if number not in self._texts:
            article = self.store.articles([number])[number]
            paragraphs = self.store.text(number)
            texts = [[p for p in paragraphs if p.role not in ASIDE_ROLES]]
            texts += [[p] for p in paragraphs if p.role == "pullquote"]
            if article.title and not any(p.role == "title" for p in paragraphs):
                texts.append([Paragraph(article.id, 0, "title", article.title, None, None, ())])
            self._texts[number] = [_text_of(article, text) for text in texts]
        return self._texts[number]

    def holding(self, quotation: str) -> Iterator[int]:
        """Give the articles that may hold all the words of a quotation, those with a passage that does first."""
        return self.store.articles_with_all(self._rarest(quotation)[:_RAREST])

    def near(self, quotation: str) -> tuple[list[int], list[int]]:
        """Give the passages, and the articles, that hold most of the words of a quotation, the most first."""
        words = [
            stem for stem in self._rarest(quotation) if self._how_known(stem) != TermStatistics()
        ][: 2 * _RAREST]
        best, articles = self.store.nearest(words, _NEAR)
        return [*best], [*dict.fromkeys([*map(self.store.article_of, best), *articles])]

    def sentences(self, passage: int) -> list[tuple[Place, frozenset[str]]]:
        """Give the sentences of a passage, each with its content words."""
        if passage not in self._sentences:
            number = self.store.article_of(passage)
            paragraph = self.store.paragraphs([passage])[passage].paragraph
            article = self.of(number)[0].article
            self._sentences[passage] = [
                (
                    Place(article, paragraph, place, place),
                    frozenset(stem_words(paragraph.text[slice(*place)])),
                )
                for place in paragraph.sentences
            ]
        return self._sentences[passage]

    def idf(self, stem: str) -> float:
        """Give the idf of a stem; that of the rarest for one that no passage holds."""
        return self._how_known(stem).idf or idf(self.store.statistics.passages, 0)

    def _how_known(self, stem: str) -> TermStatistics:
        if stem not in self._known:
            self._known |= self.store.term_statistics([stem])
        return self._known[stem]

    def _rarest(self, quotation: str) -> list[str]:
        """Give a quotation's content words, the rarest first."""
        wanted = list(dict.fromkeys(stem_words(quotation)))
        if unknown := [stem for stem in wanted if stem not in self._known]:
            self._known |= self.store.term_statistics(unknown)
        return sorted(wanted, key=lambda stem: self._known[stem].own_document_frequency)
