"""What the benchmarks share: CPU time of whole processes."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path


def cpu(arguments: list[str], home: Path) -> float:
    """Seconds of CPU that a child with *arguments* used."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        arguments, cwd=home, env={"HOME": str(home), "PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
