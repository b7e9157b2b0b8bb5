"""Addresses, against a server that misbehaves in every way."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bcpq.errors import AddError
from bcpq.importing import fetch as web

PAGE = "<html><body><p>Ä page.</p></body></html>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        getattr(self, f"_{self.path.strip('/').split('/')[0]}", self._missing)()

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
        self._send(PAGE.encode(), Content_Type="text/html; charset=utf-8")

    def _missing(self) -> None:
        self._send(b"no", 404)

    def _moved(self) -> None:
        self._send(b"", 302, Location="/page")

    def _loop(self) -> None:
        self._send(b"", 302, Location="/loop")

    def _elsewhere(self) -> None:
        self._send(b"", 302, Location="file:///etc/passwd")

    def _cut(self) -> None:
        self._send(b"only this", length=1_000)
        self.close_connection = True

    def _slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def _silent(self) -> None:
        time.sleep(3)

    def _huge(self) -> None:
        self._send(b"x" * 3_000_000)

    def _gzip(self) -> None:
        self._send(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def _bomb(self) -> None:
        self._send(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")

    def _half(self) -> None:
        self._send(gzip.compress(PAGE.encode())[:-12], Content_Encoding="gzip")

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


def test_a_page(server: str) -> None:
    """A page is had byte for byte, with its address after redirects and what the server calls it."""
    for path in ("page", "moved"):
        found = web.fetch(f"{server}/{path}")
        assert (found.data.decode(), found.address, found.kind) == (
            PAGE,
            f"{server}/page",
            "text/html",
        )
    assert web.fetch(f"{server}/gzip").data.decode() == PAGE


#: What is asked for, and why it is refused.
REFUSED = {
    "missing": "the server answers 404",
    "loop": "more than 5 redirects",
    "elsewhere": "file:///etc/passwd is no http or https address",
    "cut": "it was cut off",
    "slow": "it takes longer than 1 s",
    "silent": "no answer within 1 s",
    "huge": "has more than 2 MB",
    "bomb": "has more than 2 MB",
    "half": "it is cut off",
    "brotli": "it is compressed as br",
    "nonsense": "cannot fetch",
}


@pytest.mark.parametrize("path", REFUSED)
def test_refused(server: str, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Whatever a server does, there is an end to it within the bounds, and one line that says why."""
    monkeypatch.setattr(web, "_SECONDS", 1.0)
    monkeypatch.setattr(web, "_BYTES", 2_000_000)
    start = time.monotonic()
    with pytest.raises(AddError) as raised:
        web.fetch(f"{server}/{path}")
    assert REFUSED[path] in str(raised.value)
    assert "\n" not in str(raised.value)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "address", ["ftp://example.org/x", "file:///etc/passwd", "http://", "http://127.0.0.1:1/"]
)
def test_no_address(address: str) -> None:
    """Only http and https are fetched; where nothing answers, that is said."""
    with pytest.raises(AddError):
        web.fetch(address)
