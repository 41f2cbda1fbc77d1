"""Checks of directory records: small, named, each with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dsar.directory.authority import SupervisoryAuthority
from dsar.directory.competence import Links, Seat, competent
from dsar.directory.controller import Controller
from dsar.law.regime import Regime

OLD_DAYS = 365
ERROR, WARNING = "error", "warning"

Where = tuple[str | int, ...]

# The shape of a postcode inside a line of an address, where a country has one everywhere.
POSTCODES = {
    "AT": r"\b\d{4}\b", "BE": r"\b\d{4}\b", "CH": r"\b\d{4}\b", "DE": r"\b\d{5}\b",
    "DK": r"\b\d{4}\b", "ES": r"\b\d{5}\b", "FR": r"\b\d{5}\b", "IT": r"\b\d{5}\b",
    "NL": r"\b\d{4} ?[A-Z]{2}\b", "PL": r"\b\d{2}-\d{3}\b", "SE": r"\b\d{3} ?\d{2}\b",
    "US": r"\b\d{5}\b", "GB": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What a check found: how bad, which check, where in the record, and what to do."""

    severity: str
    check: str
    where: Where
    message: str
    fix: str


@dataclass(frozen=True)
class World:
    """What a record is checked against; ``country_of`` reads a country's name (empty: none)."""

    today: date
    authorities: Mapping[str, SupervisoryAuthority]
    companies: frozenset[str]
    gdpr: Regime
    regimes: frozenset[str]
    country_of: Callable[[str], str]


Check = Callable[[Controller, World], Iterator[Problem]]


def check_controller(company: Controller, world: World) -> list[Problem]:
    """Everything the checks find in *company*."""
    return [problem for check in CONTROLLER_CHECKS for problem in check(company, world)]


def check_authority(authority: SupervisoryAuthority, world: World) -> list[Problem]:
    """Everything the checks find in *authority*; places are those inside its record."""
    found = [*_telephone(("phone",), authority.phone), *_telephone(("fax",), authority.fax)]
    for field in ("website", "complaint_url"):
        found += _web((field,), getattr(authority, field))
    found += _stale(("verified_on",), authority.verified_on, world)
    if authority.address:
        found += _postal(("address",), authority.address, authority.country, world)
    if not set(authority.regimes) & world.regimes:
        text = "regimes: it supervises no law that the program knows."
        found.append(Problem(WARNING, "law", ("regimes",), text, "Its record is an address only."))
    if "email" in authority.channels and not authority.email:
        text = "channels: it takes e-mail, but its address is not there."
        found.append(Problem(WARNING, "channel", ("channels",), text, "Add email."))
    return found


def phone(company: Controller, world: World) -> Iterator[Problem]:
    """Telephone and fax numbers in international form."""
    for number, contact in enumerate(company.contacts):
        if contact.kind in ("phone", "fax"):
            yield from _telephone(("contacts", number, "value"), contact.value)


def website(company: Controller, world: World) -> Iterator[Problem]:
    """Addresses on the web start with https:// (or http://)."""
    for field in ("website", "self_service"):
        yield from _web((field,), getattr(company, field))
    for number, contact in enumerate(company.contacts):
        if contact.kind == "web-form":
            yield from _web(("contacts", number, "value"), contact.value)


def postcode(company: Controller, world: World) -> Iterator[Problem]:
    """An address has a postcode of its country's shape; the seat's country, or the last line's."""
    for number, contact in enumerate(company.contacts):
        if contact.kind == "post":
            where = ("contacts", number, "address")
            yield from _postal(where, contact.address, company.country, world)


def country(company: Controller, world: World) -> Iterator[Problem]:
    """The preferred postal address lies in the country of the seat."""
    lines = company.address
    there = world.country_of(lines[-1]) if lines else ""
    if there and company.country and there != company.country:
        text = f"country: {company.country}, but the preferred postal address is in {there}."
        yield Problem(WARNING, "country", ("country",), text, "Say in notes whose address it is.")
    if not company.country and not company.obsolete:
        text = "country: the country of the seat is not known."
        yield Problem(WARNING, "country", (), text, "Read its site before you send.")


def stale(company: Controller, world: World) -> Iterator[Problem]:
    """Who confirmed the record, and whether that was within a year."""
    if not company.obsolete:
        yield from _stale(("verified_on",), company.verified_on, world)
    for number, contact in enumerate(company.contacts):
        if contact.verified_on is not None and contact.verified_on > world.today:
            yield from _stale(("contacts", number, "verified_on"), contact.verified_on, world)


