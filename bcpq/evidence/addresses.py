"""The articles that an address in a draft leads to, written in full or only its beginning."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from bcpq.index.store import Store, normalise_address
from bcpq.model import Article, Span

#: A host that a text names, alone: `communitycare.co.uk`, `https://www.bbc.co.uk/`.
_HOST = re.compile(
    r"(?<![\w.@/:-])(?:https?://)?(?:www\.)?(?P<host>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})/?"
    r"(?![\w@/-]|\.\w)",
    re.IGNORECASE,
)
#: The number of an article, which leads to it whatever follows.
_NUMBERED = re.compile(r".*/[0-9]{6,}(?=\.)")
_CUT = ("…", "...")


class Addresses:
    """Finds articles, and sources, by address."""

    def __init__(self, store: Store) -> None:
        """List the addresses when they are needed."""
        self._store = store
        self._find_cut = lru_cache(maxsize=4_096)(self._find_by_beginning)

    def find_hosts(self, text: str) -> Iterator[tuple[Span, str]]:
        """Find the sources whose host a text names, and where it does."""
        for match in _HOST.finditer(text):
            for source in self.sources_at(match["host"]):
                yield match.span(), source

    def sources_at(self, address: str) -> Sequence[str]:
        """Give the sources with articles at a host; none for an address that is more than that."""
        host = normalise_address(address).casefold()
        return () if "/" in host else self._hosts.get(host, ())

    def find(self, addresses: Sequence[str]) -> Sequence[Article]:
        """Find the articles at some addresses, or those whose addresses they are beginnings of."""
        if not addresses:
            return ()
        wanted = {normalise_address(address.rstrip("….")): address for address in addresses}
        exact = self._store.articles_at(wanted.keys())
        found = list(exact.values())
        known = {normalise_address(one.url or "") for one in found}
        for address, written in wanted.items():
            if address not in known:
                found += self._find_cut(address, written.endswith(_CUT))
        return found

    def _find_by_beginning(self, address: str, is_cut: bool) -> Sequence[Article]:
        host, _, path = address.rstrip("-_").partition("/")
        if not path or host.casefold() not in self._hosts:
            return ()
        address = f"{host.casefold()}/{path}"
        found = self._beginning_with(address, is_cut)
        if not found and (number := _NUMBERED.match(address)):
            found = self._beginning_with(number[0], False)
        return found

    def _beginning_with(self, address: str, is_cut: bool) -> Sequence[Article]:
        found: list[Article] = []
        place = bisect_left(self._listed, (address, ""))
        while place < len(self._listed):
            full, identifier = self._listed[place]
            if not full.startswith(address):
                break
            if is_cut or not full[len(address) :][:1].isalnum():
                found.append(self._by_id[identifier])
            place += 1
        return found

    @cached_property
    def _by_id(self) -> dict[str, Article]:
        return {article.id: article for article in self._store.articles().values() if article.url}

    @cached_property
    def _listed(self) -> list[tuple[str, str]]:
        """List the addresses, sorted, with the ids of their articles."""
        return sorted((normalise_address(one.url or ""), one.id) for one in self._by_id.values())

    @cached_property
    def _hosts(self) -> dict[str, tuple[str, ...]]:
        """List the sources of each host."""
        found: dict[str, dict[str, None]] = {}
        for article in self._by_id.values():
            host = normalise_address(article.url or "").partition("/")[0].casefold()
            found.setdefault(host, {})[article.source] = None
        return {host: tuple(sources) for host, sources in found.items()}
