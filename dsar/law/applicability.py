"""Which law applies: establishment, offering, monitoring (Art. 3 GDPR, Art. 3 UK GDPR)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dsar.errors import NotAllowed
from dsar.law.citation import Citation
from dsar.law.regime import Regime

_ARTICLE_3 = Citation("Art. 3")


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
    """Who asks whom: places as ISO 3166-1 country codes.

    ``established`` maps a regime id to whether the controller has an establishment in its
    territory (None: not known); ``reach`` maps a regime id to what is recorded about Art. 3(2).
    """

    residence: str
    established: Mapping[str, bool | None]
    reach: Mapping[str, KnownReach]
    day: date


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

    A regime applies where the controller is established in its territory (Art. 3(1)), or where
    the person is there and the controller offers them goods or services or monitors their
    behaviour (Art. 3(2)). What nobody recorded makes a regime at most *possible*.
    """
    known = list(regimes)
    found = [hit for regime in known if (hit := _one(situation, regime)) is not None]
    at_home = {r.id for r in known if r.rules_in(situation.residence, situation.day)}
    if not any(hit.role == "recommended" and hit.regime in at_home for hit in found):
        return sorted(found, key=lambda hit: hit.role != "recommended")
    # The law of the person's own place is at hand: another regime stays possible beside it.
    told = [h if h.regime in at_home else _only_possible(h) for h in found]
    return sorted(told, key=lambda hit: hit.role != "recommended")


def _only_possible(hit: Applicable) -> Applicable:
    return Applicable(hit.regime, "possible", hit.basis, hit.because)


def _one(situation: Situation, regime: Regime) -> Applicable | None:
    lives_there = regime.rules_in(situation.residence, situation.day)
    there = regime.territory_name
    if situation.established.get(regime.id):
        article = regime.reach("3(1)").citation
        text = (
            f"The controller has an establishment in {there}; where the person lives is no matter."
        )
        return Applicable(regime.id, "recommended", "3(1)", (Reason(text, article),))
    if not lives_there:
        return None
    known = situation.reach.get(regime.id)
    if known is not None:
        text = f"The person is in {there}, and {known.because} ({known.source})."
        reason = Reason(text, regime.reach(known.basis).citation)
        return Applicable(regime.id, "recommended", known.basis, (reason,))
    text = (
        f"The person is in {there}; the regime applies if the controller offers goods or services"
        " to people there or monitors their behaviour, which is not recorded."
    )
    return Applicable(regime.id, "possible", "", (Reason(text, regime.reach("3(2)(a)").citation),))


def choose(
    hits: Iterable[Applicable], wanted: str | None, because: str | None, residence: str
) -> Applicable:
    """The regime to write under: the recommended one, or *wanted* where the person can invoke it.

    Raises NotAllowed for a law that the person cannot invoke, and for a merely possible one
    without a stated reason.
    """
    offered = list(hits)
    hint = "dsar regime for --residence … --company … shows which laws apply and why."
    if not offered:
        raise NotAllowed(
            f"No law that dsar knows can be invoked here: the person lives in {residence} and the"
            " controller is not known to be established in the Union or the United Kingdom"
            " (Art. 3 GDPR, Art. 3 UK GDPR).",
            hint,
        )
    chosen = offered[0] if wanted is None else next(
        (hit for hit in offered if hit.regime == wanted), None
    )  # fmt: skip
    if chosen is None:
        raise NotAllowed(
            f"{wanted} cannot be invoked here: the person lives in {residence} and the controller"
            " is not known to be established where it rules (Art. 3).",
            hint,
        )
    if chosen.basis == "" and because is None:
        raise NotAllowed(
            f"Whether {chosen.regime} applies is not recorded: {chosen.because[0].text}",
            f'If you know why, say so: --regime {chosen.regime} --because "it sells to people in'
            f' {residence}".',
        )
    if chosen.basis == "" and because is not None:
        told = Reason(f"The person lives in {residence} and states: {because}", _ARTICLE_3)
        return Applicable(chosen.regime, chosen.role, "", (told,))
    return chosen
