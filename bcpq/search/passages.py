"""The search for passages: those that match, in order, with what stands beside them."""

from bisect import bisect_left
from collections.abc import Sequence

from bcpq.index.store import Store
from bcpq.model import ASIDE_ROLES, Hit, Paragraph, SearchResult
from bcpq.query.filters import Filters, is_only_possible
from bcpq.query.matching import find_matches
from bcpq.query.parser import Query
from bcpq.search.ranking import rank_passages
from bcpq.search.selection import select_for_query


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
    rank_of = {n: rank for rank, n in enumerate(ranking.order, 1)}
    # Paragraphs are numbered by date.
    shown = sorted(ranking.order) if by_date else list(ranking.order)
    if limit:
        shown = shown[:limit]
    store.reader.read(shown)
    articles = store.articles({store.article_of(n) for n in shown})
    neighbours = _NeighbourReader(store, context)
    hits = []
    for n in shown:
        article_number = store.article_of(n)
        article, paragraph = articles[article_number], store.reader.paragraph(n)
        via = ranking.find_via(n)
        hits.append(
            Hit(
                rank=rank_of[n],
                points=ranking.scores[n],
                passage=paragraph,
                article=article,
                matches=find_matches(query, paragraph.text, via),
                possible=is_only_possible(selection, article),
                via=via,
                before=neighbours.before(article_number, paragraph.number),
                after=neighbours.after(article_number, paragraph.number),
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


class _NeighbourReader:
    """Reads the paragraphs around passages, page furniture and pull quotes passed over."""

    def __init__(self, store: Store, size: int) -> None:
        self._store, self._size = store, size
        self._texts: dict[int, Sequence[Paragraph]] = {}

    def before(self, article: int, number: int) -> tuple[Paragraph, ...]:
        """Give the paragraphs before one of an article."""
        if not self._size:
            return ()
        text = self._read(article)
        place = _find(text, number)
        return tuple(text[max(0, place - self._size) : place])

    def after(self, article: int, number: int) -> tuple[Paragraph, ...]:
        """Give the paragraphs after one of an article."""
        if not self._size:
            return ()
        text = self._read(article)
        place = _find(text, number)
        return tuple(text[place + 1 : place + 1 + self._size])

    def _read(self, article: int) -> Sequence[Paragraph]:
        if article not in self._texts:
            text = self._store.text(article)
            self._texts[article] = [p for p in text if p.role not in ASIDE_ROLES]
        return self._texts[article]


def _find(text: Sequence[Paragraph], number: int) -> int:
    """Find the place of a paragraph in a text, given its number."""
    return bisect_left(text, number, key=lambda paragraph: paragraph.number)
