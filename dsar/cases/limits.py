"""Limits that run against the person: from which day of a claim they are counted."""

from __future__ import annotations

from datetime import date, timedelta

from dsar.cases.claim import Claim


def limit_start(claim: Claim, starts_with: str, end: date | None) -> date | None:
    """The day from which the person's limit to complain about *claim* runs; None: not yet known.

    *starts_with* is the event that the law names, *end* the first day on which the controller's
    own period can be said to end. The earliest day that can be argued, for the person must not
    be late: silence from the end of the period, a refusal from its day; where knowledge counts, a
    demand or notice from the day it came.
    """
    if starts_with == "last contact":
        return _last_contact(claim, end)
    known = [e.on for e in claim.answers if e.payload["outcome"] != "complete"]
    if starts_with == "knowledge":
        known += [d.on for d in claim.demands if d.contested or d.kind == "fee"]
        known += [e.on for e in claim.extensions if e.payload["reasons"] == "none"]
    if end is not None and not any(e.on <= end for e in claim.answers):
        known.append(end + timedelta(days=1) if starts_with == "knowledge" else end)
    return min(known, default=None)


def _last_contact(claim: Claim, end: date | None) -> date | None:
    """The last word of substance with the controller; its silence speaks when its time is over.

    Neither one's own reminders nor a bare acknowledgement revive a limit.
    """
    told = claim.case.replies(claim.request.id)
    days = [event.on for event in told if event.kind != "acknowledged"]
    days += [day for day in (end, claim.to_controller and claim.to_controller.on) if day]
    return max(days, default=None)
