"""The directory: what is shipped is sound, findable, and checked."""

from __future__ import annotations

import html
import json
import os
from datetime import date
from pathlib import Path

import pytest

from dsar.actions.checking import check_authorities, check_companies
from dsar.errors import Invalid
from dsar.reference.authorities import authorities
from dsar.reference.controllers import find_controller, read_controller
from dsar.reference.data import data_path
from dsar.reference.index import entries, folded, index_file
from dsar.reference.regimes import regimes
from dsar.reference.search import search_entries
from tests.conftest import Dsar
from tests.schemas import FOLDER, schemas

DAY = date(2026, 11, 24)
NOWHERE = Path("/nonexistent/companies")
FILES = sorted(data_path("companies").glob("*.yaml"))

RECORD = """\
id: {id}
name: {name}
also_known_as: [{aka}]
kind: telecommunications
country: DE
holidays_region: DE-NW
website: https://www.{id}.example/
contacts:
  - kind: email
    value: {mail}
    verified_on: 2026-01-15
    source: made up
verified_on: 2026-01-15
sources: [made up]
"""


def own_record(own: Path, name: str, aka: str = "", mail: str = "", **more: str) -> Path:
    """A record of the user's own; *more* are lines put at its end."""
    own.mkdir(parents=True, exist_ok=True)
    company = folded(name).replace(" ", "-")
    mail = mail or f"privacy@{company}.example"
    text = RECORD.format(id=company, name=name, aka=aka, mail=mail)
    path = own / f"{company}.yaml"
    path.write_text(text + "".join(f"{k}: {v}\n" for k, v in more.items()), encoding="utf-8")
    return path


def test_there_is_nothing_wrong_with_what_is_shipped() -> None:
    found = [*check_companies([], NOWHERE, DAY), *check_authorities(None, DAY)]
    assert [f for f in found if f["severity"] == "error"] == []
    assert all(f["fix"] and f["line"] and f["column"] for f in found)


def test_every_record_says_where_it_is_from() -> None:
    assert len(FILES) >= 131
    for file in FILES:
        company = read_controller(file)
        assert company.sources and all(contact.source for contact in company.contacts)
    kinds = {entry.kind for entry in entries(NOWHERE).values()}
    assert {"face-search", "data-broker", "credit-agency", "platform", "police"} <= kinds


@pytest.mark.parametrize("company", ["facebook", "instagram", "x-twitter", "youtube"])
def test_the_platforms_that_were_scraped(company: str) -> None:
    found = find_controller(company, NOWHERE)
    assert found.kind == "platform" and found.lead_authority == "ie-dpc"
    assert found.established["eu-gdpr"]


def test_police_forces_answer_under_the_law_of_police(dsar: Dsar) -> None:
    for company, residence, law in (
        ("metropolitan-police", "GB", "uk-dpa-part3"),
        ("national-crime-agency", "GB", "uk-dpa-part3"),
        ("rcmp", "CA-ON", "ca-privacy-act"),
        ("swedish-police", "SE", "eu-led"),
    ):
        found = dsar("regime", "for", "--residence", residence, "--company", company, "--json")
        assert found.json[0]["id"] == law
        heard = dsar("regulator", "for", "--residence", residence, "--company", company, "--json")
        assert heard.json["authorities"][0]["role"] == "recommended"


def test_conflicting_contacts_are_all_shown(dsar: Dsar) -> None:
    contacts = dsar("company", "show", "clearview-ai", "--json").json["contacts"]
    mail = [c for c in contacts if c["kind"] == "email"]
    assert [c["value"] for c in mail] == ["legal-requests@clearview.ai", "privacy@clearview.ai"]
    assert mail[0]["verified_on"] and not mail[1]["verified_on"]
    assert all(c["source"] for c in contacts)


