"""Citations: the facts that a citation gives of an article, or of a paragraph of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from bcpq.errors import QueryError
from bcpq.index.store import Store
from bcpq.model import Article, Paragraph
from bcpq.query.matching import count_runs
from bcpq.search.locators import read_excerpt
from bcpq.text.tokens import Token, tokenize
from bcpq.text.typography import is_inside_word

#: A link leads to so many words at the least, if the passage has them: the page holds more than its
#: article.
_FEWEST = 4


class Citation(NamedTuple):
    """What a citation gives of a passage, or of an article as a whole."""

    locator: str
    article: Article
    address: str | None  # leading to the passage, if that was asked for
    paragraphs: tuple[Paragraph, ...]  # none for a whole article
    quoted: bool  # the passage itself is given, too

    @property
    def place(self) -> str:
        """Name the paragraphs and pages, as `paragraph 15, page 2`; none for a whole article."""
        numbers = [paragraph.number for paragraph in self.paragraphs]
        pages = dict.fromkeys(paragraph.page for paragraph in self.paragraphs if paragraph.page)
        places = [_count_off("paragraph", numbers), _count_off("page", [*pages])]
        return ", ".join(filter(None, places))

    @property
    def passage(self) -> str:
        """Give the text of the passage if it was asked for, a line a paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs) if self.quoted else ""


def _count_off(noun: str, numbers: Sequence[int]) -> str:
    """Name one or several in a row: `page 2`, `pages 2–3`."""
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    return f"{noun}s {numbers[0]}–{numbers[-1]}"


def cite(store: Store, place: str, *, quoted: bool = False, linked: bool = False) -> Citation:
    """Return what a citation of an article, or of the part of it that a locator names, gives.

    Args:
        store: The index.
        place: A locator, or the id of an article.
        quoted: Give the passage itself, too.
        linked: Give an address that leads a browser to the passage.

    Raises:
        QueryError: The locator names nothing, or only page furniture; or a link was asked for
            where no address is known, or none can lead to the passage.
    """
    excerpt = read_excerpt(store, place)
    article = excerpt.article
    paragraphs: tuple[Paragraph, ...] = ()
    if not excerpt.whole:
        paragraphs = tuple(p for p in excerpt.paragraphs if p.role != "furniture")
        if not paragraphs:
            raise QueryError(
                f"{place} is page furniture, no part of the article: cite another paragraph",
                code="citation-impossible",
            )
    address = article.url
    if linked and not address:
        raise QueryError(
            f"{article.id} has no address that a link could lead to: leave out --link",
            code="citation-impossible",
        )
    if linked and address and paragraphs:
        number = store.number(article.id)
        assert number is not None
        address += _text_directive(address, paragraphs[0], store.text(number))
    if paragraphs:
        last = f"-{paragraphs[-1].number}" if len(paragraphs) > 1 else ""
        locator = paragraphs[0].locator + last
    else:
        locator = article.id
    return Citation(
        locator=locator, article=article, address=address, paragraphs=paragraphs, quoted=quoted
    )


class _TextFragment(NamedTuple):
    """Words that a link leads to, and words before or after them that tell them from others."""

    words: str
    prefix: str = ""
    suffix: str = ""


def _text_directive(address: str, passage: Paragraph, text: Sequence[Paragraph]) -> str:
    """Return what leads from the address of an article to a passage of it.

    A text fragment (https://wicg.github.io/scroll-to-text-fragment/) as short as may be.
    """
    everything = [token.form for paragraph in text for token in tokenize(paragraph.text)]
    for fragment, forms in _text_fragments(passage, text):
        if count_runs(everything, forms) == 1:
            prefix = f"{_encode(fragment.prefix)}-," if fragment.prefix else ""
            suffix = f",-{_encode(fragment.suffix)}" if fragment.suffix else ""
            hash_sign = "" if "#" in address else "#"
            return f"{hash_sign}:~:text={prefix}{_encode(fragment.words)}{suffix}"
    raise QueryError(
        f"no words of {passage.locator} stand there alone, so no link can lead to it: "
        "leave out --link",
        code="citation-impossible",
    )


def _text_fragments(
    passage: Paragraph, text: Sequence[Paragraph]
) -> Iterator[tuple[_TextFragment, list[str]]]:
    """Give the fragments that may lead to a passage, the shortest first, each with all its words,
    folded: the first words of the passage, then all of them with words before, or after, it.
    """
    words = tokenize(passage.text)
    if not words:
        return
    for size in range(min(_FEWEST, len(words)), len(words) + 1):
        if not is_inside_word(passage.text, words[size - 1].end):
            yield _TextFragment(words=_slice(passage, words[:size])), _forms(words[:size])
    whole = _slice(passage, words)
    for paragraph in [p for p in text if p.number < passage.number][-1:]:
        before = tokenize(paragraph.text)
        for size in range(1, len(before) + 1):
            lead = before[-size:]
            fragment = _TextFragment(words=whole, prefix=_slice(paragraph, lead))
            yield fragment, _forms([*lead, *words])
    for paragraph in [p for p in text if p.number > passage.number][:1]:
        after = tokenize(paragraph.text)
        for size in range(1, len(after) + 1):
            tail = after[:size]
            fragment = _TextFragment(words=whole, suffix=_slice(paragraph, tail))
            yield fragment, _forms([*words, *tail])


def _slice(paragraph: Paragraph, words: Sequence[Token]) -> str:
    return paragraph.text[words[0].start : words[-1].end]


def _forms(words: Sequence[Token]) -> list[str]:
    return [word.form for word in words]


def _encode(words: str) -> str:
    """Escape words for a text directive, in which `-` and `,` mean something."""
    return quote(words, safe="").replace("-", "%2D")
