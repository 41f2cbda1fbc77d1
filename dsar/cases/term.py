"""Terms: the periods of a case as they were last computed and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsar.cases.event import Recorded


@dataclass(frozen=True)
class Term:
    """A period: of a request (``request`` is its document's id) or of a filed complaint.

    ``rights`` are those it is about, ``filing`` the number of the filing's event, else 0. The days
    are as in ``Deadline``, ``citation`` is the period's own; ``law`` names, for each ground and
    remedy, the provisions it rests on, each with its first and last day (empty while in force).
    ``data`` is the whole deadline as recorded.
    """

    period: str
    request: str
    rights: tuple[str, ...]
    filing: int
    start: date
    last_day: date | None
    earliest: date | None
    latest: date | None
    safe: date | None
    estimated: bool
    force: str
    reasons: tuple[str, ...]
    citation: str
    law: Mapping[str, Sequence[tuple[str, str, str]]]
    data: Mapping[str, Any]

    @property
    def open_demands(self) -> tuple[str, ...]:
        """The controller's questions that keep the clock: ``identity``, ``clarification``."""
        end = "-demand-open"
        return tuple(r.removesuffix(end) for r in self.reasons if r.endswith(end))

    def cites(self, what: str, day: date) -> str:
        """The provision on which the ground or remedy *what* rests on *day*; empty: none."""
        iso = day.isoformat()
        rows = self.law.get(what, ())
        return next((text for first, last, text in rows if first <= iso <= (last or iso)), "")


def read_term(event: Recorded, first_request: str, rights: tuple[str, ...]) -> Term | None:
    """The term in a ``deadline-computed`` *event*; None where it says that none runs.

    An event that does not say what it is about is about the *first_request* and its *rights*.
    """
    deadline = event.payload["deadline"]
    if deadline is None:
        return None
    of = event.payload.get("of", {})
    return Term(
        period=deadline["period"],
        request=of.get("request", "" if "filing" in of else first_request),
        rights=tuple(of.get("rights", () if "filing" in of else rights)),
        filing=of.get("filing", 0),
        start=date.fromisoformat(deadline["from"]),
        last_day=_day(deadline["last_day"]),
        earliest=_day(deadline["earliest"]),
        latest=_day(deadline["latest"]),
        safe=_day(deadline["safe"]),
        estimated=bool(deadline["estimated"]),
        force=deadline["force"],
        reasons=tuple(deadline.get("reasons", ())),
        citation=event.payload.get("citation", ""),
        law=event.payload.get("law", {}),
        data=deadline,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
