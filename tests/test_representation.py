"""Acting for somebody: who may do what, by which mandate, and what the letters say of it."""

from __future__ import annotations

import email
import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dsar.actions.acting import acting_facts
from dsar.actions.context import Context
from dsar.actions.profile import Profile
from dsar.actions.subjects import add
from dsar.cases.document import FileOf
from dsar.cases.representation import (
    KINDS,
    POWERS,
    Mandate,
    Representation,
    acting_record,
    check_power,
    read_representation,
    representation_data,
)
from dsar.cases.subject import DataSubject
from dsar.errors import NotAllowed
from dsar.letters.template import Source, render
from dsar.reference.people import person_data
from dsar.reference.templates import template, words
from dsar.store.sqlite import SqliteStore
from tests.conftest import ASKED, DELIVERED, PERSON, READY, Dsar, Result
from tests.test_record_input import asked
from tests.test_templates import FITTING, facts_for, texts

GIVEN, ENDS = "2026-01-10", "2026-03-31"
PROOF = b"a power of attorney, signed"
STATUTES = b"the statutes of the body"
ACTING = """\
representation:
  kind: proxy
  name: Ada Exemplar
  address: [1 Example Street, London N1 1AA]
  email: ada@kanzlei.example
  mandate:
    powers: [request, complain]
    date: 2026-01-10
    expires: 2027-01-10
    proof: ada-for-camille.txt
"""
ART80 = (
    ACTING.replace("kind: proxy", "kind: art80").replace("Ada Exemplar", "Exempla Verein")
    + "  constitution: statutes.txt\n  aims: To defend privacy.\n"
)
GUARDIAN = "representation:\n  kind: guardian\n  name: Ada Exemplar\n"
BLOCKS = {"proxy": ACTING, "art80": ART80, "guardian": GUARDIAN}
# What no error may tell.
PERSONAL = ("Ada", "Exemplar", "kanzlei", "Example Street", "Camille", "Vernier", "ada-for",
            "Exempla Verein", "defend")  # fmt: skip
LETTER = ("request", "clearview-ai", "--subject", "p1", "--right", "access", "--format", "txt,eml",
          "--out", "l")  # fmt: skip
EIGHTY = ("art. 80", "article 80", "articles 80", "art 80")

MANDATE = Mandate(("request", "complain"), date(2026, 1, 10), expires=date(2027, 1, 10),
                  proof=FileOf("m.pdf", "pdf", "0" * 64))  # fmt: skip
PROXY = Representation("proxy", "Ada Exemplar", mandate=MANDATE)
BODY = replace(PROXY, kind="art80", constitution=FileOf("s.pdf", "pdf", "1" * 64), aims="Privacy.")
PARENT = Representation("guardian", "Ada Exemplar")
DAY = date(2026, 6, 1)


def may(acting: Representation | None, power: str = "request", day: date = DAY,
        rights: tuple[str, ...] = ("access",), company: str = "clearview-ai") -> str:  # fmt: skip
    """Empty where *acting* may, else why not."""
    try:
        check_power(acting, power, day, rights, company, "p1")
    except NotAllowed as error:
        assert error.hint
        assert not any(value in error.message + error.hint for value in PERSONAL)
        return error.message
    return ""


# The rules by themselves


@pytest.mark.parametrize("acting", [None, Representation("self", ""), PROXY, BODY, PARENT])
@pytest.mark.parametrize("power", POWERS)
def test_who_may(acting: Representation | None, power: str) -> None:
    assert may(acting, power) == ""


def with_mandate(acting: Representation, **changed: Any) -> Representation:
    assert acting.mandate is not None
    return replace(acting, mandate=replace(acting.mandate, **changed))


@pytest.mark.parametrize(
    ("day", "part"),
    [
        (date(2026, 1, 9), "only on 2026-01-10"),
        (date(2026, 1, 10), ""),
        (date(2027, 1, 10), ""),
        (date(2027, 1, 11), "expired on 2027-01-10"),
    ],
)
@pytest.mark.parametrize("acting", [PROXY, BODY, replace(PARENT, mandate=MANDATE)])
def test_a_mandate_holds_from_its_first_to_its_last_day(
    acting: Representation, day: date, part: str
) -> None:
    for power in POWERS:
        told = may(acting, power, day)
        assert (told == "") if not part else (part in told)


def test_without_last_day_it_holds_until_revoked() -> None:
    assert may(with_mandate(PROXY, expires=None), day=date(2099, 1, 1)) == ""


@pytest.mark.parametrize("acting", [PROXY, BODY])
@pytest.mark.parametrize("given_power", POWERS)
@pytest.mark.parametrize("used", POWERS)
def test_powers_are_listed_apart(acting: Representation, given_power: str, used: str) -> None:
    told = may(with_mandate(acting, powers=(given_power,)), used)
    assert (told == "") == (given_power == used)
    assert given_power == used or f"no power to {used}" in told


