"""Looking every morning: the timer, the cron line, and commands that say a thing once."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from dsar.actions.schedule import schedule
from tests.conftest import READY, Dsar
from tests.front import Front

ODD = Path("/home/ada/My letters 100%/it's $HOME")


@pytest.fixture
def front(home: Path, monkeypatch: pytest.MonkeyPatch) -> Front:
    found = Front(home, monkeypatch)
    found.settle("FR")
    return found


def silent(front: Front, count: int = 1) -> list[str]:
    """Cases in which nothing came, past their safe day."""
    cases = []
    for n in range(count):
        asked = (
            "request",
            "clearview-ai",
            "--right",
            "access",
            "--format",
            "txt",
            "--out",
            f"l{n}",
        )
        case = str(front.json(*asked, today="2026-02-27")["case"])
        front("send", case, "--by", "email", "--on", "2026-02-27", today="2026-02-27")
        front("record", case, "received", "--on", "2026-03-06", today="2026-03-06")
        cases.append(case)
    return cases


def test_the_units_and_the_cron_line(dsar: Dsar, home: Path) -> None:
    done = dsar("schedule", "print", "--json")
    assert done.code == 0, done.err
    made = done.json
    assert "Persistent=true" in made["timer"] and "Type=oneshot" in made["service"]
    assert f"WorkingDirectory={home}" in made["service"]
    for words in ("--quiet remind --due", "--quiet next --new"):
        assert words in made["service"] and words in made["cron"]
    shown = dsar("schedule", "print").out
    assert made["cron"] in shown and made["timer"].splitlines()[-1] in shown


def test_odd_places_are_quoted() -> None:
    made = schedule("/opt/my dsar/dsar", ODD / "s.db", ODD)
    hour, _, command = made.cron.partition("  ")
    assert hour == "17 8 * * *"
    # cron takes \% for %, the shell reads the rest.
    words = shlex.split(command.replace("\\%", "%").replace(" && ", " ").replace(";", " "))
    assert words[:4] == ["cd", str(ODD), "/opt/my dsar/dsar", "--store"]
    assert words.count(str(ODD / "s.db")) == 2
    assert "100%%" in made.service and "$$HOME" in made.service


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    program = shutil.which("true")
    assert program is not None
    made = schedule(program, None, tmp_path)
    (tmp_path / "dsar.service").write_text(made.service, encoding="utf-8")
    (tmp_path / "dsar.timer").write_text(made.timer, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "dsar.timer")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "dsar." in line]
    assert ours == []


def test_new_steps_are_told_once(front: Front) -> None:
    case = silent(front)[0]
    assert front("-q", "next", "--new", today="2026-03-10").out == ""
    # Three weeks asleep: everything is told, once, with the day since when.
    told = front("-q", "next", "--new", "--exit-code", today="2026-05-01")
    assert told.code == 6 and told.out.count(case) >= 2 and "(since 2026-04-08)" in told.out
    again = front("-q", "next", "--new", "--exit-code", today="2026-05-02")
    assert (again.code, again.out) == (0, "")
    front(
        "record", case, "answer", "--outcome", "refused", "--on", "2026-05-03", today="2026-05-03"
    )
    assert "refused" in front("-q", "next", "--new", today="2026-05-03").out
    # Without --new everything is told as ever.
    assert front("next", "--exit-code", today="2026-05-03").code == 6


def test_a_limit_about_to_lapse_is_told_again(front: Front) -> None:
    front.settle("AT")
    case = silent(front)[0]
    assert front.json("next", "--new", today="2026-06-01") != []
    assert front.json("next", "--new", today="2027-02-25") == []
    told = front.json("next", "--new", today="2027-02-26")
    assert [(one["case"], one["must_arrive_by"]) for one in told] == [(case, "2027-03-28")]


def test_reminders_are_written_once_for_all(front: Front) -> None:
    cases = silent(front, 3)
    assert front("-q", "remind", "--due", today="2026-04-07").out == ""
    done = front("remind", "--due", "--out", "letters", "--exit-code", "--json", today="2026-05-01")
    assert done.code == 6
    assert [one["case"] for one in done.json["results"]] == cases
    assert {one["result"] for one in done.json["results"]} == {"written"}
    assert (front.home / "letters" / cases[0] / "02-reminder.txt").exists()
    again = front("-q", "remind", "--due", "--exit-code", today="2026-05-02")
    assert (again.code, again.out) == (0, "")


def test_one_bad_case_does_not_hold_back_the_others(front: Front) -> None:
    cases = silent(front, 2)
    blocked = front.home / cases[0] / "02-reminder.txt"
    blocked.parent.mkdir()
    blocked.write_text("somebody's file", encoding="utf-8")
    done = front("remind", "--due", "--json", today=READY)
    assert done.code == 3
    results = {one["case"]: one["result"] for one in done.json["results"]}
    assert results == {cases[0]: "error", cases[1]: "written"}
    assert blocked.read_text(encoding="utf-8") == "somebody's file"


def test_nothing_is_set_up_yet(dsar: Dsar) -> None:
    for command in (("remind", "--due"), ("next", "--new")):
        done = dsar("-q", *command)
        assert (done.code, done.out, done.err) == (0, "", "")
