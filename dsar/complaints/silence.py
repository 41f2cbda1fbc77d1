"""Silence: whether a complaint may say that no answer came, and from which day."""

from __future__ import annotations

from datetime import date, timedelta

from dsar.cases.case import Case
from dsar.cases.claim import Claim, claims
from dsar.cases.document import Document
from dsar.cases.grounds import Ground, grounds
from dsar.cases.kinds import DEMAND_KINDS
from dsar.errors import NotAllowed

# What a complaint for silence would have to tell of, and this version does not.
_UNTOLD = (*DEMAND_KINDS, "extension")


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
    if over := [e for e in known.of("withdrawn", "closed") if not e.payload.get("rights")]:
        raise NotAllowed(f"Case {case.id} is {over[-1].kind} since {over[-1].on.isoformat()}.")
    open_ones = [ground for claim in claims(known) for ground in grounds(claim, day)]
    silent = [ground for ground in open_ones if ground.id == "silence"]
    if not silent:
        raise _closed(known, open_ones)
    if any(known.told(silent[0].request, *_UNTOLD)):
        raise NotAllowed(
            f"Case {case.id} holds a demand or a notice of the controller, which a complaint must"
            " tell of; this version writes of silence alone.",
            "Write to the authority yourself; then: dsar record"
            f" {case.id} complaint-filed --authority ID --on YYYY-MM-DD",
        )
    return silent[0]


def silent_request(case: Case, ground: Ground) -> Document:
    """The request on which the silence of *ground* rests."""
    return next(d for d in case.requests if d.id == ground.request)


def _closed(case: Case, others: list[Ground]) -> NotAllowed:
    """Why silence cannot be claimed, and when it can."""
    if case.answers:
        on = case.answers[-1].on.isoformat()
        return NotAllowed(
            f"An answer of {on} is recorded in case {case.id}: silence (Art. 12(3)) cannot be"
            " claimed.",
            "Complaints about an answer, or about the part of a request that it left out, are not"
            " written by this version.",
        )
    if others:
        named = ", ".join(dict.fromkeys(f"{g.id} ({g.citation})" for g in others))
        return NotAllowed(
            f"Open in case {case.id}: {named}; silence (Art. 12(3)) is not.",
            "Complaints about that are not written by this version: write to the authority"
            " yourself.",
        )
    ready = [one for one in map(_ready, claims(case)) if one is not None]
    if not ready:
        return _waiting(case)
    opens = min(ready)
    until = opens - timedelta(days=1)
    return NotAllowed(
        f"A complaint for silence is open from {opens.isoformat()}: until {until.isoformat()} the"
        " controller may still answer in time (Art. 12(3)).",
        f"dsar show {case.id} shows how the day was computed.",
        day=opens.isoformat(),
    )


def _ready(claim: Claim) -> date | None:
    term = claim.term
    return term.safe + timedelta(days=1) if term and term.safe else None


def _waiting(case: Case) -> NotAllowed:
    if any(claim.term for claim in claims(case)):
        return NotAllowed(
            f"In case {case.id} no last day can be named: a demand of the controller is open, or"
            " the law sets no number of days.",
            f"dsar next says what can be done about it; dsar show {case.id} tells why.",
        )
    return NotAllowed(
        f"The request of case {case.id} has not reached the controller as far as is recorded:"
        " the month of Art. 12(3) has not begun.",
        f"Send it again, or: dsar record {case.id} received --on YYYY-MM-DD",
    )
