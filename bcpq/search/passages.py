"""The search for passages: those that match, in order, with what stands beside them."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from bcpq.index.store import Store
from bcpq.model import ASIDE_ROLES, Hit, Paragraph, SearchResult
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query
from bcpq.search.ranking import rank_passages
from bcpq.search.selection import select_for_query


class _RankedPassage(NamedTuple):
    rank: int  # from 1
    number: int


def search(
    store: Store,
    query: Query,
    filters: Filters = Filters(),
    *,
    limit: int = 0,
    by_date: bool = False,
    context: int = 0,
    explain: bool = False,
    literal: bool = False,
    count: bool = True,
) -> SearchResult:
    """Find the passages that match a query, best first.

    Args:
        store: The index.
        query: The query.
        filters: Which articles to search.
        limit: The most passages to give; 0 for all.
        by_date: Give the earliest article first and undated ones last, each with its rank.
        context: How many paragraphs to give before and after each passage.
        explain: Say how each score comes about.
        literal: Leave acronyms as typed, and do not look for their other form.
        count: Count all passages that match, even where that takes long.

    Raises:
        QueryError: The filters, or the fields of the query, name what is not there.
    """
    selection = select_for_query(store, filters, query)
    depth = 0 if by_date else limit
    ranking = rank_passages(store, query, selection, depth=depth, count=count, literal=literal)
    shown = [_RankedPassage(rank=rank, number=n) for rank, n in enumerate(ranking.order, 1)]
    if by_date:  # paragraphs are numbered by date
        shown.sort(key=lambda passage: passage.number)
    if limit:
        shown = shown[:limit]
    store.reader.read([passage.number for passage in shown])
    articles = store.articles({store.article_of(passage.number) for passage in shown})
    neighbours = _NeighbourReader(store, context)
    hits = []
    for passage in shown:
        n = passage.number
        article_number = store.article_of(n)
        article, paragraph = articles[article_number], store.reader.paragraph(n)
        around = neighbours.find(article_number, paragraph.number)
        via = ranking.find_via(n)
        hits.append(
            Hit(
                rank=passage.rank,
                points=ranking.scores[n],
                passage=paragraph,
                article=article,
                matches=find_matches(query, paragraph.text, via),
                possible=is_only_possible(selection, article),
                via=via,
                before=around.before,
                after=around.after,
                explanation=ranking.explain(n, article.title) if explain else None,
            )
        )
    return SearchResult(
        hits=tuple(hits),
        query=query.text,
        total=ranking.retrieved.total,
        possible=ranking.retrieved.possible,
        unknown=ranking.unknown_words(),
        scope=selection.scope,
    )


class _Neighbours(NamedTuple):
    """The paragraphs around a passage."""

    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()


class _NeighbourReader:
    """Reads the paragraphs around passages, page furniture and pull quotes passed over."""

    def __init__(self, store: Store, size: int) -> None:
        self._store, self._size = store, size
        self._texts: dict[int, Sequence[Paragraph]] = {}

    def find(self, article: int, number: int) -> _Neighbours:
        """Find the paragraphs before and after one of an article."""
        if not self._size:
            return _Neighbours()
        if article not in self._texts:
            self._texts[article] = [
                paragraph
                for paragraph in self._store.text(article)
                if paragraph.role not in ASIDE_ROLES
            ]
        text = self._texts[article]
        place = bisect_left(text, number, key=lambda paragraph: paragraph.number)
        return _Neighbours(
            before=tuple(text[max(0, place - self._size) : place]),
            after=tuple(text[place + 1 : place + 1 + self._size]),
        )
