"""An assistant gets what the commands give, by the official client, and can change nothing."""

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent, Tool

from bcpq.render.json.__main__ import strip_suffixes
from tests import samples, schemas
from tests.conftest import Bcpq, environment

T = Any


def served(
    cache: Path, use: Callable[[Client], Awaitable[T]], *options: object, mode: str = "auto"
) -> T:
    """Start `bcpq mcp` and use it."""

    async def run() -> T:
        command = [sys.executable, "-m", "bcpq", "mcp", *map(str, options)]
        server = StdioServerParameters(command=command[0], args=command[1:], env=environment(cache))
        async with Client(stdio_client(server), mode=mode) as client:
            return await use(client)

    return anyio.run(run)


def called(cache: Path, tool: str, arguments: dict[str, Any], *options: object) -> CallToolResult:
    """Call one tool."""
    result: CallToolResult = served(
        cache, lambda client: client.call_tool(tool, arguments), *options
    )
    return result


def said(result: CallToolResult) -> str:
    """Give the text of a result."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


#: A call, and the command that prints the same.
CALLS: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "search", {"query": "agency staff", "limit": 2, "context": 1},
        ["search", "agency staff", "-n2", "-C1"],
    ),
    ("search", {"query": "neglect", "source": "bbc", "since": "2022"},
     "search neglect --source bbc --since 2022".split()),
    ("search", {"query": "zebra"}, ["search", "zebra"]),
    (
        "ask", {"question": "What was wrong with the audits?"},
        ["ask", "What was wrong with the audits?"],
    ),
    (
        "ask", {"question": "Where do zebras live?", "limit": 1},
        ["ask", "-n1", "Where do zebras live?"],
    ),
    ("show", {"locators": ["bbc-2022:14-15", "f:3"]}, ["show", "bbc-2022:14-15", "f:3"]),
    ("show", {"locators": ["echo-2020"]}, ["show", "echo-2020"]),
    ("verify", {"quotations": ["not fit for purpose", "it was never fit for any purpose"]},
     ["verify", "not fit for purpose", "it was never fit for any purpose"]),
    ("verify", {"quotations": ["not fit for purpose"], "source": "bbc"},
     ["verify", "not fit for purpose", "--source", "bbc"]),
]  # fmt: skip


def test_a_tool_gives_what_the_command_gives(bcpq: Bcpq, cache: Path) -> None:
    """Each tool's result is the command's JSON document, stamp and all, as text and as
    structured content.
    """

    async def use(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(tool, arguments) for tool, arguments, _ in CALLS]

    for (_, _, command), result in zip(CALLS, served(cache, use), strict=True):
        printed = json.loads(bcpq(*command, "--format", "json").out)
        assert not result.is_error
        assert result.structured_content == json.loads(said(result)) == printed
        schemas.hold(json.dumps(result.structured_content))


def test_citations(bcpq: Bcpq, cache: Path) -> None:
    """A citation is the command's, as text and as CSL-JSON."""
    result = called(cache, "cite", {"locators": ["bbc-2022:15", "farleys:4-7"]})
    schemas.hold(json.dumps(result.structured_content))
    assert isinstance(result.structured_content, dict)
    for cited in result.structured_content["citations"]:
        assert cited["text"] + "\n" == bcpq("cite", cited["locator"]).out
        (item,) = json.loads(bcpq("cite", cited["locator"], "--style", "csl-json").out)
        assert cited["csl"] == {key: value for key, value in item.items() if key != "custom"}


def bare(schema: Any) -> Any:
    """Take from a schema what only names things."""
    if isinstance(schema, dict):
        return {
            key: bare(value)
            for key, value in schema.items()
            if key not in ("title", "additionalProperties", "$defs")
        }
    return [*map(bare, schema)] if isinstance(schema, list) else schema


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools(cache: Path, mode: str) -> None:
    """There are five tools that only read, in the newest protocol and the one before; their
    schemas are the files'.
    """
    listed: list[Tool] = served(cache, lambda client: client.list_tools(), mode=mode).tools
    tools = {tool.name: tool for tool in listed}
    shapes = {
        "search": "hit/SearchResult",
        "ask": "answer/Answers",
        "show": "paragraph/Paragraphs",
        "verify": "verdict/Verdicts",
        "cite": "citation/Citations",
    }
    assert tools.keys() == shapes.keys()
    for name, tool in tools.items():
        file, shape = shapes[name].split("/")
        schema: Any = schemas.validator(file).schema
        described_output = strip_suffixes(tool.output_schema)
        assert bare(described_output) == bare(schema["$defs"][shape])
        for part, described in described_output["$defs"].items():
            assert bare(described) == bare(schema["$defs"][part])
        assert tool.annotations
        assert tool.annotations.read_only_hint


