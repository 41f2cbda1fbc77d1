"""The wheel: everything the program needs is in it, and it runs away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the build backend of the lock."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_every_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [ROOT / "regulators.yaml", ROOT / "decisions.yaml", *(ROOT / "companies").rglob("*")]
    data += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    for path in data:
        assert f"dsar/_data/{path.relative_to(ROOT).as_posix()}" in names
    for path in (ROOT / "dsar").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    for name in zipfile.ZipFile(wheel).namelist():
        top = name.split("/")[0]
        assert top == "dsar" or top.endswith(".dist-info"), name
        assert not name.endswith((".pyc", ".db"))


def test_installed_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    env = {"PYTHONPATH": str(site), "HOME": str(home), "PATH": os.environ["PATH"]}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=home, env=env, capture_output=True, text=True,
            check=True, timeout=120,
        )  # fmt: skip
        return done.stdout

    assert run("-c", "import dsar; print(dsar.__file__)").startswith(str(site))
    assert "fr-cnil" in run("-m", "dsar", "regulator", "for", "--residence", "FR")
    (home / "me.yaml").write_text(
        "name: Ada Exemplar\naddress: [1 Example Street]\ncountry: FR\nlanguage: fr\n",
        encoding="utf-8",
    )
    run("-m", "dsar", "init", "--from", "me.yaml")
    asked = ("request", "clearview-ai", "--right", "access", "--format", "txt,html", "--out", "l")
    run("-m", "dsar", *asked)
    assert "Clearview AI, Inc." in (home / "l" / "01-access-request.txt").read_text("utf-8")
