"""Which law applies: who is governed, where the controller is, what ties it to the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dsar.errors import NotAllowed
from dsar.law.citation import Citation
from dsar.law.regime import Governs, Regime

_HINT = "dsar regime for --residence … --company … shows which laws apply and why."


@dataclass(frozen=True)
class Reason:
    """Why something is so, in one sentence, and where that stands."""

    text: str
    citation: Citation


@dataclass(frozen=True)
class KnownReach:
    """What the directory records about why a regime reaches a controller from outside."""

    basis: str
    because: str
    source: str


@dataclass(frozen=True)
class Situation:
    """Who asks whom: the person's place as an ISO 3166 code, ``FR`` or ``CA-QC``.

    ``established`` maps a regime id to whether the controller has an establishment in its
    territory (None: not known); ``reach`` maps a regime id to what is recorded about why it
    applies from outside, e.g. Art. 3(2) GDPR. ``body`` says what the controller is (``private``,
    ``police-national``, …).
    """

    residence: str
    established: Mapping[str, bool | None]
    reach: Mapping[str, KnownReach]
    day: date
    body: str = "private"


@dataclass(frozen=True)
class Applicable:
    """A regime the person can invoke: recommended or possible, on which basis, and why.

    ``basis`` is empty when the regime is only possible and the basis has yet to be stated.
    """

    regime: str
    role: str
    basis: str
    because: tuple[Reason, ...]


def applicable(situation: Situation, regimes: Iterable[Regime]) -> list[Applicable]:
    """The regimes that the person can invoke, recommended ones first.

    A regime applies where it governs such a body and the controller is established in its
    territory (Art. 3(1) GDPR), or where the person is there and something ties the controller to
    the place (Art. 3(2) GDPR; a real and substantial connection). What nobody recorded makes a
    regime at most *possible*. A public body or police force answers under its own State's law
    alone.
    """
    known = {regime.id: regime for regime in regimes}
    found = [hit for regime in known.values() if (hit := _one(situation, regime)) is not None]
    found = [_yielding(hit, known[hit.regime], found, situation, known) for hit in found]
    at_home = {r.id for r in known.values() if r.rules_in(situation.residence, situation.day)}
    if any(hit.role == "recommended" and hit.regime in at_home for hit in found):
        # The law of the person's own place is at hand: another regime stays possible beside it.
        found = [h if h.regime in at_home else replace(h, role="possible") for h in found]
    return sorted(found, key=lambda hit: (hit.role != "recommended", hit.regime not in at_home))


def _one(situation: Situation, regime: Regime) -> Applicable | None:
    governs = regime.governing(situation.body, situation.day)
    if governs is None:
        return None
    there = regime.territory_name
    lives_there = regime.rules_in(situation.residence, situation.day)
    by_seat = [reach for reach in regime.reaches if reach.kind == "establishment"]
    ties = [reach for reach in regime.reaches if reach.kind == "person"]
    if situation.established.get(regime.id) and by_seat:
        text = (
            f"The controller has an establishment in {there}; where the person lives is no matter."
        )
        reason = Reason(text, by_seat[0].citation)
        return _governed(Applicable(regime.id, "recommended", by_seat[0].basis, (reason,)), governs)
    if not lives_there or not ties or not situation.body.startswith("private"):
        return None
    known = situation.reach.get(regime.id)
    if known is not None:
        text = f"The person is in {there}, and {known.because} ({known.source})."
        reason = Reason(text, regime.reach(known.basis).citation)
        return _governed(Applicable(regime.id, "recommended", known.basis, (reason,)), governs)
    conditions = " or ".join(reach.text for reach in ties)
    text = f"The person is in {there}; the regime applies if {conditions}, which is not recorded."
    return Applicable(regime.id, "possible", "", (Reason(text, ties[0].citation),))


def _governed(hit: Applicable, governs: Governs) -> Applicable:
    """*hit* as far as the regime is the first to invoke against such a body."""
    if governs.role == "recommended":
        return hit
    reason = Reason(f"{governs.text[0].upper()}{governs.text[1:]}.", governs.citation)
    return replace(hit, role=governs.role, because=(*hit.because, reason))


def _yielding(
    hit: Applicable,
    regime: Regime,
    found: Sequence[Applicable],
    situation: Situation,
    known: Mapping[str, Regime],
) -> Applicable:
    """*hit*, or only possible where another regime takes its place for this person."""
    for row in regime.yields_to:
        other = next((h for h in found if h.regime == row.regime), None)
        if other is None or other.role != "recommended" or not row.valid.holds(situation.day):
            continue
        if known[row.regime].rules_in(situation.residence, situation.day):
            reason = Reason(f"{row.text[0].upper()}{row.text[1:]}.", row.citation)
            return replace(hit, role="possible", because=(*hit.because, reason))
    return hit


def choose(
    hits: Iterable[Applicable], wanted: str | None, because: str | None, residence: str
) -> Applicable:
    """The regime to write under: the recommended one, or *wanted* where the person can invoke it.

    Raises NotAllowed for a law that the person cannot invoke, and for a merely possible one
    without a stated reason.
    """
    offered = list(hits)
    if not offered:
        raise NotAllowed(
            f"No regime here: no law that dsar knows can be invoked by a person living in"
            f" {residence} against this controller (Art. 3 GDPR, Art. 3 UK GDPR and their kin).",
            _HINT,
        )
    chosen = offered[0] if wanted is None else next(
        (hit for hit in offered if hit.regime == wanted), None
    )  # fmt: skip
    if chosen is None:
        raise NotAllowed(
            f"{wanted} cannot be invoked here: the person lives in {residence}, and the controller"
            " is no body that it governs or not known to be established where it rules (Art. 3).",
            _HINT,
        )
    if chosen.basis == "" and because is None:
        raise NotAllowed(
            f"Whether {chosen.regime} applies is not recorded: {chosen.because[0].text}",
            f'If you know why, say so: --regime {chosen.regime} --because "it sells to people in'
            f' {residence}".',
        )
    if chosen.basis == "" and because is not None:
        told = Reason(
            f"The person lives in {residence} and states: {because}", chosen.because[0].citation
        )
        return replace(chosen, because=(told,))
    return chosen
