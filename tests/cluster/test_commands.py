"""Every command, run as a person runs it, on a corpus that a cluster keeps."""

import json
import time
from pathlib import Path

import pytest

from bcpq.errors import AddError
from bcpq.importing.submission import Overrides
from bcpq.index.opensearch import loader
from bcpq.index.opensearch.client import ClusterClient, parse_address
from bcpq.index.opensearch.store import OpenSearchStore
from tests import samples
from tests.cluster.conftest import Servers, loaded
from tests.cluster.front import front
from tests.conftest import Bcpq

COMMANDS = [
    "search agency staff",
    "search '+permanence' -C 1 --format json",
    "search children --sort date -n 3 --since 2022",
    "search colla* -c",
    "search audits -l",
    "search qwertz",
    "ask What was wrong with the audits?",
    "show bbc-2022:15",
    "show echo-2020 --format json",
    "list",
    "verify 'not fit for purpose' 'nobody said that in an article'",
    "cite bbc-2022:15 --quote",
    "timeline domestic abuse --by quarter",
    "search children --source bbc --stamp",
    "search children --source nobody",
    "show bcb-2022",
]


def split(command: str) -> list[str]:
    """Split a command as a shell does."""
    import shlex

    return shlex.split(command)


@pytest.fixture(scope="module")
def address(five_there: OpenSearchStore) -> str:
    """Give the address of the five articles."""
    return five_there.statistics.corpus


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_the_same(bcpq: Bcpq, address: str, command: str) -> None:
    """A command prints on a cluster's corpus what it prints on the files, with the same status."""
    here, there = bcpq(*split(command)), bcpq(*split(command), "--corpus", address)
    assert there.status == here.status
    assert there.err == here.err
    if command.endswith("json"):
        ours, theirs = (json.loads(run.out) for run in (here, there))
        for hit in (*ours.get("hits", ()), *theirs.get("hits", ())):
            del hit["score"]  # one of a cluster has seven digits
        assert theirs == ours
    else:
        assert there.out == here.out


def test_drafts_and_batches(bcpq: Bcpq, address: str, tmp_path: Path) -> None:
    """Drafts are checked and many queries answered from a cluster as from files."""
    draft = samples.CASES / "drafts" / "feature.md"
    assert bcpq("check", draft, "--corpus", address).out == bcpq("check", draft).out
    (tmp_path / "queries").write_text("a\tagency staff\nb\tHMO\n", encoding="utf-8")
    asked = "search", "--queries", tmp_path / "queries"
    assert bcpq(*asked, "--corpus", address).out == bcpq(*asked).out


def test_status_and_stamp(bcpq: Bcpq, address: str) -> None:
    """Status names the index in use, and tells whether a result from files can be had again."""
    assert f"index\t{address} (bcpq-test-five-" in bcpq("status", "--corpus", address).out
    stamped = bcpq("search", "children", "--format", "json", "--stamp").out
    assert bcpq("status", "--stamp", "-", "--corpus", address, stdin=stamped).out == "same\n"


def test_the_environment_names_it(bcpq: Bcpq, address: str) -> None:
    """BCPQ_CORPUS takes an address as --corpus does."""
    assert (
        bcpq("search", "agency", "-c", env={"BCPQ_CORPUS": address}).out
        == bcpq("search", "agency", "-c").out
    )


def test_add_and_replace(bcpq: Bcpq, servers: Servers, tmp_path: Path) -> None:
    """An article that is added is found by the next search; replaced, none of it is."""
    samples.write(tmp_path / "files", "one", "A zebra.\nThree horses.\n")
    address = f"opensearch://{servers.hosts}/bcpq-test-add"
    assert bcpq("index", "--corpus", tmp_path / "files", "--to", address).status == 0
    text = tmp_path / "two.txt"
    text.write_text("A giraffe came.\n\nIt left.\n\nNobody saw it again.\n", encoding="utf-8")
    added = "add", text, "--corpus", address, "--source", "Paper", "--date", "2024-05"
    assert bcpq(*added).err == "bcpq: added: two\n"
    assert bcpq("search", "giraffe", "--corpus", address).locators == ["two:1"]
    assert "nothing to do" in bcpq(*added).err
    text.write_text("A gnu came.\n", encoding="utf-8")
    refused = bcpq(*added)
    assert refused.status == 2
    assert "is there with another text" in refused.err
    assert bcpq(*added, "--replace").err == "bcpq: replaced: two\n"
    assert bcpq("search", "giraffe left nobody", "--corpus", address).status == 1
    assert bcpq("show", "two", "--corpus", address).out.count("\n") == 1
    assert bcpq("list", "--corpus", address).locators == ["one", "two"]
    assert "passages\t3 of 3" in bcpq("status", "--corpus", address).out