def lead(company: Controller, world: World) -> Iterator[Problem]:
    """The lead authority named is that of the main establishment (Art. 56(1) GDPR)."""
    said = company.lead_authority
    if not said:
        return
    if said not in world.authorities:
        text = f"lead_authority: there is no authority called {said!r}."
        yield Problem(ERROR, "lead", ("lead_authority",), text, "dsar regulator list names them.")
        return
    place = company.seat_under(world.gdpr.id)
    if company.established.get(world.gdpr.id):
        seat = Seat(company.name, place, True, company.body, company.kind)
        right = competent(Links(""), seat, world.authorities.values(), world.gdpr).lead
        fits = right is None or right.id == said
        named = right.id if right else "none"
    else:
        fits, named = world.authorities[said].covers(place), "the authority of its seat"
    if not fits:
        text = f"lead_authority: {said} does not cover the seat ({place or 'not known'})."
        yield Problem(ERROR, "lead", ("lead_authority",), text, f"It would be: {named}.")


def redirect(company: Controller, world: World) -> Iterator[Problem]:
    """A record that ended points at one that is there."""
    if company.redirect_to and company.redirect_to not in world.companies:
        text = f"redirect_to: there is no company called {company.redirect_to!r}."
        yield Problem(ERROR, "redirect", ("redirect_to",), text, "Import it, or take this out.")


def unreached(company: Controller, world: World) -> Iterator[Problem]:
    """A letter can go out: there is an e-mail or postal address."""
    if not company.obsolete and not company.email and not company.address:
        text = "contacts: there is neither an e-mail nor a postal address."
        yield Problem(WARNING, "reach", ("contacts",), text, "Add one, with where it is from.")


CONTROLLER_CHECKS: tuple[Check, ...] = (
    *(phone, website, postcode, country),
    *(stale, lead, redirect, unreached),
)


def duplicate_emails(companies: Mapping[str, Controller]) -> Iterator[tuple[str, Problem]]:
    """The same e-mail address with several companies, told with each but the first."""
    seen: dict[str, str] = {}
    for company in companies.values():
        for number, contact in enumerate(company.contacts):
            if contact.kind != "email":
                continue
            first = seen.setdefault(contact.value.casefold(), company.id)
            if first != company.id:
                text = f"contacts: {first} has the same e-mail address."
                where = ("contacts", number, "value")
                fix = "One group may share it; else mend the wrong one."
                yield company.id, Problem(WARNING, "duplicate-email", where, text, fix)


def _telephone(where: Where, number: str) -> Iterator[Problem]:
    if number and not re.fullmatch(r"\+\d[\d ./()-]{5,24}( ext\. \d+)?", number):
        text = f"{_field(where)}: this is not a number in international form."
        yield Problem(WARNING, "phone", where, text, "Write it like +49 30 123456.")


def _web(where: Where, address: str) -> Iterator[Problem]:
    if address and not re.match(r"https?://[^\s/]+\.[^\s/]+", address):
        text = f"{_field(where)}: this is not an address on the web."
        yield Problem(ERROR, "website", where, text, "Write it with https:// in front.")


def _postal(where: Where, lines: Sequence[str], seat: str, world: World) -> Iterator[Problem]:
    there = world.country_of(lines[-1]) or seat
    shape = POSTCODES.get(there)
    if shape and not any(re.search(shape, line) for line in lines):
        text = f"{_field(where)}: no line has a postcode as they are in {there}."
        yield Problem(WARNING, "postcode", where, text, "Compare it with the source.")


def _stale(where: Where, day: date | None, world: World) -> Iterator[Problem]:
    if day is None:
        text = "verified_on: nobody has confirmed this record."
        yield Problem(WARNING, "stale", where, text, "Compare it with its sources.")
    elif day > world.today:
        text = f"{_field(where)}: {day.isoformat()} has not come yet."
        yield Problem(ERROR, "stale", where, text, "Check the date.")
    elif world.today - day > timedelta(days=OLD_DAYS):
        text = f"{_field(where)}: confirmed last on {day.isoformat()}, more than a year ago."
        yield Problem(WARNING, "stale", where, text, "Compare it with its sources.")


def _field(where: Where) -> str:
    return ".".join(map(str, where))
