"""Complaining: the steps from an open ground to the authority, and from there to a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dsar.cases.claim import Claim
from dsar.cases.document import Document
from dsar.cases.filing import Filing
from dsar.cases.grounds import Ground
from dsar.cases.status import ClaimStatus, Standing
from dsar.cases.step import DAY, LAPSING_DAYS, Step, cited

# How hard a limit binds the person, and what is left when it is over.
_FORCE = {
    "statute": ".",
    "guidance": ", by its practice rather than by law.",
    "discretion": "; a later one it may decline.",
}
_OVER = {
    "statute": (
        " That day is over, and with it perhaps the right to complain of this; a new request opens"
        " a new clock."
    ),
    "guidance": " That day is over; say at once why you are late.",
    "discretion": " That day is over; say at once why you are late.",
}


def steps_of_filing(now: Standing, filing: Filing) -> Iterator[Step]:
    """What a complaint that was filed asks of the person."""
    case, which = now.case, _which(now, filing)
    if (asked := filing.question) is not None:
        until = asked.payload.get("until")
        yield Step(
            "answer-authority", asked.on, "The authority asks you something; answer it.",
            f"dsar record {case.id} authority-answered{which} --on {DAY}",
            date.fromisoformat(until) if until else None,
        )  # fmt: skip
    if filing.decision is not None:
        if filing != now.filings[-1]:
            return
        yield Step(
            "read-decision", filing.decision.on,
            "The authority decided. Read what it says of appeals: the time for a court or tribunal"
            " is short, and not every outcome is open to one. If nothing is left, close the case.",
            f"dsar record {case.id} closed",
        )  # fmt: skip
    elif filing.sent_back is not None:
        if filing == now.filings[-1]:
            yield Step(
                "file-again", filing.sent_back.on,
                "The authority sent the complaint back: mend what it names and file it again.",
                f"dsar record {case.id} complaint-filed --authority {filing.id or 'ID'} --on {DAY}",
                _first_limit(now.claims),
            )  # fmt: skip
    else:
        yield from _of_live(now, filing, which)


def _of_live(now: Standing, filing: Filing, which: str) -> Iterator[Step]:
    case, term = now.case, filing.term
    if (answer := _untold(now, filing)) is not None:
        yield Step(
            "tell-authority", answer,
            "The controller answered after you complained: tell the authority what came, and"
            " whether anything is left to decide.",
            f"dsar record {case.id} authority-answered{which} --on {DAY}",
        )  # fmt: skip
    went = any(event.on > term.safe for event in case.of("court")) if term and term.safe else False
    if term is not None and term.safe is not None and now.day > term.safe and not went:
        yield Step(
            "go-to-court", term.safe + timedelta(days=1),
            "The authority has told you nothing for the time it is given: ask how far it is; a"
            f" court or tribunal is open against its silence{cited(term.citation)}, within time"
            " limits of its own.",
            f"dsar record {case.id} authority-progress{which} --on {DAY}",
        )  # fmt: skip


def _untold(now: Standing, filing: Filing) -> date | None:
    """The day of the first answer since the filing of which the authority was not told."""
    told = filing.last("authority-answered")
    since = told.on if told is not None else filing.on
    days = [
        event.on
        for one in now.claims
        if filing.covers(one.claim.request.id, one.claim.right)
        for event in one.claim.answers
        if event.on > since or (event.on == since and told is None)
    ]
    return min(days, default=None)


def _which(now: Standing, filing: Filing) -> str:
    return f" --authority {filing.id}" if len(now.filings) > 1 and filing.id else ""


def steps_of_grounds(now: Standing) -> Iterator[Step]:
    """What the open grounds allow: per request, the way to the controller and the authority.

    An answer that merely came late gives no step of its own.
    """
    for request in now.case.requests:
        ours = [one for one in now.unfiled if one.claim.request.id == request.id]
        live = [ground for one in ours for ground in one.grounds if ground.id != "late"]
        waits = any(one.word == "controller-complaint" for one in ours)
        if live and (not waits or _lapsing(now, ours)):
            yield from _of_request(now, request, ours, live)


def _of_request(
    now: Standing, request: Document, ours: Sequence[ClaimStatus], live: list[Ground]
) -> Iterator[Step]:
    case, claim = now.case, ours[0].claim
    live = sorted(live, key=lambda ground: ground.since)
    limit = _first_limit([one for one in ours if one.grounds])
    if (written := _draft(now, request)) is not None:
        yield Step(
            "file-complaint", written.written_on,
            "The complaint is written; HOW-TO-FILE.txt beside it says where it goes"
            f"{cited(claim.law('complaint', now.day))}.",
            f"dsar record {case.id} complaint-filed --on {DAY} --by post|web-form",
            limit,
        )  # fmt: skip
        return
    first = claim.law("controller-complaint", now.day)
    if first and claim.to_controller is None:
        about = f" --about {request.id}" if len(case.requests) > 1 else ""
        heard = f" The authority wants to be asked by {limit.isoformat()}." if limit else ""
        yield Step(
            "complain-to-controller", live[0].since,
            f"{_named(live)} Complain to the controller first{cited(first)}: the authority expects"
            f" it.{heard}",
            f"dsar record {case.id} controller-complaint-sent{about} --on {DAY}",
        )  # fmt: skip
        return
    silent = [ground for ground in live if ground.id == "silence"]
    if silent and not case.reminders_of(request.id) and not request.own and not first:
        yield Step(
            "remind", silent[0].since,
            f"No answer by the last day{cited(silent[0].citation)}; a reminder is not a new"
            " request.",
            f"dsar remind {case.id}",
        )  # fmt: skip
    yield _complain(now, claim, live, limit)


def _complain(now: Standing, claim: Claim, live: list[Ground], limit: date | None) -> Step:
    case, since = now.case, live[0].since
    because = f"{_named(live)} The authority hears you{cited(claim.law('complaint', now.day))}."
    reminder = next(reversed(case.reminders_of(claim.request.id)), None)
    if reminder is not None and reminder.sent and reminder.term_day is not None and all(
        ground.id == "silence" for ground in live
    ):  # fmt: skip
        if now.day <= reminder.term_day:
            because += (
                f" Your reminder gave time until {reminder.term_day.isoformat()}; the law does not"
                " make you wait for it."
            )
        else:
            since = reminder.term_day + timedelta(days=1)
    waited = claim.controller_term
    if waited is not None and waited.safe is not None and now.day > waited.safe:
        since = max(since, waited.safe + timedelta(days=1))
    term = claim.limit
    if limit is not None and term is not None:
        because += f" It must arrive by {limit.isoformat()}{cited(term.citation)}"
        because += _FORCE[term.force]
        if now.day > limit:
            because += _OVER[term.force]
    return Step("complain", since, because, f"dsar complain {case.id}", limit)


def _lapsing(now: Standing, ours: Sequence[ClaimStatus]) -> bool:
    """Whether the limit of the person would lapse while the controller is waited for."""
    limit = _first_limit([one for one in ours if one.grounds])
    return limit is not None and limit <= now.day + timedelta(days=LAPSING_DAYS)


def _named(live: Sequence[Ground]) -> str:
    named = ", ".join(dict.fromkeys(f"{g.id}{cited(g.citation)}" for g in live))
    return f"Open to complain of: {named}."


def _draft(now: Standing, request: Document) -> Document | None:
    """The last complaint about *request* that was written and not filed since."""
    case = now.case
    found = [
        d for d in case.documents
        if d.kind == "complaint" and (d.about or case.requests[0].id) == request.id
    ]  # fmt: skip
    filed = [f.on for f in now.filings if f.covers(request.id)]
    return found[-1] if found and not any(on >= found[-1].written_on for on in filed) else None


def _first_limit(claims: Sequence[ClaimStatus]) -> date | None:
    """The first day by which a complaint about one of these claims must arrive."""
    limits = (one.claim.limit for one in claims)
    return min((term.safe for term in limits if term and term.safe), default=None)
