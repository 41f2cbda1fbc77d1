"""A fact as a person types it, and the payload under which it is recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from dsar.actions.evidence import keep
from dsar.cases.case import RECORDED_BASES, Case
from dsar.cases.claim import claims
from dsar.cases.document import CHANNELS, Document, Sending
from dsar.cases.filing import Filing, filings
from dsar.cases.grounds import grounds
from dsar.cases.kinds import AUTHORITY, DEMAND_KINDS, KINDS
from dsar.cases.outcomes import DECISIONS, OUTCOMES, REASONS, reasons_for
from dsar.errors import Invalid, NotAllowed, Usage
from dsar.reference.authorities import authority
from dsar.reference.near import suggestion

_COMMON = frozenset({"case", "kind", "on", "file", "note"})
_DEMANDS = frozenset(DEMAND_KINDS)


@dataclass(frozen=True)
class Fact:
    """A fact to record: the fields of the command line; ``on`` is today when not given.

    ``of`` and ``strike`` are for a correction: the number of the event, and that it did not
    happen.
    """

    case: str
    kind: str
    on: date | None = None
    file: Path | None = None
    note: str = ""
    about: str | None = None
    basis: str | None = None
    by: str | None = None
    right: tuple[str, ...] = ()
    contested: bool = False
    accepted: bool = False
    reasons: str | None = None
    reason: str | None = None
    dated: date | None = None
    until: date | None = None
    outcome: str | None = None
    url: str = ""
    authority: str | None = None
    ref: str = ""
    to: str | None = None
    of: int | None = None
    strike: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        """The options that were given, without those that every kind takes."""
        names = (field.name for field in fields(self))
        return tuple(n for n in names if n not in _COMMON and getattr(self, n) not in _EMPTY)


_EMPTY: tuple[object, ...] = (None, "", (), False)


def check_options(fact: Fact, kind: str, allowed: Collection[str] = ()) -> None:
    """Raises Usage for an option that *kind* does not take."""
    takes = KINDS[kind].takes
    for name in fact.given:
        if name not in takes and name not in allowed:
            told = ", ".join(f"--{option}" for option in takes) or "none of its own"
            raise Usage(f"{kind} takes no --{name}.", f"It takes: {told}.")


def request_of(case: Case, fact: Fact, kind: str) -> Document | None:
    """The request that *fact* is about: the one named, else the only one it can be about."""
    if "about" not in KINDS[kind].takes:
        return None
    if fact.about is not None:
        found = next((d for d in case.requests if d.id == fact.about), None)
        if found is None:
            raise Invalid(f"Case {case.id} has no request {fact.about!r}.", _requests(case))
        return found
    fitting = [
        d for d in case.requests if set(fact.right) <= set(d.rights) and (d.sent or not fact.right)
    ]
    sent = [d for d in fitting if d.sent] or fitting
    if len(sent) > 1 and not _withdraws_all(fact, kind):
        raise Invalid(
            f"Case {case.id} has several requests.", f"Say which: --about. {_requests(case)}"
        )
    if not sent and fact.right:
        asked = ", ".join(case.rights) or "nothing yet"
        raise Invalid(
            f"Case {case.id} does not ask for {', '.join(fact.right)}.", f"It asks: {asked}."
        )
    return next(iter(sent), None)


def _withdraws_all(fact: Fact, kind: str) -> bool:
    """Whether the whole case is withdrawn, not one request or right of it."""
    return kind == "withdrawn" and not fact.right and fact.about is None


def _requests(case: Case) -> str:
    return "Its requests: " + (", ".join(d.id for d in case.requests) or "none") + "."


def payload_of(
    case: Case, fact: Fact, kind: str, request: Document | None, day: date,
    evidence: dict[str, bytes],
) -> dict[str, Any]:  # fmt: skip
    """What is recorded of *fact*; reads its file into *evidence*.

    Raises Invalid for a word that is not on its closed list, and for what cannot be.
    """
    payload: dict[str, Any] = {}
    if request is not None and len(case.requests) > 1 and not _withdraws_all(fact, kind):
        payload["request"] = request.id
    payload |= _own_content(case, fact, kind, request, day)
    payload |= {name: value for name in ("ref", "url") if (value := getattr(fact, name))}
    if fact.file is not None:
        payload["proof"] = keep(fact.file, evidence)
    if fact.note:
        payload["note"] = fact.note
    return payload


def _own_content(
    case: Case, fact: Fact, kind: str, request: Document | None, day: date
) -> dict[str, Any]:
    """What only a fact of this *kind* tells."""
    if kind in _DEMANDS or kind.endswith("-contested"):
        return _demand(fact, kind, request)
    if KINDS[kind].whose == AUTHORITY:
        return _said(case, fact, kind, day)
    match kind:
        case "received":
            return {"basis": _basis(request, fact)}
        case "bounced":
            return {"sending": _bounced(case, request, fact).seq}
        case "extension":
            return _extension(fact, request, day)
        case "answer":
            return _answer(fact, request)
        case "complaint-filed":
            return _filed(case, fact, day)
        case "controller-complaint-sent" | "breach-reported":
            return {"by": _channel(fact)}
        case "withdrawn" if not _withdraws_all(fact, kind):
            return {"rights": _rights(fact, request)}
    return {}


def _basis(request: Document | None, fact: Fact) -> str:
    """How well the receipt is proved; what is not said is what the channel can show."""
    if fact.basis is not None:
        return _listed(fact.basis, RECORDED_BASES, "basis", "Bases")
    channels = {sending.channel for sending in request.sendings} if request else set()
    if "post" in channels:
        return "carrier"
    return "server-accepted" if "email" in channels else "confirmed"


def _bounced(case: Case, request: Document | None, fact: Fact) -> Sending:
    sendings = request.sendings if request else ()
    fitting = [s for s in sendings if fact.by in {None, s.channel} and s.bounced is None]
    if not fitting:
        raise Invalid(
            f"Nothing was sent by {fact.by} in case {case.id}."
            if fact.by
            else f"Every sending of case {case.id} is recorded as come back already.",
            "dsar show lists the sendings.",
        )
    if len({s.channel for s in fitting}) > 1:
        raise Invalid("The request went out by several channels.", "Say which: --by email|post.")
    return fitting[-1]


def _demand(fact: Fact, kind: str, request: Document | None) -> dict[str, Any]:
    if fact.contested and fact.accepted:
        raise Usage("A demand is accepted or contested, not both.", "Leave one of them away.")
    found: dict[str, Any] = {}
    if fact.right:
        found["rights"] = _rights(fact, request)
    for name in ("contested", "accepted"):
        if getattr(fact, name):
            found[name] = True
    if fact.reasons is not None:
        found["reasons"] = _listed(fact.reasons, ("given", "none"), "word for --reasons", "Words")
    if fact.reason is not None:
        demand = kind.removesuffix("-contested").removesuffix("-demand")
        found["reason"] = _reason(fact.reason, f"{demand}-demand")
    return found


def _extension(fact: Fact, request: Document | None, day: date) -> dict[str, Any]:
    dated = fact.dated or day
    if dated > day:
        raise Invalid(
            f"The notice is dated {dated.isoformat()}, after the day it came, {day.isoformat()}.",
            "--on is the day it came, --dated the day it bears.",
            kind="impossible-day",
        )
    if fact.reasons is None:
        raise Usage(
            "Does the notice give reasons? Without them it is no extension (Art. 12(3)).",
            "Say --reasons given or --reasons none.",
        )
    found: dict[str, Any] = {"dated": dated.isoformat()}
    found["reasons"] = _listed(fact.reasons, ("given", "none"), "word for --reasons", "Words")
    if fact.until is not None:
        if fact.until < dated:
            raise Invalid(
                f"The notice of {dated.isoformat()} takes time until {fact.until.isoformat()},"
                " which is before.",
                "Check --until.",
                kind="impossible-day",
            )
        found["until"] = fact.until.isoformat()
    if fact.right:
        found["rights"] = _rights(fact, request)
    return found


def _answer(fact: Fact, request: Document | None) -> dict[str, Any]:
    if fact.outcome is None:
        raise Invalid(
            "An answer needs its outcome.", f"Say --outcome with one of: {', '.join(OUTCOMES)}."
        )
    outcome = _listed(fact.outcome, OUTCOMES, "outcome", "Outcomes")
    found: dict[str, Any] = {"outcome": outcome, "rights": _rights(fact, request)}
    if fact.reason is not None:
        found["reason"] = _reason(fact.reason, outcome)
    return found


def _rights(fact: Fact, request: Document | None) -> list[str]:
    """The rights that a fact is about: those named, else all that were asked for."""
    asked = request.rights if request else ()
    for right in fact.right:
        if right not in asked:
            raise Invalid(
                f"The request does not ask for {right!r}.", f"It asks: {', '.join(asked)}."
            )
    return list(fact.right or asked)


def _reason(code: str, what: str) -> str:
    if code not in REASONS:
        raise Invalid(
            f"There is no reason called {code!r}.", suggestion(code, reasons_for(what), "Reasons")
        )
    if what not in REASONS[code].of:
        fitting = ", ".join(reasons_for(what)) or "none"
        raise Invalid(f"The reason {code} does not go with {what}.", f"Those that do: {fitting}.")
    return code


def _channel(fact: Fact) -> str:
    return _listed(fact.by, CHANNELS, "channel", "Channels") if fact.by else ""


def _filed(case: Case, fact: Fact, day: date) -> dict[str, Any]:
    """With which authority, how, and about what: the claims under its laws that can be complained
    of on *day*, else all of them (a complaint about the processing itself)."""
    hears = authority(_filed_with(case, fact))
    known = case.until(day) or case
    ours = [
        claim
        for claim in claims(known)
        if claim.request.regime in hears.regimes and hears.covers(claim.request.residence)
    ]
    open_ones = [claim for claim in ours if grounds(claim, day)]
    about = [[claim.request.id, claim.right] for claim in open_ones or ours]
    found = {"authority": hears.id, "by": _channel(fact), "ref": fact.ref}
    return found | ({"claims": about} if about else {})


def _filed_with(case: Case, fact: Fact) -> str:
    """The authority with which the complaint was filed: the one named, else that of our draft."""
    if fact.authority is not None:
        return fact.authority
    written = [e for e in case.of("document-written") if e.payload["kind"] == "complaint"]
    if not written:
        raise NotAllowed(
            f"No complaint was written in case {case.id}.",
            f"First: dsar complain {case.id}; or, for one of your own, name the authority with"
            " --authority ID.",
        )
    return str(written[-1].payload["authority"])


def _said(case: Case, fact: Fact, kind: str, day: date) -> dict[str, Any]:
    filing = _filing(case, fact)
    found: dict[str, Any] = {"filing": filing.event.seq}
    if kind == "authority-decision" and fact.outcome is not None:
        found["outcome"] = _listed(fact.outcome, DECISIONS, "outcome", "Outcomes")
    if kind == "authority-transferred":
        if fact.to is None:
            raise Usage("To whom did it go?", "Name the authority: --to ID.")
        found["to"] = authority(fact.to).id
    if fact.until is not None:
        if fact.until < day:
            raise Invalid(
                f"The authority waits until {fact.until.isoformat()}, which is before it asked on"
                f" {day.isoformat()}.",
                "Check --until.",
                kind="impossible-day",
            )
        found["until"] = fact.until.isoformat()
    return found


def _filing(case: Case, fact: Fact) -> Filing:
    """The filing that an authority's word is about."""
    known = filings(case)
    if not known:
        raise NotAllowed(
            f"No complaint is recorded as filed in case {case.id}.",
            f"First: dsar record {case.id} complaint-filed --on YYYY-MM-DD",
        )
    if fact.authority is not None:
        wanted = authority(fact.authority).id
        known = tuple(filing for filing in known if filing.id == wanted)
        if not known:
            raise Invalid(
                f"No complaint of case {case.id} was filed with {wanted}.", f"dsar show {case.id}"
            )
    live = [filing for filing in known if filing.live] or list(known[-1:])
    if len(live) > 1:
        ids = ", ".join(filing.id for filing in live)
        raise Invalid("Several authorities have a complaint.", f"Say which: --authority, {ids}.")
    return live[0]


def _listed(word: str, known: Collection[str], what: str, label: str) -> str:
    if word not in known:
        raise Invalid(f"There is no {what} {word!r}.", suggestion(word, list(known), label))
    return word
