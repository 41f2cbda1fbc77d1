"""Competence: which supervisory authority hears this person about this controller.

Arts 55, 56 and 77 GDPR; Arts 55 and 77 UK GDPR.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dsar.directory.authority import SupervisoryAuthority
from dsar.directory.controller import Controller
from dsar.law.applicability import Reason
from dsar.law.citation import Citation

_GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
_UK = "https://www.legislation.gov.uk/eur/2016/679"


def _article(regime: str, provision: str) -> Citation:
    if regime == "uk-gdpr":
        return Citation(f"Art. {provision} UK GDPR", "uk-gdpr", provision, _UK)
    return Citation(f"Art. {provision} GDPR", "gdpr", provision, _GDPR)


@dataclass(frozen=True)
class Links:
    """Where the person's links to an authority lie (Art. 77(1)), as ISO 3166 places."""

    residence: str
    work: str = ""
    infringement: str = ""


@dataclass(frozen=True)
class Competent:
    """An authority that may be turned to, how strongly, and why."""

    authority: SupervisoryAuthority
    role: str
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Competence:
    """All authorities that may be turned to, the recommended one first, and the lead if any."""

    authorities: tuple[Competent, ...]
    lead: SupervisoryAuthority | None
    notes: tuple[Reason, ...] = ()


def competent(
    links: Links,
    controller: Controller | None,
    authorities: Iterable[SupervisoryAuthority],
    regime: str,
) -> Competence:
    """Who hears a complaint under *regime*.

    The choice among residence, work and place of infringement is the person's (Art. 77(1));
    residence is recommended. A lead authority exists only for a controller with an establishment
    in the Union (Art. 56(1)); one without is subject to every authority on its own territory
    (Art. 55(1)).
    """
    known = [a for a in authorities if a.regime == regime]
    found: list[Competent] = []
    grounds = (
        ("recommended", links.residence, "habitual residence"),
        ("possible", links.work, "place of work"),
        ("possible", links.infringement, "place of the alleged infringement"),
    )
    for role, place, ground in grounds:
        hit = next((a for a in known if place and a.covers(place)), None)
        if hit is not None and hit.id not in {c.authority.id for c in found}:
            text = f"The person's {ground} is in {place}."
            reasons = [Reason(text, _article(regime, "77(1)"))]
            reasons += _establishment(controller, regime)
            found.append(Competent(hit, role, tuple(reasons)))
    lead = _lead(controller, known, regime)
    return Competence(tuple(found), lead)


def _establishment(controller: Controller | None, regime: str) -> list[Reason]:
    if controller is None:
        return []
    established = controller.established.get(regime)
    if established is False:
        text = (
            f"{controller.name} has no establishment in {_union(regime)}: the authority is"
            " competent on its own territory, and there is no lead authority."
        )
        return [Reason(text, _article(regime, "55(1)"))]
    if established and regime == "eu-gdpr":
        text = (
            f"{controller.name} has an establishment in the Union: the authority takes the"
            " complaint and passes it to the lead authority where the processing is cross-border."
        )
        return [Reason(text, _article(regime, "56(1)"))]
    return []


def _union(regime: str) -> str:
    return "the United Kingdom" if regime == "uk-gdpr" else "the Union"


def _lead(
    controller: Controller | None, known: Iterable[SupervisoryAuthority], regime: str
) -> SupervisoryAuthority | None:
    if controller is None or regime != "eu-gdpr" or not controller.established.get(regime):
        return None
    return next((a for a in known if a.covers(controller.country)), None)
