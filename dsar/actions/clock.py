"""The clock of a case: from its receipts and places to a recorded deadline."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from dsar.actions.hearing import heard_about
from dsar.cases.case import BASES, Case, Receipt
from dsar.cases.event import Event
from dsar.cases.subject import DataSubject
from dsar.law.calendar import Calendar
from dsar.law.compute import compute
from dsar.law.deadline import Deadline, as_data
from dsar.law.question import Question
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regime

INLAND_WORKING_DAYS = 3
ABROAD_DAYS = 10
_WORKWEEK = frozenset({"saturday", "sunday", "holiday"})


def clock_event(case: Case, subject: DataSubject, day: date, own: Path) -> Event:
    """The ``deadline-computed`` event that follows from *case*, on the *day* that moved the clock.

    Its deadline is null while no receipt is known. The first place is that of the establishment
    that answers, or the data subject's residence for a controller without one. *own* is the
    user's file of holidays.
    """
    receipts = case.receipts
    if not receipts:
        return Event("deadline-computed", day, {"deadline": None})
    best = receipts[0]
    payload = {
        "deadline": as_data(_deadline(case, subject, receipts, own)),
        "receipt": {"on": best.on.isoformat(), "basis": best.basis},
    }
    return Event("deadline-computed", day, payload)


def _deadline(
    case: Case, subject: DataSubject, receipts: tuple[Receipt, ...], own: Path
) -> Deadline:
    best = receipts[0]
    estimated = best.basis == BASES[-1]
    law, there = regime(case.regime), places(case, subject)
    rule = law.receipt(best.channel, there[0], best.on) if estimated else None
    return compute(
        Question(
            regime=law,
            period="answer",
            start=best.on,
            first_start=min(receipt.on for receipt in receipts),
            last_start=max(receipt.on for receipt in receipts) if estimated else None,
            calendars=[calendar(p, case.regime, own) for p in there],
            estimated=estimated,
            receipt=rule.citation if rule else None,
        )
    )


def places(case: Case, subject: DataSubject) -> list[str]:
    """The places whose holidays matter, the deciding one first, each once."""
    controller = case.addressee
    heard = heard_about(controller, subject.country, case.regime).recommended
    authority = [heard.holidays_region] if heard and heard.holidays_region else []
    # Where it is established, the State of the establishment that answers (Art. 4(16) GDPR).
    region = (controller.established and controller.seat) or controller.holidays_region
    answers = [region] if region else []
    home = [subject.country]
    ordered = answers + home if controller.established else home + answers
    return list(dict.fromkeys(ordered + authority))


def estimated_receipt(on: date, channel: str, home: str, abroad: bool) -> date:
    """When something sent on *on* is assumed to have arrived, where nobody recorded it.

    A message or form: the same day. A letter: three working days inland, ten days abroad. Our
    own reckoning, not law; it is always called an estimate.
    """
    if channel != "post":
        return on
    if abroad:
        return on + timedelta(days=ABROAD_DAYS)
    return _working_days_later(on, INLAND_WORKING_DAYS, calendar(home))


def working_day_from(day: date, home: str) -> date:
    """*day*, or the next working day at *home* when it is none."""
    while calendar(home).rest(day, _WORKWEEK) is not None:
        day += timedelta(days=1)
    return day


def _working_days_later(day: date, count: int, place: Calendar) -> date:
    while count:
        day += timedelta(days=1)
        if place.rest(day, _WORKWEEK) is None:
            count -= 1
    return day
