"""Limits that run against the person: from which day of a claim they are counted."""

from __future__ import annotations

from datetime import date, timedelta

from dsar.cases.claim import Claim
from dsar.cases.outcomes import SETTLED


def limit_start(claim: Claim, starts_with: str, end: date | None) -> date | None:
    """The day from which the person's limit to complain about *claim* runs; None: not yet known.

    *starts_with* is the event that the law names, *end* the first day on which the controller's
    own period can be said to end. The earliest day that can be argued, for the person must not
    be late: silence from the end of the period, everything else from the day it was known. A
    limit from the last contact runs from the last word between the two.
    """
    if starts_with == "last contact":
        return _last_contact(claim)
    known = [e.on for e in claim.answers if e.payload["outcome"] not in SETTLED]
    known += [d.contested for d in claim.demands if d.contested]
    known += [d.on for d in claim.demands if d.kind == "fee"]
    known += [e.on for e in claim.extensions if e.payload["reasons"] == "none"]
    if end is not None and not any(e.on <= end for e in claim.answers):
        known.append(end + timedelta(days=1) if starts_with == "knowledge" else end)
    return min(known, default=None)


def _last_contact(claim: Claim) -> date | None:
    case, request = claim.case, claim.request
    days = [sending.on for sending in request.sendings]
    days += [s.on for reminder in case.reminders_of(request.id) for s in reminder.sendings]
    days += [event.on for event in case.replies(request.id)]
    days += [event.on for event in case.own_steps(request.id)]
    return max(days, default=None)
