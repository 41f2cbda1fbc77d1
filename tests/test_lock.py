"""What is installed: pyproject.toml, the lock and the hashed lists made from it agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def locked() -> dict[str, dict[str, Any]]:
    return {package["name"]: package for package in toml("uv.lock")["package"]}


def plain(requirement: str) -> str:
    """A requirement with its parts in one order, so that two spellings compare."""
    found = re.match(r"([\w.-]+)(.*)", requirement)
    assert found, requirement
    name, bounds = found.groups()
    return f"{name.lower()}{','.join(sorted(bounds.replace(' ', '').split(',')))}"


def named(entries: list[dict[str, Any]]) -> set[str]:
    return {plain(entry["name"] + entry.get("specifier", "")) for entry in entries}


def test_the_lock_was_renewed_with_pyproject() -> None:
    """pip users install from the lock's export alone and would not notice."""
    ours = toml("pyproject.toml")
    lock = locked()["dsar-cli"]["metadata"]
    assert named(lock["requires-dist"]) == {plain(r) for r in ours["project"]["dependencies"]}
    groups = {name: {plain(r) for r in rs} for name, rs in ours["dependency-groups"].items()}
    assert {name: named(rs) for name, rs in lock["requires-dev"].items()} == groups


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_hashed_list_is_the_lock(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))
    lock = locked()
    assert pins == {package: lock[package]["version"] for package in pins}
    assert pins.keys() <= lock.keys()
    hashes = set(re.findall(r"--hash=(sha256:\w+)", text))
    files = [f for p in pins for f in [lock[p].get("sdist"), *lock[p].get("wheels", [])] if f]
    assert hashes == {file["hash"] for file in files}


def test_the_developers_list_holds_all_that_is_locked() -> None:
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    pins = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    assert pins == locked().keys() - {"dsar-cli"}


@pytest.mark.parametrize("name", ["uv.lock", "requirements.txt", "requirements-dev.txt"])
def test_nothing_of_one_machine_is_locked(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([^/\"\s]+)", text))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
    assert "file:" not in text
