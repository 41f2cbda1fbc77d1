"""Corrections to the holidays package: cited days of ours, and the user's own file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from dateutil.easter import easter
from pydantic import AfterValidator, ConfigDict, model_validator

from dsar.law.citation import Citation
from dsar.reference.record import Place, Record
from dsar.reference.yamlfile import read_yaml, validate

_DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FROM_EASTER = re.compile(r"^easter([+-]\d{1,3})$")
_FIXED = re.compile(r"^(\d\d)-(\d\d)$")
_FIRST = re.compile(rf"^({'|'.join(_WEEKDAYS)}) (\d\d-\d\d)$")
_ONLY = re.compile(rf"^(\d\d-\d\d) if ({'|'.join(_WEEKDAYS)})$")


def day_of(rule: str, year: int) -> date | None:
    """The day of *year* that *rule* names, or None when there is none in that year.

    Raises ValueError for what is no rule: ``12-24``, ``easter+1``, ``monday 05-18`` (the first
    Monday from that day on), ``07-02 if monday``.
    """
    if match := _FROM_EASTER.match(rule):
        sunday: date = easter(year)
        return sunday + timedelta(days=int(match[1]))
    if match := _FIXED.match(rule):
        return date(year, int(match[1]), int(match[2]))
    if match := _FIRST.match(rule):
        start = _fixed(match[2], year)
        return start + timedelta(days=(_WEEKDAYS.index(match[1]) - start.weekday()) % 7)
    if match := _ONLY.match(rule):
        day = _fixed(match[1], year)
        return day if day.weekday() == _WEEKDAYS.index(match[2]) else None
    raise ValueError("a rule is e.g. '12-24', 'easter+1', 'monday 05-18' or '07-02 if monday'")


def _fixed(text: str, year: int) -> date:
    return date(year, int(text[:2]), int(text[3:]))


def _rule(text: str) -> str:
    day_of(text, 2024)
    return text


class _Day(Record):
    """A holiday by rule; any further two-letter field is its name in that language."""

    model_config = ConfigDict(extra="allow")

    rule: Annotated[str, AfterValidator(_rule)]
    en: str
    since: int = 1900
    until: int = 9999

    @model_validator(mode="after")
    def _other_fields_are_languages(self) -> _Day:
        for name in self.model_extra or {}:
            if not re.fullmatch("[a-z]{2}", name):
                raise ValueError(f"{name!r} is neither a field nor a language of two letters")
        return self

    def names(self) -> dict[str, str]:
        return {"en": self.en} | {k: str(v) for k, v in (self.model_extra or {}).items()}


class _Cited(Record):
    text: str
    url: str = ""


class _List(Record):
    places: list[Place]
    regimes: list[str] = []
    instead: bool = False
    local: bool = False
    citation: _Cited
    days: list[_Day]


class _Lists(Record):
    verified_on: date
    lists: list[_List]


class OwnDay(Record):
    """One day of the user's own file: a holiday at a place, or a working day that is none."""

    place: Place
    day: date
    name: str
    working_day: bool = False
    source: str


class _Own(Record):
    days: list[OwnDay]


@dataclass(frozen=True)
class Correction:
    """Days to add to the list of a place, or to stand in its place.

    ``local`` days are kept in some towns only. ``holidays`` maps each day to its names.
    """

    instead: bool
    local: bool
    citation: Citation
    holidays: Mapping[date, Mapping[str, str]]


@dataclass(frozen=True)
class OwnDays:
    """The user's own word on one place: holidays to add, working days to take off the list."""

    add: Mapping[date, Mapping[str, str]]
    remove: frozenset[date]
    version: str


@cache
def _lists() -> _Lists:
    path = Path(str(files("dsar.law"))) / "holidays.yaml"
    document = read_yaml(path, "dsar/law/holidays.yaml")
    return validate(document, _Lists, document.data)


def corrections_version() -> str:
    """The day on which our corrections were last verified, as part of a list's version."""
    return _lists().verified_on.isoformat()


def corrections(place: str, regime: str, years: Iterable[int]) -> Iterator[Correction]:
    """The corrections that hold for *place* under *regime* in *years*.

    A country's addition holds for its parts; a list that stands instead holds for its own places.
    """
    told = list(years)
    for one in _lists().lists:
        exact = place in one.places
        around = exact or place.partition("-")[0] in one.places
        if not around or (one.regimes and regime not in one.regimes):
            continue
        yield Correction(
            instead=one.instead and exact,
            local=one.local,
            citation=Citation(one.citation.text, url=one.citation.url),
            holidays=dict(_days(one.days, told)),
        )


def _days(days: Iterable[_Day], years: Iterable[int]) -> Iterator[tuple[date, dict[str, str]]]:
    for year in years:
        for one in days:
            day = day_of(one.rule, year)
            if day is not None and one.since <= year <= one.until:
                yield day, one.names()


def read_own_days(path: Path) -> list[OwnDay]:
    """The days in the user's file at *path*; none where there is no file.

    Raises Invalid with line and column for a mistake in the file.
    """
    if not path.is_file():
        return []
    document = read_yaml(path)
    return validate(document, _Own, document.data).days


def own_days(path: Path, place: str) -> OwnDays | None:
    """What the user's file at *path* says of *place* or its country; None: nothing.

    Raises Invalid with line and column for a mistake in the file.
    """
    around = {place, place.partition("-")[0]}
    told = [d for d in read_own_days(path) if d.place in around]
    if not told:
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return OwnDays(
        add={d.day: {"en": d.name} for d in told if not d.working_day},
        remove=frozenset(d.day for d in told if d.working_day),
        version=digest[:8],
    )
