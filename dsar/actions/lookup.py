"""Looking things up: deadlines, regimes, authorities, companies. No store is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from dsar.directory.authority import SupervisoryAuthority
from dsar.directory.competence import Links, Seat, competent
from dsar.directory.controller import Controller
from dsar.errors import Invalid, NotAllowed
from dsar.law.applicability import Reason, Situation, applicable
from dsar.law.deadline import Deadline, Question, compute
from dsar.law.regime import Regime
from dsar.reference.authorities import authorities
from dsar.reference.controllers import find_controller
from dsar.reference.places import calendar, place_code, split_place
from dsar.reference.regimes import regime, regimes


def deadline(
    start: date,
    regime_id: str,
    places: Sequence[str],
    period: str,
    paused: tuple[date, date] | None,
    restarted: date | None,
) -> Deadline:
    """The deadline of *period* that starts with the event of *start*; the first place decides."""
    calendars = [calendar(place) for place in places]
    question = Question(regime(regime_id), period, start, calendars, None, paused, restarted)
    return compute(question)


def regime_for(residence: str, company: str, own: Path, day: date) -> list[dict[str, Any]]:
    """The regimes a person living in *residence* can invoke against *company*, best first.

    Raises NotAllowed when there is none.
    """
    residence = place_code(residence)
    controller = find_controller(company, own)
    state, _ = split_place(residence)
    situation = Situation(state, controller.established, controller.reach, day)
    found = applicable(situation, regimes().values())
    if not found:
        raise NotAllowed(
            f"No regime here: {residence} is outside the Union and the United Kingdom, and"
            f" {controller.name} is not known to be established there (Art. 3 GDPR and UK GDPR).",
            f"dsar knows: {', '.join(regimes())}.",
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
    state, _ = split_place(residence)
    for known in regimes().values():
        if known.rules_in(state, day):
            return known.id
    raise NotAllowed(
        f"No regime here: dsar knows no law for {residence} yet.",
        f"It knows: {', '.join(regimes())}; name one with --regime.",
    )


def reasons(because: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons as plain data."""
    return [{"text": r.text, "citation": r.citation.text, "url": r.citation.url} for r in because]


def controller_data(controller: Controller) -> dict[str, Any]:
    """A company's record as plain data; days in ISO form."""
    data: dict[str, Any] = _plain(asdict(controller))
    return data


def authority_data(authority: SupervisoryAuthority) -> dict[str, Any]:
    """An authority's record as plain data; days in ISO form."""
    data: dict[str, Any] = _plain(asdict(authority))
    return data


def regime_data(known: Regime) -> dict[str, Any]:
    """A regime as plain data: rights, periods, where it rules, when it was verified."""
    return {
        "id": known.id,
        "name": known.name,
        "short": known.short,
        "verified_on": known.verified_on.isoformat(),
        "territory": [
            {
                "places": sorted(t.places),
                "from": t.valid.first.isoformat(),
                "to": t.valid.last.isoformat() if t.valid.last else None,
            }
            for t in known.territories
        ],
        "rights": [{"id": r.id, "name": r.name, "citation": r.citation.text} for r in known.rights],
        "periods": [
            {
                "id": p.id,
                "months": p.months,
                "starts_with": p.starts_with,
                "binds": p.binds,
                "force": p.force,
                "citation": p.citation.text,
                "from": p.valid.first.isoformat(),
                "to": p.valid.last.isoformat() if p.valid.last else None,
            }
            for p in known.periods
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
