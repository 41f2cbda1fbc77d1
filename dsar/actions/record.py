"""``dsar record``: one fact that happened, and what it does to the clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dsar.actions.acting import check_filed
from dsar.actions.clock import clock_events
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.fact import Fact, check_options, payload_of, request_of
from dsar.actions.receipts import estimated_receipt
from dsar.cases.case import Case, foresee, without
from dsar.cases.event import Event, Recorded
from dsar.cases.filing import filings
from dsar.cases.kinds import KINDS
from dsar.cases.order import (
    check_about_request,
    check_answer,
    check_day,
    check_filing,
    check_new,
    check_order,
    check_strike,
)
from dsar.errors import Invalid, NotAllowed, Usage
from dsar.reference.near import suggestion

# What a correction may mend beside the facts that a person records.
_OF_SENDING = frozenset({"sent"})


@dataclass(frozen=True)
class Done:
    """The case after a fact, the fact's event, and the deadlines that it moved."""

    case: Case
    event: Event
    moved: tuple[Event, ...]


@again_when_stale
def record(context: Context, fact: Fact) -> Done:
    """Record *fact*, and with it every deadline that it moves.

    Raises Usage for an option that the kind does not take, Invalid for an unknown word and for an
    impossible day, NotAllowed for a fact that the state of the case does not allow.
    """
    if fact.kind not in KINDS:
        raise Invalid(
            f"There is no kind of fact called {fact.kind!r}.",
            suggestion(fact.kind, list(KINDS), "Kinds"),
            kind="unknown-kind",
        )
    with context.store() as store:
        case = find_case(store, fact.case)
        evidence: dict[str, bytes] = {}
        if fact.kind == "correction":
            event, since = _correction(context, case, fact, evidence)
        else:
            check_options(fact, fact.kind)
            event = _event(context, case, fact, fact.kind, evidence)
            since = event.on
        if event.kind == "complaint-filed":
            check_filed(case, event.payload, load_subject(store, case.subject_id), event.on)
        after = foresee(case, [event])
        moved = clock_events(after, since, context.own_holidays)
        case = store.append(case.id, case.head, [event, *moved], context.stamp(), evidence)
        return Done(case, event, tuple(moved))


def _event(
    context: Context, case: Case, fact: Fact, kind: str, evidence: dict[str, bytes]
) -> Event:
    """The event that *fact* becomes as one of *kind*, once it is known to be possible."""
    day = fact.on or context.today
    check_day(day, context.today)
    check_order(case, kind, day)
    request = request_of(case, fact, kind)
    check_about_request(case, kind, request, day)
    payload = payload_of(case, fact, kind, request, day, evidence)
    if kind == "answer" and request is not None:
        check_answer(case, request, tuple(payload["rights"]), day)
    if kind == "complaint-filed":
        check_filing(case, filings(case), payload["authority"], day)
    if "filing" in payload:
        _check_after_filing(case, payload["filing"], day)
    check_new(case, kind, day, payload)
    return Event(kind, day, payload)


def _check_after_filing(case: Case, seq: int, day: date) -> None:
    filed = next(event for event in case.events if event.seq == seq)
    if day < filed.on:
        raise Invalid(
            f"{day.isoformat()} is before the complaint was filed ({filed.on.isoformat()}).",
            "Check the date.",
            kind="impossible-day",
        )


def _correction(
    context: Context, case: Case, fact: Fact, evidence: dict[str, bytes]
) -> tuple[Event, date]:
    """The correction, and the first day on which it may move a clock."""
    old = _mendable(case, fact)
    payload: dict[str, Any] = {"of": old.seq}
    if fact.note:
        payload["note"] = fact.note
    if fact.strike:
        if set(fact.given) - {"of", "strike"} or fact.on or fact.file:
            raise Usage("What is struck has no new content.", "Leave the other options away.")
        check_strike(case, old.seq)
        return Event("correction", context.today, payload | {"strike": True}), old.on
    if not (set(fact.given) - {"of"} or fact.on or fact.file):
        raise Usage("What should it say?", "Give what is right, or --strike if it never happened.")
    rest = without(case, old.seq)
    mended = _mended(context, rest, replace(fact, on=fact.on or old.on, note=""), old, evidence)
    payload |= {"on": mended.on.isoformat(), "payload": dict(mended.payload)}
    return Event("correction", context.today, payload), min(old.on, mended.on)


def _mendable(case: Case, fact: Fact) -> Recorded:
    if fact.of is None:
        raise Usage(
            "Which fact was recorded wrongly?",
            f"Give its number with --of; dsar show {case.id} numbers them.",
        )
    old = next((e for e in case.events if e.seq == fact.of), None)
    if old is None:
        raise Invalid(
            f"Case {case.id} has no fact number {fact.of}.", f"dsar show {case.id} numbers them."
        )
    if old.kind not in KINDS and old.kind not in _OF_SENDING:
        raise NotAllowed(
            f"Event {fact.of} ({old.kind}) was written by dsar itself and cannot be corrected.",
            "Correct the fact that led to it.",
        )
    return old


def _mended(
    context: Context, rest: Case, fact: Fact, old: Recorded, evidence: dict[str, bytes]
) -> Event:
    """*old* as *fact* says it should have been; what it does not say stays."""
    if old.kind in _OF_SENDING:
        return _mended_sending(context, rest, fact, old)
    check_options(fact, old.kind, {"of"})
    filled = _filled(fact, old)
    event = _event(context, rest, filled, old.kind, evidence)
    kept = {name: old.payload[name] for name in ("proof", "note") if name in old.payload}
    return replace(event, payload=kept | dict(event.payload))


def _filled(fact: Fact, old: Recorded) -> Fact:
    """*fact* with what it leaves out taken from *old*."""
    payload = old.payload
    said: dict[str, Any] = {
        "about": payload.get("request"),
        "right": tuple(payload.get("rights", ())),
        "dated": _day(payload.get("dated")),
        "until": _day(payload.get("until")),
    }
    for name in ("basis", "by", "reasons", "reason", "outcome", "url", "authority", "ref", "to",
                 "contested", "accepted"):  # fmt: skip
        said[name] = payload.get(name)
    takes = KINDS[old.kind].takes
    missing = {n: v for n, v in said.items() if n in takes and v and n not in fact.given}
    # A new outcome has its own reason, and refused is no longer accepted.
    if "outcome" in fact.given and "reason" not in fact.given:
        missing.pop("reason", None)
    for one, other in (("contested", "accepted"), ("accepted", "contested")):
        if one in fact.given:
            missing.pop(other, None)
    return replace(fact, **missing)


def _mended_sending(context: Context, rest: Case, fact: Fact, old: Recorded) -> Event:
    """A sending on its right day; another channel or address is another sending."""
    if set(fact.given) - {"of"} or fact.file:
        raise Usage(
            "Of a sending only the day can be mended.",
            "For another channel or address: --strike, then dsar send again.",
        )
    day = fact.on or old.on
    check_day(day, context.today)
    document = rest.document(old.payload["document"])
    assert document is not None
    if day < document.written_on:
        raise Invalid(
            f"{day.isoformat()} is before the letter was written"
            f" ({document.written_on.isoformat()}).",
            "Check the date.",
            kind="impossible-day",
        )
    payload = dict(old.payload)
    if "estimated_receipt" in payload:
        abroad = rest.addressee.country != document.residence.partition("-")[0]
        channel = payload["channel"]
        estimate = estimated_receipt(day, channel, document.residence, abroad)
        payload["estimated_receipt"] = estimate.isoformat()
    return Event(old.kind, day, payload)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
