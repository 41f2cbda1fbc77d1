"""A case: the fold of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsar.cases.addressee import Addressee, read_addressee
from dsar.cases.event import Event, Recorded

# How well a receipt is proved, best first.
BASES = ("confirmed", "carrier", "server-accepted", "estimated")


@dataclass(frozen=True)
class FileOf:
    """A file of a document or a proof: name, format, SHA-256 of its bytes, where it lies."""

    name: str
    format: str
    sha256: str


@dataclass(frozen=True)
class Sending:
    """One sending of a document: day, channel, address, what proves it, whether it came back."""

    seq: int
    on: date
    channel: str
    to: str
    tracking: str
    proof: FileOf | None
    file: FileOf | None
    estimated_receipt: date | None
    bounced: date | None


@dataclass(frozen=True)
class Document:
    """A letter or complaint that was written, and its sendings."""

    seq: int
    id: str
    kind: str
    title: str
    language: str
    written_on: date
    rights: tuple[str, ...]
    files: tuple[FileOf, ...]
    sendings: tuple[Sending, ...]
    term_day: date | None = None

    @property
    def sent(self) -> bool:
        """Whether it left at least once."""
        return bool(self.sendings)


@dataclass(frozen=True)
class Receipt:
    """A receipt of the request and how well it is proved.

    An ``estimated`` one is nobody's record but our reckoning from a sending by ``channel``.
    """

    on: date
    basis: str
    proof: FileOf | None = None
    channel: str = ""


@dataclass(frozen=True)
class Term:
    """The latest computed deadline of the case, as recorded."""

    start: date
    last_day: date
    earliest: date
    latest: date
    safe: date
    estimated: bool
    data: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Everything that follows from a case's events and nothing else."""

    id: str
    head: str
    events: tuple[Recorded, ...]

    @property
    def opened(self) -> Recorded:
        """The event that opened the case."""
        return self.events[0]

    @property
    def addressee(self) -> Addressee:
        """The controller as it stood when the case was opened."""
        return read_addressee(self.opened.payload["controller"])

    @property
    def subject_id(self) -> str:
        """The data subject's id in the store."""
        return str(self.opened.payload["subject"])

    @property
    def regime(self) -> str:
        """The id of the regime under which the case was opened."""
        return str(self.opened.payload["regime"]["id"])

    @property
    def rights(self) -> tuple[str, ...]:
        """The rights asked for, in the order of asking."""
        found: dict[str, None] = {}
        for document in self.documents:
            found |= dict.fromkeys(document.rights)
        return tuple(found)

    def until(self, day: date) -> Case | None:
        """The case as its events stood at the end of *day*; None before it was opened."""
        events = tuple(event for event in self.events if event.on <= day)
        return Case(self.id, events[-1].hash, events) if events else None

    def of(self, *kinds: str) -> tuple[Recorded, ...]:
        """The events of these kinds, in the order in which they were written."""
        return tuple(event for event in self.events if event.kind in kinds)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document written, with its sendings."""
        return tuple(self._document(event) for event in self.of("document-written"))

    def document(self, document_id: str) -> Document | None:
        """The document called *document_id*, or None."""
        return next((d for d in self.documents if d.id == document_id), None)

    @property
    def request(self) -> Document | None:
        """The request letter, the first document with rights in it."""
        return next((d for d in self.documents if d.rights), None)

    @property
    def reminders(self) -> tuple[Document, ...]:
        """The reminder letters."""
        return tuple(d for d in self.documents if d.kind == "reminder")

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """Every receipt recorded or estimated, best proved first, then earliest first.

        A sending that came back gives no estimate.
        """
        found = [
            Receipt(e.on, e.payload["basis"], file_of(e.payload.get("proof")))
            for e in self.of("received")
        ]
        for sending in self.request.sendings if self.request else ():
            if sending.estimated_receipt and sending.bounced is None:
                on, channel = sending.estimated_receipt, sending.channel
                found.append(Receipt(on, "estimated", sending.proof, channel))
        return tuple(sorted(found, key=lambda r: (BASES.index(r.basis), r.on)))

    @property
    def term(self) -> Term | None:
        """The latest computed deadline, or None before there is one."""
        computed = self.of("deadline-computed")
        deadline = computed[-1].payload["deadline"] if computed else None
        return read_term(deadline) if deadline and deadline["safe"] else None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The rights about which no answer is recorded."""
        told = {right for event in self.answers for right in event.payload["rights"]}
        return tuple(right for right in self.rights if right not in told)

    @property
    def answers(self) -> tuple[Recorded, ...]:
        """The answers recorded."""
        return self.of("answer")

    def _document(self, event: Recorded) -> Document:
        payload = event.payload
        return Document(
            seq=event.seq,
            id=payload["id"],
            kind=payload["kind"],
            title=payload["title"],
            language=payload["language"],
            written_on=event.on,
            rights=tuple(payload.get("rights", ())),
            files=tuple(FileOf(**file) for file in payload["files"]),
            sendings=self._sendings(payload["id"]),
            term_day=day_of(payload.get("term_day")),
        )

    def _sendings(self, document_id: str) -> tuple[Sending, ...]:
        bounced = {e.payload["sending"]: e.on for e in self.of("bounced")}
        return tuple(
            Sending(
                seq=e.seq,
                on=e.on,
                channel=e.payload["channel"],
                to=e.payload.get("to", ""),
                tracking=e.payload.get("tracking", ""),
                proof=file_of(e.payload.get("proof")),
                file=file_of(e.payload.get("file")),
                estimated_receipt=day_of(e.payload.get("estimated_receipt")),
                bounced=bounced.get(e.seq),
            )
            for e in self.of("sent")
            if e.payload["document"] == document_id
        )


def file_of(data: dict[str, str] | None) -> FileOf | None:
    """The file that *data* of a payload describes, or None."""
    return FileOf(data["name"], data["format"], data["sha256"]) if data else None


def day_of(text: str | None) -> date | None:
    """The day that *text* (ISO) of a payload names, or None."""
    return date.fromisoformat(text) if text else None


def read_term(data: dict[str, Any]) -> Term:
    """The deadline in the payload of a ``deadline-computed`` event."""
    day = {name: date.fromisoformat(data[name])
           for name in ("from", "last_day", "earliest", "latest", "safe")}  # fmt: skip
    return Term(
        start=day["from"],
        last_day=day["last_day"],
        earliest=day["earliest"],
        latest=day["latest"],
        safe=day["safe"],
        estimated=bool(data["estimated"]),
        data=data,
    )


def foresee(case: Case, events: Sequence[Event]) -> Case:
    """*case* as it will be once *events* are recorded; they have no hash yet.

    So what follows from a fact can be recorded together with it, all or nothing.
    """
    seq = len(case.events)
    new = [
        Recorded(seq + n, event.kind, event.on, "", "", event.payload, "", "")
        for n, event in enumerate(events, start=1)
    ]
    return Case(case.id, case.head, (*case.events, *new))


def build(case_id: str, events: Sequence[Recorded]) -> Case:
    """The case *case_id* from its *events*, of which there is at least one."""
    return Case(case_id, events[-1].hash, tuple(events))
