"""Controllers: whom a request is addressed to, and how they are reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dsar.law.applicability import KnownReach


def seat_place(country: str, region: str) -> str:
    """The seat as an ISO 3166 place: the *region* whose holidays it keeps, where it lies there."""
    return region if region.startswith(country) else country


@dataclass(frozen=True)
class Contact:
    """One way to reach a controller, with where it is from and when it was last confirmed.

    ``kind`` is ``email``, ``post``, ``phone`` or ``web-form``; a postal contact has ``address``
    lines, any other a ``value``. ``verified_on`` is None when nobody confirmed it.
    """

    kind: str
    source: str
    value: str = ""
    address: tuple[str, ...] = ()
    verified_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Controller:
    """A controller as the directory knows it.

    ``contacts`` stand in order of preference. ``established`` maps a regime id to whether there
    is an establishment in its territory (None: not known), ``reach`` to why it applies from
    outside (Art. 3(2) GDPR). ``representative`` is the Art. 27 representative, ``none`` when an
    authority found that there is none, empty when not known. ``body`` is what it is to the law:
    ``private`` (``private-federal`` for a bank or airline in Canada), or a public body or police
    force of a State, a part of it or a town (``police-national``).
    """

    id: str
    name: str
    kind: str
    country: str
    holidays_region: str
    languages: tuple[str, ...]
    contacts: tuple[Contact, ...]
    established: Mapping[str, bool | None]
    reach: Mapping[str, KnownReach]
    website: str = ""
    also_known_as: tuple[str, ...] = ()
    representative: str = ""
    verified_on: date | None = None
    sources: tuple[str, ...] = ()
    body: str = "private"

    def contact(self, kind: str) -> Contact | None:
        """The preferred contact of *kind*, or None."""
        return next((contact for contact in self.contacts if contact.kind == kind), None)

    @property
    def seat(self) -> str:
        """The seat as an ISO 3166 place; its part where that is known (``DE-HE``)."""
        return seat_place(self.country, self.holidays_region)

    @property
    def email(self) -> str:
        """The preferred e-mail address, empty when there is none."""
        contact = self.contact("email")
        return contact.value if contact else ""

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the preferred postal address, empty when there is none."""
        contact = self.contact("post")
        return contact.address if contact else ()
