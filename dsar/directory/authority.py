"""Supervisory authorities: who hears a complaint, in which language, by which channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SupervisoryAuthority:
    """A supervisory authority and its procedure; what no source settles is empty.

    ``territory`` are the places (ISO 3166) whose people it hears; ``prior_contact`` is
    ``required``, ``required_for_rights``, ``expected`` or ``recommended``.
    """

    id: str
    name: str
    name_en: str
    abbreviation: str
    country: str
    territory: tuple[str, ...]
    regime: str
    languages: tuple[str, ...]
    holidays_region: str
    address: tuple[str, ...]
    channels: tuple[str, ...]
    prior_contact: str
    verified_on: date
    sources: tuple[str, ...]
    email: str = ""
    phone: str = ""
    website: str = ""
    complaint_url: str = ""
    prior_contact_rule: str = ""
    signature: str = ""
    time_limit: str = ""
    mandatory_content: tuple[str, ...] = ()
    notes: str = ""
    also_known_as: tuple[str, ...] = ()

    def covers(self, place: str) -> bool:
        """Whether people living in *place* (``DE-BY``; a part belongs to its country) are heard."""
        return place in self.territory or place.partition("-")[0] in self.territory
