"""A front for a cluster: TLS and a login, as a managed one has, before nodes that have neither."""

import base64
import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import trustme


class Front(NamedTuple):
    """Where the front is, and what it takes to be let in."""

    host: str
    ca_file: Path
    user: str
    password: str
    asked: list[str]  # the paths that were asked for, and let through


@contextmanager
def front(node: str, folder: Path) -> Iterator[Front]:
    """Stand before a node."""
    authority = trustme.CA()
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    wanted = "Basic " + base64.b64encode(b"reader:secret").decode()
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != wanted:
                self._give(401, b"Unauthorized", "text/plain")
                return
            asked.append(self.path)
            host, _, port = node.partition(":")
            onward = http.client.HTTPConnection(host, int(port), timeout=30)
            onward.request(self.command, self.path, body, {"Content-Type": "application/json"})
            answer = onward.getresponse()
            self._give(
                answer.status, answer.read(), answer.headers.get("Content-Type", "application/json")
            )
            onward.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass

        def _give(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Front(f"localhost:{server.server_port}", ca_file, "reader", "secret", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
