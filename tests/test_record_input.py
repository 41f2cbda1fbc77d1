"""What ``record`` is given: files of every kind, several requests, and answers on a terminal."""

from __future__ import annotations

import os
import pty
import select
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import DELIVERED, Result
from tests.front import Front, person_yaml

SENT = "2026-02-27"


@pytest.fixture
def front(home: Path, monkeypatch: pytest.MonkeyPatch) -> Front:
    found = Front(home, monkeypatch)
    found.settle("FR")
    return found


@pytest.fixture
def sent(front: Front) -> str:
    """A request that went out by e-mail."""
    asked = ("request", "clearview-ai", "--right", "access", "--format", "txt")
    case = str(front.json(*asked, today=SENT)["case"])
    assert front("send", case, "--by", "email", "--on", SENT, today=SENT).code == 0
    return case


def stored(home: Path) -> tuple[int, int]:
    """How many events and pieces of evidence there are."""
    with sqlite3.connect(home / ".local" / "share" / "dsar" / "dsar.db") as db:
        events = db.execute("SELECT count(*) FROM events").fetchone()[0]
        return events, db.execute("SELECT count(*) FROM evidence").fetchone()[0]


def refused(done: Result, code: int, part: str) -> None:
    assert (done.code, done.out) == (code, ""), done.err
    assert part in done.err and "Traceback" not in done.err
    assert len([line for line in done.err.splitlines() if not line.startswith("Judging")]) <= 2


def test_evidence_of_every_kind(front: Front, sent: str, home: Path) -> None:
    (home / "folder").mkdir()
    (home / "empty.pdf").touch()
    with (home / "huge.mp4").open("wb") as file:
        file.truncate(2_000_000_000)
    (home / "nowhere.pdf").symlink_to(home / "gone.pdf")
    os.mkfifo(home / "pipe")
    before = stored(home)
    for name, part in (
        ("vanished.pdf", "Cannot read the file"),
        ("folder", "must be a file"),
        ("empty.pdf", "empty"),
        ("huge.mp4", "larger than 100 MB"),
        ("nowhere.pdf", "Cannot read the file"),
        ("pipe", "must be a file"),
        ("/dev/zero", "must be a file"),
    ):
        answer = ("record", sent, "answer", "--outcome", "complete", "--file", name)
        refused(front(*answer, today=DELIVERED), 3, part)
        note = ("record", sent, "correction", "--of", "3", "--file", name)
        assert front(*note, today=DELIVERED).code in {2, 3}
    assert stored(home) == before


def test_a_link_to_a_file_keeps_the_files_bytes(front: Front, sent: str, home: Path) -> None:
    (home / "answer.txt").write_text("Here is your copy.", encoding="utf-8")
    (home / "link.txt").symlink_to("answer.txt")
    answer = ("record", sent, "answer", "--outcome", "complete", "--file", "link.txt")
    found = front.json(*answer, today=DELIVERED)
    (home / "answer.txt").unlink()
    shown = front.json("show", sent, today=DELIVERED)
    assert found["payload"]["proof"]["sha256"] in {one["sha256"] for one in shown["exhibits"]}


def test_several_requests_are_told_apart(front: Front, sent: str) -> None:
    more = ("request", "clearview-ai", "--right", "erasure", "--case", sent, "--format", "txt")
    assert front.json(*more, today=DELIVERED)["document"] == "erasure"
    assert (
        front("send", sent, "erasure", "--by", "email", "--on", DELIVERED, today=DELIVERED).code
        == 0
    )
    refused(front("record", sent, "acknowledged", today=DELIVERED), 3, "several requests")
    refused(
        front("record", sent, "acknowledged", "--about", "copy", today=DELIVERED), 3, "no request"
    )
    # The right says which one is meant.
    answer = ("record", sent, "answer", "--right", "erasure", "--outcome", "complete")
    assert front.json(*answer, today=DELIVERED)["payload"]["request"] == "erasure"
    claims = front.json("show", sent, today=DELIVERED)["claims"]
    assert [(one["right"], one["status"]) for one in claims] == [
        ("access", "waiting"), ("erasure", "answered"),
    ]  # fmt: skip


def test_a_request_to_another_company_is_another_case(front: Front, sent: str) -> None:
    other = ("request", "pimeyes", "--right", "access", "--case", sent, "--format", "txt")
    refused(front(*other, today=DELIVERED), 3, "not PimEyes")


def test_a_letter_of_ones_own(front: Front, home: Path) -> None:
    (home / "mine.txt").write_text("What do you hold on me?", encoding="utf-8")
    asked = ("request", "clearview-ai", "--right", "rectification", "--letter", "mine.txt")
    kept = front.json(*asked, "--on", "2026-01-12", today=SENT)
    assert kept["files"] == [] and not (home / str(kept["case"])).exists()
    shown = front.json("show", kept["case"], today=SENT)
    assert shown["documents"][0]["written_on"] == "2026-01-12"
    send = ("send", kept["case"], "--by", "email", "--on", "2026-01-12")
    assert front.json(*send, today=SENT)["deadline"]["last_day"] == "2026-02-12"
    refused(front(*asked, "--on", "2026-03-01", today=SENT), 3, "has not come yet")
    refused(front("request", "clearview-ai", "--right", "access", "--on", SENT, today=SENT), 2,
            "letter of your own")  # fmt: skip


