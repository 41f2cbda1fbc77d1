"""``dsar record``: one fact that happened, and what it does to the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dsar.actions.clock import clock_event
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.send import CHANNELS, check_day, keep
from dsar.cases.case import BASES, Case, Sending, foresee
from dsar.cases.event import LATER_KINDS, PERSON_KINDS, Event
from dsar.cases.status import OUTCOMES
from dsar.errors import Invalid, NotAllowed
from dsar.reference.near import suggestion

# Facts that only make sense once the request has left.
_AFTER_SENDING = frozenset({"received", "bounced", "acknowledged", "answer"})
_MOVES_CLOCK = frozenset({"received", "bounced"})


@dataclass(frozen=True)
class Fact:
    """A fact to record: the fields of the command line; ``on`` is today when not given."""

    case: str
    kind: str
    on: date | None = None
    file: Path | None = None
    note: str = ""
    basis: str | None = None
    outcome: str | None = None
    right: str | None = None
    by: str | None = None
    ref: str = ""


@again_when_stale
def record(context: Context, fact: Fact) -> tuple[Case, Event]:
    """Record *fact*; a receipt or a bounce also recomputes the deadline.

    Raises Invalid for an unknown kind, outcome or basis and for an impossible day, NotAllowed
    for a fact the state of the case does not allow.
    """
    if fact.kind in LATER_KINDS:
        raise Invalid(
            f"This version cannot record {fact.kind!r} yet, nor what it does to the deadline.",
            "Record it as a note with its file, and do not complain of silence before you have"
            " taken advice.",
            kind="unknown-kind",
        )
    if fact.kind not in PERSON_KINDS:
        raise Invalid(
            f"There is no kind of fact called {fact.kind!r}.",
            suggestion(fact.kind, PERSON_KINDS, "Kinds"),
            kind="unknown-kind",
        )
    with context.store() as store:
        case = find_case(store, fact.case)
        day = fact.on or context.today
        _check(context, case, fact, day)
        evidence: dict[str, bytes] = {}
        payload = _payload(case, fact, evidence)
        event = Event(fact.kind, day, payload)
        events = [event]
        if fact.kind in _MOVES_CLOCK:
            subject = load_subject(store, case.subject_id)
            events.append(clock_event(foresee(case, events), subject, day, context.own_holidays))
        return store.append(case.id, case.head, events, context.stamp(), evidence), event


def _check(context: Context, case: Case, fact: Fact, day: date) -> None:
    check_day(day, context.today)
    if day < case.opened.on:
        raise Invalid(
            f"{day.isoformat()} is before the case was opened ({case.opened.on.isoformat()}).",
            "Check the date.",
            kind="impossible-day",
        )
    sendings = case.request.sendings if case.request else ()
    if fact.kind in _AFTER_SENDING:
        if not sendings:
            raise NotAllowed(
                f"Nothing was sent yet in case {case.id}, so nothing can be {_done(fact.kind)}.",
                f"First: dsar send {case.id} --by email|post --on YYYY-MM-DD",
            )
        first = min(sending.on for sending in sendings)
        if day < first:
            raise Invalid(
                f"{day.isoformat()} is before the request was sent ({first.isoformat()}).",
                "Check the date.",
                kind="impossible-day",
            )
    if fact.kind == "complaint-filed":
        _check_filed(case, fact, day)


def _check_filed(case: Case, fact: Fact, day: date) -> None:
    written = [d.written_on for d in case.documents if d.kind == "complaint"]
    if not written:
        raise NotAllowed(
            f"No complaint was written in case {case.id}.", f"First: dsar complain {case.id}"
        )
    if filed := case.of("complaint-filed"):
        raise NotAllowed(
            f"The complaint of case {case.id} was filed on {filed[0].on.isoformat()} already.",
            f"dsar show {case.id}",
        )
    if day < min(written):
        raise Invalid(
            f"{day.isoformat()} is before the complaint was written ({min(written).isoformat()}).",
            "Check the date.",
            kind="impossible-day",
        )
    if fact.by is not None and fact.by not in CHANNELS:
        raise Invalid(f"There is no channel {fact.by!r}.", f"Channels: {', '.join(CHANNELS)}.")


def _done(kind: str) -> str:
    return {"answer": "answered"}.get(kind, kind)


def _payload(case: Case, fact: Fact, evidence: dict[str, bytes]) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    if fact.kind == "received":
        payload["basis"] = _basis(case, fact)
    elif fact.kind == "bounced":
        payload["sending"] = _bounced(case, fact).seq
    elif fact.kind == "answer":
        payload |= {"outcome": _outcome(fact), "rights": _answered(case, fact)}
    elif fact.kind == "complaint-filed":
        payload |= {"by": fact.by or "", "ref": fact.ref}
    if fact.file is not None:
        payload["proof"] = keep(fact.file, evidence)
    if fact.note:
        payload["note"] = fact.note
    return payload


def _basis(case: Case, fact: Fact) -> str:
    """How well the receipt is proved; what is not said is what the channel can show."""
    if fact.basis is not None:
        if fact.basis not in BASES:
            raise Invalid(f"There is no basis {fact.basis!r}.", f"Bases: {', '.join(BASES)}.")
        return fact.basis
    channels = {sending.channel for sending in case.request.sendings} if case.request else set()
    if "post" in channels:
        return "carrier"
    return "server-accepted" if "email" in channels else "confirmed"


def _bounced(case: Case, fact: Fact) -> Sending:
    sendings = case.request.sendings if case.request else ()
    fitting = [s for s in sendings if fact.by in {None, s.channel}]
    if not fitting:
        raise Invalid(
            f"Nothing was sent by {fact.by} in case {case.id}.", "dsar show lists the sendings."
        )
    if len({s.channel for s in fitting}) > 1:
        raise Invalid("The request went out by several channels.", "Say which: --by email|post.")
    return fitting[-1]


def _answered(case: Case, fact: Fact) -> list[str]:
    """The rights that the answer is about: the one named, else all that were asked for."""
    if fact.right is None:
        return list(case.rights)
    if fact.right not in case.rights:
        raise Invalid(
            f"Case {case.id} does not ask for {fact.right!r}.",
            f"It asks: {', '.join(case.rights)}.",
        )
    return [fact.right]


def _outcome(fact: Fact) -> str:
    if fact.outcome not in OUTCOMES:
        raise Invalid(
            "An answer needs its outcome."
            if fact.outcome is None
            else f"There is no outcome called {fact.outcome!r}.",
            f"Say --outcome with one of: {', '.join(OUTCOMES)}.",
        )
    return fact.outcome
