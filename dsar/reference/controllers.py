"""Controllers read from ``companies/*.yaml`` and from the user's own folder."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, EmailStr, Field, model_validator

from dsar.directory.controller import Contact, Controller, seat_place
from dsar.errors import Invalid
from dsar.law.applicability import KnownReach
from dsar.reference.data import data_name, data_path
from dsar.reference.near import near
from dsar.reference.places import place_code, split_place
from dsar.reference.record import Country, Record
from dsar.reference.regimes import Body, regimes
from dsar.reference.words import clean_line
from dsar.reference.yamlfile import Document, read_yaml, validate

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


def _slug(text: str) -> str:
    if not SLUG.match(text) or len(text) > 80:
        raise ValueError("an id is small letters, digits and single hyphens, e.g. clearview-ai")
    return text


def _place(text: str) -> str:
    try:
        return place_code(text)
    except Invalid as error:
        raise ValueError(error.message) from None


Line = Annotated[str, AfterValidator(clean_line)]
Slug = Annotated[str, AfterValidator(_slug)]
Place = Annotated[str, AfterValidator(_place)]


class _Contact(Record):
    kind: Literal["email", "post", "phone", "web-form"]
    value: Line = ""
    address: list[Line] = []
    source: Line
    verified_on: date | None = None
    note: Line = ""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> _Contact:
        if self.kind == "post" and not self.address:
            raise ValueError("a postal contact needs address lines")
        if self.kind != "post" and not self.value:
            raise ValueError(f"a contact of kind {self.kind} needs a value")
        if self.kind == "email":
            _Email(value=self.value)
        return self

    def contact(self) -> Contact:
        return Contact(
            kind=self.kind,
            source=self.source,
            value=self.value,
            address=tuple(self.address),
            verified_on=self.verified_on,
            note=self.note,
        )


class _Email(Record):
    value: EmailStr


class _Reach(Record):
    law: str
    basis: Line
    because: Line
    source: Line


class _Controller(Record):
    id: Slug
    name: Line
    also_known_as: list[Line] = []
    kind: Slug = "other"
    country: Country
    holidays_region: Place | None = None
    languages: list[Annotated[str, Field(pattern="^[a-z]{2}$")]] = []
    website: Line = ""
    contacts: Annotated[list[_Contact], Field(min_length=1)]
    body: Body = "private"
    eu_establishment: bool | None = None
    uk_establishment: bool | None = None
    reach: list[_Reach] = []
    representative: Line = ""
    representative_source: Line = ""
    practice: list[Line] = []
    notes: Line = ""
    verified_on: date | None = None
    sources: Annotated[list[Line], Field(min_length=1)]

    @model_validator(mode="after")
    def _reach_is_a_ground_of_its_law(self) -> _Controller:
        for reach in self.reach:
            known = regimes().get(reach.law)
            if known is None:
                raise ValueError(f"reach: there is no regime called {reach.law!r}")
            if reach.basis not in {r.basis for r in known.reaches if r.kind == "person"}:
                raise ValueError(f"reach: {reach.law} knows no ground {reach.basis!r}")
        return self

    def _established(self) -> dict[str, bool | None]:
        """By regime: a seat in its territory is an establishment; else what the record states."""
        seat = seat_place(self.country, self.holidays_region or "")
        stated = {"eu-gdpr": self.eu_establishment, "uk-gdpr": self.uk_establishment}
        return {
            known.id: True if known.rules_in(seat, date.max) else stated.get(known.id)
            for known in regimes().values()
        }

    def controller(self) -> Controller:
        return Controller(
            id=self.id,
            name=self.name,
            kind=self.kind,
            country=self.country,
            holidays_region=self.holidays_region or _holidays_known(self.country),
            languages=tuple(self.languages),
            contacts=tuple(contact.contact() for contact in self.contacts),
            body=self.body,
            established=self._established(),
            reach={r.law: KnownReach(r.basis, r.because, r.source) for r in self.reach},
            website=self.website,
            also_known_as=tuple(self.also_known_as),
            representative=self.representative,
            verified_on=self.verified_on,
            sources=tuple(self.sources),
        )


def _holidays_known(country: str) -> str:
    """*country* where its holidays are known, else empty: no calendar is better than a guess."""
    try:
        split_place(country)
    except Invalid:
        return ""
    return country


def parse_controller(document: Document) -> Controller:
    """The controller in *document*; raises Invalid with the place of the first mistake."""
    return validate(document, _Controller, document.data).controller()


def read_controller(path: Path) -> Controller:
    """The controller in the file at *path*, whose name must be its id."""
    document = read_yaml(path, data_name(path))
    controller = parse_controller(document)
    if controller.id != path.stem:
        raise document.error(("id",), f"id: the file is called {path.name}, the id differs.")
    return controller


@cache
def _folder(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder.is_dir() else {}


def controller_files(own: Path) -> dict[str, Path]:
    """Every record by id: ours, and those in *own*, the user's folder, which always win."""
    return _folder(data_path("companies")) | _folder(own)


def is_shipped(controller_id: str) -> bool:
    """Whether the directory that comes with the program has a record of this id."""
    return controller_id in _folder(data_path("companies"))


def find_controller(text: str, own: Path) -> Controller:
    """The controller whose id or exact name is *text*; raises Invalid with near names."""
    files = controller_files(own)
    if text in files:
        return read_controller(files[text])
    wanted = text.casefold().strip()
    names: dict[str, str] = {}
    for path in files.values():
        controller = read_controller(path)
        for name in (controller.name, *controller.also_known_as, controller.id):
            names[name] = controller.id
            if name.casefold() == wanted:
                return controller
    close = list(dict.fromkeys(names[name] for name in near(text, names)))
    add = "add it with: dsar company add"
    raise Invalid(
        f"The directory has no company called {text!r}.",
        f"Did you mean {' or '.join(close)}? If not, {add}" if close else add[0].upper() + add[1:],
        kind="unknown-company",
    )


def search_controllers(text: str, own: Path, limit: int = 10) -> list[tuple[Controller, float]]:
    """Controllers near to *text*, best first, each with a score from 0 to 100."""
    from_name: dict[str, Controller] = {}
    for path in controller_files(own).values():
        controller = read_controller(path)
        for name in (controller.name, controller.id, *controller.also_known_as):
            from_name[name] = controller
    best: dict[str, tuple[Controller, float]] = {}
    for name in near(text, from_name, limit * 3):
        controller = from_name[name]
        best.setdefault(controller.id, (controller, score(text, name)))
    return sorted(best.values(), key=lambda hit: -hit[1])[:limit]


def score(text: str, name: str) -> float:
    """How near *name* is to *text*, 0 to 100."""
    from rapidfuzz import fuzz, utils

    return round(float(fuzz.WRatio(text, name, processor=utils.default_process)), 1)
