"""The house: imports point one way, each package is used in one place, a search loads little."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bcpq.errors import CODES, BcpqError
from tests.conftest import environment

ROOT = Path(__file__).parent.parent / "bcpq"
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}
#: From the top down: a module imports from its own package and from those on lower lines.
ORDER = [
    "__main__",
    "cli",
    "api",
    "render",
    "evidence",
    "search",
    "index",
    "importing",
    "corpus",
    "formats query",
    "text",
    "model errors",
]
LEVEL = {name: level for level, line in enumerate(ORDER) for name in line.split()}

#: The only modules that may import each third-party package.
PACKAGES = {
    "typer": "cli",
    "rich": "render.terminal",
    "rank_bm25": "index.sqlite.weights",
    "numpy": "index.sqlite.weights",
    "nltk": "text.sentences",
    "rapidfuzz": "text.similarity",
    "markdown_it": "evidence.drafts",
    "trafilatura": "formats.html",
    "lxml": "formats.html",
    "pypdfium2": "formats.pdf",
    "urllib3": "importing.fetch",
    "Stemmer": "text.tokens",
    "yaml": "corpus.front_matter",
    "edtf": "text.dates",
    "platformdirs": "index.sqlite.cache",
    "opensearchpy": "index.opensearch.client",
    "mcp": "cli.mcp_server",
    "mcp_types": "cli.mcp_server",
    "pydantic": "cli.mcp_server render.json",
    "typing_extensions": "render.json",
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


def ours(module: str) -> set[str]:
    """List our own modules that one of them imports; of a package and a module in it, the
    module.
    """
    found = imports(MODULES[module]) & MODULES.keys() - {"bcpq", module}
    return {name for name in found if not any(other.startswith(f"{name}.") for other in found)}


def package(module: str) -> str:
    """Name the package, or the module of the top folder, that a module belongs to."""
    return module.split(".")[1]


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"bcpq"}))
def test_imports_point_down(module: str) -> None:
    """A module imports from its own package and from those below."""
    for imported in ours(module):
        below = LEVEL[package(imported)] > LEVEL[package(module)]
        assert below or package(imported) == package(module), f"{module} imports {imported}"


def test_no_circle() -> None:
    """No module imports, over others, itself."""
    TopologicalSorter({module: ours(module) for module in MODULES}).prepare()


def test_stores_do_not_know_each_other() -> None:
    """The index in a file and the index on a cluster share only what stands above both."""
    for one, other in (("sqlite", "opensearch"), ("opensearch", "sqlite")):
        for module in MODULES:
            if module.startswith(f"bcpq.index.{one}"):
                assert not any(name.startswith(f"bcpq.index.{other}") for name in ours(module))


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_in_one_place(package: str) -> None:
    """A third-party package is imported in one place."""
    places = PACKAGES[package].split()
    users = {
        module.removeprefix("bcpq.")
        for module, path in MODULES.items()
        if any(name.split(".")[0] == package for name in imports(path))
    }
    assert users
    assert {
        user for user in users if not any(f"{user}.".startswith(f"{p}.") for p in places)
    } == set()


def test_no_other_package() -> None:
    """Nothing is imported but the standard library, these packages and ourselves."""
    known = {*sys.stdlib_module_names, *PACKAGES, "bcpq"}
    assert {i.split(".")[0] for path in MODULES.values() for i in imports(path)} - known == set()


def test_no_alias() -> None:
    """Nothing of ours is imported under another name: no two of our names clash."""
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bcpq"):
                for alias in node.names:
                    assert alias.asname in (None, alias.name), f"{module}: {alias.asname}"


def test_the_top_folder() -> None:
    """In the top folder are the records, the errors and the face, and else only packages."""
    files = {path.name for path in ROOT.iterdir() if path.is_file()}
    assert files == {"__init__.py", "__main__.py", "api.py", "model.py", "errors.py", "py.typed"}


#: What a search in a pipe has no need of.
HEAVY = {
    "rich", "rapidfuzz", "numpy", "nltk", "rank_bm25", "edtf", "yaml", "platformdirs", "hashlib",
    "unicodedata",
    "json", "csv",
}  # fmt: skip


def loaded(cache: Path, *arguments: str) -> set[str]:
    """List the modules that a command loads, and their top-level packages."""
    command = [sys.executable, "-X", "importtime", "-m", "bcpq", *arguments]
    env = {name: value for name, value in environment(cache).items() if "COVERAGE" not in name}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    names = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
    return names | {name.split(".")[0] for name in names}


def test_a_search_in_a_pipe_loads_little(cache: Path) -> None:
    """Once the index is there, a search in a pipe loads nothing that it does not need."""
    loaded(cache, "search", "agency", "staff")
    assert not HEAVY & loaded(cache, "search", "agency", "staff")
    several = ["search", '"agency staff"', "+perfunctory", "--source", "bournemouth", "-C1"]
    assert not HEAVY & loaded(cache, *several)


def test_a_question_in_a_pipe_loads_little(cache: Path) -> None:
    """A question that is answered loads as little as a search, even with a word no article has."""
    loaded(cache, "search", "agency")
    assert not HEAVY & loaded(cache, "ask", "What was wrong with the audits?")


def test_only_the_invoked_command_is_loaded(cache: Path) -> None:
    """A command does not load the others."""
    assert not {"bcpq.search.passages", "bcpq.evidence"} & loaded(cache, "list")


def records() -> set[str]:
    """List our records: named tuples and results."""
    found = set()
    for path in MODULES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).partition("[")[0] for base in node.bases}
                if bases & {"NamedTuple", "Result"}:
                    found.add(node.name)
    return found


def test_records_are_built_by_keyword() -> None:
    """No record is built by the positions of its fields; one for each word of a text may be."""
    names = records() - {"Token", "Word"}  # by position in half the time
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                assert not node.args, (
                    f"{module}:{node.lineno} builds a {ast.unparse(node.func)} by position"
                )


def test_every_error_has_a_code() -> None:
    """Each code that is raised is listed with what it stands for, and each that is listed is
    raised.
    """
    raised = {cls.code for cls in family(BcpqError)}
    for path in MODULES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code":
                raised |= {
                    str(part.value) for part in [node.value] if isinstance(part, ast.Constant)
                }
    assert raised == CODES.keys()


def family(cls: type[BcpqError]) -> list[type[BcpqError]]:
    """List a class of errors and those under it."""
    return [cls, *(one for sub in cls.__subclasses__() for one in family(sub))]
