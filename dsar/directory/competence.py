"""Competence: which supervisory authority hears this person about this controller.

Arts 55, 56 and 77 GDPR; Arts 55 and 77 UK GDPR.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dsar.directory.authority import SupervisoryAuthority
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
class Seat:
    """A controller as competence sees it: its name, the country of its seat (ISO 3166-1), and
    whether it is established where the regime rules (None: not known)."""

    name: str
    country: str
    established: bool | None


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


def competent(
    links: Links, seat: Seat | None, authorities: Iterable[SupervisoryAuthority], regime: str
) -> Competence:
    """Who hears a complaint under *regime* about a controller with that *seat* (None: not named).

    The choice among residence, work and place of infringement is the person's (Art. 77(1) GDPR);
    residence is recommended. A lead authority exists only for a controller with an establishment
    in the Union (Art. 56(1)); one without is subject to every authority on its own territory
    (Art. 55(1)). Under the UK GDPR there is one authority, whoever complains.
    """
    known = [a for a in authorities if a.regime == regime]
    if regime == "uk-gdpr":
        text = "Complaints under the UK GDPR go to the Commissioner."
        reason = (Reason(text, _article(regime, "77(1)")), *_establishment(seat, regime))
        return Competence(tuple(Competent(a, "recommended", reason) for a in known), None)
    lead = _lead(seat, known)
    found: dict[str, Competent] = {}
    for place, ground in _places(links, lead):
        hit = next((a for a in known if place and a.covers(place)), None)
        if hit is not None and hit.id not in found:
            text = f"The person's {ground} is in {place}."
            reason = (Reason(text, _article(regime, "77(1)")), *_establishment(seat, regime))
            role = "possible" if found else "recommended"
            found[hit.id] = Competent(hit, role, reason)
    return Competence(tuple(found.values()), lead)


def _places(links: Links, lead: SupervisoryAuthority | None) -> list[tuple[str, str]]:
    """The places that link the person to an authority, the nearest first."""
    places = [
        (links.residence, "habitual residence"),
        (links.work, "place of work"),
        (links.infringement, "place of the alleged infringement"),
    ]
    if lead is not None:
        # Somebody who lives outside the Union is heard where the controller is established.
        places.append((lead.country, "place of the alleged infringement (the seat)"))
    return places


def _establishment(seat: Seat | None, regime: str) -> tuple[Reason, ...]:
    if seat is None or seat.established is None:
        return ()
    if not seat.established:
        text = (
            f"{seat.name} has no establishment in {_union(regime)}: the authority is"
            " competent on its own territory, and there is no lead authority."
        )
        return (Reason(text, _article(regime, "55(1)")),)
    if regime == "uk-gdpr":
        return ()
    text = (
        f"{seat.name} has an establishment in the Union: the authority takes the complaint and"
        " passes it to the lead authority where the processing is cross-border."
    )
    return (Reason(text, _article(regime, "56(1)")),)


def _union(regime: str) -> str:
    return "the United Kingdom" if regime == "uk-gdpr" else "the Union"


def _lead(seat: Seat | None, known: Iterable[SupervisoryAuthority]) -> SupervisoryAuthority | None:
    if seat is None or not seat.established:
        return None
    return next((a for a in known if a.covers(seat.country)), None)
