"""Looking things up: deadlines, regimes, authorities, companies. No store is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dsar.directory.authority import SupervisoryAuthority
from dsar.directory.competence import Links, Seat, competent
from dsar.directory.controller import Controller
from dsar.errors import Invalid, NotAllowed
from dsar.law.applicability import Reason, Situation, applicable
from dsar.law.compute import compute
from dsar.law.deadline import Deadline
from dsar.law.question import Demand, Extension, Question
from dsar.law.regime import Period, Regime, Row
from dsar.reference.authorities import authorities
from dsar.reference.calendars import calendar
from dsar.reference.controllers import find_controller
from dsar.reference.decisions import decisions_on
from dsar.reference.places import place_code
from dsar.reference.regimes import regime, regimes


@dataclass(frozen=True)
class Wanted:
    """A deadline as the command asks for it: ids and days; the first of ``places`` decides."""

    start: date
    regime: str
    places: tuple[str, ...]
    period: str = "answer"
    right: str = ""
    paused: tuple[tuple[date, date], ...] = ()
    restarted: date | None = None
    demands: tuple[Demand, ...] = ()
    extension: Extension | None = None


def deadline(wanted: Wanted, own_holidays: Path) -> Deadline:
    """The deadline that is *wanted*; *own_holidays* is the user's file, which need not be there.

    Raises Invalid for an unknown regime, place, period or right, NotAllowed where the regime
    rules in none of the places or lacks the right.
    """
    law = regime(wanted.regime)
    places = [place_code(place) for place in wanted.places]
    # Before its first day the regime itself says since when it is law.
    on = max(wanted.start, min(t.valid.first for t in law.territories))
    if not any(law.rules_in(place, on) for place in places):
        raise NotAllowed(
            f"No regime here: on {wanted.start.isoformat()} {law.short} rules in"
            f" {law.territory_name}, not in {' or '.join(places)}"
            f" ({law.territories[0].citation.text}).",
            _elsewhere(places[0], wanted.start),
        )
    if wanted.right:
        law.right(wanted.right, wanted.start)
    return compute(
        Question(
            regime=law,
            period=wanted.period,
            start=wanted.start,
            calendars=[calendar(place, law.id, own_holidays) for place in places],
            paused=wanted.paused,
            restarted=wanted.restarted,
            demands=wanted.demands,
            extension=wanted.extension,
            right=wanted.right,
        )
    )


def _elsewhere(place: str, day: date) -> str:
    """Which regimes rule in *place*, as a hint."""
    here = [known.id for known in regimes().values() if known.rules_in(place, day)]
    if here:
        return f"In {place}: {', '.join(here)}."
    parts = [
        known.id
        for known in regimes().values()
        if any(p.startswith(f"{place}-") for t in known.territories for p in t.places)
    ]
    if parts:
        return f"Name the part of {place}; its parts have: {', '.join(parts)}."
    return f"dsar knows no law of {place}; it knows: {', '.join(regimes())}."


def regime_for(residence: str, company: str, own: Path, day: date) -> list[dict[str, Any]]:
    """The regimes a person living in *residence* can invoke against *company*, best first.

    Raises NotAllowed when there is none.
    """
    residence = place_code(residence)
    controller = find_controller(company, own)
    situation = Situation(residence, controller.established, controller.reach, day, controller.body)
    found = applicable(situation, regimes().values())
    if not found:
        raise NotAllowed(
            f"No regime here: no law that dsar knows ties {controller.name}"
            f" ({controller.body.replace('-', ', ')}) to a person living in {residence}.",
            _elsewhere(residence, day),
        )
    return [
        {"id": hit.regime, "role": hit.role, "basis": hit.basis, "because": reasons(hit.because)}
        for hit in found
    ]


def regulator_for(
    links: Links, company: str | None, regime_id: str | None, own: Path, day: date
) -> dict[str, Any]:
    """The authorities that hear the person, the recommended one first; and the lead, if any."""
    places = (links.residence, links.work, links.infringement)
    links = Links(*(place_code(place) if place else "" for place in places))
    controller = find_controller(company, own) if company else None
    law = regime_id or _regime_of(links.residence, day)
    if law not in regimes():
        regime(law)
    seat = None
    if controller is not None:
        seat = Seat(controller.name, controller.country, controller.established.get(law))
    found = competent(links, seat, authorities().values(), law)
    if not found.authorities:
        raise Invalid(
            f"The directory has no supervisory authority for {links.residence} yet.",
            f"It has: {', '.join(authorities())}.",
            kind="no-authority",
        )
    return {
        "authorities": [
            {"id": c.authority.id, "role": c.role, "because": reasons(c.because)}
            for c in found.authorities
        ],
        "lead": found.lead.id if found.lead else None,
        "regime": law,
    }


def _regime_of(residence: str, day: date) -> str:
    # The law of the State, before that of a part of it and before that on the police.
    for known in regimes().values():
        if known.rules_in(residence, day) and known.governing("private", day):
            return known.id
    raise NotAllowed(
        f"No regime here: dsar knows no law for {residence} yet.",
        f"It knows: {', '.join(regimes())}; name one with --regime.",
    )


def reasons(because: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons as plain data."""
    return [{"text": r.text, "citation": r.citation.text, "url": r.citation.url} for r in because]


