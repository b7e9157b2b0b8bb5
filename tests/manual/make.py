"""What the README and the manual show: examples, tables and lists, made of the program itself.

cog (https://cog.readthedocs.io) runs the pieces of Python in the comments of the pages, which call
the functions below by name.
"""

import ast
import atexit
import contextlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from functools import cache
from pathlib import Path

import cogapp
from rich.console import Console
from rich.text import Text

from bcpq.cli.help import TOPICS
from bcpq.cli.options import COMMANDS, Option
from bcpq.errors import CODES
from bcpq.render.json.__main__ import FILES
from tests import samples
from tests.conftest import environment, on_a_terminal
from tests.relevance import judged

ROOT = samples.CORPUS.parent
README = ROOT / "README.md"
MANUAL = ROOT / "bcpq" / "manual"
SCHEMAS = Path("bcpq/render/json")
PICTURE = Path(__file__).parent / "screenshot.svg"

PAGES = [README, *(MANUAL / f"{topic}.md" for topic in TOPICS)]

#: What the picture shows.
PICTURED = ("bcpq search agency staff -n 2", 'bcpq ask "When do the school holidays start?"')
#: A file that a reader may add.
MINUTES = (
    "Council, 2 May 2024\n"
    "The council approved the budget for children's services.\n"
    "Cllr Jane Brown said that the plan was not perfect, but affordable.\n"
)
#: A draft with two quotations.
CHECKED = (
    r"printf 'BBC News called it “not fit for purpose”.\n\n"
    r"It was “serious and widespread weaknesses” [bbc-2022:10].\n' | bcpq check -"
)
#: What a pipe can do with results.
PIPES = (
    "bcpq search HMO | cut -f1,2,3",
    "bcpq search domestic abuse -n 0 | cut -f3 | sort | uniq -c | sort -rn",
    "bcpq search perfunctory | cut -f1 | xargs bcpq show | cut -f4",
    "bcpq search neglect --format json | jq -r '.hits[] | [.locator, .section // \"-\"] | @tsv'",
    "bcpq search turnover | cut -f1 | xargs bcpq cite --style bibtex | grep -e misc -e date",
    r"printf 'not fit for purpose\nfewer than 3,000 accepted as referrals\n'"
    " | bcpq verify 2>/dev/null",
    r"printf 'q1\tagency staff\nq2\tHMO\n' | bcpq search --queries - --format trec -n 1",
)

#: The columns of a terminal on which the manual is read, and of one whose picture it shows: the
#: manual's examples stand in a frame.
_COLUMNS, _FRAMED = 80, 78
#: An option of more commands than this is listed once for all of them.
_OWN = 2


