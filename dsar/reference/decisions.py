"""Decisions read from ``decisions.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from dsar.directory.decision import Appeal, Decision, Money
from dsar.reference.controllers import Line, Slug
from dsar.reference.data import data_name, data_path
from dsar.reference.record import Country, Record
from dsar.reference.yamlfile import read_yaml, validate


class _Money(Record):
    amount: Annotated[int, Field(gt=0)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]

    def money(self) -> Money:
        return Money(self.amount, self.currency)


class _Appeal(Record):
    court: Line = ""
    citation: Line = ""
    on: date | None = None
    on_text: Line = ""
    outcome: Line

    def appeal(self) -> Appeal:
        return Appeal(self.court, self.citation, self.on, self.on_text, self.outcome)


class _Decision(Record):
    id: Slug
    controllers: Annotated[list[Slug], Field(min_length=1)]
    country: Country
    authority: Slug | None = None
    number: Line = ""
    on: date | None = None
    on_text: Line = ""
    published: date | None = None
    type: Line
    legal_basis: Line = ""
    articles: list[Line] = []
    orders: list[Line] = []
    findings: list[Line] = []
    complaints: Line = ""
    fine: _Money | None = None
    penalty_up_to: _Money | None = None
    finality: Literal["final", "not-final", "unknown"]
    status: Line = ""
    appeals: list[_Appeal] = []
    note: Line = ""
    sources: Annotated[list[Line], Field(min_length=1)]
    verified_on: date

    @model_validator(mode="after")
    def _has_a_day(self) -> _Decision:
        if self.on is None and not self.on_text:
            raise ValueError("a decision has its day in on, or in on_text where only part is known")
        return self

    def decision(self) -> Decision:
        return Decision(
            id=self.id,
            controllers=tuple(self.controllers),
            country=self.country,
            authority=self.authority or "",
            number=self.number,
            on=self.on,
            on_text=self.on_text,
            published=self.published,
            type=self.type,
            articles=tuple(self.articles),
            orders=tuple(self.orders),
            findings=tuple(self.findings),
            fine=self.fine.money() if self.fine else None,
            penalty_up_to=self.penalty_up_to.money() if self.penalty_up_to else None,
            finality=self.finality,
            status=self.status,
            appeals=tuple(appeal.appeal() for appeal in self.appeals),
            note=self.note,
            sources=tuple(self.sources),
            verified_on=self.verified_on,
        )


class _File(Record):
    decisions: list[_Decision]


def read_decisions(path: Path) -> list[Decision]:
    """The decisions in the file at *path*; raises Invalid with the place of a mistake."""
    document = read_yaml(path, data_name(path))
    found = [d.decision() for d in validate(document, _File, document.data).decisions]
    seen: set[str] = set()
    for number, decision in enumerate(found):
        if decision.id in seen:
            place = ("decisions", number, "id")
            raise document.error(place, f"id: {decision.id} stands here twice.")
        seen.add(decision.id)
    return found


def decision_schema() -> dict[str, Any]:
    """The JSON Schema of ``decisions.yaml``, for editors."""
    return _File.model_json_schema()


@cache
def decisions() -> tuple[Decision, ...]:
    """Every decision we know, in the order of the file."""
    return tuple(read_decisions(data_path("decisions.yaml")))


def decisions_on(controller_id: str) -> list[Decision]:
    """The decisions on a controller, the oldest first; those of unknown day last."""
    found = [one for one in decisions() if controller_id in one.controllers]
    return sorted(found, key=lambda one: one.on or date.max)