def test_loading_again(bcpq: Bcpq, servers: Servers, tmp_path: Path) -> None:
    """Loading the same files again does nothing; other files replace them, and one load is kept."""
    address = f"opensearch://{servers.hosts}/bcpq-test-again"
    target = ClusterClient(parse_address(address))
    for turn in range(3):
        samples.write(tmp_path / "files", f"a{turn}", f"Number {turn}.\n")
        assert (
            bcpq("index", "--corpus", tmp_path / "files", "--to", address, "--replicas", 0).status
            == 0
        )
        assert bcpq("search", "number", "-c", "--corpus", address).out.strip() == str(turn + 1)
        assert len(target.ask("GET", "/bcpq-test-again-*")) == min(turn + 1, 2)
    again = bcpq("index", "--corpus", tmp_path / "files", "--to", address, "--replicas", 0)
    assert "3 of 3 articles were there already" in again.err


REFUSED = {
    "search word --corpus opensearch://127.0.0.1:9/none": "does not answer",
    "search word --corpus opensearch://HOSTS/none": "there is no corpus",
    "search word --corpus opensearch://HOSTS/": "names no corpus",
    "search word --corpus opensearch://HOSTS/Upper": "in small letters",
    "search word --corpus opensearch:///name": "names no host",
    "search word --corpus opensearch://host:port/name": "is no host and port",
    "search word --corpus opensearch://me:secret@HOSTS/name": "leave the login out of the address",
    "search word --corpus opensearchs://HOSTS/name --ca-file /none": "no certificates at",
    "index --corpus opensearch://HOSTS/name": "is an index already",
    "index --to elsewhere": "--to takes the address of a cluster",
    "index --to https://me:secret@HOSTS": "--to takes the address of a cluster",
    "index --corpus opensearch://me:secret@HOSTS/name": "is an index already",
    "search word --corpus opensearch://me:sec/secret@HOSTS/name": "leave the login out of the",
    "index --to opensearch://HOSTS/name --force": "--force is for files",
    "index --shards 2": "say which with --to",
    "show ~agency --corpus opensearch://HOSTS/bcpq-test-five": "no article '~agency'",
    "search word --in = --corpus opensearch://HOSTS/bcpq-test-five": "no article '='",
    "search word --in echo-2020:1 --corpus opensearch://HOSTS/bcpq-test-five": "names a paragraph",
    "search 'a* b*' --corpus opensearch://HOSTS/bcpq-test-some": "stand for more than 200",
    "index --to opensearch://HOSTS/name --corpus /nowhere": "no corpus at /nowhere",
    "search word --corpus opensearch://HOSTS/bcpq-test-foreign": "is no corpus of bcpq's",
    "index --to opensearch://HOSTS/bcpq-test-foreign": "choose another name",
    "index --to ''": "--to takes the address",
    "index --to opensearch://HOSTS/_all": "begin with a letter or digit",
    "search word --corpus OPENSEARCH://HOSTS/none": "there is no corpus",
    "search word --corpus https://HOSTS/none": "begins with opensearch://",
    "search word --corpus opensearchs://HOSTS/none": "speaks no TLS",
    "init opensearch://HOSTS/none": "makes a folder",
    "search word --corpus opensearch://HOSTS/bcpq-test-other": "another version of bcpq",
    "search 'a*' --corpus opensearch://HOSTS/bcpq-test-many": "more than 200 words begin with a",
}


@pytest.fixture(scope="module")
def others(servers: Servers, tmp_path_factory: pytest.TempPathFactory, address: str) -> str:
    """Make indexes that are not ours, of another version, and with many words."""
    target = ClusterClient(parse_address(address))
    target.ask("PUT", "/bcpq-test-foreign", {}, allow=(400,))
    target.ask(
        "PUT",
        "/bcpq-test-other",
        {"mappings": {"_meta": {"bcpq": "0", "faults": []}}},
        allow=(400,),
    )
    folder = tmp_path_factory.mktemp("many")
    for name, count in (("many", 500), ("some", 190)):
        made = [
            f"{first}{chr(98 + i // 26)}{chr(98 + i % 26)}q" for first in "ab" for i in range(count)
        ]
        samples.write(folder / name, name, " ".join(made))
        loaded(servers, f"bcpq-test-{name}", folder / name)
    return servers.hosts


@pytest.mark.parametrize("command", REFUSED)
def test_refused(bcpq: Bcpq, others: str, command: str) -> None:
    """What cannot be answered is said in one line, with exit status 2 and nothing on stdout."""
    run = bcpq(*split(command.replace("HOSTS", others)))
    assert run.status == 2
    assert run.out == ""
    assert run.err.count("\n") == 1
    assert REFUSED[command] in run.err
    assert "secret" not in run.err


def test_many_words_of_a_beginning(bcpq: Bcpq, others: str) -> None:
    """A beginning may stand for two hundred words."""
    assert bcpq("search", "a*", "--corpus", f"opensearch://{others}/bcpq-test-some").locators == [
        "some:1"
    ]


