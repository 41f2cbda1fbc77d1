"""Representation: who acts for a data subject, by which mandate, and how far it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dsar.cases.document import FileOf, file_of
from dsar.errors import NotAllowed

KINDS = {
    "self": "the person acts alone",
    "proxy": "somebody with a power of attorney",
    "art80": "a body under Art. 80(1) GDPR",
    "guardian": "a parent or guardian",
}
# A request is made under the law of agency; Art. 80 covers Arts 77 to 79 and 82 alone.
POWERS = {
    "request": "to send requests to controllers, under the national law of agency",
    "complain": "to complain to an authority and go to court, as proxy or under Art. 80(1) GDPR",
}


@dataclass(frozen=True)
class Mandate:
    """What the data subject allowed: ``powers`` (see POWERS), for which ``rights`` and
    ``controllers`` (ids; empty: all), written in which ``languages``, from which day to which
    (None: until revoked), and the file that proves it."""

    powers: tuple[str, ...]
    given_on: date
    rights: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    expires: date | None = None
    proof: FileOf | None = None


@dataclass(frozen=True)
class Representation:
    """Who acts: ``kind`` is one of KINDS, ``name`` and the rest are the representative's.

    A body under Art. 80(1) has its ``constitution`` (proof that it is properly constituted) and
    its ``aims`` (that they are in the public interest). A guardian acts by law; its mandate, where
    there is one, only tells from when and until when, and for what.
    """

    kind: str
    name: str
    address: tuple[str, ...] = ()
    email: str = ""
    mandate: Mandate | None = None
    constitution: FileOf | None = None
    aims: str = ""

    def basis(self, power: str) -> str:
        """On what the representative rests for *power*; never Art. 80 for a request."""
        if self.kind == "guardian":
            return "parental responsibility or guardianship"
        if self.kind == "art80" and power == "complain":
            return "Art. 80(1) GDPR"
        return "a power of attorney under the national law of agency"

    @property
    def proof(self) -> FileOf | None:
        """The file that proves the mandate, where one is on record."""
        return self.mandate.proof if self.mandate else None

    @property
    def mandate_date(self) -> date | None:
        """The day of the mandate, where there is one."""
        return self.mandate.given_on if self.mandate else None


def check_power(
    acting: Representation | None, power: str, day: date, rights: tuple[str, ...], controller: str,
    subject: str = "ID",
) -> None:  # fmt: skip
    """Raises NotAllowed unless *acting* may do on *day* what *power* names, about these *rights*
    and this *controller* (its id). Nobody acting, or the person alone, may do everything.

    *subject* is the data subject's id, for the hint. No message tells who acts.
    """
    if acting is None or acting.kind == "self":
        return
    mandate = acting.mandate
    renew = f"dsar subject edit {subject} --from FILE"
    if mandate is None:
        if acting.kind == "guardian":
            return
        raise NotAllowed("The representative has no mandate on record.", f"Add one: {renew}")
    if day < mandate.given_on:
        raise NotAllowed(
            f"The mandate was given only on {mandate.given_on.isoformat()}, after"
            f" {day.isoformat()}.",
            f"dsar subject show {subject} tells what is recorded.",
        )
    if mandate.expires is not None and day > mandate.expires:
        raise NotAllowed(
            f"The mandate expired on {mandate.expires.isoformat()}.", f"Renew it: {renew}"
        )
    if acting.kind != "guardian" and power not in mandate.powers:
        raise NotAllowed(
            f"The mandate gives no power to {power}: {', '.join(mandate.powers)} only.",
            f"Needed is the power {POWERS[power]}.",
        )
    _check_scope(mandate, rights, controller, f"dsar subject show {subject} tells its scope.")
    if acting.kind == "art80" and power == "complain" and not (acting.constitution and acting.aims):
        raise NotAllowed(
            "Art. 80(1) GDPR asks for a body that is properly constituted and has aims in the"
            " public interest; the proof is not on record.",
            f"Add constitution and aims: {renew}",
        )


def _check_scope(mandate: Mandate, rights: tuple[str, ...], controller: str, hint: str) -> None:
    if mandate.controllers and controller not in mandate.controllers:
        raise NotAllowed(f"The mandate does not reach {controller}.", hint)
    if mandate.rights and (beyond := set(rights) - set(mandate.rights)):
        raise NotAllowed(
            f"The mandate is for {', '.join(mandate.rights)}, not {', '.join(sorted(beyond))}.",
            hint,
        )


def acting_record(acting: Representation, power: str) -> dict[str, Any]:
    """What the event of a letter keeps of *acting*: who used *power*, resting on what.

    A complaint under Art. 80(1) also keeps that the body is properly constituted, and its aims.
    """
    kept: dict[str, Any] = {
        "kind": acting.kind,
        "name": acting.name,
        "basis": acting.basis(power),
        "mandate_date": acting.mandate_date.isoformat() if acting.mandate_date else None,
        "proof": asdict(acting.proof) if acting.proof else None,
    }
    if acting.kind == "art80" and power == "complain":
        kept["constitution"] = asdict(acting.constitution) if acting.constitution else None
        kept["aims"] = acting.aims
    return kept


def representation_data(acting: Representation) -> dict[str, Any]:
    """*acting* as plain JSON data."""
    mandate = acting.mandate
    data: dict[str, Any] = {
        "kind": acting.kind,
        "name": acting.name,
        "address": list(acting.address),
        "email": acting.email,
        "constitution": asdict(acting.constitution) if acting.constitution else None,
        "aims": acting.aims,
        "mandate": None,
    }
    if mandate is not None:
        data["mandate"] = {
            "powers": list(mandate.powers),
            "date": mandate.given_on.isoformat(),
            "expires": mandate.expires.isoformat() if mandate.expires else None,
            "rights": list(mandate.rights),
            "controllers": list(mandate.controllers),
            "languages": list(mandate.languages),
            "proof": asdict(mandate.proof) if mandate.proof else None,
        }
    return data


def read_representation(data: Mapping[str, Any] | None) -> Representation | None:
    """The representation in *data*; None where the person acts alone."""
    if not data or data["kind"] == "self":
        return None
    return Representation(
        kind=data["kind"],
        name=data["name"],
        address=tuple(data["address"]),
        email=data["email"],
        mandate=_mandate(data["mandate"]) if data["mandate"] else None,
        constitution=file_of(data["constitution"]),
        aims=data["aims"],
    )


def _mandate(data: Mapping[str, Any]) -> Mandate:
    return Mandate(
        powers=tuple(data["powers"]),
        given_on=date.fromisoformat(data["date"]),
        rights=tuple(data["rights"]),
        controllers=tuple(data["controllers"]),
        languages=tuple(data["languages"]),
        expires=date.fromisoformat(data["expires"]) if data["expires"] else None,
        proof=file_of(data["proof"]),
    )
