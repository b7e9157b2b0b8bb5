"""The command `bcpq`, made by Typer from the table of commands.

A command's module is loaded when it is called.
"""

import inspect
import os
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from bcpq import __version__
from bcpq.cli import output
from bcpq.cli.options import COMMANDS, Argument, Command, Option
from bcpq.errors import BcpqError, UsageError
from bcpq.model import Record

#: How like a name what was typed must be, 0 to 1, to be taken for it: `serach` is like search
#: (0.83), and `find` is not to be taken for index (0.67).
_LIKE = 0.7
#: Digits of a number that can be typed: more would not fit into 64 bits.
_DIGITS = 18
#: The option that prints a command's help.
_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class _Group(TyperGroup):
    """Commands known by name and a line of help.

    A dozen of them made at once would cost a quarter of the start.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return make_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = args[0] in COMMANDS or args[0].startswith("-")
        if not known and not ctx.resilient_parsing:
            raise UsageError(f"no command {args[0]!r}; {_instead(args)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for section in dict.fromkeys(command.section for command in COMMANDS.values()):
            rows = [
                (f"{name:8}", command.summary)
                for name, command in COMMANDS.items()
                if command.section == section
            ]
            with formatter.section(section):
                formatter.write_dl(rows, col_max=10, col_spacing=4)


class _Command(TyperCommand):
    """A command of the table."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if COMMANDS[ctx.info_name].wordy:
            # '-staff agency' in quotes is a query: an option has no space before its value.
            end = args.index("--") if "--" in args else len(args)
            words = [f" {arg}" if arg[:1] == "-" and _is_text(arg) else arg for arg in args[:end]]
            args = [*words, *args[end:]]
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            command = ctx.command_path
            more = " ".join(rest)
            raise UsageError(f"{command} takes no more words: {more}; see: {command} --help")
        return rest


def _is_text(argument: str) -> bool:
    return re.match(r"-(?!-[a-z-]+=).*\s", argument) is not None


def make_command(name: str) -> Any:
    """Make a command of the table."""
    command = COMMANDS[name]
    function = getattr(import_module(f"bcpq.cli.{command.module}"), command.function)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    declare = single.command(
        name,
        cls=_Command,
        short_help=command.summary,
        context_settings={**_HELP, "allow_extra_args": True},
    )
    declare(_with_signature(function, command))
    return typer.main.get_command(single)


def _with_signature(function: Callable[..., int], command: Command) -> Callable[..., int]:
    """Wrap a command's function so that Typer reads its parameters off the table."""

    def call(**values: Any) -> int:
        return function(**values)

    parameters = [
        inspect.Parameter(
            part.name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=_annotate_argument(part)
            if isinstance(part, Argument)
            else _annotate_option(part),
            **_default_of(part),
        )
        for part in command.takes
    ]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    call.__doc__ = function.__doc__
    return call


def _default_of(part: Argument | Option) -> dict[str, Any]:
    if isinstance(part, Argument):
        return {} if part.required else {"default": None}
    return {"default": False if part.kind == "flag" else part.default}


def _annotate_argument(argument: Argument) -> Any:
    declared = typer.Argument(
        metavar=argument.metavar,
        help=argument.help,
        show_default=False,
        autocompletion=_complete_articles if argument.completes else None,
    )
    kind = list[str] if argument.several else str
    return Annotated[kind if argument.required else kind | None, declared]


def _annotate_option(option: Option) -> Any:
    completion = {"articles": _complete_articles, "sources": _complete_sources}
    declared = typer.Option(
        *option.flags,
        help=option.help,
        metavar=option.metavar or None,
        show_default=option.show_default,
        envvar=option.environment or None,
        parser=_whole_number(option) if option.kind == "number" else None,
        autocompletion=completion.get(option.completes),
    )
    kind: Any = {"text": str, "flag": bool, "number": int}.get(option.kind)
    if option.kind == "choice":
        kind = Literal[option.choices]
    optional = option.default is None and option.kind != "flag"
    return Annotated[kind | None if optional else kind, declared]


def _whole_number(option: Option) -> Callable[[str | int], int]:
    """Make what reads a whole number of an option's range."""
    span = f"{option.least} or more"
    if option.most is not None:
        span = f"{option.least} to {option.most:,}"

    def read(text: str | int) -> int:
        digits = str(text)
        whole = digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS
        number = int(digits) if whole else -1
        if number < option.least or (option.most is not None and number > option.most):
            raise typer.BadParameter(f"{text!r} is no whole number of {span}")
        return number

    return read


def _complete_articles(ctx: typer.Context, incomplete: str) -> list[str]:
    return _complete(ctx, incomplete, lambda corpus: corpus.ids(incomplete))


def _complete_sources(ctx: typer.Context, incomplete: str) -> list[str]:
    return _complete(ctx, incomplete, lambda corpus: sorted(corpus.sources))


