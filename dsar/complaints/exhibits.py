"""Exhibits: the evidence of a case, numbered once, with date, title and SHA-256."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dsar.cases.case import Case, Receipt
from dsar.cases.document import Document, FileOf, Sending, day_of, file_of
from dsar.cases.representation import Representation
from dsar.letters.words import Words

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# The form in which a letter is shown as an exhibit, best first.
_SHOWN = ("pdf", "txt", "html", "eml")
MANDATE, CONSTITUTION = "mandate", "constitution"


@dataclass(frozen=True)
class Exhibit:
    """One exhibit: its number, title, date, name in the bundle, and the evidence behind it.

    ``proves`` names what it proves: ``request``, a receipt, the id of a reminder, ``sending-N``
    with the number of the event, or MANDATE and CONSTITUTION of who complains. ``ours`` says that
    it is a page this program made.
    """

    number: int
    title: str
    date: date
    file: str
    sha256: str
    format: str
    proves: tuple[str, ...]
    ours: bool


def exhibits(
    case: Case, request: Document, words: Words, day: date, acting: Representation | None = None
) -> tuple[Exhibit, ...]:
    """Every piece of evidence that the complaint about *request* cites, in the order of the story.

    Last comes by which mandate *acting* complains on *day*. The same bytes are one exhibit,
    whatever they prove.
    """
    found: dict[str, Exhibit] = {}
    made = {file.sha256 for document in case.documents for file in document.files}
    every = (*_evidence(case, request, words), *_mandates(request, words, day, acting))
    for title, on, file, proves in every:
        if file.sha256 in found:
            old = found[file.sha256]
            found[file.sha256] = replace(old, proves=(*old.proves, proves))
            continue
        number = len(found) + 1
        stem = words.get("page.exhibit_file", "exhibit")
        name = f"{stem}-{number:02d}-{_safe(file.name)}"
        found[file.sha256] = Exhibit(
            number, title, on, name, file.sha256, file.format, (proves,), file.sha256 in made
        )
    return tuple(found.values())


def number_of(found: tuple[Exhibit, ...], proves: str) -> int | None:
    """The number of the exhibit that proves *proves*, or None."""
    return next((e.number for e in found if proves in e.proves), None)


def _evidence(
    case: Case, request: Document, words: Words
) -> Iterator[tuple[str, date, FileOf, str]]:
    yield from _document(request, "request", words, proves="request")
    for receipt in case.receipts_of(request):
        if receipt.proof is not None and receipt.basis != "estimated":
            title = words["exhibits.receipt"].format(date=words.day(receipt.on))
            yield title, receipt.on, receipt.proof, receipt_id(receipt)
    for reminder in case.reminders_of(request.id):
        if reminder.sent:
            yield from _document(reminder, "reminder", words, proves=reminder.id)


def _mandates(
    request: Document, words: Words, on: date, acting: Representation | None
) -> Iterator[tuple[str, date, FileOf, str]]:
    """The mandate under which the request was made, and that of who complains, if another."""
    made = request.acting or {}
    day, proof = day_of(made.get("mandate_date")), file_of(made.get("proof"))
    if day is not None and proof is not None:
        yield _mandate_title(made["kind"], day, words), day, proof, f"{MANDATE}-of-{request.id}"
    day, proof = (acting.mandate_date, acting.proof) if acting else (None, None)
    if acting is None or day is None or proof is None:
        return
    yield _mandate_title(acting.kind, day, words), day, proof, MANDATE
    if acting.constitution is not None:
        # Of what day the statutes are nobody recorded: they are shown as they are now.
        title = words["exhibits.constitution"].format(date=words.day(on))
        yield title, on, acting.constitution, CONSTITUTION


def _mandate_title(kind: str, day: date, words: Words) -> str:
    return words[f"exhibits.mandate.{kind}"].format(date=words.day(day))


def _document(
    document: Document, role: str, words: Words, proves: str
) -> Iterator[tuple[str, date, FileOf, str]]:
    name, day = letter_name(document, words), document.written_on
    title = words[f"exhibits.{role}"].format(title=name, date=words.day(day))
    yield title, day, _shown(document), proves
    for sending in document.sendings:
        for file in _proofs(document, sending):
            title = words["exhibits.sent"].format(title=name, date=words.day(sending.on))
            yield title, sending.on, file, f"sending-{sending.seq}"


def letter_name(document: Document, words: Words) -> str:
    """What *document* is called: by its rights or its kind, else a request."""
    key = "-".join(document.rights) or document.kind
    return words.get(f"letters.{key}", words["letters.request"])


def _shown(document: Document) -> FileOf:
    """The letter as a reader best sees it; a draft e-mail would look like a message sent."""
    ranks = {form: rank for rank, form in enumerate(_SHOWN)}
    return min(document.files, key=lambda file: ranks.get(file.format, len(ranks)))


def receipt_id(receipt: Receipt) -> str:
    """What an exhibit proves that proves *receipt*."""
    return f"receipt-{receipt.basis}-{receipt.on.isoformat()}"


def _proofs(document: Document, sending: Sending) -> list[FileOf]:
    """What proves a sending: the receipt kept, and the message as it was sent by hand.

    Our own draft proves nothing.
    """
    drafts = {file.sha256 for file in document.files}
    kept = [sending.proof, sending.file]
    return [file for file in kept if file is not None and file.sha256 not in drafts]


def _safe(name: str) -> str:
    """*name* fit for a file in the bundle: plain letters, no path."""
    return _UNSAFE.sub("-", name.rpartition("/")[2]).strip("-.") or "file"
