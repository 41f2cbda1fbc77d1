"""How often counting days hits the lawful last day: the receipt days of 2026, country by country.

What other tools do is add 30 or 31 days to the day of sending. Here a message is received on the
day it is sent, which is the best case for them. Prints ``docs/accuracy.md``.
"""

from __future__ import annotations

from datetime import date, timedelta

import babel

from dsar.law.compute import compute
from dsar.law.question import Question
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regimes

DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
LAWS = ("eu-gdpr", "uk-gdpr", "ch-fadp")
HEAD = """# How often counting days is right

The share of the receipt days of 2026 on which a fixed number of days after receipt is the lawful
last day (`last_day` of `dsar deadline`), and on which it is too early, so that a controller is
called late while it may still answer. A message is taken to be received on the day it was sent,
which is the best case for such counting; by post it is right less often still.

Made by `python benchmarks/accuracy.py > docs/accuracy.md`; a test keeps it true.

| place | law | sent + 30 right | sent + 31 right | sent + 30 too early | sent + 31 too early |
|---|---|--:|--:|--:|--:|"""


def shares(place: str, law: str) -> tuple[list[float], list[float]]:
    """For 30 and 31 days: the share of days that are right, and that are too early."""
    known, there = regimes()[law], [calendar(place, law)]
    right, early = [0, 0], [0, 0]
    for start in DAYS:
        lawful = compute(Question(known, "answer", start, there)).last_day
        assert lawful is not None
        for column, days in enumerate((30, 31)):
            counted = start + timedelta(days=days)
            right[column] += counted == lawful
            early[column] += counted < lawful
    return [n / len(DAYS) for n in right], [n / len(DAYS) for n in early]


def main() -> None:
    print(HEAD)
    names = babel.Locale("en").territories
    rows = []
    for law in LAWS:
        territories = regimes()[law].territories
        here = {p for t in territories if t.valid.holds(DAYS[0]) for p in t.places}
        rows += [(law, place) for place in sorted(here)]
    sums = [0.0] * 4
    for law, place in rows:
        right, early = shares(place, law)
        told = [*right, *early]
        sums = [a + b for a, b in zip(sums, told, strict=True)]
        print(f"| {names[place]} | {law} | " + " | ".join(f"{x:.0%}" for x in told) + " |")
    means = " | ".join(f"**{x / len(rows):.0%}**" for x in sums)
    print(f"| **mean of {len(rows)}** | | {means} |")


if __name__ == "__main__":
    main()
