"""The facts a template may print, built from what is recorded (see ``docs/letters.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dsar.actions.acting import acting_facts, went_with
from dsar.cases.addressee import Addressee
from dsar.cases.case import Case
from dsar.cases.claim import claims
from dsar.cases.document import Document, Sending, day_of
from dsar.cases.subject import DataSubject
from dsar.letters.words import Words
from dsar.reference.places import country_name

# What could be said for a still earlier day is for the person to know, not for the authority.
_NOT_TOLD = frozenset({"first-receipt"})


def letter_facts(
    reference: str,
    written_on: date,
    subject: DataSubject,
    controller: Addressee,
    law: Mapping[str, str],
    words: Words,
) -> dict[str, Any]:
    """The facts every letter has; *law* holds the regime's ``id`` and ``basis``."""
    return {
        "reference": reference,
        "written_on": written_on,
        "subject": {
            "name": subject.name,
            "email": subject.email or None,
            "phone": subject.phone or None,
            "address": list(subject.address),
            "country": country_name(subject.state, words.language),
            "identifiers": [{"name": i.name, "value": i.value} for i in subject.identifiers],
        },
        "controller": {
            "name": controller.name,
            "address": list(controller.address) or None,
            "email": controller.email or None,
            "website": controller.website or None,
            "kind": controller.kind,
            "established": controller.established,
            "representative": controller.representative or None,
        },
        "law": {
            "id": law["id"],
            "short": words[f"law.{law['id']}.short"],
            "name": words[f"law.{law['id']}.name"],
            "basis": law["basis"],
            "because": law.get("stated") or None,
        },
        "acting": acting_facts(subject, enclosed=True),
        "photo": False,
        "rights": [],
        "deadline": None,
    }


def case_facts(
    case: Case, request: Document, subject: DataSubject, written_on: date, words: Words
) -> dict[str, Any]:
    """The facts of a letter about the *request* of *case*, and what of it is unanswered."""
    facts = letter_facts(case.id, written_on, subject, case.addressee, case.law_of(request), words)
    facts["acting"] = acting_facts(subject, went_with(request, subject))
    open_ones = [claim for claim in claims(case) if claim.request == request and claim.pending]
    receipt = next(iter(case.receipts_of(request)), None)
    facts["rights"] = [claim.right for claim in open_ones]
    told = case.told(request.id, "acknowledged")
    facts["acknowledgements"] = [{"on": event.on} for event in told]
    facts["request"] = {
        "written_on": request.written_on,
        "title": request.title,
        "sendings": [sending_facts(sending, words) for sending in request.sendings],
        "exhibit": None,
    }
    if receipt is not None:
        facts["receipt"] = {"on": receipt.on, "basis": receipt.basis, "exhibit": None}
    term = open_ones[0].term if open_ones else None
    if term is not None:
        facts["deadline"] = {
            "from": term.start,
            "last_day": term.last_day,
            "overdue_from": day_of(term.data["overdue_from"]),
            "earliest": term.earliest,
            "latest": term.latest,
            "safe": term.safe,
            "estimated": term.estimated,
            "holidays": " ".join(term.data["holidays"].values()),
            "steps": [
                step_facts(step, words)
                for step in term.data["steps"]
                if step["code"] not in _NOT_TOLD
            ],
        }
    return facts


def sending_facts(sending: Sending, words: Words) -> dict[str, Any]:
    """One sending as a template sees it."""
    return {
        "on": sending.on,
        "channel": sending.channel,
        "to": sending.to or None,
        "tracking": sending.tracking or None,
        "how": words.how(sending.channel, sending.to, sending.tracking),
        "bounced": sending.bounced,
        "exhibit": None,
        "seq": sending.seq,
    }


def reminder_facts(reminder: Document, words: Words) -> dict[str, Any]:
    """A reminder as the complaint sees it."""
    return {
        "written_on": reminder.written_on,
        "term_day": reminder.term_day,
        "sendings": [sending_facts(sending, words) for sending in reminder.sendings],
        "exhibit": None,
    }


def step_facts(step: Mapping[str, Any], words: Words) -> dict[str, str]:
    """A step of the deadline's computation in the letter's language."""
    place = str(step["facts"].get("place", ""))
    name = country_name(place, words.language) if place else ""
    shown = f"{name} ({place})" if "-" in place else name
    return {
        "text": words.step(step, shown),
        "citation": words["citations.join"].join(
            words.citation(p["instrument"], p["provision"], p["text"]) for p in step["provisions"]
        ),
    }
