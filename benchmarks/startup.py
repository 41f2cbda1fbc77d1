"""Start-up of the daily commands, as multiples of an empty Python in the same run.

CPU time of whole processes, medians of interleaved rounds; the ratio is what counts.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from _cpu import cpu

ROUNDS = 15
ACCESS = ("request", "clearview-ai", "--right", "access", "--format")


def main() -> None:
    dsar = str(Path(sys.executable).with_name("dsar"))
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        person = "name: Ada Exemplar\naddress: [1 Example Street]\ncountry: FR\nlanguage: fr\n"
        (home / "me.yaml").write_text(person, encoding="utf-8")
        # Requests open case after case; they go to a store of their own.
        other = [dsar, "--store", "other.db"]
        cpu([*other, "init", "--from", "me.yaml"], home)
        cpu([dsar, "init", "--from", "me.yaml"], home)
        cpu([dsar, *ACCESS, "txt"], home)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "dsar list": [dsar, "list"],
            "dsar next": [dsar, "next"],
            "dsar show": [dsar, "show", "clearview-ai"],
            "dsar deadline": [dsar, "deadline", "2026-03-06", "--regime", "eu-gdpr",
                              "--place", "FR"],
            "dsar request (text)": [*other, *ACCESS, "txt"],
            "dsar request (PDF)": [*other, *ACCESS, "pdf"],
        }  # fmt: skip
        times: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(ROUNDS):
            for label, arguments in commands.items():
                times[label].append(cpu(arguments, home))
    empty = statistics.median(times["python -c pass"])
    print(f"{'command':22} {'CPU ms':>8} {'x python -c pass':>18}")
    for label, found in times.items():
        median = statistics.median(found)
        print(f"{label:22} {median * 1000:8.0f} {median / empty:18.1f}")


if __name__ == "__main__":
    main()
