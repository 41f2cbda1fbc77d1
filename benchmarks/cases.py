"""The daily commands over 1,000 and over 100,000 cases, as multiples of an empty Python.

CPU time of whole processes, medians of interleaved rounds; the ratio is what counts. A number as
argument measures a store of that many cases alone.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

from _cpu import cpu
from _histories import TODAY, fill

SIZES = (1_000, 100_000)
# As often as it takes for a median, and as a run of minutes allows.
ROUNDS, ROUNDS_OF_MANY, MANY = 5, 1, 20_000


def measure(home: Path, cases: int) -> None:
    """Print what each command costs in a store with so many *cases*."""
    path = home / "dsar.db"
    events = fill(path, cases)
    with sqlite3.connect(path) as db:
        (case,) = db.execute("SELECT case_id FROM cases WHERE number = ?", (cases // 2,)).fetchone()
    db.close()
    script = str(Path(sys.executable).with_name("dsar"))
    dsar = [script, "--store", str(path), "--today", TODAY.isoformat()]
    commands = {
        "python -c pass": ([sys.executable, "-c", "pass"], 0, 0),
        "dsar next": ([*dsar, "next", "--json"], 0, events),
        "dsar next --exit-code": ([*dsar, "next", "--exit-code", "--json"], 6, events),
        "dsar list": ([*dsar, "list", "--json"], 0, events),
        "dsar show CASE": ([*dsar, "show", case, "--json"], 0, 0),
    }
    times: dict[str, list[float]] = {label: [] for label in commands}
    for _ in range(ROUNDS if cases < MANY else ROUNDS_OF_MANY):
        for label, (arguments, code, _) in commands.items():
            times[label].append(cpu(arguments, home, code))
    empty = statistics.median(times["python -c pass"])
    print(f"{f'{cases:,} cases, {events:,} events':34} {'CPU s':>8} {'events/s':>9} {'x pass':>8}")
    for label, (_, _, read) in commands.items():
        median = statistics.median(times[label])
        rate = f"{read / median:9,.0f}" if read else f"{'':9}"
        print(f"{label:34} {median:8.2f} {rate} {median / empty:8.1f}")


def main(sizes: list[int]) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), size)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
