"""Supervisory authorities: who hears a complaint, in which language, by which channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dsar.law.citation import Citation

# The ways in which an authority takes a complaint.
CHANNELS = (
    *("webform", "webform_e_id", "email", "email_qes", "email_confirmed", "secure_email"),
    *("post", "post_registered", "in_person", "fax", "pec"),
    *("data_box", "e_address", "e_box", "e_delivery", "e_papir"),
)


@dataclass(frozen=True)
class Remit:
    """Whom an authority supervises.

    ``bodies`` are what a controller is to the law (``private``, ``public-regional``; empty: any);
    ``kinds`` are the kinds of controller that only this authority hears (``broadcaster``). With
    ``text`` and ``citation`` where a law says so.
    """

    bodies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    text: str = ""
    citation: Citation | None = None


@dataclass(frozen=True)
class SupervisoryAuthority:
    """A supervisory authority and its procedure; what no source settles is empty.

    ``territory`` are the places (ISO 3166) whose people it hears, ``regimes`` the laws it
    supervises; ``prior_contact`` is ``required``, ``required_for_rights``,
    ``required_for_formal_request``, ``expected`` or ``recommended``. ``time_limit`` binds the
    person, ``authority_time_limit`` the authority.
    """

    id: str
    name: str
    name_en: str
    abbreviation: str
    country: str
    territory: tuple[str, ...]
    regimes: tuple[str, ...]
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    verified_on: date
    sources: tuple[str, ...]
    holidays_region: str = ""
    address: tuple[str, ...] = ()
    street_address: tuple[str, ...] = ()
    email: str = ""
    pec: str = ""
    phone: str = ""
    fax: str = ""
    data_box: str = ""
    website: str = ""
    complaint_url: str = ""
    prior_contact: str = ""
    prior_contact_rule: str = ""
    signature: str = ""
    mandatory_content: tuple[str, ...] = ()
    file_limits: str = ""
    time_limit: str = ""
    authority_time_limit: str = ""
    remit: Remit = Remit()
    notes: str = ""
    also_known_as: tuple[str, ...] = ()

    def covers(self, place: str) -> bool:
        """Whether people living in *place* (``DE-BY``; a part belongs to its country) are heard."""
        return place in self.territory or place.partition("-")[0] in self.territory

    def lies_in(self, country: str) -> bool:
        """Whether it hears people of a part of *country* only (``DE-BY`` in ``DE``)."""
        return any(place.startswith(f"{country}-") for place in self.territory)

    def hears(self, body: str, kind: str) -> bool:
        """Whether it supervises a controller of that *body* and *kind*."""
        return kind in self.remit.kinds or body in self.remit.bodies or self.remit == Remit()

    def hears_only_it(self, kind: str) -> bool:
        """Whether controllers of that *kind* are its own, and no general authority's."""
        return kind in self.remit.kinds
