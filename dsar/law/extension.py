"""What a notice of extension does to a deadline (Art. 12(3) GDPR and its kin)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dsar.errors import Invalid
from dsar.law.citation import Citation
from dsar.law.deadline import Deadline
from dsar.law.question import Extension, Question
from dsar.law.step import Step

# A notice dated in time that arrives this much later was not sent in time by any reading.
TRANSIT_DAYS = 10


def extended(question: Question, plain: Deadline, longer: Deadline | None) -> Deadline:
    """*plain* after the notice of extension in *question*; *longer* is the extended period.

    In time and with reasons, it is the extended period, counted once from the start. Dated after
    the plain ``safe``, or arrived more than TRANSIT_DAYS after it, it is ignored. In between
    (dated in time but arrived later, arrived after ``last_day`` but not after ``safe``, in time
    without reasons) both readings can be defended: ``safe`` is the extended day and the ground is
    noted. Raises Invalid for a notice
    before the start, or about another period than the answer.
    """
    notice = question.extension
    assert notice is not None
    if plain.period != "answer":
        raise Invalid(f"The period {plain.period!r} cannot be extended by a notice.")
    if notice.arrived < question.start:
        raise Invalid(
            f"The extension arrived on {notice.arrived.isoformat()}, before the request did on"
            f" {question.start.isoformat()}."
        )
    citation = _citation(question, longer)
    if longer is None or plain.last_day is None:
        return _told(plain, "extension-unknown", citation, notice)
    if longer.last_day is None:
        longer = _until_its_own_day(longer, notice.until)
    # While a demand is open there is no last defensible day, and so no notice after it.
    arrived_by = plain.safe + timedelta(days=TRANSIT_DAYS) if plain.safe is not None else None
    if plain.safe is not None and arrived_by is not None and (
        notice.dated > plain.safe or notice.arrived > arrived_by
    ):  # fmt: skip
        return _told(plain, "extension-late", citation, notice)
    if notice.arrived > plain.last_day:
        return _both(plain, longer, "extension-late", citation, notice)
    if not notice.reasons and _reasons_required(question):
        return _both(plain, longer, "extension-unreasoned", citation, notice)
    return _shortened(_told(longer, "", citation, notice), notice, citation)


def _citation(question: Question, longer: Deadline | None) -> Citation:
    period = "answer" if longer is None else "extended"
    place = question.calendars[0].place
    return question.regime.period(period, question.start, place, question.right).citation


def _reasons_required(question: Question) -> bool:
    place = question.calendars[0].place
    row = question.regime.period("extended", question.start, place, question.right)
    return row.reasons_required


def _told(deadline: Deadline, reason: str, citation: Citation, notice: Extension) -> Deadline:
    """*deadline* with one more step, and *reason* unless the notice is simply good."""
    facts = {"dated": notice.dated.isoformat(), "arrived": notice.arrived.isoformat()}
    step = Step(reason or "extension-valid", facts, citation)
    reasons = dict.fromkeys((*deadline.reasons, *([reason] if reason else [])))
    return replace(deadline, steps=(*deadline.steps, step), reasons=tuple(reasons))


def _both(
    plain: Deadline, longer: Deadline, reason: str, citation: Citation, notice: Extension
) -> Deadline:
    """Both readings: the plain day stands as the rule as written, the extended one is safe."""
    told = _told(plain, f"{reason}-arguable", citation, notice)
    steps = told.steps
    if longer.latest is not None:  # a demand that is open leaves no last defensible day
        facts = {"last_day": longer.latest.isoformat()}
        steps = (*steps, Step("extension-other", facts, citation))
    return replace(
        told,
        latest=longer.latest,
        safe=longer.safe,
        steps=steps,
        reasons=tuple(dict.fromkeys((*plain.reasons, reason))),
    )


def _until_its_own_day(longer: Deadline, until: date | None) -> Deadline:
    """A regime that leaves the length to the notice: the day it names is the day."""
    return replace(
        longer, last_day=until, earliest=until, latest=until, safe=until,
        reasons=() if until else longer.reasons,
    )  # fmt: skip


def _shortened(longer: Deadline, notice: Extension, citation: Citation) -> Deadline:
    """A notice that takes less than the law allows binds the controller to its own day."""
    until = notice.until
    if until is None or longer.earliest is None or until == longer.last_day:
        return longer
    if until < longer.earliest:
        step = Step("extension-shorter", {"last_day": until.isoformat()}, citation)
        return replace(longer, earliest=until, steps=(*longer.steps, step))
    if longer.latest is not None and until > longer.latest:
        facts = {"until": until.isoformat(), "last_day": _iso(longer.last_day)}
        step = Step("extension-too-long", facts, citation)
        reasons = (*longer.reasons, "extension-too-long")
        return replace(longer, steps=(*longer.steps, step), reasons=reasons)
    return longer


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
