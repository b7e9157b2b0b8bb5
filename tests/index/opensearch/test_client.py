"""The addresses and the documents of a cluster, as far as no cluster is needed for them."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcpq.errors import CorpusError, StoreError
from bcpq.index.opensearch.client import ClusterClient, parse_address

#: An address: its hosts, its name and whether it is secure.
ADDRESSES = {
    "opensearch://localhost/news": ("opensearch://localhost:9200/news", False),
    "opensearch://one:9201,two/news-1.b_c/": ("opensearch://one:9201,two:9200/news-1.b_c", False),
    "opensearchs://[::1]:9243/news": ("opensearchs://::1:9243/news", True),
    "OPENSEARCHS://host/news": ("opensearchs://host:9200/news", True),
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses(text: str) -> None:
    """An address is read, and written whole."""
    address = parse_address(text)
    assert (str(address), address.secure) == ADDRESSES[text]


#: What is no address, and a part of what is said of it.
MALFORMED = {
    "opensearch://localhost": "names no corpus",
    "opensearch://localhost/": "names no corpus",
    "opensearch://localhost/Upper": "in small letters",
    "opensearch://localhost/a b": "in small letters",
    "opensearch://localhost/_all": "begin with a letter or digit",
    "opensearch:///name": "names no host",
    "opensearch://one,,two/name": "names no host",
    "opensearch://host:port/name": "is no host and port",
    "opensearch://me:secret@host/name": "leave the login out of the address",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed_addresses(text: str) -> None:
    """What is no address is refused, and a password in it is not repeated."""
    with pytest.raises(CorpusError, match=MALFORMED[text]) as caught:
        parse_address(text)
    assert caught.value.code == "cluster-address-invalid"
    assert "secret" not in str(caught.value)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without opensearch-py, the line says what to install."""
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(StoreError, match="needs the extra opensearch: ") as caught:
        ClusterClient(parse_address("opensearch://localhost/name"))
    assert caught.value.code == "extra-missing"
    assert "-m pip install 'opensearch-py>=3,<4'" in str(caught.value)


def test_half_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a password is an error."""
    monkeypatch.setenv("BCPQ_OPENSEARCH_USER", "reader")
    with pytest.raises(CorpusError, match="its password is not") as caught:
        ClusterClient(parse_address("opensearch://localhost/name"))
    assert caught.value.code == "cluster-login"


def test_no_certificates() -> None:
    """A file of certificates that is not there is an error."""
    with pytest.raises(CorpusError, match="no certificates at /none") as caught:
        ClusterClient(parse_address("opensearchs://localhost/name"), "/none")
    assert caught.value.code == "cluster-login"


@given(st.text(max_size=30))
def test_any_address(text: str) -> None:
    """Whatever is given for an address is read, or refused in a line."""
    try:
        parse_address(f"opensearch://{text}")
    except CorpusError as error:
        assert error.code == "cluster-address-invalid"
