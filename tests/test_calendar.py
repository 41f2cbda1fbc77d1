"""``dsar calendar``: every day of a case in a file that any calendar program takes again."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.conftest import READY
from tests.front import Front

SENT, DUE = "2026-02-27", "2026-04-07"


@pytest.fixture
def front(home: Path, monkeypatch: pytest.MonkeyPatch) -> Front:
    found = Front(home, monkeypatch)
    found.settle("FR")
    return found


def opened(front: Front, *more: str) -> str:
    asked = ("request", "clearview-ai", "--right", "access", *more, "--format", "txt")
    case = str(front.json(*asked, today=SENT)["case"])
    assert front("send", case, "--by", "post", "--on", SENT, today=SENT).code == 0
    return case


def received(front: Front, case: str, day: str = "2026-03-06") -> None:
    assert front("record", case, "received", "--on", day, today=day).code == 0


def written(front: Front, day: str) -> bytes:
    done = front("calendar", "--out", "days.ics", today=day)
    assert done.code == 0, done.err
    return (front.home / "days.ics").read_bytes()


def events(data: bytes) -> dict[str, Any]:
    return {str(event["UID"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def uid(found: dict[str, Any], part: str) -> str:
    return next(one for one in found if f".{part}" in one)


def test_the_days_of_a_case(front: Front) -> None:
    case = opened(front)
    received(front, case)
    found = events(written(front, "2026-03-06"))
    assert {one.split(".")[1].split("@")[0] for one in found} == {"answer", "ready"}
    answer = found[uid(found, "answer")]
    assert answer["DTSTART"].dt == date(2026, 4, 7)  # a date: the same day everywhere
    assert answer["DTEND"].dt == date(2026, 4, 8)
    assert answer["DTSTART"].params["VALUE"] == "DATE"
    assert answer["TRANSP"] == "TRANSPARENT"
    assert str(answer["SUMMARY"]) == f"Answer due: Clearview AI, Inc. ({case})"
    assert "Art. 12(3) GDPR" in answer["DESCRIPTION"]
    assert f"dsar show {case}" in answer["DESCRIPTION"]
    ready = found[uid(found, "ready")]
    assert ready["DTSTART"].dt == date.fromisoformat(READY)
    assert f"dsar remind {case}" in ready["DESCRIPTION"]
    alarm = ready.walk("VALARM")[0]
    assert (str(alarm["ACTION"]), alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(hours=9))


def test_a_moved_deadline_updates_its_entry(front: Front) -> None:
    case = opened(front)
    before = events(written(front, SENT))
    received(front, case)
    after = events(written(front, "2026-03-06"))
    assert set(before) == set(after)
    one = uid(after, "answer")
    assert before[one]["DTSTART"].dt == date(2026, 4, 9)
    assert after[one]["DTSTART"].dt == date(2026, 4, 7)
    assert after[one]["SEQUENCE"] > before[one]["SEQUENCE"]


def test_same_store_same_bytes(front: Front) -> None:
    received(front, opened(front))
    assert written(front, "2026-03-06") == written(front, "2026-03-06")


def test_what_is_answered_or_over_is_cancelled(front: Front) -> None:
    case = opened(front)
    received(front, case)
    answered = ("record", case, "answer", "--outcome", "complete", "--on", "2026-03-30")
    assert front(*answered, today="2026-03-30").code == 0
    found = events(written(front, "2026-03-30"))
    assert {str(event["STATUS"]) for event in found.values()} == {"CANCELLED"}
    assert not any(event.walk("VALARM") for event in found.values())
    other = opened(front, "--out", "other")
    assert front("record", other, "closed", "--on", SENT, today=SENT).code == 0
    gone = [one for one in events(written(front, "2026-03-30")).values() if other in one["UID"]]
    assert gone and all(str(one["STATUS"]) == "CANCELLED" for one in gone)


def test_nothing_tells_who_the_person_is(front: Front) -> None:
    received(front, opened(front))
    text = written(front, "2026-03-06").decode().replace("\r\n ", "")
    for private in ("Camille", "Vernier", "Exemples", "Lyon", "post.example", "FR"):
        assert private not in text, private


def test_lines_are_as_the_format_asks(front: Front) -> None:
    received(front, opened(front))
    data = written(front, "2026-03-06")
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and lines[-1] == b""
    assert max(map(len, lines)) <= 75


def test_limits_of_the_person_warn_thirty_and_seven_days_before(front: Front) -> None:
    front.settle("AT")
    case = opened(front)
    received(front, case)
    found = events(written(front, READY))
    limit = found[uid(found, "limit")]
    assert limit["DTSTART"].dt == date(2027, 4, 7)
    assert "DSG" in limit["DESCRIPTION"]
    triggers = [alarm["TRIGGER"].dt for alarm in limit.walk("VALARM")]
    assert triggers == [timedelta(hours=9) - timedelta(days=n) for n in (30, 7)]


def test_the_authoritys_clock(front: Front) -> None:
    case = opened(front)
    received(front, case)
    filed = ("record", case, "complaint-filed", "--authority", "fr-cnil", "--on", "2026-04-10")
    assert front(*filed, today="2026-04-10").code == 0
    found = events(written(front, "2026-04-10"))
    clock = found[uid(found, "authority")]
    assert clock["DTSTART"].dt == date(2026, 7, 10) and "78(2)" in clock["DESCRIPTION"]
    asked = ("record", case, "authority-request", "--until", "2026-05-18", "--on", "2026-05-04")
    assert front(*asked, today="2026-05-04").code == 0
    found = events(written(front, "2026-05-04"))
    assert found[uid(found, "question")]["DTSTART"].dt == date(2026, 5, 18)
    # What the authority asks is a word of progress: its own clock begins anew.
    assert found[uid(found, "authority")]["DTSTART"].dt == date(2026, 8, 4)


def test_only_a_calendar_of_ours_is_replaced(front: Front) -> None:
    opened(front)
    path = front.home / "days.ics"
    written(front, SENT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written(front, SENT)
    path.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n")
    done = front("calendar", "--out", "days.ics", today=SENT)
    assert done.code == 3 and "not replaced" in done.err
    assert b"other" in path.read_bytes()
    (front.home / "link.ics").symlink_to(path)
    assert front("calendar", "--out", "link.ics", today=SENT).code == 3


def test_as_data(front: Front) -> None:
    case = opened(front)
    found = front.json("calendar", today=SENT)
    assert {one["uid"] for one in found} == {
        f"{case}.answer.access@dsar",
        f"{case}.ready.access@dsar",
    }
    assert {one["cancelled"] for one in found} == {False}
