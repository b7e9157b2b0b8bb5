"""Where does a term stand? Its posting lists, each read when it is first asked for."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

#: A list so many times longer than another is looked into rather than read through.
_LOOK = 20
#: And than what is looked for in it, with its weights: then it is bisected.
BISECT = 5
#: The lists of a term: whole articles, passages that have it from their article's title only, passages that hold it.
LISTS = ("articles", "article_weights", "title_ids", "title_weights", "ids", "weights", "masks")


class PostingList:
    """Where a term stands. Lists of the same numbers of things belong together; passages and articles ascend.

    A list is read when it is first asked for: a query needs few of the long ones.
    """

    articles: Sequence[int]
    article_weights: Sequence[int]
    title_ids: Sequence[int]  # passages that have it from their article's title only
    title_weights: Sequence[int]
    ids: Sequence[int]  # passages whose own words hold it
    weights: Sequence[int]
    masks: Sequence[int]  # bit i is set where the passage holds forms[i]

    def __init__(
        self,
        document_frequency: int = 0,  # passages that hold the term, their article's title counted
        idf: float = 0.0,
        max_weight: int = 0,  # the largest of its weights in passages
        own_document_frequency: int = 0,  # length of `ids`
        forms: tuple[
            str, ...
        ] = (),  # the unstemmed words; at most 16, rarer ones count as the last
        read: Callable[[str], Sequence[int]] = lambda name: (),
        **known: Sequence[int],
    ) -> None:
        """Know a term; lists that are not `known` are read by name."""
        self.document_frequency, self.idf, self.max_weight = document_frequency, idf, max_weight
        self.own_document_frequency, self.forms = own_document_frequency, forms
        self._read = read
        self.__dict__.update(known)

    def narrowed(self, places: Sequence[int]) -> "PostingList":
        """Keep only some of the passages that hold the term, by their places in the lists."""
        kept = {name: getattr(self, name) for name in LISTS[:4]}
        kept |= {
            name: [part[i] for i in places] for name in LISTS[4:] if (part := getattr(self, name))
        }
        return PostingList(len(places), self.idf, self.max_weight, len(places), self.forms, **kept)

    def __getattr__(self, name: str) -> Sequence[int]:
        if name not in LISTS:
            raise AttributeError(name)
        found = self.__dict__[name] = self._read(name)
        return found


NOWHERE = PostingList()


def counted(
    numbers: Iterable[int], idf: float, weights: Sequence[int], forms: tuple[str, ...] = ()
) -> PostingList:
    """Make posting lists of passages that were looked for, each with any one form."""
    ids = tuple(numbers)
    masks = [1] * len(ids)
    return PostingList(
        len(ids),
        idf,
        max(weights, default=0),
        len(ids),
        forms,
        ids=ids,
        weights=weights,
        masks=masks,
    )


def common(lists: Sequence[Sequence[int]]) -> list[int]:
    """Give the numbers that stand in all of some ascending lists, in order; the long ones are only looked into."""
    shortest, *rest = sorted(lists, key=len)
    found = list(shortest)
    for longer in rest:
        if len(longer) > _LOOK * len(found):
            found = [n for n in found if position(longer, n) is not None]
        else:
            found = sorted(set(longer).intersection(found))
    return found


def position(numbers: Sequence[int], n: int) -> int | None:
    """Find a number in an ascending list."""
    i = bisect_left(numbers, n)
    return i if i < len(numbers) and numbers[i] == n else None


class ScoredTerm(NamedTuple):
    """A term with its lists."""

    postings: PostingList
    factor: int = 1_000  # the thousandths of its weight that count

    def scale(self, points: int) -> int:
        """Weigh points as far as the term counts."""
        return points * self.factor // 1_000


def at(
    numbers: Sequence[int], weights: Sequence[int], wanted: Collection[int]
) -> list[tuple[int, int]]:
    """Give those of some numbers that stand in a posting list, with their weights."""
    size = len(numbers)
    if size < BISECT * len(wanted):
        listed = dict(zip(numbers, weights, strict=True))
        return [(n, listed[n]) for n in listed.keys() & wanted]
    places = ((n, bisect_left(numbers, n)) for n in wanted)
    return [(n, weights[place]) for n, place in places if place < size and numbers[place] == n]
