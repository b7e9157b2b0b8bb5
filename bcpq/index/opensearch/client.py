"""The client of a cluster: requests that succeed whole, or fail with a line for the reader."""

import os
import platform
import random
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from netrc import NetrcParseError, netrc
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bcpq.corpus.files import ID
from bcpq.errors import CorpusError, StoreError, explain_missing
from bcpq.index.opensearch.mapping import DocumentPlace
from bcpq.index.opensearch.query_dsl import PASSAGES, Condition, require_all

#: Where OpenSearch listens unless told otherwise.
_PORT = 9200
#: Seconds until an answer is given up, of a search and of a write.
_READ_SECONDS, _WRITE_SECONDS = 15, 60
#: How often a search and a write are tried, and how many seconds are waited before the second time,
#: twice as many before the next and so on, with some chance in it so that many clients do not come
#: back at once. A reader waits four seconds in all; a writer half a minute, in which other nodes
#: take over the shards of one that is lost.
_READ_TRIES, _WRITE_TRIES, _PAUSE_SECONDS = 5, 8, 0.25
#: What a node answers that is busy, or that lost sight of the others: asking again may help.
_RETRY_STATUS = {429, 500, 502, 503, 504}
#: How many results a request may have (index.max_result_window); what is more is asked for page by
#: page.
PAGE_SIZE = 10_000
#: Copies of a shard may count words of deleted articles differently: the same reader always asks
#: the same ones.
_PREFERENCE = f"bcpq-{zlib.crc32(platform.node().encode()):08x}"
#: How long a cluster keeps what a long list is read from, between two pages.
_KEEP_ALIVE = "2m"


class ClusterAddress(NamedTuple):
    """Where a corpus is kept."""

    hosts: tuple[tuple[str, int], ...]  # names and ports
    name: str  # of the corpus
    secure: bool  # by TLS

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch{'s' if self.secure else ''}://{hosts}/{self.name}"


def parse_address(text: str) -> ClusterAddress:
    """Read an address such as opensearch://one:9200,two:9200/news.

    Raises:
        CorpusError: It is none, or holds a password.
    """
    scheme, _, rest = text.partition("://")
    hosts, _, name = rest.partition("/")
    example = "write opensearch://HOST:9200/NAME, or opensearchs:// for TLS"
    if "@" in rest:
        raise _invalid_address(
            "leave the login out of the address: "
            "set BCPQ_OPENSEARCH_USER and BCPQ_OPENSEARCH_PASSWORD"
        )
    name = name.strip("/")
    letters = name.replace("-", "").replace("_", "").replace(".", "")
    if not name or name != name.lower() or not letters.isalnum():
        raise _invalid_address(
            f"{text} names no corpus in small letters, digits, '-', '_' and '.': {example}"
        )
    if not name[0].isalnum():
        raise _invalid_address(f"{name} is no name of a corpus: begin with a letter or digit")
    parsed = []
    for host in hosts.split(","):
        try:
            parts = urlsplit(f"//{host}")
            parsed.append((parts.hostname or "", parts.port or _PORT))
        except ValueError:
            raise _invalid_address(f"{host} is no host and port: {example}") from None
        if not parts.hostname or parts.netloc != host:
            raise _invalid_address(f"{text} names no host: {example}")
    return ClusterAddress(hosts=tuple(parsed), name=name, secure=scheme.lower() == "opensearchs")


def _invalid_address(message: str) -> CorpusError:
    return CorpusError(message, code="cluster-address-invalid")


def _find_login(address: ClusterAddress) -> tuple[str, str] | None:
    """Return user and password: from the environment, or from the reader's netrc file."""
    if user := os.environ.get("BCPQ_OPENSEARCH_USER"):
        if "BCPQ_OPENSEARCH_PASSWORD" not in os.environ:
            raise CorpusError(
                "BCPQ_OPENSEARCH_USER is set, and its password is not: "
                "set BCPQ_OPENSEARCH_PASSWORD",
                code="cluster-login",
            )
        return user, os.environ["BCPQ_OPENSEARCH_PASSWORD"]
    try:
        logins = netrc(os.environ.get("NETRC")).hosts
    except FileNotFoundError:
        return None
    except (NetrcParseError, OSError, UnicodeDecodeError) as error:
        line = ""
        if isinstance(error, NetrcParseError) and error.lineno:
            line = f", line {error.lineno}"
        raise CorpusError(
            f"cannot read the logins in netrc{line}: mend it, or set BCPQ_OPENSEARCH_USER",
            code="cluster-login",
        ) from None
    ours = {logins[host] for host, _ in address.hosts if host in logins}
    if len(ours) > 1:
        raise CorpusError(
            "netrc has different logins for these hosts: set BCPQ_OPENSEARCH_USER",
            code="cluster-login",
        )
    return next(((user, password or "") for user, _, password in ours), None)


