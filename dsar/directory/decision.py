"""Decisions: what an authority or a court has found about a controller, and whether it is final."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Money:
    """A fine or penalty: whole units of a currency (ISO 4217)."""

    amount: int
    currency: str


@dataclass(frozen=True)
class Appeal:
    """What became of a decision: before which court, or what happened, and with what outcome."""

    court: str
    citation: str
    on: date | None
    on_text: str
    outcome: str


@dataclass(frozen=True)
class Decision:
    """A decision on one or more controllers (by id).

    ``on`` is None where only ``on_text`` (a month, a year) is known. ``finality`` is ``final``,
    ``not-final`` or ``unknown``; ``articles`` are those of the law of the authority's place.
    """

    id: str
    controllers: tuple[str, ...]
    country: str
    authority: str
    number: str
    on: date | None
    on_text: str
    published: date | None
    type: str
    articles: tuple[str, ...]
    orders: tuple[str, ...]
    findings: tuple[str, ...]
    fine: Money | None
    penalty_up_to: Money | None
    finality: str
    status: str
    appeals: tuple[Appeal, ...]
    note: str
    sources: tuple[str, ...]
    verified_on: date

    @property
    def day(self) -> str:
        """The day of the decision as far as it is known."""
        return self.on.isoformat() if self.on else self.on_text