@cache
def folder() -> Path:
    """Make a folder to run commands in, with a `bcpq` that is this checkout's."""
    made = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    (made / "bcpq").write_text(f'#!/bin/sh\nexec {sys.executable} -m bcpq "$@"\n')
    (made / "bcpq").chmod(0o755)
    (made / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    subprocess.run(
        [made / "bcpq", "index"],
        env=environment(made / "cache"),
        capture_output=True,
        check=True,
    )
    return made


def run_shell(script: str, cwd: Path | None = None, cache_folder: Path | None = None) -> str:
    """Run a script of the shell as a reader would, and return what it prints on stdout.

    Raises:
        CalledProcessError: It failed; to find nothing is no failure.
    """
    env = environment(cache_folder or folder() / "cache")
    env["PATH"] = f"{folder()}:{env['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        env=env,
        cwd=cwd or folder(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:
        done.check_returncode()
    return done.stdout


def _see(command: str, columns: int, **extra: str) -> str:
    """Run a command on a terminal, and return what is seen there."""
    size = {"LINES": "100", "COLUMNS": str(columns)}
    with contextlib.chdir(folder()):
        return on_a_terminal(folder() / "cache", shlex.split(command)[1:], {**size, **extra})


def terminal(*commands: str) -> None:
    """Print commands, and what a terminal shows of each."""
    shown = "\n".join(
        f"$ {command}\n{_see(command, _FRAMED, NO_COLOR='1')}" for command in commands
    )
    print(f"```console\n{shown}```")


def own_articles(*commands: str) -> None:
    """Print commands that begin a folder of one's own, and what a terminal shows of each."""
    shutil.rmtree(folder() / "cuttings", ignore_errors=True)
    terminal(*commands)


def pipe(*commands: str) -> None:
    """Print lines of shell, and what each prints in a pipe."""
    shown = "".join(f"$ {command}\n{run_shell(command)}" for command in commands)
    print(f"```console\n{shown}```")


def _item(text: str) -> str:
    """Write an item of a list in lines that fit a terminal; code is not broken."""
    whole = re.sub("`[^`]+`", lambda code: code[0].replace(" ", "\0"), text)
    item = textwrap.fill(
        whole,
        _COLUMNS,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return item.replace("\0", " ")


def options() -> None:
    """Print every option of every command: those of many commands first, then each command's."""
    commands: dict[Option, list[str]] = {}
    for name, command in COMMANDS.items():
        for option in command.options:
            commands.setdefault(option, []).append(name)
    print("## Of several commands\n")
    for option, names in commands.items():
        if len(names) > _OWN:
            print(_item(f"{_describe(option)} ({', '.join(names)})"))
    for name, command in COMMANDS.items():
        own = [option for option in command.options if len(commands[option]) <= _OWN]
        if own:
            print(f"\n## {name}\n")
            for option in own:
                print(_item(_describe(option)))


def _describe(option: Option) -> str:
    value = option.metavar or "|".join(option.choices)
    flags = " ".join([", ".join(option.flags), *([value] if value else [])])
    default = f" Without it: {option.default}." if option.show_default else ""
    meaning = re.sub(r"\w*<\w+>\w*", r"`\g<0>`", option.help)  # `<TAB>` would be a tag of HTML
    return f"`{flags}`: {meaning}{default}"


def figures() -> None:
    """Print the figures on the five articles that the tests hold."""
    print("| figure | value |\n|---|---|")
    for name, value in _figures().items():
        plain = name.replace(" though answerable", ", of those with an answer")
        plain = plain.replace(" though unanswerable", ", of those with none")
        print(f"| {plain} | {value} |")


def _figures() -> dict[str, float]:
    held: dict[str, float] = json.loads(
        (ROOT / "tests/relevance/figures.json").read_text(encoding="utf-8")
    )
    return held


def answered() -> None:
    """Print how many questions on the five articles are answered, and how many rightly."""
    shares = _figures()
    questions = [question for question in judged.judgements() if not question.keywords]
    answerable = [question for question in questions if question.answerable]
    other = [question for question in answerable if question.other]
    hopeless = len(questions) - len(answerable)

    def count(figure: str, of: int) -> int:
        return round(shares[figure] * of)

    refused = count("refused though unanswerable", hopeless)
    text = (
        f"Of {len(answerable)} questions that the five articles answer, "
        f"{count('answered though answerable', len(answerable))} get an answer, right or "
        f"wrong. The right sentence comes first for {count('answer top-1', len(answerable))} "
        f"of them, and is among the first three for {count('answer top-3', len(answerable))}. "
        f"{len(other)} of these questions use words that the articles do not use: "
        f"{count('answer top-1, other wording', len(other))} of those "
        f"get the right sentence first. "
        f"Of {hopeless} questions that the articles do not answer, {refused} get none, as they "
        f"should, and {hopeless - refused} get a sentence all the same."
    )
    print(textwrap.fill(text, _COLUMNS))


def schemas() -> None:
    """Print links to the schema files."""
    links = [f"[{name}](../{SCHEMAS.relative_to('bcpq')}/{name}.json)" for name in FILES]
    print("\n".join(f"- {link}" for link in links))


def codes() -> None:
    """Print every code of an error, and what it stands for."""
    for code, meaning in CODES.items():
        print(_item(f"`{code}`: {meaning}"))


def modules(*folders: str) -> None:
    """Print the modules of folders of the code, each with the first sentence of its docstring."""
    for name in folders:
        for path in sorted((ROOT / "bcpq" / name).glob("*.py")):
            docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            first = " ".join(docstring.partition("\n\n")[0].split())
            summary = re.split(r"(?<=[.?!]) (?=[A-Z])", first)[0]
            if not path.name.startswith("__"):
                print(_item(f"`{name}/{path.name}`: {summary}"))


def topics() -> None:
    """Print a link to every page of the manual, with what it is for."""
    for topic in TOPICS:
        title, purpose = heading(MANUAL / f"{topic}.md")
        print(f"- [{title}](bcpq/manual/{topic}.md): {purpose}")


def heading(page: Path) -> tuple[str, str]:
    """Read the title of a page of the manual, and the sentence that says what it is for."""
    title, purpose = page.read_text(encoding="utf-8").split("\n\n")[:2]
    return title.removeprefix("# "), " ".join(purpose.split())


def python_examples(page: Path) -> list[str]:
    """Find the blocks of Python in a page."""
    return re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def generate(page: Path) -> str:
    """Return a page with all that cog makes in it made anew."""
    made, cog = io.StringIO(), cogapp.Cog()
    cog.options.print_output = True
    calls = {name: globals()[name] for name in _CALLED}
    cog.process_file(io.StringIO(page.read_text(encoding="utf-8")), made, page.name, calls)
    return made.getvalue()


#: What the comments of the pages may name.
_CALLED = (
    "terminal", "own_articles", "pipe", "options", "figures", "answered", "schemas", "codes",
    "modules", "topics", "CHECKED", "PIPES",
)  # fmt: skip


def draw_picture() -> str:
    """Draw a terminal with two commands and what they show."""
    console = Console(width=82, record=True, file=io.StringIO())
    for command in PICTURED:
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(_see(command, _COLUMNS)), "")
    drawn = console.export_svg(title="bcpq", unique_id="bcpq")
    # The font face would ask a server for a font.
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
