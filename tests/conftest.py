"""Shared ground: an empty home for every test, and the installed command as a person runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

# The days of the story: asked, delivered, the day after the safe day, complained.
ASKED, DELIVERED, READY, COMPLAINED = "2026-02-27", "2026-03-06", "2026-04-08", "2026-04-23"

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


def run_dsar(
    home: Path, *arguments: str, today: str | None = None, env: dict[str, str] | None = None
) -> Result:
    """Run the installed command as somebody whose home is *home* and who is in it."""
    command = Path(sys.executable).with_name("dsar")
    before = ["--today", today] if today else []
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DSAR_", "XDG_"))
    }
    done = subprocess.run(
        [str(command), *before, *map(str, arguments)],
        cwd=home,
        env={**kept, "HOME": str(home), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; also the current folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def dsar(home: Path) -> Dsar:
    """Run the installed command in *home*; keyword ``today`` judges as of that day."""
    return partial(run_dsar, home)


@pytest.fixture
def person(home: Path) -> Path:
    """A ``person.yaml`` of a made-up person."""
    path = home / "person.yaml"
    path.write_text(PERSON, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a request to Clearview AI was posted and delivered, made once."""
    home = tmp_path_factory.mktemp("delivered")
    (home / "person.yaml").write_text(PERSON, encoding="utf-8")
    Image.new("RGB", (300, 200), "white").save(home / "receipt.png")
    run = partial(run_dsar, home)
    for arguments, day in (
        (["init", "--from", "person.yaml"], ASKED),
        (["request", "clearview-ai", "--right", "access"], ASKED),
        (["send", "clearview-ai", "--by", "post", "--on", ASKED, "--tracking", "EX 1",
          "--proof", "receipt.png"], ASKED),
        (["record", "clearview-ai", "received", "--on", DELIVERED, "--file", "receipt.png"],
         DELIVERED),
    ):  # fmt: skip
        done = run(*arguments, today=day)
        assert done.code == 0, done.err
    return home


@pytest.fixture
def case(delivered: Path, home: Path) -> str:
    """A request to Clearview AI, posted and delivered, not yet due; *home* is its home."""
    shutil.copytree(delivered, home, dirs_exist_ok=True)
    row = run_dsar(home, "list", "--json", today=DELIVERED).json[0]
    return str(row["case"])
