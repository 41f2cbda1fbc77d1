"""``dsar remind``: the reminder letter, once, from the day after the safe day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from dsar.actions.clock import working_day_from
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.facts import case_facts
from dsar.actions.writing import FORMATS, Paper, compose, document_event_payload, write
from dsar.cases.case import Case, Document
from dsar.cases.event import Event
from dsar.cases.status import status
from dsar.channels.files import OutputFolder, sha256
from dsar.errors import NotAllowed
from dsar.reference.templates import words
from dsar.store.contract import Store

# Our own choice, not law (no term for a reminder stands in the GDPR).
TERM_DAYS = 14


@dataclass(frozen=True)
class Reminded:
    """What happened to one case: ``written``, ``already`` (nothing to do) or ``due`` (dry run)."""

    case: Case
    result: str
    files: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@again_when_stale
def remind(context: Context, text: str, out: Path | None, dry_run: bool = False) -> Reminded:
    """Write the reminder of one case, unless one was written and its term still runs.

    Raises NotAllowed before the day after ``safe`` and when there is nothing to remind of.
    """
    with context.store() as store:
        case = find_case(store, text)
        check_due(context, case)
        if _running(context, case.reminders):
            return Reminded(case, "already")
        return Reminded(case, "due") if dry_run else _write(context, store, case, out)


@again_when_stale
def remind_due(context: Context, dry_run: bool = False) -> list[Reminded]:
    """Write the first reminder of every case in which it is due; later ones only by hand."""
    with context.store() as store:
        due = [
            case
            for case in map(store.case, store.case_ids())
            if case.until(context.today) and not case.reminders
            and status(case, context.today).word == "complaint-ready"
        ]  # fmt: skip
        if dry_run:
            return [Reminded(case, "due") for case in due]
        return [_write(context, store, case, None) for case in due]


def check_due(context: Context, case: Case) -> None:
    """Raises NotAllowed unless *case* is past its safe day with no answer recorded."""
    now = status(case, context.today)
    if now.word == "complaint-ready":
        return
    if case.term is None or now.word not in {"waiting", "due-soon", "overdue"}:
        raise NotAllowed(
            f"Case {case.id} is {now.word}: there is nothing to remind of.",
            f"dsar show {case.id} tells where it stands.",
        )
    ready = case.term.safe + timedelta(days=1)
    raise NotAllowed(
        f"A reminder is due from {ready.isoformat()}: until {case.term.safe.isoformat()} the"
        " controller may still answer in time (Art. 12(3)).",
        f"dsar show {case.id} shows how the day was computed.",
        day=ready.isoformat(),
    )


def _running(context: Context, reminders: tuple[Document, ...]) -> bool:
    last = reminders[-1] if reminders else None
    return last is not None and (
        not last.sent or (last.term_day is not None and context.today <= last.term_day)
    )


def _write(context: Context, store: Store, case: Case, out: Path | None) -> Reminded:
    subject = load_subject(store, case.subject_id)
    request = case.request
    assert request is not None
    chosen = words(request.language)
    term_day = working_day_from(context.today + timedelta(days=TERM_DAYS), subject.country)
    number = len(case.documents) + 1
    count = len(case.reminders) + 1
    name = "reminder" if count == 1 else f"reminder-{count}"
    controller = case.addressee
    paper = Paper(
        kind="reminder",
        title="reminder",
        name=f"{number:02d}-{name}",
        addressee=controller.window(),
        email=controller.email,
    )
    facts = case_facts(case, subject, context.today, chosen)
    facts["reminder"] = {"written_on": context.today, "term_day": term_day, "sendings": []}
    letter = compose(context, paper, subject, facts, chosen)
    written = write(context, letter, paper, subject.email, FORMATS)
    payload = document_event_payload(written, name, term_day=term_day)
    with OutputFolder(out or Path(case.id)) as folder:
        folder.add(written.files)
        evidence = {sha256(data): data for data in written.files.values()}
        event = Event("document-written", context.today, payload)
        case = store.append(case.id, case.head, [event], context.stamp(), evidence)
        files = folder.publish()
    return Reminded(case, "written", files, written.warnings)