def test_the_same_fact_is_recorded_once(front: Front, sent: str, home: Path) -> None:
    fact = ("record", sent, "acknowledged", "--on", "2026-03-02")
    assert front(*fact, today=DELIVERED).code == 0
    before = stored(home)
    refused(front(*fact, today=DELIVERED), 4, "recorded already")
    assert stored(home) == before


def test_a_correction_can_change_what_was_said(front: Front, sent: str) -> None:
    answer = ("record", sent, "answer", "--outcome", "refused", "--reason", "excessive")
    front(*answer, today=DELIVERED)
    seq = next(e["seq"] for e in front.json("show", sent, today=DELIVERED)["timeline"]
               if e["kind"] == "answer")  # fmt: skip
    mend = ("record", sent, "correction", "--of", str(seq), "--outcome", "complete")
    assert front.json(*mend, today=DELIVERED)["status"] == "answered"
    shown = front.json("show", sent, today=DELIVERED)
    told = [e["told"] for e in shown["timeline"] if e["kind"] == "answer"]
    assert told == ["answer on access: complete"]
    # What was written stays written.
    with sqlite3.connect(front.home / ".local" / "share" / "dsar" / "dsar.db") as db:
        kept = [row[0] for row in db.execute("SELECT payload FROM events WHERE kind = 'answer'")]
    assert len(kept) == 1 and '"refused"' in kept[0]


def test_a_case_does_not_become_somebody_elses(front: Front, sent: str, home: Path) -> None:
    other = person_yaml("AT")
    (home / "other.yaml").write_text(other, encoding="utf-8")
    edit = ("subject", "edit", "me", "--from", "other.yaml")
    refused(front(*edit, today=DELIVERED), 4, "names another person")
    assert "Camille Vernier" in front("show", sent, today=DELIVERED).out
    assert front(*edit, "--renamed", today=DELIVERED).code == 0
    assert "Anna Muster" in front("show", sent, today=DELIVERED).out


def test_list_filters(front: Front, sent: str) -> None:
    for options, found in (
        (("--status", "waiting,due-soon"), 1), (("--status", "draft"), 0),
        (("--company", "clearview-ai"), 1), (("--company", "pimeyes"), 0),
        (("--subject", "me"), 1), (("--subject", "p1"), 0),
        (("--regime", "eu-gdpr"), 1), (("--regime", "uk-gdpr"), 0),
        (("--right", "access"), 1), (("--right", "erasure"), 0),
    ):  # fmt: skip
        assert len(front.json("list", *options, today=DELIVERED)) == found, options
    refused(front("list", "--status", "angry", today=DELIVERED), 3, "no status")


def asked(home: Path, answers: list[str], *arguments: str) -> tuple[int, str]:
    """Run the command on a terminal and type *answers*, each when it is waited for."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child becomes the command
        os.chdir(home)
        program = str(Path(sys.executable).with_name("dsar"))
        env = {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "dumb"}
        os.execve(program, [program, *arguments], env)
    shown = b""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                break
        elif answers and shown.rstrip(b" ").endswith((b":", b"]:")):
            os.write(terminal, answers.pop(0).encode() + b"\n")
    _, status = os.waitpid(pid, 0)
    assert not answers, shown.decode()
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_questions_on_a_terminal(front: Front, sent: str, home: Path) -> None:
    (home / "answer.txt").write_text("No.", encoding="utf-8")
    typed = [
        "answered",
        "answer",
        "2026-03-05",
        "refused",
        "rude",
        "excessive",
        "answer.txt",
        "by post",
    ]
    code, shown = asked(home, typed, "--today", DELIVERED, "record", sent)
    assert code == 0, shown
    assert "one of the words above" in shown and "Recorded in" in shown
    view = front.json("show", sent, today=DELIVERED)
    event = next(e for e in view["timeline"] if e["kind"] == "answer")
    assert (event["on"], event["told"]) == (
        "2026-03-05",
        "answer on access: refused (excessive): by post",
    )
    assert [one["name"] for one in view["exhibits"] if one["kind"] == "answer"] == ["answer.txt"]


def test_a_demand_is_asked_about_on_a_terminal(front: Front, sent: str, home: Path) -> None:
    typed = ["identity-demand", "", "contested", "none", "no-doubt", "", ""]
    code, shown = asked(home, typed, "--today", DELIVERED, "record", sent)
    assert code == 0, shown
    assert "identity-demand-contested" in front.json("show", sent, today=DELIVERED)["reasons"]
