"""Bad input: one sentence, one hint, the right exit code, and nothing half-written."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import ASKED, DELIVERED, PERSON, READY, Dsar, Result, run_dsar
from tests.pdfs import made

ACCESS = ("request", "clearview-ai", "--right", "access", "--format", "txt,eml")


@pytest.fixture
def known(dsar: Dsar, person: Path) -> Dsar:
    """The command, for somebody who said who they are."""
    assert dsar("init", "--from", str(person)).code == 0
    return dsar


def refused(done: Result, code: int, part: str) -> None:
    """*done* failed with *code* and at most two lines, one of which says *part*."""
    assert done.code == code, done.err
    assert done.out == ""
    lines = [line for line in done.err.splitlines() if not line.startswith(("Judging", "Note:"))]
    assert len(lines) <= 2, done.err
    assert part in done.err
    assert "Traceback" not in done.err


def events(home: Path) -> int:
    with sqlite3.connect(home / ".local" / "share" / "dsar" / "dsar.db") as db:
        count: int = db.execute("SELECT count(*) FROM events").fetchone()[0]
        return count


def test_unknown_company_suggests(known: Dsar, home: Path) -> None:
    done = known("request", "clearveiw", "--right", "access")
    refused(done, 3, "Did you mean clearview-ai?")
    assert "dsar company add" in done.err
    assert events(home) == 0 and not list(home.glob("*-*"))


def test_no_profile_yet(dsar: Dsar, home: Path) -> None:
    refused(dsar(*ACCESS), 3, "dsar init")
    assert not list(home.glob("*-*"))


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (
            ["send", "CASE", "--by", "post", "--on", "2026-02-26"],
            3,
            "before the letter was written",
        ),
        (["send", "CASE", "--by", "post", "--on", "2026-03-07"], 3, "has not come yet"),
        (["send", "CASE", "--by", "pigeon", "--on", ASKED], 3, "no channel"),
        (["send", "CASE", "--by", "email"], 5, "nothing was sent"),
        (["send", "CASE"], 2, "How was it sent?"),
        (["send", "CASE", "nonsense", "--by", "post", "--on", ASKED], 3, "no document"),
        (["send", "CASE", "--by", "post", "--on", "01.03.2026"], 3, "YYYY-MM-DD"),
        (["record", "CASE", "received", "--on", "2026-02-26"], 3, "before the case was opened"),
        (["record", "CASE", "received", "--on", "2026-03-07"], 3, "has not come yet"),
        (["record", "CASE", "recieved"], 3, "Did you mean received?"),
        (["record", "CASE", "received", "--basis", "rumour"], 3, "no basis"),
        (["record", "CASE", "answer", "--outcome", "nice"], 3, "no outcome"),
        (["record", "CASE", "received", "--file", "missing.pdf"], 3, "Cannot read the file"),
        (["record", "CASE", "received", "--file", "."], 3, "must be a file"),
        (["record", "CASE"], 2, "Nobody is there"),
        (["complain", "CASE"], 4, "2026-04-08"),
        (["remind", "CASE"], 4, "2026-04-08"),
        (["remind", "CASE", "--send"], 5, "nothing was written"),
        (["remind"], 2, "Which case?"),
        (["show", "ZZZZ-ZZ"], 3, "There is no case"),
        (["list", "--status", "angry"], 3, "no status"),
    ],
)
def test_impossible_steps_change_nothing(
    dsar: Dsar, case: str, home: Path, arguments: list[str], code: int, part: str
) -> None:
    before = events(home)
    words = [case if word == "CASE" else word for word in arguments]
    refused(dsar(*words, today=DELIVERED), code, part)
    assert events(home) == before


def test_answered_before_sent(known: Dsar) -> None:
    opened = known(*ACCESS, "--json", today=ASKED).json["case"]
    done = known("record", opened, "answer", "--outcome", "complete", today=ASKED)
    refused(done, 4, "Nothing was sent yet")
    refused(known("complain", opened, today=READY), 4, "nothing was sent yet")


def test_answered_on_a_day_before_sent(known: Dsar) -> None:
    opened = known(*ACCESS, "--json", today=ASKED).json["case"]
    known("send", opened, "--by", "email", "--on", DELIVERED, today=DELIVERED)
    done = known("record", opened, "answer", "--outcome", "complete", "--on", "2026-03-01",
                 today=DELIVERED)  # fmt: skip
    refused(done, 3, "before the request was sent")


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["--right", "access", "--lang", "xx"], 3, "xx"),
        (["--right", "oblivion"], 3, "access, copy"),
        (["--right", "access", "--regime", "eu-gdp"], 3, "eu-gdpr"),
        (["--right", "access", "--regime", "uk-gdpr"], 4, "cannot be invoked"),
        (["--right", "access", "--format", "docx"], 3, "Formats"),
        (["--right", "access", "--out", "/dev/null/x"], 5, "Cannot write there"),
        (["--right", "access", "--photo", "person.yaml"], 3, "no picture"),
        (["--right", "access", "--photo", "none.jpg"], 3, "Cannot read the file"),
        ([], 2, "--right"),
    ],
)
def test_requests_that_cannot_be(
    known: Dsar, home: Path, arguments: list[str], code: int, part: str
) -> None:
    refused(known("request", "clearview-ai", *arguments, today=ASKED), code, part)
    assert events(home) == 0
    assert sorted(p.name for p in home.iterdir() if not p.name.startswith(".")) == ["person.yaml"]


def test_out_that_is_a_file(known: Dsar, home: Path) -> None:
    (home / "letters").write_text("mine", encoding="utf-8")
    refused(known(*ACCESS, "--out", "letters"), 5, "Cannot write there")
    assert (home / "letters").read_text(encoding="utf-8") == "mine"
    assert events(home) == 0


def test_law_the_person_cannot_invoke(dsar: Dsar, home: Path) -> None:
    (home / "p.yaml").write_text(PERSON.replace("FR", "US"), encoding="utf-8")
    dsar("init", "--from", "p.yaml")
    refused(dsar(*ACCESS), 4, "Art. 3")


COMPANY = """\
id: exempla
name: Exempla Inc.
country: US
languages: [en]
contacts:
  - kind: email
    value: privacy@exempla.example
    verified_on: 2026-01-15
    source: https://exempla.example/privacy
