"""Whose holidays: the package's lists, our cited corrections, and the user's own file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dsar.errors import Invalid
from dsar.reference.calendars import calendar
from dsar.reference.corrections import day_of
from tests.clocks import answer


def names(place: str, day: date, regime: str = "eu-gdpr") -> str:
    return calendar(place, regime).holidays.get(day, {}).get("en", "")


@pytest.mark.parametrize(
    ("rule", "year", "wanted"),
    [
        ("12-24", 2026, date(2026, 12, 24)),
        ("easter+1", 2026, date(2026, 4, 6)),
        ("easter-2", 2027, date(2027, 3, 26)),
        ("friday 06-19", 2026, date(2026, 6, 19)),
        ("friday 06-19", 2027, date(2027, 6, 25)),
        ("monday 05-18", 2026, date(2026, 5, 18)),
        ("07-02 if monday", 2029, date(2029, 7, 2)),
        ("07-02 if monday", 2026, None),
    ],
)
def test_rule(rule: str, year: int, wanted: date | None) -> None:
    assert day_of(rule, year) == wanted


@pytest.mark.parametrize("rule", ["", "13-01", "02-31", "whit monday", "friday", "easter"])
def test_no_rule(rule: str) -> None:
    with pytest.raises(ValueError):
        day_of(rule, 2026)


@pytest.mark.parametrize(
    ("place", "day", "regime", "name"),
    [
        ("SE", date(2026, 6, 19), "eu-gdpr", "Midsummer Eve"),
        ("SE", date(2026, 12, 24), "eu-gdpr", "Christmas Eve"),
        ("SE", date(2026, 12, 31), "eu-gdpr", "New Year's Eve"),
        ("CA", date(2026, 4, 6), "ca-pipeda", "Easter Monday"),
        ("CA", date(2026, 5, 18), "ca-privacy-act", "Victoria Day"),
        ("CA", date(2026, 9, 30), "ca-pipeda", "National Day for Truth and Reconciliation"),
        ("CA", date(2020, 9, 30), "ca-pipeda", ""),
        ("CA", date(2026, 12, 26), "ca-pipeda", ""),
        ("CA-QC", date(2026, 4, 6), "ca-qc-p39", "Easter Monday"),
        ("CA-QC", date(2026, 11, 11), "ca-qc-p39", ""),
        ("CA-ON", date(2026, 4, 6), "ca-pipeda", "Easter Monday"),
        ("CA-ON", date(2026, 2, 16), "ca-pipeda", "Family Day"),
        ("CA-AB", date(2026, 4, 6), "ca-ab-pipa", "Easter Monday"),
        ("CA-BC", date(2026, 12, 26), "ca-bc-pipa", "Boxing Day"),
    ],
)
def test_known_gaps_are_mended(place: str, day: date, regime: str, name: str) -> None:
    assert names(place, day, regime) == name
    if name and name != "Family Day":
        assert calendar(place, regime).cited[day].url.startswith("https://")


def test_a_corrected_holiday_is_cited_where_it_rolls() -> None:
    found = answer("eu-gdpr", date(2026, 11, 24), "SE")
    assert found.last_day == date(2026, 12, 28)
    assert any("1930:173" in c.text for step in found.steps for c in step.citations)


@pytest.mark.parametrize(
    ("place", "start", "last_day", "latest"),
    [
        # Assumption is kept in the Catholic communes of Bavaria, Corpus Christi in some of Saxony.
        ("DE-BY", date(2025, 7, 15), date(2025, 8, 15), date(2025, 8, 18)),
        ("DE-SN", date(2026, 5, 4), date(2026, 6, 4), date(2026, 6, 5)),
        ("DE-TH", date(2026, 5, 4), date(2026, 6, 4), date(2026, 6, 5)),
    ],
)
def test_holidays_of_some_towns_only_move_the_latest_day(
    place: str, start: date, last_day: date, latest: date
) -> None:
    found = answer("eu-gdpr", start, place)
    assert (found.earliest, found.last_day, found.latest, found.safe) == (
        last_day, last_day, latest, latest,
    )  # fmt: skip


def test_other_place_counts_by_itself() -> None:
    """Thanksgiving 2026 moves the New York reading by a day, never the French one."""
    found = answer("eu-gdpr", date(2026, 10, 26), "FR", "US-NY")
    assert (found.last_day, found.latest) == (date(2026, 11, 26), date(2026, 11, 27))


def test_place_without_its_part_is_late_by_the_part_with_most_holidays() -> None:
    """26 December is a holiday in Alsace and Moselle only."""
    found = answer("eu-gdpr", date(2025, 11, 25), "FR")
    assert (found.last_day, found.safe) == (date(2025, 12, 26), date(2025, 12, 29))


def test_the_list_and_its_version_are_told() -> None:
    found = answer("eu-gdpr", date(2026, 3, 6), "FR")
    assert found.holidays_source == "holidays"
    assert found.holidays_version.startswith("0.") and "+20" in found.holidays_version


def test_the_users_own_file_has_the_last_word(tmp_path: Path) -> None:
    own = tmp_path / "holidays.yaml"
    own.write_text(
        "days:\n"
        "  - {place: FR, day: 2027-03-08, name: A day of mourning, source: decree of 2027}\n"
        "  - {place: FR, day: 2027-05-06, name: Ascension, working_day: true, source: decree}\n",
        encoding="utf-8",
    )
    mine, shipped = calendar("FR", "eu-gdpr", own), calendar("FR", "eu-gdpr")
    assert date(2027, 3, 8) in mine.holidays and date(2027, 3, 8) not in shipped.holidays
    assert date(2027, 5, 6) in shipped.holidays and date(2027, 5, 6) not in mine.holidays
    assert "+own." in mine.version and "+own." not in shipped.version
    assert date(2027, 3, 8) in calendar("FR-971", "eu-gdpr", own).holidays
    assert calendar("IT", "eu-gdpr", own).version == calendar("IT", "eu-gdpr").version


def test_a_mistake_in_the_users_own_file_is_shown(tmp_path: Path) -> None:
    own = tmp_path / "holidays-wrong.yaml"
    own.write_text("days:\n  - {place: FR, day: 2027-02-30, name: X, source: Y}\n", "utf-8")
    with pytest.raises(Invalid) as caught:
        calendar("FR", "eu-gdpr", own)
    assert caught.value.line == 2