class ClusterClient:
    """A connection to a cluster, which is asked until it answers or cannot.

    Attributes:
        address: Where the corpus is kept.
    """

    def __init__(self, address: ClusterAddress, ca_file: str | None = None) -> None:
        """Prepare a connection; nothing is asked yet.

        Args:
            address: Where the corpus is kept.
            ca_file: A PEM file of the certificates to trust; None for the system's.

        Raises:
            StoreError: The extra `opensearch` is not installed.
            CorpusError: The certificates or the login cannot be read.
        """
        try:
            import opensearchpy  # 0.1 s, and only with the extra
        except ImportError:
            raise StoreError(
                explain_missing(str(address), "opensearch", "opensearch-py>=3,<4"),
                code="extra-missing",
            ) from None
        if ca_file and not os.path.isfile(ca_file):
            raise CorpusError(
                f"no certificates at {ca_file}: give --ca-file a PEM file", code="cluster-login"
            )
        self.address = address
        self._library = opensearchpy
        try:
            self._client = opensearchpy.OpenSearch(
                hosts=[{"host": host, "port": port} for host, port in address.hosts],
                http_auth=_find_login(address),
                use_ssl=address.secure,
                verify_certs=True,
                ca_certs=ca_file,
                max_retries=0,  # we do it ourselves, and wait in between
            )
        except OSError as error:
            raise CorpusError(
                f"cannot read the certificates in {ca_file}: {error}", code="cluster-login"
            ) from None

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        allow: Collection[int] = (),
        seconds: int = _READ_SECONDS,
        tries: int = _READ_TRIES,
        **parameters: Any,
    ) -> Any:
        """Make a request that may be repeated.

        Args:
            method: The HTTP method.
            path: The path on the cluster.
            body: What is sent: text as it is, all else as JSON.
            allow: Statuses that are an answer, too.
            seconds: How long one try may take.
            tries: How often it is tried.
            parameters: Parameters of the address.

        Returns:
            The answer; None where its status is one of `allow`.

        Raises:
            StoreError: It fails for good, or time after time.
        """
        end = time.monotonic() + 2 * seconds
        for turn in range(tries):
            if turn and time.monotonic() > end:
                break
            if turn:
                _pause(turn)
            try:
                return self._client.transport.perform_request(
                    method, path, params={**parameters, "request_timeout": seconds}, body=body
                )
            except self._library.SSLError as error:
                reason = _cause(error)
                if "WRONG_VERSION_NUMBER" in reason:
                    raise self._error(
                        "speaks no TLS: write opensearch:// for it", "cluster-unreachable"
                    ) from None
                raise self._error_at(
                    f"its certificate is refused ({reason}); see --ca-file", "cluster-login"
                ) from None
            except self._library.ConnectionError as error:
                failure = f"{self.address} does not answer ({_cause(error)})"
            except self._library.TransportError as error:
                if error.status_code in allow:
                    return None
                failure = self._explain_refusal(error)
            except self._library.OpenSearchException as error:
                raise self._error_at(_cause(error), "cluster-unreachable") from None
        raise StoreError(
            f"{failure}, time after time: try again later, or ask who runs it",
            code="cluster-unreachable",
        )

    def _error(self, predicate: str, code: str) -> StoreError:
        return StoreError(f"{self.address} {predicate}", code=code)

    def _error_at(self, reason: str, code: str) -> StoreError:
        return StoreError(f"{self.address}: {reason}", code=code)

    def _explain_refusal(self, error: Any) -> str:
        """Say why a request was refused, where asking again may help; else raise StoreError."""
        status, reason = error.status_code, _cause(error)
        if status == 401 or (status == 403 and "security_exception" in str(error.error)):
            raise self._error(
                "refuses the login: set BCPQ_OPENSEARCH_USER and BCPQ_OPENSEARCH_PASSWORD",
                "cluster-login",
            ) from None
        if status == 403:
            raise self._error(
                f"cannot be written to ({reason}): ask who runs it", "cluster-refused"
            ) from None
        if status == 404 and "index_not_found" in str(error.error):
            raise StoreError(
                f"there is no corpus {self.address}: load one with bcpq index --to ADDRESS",
                code="cluster-missing",
            ) from None
        if status not in _RETRY_STATUS or "too_many" in str(error.info):
            raise self._error(
                f"refuses a request ({status}: {reason})", "cluster-refused"
            ) from None
        return f"{self.address} has no answer ({status}: {reason})"

    def search(self, index: str, body: Mapping[str, object], **parameters: Any) -> Any:
        """Search, and return the answer if it is a whole one.

        Args:
            index: The name of an index; "" where the body says what is searched.
            body: The request.
            parameters: Parameters of the address.

        Raises:
            StoreError: A shard did not answer, or not in time.
        """
        answer = self.ask(
            "POST",
            f"/{index}/_search" if index else "/_search",
            body,
            allow_partial_search_results="false",
            **parameters,
        )
        shards = answer["_shards"]
        if answer["timed_out"] or shards["failed"] or shards["successful"] != shards["total"]:
            raise self._error(
                f"answered in part only ({shards['failed']} shards failed): try again",
                "cluster-unreachable",
            )
        return answer

    def write(self, index: str, lines: Iterable[str], *, refresh: bool = False) -> None:
        """Write documents, which must be such that they may be written twice.

        Args:
            index: The name of the index.
            lines: The lines of a bulk request.
            refresh: Whether the next search must find them.

        Raises:
            StoreError: One of them is refused.
        """
        body = "\n".join(lines) + "\n"
        for turn in range(_WRITE_TRIES):
            if turn:
                _pause(turn)
            answer = self.ask(
                "POST",
                f"/{index}/_bulk",
                body,
                seconds=_WRITE_SECONDS,
                tries=_WRITE_TRIES,
                refresh="true" if refresh else "false",
            )
            failed = [part for item in answer["items"] for part in item.values() if "error" in part]
            fatal = [part for part in failed if part["status"] not in _RETRY_STATUS]
            if not failed:
                return
            if fatal:
                break
        worst = (fatal or failed)[0]
        reason = f"{worst['error']['type']}: {worst['error']['reason']}".splitlines()[0][:200]
        if worst["status"] == 403:
            raise self._error(
                f"cannot be written to ({reason}): ask who runs it", "cluster-refused"
            )
        raise self._error(f"refuses to store {worst['_id'][:60]} ({reason})", "cluster-refused")

    def version(self) -> int:
        """Return the major version of the cluster.

        Raises:
            StoreError: It is no OpenSearch.
        """
        answer = self.ask("GET", "/")
        version = answer.get("version") if isinstance(answer, dict) else None
        if not isinstance(version, dict) or version.get("distribution") != "opensearch":
            raise self._error(
                "is no OpenSearch: bcpq needs one, of version 2 or 3", "cluster-missing"
            )
        return int(version["number"].partition(".")[0])


