"""The clocks of a case: every period that its events started or moved, as recorded deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dsar.actions.hearing import heard_about
from dsar.actions.receipts import estimated_receipt
from dsar.cases.case import Case, foresee
from dsar.cases.claim import TO_CONTROLLER, Claim, claims
from dsar.cases.document import Document
from dsar.cases.event import Event
from dsar.cases.filing import Filing, filings
from dsar.cases.limits import limit_start
from dsar.cases.outcomes import OUTCOMES
from dsar.errors import Invalid
from dsar.law.compute import compute
from dsar.law.deadline import Deadline, as_data
from dsar.law.question import Demand, Extension, Question
from dsar.law.regime import Period, Regime
from dsar.reference.authorities import authority
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regime

_ALWAYS = "0001-01-01"


@dataclass(frozen=True)
class _Clock:
    """One period of a case: what it is about, and the deadline; None where none runs."""

    period: str
    of: tuple[tuple[str, str], ...]
    deadline: Deadline | None
    citation: str = ""
    law: Mapping[str, Sequence[tuple[str, str, str]]] | None = None


def clock_events(case: Case, since: date, own: Path) -> list[Event]:
    """The ``deadline-computed`` events that follow from what happened in *case* from *since* on.

    Each bears the legal day that moved the clock; a clock that did not move gives none. *own* is
    the user's file of holidays.
    """
    found: list[Event] = []
    for day in sorted({since, *(event.on for event in case.events if event.on > since)}):
        now = foresee(case, found).until(day)
        if now is not None:
            found += [Event("deadline-computed", day, data) for data in _moved(now, own)]
    return found


def _moved(case: Case, own: Path) -> list[dict[str, Any]]:
    """The payloads for the clocks of *case* that are not recorded as they stand, alike ones as
    one."""
    found: dict[str, dict[str, Any]] = {}
    for clock in _clocks(case, own):
        of = dict(clock.of)
        key = ("authority-progress", of.get("filing", ""), "") if "filing" in of else (
            clock.period, of["request"], of["right"]
        )  # fmt: skip
        deadline = as_data(clock.deadline) if clock.deadline else None
        known = case.terms.get(key)
        if (known.data if known else None) == deadline:
            continue
        about = {"filing": int(of["filing"])} if "filing" in of else {"request": of["request"]}
        payload: dict[str, Any] = {"of": {"period": clock.period, **about}, "deadline": deadline}
        if deadline is not None:
            payload["citation"] = clock.citation
            if clock.law:
                payload["law"] = clock.law
        same = found.setdefault(f"{clock.period} {about} {deadline}", payload)
        if "right" in of:
            same["of"].setdefault("rights", []).append(of["right"])
    return list(found.values())


def _clocks(case: Case, own: Path) -> Iterator[_Clock]:
    for claim in claims(case):
        yield _answer(claim, own)
        yield from _refusal(claim, own)
        yield from _limit(claim, own)
        yield from _controller_complaint(claim, own)
    for filing in filings(case):
        yield from _progress(case, filing)


def _answer(claim: Claim, own: Path) -> _Clock:
    of = (("request", claim.request.id), ("right", claim.right))
    receipts = claim.case.receipts_of(claim.request)
    if not receipts:
        return _Clock("answer", of, None)
    deadline = answer_deadline(claim, own)
    law = regime(claim.request.regime)
    best = receipts[0]
    place = deadline.places[0]
    citation = law.period("answer", best.on, place, claim.right).citation.text
    return _Clock("answer", of, deadline, citation, _law(law, claim.right, citation, best.on))


def answer_deadline(claim: Claim, own: Path, period: str = "answer") -> Deadline:
    """The deadline for the answer to *claim*, whose request was received.

    The first place is that of the establishment that answers, or the data subject's residence for
    a controller without one. Of several notices of extension the one that gives the latest day.
    """
    notices = [_notice(event.payload, event.on) for event in claim.extensions]
    return _latest(_question(claim, own, period), _demands(claim, own, period), notices)


def _question(claim: Claim, own: Path, period: str) -> Question:
    """What is asked of the law about *claim*, before any demand or notice of the controller."""
    request, receipts = claim.request, claim.case.receipts_of(claim.request)
    best, estimated = receipts[0], receipts[0].basis == "estimated"
    law, there = regime(request.regime), places(claim.case, request)
    rule = law.receipt(best.channel, there[0], best.on) if estimated else None
    return Question(
        regime=law,
        period=period,
        start=best.on,
        first_start=min(receipt.on for receipt in receipts),
        last_start=max(receipt.on for receipt in receipts) if estimated else None,
        calendars=[calendar(place, request.regime, own) for place in there],
        estimated=estimated,
        receipt=rule.citation if rule else None,
        right=claim.right,
    )


def _latest(
    question: Question, demands: Sequence[Demand], notices: Sequence[Extension]
) -> Deadline:
    """The deadline after *demands* and the one of *notices* that gives the latest day."""
    tried: list[Extension | None] = (
        [*notices] if notices and question.period == "answer" else [None]
    )
    found = [compute(replace(question, demands=tuple(demands), extension=one)) for one in tried]
    return max(found, key=lambda one: one.safe or date.max)


def _demands(claim: Claim, own: Path, period: str) -> list[Demand]:
    """The demands of the controller; one made after the time was over moves nothing any more."""
    question = _question(claim, own, period)
    found: list[Demand] = []
    for one in sorted(claim.demands, key=lambda demand: demand.on):
        before = [_notice(e.payload, e.on) for e in claim.extensions if e.on < one.on]
        safe = _latest(question, found, before).safe
        prompt = False if safe is not None and one.on > safe else one.prompt
        found.append(Demand(one.kind, one.on, one.answered, one.contested is not None, prompt))
    return found


def _notice(payload: Mapping[str, Any], arrived: date) -> Extension:
    until = payload.get("until")
    return Extension(
        date.fromisoformat(payload["dated"]),
        arrived,
        date.fromisoformat(until) if until else None,
        payload["reasons"] == "given",
    )


def _law(
    law: Regime, right: str, period: str, since: date
) -> dict[str, list[tuple[str, str, str]]]:
    """The provisions on which grounds and remedies rest, each with its first and last day."""
    found = {
        name: [(row.valid.first.isoformat(),
                row.valid.last.isoformat() if row.valid.last else "", row.citation.text)
               for row in rows]
        for name, rows in law.cited(since).items()
    }  # fmt: skip
    for name in ("silence", "late"):
        found.setdefault(name, [(_ALWAYS, "", period)])
    for name in OUTCOMES.keys() - {"complete"}:
        found.setdefault(name, [(_ALWAYS, "", law.right(right, since).citation.text)])
    return found


def _refusal(claim: Claim, own: Path) -> Iterator[_Clock]:
    """No extension reaches a refusal (Art. 12(4) GDPR): where one was told, its own clock."""
    receipts = claim.case.receipts_of(claim.request)
    law = regime(claim.request.regime)
    of = (("request", claim.request.id), ("right", claim.right))
    if not (claim.extensions and receipts and law.has_period("refusal", receipts[0].on)):
        yield _Clock("refusal", of, None)
        return
    deadline = answer_deadline(claim, own, "refusal")
    citation = law.period("refusal", receipts[0].on, deadline.places[0]).citation.text
    yield _Clock("refusal", of, deadline, citation)


def _limit(claim: Claim, own: Path) -> Iterator[_Clock]:
    """The period within which the person must complain, where the law sets one."""
    law, home = regime(claim.request.regime), claim.request.residence
    receipts = claim.case.receipts_of(claim.request)
    of = (("request", claim.request.id), ("right", claim.right))
    period = _limiting(law, claim, receipts[0].on) if receipts else None
    earliest = answer_deadline(claim, own).earliest if receipts else None
    start = limit_start(claim, period.starts_with, earliest) if period else None
    if period is None or start is None:
        yield _Clock("complaint", of, None)
        return
    there = [calendar(home, law.id, own)]
    deadline = compute(Question(law, "complaint", start, there, right=claim.right))
    yield _Clock("complaint", of, deadline, period.citation.text)


def _limiting(law: Regime, claim: Claim, day: date) -> Period | None:
    """The period within which the person must complain; None where the law sets none there."""
    if not law.has_period("complaint", day):
        return None
    try:
        return law.period("complaint", day, claim.request.residence, claim.right)
    except Invalid:  # other States set one
        return None


def _controller_complaint(claim: Claim, own: Path) -> Iterator[_Clock]:
    case, request = claim.case, claim.request
    sent = case.told(request.id, "controller-complaint-sent")
    law = regime(request.regime)
    if not sent:
        of = (("request", request.id), ("right", claim.right))
        yield from (_Clock(name, of, None) for name in TO_CONTROLLER)
    for event in sent[-1:]:
        abroad = case.addressee.country != request.residence.partition("-")[0]
        channel = event.payload.get("by") or "email"
        start = estimated_receipt(event.on, channel, request.residence, abroad)
        for name in TO_CONTROLLER:
            if law.has_period(name, start):
                there = [calendar(place, law.id, own) for place in places(case, request)]
                question = Question(law, name, start, there, right=claim.right, estimated=True)
                citation = law.period(name, start, there[0].place, claim.right).citation.text
                of = (("request", request.id), ("right", claim.right))
                yield _Clock(name, of, compute(question), citation)


def _progress(case: Case, filing: Filing) -> Iterator[_Clock]:
    """Within which the authority must tell something (Art. 78(2) GDPR), from what it told last."""
    if not filing.id:
        return
    hears = authority(filing.id)
    start = filing.progress.on
    for request in case.requests:
        if filing.progress == filing.event and filing.event.payload.get("by") == "post":
            start = estimated_receipt(filing.on, "post", request.residence, abroad=False)
        law = regime(request.regime)
        if law.id in hears.regimes and law.has_period("authority-progress", start):
            place = hears.holidays_region or hears.country
            there = [calendar(place, law.id)]
            deadline = compute(Question(law, "authority-progress", start, there))
            citation = law.period("authority-progress", start, place).citation.text
            yield _Clock("authority-progress", (("filing", str(filing.event.seq)),), deadline,
                         citation)  # fmt: skip
            return


def places(case: Case, request: Document) -> list[str]:
    """The places whose holidays matter for *request*, the deciding one first, each once."""
    controller = case.addressee
    heard = heard_about(controller, request.residence, request.regime).recommended
    authorities = [heard.holidays_region] if heard and heard.holidays_region else []
    # Where it is established, the State of the establishment that answers (Art. 4(16) GDPR).
    region = (controller.established and controller.seat) or controller.holidays_region
    answers = [region] if region else []
    home = [request.residence]
    ordered = answers + home if controller.established else home + answers
    return list(dict.fromkeys(ordered + authorities))
