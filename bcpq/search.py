"""Which passages match a query, and how well?"""

from bcpq import filters as selecting
from bcpq.matches import marked
from bcpq.model import ASIDE_ROLES, Filters, Found, Hit, Paragraph
from bcpq.query import Query
from bcpq.ranking import Ranking
from bcpq.store import Store


def search(
    store: Store,
    query: Query,
    filters: Filters = Filters(),
    *,
    limit: int = 0,
    by_date: bool = False,
    context: int = 0,
    explain: bool = False,
) -> Found:
    """Find the passages that match a query, best first; at most `limit` of them, all when it is 0.

    `by_date` puts the earliest article first and undated ones last. `context` adds that many paragraphs before and
    after each. Raises QueryError for filters that name what is not there.
    """
    selection = selecting.select(store, selecting.narrowed(filters, query.root.required))
    ranking = Ranking(store, query)
    places = list(enumerate(ranking.order(selection.numbers), 1))
    if by_date:
        places.sort(key=lambda place: place[1])  # paragraphs are numbered by date
    shown = places[:limit] if limit else places
    ranking.matcher.read([n for _, n in shown])
    articles = store.articles({store.article_of(n) for _, n in shown})
    hits = []
    for rank, n in shown:
        article = store.article_of(n)
        passage = ranking.matcher.paragraph(n)
        before, after = neighbours(store, article, passage.number, context) if context else ((), ())
        explanation = ranking.explanation(n, articles[article].title) if explain else None
        possible = article in selection.possible
        matches = marked(query, passage.text)
        hits.append(
            Hit(rank, ranking.scores[n], passage, articles[article], matches, possible, before, after, explanation)
        )
    return Found(tuple(hits), len(places), selection.searched)


def neighbours(
    store: Store, article: int, number: int, size: int
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Give up to `size` paragraphs before and after one of an article, page furniture and pull quotes passed over."""
    text = [paragraph for paragraph in store.text(article) if paragraph.role not in ASIDE_ROLES]
    before = [paragraph for paragraph in text if paragraph.number < number]
    after = [paragraph for paragraph in text if paragraph.number > number]
    return tuple(before[-size:]), tuple(after[:size])
