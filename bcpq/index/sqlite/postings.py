"""Posting lists: where a term stands, and with what weight, read when they are first asked for."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

#: The lists of a term, as the columns of a row: whole articles, passages that have it from their
#: article's title only, passages that hold it.
LISTS = (
    "articles",
    "article_weights",
    "title_passages",
    "title_weights",
    "passages",
    "weights",
    "masks",
)
#: Bits of a mask. Further forms of a stem, if there ever are any, share the last.
MASK_BITS = 16
#: If a list is so many times longer than another, each number of the other is looked up in it by
#: bisection; otherwise both are made sets. At this ratio the two take about the same time.
_BISECT_TO_INTERSECT = 20
#: The same for looking up numbers together with their weights.
BISECT_FROM = 5


class PostingList:
    """Where a term stands.

    Lists of the same numbers of things belong together; passages and articles ascend. A list is
    read when it is first asked for: a query needs few of the long ones.

    Attributes:
        document_frequency: Passages that hold the term, their article's title counted.
        idf: Its inverse document frequency.
        max_weight: The largest of its weights in passages.
        own_document_frequency: Passages whose own words hold it: the length of `passages`.
        forms: The unstemmed words, in the order of the bits of a mask.
    """

    articles: Sequence[int]
    article_weights: Sequence[int]
    title_passages: Sequence[int]  # passages that have it from their article's title only
    title_weights: Sequence[int]
    passages: Sequence[int]  # passages whose own words hold it
    weights: Sequence[int]
    masks: Sequence[int]  # bit i is set where the passage holds forms[i]

    def __init__(
        self,
        *,
        document_frequency: int = 0,
        idf: float = 0.0,
        max_weight: int = 0,
        own_document_frequency: int = 0,
        forms: tuple[str, ...] = (),
        read: Callable[[str], Sequence[int]] = lambda name: (),
        lists: Mapping[str, Sequence[int]] = {},
    ) -> None:
        """Describe a term; a list that is not among `lists` is read by its name, one of LISTS."""
        self.document_frequency = document_frequency
        self.idf = idf
        self.max_weight = max_weight
        self.own_document_frequency = own_document_frequency
        self.forms = forms
        self._read = read
        self.__dict__.update(lists)  # as if they had been read

    def __getattr__(self, name: str) -> Sequence[int]:
        if name not in LISTS:
            raise AttributeError(name)
        numbers = self.__dict__[name] = self._read(name)
        return numbers

    def restrict(self, places: Sequence[int]) -> "PostingList":
        """Return the lists with only some of the passages, by their places in `passages`."""
        lists = {
            "articles": self.articles,
            "article_weights": self.article_weights,
            "title_passages": self.title_passages,
            "title_weights": self.title_weights,
            "passages": [self.passages[place] for place in places],
            "weights": [self.weights[place] for place in places],
            "masks": [self.masks[place] for place in places],
        }
        return PostingList(
            document_frequency=len(places),
            idf=self.idf,
            max_weight=self.max_weight,
            own_document_frequency=len(places),
            forms=self.forms,
            lists=lists,
        )

    def mask_of(self, forms: Iterable[str]) -> int:
        """Return the mask of some forms; 0 where no passage holds any of them."""
        mask = 0
        for form in forms:
            if form in self.forms:
                mask |= 1 << min(self.forms.index(form), MASK_BITS - 1)
        return mask

    def mask_at(self, passage: int) -> int:
        """Return the mask of a passage's forms; 0 where it does not hold the term."""
        place = find(self.passages, passage)
        return 0 if place is None else self.masks[place]

    def passages_with(self, mask: int) -> list[int]:
        """Return the passages that hold one of the forms of a mask."""
        pairs = zip(self.passages, self.masks, strict=True)
        return [passage for passage, own in pairs if own & mask]


#: The lists of a term that stands nowhere.
EMPTY = PostingList()


def list_passages(
    passages: Iterable[int], weights: Sequence[int], idf: float, forms: tuple[str, ...] = ()
) -> PostingList:
    """Make posting lists of passages that were looked for, each with the same form."""
    numbers = tuple(passages)
    return PostingList(
        document_frequency=len(numbers),
        idf=idf,
        max_weight=max(weights, default=0),
        own_document_frequency=len(numbers),
        forms=forms,
        lists={"passages": numbers, "weights": weights, "masks": [1] * len(numbers)},
    )


class ScoredTerm(NamedTuple):
    """A term of a query with its posting lists."""

    postings: PostingList
    factor: int = 1_000  # the thousandths of its weight that count

    def scale(self, points: int) -> int:
        """Return a weight as far as the term counts."""
        return points * self.factor // 1_000

    @property
    def max_score(self) -> int:
        """The most that the term gives a passage."""
        return self.scale(self.postings.max_weight)


def intersect(lists: Sequence[Sequence[int]]) -> list[int]:
    """Return the numbers that stand in all of some ascending lists, in order."""
    shortest, *rest = sorted(lists, key=len)
    common = list(shortest)
    for longer in rest:
        if len(longer) > _BISECT_TO_INTERSECT * len(common):
            common = [number for number in common if find(longer, number) is not None]
        else:
            common = sorted(set(longer).intersection(common))
    return common


def find(numbers: Sequence[int], number: int) -> int | None:
    """Return the place of a number in an ascending list; None where it is not there."""
    place = bisect_left(numbers, number)
    return place if place < len(numbers) and numbers[place] == number else None


def look_up(
    numbers: Sequence[int],
    weights: Sequence[int],
    wanted: Collection[int],
    bisect_from: int = BISECT_FROM,
) -> list[tuple[int, int]]:
    """Return those of some numbers that stand in a posting list, each with its weight.

    Args:
        numbers: The list, ascending.
        weights: The weight of each of its numbers.
        wanted: What is looked for.
        bisect_from: The list is bisected where it is so many times as long as `wanted`.
    """
    size = len(numbers)
    if size < bisect_from * len(wanted):
        weight_of = dict(zip(numbers, weights, strict=True))
        return [(number, weight_of[number]) for number in weight_of.keys() & wanted]
    places = ((number, bisect_left(numbers, number)) for number in wanted)
    return [
        (number, weights[place])
        for number, place in places
        if place < size and numbers[place] == number
    ]
