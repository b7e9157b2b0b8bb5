"""The documents of a cluster's index: articles, paragraphs and words, written and read back.

The words are ours: fields hold our stems and forms, separated by spaces, and texts are kept but not
analysed. All that belongs to an article lies on one shard, so that it is read and written at once.

An article's number is its key, its earliest day and its id, read as one large number, so that
numbers ascend as keys do; a paragraph's number is its article's with the paragraph's at the end.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bcpq.errors import CorpusError
from bcpq.index.analysis import AnalysedArticle, AnalysedParagraph, analyse
from bcpq.index.bm25 import K1, B
from bcpq.index.digest import DIGITS, pool_digests
from bcpq.index.store import CorpusFault, StoredParagraph, normalise_address
from bcpq.model import UNDATED, AcronymEntry, Article, Document, Paragraph, PublicationDate
from bcpq.query.filters import Filters
from bcpq.text.tokens import ANALYSIS, WordForm, word_forms

#: Changes with the mapping or with what is written into it.
FORMAT = f"1/{ANALYSIS}/{K1}/{B}"
#: Letters of a word that the whitespace tokenizer takes for one, and no more.
_WORD_LENGTH = 255
#: Bytes that the name of a document may have.
_NAME_BYTES = 512
#: Bytes that a source may have: Lucene's limit of a term.
_SOURCE_BYTES = 32_766
#: Bytes of an id that leave room in a name for a paragraph's number, or a sign.
_ID_BYTES = _NAME_BYTES - 22
#: Bytes of an article's key as a number: a day, a space, and an id that fits into a name.
_KEY_BYTES = _NAME_BYTES + 16
#: Bits of a paragraph's number that count paragraphs.
_PARAGRAPH_BITS = 32
#: Numbers that a digest is stored as, and bits of each: sums of them over millions of articles are
#: exact in a floating-point number, as which a cluster sums up.
DIGEST_PARTS, DIGEST_BITS = 4, 16
#: What stands for the words of a text without any: Lucene would not count it among the texts.
_NO_WORD = "-"
_KEYWORD = {"type": "keyword"}
_SUMMED = {"type": "integer", "index": False}
_UNSCORED = {"norms": False, "index_options": "docs", "type": "text", "analyzer": "whitespace"}
_SCORED = {"type": "text", "analyzer": "whitespace", "similarity": "ours"}


def settings(shards: int) -> dict[str, Any]:
    """Return the settings of a new index of so many shards.

    Nothing is searched before it is complete, and then only what a refresh shows.
    """
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "similarity": {"ours": {"type": "BM25", "k1": K1, "b": B}},
    }


def mapping(corpus: str, faults: Sequence[CorpusFault]) -> dict[str, Any]:
    """Return the mapping of a new index, with what is known of the corpus as a whole.

    Args:
        corpus: The files it is loaded from.
        faults: What is wrong with them.
    """
    digest_parts = {f"d{i}": _SUMMED for i in range(DIGEST_PARTS)}
    return {
        "dynamic": "strict",
        "_meta": {
            "bcpq": FORMAT,
            "corpus": corpus,
            "faults": [[fault.line, fault.left_out] for fault in faults],
        },
        "_source": {"excludes": ["words", "own", "typed", "whole", "quoted"]},
        "_routing": {"required": False},
        "properties": {
            "kind": _KEYWORD,
            "article": _KEYWORD,  # its key, as articles are ordered
            "number": {"type": "integer"},
            "id": _KEYWORD,
            "source": _KEYWORD,
            "folded": _KEYWORD,  # the source, without case
            "first": {"type": "integer"},  # the earliest day, as YYYYMMDD
            "last": {"type": "integer"},
            "address": _KEYWORD,
            "sha256": _KEYWORD,
            "digest": {"properties": digest_parts},
            "words": _SCORED,  # stems of a passage, its article's title counted
            "own": _UNSCORED,  # stems of the passage itself
            "typed": {**_SCORED, "index_options": "positions"},  # its words as written, folded
            "whole": _SCORED,  # stems of an article
            "quoted": _UNSCORED,  # stems of its pull quotes
            "sums": {"properties": dict.fromkeys(("tokens", "own", "typed", "sentences"), _SUMMED)},
            "form": _KEYWORD,
            "stem": _KEYWORD,
            "record": {"type": "object", "enabled": False},
        },
    }


def described_by_bcpq(index: Any) -> Any:
    """Return the description that `mapping` gave an index; None for one that bcpq did not make."""
    description = index.get("mappings", {}).get("_meta", {})
    return description if "bcpq" in description else None


def cut_words(words: Iterable[str]) -> list[str]:
    """Return words as the index can hold them."""
    return [word[:_WORD_LENGTH] for word in words]


# Keys and numbers


def _key_of(article: Article) -> str:
    """Return an article's key, by which the corpus is ordered: its earliest day and its id."""
    return " ".join(article.order)


def number_of(key: str) -> int:
    """Return the number of the article of a key."""
    return int.from_bytes(key.encode().ljust(_KEY_BYTES, b"\0"), "big")


