"""Places: ISO 3166 codes, their parts and their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import babel
import holidays

from dsar.errors import Invalid
from dsar.reference.near import suggestion

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
    known = {name.upper(): name for name in subdivisions(country)}
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


def subdivisions(country: str) -> Iterable[str]:
    """The parts of *country* whose holidays are known by themselves."""
    found = holidays.list_supported_countries(include_aliases=False)[country]
    return [name for name in found if not _NOT_A_PLACE.match(name)]


def country_name(code: str, language: str) -> str:
    """The name of the country *code* in *language*, e.g. ``FR`` in ``en`` is ``France``."""
    names = babel.Locale.parse(language).territories
    return str(names.get(code[:2].upper(), code))