#: A call that is wrong: a piece of what is said.
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    'this quotation mark is never closed; try: "agency"': ("search", {"query": '"agency'}),
    "'soon' is no date": ("ask", {"question": "What now?", "since": "soon"}),
    "no article 'nobody'": ("show", {"locators": ["nobody:1"]}),
    "no source begins with 'guardian'": (
        "verify",
        {"quotations": ["not fit"], "source": "guardian"},
    ),
    "has no word in it": ("verify", {"quotations": ["not fit for purpose", "…"]}),
    "page furniture": ("cite", {"locators": ["echo-2020:24"]}),
    "search cannot take that: limit: Input should be": ("search", {"query": "staff", "limit": 0}),
    "query: Field required": ("search", {}),
    "source: String should match": ("search", {"query": "staff", "source": " "}),
    "search takes no in, but query, limit,": ("search", {"query": "staff", "in": "bbc-2022"}),
}


def test_wrong_calls(cache: Path) -> None:
    """A call that cannot be answered is an error that says why, and the next one is answered."""

    async def use(client: Client) -> list[CallToolResult]:
        results = [await client.call_tool(*WRONG[message]) for message in WRONG]
        return [*results, await client.call_tool("search", {"query": "neglect"})]

    *wrong, right = served(cache, use)
    for message, result in zip(WRONG, wrong, strict=True):
        assert result.is_error
        assert message in said(result)
        assert "\n" not in said(result)
    assert not right.is_error


def test_a_corpus_that_changes(cache: Path, tmp_path: Path) -> None:
    """What is put into the corpus is found by the next call, or told of; the folder itself is
    left as it is.
    """
    samples.write(tmp_path, "one", "A zebra.\n")

    async def use(client: Client) -> list[Any]:
        before = await client.call_tool("search", {"query": "zebra"})
        samples.write(tmp_path, "two", "Another zebra.\n")
        samples.write(tmp_path, "bad", "A zebra.\n", published="2022-02-30")
        return [before, await client.call_tool("search", {"query": "zebra"})]

    found = served(cache, use, "--corpus", tmp_path)
    faults = [result.structured_content.get("faults") for result in found]
    assert faults == [
        None,
        ["bad.md:3: published: 2022-02-30 is not in the calendar (this article is left out)"],
    ]
    assert [[hit["article"] for hit in result.structured_content["hits"]] for result in found] == [
        ["one"],
        ["one", "two"],
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.md", "one.md", "two.md"]


def test_without_the_extra(cache: Path) -> None:
    """Without the SDK, the command says what to install; its help is there all the same."""
    code = "import sys; sys.modules['mcp'] = None; import bcpq.cli; bcpq.cli.main()"
    for arguments, status in ((["mcp"], 2), (["mcp", "--help"], 0)):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(
            command, env=environment(cache), capture_output=True, text=True, check=False
        )
        assert done.returncode == status
        assert ("pip install 'mcp" in done.stderr) is bool(status)
        assert done.stderr.count("\n") == bool(status)


def test_a_client_that_goes_away(bcpq: Bcpq, cache: Path) -> None:
    """Without a client, or when it goes away, the server ends well; without stdin or a corpus it
    does not begin.
    """
    assert bcpq("mcp")[:2] == (0, "")
    assert bcpq("mcp", "--corpus", "/nowhere").status == 2
    ping = '{"jsonrpc": "2.0", "id": 1, "method": "ping"}'
    for line, status in (
        ("mcp <&-", 2),
        ("mcp >&- </dev/null", 2),
        (f"mcp < <(echo '{ping}'; sleep 1) | true", 0),
    ):
        command = f"set -o pipefail; {sys.executable} -m bcpq {line}"
        done = subprocess.run(
            ["bash", "-c", command],
            env=environment(cache),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr.count("\n")) == (status, bool(status))
        assert "internal error" not in done.stderr


def test_the_client_is_heard_while_a_call_is_answered(cache: Path, tmp_path: Path) -> None:
    """A ping is answered while a long call runs, which ends with its own answer."""
    samples.write(tmp_path, "one", "zebra " * 4_000 + "\n")

    async def use(client: Client) -> list[str]:
        order: list[str] = []

        async def long() -> None:
            await client.call_tool("verify", {"quotations": ["zebra " * 3_999 + "quagga"]})
            order.append("verdict")

        async with anyio.create_task_group() as group:
            group.start_soon(long)
            await anyio.sleep(0.3)
            await client.list_tools()
            order.append("tools")
        return order

    assert served(cache, use, "--corpus", tmp_path) == ["tools", "verdict"]
