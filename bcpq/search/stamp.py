"""The stamp of a result: digests of corpus and articles, and a fingerprint of the ranking.

With it a reader can tell later whether a result can be had again.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from bcpq import __version__
from bcpq.errors import QueryError
from bcpq.index.bm25 import K1, B
from bcpq.index.digest import DIGITS, pool_digests
from bcpq.index.store import Store
from bcpq.model import SCALE, Article, Stamp
from bcpq.query.question import FRAME
from bcpq.search.answers import BESIDE, EQUAL, KIND_BONUS, NEAR, PASSAGES, POOL, THRESHOLD
from bcpq.search.expansion import ACRONYM, MAX_READ, RELATED
from bcpq.search.ranking import ARTICLE_DEPTH, TEXT_DEPTH, W_ARTICLE, W_PAIR, W_WORD
from bcpq.text.relations import FAMILIES
from bcpq.text.tokens import ANALYSIS

#: The constants and word lists that decide the order of results. What a change of code alone
#: changes is told by the version.
_RANKING = (
    (ANALYSIS, SCALE, K1, B),
    (W_ARTICLE, W_PAIR, W_WORD, ARTICLE_DEPTH, TEXT_DEPTH),
    (RELATED, ACRONYM, MAX_READ, FAMILIES),
    (PASSAGES, POOL, KIND_BONUS, THRESHOLD, BESIDE, NEAR, EQUAL, sorted(FRAME)),
)
#: A stamp as --stamp prints it, among other notes.
_PRINTED = re.compile(r"^bcpq: stamp: (.*)$", re.MULTILINE)


def make_stamp(digest: str, articles: Iterable[Article]) -> Stamp:
    """Make the stamp of a result.

    Args:
        digest: The digest of the corpus.
        articles: The articles in the result.
    """
    return Stamp(
        bcpq=__version__,
        corpus=digest,
        ranking=f"{zlib.crc32(repr(_RANKING).encode()):08x}",
        articles={article.id: article.digest[:DIGITS] for article in articles},
    )


def parse_stamp(text: str) -> Stamp:
    """Read a stamp: as `--stamp` prints it, or a JSON document that carries one.

    Raises:
        QueryError: There is none.
    """
    try:
        return _read_stamp(text)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise QueryError(
            "that is no stamp: give what --stamp printed, or - and a JSON result on stdin",
            code="stamp-invalid",
        ) from None


def _read_stamp(text: str) -> Stamp:
    """Read a stamp; any of the errors of reading JSON says that there is none."""
    import json  # not for a result that is only stamped

    printed = _PRINTED.search(text)
    document: Any = json.loads(printed[1] if printed else text)
    if isinstance(document, list):  # CSL-JSON
        document = document[0]["custom"]
    fields = document.get("stamp", document)
    stamp = Stamp(
        bcpq=fields["bcpq"],
        corpus=fields["corpus"],
        ranking=fields["ranking"],
        articles=fields["articles"],
    )
    if not isinstance(stamp.articles, dict):
        raise TypeError
    if not all(isinstance(part, str) for part in (stamp.bcpq, stamp.corpus, stamp.ranking)):
        raise TypeError
    for digest in (stamp.corpus, *stamp.articles.values()):
        int(digest, 16)
    return stamp


def list_differences(stamp: Stamp, store: Store) -> list[str]:
    """List what is not as it was when a stamp was made, a line each; nothing when all is."""
    digests = {
        identifier: digest[:DIGITS] for identifier, digest in store.digests(stamp.articles).items()
    }
    differences = [
        f"{identifier} {'changed' if identifier in digests else 'is gone'}"
        for identifier, digest in stamp.articles.items()
        if digests.get(identifier) != digest
    ]
    today = make_stamp(store.statistics.digest, ())
    if _rest_of_corpus(stamp.corpus, stamp.articles) != _rest_of_corpus(today.corpus, digests):
        rest_changed = "the rest of the corpus changed"
        differences.append(rest_changed if stamp.articles else "the corpus changed")
    if stamp.ranking != today.ranking:
        differences.append("the ranking changed")
    return differences


def _rest_of_corpus(digest: str, articles: Mapping[str, str]) -> int:
    """Take the digests of some articles out of that of a corpus."""
    rest: int = (int(digest, 16) - pool_digests(articles)) % 16**DIGITS
    return rest