def test_a_corpus_that_was_changed_is_loaded_again(
    bcpq: Bcpq, servers: Servers, tmp_path: Path
) -> None:
    """Loading files anew takes back what was added live, whatever was loaded in between."""
    address = f"opensearch://{servers.hosts}/bcpq-test-back"
    for name in ("one", "other"):
        samples.write(tmp_path / name, "a", f"The {name} zebra.\n")
    (tmp_path / "a.txt").write_text("A live zebra.\n", encoding="utf-8")
    one, other = (
        ("index", "--corpus", tmp_path / name, "--to", address, "--replicas", 0)
        for name in ("one", "other")
    )
    live = (
        "add",
        tmp_path / "a.txt",
        "--corpus",
        address,
        "--source",
        "P",
        "--date",
        "2024",
        "--replace",
    )
    for command, found in (
        (one, "The one"),
        (live, "A live"),
        (other, "The other"),
        (one, "The one"),
        (live, "A live"),
    ):
        assert bcpq(*command).status == 0
        assert f"\t{found} zebra.\n" in bcpq("search", "zebra", "--corpus", address).out
    again = bcpq(*one)
    assert "are left out now" in again.err
    assert "\tThe one zebra.\n" in bcpq("search", "zebra", "--corpus", address).out


def test_a_corpus_of_another_version_is_loaded_again(bcpq: Bcpq, servers: Servers) -> None:
    """What another version of bcpq loaded is refused to readers, and loaded again."""
    address = f"opensearch://{servers.hosts}/bcpq-test-older"
    old = {"mappings": {"_meta": {"bcpq": "0", "faults": []}}, "aliases": {"bcpq-test-older": {}}}
    ClusterClient(parse_address(address)).ask(
        "PUT", "/bcpq-test-older-00000000-1", old, allow=(400,)
    )
    assert "load it again (index --to)" in bcpq("search", "audits", "--corpus", address).err
    assert bcpq("index", "--to", address, "--replicas", 0).status == 0
    assert bcpq("search", "audits", "--corpus", address).status == 0


def test_one_writer_of_an_id(servers: Servers) -> None:
    """While an article is put in, another of its id is refused, and taken in afterwards."""
    target = loaded(servers, "bcpq-test-alone", samples.CORPUS).client
    name = f"/{OpenSearchStore(target).index.name}/_doc/!slow"
    target.ask(
        "PUT",
        name,
        {"kind": "lock", "record": {"since": time.time(), "by": "else"}},
        routing="slow",
    )
    draft = samples.submission("slow", b"Slow.\n")
    with pytest.raises(AddError, match="somebody else just now"):
        loader.add(OpenSearchStore(target), draft, Overrides(source="Paper", date="2024"))
    target.ask("PUT", name, {"kind": "lock", "record": {"since": 0, "by": "dead"}}, routing="slow")
    assert (
        loader.add(OpenSearchStore(target), draft, Overrides(source="Paper", date="2024")).outcome
        == "added"
    )
    assert target.ask("GET", name, allow=(404,), routing="slow") is None
    assert (
        loader.add(
            OpenSearchStore(target),
            draft._replace(id="SLOW"),
            Overrides(source="Paper", date="2024"),
        ).outcome
        == "same"
    )


def test_read_only(bcpq: Bcpq, servers: Servers, tmp_path: Path) -> None:
    """An index that cannot be written to is searched, and an addition is refused."""
    address = f"opensearch://{servers.hosts}/bcpq-test-fixed"
    samples.write(tmp_path / "files", "one", "A zebra.\n")
    assert bcpq("index", "--corpus", tmp_path / "files", "--to", address).status == 0
    target = ClusterClient(parse_address(address))
    target.ask("PUT", "/bcpq-test-fixed/_settings", {"index.blocks.write": True})
    (tmp_path / "two.txt").write_text("Two.\n", encoding="utf-8")
    run = bcpq("add", tmp_path / "two.txt", "--corpus", address, "--source", "P", "--date", "2024")
    assert (run.status, run.out) == (2, "")
    assert "cannot be written to" in run.err
    assert bcpq("search", "zebra", "--corpus", address).status == 0


def test_login_and_certificate(bcpq: Bcpq, servers: Servers, address: str, tmp_path: Path) -> None:
    """A cluster behind TLS and a login is searched with both, from the environment or netrc."""
    with front(servers.hosts.split(",")[0], tmp_path) as before:
        asked = "search", "audits", "--corpus", f"opensearchs://{before.host}/bcpq-test-five"
        trusted = {"BCPQ_CA_FILE": str(before.ca_file)}
        login = {"BCPQ_OPENSEARCH_USER": before.user, "BCPQ_OPENSEARCH_PASSWORD": before.password}
        wanted = bcpq("search", "audits").out
        nothing = {"NETRC": str(tmp_path / "none")}
        assert bcpq(*asked, "--ca-file", before.ca_file, env=login | nothing).out == wanted
        (tmp_path / "netrc").write_text(
            f"machine localhost login {before.user} password {before.password}\n"
        )
        (tmp_path / "netrc").chmod(0o600)
        assert bcpq(*asked, env=trusted | {"NETRC": str(tmp_path / "netrc")}).out == wanted
        for environ, words in (
            (login | nothing, "its certificate is refused"),
            (trusted | nothing, "refuses the login"),
            (trusted | login | {"BCPQ_OPENSEARCH_PASSWORD": "wrong"}, "refuses the login"),
        ):
            run = bcpq(*asked, env=environ)
            assert (run.status, run.out) == (2, "")
            assert words in run.err
            assert run.err.count("\n") == 1
            assert "secret" not in run.err
