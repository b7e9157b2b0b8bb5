"""The commands, arguments and options of the command line, declared once, as data.

The commands, their completion, the manual's table of options and the descriptions of an assistant's
tools are made from these tables. Each command's function takes what is declared here by keyword.
"""

from typing import Literal, NamedTuple

Format = Literal["text", "tsv", "csv", "json", "jsonl", "trec"]
Colour = Literal["auto", "always", "never"]

#: Passages that `search` shows unless the reader says how many: a screenful.
PAGE = 10
#: Passages that `timeline` shows on a terminal unless the reader says how many; a pipe gets all.
TIMELINE_PAGE = 100


class Option(NamedTuple):
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


class Argument(NamedTuple):
    """The words of a command that belong to no option."""

    name: str  # the keyword that the command's function takes
    metavar: str
    help: str
    required: bool = False
    several: bool = True
    completes: Literal["", "articles"] = ""


class Command(NamedTuple):
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
    "corpus",
    ("--corpus",),
    "Folder of articles, .jsonl file or opensearch:// address, "
    "instead of the five that come with bcpq.",
    "PATH",
    environment="BCPQ_CORPUS",
)
CA_FILE = Option(
    "ca_file",
    ("--ca-file",),
    "Certificates to trust, for a corpus at opensearchs://.",
    "FILE",
    environment="BCPQ_CA_FILE",
)
STRICT = Option(
    "strict", ("--strict",), "Stop when an article of the corpus cannot be read.", kind="flag"
)
STAMP = Option(
    "stamp",
    ("--stamp",),
    "On stderr, what the result was made from, to repeat it by.",
    kind="flag",
)
COLOR = Option(
    "color",
    ("--color",),
    "Colour; auto means on a terminal only.",
    kind="choice",
    choices=("auto", "always", "never"),
    default="auto",
    show_default=True,
)
FORMAT = Option(
    "format",
    ("--format",),
    "Layout; text on a terminal, tsv in a pipe.",
    kind="choice",
    choices=("text", "tsv", "csv", "json", "jsonl"),
)
SEARCH_FORMAT = FORMAT._replace(
    help="Layout; text on a terminal, tsv in a pipe; trec for --queries.",
    choices=(*FORMAT.choices, "trec"),
)
SOURCE = Option(
    "source",
    ("--source",),
    "Only sources that begin with NAME, in any case.",
    "NAME",
    completes="sources",
)
IN = Option("in_", ("--in",), "Only this article.", "ARTICLE", completes="articles")
SINCE = Option("since", ("--since",), "Not published before DATE (year, month or day).", "DATE")
UNTIL = Option("until", ("--until",), "Not published after DATE.", "DATE")
CONTEXT = Option(
    "context",
    ("-C", "--context"),
    "Show N neighbouring paragraphs on either side.",
    "N",
    kind="number",
    default=0,
)

TERMS = Argument("terms", "TERMS...", 'Words, "phrases", +needed and -unwanted words.')
QUESTION = Argument("question", "QUESTION", "A question in plain words.")
QUOTES = Argument("quotes", "QUOTE...", "Quotations; without any, lines of stdin.")
PLACES = Argument(
    "places",
    "DOC[:N[-M]]...",
    "An article's id, or a unique beginning of it; a paragraph of it, or several.",
    required=True,
    completes="articles",
)
LOCATORS = Argument(
    "places",
    "LOCATOR...",
    "A paragraph, such as bbc-2022:15, several (bbc-2022:5-7), or an article.",
    required=True,
    completes="articles",
)
DRAFTS = Argument("drafts", "DRAFT...", "Files of Markdown or text; - is stdin.", required=True)
TOPIC = Argument("topic", "TOPIC", "A topic of the manual, or a command.", several=False)

#: What chooses the articles.
FILTERS = (SOURCE, IN, SINCE, UNTIL)
#: What chooses the corpus.
OPENING = (CORPUS, CA_FILE)
#: How results are shown, and of which corpus.
SHOWING = (STAMP, COLOR, *OPENING, STRICT)

