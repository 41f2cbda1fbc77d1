"""The controller as it stood in the directory when the case was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dsar.directory.controller import Controller, seat_place


@dataclass(frozen=True)
class Addressee:
    """What the letters of a case need of the controller.

    ``established`` says whether it has an establishment where the case's regime rules (None: not
    known), ``representative`` is as in ``Controller``.
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

    @property
    def seat(self) -> str:
        """The seat as an ISO 3166 place; its part where that is known (``DE-HE``)."""
        return seat_place(self.country, self.holidays_region)

    def as_data(self) -> dict[str, Any]:
        """As plain JSON data for an event."""
        return {**asdict(self), "languages": list(self.languages), "address": list(self.address)}


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
    )


def read_addressee(data: Mapping[str, Any]) -> Addressee:
    """The addressee in an event's payload."""
    lists = {"languages": tuple(data["languages"]), "address": tuple(data["address"])}
    return Addressee(**{**data, **lists})
