"""What stands in a cluster's index? Articles, paragraphs and words as documents, and back.

The words are ours: fields hold our stems and forms, parted by spaces, and texts are kept but not analysed. All that
belongs to an article lies on one shard, so that it is read and written at once.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bcpq.corpus.paragraphs import paragraphs
from bcpq.errors import CorpusError
from bcpq.index.bm25 import K1, B, quantise
from bcpq.index.digest import DIGITS, pool_digests
from bcpq.index.store import StoredParagraph, normalise_address
from bcpq.model import (
    ASIDE_ROLES,
    PASSAGE_ROLES,
    UNDATED,
    Article,
    Document,
    Paragraph,
    PublicationDate,
)
from bcpq.query.filters import Filters
from bcpq.text.acronyms import AcronymEntry, find_acronyms
from bcpq.text.tokens import ANALYSIS, stem_words, words

#: Changes with the mapping or with what is written into it.
FORMAT = f"1/{ANALYSIS}/{K1}/{B}"
#: What the whitespace tokenizer takes for one word, and no more.
_LONGEST = 255
#: Bytes that the name of a document may have.
_NAME = 512
#: Bytes that a source may have: Lucene's limit of a term.
_SOURCE = 32_766
#: Bytes of an article's key as a number: a day, a space, and an id that fits into a name.
_WIDTH = _NAME + 16
#: Bits of a passage's number that count paragraphs.
_BITS = 32
#: What stands for the words of a text without any: Lucene would not count it among the texts.
_NO_WORD = "-"
_KEYWORD = {"type": "keyword"}
_SUMMED = {"type": "integer", "index": False}
_NEEDLESS = {"norms": False, "index_options": "docs", "type": "text", "analyzer": "whitespace"}
_SCORED = {"type": "text", "analyzer": "whitespace", "similarity": "ours"}


def settings(shards: int) -> dict[str, Any]:
    """Describe a new index: nothing is searched before it is complete, and then only what `refresh` shows."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "similarity": {"ours": {"type": "BM25", "k1": K1, "b": B}},
    }


