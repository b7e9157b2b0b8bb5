"""The recipes of the manual work with the programs that they name."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import samples
from tests.manual import make

PAGE = (make.MANUAL / "pipes.md").read_text(encoding="utf-8")
#: Blocks of shell that the reader is to type.
SHELL = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def run(script: str, cache: Path, cwd: Path) -> str:
    """Run a script with this `bcpq`, and return what it prints."""
    return make.run_shell(script, cwd, cache)


def test_recipe_for_cron(cache: Path, tmp_path: Path) -> None:
    """The line for cron prints what it finds at first, then nothing, then what is new."""
    (line,) = re.findall(r"^```crontab\n(.*?)\n```", PAGE, re.DOTALL | re.MULTILINE)
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
