"""``dsar remind``: the reminder letter, once, from the day after the safe day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from dsar.actions.acting import acting_payload, check_document, sender_email
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.facts import case_facts
from dsar.actions.receipts import working_day_from
from dsar.actions.writing import FORMATS, Paper, compose, document_event_payload, write
from dsar.cases.case import Case
from dsar.cases.document import Document
from dsar.cases.event import Event
from dsar.cases.status import Standing, standing
from dsar.channels.files import OutputFolder, sha256
from dsar.errors import DsarError, NotAllowed
from dsar.reference.templates import has_letter, template, words
from dsar.store.contract import Store

# Our own choice, not law (no term for a reminder stands in the GDPR).
TERM_DAYS = 14


@dataclass(frozen=True)
class Reminded:
    """What happened to one case: ``written``, ``already`` (nothing to do), ``due`` (dry run) or
    ``error``."""

    case: Case | str
    result: str
    files: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: DsarError | None = None


@again_when_stale
def remind(context: Context, text: str, out: Path | None, dry_run: bool = False) -> Reminded:
    """Write the reminder of one case, unless one was written and its term still runs.

    Raises NotAllowed before the day after ``safe`` and when there is nothing to remind of.
    """
    with context.store() as store:
        case = find_case(store, text)
        silent = _due(context, case)
        fresh = [request for request in silent if not _running(context, case, request)]
        if not fresh:
            return Reminded(case, "already")
        check_document(case, fresh[0], load_subject(store, case.subject_id), context.today)
        _check_letter(case, fresh[0])
        return Reminded(case, "due") if dry_run else _write(context, store, case, fresh[0], out)


def remind_due(context: Context, out: Path | None = None, dry_run: bool = False) -> list[Reminded]:
    """Write the first reminder of every request for which it is due; later ones only by hand.

    Each goes into the folder of its case, in *out* where that is given. What goes wrong in one
    case is told beside it and does not hold back the others.
    """
    with context.store() as store:
        due = [
            (case, request.id)
            for case in store.cases()
            for request in _first_due(context, store, case)
        ]
    if dry_run:
        return [Reminded(case, "due") for case, _ in due]
    found = []
    for case, request in due:
        try:
            found += _remind_first(context, case.id, request, out / case.id if out else None)
        except DsarError as error:
            found.append(Reminded(case, "error", error=error))
    return found


@again_when_stale
def _remind_first(
    context: Context, case_id: str, request_id: str, out: Path | None
) -> list[Reminded]:
    """The first reminder of one request, if it is still due by now."""
    with context.store() as store:
        case = store.case(case_id)
        due = [request for request in _first_due(context, store, case) if request.id == request_id]
        return [_write(context, store, case, request, out) for request in due]


def _first_due(context: Context, store: Store, case: Case) -> Iterator[Document]:
    if case.until(context.today) is None:
        return
    for request in _silent(standing(case, context.today)):
        first = not case.reminders_of(request.id) and _letter(request)
        if first and _allowed(context, store, case, request):
            yield request


def _allowed(context: Context, store: Store, case: Case, request: Document) -> bool:
    """Whether who acts may remind; where not, ``next`` tells to renew the mandate."""
    try:
        check_document(case, request, load_subject(store, case.subject_id), context.today)
    except NotAllowed:
        return False
    return True


def _due(context: Context, case: Case) -> list[Document]:
    """The requests of *case* that are past their safe day without an answer; at least one."""
    if case.until(context.today) is None:
        raise NotAllowed(f"On {context.today.isoformat()} case {case.id} was not opened yet.")
    now = standing(case, context.today)
    if found := _silent(now):
        return found
    terms = [one.claim.term for one in now.claims if one.claim.pending]
    days = [term.safe for term in terms if term is not None and term.safe is not None]
    if not days or now.status.word not in {"waiting", "due-soon", "overdue"}:
        raise NotAllowed(
            f"Case {case.id} is {now.status.word}: there is nothing to remind of.",
            f"dsar show {case.id} tells where it stands.",
        )
    ready = min(days) + timedelta(days=1)
    raise NotAllowed(
        f"A reminder is due from {ready.isoformat()}: until {min(days).isoformat()} the"
        " controller may still answer in time (Art. 12(3)).",
        f"dsar show {case.id} shows how the day was computed.",
        day=ready.isoformat(),
    )


def _silent(now: Standing) -> list[Document]:
    """The requests on which nothing came, unless the case is over or with an authority."""
    if now.status.word in {"closed", "withdrawn"} or any(f.live for f in now.filings):
        return []
    ids = {ground.request for ground in now.grounds if ground.id == "silence"}
    return [request for request in now.case.requests if request.id in ids]


def _letter(request: Document) -> bool:
    """Whether there is a reminder in the request's language, for its law and its rights."""
    written = has_letter("reminder", request.language)
    known = template("reminder", request.language).regimes if written else ()
    return request.regime in known and set(request.rights) <= {"access", "erasure"}


def _check_letter(case: Case, request: Document) -> None:
    if not _letter(request):
        raise NotAllowed(
            f"There is no reminder for the request {request.id} of case {case.id} yet"
            f" ({request.regime}, {request.language}).",
            f"Write it yourself, and keep it with: dsar record {case.id} note --file FILE",
        )


def _running(context: Context, case: Case, request: Document) -> bool:
    last = next(reversed(case.reminders_of(request.id)), None)
    return last is not None and (
        not last.sent or (last.term_day is not None and context.today <= last.term_day)
    )


def _write(
    context: Context, store: Store, case: Case, request: Document, out: Path | None
) -> Reminded:
    subject = load_subject(store, case.subject_id)
    chosen = words(request.language)
    term_day = working_day_from(context.today + timedelta(days=TERM_DAYS), request.residence)
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
    facts = case_facts(case, request, subject, context.today, chosen)
    facts["reminder"] = {"written_on": context.today, "term_day": term_day, "sendings": []}
    letter = compose(context, paper, subject, facts, chosen)
    written = write(context, letter, paper, sender_email(subject), FORMATS)
    payload = document_event_payload(written, name, term_day=term_day)
    payload |= acting_payload(subject, "request")
    if len(case.requests) > 1:
        payload["request"] = request.id
    with OutputFolder(out or Path(case.id)) as folder:
        folder.add(written.files)
        evidence = {sha256(data): data for data in written.files.values()}
        event = Event("document-written", context.today, payload)
        case = store.append(case.id, case.head, [event], context.stamp(), evidence)
        files = folder.publish()
    return Reminded(case, "written", files, written.warnings)
