"""Which law applies: the person's place, the controller's seat and kind, and what ties them."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.errors import Invalid, NotAllowed
from dsar.law.applicability import Applicable, KnownReach, Situation, applicable, choose
from dsar.reference.regimes import regime, regimes

DAY = date(2026, 11, 24)


def hits(
    residence: str,
    seat: str,
    body: str = "private",
    reach: tuple[tuple[str, str], ...] = (),
    on: date = DAY,
) -> list[Applicable]:
    """What a person in *residence* may invoke against a controller with its *seat* there."""
    established = {known.id: known.rules_in(seat, on) or None for known in regimes().values()}
    known = {law: KnownReach(basis, "it does so", "a decision") for law, basis in reach}
    return applicable(Situation(residence, established, known, on, body), regimes().values())


def roles(found: list[Applicable]) -> dict[str, str]:
    return {hit.regime: hit.role for hit in found}


@pytest.mark.parametrize(
    ("residence", "seat", "body", "wanted"),
    [
        # Art. 3(1): where the person lives is no matter.
        ("FR", "IE", "private", {"eu-gdpr": "recommended"}),
        ("US-NY", "FR", "private", {"eu-gdpr": "recommended"}),
        ("JE", "FR", "private", {"eu-gdpr": "recommended"}),
        ("GB", "GB", "private", {"uk-gdpr": "recommended"}),
        # The law of one's own place where nothing is recorded: at most possible.
        ("FR", "US", "private", {"eu-gdpr": "possible"}),
        ("GB-SCT", "US-NY", "private", {"uk-gdpr": "possible"}),
        ("FR", "GB", "private", {"uk-gdpr": "recommended", "eu-gdpr": "possible"}),
        ("CH", "US", "private", {"ch-fadp": "possible"}),
        ("US-CA", "US-NY", "private", {"us-ca-ccpa": "possible"}),
        # Canada: provincial Acts stand in PIPEDA's place within their province.
        ("CA-ON", "CA-ON", "private", {"ca-pipeda": "recommended"}),
        ("CA-QC", "CA-QC", "private", {"ca-qc-p39": "recommended", "ca-pipeda": "possible"}),
        ("CA-AB", "CA-AB", "private", {"ca-ab-pipa": "recommended", "ca-pipeda": "possible"}),
        ("CA-BC", "CA-BC", "private", {"ca-bc-pipa": "recommended", "ca-pipeda": "possible"}),
        ("CA-QC", "CA-ON", "private", {"ca-pipeda": "recommended", "ca-qc-p39": "possible"}),
        ("CA-ON", "CA-QC", "private", {"ca-pipeda": "recommended", "ca-qc-p39": "possible"}),
        # A bank is a federal undertaking: PIPEDA, whatever the province.
        ("CA-QC", "CA-QC", "private-federal", {"ca-pipeda": "recommended"}),
        ("FR", "FR", "private-federal", {"eu-gdpr": "recommended"}),
        # A consumer under the CCPA is a resident of California, wherever the business sits.
        ("US-CA", "US-CA", "private", {"us-ca-ccpa": "possible"}),
        ("US-NY", "US-CA", "private", {}),
        # Public bodies and police.
        ("FR", "FR", "public-local", {"eu-gdpr": "recommended"}),
        ("SE", "SE", "police-national", {"eu-led": "recommended", "eu-gdpr": "possible"}),
        ("GB", "GB", "police-regional", {"uk-dpa-part3": "recommended", "uk-gdpr": "possible"}),
        ("CA-ON", "CA", "police-national", {"ca-privacy-act": "recommended"}),
        ("CA-ON", "CA", "public-national", {"ca-privacy-act": "recommended"}),
        ("AU-NSW", "AU", "police-national", {"au-app12": "recommended"}),
        # No regime here.
        ("CA-ON", "CA-ON", "police-local", {}),
        ("CA-QC", "CA-QC", "police-regional", {}),
        ("AU-NSW", "AU-NSW", "police-regional", {}),
        ("FR", "US", "police-national", {}),
        ("JE", "JE", "private", {}),
        ("GG", "US", "private", {}),
        ("IM", "IM", "police-local", {}),
        ("US-NY", "US-NY", "private", {}),
        ("FR-NC", "US", "private", {}),
    ],
)  # fmt: skip
def test_who_may_invoke_what(residence: str, seat: str, body: str, wanted: dict[str, str]) -> None:
    found = hits(residence, seat, body)
    assert roles(found) == wanted
    assert [h.role for h in found] == sorted((h.role for h in found), reverse=True)
    for hit in found:
        assert hit.because and all(r.text and r.citation.text for r in hit.because)


def test_recorded_monitoring_makes_the_law_of_the_place_recommended() -> None:
    found = hits("FR", "US", reach=(("eu-gdpr", "3(2)(b)"),))
    assert [(h.regime, h.role, h.basis) for h in found] == [("eu-gdpr", "recommended", "3(2)(b)")]


def test_from_outside_canada_the_province_comes_first() -> None:
    reach = (("ca-pipeda", "4 (connection)"), ("ca-qc-p39", "1 (enterprise)"))
    found = hits("CA-QC", "US", reach=reach)
    assert roles(found) == {"ca-qc-p39": "recommended", "ca-pipeda": "possible"}
    assert any("SOR/2003-374" in r.citation.text for r in found[1].because)


def test_the_law_of_the_day_decides() -> None:
    """Until the end of 2020 the GDPR itself ruled in the United Kingdom."""
    assert roles(hits("GB", "GB", on=date(2020, 6, 1))) == {"eu-gdpr": "recommended"}


def test_a_possible_law_wants_a_reason() -> None:
    found = hits("CH", "US")
    with pytest.raises(NotAllowed):
        choose(found, None, None, "CH")
    chosen = choose(found, "ch-fadp", "it sells to people in Switzerland", "CH")
    assert "it sells to people" in chosen.because[0].text
    with pytest.raises(NotAllowed):
        choose(found, "eu-gdpr", "I like it", "CH")
    with pytest.raises(NotAllowed, match="No regime here"):
        choose([], None, None, "JE")


@pytest.mark.parametrize("right", ["erasure", "objection", "portability"])
def test_a_missing_right_says_what_there_is_instead(right: str) -> None:
    with pytest.raises(NotAllowed, match="APP"):
        regime("au-app12").right(right)
    with pytest.raises(Invalid):
        regime("au-app12").right("lunch")


def test_a_right_is_dated() -> None:
    """Portability in Quebec is law from 22 September 2024."""
    assert regime("ca-qc-p39").right("portability", date(2024, 9, 22)).citation.provision == "s. 27"
    with pytest.raises(Invalid):
        regime("ca-qc-p39").right("portability", date(2024, 9, 21))