def test_what_is_unknown_is_shown_as_unknown(dsar: Dsar) -> None:
    shown = dsar("regulator", "show", "gg-odpa").out
    assert "address: unknown" in shown and "time limit: unknown" in shown
    assert dsar("regulator", "show", "pl-uodo", "--json").json["file_limits"] == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("clearveiw", "clearview-ai"),
        ("schuffa", "schufa"),
        ("SCHUFA", "schufa"),
        ("holding schufa", "schufa"),
        ("facebook.com", "facebook"),
        ("https://www.facebook.com/privacy", "facebook"),
        ("meta", "facebook"),
        ("créditréform", "creditreform-verband"),
        ("telekom deutsche", "deutsche-telekom-beispiel"),
        ("deutche telecom beispiel", "deutsche-telekom-beispiel"),
        ("Łódź energia", "energia-lodz"),
        ("beispiel harzburg", "beispiel-gemeinde-in-bad-harzburg"),
    ],
)
def test_search(tmp_path: Path, text: str, wanted: str) -> None:
    own = tmp_path / "companies"
    own_record(own, "Deutsche Telekom Beispiel")
    own_record(own, "Beispiel Gemeinde in Bad Harzburg")
    own_record(own, "Beispiel Gemeinde Dettum")
    own_record(own, "Energia Łódź").rename(own / "energia-lodz.yaml")
    (hit, score), *_ = search_entries(text, entries(own).values())
    assert hit.id == wanted and 65 <= score <= 100


@pytest.mark.parametrize("text", ["", "   ", "!!!", "x" * 10_000, "\x00", "日本"])
def test_searching_for_nothing_finds_nothing_much(text: str) -> None:
    assert len(search_entries(text, entries(NOWHERE).values())) <= 10


def test_several_of_one_name_are_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        find_controller("LiveRamp France SAS", tmp_path)
    assert {"liveramp-de", "liveramp-fr"} <= set(
        caught.value.hint.replace(",", "").replace(".", "").split()
    )


def test_the_index_follows_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    index_file.cache_clear()
    own = tmp_path / "companies"
    path = own_record(own, "Exempla Eins")
    assert entries(own)["exempla-eins"].name == "Exempla Eins"
    (kept,) = (tmp_path / "cache" / "dsar").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Exempla Eins", "Exempla Zwei"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert entries(own)["exempla-eins"].name == "Exempla Zwei"
    path.unlink()
    assert "exempla-eins" not in entries(own)
    for broken in ("", "{", '{"version": 1}', '{"version": 1, "folders": {"x": {"a": [1, {}]}}}'):
        kept.write_text(broken, encoding="utf-8")
        assert "clearview-ai" in entries(own)
    index_file.cache_clear()


def test_a_broken_record_of_ones_own_does_not_stop_a_search(dsar: Dsar, home: Path) -> None:
    own = home / ".config" / "dsar" / "companies"
    own.mkdir(parents=True)
    (own / "broken.yaml").write_text("name: [", encoding="utf-8")
    assert dsar("company", "search", "schufa", "--json").json[0]["id"] == "schufa"
    shown = dsar("company", "show", "broken")
    assert shown.code == 3 and "broken.yaml:2" in shown.err
    checked = dsar("company", "check", "--json")
    assert checked.code == 3 and "broken.yaml" in json.dumps(checked.json)


def test_lists(dsar: Dsar, home: Path) -> None:
    found = dsar("company", "search", "list:face-search", "--json").json
    assert [c["id"] for c in found] == ["clearview-ai", "eyematch", "facecheck-id", "pimeyes"]
    lists = home / ".config" / "dsar" / "lists"
    lists.mkdir(parents=True)
    (lists / "mine.txt").write_text("schufa  # first\n\nkaspr\nschufa\n", encoding="utf-8")
    found = dsar("company", "search", "list:mine", "--json").json
    assert [c["id"] for c in found] == ["schufa", "kaspr"]
    (lists / "mine.txt").write_text("schufa\nschuffa\n", encoding="utf-8")
    wrong = dsar("company", "search", "list:mine")
    assert wrong.code == 3 and "mine.txt:2" in wrong.err and "schufa" in wrong.err
    assert dsar("company", "search", "list:face-serch").code == 3
    assert dsar("company", "search", "list:../../secret").code == 3


