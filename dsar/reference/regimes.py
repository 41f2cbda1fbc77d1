"""Regimes read from ``dsar/law/regimes/*.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, model_validator

from dsar.errors import Invalid
from dsar.law import regime as law
from dsar.law.citation import Citation
from dsar.reference.near import suggestion
from dsar.reference.record import Place, Record, listed, one_of
from dsar.reference.yamlfile import read_yaml, validate


def _day_span(value: object) -> object:
    if isinstance(value, str) and ".." in value:
        return value.split("..", 1)
    return value


def _length(value: object) -> object:
    """``1 month``, ``30 days``, ``10 business-days``, ``1 year``, or ``none``."""
    if value == "none":
        return None
    count, _, unit = str(value).partition(" ")
    unit = unit.rstrip("s") + "s"
    if not count.isdigit() or unit not in {"days", "business-days", "months", "years"}:
        raise ValueError("a length is e.g. '1 month', '30 days', '10 business-days' or 'none'")
    return law.Length(int(count), unit)


R = TypeVar("R", bound=law.Row)
Certainty = Literal["seen", "high", "medium"]
Body = Annotated[str, AfterValidator(one_of(law.BODIES)), listed(law.BODIES)]
RightId = Annotated[str, AfterValidator(one_of(law.RIGHTS)), listed(law.RIGHTS)]
DemandKind = Annotated[str, AfterValidator(one_of(law.DEMANDS)), listed(law.DEMANDS)]
DaySpan = Annotated[tuple[date, date], BeforeValidator(_day_span)]


class _Instrument(Record):
    name: str
    url: str


class _Citation(Record):
    text: str
    instrument: str = ""
    provision: str = ""
    url: str = ""


class _Row(Record):
    valid_from: date
    valid_to: date | None = None
    verified_on: date | None = None
    certainty: Certainty | None = None
    citation: _Citation


class _Territory(_Row):
    places: list[Place]
    without: list[Place] = []


class _Governs(_Row):
    bodies: list[Body]
    role: Literal["recommended", "possible"]
    text: str


class _Reach(_Row):
    basis: str
    kind: Literal["establishment", "person"]
    text: str


class _YieldsTo(_Row):
    regime: str
    text: str


class _Right(_Row):
    id: RightId
    name: str


class _Missing(_Row):
    id: RightId
    text: str


class _Period(_Row):
    id: str
    starts_with: str
    length: Annotated[law.Length | None, BeforeValidator(_length)]
    binds: Literal["controller", "person", "authority"]
    force: Literal["statute", "guidance", "discretion"]
    counting: str
    places: list[Place] = []
    rights: list[RightId] = []
    reasons_required: bool = True
    note: str = ""


class _Counting(_Row):
    id: str
    start_counted: Literal["no", "in-words", "open"]
    rest_days: list[Literal["saturday", "sunday", "holiday"]]
    ends: _Citation
    month_end: _Citation | None = None
    roll: _Citation
    holidays: _Citation


class _Suspension(_Row):
    demands: list[DemandKind]
    readings: list[Literal["pause", "restart"]]
    counts_last_day: bool
    pause: _Citation
    restart: _Citation


class _Unmoved(_Row):
    event: str
    text: str


class _Receipt(_Row):
    channel: Literal["email", "post", "web-form"]
    text: str
    places: list[Place] = []


class _Ground(_Row):
    id: Annotated[str, AfterValidator(one_of(law.GROUNDS)), listed(law.GROUNDS)]


class _Remedy(_Row):
    id: Literal["complaint", "controller-complaint", "indirect", "court"]
    text: str


class _Example(Record):
    start: date
    place: str
    last_day: date | None
    period: str = "answer"
    paused: DaySpan | None = None
    restarted: date | None = None
    earliest: date | None = None
    latest: date | None = None
    safe: date | None = None
    official: str = ""
    note: str = ""

    def value(self) -> law.Example:
        told = self.model_dump(exclude={"place", "paused"})
        places = tuple(self.place.split("+"))
        return law.Example(**told, places=places, paused=(self.paused,) if self.paused else ())


class _Regime(Record):
    id: str
    name: str
    short: str
    territory_name: str
    verified_on: date
    certainty: Certainty
    instruments: dict[str, _Instrument]
    territories: list[_Territory]
    governs: list[_Governs]
    reaches: list[_Reach]
    yields_to: list[_YieldsTo] = []
    rights: list[_Right]
    missing: list[_Missing] = []
    periods: list[_Period]
    countings: list[_Counting]
    suspensions: list[_Suspension] = []
    unmoved: list[_Unmoved] = []
    receipts: list[_Receipt] = []
    grounds: list[_Ground] = []
    remedies: list[_Remedy]
    examples: list[_Example] = []

    @model_validator(mode="after")
    def _names_what_it_has(self) -> _Regime:
        known = {counting.id for counting in self.countings}
        for period in self.periods:
            if period.counting not in known:
                raise ValueError(f"no way of counting is called {period.counting!r}")
        return self

    def value(self) -> law.Regime:
        return law.Regime(
            id=self.id,
            name=self.name,
            short=self.short,
            verified_on=self.verified_on,
            territory_name=self.territory_name,
            territories=self._rows(self.territories, law.Territory),
            governs=self._rows(self.governs, law.Governs),
            reaches=self._rows(self.reaches, law.Reach),
            yields_to=self._rows(self.yields_to, law.YieldsTo),
            rights=self._rows(self.rights, law.RightRule),
            missing=self._rows(self.missing, law.Missing),
            periods=self._rows(self.periods, law.Period),
            countings=self._rows(self.countings, law.Counting),
            suspensions=self._rows(self.suspensions, law.Suspension),
            unmoved=self._rows(self.unmoved, law.Unmoved),
            receipts=self._rows(self.receipts, law.ReceiptRule),
            grounds=self._rows(self.grounds, law.GroundRule),
            remedies=self._rows(self.remedies, law.Remedy),
            examples=tuple(example.value() for example in self.examples),
        )

    def _rows(self, records: Sequence[_Row], kind: type[R]) -> tuple[R, ...]:
        """The law's own rows of *kind*: the same fields, with the file's defaults filled in."""
        return tuple(kind(**self._fields(record)) for record in records)

    def _fields(self, record: _Row) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name in type(record).model_fields:
            value = getattr(record, name)
            if isinstance(value, _Citation):
                value = self._citation(value)
            elif isinstance(value, list):
                value = tuple(value) if name == "readings" else frozenset(value)
            told[name] = value
        told["valid"] = law.Span(told.pop("valid_from"), told.pop("valid_to"))
        told["verified_on"] = told["verified_on"] or self.verified_on
        told["certainty"] = told["certainty"] or self.certainty
        if isinstance(record, _Counting):
            told["month_end"] = told["month_end"] or told["ends"]
        return told

    def _citation(self, told: _Citation) -> Citation:
        """The citation, with the link of its instrument unless it has its own."""
        known = self.instruments.get(told.instrument)
        return Citation(
            told.text, told.instrument, told.provision, told.url or (known.url if known else "")
        )


def read_regime(path: Path) -> law.Regime:
    """The regime in the file at *path*; raises Invalid with the place of the first mistake."""
    document = read_yaml(path, f"dsar/law/regimes/{path.name}")
    return validate(document, _Regime, document.data).value()


@cache
def regimes() -> dict[str, law.Regime]:
    """Every regime we know, by id."""
    folder = Path(str(files("dsar.law"))) / "regimes"
    found = [read_regime(path) for path in sorted(folder.glob("*.yaml"))]
    return {regime.id: regime for regime in found}


def regime(regime_id: str) -> law.Regime:
    """The regime called *regime_id*; raises Invalid with near names when there is none."""
    known = regimes()
    if regime_id not in known:
        raise Invalid(
            f"There is no regime called {regime_id!r}.",
            suggestion(regime_id, known, "Known"),
            kind="unknown-regime",
        )
    return known[regime_id]