def key_of_number(article: int) -> str:
    """Return the key of the article of a number."""
    return article.to_bytes(_KEY_BYTES, "big").rstrip(b"\0").decode()


def id_of_number(article: int) -> str:
    """Return the id of the article of a number."""
    return key_of_number(article).partition(" ")[2]


def paragraph_number(key: str, number: int) -> int:
    """Return the number of a paragraph among all, from its article's key and its number there."""
    return number_of(key) << _PARAGRAPH_BITS | number


def article_of(paragraph: int) -> int:
    """Return the number of the article that the paragraph of a number belongs to."""
    return paragraph >> _PARAGRAPH_BITS


class DocumentPlace(NamedTuple):
    """Where a document is stored."""

    name: str
    routing: str  # decides which shard it lies on


def place_of_paragraph(paragraph: int) -> DocumentPlace:
    """Return where the document of the paragraph of a number is stored."""
    identifier = id_of_number(article_of(paragraph))
    number = paragraph & (1 << _PARAGRAPH_BITS) - 1
    return DocumentPlace(name=f"{identifier}:{number}", routing=identifier)


def _day_number(day: str) -> int:
    return int(day.replace("-", ""))


def day_of_number(number: float | None) -> str:
    """Write a day that was summed up as YYYY-MM-DD; "" for none."""
    if number is None:
        return ""
    digits = f"{int(number):08}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


# Writing


class IndexDocument(NamedTuple):
    """A document to be stored."""

    place: DocumentPlace
    content: dict[str, Any]


class ArticleDocuments(NamedTuple):
    """What an article is stored as."""

    own: list[IndexDocument]  # itself and its paragraphs
    words: list[IndexDocument]  # the words and acronyms that no article before had


class _WordForms:
    """What makes words of text for an index on a cluster: pairs of form and stem."""

    def words(self, text: str) -> list[WordForm]:
        return word_forms(text)

    def terms(self, words: Sequence[WordForm]) -> list[str]:
        return [word.stem for word in words if word.stem]


class DocumentWriter:
    """Articles on their way to documents; each word and acronym is written once."""

    def __init__(self) -> None:
        """Begin without a word."""
        self._analyser = _WordForms()
        self._written: set[str] = set()

    def write(self, document: Document) -> ArticleDocuments:
        """Turn an article into its documents.

        Raises:
            CorpusError: Its id or its source is too long for a cluster.
        """
        article = document.article
        too_long = len(article.id.encode()) > _ID_BYTES or (
            len(article.source.encode()) > _SOURCE_BYTES
        )
        if too_long:
            raise CorpusError(
                f"{article.id[:60]} has too long an id or source for a cluster: shorten it",
                code="article-malformed",
            )
        analysed = analyse(document, self._analyser)
        shared = _shared_fields(article)
        own = [
            IndexDocument(
                place=DocumentPlace(name=part.paragraph.locator, routing=article.id),
                content=_paragraph_content(part, shared, analysed.title_terms),
            )
            for part in analysed.paragraphs
        ]
        own.append(
            IndexDocument(
                place=DocumentPlace(name=article.id, routing=article.id),
                content=_article_content(analysed, shared),
            )
        )
        return ArticleDocuments(own=own, words=[*self._new_words(analysed)])

    def _new_words(self, article: AnalysedArticle[WordForm, str]) -> Iterator[IndexDocument]:
        """Write the words and acronyms that no article before had."""
        for stem in (*article.title_terms, *article.terms):
            if self._is_new(name := f"#{stem}"):
                yield _word_document(name, {"kind": "stem", "stem": stem})
        for passage in article.paragraphs:
            for word in passage.words if passage.is_passage else ():
                if word.stem and self._is_new(name := f"~{word.form}"):
                    content = {"kind": "form", "form": word.form, "stem": word.stem}
                    yield _word_document(name, content)
        for entry in article.acronyms:
            if self._is_new(name := f"@{entry.form} {' '.join(entry.stems)}"):
                record = {"is": [entry.form, entry.stems, entry.short, entry.long]}
                content = {"kind": "acronym", "form": entry.form, "stem": entry.stems[0]}
                yield _word_document(name, {**content, "record": record})

    def _is_new(self, name: str) -> bool:
        """Tell whether a document of this name can be stored and was not written before."""
        if name in self._written or len(name.encode()) > _NAME_BYTES:
            return False
        self._written.add(name)
        return True


def _word_document(name: str, content: dict[str, Any]) -> IndexDocument:
    return IndexDocument(place=DocumentPlace(name=name, routing=name), content=content)


def _shared_fields(article: Article) -> dict[str, Any]:
    """Return what every document of an article holds, so that filters need no other."""
    shared: dict[str, Any] = {
        "article": _key_of(article),
        "id": article.id,
        "source": article.source,
        "folded": article.source.casefold(),
    }
    if article.published:
        shared["first"] = _day_number(article.published.first)
        shared["last"] = _day_number(article.published.last)
    return shared


