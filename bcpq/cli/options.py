"""The commands, arguments and options of the command line, declared once, as data.

The commands, their completion, the manual's table of options and the descriptions of an assistant's
tools are made from these tables. Each command's function takes what is declared here by keyword.
"""

from typing import Literal

from bcpq.model import Record

Format = Literal["text", "tsv", "csv", "json", "jsonl", "trec"]
Colour = Literal["auto", "always", "never"]

#: Passages that `search` shows unless the reader says how many: a screenful.
PAGE = 10
#: Passages that `timeline` shows on a terminal unless the reader says how many; a pipe gets all.
TIMELINE_PAGE = 100


class Option(Record):
    """An option of a command."""

    name: str  # the keyword that the command's function takes
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    kind: Literal["text", "flag", "choice", "number"] = "text"
    choices: tuple[str, ...] = ()  # of a choice
    least: int = 0  # of a number
    most: int | None = None
    default: str | int | None = None
    show_default: bool = False  # in help
    environment: str = ""  # the variable that does the same
    completes: Literal["", "articles", "sources"] = ""


class Argument(Record):
    """The words of a command that belong to no option."""

    name: str  # the keyword that the command's function takes
    metavar: str
    help: str
    required: bool = False
    several: bool = True
    completes: Literal["", "articles"] = ""


class Command(Record):
    """A command: where its function is, and what it takes, in the order in which help shows it."""

    module: str  # in this folder
    function: str  # its docstring is the command's help
    section: str  # where help lists it
    summary: str
    takes: tuple[Argument | Option, ...] = ()
    wordy: bool = False  # its arguments are words, which may begin with a sign

    @property
    def options(self) -> tuple[Option, ...]:
        """Give its options."""
        return tuple(part for part in self.takes if isinstance(part, Option))


CORPUS = Option(
    name="corpus",
    flags=("--corpus",),
    help="Folder of articles, .jsonl file or opensearch:// address, "
    "instead of the five that come with bcpq.",
    metavar="PATH",
    environment="BCPQ_CORPUS",
)
CA_FILE = Option(
    name="ca_file",
    flags=("--ca-file",),
    help="Certificates to trust, for a corpus at opensearchs://.",
    metavar="FILE",
    environment="BCPQ_CA_FILE",
)
STRICT = Option(
    name="strict",
    flags=("--strict",),
    help="Stop when an article of the corpus cannot be read.",
    kind="flag",
)
STAMP = Option(
    name="stamp",
    flags=("--stamp",),
    help="On stderr, what the result was made from, to repeat it by.",
    kind="flag",
)
COLOR = Option(
    name="color",
    flags=("--color",),
    help="Colour; auto means on a terminal only.",
    kind="choice",
    choices=("auto", "always", "never"),
    default="auto",
    show_default=True,
)
FORMAT = Option(
    name="format",
    flags=("--format",),
    help="Layout; text on a terminal, tsv in a pipe.",
    kind="choice",
    choices=("text", "tsv", "csv", "json", "jsonl"),
)
SEARCH_FORMAT = FORMAT.replace(
    help="Layout; text on a terminal, tsv in a pipe; trec for --queries.",
    choices=(*FORMAT.choices, "trec"),
)
SOURCE = Option(
    name="source",
    flags=("--source",),
    help="Only sources that begin with NAME, in any case.",
    metavar="NAME",
    completes="sources",
)
IN = Option(
    name="in_", flags=("--in",), help="Only this article.", metavar="ARTICLE", completes="articles"
)
SINCE = Option(
    name="since",
    flags=("--since",),
    help="Not published before DATE (year, month or day).",
    metavar="DATE",
)
UNTIL = Option(name="until", flags=("--until",), help="Not published after DATE.", metavar="DATE")
CONTEXT = Option(
    name="context",
    flags=("-C", "--context"),
    help="Show N neighbouring paragraphs on either side.",
    metavar="N",
    kind="number",
    default=0,
)

