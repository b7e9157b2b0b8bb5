"""The download of a page or a file by http or https, within bounds of size, time and redirects."""

import time
import zlib
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from bcpq import __version__
from bcpq.errors import EXTRA, AddError, explain_missing

#: A page has one or two megabytes, a long printed report ten.
_MAX_BYTES = 20_000_000
#: As long as a person waits for an answer.
_SECONDS = 20.0
#: From http to https, to the host with www, to the article's new address, and two to spare.
_MAX_REDIRECTS = 5
#: Bytes that are read at once.
_CHUNK = 65_536
#: Seconds that are left for a request when there are none: urllib3 takes no time-out of 0.
_LEAST_SECONDS = 0.01
_AGENT = f"bcpq/{__version__} (a reader's own archive)"


class Download(NamedTuple):
    """What an address gave."""

    data: bytes
    address: str  # after redirects
    media_type: str  # as the server names it, such as `text/html`; "" for none


def fetch(
    address: str,
    *,
    max_bytes: int = _MAX_BYTES,
    seconds: float = _SECONDS,
    max_redirects: int = _MAX_REDIRECTS,
) -> Download:
    """Fetch what stands at an address.

    Args:
        address: An http or https address.
        max_bytes: How much is taken at most, compressed or not.
        seconds: How long it may take in all.
        max_redirects: How many redirects are followed.

    Raises:
        AddError: It cannot be had whole and within the bounds.
    """
    try:
        import urllib3
    except ImportError:
        raise AddError(
            explain_missing("fetching an address", *EXTRA), code="extra-missing"
        ) from None
    deadline = time.monotonic() + seconds
    location = address
    with urllib3.PoolManager(
        retries=False, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    ) as pool:
        try:
            for _ in range(max_redirects + 1):
                parts = urlsplit(location)
                if parts.scheme not in ("http", "https") or not parts.hostname:
                    raise _failure(f"{location} is no http or https address")
                left = max(deadline - time.monotonic(), _LEAST_SECONDS)
                response = pool.request(
                    "GET", location, redirect=False, preload_content=False, timeout=left
                )
                redirect = response.get_redirect_location()
                if not redirect:
                    data = _read_body(response, address, max_bytes, deadline, seconds)
                    return Download(
                        data=data, address=location, media_type=_read_media_type(response)
                    )
                response.close()
                location = urljoin(location, str(redirect))
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            reason = _explain(error, seconds)
            raise _failure(f"cannot fetch {address}: {reason}") from None
    raise _failure(f"cannot fetch {address}: more than {max_redirects} redirects")


def _failure(message: str) -> AddError:
    return AddError(message, code="fetch-failed")


def _read_media_type(response: Any) -> str:
    header = str(response.headers.get("Content-Type") or "")
    return header.split(";")[0].strip().lower()


def _read_body(
    response: Any, address: str, max_bytes: int, deadline: float, seconds: float
) -> bytes:
    if response.status != 200:
        raise _failure(f"cannot fetch {address}: the server answers {response.status}")
    data = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=False):
        data += chunk
        if len(data) > max_bytes:
            raise _too_large(address, max_bytes)
        if time.monotonic() > deadline:
            raise _failure(f"cannot fetch {address}: it takes longer than {seconds:.0f} s")
    encoding = str(response.headers.get("Content-Encoding") or "").strip().lower()
    return _decompress(bytes(data), encoding, address, max_bytes)


def _decompress(data: bytes, encoding: str, address: str, max_bytes: int) -> bytes:
    """Undo a compression that was not asked for, as far as the bound of size allows."""
    if encoding in ("identity", ""):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _failure(f"cannot read {address}: it is compressed as {encoding}")
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: by gzip's or zlib's header
    try:
        plain = decompressor.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise _failure(f"cannot read {address}: {error}") from None
    if len(plain) > max_bytes:
        raise _too_large(address, max_bytes)
    if not decompressor.eof:
        raise _failure(f"cannot read {address}: it is cut off")
    return plain


def _too_large(address: str, max_bytes: int) -> AddError:
    return _failure(f"{address} has more than {max_bytes // 10**6} MB")


def _explain(error: Exception, seconds: float) -> str:
    """Word a network error without the names of Python's objects."""
    from urllib3 import exceptions

    match error:
        case exceptions.NameResolutionError():
            return "there is no such host"
        case exceptions.NewConnectionError():
            return "nothing answers there"
        case exceptions.TimeoutError():
            return f"no answer within {seconds:.0f} s"
        case exceptions.ProtocolError():  # IncompleteRead is one
            return "it was cut off"
        case exceptions.SSLError():
            return "its certificate cannot be trusted"
    return str(error).split("\n")[0]
