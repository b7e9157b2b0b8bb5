"""The tools of an assistant, over the Model Context Protocol (https://modelcontextprotocol.io).

Each tool gives a command's result as its JSON document; their parameters are described by the table
of the command line's options.
"""

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
from bcpq.api import Corpus, open
from bcpq.cli import output
from bcpq.cli.options import (
    CONTEXT,
    IN,
    LOCATORS,
    PAGE,
    QUESTION,
    SINCE,
    SOURCE,
    TERMS,
    UNTIL,
)
from bcpq.errors import BcpqError
from bcpq.render import formats
from bcpq.render.citations import lay_out_citations
from bcpq.render.json.evidence import CitationsJson, VerdictsJson
from bcpq.render.json.passages import AnswersJson, ParagraphsJson, SearchResultJson

T = TypeVar("T")

_INSTRUCTIONS = """Dated articles, and nothing but what they say.
Quote `text` word for word and give its locator, such as [bbc-2022:15], its source and its date.
Where `inferred` is true, say that the date is inferred. Where ask says `answered: false`, say that
these articles do not answer; `nearest` is no answer. Before you give a quotation that is not copied
from a result, verify it: only what is `accepted` was published so. Where there are `faults`,
articles are left out: say so."""
#: The most of anything that one call asks for: an assistant has to read it all.
_MANY = 100
_WORD = r"\S"
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Limit = Annotated[int, Field(ge=1, le=_MANY, description="How many at most.")]
Source = Annotated[str | None, Field(pattern=_WORD, description=SOURCE.help)]
Article = Annotated[str | None, Field(pattern=_WORD, description=IN.help)]
Since = Annotated[str | None, Field(description=SINCE.help)]
Until = Annotated[str | None, Field(description=UNTIL.help)]
Locators = Annotated[list[str], Field(min_length=1, max_length=_MANY, description=LOCATORS.help)]
Quotations = Annotated[
    list[str],
    Field(min_length=1, max_length=_MANY, description="Texts that are said to be quoted."),
]


#: An assistant sees no manual: it is told the rest of the syntax, too.
_QUERY = f'{TERMS.help} Also: a OR b, beginn*, "near words"~5.'


class _Tools:
    """What is asked of a corpus.

    Each call is answered in a thread of its own, so that the client is heard meanwhile; one after
    the other, and from the corpus as its files are then.
    """

    def __init__(self, path: str | None, ca_file: str | None) -> None:
        self._path, self._ca_file = path, ca_file
        self._turn = Lock()

    def search(
        self,
        query: Annotated[str, Field(description=_QUERY)],
        limit: Limit = PAGE,
        context: Annotated[int, Field(ge=0, le=_MANY, description=CONTEXT.help)] = 0,
        source: Source = None,
        article: Article = None,
        since: Since = None,
        until: Until = None,
    ) -> SearchResultJson:
        """Find passages, best first, each a paragraph word for word with source, date, locator."""
        return self._answer(
            SearchResultJson,
            lambda corpus: formats.lay_out_search(
                corpus.search(
                    query,
                    limit=limit,
                    context=context,
                    sources=_names(source),
                    articles=_names(article),
                    since=since,
                    until=until,
                )
            ),
        )

    def ask(
        self,
        question: Annotated[str, Field(description=QUESTION.help)],
        limit: Limit = 3,
        source: Source = None,
        article: Article = None,
        since: Since = None,
        until: Until = None,
    ) -> AnswersJson:
        """Find the sentences that answer a question, word for word, or learn that none does."""
        return self._answer(
            AnswersJson,
            lambda corpus: formats.lay_out_answers(
                corpus.ask(
                    question,
                    limit=limit,
                    sources=_names(source),
                    articles=_names(article),
                    since=since,
                    until=until,
                )
            ),
        )

    def show(self, locators: Locators) -> ParagraphsJson:
        """Read paragraphs or whole articles, word for word; page furniture is left out."""
        return self._answer(
            ParagraphsJson,
            lambda corpus: formats.lay_out_excerpts(
                [corpus.read(locator).without_asides for locator in locators]
            ),
        )

    def verify(
        self,
        quotations: Quotations,
        source: Source = None,
        article: Article = None,
        since: Since = None,
        until: Until = None,
    ) -> VerdictsJson:
        """Tell whether quotations were published so, where, and what differs.

        The filters say to whom they are attributed. Verdicts: exact, typographic, elided (these
        three are accepted), edited (words put in that a person must judge), altered, stitched,
        elsewhere, absent.
        """
        return self._answer(
            VerdictsJson,
            lambda corpus: formats.lay_out_verdicts(
                [
                    corpus.verify(
                        quotation,
                        sources=_names(source),
                        articles=_names(article),
                        since=since,
                        until=until,
                    )
                    for quotation in quotations
                ]
            ),
        )

    def cite(self, locators: Locators) -> CitationsJson:
        """Cite paragraphs or articles: source, title, date, address, paragraph, where known."""
        return self._answer(
            CitationsJson,
            lambda corpus: lay_out_citations([corpus.cite(locator) for locator in locators]),
        )

    def _answer(self, shape: type[T], lay_out: Callable[[Corpus], formats.Layouts]) -> T:
        """Open the corpus, lay out a result of it, and give that as a document."""
        faults: list[str] = []
        try:
            with (
                self._turn,
                open(self._path, ca_file=self._ca_file, notify=faults.append) as corpus,
            ):
                layouts = lay_out(corpus)
                document = formats.stamp_document(
                    layouts, lambda: output.stamp_record(corpus, layouts)
                )
            return cast(T, {**document, "faults": faults} if faults else document)
        except BcpqError as error:
            raise ToolError(f"{error} [{error.code}]") from None


def _names(name: str | None) -> list[str]:
    return [name] if name else []


class _Server(MCPServer[Any]):
    """A server that refuses parameters that a tool does not have: no misspelt filter gets lost."""

    async def list_tools(self) -> list[Tool]:
        tools = await super().list_tools()
        for tool in tools:
            tool.input_schema["additionalProperties"] = False
        return tools

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        known = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
        if unknown := arguments.keys() - known.get(name, arguments).keys():
            raise ToolError(
                f"{name} takes no {', '.join(sorted(unknown))}, but {', '.join(known[name])} "
                "[usage]"
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
            raise ToolError(f"{name} cannot take that: {wrong} [usage]") from None


def serve(path: str | None, ca_file: str | None) -> None:
    """Serve a corpus until the client leaves; what cannot be answered is an error that says why."""
    gc.enable()  # this run may be long
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is lost by leaving at once
    serving = _Server("bcpq", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    tools = _Tools(path, ca_file)
    for tool in (tools.search, tools.ask, tools.show, tools.verify, tools.cite):
        serving.add_tool(tool, annotations=_READS)
    try:
        serving.run("stdio")
    except BaseExceptionGroup as group:  # of one: the client went away
        raise group.exceptions[0] from None
