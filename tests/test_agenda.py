"""The agenda of a case and its file, by hand-made events that a story reaches only slowly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from dsar.cases.case import Case, build
from dsar.cases.event import Recorded
from dsar.cases.representation import Mandate, Representation
from dsar.law.wording import english_day
from dsar.reports.agenda import Entry, agenda
from dsar.reports.icalendar import is_ours, render

TODAY = date(2026, 12, 1)
ACTING = Representation(
    "proxy", "Nadia Vollmacht", mandate=Mandate(("request",), date(2026, 1, 5),
                                                expires=date(2026, 9, 30)),
)  # fmt: skip
FOREIGN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\nEND:VCALENDAR\r\n"


def events(data: bytes) -> dict[str, Any]:
    """The events in the file *data* by what they are about: their UIDs without the case."""
    found = Calendar.from_ical(data).walk("VEVENT")
    return {str(event["uid"]).partition(".")[2].removesuffix("@dsar"): event for event in found}


def triggers(event: Any) -> list[timedelta]:
    return [alarm["trigger"].dt for alarm in event.walk("VALARM")]


def term(period: str, safe: str | None, last_day: str | None = None, **more: Any) -> dict[str, Any]:
    """A recorded deadline with what the agenda reads of it."""
    data = {"period": period, "from": "2026-03-06", "last_day": last_day or safe, "safe": safe,
            "earliest": None, "latest": None, "estimated": False, "force": "statute"}  # fmt: skip
    return data | more


def clock(period: str, deadline: dict[str, Any] | None, **of: Any) -> tuple[str, dict[str, Any]]:
    about = {"period": period, "request": "ask"} | of
    payload = {"of": about, "deadline": deadline, "citation": "Art. 99", "law": {}}
    return "deadline-computed", payload


COMPANY = {
    "id": "exempla", "name": "Éxémplä Ünïön; Söhne, Äölä", "kind": "company", "country": "FR",
    "holidays_region": "FR", "languages": ["fr"], "email": "", "address": [], "website": "",
    "established": True, "representative": "",
}  # fmt: skip


def case_of(*more: tuple[str, dict[str, Any]], rights: Iterable[str] = ("access",)) -> Case:
    """A case with one request called ``ask``, sent, and then *more*, an event each day."""
    asked = {"id": "ask", "kind": "request", "title": "Request", "language": "fr", "files": [],
             "rights": list(rights)}  # fmt: skip
    law = {"id": "eu-gdpr", "because": "", "basis": ""}
    opened = {"controller": COMPANY, "subject": "me", "regime": law, "residence": "FR"}
    log: list[tuple[str, dict[str, Any]]] = [("opened", opened), ("document-written", asked),
           ("sent", {"document": "ask", "channel": "post"}), *more]  # fmt: skip
    first = date(2026, 3, 1)
    return build("K7M3-Q2", [
        Recorded(n, kind, first + timedelta(days=n), f"2026-03-{n + 1:02}T10:00:00+00:00", "",
                 payload, "", "")
        for n, (kind, payload) in enumerate(log, 1)
    ])  # fmt: skip


def entries(case: Case, acting: Representation | None = None) -> dict[str, Entry]:
    found = agenda(case, acting, TODAY)
    keys = [entry.uid.removeprefix("K7M3-Q2.").removesuffix("@dsar") for entry in found]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, found, strict=True))


def live(found: Mapping[str, Entry]) -> dict[str, str]:
    return {key: one.day.isoformat() for key, one in found.items() if not one.cancelled}


def test_the_day_on_which_we_may_rely_stands_apart_where_it_is_later() -> None:
    found = entries(case_of(clock("answer", term("answer", "2026-04-20", "2026-04-07"))))
    assert live(found) == {
        "answer.ask": "2026-04-07", "safe.ask": "2026-04-20", "ready.ask": "2026-04-21",
    }  # fmt: skip
    assert live(entries(case_of(clock("answer", term("answer", "2026-04-07"))))) == {
        "answer.ask": "2026-04-07", "ready.ask": "2026-04-08",
    }  # fmt: skip


def test_an_open_question_leaves_no_day_to_rely_on() -> None:
    asked = term("answer", None, "2026-04-07", reasons=["identity-demand-open"])
    found = entries(case_of(clock("answer", asked)))
    assert live(found) == {"answer.ask": "2026-04-07"}
    assert "may move the day" in found["answer.ask"].description


def test_rights_share_a_day_and_part_from_it() -> None:
    both, later = term("answer", "2026-04-07"), term("answer", "2026-06-08")
    rights = ("access", "erasure")
    one = case_of(clock("answer", both), rights=rights)
    assert live(entries(one)) == {"answer.ask": "2026-04-07", "ready.ask": "2026-04-08"}
    assert "access and erasure" in entries(one)["answer.ask"].description
    parted = [clock("answer", both), clock("answer", later, rights=["erasure"])]
    assert live(entries(case_of(*parted, rights=rights))) == {
        "answer.ask": "2026-04-07", "answer.ask.erasure": "2026-06-08",
        "ready.ask": "2026-04-08", "ready.ask.erasure": "2026-06-09",
    }  # fmt: skip
    # Together again: the entry that parted is taken back.
    again = entries(case_of(*parted, clock("answer", later), rights=rights))
    assert live(again) == {"answer.ask": "2026-06-08", "ready.ask": "2026-06-09"}
    assert {key for key, entry in again.items() if entry.cancelled} == {
        "answer.ask.erasure", "ready.ask.erasure",
    }  # fmt: skip


def test_an_answer_to_one_right_leaves_the_day_of_the_other() -> None:
    answered = ("answer", {"request": "ask", "rights": ["access"], "outcome": "complete"})
    found = entries(
        case_of(clock("answer", term("answer", "2026-04-07")), answered,
                rights=("access", "erasure"))
    )  # fmt: skip
    assert live(found) == {"answer.ask": "2026-04-07", "ready.ask": "2026-04-08"}
    assert "answer on erasure (Art. 99)" in found["answer.ask"].description


LIMITED = (
    clock("answer", term("answer", "2026-04-07")),
    clock("complaint", term("complaint", "2026-05-06")),
)


def test_the_persons_limit_warns_before_its_day() -> None:
    found = entries(case_of(*LIMITED))
    limit = found["limit.ask"]
    assert (limit.day, limit.binds_person) == (date(2026, 5, 6), True)
    assert "must have arrived by Wednesday 6 May 2026 (Art. 99)." in limit.description
    event = events(render([limit]))["limit.ask"]
    assert triggers(event) == [timedelta(days=-30, hours=9), timedelta(days=-7, hours=9)]
    # Whole days and the hours from nine to midnight: no clock change moves the whole days.
    assert b"TRIGGER:-P29DT15H\r\n" in render([limit])
    assert triggers(events(render([found["answer.ask"]]))["answer.ask"]) == [timedelta(hours=9)]


def test_a_limit_by_practice_says_so() -> None:
    soft = clock("complaint", term("complaint", "2026-05-06", force="guidance"))
    found = entries(case_of(LIMITED[0], soft))
    assert "by the authority's practice, not by law" in found["limit.ask"].description


@pytest.mark.parametrize(
    ("outcome", "bound"), [("complete", False), ("no-data", False), ("refused", True)]
)
def test_the_limit_holds_while_there_is_something_to_complain_of(outcome: str, bound: bool) -> None:
    answered = ("answer", {"request": "ask", "rights": ["access"], "outcome": outcome})
    found = entries(case_of(*LIMITED, answered))
    assert found["limit.ask"].cancelled is not bound


def test_a_complaint_that_is_filed_has_arrived_until_it_is_sent_back() -> None:
    filed = ("complaint-filed", {"authority": "xx", "requests": ["ask"]})
    back: tuple[str, dict[str, Any]] = ("authority-inadmissible", {})
    assert "limit.ask" not in live(entries(case_of(*LIMITED, filed)))
    assert "limit.ask" in live(entries(case_of(*LIMITED, filed, back)))


def test_a_complaint_to_the_controller_has_its_term() -> None:
    waits = (
        ("controller-complaint-sent", {"request": "ask"}),
        clock("controller-complaint", term("controller-complaint", "2026-05-20")),
    )
    found = entries(case_of(*LIMITED, *waits))
    assert live(found) == {
        "answer.ask": "2026-04-07", "ready.ask": "2026-05-21", "limit.ask": "2026-05-06",
        "controller-complaint.ask": "2026-05-20",
    }  # fmt: skip
    assert "(Art. 99)" in found["controller-complaint.ask"].description
    answered = ("answer", {"request": "ask", "rights": ["access"], "outcome": "refused"})
    assert live(entries(case_of(*LIMITED, *waits, answered))) == {"limit.ask": "2026-05-06"}


def test_a_right_that_was_withdrawn_has_no_day() -> None:
    given_up = ("withdrawn", {"request": "ask", "rights": ["access"]})
    assert live(entries(case_of(*LIMITED, given_up))) == {}


def test_the_mandate_ends_and_a_new_one_follows() -> None:
    case = case_of(clock("answer", term("answer", "2026-04-07")))
    first = entries(case, ACTING)["mandate"]
    assert (first.day, first.binds_person) == (date(2026, 9, 30), True)
    assert "Nadia" not in first.summary + first.description
    assert ACTING.mandate is not None
    renewed = replace(ACTING.mandate, given_on=date(2026, 9, 1), expires=date(2027, 9, 30))
    second = entries(case, replace(ACTING, mandate=renewed))["mandate"]
    assert (second.uid, second.day) == (first.uid, date(2027, 9, 30))
    assert second.sequence > first.sequence  # though nothing happened in the case
    over = entries(case_of(clock("answer", term("answer", "2026-04-07")), ("closed", {})), ACTING)
    assert over["mandate"].cancelled
    assert "mandate" not in entries(case, None)


def test_a_struck_fact_takes_its_entries_back() -> None:
    received = clock("answer", term("answer", "2026-04-07"))
    found = entries(case_of(received, ("correction", {"of": 4, "strike": True})))
    assert live(found) == {}
    assert {entry.day for entry in found.values()} == {date(2026, 4, 7), date(2026, 4, 8)}


def test_every_description_names_the_weekday_of_its_day() -> None:
    for entry in entries(case_of(*LIMITED), ACTING).values():
        assert english_day(entry.day) in entry.description


def test_long_names_are_folded_between_letters() -> None:
    limit = entries(case_of(*LIMITED))["limit.ask"]
    data = render([replace(limit, summary=limit.summary * 5)])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
    assert str(events(data)["limit.ask"]["summary"]) == limit.summary * 5


def test_a_calendar_of_ours_is_known_by_its_first_lines() -> None:
    ours = render(entries(case_of(*LIMITED)).values())
    assert is_ours(ours) and is_ours(render([]))
    assert not is_ours(b"") and not is_ours(FOREIGN) and not is_ours(b"x" + ours)
