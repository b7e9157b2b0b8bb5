"""The house: imports point one way, each package is used in one place, a search loads little."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bcpq.cli.app import COMMANDS
from tests import samples
from tests.conftest import environment

ROOT = Path(__file__).parent.parent / "bcpq"
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}
#: From the top down; a module imports only from layers below its own, or earlier in its own line.
LAYERS = [
    "__main__ cli",
    "render.terminal render.progress render.citations render.listings render.records render.machine render.words "
    "render",
    "cluster",
    "library importers pdf web build writer weights documents fields check drafts verify differences elisions pieces "
    "runs cite timeline stamp answer search ranking expansion spelling acronyms "
    "cache embedded retrieval tables pruning postings filters locators store matches",
    "corpus passages query synonyms schemas wording terms dates bm25",
    "model errors",
]
ORDER = {name: (depth, place) for depth, line in enumerate(LAYERS) for place, name in enumerate(line.split())}

#: Package: the module, or folder, that may import it.
PACKAGES = {
    "typer": "cli",
    "rich": "render.terminal render.progress",
    "rank_bm25": "weights",
    "numpy": "weights",
    "nltk": "passages",
    "rapidfuzz": "spelling differences",
    "markdown_it": "drafts",
    "trafilatura": "importers",
    "lxml": "importers",
    "pypdfium2": "pdf",
    "urllib3": "web",
    "Stemmer": "terms",
    "yaml": "fields",
    "edtf": "dates",
    "platformdirs": "cache",
    "opensearchpy": "cluster",
    "mcp": "cli",
    "mcp_types": "cli",
    "pydantic": "cli schemas",
    "typing_extensions": "schemas",
}


def imports(path: Path) -> set[str]:
    """List the modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def layer(module: str) -> str:
    """Name the place of one of our modules in LAYERS."""
    parts = module.removeprefix("bcpq.").split(".")
    names = [".".join(parts[:size]) for size in range(len(parts), 0, -1)]
    return next((name for name in names if name in ORDER), parts[0])


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"bcpq"}))
def test_imports_point_down(module: str) -> None:
    """A module imports from its own folder's peers to the right of it, and from the layers below."""
    for imported in imports(MODULES[module]) & MODULES.keys() - {"bcpq"}:
        if layer(imported) != layer(module):
            assert ORDER[layer(imported)] > ORDER[layer(module)], f"{module} imports {imported}"


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_in_one_place(package: str) -> None:
    """A third-party package is imported in one place."""
    users = {layer(m) for m, path in MODULES.items() if any(i.split(".")[0] == package for i in imports(path))}
    assert users == {*PACKAGES[package].split()}


def test_no_other_package() -> None:
    """Nothing is imported but the standard library, these packages and ourselves."""
    known = {*sys.stdlib_module_names, *PACKAGES, "bcpq"}
    assert {i.split(".")[0] for path in MODULES.values() for i in imports(path)} - known == set()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_size(module: str) -> None:
    """No module is longer than 300 lines, no function than 50."""
    text = MODULES[module].read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_thin(command: str) -> None:
    """The body of a command has no more than 15 lines."""
    module, name, *_ = COMMANDS[command]
    tree = ast.parse(MODULES[f"bcpq.cli.{module}"].read_text(encoding="utf-8"))
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    first, last = function.body[1], function.body[-1]  # what follows its docstring
    assert (last.end_lineno or 0) - first.lineno < 15


#: What a search in a pipe has no need of.
HEAVY = {
    "rich", "rapidfuzz", "numpy", "nltk", "rank_bm25", "edtf", "yaml", "platformdirs", "hashlib", "unicodedata",
    "json", "csv",
}  # fmt: skip


def loaded(cache: Path, *arguments: str) -> set[str]:
    """List the top-level modules that a command loads."""
    command = [sys.executable, "-X", "importtime", "-m", "bcpq", *arguments]
    env = {name: value for name, value in environment(cache).items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}


def test_a_search_in_a_pipe_loads_little(cache: Path) -> None:
    """Once the index is there, a search in a pipe loads nothing that it does not need."""
    loaded(cache, "search", "agency", "staff")
    assert not HEAVY & loaded(cache, "search", "agency", "staff")
    assert not HEAVY & loaded(cache, "search", '"agency staff"', "+perfunctory", "--source", "bournemouth", "-C1")


def test_a_question_in_a_pipe_loads_little(cache: Path) -> None:
    """A question that is answered loads as little as a search, even with a word that no article has."""
    loaded(cache, "search", "agency")
    assert not HEAVY & loaded(cache, "ask", "What was wrong with the audits?")


def test_only_the_invoked_command_is_loaded(cache: Path) -> None:
    """A command does not load the others."""
    command = [sys.executable, "-X", "importtime", "-m", "bcpq", "list"]
    done = subprocess.run(command, env=environment(cache), capture_output=True, text=True, check=True)
    assert "bcpq.filters" in done.stderr
    assert "bcpq.search" not in done.stderr


def test_the_map_is_complete() -> None:
    """The package's own description names every module, and the corpus is where it says."""
    text = (ROOT / "__init__.py").read_text(encoding="utf-8")
    named = re.findall(r"^    (\w+)/? {2,}", text, re.MULTILINE)
    assert sorted(named) == sorted({module.split(".")[1] for module in MODULES.keys() - {"bcpq", "bcpq.__main__"}})
    assert samples.CORPUS.is_dir()
