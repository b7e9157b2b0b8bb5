"""The digest of a corpus: the pooled digests of its articles."""

import zlib
from collections.abc import Mapping

#: Hexadecimal digits that are kept of a digest: 64 bits, enough to tell changes apart, few enough for a footnote.
DIGITS = 16


def pool_digests(digests: Mapping[str, str]) -> int:
    """Sum up the digests of articles, by id, so that those of some can be taken out of that of all."""
    return sum(
        zlib.crc32(f"{name} {digest[:DIGITS]}".encode()) * int(digest[:DIGITS], 16)
        for name, digest in digests.items()
    )
