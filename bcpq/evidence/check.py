"""Does a draft quote what was published? Each of its quotations, held to where the draft says it stands."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bcpq.evidence.drafts import Quotation, blocks, quotations
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import Attribution, verify
from bcpq.index.store import normalise_address
from bcpq.model import ACCEPTED, Article, Finding

#: `bbc-2022:15`, `[bbc:15-17]`, `(bbc-2022)`; what is no locator of ours is told by its id.
_LOCATOR = re.compile(
    r"(?P<bracket>[\[(]\s*|[;,]\s*)?(?<![\w:/.-])(?P<id>\w[\w.-]*\w)"
    r"(?::(?P<first>[0-9]{1,9})(?:[-–](?P<last>[0-9]{1,9}))?)?(?P<end>\s*[;,]|\s*[\])])?(?!\w)"
)
_TRAILING = re.compile(r"\s*[\[(]\s*\w[\w.-]*:[0-9]{1,9}(?:[-–][0-9]{1,9})?\s*[\])]\s*$")
#: Where one clause of a sentence ends and the next begins.
_CLAUSE = re.compile(r";|,\s+(?:while|whereas|but|and|yet)\b")


class Checker:
    """Verdicts on the quotations of drafts, from one index."""

    def __init__(self, shelf: ArticleTexts) -> None:
        self._shelf = shelf
        self._store = shelf.store
        self._names = _names(self._store.statistics.scope.sources)
        self._ids: dict[tuple[str, bool], Sequence[str]] = {}

    def check(self, file: str, text: str, markdown: bool) -> Iterator[Finding]:
        """Find the quotations of a draft, and where each stands."""
        for quotation in quotations(blocks(text, markdown), self._stands):
            words = quotation.text
            if within := _TRAILING.search(
                words
            ):  # a locator within the quotation marks is none of its words
                words = words[: within.start()]
                quotation = quotation._replace(after=within[0] + quotation.after)
            held_to, attribution = self._attribution(quotation)
            if verdict := verify(self._shelf, words, attribution):
                yield Finding(file, quotation.line, quotation.column, held_to, verdict)

    def _stands(self, text: str) -> bool:
        verdict = verify(self._shelf, text)
        return verdict is not None and verdict.kind in ACCEPTED

    def _attribution(self, quotation: Quotation) -> tuple[str, Attribution]:
        """Read where a draft says that a quotation stands: a locator after it, else before it, an address in its
        sentence, or sources named in its clause, else in its sentence.
        """
        for text in (quotation.after, quotation.before):
            if located := self._located(text):
                names = ", ".join(name for name, _ in located)
                spans = tuple(span for _, spans in located for span in spans)
                return names, Attribution(_among(name for name, _, _ in spans), spans)
        linked = (
            self._store.articles_at({normalise_address(url) for url in quotation.links})
            if quotation.links
            else {}
        )
        if linked:
            ids = [article.id for article in linked.values()]
            return ", ".join(ids), Attribution(_among(ids))
        named = self._named(_clause(quotation)) or self._named(quotation.sentence)
        return ", ".join(named), Attribution(
            (lambda article: article.source in named) if named else None
        )

    def _located(self, text: str) -> list[tuple[str, list[tuple[str, int, int]]]]:
        """Read the first locator in a text, and those joined to it, each with a span of every article it may mean."""
        found: list[tuple[str, list[tuple[str, int, int]]]] = []
        end = -1
        for match in _LOCATOR.finditer(text):
            enclosed = bool(match["bracket"] or match["end"])
            if not (match["first"] or enclosed):
                continue  # only letters
            articles = self._articles(match["id"], match["first"] is not None and enclosed)
            if not articles and not (match["first"] and enclosed and self._like_ours(match["id"])):
                continue
            if found and match.start() > end + 1:
                break
            end = match.end()
            first, last = int(match["first"] or 0), int(match["last"] or match["first"] or 0)
            name = f"{match['id']}:{first}" if first else match["id"]
            found.append((name, [(article, first, last) for article in articles]))
        return found

    def _articles(self, name: str, cut: bool) -> Sequence[str]:
        """Find the article of an id, or those of a beginning of ids where it may be `cut`."""
        if (name, cut) not in self._ids:
            known = self._store.number(name) is not None
            self._ids[name, cut] = (
                [name] if known else self._store.ids_with_prefix(name) if cut else []
            )
        return self._ids[name, cut]

    def _like_ours(self, name: str) -> bool:
        """Tell whether an unknown id is one of ours misspelt, rather than somebody else's reference."""
        from difflib import get_close_matches

        return bool(get_close_matches(name, self._store.similar_ids(name), n=1, cutoff=0.7))

    def _named(self, text: str) -> list[str]:
        return [name for name, pattern in self._names.items() if pattern.search(text)]


def _among(ids: Iterable[str]) -> Callable[[Article], bool]:
    chosen = frozenset(ids)
    return lambda article: article.id in chosen


def _clause(quotation: Quotation) -> str:
    """Give the clause of a sentence that a quotation stands in."""
    sentence, place = quotation.sentence, quotation.place
    ends = [match.start() for match in _CLAUSE.finditer(sentence)]
    first = max((end for end in ends if end < place), default=0)
    return sentence[first : min((end for end in ends if end >= place), default=len(sentence))]


def _names(sources: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """Say how drafts name each source: in full, by a word of it in capitals (the BBC), or by `the` and its last word,
    when no other source ends in it (the Echo).
    """
    lasts = [source.split()[-1] for source in sources]
    found: dict[str, re.Pattern[str]] = {}
    for source in sources:
        words = [re.escape(word) for word in source.split()]
        forms = [
            "(?i:" + r"\s+".join(words) + ")",
            *(word for word in words if len(word) > 2 and word.isupper()),
        ]
        if lasts.count(source.split()[-1]) == 1:
            forms.append(rf"[Tt]he\s+{words[-1]}")
        found[source] = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    return found