def test_a_guardian_needs_no_power() -> None:
    assert may(replace(PARENT, mandate=replace(MANDATE, powers=())), "complain") == ""


def test_scope() -> None:
    narrow = with_mandate(PROXY, controllers=("clearview-ai",), rights=("access",))
    assert may(narrow) == ""
    assert "not reach pimeyes" in may(narrow, company="pimeyes")
    assert "not erasure" in may(narrow, rights=("access", "erasure"))
    assert may(with_mandate(PROXY, rights=("access", "erasure")), rights=("erasure",)) == ""


@pytest.mark.parametrize("missing", [{"constitution": None}, {"aims": ""}])
def test_art80_wants_its_proof_to_complain_only(missing: dict[str, Any]) -> None:
    acting = replace(BODY, **missing)
    assert may(acting, "request") == ""
    assert "Art. 80(1)" in may(acting, "complain")


def test_no_mandate_on_record() -> None:
    assert "no mandate" in may(replace(PROXY, mandate=None))


@pytest.mark.parametrize(
    ("acting", "power", "basis"),
    [
        (PROXY, "request", "agency"),
        (PROXY, "complain", "agency"),
        (BODY, "request", "agency"),
        (BODY, "complain", "Art. 80(1) GDPR"),
        (PARENT, "request", "guardianship"),
        (PARENT, "complain", "guardianship"),
    ],
)
def test_on_what_each_power_rests(acting: Representation, power: str, basis: str) -> None:
    kept = acting_record(acting, power)
    assert basis in kept["basis"]
    assert ("80" in kept["basis"]) == (acting is BODY and power == "complain")
    assert ("constitution" in kept) == (acting is BODY and power == "complain")


@pytest.mark.parametrize("acting", [PROXY, BODY, PARENT, with_mandate(PROXY, expires=None)])
def test_representation_survives_the_store(acting: Representation) -> None:
    assert read_representation(representation_data(acting)) == acting


def test_alone_is_no_representation() -> None:
    assert read_representation(None) is None
    assert read_representation({"kind": "self"}) is None


# What a file says


@pytest.fixture
def files(home: Path) -> Path:
    """A home with the proofs that the blocks name."""
    (home / "ada-for-camille.txt").write_bytes(PROOF)
    (home / "statutes.txt").write_bytes(STATUTES)
    return home


def person(home: Path, block: str, name: str = "p.yaml") -> str:
    (home / name).write_text(PERSON + block, encoding="utf-8")
    return name


def added(dsar: Dsar, home: Path, block: str) -> str:
    done = dsar("subject", "add", "--from", person(home, block), "--json")
    assert done.code == 0, done.err
    return str(done.json["subject"])


def refused(done: Result, code: int, part: str) -> None:
    """*done* failed with one sentence and one hint, one of which says *part*, and no value."""
    assert done.code == code, done.err
    assert done.out == ""
    lines = [line for line in done.err.splitlines() if not line.startswith(("Judging", "Note:"))]
    assert len(lines) <= 2, done.err
    assert part in done.err
    assert not any(value in done.err for value in PERSONAL), done.err


def untouched(home: Path) -> bool:
    return not (home / ".local").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken(dsar: Dsar, files: Path, kind: str) -> None:
    added(dsar, files, BLOCKS.get(kind, "representation:\n  kind: self\n"))
    row = dsar("subject", "list", "--json").json[0]
    assert row == {
        "subject": "p1",
        "name": "Camille Vernier",
        "country": "FR",
        "acting": kind,
        "expires": "2027-01-10" if kind in {"proxy", "art80"} else None,
    }
    told = dsar("subject", "list").out
    for part in ("p1", "Camille Vernier", "FR", kind, row["expires"] or ""):
        assert part in told


MISTAKES = [
    (ACTING, "kind: proxy", "kind: friend of Ada", "9:9"),
    (ACTING, "  kind: proxy\n", "", "9:3"),
    (ACTING, "[request, complain]", "[request, Ada]", "14:23"),
    (ACTING, "    powers: [request, complain]\n", "", "14:5: representation.mandate.powers"),
    (ACTING, "[request, complain]", "[]", "14:13: representation.mandate.powers"),
    (ACTING, "    date: 2026-01-10\n", "", "representation.mandate.date"),
    (ACTING, "date: 2026-01-10", "date: 2026-02-30", "15:11"),
    (ACTING, "date: 2026-01-10", "date: Ada", "15:11"),
    (ACTING, "date: 2026-01-10", "date: 1767225600", "15:11"),
    (ACTING, "expires: 2027-01-10", "expires: 2026-01-09", "16:14: representation.mandate.expires"),
    (ACTING, "    proof: ada-for-camille.txt\n", "", "representation.mandate.proof"),
    (ACTING, ACTING[ACTING.index("  mandate:"):], "", "representation.mandate"),
    (ACTING, "  name: Ada Exemplar\n", "", "representation.name"),
    (ACTING, "    proof:", "    rights: [access, Ada]\n    proof:", "17:22"),
    (ACTING, "    proof:", "    languages: [Ada]\n    proof:", "17:17"),
    (ACTING, "    proof:", "    controllers: [ada-exemplar]\n    proof:", "17:19"),
    (ACTING, "    proof:", "    Adas: x\n    proof:", "17:5"),
    (ACTING, "ada@kanzlei.example", "ada@@kanzlei", "12:10"),
    (ACTING, "  email:", "  aims: x\n  email:", "12:3: representation.aims"),
    (GUARDIAN, "  name:", "  constitution: x\n  name:", "10:3: representation.constitution"),
    (GUARDIAN, "guardian", "self", "10:3: representation.name"),
    (GUARDIAN, "Ada Exemplar", '"Ada\\u0007"', "10:9"),
    (ART80, "  mandate:\n    powers", "  mandates:\n    powers", "13:3"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "old", "new", "part"), MISTAKES)
