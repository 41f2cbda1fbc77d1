"""Next steps: what the person may do about a case on a day, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from dsar.cases.case import Case
from dsar.cases.claim import Asked, Claim
from dsar.cases.complaining import steps_of_filing, steps_of_grounds
from dsar.cases.document import Document
from dsar.cases.kinds import GIVEN
from dsar.cases.representation import Representation
from dsar.cases.status import ClaimStatus, Standing
from dsar.cases.step import DAY, LAPSING_DAYS, NextStep, Step, cited, urgency

_WANTED = {
    "identity": "proof of who you are",
    "clarification": "to know what you mean",
    "fee": "money",
}


def next_steps(now: Standing, acting: Representation | None = None) -> list[NextStep]:
    """What may be done about a case as it stands *now*, most urgent first; no step twice.

    *acting* is who acts for the data subject, where somebody does.
    """
    case, name = now.case, now.case.addressee.name
    found = [
        NextStep(case.id, name, s.step, s.since, s.by, s.because, s.command)
        for s in _merged(_steps(now, acting))
    ]
    return sorted(found, key=lambda step: urgency(step, now.day))


def _merged(steps: Iterable[Step]) -> list[Step]:
    """*steps* with those of one kind and one command made one: the oldest, all their reasons."""
    found: dict[tuple[str, str], Step] = {}
    for step in steps:
        key = (step.step, step.command)
        if (known := found.get(key)) is None:
            found[key] = step
            continue
        because = known.because
        if step.because not in because:
            because = f"{because} {step.because}"
        by = min((d for d in (known.by, step.by) if d), default=None)
        found[key] = replace(known, since=min(known.since, step.since), because=because, by=by)
    return list(found.values())


def _steps(now: Standing, acting: Representation | None) -> Iterator[Step]:
    if now.over is not None and now.over.kind == "closed":
        return
    for filing in now.filings:
        yield from steps_of_filing(now, filing)
    if now.over is not None:  # the request is withdrawn; the complaint is not
        return
    yield from _of_mandate(now, acting)
    yield from _unsent(now)
    for one in now.unfiled:
        yield from _of_claim(now, one)
    yield from steps_of_grounds(now)


def _of_mandate(now: Standing, acting: Representation | None) -> Iterator[Step]:
    mandate = acting.mandate if acting is not None else None
    if mandate is None or mandate.expires is None:
        return
    warned = mandate.expires - timedelta(days=LAPSING_DAYS)
    if now.day < warned:
        return
    ended = now.day > mandate.expires
    told = "ended" if ended else "ends"
    yield Step(
        "renew-mandate", warned,
        f"The mandate of {mandate.given_on.isoformat()} {told} on {mandate.expires.isoformat()}:"
        " without one nothing more can be sent or filed for this person.",
        f"dsar subject edit {now.case.subject_id} --from FILE",
    )  # fmt: skip


def _unsent(now: Standing) -> Iterator[Step]:
    case = now.case
    for document in case.documents:
        if document.sent or document.kind == "complaint":
            continue
        if document.rights or _still_useful(now, document):
            yield Step(
                "send", document.written_on, f"{document.title} is written but not sent.",
                f"dsar send {case.id} {document.id} --by email|post --on {DAY}",
            )  # fmt: skip


def _still_useful(now: Standing, document: Document) -> bool:
    """Whether a letter that asks for nothing new still has something to remind of."""
    return document.kind != "reminder" or any(g.id == "silence" for g in now.grounds)


def _of_claim(now: Standing, one: ClaimStatus) -> Iterator[Step]:
    claim, case = one.claim, now.case
    if one.word == "bounced":
        yield Step(
            "send-again", one.since,
            "The request came back: the clock has not started (it must reach the controller).",
            f"dsar send {case.id} {claim.request.id} --by post --on {DAY}",
        )  # fmt: skip
    elif claim.answers:
        yield from _of_answer(now, one)
    elif one.word not in {"draft", "withdrawn"}:
        for demand in claim.demands:
            if not demand.answered and not demand.contested:
                yield from _of_demand(now, claim, demand)
        yield from _of_waiting(now, one)


def _of_waiting(now: Standing, one: ClaimStatus) -> Iterator[Step]:
    claim, case, term = one.claim, now.case, one.claim.term
    if (term is None or term.estimated) and one.word in {"sent", "waiting", "due-soon"}:
        yield Step(
            "prove-receipt", one.since,
            "Receipt is only estimated; a record of delivery makes the deadline firm.",
            f"dsar record {case.id} received{_about(case, claim)} --basis carrier --on {DAY}"
            " --file FILE",
        )  # fmt: skip
    if term is not None and "no-number-of-days" in term.reasons:
        hears = claim.law("complaint", now.day) or claim.law("indirect", now.day)
        yield Step(
            "judge-delay", term.start,
            f"The law sets no number of days here{cited(term.citation)}: whether it takes too long"
            f" is yours to judge; the authority hears you{cited(hears)}.",
            f"dsar show {case.id}",
        )  # fmt: skip


def _of_answer(now: Standing, one: ClaimStatus) -> Iterator[Step]:
    case, outcome = now.case, one.claim.answers[-1].payload["outcome"]
    if one.word == "answered":
        if outcome == "no-data":
            yield Step(
                "tell-what-you-saw", one.since,
                "The controller says that it holds nothing on you. If you have seen otherwise,"
                " record it: the answer is then open to complaint.",
                f"dsar record {case.id} observation --file FILE --url URL",
            )  # fmt: skip
        if all(other.word in {"answered", "withdrawn"} for other in now.claims):
            yield Step(
                "read-answer", one.since,
                "The answer is recorded as complete; if that is so, close the case."
                if outcome == "complete" else "If nothing is left to ask, close the case.",
                f"dsar record {case.id} closed",
            )  # fmt: skip
    elif outcome == "wrong-person" and not case.of("breach-notice", "breach-reported"):
        duty = one.claim.law("wrong-person", one.since)
        yield Step(
            "report-breach", one.since,
            "Data of somebody else came with the answer: tell the controller, show them to nobody"
            f" but the authority, and keep them no longer than the case needs{cited(duty)}.",
            f"dsar record {case.id} breach-reported --on {DAY}",
        )  # fmt: skip


def _of_demand(now: Standing, claim: Claim, demand: Asked) -> Iterator[Step]:
    kind, about = demand.kind, _about(now.case, claim)
    keeps = claim.term is not None and kind in claim.term.open_demands
    why = "no last day can be named while it is open" if keeps else "the clock runs on meanwhile"
    duty = cited(claim.law(kind, demand.on))
    yield Step(
        "answer-demand", demand.on,
        f"The controller wants {_WANTED[kind]}; {why}{duty}. Give no more than it needs.",
        f"dsar record {now.case.id} {GIVEN[kind]}{about} --on {DAY}",
    )  # fmt: skip
    if not demand.accepted:
        yield Step(
            "contest-demand", demand.on,
            f"If the demand goes too far{duty}, refuse it in writing with the reason, and say that"
            " you do not withdraw your request: you then hold the controller to the plain date."
            " Whether rightly is for the authority to say.",
            f"dsar record {now.case.id} {kind}-contested{about} --reason CODE --on {DAY}",
        )  # fmt: skip


def _about(case: Case, claim: Claim) -> str:
    return f" --about {claim.request.id}" if len(case.requests) > 1 else ""