TERMS = Argument(
    name="terms", metavar="TERMS...", help='Words, "phrases", +needed and -unwanted words.'
)
QUESTION = Argument(name="question", metavar="QUESTION", help="A question in plain words.")
QUOTES = Argument(
    name="quotes", metavar="QUOTE...", help="Quotations; without any, lines of stdin."
)
PLACES = Argument(
    name="places",
    metavar="DOC[:N[-M]]...",
    help="An article's id, or a unique beginning of it; a paragraph of it, or several.",
    required=True,
    completes="articles",
)
LOCATORS = Argument(
    name="places",
    metavar="LOCATOR...",
    help="A paragraph, such as bbc-2022:15, several (bbc-2022:5-7), or an article.",
    required=True,
    completes="articles",
)
DRAFTS = Argument(
    name="drafts", metavar="DRAFT...", help="Files of Markdown or text; - is stdin.", required=True
)
TOPIC = Argument(
    name="topic", metavar="TOPIC", help="A topic of the manual, or a command.", several=False
)

#: What chooses the articles.
FILTERS = (SOURCE, IN, SINCE, UNTIL)
#: What chooses the corpus.
OPENING = (CORPUS, CA_FILE)
#: How results are shown, and of which corpus.
SHOWING = (STAMP, COLOR, *OPENING, STRICT)

