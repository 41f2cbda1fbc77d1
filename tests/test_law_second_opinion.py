"""A second implementation of the arithmetic, by another algorithm, and properties of both."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.law.counting import add_months
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regimes
from tests.clocks import EEA, EU, LAENDER, UK, answer, day, days

FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
DAY = timedelta(days=1)
ALL_DAYS = days(FIRST, LAST)


@cache
def on_foot(start: date, months: int) -> date:
    """Walk day by day: each first of a month met is one month on; stop at the date or month end."""
    walked, at = 0, start
    while walked < months:
        at += DAY
        walked += at.day == 1
    while at.day < start.day and (at + DAY).day != 1:
        at += DAY
    return at


def next_open_days(place: str, regime_id: str) -> dict[date, date]:
    """For each day the next one that is open at *place*, found from the end backwards."""
    closed = set(calendar(place, regime_id).holidays)
    found: dict[date, date] = {}
    following = date(2037, 1, 4)
    for one in reversed(days(FIRST, date(2036, 12, 31))):
        if one.isoweekday() < 6 and one not in closed:
            following = one
        found[one] = following
    return found


@pytest.mark.parametrize("place", [*EU, *EEA, *LAENDER, *UK])
def test_second_implementation_agrees_on_every_day(place: str) -> None:
    """One and three months, every receipt day of 2020 to 2035: no difference."""
    open_days: dict[str, dict[date, date]] = {}
    for start in ALL_DAYS:
        known = "uk-gdpr" if place.startswith("GB") and start.year > 2020 else "eu-gdpr"
        if known not in open_days:
            open_days[known] = next_open_days(place, known)
        for period, months in (("answer", 1), ("extended", 3)):
            wanted = open_days[known][on_foot(start, months)]
            assert answer(known, start, place, period=period).last_day == wanted, (start, period)


def test_thirty_days_agree_in_switzerland() -> None:
    """Thirty days from the day after receipt, from the day the revised Act is in force."""
    open_days = next_open_days("CH", "ch-fadp")
    for start in days(date(2023, 9, 1), LAST):
        counted = sum(1 for _ in days(start + DAY, start + 30 * DAY))
        assert counted == 30
        wanted = open_days[start + 30 * DAY]
        assert answer("ch-fadp", start, "CH").last_day == wanted, start


def test_business_days_agree_in_british_columbia() -> None:
    closed = set(calendar("CA-BC", "ca-bc-pipa").holidays)
    open_days = [d for d in days(FIRST, date(2037, 1, 1)) if d.isoweekday() < 6 and d not in closed]
    index = {d: n for n, d in enumerate(open_days)}
    for start in days(FIRST, date(2030, 12, 31)):
        after = next(d for d in (start + n * DAY for n in range(1, 12)) if d in index)
        assert answer("ca-bc-pipa", start, "CA-BC").last_day == open_days[index[after] + 29]


DAYS = st.dates(date(2024, 1, 1), LAST)
PLACES = {
    "au-app12": "AU-NSW", "ca-ab-pipa": "CA-AB", "ca-bc-pipa": "CA-BC", "ca-pipeda": "CA",
    "ca-privacy-act": "CA", "ca-qc-p39": "CA-QC", "ch-fadp": "CH", "eu-gdpr": "FR",
    "eu-led": "AT", "uk-dpa-part3": "GB-SCT", "uk-gdpr": "GB", "us-ca-ccpa": "US-CA",
}  # fmt: skip
# The periods known by number in each regime, as they stand on every day that is asked.
NUMBERED = sorted(
    {
        (known.id, period.id, next(iter(period.places), PLACES[known.id]))
        for known in regimes().values()
        for period in known.periods
        if period.length is not None and period.valid.first < date(2024, 1, 1)
    }
)


def test_every_regime_has_a_place_to_ask_about() -> None:
    assert set(PLACES) == set(regimes())


@given(DAYS, st.integers(1, 36))
def test_months_keep_the_date_or_end_the_month(start: date, months: int) -> None:
    found, clamped = add_months(start, months)
    assert (found.year - start.year) * 12 + found.month - start.month == months
    if clamped:
        assert found.day < start.day and (found + DAY).day == 1
    else:
        assert found.day == start.day


@settings(max_examples=300)
@given(DAYS, st.sampled_from(NUMBERED))
def test_the_days_stand_in_order(start: date, asked: tuple[str, str, str]) -> None:
    """Never before receipt; earliest, last day, latest; later receipt, later or equal day."""
    regime_id, period, place = asked
    found = answer(regime_id, start, place, period=period)
    assert start < day(found.earliest) <= day(found.last_day) <= day(found.latest)
    assert found.safe == (found.earliest if found.binds == "person" else found.latest)
    tomorrow = answer(regime_id, start + DAY, place, period=period)
    for name in ("earliest", "last_day", "latest", "safe"):
        assert day(getattr(tomorrow, name)) >= day(getattr(found, name)), name


@settings(max_examples=200)
@given(DAYS, st.sampled_from([n for n in NUMBERED if n[1] == "extended"]))
def test_an_extension_is_never_earlier(start: date, asked: tuple[str, str, str]) -> None:
    regime_id, _, place = asked
    plain = answer(regime_id, start, place)
    longer = answer(regime_id, start, place, period="extended")
    assert day(longer.earliest) > day(plain.earliest)
    assert day(longer.last_day) > day(plain.last_day)
    assert day(longer.latest) > day(plain.latest)


@settings(max_examples=100)
@given(DAYS, st.sampled_from([*EU, *LAENDER]), st.sampled_from([*EU, "US-NY", "CH"]))
def test_more_places_only_widen(start: date, first: str, second: str) -> None:
    alone, both = answer("eu-gdpr", start, first), answer("eu-gdpr", start, first, second)
    assert both.last_day == alone.last_day
    assert day(both.earliest) <= day(alone.earliest)
    assert day(both.latest) >= day(alone.latest)
