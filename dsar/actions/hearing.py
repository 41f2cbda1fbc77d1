"""Who hears a person about the controller of a case, by what the directory knows."""

from __future__ import annotations

from dsar.cases.addressee import Addressee
from dsar.directory.competence import Competence, Links, Seat, competent
from dsar.reference.authorities import authorities
from dsar.reference.regimes import regime


def heard_about(to: Addressee, residence: str, regime_id: str) -> Competence:
    """The authorities that hear somebody living in *residence* about *to* under that regime."""
    place = to.seat or to.country
    seat = Seat(to.name, place, to.established, to.body, to.kind, representative=to.representative)
    return competent(Links(residence), seat, authorities().values(), regime(regime_id))
