"""Which law and which authority: Arts 3, 55, 56 and 77 GDPR and UK GDPR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from dsar.directory.competence import Links, Seat, competent
from dsar.errors import NotAllowed
from dsar.law.applicability import KnownReach, Situation, applicable, choose
from dsar.reference.authorities import authorities
from dsar.reference.regimes import regimes

DAY = date(2026, 3, 1)
ABROAD = {"eu-gdpr": False, "uk-gdpr": False}
UNKNOWN = {"eu-gdpr": None, "uk-gdpr": None}
MONITORS = KnownReach("3(2)(b)", "it monitors people there", "a decision")


def laws(
    residence: str,
    established: Mapping[str, bool | None],
    reach: Mapping[str, KnownReach] | None = None,
    day: date = DAY,
) -> list[tuple[str, str, str]]:
    situation = Situation(residence, established, reach or {}, day)
    return [(hit.regime, hit.role, hit.basis) for hit in applicable(situation, regimes().values())]


@pytest.mark.parametrize(
    ("residence", "established", "reach", "expected"),
    [
        ("FR", ABROAD, {"eu-gdpr": MONITORS}, [("eu-gdpr", "recommended", "3(2)(b)")]),
        ("GB", ABROAD, {"uk-gdpr": MONITORS}, [("uk-gdpr", "recommended", "3(2)(b)")]),
        # Nobody recorded why it would apply: possible only.
        ("FR", UNKNOWN, {}, [("eu-gdpr", "possible", "")]),
        # Established in the Union: wherever the person lives (Art. 3(1)).
        ("US", {"eu-gdpr": True, "uk-gdpr": None}, {}, [("eu-gdpr", "recommended", "3(1)")]),
        ("NO", {"eu-gdpr": True, "uk-gdpr": False}, {}, [("eu-gdpr", "recommended", "3(1)")]),
        # Established in the UK, the person in France: both can be defended.
        (
            "FR",
            {"eu-gdpr": None, "uk-gdpr": True},
            {},
            [("uk-gdpr", "recommended", "3(1)"), ("eu-gdpr", "possible", "")],
        ),
        # At home the law of one's own place comes first.
        (
            "GB",
            {"eu-gdpr": True, "uk-gdpr": True},
            {},
            [("uk-gdpr", "recommended", "3(1)"), ("eu-gdpr", "possible", "3(1)")],
        ),
        # Reach says nothing for somebody who is not there.
        ("US", ABROAD, {"eu-gdpr": MONITORS, "uk-gdpr": MONITORS}, []),
        ("CH", ABROAD, {"eu-gdpr": MONITORS}, [("ch-fadp", "possible", "")]),
    ],
)
def test_applicable_law(
    residence: str,
    established: Mapping[str, bool | None],
    reach: Mapping[str, KnownReach],
    expected: list[tuple[str, str, str]],
) -> None:
    assert laws(residence, established, reach) == expected


def test_britain_was_under_the_gdpr_until_the_end_of_2020() -> None:
    assert laws("GB", UNKNOWN, day=date(2020, 12, 31)) == [("eu-gdpr", "possible", "")]
    assert laws("GB", UNKNOWN, day=date(2021, 1, 1)) == [("uk-gdpr", "possible", "")]


def test_choice_needs_a_law_and_a_reason() -> None:
    situation = Situation("FR", UNKNOWN, {}, DAY)
    hits = applicable(situation, regimes().values())
    with pytest.raises(NotAllowed, match="not recorded"):
        choose(hits, None, None, "FR")
    assert choose(hits, None, "it sells here", "FR").regime == "eu-gdpr"
    with pytest.raises(NotAllowed, match="cannot be invoked"):
        choose(hits, "uk-gdpr", "why not", "FR")
    with pytest.raises(NotAllowed, match="No regime here"):
        choose([], None, "because", "US")


CLEARVIEW = Seat("Exempla Inc.", "US", False)
ITALIAN = Seat("Exempla S.p.A.", "IT", True)


@pytest.mark.parametrize(
    ("links", "seat", "regime", "expected", "lead"),
    [
        (Links("FR"), CLEARVIEW, "eu-gdpr", [("fr-cnil", "recommended")], None),
        (
            Links("FR", work="IT", infringement="GR"),
            CLEARVIEW,
            "eu-gdpr",
            [("fr-cnil", "recommended"), ("it-garante", "possible"), ("gr-hdpa", "possible")],
            None,
        ),
        (
            Links("AT-9"),
            ITALIAN,
            "eu-gdpr",
            [("at-dsb", "recommended"), ("it-garante", "possible")],
            "it-garante",
        ),
        # From outside the Union: where the controller is established.
        (Links("US"), ITALIAN, "eu-gdpr", [("it-garante", "recommended")], "it-garante"),
        (Links("GB-SCT"), CLEARVIEW, "uk-gdpr", [("gb-ico", "recommended")], None),
        (
            Links("FR"),
            Seat("Exempla Ltd", "GB", True),
            "uk-gdpr",
            [("gb-ico", "recommended")],
            None,
        ),
        (Links("DE"), CLEARVIEW, "eu-gdpr", [], None),
    ],
)
def test_competent_authority(
    links: Links, seat: Seat, regime: str, expected: list[tuple[str, str]], lead: str | None
) -> None:
    found = competent(links, seat, authorities().values(), regime)
    assert [(c.authority.id, c.role) for c in found.authorities] == expected
    assert (found.lead.id if found.lead else None) == lead
    assert all(reason.citation.text for c in found.authorities for reason in c.because)


def test_no_establishment_means_no_lead_and_says_why() -> None:
    (found,) = competent(Links("FR"), CLEARVIEW, authorities().values(), "eu-gdpr").authorities
    assert [reason.citation.provision for reason in found.because] == ["77(1)", "55(1)"]
