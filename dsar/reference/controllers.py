"""Controllers read from ``companies/*.yaml`` and from the user's own folder."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, EmailStr, Field, model_validator

from dsar.directory.controller import (
    CONTACTS,
    NEEDS,
    Contact,
    Controller,
    Need,
    Provenance,
    seat_place,
)
from dsar.errors import Invalid
from dsar.law.applicability import KnownReach
from dsar.reference.data import data_name, data_path
from dsar.reference.index import Entry, domain, entries, file_of, folded
from dsar.reference.places import place_code, split_place
from dsar.reference.record import Country, Record, listed, one_of
from dsar.reference.regimes import Body, regimes
from dsar.reference.search import search_entries
from dsar.reference.words import clean_line
from dsar.reference.yamlfile import Document, mistakes, read_yaml, validate

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
    kind: Annotated[str, AfterValidator(one_of(CONTACTS)), listed(CONTACTS)]
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


class _Need(Record):
    what: Annotated[str, AfterValidator(one_of(NEEDS)), listed(NEEDS)]
    label: Line = ""
    optional: bool = False


class _Provenance(Record):
    collection: Line
    licence: Line
    version: Line
    record: Line
    quality: Line = ""


class _Controller(Record):
    id: Slug
    name: Line
    also_known_as: list[Line] = []
    kind: Slug = "other"
    also_kinds: list[Slug] = []
    country: Country | None = None
    holidays_region: Place | None = None
    languages: list[Annotated[str, Field(pattern="^[a-z]{2}$")]] = []
    website: Line = ""
    contacts: list[_Contact] = []
    body: Body = "private"
    eu_establishment: bool | None = None
    uk_establishment: bool | None = None
    reach: list[_Reach] = []
    main_establishment: Place | None = None
    lead_authority: Slug | None = None
    lead_authority_certainty: Line = ""
    dpo: Line = ""
    needs: list[_Need] = []
    asks_id_document: bool | None = None
    must_not_ask: list[Line] = []
    self_service: Line = ""
    suggested_channel: Annotated[str, AfterValidator(one_of(CONTACTS)), listed(CONTACTS)] | None = (
        None
    )
    relevant_countries: list[Country] = []
    custom_letters: dict[Slug, Slug] = {}
    obsolete: Line = ""
    redirect_to: Slug | None = None
    provenance: _Provenance | None = None
    representative: Line = ""
    representative_source: Line = ""
    practice: list[Line] = []
    notes: Line = ""
    verified_on: date | None = None
    sources: Annotated[list[Line], Field(min_length=1)]

    @model_validator(mode="after")
    def _can_be_reached(self) -> _Controller:
        if not self.contacts and not self.obsolete:
            raise ValueError("contacts: a company needs at least one way to reach it")
        return self

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
        seat = seat_place(self.country or "", self.holidays_region or "")
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
            also_kinds=tuple(self.also_kinds),
            country=self.country or "",
            holidays_region=self.holidays_region or _holidays_known(self.country or ""),
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
            main_establishment=self.main_establishment or "",
            dpo=self.dpo,
            lead_authority=self.lead_authority or "",
            lead_authority_certainty=self.lead_authority_certainty,
            needs=tuple(Need(n.what, n.label, n.optional) for n in self.needs),
            asks_id_document=self.asks_id_document,
            must_not_ask=tuple(self.must_not_ask),
            self_service=self.self_service,
            suggested_channel=self.suggested_channel or "",
            relevant_countries=tuple(self.relevant_countries),
            custom_letters=self.custom_letters,
            practice=tuple(self.practice),
            notes=self.notes,
            obsolete=self.obsolete,
            redirect_to=self.redirect_to or "",
            provenance=Provenance(**self.provenance.model_dump()) if self.provenance else None,
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


def controller_mistakes(document: Document) -> list[Invalid]:
    """Every mistake in the record in *document*, each with its place."""
    return mistakes(document, _Controller, document.data)


def controller_schema() -> dict[str, Any]:
    """The JSON Schema of a company's record, for editors."""
    return _Controller.model_json_schema()


def read_controller(path: Path) -> Controller:
    """The controller in the file at *path*, whose name must be its id."""
    document = read_yaml(path, data_name(path))
    controller = parse_controller(document)
    if controller.id != path.stem:
        message = f"id: the file is called {path.name}, the id differs."
        raise document.error(("id",), message, "Rename the file, or change the id.")
    return controller


def is_shipped(controller_id: str) -> bool:
    """Whether the directory that comes with the program has a record of this id."""
    return (data_path("companies") / f"{controller_id}.yaml").is_file()


def find_controller(text: str, own: Path) -> Controller:
    """The controller whose id, exact name or domain is *text*, or what took its place.

    Raises Invalid with near names, or with the ids where several have that name.
    """
    path = file_of(text, own) if SLUG.match(text) else None
    found = read_controller(path) if path else _named(text, own)
    after = found.redirect_to
    return read_controller(there) if after and (there := file_of(after, own)) else found


def _named(text: str, own: Path) -> Controller:
    known = entries(own)
    wanted, host = folded(text), domain(text)
    hits = [e for e in known.values() if wanted and wanted in {folded(n) for n in e.names}]
    hits = hits or [e for e in known.values() if host and host in e.domains]
    if len(hits) == 1:
        return _of(hits[0], own)
    if hits:
        raise Invalid(
            f"Several companies are called {text!r}.",
            f"Say which: {', '.join(hit.id for hit in hits[:10])}.",
            kind="ambiguous-company",
        )
    close = [entry.id for entry, _ in search_entries(text, known.values(), 3)]
    add = "add it with: dsar company add"
    raise Invalid(
        f"The directory has no company called {text!r}.",
        f"Did you mean {' or '.join(close)}? If not, {add}" if close else add[0].upper() + add[1:],
        kind="unknown-company",
    )


def _of(entry: Entry, own: Path) -> Controller:
    path = file_of(entry.id, own)
    assert path is not None  # the index was made from the files a moment ago
    return read_controller(path)
