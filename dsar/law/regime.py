"""Regimes: a body of law as dated, cited values (from ``law/regimes/*.yaml``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from dsar.errors import Invalid
from dsar.law.citation import Citation


@dataclass(frozen=True)
class Span:
    """The days on which a value is law, both included; ``last`` is None while it is in force."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the value is law on *day*."""
        return self.first <= day and (self.last is None or day <= self.last)


class Dated(Protocol):
    """A value that is law during a span of days."""

    @property
    def valid(self) -> Span:
        """The days on which the value is law."""


@dataclass(frozen=True)
class Period:
    """How long somebody has: ``months`` counted from the event ``starts_with``.

    ``binds`` says whom (controller, person, authority), ``force`` how hard (statute, guidance,
    discretion).
    """

    id: str
    valid: Span
    starts_with: str
    months: int
    binds: str
    force: str
    citation: Citation


@dataclass(frozen=True)
class Counting:
    """How a period of months is counted: which day is not counted, month ends, rolling.

    ``start_counted`` tells whether the rule speaks of a period that begins with the day of the
    event (it still ends on the same date); ``rest_days`` (saturday, sunday, holiday) are the last
    days that roll to the next working day.
    """

    valid: Span
    start_counted: bool
    rest_days: frozenset[str]
    start: Citation
    same_date: Citation
    month_end: Citation
    roll: Citation
    holidays: Citation


@dataclass(frozen=True)
class Suspension:
    """What an open question of the controller does to the clock.

    A pause adds the days from the question to the answer; ``counts_last_day`` tells whether the
    day of the answer is one of them. ``open_reading`` says that the law leaves open whether the
    period pauses or restarts, so that both are defensible.
    """

    valid: Span
    counts_last_day: bool
    open_reading: bool
    pause: Citation
    restart: Citation


@dataclass(frozen=True)
class Territory:
    """Places where the regime rules, while it does."""

    valid: Span
    places: frozenset[str]
    citation: Citation


@dataclass(frozen=True)
class Reach:
    """A ground on which the regime applies, e.g. ``3(2)(b)`` of the GDPR."""

    basis: str
    text: str
    citation: Citation


@dataclass(frozen=True)
class RightRule:
    """A right the regime gives: its id (``access``), and where it stands."""

    id: str
    name: str
    citation: Citation


@dataclass(frozen=True)
class Example:
    """A worked example: receipt or other start, place and the last day it must give.

    ``official`` names the authority's own publication where the example is theirs.
    """

    start: date
    place: str
    period: str
    last_day: date
    note: str
    official: str = ""
    paused: tuple[date, date] | None = None
    restarted: date | None = None


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Regime:
    """One body of law: what it is called, where it rules, its rights, periods and counting."""

    id: str
    name: str
    short: str
    verified_on: date
    territories: tuple[Territory, ...]
    territory_name: str
    reaches: tuple[Reach, ...]
    rights: tuple[RightRule, ...]
    periods: tuple[Period, ...]
    countings: tuple[Counting, ...]
    suspensions: tuple[Suspension, ...]
    examples: tuple[Example, ...] = ()

    def rules_in(self, country: str, day: date) -> bool:
        """Whether *country* (ISO 3166-1) belongs to the regime's territory on *day*."""
        return any(t.valid.holds(day) and country in t.places for t in self.territories)

    def right(self, right_id: str) -> RightRule:
        """The right called *right_id*; raises Invalid when this regime has none."""
        for right in self.rights:
            if right.id == right_id:
                return right
        known = ", ".join(right.id for right in self.rights)
        raise Invalid(
            f"{self.short} has no right called {right_id!r}.",
            f"Its rights: {known}.",
            kind="unknown-right",
        )

    def reach(self, basis: str) -> Reach:
        """The ground of application called *basis*; raises Invalid when there is none."""
        for reach in self.reaches:
            if reach.basis == basis:
                return reach
        raise Invalid(f"{self.short} knows no ground of application {basis!r}.")

    def period(self, period_id: str, day: date) -> Period:
        """The period *period_id* as the law stands on *day*; raises Invalid when there is none."""
        ids = list(dict.fromkeys(period.id for period in self.periods))
        if period_id not in ids:
            raise Invalid(
                f"{self.id} has no period called {period_id!r}.",
                f"Its periods: {', '.join(ids)}.",
                kind="unknown-period",
            )
        return self._on(day, [p for p in self.periods if p.id == period_id])

    def counting(self, day: date) -> Counting:
        """How periods are counted on *day*; raises Invalid when the regime is not yet law."""
        return self._on(day, self.countings)

    def suspension(self, day: date) -> Suspension:
        """What an open question does to the clock on *day*."""
        return self._on(day, self.suspensions)

    def _on(self, day: date, rows: Sequence[D]) -> D:
        for row in rows:
            if row.valid.holds(day):
                return row
        first = min(row.valid.first for row in rows)
        raise Invalid(
            f"{self.id} has no rule for {day.isoformat()}.",
            f"It is law from {first.isoformat()}.",
            kind="no-rule-on-that-day",
        )
