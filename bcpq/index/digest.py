"""The digest of a corpus: the digests of its articles, pooled."""

import zlib
from collections.abc import Mapping

#: Hexadecimal digits that are kept of a digest: 64 bits, enough to tell changes apart, few enough
#: for a footnote.
DIGITS = 16


def pool_digests(digests: Mapping[str, str]) -> int:
    """Sum up the digests of articles, so that those of some can be taken out of the sum of all.

    Args:
        digests: Digests in hexadecimal, by the id of their article.

    Returns:
        A sum that does not depend on their order; its last DIGITS digits are a corpus's digest.
    """
    return sum(
        zlib.crc32(f"{name} {digest[:DIGITS]}".encode()) * int(digest[:DIGITS], 16)
        for name, digest in digests.items()
    )