def test_mistakes_are_told_at_their_place(
    dsar: Dsar, files: Path, block: str, old: str, new: str, part: str
) -> None:
    assert block.count(old) == 1
    name = person(files, block.replace(old, new))
    done = dsar("subject", "add", "--from", name)
    assert done.err.startswith(f"{name}:"), done.err
    # A name of a field is the writer's own; only values are personal.
    done = replace(done, err=done.err.replace("Adas:", "").replace("mandates", ""))
    refused(done, 3, part)
    assert untouched(files)


def test_art80_without_its_statutes_may_still_be_kept(dsar: Dsar, files: Path) -> None:
    added(dsar, files, ACTING.replace("proxy", "art80"))


@pytest.mark.parametrize("which", ["proof", "constitution"])
@pytest.mark.parametrize("state", ["gone", "empty", "folder", "large"])
def test_files_that_cannot_be_kept(dsar: Dsar, files: Path, which: str, state: str) -> None:
    path = files / ("ada-for-camille.txt" if which == "proof" else "statutes.txt")
    path.unlink()
    if state == "folder":
        path.mkdir()
    elif state != "gone":
        path.touch()
    if state == "large":
        with path.open("wb") as out:
            out.truncate(100_000_001)
    done = dsar("subject", "add", "--from", person(files, ART80))
    refused(done, 3, "p.yaml:17:12" if which == "proof" else "p.yaml:18:17")
    assert untouched(files)
    refused(dsar("init", "--from", "p.yaml"), 3, which)
    assert untouched(files)


def test_files_are_found_beside_the_record_and_kept_as_bytes(dsar: Dsar, home: Path) -> None:
    folder = home / "people"
    folder.mkdir()
    (folder / "ada-for-camille.txt").write_bytes(PROOF)
    (folder / "statutes.txt").write_bytes(STATUTES)
    (folder / "p.yaml").write_text(PERSON + ART80, encoding="utf-8")
    assert dsar("subject", "add", "--from", "people/p.yaml").code == 0
    acting = dsar("subject", "show", "p1", "--json").json["representation"]
    with sqlite3.connect(home / ".local" / "share" / "dsar" / "dsar.db") as db:
        kept = {key: bytes(data) for key, data in db.execute("SELECT * FROM evidence")}
    for file, data in ((acting["mandate"]["proof"], PROOF), (acting["constitution"], STATUTES)):
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert kept[file["sha256"]] == data
    assert acting["aims"] == "To defend privacy."


def test_init_takes_the_block_too(dsar: Dsar, files: Path) -> None:
    assert dsar("init", "--from", person(files, ACTING)).code == 0
    shown = dsar("subject", "show", "me", "--json").json
    assert shown["representation"]["mandate"]["powers"] == ["request", "complain"]
    assert "Ada Exemplar" in dsar("subject", "show", "me").out


def test_companies_are_kept_by_id(dsar: Dsar, files: Path) -> None:
    added(dsar, files, ACTING + "    controllers: [Clearview AI]\n")
    shown = dsar("subject", "show", "p1", "--json").json
    assert shown["representation"]["mandate"]["controllers"] == ["clearview-ai"]


# The people


def test_ids_tell_nothing_of_the_person(dsar: Dsar, home: Path) -> None:
    assert [added(dsar, home, "") for _ in range(3)] == ["p1", "p2", "p3"]
    assert dsar("subject", "remove", "p2").code == 0
    assert [row["subject"] for row in dsar("subject", "list", "--json").json] == ["p1", "p3"]
    assert added(dsar, home, "") == "p2"


def test_an_id_of_ones_own(dsar: Dsar, home: Path) -> None:
    name = person(home, "")
    assert dsar("subject", "add", "--id", "client-7", "--from", name).code == 0
    refused(dsar("subject", "add", "--id", "client-7", "--from", name), 4, "already")
    for bad in ("Camille Vernier", "../x", "-", "a" * 41):
        done = dsar("subject", "add", f"--id={bad}", "--from", name)
        refused(done, 3, "small letters")
    assert [row["subject"] for row in dsar("subject", "list", "--json").json] == ["client-7"]


