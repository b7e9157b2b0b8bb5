"""How is a cluster talked to? Requests that succeed whole, or fail with a line for the reader."""

import os
import random
import time
from collections.abc import Collection, Iterable, Mapping
from netrc import NetrcParseError, netrc
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bcpq.errors import CorpusError, StoreError, explain_missing

#: Where OpenSearch listens unless told otherwise.
_PORT = 9200
#: Seconds until an answer is given up, of a search and of a write.
_READ, _WRITE = 15, 60
#: How often a search and a write are tried, and how many seconds are waited before the second time, twice as many
#: before the next and so on, with some chance in it so that many clients do not come back at once. A reader waits four
#: seconds in all; a writer half a minute, in which other nodes take over the shards of one that is lost.
_TRIES, _WRITE_TRIES, _PAUSE = 5, 8, 0.25
#: What a node answers that is busy, or that lost sight of the others: asking again may help.
_AGAIN = {429, 500, 502, 503, 504}


class ClusterAddress(NamedTuple):
    """Where a corpus is kept."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    secure: bool

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch{'s' if self.secure else ''}://{hosts}/{self.name}"


def parse(text: str) -> ClusterAddress:
    """Read an address such as opensearch://one:9200,two:9200/news.

    Raises CorpusError when it is none, or holds a password.
    """
    scheme, _, rest = text.partition("://")
    hosts, _, name = rest.partition("/")
    example = "write opensearch://HOST:9200/NAME, or opensearchs:// for TLS"
    if "@" in rest:
        raise CorpusError(
            "leave the login out of the address: set BCPQ_OPENSEARCH_USER and BCPQ_OPENSEARCH_PASSWORD"
        )
    name = name.strip("/")
    if (
        not name
        or name != name.lower()
        or not name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    ):
        raise CorpusError(
            f"{text} names no corpus in small letters, digits, '-', '_' and '.': {example}"
        )
    if not name[0].isalnum():
        raise CorpusError(f"{name} is no name of a corpus: begin with a letter or digit")
    found = []
    for host in hosts.split(","):
        try:
            parts = urlsplit(f"//{host}")
            found.append((parts.hostname or "", parts.port or _PORT))
        except ValueError:
            raise CorpusError(f"{host} is no host and port: {example}") from None
        if not parts.hostname or parts.netloc != host:
            raise CorpusError(f"{text} names no host: {example}")
    return ClusterAddress(tuple(found), name, scheme.lower() == "opensearchs")


def _login(address: ClusterAddress) -> tuple[str, str] | None:
    """Find the login: in the environment, or in the reader's netrc file."""
    if user := os.environ.get("BCPQ_OPENSEARCH_USER"):
        if "BCPQ_OPENSEARCH_PASSWORD" not in os.environ:
            raise CorpusError(
                "BCPQ_OPENSEARCH_USER is set, and its password is not: set BCPQ_OPENSEARCH_PASSWORD"
            )
        return user, os.environ["BCPQ_OPENSEARCH_PASSWORD"]
    try:
        known = netrc(os.environ.get("NETRC"))
    except FileNotFoundError:
        return None
    except (NetrcParseError, OSError, UnicodeDecodeError) as error:
        line = (
            f", line {error.lineno}" if isinstance(error, NetrcParseError) and error.lineno else ""
        )
        raise CorpusError(
            f"cannot read the logins in netrc{line}: mend it, or set BCPQ_OPENSEARCH_USER"
        ) from None
    logins = {known.hosts[host] for host, _ in address.hosts if host in known.hosts}
    if len(logins) > 1:
        raise CorpusError("netrc has different logins for these hosts: set BCPQ_OPENSEARCH_USER")
    return next(((login, password or "") for login, _, password in logins), None)


