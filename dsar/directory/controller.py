"""Controllers: whom a request is addressed to, and how they are reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsar.law.applicability import KnownReach

CONTACTS = ("email", "post", "phone", "fax", "web-form")
NEEDS = (
    *("name", "email", "address", "birthdate", "phone", "photo", "account", "customer-number"),
    *("device-id", "other"),
)


def seat_place(country: str, region: str) -> str:
    """The seat as an ISO 3166 place: the *region* whose holidays it keeps, where it lies there."""
    return region if region.startswith(country) else country


@dataclass(frozen=True)
class Contact:
    """One way to reach a controller, with where it is from and when it was last confirmed.

    ``kind`` is one of ``CONTACTS``; a postal contact has ``address`` lines, any other a
    ``value``. ``verified_on`` is None when nobody confirmed it.
    """

    kind: str
    source: str
    value: str = ""
    address: tuple[str, ...] = ()
    verified_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Need:
    """What a controller needs to find a person: ``what`` (one of ``NEEDS``), told in ``label``."""

    what: str
    label: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Provenance:
    """Where an imported record is from: name of the collection, licence, version, quality there."""

    collection: str
    licence: str
    version: str
    record: str
    quality: str = ""


@dataclass(frozen=True)
class Controller:
    """A controller as the directory knows it.

    ``contacts`` stand in order of preference. ``established`` maps a regime id to whether there
    is an establishment in its territory (None: not known), ``reach`` to why it applies from
    outside (Art. 3(2) GDPR). ``representative`` is the Art. 27 representative, ``none`` when an
    authority found that there is none, empty when not known. ``body`` is what it is to the law:
    ``private`` (``private-federal`` for a bank or airline in Canada), or a public body or police
    force of a State, a part of it or a town (``police-national``). ``main_establishment`` is the
    place in the Union where it takes its decisions, when the seat is elsewhere (Art. 4(16));
    ``lead_authority`` what is said to be its lead, with how sure that is. ``needs`` is what it
    needs to find a person, ``must_not_ask`` what it asks without a right to. A record that ended
    is ``obsolete``, with the reason and the id of the one that took its place.
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
    also_kinds: tuple[str, ...] = ()
    main_establishment: str = ""
    dpo: str = ""
    lead_authority: str = ""
    lead_authority_certainty: str = ""
    needs: tuple[Need, ...] = ()
    asks_id_document: bool | None = None
    must_not_ask: tuple[str, ...] = ()
    self_service: str = ""
    suggested_channel: str = ""
    relevant_countries: tuple[str, ...] = ()
    custom_letters: Mapping[str, str] = field(default_factory=dict)
    practice: tuple[str, ...] = ()
    notes: str = ""
    obsolete: str = ""
    redirect_to: str = ""
    provenance: Provenance | None = None

    def contact(self, kind: str) -> Contact | None:
        """The preferred contact of *kind*, or None."""
        return next((contact for contact in self.contacts if contact.kind == kind), None)

    @property
    def seat(self) -> str:
        """The seat as an ISO 3166 place; its part where that is known (``DE-HE``)."""
        return seat_place(self.country, self.holidays_region)

    def seat_under(self, regime: str) -> str:
        """The place that decides who is competent under *regime* (Arts 4(16), 56(1) GDPR)."""
        in_union = regime in ("eu-gdpr", "eu-led")
        return self.main_establishment if in_union and self.main_establishment else self.seat

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
