"""The command that shows the manual, or the help of a command."""

import re
from difflib import get_close_matches
from importlib import resources

from bcpq.cli import output
from bcpq.cli.options import COMMANDS
from bcpq.errors import UsageError

#: The topics of the manual, in the order in which they are listed.
TOPICS = (
    "install", "search", "questions", "quotations", "own-articles", "pipes", "options", "python",
    "assistants", "cluster", "ranking", "quality", "speed", "limits", "architecture", "changes",
)  # fmt: skip
#: What only the programs that make the pages read.
_COMMENT = re.compile(r"^<!--.*?-->\n", re.MULTILINE | re.DOTALL)


def show_help(*, topic: str | None) -> int:
    """List the topics of the manual, or show one, or the help of a command.

    \b
    bcpq help
    bcpq help quotations
    bcpq help verify

    A topic that is a command, too, is shown with that command's help below it.
    """
    view = output.view(None, "auto")
    if topic is None:
        output.deliver_page(list_topics(), view)
    elif topic in TOPICS:
        page = read_page(topic)
        if topic in COMMANDS:
            page += f"\n## The command\n\n```text\n{read_help(topic)}\n```\n"
        output.deliver_page(page, view)
    elif topic in COMMANDS:
        output.page(f"{read_help(topic)}\n", output.view("text", "never"))
    else:
        near = get_close_matches(topic.lower(), [*TOPICS, *COMMANDS], n=1)
        hint = f"did you mean bcpq help {near[0]}?" if near else "bcpq help lists the topics"
        raise UsageError(f"no topic or command {topic!r}; {hint}")
    return 0


def read_help(command: str) -> str:
    """Return the help of a command, as its option --help prints it."""
    from bcpq.cli import app  # which loads this module for its own command

    return app.read_help(command)


def read_page(topic: str) -> str:
    """Read a page of the manual, without what only the programs that make it read."""
    page = resources.files("bcpq") / "manual" / f"{topic}.md"
    return _COMMENT.sub("", page.read_text(encoding="utf-8"))


def list_topics() -> str:
    """List the topics, each with the sentence that its page begins with."""
    lines = ["# The manual", ""]
    for topic in TOPICS:
        paragraphs = read_page(topic).split("\n\n")
        first = " ".join(paragraphs[1].split())
        lines.append(f"- `bcpq help {topic}`: {first}")
    lines += ["", "`bcpq help COMMAND` is a command's help, such as `bcpq help verify`."]
    return "\n".join(lines) + "\n"