def controller_data(controller: Controller) -> dict[str, Any]:
    """A company's record with the decisions on it as plain data; days in ISO form."""
    known = [asdict(one) for one in decisions_on(controller.id)]
    data: dict[str, Any] = _plain(asdict(controller) | {"decisions": known})
    return data


def authority_data(authority: SupervisoryAuthority) -> dict[str, Any]:
    """An authority's record as plain data; days in ISO form."""
    data: dict[str, Any] = _plain(asdict(authority))
    return data


def regime_data(known: Regime) -> dict[str, Any]:
    """A regime as plain data: rights, what is missing, periods, counting, where it rules."""
    return {
        "id": known.id,
        "name": known.name,
        "short": known.short,
        "verified_on": known.verified_on.isoformat(),
        "territory": [
            {"places": sorted(t.places), "without": sorted(t.without), **_law_row(t)}
            for t in known.territories
        ],
        "governs": [
            {"bodies": sorted(g.bodies), "role": g.role, "text": g.text, **_law_row(g)}
            for g in known.governs
        ],
        "reaches": [
            {"basis": r.basis, "kind": r.kind, "text": r.text, **_law_row(r)} for r in known.reaches
        ],
        "yields_to": [{"regime": y.regime, "text": y.text, **_law_row(y)} for y in known.yields_to],
        "rights": [{"id": r.id, "name": r.name, **_law_row(r)} for r in known.rights],
        "missing": [{"id": m.id, "text": m.text, **_law_row(m)} for m in known.missing],
        "periods": [_period_data(period) for period in known.periods],
        "unmoved": [{"event": u.event, "text": u.text, **_law_row(u)} for u in known.unmoved],
        "receipts": [
            {"channel": r.channel, "places": sorted(r.places), "text": r.text, **_law_row(r)}
            for r in known.receipts
        ],
        "remedies": [{"id": r.id, "text": r.text, **_law_row(r)} for r in known.remedies],
        "examples": len(known.examples),
    }


def _law_row(row: Row) -> dict[str, Any]:
    """What every value of the law has: since when, until when, where it stands, when verified."""
    return {
        "citation": row.citation.text,
        "url": row.citation.url,
        "from": row.valid.first.isoformat(),
        "to": row.valid.last.isoformat() if row.valid.last else None,
        "verified_on": row.verified_on.isoformat(),
        "certainty": row.certainty,
    }


def _period_data(period: Period) -> dict[str, Any]:
    length = period.length
    return {
        "id": period.id,
        "length": {"count": length.count, "unit": length.unit} if length else None,
        "starts_with": period.starts_with,
        "binds": period.binds,
        "force": period.force,
        "places": sorted(period.places),
        "rights": sorted(period.rights),
        "note": period.note,
        **_law_row(period),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