COMMANDS = {
    "search": Command(
        module="search",
        function="search",
        section="Find",
        summary="Ranked passages for words, phrases or a question.",
        takes=(
            TERMS,
            Option(
                name="limit",
                flags=("-n", "--limit"),
                help=f"Most passages to show ({PAGE}); 0 means all.",
                metavar="N",
                kind="number",
            ),
            SEARCH_FORMAT,
            Option(
                name="queries",
                flags=("--queries",),
                help="Search for each line of FILE (- is stdin): id<TAB>query, or a JSON object.",
                metavar="FILE",
            ),
            Option(
                name="articles",
                flags=("-l", "--articles"),
                help="Only the ids of the articles, all of them unless -n.",
                kind="flag",
            ),
            Option(
                name="count",
                flags=("-c", "--count"),
                help="Only how many passages match.",
                kind="flag",
            ),
            CONTEXT,
            *FILTERS,
            Option(
                name="sort",
                flags=("--sort",),
                help="Best first, or earliest article first.",
                kind="choice",
                choices=("rank", "date"),
                default="rank",
                show_default=True,
            ),
            Option(
                name="explain",
                flags=("--explain",),
                help="Show how each score comes about.",
                kind="flag",
            ),
            Option(
                name="literal",
                flags=("--literal",),
                help="Do not look for the other form of an acronym.",
                kind="flag",
            ),
            *SHOWING,
        ),
        wordy=True,
    ),
    "ask": Command(
        module="search",
        function="ask",
        section="Find",
        summary="The sentences that answer a question, or an honest none.",
        takes=(
            QUESTION,
            Option(
                name="limit",
                flags=("-n", "--limit"),
                help="Most sentences to show.",
                metavar="N",
                kind="number",
                least=1,
                default=3,
                show_default=True,
            ),
            FORMAT,
            *FILTERS,
            *SHOWING,
        ),
        wordy=True,
    ),
    "timeline": Command(
        module="search",
        function="timeline",
        section="Find",
        summary="Passages in the order of their dates, with a bar per period.",
        takes=(
            TERMS,
            Option(
                name="by",
                flags=("--by",),
                help="How long a period is.",
                kind="choice",
                choices=("year", "quarter", "month"),
                default="year",
                show_default=True,
            ),
            Option(
                name="limit",
                flags=("-n", "--limit"),
                help="Most passages to show, the best "
                f"({TIMELINE_PAGE} on a terminal); 0 means all.",
                metavar="N",
                kind="number",
            ),
            *FILTERS,
            FORMAT,
            *SHOWING,
        ),
        wordy=True,
    ),
    "show": Command(
        module="read",
        function="show",
        section="Read",
        summary="An article, or part of it, with paragraph numbers.",
        takes=(
            PLACES,
            Option(
                name="match",
                flags=("--match",),
                help="Mark these words, as search would.",
                metavar="TERMS",
            ),
            Option(
                name="all_",
                flags=("--all",),
                help="Page furniture and pull quotes, too.",
                kind="flag",
            ),
            FORMAT,
            *SHOWING,
        ),
    ),
    "list": Command(
        module="read",
        function="list_articles",
        section="Read",
        summary="The articles: id, source, date, paragraphs, title.",
        takes=(FORMAT, *SHOWING),
    ),
    "verify": Command(
        module="evidence",
        function="verify",
        section="Evidence",
        summary="Is this quotation in the articles, exactly?",
        takes=(QUOTES, *FILTERS, FORMAT, *SHOWING),
        wordy=True,
    ),
    "check": Command(
        module="evidence",
        function="check",
        section="Evidence",
        summary="Every quotation in a draft, a line each, as editors read it.",
        takes=(
            DRAFTS,
            Option(
                name="short",
                flags=("--short",),
                help="Judge all quotations under four words.",
                kind="flag",
            ),
            FORMAT,
            STAMP,
            *OPENING,
            STRICT,
        ),
    ),
    "cite": Command(
        module="evidence",
        function="cite",
        section="Evidence",
        summary="A citation: text, markdown, bibtex, csl-json, ris.",
        takes=(
            LOCATORS,
            Option(
                name="style",
                flags=("--style",),
                help="Layout of the citation.",
                kind="choice",
                choices=("text", "markdown", "bibtex", "csl-json", "ris"),
                default="text",
                show_default=True,
            ),
            Option(name="quote", flags=("--quote",), help="The passage, too.", kind="flag"),
            Option(
                name="link",
                flags=("--link",),
                help="An address that leads a browser to the passage.",
                kind="flag",
            ),
            STAMP,
            *OPENING,
            STRICT,
        ),
    ),
    "init": Command(
        module="corpus",
        function="init",
        section="Corpus",
        summary="A folder for articles of your own.",
        takes=(
            Argument(
                name="folder",
                metavar="DIR",
                help="The folder to make.",
                required=True,
                several=False,
            ),
            Option(
                name="with_examples",
                flags=("--with-examples",),
                help="Put in the five articles that come with bcpq.",
                kind="flag",
            ),
        ),
    ),
    "add": Command(
        module="corpus",
        function="add",
        section="Corpus",
        summary="Put articles into it: text, HTML, PDF, addresses.",
        takes=(
            Argument(
                name="sources",
                metavar="SOURCE...",
                help="Files, or http and https addresses.",
                required=True,
            ),
            Option(name="source", flags=("--source",), help="Who published it.", metavar="NAME"),
            Option(name="title", flags=("--title",), help="Its title.", metavar="TITLE"),
            Option(name="date", flags=("--date",), help="When it was, or unknown.", metavar="EDTF"),
            Option(name="url", flags=("--url",), help="Where it was published.", metavar="ADDRESS"),
            Option(name="id_", flags=("--id",), help="What locators call it.", metavar="ID"),
            Option(
                name="replace",
                flags=("--replace",),
                help="Put it in place of the one that is there.",
                kind="flag",
            ),
            *OPENING,
        ),
    ),
    "index": Command(
        module="index",
        function="index",
        section="Corpus",
        summary="Make the index of a corpus, or bring it up to date.",
        takes=(
            Option(
                name="force",
                flags=("--force",),
                help="Make it anew, though nothing has changed.",
                kind="flag",
            ),
            Option(
                name="to",
                flags=("--to",),
                help="Load the corpus into a cluster: opensearch://HOST/NAME.",
                metavar="ADDRESS",
            ),
            Option(
                name="shards",
                flags=("--shards",),
                help="With --to: into how many parts it is split (1).",
                metavar="N",
                kind="number",
                least=1,
                most=1_024,  # OpenSearch's own limit for an index
            ),
            Option(
                name="replicas",
                flags=("--replicas",),
                help="With --to: how many further copies are kept (1).",
                metavar="N",
                kind="number",
                most=10,
            ),
            FORMAT,
            COLOR,
            *OPENING,
            STRICT,
        ),
    ),
    "status": Command(
        module="index",
        function="status",
        section="Corpus",
        summary="Which corpus and index are in use.",
        takes=(
            Option(
                name="stamp",
                flags=("--stamp",),
                help="Say whether all is as STAMP has it (- is stdin).",
                metavar="STAMP",
            ),
            FORMAT,
            COLOR,
            *OPENING,
            STRICT,
        ),
    ),
    "mcp": Command(
        module="mcp",
        function="mcp",
        section="Assistants",
        summary="Serve search, ask, show, verify and cite to an assistant.",
        takes=OPENING,
    ),
    "help": Command(
        module="help",
        function="show_help",
        section="Help",
        summary="The manual, a page of it, or a command's help.",
        takes=(TOPIC,),
    ),
}