def test_nobody_of_that_id(dsar: Dsar, home: Path) -> None:
    added(dsar, home, "")
    for command in (["show", "p9"], ["remove", "p9"], ["edit", "p9", "--from", "p.yaml"]):
        refused(dsar("subject", *command), 3, "no person 'p9'")
    refused(dsar("request", "clearview-ai", "--right", "access", "--subject", "p9"), 3,
            "dsar subject list")  # fmt: skip
    refused(dsar("subject", "edit", "p1"), 2, "--from")
    refused(dsar("subject", "add"), 2, "Nobody is there")


def test_questions_on_a_terminal(dsar: Dsar, files: Path) -> None:
    me = ["Camille Vernier", "12 rue des Exemples", "69001 Lyon", "", "", "FR", "fr", ""]
    acts = ["friend", "art80", "Exempla Verein", "1 Example Street", "", "verein@exempla.example"]
    mandate = ["complain", GIVEN, "", "ada-for-camille.txt", "statutes.txt", "To defend privacy."]
    code, shown = asked(files, [*me, *acts, *mandate], "subject", "add")
    assert code == 0 and "Kept as p1" in shown, shown
    assert "One of: self, proxy, art80, guardian." in shown
    acting = dsar("subject", "show", "p1", "--json").json["representation"]
    assert (acting["kind"], acting["address"]) == ("art80", ["1 Example Street"])
    assert (acting["mandate"]["powers"], acting["mandate"]["date"]) == (["complain"], GIVEN)
    assert acting["mandate"]["proof"]["sha256"] == hashlib.sha256(PROOF).hexdigest()
    code, shown = asked(files, [*me, "self"], "subject", "add")
    assert code == 0, shown
    assert dsar("subject", "show", "p2", "--json").json["representation"] is None


def test_edit_replaces_also_me(dsar: Dsar, files: Path) -> None:
    dsar("init", "--from", person(files, ""))
    added(dsar, files, ACTING)
    for one in ("me", "p1"):
        done = dsar("subject", "edit", one, "--from", person(files, GUARDIAN), "--json")
        assert (done.code, done.json["acting"]) == (0, "guardian"), done.err
        assert dsar("subject", "show", one, "--json").json["representation"]["mandate"] is None
    added(dsar, files, "")
    assert dsar("subject", "edit", "p1", "--from", "p.yaml", "--json").json["acting"] == "self"


def test_who_has_a_case_stays(dsar: Dsar, files: Path) -> None:
    dsar("init", "--from", person(files, ""))
    added(dsar, files, ACTING)
    case = dsar(*LETTER, "--json", today=ASKED).json["case"]
    refused(dsar("subject", "remove", "p1"), 4, case)
    assert dsar("subject", "show", "p1", "--json").json["cases"] == [case]
    assert dsar("subject", "remove", "me", "--json").json == {"removed": "me"}
    assert [row["subject"] for row in dsar("subject", "list", "--json").json] == ["p1"]


CAMILLE = DataSubject("me", "Camille Vernier", ("12 rue des Exemples", "69001 Lyon"), "FR", "fr")


def test_two_at_once_get_two_ids(tmp_path: Path) -> None:
    world = Context(tmp_path / "s.db", tmp_path / "own", DAY, lambda: "", lambda n: bytes(n))
    with world.store(create=True):
        pass
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda _: add(world, Profile(CAMILLE)).id, range(8)))
    assert sorted(ids) == [f"p{n}" for n in range(1, 9)]


