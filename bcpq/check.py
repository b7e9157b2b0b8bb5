"""Does a draft quote what was published? Each of its quotations, held to where the draft says it stands."""

import re
from collections.abc import Iterator

from bcpq.drafts import Quotation, blocks, quotations
from bcpq.model import ACCEPTED, Article, Checked
from bcpq.runs import Shelf
from bcpq.verify import Attribution, verify

_LOCATOR = re.compile(
    r"(?P<bracket>\[)?(?<![\w:/.-])(?P<id>\w[\w.-]*):(?P<first>[0-9]{1,9})(?:[-–](?P<last>[0-9]{1,9}))?(?!\w)"
)


class Checker:
    """Verdicts on the quotations of drafts, from one index."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._articles = shelf.store.articles()
        self._ids = {article.id: number for number, article in self._articles.items()}
        self._names = _names(self._articles)

    def check(self, file: str, text: str, markdown: bool) -> Iterator[Checked]:
        """Find the quotations of a draft, and where each stands."""
        for quotation in quotations(blocks(text, markdown), self._stands):
            held_to, attribution = self._attribution(quotation)
            if verdict := verify(self._shelf, quotation.text, attribution):
                yield Checked(file, quotation.line, quotation.column, held_to, verdict)

    def _stands(self, text: str) -> bool:
        verdict = verify(self._shelf, text)
        return verdict is not None and verdict.kind in ACCEPTED

    def _attribution(self, quotation: Quotation) -> tuple[str, Attribution]:
        """Read where a draft says that a quotation stands: a locator after it, else before it, an address in
        its sentence, or sources named there.
        """
        for text in (quotation.after, quotation.before):
            for match in _LOCATOR.finditer(text):
                number = self._ids.get(match["id"])
                if number is not None or (match["bracket"] and re.search(r"[^\W\d]", match["id"])):
                    articles = frozenset() if number is None else frozenset({number})
                    span = int(match["first"]), int(match["last"] or match["first"])
                    return match[0].lstrip("["), Attribution(articles, span)
        linked = {_address(url) for url in quotation.links}
        found = {n: a for n, a in self._articles.items() if a.url and _address(a.url) in linked}
        if found:
            return ", ".join(article.id for article in found.values()), Attribution(frozenset(found))
        beside = quotation.sentence + quotation.after if quotation.sentence[-1:] == "\n" else quotation.sentence
        named = {name: numbers for name, (pattern, numbers) in self._names.items() if pattern.search(beside)}
        return ", ".join(named), Attribution(frozenset().union(*named.values()) if named else None)


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[#?].*$|/$", "", url)


def _names(articles: dict[int, Article]) -> dict[str, tuple[re.Pattern[str], frozenset[int]]]:
    """Say how drafts name each source: in full, by a word of it in capitals (the BBC), or by `the` and its last word,
    when no other source ends in it (the Echo).
    """
    numbers: dict[str, set[int]] = {}
    for number, article in articles.items():
        numbers.setdefault(article.source, set()).add(number)
    lasts = [source.split()[-1] for source in numbers]
    found: dict[str, tuple[re.Pattern[str], frozenset[int]]] = {}
    for source, theirs in numbers.items():
        words = [re.escape(word) for word in source.split()]
        forms = ["(?i:" + r"\s+".join(words) + ")", *(word for word in words if len(word) > 2 and word.isupper())]
        if lasts.count(source.split()[-1]) == 1:
            forms.append(rf"[Tt]he\s+{words[-1]}")
        found[source] = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)"), frozenset(theirs)
    return found
