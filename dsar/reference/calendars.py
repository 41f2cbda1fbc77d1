"""Calendars: the public holidays that count in a place, from the holidays package and the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import holidays
from holidays.version import __version__ as holidays_version

from dsar.law.calendar import Calendar
from dsar.law.citation import Citation
from dsar.reference.corrections import corrections, corrections_version, own_days
from dsar.reference.places import country_name, split_place, subdivisions

FIRST_YEAR, LAST_YEAR = 2018, 2040
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@cache
def calendar(place: str, regime: str = "", own: Path | None = None) -> Calendar:
    """The calendar of *place* for periods of *regime*; with its subdivisions' when it names none.

    *own* is the user's file of holidays, which has the last word. Raises Invalid when the place
    is not known, or the user's file is not what it should be.
    """
    country, sub = split_place(place)
    whole = _calendar(country, sub, regime, own)
    # Of the parts only the days are told, never their names: English will do.
    names = [] if sub else list(subdivisions(country))
    parts = [_calendar(country, name, regime, own, english_only=True) for name in names]
    towns = [local for one in (whole, *parts) if (local := _with_local_days(one, regime))]
    # A part with the same days as the whole can never give another deadline.
    different = {
        tuple(sorted(v.holidays)): v
        for v in (*parts, *towns)
        if v.holidays.keys() != whole.holidays.keys()
    }
    return Calendar(**{**vars(whole), "variants": tuple(different.values())})


def _calendar(
    country: str, sub: str | None, regime: str, own: Path | None, english_only: bool = False
) -> Calendar:
    place = f"{country}-{sub}" if sub else country
    days: dict[date, Mapping[str, str]] = dict(_listed(country, sub, english_only))
    cited: dict[date, Citation] = {}
    for correction in corrections(place, regime, YEARS):
        if correction.local:
            continue
        if correction.instead:
            days = {}
        days = {**correction.holidays, **days}
        cited |= dict.fromkeys(correction.holidays, correction.citation)
    version = f"{holidays_version}+{corrections_version()}"
    if own is not None and (told := own_days(own, place)):
        days = {day: names for day, names in days.items() if day not in told.remove}
        days |= told.add
        version += f"+own.{told.version}"
    name = country_name(country, "en") + (f" ({place})" if sub else "")
    return Calendar(place, name, days, FIRST_YEAR, LAST_YEAR, "holidays", version, cited=cited)


def _with_local_days(whole: Calendar, regime: str) -> Calendar | None:
    """The calendar of those towns of a place that keep a holiday of their own."""
    found = [one for one in corrections(whole.place, regime, YEARS) if one.local]
    if not found:
        return None
    days, cited = dict(whole.holidays), dict(whole.cited)
    for one in found:
        days = {**one.holidays, **days}
        cited |= dict.fromkeys(one.holidays, one.citation)
    return Calendar(**{**vars(whole), "holidays": days, "cited": cited})


@cache
def _listed(country: str, sub: str | None, english_only: bool) -> dict[date, dict[str, str]]:
    """The package's list of a place: each holiday's names by language."""
    english = _named(country, sub, "en_US")
    native = None if english_only else _native_language(country)
    local = _named(country, sub, native) if native else {}
    return {
        day: {"en": name} | ({native[:2]: local[day]} if native and day in local else {})
        for day, name in english.items()
    }


def _named(country: str, sub: str | None, language: str | None) -> dict[date, str]:
    # language= is given always: without it the names follow the locale of the process.
    found: Any = holidays.country_holidays(country, subdiv=sub, years=YEARS, language=language)
    return {day: str(name) for day, name in found.items() if day.year in YEARS}


def _native_language(country: str) -> str | None:
    default = getattr(getattr(holidays, country, None), "default_language", None)
    return str(default) if default and not str(default).startswith("en") else None
