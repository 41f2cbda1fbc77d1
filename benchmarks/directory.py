"""The directory with 10,000 companies beside one with 200, and beside PyYAML's CSafeLoader.

CPU time of whole processes, medians of interleaved rounds. Aims: ``company show`` costs no more
with 10,000 than with 200; ``company search`` costs at most 1.5 times ``company show``.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml
from _cpu import cpu

ROUNDS = 9
SIZES = (200, 10_000)
LOAD = """
import sys, pathlib, yaml
for folder in sys.argv[1:]:
    for path in pathlib.Path(folder).glob("*.yaml"):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
SYLLABLES = [first + last for first in "bdklmrs" for last in "aeio"]


def companies(folder: Path, count: int) -> None:
    """*count* made-up records, as an import would leave them."""
    chance = random.Random(4)
    folder.mkdir(parents=True)
    for number in range(count):
        name = "".join(chance.choices(SYLLABLES, k=4)).title()
        record = {
            "id": f"{name.lower()}-{number}",
            "name": f"{name} {chance.choice(['GmbH', 'Ltd.', 'SAS', 'B.V.'])}",
            "also_known_as": ["".join(chance.choices(SYLLABLES, k=3)).title()],
            "kind": "ad-tech",
            "country": "DE",
            "website": f"https://www.{name.lower()}{number}.example/",
            "contacts": [
                {"kind": "email", "value": f"dpo@{name.lower()}.example", "source": "made up"},
                {"kind": "post", "address": ["Weg 1", "10115 Berlin"], "source": "made up"},
            ],
            "sources": ["made up"],
        }
        text = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False)
        (folder / f"{record['id']}.yaml").write_text(text, encoding="utf-8")


def commands_in(home: Path, size: int) -> dict[str, Callable[[], float]]:
    """What is measured in *home*, where the directory has *size* companies."""
    dsar = str(Path(sys.executable).with_name("dsar"))
    shipped = Path(__file__).parents[1] / "companies"
    folder = home / ".config" / "dsar" / "companies" / "imported" / "made-up"
    companies(folder, size - len(list(shipped.glob("*.yaml"))))
    one = next(folder.iterdir())

    def search() -> float:
        return cpu([dsar, "company", "search", "schuffa"], home)

    def first() -> float:
        for file in (home / ".cache" / "dsar").iterdir():
            file.unlink()
        return search()

    def changed() -> float:
        one.write_bytes(one.read_bytes() + b"\n")
        return search()

    search()
    return {
        f"show, {size} companies": lambda: cpu([dsar, "company", "show", "schufa"], home),
        f"search, {size}": search,
        f"search after a change, {size}": changed,
        f"search, first use, {size}": first,
        f"CSafeLoader over {size} files": lambda: cpu(
            [sys.executable, "-c", LOAD, str(shipped), str(folder)], home
        ),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        commands: dict[str, Callable[[], float]] = {}
        for size in SIZES:
            commands |= commands_in(Path(name) / str(size), size)
        times: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(ROUNDS):
            for label, run in commands.items():
                times[label].append(run())
    show = statistics.median(times[f"show, {SIZES[0]} companies"])
    print(f"{'':34} {'CPU ms':>8} {'x show with 200':>16}")
    for label, found in times.items():
        median = statistics.median(found)
        print(f"{label:34} {median * 1000:8.0f} {median / show:16.2f}")


if __name__ == "__main__":
    main()
