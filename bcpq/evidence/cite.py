"""How is it cited? An article, or a paragraph of it, to the facts that a citation gives."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.model import Article, Paragraph
from bcpq.query.matching import count_runs
from bcpq.search.locators import find_article_number, read_excerpt
from bcpq.text.tokens import tokenize
from bcpq.text.typography import inside

#: A link leads to so many words at the least, if the passage has them: the page holds more than its article.
_FEWEST = 4


class Citation(NamedTuple):
    """What a citation gives of a passage, or of an article as a whole."""

    locator: str
    article: Article
    address: str | None  # leading to the passage, where that was asked for
    paragraphs: tuple[Paragraph, ...]  # none for a whole article
    quoted: bool  # the passage itself is given, too

    @property
    def place(self) -> str:
        """Say which paragraphs and pages, such as `paragraph 15, page 2`; nothing for a whole article."""
        numbers = [paragraph.number for paragraph in self.paragraphs]
        pages = list(
            dict.fromkeys(paragraph.page for paragraph in self.paragraphs if paragraph.page)
        )
        places = [("paragraph", numbers), ("page", pages)]
        return ", ".join(
            f"{noun}s {found[0]}–{found[-1]}" if len(found) > 1 else f"{noun} {found[0]}"
            for noun, found in places
            if found
        )

    @property
    def passage(self) -> str:
        """Give the text of the passage where it was asked for, a line a paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs) if self.quoted else ""


def cite(store: Store, place: str, *, quoted: bool = False, linked: bool = False) -> Citation:
    """Gather what is known of an article, or of the part of it that a locator names.

    Raises QueryError for a locator of nothing, or of page furniture, and for a link where no address is known.
    """
    found = read_excerpt(store, place)
    article = found.article
    paragraphs = () if found.whole else tuple(p for p in found.paragraphs if p.role != "furniture")
    if not paragraphs and not found.whole:
        raise QueryError(
            f"{place} is page furniture, no part of the article: cite another paragraph"
        )
    address = article.url
    if linked and not address:
        raise QueryError(f"{article.id} has no address that a link could lead to: leave out --link")
    if linked and address and paragraphs:
        address += _fragment(address, paragraphs[0], store.text(find_article_number(store, article.id)))
    last = f"-{paragraphs[-1].number}" if len(paragraphs) > 1 else ""
    locator = f"{paragraphs[0].locator}{last}" if paragraphs else article.id
    return Citation(locator, article, address, paragraphs, quoted)


def _fragment(address: str, passage: Paragraph, text: Sequence[Paragraph]) -> str:
    """Point at a passage by its first words, as few as stand nowhere else in the article.

    Where the passage stands twice, by words before it or after it, too (https://wicg.github.io/scroll-to-text-fragment/).
    """
    words = tokenize(passage.text)
    forms = [[token.form for token in tokenize(paragraph.text)] for paragraph in text]
    everything = [form for paragraph in forms for form in paragraph]
    wanted = [token.form for token in words]
    for size in range(min(_FEWEST, len(words)), len(words) + 1):
        end = words[size - 1].end
        if not inside(passage.text, end) and count_runs(everything, wanted[:size]) == 1:
            return _directive(address, _encoded(passage.text[words[0].start : end]))
    before = [paragraph for paragraph in text if paragraph.number < passage.number][-1:]
    earlier = tokenize(before[0].text) if before else []
    for size in range(1, len(earlier) + 1):
        lead = earlier[-size:]
        if count_runs(everything, [token.form for token in lead] + wanted) == 1:
            start = _encoded(before[0].text[lead[0].start : lead[-1].end])
            return _directive(
                address, f"{start}-,{_encoded(passage.text[words[0].start : words[-1].end])}"
            )
    after = [paragraph for paragraph in text if paragraph.number > passage.number][:1]
    later = tokenize(after[0].text) if after else []
    for size in range(1, len(later) + 1):
        tail = later[:size]
        if count_runs(everything, wanted + [token.form for token in tail]) == 1:
            stop = _encoded(after[0].text[tail[0].start : tail[-1].end])
            return _directive(
                address, f"{_encoded(passage.text[words[0].start : words[-1].end])},-{stop}"
            )
    raise QueryError(
        f"no words of {passage.locator} stand there alone, so no link can lead to it: leave out --link"
    )


def _directive(address: str, words: str) -> str:
    return f"{'' if '#' in address else '#'}:~:text={words}"


def _encoded(words: str) -> str:
    """Escape words for a text directive, in which `-` and `,` mean something."""
    return quote(words, safe="").replace("-", "%2D")