COMMANDS = {
    "search": Command(
        "search",
        "search",
        "Find",
        "Ranked passages for words, phrases or a question.",
        (
            TERMS,
            Option(
                "limit",
                ("-n", "--limit"),
                f"Most passages to show ({PAGE}); 0 means all.",
                "N",
                kind="number",
            ),
            SEARCH_FORMAT,
            Option(
                "queries",
                ("--queries",),
                "Search for each line of FILE (- is stdin): id<TAB>query, or a JSON object.",
                "FILE",
            ),
            Option(
                "articles",
                ("-l", "--articles"),
                "Only the ids of the articles, all of them unless -n.",
                kind="flag",
            ),
            Option("count", ("-c", "--count"), "Only how many passages match.", kind="flag"),
            CONTEXT,
            *FILTERS,
            Option(
                "sort",
                ("--sort",),
                "Best first, or earliest article first.",
                kind="choice",
                choices=("rank", "date"),
                default="rank",
                show_default=True,
            ),
            Option("explain", ("--explain",), "Show how each score comes about.", kind="flag"),
            Option(
                "literal",
                ("--literal",),
                "Do not look for the other form of an acronym.",
                kind="flag",
            ),
            *SHOWING,
        ),
        wordy=True,
    ),
    "ask": Command(
        "search",
        "ask",
        "Find",
        "The sentences that answer a question, or an honest none.",
        (
            QUESTION,
            Option(
                "limit",
                ("-n", "--limit"),
                "Most sentences to show.",
                "N",
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
        "search",
        "timeline",
        "Find",
        "Passages in the order of their dates, with a bar per period.",
        (
            TERMS,
            Option(
                "by",
                ("--by",),
                "How long a period is.",
                kind="choice",
                choices=("year", "quarter", "month"),
                default="year",
                show_default=True,
            ),
            Option(
                "limit",
                ("-n", "--limit"),
                f"Most passages to show, the best ({TIMELINE_PAGE} on a terminal); 0 means all.",
                "N",
                kind="number",
            ),
            *FILTERS,
            FORMAT,
            *SHOWING,
        ),
        wordy=True,
    ),
    "show": Command(
        "read",
        "show",
        "Read",
        "An article, or part of it, with paragraph numbers.",
        (
            PLACES,
            Option("match", ("--match",), "Mark these words, as search would.", "TERMS"),
            Option("all_", ("--all",), "Page furniture and pull quotes, too.", kind="flag"),
            FORMAT,
            *SHOWING,
        ),
    ),
    "list": Command(
        "read",
        "list_articles",
        "Read",
        "The articles: id, source, date, paragraphs, title.",
        (FORMAT, *SHOWING),
    ),
    "verify": Command(
        "evidence",
        "verify",
        "Evidence",
        "Is this quotation in the articles, exactly?",
        (QUOTES, *FILTERS, FORMAT, *SHOWING),
        wordy=True,
    ),
    "check": Command(
        "evidence",
        "check",
        "Evidence",
        "Every quotation in a draft, a line each, as editors read it.",
        (DRAFTS, FORMAT, STAMP, *OPENING, STRICT),
    ),
    "cite": Command(
        "evidence",
        "cite",
        "Evidence",
        "A citation: text, markdown, bibtex, csl-json, ris.",
        (
            LOCATORS,
            Option(
                "style",
                ("--style",),
                "Layout of the citation.",
                kind="choice",
                choices=("text", "markdown", "bibtex", "csl-json", "ris"),
                default="text",
                show_default=True,
            ),
            Option("quote", ("--quote",), "The passage, too.", kind="flag"),
            Option(
                "link",
                ("--link",),
                "An address that leads a browser to the passage.",
                kind="flag",
            ),
            STAMP,
            *OPENING,
            STRICT,
        ),
    ),
    "init": Command(
        "corpus",
        "init",
        "Corpus",
        "A folder for articles of your own.",
        (
            Argument("folder", "DIR", "The folder to make.", required=True, several=False),
            Option(
                "with_examples",
                ("--with-examples",),
                "Put in the five articles that come with bcpq.",
                kind="flag",
            ),
        ),
    ),
    "add": Command(
        "corpus",
        "add",
        "Corpus",
        "Put articles into it: text, HTML, PDF, addresses.",
        (
            Argument("sources", "SOURCE...", "Files, or http and https addresses.", required=True),
            Option("source", ("--source",), "Who published it.", "NAME"),
            Option("title", ("--title",), "Its title.", "TITLE"),
            Option("date", ("--date",), "When it was, or unknown.", "EDTF"),
            Option("url", ("--url",), "Where it was published.", "ADDRESS"),
            Option("id_", ("--id",), "What locators call it.", "ID"),
            Option(
                "replace",
                ("--replace",),
                "Put it in place of the one that is there.",
                kind="flag",
            ),
            *OPENING,
        ),
    ),
    "index": Command(
        "index",
        "index",
        "Corpus",
        "Make the index of a corpus, or bring it up to date.",
        (
            Option("force", ("--force",), "Make it anew, though nothing has changed.", kind="flag"),
            Option(
                "to",
                ("--to",),
                "Load the corpus into a cluster: opensearch://HOST/NAME.",
                "ADDRESS",
            ),
            Option(
                "shards",
                ("--shards",),
                "With --to: into how many parts it is split (1).",
                "N",
                kind="number",
                least=1,
                most=1_024,  # OpenSearch's own limit for an index
            ),
            Option(
                "replicas",
                ("--replicas",),
                "With --to: how many further copies are kept (1).",
                "N",
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
        "index",
        "status",
        "Corpus",
        "Which corpus and index are in use.",
        (
            Option(
                "stamp", ("--stamp",), "Say whether all is as STAMP has it (- is stdin).", "STAMP"
            ),
            FORMAT,
            COLOR,
            *OPENING,
            STRICT,
        ),
    ),
    "mcp": Command(
        "mcp",
        "mcp",
        "Assistants",
        "Serve search, ask, show, verify and cite to an assistant.",
        OPENING,
    ),
    "help": Command(
        "help", "show_help", "Help", "The manual, a page of it, or a command's help.", (TOPIC,)
    ),
}
