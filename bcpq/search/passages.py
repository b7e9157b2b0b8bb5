"""Which passages are shown, in which order, and with what beside them?"""

from bisect import bisect_left

from bcpq.index.store import Store
from bcpq.model import ASIDE_ROLES, Hit, Paragraph, SearchResult
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query
from bcpq.search.ranking import Ranking
from bcpq.search.selection import chosen


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
    """Find the passages that match a query, best first; at most `limit` of them, all when it is 0.

    Unless `count`, those beyond are not counted where that would take long. `by_date` puts the earliest article first
    and undated ones last. `context` adds that many paragraphs before and after each. `literal` leaves acronyms as
    typed. Raises QueryError for filters that name what is not there.
    """
    selection = chosen(store, filters, query)
    ranking = Ranking(store, query, literal=literal)
    reader = ranking.reader
    order = ranking.order(selection, 0 if by_date else limit, count=count)
    # Paragraphs are numbered by date.
    places = (
        sorted(enumerate(order, 1), key=lambda place: place[1])
        if by_date
        else [*enumerate(order, 1)]
    )
    shown = places[:limit] if limit else places
    reader.read([n for _, n in shown])
    articles = store.articles({store.article_of(n) for _, n in shown})
    neighbours = _Neighbours(store, context)
    hits = []
    for rank, n in shown:
        article, passage, via = store.article_of(n), reader.paragraph(n), ranking.via(n)
        before, after = neighbours.of(article, passage.number)
        hits.append(
            Hit(
                rank,
                ranking.scores[n],
                passage,
                articles[article],
                find_matches(query, passage.text, via),
                is_only_possible(selection, articles[article]),
                via,
                before,
                after,
                ranking.explanation(n, articles[article].title) if explain else None,
            )
        )
    total, possible = ranking.found.total, ranking.found.possible
    return SearchResult(
        hits=tuple(hits),
        query=query.text,
        total=total,
        possible=possible,
        unknown=ranking.unknown(),
        scope=selection.scope,
    )


class _Neighbours:
    """The paragraphs around a passage, page furniture and pull quotes passed over."""

    def __init__(self, store: Store, size: int) -> None:
        self._store, self._size = store, size
        self._texts: dict[int, list[Paragraph]] = {}

    def of(self, article: int, number: int) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
        """Give the paragraphs before and after one of an article."""
        if not self._size:
            return (), ()
        if article not in self._texts:
            self._texts[article] = [
                p for p in self._store.text(article) if p.role not in ASIDE_ROLES
            ]
        text = self._texts[article]
        place = bisect_left(text, number, key=lambda paragraph: paragraph.number)
        return tuple(text[max(0, place - self._size) : place]), tuple(
            text[place + 1 : place + 1 + self._size]
        )
