"""Grounds: what the events of a case prove that a person can complain of, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dsar.cases.claim import Asked, Claim
from dsar.cases.outcomes import REFUSALS, SETTLED


@dataclass(frozen=True)
class Ground:
    """A ground of complaint that is open: its id (see ``dsar.law.regime.GROUNDS``), since when,
    about which right of which request, and the provision on which it rests."""

    id: str
    since: date
    request: str
    right: str
    citation: str


def grounds(claim: Claim, day: date) -> tuple[Ground, ...]:
    """The grounds of *claim* that are open on *day*, by the events of its case up to then.

    Silence opens on the day after ``safe``; what the controller did opens on the day it is
    recorded for. A later answer closes what it mends; that it came too late stays.
    """
    if claim.withdrawn is not None:
        return ()
    found = [*_of_answer(claim, day)] if claim.answers else [*_of_delay(claim, day)]
    return tuple(
        Ground(name, since, claim.request.id, claim.right, claim.law(name, since))
        for name, since in found
    )


def _of_answer(claim: Claim, day: date) -> Iterator[tuple[str, date]]:
    answer = claim.answers[-1]
    outcome, reason = answer.payload["outcome"], answer.payload.get("reason")
    if outcome not in SETTLED:
        yield outcome, answer.on
    elif outcome == "no-data" and reason == "erased-before":
        # Who erases what was asked for has not answered the request.
        yield "no-data", answer.on
    elif outcome == "no-data" and (seen := claim.case.of("observation")):
        yield "no-data", max(answer.on, min(event.on for event in seen))
    if reason == "only-another":
        # About the person nothing came at all.
        yield from _of_delay(claim, day)
        return
    term = claim.term
    disposed = next((e for e in claim.answers if e.payload["outcome"] in SETTLED | REFUSALS), None)
    if disposed is not None and disposed.payload["outcome"] in REFUSALS and claim.refusal:
        term = claim.refusal
    first = disposed or claim.answers[0]
    if term is not None and term.safe is not None and first.on > term.safe:
        yield "late", first.on


def _of_delay(claim: Claim, day: date) -> Iterator[tuple[str, date]]:
    term = claim.term
    if term is None:
        return
    if term.safe is not None and day > term.safe:
        yield "silence", term.safe + timedelta(days=1)
    for reason in ("extension-late", "extension-unreasoned"):
        if reason in term.reasons and claim.extensions:
            yield reason, claim.extensions[-1].on
    for demand in claim.demands:
        if not (demand.accepted or demand.answered):
            yield from _of_demand(claim, demand)


def _of_demand(claim: Claim, demand: Asked) -> Iterator[tuple[str, date]]:
    """What an open *demand* breaks. Where the answer is free, each fee breaks the law; elsewhere
    one that the person contests as too high does. A law without the duty has no ground."""
    if demand.kind == "fee" and claim.law("fee", demand.on):
        yield "fee", demand.on
    elif demand.contested is not None:
        name = "fee-excessive" if demand.kind == "fee" else demand.kind
        if claim.law(name, demand.contested):
            yield name, demand.contested
