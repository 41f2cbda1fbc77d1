"""Order: which facts can follow which; what is impossible is refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dsar.cases.case import Case
from dsar.cases.claim import Claim
from dsar.cases.document import Document
from dsar.cases.filing import Filing
from dsar.cases.kinds import CONTROLLER, GIVEN, KINDS, PERSON, PROGRAM_KINDS
from dsar.errors import Invalid, NotAllowed

# Facts that may lie before the case was opened.
_BEFORE = frozenset({"observation"})
_ABOUT_SENT = frozenset({"received", "bounced"})
_DEMAND_OF = {kind: demand for demand, kind in GIVEN.items()} | {
    f"{demand}-contested": demand for demand in GIVEN
}  # fmt: skip


def check_day(day: date, today: date) -> None:
    """Raises Invalid when *day* has not come yet."""
    if day > today:
        raise _impossible(
            f"{day.isoformat()} has not come yet: today is {today.isoformat()}.",
            "Only what has happened can be recorded.",
        )


def check_order(case: Case, kind: str, day: date) -> None:
    """Raises when a fact of *kind* cannot have happened in *case* on *day*."""
    if day < case.opened.on and kind not in _BEFORE:
        raise _impossible(
            f"{day.isoformat()} is before the case was opened ({case.opened.on.isoformat()})."
        )
    if kind == "closed" and (closed := case.of("closed")):
        raise NotAllowed(
            f"Case {case.id} was closed on {closed[0].on.isoformat()} already.",
            f"If that was wrong: dsar record {case.id} correction --of {closed[0].seq} --strike",
        )


def check_new(case: Case, kind: str, day: date, payload: Mapping[str, Any]) -> None:
    """Raises NotAllowed when this very fact is recorded already."""
    for event in case.of(kind):
        if (event.on, event.payload) == (day, payload):
            raise NotAllowed(
                f"That is recorded already: {kind} on {day.isoformat()} (event {event.seq}).",
                "Nothing was recorded again.",
            )


def check_about_request(case: Case, kind: str, request: Document | None, day: date) -> None:
    """Raises when a fact of *kind* about *request* cannot have happened on *day*."""
    whose = KINDS[kind].whose
    if whose not in {CONTROLLER, PERSON} and kind not in _ABOUT_SENT | {"withdrawn"}:
        return
    if request is None or not request.sent:
        raise NotAllowed(
            f"Nothing was sent yet in case {case.id}, so no {_done(kind)} can be recorded.",
            f"First: dsar send {case.id} --by email|post --on YYYY-MM-DD",
        )
    first = min(sending.on for sending in request.sendings)
    if day < first:
        raise _impossible(
            f"{day.isoformat()} is before the request was sent ({first.isoformat()})."
        )
    if demand := _DEMAND_OF.get(kind):
        asked = case.told(request.id, f"{demand}-demand")
        if not asked:
            raise NotAllowed(
                f"No {demand} demand of the controller is recorded in case {case.id}.",
                f"First: dsar record {case.id} {demand}-demand --on YYYY-MM-DD",
            )
        if day < asked[0].on:
            raise _impossible(
                f"{day.isoformat()} is before the controller asked ({asked[0].on.isoformat()})."
            )


def check_answer(case: Case, request: Document, rights: tuple[str, ...], day: date) -> None:
    """Raises NotAllowed for a second answer about a right on one day."""
    for right in rights:
        for answer in Claim(case, request, right).answers:
            if answer.on == day:
                raise NotAllowed(
                    f"An answer about {right} of {day.isoformat()} is recorded already (event"
                    f" {answer.seq}).",
                    f"To mend it: dsar record {case.id} correction --of {answer.seq} --outcome …;"
                    " for another right say --right.",
                )


def check_filing(case: Case, known: tuple[Filing, ...], authority: str, day: date) -> None:
    """Raises when a complaint cannot have been filed with *authority* on *day*."""
    for filing in known:
        if filing.live and filing.id == authority:
            raise NotAllowed(
                f"The complaint of case {case.id} was filed with {authority} on"
                f" {filing.on.isoformat()} already.",
                f"dsar show {case.id}",
            )
    written = [
        event.on
        for event in case.of("document-written")
        if event.payload["kind"] == "complaint" and event.payload.get("authority") == authority
    ]
    if written and day < min(written):
        raise _impossible(
            f"{day.isoformat()} is before the complaint was written ({min(written).isoformat()})."
        )


def check_strike(case: Case, seq: int) -> None:
    """Raises NotAllowed when a later fact rests on the fact *seq* of *case*."""
    event = next(e for e in case.events if e.seq == seq)
    if event.kind == "sent":
        document = case.document(event.payload["document"])
        assert document is not None
        alone = all(sending.seq == seq for sending in document.sendings)
        about = [e for e in case.events if e.kind not in PROGRAM_KINDS and e.kind in _RESTING
                 and case.about(e) == document.id]  # fmt: skip
        if alone and document.rights and about:
            raise _rests(about[0].kind, about[0].seq)
    for other in case.events:
        if other.payload.get("sending") == seq or other.payload.get("filing") == seq:
            raise _rests(other.kind, other.seq)


_RESTING = frozenset(
    name
    for name, kind in KINDS.items()
    if kind.whose in {CONTROLLER, PERSON} or name in _ABOUT_SENT
)


def _rests(kind: str, seq: int) -> NotAllowed:
    return NotAllowed(
        f"A later fact rests on it: {kind} (event {seq}).",
        f"Strike that first: --of {seq} --strike",
    )


def _done(kind: str) -> str:
    return {"received": "receipt", "bounced": "bounce", "acknowledged": "acknowledgement",
            "withdrawn": "withdrawal"}.get(kind, kind)  # fmt: skip


def _impossible(message: str, hint: str = "Check the date.") -> Invalid:
    return Invalid(message, hint, kind="impossible-day")
