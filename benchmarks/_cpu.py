"""What the benchmarks share: CPU time of whole processes."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path


def cpu(arguments: list[str], home: Path, code: int = 0) -> float:
    """Seconds of CPU that a child with *arguments* used; it must leave with *code*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        arguments, cwd=home, env={"HOME": str(home), "PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode != code:
        raise subprocess.CalledProcessError(done.returncode, arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