def test_a_taken_id_is_not_written_over(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.db", lambda n: bytes(n))
    assert store.add_subject("p1", person_data(CAMILLE))
    assert not store.add_subject("p1", person_data(replace(CAMILLE, name="Another")))
    assert store.subjects()["p1"]["name"] == "Camille Vernier"
    store.close()


# What is refused, and when


def events(home: Path) -> int:
    with sqlite3.connect(home / ".local" / "share" / "dsar" / "dsar.db") as db:
        return int(db.execute("SELECT count(*) FROM events").fetchone()[0])


@pytest.mark.parametrize(
    ("old", "new", "right", "part"),
    [
        ("powers: [request, complain]", "powers: [complain]", "access", "no power to request"),
        ("    proof:", "    controllers: [pimeyes]\n    proof:", "access", "reach clearview-ai"),
        ("    proof:", "    rights: [erasure]\n    proof:", "access", "not access"),
        ("    proof:", "    rights: [access]\n    proof:", "access,erasure", "not erasure"),
        ("2027-01-10", "2026-02-26", "access", "expired on 2026-02-26"),
        ("date: 2026-01-10", "date: 2026-02-28", "access", "only on 2026-02-28"),
    ],
)
def test_requests_beyond_the_mandate(
    dsar: Dsar, files: Path, old: str, new: str, right: str, part: str
) -> None:
    added(dsar, files, ACTING.replace(old, new))
    asked = [*LETTER]
    asked[asked.index("access")] = right
    refused(dsar(*asked, today=ASKED), 4, part)
    (files / "own.txt").write_text("mine", encoding="utf-8")
    refused(dsar(*asked[:6], "--letter", "own.txt", today=ASKED), 4, part)
    assert events(files) == 0 and not (files / "l").exists()


def test_an_own_letter_is_judged_on_its_day(dsar: Dsar, files: Path) -> None:
    added(dsar, files, ACTING.replace("2027-01-10", ENDS))
    (files / "own.txt").write_text("mine", encoding="utf-8")
    own = ("request", "clearview-ai", "--subject", "p1", "--right", "access", "--letter", "own.txt")
    refused(dsar(*own, "--on", "2026-04-01", today=READY), 4, "expired")
    refused(dsar(*own, "--on", "2026-01-09", today=READY), 4, "only on")
    done = dsar(*own, "--on", ENDS, "--json", today=READY)
    assert done.code == 0, done.err
    document = dsar("show", done.json["case"], "--json", today=READY).json["documents"][0]
    assert document["acting"]["name"] == "Ada Exemplar"


@pytest.fixture
def waiting(dsar: Dsar, files: Path) -> str:
    """A request of a proxy that was posted and delivered; the mandate ends before it is due."""
    Image.new("RGB", (30, 20), "white").save(files / "slip.png")
    added(dsar, files, ACTING.replace("2027-01-10", ENDS))
    case = str(dsar(*LETTER, "--json", today=ASKED).json["case"])
    for arguments in (
        ("send", case, "--by", "post", "--on", ASKED, "--proof", "slip.png"),
        ("record", case, "received", "--on", DELIVERED, "--file", "slip.png"),
    ):
        done = dsar(*arguments, today=DELIVERED)
        assert done.code == 0, done.err
    return case


def test_expired_between_request_and_reminder(dsar: Dsar, files: Path, waiting: str) -> None:
    before = events(files)
    refused(dsar("remind", waiting, "--out", "r", today=READY), 4, f"expired on {ENDS}")
    refused(dsar("remind", waiting, "--dry-run", today=READY), 4, f"expired on {ENDS}")
    refused(dsar("complain", waiting, "--out", "c", today=READY), 4, f"expired on {ENDS}")
    filed = ("record", waiting, "complaint-filed", "--authority", "fr-cnil", "--on", READY)
    refused(dsar(*filed, today=READY), 4, f"expired on {ENDS}")
    for dry in ([], ["--dry-run"]):
        due = dsar("remind", "--due", "--json", *dry, today=READY)
        assert (due.code, due.json) == (0, {"results": []})
    assert events(files) == before and not (files / "r").exists() and not (files / "c").exists()
    steps = {s["step"]: s for s in dsar("next", "--json", today=READY).json}
    assert steps["renew-mandate"]["command"] == "dsar subject edit p1 --from FILE"
    # What simply happened is recorded regardless.
    done = dsar("record", waiting, "acknowledged", "--on", READY, today=READY)
    assert done.code == 0, done.err
    renewed = person(files, ACTING.replace("2026-01-10", "2026-04-01"))
    assert dsar("subject", "edit", "p1", "--from", renewed).code == 0
    due = dsar("remind", "--due", "--out", "r", "--json", today=READY)
    assert [one["result"] for one in due.json["results"]] == ["written"], due.err
    # The new proof did not go with the request, and the letter does not say so.
    text = " ".join(next((files / "r").rglob("*.txt")).read_text(encoding="utf-8").split())
    assert "the power of attorney of 1 April 2026; below" in text and "enclosed with" not in text


def test_due_reminders_of_others_are_written_all_the_same(
    dsar: Dsar, files: Path, waiting: str
) -> None:
    dsar("init", "--from", person(files, ""))
    own = dsar("request", "clearview-ai", "--right", "access", "--format", "txt", "--out", "m",
               "--json", today=ASKED).json["case"]  # fmt: skip
    dsar("send", own, "--by", "hand", "--on", ASKED, today=ASKED)
    dsar("record", own, "received", "--on", ASKED, today=ASKED)
    due = dsar("remind", "--due", "--dry-run", "--json", today=READY).json["results"]
    assert [one["case"] for one in due] == [own]


def test_expired_between_request_and_send(dsar: Dsar, files: Path) -> None:
    added(dsar, files, ACTING.replace("2027-01-10", ENDS))
    case = dsar(*LETTER, "--json", today=ASKED).json["case"]
    before = events(files)
    sent = ("send", case, "--by", "email", "--on")
    refused(dsar(*sent, "2026-04-01", today=READY), 4, f"expired on {ENDS}")
    refused(dsar(*sent, "2026-04-01", "--dry-run", today=READY), 4, f"expired on {ENDS}")
    assert events(files) == before
    assert dsar(*sent, ENDS, today=READY).code == 0


def test_a_reminder_is_judged_when_it_is_sent(dsar: Dsar, files: Path, waiting: str) -> None:
    person(files, ACTING.replace("2027-01-10", READY))
    dsar("subject", "edit", "p1", "--from", "p.yaml")
    assert dsar("remind", waiting, "--out", "r", today=READY).code == 0
    sent = ("send", waiting, "reminder", "--by", "email", "--on")
    refused(dsar(*sent, "2026-04-09", today="2026-04-09"), 4, "expired")
    assert dsar(*sent, READY, today="2026-04-09").code == 0
    narrow = ACTING + "    rights: [erasure]\n"
    dsar("subject", "edit", "p1", "--from", person(files, narrow))
    refused(dsar(*sent, "2026-04-09", today="2026-04-09"), 4, "not access")


@pytest.mark.parametrize("block", [ACTING, ART80.replace("  aims: To defend privacy.\n", "")])
def test_complaining_is_a_power_of_its_own(
    dsar: Dsar, files: Path, waiting: str, block: str
) -> None:
    if block is ACTING:
        block = block.replace("[request, complain]", "[request]")
    dsar("subject", "edit", "p1", "--from", person(files, block))
    part = "no power to complain" if "proxy" in block else "Art. 80(1)"
    before = events(files)
    refused(dsar("complain", waiting, "--out", "c", today=READY), 4, part)
    filed = ("record", waiting, "complaint-filed", "--authority", "fr-cnil", "--on", READY)
    refused(dsar(*filed, today=READY), 4, part)
    assert events(files) == before and not (files / "c").exists()
    assert dsar("remind", waiting, "--out", "r", today=READY).code == 0


# What the letters say


def acting_of(kind: str, name: str, dated: date | None, proof: bool) -> Representation:
    file = FileOf("m.pdf", "pdf", "0" * 64) if proof else None
    mandate = Mandate(tuple(POWERS), dated, proof=file) if dated else None
    return Representation(kind, name, mandate=mandate)


def said(language: str, kind: str, facts: dict[str, Any]) -> str:
    return "\n".join(texts(render(template(kind, language), facts, words(language).day).body))


# No fact of ours names the article; a name that a person gave might.
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "Zs")), min_size=1, max_size=30)