@pytest.mark.parametrize(
    ("more", "check", "severity"),
    [
        ({"lead_authority": "de-by"}, "lead", "error"),
        ({"lead_authority": "de-xx"}, "lead", "error"),
        ({"redirect_to": "nobody-there"}, "redirect", "error"),
        ({"self_service": "javascript"}, "website", "error"),
        ({"surprise": "1"}, "schema", "error"),
        ({"main_establishment": "XX"}, "schema", "error"),
        ({"main_establishment": "FR", "lead_authority": "de-nw"}, "lead", "error"),
    ],
)
def test_a_check_finds_its_mistake(
    tmp_path: Path, more: dict[str, str], check: str, severity: str
) -> None:
    path = own_record(tmp_path, "Exempla Eins", **more)
    (found,) = check_companies([path], NOWHERE, DAY)
    assert (found["check"], found["severity"]) == (check, severity)
    assert found["line"] >= 14 and found["fix"]


CONTACTS = """\
id: exempla-eins
name: Exempla Eins
country: FR
contacts:
  - kind: post
    address: [1 rue des Exemples, 7500 Paris, France]
    source: made up
  - {kind: phone, value: 0123 4567, source: made up}
  - {kind: web-form, value: exempla.example, source: made up}
verified_on: 2027-01-01
sources: [made up]
"""


def test_several_findings_each_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "exempla-eins.yaml"
    path.write_text(CONTACTS, encoding="utf-8")
    found = {(f["check"], f["line"], f["column"]) for f in check_companies([path], NOWHERE, DAY)}
    assert found == {
        ("postcode", 6, 14), ("phone", 8, 26), ("website", 9, 29), ("stale", 10, 14),
    }  # fmt: skip


def test_all_mistakes_of_a_record_are_told_at_once(tmp_path: Path) -> None:
    path = own_record(tmp_path, "Exempla Eins", mail="no-address", body="circus", surprise="1")
    checks = [f["message"].split(":")[0] for f in check_companies([path], NOWHERE, DAY)]
    assert checks == ["surprise", "contacts.0.value", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "id: [",
        "id: a\nid: b\n",
        "a: &x 1\n",
        "- 1\n",
        "",
        "id: x\nnane: y\n",
        "id: other\n",
        "\x00",
    ],
)
def test_every_malformed_record_has_a_place_and_a_fix(tmp_path: Path, text: str) -> None:
    path = tmp_path / "exempla.yaml"
    path.write_text(text, encoding="utf-8")
    found = check_companies([path], NOWHERE, DAY)
    assert found
    for one in found:
        assert one["severity"] == "error" and one["file"].endswith("exempla.yaml")
        assert one["message"].endswith(".") and one["fix"]
        assert (one["line"] and one["column"]) or "character" in one["message"]


def test_the_same_mailbox_twice(tmp_path: Path) -> None:
    own_record(tmp_path, "Exempla Eins", mail="privacy@group.example")
    own_record(tmp_path, "Exempla Zwei", mail="Privacy@Group.example")
    (found,) = check_companies([tmp_path], NOWHERE, DAY)
    assert found["check"] == "duplicate-email" and found["file"].endswith("exempla-zwei.yaml")


def test_old_records_are_told(tmp_path: Path) -> None:
    path = own_record(tmp_path, "Exempla Eins")
    assert check_companies([path], NOWHERE, date(2027, 1, 15)) == []
    (found,) = check_companies([path], NOWHERE, date(2027, 1, 16))
    assert (found["check"], found["severity"], found["line"]) == ("stale", "warning", 13)


