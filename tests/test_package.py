"""The package as others get it: built, installed by each tool and Python, and removed again."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from bcpq.cli.help import TOPICS
from bcpq.render.json.__main__ import FILES
from tests import samples
from tests.conftest import environment

ROOT = samples.CORPUS.parent
#: The oldest Python that will do.
OLDEST = 11


def run(*command: object, home: Path, status: int = 0) -> str:
    """Run a command outside the checkout, at home elsewhere, and give what it printed."""
    env = {
        name: value
        for name, value in environment(home / "cache").items()
        if not name.startswith(("PYTHON", "UV_"))
    }
    kept = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "UV_CACHE_DIR": _uv_cache()}
    tools = {
        "PIPX_HOME": str(home / "pipx"),
        "PIPX_BIN_DIR": str(home / "bin"),
        "UV_TOOL_BIN_DIR": str(home / "bin"),
    }
    done = subprocess.run(
        [*map(str, command)],
        env=env | kept | tools,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == status, done.stderr
    return done.stdout


def _uv_cache() -> str:
    return os.environ.get("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv"))


def tool(name: str) -> str | None:
    """Find a tool: beside this Python, or on the path."""
    return shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def pythons() -> dict[str, str]:
    """Find a Python of each version that will do: on the path, or kept by pyenv."""
    places = [
        *map(Path, os.environ["PATH"].split(os.pathsep)),
        *Path.home().glob(".pyenv/versions/*/bin"),
    ]
    found = {f"3.{sys.version_info.minor}": sys.executable}
    for path in (path for place in places for path in sorted(place.glob("python3.*"))):
        match = re.fullmatch(r"python(3\.([0-9]+))", path.name)
        if match and int(match[2]) >= OLDEST and match[1] not in found:
            tried = subprocess.run(
                [path, "-c", "import venv, ssl, sqlite3"], capture_output=True, check=False
            )
            found |= {match[1]: str(path)} if not tried.returncode else {}
    return found


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution."""
    folder = tmp_path_factory.mktemp("sdist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder],
        cwd=ROOT,
        check=True,
    )
    (path,) = folder.glob("*.tar.gz")
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    return _wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def _wheel(source: Path, folder: Path) -> Path:
    pip = (
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        source,
    )
    run(*pip, home=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_carries_what_is_needed(wheel: Path) -> None:
    """The wheel holds the five articles, byte for byte, the manual and the schema files."""
    with zipfile.ZipFile(wheel) as archive:
        for name in (*samples.IDS, "README"):
            assert (
                archive.read(f"bcpq/articles/{name}.md")
                == (samples.CORPUS / f"{name}.md").read_bytes()
            )
        names = {*archive.namelist()}
        assert {f"bcpq/render/json/{name}.json" for name in FILES} <= names
        assert {f"bcpq/manual/{topic}.md" for topic in TOPICS} <= names
        (metadata,) = [name for name in archive.namelist() if name.endswith("METADATA")]
        assert b"Private :: Do Not Upload" in archive.read(metadata)


def test_sdist_makes_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """The wheel built from the source distribution is the one built from the checkout."""
    with zipfile.ZipFile(wheel) as ours, zipfile.ZipFile(_wheel(sdist, tmp_path)) as theirs:
        assert {*theirs.namelist()} == {*ours.namelist()}
        for name in ours.namelist():
            assert theirs.read(name) == ours.read(name)


@pytest.mark.parametrize("version", pythons())
def test_every_python(wheel: Path, tmp_path: Path, version: str) -> None:
    """Installed by pip into an empty environment of each Python, bcpq finds its own articles.

    Uninstalled, it leaves its cache and nothing else, and status had named that.
    """
    run(pythons()[version], "-m", "venv", tmp_path / "venv", home=tmp_path)
    pip = tmp_path / "venv/bin/python", "-m", "pip"
    run(*pip, "install", "-q", wheel, home=tmp_path)
    bcpq = tmp_path / "venv/bin/bcpq"
    before = {*tmp_path.iterdir()}
    assert run(bcpq, "search", "agency", "staff", home=tmp_path).startswith("echo-2020:21\t")
    status = dict(line.split("\t") for line in run(bcpq, "status", home=tmp_path).splitlines())
    assert status["corpus"].startswith(f"{os.path.realpath(tmp_path)}/venv/")
    assert status["python"].startswith(f"{version}.")
    run(*pip, "uninstall", "-q", "-y", "bcpq", home=tmp_path)
    assert not bcpq.exists()
    assert not [*(tmp_path / "venv").glob("lib/*/site-packages/bcpq*")]
    assert {*tmp_path.iterdir()} - before == {tmp_path / "cache"}
    assert {path.parent for path in tmp_path.glob("cache/**/*") if path.is_file()} == {
        Path(status["index"]).parent
    }


@pytest.mark.parametrize("version", pythons())
@pytest.mark.parametrize(("name", "group"), [("pipx", ""), ("uv", "tool")])
def test_tools(wheel: Path, tmp_path: Path, name: str, group: str, version: str) -> None:
    """pipx and uv put the command on the path, and take it away."""
    if not (path := tool(name)):
        pytest.skip(f"{name} is not installed")
    command = [path, group] if group else [path]
    run(*command, "install", "-q", "--python", pythons()[version], wheel, home=tmp_path)
    assert run(tmp_path / "bin/bcpq", "search", "agency", "staff", home=tmp_path).startswith(
        "echo-2020:21\t"
    )
    assert f"python\t{version}." in run(tmp_path / "bin/bcpq", "status", home=tmp_path)
    run(*command, "uninstall", "bcpq", home=tmp_path)
    assert not [*(tmp_path / "bin").iterdir()]


def test_editable_install(tmp_path: Path) -> None:
    """Installed as editable, bcpq finds the articles of the checkout."""
    run(sys.executable, "-m", "venv", tmp_path / "venv", home=tmp_path)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))  # borrowed, to be quick
    pip = (
        tmp_path / "venv/bin/python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
    )
    run(*pip, "--ignore-installed", "-e", ROOT, home=tmp_path)
    assert run(tmp_path / "venv/bin/bcpq", "search", "agency", "staff", home=tmp_path).startswith(
        "echo-2020:21\t"
    )
    assert f"corpus\t{samples.CORPUS}\n" in run(tmp_path / "venv/bin/bcpq", "status", home=tmp_path)