@given(
    acting=st.builds(
        acting_of,
        st.sampled_from(["proxy", "art80"]),
        NAMES,
        st.dates(date(2000, 1, 1), date(2079, 1, 1)),
        st.booleans(),
    )
    | st.builds(acting_of, st.just("guardian"), NAMES, st.none() | st.just(DAY), st.booleans()),
    letter=st.sampled_from([one for one in FITTING if one[1] != "complaint"]),
    enclosed=st.booleans(),
)
def test_no_request_or_reminder_rests_on_art80(
    acting: Representation, letter: Any, enclosed: bool
) -> None:
    language, kind, situation = letter
    facts = facts_for(*situation)
    if kind != "reminder":
        # As the program gives them: a request knows nothing of what comes later.
        for later in ("request", "receipt", "reminder", "authority", "exhibits"):
            del facts[later]
    else:
        del facts["authority"]
    alone = said(language, kind, facts)
    facts["acting"] = acting_facts(replace(CAMILLE, acting=acting), enclosed)
    text = said(language, kind, facts)
    assert not any(word in text.lower() for word in EIGHTY)
    # Right after the salutation, and nothing else changes.
    salutation, sentence, rest = text.split("\n", 2)
    assert f"{salutation}\n{rest}" == alone
    assert acting.name.strip() in sentence and "Camille Vernier" in sentence
    assert "  " not in sentence.replace(acting.name, "")
    told = "enclosed" if language == "en" else "joint"
    told = "accompagnait" if (language, kind, acting.kind) == ("fr", "reminder", "guardian") \
        else told  # fmt: skip
    assert (told in sentence.replace(acting.name, "")) == (enclosed and acting.proof is not None)


COMPLAINING = Source("c.md.j2", "complaint", "en", ("eu-gdpr",), "S",
                     '{% include "parts/acting.md.j2" %}\nRest.', 1,
                     template("reminder", "en").sources)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("acting", [PROXY, BODY, PARENT])