sources: [https://exempla.example/privacy]
"""
UNSURE = COMPANY.replace("    verified_on: 2026-01-15\n", "")


def test_law_that_only_may_apply_wants_a_reason(known: Dsar, home: Path) -> None:
    (home / "c.yaml").write_text(UNSURE, encoding="utf-8")
    assert known("company", "add", "--from", "c.yaml").code == 0
    asked = ("request", "exempla", "--right", "access", "--format", "txt,eml")
    refused(known(*asked), 4, "--because")
    done = known(*asked, "--regime", "eu-gdpr", "--because", "it sells to people in France")
    assert done.code == 0, done.err
    assert "never confirmed: check it" in done.err
    again = known("company", "add", "--from", "c.yaml")
    refused(again, 4, "--replace")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("privacy@exempla.example", "privacy@@exempla", "c.yaml:7:12"),
        ("id: exempla", "id: ../../etc", "c.yaml:1:5"),
        ("name: Exempla Inc.", 'name: "Exempla\\u0007"', "c.yaml:2:7"),
        ("country: US", "country: US\ncountry: FR", "c.yaml:4:1"),
        ("languages: [en]", "languages: [en", "c.yaml:5"),
    ],
)
def test_broken_record(dsar: Dsar, home: Path, old: str, new: str, place: str) -> None:
    (home / "c.yaml").write_text(COMPANY.replace(old, new), encoding="utf-8")
    done = dsar("company", "add", "--from", "c.yaml", "--json")
    assert done.code == 3
    error = done.error
    assert f"{error['file']}:{error['line']}:{error['column']}".startswith(place)
    assert not (home / ".config").exists()


def test_broken_person_is_told_without_its_values(dsar: Dsar, home: Path) -> None:
    (home / "p.yaml").write_text(PERSON.replace("courriel.example", "@"), encoding="utf-8")
    done = dsar("init", "--from", "p.yaml")
    refused(done, 3, "p.yaml:5:8")
    assert "camille" not in done.err


def test_store_that_is_not_ours(dsar: Dsar, home: Path) -> None:
    (home / "photo.jpg").write_bytes(b"\xff\xd8 not a database " * 100)
    done = dsar("--store", "photo.jpg", "list")
    refused(done, 3, "not a dsar store")
    refused(dsar("--store", ".", "list"), 5, "cannot be opened")


def test_error_as_json(dsar: Dsar) -> None:
    done = dsar("show", "nothing", "--json")
    assert done.out == ""
    assert done.error["code"] == 3 and done.error["hint"] and done.error["message"]
    usage = dsar("show", "--json")
    assert usage.code == 2 and usage.error["code"] == 2


def test_two_processes_writing_at_once(case: str, home: Path) -> None:
    def note(number: int) -> Result:
        return run_dsar(home, "record", case, "note", "--note", str(number), today=DELIVERED)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(note, range(8)))
    assert [one.code for one in done] == [0] * 8, [one.err for one in done]
    timeline = run_dsar(home, "show", case, "--json", today=DELIVERED).json["timeline"]
    assert sum(event["kind"] == "note" for event in timeline) == 8


def fake_weasyprint(home: Path, body: str) -> dict[str, str]:
    """An environment in which importing WeasyPrint does *body*."""
    folder = home / ".fake"
    folder.mkdir()
    (folder / "weasyprint.py").write_text(body, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


MISSING = "print('banner')\nraise OSError(\"cannot load library 'libgobject-2.0-0'\")\n"
KILLED = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"


@pytest.mark.parametrize(("body", "part"), [(MISSING, "libgobject"), (KILLED, "signal 11")])
def test_without_a_pdf_engine_the_rest_is_written(
    known: Dsar, home: Path, body: str, part: str
) -> None:
    env = fake_weasyprint(home, body)
    done = known("request", "clearview-ai", "--right", "access", "--out", "l", "--json",
                 today=ASKED, env=env)  # fmt: skip
    assert done.code == 0, done.err
    assert part in done.err and "print the .html from a browser" in done.err
    assert [file["kind"] for file in done.json["files"]] == ["txt", "html", "eml"]
    asked = known("request", "clearview-ai", "--right", "access", "--out", "m", "--format",
                  "txt,pdf", today=ASKED, env=env)  # fmt: skip
    refused(asked, 5, part)
    assert not (home / "m").exists()


def test_complaint_without_a_pdf_engine(dsar: Dsar, case: str, home: Path) -> None:
    env = fake_weasyprint(home, MISSING)
    done = dsar("complain", case, "--out", "c", "--json", today=READY, env=env)
    assert done.code == 0, done.err
    names = {path.name for path in (home / "c").iterdir()}
    assert names >= {"complaint.txt", "complaint.html", "HOW-TO-FILE.txt", "manifest.json"}
    assert "complaint.pdf" not in names


def test_everyday_commands_load_nothing_heavy(case: str, home: Path) -> None:
    """``next``, ``show`` and ``list`` run from a timer and at every prompt."""
    heavy = {
        *("pydantic", "holidays", "jinja2", "yaml", "weasyprint", "pypdf", "rich", "babel"),
        *("icalendar", "rapidfuzz"),
    }
    code = (
        "import sys; from dsar.cli.app import main; main(sys.argv[1:]);"
        "print(*sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    for command in (["next"], ["list"], ["show", case]):
        done = subprocess.run(
            [sys.executable, "-c", code, "--today", READY, *command],
            env={"HOME": str(home), "PATH": ""}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        loaded = set(done.stderr.split())
        assert "dsar" in loaded
        assert not loaded & heavy, loaded & heavy


def test_files_in_place_are_never_replaced(known: Dsar, home: Path) -> None:
    assert known(*ACCESS, "--out", "l").code == 0
    before = (home / "l" / "01-access-request.txt").read_bytes()
    refused(known(*ACCESS, "--out", "l"), 3, "was not replaced")
    assert (home / "l" / "01-access-request.txt").read_bytes() == before
    (home / "mine").mkdir()
    (home / "mine" / "diary.txt").write_text("mine", encoding="utf-8")
    refused(known("demo", "--out", "mine"), 3, "holds other files")


def test_a_mistyped_store_is_told_and_not_made(dsar: Dsar, home: Path) -> None:
    for command in (["next", "--exit-code"], ["list"], ["show", "x"]):
        refused(dsar("--store", "typo/x.db", *command), 3, "no store here")
    refused(dsar("--store", "postgres://x/y", "list"), 3, "A store is a file")
    assert [p.name for p in home.iterdir()] == []
    assert "dsar init" in dsar("--store", "new.db").out
    assert dsar("list").code == 0 and dsar("next", "--exit-code").code == 0


@pytest.mark.parametrize("option", ["--tracking", "--to"])
def test_free_text_is_one_line(dsar: Dsar, case: str, option: str) -> None:
    done = dsar("send", case, "access", "--by", "email", "--on", ASKED, option, "x\n7. Injected",
                today=DELIVERED)  # fmt: skip
    refused(done, 3, "control characters")


def test_the_same_sending_counts_once(dsar: Dsar, case: str) -> None:
    again = dsar("send", case, "access", "--by", "post", "--on", ASKED, "--tracking", "EX 1",
                 today=DELIVERED)  # fmt: skip
    refused(again, 4, "recorded already")


def test_an_answer_is_about_its_right(known: Dsar) -> None:
    asked = ("request", "clearview-ai", "--right", "access,erasure", "--format", "txt")
    opened = known(*asked, "--json", today=ASKED).json["case"]
    known("send", opened, "--by", "email", "--on", ASKED, today=ASKED)
    strange = known("record", opened, "answer", "--outcome", "complete", "--right", "portability",
                    today=DELIVERED)  # fmt: skip
    refused(strange, 3, "does not ask for portability")
    partly = known("record", opened, "answer", "--outcome", "complete", "--right", "access",
                   "--json", today=DELIVERED)  # fmt: skip
    assert (partly.json["status"], partly.json["next"][0]["step"]) == ("waiting", "prove-receipt")
    whole = known("record", opened, "answer", "--outcome", "complete", "--right", "erasure",
                  "--json", today=DELIVERED)  # fmt: skip
    assert whole.json["status"] == "answered"


def test_a_complaint_is_filed_once_after_it_was_written(dsar: Dsar, case: str) -> None:
    assert dsar("complain", case, today=READY).code == 0
    filed = ("record", case, "complaint-filed", "--by", "post", "--on")
    refused(dsar(*filed, DELIVERED, today=READY), 3, "before the complaint was written")
    refused(dsar("record", case, "complaint-filed", "--by", "owl", today=READY), 3, "no channel")
    assert dsar(*filed, READY, today=READY).code == 0
    refused(dsar(*filed, READY, today=READY), 4, "already")


def test_authority_must_hear_the_person(dsar: Dsar, case: str) -> None:
    refused(dsar("complain", case, "--to", "at-dsb", today=READY), 4, "hears people who live in AT")


def test_places_are_read_in_any_case(dsar: Dsar, home: Path) -> None:
    (home / "p.yaml").write_text(PERSON.replace("FR", "fr"), encoding="utf-8")
    assert dsar("init", "--from", "p.yaml", "--json").json["country"] == "FR"
    assert dsar("regulator", "for", "--residence", "fr", "--json").json["authorities"]
    # The outermost regions belong to the Union (Art. 355(1) TFEU) and to the CNIL.
    found = dsar("regulator", "for", "--residence", "RE", "--company", "clearview-ai", "--json")
    assert found.json["authorities"][0]["id"] == "fr-cnil"


@pytest.mark.parametrize(
    "arguments",
    [
        ["9999-12-31"],
        ["2026-03-10", "--paused", "2026-03-10..9999-12-31"],
        ["2026-03-06", "--paused", "2026-05-01..2026-05-05"],
        ["2026-03-06", "--paused", "2026-03-10..2026-03-12", "--period", "authority-progress"],
        ["2026-W10-5"],
        ["2026-02-30"],
    ],
)
def test_days_that_cannot_be_counted(dsar: Dsar, arguments: list[str]) -> None:
    done = dsar("deadline", *arguments, "--regime", "eu-gdpr", "--place", "FR")
    assert done.code == 3 and "mistake in dsar" not in done.err


def test_a_closed_pipe_and_a_full_disk(case: str, home: Path) -> None:
    command = f"{Path(sys.executable).with_name('dsar')} --today {READY} show {case}"
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    cut = subprocess.run(["sh", "-c", f"{command} | head -1"], env=env, capture_output=True,
                         text=True, check=False)  # fmt: skip
    assert "mistake" not in cut.stderr and "Exception" not in cut.stderr
    full = subprocess.run(["sh", "-c", f"{command} > /dev/full"], env=env, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert full.returncode == 5


def test_a_stated_reason_is_recorded_and_pleaded(known: Dsar, home: Path) -> None:
    (home / "c.yaml").write_text(COMPANY, encoding="utf-8")
    known("company", "add", "--from", "c.yaml")
    reason = "it sells to people in France"
    asked = ("request", "exempla", "--right", "access", "--format", "txt", "--regime", "eu-gdpr")
    done = known(*asked, "--because", reason, "--json", today=ASKED)
    case = done.json["case"]
    text = (home / case / "01-access-request.txt").read_text(encoding="utf-8")
    assert "applies under Article 3" in " ".join(text.split())
    because = known("show", case, "--json", today=ASKED).json["because"][0]
    assert reason in because["text"]
    known("send", case, "--by", "email", "--on", ASKED, today=ASKED)
    assert known("complain", case, today="2026-04-23").code == 0
    complaint = (home / case / "complaint" / "complaint.txt").read_text(encoding="utf-8")
    complaint = " ".join(complaint.split())
    assert f"« {reason} »" in complaint and "non déterminé" in complaint


def test_a_format_that_leaves_nothing_to_write(known: Dsar, home: Path) -> None:
    record = COMPANY.replace(
        "kind: email\n    value: privacy@exempla.example\n    verified_on: 2026-01-15",
        "kind: post\n    address: [1 Example Road, Albany]",
    )
    (home / "c.yaml").write_text(record, encoding="utf-8")
    assert known("company", "add", "--from", "c.yaml").code == 0
    asked = ("request", "exempla", "--right", "access", "--regime", "eu-gdpr", "--because", "x")
    refused(known(*asked, "--format", "eml"), 3, "Nothing would be written")
    assert events(home) == 0


BUNDLE_FAILS = """\
import importlib.util, os, pathlib, sys
here = pathlib.Path(__file__).parent
count = here / "count"
number = int(count.read_text()) + 1 if count.exists() else 1
count.write_text(str(number))
if number > 1:
    os.abort()
sys.path.remove(str(here))
del sys.modules["weasyprint"]
import weasyprint
"""


def test_a_bundle_that_fails_does_not_hold_back_the_complaint(
    dsar: Dsar, case: str, home: Path
) -> None:
    made(['<html lang="en"><title>Is there a PDF engine?</title>'])
    env = fake_weasyprint(home, BUNDLE_FAILS)
    done = dsar("complain", case, "--out", "c", "--json", today=READY, env=env)
    assert done.code == 0, done.err
    assert "The bundle could not be made" in done.err
    names = {path.name for path in (home / "c").iterdir()}
    assert {"complaint.pdf", "originals", "SHA256SUMS"} <= names and "bundle.pdf" not in names


def test_an_address_nobody_confirmed_is_checked_before_it_is_used(known: Dsar, home: Path) -> None:
    (home / "c.yaml").write_text(UNSURE, encoding="utf-8")
    known("company", "add", "--from", "c.yaml")
    asked = ("request", "exempla", "--right", "access", "--format", "txt", "--regime", "eu-gdpr")
    case = known(*asked, "--because", "x", "--json", today=ASKED).json["case"]
    sent = ("send", case, "--by", "email", "--on", ASKED)
    refused(known(*sent, today=ASKED), 4, "Nobody has confirmed the e-mail address")
    assert known(*sent, "--to", "other@exempla.example", "--dry-run", today=ASKED).code == 0
    assert known(*sent, "--address-checked", today=ASKED).code == 0
    assert known("list", "--json", today=ASKED).json[0]["status"] != "draft"
