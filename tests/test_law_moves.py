"""What moves the clock and what does not: a table that reads like the law."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.errors import DsarError, Invalid, NotAllowed
from dsar.law.deadline import Deadline, as_data
from dsar.law.question import Demand, Extension
from dsar.reference.regimes import regime
from tests.clocks import answer

# Received on Monday 1 June 2026 in Italy: plain until 1 July, extended until 1 September.
START = date(2026, 6, 1)
PLAIN, EXTENDED = date(2026, 7, 1), date(2026, 9, 1)


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def days_of(found: Deadline) -> tuple[date | None, ...]:
    return found.earliest, found.last_day, found.latest, found.safe


@pytest.mark.parametrize(
    ("notice", "last_day", "safe", "reasons"),
    [
        # In time, with reasons: three months from receipt, never one and then two.
        (Extension(d("06-20"), d("06-25")), EXTENDED, EXTENDED, ()),
        (Extension(d("07-01"), d("07-01")), EXTENDED, EXTENDED, ()),
        # Dated and arrived after the plain safe day: late, ignored.
        (Extension(d("07-02"), d("07-02")), PLAIN, PLAIN, ("extension-late",)),
        (Extension(d("07-10"), d("07-15")), PLAIN, PLAIN, ("extension-late",)),
        # Dated in time, arrived later: both readings, safe is the extended day.
        (Extension(d("06-30"), d("07-04")), PLAIN, EXTENDED, ("extension-late",)),
        # In time without reasons: both readings.
        (Extension(d("06-20"), d("06-25"), None, False), PLAIN, EXTENDED,
         ("extension-unreasoned",)),
    ],
)  # fmt: skip
def test_extension(notice: Extension, last_day: date, safe: date, reasons: tuple[str, ...]) -> None:
    found = answer("eu-gdpr", START, "IT", extension=notice)
    assert (found.last_day, found.safe, found.reasons) == (last_day, safe, reasons)
    assert found.steps[-1].text and all(c.text for s in found.steps for c in s.citations)


def test_extension_between_last_day_and_safe_leaves_both_readings() -> None:
    """By French holidays 26 December is open; in Alsace and Moselle it is not."""
    start, notice = date(2025, 11, 25), Extension(date(2025, 12, 28), date(2025, 12, 28))
    found = answer("eu-gdpr", start, "FR", extension=notice)
    longer = answer("eu-gdpr", start, "FR", period="extended")
    assert found.last_day == date(2025, 12, 26)
    assert (found.latest, found.safe) == (longer.latest, longer.safe)
    assert found.reasons == ("extension-late",)


def test_extension_is_counted_once_from_receipt() -> None:
    """31 January and three months are 30 April, not 28 February and two."""
    notice = Extension(d("02-10"), d("02-10"))
    assert answer("eu-gdpr", d("01-31"), "FR", extension=notice).last_day == d("04-30")


def test_a_shorter_extension_binds_the_controller_to_its_own_day() -> None:
    found = answer("eu-gdpr", START, "IT", extension=Extension(d("06-20"), d("06-20"), d("07-31")))
    assert days_of(found) == (d("07-31"), EXTENDED, EXTENDED, EXTENDED)
    longer = answer("eu-gdpr", START, "IT", extension=Extension(d("06-20"), d("06-20"), d("12-31")))
    assert (longer.last_day, longer.reasons) == (EXTENDED, ("extension-too-long",))


def test_a_refusal_is_never_extended() -> None:
    """Art. 12(4): one month, whatever was extended."""
    assert answer("eu-gdpr", START, "IT", period="refusal").last_day == PLAIN
    with pytest.raises(Invalid):
        answer("eu-gdpr", START, "IT", period="refusal", extension=Extension(START, START))


def test_a_regime_without_extension_ignores_the_notice() -> None:
    notice = Extension(d("06-10"), d("06-10"))
    found = answer("ca-qc-p39", START, "CA-QC", extension=notice)
    assert found.last_day == d("07-02")
    assert "extension-unknown" in found.reasons


def test_in_switzerland_the_notice_names_the_day() -> None:
    """Art. 18(2) of the Data Protection Ordinance."""
    told = answer(
        "ch-fadp", START, "CH-ZH", extension=Extension(d("06-10"), d("06-10"), d("08-03"))
    )
    assert (told.last_day, told.safe) == (d("08-03"), d("08-03"))
    silent = answer("ch-fadp", START, "CH-ZH", extension=Extension(d("06-10"), d("06-10")))
    assert (silent.last_day, silent.reasons) == (None, ("no-number-of-days",))


@pytest.mark.parametrize("kind", ["identity", "clarification"])
def test_open_demand_leaves_no_last_defensible_day(kind: str) -> None:
    found = answer("eu-gdpr", START, "IT", demands=(Demand(kind, d("06-03")),))
    assert (found.last_day, found.latest, found.safe) == (PLAIN, None, None)
    assert found.reasons == (f"{kind}-demand-open",)
    assert as_data(found)["safe"] is None


def test_open_demand_with_an_extension_leaves_none_either() -> None:
    found = answer(
        "eu-gdpr", START, "IT",
        demands=(Demand("identity", d("06-03")),), extension=Extension(d("06-20"), d("06-20")),
    )  # fmt: skip
    assert (found.last_day, found.latest, found.safe) == (EXTENDED, None, None)


@pytest.mark.parametrize(
    ("demand", "reason"),
    [
        (Demand("identity", d("06-03"), contested=True), "identity-demand-contested"),
        (Demand("identity", d("06-25"), d("07-20"), prompt=False), "identity-demand-late"),
        (Demand("clarification", d("07-30")), "clarification-demand-late"),
        (Demand("fee", d("06-03")), "fee-demand-no-effect"),
    ],
)
def test_the_plain_date_stands(demand: Demand, reason: str) -> None:
    """Contested, not without undue delay, after the period, or a fee under the GDPR."""
    found = answer("eu-gdpr", START, "IT", demands=(demand,))
    assert days_of(found) == (PLAIN,) * 4
    assert found.reasons == (reason,)


def test_answered_demand_keeps_pause_and_restart() -> None:
    """EDPB Guidelines 01/2022, §§157-159 leave open whether the month pauses or restarts."""
    found = answer("eu-gdpr", START, "IT", demands=(Demand("identity", d("06-03"), d("06-10")),))
    assert days_of(found) == (d("07-08"), d("07-08"), d("07-10"), d("07-10"))
    assert found == answer("eu-gdpr", START, "IT", paused=((d("06-03"), d("06-10")),))


def test_in_the_uk_identity_restarts_and_clarification_pauses() -> None:
    """Art. 12A: the relevant time is the latest; both ends of a clarification are left out."""
    identity = Demand("identity", d("06-03"), d("06-10"))
    clarification = Demand("clarification", d("06-15"), d("06-20"))
    fee = Demand("fee", d("06-03"), d("06-12"))
    for demands, last_day in (
        ((identity,), d("07-10")),
        ((clarification,), d("07-07")),
        ((identity, fee), d("07-13")),
        ((identity, clarification), d("07-16")),
    ):
        found = answer("uk-gdpr", START, "GB-ENG", demands=demands)
        assert days_of(found) == (last_day,) * 4, demands


def test_two_pauses_are_added_once_each() -> None:
    pauses = ((d("06-10"), d("06-12")), (d("06-03"), d("06-05")))
    assert answer("eu-gdpr", START, "IT", paused=pauses).last_day == d("07-06")  # 5 July: Sunday


def test_demands_that_overlap_do_not_count_twice() -> None:
    both = (
        Demand("identity", d("06-03"), d("06-10")),
        Demand("clarification", d("06-05"), d("06-10")),
    )
    found = answer("eu-gdpr", START, "IT", demands=both)
    assert found.last_day == d("07-08")


@pytest.mark.parametrize("event", ["acknowledgement", "reminder", "second-right"])
def test_what_does_not_move_the_clock_is_data(event: str) -> None:
    assert any(row.event == event for row in regime("eu-gdpr").unmoved)


@pytest.mark.parametrize(
    ("error", "regime_id", "place", "more"),
    [
        (Invalid, "eu-gdpr", "FR", {"paused": ((d("06-10"), d("06-03")),)}),
        (Invalid, "eu-gdpr", "FR", {"paused": ((d("05-01"), d("06-03")),)}),
        (Invalid, "eu-gdpr", "FR", {"paused": ((d("09-01"), d("09-03")),)}),
        (Invalid, "eu-gdpr", "FR",
         {"paused": ((d("06-03"), d("06-10")), (d("06-08"), d("06-12")))}),
        (Invalid, "eu-gdpr", "FR", {"restarted": d("05-01")}),
        (Invalid, "eu-gdpr", "FR", {"extension": Extension(d("05-01"), d("05-02"))}),
        (Invalid, "eu-gdpr", "FR", {"demands": (Demand("identity", d("05-01")),)}),
        (NotAllowed, "ca-pipeda", "CA", {"paused": ((d("06-03"), d("06-10")),)}),
        (Invalid, "eu-gdpr", "AT", {"period": "complaint", "paused": ((d("06-03"), d("06-10")),)}),
        (Invalid, "eu-gdpr", "FR", {"period": "complaint"}),
        (Invalid, "eu-gdpr", "FR", {"period": "lunch"}),
        (Invalid, "uk-gdpr", "GB-ENG", {"period": "acknowledgement"}),
    ],
)  # fmt: skip
def test_impossible_moves_are_refused(
    error: type[DsarError], regime_id: str, place: str, more: dict[str, object]
) -> None:
    with pytest.raises(error):
        answer(regime_id, START, place, **more)


def test_impossible_facts_are_refused() -> None:
    with pytest.raises(Invalid):
        Extension(d("06-10"), d("06-09"))
    with pytest.raises(Invalid):
        Demand("identity", d("06-10"), d("06-09"))
    with pytest.raises(Invalid):
        Demand("selfie", d("06-10"))


@pytest.mark.parametrize(
    ("regime_id", "place", "start"),
    [
        ("uk-gdpr", "GB", date(2020, 6, 1)),
        ("eu-gdpr", "FR", date(2018, 5, 1)),
        ("eu-gdpr", "FR", date(2041, 5, 1)),
        ("eu-gdpr", "FR", date(2101, 5, 1)),
        ("ch-fadp", "CH", date(2023, 8, 31)),
    ],
)
def test_days_without_a_rule_or_a_list_are_refused(regime_id: str, place: str, start: date) -> None:
    with pytest.raises(Invalid):
        answer(regime_id, start, place)


def test_what_rests_on_a_text_not_seen_says_so() -> None:
    """The counting of days in Switzerland is by analogy; the pause under Part 3 likewise."""
    assert "source-not-seen" in answer("ch-fadp", START, "CH-ZH").reasons
    pause = (Demand("clarification", d("06-03"), d("06-10")),)
    assert "source-not-seen" in answer("uk-dpa-part3", START, "GB-ENG", demands=pause).reasons
    assert answer("eu-gdpr", START, "FR").reasons == ()


def test_a_restart_is_paused_from_then_on() -> None:
    """In the UK identity and clarification both count; in the EU they are two readings."""
    both = {"restarted": d("06-10"), "paused": ((d("06-12"), d("06-14")),)}
    assert days_of(answer("uk-gdpr", START, "GB-ENG", **both)) == (d("07-13"),) * 4
    union = answer("eu-gdpr", START, "IT", **both)
    assert (union.last_day, union.safe) == (d("07-13"), d("07-14"))


def test_what_has_no_number_cannot_be_paused() -> None:
    with pytest.raises(Invalid, match="no number of days"):
        answer("eu-led", START, "SE", paused=((d("06-03"), d("06-05")),))


def test_a_limit_on_the_person_counts_on_nothing() -> None:
    """Thirty days in British Columbia are working days; to be safe they are calendar days."""
    found = answer("ca-bc-pipa", START, "CA-BC", period="complaint")
    assert (found.last_day, found.safe) == (d("07-14"), d("07-01"))
