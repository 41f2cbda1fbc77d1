"""Regimes: a body of law as dated, cited values (from ``law/regimes/*.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from dsar.errors import Invalid, NotAllowed
from dsar.law.citation import Citation

# What a regime may be asked for; a regime says of each what it gives or that it lacks it.
RIGHTS = (
    *("access", "copy", "recipients", "rectification", "erasure", "restriction", "objection"),
    *("direct-marketing", "portability", "automated-decision", "withdrawal-of-consent"),
    *("de-indexing", "indirect-access"),
)
# Who may hold the data; a public body or police force is of the State, a part of it or a town.
# ``private-federal`` is a federal work, undertaking or business in Canada: a bank, an airline.
BODIES = (
    *("private", "private-federal", "public-national", "public-regional", "public-local"),
    *("police-national", "police-regional", "police-local"),
)
DEMANDS = ("identity", "clarification", "fee")
# What a controller may do that a person can complain of.
GROUNDS = (
    *("silence", "late", "refused", "fee", "fee-excessive", "identity", "clarification"),
    *("extension-late", "extension-unreasoned", "incomplete", "no-data", "wrong-person"),
    *("unreadable", "portal-only", "not-applicable"),
)


@dataclass(frozen=True)
class Span:
    """The days on which a value is law, both included; ``last`` is None while it is in force."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the value is law on *day*."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A value of the law: when it is law, where it stands, and when we last verified it.

    ``certainty`` says how: ``seen`` (a source was read), ``high`` or ``medium`` (known, the text
    was not at hand).
    """

    valid: Span
    verified_on: date
    certainty: str
    citation: Citation


@dataclass(frozen=True)
class Length:
    """How long a period is: ``count`` of ``unit`` (days, business-days, months, years)."""

    count: int
    unit: str

    @property
    def months(self) -> int:
        """The length in months; 0 for one in days."""
        return {"months": 1, "years": 12}.get(self.unit, 0) * self.count


@dataclass(frozen=True, kw_only=True)
class Period(Row):
    """How long somebody has from the event ``starts_with``; ``length`` None: the law sets none.

    ``binds`` says whom (controller, person, authority), ``force`` how hard (statute, guidance,
    discretion). ``places`` and ``rights`` are what the row is confined to, when they are not
    empty. ``counting`` names the way of counting. ``reasons_required`` tells whether a notice of
    extension without reasons is one.
    """

    id: str
    starts_with: str
    length: Length | None
    binds: str
    force: str
    counting: str
    places: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    reasons_required: bool = True
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Counting(Row):
    """How a period is counted: which day is not counted, where it ends, which last days roll.

    ``citation`` says how the start is treated, ``ends`` how the period ends, ``month_end`` what
    happens where the date is missing. ``start_counted`` is ``no``, ``in-words`` (the rule speaks
    of a period that begins with the day of the event, yet ends on the same date) or ``open``
    (whether the day counts can be argued either way: the first reading is only the earliest).
    ``rest_days`` (saturday, sunday, holiday) are the last days that roll to the next working day.
    """

    id: str
    start_counted: str
    rest_days: frozenset[str]
    ends: Citation
    month_end: Citation
    roll: Citation
    holidays: Citation


@dataclass(frozen=True, kw_only=True)
class Suspension(Row):
    """What an open question of the controller does to the clock, for these ``demands``.

    ``readings`` are those that can be defended, the rule as written first: ``pause`` adds the days
    from the question to the answer, ``restart`` lets the period run from the answer.
    ``counts_last_day`` tells whether the day of the answer is one of the paused days.
    """

    demands: frozenset[str]
    readings: tuple[str, ...]
    counts_last_day: bool
    pause: Citation
    restart: Citation


@dataclass(frozen=True, kw_only=True)
class Unmoved(Row):
    """An event that does not move the clock, and why."""

    event: str
    text: str


@dataclass(frozen=True, kw_only=True)
class GroundRule(Row):
    """The duty broken by what the controller did: ``id`` is one of GROUNDS."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Remedy(Row):
    """Where the person may turn: ``complaint`` (to the authority), ``controller-complaint``,
    ``indirect`` (through the authority), ``court``."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReceiptRule(Row):
    """When something sent by ``channel`` (email, post, web-form) counts as received.

    ``places`` are the States whose own law says so, when it is not for all.
    """

    channel: str
    text: str
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Territory(Row):
    """Places where the regime rules (ISO 3166), and parts of them where it does not."""

    places: frozenset[str]
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Reach(Row):
    """A ground on which the regime applies, e.g. ``3(2)(b)`` of the GDPR.

    ``kind`` is ``establishment`` (the controller is there) or ``person`` (the person is there and
    something ties the controller to the place).
    """

    basis: str
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Governs(Row):
    """Which bodies a regime governs, and whether it is the first to invoke against them."""

    bodies: frozenset[str]
    role: str
    text: str


@dataclass(frozen=True, kw_only=True)
class YieldsTo(Row):
    """A regime that takes this one's place within its own territory."""

    regime: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RightRule(Row):
    """A right the regime gives: its id (``access``), its name there, and where it stands."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Missing(Row):
    """A right the regime does not give, and what it gives instead."""

    id: str
    text: str


@dataclass(frozen=True)
class Example:
    """A worked example: a start, a place and the days it must give.

    ``official`` names the authority's own publication where the example is theirs. Of
    ``earliest``, ``latest`` and ``safe`` only those given are checked.
    """

    start: date
    places: tuple[str, ...]
    period: str
    last_day: date | None
    note: str
    official: str = ""
    paused: tuple[tuple[date, date], ...] = ()
    restarted: date | None = None
    earliest: date | None = None
    latest: date | None = None
    safe: date | None = None


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Regime:
    """One body of law: what it is called, where it rules, its rights, periods and counting."""

    id: str
    name: str
    short: str
    verified_on: date
    territory_name: str
    territories: tuple[Territory, ...]
    governs: tuple[Governs, ...]
    reaches: tuple[Reach, ...]
    yields_to: tuple[YieldsTo, ...]
    rights: tuple[RightRule, ...]
    missing: tuple[Missing, ...]
    periods: tuple[Period, ...]
    countings: tuple[Counting, ...]
    suspensions: tuple[Suspension, ...]
    unmoved: tuple[Unmoved, ...]
    receipts: tuple[ReceiptRule, ...] = ()
    grounds: tuple[GroundRule, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    examples: tuple[Example, ...] = ()

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every dated value with a name that leads to it, e.g. ``periods.answer``."""
        for field in ("territories", "governs", "reaches", "yields_to", "rights", "missing",
                      "periods", "countings", "suspensions", "unmoved", "receipts",
                      "grounds", "remedies"):  # fmt: skip
            for row in getattr(self, field):
                own = getattr(row, "id", "") or getattr(row, "basis", "")
                yield f"{field}.{own}" if own else field, row

    def rules_in(self, place: str, day: date) -> bool:
        """Whether *place* (ISO 3166, ``FR`` or ``CA-QC``) belongs to the territory on *day*."""
        around = {place, place.partition("-")[0]}
        return any(
            t.valid.holds(day) and around & t.places and place not in t.without
            for t in self.territories
        )

    def governing(self, body: str, day: date) -> Governs | None:
        """The row under which the regime governs a *body*, or None."""
        return next((g for g in self.governs if body in g.bodies and g.valid.holds(day)), None)

    def right(self, right_id: str, day: date | None = None) -> RightRule:
        """The right called *right_id*, as it is law on *day*.

        Raises Invalid for a word that is no right, NotAllowed for a right this regime lacks.
        """
        rows = [right for right in self.rights if right.id == right_id]
        if rows:
            return rows[-1] if day is None else self._on(day, rows)
        known = "Its rights: " + ", ".join(dict.fromkeys(right.id for right in self.rights)) + "."
        if right_id not in RIGHTS:
            raise Invalid(
                f"{self.short} has no right called {right_id!r}.", known, kind="unknown-right"
            )
        lacking = next((row for row in self.missing if row.id == right_id), None)
        why = f": {lacking.text} ({lacking.citation.text})." if lacking else "."
        raise NotAllowed(f"{self.short} gives no right of {right_id}{why}", known)

    def reach(self, basis: str) -> Reach:
        """The ground of application called *basis*; raises Invalid when there is none."""
        for reach in self.reaches:
            if reach.basis == basis:
                return reach
        raise Invalid(f"{self.short} knows no ground of application {basis!r}.")

    def reach_of(self, kind: str) -> Reach:
        """The first ground of application of *kind* (``establishment`` or ``person``)."""
        return next(reach for reach in self.reaches if reach.kind == kind)

    def has_period(self, period_id: str, day: date) -> bool:
        """Whether the regime has a period of this id, anywhere and for any right, on *day*."""
        return any(p.id == period_id and p.valid.holds(day) for p in self.periods)

    def period(self, period_id: str, day: date, place: str = "", right: str = "") -> Period:
        """The period *period_id* as the law stands on *day*, for *place* and *right*.

        Raises Invalid when the regime has none of that name, place or day.
        """
        rows = [period for period in self.periods if period.id == period_id]
        if not rows:
            ids = dict.fromkeys(period.id for period in self.periods)
            raise Invalid(
                f"{self.id} has no period called {period_id!r}.",
                f"Its periods: {', '.join(ids)}.",
                kind="unknown-period",
            )
        rows = _confined(rows, right)
        around = {place, place.partition("-")[0]}
        here = [row for row in rows if around & row.places]
        rows = here or [row for row in rows if not row.places]
        if not rows:
            places = sorted(set().union(*(p.places for p in self.periods if p.id == period_id)))
            raise Invalid(
                f"No rule on the period {period_id!r} of {self.id} is known for {place}.",
                f"Known for: {', '.join(places)}.",
                kind="unknown-period",
            )
        return self._on(day, rows)

    def receipt(self, channel: str, place: str, day: date) -> ReceiptRule | None:
        """When something sent by *channel* to *place* counts as received; None: no rule known."""
        rows = [r for r in self.receipts if r.channel == channel and r.valid.holds(day)]
        around = {place, place.partition("-")[0]}
        own = [row for row in rows if row.places & around]
        return next(iter(own or [row for row in rows if not row.places]), None)

    def counting(self, day: date, counting_id: str) -> Counting:
        """The way of counting *counting_id* as it is law on *day*."""
        return self._on(day, [row for row in self.countings if row.id == counting_id])

    def suspension(self, day: date, demand: str) -> Suspension | None:
        """What a *demand* (identity, clarification, fee) does to the clock; None: nothing."""
        rows = (row for row in self.suspensions if demand in row.demands and row.valid.holds(day))
        return next(rows, None)

    def cited(self, since: date) -> dict[str, list[GroundRule | Remedy]]:
        """Every row on a ground of complaint or a remedy, by its id, that is law after *since*."""
        found: dict[str, list[GroundRule | Remedy]] = {}
        rows: tuple[GroundRule | Remedy, ...] = (*self.grounds, *self.remedies)
        for row in rows:
            if row.valid.last is None or row.valid.last >= since:
                found.setdefault(row.id, []).append(row)
        return found

    def _on(self, day: date, rows: Sequence[R]) -> R:
        for row in rows:
            if row.valid.holds(day):
                return row
        first = min(row.valid.first for row in rows)
        raise Invalid(
            f"{self.id} has no rule for {day.isoformat()}.",
            f"It is law from {first.isoformat()}.",
            kind="no-rule-on-that-day",
        )


def _confined(rows: Sequence[Period], right: str) -> list[Period]:
    """The rows for *right*: those confined to it, else those for every right.

    Without a right it is the request for access, which every regime knows.
    """
    own = [row for row in rows if (right or "access") in row.rights]
    return own or [row for row in rows if not row.rights]


def stale(regime: Regime, day: date, days: int) -> list[tuple[str, date]]:
    """The values of *regime* last verified more than *days* before *day*: name and day."""
    limit = day - timedelta(days=days)
    return [(name, row.verified_on) for name, row in regime.rows() if row.verified_on < limit]
