"""Where a case stands on a day: computed from its events, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dsar.cases.case import Case, Term

DUE_SOON_DAYS = 7
# Answers that leave nothing open; any other outcome is disputed.
SETTLED = frozenset({"complete"})
OUTCOMES = (
    *("complete", "incomplete", "refused", "no-data", "wrong-person"),
    *("unreadable", "portal-only", "not-applicable"),
)
STATUSES = (
    *("draft", "sent", "bounced", "waiting", "due-soon", "overdue", "complaint-ready"),
    *("answered", "disputed", "complained", "withdrawn", "closed"),
)


@dataclass(frozen=True)
class Status:
    """Where a case stands: one word, the day since when, and what else matters."""

    word: str
    since: date
    reasons: tuple[str, ...]


def status(case: Case, day: date) -> Status:
    """The status of *case* at the end of *day*, by the events up to then.

    *day* is not before the case was opened.
    """
    known = case.until(day)
    assert known is not None
    word, since = _word(known, day)
    return Status(word, since, _reasons(known))


def _word(case: Case, day: date) -> tuple[str, date]:
    for kind, word in (("closed", "closed"), ("withdrawn", "withdrawn"),
                       ("complaint-filed", "complained")):  # fmt: skip
        if events := case.of(kind):
            return word, events[-1].on
    if case.answers:
        last = case.answers[-1]
        settled = all(e.payload["outcome"] in SETTLED for e in case.answers)
        settled = settled and not case.unanswered
        return ("answered" if settled else "disputed"), last.on
    request = case.request
    if request is None or not request.sent:
        return "draft", case.opened.on
    if case.term is None:
        bounced = case.of("bounced")
        return ("bounced", bounced[-1].on) if bounced else ("sent", request.sendings[0].on)
    return _on_the_clock(case.term, day, request.sendings[0].on)


def _on_the_clock(term: Term, day: date, sent_on: date) -> tuple[str, date]:
    if day > term.safe:
        return "complaint-ready", term.safe + timedelta(days=1)
    if day > term.last_day:
        return "overdue", term.last_day + timedelta(days=1)
    soon = term.last_day - timedelta(days=DUE_SOON_DAYS)
    return ("due-soon", soon) if day >= soon else ("waiting", sent_on)


def _reasons(case: Case) -> tuple[str, ...]:
    reasons: dict[str, None] = {}
    if case.of("reminded"):
        reasons["reminded"] = None
    if case.term is not None and case.term.estimated:
        reasons["estimated"] = None
    for event in case.answers:
        outcome = event.payload["outcome"]
        if outcome not in SETTLED:
            reasons[outcome] = None
    if case.answers and case.unanswered:
        reasons["incomplete"] = None
    return tuple(reasons)
