"""A case: the fold of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsar.cases.event import Recorded

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
    """One sending of a document: day, channel, address, and what proves it."""

    seq: int
    on: date
    channel: str
    to: str
    tracking: str
    proof: FileOf | None
    file: FileOf | None


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
    """A receipt of the request and how well it is proved."""

    on: date
    basis: str
    proof: FileOf | None
    seq: int


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
    def controller_id(self) -> str:
        """The id of the controller in the directory."""
        return str(self.opened.payload["controller"]["id"])

    @property
    def controller_name(self) -> str:
        """The name of the controller when the case was opened."""
        return str(self.opened.payload["controller"]["name"])

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
        """Every receipt recorded or estimated, best proved first, then earliest first."""
        found = [
            Receipt(e.on, e.payload["basis"], file_of(e.payload.get("proof")), e.seq)
            for e in self.of("received")
        ]
        return tuple(sorted(found, key=lambda r: (BASES.index(r.basis), r.on)))

    @property
    def term(self) -> Term | None:
        """The latest computed deadline, or None before there is one."""
        computed = self.of("deadline-computed")
        return read_term(computed[-1].payload["deadline"]) if computed else None

    @property
    def answers(self) -> tuple[Recorded, ...]:
        """The answers recorded."""
        return self.of("answer")

    def _document(self, event: Recorded) -> Document:
        payload = event.payload
        term_day = payload.get("term_day")
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
            term_day=date.fromisoformat(term_day) if term_day else None,
        )

    def _sendings(self, document_id: str) -> tuple[Sending, ...]:
        return tuple(
            Sending(
                seq=e.seq,
                on=e.on,
                channel=e.payload["channel"],
                to=e.payload.get("to", ""),
                tracking=e.payload.get("tracking", ""),
                proof=file_of(e.payload.get("proof")),
                file=file_of(e.payload.get("file")),
            )
            for e in self.of("sent")
            if e.payload["document"] == document_id
        )


def file_of(data: dict[str, str] | None) -> FileOf | None:
    """The file that *data* of a payload describes, or None."""
    return FileOf(data["name"], data["format"], data["sha256"]) if data else None


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


def build(case_id: str, events: Sequence[Recorded]) -> Case:
    """The case *case_id* from its *events*, of which there is at least one."""
    return Case(case_id, events[-1].hash, tuple(events))