def test_authorities_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "regulators.yaml"
    text = data_path("regulators.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("phone: +43 1 521520", "phone: 01 521520"), encoding="utf-8")
    assert ("phone", "regulators.yaml") in {
        (f["check"], Path(f["file"]).name) for f in check_authorities(path, DAY)
    }
    path.write_text(text.replace("regimes: [eu-gdpr]", "regime: eu-gdpr", 1), encoding="utf-8")
    found = check_authorities(path, DAY)
    assert [f["severity"] for f in found] == ["error", "error"]


def test_the_schemas_are_current() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert kept == schemas(), "write them anew with: python -m tests.schemas"
    company = json.loads(kept["company.schema.json"])
    assert "private-federal" in json.dumps(company["properties"]["body"])


def test_what_authorities_supervise_is_known() -> None:
    unknown = {r for a in authorities().values() for r in a.regimes} - set(regimes())
    assert unknown == {"je-dpjl", "gg-dpl", "im-applied-gdpr", "gi-gdpr"}


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 1234*5678 }}{% raw %}",
    "$(touch pwned); rm -rf ~",
    "*bold* [link](https://x.example) # head",
    "\u200f\u05d0 right to left",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(dsar: Dsar, home: Path, person: Path, name: str) -> None:
    record = {
        "id": "exempla",
        "name": name,
        "country": "DE",
        "contacts": [{"kind": "post", "address": [name, "Musterstadt"], "source": name}],
        "sources": [name],
    }
    (home / "c.yaml").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert dsar("company", "add", "--from", "c.yaml").code == 0
    assert dsar("init", "--from", "person.yaml").code == 0
    asked = ("request", "exempla", "--right", "access", "--format", "txt,html", "--out", "l")
    done = dsar(*asked, today="2026-11-24")
    assert done.code == 0, done.err
    page = (home / "l" / "01-access-request.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "7006652" not in page.split("<body")[1][:2000]
    assert name in html.unescape(page)
    assert name in " ".join((home / "l" / "01-access-request.txt").read_text("utf-8").split())
    assert not (home / "pwned").exists()


@pytest.mark.parametrize("name", ["a\nb", "a\u0000b", "\u202egpj.exe", "x" * 10_000])
def test_a_name_that_could_deceive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "exempla.yaml"
    path.write_text(
        json.dumps({"id": "exempla", "name": name, "sources": ["x"], "redirect_to": "y",
                    "obsolete": "gone"}), encoding="utf-8",
    )  # fmt: skip
    found = check_companies([path], NOWHERE, DAY)
    assert [f["severity"] for f in found] == ["error"] and found[0]["line"] == 1


@pytest.mark.parametrize("text", ["../../etc/passwd", "/etc/passwd", "clearview-ai/../schufa"])
def test_a_company_is_never_a_path(text: str) -> None:
    with pytest.raises(Invalid, match="no company called"):
        find_controller(text, NOWHERE)


def test_what_ended_is_not_written_to(dsar: Dsar, home: Path, person: Path) -> None:
    own = home / ".config" / "dsar" / "companies"
    own.mkdir(parents=True)
    ended = "id: ended\nname: Ended Ltd\nobsolete: defunct\nsources: [made up]\n"
    (own / "ended.yaml").write_text(ended, encoding="utf-8")
    (own / "moved.yaml").write_text(
        ended.replace("ended", "moved").replace("defunct", "merged") + "redirect_to: schufa\n",
        encoding="utf-8",
    )
    dsar("init", "--from", "person.yaml")
    refused = dsar("request", "ended", "--right", "access", today="2026-11-24")
    assert refused.code == 4 and "defunct" in refused.err
    assert dsar("company", "show", "moved", "--json").json["id"] == "schufa"


def test_the_deadline_goes_by_the_establishment_that_answers(
    dsar: Dsar, home: Path, person: Path
) -> None:
    """Google LLC sits in California; for people in the Union Dublin answers (Art. 4(16))."""
    dsar("init", "--from", "person.yaml")
    asked = ("request", "google", "--right", "access", "--format", "txt", "--json")
    case = dsar(*asked, today="2026-11-24").json["case"]
    dsar("send", case, "--by", "email", "--on", "2026-11-24", today="2026-11-24")
    shown = dsar("show", case, "--json", today="2026-11-24").json
    assert shown["deadline"]["places"][0] == "IE"