def test_only_the_complaint_of_a_body_rests_on_art80(acting: Representation, language: str) -> None:
    facts = facts_for("eu-gdpr", False, False, "carrier")
    found = acting_facts(replace(CAMILLE, acting=acting), enclosed=True)
    assert found is not None
    facts["acting"] = found | {"exhibit": 7, "constitution_exhibit": 8}
    source = COMPLAINING if language == "en" else template("complaint", "fr")
    text = "\n".join(texts(render(source, facts, words(language).day).body))
    assert any(word in text.lower() for word in EIGHTY) == (acting is BODY)
    constituted = "properly constituted" if language == "en" else "valablement constitué"
    assert (constituted in text) == (acting is BODY)
    assert "not-for-profit" not in text and "but non lucratif" not in text
    assert "7)" in text and ("8)" in text.split("Rest.")[0].split("1. ")[0]) == (acting is BODY)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_request_in_full(dsar: Dsar, files: Path, language: str) -> None:
    Image.new("RGB", (300, 100), "white").save(files / "sign.png")
    added(dsar, files, f"signature: sign.png\n{ACTING}")
    done = dsar(*LETTER[:-4], "--format", "txt,eml,html", "--out", "l", "--lang", language,
                "--json", today=ASKED)  # fmt: skip
    assert done.code == 0, done.err
    text = (files / "l" / "01-access-request.txt").read_text(encoding="utf-8")
    signed = "Ada Exemplar, for Camille Vernier" if language == "en" \
        else "Ada Exemplar, pour Camille Vernier"  # fmt: skip
    enclosed = "Power of attorney of 10 January 2026" if language == "en" \
        else "Procuration du 10 janvier 2026"  # fmt: skip
    lines = text.splitlines()
    assert lines[:4] == [signed, "1 Example Street", "London N1 1AA", "ada@kanzlei.example"]
    assert text.rstrip().endswith(f"- {enclosed}")
    assert lines.count(signed) == 2
    # The words "my name and postal address above" must stay true.
    assert "12 rue des Exemples, 69001 Lyon" in " ".join(lines)
    html = (files / "l" / "01-access-request.html").read_text(encoding="utf-8")
    assert 'class="autograph"' not in html and signed in html
    assert (files / "l" / "01-mandate.txt").read_bytes() == PROOF
    file = next(one for one in done.json["files"] if one["kind"] == "mandate")
    assert file["path"] == "l/01-mandate.txt"
    assert file["sha256"] == hashlib.sha256(PROOF).hexdigest()
    draft = email.message_from_bytes((files / "l" / "01-access-request.eml").read_bytes())
    attached = {p.get_filename(): p.get_payload(decode=True) for p in draft.walk()}
    assert attached["01-mandate.txt"] == PROOF
    assert draft["From"] == "ada@kanzlei.example"
    document = dsar("show", done.json["case"], "--json", today=ASKED).json["documents"][0]
    assert document["acting"] == {
        "kind": "proxy",
        "name": "Ada Exemplar",
        "basis": "a power of attorney under the national law of agency",
        "mandate_date": GIVEN,
        "proof": {"name": "ada-for-camille.txt", "format": "txt",
                  "sha256": hashlib.sha256(PROOF).hexdigest()},
    }  # fmt: skip
    # The proof is no form of the letter: nothing may take it for the letter itself.
    assert {one["format"] for one in document["files"]} == {"txt", "eml", "html"}


def test_two_enclosures_in_french(dsar: Dsar, files: Path) -> None:
    Image.new("RGB", (30, 20), "white").save(files / "face.jpg")
    added(dsar, files, ACTING)
    dsar(*LETTER, "--lang", "fr", "--photo", "face.jpg", today=ASKED)
    text = (files / "l" / "01-access-request.txt").read_text(encoding="utf-8")
    assert "\nPièces jointes\n- Une photographie" in text
    assert text.rstrip().endswith("- Procuration du 10 janvier 2026")


def test_a_guardian_at_the_same_address(dsar: Dsar, files: Path) -> None:
    added(dsar, files, GUARDIAN)
    done = dsar(*LETTER, "--json", today=ASKED)
    text = (files / "l" / "01-access-request.txt").read_text(encoding="utf-8")
    assert text.startswith("Ada Exemplar, for Camille Vernier\n12 rue des Exemples\n69001 Lyon\n")
    assert "parent or guardian; below" in " ".join(text.split())
    assert "Enclosed" not in text
    assert [one["kind"] for one in done.json["files"]] == ["txt", "eml"]
    draft = email.message_from_bytes((files / "l" / "01-access-request.eml").read_bytes())
    assert draft["From"] is None
    shown = dsar("show", done.json["case"], "--json", today=ASKED).json
    assert shown["documents"][0]["acting"]["mandate_date"] is None


def test_who_acts_alone_writes_as_ever(dsar: Dsar, home: Path) -> None:
    alone = "representation:\n  kind: self\n"
    seen = []
    for number, block in enumerate(("", alone), start=1):
        assert added(dsar, home, block) == f"p{number}"
        done = dsar("request", "clearview-ai", "--subject", f"p{number}", "--right", "access",
                    "--format", "txt,eml", "--out", f"l{number}", "--json",
                    today=ASKED)  # fmt: skip
        case = done.json["case"]
        text = (home / f"l{number}" / "01-access-request.txt").read_text(encoding="utf-8")
        seen.append(text.replace(case, "CASE"))
        document = dsar("show", case, "--json", today=ASKED).json["documents"][0]
        assert document["acting"] is None
    assert seen[0] == seen[1]
    assert seen[0].startswith("Camille Vernier\n12 rue des Exemples\n")


