"""Where a case stands on a day: computed from its events, never stored.

Two axes: one word (who must act), and the reasons beside it (what else matters).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dsar.cases.case import Case
from dsar.cases.claim import Claim, claims
from dsar.cases.event import Recorded
from dsar.cases.filing import Filing, filings
from dsar.cases.grounds import Ground, grounds
from dsar.cases.outcomes import SETTLED
from dsar.cases.term import Term

DUE_SOON_DAYS = 7
STATUSES = {
    "draft": "nothing was sent yet",
    "sent": "sent; when it arrived is not known",
    "bounced": "it came back: the clock has not started",
    "waiting": "the controller has time to answer",
    "due-soon": f"the last day is {DUE_SOON_DAYS} days away or less",
    "paused": "a question of the controller keeps the clock",
    "overdue": "after the last day, before the day on which we may rely",
    "complaint-ready": "a ground of complaint is open, and there is no answer",
    "answered": "every right is answered; at most that it came late is left to complain of",
    "disputed": "the answer leaves a ground of complaint open",
    "controller-complaint": "the controller has time to act on your complaint to it",
    "complained": "an authority has the complaint",
    "authority-silent": "the authority said nothing for too long",
    "decided": "the authority decided",
    "withdrawn": "you withdrew it",
    "closed": "it is over",
}
REASONS = {
    "acknowledged": "the controller acknowledged it, which changes nothing",
    "authority-request": "the authority waits for your answer",
    "breach": "the controller told you of a breach",
    "clarification-demand-contested": "you refused to narrow it, and hold to the plain date",
    "clarification-demand-late": "asked too late to move the clock",
    "clarification-demand-no-effect": "the question does not move the clock",
    "clarification-demand-open": "it waits for what you mean",
    "controller-complaint-unanswered": "your complaint to the controller stayed unanswered",
    "court": "a court has it",
    "estimated": "the receipt is only an estimate",
    "extension-late": "the notice of more time came too late",
    "extension-too-long": "the notice takes more time than the law gives",
    "extension-unknown": "the law knows no extension here",
    "extension-unreasoned": "the notice of more time gives no reasons",
    "extension-valid": "the controller took more time in due form",
    "fee-demand-contested": "you refused to pay",
    "fee-demand-late": "asked too late to move the clock",
    "fee-demand-no-effect": "the demand for money does not move the clock",
    "fee-demand-open": "it waits for money",
    "identity-demand-contested": "you refused the proof of identity, and hold to the plain date",
    "identity-demand-late": "asked too late to move the clock",
    "identity-demand-no-effect": "the demand for proof of identity does not move the clock",
    "identity-demand-open": "it waits for proof of who you are",
    "inadmissible": "the authority sent the complaint back",
    "incomplete": "part of the answer is missing",
    "late": "the answer came after the day on which it was due",
    "no-data": "the controller says that it holds nothing",
    "no-number-of-days": "the law sets no number of days",
    "not-applicable": "the controller says that the law does not bind it",
    "observed": "you saw that they process your data",
    "portal-only": "the controller points elsewhere",
    "refused": "the controller refused",
    "reminded": "you reminded the controller",
    "source-not-seen": "a rule was not checked against its text",
    "transferred": "another authority has the complaint",
    "unanswered": "one right is answered and another is not",
    "unreadable": "the answer cannot be read",
    "withdrawn": "you withdrew part of it",
    "wrong-person": "the answer is about somebody else: a breach of somebody's data",
}
# The word of a case with several claims is that of the one that needs the person most.
_RANK = (
    *("complaint-ready", "disputed", "bounced", "overdue", "paused", "controller-complaint"),
    *("due-soon", "waiting", "sent", "draft", "answered", "withdrawn"),
)
# With these a claim needs the person even while an authority has a complaint about another.
_NEEDS_PERSON = frozenset({"complaint-ready", "disputed", "bounced", "paused"})
# What happened that is a reason beside the word, whatever the word is.
_TOLD = {
    "acknowledged": "acknowledged",
    "observation": "observed",
    "breach-notice": "breach",
    "court": "court",
}


@dataclass(frozen=True)
class Status:
    """One word that says who must act, the day since when, and reasons beside it."""

    word: str
    since: date
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ClaimStatus:
    """Where one claim stands, and the grounds of complaint that are open for it."""

    claim: Claim
    word: str
    since: date
    grounds: tuple[Ground, ...]


class Standing:
    """Everything about a case on a day, each part computed once, when it is asked for.

    *case* holds the events up to the end of *day*.
    """

    def __init__(self, case: Case, day: date) -> None:
        self.case, self.day = case, day

    @cached_property
    def claims(self) -> tuple[ClaimStatus, ...]:
        """Every claim with its own status."""
        return tuple(_claim_status(claim, self.day) for claim in claims(self.case))

    @cached_property
    def filings(self) -> tuple[Filing, ...]:
        """Every complaint filed."""
        return filings(self.case)

    @cached_property
    def unfiled(self) -> tuple[ClaimStatus, ...]:
        """The claims about which no authority has a complaint or has decided one."""
        taken = [f for f in self.filings if f.live or f.decision is not None]
        return tuple(
            one
            for one in self.claims
            if not any(f.covers(one.claim.request.id, one.claim.right) for f in taken)
        )

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """Every ground of complaint that is open and with no authority, the oldest first."""
        found = [ground for claim in self.unfiled for ground in claim.grounds]
        return tuple(sorted(found, key=lambda ground: ground.since))

    @property
    def over(self) -> Recorded | None:
        """The event that ended the whole case, or None."""
        ends = [e for e in self.case.of("closed", "withdrawn") if not e.payload.get("rights")]
        return max(ends, key=lambda e: (e.kind == "closed", e.on, e.seq), default=None)

    @cached_property
    def status(self) -> Status:
        """The status of the case."""
        word, since = _word(self)
        return Status(word, since, tuple(dict.fromkeys(_reasons(self))))


def standing(case: Case, day: date) -> Standing:
    """*case* as it stands at the end of *day*, which is not before it was opened."""
    known = case.until(day)
    assert known is not None
    return Standing(known, day)


def status(case: Case, day: date) -> Status:
    """The status of *case* at the end of *day*, by the events up to then.

    *day* is not before the case was opened.
    """
    return standing(case, day).status


def _word(now: Standing) -> tuple[str, date]:
    if now.over is not None:
        return now.over.kind, now.over.on
    filed = _filing_word(now)
    waiting = [one for one in now.unfiled if one.word in _NEEDS_PERSON]
    if filed is not None and not waiting:
        return filed
    if not now.claims:
        return "draft", now.case.opened.on
    rest = waiting or now.claims
    word = min((one.word for one in rest), key=_RANK.index)
    return word, min(one.since for one in rest if one.word == word)


def _filing_word(now: Standing) -> tuple[str, date] | None:
    """The word of the complaints filed; None when none is with an authority or decided."""
    words = []
    for filing in now.filings:
        term, decision = filing.term, filing.decision
        if decision is not None:
            words.append(("decided", decision.on))
        elif filing.live and term is not None and term.safe is not None and now.day > term.safe:
            words.append(("authority-silent", term.safe + timedelta(days=1)))
        elif filing.live:
            words.append(("complained", filing.on))
    order = ("authority-silent", "complained", "decided")
    return min(words, key=lambda found: order.index(found[0]), default=None)


def _claim_status(claim: Claim, day: date) -> ClaimStatus:
    open_grounds = grounds(claim, day)
    word, since = _claim_word(claim, day, open_grounds)
    return ClaimStatus(claim, word, since, open_grounds)


def _claim_word(claim: Claim, day: date, open_grounds: tuple[Ground, ...]) -> tuple[str, date]:
    request, term = claim.request, claim.term
    if claim.withdrawn is not None:
        return "withdrawn", claim.withdrawn.on
    if not request.sent:
        return "draft", request.written_on
    if claim.to_controller is not None and claim.with_controller(day):
        return "controller-complaint", claim.to_controller.on
    if claim.answers:
        outcome = claim.answers[-1].payload["outcome"]
        settled = outcome in SETTLED and not any(g.id == outcome for g in open_grounds)
        return ("answered" if settled else "disputed"), claim.answers[-1].on
    if term is None:
        bounced = [s.bounced for s in request.sendings if s.bounced]
        return ("bounced", max(bounced)) if bounced else ("sent", request.sendings[0].on)
    if open_grounds:
        return "complaint-ready", min(ground.since for ground in open_grounds)
    return _on_the_clock(claim, term, day)


def _on_the_clock(claim: Claim, term: Term, day: date) -> tuple[str, date]:
    if term.open_demands:
        asked = [d.on for d in claim.demands if d.kind in term.open_demands and not d.answered]
        return "paused", max(asked, default=term.start)
    sent = min(sending.on for sending in claim.request.sendings)
    if term.last_day is None:
        return "waiting", sent
    if day > term.last_day:
        return "overdue", term.last_day + timedelta(days=1)
    soon = term.last_day - timedelta(days=DUE_SOON_DAYS)
    return ("due-soon", soon) if day >= soon else ("waiting", sent)


def _reasons(now: Standing) -> Iterator[str]:
    case = now.case
    if any(reminder.sent for reminder in case.reminders):
        yield "reminded"
    words = {one.word for one in now.claims}
    for one in now.claims:
        yield from _claim_reasons(one, now.day)
    if words & {"answered", "disputed"} and words - {"answered", "disputed", "withdrawn"}:
        yield "unanswered"
    for kind, reason in _TOLD.items():
        if case.of(kind):
            yield reason
    for filing in now.filings:
        yield from _filing_reasons(filing)


def _claim_reasons(one: ClaimStatus, day: date) -> Iterator[str]:
    claim = one.claim
    if claim.withdrawn is not None:
        yield "withdrawn"
    elif claim.answers:
        if (outcome := claim.answers[-1].payload["outcome"]) != "complete":
            yield outcome
    else:
        yield from _term_reasons(claim)
    yield from (ground.id for ground in one.grounds if ground.id == "late")
    sent = claim.to_controller
    waited = sent is not None and claim.controller_term and not claim.with_controller(day)
    acknowledged = sent is not None and any(
        e.on >= sent.on for e in claim.case.told(claim.request.id, "acknowledged")
    )
    if waited and sent is not None and not acknowledged and not claim.answered_since(sent.on):
        yield "controller-complaint-unanswered"


def _term_reasons(claim: Claim) -> Iterator[str]:
    """What a deadline tells beside its days, and what was told about it."""
    if claim.term is not None:
        if claim.term.estimated:
            yield "estimated"
        yield from claim.term.reasons
        faulty = any(reason.startswith("extension-") for reason in claim.term.reasons)
        if claim.extensions and claim.term.period == "extended" and not faulty:
            yield "extension-valid"
    # A demand that moves no clock is contested all the same.
    yield from (f"{d.kind}-demand-contested" for d in claim.demands if d.contested)


def _filing_reasons(filing: Filing) -> Iterator[str]:
    if filing.sent_back is not None:
        yield "inadmissible"
    if filing.last("authority-transferred"):
        yield "transferred"
    if filing.question is not None:
        yield "authority-request"
