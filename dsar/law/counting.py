"""Counting days, months and years to the last day of a period, and rolling it."""

from __future__ import annotations

import calendar as month_lengths
from datetime import date, timedelta

from dsar.law.calendar import Calendar
from dsar.law.regime import Counting, Length
from dsar.law.step import Facts, Step

_DAY = timedelta(days=1)
# What is no business day, whatever rolls.
_NO_BUSINESS = frozenset({"saturday", "sunday", "holiday"})


def add_months(day: date, months: int) -> tuple[date, bool]:
    """*day* plus *months*: same date, else the month's last day; and whether it was clamped.

    Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c). Counted once from the original day:
    31 January plus three months is 30 April, not 28 April.
    """
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    length = month_lengths.monthrange(year, month)[1]
    return date(year, month, min(day.day, length)), day.day > length


def counted(start: date, length: Length) -> date:
    """The day on which *length* after *start* ends, every day counted but *start* itself."""
    if length.months:
        return add_months(start, length.months)[0]
    return start + timedelta(days=length.count)


def unrolled(start: date, length: Length, place: Calendar) -> date:
    """The day on which *length* after *start* ends, before any rolling; *start* is not counted.

    Business days are those of *place*.
    """
    if length.unit != "business-days":
        return counted(start, length)
    day, count = start, length.count
    while count:
        day += _DAY
        if place.rest(day, _NO_BUSINESS) is None:
            count -= 1
    return day


def length_step(start: date, length: Length, end: date, counting: Counting, cited: Step) -> Step:
    """The step from *start* to *end*, with the citation of *cited* and of the way of counting."""
    facts: dict[str, str | int] = {"unrolled": end.isoformat(), "day": start.day}
    if length.unit not in {"months", "years"}:
        code = "period-days" if length.unit == "days" else "period-business"
        facts["days"] = length.count
        return Step(code, facts, cited.citation, counting.ends)
    facts["months"] = length.months
    if end.day < start.day:
        return Step("period-clamped", facts, cited.citation, counting.month_end)
    return Step("period", facts, cited.citation, counting.ends)


def rolled(day: date, counting: Counting, place: Calendar) -> date:
    """*day*, or the next working day of *place* when its rest days make it roll."""
    while place.rest(day, counting.rest_days) is not None:
        day += _DAY
    return day


def roll_step(day: date, counting: Counting, place: Calendar) -> Step:
    """The step that says whether *day* rolls at *place*, over which holiday, and to which day."""
    facts: dict[str, str | int] = {
        "unrolled": day.isoformat(),
        "place": place.place,
        "place_name": place.name,
        "last_day": rolled(day, counting, place).isoformat(),
    }
    rest = place.rest(day, counting.rest_days)
    if rest is None:
        working = place.rest(day, _NO_BUSINESS) is None
        return Step("no-roll" if working else "stays", facts, counting.roll)
    return Step("roll", facts | _why(rest.why, rest.names), counting.roll, rest.citation)


def _why(why: str, names: Facts) -> dict[str, str | int]:
    return {"why": why} | {f"holiday:{language}": name for language, name in names.items()}
