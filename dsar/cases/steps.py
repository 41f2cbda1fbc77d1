"""Next steps: what the person may do on a day, why, and the command to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dsar.cases.case import Case, Document
from dsar.cases.status import status

# Most urgent first.
URGENCY = (
    *("send-again", "file-complaint", "send", "remind", "complain"),
    *("dispute", "read-answer", "prove-receipt"),
)


@dataclass(frozen=True)
class NextStep:
    """One thing to do: since when, by when it must arrive (if there is a limit), and why."""

    case: str
    company: str
    step: str
    since: date
    must_arrive_by: date | None
    because: str
    command: str


def next_steps(case: Case, day: date) -> list[NextStep]:
    """What may be done about *case* on *day*, most urgent first."""
    known = case.until(day)
    if known is None:
        return []
    found = [
        NextStep(case.id, case.addressee.name, step, since, None, because, command)
        for step, since, because, command in _steps(known, day)
    ]
    return sorted(found, key=lambda s: URGENCY.index(s.step))


def _steps(case: Case, day: date) -> Iterator[tuple[str, date, str, str]]:
    now = status(case, day)
    unsent = next((d for d in reversed(case.documents) if not d.sent), None)
    if now.word in {"closed", "withdrawn", "complained"}:
        return
    if now.word == "bounced":
        yield (
            "send-again", now.since,
            "The request came back: the clock has not started (it must reach the controller).",
            f"dsar send {case.id} {_id(case.request)} --by post --on YYYY-MM-DD",
        )  # fmt: skip
    elif now.word == "answered":
        yield (
            "read-answer", now.since, "The answer is complete; if that is so, close the case.",
            f"dsar record {case.id} closed",
        )  # fmt: skip
    elif now.word == "disputed":
        yield (
            "dispute", now.since,
            "The answer leaves something open; you may complain to your authority (Art. 77)."
            " This version writes complaints about silence only.",
            f"dsar show {case.id}",
        )  # fmt: skip
    elif unsent is not None and unsent.kind != "complaint":
        yield (
            "send", unsent.written_on, f"{unsent.title} is written but not sent.",
            f"dsar send {case.id} {unsent.id} --by email|post --on YYYY-MM-DD",
        )  # fmt: skip
    elif now.word == "complaint-ready":
        yield from _after_silence(case, day, unsent)
    elif now.word in {"waiting", "due-soon"} and "estimated" in now.reasons:
        yield (
            "prove-receipt", now.since,
            "Receipt is only estimated; a record of delivery makes the deadline firm.",
            f"dsar record {case.id} received --basis carrier --on YYYY-MM-DD --file FILE",
        )  # fmt: skip


def _after_silence(
    case: Case, day: date, complaint: Document | None
) -> Iterator[tuple[str, date, str, str]]:
    assert case.term is not None
    ready = case.term.safe + timedelta(days=1)
    if complaint is not None:
        yield (
            "file-complaint", complaint.written_on,
            "The complaint is written; HOW-TO-FILE.txt beside it says where it goes (Art. 77).",
            f"dsar record {case.id} complaint-filed --on YYYY-MM-DD --by post|web-form",
        )  # fmt: skip
        return
    reminder = case.reminders[-1] if case.reminders else None
    if reminder is None:
        yield (
            "remind", ready,
            "No answer by the last day (Art. 12(3)); a reminder is not a new request.",
            f"dsar remind {case.id}",
        )  # fmt: skip
    if reminder is None or reminder.term_day is None or day > reminder.term_day:
        since = ready if reminder is None else (reminder.term_day or ready) + timedelta(days=1)
        yield (
            "complain", since if reminder is not None else ready,
            "No answer is recorded: the complaint for silence is open (Arts 12(3), 77).",
            f"dsar complain {case.id}",
        )  # fmt: skip


def _id(document: Document | None) -> str:
    return document.id if document else ""
