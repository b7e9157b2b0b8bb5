"""The package as others get it: a wheel that carries the articles, and an editable install that finds them."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests import samples
from tests.conftest import environment

ROOT = samples.CORPUS.parent


def run(*command: object, cache: Path, **options: object) -> str:
    """Run a command outside the checkout, as a user of an installed bcpq does, and give what it printed."""
    env = {name: value for name, value in environment(cache).items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [*map(str, command)], env=env, cwd=cache, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    run(*pip, cache=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_carries_the_articles(wheel: Path) -> None:
    """The wheel holds the five articles, byte for byte, and may not be uploaded."""
    with zipfile.ZipFile(wheel) as archive:
        for name in (*samples.IDS, "README"):
            assert archive.read(f"bcpq/articles/{name}.md") == (samples.CORPUS / f"{name}.md").read_bytes()
        (metadata,) = [name for name in archive.namelist() if name.endswith("METADATA")]
        assert b"Private :: Do Not Upload" in archive.read(metadata)


def test_wheel_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """Installed with nothing but what it asks for, bcpq finds its articles outside the checkout."""
    run(sys.executable, "-m", "venv", tmp_path / "venv", cache=tmp_path)
    run(tmp_path / "venv/bin/pip", "install", "-q", wheel, cache=tmp_path)
    out = run(tmp_path / "venv/bin/bcpq", "search", "agency", "staff", cache=tmp_path)
    assert out.startswith("echo-2020:21\t")
    status = run(tmp_path / "venv/bin/bcpq", "status", cache=tmp_path)
    assert f"corpus\t{os.path.realpath(tmp_path)}/venv/" in status


def test_editable_install(tmp_path: Path) -> None:
    """Installed as editable, bcpq finds the articles of the checkout."""
    run(sys.executable, "-m", "venv", tmp_path / "venv", cache=tmp_path)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))  # borrowed, to be quick
    pip = (tmp_path / "venv/bin/python", "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation")
    run(*pip, "--ignore-installed", "-e", ROOT, cache=tmp_path)
    assert run(tmp_path / "venv/bin/bcpq", "search", "agency", "staff", cache=tmp_path).startswith("echo-2020:21\t")
    assert f"corpus\t{samples.CORPUS}\n" in run(tmp_path / "venv/bin/bcpq", "status", cache=tmp_path)
