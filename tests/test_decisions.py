"""Decisions on controllers: read whole, linked to companies, never more final than recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.errors import Invalid
from dsar.reference.authorities import authorities
from dsar.reference.controllers import find_controller
from dsar.reference.decisions import decisions, decisions_on, read_decisions
from tests.conftest import Dsar

ONE = """\
decisions:
  - id: exempla-1
    controllers: [exempla]
    country: FR
    on: 2026-01-02
    type: sanction
    fine: {amount: 1000, currency: EUR}
    finality: unknown
    sources: [made up]
    verified_on: 2026-11-24
"""


def test_every_decision_says_how_final_it_is() -> None:
    by_id = {one.id: one for one in decisions()}
    assert len(by_id) == len(decisions()) >= 18
    assert by_id["ico-2022-05-18"].finality == "not-final"
    assert by_id["dsb-d130-703"].finality == "not-final"
    assert by_id["ap-2024-clearview"].finality == "final"
    assert all(one.sources and one.day for one in decisions())


def test_decisions_on_a_controller_stand_in_order() -> None:
    days = [one.on for one in decisions_on("clearview-ai") if one.on]
    assert days == sorted(days) and len(days) > 8
    assert decisions_on("nobody") == []


def test_company_show_tells_them(dsar: Dsar) -> None:
    told = dsar("company", "show", "clearview-ai").out
    assert "2022-10-17  fr-cnil SAN-2022-019: sanction, EUR 20,000,000" in told
    assert "(not final)" in told
    data = dsar("company", "show", "clearview-ai", "--json").json
    fines = [one["fine"]["amount"] for one in data["decisions"] if one["fine"]]
    assert 30_500_000 in fines


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("finality: unknown", "finality: perhaps", 8),
        ("amount: 1000", "amount: -1", 7),
        ("    on: 2026-01-02\n", "", 2),
        ("controllers: [exempla]", "controllers: []", 3),
        ("id: exempla-1", "id: ../exempla", 2),
    ],
)
def test_a_malformed_decision_is_shown(tmp_path: Path, old: str, new: str, line: int) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(ONE.replace(old, new), encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        read_decisions(path)
    assert caught.value.line == line


def test_two_decisions_of_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(ONE + ONE.partition("\n")[2], encoding="utf-8")
    with pytest.raises(Invalid, match="twice"):
        read_decisions(path)


def test_decisions_are_about_companies_and_by_authorities_we_know() -> None:
    for one in decisions():
        for company in one.controllers:
            assert find_controller(company, Path("/nonexistent")).id == company
        assert not one.authority or one.authority in authorities()
    assert [one.id for one in decisions_on("swedish-police")] == ["imy-di-2020-2719"]
