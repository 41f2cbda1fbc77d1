"""Shared ground: an empty home for every test, and the installed command as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PERSON = """\
name: Camille Vernier
address:
  - 12 rue des Exemples
  - 69001 Lyon
email: camille.vernier@courriel.example
country: FR
language: fr
"""


@dataclass(frozen=True)
class Result:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as the one JSON document it must be."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error on stderr as JSON, on its last line."""
        found: dict[str, Any] = json.loads(self.err.strip().splitlines()[-1])["error"]
        return found


Dsar = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with nothing of the machine's own settings; also the current folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith(("DSAR_", "XDG_")) and name != "DSAR_REQUIRE_PDF":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def dsar(home: Path) -> Dsar:
    """Run the installed command in *home*; keyword ``today`` judges as of that day."""
    command = Path(sys.executable).with_name("dsar")

    def run(*arguments: str, today: str | None = None, stdin: str | None = None) -> Result:
        before = ["--today", today] if today else []
        done = subprocess.run(
            [str(command), *before, *map(str, arguments)],
            cwd=home,
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def person(home: Path) -> Path:
    """A ``person.yaml`` of a made-up person."""
    path = home / "person.yaml"
    path.write_text(PERSON, encoding="utf-8")
    return path
