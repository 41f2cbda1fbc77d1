"""The stories in ``examples/`` and in the README, run as they are written."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent
STORIES = [*sorted((ROOT / "examples").glob("*.md")), ROOT / "README.md"]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each ``$ command`` of the console blocks, with the output written under it."""
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_story_runs_as_written(story: Path, home: Path) -> None:
    for path in (ROOT / "examples").glob("*.yaml"):
        shutil.copy(path, home)
    for name in ("posting.png", "delivery.png"):
        Image.new("RGB", (200, 100), "white").save(home / name)
    found = list(commands(story.read_text(encoding="utf-8")))
    assert found
    checker = doctest.OutputChecker()
    for command, expected in found:
        program, *arguments = shlex.split(command)
        assert program == "dsar"
        done = subprocess.run(
            [str(Path(sys.executable).with_name("dsar")), *arguments],
            cwd=home, env={"HOME": str(home), "PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=120, check=False,
        )  # fmt: skip
        # Messages and results go to different streams; which comes first does not matter here.
        said = "\n".join(sorted(done.stdout.splitlines(), key=_message_first)) + "\n"
        assert checker.check_output(expected, said, doctest.ELLIPSIS), f"$ {command}\n{said}"


def _message_first(line: str) -> int:
    return 0 if line.startswith("Judging") else 1 if line.startswith("Note:") else 2
