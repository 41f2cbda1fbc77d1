"""Calendars: which days of a place are public holidays, told to the law from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsar.errors import Invalid
from dsar.law.citation import Citation

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Rest:
    """Why a day is not a working day: ``saturday``, ``sunday`` or ``holiday`` (with its names).

    ``names`` maps a language code to the holiday's name in it; always ``en``, and the language of
    the place where there is one. ``citation`` is the provision that makes the day a holiday,
    where we have it from the law and not from the list.
    """

    why: str
    names: Mapping[str, str]
    citation: Citation | None = None


@dataclass(frozen=True)
class Calendar:
    """The public holidays of one place (ISO 3166, e.g. ``FR`` or ``US-NY``).

    ``holidays`` maps each holiday from ``first_year`` to ``last_year`` to its names by language.
    ``variants`` are the calendars of the place's subdivisions when it was named without one.
    ``cited`` holds the provisions of those holidays that we have from the law itself. ``source``
    and ``version`` say where the list is from: it is an input of every deadline.
    """

    place: str
    name: str
    holidays: Mapping[date, Mapping[str, str]]
    first_year: int
    last_year: int
    source: str
    version: str
    variants: tuple[Calendar, ...] = ()
    cited: Mapping[date, Citation] = field(default_factory=dict)

    def rest(self, day: date, rest_days: frozenset[str]) -> Rest | None:
        """Why *day* is no working day under *rest_days*, or None when it is one.

        Raises Invalid outside the years the list covers: a guess would be a wrong date.
        """
        if not self.first_year <= day.year <= self.last_year:
            raise Invalid(
                f"The holidays of {self.place} are known for {self.first_year} to"
                f" {self.last_year}, not for {day.year}.",
                "Give a date within these years.",
                kind="holidays-not-covered",
            )
        if "holiday" in rest_days and day in self.holidays:
            return Rest("holiday", self.holidays[day], self.cited.get(day))
        if "saturday" in rest_days and day.weekday() == SATURDAY:
            return Rest("saturday", {})
        if "sunday" in rest_days and day.weekday() == SUNDAY:
            return Rest("sunday", {})
        return None
