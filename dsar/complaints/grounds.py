"""Grounds: what the events of a case prove, and from which day a complaint may say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dsar.cases.case import Case
from dsar.errors import NotAllowed


@dataclass(frozen=True)
class Ground:
    """A ground of complaint that is open: since when, and the articles it rests on."""

    id: str
    since: date
    articles: tuple[str, ...]


def silence(case: Case, day: date) -> Ground:
    """The ground of silence: no answer by the day after ``safe`` (Arts 12(3), 12(4) GDPR).

    Raises NotAllowed, with the day on which it opens, while it is closed.
    """
    known = case.until(day)
    if known is None or known.request is None or not known.request.sent:
        raise NotAllowed(
            f"In case {case.id} nothing was sent yet: there is nothing to complain about"
            " (Art. 12(3)).",
            f"First: dsar send {case.id} --by email|post --on YYYY-MM-DD",
        )
    if known.answers:
        on = known.answers[-1].on.isoformat()
        raise NotAllowed(
            f"An answer of {on} is recorded in case {case.id}: silence (Art. 12(3)) cannot be"
            " claimed.",
            "Complaints about an answer, or about the part of a request that it left out, are not"
            " written by this version.",
        )
    if over := known.of("withdrawn", "closed"):
        raise NotAllowed(f"Case {case.id} is {over[-1].kind} since {over[-1].on.isoformat()}.")
    term = known.term
    if term is None:
        raise NotAllowed(
            f"The request of case {case.id} has not reached the controller as far as is recorded:"
            " the month of Art. 12(3) has not begun.",
            f"Send it again, or: dsar record {case.id} received --on YYYY-MM-DD",
        )
    ready = term.safe + timedelta(days=1)
    if day < ready:
        raise NotAllowed(
            f"A complaint for silence is open from {ready.isoformat()}: until"
            f" {term.safe.isoformat()} the controller may still answer in time (Art. 12(3)).",
            f"dsar show {case.id} shows how the day was computed.",
            day=ready.isoformat(),
        )
    return Ground("silence", ready, ("12(3)", "12(4)"))