class ClusterClient:
    """A cluster, asked until it answers or cannot."""

    def __init__(self, address: ClusterAddress, ca_file: str | None = None) -> None:
        try:
            import opensearchpy  # 0.1 s, and only with the extra
        except ImportError:
            raise StoreError(
                explain_missing(str(address), "opensearch", "opensearch-py>=3,<4")
            ) from None
        if ca_file and not os.path.isfile(ca_file):
            raise CorpusError(f"no certificates at {ca_file}: give --ca-file a PEM file")
        self.address = address
        self._library = opensearchpy
        try:
            self._client = opensearchpy.OpenSearch(
                hosts=[{"host": host, "port": port} for host, port in address.hosts],
                http_auth=_login(address),
                use_ssl=address.secure,
                verify_certs=True,
                ca_certs=ca_file,
                max_retries=0,  # we do it ourselves, and wait in between
            )
        except OSError as error:
            raise CorpusError(f"cannot read the certificates in {ca_file}: {error}") from None

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        allow: Collection[int] = (),
        seconds: int = _READ,
        tries: int = _TRIES,
        **parameters: Any,
    ) -> Any:
        """Make a request that may be repeated, and give its answer; None where its status is one of `allow`.

        Raises StoreError when it fails for good, or time after time.
        """
        end = time.monotonic() + 2 * seconds
        for turn in range(tries):
            if turn and time.monotonic() > end:
                break
            if turn:
                _wait(turn)
            try:
                return self._client.transport.perform_request(
                    method, path, params={**parameters, "request_timeout": seconds}, body=body
                )
            except self._library.SSLError as error:
                reason = _brief(error)
                if "WRONG_VERSION_NUMBER" in reason:
                    raise StoreError(
                        f"{self.address} speaks no TLS: write opensearch:// for it"
                    ) from None
                raise StoreError(
                    f"{self.address}: its certificate is refused ({reason}); see --ca-file"
                ) from None
            except self._library.ConnectionError as error:
                failure = f"{self.address} does not answer ({_brief(error)})"
            except self._library.TransportError as error:
                if error.status_code in allow:
                    return None
                failure = self._refused(error)
            except self._library.OpenSearchException as error:
                raise StoreError(f"{self.address}: {_brief(error)}") from None
        raise StoreError(f"{failure}, time after time: try again later, or ask who runs it")

    def _refused(self, error: Any) -> str:
        """Say why a request was refused, if asking again may help; raise StoreError if it cannot."""
        status, reason = error.status_code, _brief(error)
        if status == 401 or (status == 403 and "security_exception" in str(error.error)):
            raise StoreError(
                f"{self.address} refuses the login: set BCPQ_OPENSEARCH_USER and BCPQ_OPENSEARCH_PASSWORD"
            ) from None
        if status == 403:
            raise StoreError(
                f"{self.address} cannot be written to ({reason}): ask who runs it"
            ) from None
        if status == 404 and "index_not_found" in str(error.error):
            raise StoreError(
                f"there is no corpus {self.address}: load one with bcpq index --to ADDRESS"
            ) from None
        if status not in _AGAIN or "too_many" in str(error.info):
            raise StoreError(f"{self.address} refuses a request ({status}: {reason})") from None
        return f"{self.address} has no answer ({status}: {reason})"

    def search(self, index: str, body: Mapping[str, object], **parameters: Any) -> Any:
        """Search, and give the answer if it is a whole one.

        Raises StoreError when a shard did not answer, or not in time.
        """
        found = self.ask(
            "POST",
            f"/{index}/_search" if index else "/_search",
            body,
            allow_partial_search_results="false",
            **parameters,
        )
        shards = found["_shards"]
        if found["timed_out"] or shards["failed"] or shards["successful"] != shards["total"]:
            raise StoreError(
                f"{self.address} answered in part only ({shards['failed']} shards failed): try again"
            )
        return found

    def write(self, index: str, lines: Iterable[str], *, refresh: bool = False) -> None:
        """Write documents that may be written twice, given as pairs of lines of JSON.

        Raises StoreError when one of them is refused.
        """
        body = "\n".join(lines) + "\n"
        shown = "true" if refresh else "false"
        for turn in range(_WRITE_TRIES):
            if turn:
                _wait(turn)
            found = self.ask(
                "POST", f"/{index}/_bulk", body, seconds=_WRITE, tries=_WRITE_TRIES, refresh=shown
            )
            failed = [part for item in found["items"] for part in item.values() if "error" in part]
            fatal = [part for part in failed if part["status"] not in _AGAIN]
            if not failed:
                return
            if fatal:
                break
        worst = (fatal or failed)[0]
        reason = f"{worst['error']['type']}: {worst['error']['reason']}".splitlines()[0][:200]
        if worst["status"] == 403:
            raise StoreError(f"{self.address} cannot be written to ({reason}): ask who runs it")
        raise StoreError(f"{self.address} refuses to store {worst['_id'][:60]} ({reason})")

    def version(self) -> int:
        """Give the major version of the cluster.

        Raises StoreError when it is no OpenSearch.
        """
        found = self.ask("GET", "/")
        version = found.get("version") if isinstance(found, dict) else None
        if not isinstance(version, dict) or version.get("distribution") != "opensearch":
            raise StoreError(f"{self.address} is no OpenSearch: bcpq needs one, of version 2 or 3")
        return int(version["number"].partition(".")[0])


def _wait(turn: int) -> None:
    time.sleep(_PAUSE * 2 ** (turn - 1) * (0.75 + random.random() / 2))


def _brief(error: Any) -> str:
    """Give the cause of an error in a line."""
    info = getattr(error, "info", None)
    cause = info.get("error") if isinstance(info, dict) else None
    if isinstance(cause, dict):
        roots = cause.get("root_cause") or [cause.get("caused_by") or cause]
        said = ": ".join(str(roots[0][part]) for part in ("type", "reason") if roots[0].get(part))
    else:
        said = str(getattr(error, "error", None) or error).rpartition("): ")[
            2
        ]  # urllib3 puts the connection first
    if said.lstrip().startswith("<") or not said.strip():
        return "no answer of OpenSearch's"
    return said.strip().splitlines()[0][:200]
