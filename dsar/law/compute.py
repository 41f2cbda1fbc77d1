"""Computing a deadline: every reading of the law by every place's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dsar.errors import Invalid
from dsar.law.calendar import Calendar
from dsar.law.counting import counted, length_step, roll_step, rolled, unrolled
from dsar.law.deadline import Deadline
from dsar.law.extension import extended
from dsar.law.question import Question
from dsar.law.reading import Reading, Readings, readings
from dsar.law.regime import Counting, Length, Period
from dsar.law.step import Step

LAST_YEAR = 2100


def compute(question: Question) -> Deadline:
    """The deadline that *question* asks for.

    Raises Invalid when the regime has no such period or no rule on that day, when a pause lies
    before the start or ends before it begins, when an extension is before the start, or when a
    calendar does not cover the days; NotAllowed where the regime knows no pause.
    """
    _within_reach(question)
    plain = _deadline(question, question.period)
    if question.extension is None:
        return plain
    longer = None
    if question.regime.has_period("extended", question.start):
        longer = _deadline(question, "extended")
    return extended(question, plain, longer)


def _within_reach(question: Question) -> None:
    told = [question.start, question.restarted, question.first_start, question.last_start]
    told += [day for pause in question.paused for day in pause]
    told += [day for demand in question.demands for day in (demand.asked, demand.answered)]
    for day in told:
        if day is not None and day.year > LAST_YEAR:
            raise Invalid(f"{day.isoformat()} is too far ahead to count from.")


def _deadline(question: Question, period_id: str) -> Deadline:
    regime, start, first = question.regime, question.start, question.calendars[0]
    period = regime.period(period_id, start, first.place, question.right)
    if period.length is None:
        return _without_number(question, period)
    counting = regime.counting(start, period.counting)
    found = readings(question, period, counting)
    rule = _Rule(period, counting)
    last_day, steps = rule.told(found.all[0], first)
    days = _other_readings(rule, found.all, question.calendars, last_day, steps)
    days += _other_starts(rule, question, steps)
    if period.binds == "person":
        days.append(_must_arrive(rule, found, steps))
    steps += found.steps
    latest = None if found.open else max(days)
    if "medium" in {period.certainty, counting.certainty}:
        found.reasons.append("source-not-seen")
    return _answer(
        question, period, steps, found.reasons,
        (last_day, min(days), latest, min(days) if period.binds == "person" else latest),
    )  # fmt: skip


def _answer(
    question: Question,
    period: Period,
    steps: Sequence[Step],
    reasons: Iterable[str],
    days: tuple[date | None, date | None, date | None, date | None],
) -> Deadline:
    last_day, earliest, latest, safe = days
    return Deadline(
        start=question.start,
        starts_with=period.starts_with,
        regime=question.regime.id,
        period=period.id,
        binds=period.binds,
        force=period.force,
        last_day=last_day,
        earliest=earliest,
        latest=latest,
        safe=safe,
        estimated=question.estimated,
        holidays_source=question.calendars[0].source,
        holidays_version=question.calendars[0].version,
        places=tuple(calendar.place for calendar in question.calendars),
        steps=tuple(steps),
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _without_number(question: Question, period: Period) -> Deadline:
    """A deadline without days: the law says "without undue delay" and no more."""
    if question.paused or question.restarted:
        raise Invalid(
            f"{question.regime.id} sets no number of days here, so nothing can be paused.",
            "Leave out --paused and --restarted.",
        )
    facts = {"from": question.start.isoformat(), "event": period.starts_with}
    steps = [Step("without-number", facts, period.citation)]
    for remedy in question.regime.remedies:
        if remedy.id in {"complaint", "indirect"} and remedy.valid.holds(question.start):
            steps.append(Step(f"remedy-{remedy.id}", {}, remedy.citation))
    return _answer(question, period, steps, ["no-number-of-days"], (None, None, None, None))


class _Rule:
    """How one period of one regime is counted on one day."""

    def __init__(self, period: Period, counting: Counting) -> None:
        assert period.length is not None
        self.period, self.counting, self.length = period, counting, period.length

    def before_rolling(self, reading: Reading, place: Calendar) -> date:
        end = unrolled(reading.start, self.length, place)
        return end + timedelta(days=reading.added - reading.shorter)

    def at_the_earliest(self, reading: Reading) -> date:
        """The end with every day counted, and without rolling: nobody can put it earlier."""
        every = self.length
        if every.unit == "business-days":
            every = Length(every.count, "days")
        return counted(reading.start, every) - timedelta(days=reading.shorter)

    def last_day(self, reading: Reading, place: Calendar) -> date:
        return rolled(self.before_rolling(reading, place), self.counting, place)

    def told(self, reading: Reading, place: Calendar) -> tuple[date, list[Step]]:
        """The last day of *reading* at *place* and the steps that lead there."""
        end = unrolled(reading.start, self.length, place)
        cited = Step("", {}, self.period.citation)
        steps = [
            reading.begin, length_step(reading.start, self.length, end, self.counting, cited)
        ]  # fmt: skip
        end += timedelta(days=reading.added)
        if reading.pause is not None:
            facts = {**reading.pause.facts, "unrolled": end.isoformat()}
            steps.append(Step("paused", facts, reading.pause.citation))
        steps.append(roll_step(end, self.counting, place))
        return rolled(end, self.counting, place), steps


def _other_readings(
    rule: _Rule,
    found: Sequence[Reading],
    calendars: Sequence[Calendar],
    last_day: date,
    steps: list[Step],
) -> list[date]:
    """Every defensible day; a reading or place that differs from *last_day* is told as a step."""
    days = [last_day]
    for number, reading in enumerate(found):
        for place in _with_variants(calendars):
            day = rule.last_day(reading, place)
            if day not in days:
                days.append(day)
                steps.append(_difference(number, reading, place, day, rule.counting))
    return days


def _difference(
    number: int, reading: Reading, place: Calendar, day: date, counting: Counting
) -> Step:
    facts: dict[str, str | int] = {
        "last_day": day.isoformat(), "place": place.place, "place_name": place.name
    }  # fmt: skip
    if reading.shorter:
        return Step("start-day-counted", facts, counting.citation)
    if number:
        return Step("other-reading", facts | {"reading": reading.name}, reading.begin.citation)
    return Step("other-place", facts, counting.holidays)


def _other_starts(rule: _Rule, question: Question, steps: list[Step]) -> list[date]:
    """The days counted from a first receipt or a latest estimate, where they differ."""
    found: list[date] = []
    first, last = question.first_start, question.last_start
    if first is not None and first < question.start:
        days = _from(rule, question, first)
        steps.append(_other_start("first-receipt", first, min(days), rule.period))
        found += days
    if last is not None and last > question.start:
        days = _from(rule, question, last)
        steps.append(_other_start("last-receipt", last, max(days), rule.period))
        found += days
    return found


def _from(rule: _Rule, question: Question, start: date) -> list[date]:
    reading = Reading("plain", start, Step("start", {}, rule.counting.citation))
    return [rule.last_day(reading, place) for place in _with_variants(question.calendars)]


def _other_start(code: str, start: date, day: date, period: Period) -> Step:
    facts = {"from": start.isoformat(), "last_day": day.isoformat()}
    return Step(code, facts, period.citation)


def _must_arrive(rule: _Rule, found: Readings, steps: list[Step]) -> date:
    """The day by which the person must be heard: no weekend or holiday is counted on."""
    day = min(rule.at_the_earliest(reading) for reading in found.all)
    steps.append(Step("must-arrive", {"last_day": day.isoformat()}, rule.period.citation))
    return day


def _with_variants(calendars: Sequence[Calendar]) -> list[Calendar]:
    return [one for c in calendars for one in (c, *c.variants)]