def mapping(corpus: str, faults: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    """Describe the documents, and what is known of the corpus as a whole."""
    return {
        "dynamic": "strict",
        "_meta": {
            "bcpq": FORMAT,
            "corpus": corpus,
            "faults": [[line, fatal] for line, fatal in faults],
        },
        "_source": {"excludes": ["words", "own", "typed", "whole", "quoted"]},
        "_routing": {"required": False},
        "properties": {
            "kind": _KEYWORD,
            "article": _KEYWORD,  # its day and id, as articles are ordered
            "number": {"type": "integer"},
            "id": _KEYWORD,
            "source": _KEYWORD,
            "folded": _KEYWORD,  # the source, without case
            "first": {"type": "integer"},  # the earliest day, as YYYYMMDD
            "last": {"type": "integer"},
            "address": _KEYWORD,
            "sha256": _KEYWORD,
            "digest": {"properties": {f"d{i}": _SUMMED for i in range(4)}},  # sixteen bits each
            "words": _SCORED,  # stems of a passage, its article's title counted
            "own": _NEEDLESS,  # stems of the passage itself
            "typed": {**_SCORED, "index_options": "positions"},  # its words as written, folded
            "whole": _SCORED,  # stems of an article
            "quoted": _NEEDLESS,  # stems of its pull quotes
            "sums": {"properties": dict.fromkeys(("tokens", "own", "typed", "sentences"), _SUMMED)},
            "form": _KEYWORD,
            "stem": _KEYWORD,
            "record": {"type": "object", "enabled": False},
        },
    }


def cut(said: Iterable[str]) -> list[str]:
    """Give words as the index can hold them."""
    return [word[:_LONGEST] for word in said]


def _key_of(article: Article) -> str:
    """Write an article's place in the order of the corpus: its earliest day, then its id."""
    return " ".join(article.order)


def number_of(key: str) -> int:
    """Read an article's key as a number, so that numbers ascend as keys do."""
    return int.from_bytes(key.encode().ljust(_WIDTH, b"\0"), "big")


def key(article: int) -> str:
    """Write an article's number as its key."""
    return article.to_bytes(_WIDTH, "big").rstrip(b"\0").decode()


def identifier(article: int) -> str:
    """Give the id of the article of a number."""
    return key(article).partition(" ")[2]


def passage(article: str, number: int) -> int:
    """Give a paragraph's number, from its article's key."""
    return number_of(article) << _BITS | number


def article_of(passage: int) -> int:
    """Give the number of the article that a paragraph belongs to."""
    return passage >> _BITS


def place_of(passage: int) -> tuple[str, str]:
    """Name the document of a paragraph, and where it lies."""
    name = identifier(passage >> _BITS)
    return f"{name}:{passage & (1 << _BITS) - 1}", name


def _day(text: str) -> int:
    return int(text.replace("-", ""))


def days(number: float | None) -> str:
    """Write a day that was summed up as YYYY-MM-DD; "" for none."""
    digits = "" if number is None else f"{int(number):08}"
    return digits and f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


Stored = tuple[str, str, dict[str, Any]]
"""A document to be stored: its name, where it lies, and what it holds."""


class Writer:
    """Articles on their way to documents; each word and acronym is told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def documents(self, document: Document) -> tuple[list[Stored], list[Stored]]:
        """Turn an article into its own document and those of its paragraphs, and those of words not told before."""
        article = document.article
        if len(article.id.encode()) > _NAME - 22 or len(article.source.encode()) > _SOURCE:
            raise CorpusError(
                f"{article.id[:60]} has too long an id or source for a cluster: shorten it"
            )
        title = stem_words(article.title or "")
        split = list(paragraphs(document))
        shared = _shared(article)
        entries: list[Stored] = []
        new = [entry for stem in title for entry in self._stem(stem)]
        whole = [] if any(row.role == "title" for row in split) else [*title]
        quoted: list[str] = []
        for row in split:
            said = words(row.text)
            own = [stem for _, stem in said if stem]
            if row.role not in ASIDE_ROLES:
                whole += own
                new += [entry for stem in own for entry in self._stem(stem)]
                new += [
                    entry for spelled in find_acronyms(row.text) for entry in self._acronym(spelled)
                ]
            elif row.role == "pullquote":
                quoted += own
            content: dict[str, Any] = {**shared, "kind": "paragraph", "number": row.number}
            length = 0
            if row.role in PASSAGE_ROLES:
                new += [entry for form, stem in said if stem for entry in self._form(form, stem)]
                content |= {"kind": "passage", **_searchable(row, title, said, own)}
                length = quantise(max(len(title) + len(own), 1))
            content["record"] = {"is": [*row[1:6], [*row.sentences], row.page, length]}
            entries.append((row.locator, article.id, content))
        entries.append((article.id, article.id, _provenance(article, shared, whole, quoted)))
        return entries, new

    def _form(self, form: str, stem: str) -> Iterator[Stored]:
        if self._new(name := f"~{form}"):
            yield name, name, {"kind": "form", "form": form, "stem": stem}

    def _stem(self, stem: str) -> Iterator[Stored]:
        if self._new(name := f"#{stem}"):
            yield name, name, {"kind": "stem", "stem": stem}

    def _acronym(self, spelled: AcronymEntry) -> Iterator[Stored]:
        form, long, *shown = spelled
        if self._new(name := f"@{form} {' '.join(long)}"):
            record = {"is": [form, long, *shown]}
            yield name, name, {"kind": "acronym", "form": form, "stem": long[0], "record": record}

    def _new(self, name: str) -> bool:
        if name in self._told or len(name.encode()) > _NAME:
            return False
        self._told.add(name)
        return True


def _shared(article: Article) -> dict[str, Any]:
    """Give what every document of an article holds, so that filters need no other."""
    source = {"source": article.source, "folded": article.source.casefold()}
    shared: dict[str, Any] = {"article": _key_of(article), "id": article.id, **source}
    if article.published:
        shared |= {"first": _day(article.published.first), "last": _day(article.published.last)}
    return shared


def _searchable(
    row: Paragraph, title: list[str], said: list[tuple[str, str]], own: list[str]
) -> dict[str, Any]:
    tokens, typed = max(len(title) + len(own), 1), max(len(said), 1)
    return {
        "words": " ".join(cut(title + own)) or _NO_WORD,
        "own": " ".join(cut(dict.fromkeys(own))),
        "typed": " ".join(cut(form for form, _ in said)) or _NO_WORD,
        "sums": {
            "tokens": tokens,
            "own": len(own),
            "typed": typed,
            "sentences": len(row.sentences),
        },
    }


def _provenance(
    article: Article, shared: dict[str, Any], whole: list[str], quoted: list[str]
) -> dict[str, Any]:
    share = pool_digests({article.id: article.digest}) % 16**DIGITS
    return {
        **shared,
        "kind": "article",
        "address": normalise_address(article.url or ""),
        "sha256": article.sha256,
        "digest": {f"d{i}": share >> 16 * i & 0xFFFF for i in range(4)},
        "whole": " ".join(cut(whole)) or _NO_WORD,
        "quoted": " ".join(cut(dict.fromkeys(quoted))),
        "record": {"is": [*article]},
    }


def lines(found: Iterable[Stored]) -> Iterator[str]:
    """Write documents as a bulk request has them."""
    for name, place, content in found:
        yield json.dumps({"index": {"_id": name, "routing": place}}, ensure_ascii=False)
        yield json.dumps(content, ensure_ascii=False)


def article(source: dict[str, Any]) -> Article:
    """Read an article's document."""
    is_ = Article(*source["record"]["is"])
    return is_._replace(published=PublicationDate(*is_.published) if is_.published else None)


def row(source: dict[str, Any]) -> StoredParagraph:
    """Read a paragraph's document."""
    number, role, text, section, lead_in, sentences, page, count = source["record"]["is"]
    ranges = tuple((start, end) for start, end in sentences)
    return StoredParagraph(
        Paragraph(source["id"], number, role, text, section, lead_in, ranges, page), count
    )


def spelled(source: dict[str, Any]) -> AcronymEntry:
    """Read an acronym's document."""
    form, stems, short, long = source["record"]["is"]
    return AcronymEntry(form, tuple(stems), short, long)


def through(filters: Filters) -> list[dict[str, Any]]:
    """Write filters with whole ids as conditions on articles and paragraphs."""
    found: list[dict[str, Any]] = [
        _any({"prefix": {"folded": name.casefold()}} for name in names) for names in filters.sources
    ]
    found += [{"terms": {"id": [*names]}} for names in filters.articles]
    if filters.has_dates:
        found.append(
            _dated(*_beyond("last", "lt", filters.since), *_beyond("first", "gt", filters.until))
        )
    return found


def _any(conditions: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": [*conditions], "minimum_should_match": 1}}


def _dated(*apart: dict[str, Any]) -> dict[str, Any]:
    """Require a date that meets none of some conditions.

    Said by what must not be: OpenSearch 3 leaves out a shard on which a range that must hold holds nowhere, before it
    counts words, and so changes the scores of the others.
    """
    return {"bool": {"must_not": [{"prefix": {"article": f"{UNDATED} "}}, *apart]}}


def _beyond(field: str, sign: str, day: str) -> list[dict[str, Any]]:
    return [{"range": {field: {sign: _day(day)}}}] if day else []


def unsure(spans: Iterable[Filters]) -> dict[str, Any]:
    """Write the condition that a date only overlaps one of some spans of days."""
    either = []
    for span in spans:
        dates = Filters(since=span.since, until=span.until)
        inside = _dated(*_beyond("first", "lt", span.since), *_beyond("last", "gt", span.until))
        either.append({"bool": {"filter": through(dates), "must_not": [inside]}})
    return {"bool": {"should": either, "minimum_should_match": 1}}
