"""The command `bcpq`: its subcommands by name, each loaded only when it is called for."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from bcpq import __version__
from bcpq.cli import output
from bcpq.errors import BcpqError

#: Each command: its module in this folder and its function there, where help lists it, and what it does.
COMMANDS = {
    "search": ("find", "search", "Find", "Ranked passages for words, phrases or a question."),
    "ask": ("ask", "ask", "Find", "The sentences that answer a question, or an honest none."),
    "timeline": (
        "timeline",
        "timeline",
        "Find",
        "Passages in the order of their dates, with a bar per period.",
    ),
    "show": ("read", "show", "Read", "An article, or part of it, with paragraph numbers."),
    "list": ("read", "articles", "Read", "The articles: id, source, date, paragraphs, title."),
    "verify": ("verify", "verify", "Evidence", "Is this quotation in the articles, exactly?"),
    "check": (
        "check",
        "check",
        "Evidence",
        "Every quotation in a draft, a line each, as editors read it.",
    ),
    "cite": ("cite", "cite", "Evidence", "A citation: text, markdown, bibtex, csl-json, ris."),
    "init": ("add", "init", "Corpus", "A folder for articles of your own."),
    "add": ("add", "add", "Corpus", "Put articles into it: text, HTML, PDF, addresses."),
    "index": ("index", "index", "Corpus", "Make the index of a corpus, or bring it up to date."),
    "status": ("status", "status", "Corpus", "Which corpus and index are in use."),
    "mcp": (
        "mcp",
        "mcp",
        "Assistants",
        "Serve search, ask, show, verify and cite to an assistant.",
    ),
}

#: The commands whose arguments are words, which may begin with a sign.
_OF_WORDS = ("search", "ask", "timeline", "verify")
#: How like a name what was typed must be, 0 to 1, to be taken for it: `serach` is like search (0.83), and `find` is not
#: to be taken for index (0.67).
_LIKE = 0.7


class _LazyGroup(TyperGroup):
    """Commands known by name and a line of help; a dozen declared ones would cost a quarter of the start."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, function, _, summary = COMMANDS[cmd_name]
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        body = getattr(import_module(f"bcpq.cli.{module}"), function)
        settings = {"help_option_names": ["-h", "--help"]}
        single.command(cmd_name, cls=_Command, short_help=summary, context_settings=settings)(body)
        return typer.main.get_command(single)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not args[0].startswith("-") and args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise BcpqError(f"no command {args[0]!r}; {_instead(args)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for panel in dict.fromkeys(panel for _, _, panel, _ in COMMANDS.values()):
            rows = [
                (f"{name:8}", summary)
                for name, (_, _, where, summary) in COMMANDS.items()
                if where == panel
            ]
            with formatter.section(panel):
                formatter.write_dl(rows, col_max=10, col_spacing=4)


def _instead(words: list[str]) -> str:
    """Say what to type in place of words that begin with no command."""
    if not words[0].strip():
        return "type: bcpq --help"
    if words[0].split()[0] in COMMANDS:
        return f"without the quotation marks, type: bcpq {words[0]}"
    if words[0] == "help":
        return (
            f"type: bcpq {words[1]} --help"
            if words[1:2] and words[1] in COMMANDS
            else "type: bcpq --help"
        )
    near = _near(words[0], COMMANDS)
    return (
        f"did you mean bcpq {near}?"
        if near
        else f"to find words, type: bcpq search {' '.join(words[:4])}"
    )


class _Command(typer.core.TyperCommand):
    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if ctx.info_name not in _OF_WORDS:
            return super().parse_args(ctx, args)
        # '-staff agency' in quotes is a query: an option has no space before its value.
        end = args.index("--") if "--" in args else len(args)
        words = [f" {arg}" if arg[:1] == "-" and _is_text(arg) else arg for arg in args[:end]]
        return super().parse_args(ctx, [*words, *args[end:]])


def _is_text(argument: str) -> bool:
    return re.match(r"-(?!-[a-z-]+=).*\s", argument) is not None


_app = typer.Typer(
    name="bcpq",
    cls=_LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        output.emit(f"bcpq {__version__}\n", output.view("text", "never"))
        raise typer.Exit()


@_app.callback(invoke_without_command=True)
def _bcpq(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Find, read, check and cite what was published, by whom, when, in its exact words.

    \b
    bcpq search agency staff                    ranked passages, best first
    bcpq search '"not fit for purpose"'         these words, in this order
    bcpq ask "What was wrong with the audits?"  the sentence that answers
    bcpq show echo-2020:21                      one paragraph of an article
    bcpq verify "not fit for purpose"           is this quotation right?
    bcpq check draft.md                         is every quotation in it right?
    bcpq cite bbc-2022:15                       where it was published
    """
    if ctx.invoked_subcommand is None:
        output.emit(f"{ctx.get_help()}\n", output.view("text", "never"))


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit status; raise BcpqError for one that cannot be understood."""
    try:
        status = typer.main.get_command(_app).main(
            arguments, prog_name="bcpq", standalone_mode=False
        )
    except typer.TyperException as error:
        _misused(error, arguments)
    return status if isinstance(status, int) else 0


def _misused(error: typer.TyperException, arguments: list[str]) -> NoReturn:
    """Turn typer's complaint into a line that says what to type instead."""
    context = getattr(error, "ctx", None)
    command = (
        context.command_path if context else " ".join(["bcpq", *{*arguments[:1]} & COMMANDS.keys()])
    )
    message = error.format_message().partition(" (Possible options:")[0].rstrip(".")
    message = re.sub(
        r"Got unexpected extra argument\(?s?\)? \((.*)\)",
        rf"{command} takes no more words: \1",
        message,
    )
    message = message[:1].lower() + message[1:]
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    words = [argument for argument in options if re.fullmatch(r"-[^\W\d_]{3,}", argument)]
    hint = f"see: {command} --help"
    if words and command in ("bcpq search", "bcpq timeline"):
        message = f"no such option: {words[0]}"
        hint = f"to leave out a word, quote the whole query ('... {words[0]}'), or put -- before its words"
    elif words and command in ("bcpq ask", "bcpq verify"):
        message, hint = f"no such option: {words[0]}", "put -- before words that begin so"
    elif command == "bcpq" and (
        typed := next((word for word in arguments if word in COMMANDS), "")
    ):
        hint = f"options go after the command: bcpq {typed} ..."
    elif near := _near(*_mistyped(error, message)):
        hint = f"did you mean {near}?"
    raise BcpqError(f"{message}; {hint}") from None


def _mistyped(error: typer.TyperException, message: str) -> tuple[str, Iterable[str]]:
    """Give the option, or the value of one, that is wrong, and those that are right."""
    if options := getattr(error, "possibilities", None):
        return error.option_name, options  # type: ignore[attr-defined]
    value, _, choices = message.rpartition(": ")[2].partition(" is not one of ")
    return value.strip("'"), re.findall(r"'([^']+)'", choices)


def _near(typed: str, known: Iterable[str]) -> str:
    """Give the name that was probably meant, or none."""
    return next(iter(get_close_matches(typed.lower(), known, n=1, cutoff=_LIKE)), "")
