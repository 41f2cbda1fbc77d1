"""Looking things up: deadlines, regimes, authorities, companies. No store is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dsar.directory.authority import Remit, SupervisoryAuthority
from dsar.directory.competence import Links, Seat, competent
from dsar.directory.controller import Controller
from dsar.errors import Invalid, NotAllowed
from dsar.law.applicability import Applicable, Reason, Situation, applicable
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


# Art. 6(1) GDPR.
_BASES = tuple(f"6(1)({letter})" for letter in "abcdef")


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
    known = f"dsar knows no law of {place}; it knows: {', '.join(regimes())}."
    near = [a.id for a in authorities().values() if a.covers(place)]
    return f"{known} Its authority: dsar regulator show {near[0]}." if near else known


def regime_for(residence: str, company: str, own: Path, day: date) -> list[dict[str, Any]]:
    """The regimes a person living in *residence* can invoke against *company*, best first.

    Raises NotAllowed when there is none.
    """
    found = _applicable(place_code(residence), find_controller(company, own), day)
    return [
        {"id": hit.regime, "role": hit.role, "basis": hit.basis, "because": reasons(hit.because)}
        for hit in found
    ]


def _applicable(residence: str, controller: Controller, day: date) -> list[Applicable]:
    situation = Situation(residence, controller.established, controller.reach, day, controller.body)
    found = applicable(situation, regimes().values())
    if not found:
        raise NotAllowed(
            f"No regime here: no law that dsar knows ties {controller.name}"
            f" ({controller.body.replace('-', ', ')}) to a person living in {residence}.",
            _elsewhere(residence, day),
        )
    return found


def regulator_for(
    links: Links, company: str | None, regime_id: str | None, own: Path, day: date, basis: str = ""
) -> dict[str, Any]:
    """The authorities that hear the person, the recommended one first; and the lead, if any.

    Without a regime named, those that apply: the authorities of the first may be recommended,
    those of the others are possible. *basis* is the legal basis the controller relies on.
    Raises Invalid for an unknown basis, or one without a company that relies on it.
    """
    if basis and (basis not in _BASES or company is None):
        raise Invalid(
            f"A legal basis is one of {', '.join(_BASES)}, and somebody's: name the company.",
            "For example: --company schufa --basis '6(1)(f)'.",
        )
    places = (links.residence, links.work, links.infringement)
    links = Links(*(place_code(place) if place else "" for place in places))
    controller = find_controller(company, own) if company else None
    laws = [regime(regime_id).id] if regime_id else _laws(links, controller, day)
    found: dict[str, dict[str, Any]] = {}
    lead = None
    for number, law in enumerate(laws):
        heard = competent(
            links, _seat(controller, law, basis), authorities().values(), regimes()[law]
        )
        lead = lead or heard.lead
        for one in heard.authorities:
            role = one.role if number == 0 else "possible"
            hit = {"id": one.authority.id, "role": role, "regime": law}
            found.setdefault(one.authority.id, hit | {"because": reasons(one.because)})
    if not found:
        raise Invalid(
            f"The directory has no supervisory authority for {links.residence} yet.",
            f"It has: {', '.join(authorities())}.",
            kind="no-authority",
        )
    told = list(found.values())
    return {"authorities": told, "lead": lead.id if lead else None, "regime": laws[0]}


def _seat(controller: Controller | None, law: str, basis: str) -> Seat | None:
    if controller is None:
        return None
    established = controller.established.get(law)
    kind, body = controller.kind, controller.body
    return Seat(
        controller.name,
        controller.seat_under(law),
        established,
        body,
        kind,
        basis,
        controller.representative,
    )


def _laws(links: Links, controller: Controller | None, day: date) -> list[str]:
    """The laws under which the person may complain, the recommended one first."""
    if controller is not None:
        return [hit.regime for hit in _applicable(links.residence, controller, day)]
    for place in filter(None, (links.residence, links.work, links.infringement)):
        here = [
            known
            for known in regimes().values()
            if known.rules_in(place, day) and known.governing("private", day)
        ]
        ids = {known.id for known in here}
        # A province's own Act stands in the place of the federal one.
        here.sort(key=lambda known: any(row.regime in ids for row in known.yields_to))
        if here:
            return [known.id for known in here]
    raise NotAllowed(
        f"No regime here: dsar knows no law for {links.residence} yet.",
        f"{_elsewhere(links.residence, day)} Name one with --regime.",
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
    if authority.remit == Remit():
        data["remit"] = None
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