def test_the_language_of_the_mandate_is_minded(dsar: Dsar, files: Path) -> None:
    added(dsar, files, ACTING + "    languages: [fr]\n")
    assert "ask for a translation" in dsar(*LETTER, today=ASKED).err
    french = dsar(*LETTER[:-1], "m", "--lang", "fr", today=ASKED)
    assert french.code == 0 and "translation" not in french.err


@pytest.mark.parametrize("kind", ["proxy", "art80"])
def test_a_reminder_refers_to_the_mandate(
    dsar: Dsar, files: Path, waiting: str, kind: str
) -> None:  # fmt: skip
    dsar("subject", "edit", "p1", "--from", person(files, BLOCKS[kind]))
    remind = dsar("remind", waiting, "--out", "r", today=READY)
    assert remind.code == 0, remind.err
    reminder = " ".join((files / "r" / "02-reminder.txt").read_text(encoding="utf-8").split())
    assert "of 10 January 2026, enclosed with the request;" in reminder
    assert not any(word in reminder.lower() for word in EIGHTY)
    assert not list((files / "r").glob("*mandate*"))
    kept = dsar("show", waiting, "--json", today=READY).json["documents"][-1]
    assert kept["kind"] == "reminder" and "80" not in kept["acting"]["basis"]


@pytest.mark.parametrize("kind", ["proxy", "art80"])
def test_a_complaint_in_full(dsar: Dsar, files: Path, waiting: str, kind: str) -> None:
    dsar("subject", "edit", "p1", "--from", person(files, BLOCKS[kind]))
    done = dsar("complain", waiting, "--out", "c", "--json", today="2026-04-23")
    assert done.code == 0, done.err
    titles = {one["title"]: one for one in done.json["exhibits"]}
    named = {"proxy": "Procuration du 10 janvier 2026", "art80": "Mandat du 10 janvier 2026"}
    # The request rested on the power of attorney that these very bytes prove.
    mandate = titles[named["proxy"]]
    assert (files / "c" / "originals" / mandate["file"]).read_bytes() == PROOF
    text = " ".join((files / "c" / "complaint.txt").read_text(encoding="utf-8").split())
    text = text.replace("\u00a0", " ")
    assert f"(pièce n° {mandate['number']})" in text
    assert ("article 80, paragraphe 1, du RGPD" in text) == (kind == "art80")
    who = "Exempla Verein" if kind == "art80" else "Ada Exemplar"
    assert f"ni à moi ni à {who}" in text and text.endswith(f"{who}, pour Camille Vernier")
    guide = (files / "c" / "HOW-TO-FILE.txt").read_text(encoding="utf-8")
    assert f"signée à la fin par {who}" in guide
    statutes = [one for one in done.json["exhibits"] if "constitution" in one["title"]]
    assert len(statutes) == (kind == "art80")
    if statutes:
        assert f"d’intérêt public (pièce n° {statutes[0]['number']})" in text
        assert (files / "c" / "originals" / statutes[0]["file"]).read_bytes() == STATUTES
    kept = dsar("show", waiting, "--json", today="2026-04-23").json["documents"][-1]["acting"]
    assert ("80" in kept["basis"]) == (kind == "art80")
    assert kept.get("aims") == ("To defend privacy." if kind == "art80" else None)
    filed = dsar("record", waiting, "complaint-filed", "--on", "2026-04-23", today="2026-04-23")
    assert filed.code == 0, filed.err


def test_a_change_of_hands_is_told_as_it_was(dsar: Dsar, files: Path, waiting: str) -> None:
    """The request was the proxy's; now the person complains alone."""
    dsar("subject", "edit", "p1", "--from", person(files, ""))
    done = dsar("complain", waiting, "--out", "c", "--json", today=READY)
    assert done.code == 0, done.err
    assert "Procuration du 10 janvier 2026" in [one["title"] for one in done.json["exhibits"]]
    text = (files / "c" / "complaint.txt").read_text(encoding="utf-8")
    assert text.startswith("Camille Vernier\n") and "Ada Exemplar" not in text
    documents = dsar("show", waiting, "--json", today=READY).json["documents"]
    assert [bool(one["acting"]) for one in documents] == [True, False]


def test_thirty_days_before_the_end_next_tells(dsar: Dsar, files: Path, waiting: str) -> None:
    last = date.fromisoformat(ENDS)
    for days, told in ((31, False), (30, True), (-1, True)):
        day = (last - timedelta(days=days)).isoformat()
        steps = [s["step"] for s in dsar("next", "--json", today=day).json]
        assert ("renew-mandate" in steps) == told, day
