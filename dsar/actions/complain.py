"""``dsar complain``: the complaint to the supervisory authority, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dsar.actions.bundle import Bundle, bundle_pdf, manifest_files
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.facts import case_facts, reminder_facts
from dsar.actions.writing import Paper, compose, document_event_payload, write
from dsar.cases.case import Case
from dsar.cases.event import Event
from dsar.cases.subject import DataSubject
from dsar.channels.files import OutputFolder, sha256
from dsar.complaints.exhibits import Exhibit, exhibits, number_of
from dsar.complaints.gates import check
from dsar.complaints.grounds import Ground, silence
from dsar.directory.authority import SupervisoryAuthority
from dsar.directory.competence import Links, competent
from dsar.errors import Invalid
from dsar.letters.template import render_plain
from dsar.letters.words import Words
from dsar.reference.authorities import authorities, authority
from dsar.reference.templates import has_letter, languages, plain_template, words

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


@again_when_stale
def complain(context: Context, text: str, to: str | None, out: Path | None) -> Complained:
    """Write the complaint of one case into the folder *out* (default ``CASE/complaint``).

    Raises NotAllowed while the ground is closed (with the day on which it opens) or the
    authority would send it back, Invalid when the directory has no authority for the person.
    """
    with context.store() as store:
        case = find_case(store, text)
        ground = silence(case, context.today)
        case = case.until(context.today) or case
        subject = load_subject(store, case.subject_id)
        hears = authority(to) if to else _competent(case, subject)
        written_in = tuple(one for one in languages() if has_letter("complaint", one))
        chosen = words(check(case, subject, hears, written_in))
        found = exhibits(case, chosen)
        originals = {exhibit.file: store.evidence(exhibit.sha256) for exhibit in found}
        facts = _facts(context, case, subject, hears, found, chosen)
        paper = Paper("complaint", "complaint", "complaint", (hears.name, *hears.address), "")
        letter = compose(context, paper, subject, facts, chosen)
        written = write(context, letter, paper, "", ("pdf", "txt", "html"))
        files = dict(written.files)
        if "complaint.pdf" in files:
            parties = (
                (chosen["bundle.complainant"], subject.name),
                (chosen["bundle.controller"], case.addressee.name),
                (chosen["bundle.authority"], hears.name),
                (chosen["page.reference"], case.id),
                (chosen["page.date"], letter.date),
            )
            files["bundle.pdf"] = bundle_pdf(
                Bundle(letter, files["complaint.pdf"], found, originals, parties, context.today,
                       chosen)
            )  # fmt: skip
        kept = {sha256(data): data for data in files.values()}
        number = 1 + sum(document.kind == "complaint" for document in case.documents)
        payload = document_event_payload(
            written, "complaint" if number == 1 else f"complaint-{number}"
        )
        payload |= {"authority": hears.id, "ground": ground.id}
        files[HOW_TO_FILE] = _how_to_file(context, chosen, facts)
        files |= {f"{ORIGINALS}/{name}": data for name, data in originals.items()}
        files |= manifest_files(case, hears, context.today, found, files, letter.title)
        with OutputFolder(out or Path(case.id) / "complaint") as folder:
            folder.add(files)
            event = Event("document-written", context.today, payload)
            case = store.append(case.id, store.case(case.id).head, [event], context.stamp(), kept)
            placed = folder.publish()
    return Complained(case, hears, ground, chosen.language, found, placed, written.warnings)


def _competent(case: Case, subject: DataSubject) -> SupervisoryAuthority:
    found = competent(Links(subject.country), None, authorities().values(), case.regime)
    if not found.authorities:
        raise Invalid(
            f"The directory has no supervisory authority for {subject.country} under"
            f" {case.regime} yet.",
            f"Name one with --to: {', '.join(authorities())}.",
            kind="no-authority",
        )
    return found.authorities[0].authority


def _facts(
    context: Context,
    case: Case,
    subject: DataSubject,
    hears: SupervisoryAuthority,
    found: tuple[Exhibit, ...],
    chosen: Words,
) -> dict[str, Any]:
    facts = case_facts(case, subject, context.today, chosen)
    reminder = next((d for d in reversed(case.reminders) if d.sent), None)
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
                "number": e.number,
                "title": e.title,
                "date": e.date,
                "file": e.file,
                "sha256": e.sha256,
            }
            for e in found
        ],
        "must_arrive_by": None,
    }
    facts["request"]["exhibit"] = number_of(found, "request")
    facts["receipt"]["exhibit"] = number_of(found, "receipt")
    sendings = list(facts["request"]["sendings"])
    if reminder is not None:
        facts["reminder"]["exhibit"] = number_of(found, reminder.id)
        sendings += facts["reminder"]["sendings"]
    for sending in sendings:
        sending["exhibit"] = number_of(found, f"sending-{sending['seq']}")
    return facts


def _how_to_file(context: Context, chosen: Words, facts: dict[str, Any]) -> bytes:
    source = plain_template("how-to-file.txt.j2", chosen.language)
    text = render_plain(source, facts, chosen.day)
    if context.example:
        mark = chosen["marks.example"]
        text = f"{mark}\n\n{text.rstrip()}\n\n{mark}\n"
    return text.encode("utf-8")
