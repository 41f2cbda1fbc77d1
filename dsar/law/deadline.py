"""Deadlines: the last day, the first and last defensible day, and the steps that lead there."""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from dsar.errors import Invalid
from dsar.law.calendar import Calendar
from dsar.law.citation import Citation
from dsar.law.regime import Counting, Period, Regime, Suspension
from dsar.law.wording import Facts, english


@dataclass(frozen=True)
class Step:
    """One step of the computation: a code, its facts (dates in ISO form) and its citation.

    ``also`` is a second provision, where a step rests on two.
    """

    code: str
    facts: Facts
    citation: Citation
    also: Citation | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The provisions the step rests on."""
        return (self.citation, self.also) if self.also else (self.citation,)

    @property
    def text(self) -> str:
        """The step as one English sentence."""
        return english(self.code, self.facts)


@dataclass(frozen=True)
class Deadline:
    """When a period ends, immutable, with its reasons.

    ``last_day`` is the rule as written for the first place; ``earliest`` and ``latest`` are the
    first and last defensible day over all places and readings; ``safe`` is the day on which we
    may rely. ``estimated`` says that the start is only an estimate.
    """

    start: date
    starts_with: str
    regime: str
    period: str
    binds: str
    force: str
    last_day: date
    earliest: date
    latest: date
    safe: date
    estimated: bool
    holidays_source: str
    holidays_version: str
    places: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def overdue_from(self) -> date:
        """The day after the last day."""
        return self.last_day + timedelta(days=1)


def as_data(deadline: Deadline) -> dict[str, Any]:
    """*deadline* as plain JSON data: what the command prints and an event records."""
    return {
        "from": deadline.start.isoformat(),
        "starts_with": deadline.starts_with,
        "regime": deadline.regime,
        "period": deadline.period,
        "binds": deadline.binds,
        "force": deadline.force,
        "last_day": deadline.last_day.isoformat(),
        "overdue_from": deadline.overdue_from.isoformat(),
        "earliest": deadline.earliest.isoformat(),
        "latest": deadline.latest.isoformat(),
        "safe": deadline.safe.isoformat(),
        "estimated": deadline.estimated,
        "places": list(deadline.places),
        "holidays": {"source": deadline.holidays_source, "version": deadline.holidays_version},
        "steps": [
            {
                "text": step.text,
                "citation": "; ".join(citation.text for citation in step.citations),
                "code": step.code,
                "facts": dict(step.facts),
                "provisions": [asdict(citation) for citation in step.citations],
            }
            for step in deadline.steps
        ],
    }


@dataclass(frozen=True)
class Question:
    """Everything a deadline is computed from.

    ``start`` is the day of the event that starts the period. ``first_start`` and ``last_start``
    are an earlier and a later start that can also be defended (a first, less well proved receipt;
    a later estimate where all are estimates). ``paused`` is the day of the
    controller's question and the day of the answer; ``restarted`` the day from which the period
    is read to run anew. The first of ``calendars`` decides ``last_day``.
    """

    regime: Regime
    period: str
    start: date
    calendars: Sequence[Calendar]
    first_start: date | None = None
    paused: tuple[date, date] | None = None
    restarted: date | None = None
    estimated: bool = False
    last_start: date | None = None


@dataclass
class _Reading:
    """One way to read the law: where it starts and how many days are added before it rolls once."""

    name: str
    start: date
    begin: Step
    added: int = 0
    pause: Step | None = None


# A last day rolls over weekends and holidays by less than this.
GRACE_DAYS = 10
LAST_YEAR = 2100


def add_months(day: date, months: int) -> tuple[date, bool]:
    """*day* plus *months*: same date, else the month's last day; and whether it was clamped.

    Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c). Counted once from the original day:
    31 January plus three months is 30 April, not 28 April.
    """
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    length = month_lengths.monthrange(year, month)[1]
    return date(year, month, min(day.day, length)), day.day > length


def compute(question: Question) -> Deadline:
    """The deadline that *question* asks for.

    Raises Invalid when the regime has no such period or no rule on that day, when a pause lies
    before the start or ends before it begins, or when a calendar does not cover the days.
    """
    regime, start = question.regime, question.start
    for day in (start, *(question.paused or ()), question.restarted or start):
        if day.year > LAST_YEAR:
            raise Invalid(f"{day.isoformat()} is too far ahead to count from.")
    period = regime.period(question.period, start)
    counting = regime.counting(start)
    readings = _readings(question, period)
    steps = [readings[0].begin]
    last_day = _last_day(readings[0], period, counting, question.calendars[0], steps)
    days = _other_readings(question, readings, period, counting, last_day, steps)
    earliest, latest = min(days), max(days)
    if question.first_start is not None and question.first_start < start:
        earliest = min(earliest, *_from(question, question.first_start, period, counting))
        steps.append(_other_start("first-receipt", question.first_start, earliest, period))
    if question.last_start is not None and question.last_start > start:
        latest = max(latest, *_from(question, question.last_start, period, counting))
        steps.append(_other_start("last-receipt", question.last_start, latest, period))
    return Deadline(
        start=start,
        starts_with=period.starts_with,
        regime=regime.id,
        period=period.id,
        binds=period.binds,
        force=period.force,
        last_day=last_day,
        earliest=earliest,
        latest=latest,
        safe=earliest if period.binds == "person" else latest,
        estimated=question.estimated,
        holidays_source=question.calendars[0].source,
        holidays_version=question.calendars[0].version,
        places=tuple(c.place for c in question.calendars),
        steps=tuple(steps),
    )


def _from(question: Question, start: date, period: Period, counting: Counting) -> list[date]:
    """The last days of the period counted from another *start*, by every calendar."""
    reading = _Reading("plain", start, Step("start", {}, counting.start))
    places = _with_variants(question.calendars)
    return [_last_day(reading, period, counting, place, []) for place in places]


def _other_start(code: str, start: date, day: date, period: Period) -> Step:
    facts = {"from": start.isoformat(), "last_day": day.isoformat()}
    return Step(code, facts, period.citation)


def _readings(question: Question, period: Period) -> list[_Reading]:
    """The readings of the law that can be defended; the first one decides ``last_day``."""
    counting = question.regime.counting(question.start)
    code = "start-counted" if counting.start_counted else "start"
    code = "start-estimated" if question.estimated else code
    facts = {"from": question.start.isoformat(), "event": period.starts_with}
    begin = Step(code, facts, counting.start)
    if question.paused is None and question.restarted is None:
        return [_Reading("plain", question.start, begin)]
    suspension = question.regime.suspension(question.start)
    readings: list[_Reading] = []
    if question.restarted is not None:
        readings.append(_restarted(question.start, question.restarted, suspension))
    if question.paused is not None:
        readings.append(_paused(question, question.paused, suspension, begin))
        if suspension.open_reading and question.restarted is None:
            readings.append(_restarted(question.start, question.paused[1], suspension))
    return readings


def _restarted(start: date, again: date, suspension: Suspension) -> _Reading:
    if again < start:
        raise Invalid(f"The restart on {again.isoformat()} is before {start.isoformat()}.")
    step = Step("restarted", {"from": again.isoformat()}, suspension.restart)
    return _Reading("restart", again, step)


def _paused(
    question: Question, paused: tuple[date, date], suspension: Suspension, begin: Step
) -> _Reading:
    first, last = paused
    period = question.regime.period(question.period, question.start)
    if period.binds != "controller":
        raise Invalid(f"The period {period.id!r} cannot be paused: it binds the {period.binds}.")
    if first > add_months(question.start, period.months)[0] + timedelta(days=GRACE_DAYS):
        raise Invalid(f"The pause begins on {first.isoformat()}, after the period is over.")
    if last < first:
        raise Invalid(f"The pause ends on {last.isoformat()}, before it begins.")
    if first < question.start:
        raise Invalid(f"The pause begins on {first.isoformat()}, before the period starts.")
    added = (last - first).days + (1 if suspension.counts_last_day else 0)
    facts = {"start": first.isoformat(), "end": last.isoformat()}
    pause = Step("paused", {"days": added, **facts}, suspension.pause)
    return _Reading("pause", question.start, begin, added, pause)


def _last_day(
    reading: _Reading, period: Period, counting: Counting, place: Calendar, steps: list[Step]
) -> date:
    """The last day of *reading* by the calendar of *place*; what happened is added to *steps*."""
    unrolled, clamped = add_months(reading.start, period.months)
    facts: dict[str, str | int] = {
        "months": period.months,
        "unrolled": unrolled.isoformat(),
        "day": reading.start.day,
    }
    if clamped:
        steps.append(Step("period-clamped", facts, period.citation, counting.month_end))
    else:
        steps.append(Step("period", facts, period.citation, counting.same_date))
    if reading.pause is not None:
        unrolled += timedelta(days=reading.added)
        added: dict[str, str | int] = {**reading.pause.facts, "unrolled": unrolled.isoformat()}
        steps.append(Step("paused", added, reading.pause.citation))
    return _roll(unrolled, counting, place, steps)


def _roll(unrolled: date, counting: Counting, place: Calendar, steps: list[Step]) -> date:
    day = unrolled
    rest = place.rest(day, counting.rest_days)
    facts: dict[str, str | int] = {
        "unrolled": unrolled.isoformat(),
        "place": place.place,
        "place_name": place.name,
    }
    if rest is None:
        steps.append(Step("no-roll", {**facts, "last_day": day.isoformat()}, counting.roll))
        return day
    facts["why"] = rest.why
    facts |= {f"holiday:{language}": name for language, name in rest.names.items()}
    while place.rest(day, counting.rest_days) is not None:
        day += timedelta(days=1)
    steps.append(Step("roll", facts | {"last_day": day.isoformat()}, counting.roll))
    return day


def _other_readings(
    question: Question,
    readings: Sequence[_Reading],
    period: Period,
    counting: Counting,
    last_day: date,
    steps: list[Step],
) -> list[date]:
    """Every defensible day; a reading or place that differs from *last_day* is told as a step."""
    days = [last_day]
    for number, reading in enumerate(readings):
        for place in _with_variants(question.calendars):
            day = _last_day(reading, period, counting, place, [])
            if day not in days:
                days.append(day)
                steps.append(_difference(number, reading, place, day, counting))
    return days


def _difference(
    number: int, reading: _Reading, place: Calendar, day: date, counting: Counting
) -> Step:
    facts = {"last_day": day.isoformat(), "place": place.place, "place_name": place.name}
    if number:
        return Step("other-reading", facts | {"reading": reading.name}, reading.begin.citation)
    return Step("other-place", facts, counting.holidays)


def _with_variants(calendars: Sequence[Calendar]) -> list[Calendar]:
    return [one for c in calendars for one in (c, *c.variants)]
