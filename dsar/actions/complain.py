"""``dsar complain``: the complaint to the supervisory authority, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dsar.actions.acting import acting_payload, check_complaint, other_language, signatory
from dsar.actions.bundle import Bundle, bundle_pdf, manifest_files
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.facts import case_facts, reminder_facts
from dsar.actions.hearing import heard_about
from dsar.actions.writing import Paper, Written, compose, document_event_payload, write
from dsar.cases.case import Case
from dsar.cases.claim import claims
from dsar.cases.document import Document
from dsar.cases.event import Event
from dsar.cases.grounds import Ground
from dsar.cases.subject import DataSubject
from dsar.channels.bundle import UnreadablePdf
from dsar.channels.files import OutputFolder, sha256
from dsar.channels.pdf import PdfFailed
from dsar.complaints.exhibits import (
    CONSTITUTION,
    MANDATE,
    Exhibit,
    exhibits,
    number_of,
    receipt_id,
)
from dsar.complaints.gates import check
from dsar.complaints.silence import silence, silent_request
from dsar.directory.authority import SupervisoryAuthority
from dsar.errors import Invalid, NotAllowed
from dsar.letters.template import render_plain
from dsar.letters.words import Words
from dsar.reference.authorities import authority
from dsar.reference.templates import has_letter, languages, plain_template, words
from dsar.store.contract import Store

HOW_TO_FILE = "HOW-TO-FILE.txt"
ORIGINALS = "originals"


@dataclass(frozen=True)
class Complained:
    """The complaint that was written: to whom, on which ground, with which exhibits."""

    case: Case
    authority: SupervisoryAuthority
    ground: Ground
    language: str
    exhibits: tuple[Exhibit, ...]
    files: list[Path]
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Plan:
    """What a complaint is made of, once the ground is open and the gates are passed."""

    case: Case
    request: Document
    subject: DataSubject
    authority: SupervisoryAuthority
    ground: Ground
    words: Words
    exhibits: tuple[Exhibit, ...]
    originals: Mapping[str, bytes]


@again_when_stale
def complain(context: Context, text: str, to: str | None, out: Path | None) -> Complained:
    """Write the complaint of one case into the folder *out*.

    By default that is a folder named after the complaint in ``CASE``.

    Raises NotAllowed while the ground is closed (with the day on which it opens) or the
    authority would send it back, Invalid when the directory has no authority for the person.
    """
    with context.store() as store:
        case = find_case(store, text)
        plan = _plan(context, store, case, to)
        written, files = _documents(context, plan)
        kept = {sha256(data): data for data in files.values()}
        payload = _payload(plan, written)
        files = _package(context, plan, files, written)
        with OutputFolder(out or Path(case.id) / payload["id"]) as folder:
            folder.add(files)
            event = Event("document-written", context.today, payload)
            case = store.append(case.id, case.head, [event], context.stamp(), kept)
            placed = folder.publish()
    return Complained(
        case, plan.authority, plan.ground, plan.words.language, plan.exhibits, placed,
        [*other_language(plan.subject, plan.words.language), *written.warnings],
    )  # fmt: skip


def _plan(context: Context, store: Store, case: Case, to: str | None) -> _Plan:
    ground = silence(case, context.today)
    known = case.until(context.today) or case
    request = silent_request(known, ground)
    subject = load_subject(store, case.subject_id)
    rights = tuple(c.right for c in claims(known) if c.request == request and c.pending)
    check_complaint(subject, context.today, rights, case.addressee.id)
    hears = _named(to, request) if to else _competent(known, request)
    written_in = tuple(one for one in languages() if has_letter("complaint", one))
    chosen = words(check(request, subject, hears, written_in))
    found = exhibits(known, request, chosen, context.today, subject.acting)
    originals = {exhibit.file: store.evidence(exhibit.sha256) for exhibit in found}
    return _Plan(known, request, subject, hears, ground, chosen, found, originals)


def _named(name: str, request: Document) -> SupervisoryAuthority:
    """The authority the person named; the complaint rests on their residence (Art. 77(1))."""
    named = authority(name)
    if not named.covers(request.residence):
        raise NotAllowed(
            f"{named.abbreviation} hears people who live in {', '.join(named.territory)}; the"
            f" request names {request.residence} (Art. 77(1) GDPR).",
            "Complaints on the ground of work or place of infringement are not written by this"
            " version.",
        )
    return named


def _competent(case: Case, request: Document) -> SupervisoryAuthority:
    found = heard_about(case.addressee, request.residence, request.regime)
    if not found.authorities:
        raise Invalid(
            f"The directory has no supervisory authority for {request.residence} under"
            f" {request.regime} yet.",
            "Your own supervisory authority hears you all the same (Art. 77 GDPR): file with it"
            " yourself.",
            kind="no-authority",
        )
    if found.recommended is None:
        offered = ", ".join(c.authority.id for c in found.authorities)
        raise NotAllowed(
            f"Which authority hears you depends on the part of {request.residence} where you live.",
            f"Name it: --to, one of {offered}; or say it in your profile (DE-BY).",
        )
    return found.recommended


def _documents(context: Context, plan: _Plan) -> tuple[Written, dict[str, bytes]]:
    """The complaint in all its forms, and the bundle where there is a PDF engine."""
    facts = _facts(context, plan)
    hears = plan.authority
    paper = Paper("complaint", "complaint", "complaint", (hears.name, *hears.address), "")
    letter = compose(context, paper, plan.subject, facts, plan.words)
    written = write(context, letter, paper, "", ("pdf", "txt", "html"))
    files = dict(written.files)
    if "complaint.pdf" in files:
        said = plan.words
        parties = (
            (said["bundle.complainant"], signatory(plan.subject, said)),
            (said["bundle.controller"], plan.case.addressee.name),
            (said["bundle.authority"], hears.name),
            (said["page.reference"], plan.case.id),
            (said["page.date"], letter.date),
        )
        bundle = Bundle(letter, files["complaint.pdf"], plan.exhibits, plan.originals, parties,
                        context.today, said)  # fmt: skip
        try:
            files["bundle.pdf"] = bundle_pdf(bundle)
        except (PdfFailed, UnreadablePdf) as error:
            written.warnings.append(
                f"The bundle could not be made: {error.message} The complaint and the originals"
                " are complete."
            )
    return written, files


def _payload(plan: _Plan, written: Written) -> dict[str, Any]:
    number = 1 + sum(document.kind == "complaint" for document in plan.case.documents)
    name = "complaint" if number == 1 else f"complaint-{number}"
    payload = document_event_payload(written, name)
    about = {"request": plan.request.id} if len(plan.case.requests) > 1 else {}
    payload |= acting_payload(plan.subject, "complain")
    return payload | {"authority": plan.authority.id, "ground": plan.ground.id} | about


def _package(
    context: Context, plan: _Plan, documents: Mapping[str, bytes], written: Written
) -> dict[str, bytes]:
    """Everything that goes into the folder: documents, guide, originals, manifest, checksums."""
    files = dict(documents)
    files[HOW_TO_FILE] = _how_to_file(context, plan)
    files |= {f"{ORIGINALS}/{name}": data for name, data in plan.originals.items()}
    title = written.letter.title
    return files | manifest_files(
        plan.case, plan.authority, context.today, plan.exhibits, files, title
    )


def _facts(context: Context, plan: _Plan) -> dict[str, Any]:
    case, hears, chosen = plan.case, plan.authority, plan.words
    facts = case_facts(case, plan.request, plan.subject, context.today, chosen)
    reminders = case.reminders_of(plan.request.id)
    reminder = next((d for d in reversed(reminders) if d.sent), None)
    facts |= {
        "authority": {
            "name": hears.name,
            "abbreviation": hears.abbreviation,
            "address": list(hears.address),
            "complaint_url": hears.complaint_url or None,
            "channels": list(hears.channels),
            "phone": hears.phone or None,
        },
        "silence_until": context.today,
        "reminder": reminder_facts(reminder, chosen) if reminder else None,
        "exhibits": [
            {
                "number": exhibit.number,
                "title": exhibit.title,
                "date": exhibit.date,
                "file": exhibit.file,
                "sha256": exhibit.sha256,
            }
            for exhibit in plan.exhibits
        ],
        "must_arrive_by": None,
    }
    _number_exhibits(plan, facts, reminder)
    return facts


def _number_exhibits(plan: _Plan, facts: dict[str, Any], reminder: Document | None) -> None:
    """Write into *facts* which exhibit proves what."""
    receipt = plan.case.receipts_of(plan.request)[0]
    facts["request"]["exhibit"] = number_of(plan.exhibits, "request")
    facts["receipt"]["exhibit"] = number_of(plan.exhibits, receipt_id(receipt))
    if facts["acting"] is not None:
        found = {"exhibit": MANDATE, "constitution_exhibit": CONSTITUTION}
        facts["acting"] |= {key: number_of(plan.exhibits, one) for key, one in found.items()}
    sendings = list(facts["request"]["sendings"])
    if reminder is not None:
        facts["reminder"]["exhibit"] = number_of(plan.exhibits, reminder.id)
        sendings += facts["reminder"]["sendings"]
    for sending in sendings:
        sending["exhibit"] = number_of(plan.exhibits, f"sending-{sending['seq']}")


def _how_to_file(context: Context, plan: _Plan) -> bytes:
    """The guide, in the complainant's own language where we write it."""
    ours = plan.subject.language in languages()
    chosen = words(plan.subject.language) if ours else plan.words
    source = plain_template("how-to-file.txt.j2", chosen.language)
    text = render_plain(source, _facts(context, plan), chosen.day)
    if context.example:
        mark = chosen["marks.example"]
        text = f"{mark}\n\n{text.rstrip()}\n\n{mark}\n"
    return text.encode("utf-8")
