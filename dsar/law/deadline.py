"""Deadlines: the last day, the first and last defensible day, and the steps that lead there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from dsar.law.step import Step


@dataclass(frozen=True)
class Deadline:
    """When a period ends, immutable, with its reasons.

    ``last_day`` is the rule as written for the first place; ``earliest`` and ``latest`` are the
    first and last defensible day over all places and readings; ``safe`` is the day on which we
    may rely. All are None where the law sets no number; ``latest`` and ``safe`` are None while a
    demand of the controller is open. ``estimated`` says that the start is only an estimate,
    ``reasons`` what else matters (``identity-demand-open``, ``extension-late``, …).
    """

    start: date
    starts_with: str
    regime: str
    period: str
    binds: str
    force: str
    last_day: date | None
    earliest: date | None
    latest: date | None
    safe: date | None
    estimated: bool
    holidays_source: str
    holidays_version: str
    places: tuple[str, ...]
    steps: tuple[Step, ...]
    reasons: tuple[str, ...] = ()

    @property
    def overdue_from(self) -> date | None:
        """The day after the last day, None where there is no last day."""
        return self.last_day + timedelta(days=1) if self.last_day else None


def as_data(deadline: Deadline) -> dict[str, Any]:
    """*deadline* as plain JSON data: what the command prints and an event records."""
    return {
        "from": deadline.start.isoformat(),
        "starts_with": deadline.starts_with,
        "regime": deadline.regime,
        "period": deadline.period,
        "binds": deadline.binds,
        "force": deadline.force,
        "last_day": _iso(deadline.last_day),
        "overdue_from": _iso(deadline.overdue_from),
        "earliest": _iso(deadline.earliest),
        "latest": _iso(deadline.latest),
        "safe": _iso(deadline.safe),
        "estimated": deadline.estimated,
        "reasons": list(deadline.reasons),
        "places": list(deadline.places),
        "holidays": {"source": deadline.holidays_source, "version": deadline.holidays_version},
        "steps": [_step(step) for step in deadline.steps],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step: Step) -> dict[str, Any]:
    return {
        "text": step.text,
        "citation": "; ".join(citation.text for citation in step.citations),
        "code": step.code,
        "facts": dict(step.facts),
        "provisions": [asdict(citation) for citation in step.citations],
    }
