"""The README tells the truth: its examples print what it says, its recipes work, and it names all that there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import readme, samples
from tests.conftest import Bcpq, environment

TEXT = readme.README.read_text(encoding="utf-8")
#: Blocks of shell that the reader is to type.
SHELL = re.findall(r"^```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def test_examples_print_what_is_shown() -> None:
    """`python -m tests.readme` changes nothing: examples, tables, map and links are what the program gives."""
    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert readme.written() == TEXT


def test_picture_shows_what_is_seen() -> None:
    """The picture holds the words that a terminal shows now."""
    texts = re.compile(r"<text[^>]*>([^<]*)</text>")
    assert texts.findall(readme.PICTURE.read_text(encoding="utf-8")) == texts.findall(
        readme.picture()
    )
    assert "tests/screenshot.svg" in TEXT


def test_every_command_and_option_is_named(bcpq: Bcpq) -> None:
    """Every command, every option of its help, and every exit status is in the README."""
    overview = bcpq("--help").out
    commands = re.findall(r"^  (\w+) {2,}\S", overview, re.MULTILINE)
    assert len(commands) == 13
    for command in commands:
        assert re.search(rf"^\| .*`bcpq {command}\b.* \|", TEXT, re.MULTILINE)
        for option in re.findall(
            r"^ +(?:-\w, )?(--[a-z-]+)", bcpq(command, "--help").out, re.MULTILINE
        ):
            assert option == "--help" or re.search(
                rf"^\| `.*{option}.*\| .*\b{command}\b", TEXT, re.MULTILINE
            )
    for option in re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", overview, re.MULTILINE):
        assert option in TEXT
    for status in (0, 1, 2, 130):
        assert re.search(rf"^\| {status} \|", TEXT, re.MULTILINE)


def test_links_lead_somewhere() -> None:
    """Every link within the project leads to a file or a heading that is there."""
    headings = {
        re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-")
        for line in re.findall(r"^#+ (.*)", TEXT, re.M)
    }
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", TEXT)
    assert len(links) > 20
    for link in links:
        path, _, anchor = link.partition("#")
        assert (readme.ROOT / path).exists()
        assert not anchor or anchor in headings


def test_what_ci_runs() -> None:
    """CI runs the README's block that installs and searches, and its block that runs the tests."""
    install, test = SHELL[0], SHELL[-1]
    assert len(install.splitlines()) == 2
    assert "bcpq search agency staff" in install
    assert "pytest" in test
    assert "README.md" in (readme.ROOT / ".ci" / "run").read_text()


def run(script: str, cache: Path, cwd: Path) -> str:
    """Run a script with this `bcpq`, and give what it prints."""
    env = environment(cache)
    env["PATH"] = f"{readme.folder()}:{env['PATH']}"
    return subprocess.run(
        ["bash", "-c", script], env=env, cwd=cwd, capture_output=True, text=True, check=True
    ).stdout


def test_recipe_for_cron(cache: Path, tmp_path: Path) -> None:
    """The line for cron prints what it finds at first, then nothing, then what is new."""
    (line,) = re.findall(r"^```crontab\n(.*?)\n```", TEXT, re.DOTALL | re.MULTILINE)
    script = (
        line.removeprefix("0 7 * * * ")
        .replace("~/cuttings", str(tmp_path))
        .replace("~/.local/bin/", "")
    )
    samples.write(tmp_path, "one", "Ofsted came.\nNobody else did.\n")
    assert run(script, cache, tmp_path).startswith("one:1\t")
    assert run(script, cache, tmp_path) == ""
    samples.write(tmp_path, "two", "Ofsted went.\n")
    assert run(script, cache, tmp_path).startswith("two:1\t")
    with pytest.raises(subprocess.CalledProcessError):  # a morning on which nothing can be searched
        run(script.replace("--corpus .", "--corpus /nowhere"), cache, tmp_path)
    assert run(script, cache, tmp_path) == ""


def test_recipe_for_vim(cache: Path, tmp_path: Path) -> None:
    """Vim's quickfix list holds the quotations that are not right, with file, line and column."""
    if not shutil.which("vim"):
        pytest.skip("vim is not installed")
    (tmp_path / "draft.md").write_text(
        "Fine: “not fit for purpose”.\n\nWrong: “not fit for any purpose”.\n"
    )
    (recipe,) = (block for block in SHELL if block.startswith("vim"))
    out = tmp_path / "out"
    batch = f"vim -u NONE -es -c 'redir! > {out}' -c clist -c 'redir END' -c qa! -q"
    run(recipe.replace("vim -q", batch), cache, tmp_path)
    assert re.findall(r"draft\.md:(\d+) col (\d+)", out.read_text()) == [("3", "9")]


def test_recipe_for_fzf(cache: Path, tmp_path: Path) -> None:
    """fzf gets every hit, filters by what is typed, and its preview shows the passage."""
    (recipe,) = (block for block in SHELL if "fzf" in block)
    (preview,) = re.findall(r"--preview '([^']+)'", recipe)
    assert "perfunctory" in run(preview.replace("{1}", "echo-2020:21"), cache, tmp_path)
    if shutil.which("fzf"):
        chosen = run(recipe.strip() + " --filter 'higher numbers'", cache, tmp_path)
        assert chosen.startswith("community-care-2022:16\t")