class ClusterIndex:
    """One index of a cluster, by its own name: a corpus's name may stand for another one later.

    Every answer is whole; a method raises StoreError where there is none.

    Attributes:
        name: The name of the index.
        page_size: How many results are asked for at once.
    """

    def __init__(self, client: ClusterClient, name: str, page_size: int = PAGE_SIZE) -> None:
        """Name the index of a cluster; nothing is asked yet."""
        self.name = name
        self.page_size = page_size
        self._client = client

    def search(self, request: Mapping[str, object], **parameters: object) -> Any:
        """Search, and return the answer."""
        return self._client.search(self.name, request, preference=_PREFERENCE, **parameters)

    def hits(self, request: Mapping[str, object], **parameters: object) -> list[Any]:
        """Search, and return the hits, as many as a request may have."""
        request = {"track_total_hits": False, **request}
        return list(self.search(request, **parameters)["hits"]["hits"])

    def aggregate(self, query: Condition, aggregations: Mapping[str, object]) -> Any:
        """Return aggregations over the documents that meet a condition."""
        request = {"query": query, "aggs": aggregations, "size": 0, "track_total_hits": False}
        return self.search(request)["aggregations"]

    def count_passages(self, condition: Condition) -> int:
        """Count the passages that meet a condition."""
        query = require_all(PASSAGES, condition)
        answer = self.search({"query": query, "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def answers(
        self, request: Mapping[str, object], size: int | None, **parameters: object
    ) -> Iterator[Any]:
        """Yield answers with `size` results together, or all for None, of the corpus as it is now.

        The first answer holds the aggregations asked for.
        """
        if size is not None and size <= self.page_size:
            yield self.search({**request, "size": size}, **parameters)
            return
        opened = self._client.ask(
            "POST",
            f"/{self.name}/_search/point_in_time",
            keep_alive=_KEEP_ALIVE,
            preference=_PREFERENCE,
        )
        request = {**request, "pit": {"id": opened["pit_id"], "keep_alive": _KEEP_ALIVE}}
        left = size
        try:
            while left is None or left > 0:
                page_size = self.page_size if left is None else min(left, self.page_size)
                answer = self._client.search("", {**request, "size": page_size}, **parameters)
                yield answer
                hits = answer["hits"]["hits"]
                if len(hits) < page_size:
                    return
                left = None if left is None else left - len(hits)
                request = {name: part for name, part in request.items() if name != "aggs"}
                request["search_after"] = hits[-1]["sort"]
        finally:
            with suppress(StoreError):  # it ends by itself
                self._client.ask(
                    "DELETE", "/_search/point_in_time", {"pit_id": [opened["pit_id"]]}, tries=1
                )

    def all_hits(
        self, request: Mapping[str, object], page_size: int = 0, **parameters: object
    ) -> Iterator[Any]:
        """Yield all hits in their order, which must be given, asked for as they are needed.

        Args:
            request: The request.
            page_size: How many are asked for at once; 0 for as many as can be.
            parameters: Parameters of the address.
        """
        page_size = page_size or self.page_size
        request = {"track_total_hits": False, **request, "size": page_size}
        while hits := self.search(request, **parameters)["hits"]["hits"]:
            yield from hits
            if len(hits) < page_size:
                return
            request = {**request, "search_after": hits[-1]["sort"]}

    def read_articles(self, identifiers: Sequence[str]) -> list[Any]:
        """Read the documents of the articles of some ids; one that is not there is left out."""
        places = [
            DocumentPlace(name=identifier, routing=identifier)
            for identifier in identifiers
            if ID.fullmatch(identifier)
        ]
        return [found["_source"] for found in self._fetch(places) if found.get("found")]

    def read(self, places: Sequence[DocumentPlace]) -> list[Any]:
        """Read documents that a search has named, in the order of their places.

        Raises:
            StoreError: One of them is gone.
        """
        documents = self._fetch(places)
        if gone := [document["_id"] for document in documents if not document.get("found")]:
            raise StoreError(
                f"{gone[0]} was replaced in {self._client.address} just now: ask again",
                code="cluster-unreachable",
            )
        return [document["_source"] for document in documents]

    def _fetch(self, places: Sequence[DocumentPlace]) -> list[Any]:
        """Read documents as they were when they could last be searched."""
        if not places:
            return []
        asked = [{"_id": place.name, "routing": place.routing} for place in places]
        documents = self._client.ask(
            "POST",
            f"/{self.name}/_mget",
            {"docs": asked},
            realtime="false",
            preference=_PREFERENCE,
        )["docs"]
        if failed := [document["error"] for document in documents if "error" in document]:
            raise StoreError(
                f"{self._client.address} answered in part only ({failed[0]['type']}): try again",
                code="cluster-unreachable",
            )
        return list(documents)


def _pause(turn: int) -> None:
    time.sleep(_PAUSE_SECONDS * 2 ** (turn - 1) * (0.75 + random.random() / 2))


def _cause(error: Any) -> str:
    """Return the cause of an error in a line."""
    info = getattr(error, "info", None)
    cause = info.get("error") if isinstance(info, dict) else None
    if isinstance(cause, dict):
        roots = cause.get("root_cause") or [cause.get("caused_by") or cause]
        text = ": ".join(str(roots[0][part]) for part in ("type", "reason") if roots[0].get(part))
    else:
        # urllib3 puts the connection first.
        text = str(getattr(error, "error", None) or error).rpartition("): ")[2]
    if text.lstrip().startswith("<") or not text.strip():
        return "no answer of OpenSearch's"
    return text.strip().splitlines()[0][:200]
