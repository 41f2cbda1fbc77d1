"""``dsar deadline``, ``dsar regime`` and ``dsar doctor`` as a person runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dsar.reference.regimes import regimes
from tests.conftest import Dsar

EU = ["--regime", "eu-gdpr", "--place", "FR"]
AU = ["--regime", "au-app12", "--place", "AU-NSW"]


def test_json_is_the_contract(dsar: Dsar) -> None:
    found = dsar("deadline", "2026-03-06", *EU, "--json").json
    assert {
        "from", "starts_with", "regime", "period", "binds", "force", "last_day", "overdue_from",
        "earliest", "latest", "safe", "holidays", "steps", "reasons",
    } <= set(found)  # fmt: skip
    assert (found["last_day"], found["overdue_from"]) == ("2026-04-07", "2026-04-08")
    assert all(step["text"] and step["citation"] for step in found["steps"])
    assert "Easter Monday" in found["steps"][2]["text"]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["2026-07-15", "--regime", "eu-gdpr", "--place", "AT", "--period", "complaint"],
         {"last_day": "2027-07-15", "safe": "2027-07-15", "binds": "person"}),
        (["2026-07-15", "--regime", "eu-gdpr", "--place", "AT", "--period", "complaint-outer"],
         {"last_day": "2029-07-16", "safe": "2029-07-15", "force": "statute"}),
        (["2026-08-01", "--regime", "uk-gdpr", "--place", "GB-ENG", "--period",
          "acknowledgement"],
         {"last_day": "2026-09-01", "starts_with": "complaint to the controller"}),
        (["2026-06-01", "--regime", "us-ca-ccpa", "--place", "US-CA", "--period",
          "confirmation"], {"last_day": "2026-06-15"}),
        (["2026-10-26", "--regime", "eu-gdpr", "--place", "FR,US-NY"],
         {"last_day": "2026-11-26", "latest": "2026-11-27"}),
        (["2026-10-26", "--regime", "eu-gdpr", "--place", "US-NY", "--place", "FR"],
         {"last_day": "2026-11-26"}),
        (["2026-03-06", "--regime", "eu-led", "--place", "SE"],
         {"last_day": None, "overdue_from": None, "earliest": None, "latest": None, "safe": None,
          "reasons": ["no-number-of-days"]}),
        (["2026-06-01", *EU, "--demand", "identity:2026-06-03"],
         {"last_day": "2026-07-01", "latest": None, "safe": None,
          "reasons": ["identity-demand-open"]}),
        (["2026-06-01", *EU, "--demand", "identity:2026-06-03", "--contested"],
         {"last_day": "2026-07-01", "safe": "2026-07-01",
          "reasons": ["identity-demand-contested"]}),
        (["2026-06-01", *EU, "--paused", "2026-06-03..2026-06-10"],
         {"last_day": "2026-07-08", "safe": "2026-07-10"}),
        (["2026-06-01", *EU, "--paused", "2026-06-03..2026-06-05", "--paused",
          "2026-06-10..2026-06-12"], {"last_day": "2026-07-06"}),
        (["2026-06-01", *EU, "--restarted", "2026-06-10"], {"last_day": "2026-07-10"}),
        (["2026-06-01", *EU, "--extension", "2026-06-20..2026-06-22"],
         {"last_day": "2026-09-01", "reasons": []}),
        (["2026-06-01", *EU, "--extension", "2026-06-20", "--reasons", "none"],
         {"last_day": "2026-07-01", "safe": "2026-09-01", "reasons": ["extension-unreasoned"]}),
        (["2026-06-01", "--regime", "ch-fadp", "--place", "CH", "--right", "erasure"],
         {"last_day": None}),
        (["2026-06-01", "--regime", "us-ca-ccpa", "--place", "US-CA", "--right", "objection"],
         {"last_day": "2026-06-23"}),
    ],
)  # fmt: skip
def test_days(dsar: Dsar, arguments: list[str], wanted: dict[str, object]) -> None:
    done = dsar("deadline", *arguments, "--json")
    assert done.code == 0, done.err
    assert {name: done.json[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["2026-06-01", "--regime", "eu-gpdr", "--place", "FR"], 3, "eu-gdpr"),
        (["2026-06-01", "--regime", "eu-gdpr", "--place", "XX"], 3, "XX"),
        (["2026-06-01", "--regime", "eu-gdpr", "--place", "UK"], 3, "GB"),
        (["2026-06-01", "--regime", "eu-gdpr", "--place", "DE-XX"], 3, "DE"),
        (["2026-02-30", *EU], 3, "2026-02-30"),
        (["2041-06-01", *EU], 3, "2040"),
        (["2018-05-24", *EU], 3, "2018-05-25"),
        (["2026-06-01", *EU, "--period", "lunch"], 3, "authority-progress"),
        (["2026-06-01", *EU, "--period", "complaint"], 3, "AT, BG"),
        (["2026-06-01", *EU, "--paused", "2026-06-10..2026-06-03"], 3, "before it begins"),
        (["2026-06-01", *EU, "--paused", "2026-06-10.."], 3, "never ends"),
        (["2026-06-01", *EU, "--paused", "2026-06-03..2026-06-10", "--paused",
          "2026-06-08..2026-06-12"], 3, "overlap"),
        (["2026-06-01", *EU, "--extension", "2026-05-20"], 3, "before the request"),
        (["2026-06-01", *EU, "--extension", "2026-06-20..2026-06-19"], 3, "before the day"),
        (["2026-06-01", *EU, "--demand", "selfie:2026-06-20"], 3, "identity"),
        (["2026-06-01", *AU, "--right", "lunch"], 3, "access"),
        (["2026-06-01", *AU, "--right", "erasure"], 4, "APP 13"),
        (["2026-06-01", *AU, "--paused", "2026-06-03..2026-06-10"], 4, "nothing pauses"),
        (["2026-06-01", "--regime", "uk-gdpr", "--place", "JE"], 4, "No regime here"),
        (["2026-06-01", "--regime", "uk-gdpr", "--place", "GI"], 4, "No regime here"),
        (["2026-06-01", "--regime", "ca-qc-p39", "--place", "CA-ON"], 4, "ca-pipeda"),
        (["2026-06-18", "--regime", "uk-gdpr", "--place", "GB-ENG", "--period",
          "acknowledgement"], 3, "2026-06-19"),
    ],
)  # fmt: skip
def test_bad_input(dsar: Dsar, arguments: list[str], code: int, part: str) -> None:
    done = dsar("deadline", *arguments, "--json")
    assert (done.code, done.out) == (code, "")
    assert part in done.error["message"] + done.error["hint"]


def test_explain_says_each_step(dsar: Dsar) -> None:
    told = dsar("deadline", "2026-11-24", "--regime", "eu-gdpr", "--place", "SE", "--explain").out
    assert "Christmas Eve, a public holiday, in Sweden" in told
    assert "1930:173" in told and "Art. 3(4)" in told


@pytest.mark.parametrize("regime_id", sorted(regimes()))
def test_show_says_what_there_is_and_what_is_missing(dsar: Dsar, regime_id: str) -> None:
    told = dsar("regime", "show", regime_id).out
    for part in ("Rights:", "Not in it:", "Periods:", "What does not move the clock:"):
        assert part in told
    data = dsar("regime", "show", regime_id, "--json").json
    assert all(period["citation"] and period["from"] for period in data["periods"])


def test_regime_for_a_resident_of_quebec(dsar: Dsar) -> None:
    done = dsar("regime", "for", "--residence", "CA-QC", "--company", "clearview-ai", "--json")
    assert [(hit["id"], hit["role"]) for hit in done.json] == [
        ("ca-qc-p39", "recommended"), ("ca-pipeda", "possible"),
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["JE", "GG", "IM", "US-NY", "FR-NC"])
def test_a_place_without_a_regime(dsar: Dsar, place: str) -> None:
    done = dsar("regime", "for", "--residence", place, "--company", "clearview-ai")
    assert done.code == 4 and "No regime here" in done.err


def test_town_police_in_canada_have_no_regime(dsar: Dsar, home: Path) -> None:
    (home / "police.yaml").write_text(
        "id: town-police\nname: Exampletown Police\nkind: police\nbody: police-local\n"
        "country: CA\nholidays_region: CA-ON\nlanguages: [en]\n"
        "contacts:\n  - {kind: email, value: police@town.example, source: made up}\n"
        "sources: [made up]\n",
        encoding="utf-8",
    )
    assert dsar("company", "add", "--from", "police.yaml").code == 0
    done = dsar("regime", "for", "--residence", "CA-ON", "--company", "town-police")
    assert done.code == 4 and "No regime here" in done.err


@pytest.mark.parametrize(("country", "right", "part"), [
    ("CH", "access", "no letter under FADP"), ("AU-NSW", "erasure", "no right of erasure"),
])  # fmt: skip
def test_a_law_without_letters_is_said_at_the_request(
    dsar: Dsar, home: Path, country: str, right: str, part: str
) -> None:
    (home / "me.yaml").write_text(
        f"name: Ada Exemplar\naddress: [1 Example Street]\ncountry: {country}\nlanguage: en\n",
        encoding="utf-8",
    )
    assert dsar("init", "--from", "me.yaml").code == 0
    law = ["--regime", "ch-fadp", "--because", "it shows pictures taken here"]
    done = dsar("request", "clearview-ai", "--right", right, *(law if country == "CH" else []))
    assert done.code == 4 and part in done.err, done.err


def test_own_holidays_move_the_last_day(dsar: Dsar, home: Path) -> None:
    folder = home / ".config" / "dsar"
    folder.mkdir(parents=True)
    own = folder / "holidays.yaml"
    own.write_text(
        "days:\n  - {place: FR, day: 2027-03-08, name: A day of mourning, source: made up}\n",
        encoding="utf-8",
    )
    found = dsar("deadline", "2027-02-08", *EU, "--json").json
    assert found["last_day"] == "2027-03-09" and "+own." in found["holidays"]["version"]
    assert "of your own: 1" in dsar("doctor").out
    own.write_text("days:\n  - {place: FR, day: soon, name: X, source: Y}\n", encoding="utf-8")
    done = dsar("deadline", "2027-02-08", *EU, "--json")
    assert (done.code, done.error["line"]) == (3, 2)


def test_doctor_names_old_law(dsar: Dsar) -> None:
    later = dsar("doctor", "--exit-code", "--json", today="2028-01-01")
    assert later.code == 6
    law = {one["check"]: one for one in later.json}
    assert not law["law eu-gdpr"]["ok"]
    assert "periods.answer (2026-" in law["law eu-gdpr"]["message"] and law["law eu-gdpr"]["fix"]
    now = {one["check"]: one["ok"] for one in dsar("doctor", "--json", today="2026-12-01").json}
    assert now["law eu-gdpr"] and now["holidays"] and now["store"]


def test_the_table_of_accuracy_is_true() -> None:
    root = Path(__file__).parent.parent
    made = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "accuracy.py")],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert made.stdout == (root / "docs" / "accuracy.md").read_text(encoding="utf-8")


def test_a_reader_who_has_seen_enough_is_no_error(home: Path) -> None:
    """``dsar regime list | head -1``: the pipe closes early, and nobody is told of it."""
    command = [str(Path(sys.executable).with_name("dsar")), "regime", "list"]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            command, cwd=home, env={"HOME": str(home)}, stdout=gone, stderr=subprocess.PIPE,
            timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
