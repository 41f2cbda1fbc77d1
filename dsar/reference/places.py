"""Places: ISO 3166 codes, their names, and the public holidays that count there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import babel
import holidays
from holidays.version import __version__ as holidays_version

from dsar.errors import Invalid
from dsar.law.calendar import Calendar
from dsar.reference.near import suggestion

FIRST_YEAR, LAST_YEAR = 2018, 2040
# French school zones stand among the package's subdivisions; they have no public holidays.
_NOT_A_PLACE = re.compile(r"^Zone ")


@cache
def _countries() -> frozenset[str]:
    codes = holidays.list_supported_countries(include_aliases=False)
    return frozenset(code for code in codes if len(code) == 2)


def split_place(place: str) -> tuple[str, str | None]:
    """Country and subdivision of *place* (``FR``, ``DE-BY``); raises Invalid when unknown."""
    country, _, sub = place.strip().upper().partition("-")
    if country not in _countries():
        raise Invalid(
            f"The place {place!r} is not known.",
            "Write a country as two letters (ISO 3166), with its part where that matters: DE-BY."
            + (" The United Kingdom is GB." if country in {"UK", "EN"} else ""),
            kind="unknown-place",
        )
    if not sub:
        return country, None
    known = {name.upper(): name for name in _subdivisions(country)}
    if sub not in known:
        raise Invalid(
            f"{country} has no part called {sub!r} whose holidays are known.",
            f"Write {country} alone."
            + (f" {suggestion(sub, known, 'Its parts')}" if known else ""),
            kind="unknown-place",
        )
    return country, known[sub]


def place_code(place: str) -> str:
    """*place* as the program writes it (``FR``, ``DE-BY``); raises Invalid when unknown."""
    country, sub = split_place(place)
    return f"{country}-{sub}" if sub else country


def _subdivisions(country: str) -> Iterable[str]:
    found = holidays.list_supported_countries(include_aliases=False)[country]
    return [name for name in found if not _NOT_A_PLACE.match(name)]


def country_name(code: str, language: str) -> str:
    """The name of the country *code* in *language*, e.g. ``FR`` in ``en`` is ``France``."""
    names = babel.Locale.parse(language).territories
    return str(names.get(code[:2].upper(), code))


@cache
def calendar(place: str) -> Calendar:
    """The calendar of *place*; with those of its subdivisions when it names none.

    Raises Invalid when the place is not known.
    """
    country, sub = split_place(place)
    if sub is not None:
        return _calendar(country, sub)
    whole = _calendar(country, None)
    # Of the parts only the days are told, never their names: English will do.
    variants = [_calendar(country, name, english_only=True) for name in _subdivisions(country)]
    # A part with the same days as the whole can never give another deadline.
    different = {
        tuple(sorted(v.holidays)): v for v in variants if v.holidays.keys() != whole.holidays.keys()
    }
    return Calendar(**{**vars(whole), "variants": tuple(different.values())})


def _calendar(country: str, sub: str | None, english_only: bool = False) -> Calendar:
    english = _named(country, sub, "en_US")
    native = None if english_only else _native_language(country)
    local = _named(country, sub, native) if native else {}
    days = {
        day: {"en": name} | ({native[:2]: local[day]} if native and day in local else {})
        for day, name in english.items()
    }
    place = f"{country}-{sub}" if sub else country
    name = country_name(country, "en") + (f" ({place})" if sub else "")
    return Calendar(place, name, days, FIRST_YEAR, LAST_YEAR, "holidays", holidays_version)


def _named(country: str, sub: str | None, language: str | None) -> dict[date, str]:
    # language= is given always: without it the names follow the locale of the process.
    found: Any = holidays.country_holidays(
        country, subdiv=sub, years=range(FIRST_YEAR, LAST_YEAR + 1), language=language
    )
    return {day: str(name) for day, name in found.items() if FIRST_YEAR <= day.year <= LAST_YEAR}


def _native_language(country: str) -> str | None:
    default = getattr(getattr(holidays, country, None), "default_language", None)
    return str(default) if default and not str(default).startswith("en") else None
