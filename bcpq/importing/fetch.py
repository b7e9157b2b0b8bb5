"""What does an address hold? A page or a file by http or https, within bounds of size, time and redirects."""

import time
import zlib
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from bcpq import __version__
from bcpq.errors import EXTRA, AddError, explain_missing

#: At most so many bytes, seconds and redirects.
_BYTES, _SECONDS, _REDIRECTS = 20_000_000, 20.0, 5
_AGENT = f"bcpq/{__version__} (a reader's own archive)"


class Download(NamedTuple):
    """What an address gave."""

    data: bytes
    address: str  # after redirects
    kind: str  # the media type that the server named, such as `text/html`; "" for none


def fetch(address: str) -> Download:
    """Fetch an address.

    Raises ImportFault, with a reason for the reader, when it cannot be had whole and within the bounds.
    """
    try:
        import urllib3
    except ImportError:
        raise AddError(explain_missing("fetching an address", *EXTRA)) from None
    ends = time.monotonic() + _SECONDS
    here = address
    with urllib3.PoolManager(
        retries=False, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    ) as pool:
        try:
            for _ in range(_REDIRECTS + 1):
                if urlsplit(here).scheme not in ("http", "https") or not urlsplit(here).hostname:
                    raise AddError(f"{here} is no http or https address")
                left = max(ends - time.monotonic(), 0.01)
                response = pool.request(
                    "GET", here, redirect=False, preload_content=False, timeout=left
                )
                if not (location := response.get_redirect_location()):
                    return Download(_read(response, address, ends), here, _kind(response))
                response.close()
                here = urljoin(here, str(location))
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise AddError(f"cannot fetch {address}: {_reason(error)}") from None
    raise AddError(f"cannot fetch {address}: more than {_REDIRECTS} redirects")


def _kind(response: object) -> str:
    return (
        str(getattr(response, "headers", {}).get("Content-Type") or "")
        .split(";")[0]
        .strip()
        .lower()
    )


def _read(response: object, address: str, ends: float) -> bytes:
    status = int(getattr(response, "status", 0))
    if status != 200:
        raise AddError(f"cannot fetch {address}: the server answers {status}")
    data = bytearray()
    while part := response.read1(65_536, decode_content=False):  # type: ignore[attr-defined]
        data += part
        if len(data) > _BYTES:
            raise AddError(f"{address} has more than {_BYTES // 10**6} MB")
        if time.monotonic() > ends:
            raise AddError(f"cannot fetch {address}: it takes longer than {_SECONDS:.0f} s")
    encoding = (
        str(getattr(response, "headers", {}).get("Content-Encoding") or "identity").strip().lower()
    )
    return _decoded(bytes(data), encoding, address)


def _decoded(data: bytes, encoding: str, address: str) -> bytes:
    """Undo a compression that was not asked for, as far as the bound of size allows."""
    if encoding in ("identity", ""):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise AddError(f"cannot read {address}: it is compressed as {encoding}")
    opened = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = opened.decompress(data, _BYTES + 1)
    except zlib.error as error:
        raise AddError(f"cannot read {address}: {error}") from None
    if len(plain) > _BYTES:
        raise AddError(f"{address} has more than {_BYTES // 10**6} MB")
    if not opened.eof:
        raise AddError(f"cannot read {address}: it is cut off")
    return plain


def _reason(error: Exception) -> str:
    """Word a network error without the names of Python's objects."""
    try:
        import urllib3
    except ImportError:
        raise AddError(explain_missing("fetching an address", *EXTRA)) from None
    match error:
        case urllib3.exceptions.NameResolutionError():
            return "there is no such host"
        case urllib3.exceptions.NewConnectionError():
            return "nothing answers there"
        case urllib3.exceptions.TimeoutError():
            return f"no answer within {_SECONDS:.0f} s"
        case urllib3.exceptions.IncompleteRead() | urllib3.exceptions.ProtocolError():
            return "it was cut off"
        case urllib3.exceptions.SSLError():
            return "its certificate cannot be trusted"
    return str(error).split("\n")[0]
