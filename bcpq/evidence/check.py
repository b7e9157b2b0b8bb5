"""The quotations of drafts, held to where the draft says that they stand."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from bcpq.errors import QueryError
from bcpq.evidence.drafts import DraftQuotation, find_quotations, split_blocks
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import Attribution, LocatorSpan, is_published, verify
from bcpq.index.store import Store, normalise_address
from bcpq.model import Article, Finding

#: `bbc-2022:15`, `[bbc:15-17]`, `(bbc-2022)`; what is no locator of ours is told by its id.
_LOCATOR = re.compile(
    r"(?P<bracket>[\[(]\s*|[;,]\s*)?(?<![\w:/.-])(?P<id>\w[\w.-]*\w)"
    r"(?::(?P<first>[0-9]{1,9})(?:[-–](?P<last>[0-9]{1,9}))?)?(?P<end>\s*[;,]|\s*[\])])?(?!\w)"
)
#: A locator at the end of a quotation, within its quotation marks.
_TRAILING_LOCATOR = re.compile(r"\s*[\[(]\s*\w[\w.-]*:[0-9]{1,9}(?:[-–][0-9]{1,9})?\s*[\])]\s*$")
#: Where one clause of a sentence ends and the next begins.
_CLAUSE = re.compile(r";|,\s+(?:while|whereas|but|and|yet)\b")
#: The least likeness, by difflib's ratio, of an unknown id and one of ours that it may misspell.
_SIMILAR_ID = 0.7
#: The shortest word in capitals that names its source alone, such as BBC.
_SHORTEST_ACRONYM = 3


def check_draft(texts: ArticleTexts, file: str, text: str, markdown: bool) -> Iterator[Finding]:
    """Find the quotations of a draft, and return the verdict on each.

    Args:
        texts: The articles.
        file: The name of the draft, for the findings.
        text: The draft.
        markdown: Whether it is Markdown; else it is plain text.

    Raises:
        QueryError: A quotation has no end (`quotation-too-long`).
    """
    reader = _AttributionReader(texts.store)
    for quotation in find_quotations(split_blocks(text, markdown), partial(is_published, texts)):
        quotation = _move_trailing_locator(quotation)
        stated = reader.read(quotation)
        try:
            verdict = verify(texts, quotation.text, stated.attribution)
        except QueryError as error:
            if error.code != "quotation-empty":
                raise
            continue  # nothing but a locator in quotation marks
        yield Finding(
            file=file,
            line=quotation.position.line,
            column=quotation.position.column,
            held_to=stated.names,
            verdict=verdict,
        )


def _move_trailing_locator(quotation: DraftQuotation) -> DraftQuotation:
    """Take a locator within the quotation marks for none of the quotation's words."""
    locator = _TRAILING_LOCATOR.search(quotation.text)
    if not locator:
        return quotation
    return quotation._replace(
        text=quotation.text[: locator.start()], after=locator[0] + quotation.after
    )


class _StatedPlace(NamedTuple):
    """Where a draft says that a quotation stands."""

    names: str  # as the draft names it; "" if it does not
    attribution: Attribution


class _Locator(NamedTuple):
    """A locator in a draft."""

    name: str
    spans: list[LocatorSpan]  # of every article that it may mean; none for an unknown one


class _AttributionReader:
    """Reads where drafts say that their quotations stand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name_patterns = _name_patterns(store.statistics.scope.sources)

    def read(self, quotation: DraftQuotation) -> _StatedPlace:
        """Read where a draft says that a quotation stands.

        That is a locator after it, else one before it, else an address in its sentence, else
        sources named in its clause, else in its sentence.
        """
        locators = self._find_locators(quotation.after) or self._find_locators(quotation.before)
        if locators:
            spans = tuple(span for locator in locators for span in locator.spans)
            return _StatedPlace(
                names=", ".join(locator.name for locator in locators),
                attribution=Attribution(
                    admits=_is_one_of(span.article for span in spans), spans=spans
                ),
            )
        ids = self._find_linked_articles(quotation.links)
        if ids:
            return _StatedPlace(
                names=", ".join(ids), attribution=Attribution(admits=_is_one_of(ids))
            )
        sources = self._find_sources(_clause(quotation)) or self._find_sources(quotation.sentence)
        if sources:
            return _StatedPlace(
                names=", ".join(sources),
                attribution=Attribution(admits=lambda article: article.source in sources),
            )
        return _StatedPlace(names="", attribution=Attribution())

    def _find_locators(self, text: str) -> list[_Locator]:
        """Find the first locator in a text, and those joined to it."""
        locators: list[_Locator] = []
        end = -1
        for match in _LOCATOR.finditer(text):
            is_enclosed = bool(match["bracket"] or match["end"])
            has_number = match["first"] is not None
            if not has_number and not is_enclosed:
                continue  # a word
            articles = self._find_articles(match["id"], may_be_cut=has_number and is_enclosed)
            if not articles and not (
                has_number and is_enclosed and self._may_be_misspelt(match["id"])
            ):
                continue
            if locators and match.start() > end + 1:
                break
            end = match.end()
            first = int(match["first"] or 0)
            last = int(match["last"] or first)
            locators.append(
                _Locator(
                    name=f"{match['id']}:{first}" if first else match["id"],
                    spans=[
                        LocatorSpan(article=article, first=first, last=last) for article in articles
                    ],
                )
            )
        return locators

    def _find_articles(self, name: str, *, may_be_cut: bool) -> Sequence[str]:
        """Find the article of an id, or those whose ids begin so where the id may be cut."""
        if self._store.number(name) is not None:
            return [name]
        return self._store.ids_with_prefix(name) if may_be_cut else []

    def _may_be_misspelt(self, name: str) -> bool:
        """Tell whether an unknown id is one of ours misspelt, rather than another's reference."""
        from difflib import get_close_matches  # only where an id is unknown

        similar = self._store.similar_ids(name)
        return bool(get_close_matches(name, similar, n=1, cutoff=_SIMILAR_ID))

    def _find_linked_articles(self, links: Sequence[str]) -> list[str]:
        """Find the ids of the articles at some addresses."""
        if not links:
            return []
        articles = self._store.articles_at({normalise_address(url) for url in links})
        return [article.id for article in articles.values()]

    def _find_sources(self, text: str) -> list[str]:
        """Find the sources that a text names."""
        return [source for source, name in self._name_patterns.items() if name.search(text)]


def _is_one_of(ids: Iterable[str]) -> Callable[[Article], bool]:
    chosen = frozenset(ids)
    return lambda article: article.id in chosen


def _clause(quotation: DraftQuotation) -> str:
    """Give the clause of a sentence that a quotation stands in."""
    breaks = [match.start() for match in _CLAUSE.finditer(quotation.sentence)]
    start = max((place for place in breaks if place < quotation.place), default=0)
    end = min(
        (place for place in breaks if place >= quotation.place), default=len(quotation.sentence)
    )
    return quotation.sentence[start:end]


def _name_patterns(sources: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """Return how drafts name each source: in full, by a word of it in capitals (the BBC), or by
    `the` and its last word, if no other source ends in it (the Echo).
    """
    last_words = [source.split()[-1] for source in sources]
    patterns: dict[str, re.Pattern[str]] = {}
    for source in sources:
        words = [re.escape(word) for word in source.split()]
        full_name = r"\s+".join(words)
        names = [f"(?i:{full_name})"]
        names += [word for word in words if len(word) >= _SHORTEST_ACRONYM and word.isupper()]
        if last_words.count(source.split()[-1]) == 1:
            names.append(rf"[Tt]he\s+{words[-1]}")
        patterns[source] = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
    return patterns
