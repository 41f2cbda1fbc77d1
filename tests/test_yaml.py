"""YAML as people write it: strings stay strings, and every mistake has its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dsar.errors import Invalid
from dsar.reference.authorities import authorities, read_authorities
from dsar.reference.controllers import find_controller, parse_controller, read_controller
from dsar.reference.people import parse_person
from dsar.reference.regimes import regimes
from dsar.reference.yamlfile import parse_yaml

COMPANY = """\
id: exempla
name: Exempla GmbH
country: DE
contacts:
  - kind: email
    value: privacy@exempla.example
    source: https://exempla.example/privacy
sources:
  - https://exempla.example/privacy
"""


def test_scalars_stay_what_was_written() -> None:
    data = parse_yaml("a: NO\nb: 01067\nc: 12:30\nd: on\ne: ~\nf: '~'\ng: [1, yes]\n", "x").data
    assert data == {
        "a": "NO", "b": "01067", "c": "12:30", "d": "on", "e": None, "f": "~", "g": ["1", "yes"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "twice"),
        ("a: [1\nb: 2\n", 2, 2, "not valid YAML"),
        ("a: &x 1\nb: *x\n", 1, 4, "Anchors"),
        ("a: !!python/object:os.system 1\n", 1, 4, "Tags"),
        ("? [1]\n: 2\n", 1, 3, "key must be a word"),
        ("a: 1\n---\nb: 2\n", 2, 1, "more than one document"),
        ("[" * 5000, 1, 41, "nested too deeply"),
        ("a: \x01\n", None, None, "character that is not allowed"),
    ],
)
def test_broken_yaml_has_its_place(
    text: str, line: int | None, column: int | None, part: str
) -> None:
    with pytest.raises(Invalid) as caught:
        parse_yaml(text, "x.yaml")
    assert part in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.file == "x.yaml"


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "part"),
    [
        ("value: privacy@exempla.example", "value: privacy@@exempla.example", 6, 12, "email"),
        ("country: DE", "country: Germany", 3, 10, "country: a country is two capital letters"),
        ("country: DE", "contry: DE", 3, 1, "contry: there is no field"),
        ("name: Exempla GmbH\n", "", 1, 1, "name: this field is missing"),
        ("id: exempla", "id: ../exempla", 1, 5, "id: an id is small letters"),
        ("name: Exempla GmbH", 'name: "Ex\\u202Eempla"', 2, 7, "direction marks"),
        ("name: Exempla GmbH", 'name: "Ex\\nempla"', 2, 7, "control characters"),
        ("name: Exempla GmbH", f"name: {'x' * 501}", 2, 7, "at most 500"),
        ("kind: email", "kind: pigeon", 5, 11, "kind"),
        ("country: DE", "country: DE\nholidays_region: DE-XX", 4, 18, "no part called"),
    ],
)
def test_broken_company_has_its_place(
    old: str, new: str, line: int, column: int, part: str
) -> None:
    with pytest.raises(Invalid) as caught:
        parse_controller(parse_yaml(COMPANY.replace(old, new), "companies/exempla.yaml"))
    assert part in caught.value.message
    assert caught.value.place() == f"companies/exempla.yaml:{line}:{column}"


def test_company_reads_whole() -> None:
    found = parse_controller(parse_yaml(COMPANY, "x"))
    assert (found.email, found.address, found.holidays_region) == (
        "privacy@exempla.example",
        (),
        "DE",
    )
    assert found.established == dict.fromkeys(regimes()) | {"eu-gdpr": True, "eu-led": True}


def test_error_about_a_person_never_repeats_the_value() -> None:
    text = "name: Camille\naddress: [Lyon]\nemail: secret-value\ncountry: FR\nlanguage: fr\n"
    with pytest.raises(Invalid) as caught:
        parse_person(parse_yaml(text, "person.yaml"))
    assert "secret-value" not in caught.value.message
    assert caught.value.place() == "person.yaml:3:8"


def test_shipped_directory_is_whole() -> None:
    assert len(authorities()) >= 70
    for known in authorities().values():
        assert known.sources and (known.address or known.website)
        assert known.regimes[0] in regimes() or known.country in {"JE", "GG", "IM", "GI"}
    unheard = [
        place
        for territory in regimes()["eu-gdpr"].territories
        for place in territory.places
        if territory.valid.holds(date(2026, 11, 24))
        and not any(a.covers(place) or a.lies_in(place) for a in authorities().values())
    ]
    assert unheard == []
    clearview = find_controller("Clearview AI", Path("/nonexistent"))
    assert clearview.email == "legal-requests@clearview.ai"
    assert clearview.contacts[0].verified_on is not None
    here = {"eu-gdpr": False, "uk-gdpr": False}
    assert clearview.established == dict.fromkeys(regimes()) | here


def test_unknown_company_names_near_ones() -> None:
    with pytest.raises(Invalid) as caught:
        find_controller("clearveiw", Path("/nonexistent"))
    assert "clearview-ai" in caught.value.hint
    assert "dsar company add" in caught.value.hint


def test_own_record_wins(tmp_path: Path) -> None:
    own = COMPANY.replace("exempla\n", "clearview-ai\n", 1)
    (tmp_path / "clearview-ai.yaml").write_text(own, encoding="utf-8")
    assert find_controller("clearview-ai", tmp_path).name == "Exempla GmbH"


def test_file_name_must_be_the_id(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(COMPANY, encoding="utf-8")
    with pytest.raises(Invalid, match="the id differs"):
        read_controller(path)


def test_authority_twice_is_refused(tmp_path: Path) -> None:
    record = """\
  - {id: xx-one, country: FR, territory: [FR], abbreviation: X, name: X, name_en: X,
     regimes: [eu-gdpr],
     languages: [fr], holidays_region: FR, address: [Somewhere], prior_contact: expected,
     channels: [post], verified_on: 2026-01-01, sources: [none]}
"""
    path = tmp_path / "regulators.yaml"
    path.write_text("authorities:\n" + record * 2, encoding="utf-8")
    with pytest.raises(Invalid, match="stands here twice"):
        read_authorities(path)
