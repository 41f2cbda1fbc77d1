"""The controller as it stood in the directory when the case was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dsar.directory.controller import CONTACTS, Controller


@dataclass(frozen=True)
class Addressee:
    """What the letters of a case need of the controller.

    ``established`` says whether it has an establishment where the case's regime rules (None: not
    known), ``representative`` is as in ``Controller``. ``seat`` is the place that decides who is
    competent; ``unconfirmed`` are the kinds of contact that nobody has confirmed.
    """

    id: str
    name: str
    kind: str
    country: str
    holidays_region: str
    languages: tuple[str, ...]
    email: str
    address: tuple[str, ...]
    website: str
    established: bool | None
    representative: str
    body: str = "private"
    seat: str = ""
    unconfirmed: tuple[str, ...] = ()

    def window(self) -> tuple[str, ...]:
        """The lines of the address field: the postal address, else what there is."""
        return (self.name, *(self.address or filter(None, [self.email, self.website])))

    def as_data(self) -> dict[str, Any]:
        """As plain JSON data for an event."""
        lists = ("languages", "address", "unconfirmed")
        return asdict(self) | {name: list(getattr(self, name)) for name in lists}


def addressee(controller: Controller, regime: str) -> Addressee:
    """*controller* as an addressee under *regime*."""
    return Addressee(
        id=controller.id,
        name=controller.name,
        kind=controller.kind,
        country=controller.country,
        holidays_region=controller.holidays_region,
        languages=controller.languages,
        email=controller.email,
        address=controller.address,
        website=controller.website,
        established=controller.established.get(regime),
        representative=controller.representative,
        body=controller.body,
        seat=controller.seat_under(regime),
        unconfirmed=tuple(
            contact.kind
            for contact in map(controller.contact, CONTACTS)
            if contact is not None and contact.verified_on is None
        ),
    )


def read_addressee(data: Mapping[str, Any]) -> Addressee:
    """The addressee in an event's payload."""
    lists = {name: tuple(data.get(name, ())) for name in ("languages", "address", "unconfirmed")}
    return Addressee(**{**data, **lists})
