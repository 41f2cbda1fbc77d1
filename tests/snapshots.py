"""Snapshots of the law: the last days of 2026, so that a change of code shows as a diff of law.

Written anew with ``python -m tests.snapshots``; read the diff before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from dsar.reference.places import subdivisions
from dsar.reference.regimes import regimes
from tests.clocks import LAENDER, UK, answer, days

FOLDER = Path(__file__).parent / "snapshots"
YEAR = days(date(2026, 1, 1), date(2026, 12, 31))
_PARTS = {
    "eu-gdpr": LAENDER,
    "uk-gdpr": UK,
    "uk-dpa-part3": UK,
    "au-app12": tuple(
        f"AU-{part}" for part in ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")
    ),
    "ch-fadp": tuple(f"CH-{part}" for part in subdivisions("CH") if len(part) == 2),
}


def places(regime_id: str) -> list[str]:
    """The places of a regime that a snapshot is kept of."""
    known = regimes()[regime_id]
    named = {p for t in known.territories if t.valid.holds(YEAR[0]) for p in t.places}
    return sorted(named) + list(_PARTS.get(regime_id, ()))


def snapshot(regime_id: str) -> str:
    """One line for a period, place and month of receipt: the last day for each day received.

    A day is told as month and day; with ``..`` the first and last defensible day follow where
    they differ.
    """
    return "".join(f"{line}\n" for line in _lines(regime_id))


def _lines(regime_id: str) -> Iterator[str]:
    for place in places(regime_id):
        for period in ("answer", "extended"):
            if not regimes()[regime_id].has_period(period, YEAR[-1]):
                continue
            for month, received in groupby(YEAR, key=lambda day: day.month):
                told = (_told(regime_id, period, day, place) for day in received)
                yield f"{place} {period} {month:02}: {' '.join(told)}"


def _told(regime_id: str, period: str, day: date, place: str) -> str:
    if not regimes()[regime_id].has_period(period, day):
        return "-"
    found = answer(regime_id, day, place, period=period)
    if found.last_day is None or found.earliest is None or found.latest is None:
        return "-"
    said = f"{found.last_day:%m%d}"
    if (found.earliest, found.latest) == (found.last_day, found.last_day):
        return said
    return f"{said}({found.earliest:%m%d}..{found.latest:%m%d})"


def main() -> None:
    """Write every snapshot anew."""
    FOLDER.mkdir(exist_ok=True)
    for regime_id in regimes():
        (FOLDER / f"{regime_id}.txt").write_text(snapshot(regime_id), encoding="utf-8")


if __name__ == "__main__":
    main()
