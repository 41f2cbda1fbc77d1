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
from tests.conftest import Dsar

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
HESSIAN = Seat("Exempla AG", "DE-HE", True)
GERMAN = Seat("Exempla GmbH", "DE", True)
FRENCH_TAX = Seat("Trésor Exemplaire", "FR", True, body="public-national")
TELECOM = Seat("Exempla Telefon", "DE-NW", True, kind="telecommunications")
CATALAN = Seat("Exemple Municipal", "ES-CT", True, body="public-local")
CATALAN_FIRM = Seat("Exemple S.L.", "ES-CT", True)
BAVARIAN_TOWN = Seat("Stadt Exempel", "DE-BY", True, body="public-local")
FEDERAL = Seat("Bundesamt Exempel", "DE-NW", True, body="public-national")
PARISH = Seat("Gemeinde Exempel", "DE-NI", True, kind="church-protestant")
PUBLIC_TASK = Seat("Exempla S.p.A.", "IT", True, basis="6(1)(e)")
BRITISH = Seat("Exempla Ltd", "GB", True)
SWEDISH_POLICE = Seat("Exempelpolisen", "SE", True, body="police-national")
LAENDER = sorted(i for i in authorities() if i.startswith("de-") and len(i) == 5)

R, P = "recommended", "possible"


@pytest.mark.parametrize(
    ("links", "seat", "regime", "expected", "lead"),
    [
        (Links("FR"), CLEARVIEW, "eu-gdpr", {"fr-cnil": R}, None),
        (
            Links("FR", work="IT", infringement="GR"),
            CLEARVIEW,
            "eu-gdpr",
            {"fr-cnil": R, "it-garante": P, "gr-hdpa": P},
            None,
        ),
        (Links("AT-9"), ITALIAN, "eu-gdpr", {"at-dsb": R, "it-garante": P}, "it-garante"),
        # From outside the Union: where the controller is established.
        (Links("US"), ITALIAN, "eu-gdpr", {"it-garante": R}, "it-garante"),
        (Links("NO"), ITALIAN, "eu-gdpr", {"no-datatilsynet": R, "it-garante": P}, "it-garante"),
        # Germany: the Land of the seat, that of the residence always possible (§ 40(2) BDSG).
        (Links("DE-BE"), CLEARVIEW, "eu-gdpr", {"de-be": R}, None),
        (Links("DE-BE"), HESSIAN, "eu-gdpr", {"de-he": R, "de-be": P}, "de-he"),
        (Links("DE"), HESSIAN, "eu-gdpr", dict.fromkeys(LAENDER, P) | {"de-he": R}, "de-he"),
        (Links("FR"), HESSIAN, "eu-gdpr", {"fr-cnil": R, "de-he": P}, "de-he"),
        (Links("DE"), CLEARVIEW, "eu-gdpr", dict.fromkeys(LAENDER, P), None),
        (Links("DE-BY"), GERMAN, "eu-gdpr", dict.fromkeys(LAENDER, P), None),
        # The federal authority: federal bodies and telecommunications, never another company.
        (Links("DE-BE"), TELECOM, "eu-gdpr", {"de-bfdi": R, "de-be": P}, "de-bfdi"),
        (Links("DE-BE"), FEDERAL, "eu-gdpr", {"de-bfdi": R, "de-be": P}, None),
        (Links("DE-BY"), BAVARIAN_TOWN, "eu-gdpr", {"de-by-lfd": R, "de-by": P}, None),
        (Links("DE-NI"), PARISH, "eu-gdpr", {"de-ekd": R, "de-ni": P}, "de-ekd"),
        # A public body, or a public task: the authority of its State, no lead (Art. 55(2)).
        (Links("IT"), FRENCH_TAX, "eu-gdpr", {"fr-cnil": R, "it-garante": P}, None),
        (Links("AT"), PUBLIC_TASK, "eu-gdpr", {"it-garante": R, "at-dsb": P}, None),
        # Spain: the regional authorities hear about public bodies only.
        (Links("ES-CT"), CATALAN, "eu-gdpr", {"es-apdcat": R, "es-aepd": P}, None),
        (Links("ES-CT"), CATALAN_FIRM, "eu-gdpr", {"es-aepd": R}, "es-aepd"),
        (Links("GB-SCT"), CLEARVIEW, "uk-gdpr", {"gb-ico": R}, None),
        (Links("FR"), BRITISH, "uk-gdpr", {"gb-ico": R}, None),
        (Links("SE"), SWEDISH_POLICE, "eu-led", {"se-imy": R}, None),
        (Links("CH"), CLEARVIEW, "ch-fadp", {"ch-fdpic": R}, None),
        (Links("CA-QC"), CLEARVIEW, "ca-qc-p39", {"ca-qc-cai": R}, None),
        (Links("CA-BC"), CLEARVIEW, "ca-bc-pipa", {"ca-bc-oipc": R}, None),
        (Links("CA-AB"), CLEARVIEW, "ca-ab-pipa", {"ca-ab-oipc": R}, None),
        (Links("CA-ON"), CLEARVIEW, "ca-pipeda", {"ca-opc": R}, None),
        (Links("AU"), CLEARVIEW, "au-app12", {"au-oaic": R}, None),
        (Links("US-CA"), CLEARVIEW, "us-ca-ccpa", {"us-ca-cppa": R}, None),
    ],
)
def test_competent_authority(
    links: Links, seat: Seat, regime: str, expected: dict[str, str], lead: str | None
) -> None:
    found = competent(links, seat, authorities().values(), regimes()[regime])
    assert {c.authority.id: c.role for c in found.authorities} == expected
    assert sorted(c.role for c in found.authorities)[::-1] == [c.role for c in found.authorities]
    assert (found.lead.id if found.lead else None) == lead
    assert all(reason.citation.text for c in found.authorities for reason in c.because)