def _complete(
    ctx: typer.Context, incomplete: str, list_names: Callable[[Any], Iterable[str]]
) -> list[str]:
    from bcpq.api import open

    try:
        with open(ctx.params.get("corpus"), ca_file=ctx.params.get("ca_file")) as corpus:
            names = [name for name in list_names(corpus) if name.startswith(incomplete)]
    except BcpqError:  # a shell asks at every Tab: it gets no answer rather than a complaint
        return []
    if "bash" not in os.environ.get("_BCPQ_COMPLETE", ""):
        return names
    # bash takes it as if it were typed
    return [re.sub(r"([^\w.@%+=:,/-])", r"\\\1", name) for name in names]


_app = typer.Typer(
    name="bcpq",
    cls=_Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)


def _print_version(asked: bool) -> None:
    if asked:
        output.emit(f"bcpq {__version__}\n", output.view("text", "never"))
        raise typer.Exit()


@_app.callback(invoke_without_command=True)
def _bcpq(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
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
    """Run a command line and return its exit status.

    Raises:
        UsageError: The command line is not understood.
        BcpqError: What it asks for cannot be done.
    """
    command = typer.main.get_command(_app)
    try:
        status = command.main(arguments, prog_name="bcpq", standalone_mode=False)
    except typer.TyperException as error:
        _explain_misuse(error, arguments)
    return status if isinstance(status, int) else 0


def read_help(name: str) -> str:
    """Return the help of a command, as `--help` prints it."""
    root = typer.Context(typer.main.get_command(_app), info_name="bcpq", **_HELP)
    context = typer.Context(make_command(name), info_name=name, parent=root, **_HELP)
    return context.get_help()


def _instead(words: list[str]) -> str:
    """Say what to type in place of words that begin with no command."""
    if not words[0].strip():
        return "type: bcpq --help"
    if words[0].split()[0] in COMMANDS:
        return f"without the quotation marks, type: bcpq {words[0]}"
    if near := _nearest(words[0], COMMANDS):
        return f"did you mean bcpq {near}?"
    return f"to find words, type: bcpq search {' '.join(words[:4])}"


def _explain_misuse(error: typer.TyperException, arguments: list[str]) -> NoReturn:
    """Turn Typer's complaint into a line that says what to type instead."""
    name = next((word for word in arguments[:1] if word in COMMANDS), "")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else f"bcpq {name}".strip()
    mistake = _find_mistake(error, name, arguments)
    message = mistake.message
    hint = f"see: {command} --help"
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    words = [argument for argument in options if re.fullmatch(r"-[^\W\d_]{3,}", argument)]
    typed = next((word for word in arguments if word in COMMANDS), "")
    if words and command in ("bcpq search", "bcpq timeline"):
        message = f"no such option: {words[0]}"
        hint = (
            f"to leave out a word, quote the whole query ('... {words[0]}'), "
            "or put -- before its words"
        )
    elif words and command in ("bcpq ask", "bcpq verify"):
        message, hint = f"no such option: {words[0]}", "put -- before words that begin so"
    elif command == "bcpq" and typed:
        hint = f"options go after the command: bcpq {typed} ..."
    elif near := _nearest(mistake.typed, mistake.known):
        hint = f"did you mean {near}?"
    raise UsageError(f"{message}; {hint}") from None


class _Mistake(Record):
    """What is wrong with a command line."""

    message: str
    typed: str = ""  # the option, or the value of one, that is wrong
    known: Iterable[str] = ()  # those that are right


def _find_mistake(error: typer.TyperException, name: str, arguments: list[str]) -> _Mistake:
    """Word a mistake by what Typer's error knows, so that no words of Typer's are leant on."""
    flag = getattr(error, "option_name", None)
    if flag and hasattr(error, "possibilities"):
        return _Mistake(
            message=f"no such option: {flag}", typed=flag, known=error.possibilities or ()
        )
    if flag:
        takes_none = any(argument.startswith(f"{flag}=") for argument in arguments)
        needs = "does not take a value" if takes_none else "requires an argument"
        return _Mistake(message=f"option {flag!r} {needs}")
    declared = _find_declared(name, getattr(getattr(error, "param", None), "name", None))
    if isinstance(declared, Argument):
        return _Mistake(message=f"missing argument {declared.metavar!r}")
    if declared is None:
        message = error.format_message().rstrip(".")  # an option of Typer's own
        return _Mistake(message=message[:1].lower() + message[1:])
    flags = " / ".join(f"'{flag}'" for flag in declared.flags)
    reason, typed = error.message, _find_value(declared, arguments)
    if declared.kind == "choice":
        choices = ", ".join(f"'{choice}'" for choice in declared.choices)
        reason = f"{typed!r} is not one of {choices}"
    return _Mistake(
        message=f"invalid value for {flags}: {reason}", typed=typed, known=declared.choices
    )


def _find_declared(name: str, parameter: str | None) -> Argument | Option | None:
    takes = COMMANDS[name].takes if name else ()
    return next((part for part in takes if part.name == parameter), None)


def _find_value(option: Option, arguments: list[str]) -> str:
    """Find what was typed for an option; the last counts."""
    value = ""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        flag, equals, attached = argument.partition("=")
        if flag in option.flags:
            value = attached if equals else following
    return value


def _nearest(typed: str, known: Iterable[str]) -> str:
    """Give the name that was probably meant, or none."""
    return next(iter(get_close_matches(typed.lower(), known, n=1, cutoff=_LIKE)), "")
