"""Days of our own reckoning: when something sent is assumed to have arrived, and the next working
day."""

from __future__ import annotations

from datetime import date, timedelta

from dsar.law.calendar import Calendar
from dsar.reference.calendars import calendar

INLAND_WORKING_DAYS = 3
ABROAD_DAYS = 10
_WORKWEEK = frozenset({"saturday", "sunday", "holiday"})


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
