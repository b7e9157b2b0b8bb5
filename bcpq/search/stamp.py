"""What was a result made from? Digests of corpus and articles, and a fingerprint of the ranking, to repeat it by."""

import json
import re
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from bcpq import __version__
from bcpq.errors import QueryError
from bcpq.index.bm25 import K1, B
from bcpq.index.digest import DIGITS, pool_digests
from bcpq.index.store import Store
from bcpq.model import SCALE, Article
from bcpq.search import answers as answer
from bcpq.search import expansion, ranking
from bcpq.text import relations as synonyms
from bcpq.text.tokens import ANALYSIS

#: Whatever decides the order of results, beside the corpus.
_RANKING = (
    (ANALYSIS, SCALE, K1, B),
    (ranking.W_ARTICLE, ranking.W_PAIR, ranking.W_WORD, ranking.ARTICLE_DEPTH, ranking.TEXT_DEPTH),
    (expansion.RELATED, expansion.ACRONYM, synonyms.FAMILIES),
    (
        answer.PASSAGES,
        answer.POOL,
        answer.KIND_BONUS,
        answer.THRESHOLD,
        answer.BESIDE,
        answer.NEAR,
        answer.EQUAL,
    ),
)


class Stamp(NamedTuple):
    """What tells whether a result can be had again."""

    bcpq: str  # the version
    corpus: str  # digest
    ranking: str  # fingerprint of analysis and constants
    articles: dict[str, str]  # of those in the result: id -> digest


def stamped(digest: str, articles: Iterable[Article]) -> Stamp:
    """Stamp a result, given the digest of its corpus and the articles in it."""
    ranked = f"{zlib.crc32(repr(_RANKING).encode()):08x}"
    return Stamp(
        __version__, digest, ranked, {article.id: article.digest[:DIGITS] for article in articles}
    )


def parse(text: str) -> Stamp:
    """Read a stamp: as JSON documents carry it, or any JSON document that carries one.

    Raises QueryError when there is none.
    """
    try:
        printed = re.search(
            r"^bcpq: stamp: (.*)$", text, re.MULTILINE
        )  # as --stamp prints it, among other notes
        found = json.loads(printed[1] if printed else text)
        if isinstance(found, list):  # CSL-JSON
            found = found[0]["custom"]
        found = found.get("stamp", found)
        stamp = Stamp(*(found[name] for name in Stamp._fields))
        if not isinstance(stamp.articles, dict) or not all(
            isinstance(part, str) for part in stamp[:3]
        ):
            raise TypeError
        int(stamp.corpus, 16), [int(digest, 16) for digest in stamp.articles.values()]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise QueryError(
            "that is no stamp: give what --stamp printed, or - and a JSON result on stdin"
        ) from None
    return stamp


def differences(stamp: Stamp, store: Store) -> list[str]:
    """Say what is not as it was when a stamp was made, a line each; nothing when all is the same."""
    now = {
        identifier: digest[:DIGITS] for identifier, digest in store.digests(stamp.articles).items()
    }
    found = [
        f"{identifier} {'changed' if identifier in now else 'is gone'}"
        for identifier, digest in stamp.articles.items()
        if now.get(identifier) != digest
    ]
    today = stamped(store.statistics.digest, ())
    then = pool_digests(stamp.articles)
    same = pool_digests(
        {identifier: now[identifier] for identifier in stamp.articles if identifier in now}
    )
    if (int(stamp.corpus, 16) - then - int(today.corpus, 16) + same) % 16**DIGITS:
        found.append("the rest of the corpus changed" if stamp.articles else "the corpus changed")
    if stamp.ranking != today.ranking:
        found.append("the ranking changed")
    return found
