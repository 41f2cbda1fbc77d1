"""Acting for somebody: whether it is allowed, what a letter says of it, and what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsar.cases.case import Case
from dsar.cases.document import Document, FileOf
from dsar.cases.representation import Representation, acting_record, check_power
from dsar.cases.subject import DataSubject
from dsar.channels.files import sha256
from dsar.letters.letter import Attachment
from dsar.letters.words import Words
from dsar.store.contract import Store

_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_LONGEST_ENDING = 5


@dataclass(frozen=True)
class Enclosure:
    """The proof of a mandate as it goes with a letter: its name beside it, and its bytes."""

    name: str
    data: bytes
    caption: str

    def described(self) -> dict[str, str]:
        """The file as a command tells it."""
        return {"name": self.name, "format": "mandate", "sha256": sha256(self.data)}

    def attachment(self) -> Attachment:
        """The same as a part of an e-mail."""
        media_type = _TYPES.get(self.name.rpartition(".")[2], "application/octet-stream")
        return Attachment(self.name, media_type, self.data)


def check_request(subject: DataSubject, day: date, rights: tuple[str, ...], company: str) -> None:
    """Raises NotAllowed unless who acts for *subject* may ask *company* for *rights* on *day*."""
    check_power(subject.acting, "request", day, rights, company, subject.id)


def check_document(case: Case, document: Document, subject: DataSubject, day: date) -> None:
    """The same for a request or a reminder of *case* that is there already."""
    asked = document.rights
    if not asked:
        about = document.about or (case.request.id if case.request else "")
        asked = next((one.rights for one in case.requests if one.id == about), ())
    check_request(subject, day, asked, case.addressee.id)


def check_complaint(
    subject: DataSubject, day: date, rights: tuple[str, ...], company: str
) -> None:  # fmt: skip
    """Raises NotAllowed unless who acts for *subject* may complain of *company* on *day*."""
    check_power(subject.acting, "complain", day, rights, company, subject.id)


def check_filed(case: Case, payload: Mapping[str, Any], subject: DataSubject, day: date) -> None:
    """The same for the complaint that *payload* records as filed."""
    about = payload.get("claims") or [[d.id, right] for d in case.requests for right in d.rights]
    rights = {right for _, right in about}
    check_complaint(subject, day, tuple(sorted(rights)), case.addressee.id)


def acting_payload(subject: DataSubject, power: str) -> dict[str, Any]:
    """What the event of a letter records of who used *power*; nothing where nobody acts."""
    acting = subject.acting
    return {"acting": acting_record(acting, power)} if acting is not None else {}


def acting_facts(subject: DataSubject, enclosed: bool) -> dict[str, Any] | None:
    """The fact ``acting`` of a letter; *enclosed*: a proof on record goes or went with it."""
    acting = subject.acting
    if acting is None:
        return None
    return {
        "kind": acting.kind,
        "name": acting.name,
        "mandate_date": acting.mandate_date,
        "enclosed": enclosed and acting.proof is not None,
        "exhibit": None,
        "constitution_exhibit": None,
    }


def went_with(request: Document, subject: DataSubject) -> bool:
    """Whether the mandate now on record went with *request* with its proof, as its event tells."""
    acting, kept = subject.acting, request.acting or {}
    if request.own or acting is None or acting.proof is None:
        return False
    given = acting.mandate_date.isoformat() if acting.mandate_date else None
    sent = (kept.get("mandate_date"), (kept.get("proof") or {}).get("sha256"))
    return sent == (given, acting.proof.sha256)


def enclosure(
    store: Store, subject: DataSubject, words: Words, number: int
) -> tuple[Enclosure, ...]:
    """The proof of the mandate, read from *store*, for the letter *number*; or nothing."""
    acting = subject.acting
    if acting is None or acting.proof is None:
        return ()
    name = f"{number:02d}-mandate{_ending(acting.proof)}"
    data = store.evidence(acting.proof.sha256)
    return (Enclosure(name, data, mandate_title(acting, words)),)


def mandate_title(acting: Representation, words: Words) -> str:
    """What the proof of the mandate is called among enclosures."""
    day = words.day(acting.mandate_date) if acting.mandate_date else ""
    return words[f"enclosures.mandate.{acting.kind}"].format(date=day)


def signatory(subject: DataSubject, words: Words) -> str:
    """Who signs: the person, or who acts for them and for whom."""
    acting = subject.acting
    if acting is None:
        return subject.name
    return words["page.acting"].format(name=acting.name, subject=subject.name)


def sender_lines(subject: DataSubject, home: str, words: Words) -> tuple[str, ...]:
    """The sender's block: the representative where one has an address of their own."""
    acting = subject.acting
    address = (*subject.address, home)
    email = sender_email(subject)
    if acting is not None and acting.address:
        address = acting.address
    return (signatory(subject, words), *address, *filter(None, [email]))


def sender_email(subject: DataSubject) -> str:
    """From which address the letter comes: that of the one who writes it."""
    return subject.acting.email if subject.acting else subject.email


def other_language(subject: DataSubject, language: str) -> list[str]:
    """What to mind where the mandate is not written in the *language* of the letter."""
    mandate = subject.acting.mandate if subject.acting else None
    if mandate is None or not mandate.languages or language in mandate.languages:
        return []
    written = ", ".join(mandate.languages)
    return [
        f"The mandate is written in {written}, the letter in {language}: whoever reads it may ask"
        " for a translation."
    ]


def _ending(file: FileOf) -> str:
    """The ending of *file* where it is a plain one."""
    ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    plain = ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return f".{ending}" if plain else ""
