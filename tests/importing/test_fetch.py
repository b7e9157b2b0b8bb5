"""Addresses, against a server that misbehaves in every way."""

import gzip
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bcpq.errors import AddError
from bcpq.importing.fetch import fetch

PAGE = "<html><body><p>Ä page.</p></body></html>"
#: A small download that is large when it is opened.
BOMB = gzip.compress(b"0" * 50_000_000)
#: Bytes that a test lets an address have, where it is about their number.
LIMIT = 100_000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        getattr(self, f"_{self.path.strip('/').split('/')[0]}", self._missing)()

    def _number(self) -> int:
        return int(self.path.rpartition("/")[2])

    def _send(
        self, data: bytes, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def _page(self) -> None:
        self._send(PAGE.encode(), Content_Type="text/HTML; charset=utf-8")

    def _bare(self) -> None:
        self._send(PAGE.encode())

    def _missing(self) -> None:
        self._send(b"no", 404)

    def _accepted(self) -> None:
        self._send(b"no", 202)

    def _moved(self) -> None:
        """Redirect as often as the path says."""
        left = self._number() - 1
        self._send(b"", 302, Location=f"/moved/{left}" if left else "/page")

    def _loop(self) -> None:
        self._send(b"", 302, Location="/loop")

    def _elsewhere(self) -> None:
        self._send(b"", 302, Location="file:///etc/passwd")

    def _cut(self) -> None:
        self._send(b"only this", length=1_000)
        self.close_connection = True

    def _slow(self) -> None:
        """Send as many bytes as the path says, one every 50 ms."""
        self.send_response(200)
        self.send_header("Content-Length", str(self._number()))
        self.end_headers()
        for _ in range(self._number()):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def _silent(self) -> None:
        time.sleep(4)

    def _bytes(self) -> None:
        self._send(b"x" * self._number())

    def _gzip(self) -> None:
        self._send(gzip.compress(b"x" * self._number()), Content_Encoding="GZip")

    def _zlib(self) -> None:
        self._send(zlib.compress(PAGE.encode()), Content_Encoding="deflate")

    def _bomb(self) -> None:
        self._send(BOMB, Content_Encoding="gzip")

    def _half(self) -> None:
        self._send(gzip.compress(PAGE.encode())[:-12], Content_Encoding="gzip")

    def _liar(self) -> None:
        self._send(PAGE.encode(), Content_Encoding="gzip")

    def _brotli(self) -> None:
        self._send(b"?", Content_Encoding="br")

    def _nonsense(self) -> None:
        self.wfile.write(b"hello\r\n\r\n")
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: readers go away on purpose."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve pages on a port of their own."""
    with _Server(("127.0.0.1", 0), _Handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


@pytest.mark.parametrize("path", ["page", "moved/1", "moved/5"])
def test_a_page(server: str, path: str) -> None:
    """A page is had byte for byte, with its address after redirects and its media type."""
    download = fetch(f"{server}/{path}")
    assert download.data.decode() == PAGE
    assert download.address == f"{server}/page"
    assert download.media_type == "text/html"


def test_what_the_server_does_not_say(server: str) -> None:
    """A server need not name a media type, and may compress unasked."""
    assert fetch(f"{server}/bare").media_type == ""
    assert fetch(f"{server}/zlib").data.decode() == PAGE


#: What is asked for, and why it is refused.
REFUSED = {
    "missing": "cannot fetch {}: the server answers 404",
    "accepted": "cannot fetch {}: the server answers 202",
    "moved/6": "cannot fetch {}: more than 5 redirects",
    "loop": "cannot fetch {}: more than 5 redirects",
    "elsewhere": "file:///etc/passwd is no http or https address",
    "cut": "cannot fetch {}: it was cut off",
    "slow/100": "cannot fetch {}: it takes longer than 2 s",
    "silent": "cannot fetch {}: no answer within 2 s",
    "bytes/2000001": "{} has more than 2 MB",
    "bomb": "{} has more than 2 MB",
    "half": "cannot read {}: it is cut off",
    "liar": "cannot read {}: ",
    "brotli": "cannot read {}: it is compressed as br",
    "nonsense": "cannot fetch {}: ",
}


@pytest.mark.parametrize("path", REFUSED)
def test_refused(server: str, path: str) -> None:
    """Whatever a server does, there is an end to it within the bounds, and one line says why."""
    start = time.monotonic()
    seconds = 2 if path in ("slow/100", "silent") else 60
    with pytest.raises(AddError) as raised:
        fetch(f"{server}/{path}", seconds=seconds, max_bytes=2_000_000)
    assert str(raised.value).startswith(REFUSED[path].format(f"{server}/{path}"))
    assert "\n" not in str(raised.value)
    assert raised.value.code == "fetch-failed"
    assert time.monotonic() - start < 2 * seconds


@pytest.mark.parametrize("kind", ["bytes", "gzip"])
def test_the_bound_of_size(server: str, kind: str) -> None:
    """As many bytes as are allowed are taken, and not one more, compressed or not."""
    assert len(fetch(f"{server}/{kind}/{LIMIT}", max_bytes=LIMIT).data) == LIMIT
    with pytest.raises(AddError, match="has more than"):
        fetch(f"{server}/{kind}/{LIMIT + 1}", max_bytes=LIMIT)


@pytest.mark.parametrize("allowed", [0, 1, 3])
def test_the_bound_of_redirects(server: str, allowed: int) -> None:
    """As many redirects as are allowed are followed, and not one more."""
    path = f"moved/{allowed}" if allowed else "page"
    assert fetch(f"{server}/{path}", max_redirects=allowed).data.decode() == PAGE
    with pytest.raises(AddError, match=f"more than {allowed} redirects"):
        fetch(f"{server}/moved/{allowed + 1}", max_redirects=allowed)


def test_what_takes_a_while(server: str) -> None:
    """What comes slowly, but within the bound of time, is waited for."""
    assert len(fetch(f"{server}/slow/4").data) == 4


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/x", "ftp://example.org/x is no http or https address"),
        ("file:///etc/passwd", "file:///etc/passwd is no http or https address"),
        ("http://", "http:// is no http or https address"),
        ("http://127.0.0.1:1/", "cannot fetch http://127.0.0.1:1/: nothing answers there"),
        ("http://no.invalid/", "cannot fetch http://no.invalid/: there is no such host"),
    ],
)
def test_no_address(address: str, reason: str) -> None:
    """Only http and https are fetched; where nothing answers, that is said."""
    with pytest.raises(AddError) as raised:
        fetch(address)
    assert str(raised.value) == reason


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the line names the one command to run."""
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(AddError, match="needs the extra import: .* install ") as raised:
        fetch("https://example.org/")
    assert raised.value.code == "extra-missing"
