"""How is one index asked? For hits, pages of them, counts, and documents by name; every answer is whole."""

import platform
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bcpq.corpus.files import ID
from bcpq.errors import StoreError
from bcpq.index.opensearch.client import ClusterClient
from bcpq.index.opensearch.query_dsl import PASSAGES, Condition, every

#: How many results a request may have (index.max_result_window); what is more is asked for page by page.
PAGE = 10_000
#: Copies of a shard may count words of deleted articles differently: the same reader always asks the same ones.
_PREFERENCE = f"bcpq-{zlib.crc32(platform.node().encode()):08x}"
#: How long a cluster keeps what a long list is read from, between two pages.
_KEEP = "2m"


class Index:
    """An index of a cluster, by its own name: what a corpus's name stands for may change meanwhile."""

    def __init__(self, connection: ClusterClient, name: str) -> None:
        self.name = name
        self.address = str(connection.address)
        self._connection = connection

    def search(self, asked: Mapping[str, object], **parameters: object) -> Any:
        return self._connection.search(self.name, asked, preference=_PREFERENCE, **parameters)

    def hits(self, asked: Mapping[str, object], **parameters: object) -> list[Any]:
        return list(self.search({"track_total_hits": False, **asked}, **parameters)["hits"]["hits"])

    def counted(self, query: Condition, aggregations: Mapping[str, object]) -> Any:
        asked = {"query": query, "aggs": aggregations, "size": 0, "track_total_hits": False}
        return self.search(asked)["aggregations"]

    def count(self, query: Condition) -> int:
        found = self.search({"query": every(PASSAGES, query), "size": 0, "track_total_hits": True})
        return int(found["hits"]["total"]["value"])

    def answers(
        self, asked: Mapping[str, object], size: int | None, **parameters: object
    ) -> Iterator[Any]:
        """Ask for `size` results, or for all, page by page, of the corpus as it is at the first."""
        if size is not None and size <= PAGE:
            yield self.search({**asked, "size": size}, **parameters)
            return
        opened = self._connection.ask(
            "POST", f"/{self.name}/_search/point_in_time", keep_alive=_KEEP, preference=_PREFERENCE
        )
        asked = {**asked, "pit": {"id": opened["pit_id"], "keep_alive": _KEEP}}
        left = size
        try:
            while left is None or left > 0:
                page = PAGE if left is None else min(left, PAGE)
                found = self._connection.search("", {**asked, "size": page}, **parameters)
                yield found
                hits = found["hits"]["hits"]
                if len(hits) < page:
                    return
                left = None if left is None else left - len(hits)
                asked = {name: part for name, part in asked.items() if name != "aggs"}
                asked["search_after"] = hits[-1]["sort"]
        finally:
            with suppress(StoreError):  # it ends by itself
                self._connection.ask(
                    "DELETE", "/_search/point_in_time", {"pit_id": [opened["pit_id"]]}, tries=1
                )

    def pages(self, asked: Mapping[str, object], page: int, **parameters: object) -> Iterator[Any]:
        """Ask for all results in their order, so many at a time, as they are needed."""
        asked = {"track_total_hits": False, **asked, "size": page}
        while hits := self.search(asked, **parameters)["hits"]["hits"]:
            yield from hits
            if len(hits) < page:
                return
            asked = {**asked, "search_after": hits[-1]["sort"]}

    def there(self, identifiers: Sequence[str]) -> list[Any]:
        found = self._fetched([(name, name) for name in identifiers if ID.fullmatch(name)])
        return [document["_source"] for document in found if document.get("found")]

    def read(self, places: Sequence[tuple[str, str]]) -> list[Any]:
        found = self._fetched(places)
        if lost := [document["_id"] for document in found if not document.get("found")]:
            raise StoreError(f"{lost[0]} was replaced in {self.address} just now: ask again")
        return [document["_source"] for document in found]

    def _fetched(self, places: Sequence[tuple[str, str]]) -> list[Any]:
        """Read documents by name and place, as they were when they could last be searched."""
        if not places:
            return []
        asked = {"docs": [{"_id": name, "routing": place} for name, place in places]}
        found = self._connection.ask(
            "POST", f"/{self.name}/_mget", asked, realtime="false", preference=_PREFERENCE
        )["docs"]
        if failed := [document["error"] for document in found if "error" in document]:
            raise StoreError(
                f"{self.address} answered in part only ({failed[0]['type']}): try again"
            )
        return list(found)


def ours(described: Any) -> Any:
    """Give what an index says of itself; None for one that bcpq did not make."""
    known = described.get("mappings", {}).get("_meta", {})
    return known if "bcpq" in known else None
