"""The command that shows the manual, or a command's help."""

from importlib import resources
from pathlib import Path

import pytest

from bcpq.cli.help import TOPICS
from bcpq.cli.options import COMMANDS
from tests.conftest import Bcpq, on_a_terminal


def test_topics_are_the_pages(bcpq: Bcpq) -> None:
    """Each page of the manual is a topic, and `bcpq help` lists each with what it is for."""
    pages = {Path(page.name).stem for page in (resources.files("bcpq") / "manual").iterdir()}
    assert pages == {*TOPICS}
    listed = bcpq("help").out
    for topic in TOPICS:
        assert f"`bcpq help {topic}`: " in listed


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_in_a_pipe(bcpq: Bcpq, topic: str) -> None:
    """A page is printed as it is, but for what only the programs that make it read."""
    page = (resources.files("bcpq") / "manual" / f"{topic}.md").read_text(encoding="utf-8")
    kept = [line for line in page.splitlines() if not line.startswith("<!-- [[[")]
    assert bcpq("help", topic).out.splitlines()[: len(kept)] == kept


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command(bcpq: Bcpq, command: str) -> None:
    """It is what --help prints; of a command that is a topic, too, it stands below the page."""
    own = bcpq(command, "--help").out
    shown = bcpq("help", command).out
    assert own.strip() in shown if command in TOPICS else own == shown


def test_a_page_on_a_terminal(cache: Path, tmp_path: Path) -> None:
    """On a terminal a page is laid out, and a long one goes through the pager."""
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    extra = {"PAGER": str(pager), "NO_COLOR": "1", "LINES": "24"}
    shown = on_a_terminal(cache, ["help", "limits"], extra)
    assert shown.startswith("PAGED\n")
    assert "# Limits" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "PAGED" not in on_a_terminal(cache, ["help", "verify"], {**extra, "LINES": "99"})
