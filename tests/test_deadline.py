"""The law's arithmetic: worked examples, properties, and a second implementation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.errors import Invalid
from dsar.law.deadline import Question, add_months, as_data, compute
from dsar.law.regime import Dated, Example, Regime
from dsar.reference.places import calendar
from dsar.reference.regimes import regime, regimes

EXAMPLES = [(known, example) for known in regimes().values() for example in known.examples]
DAYS = st.dates(date(2021, 1, 1), date(2035, 12, 31))


def ask(
    regime_id: str,
    start: date,
    *places: str,
    period: str = "answer",
    paused: tuple[date, date] | None = None,
    restarted: date | None = None,
    first_start: date | None = None,
) -> Question:
    calendars = [calendar(place) for place in places]
    return Question(regime(regime_id), period, start, calendars, first_start, paused, restarted)


@pytest.mark.parametrize(
    ("known", "example"),
    EXAMPLES,
    ids=[f"{r.id}-{e.start}-{e.place}-{e.last_day}" for r, e in EXAMPLES],
)
def test_worked_example(known: Regime, example: Example) -> None:
    question = ask(
        known.id,
        example.start,
        example.place,
        period=example.period,
        paused=example.paused,
        restarted=example.restarted,
    )
    assert compute(question).last_day == example.last_day, example.official or example.note


def test_official_examples_are_among_them() -> None:
    official = {known.id for known, example in EXAMPLES if example.official}
    assert official == {"eu-gdpr", "uk-gdpr"}


def second_opinion(start: date, months: int, closed: set[date]) -> date:
    """Another algorithm: walk day by day until the date comes round, then past closed days."""
    day = start
    for _ in range(months):
        day = day.replace(day=1) + timedelta(days=32)  # somewhere in the next month
    target = day.replace(day=1)
    last = target
    while last.month == target.month and last.day < start.day:
        following = last + timedelta(days=1)
        if following.month != target.month:
            break
        last = following
    while last.isoweekday() > 5 or last in closed:
        last += timedelta(days=1)
    return last


@pytest.mark.parametrize("place", ["FR", "DE-BY", "GR", "DK", "GB-SCT", "LI", "ES-CT", "IE"])
def test_second_implementation_agrees_on_every_day(place: str) -> None:
    known = "uk-gdpr" if place.startswith("GB") else "eu-gdpr"
    closed = set(calendar(place).holidays)
    day = date(2021, 1, 1)
    while day < date(2031, 1, 1):
        for period, months in (("answer", 1), ("extended", 3)):
            ours = compute(ask(known, day, place, period=period)).last_day
            assert ours == second_opinion(day, months, closed), (place, day, period)
        day += timedelta(days=1)


@given(DAYS, st.integers(1, 24))
def test_months_keep_the_date_or_end_the_month(day: date, months: int) -> None:
    found, clamped = add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    if clamped:
        assert found.day < day.day and (found + timedelta(days=1)).day == 1
    else:
        assert found.day == day.day


@settings(max_examples=60)
@given(DAYS, st.sampled_from(["FR", "DE", "IT", "PT", "AT", "US-NY"]))
def test_order_of_days(day: date, place: str) -> None:
    found = compute(ask("eu-gdpr", day, "FR", place))
    assert day < found.earliest <= found.last_day <= found.latest == found.safe
    assert compute(ask("eu-gdpr", day, "FR", place, period="extended")).last_day > found.last_day
    tomorrow = compute(ask("eu-gdpr", day + timedelta(days=1), "FR", place))
    assert tomorrow.last_day >= found.last_day


def test_other_place_counts_by_itself() -> None:
    """Thanksgiving 2026 moves the New York reading by a day, never the French one."""
    found = compute(ask("eu-gdpr", date(2026, 10, 26), "FR", "US-NY"))
    assert (found.last_day, found.latest) == (date(2026, 11, 26), date(2026, 11, 27))


def test_place_without_its_part_is_late_by_the_part_with_most_holidays() -> None:
    """26 December is a holiday in Alsace and Moselle only."""
    found = compute(ask("eu-gdpr", date(2025, 11, 25), "FR"))
    assert (found.last_day, found.safe) == (date(2025, 12, 26), date(2025, 12, 29))
    lyon = compute(ask("eu-gdpr", date(2025, 11, 26), "FR"))
    assert lyon.last_day == date(2025, 12, 26)


def test_open_reading_keeps_pause_and_restart() -> None:
    """EDPB Guidelines 01/2022, §§157-159 leave open whether the month pauses or restarts."""
    pause = (date(2026, 6, 3), date(2026, 6, 10))
    found = compute(ask("eu-gdpr", date(2026, 6, 1), "FR", paused=pause))
    assert (found.last_day, found.safe) == (date(2026, 7, 8), date(2026, 7, 10))


def test_first_receipt_only_makes_earliest_earlier() -> None:
    early, late = date(2026, 2, 27), date(2026, 3, 6)
    found = compute(ask("eu-gdpr", late, "FR", first_start=early))
    assert (found.earliest, found.last_day) == (date(2026, 3, 27), date(2026, 4, 7))


def test_steps_tell_the_whole_way_with_citations() -> None:
    data = as_data(compute(ask("eu-gdpr", date(2026, 3, 6), "FR", "US-NY")))
    assert data["overdue_from"] == "2026-04-08"
    assert all(step["text"] and step["citation"] for step in data["steps"])
    assert "Easter Monday" in data["steps"][2]["text"]


@pytest.mark.parametrize(
    ("regime_id", "start", "pause"),
    [
        ("eu-gdpr", date(2026, 6, 1), (date(2026, 6, 10), date(2026, 6, 3))),
        ("eu-gdpr", date(2026, 6, 1), (date(2026, 5, 1), date(2026, 6, 3))),
        ("uk-gdpr", date(2020, 6, 1), None),
        ("eu-gdpr", date(2018, 5, 1), None),
        ("eu-gdpr", date(2041, 5, 1), None),
    ],
)
def test_impossible_days_are_refused(
    regime_id: str, start: date, pause: tuple[date, date] | None
) -> None:
    with pytest.raises(Invalid):
        compute(ask(regime_id, start, "FR", paused=pause))


@pytest.mark.parametrize("known", regimes().values(), ids=lambda r: r.id)
def test_every_day_has_exactly_one_rule(known: Regime) -> None:
    rows: list[Sequence[Dated]] = [known.countings, known.suspensions]
    for name in {period.id for period in known.periods}:
        rows.append([period for period in known.periods if period.id == name])
    for dated in rows:
        spans = sorted((row.valid for row in dated), key=lambda span: span.first)
        for before, after in pairwise(spans):
            assert before.last is not None
            assert after.first == before.last + timedelta(days=1)
        assert spans[-1].last is None
