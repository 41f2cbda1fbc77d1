"""Supervisory authorities read from ``regulators.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import EmailStr, Field

from dsar.directory.authority import SupervisoryAuthority
from dsar.errors import Invalid
from dsar.reference.controllers import Line, Place, Slug
from dsar.reference.data import data_name, data_path
from dsar.reference.near import suggestion
from dsar.reference.record import Country, Record
from dsar.reference.yamlfile import read_yaml, validate


class _Authority(Record):
    id: Slug
    country: Country
    territory: Annotated[list[Place], Field(min_length=1)]
    abbreviation: Line
    name: Line
    name_en: Line
    also_known_as: list[Line] = []
    regime: str
    languages: Annotated[list[Annotated[str, Field(pattern="^[a-z]{2}$")]], Field(min_length=1)]
    holidays_region: Place
    address: Annotated[list[Line], Field(min_length=1)]
    email: EmailStr | None = None
    phone: Line = ""
    website: Line = ""
    complaint_url: Line = ""
    prior_contact: Literal["required", "required_for_rights", "expected", "recommended"]
    prior_contact_rule: Line = ""
    channels: list[Literal["webform", "email", "post", "in_person", "pec"]]
    signature: Line = ""
    time_limit: Line = ""
    mandatory_content: list[Line] = []
    notes: Line = ""
    verified_on: date
    sources: Annotated[list[Line], Field(min_length=1)]

    def authority(self) -> SupervisoryAuthority:
        fields = self.model_dump()
        lists = ("territory", "languages", "address", "channels", "mandatory_content",
                 "also_known_as", "sources")  # fmt: skip
        fields |= {name: tuple(fields[name]) for name in lists}
        return SupervisoryAuthority(**{**fields, "email": self.email or ""})


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
                ("authorities", number, "id"), f"id: {authority.id} stands here twice."
            )
        seen.add(authority.id)
    return found


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