def test_no_establishment_means_no_lead_and_says_why() -> None:
    law = regimes()["eu-gdpr"]
    (found,) = competent(Links("FR"), CLEARVIEW, authorities().values(), law).authorities
    assert [reason.citation.provision for reason in found.because] == ["77(1)", "55(1)"]


def test_the_basis_decides_whether_there_is_a_lead(dsar: Dsar) -> None:
    """Art. 55(2): a legal obligation or a public task keeps it with the State concerned."""
    ask = ("regulator", "for", "--residence", "FR", "--company", "schufa", "--json")
    plain, task = dsar(*ask).json, dsar(*ask, "--basis", "6(1)(e)").json
    assert (plain["lead"], plain["authorities"][0]["id"]) == ("de-he", "fr-cnil")
    assert (task["lead"], task["authorities"][0]["id"]) == (None, "de-he")
    assert "Art. 55(2) GDPR" in {r["citation"] for r in task["authorities"][0]["because"]}
    assert dsar(*ask, "--basis", "because").code == 3
    assert dsar(*ask[:4], "--basis", "6(1)(e)").code == 3


def test_a_representative_is_no_establishment(dsar: Dsar) -> None:
    """Art. 27: it is told, and it makes no lead authority."""
    found = dsar("regulator", "for", "--residence", "FR", "--company", "rocketreach", "--json").json
    assert (found["authorities"][0]["id"], found["lead"]) == ("fr-cnil", None)
    seat = Seat("Exempla Inc.", "US", False, representative="Exempla Rep, Dublin")
    law = regimes()["eu-gdpr"]
    (one,) = competent(Links("FR"), seat, authorities().values(), law).authorities
    assert [r.citation.provision for r in one.because] == ["77(1)", "55(1)", "27"]


def test_a_public_body_has_no_lead_and_says_why() -> None:
    law = regimes()["eu-gdpr"]
    found = competent(Links("IT"), FRENCH_TAX, authorities().values(), law)
    assert found.lead is None
    assert "55(2)" in {r.citation.provision for c in found.authorities for r in c.because}


@pytest.mark.parametrize("place", sorted({p for a in authorities().values() for p in a.territory}))
@pytest.mark.parametrize("seat", [None, CLEARVIEW, ITALIAN, HESSIAN, TELECOM])
def test_everybody_under_the_gdpr_is_heard(place: str, seat: Seat | None) -> None:
    """At most one authority is recommended, it comes first, and the residence always counts."""
    law = regimes()["eu-gdpr"]
    if not law.rules_in(place, DAY):
        return
    found = competent(Links(place), seat, authorities().values(), law).authorities
    assert found and [c.role for c in found].count("recommended") <= 1
    if place != "DE" or seat is not TELECOM:
        assert any(c.authority.covers(place) or c.authority.lies_in(place) for c in found)


def test_which_authorities_of_several_laws(dsar: Dsar) -> None:
    """Quebec's own Act stands in the place of the federal one; both authorities are told."""
    done = dsar("regulator", "for", "--residence", "CA-QC", "--json").json
    told = {(a["id"], a["role"], a["regime"]) for a in done["authorities"]}
    assert told == {("ca-qc-cai", R, "ca-qc-p39"), ("ca-opc", P, "ca-pipeda")}
    assert (done["regime"], done["lead"]) == ("ca-qc-p39", None)
    nobody = dsar("regulator", "for", "--residence", "JE")
    assert nobody.code == 4 and "je-joic" in nobody.err
