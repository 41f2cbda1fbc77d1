"""Supervisory authorities read from ``regulators.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, EmailStr, Field

from dsar.directory.authority import CHANNELS, Remit, SupervisoryAuthority
from dsar.errors import Invalid
from dsar.law.citation import Citation
from dsar.reference.controllers import Line, Place, Slug
from dsar.reference.data import data_name, data_path
from dsar.reference.near import suggestion
from dsar.reference.record import Country, Record, listed, one_of
from dsar.reference.record import Place as WrittenPlace
from dsar.reference.regimes import Body
from dsar.reference.yamlfile import Document, mistakes, read_yaml, validate

Channel = Annotated[str, AfterValidator(one_of(CHANNELS)), listed(CHANNELS)]
PriorContact = Literal[
    "required", "required_for_rights", "required_for_formal_request", "expected", "recommended"
]


class _Citation(Record):
    text: Line
    instrument: Slug
    provision: Line
    url: Line


class _Remit(Record):
    bodies: list[Body] = []
    kinds: list[Slug] = []
    text: Line
    citation: _Citation

    def remit(self) -> Remit:
        cited = Citation(**self.citation.model_dump())
        return Remit(tuple(self.bodies), tuple(self.kinds), self.text, cited)


class _Authority(Record):
    id: Slug
    country: Country
    territory: Annotated[list[WrittenPlace], Field(min_length=1)]
    abbreviation: Line
    name: Line
    name_en: Line
    also_known_as: list[Line] = []
    regimes: Annotated[list[Slug], Field(min_length=1)]
    remit: _Remit | None = None
    languages: Annotated[list[Annotated[str, Field(pattern="^[a-z]{2}$")]], Field(min_length=1)]
    holidays_region: Place | None = None
    address: list[Line] = []
    street_address: list[Line] = []
    email: EmailStr | None = None
    pec: EmailStr | None = None
    phone: Line = ""
    fax: Line = ""
    data_box: Line = ""
    website: Line = ""
    complaint_url: Line = ""
    prior_contact: PriorContact | None = None
    prior_contact_rule: Line = ""
    channels: Annotated[list[Channel], Field(min_length=1)]
    signature: Line = ""
    mandatory_content: list[Line] = []
    file_limits: Line = ""
    time_limit: Line = ""
    authority_time_limit: Line = ""
    notes: Line = ""
    verified_on: date
    sources: Annotated[list[Line], Field(min_length=1)]

    def authority(self) -> SupervisoryAuthority:
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value or ""
            for name, value in self.model_dump(exclude={"remit"}).items()
        }
        return SupervisoryAuthority(**fields, remit=self.remit.remit() if self.remit else Remit())


class _File(Record):
    authorities: list[_Authority]


def read_authorities(path: Path) -> list[SupervisoryAuthority]:
    """The authorities in the file at *path*; raises Invalid with the place of a mistake."""
    document = read_yaml(path, data_name(path))
    found = [a.authority() for a in validate(document, _File, document.data).authorities]
    seen: set[str] = set()
    for number, authority in enumerate(found):
        if authority.id in seen:
            raise document.error(
                ("authorities", number, "id"),
                f"id: {authority.id} stands here twice.",
                "Take one out.",
            )
        seen.add(authority.id)
    return found


def authority_mistakes(document: Document) -> list[Invalid]:
    """Every mistake in the authorities in *document*, each with its place."""
    return mistakes(document, _File, document.data)


def authority_schema() -> dict[str, Any]:
    """The JSON Schema of ``regulators.yaml``, for editors."""
    return _File.model_json_schema()


@cache
def authorities() -> dict[str, SupervisoryAuthority]:
    """Every supervisory authority we know, by id."""
    return {a.id: a for a in read_authorities(data_path("regulators.yaml"))}


def authority(authority_id: str) -> SupervisoryAuthority:
    """The authority called *authority_id* (or by its abbreviation); raises Invalid if unknown."""
    known = authorities()
    by_short = {a.abbreviation.casefold(): a for a in known.values()}
    found = known.get(authority_id) or by_short.get(authority_id.casefold())
    if found is None:
        raise Invalid(
            f"There is no supervisory authority called {authority_id!r}.",
            suggestion(authority_id, known, "Known"),
            kind="unknown-regulator",
        )
    return found
