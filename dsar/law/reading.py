"""Readings: each way in which the law lets the period start, pause or start again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dsar.errors import Invalid, NotAllowed
from dsar.law.citation import Citation
from dsar.law.counting import unrolled
from dsar.law.question import Demand, Question
from dsar.law.regime import Counting, Period, Suspension
from dsar.law.step import Step

# A last day rolls over weekends and holidays by less than this.
GRACE_DAYS = 10


@dataclass(frozen=True)
class Reading:
    """One way to read the law: where the period starts, how many days are added before it rolls.

    ``shorter`` is 1 where the day of the event is itself counted.
    """

    name: str
    start: date
    begin: Step
    added: int = 0
    pause: Step | None = None
    shorter: int = 0


@dataclass
class Readings:
    """All readings that can be defended, the deciding one first, and what else is to be told.

    ``open`` says that a demand of the controller is unanswered, so that no last defensible day
    can be named.
    """

    all: list[Reading]
    steps: list[Step] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    open: bool = False


def readings(question: Question, period: Period, counting: Counting) -> Readings:
    """The readings of *period* that can be defended; the first one decides ``last_day``.

    Raises Invalid for a pause before the start, after the end or over another, NotAllowed where
    the regime knows no pause.
    """
    plain = Reading("plain", question.start, _begin(question, period, counting))
    found = Readings([])
    demands = [*_pauses(question, period), *_weighed(question, period, found)]
    if any(row.certainty == "medium" for _, row in demands):
        found.reasons.append("source-not-seen")
    settled = False
    if question.restarted is not None:
        row = _suspension(question, period, "identity")
        found.all.append(_restarted(question, question.restarted, demands, row))
        settled = row.readings == ("restart",)
    if demands and not settled:
        for choice in ("pause", "restart"):
            reading = _suspended(demands, choice, plain)
            if not any(_same(reading, other) for other in found.all):
                found.all.append(reading)
    if not found.all:
        found.all.append(plain)
    if counting.start_counted == "open":
        found.all += [
            Reading("counted", r.start, r.begin, r.added, r.pause, 1) for r in list(found.all)
        ]
    return found


def _same(one: Reading, other: Reading) -> bool:
    return (one.start, one.added) == (other.start, other.added)


def _begin(question: Question, period: Period, counting: Counting) -> Step:
    code = "start-counted" if counting.start_counted == "in-words" else "start"
    code = "start-estimated" if question.estimated else code
    facts = {"from": question.start.isoformat(), "event": period.starts_with}
    rule = question.receipt if question.estimated else None
    return Step(code, facts, rule or counting.citation, counting.citation if rule else None)


def _pauses(question: Question, period: Period) -> list[tuple[Demand, Suspension]]:
    """The pauses told by hand, each checked against the period and the one before."""
    found = []
    end = _plain_end(question, period)
    before: date | None = None
    for first, last in sorted(question.paused):
        row = _suspension(question, period, "clarification")
        _check_pause(question, first, last, end, before)
        found.append((Demand("clarification", first, last, prompt=True), row))
        before, end = last, end + (last - first)
    return found


def _check_pause(
    question: Question, first: date, last: date, end: date, before: date | None
) -> None:
    if last < first:
        raise Invalid(f"The pause ends on {last.isoformat()}, before it begins.")
    if first < question.start:
        raise Invalid(f"The pause begins on {first.isoformat()}, before the period starts.")
    if first > end:
        raise Invalid(f"The pause begins on {first.isoformat()}, after the period is over.")
    if before is not None and first < before:
        raise Invalid(
            f"Two pauses overlap: one begins on {first.isoformat()}, the one before ends on"
            f" {before.isoformat()}.",
            "Give them as one pause from the first question to the last answer.",
        )


def _plain_end(question: Question, period: Period) -> date:
    assert period.length is not None
    end = unrolled(question.start, period.length, question.calendars[0])
    return end + timedelta(days=GRACE_DAYS)


def _suspension(question: Question, period: Period, demand: str) -> Suspension:
    if period.binds != "controller":
        raise Invalid(f"The period {period.id!r} cannot be paused: it binds the {period.binds}.")
    row = question.regime.suspension(question.start, demand)
    if row is None:
        raise NotAllowed(
            f"Under {question.regime.short} nothing pauses or restarts the period on"
            f" {question.start.isoformat()} ({period.citation.text}).",
            "Leave out --paused and --restarted.",
        )
    return row


def _weighed(
    question: Question, period: Period, found: Readings
) -> Iterable[tuple[Demand, Suspension]]:
    """The answered demands that move the clock; what becomes of the others is told in *found*."""
    if period.binds != "controller":
        return
    end = _plain_end(question, period)
    for demand in question.demands:
        row = question.regime.suspension(question.start, demand.kind)
        if demand.asked < question.start:
            raise Invalid(
                f"The demand of {demand.asked.isoformat()} is before the request arrived on"
                f" {question.start.isoformat()}."
            )
        outcome = _outcome(demand, row, end)
        if outcome:
            found.reasons.append(f"{demand.kind}-demand-{outcome}")
            citation = row.pause if row else _unmoved(question, demand.kind, period)
            facts = {"asked": demand.asked.isoformat(), "demand": demand.kind}
            found.steps.append(Step(f"demand-{outcome}", facts, citation))
            found.open |= outcome == "open"
        elif row is not None:
            yield demand, row


def _outcome(demand: Demand, row: Suspension | None, end: date) -> str:
    """Why *demand* does not move the clock by a known number of days; empty when it does."""
    if row is None:
        return "no-effect"
    if demand.contested:
        return "contested"
    if demand.prompt is False or demand.asked > end:
        return "late"
    return "open" if demand.answered is None else ""


def _unmoved(question: Question, kind: str, period: Period) -> Citation:
    rows = question.regime.unmoved
    return next((r.citation for r in rows if r.event == f"{kind}-demand"), period.citation)


def _restarted(
    question: Question, again: date, demands: Sequence[tuple[Demand, Suspension]], row: Suspension
) -> Reading:
    """The reading in which the period runs anew from *again*, and pauses from then on."""
    if again < question.start:
        raise Invalid(f"The restart on {again.isoformat()} is before {question.start.isoformat()}.")
    anew = Reading("restart", again, _begin_again(again, row))
    return _suspended(demands, "pause", anew)


def _begin_again(again: date, row: Suspension) -> Step:
    code = "relevant-time" if row.readings == ("restart",) else "restarted"
    return Step(code, {"from": again.isoformat()}, row.restart)


def _suspended(
    demands: Sequence[tuple[Demand, Suspension]], choice: str, plain: Reading
) -> Reading:
    """The reading in which each demand does what *choice* says, or all that its rule allows."""
    start, begin = plain.start, plain.begin
    paused: set[date] = set()
    pause: Step | None = None
    for demand, row in demands:
        assert demand.answered is not None
        mode = choice if choice in row.readings else row.readings[0]
        if mode == "restart" and demand.answered > start:
            start = demand.answered
            begin = _begin_again(start, row)
        elif mode == "pause":
            paused |= _paused_days(demand.asked, demand.answered, row)
            facts = {"start": demand.asked.isoformat(), "end": demand.answered.isoformat()}
            pause = Step("paused", facts, row.pause)
    added = len([day for day in paused if day >= start])
    if pause is None or not added:
        return Reading("restart" if begin is not plain.begin else plain.name, start, begin)
    told = Step("paused", {"days": added, **pause.facts}, pause.citation)
    name = "restart" if begin is not plain.begin or plain.name == "restart" else "pause"
    return Reading(name, start, begin, added, told)


def _paused_days(asked: date, answered: date, row: Suspension) -> set[date]:
    count = (answered - asked).days + (1 if row.counts_last_day else 0)
    return {asked + timedelta(days=n) for n in range(count)}