def _paragraph_content(
    part: AnalysedParagraph[WordForm, str], shared: dict[str, Any], title_terms: list[str]
) -> dict[str, Any]:
    paragraph = part.paragraph
    content = {**shared, "kind": "paragraph", "number": paragraph.number}
    if part.is_passage:
        forms = cut_words(word.form for word in part.words)
        content |= {
            "kind": "passage",
            "words": " ".join(cut_words(title_terms + part.terms)) or _NO_WORD,
            "own": " ".join(cut_words(dict.fromkeys(part.terms))),
            "typed": " ".join(forms) or _NO_WORD,
            "sums": {
                "tokens": part.token_count,
                "own": len(part.terms),
                "typed": part.word_count,
                "sentences": len(paragraph.sentences),
            },
        }
    record = [
        paragraph.number,
        paragraph.role,
        paragraph.text,
        paragraph.section,
        paragraph.lead_in,
        [*paragraph.sentences],
        paragraph.page,
        part.stored.length,
    ]
    return {**content, "record": {"is": record}}


def _article_content(
    analysed: AnalysedArticle[WordForm, str], shared: dict[str, Any]
) -> dict[str, Any]:
    article = analysed.article
    digest = pool_digests({article.id: article.digest}) % 16**DIGITS
    part = (1 << DIGEST_BITS) - 1
    published = article.published
    record = [
        article.id,
        article.source,
        article.title,
        [
            published.edtf,
            published.first,
            published.last,
            published.inferred,
            published.basis,
        ]
        if published
        else None,
        article.url,
        article.note,
        article.sha256,
        article.length,
        article.digest,
    ]
    return {
        **shared,
        "kind": "article",
        "address": normalise_address(article.url or ""),
        "sha256": article.sha256,
        "digest": {f"d{i}": digest >> DIGEST_BITS * i & part for i in range(DIGEST_PARTS)},
        "whole": " ".join(cut_words(analysed.terms)) or _NO_WORD,
        "quoted": " ".join(cut_words(dict.fromkeys(analysed.pull_quote_terms))),
        "record": {"is": record},
    }


def bulk_lines(documents: Iterable[IndexDocument]) -> Iterator[str]:
    """Write documents as a bulk request has them, two lines of JSON each."""
    for document in documents:
        place = {"_id": document.place.name, "routing": document.place.routing}
        yield json.dumps({"index": place}, ensure_ascii=False)
        yield json.dumps(document.content, ensure_ascii=False)


# Reading


def read_article(source: dict[str, Any]) -> Article:
    """Read an article's document."""
    identifier, name, title, date, url, note, sha256, length, digest = source["record"]["is"]
    published = None
    if date:
        edtf, first, last, inferred, basis = date
        published = PublicationDate(
            edtf=edtf, first=first, last=last, inferred=inferred, basis=basis
        )
    return Article(
        id=identifier,
        source=name,
        title=title,
        published=published,
        url=url,
        note=note,
        sha256=sha256,
        length=length,
        digest=digest,
    )


def read_paragraph(source: dict[str, Any]) -> StoredParagraph:
    """Read a paragraph's document."""
    number, role, text, section, lead_in, sentences, page, length = source["record"]["is"]
    paragraph = Paragraph(
        article=source["id"],
        number=number,
        role=role,
        text=text,
        section=section,
        lead_in=lead_in,
        sentences=tuple((start, end) for start, end in sentences),
        page=page,
    )
    return StoredParagraph(paragraph=paragraph, length=length)


def read_acronym(source: dict[str, Any]) -> AcronymEntry:
    """Read an acronym's document."""
    form, stems, short, long = source["record"]["is"]
    return AcronymEntry(form=form, stems=tuple(stems), short=short, long=long)


# Filters


def admitted(filters: Filters) -> list[dict[str, Any]]:
    """Write filters with whole ids as conditions on articles and paragraphs."""
    conditions: list[dict[str, Any]] = []
    for names in filters.sources:
        prefixes = [{"prefix": {"folded": name.casefold()}} for name in names]
        conditions.append({"bool": {"should": prefixes, "minimum_should_match": 1}})
    conditions += [{"terms": {"id": [*names]}} for names in filters.articles]
    if filters.has_dates:
        conditions.append(
            _dated(*_range("last", "lt", filters.since), *_range("first", "gt", filters.until))
        )
    return conditions


def only_possible(spans: Iterable[Filters]) -> dict[str, Any]:
    """Write the condition that a date only overlaps one of some spans of days."""
    alternatives = []
    for span in spans:
        dates = Filters(since=span.since, until=span.until)
        inside = _dated(*_range("first", "lt", span.since), *_range("last", "gt", span.until))
        alternatives.append({"bool": {"filter": admitted(dates), "must_not": [inside]}})
    return {"bool": {"should": alternatives, "minimum_should_match": 1}}


def _dated(*unmet: dict[str, Any]) -> dict[str, Any]:
    """Require a date that meets none of some conditions.

    Said by what must not be: OpenSearch 3 leaves out a shard on which a range that must hold holds
    nowhere, before it counts words, and so changes the scores of the others.
    """
    return {"bool": {"must_not": [{"prefix": {"article": f"{UNDATED} "}}, *unmet]}}


def _range(field: str, sign: str, day: str) -> list[dict[str, Any]]:
    return [{"range": {field: {sign: _day_number(day)}}}] if day else []
