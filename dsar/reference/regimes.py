"""Regimes read from ``dsar/law/regimes/*.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from dsar.errors import Invalid
from dsar.law import regime as law
from dsar.law.citation import Citation
from dsar.reference.near import suggestion
from dsar.reference.yamlfile import read_yaml, validate


class Record(BaseModel):
    """A record of a YAML file: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


def _known_country(code: str) -> str:
    if not (len(code) == 2 and code.isalpha() and code.isupper()):
        raise ValueError("a country is two capital letters (ISO 3166-1)")
    return code


def _day_span(value: object) -> object:
    if isinstance(value, str) and ".." in value:
        return value.split("..", 1)
    return value


Country = Annotated[str, AfterValidator(_known_country)]
DaySpan = Annotated[tuple[date, date], BeforeValidator(_day_span)]


class _Citation(Record):
    text: str
    instrument: str = ""
    provision: str = ""
    url: str = ""

    def value(self) -> Citation:
        return Citation(self.text, self.instrument, self.provision, self.url)


class _Dated(Record):
    valid_from: date
    valid_to: date | None = None

    def span(self) -> law.Span:
        return law.Span(self.valid_from, self.valid_to)


class _Territory(_Dated):
    places: list[Country]
    citation: _Citation


class _Reach(Record):
    basis: str
    text: str
    citation: _Citation


class _Right(Record):
    id: str
    name: str
    citation: _Citation


class _Period(_Dated):
    id: str
    starts_with: str
    months: int
    binds: Literal["controller", "person", "authority"]
    force: Literal["statute", "guidance", "discretion"]
    citation: _Citation


class _Counting(_Dated):
    start_counted: bool
    rest_days: list[Literal["saturday", "sunday", "holiday"]]
    start: _Citation
    same_date: _Citation
    month_end: _Citation
    roll: _Citation
    holidays: _Citation


class _Suspension(_Dated):
    counts_last_day: bool
    open_reading: bool
    pause: _Citation
    restart: _Citation


class _Example(Record):
    start: date
    place: str
    last_day: date
    period: str = "answer"
    paused: DaySpan | None = None
    restarted: date | None = None
    official: str = ""
    note: str = ""


class _Regime(Record):
    id: str
    name: str
    short: str
    territory_name: str
    verified_on: date
    territories: list[_Territory]
    reaches: list[_Reach]
    rights: list[_Right]
    periods: list[_Period]
    countings: list[_Counting]
    suspensions: list[_Suspension]
    examples: list[_Example] = []

    def value(self) -> law.Regime:
        return law.Regime(
            id=self.id,
            name=self.name,
            short=self.short,
            verified_on=self.verified_on,
            territory_name=self.territory_name,
            territories=tuple(
                law.Territory(t.span(), frozenset(t.places), t.citation.value())
                for t in self.territories
            ),
            reaches=tuple(law.Reach(r.basis, r.text, r.citation.value()) for r in self.reaches),
            rights=tuple(law.RightRule(r.id, r.name, r.citation.value()) for r in self.rights),
            periods=tuple(_period(p) for p in self.periods),
            countings=tuple(_counting(c) for c in self.countings),
            suspensions=tuple(_suspension(s) for s in self.suspensions),
            examples=tuple(law.Example(**example.model_dump()) for example in self.examples),
        )


def _period(row: _Period) -> law.Period:
    return law.Period(
        row.id, row.span(), row.starts_with, row.months, row.binds, row.force, row.citation.value()
    )


def _counting(row: _Counting) -> law.Counting:
    return law.Counting(
        valid=row.span(),
        start_counted=row.start_counted,
        rest_days=frozenset(row.rest_days),
        start=row.start.value(),
        same_date=row.same_date.value(),
        month_end=row.month_end.value(),
        roll=row.roll.value(),
        holidays=row.holidays.value(),
    )


def _suspension(row: _Suspension) -> law.Suspension:
    return law.Suspension(
        valid=row.span(),
        counts_last_day=row.counts_last_day,
        open_reading=row.open_reading,
        pause=row.pause.value(),
        restart=row.restart.value(),
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
