"""What may an assistant ask? Tools of the Model Context Protocol, each a command's result as JSON has it."""

import gc
import signal
from collections.abc import Callable
from threading import Lock
from typing import Annotated, Any, TypeVar, cast

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import Tool, ToolAnnotations
from pydantic import Field, ValidationError

from bcpq import __version__
from bcpq.cli import options, output
from bcpq.cli.index import Where, with_index
from bcpq.errors import BcpqError, QueryError
from bcpq.evidence.cite import cite as cited
from bcpq.evidence.texts import ArticleTexts
from bcpq.evidence.verify import attribution
from bcpq.evidence.verify import verify as judge
from bcpq.index.store import Store
from bcpq.query.parser import parse
from bcpq.render import citations, listings
from bcpq.render import formats as machine
from bcpq.render import messages as words
from bcpq.render.formats import Listing
from bcpq.schemas import evidence, passages
from bcpq.search.answers import ask as answer
from bcpq.search.locators import read_excerpt
from bcpq.search.passages import search as find

T = TypeVar("T")

_INSTRUCTIONS = """Dated articles, and nothing but what they say.
Quote `text` word for word and give its locator, such as [bbc-2022:15], its source and its date; where `inferred` is
true, say that the date is inferred. Where ask says `answered: false`, say that these articles do not answer; `nearest`
is no answer. Before you give a quotation that is not copied from a result, verify it: only what is `accepted` was
published so. Where there are `faults`, articles are left out: say so."""
#: The most of anything that one call asks for: an assistant has to read it all.
_MANY = 100
_WORD = r"\S"
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Limit = Annotated[int, Field(ge=1, le=_MANY, description="How many at most.")]
Source = Annotated[
    str | None, Field(pattern=_WORD, description="Only sources whose names begin so, in any case.")
]
In = Annotated[
    str | None,
    Field(pattern=_WORD, description="Only this article: its id, or a unique beginning of it."),
]
Since = Annotated[
    str | None, Field(description="Not published before this year, month or day, such as 2022-06.")
]
Until = Annotated[str | None, Field(description="Not published after this year, month or day.")]
Places = Annotated[
    list[str],
    Field(
        min_length=1,
        max_length=_MANY,
        description="Such as bbc-2022:15, several paragraphs (bbc-2022:5-7), or an article's id.",
    ),
]

Quotations = Annotated[
    list[str],
    Field(min_length=1, max_length=_MANY, description="Texts that are said to be quoted."),
]


class _Tools:
    """What is asked of the corpus at a place.

    Each is answered in a thread of its own, so that the client is heard meanwhile; one after the other.
    """

    def __init__(self, where: Where) -> None:
        self._where = where
        self._turn = Lock()

    def search(
        self,
        query: Annotated[
            str, Field(description='Words, "phrases", +needed, -unwanted, a OR b, colla*, "a b"~5.')
        ],
        limit: Limit = 10,
        context: Annotated[
            int, Field(ge=0, le=_MANY, description="Neighbouring paragraphs on either side.")
        ] = 0,
        source: Source = None,
        article: In = None,
        since: Since = None,
        until: Until = None,
    ) -> passages.SearchResult:
        """Find passages, best first, each a paragraph word for word with its source, date and locator."""

        def look(store: Store) -> Listing:
            asked, filters = parse(query), options.filters(source, article, since, until)
            return listings.hits(find(store, asked, filters, limit=limit, context=context), asked)

        return self._answered(passages.SearchResult, look)

    def ask(
        self,
        question: Annotated[str, Field(description="A question in plain words.")],
        limit: Limit = 3,
        source: Source = None,
        article: In = None,
        since: Since = None,
        until: Until = None,
    ) -> passages.Answers:
        """Find the sentences that answer a question, word for word, or learn that the articles do not answer it."""

        def look(store: Store) -> Listing:
            asked, filters = parse(question), options.filters(source, article, since, until)
            return listings.answers(answer(store, asked, filters, limit=limit), asked)

        return self._answered(passages.Answers, look)

    def show(self, locators: Places) -> passages.Paragraphs:
        """Read paragraphs or whole articles, word for word; page furniture is left out."""
        return self._answered(
            passages.Paragraphs,
            lambda store: listings.paragraphs(
                [read_excerpt(store, name).without_asides for name in locators]
            ),
        )

    def verify(
        self,
        quotations: Quotations,
        source: Source = None,
        article: In = None,
        since: Since = None,
        until: Until = None,
    ) -> evidence.Verdicts:
        """Tell whether quotations were published so, where, and what differs; filters say to whom they are attributed.

        Verdicts: exact, typographic, elided (these three are accepted), altered, stitched, elsewhere, absent.
        """

        def look(store: Store) -> Listing:
            held_to = attribution(store, options.filters(source, article, since, until))
            shelf = ArticleTexts(store)
            verdicts = [judge(shelf, quotation, held_to) for quotation in quotations]
            if None in verdicts:
                raise QueryError(words.wordless(quotations[verdicts.index(None)]))
            return listings.verdicts([verdict for verdict in verdicts if verdict])

        return self._answered(evidence.Verdicts, look)

    def cite(self, locators: Places) -> evidence.Citations:
        """Cite paragraphs or articles: source, title, date, address and paragraph, as far as they are known."""
        return self._answered(
            evidence.Citations,
            lambda store: citations.listing([cited(store, name) for name in locators]),
        )

    def _answered(self, shape: type[T], look: Callable[[Store], Listing]) -> T:
        faults: list[str] = []
        try:
            with self._turn:
                listing, digest = with_index(self._where, False, look, faults.append)
                document = machine.stamped(listing, output.stamper(digest, listing.articles))
            return cast(T, {**document, "faults": faults} if faults else document)
        except BcpqError as error:
            raise ToolError(str(error)) from None


class _Server(MCPServer[Any]):
    """A server that refuses what a tool does not know: a filter that is misspelt must not be lost."""

    async def list_tools(self) -> list[Tool]:
        tools = await super().list_tools()
        for tool in tools:
            tool.input_schema["additionalProperties"] = False
        return tools

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        known = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
        if unknown := arguments.keys() - known.get(name, arguments).keys():
            raise ToolError(
                f"{name} takes no {', '.join(sorted(unknown))}, but {', '.join(known[name])}"
            )
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            wrong = "; ".join(
                f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
                for one in error.__cause__.errors()
            )
            raise ToolError(f"{name} cannot take that: {wrong}") from None


def serve(where: Where) -> None:
    """Serve the corpus at a place until the client leaves; whatever cannot be answered is an error that says why."""
    gc.enable()  # this run may be long
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is lost by leaving at once
    serving = _Server("bcpq", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    tools = _Tools(where)
    for tool in (tools.search, tools.ask, tools.show, tools.verify, tools.cite):
        serving.add_tool(tool, annotations=_READS)
    try:
        serving.run("stdio")
    except BaseExceptionGroup as group:  # of one: the client went away
        raise group.exceptions[0] from None
