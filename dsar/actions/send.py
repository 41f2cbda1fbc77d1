"""``dsar send``: record that a document was sent, by which channel, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dsar.actions.acting import check_document
from dsar.actions.clock import clock_events
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.evidence import described, keep
from dsar.actions.receipts import estimated_receipt
from dsar.cases.case import Case, foresee
from dsar.cases.document import CHANNELS, Document
from dsar.cases.event import Event
from dsar.cases.order import check_day
from dsar.errors import Invalid, NotAllowed, OutsideFailed

# Which of a document's files goes out by which channel, best first.
_ADDRESS = {"email": "e-mail address", "post": "postal address"}
_FORM_OF = {"email": ("eml", "txt"), "post": ("pdf", "html", "txt"), "hand": ("pdf", "html", "txt")}


@dataclass(frozen=True)
class Dispatch:
    """What was sent how: the fields of the command line."""

    case: str
    by: str
    on: date | None
    document: str | None = None
    file: Path | None = None
    tracking: str = ""
    proof: Path | None = None
    to: str = ""
    address_checked: bool = False


@dataclass(frozen=True)
class Sent:
    """The case after the sending, and the document that was sent."""

    case: Case
    document: Document
    events: tuple[str, ...]


@again_when_stale
def send(context: Context, dispatch: Dispatch, dry_run: bool = False) -> Sent:
    """Record a sending (and, for the request, the deadline that follows from it).

    Raises Invalid for an unknown channel or an impossible day, NotAllowed for a complaint, and
    OutsideFailed without ``on``: this version does not send mail itself.
    """
    if dispatch.by not in CHANNELS:
        raise Invalid(
            f"There is no channel called {dispatch.by!r}.", f"Channels: {', '.join(CHANNELS)}."
        )
    with context.store() as store:
        case = find_case(store, dispatch.case)
        document = _document(case, dispatch.document)
        day = _checked_day(context, document, dispatch)
        _check_new(document, dispatch)
        check_document(case, document, load_subject(store, case.subject_id), day)
        evidence: dict[str, bytes] = {}
        payload = _payload(case, document, dispatch, day, evidence)
        events = [Event("sent", day, payload)]
        if document.kind == "reminder":
            events.append(Event("reminded", day, {"document": document.id}))
        events += clock_events(foresee(case, events), day, context.own_holidays)
        after = foresee(case, events)
        if not dry_run:
            after = store.append(case.id, case.head, events, context.stamp(), evidence)
        return Sent(after, document, tuple(event.kind for event in events))


def _document(case: Case, wanted: str | None) -> Document:
    if wanted is not None:
        found = case.document(wanted)
        if found is None:
            known = ", ".join(document.id for document in case.documents)
            raise Invalid(f"Case {case.id} has no document {wanted!r}.", f"It has: {known}.")
    else:
        unsent = [document for document in case.documents if not document.sent]
        candidates = unsent or [d for d in case.documents if d.rights]
        if len(candidates) != 1:
            known = ", ".join(document.id for document in candidates)
            raise Invalid(f"Several documents of {case.id} are unsent.", f"Say which: {known}.")
        found = candidates[0]
    if found.kind == "complaint":
        raise NotAllowed(
            "A complaint is filed by you, with the authority's own form or by post (Art. 77).",
            f"Afterwards: dsar record {case.id} complaint-filed --on YYYY-MM-DD --by post",
        )
    return found


def _checked_day(context: Context, document: Document, dispatch: Dispatch) -> date:
    if dispatch.on is None:
        raise OutsideFailed(
            "This version of dsar does not send mail itself; nothing was sent.",
            "Send the .eml or the letter yourself, then run the command again with --on"
            " YYYY-MM-DD.",
        )
    check_day(dispatch.on, context.today)
    if dispatch.on < document.written_on:
        raise Invalid(
            f"{dispatch.on.isoformat()} is before the letter was written"
            f" ({document.written_on.isoformat()}).",
            "Check the date.",
            kind="impossible-day",
        )
    return dispatch.on


def _payload(
    case: Case,
    document: Document,
    dispatch: Dispatch,
    day: date,
    evidence: dict[str, bytes],
) -> dict[str, Any]:
    controller = case.addressee
    to = dispatch.to
    if not to:
        to = controller.email if dispatch.by == "email" else ", ".join(controller.address)
        to = to if dispatch.by in {"email", "post"} else ""
    if dispatch.by in {"email", "post"} and not to:
        raise Invalid(
            f"No {_ADDRESS[dispatch.by]} of {controller.name} is known.", "Say which: --to ADDRESS"
        )
    _check_confirmed(case, dispatch)
    payload: dict[str, Any] = {"document": document.id, "channel": dispatch.by, "to": to}
    if dispatch.address_checked:
        payload["address_checked"] = True
    if dispatch.tracking:
        payload["tracking"] = dispatch.tracking
    if dispatch.proof is not None:
        payload["proof"] = keep(dispatch.proof, evidence)
    if dispatch.file is not None:
        payload["file"] = keep(dispatch.file, evidence)
    elif (sent := _sent_file(document, dispatch.by)) is not None:
        payload["file"] = sent
    if document.rights:
        abroad = controller.country != document.residence.partition("-")[0]
        estimate = estimated_receipt(day, dispatch.by, document.residence, abroad)
        payload["estimated_receipt"] = estimate.isoformat()
    return payload


def _check_confirmed(case: Case, dispatch: Dispatch) -> None:
    """Raises NotAllowed for an address of the directory that nobody has confirmed."""
    controller = case.addressee
    if dispatch.to or dispatch.address_checked or dispatch.by not in controller.unconfirmed:
        return
    raise NotAllowed(
        f"Nobody has confirmed the {_ADDRESS.get(dispatch.by, dispatch.by)} of {controller.name} in"
        " the directory: a letter to a wrong address starts no clock.",
        "Compare it with the company's own site, then say so: --address-checked (or give another:"
        " --to ADDRESS).",
    )


def _check_new(document: Document, dispatch: Dispatch) -> None:
    """Raises NotAllowed when this very sending is recorded already."""
    for sending in document.sendings:
        if (sending.on, sending.channel, sending.tracking) == (
            dispatch.on, dispatch.by, dispatch.tracking
        ) and dispatch.to in {"", sending.to}:  # fmt: skip
            raise NotAllowed(
                f"{document.title} sent by {dispatch.by} on {sending.on.isoformat()} is recorded"
                " already.",
                "Nothing was recorded again.",
            )


def _sent_file(document: Document, channel: str) -> dict[str, str] | None:
    """The file of *document* that goes out by *channel*: exactly those bytes were sent."""
    for form in _FORM_OF.get(channel, ("txt",)):
        for file in document.files:
            if file.format == form:
                return described(file)
    return None
