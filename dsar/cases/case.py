"""A case: the fold of its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from dsar.cases.addressee import Addressee, read_addressee
from dsar.cases.corrections import effective
from dsar.cases.document import Document, FileOf, Sending, day_of, file_of
from dsar.cases.event import Event, Recorded
from dsar.cases.kinds import CONTROLLER, kinds_of
from dsar.cases.term import Term, read_term

# How well a receipt is proved, best first. ``replied`` is nobody's record: who asks something
# about a request has it, whatever a carrier says of a later day.
BASES = ("replied", "confirmed", "carrier", "server-accepted", "estimated")
RECORDED_BASES = BASES[1:]
_REPLIES = kinds_of(CONTROLLER)


@dataclass(frozen=True)
class Receipt:
    """A receipt of a request and how well it is proved.

    An ``estimated`` one is nobody's record but our reckoning from a sending by ``channel``; a
    ``replied`` one is the day on which the controller first said something about the request.
    """

    on: date
    basis: str
    proof: FileOf | None = None
    channel: str = ""


@dataclass(frozen=True)
class Case:
    """Everything that follows from a case's events and nothing else.

    ``log`` is every event as it was written, ``head`` the hash of the last one; ``events`` are the
    facts as they stand after every correction, in the order of writing.
    """

    id: str
    head: str
    log: tuple[Recorded, ...]
    events: tuple[Recorded, ...]

    @property
    def opened(self) -> Recorded:
        """The event that opened the case."""
        return self.log[0]

    @cached_property
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
        """The rights asked for, in the order of asking, each once."""
        return tuple(dict.fromkeys(right for d in self.requests for right in d.rights))

    def until(self, day: date) -> Case | None:
        """The case by the events up to the end of *day*; None before it was opened.

        What was recorded wrongly and corrected later counts as corrected on every day.
        """
        if self.opened.on > day:
            return None
        return replace(self, events=tuple(e for e in self.events if e.on <= day))

    def of(self, *kinds: str) -> tuple[Recorded, ...]:
        """The events of these kinds, in the order in which they were written."""
        return tuple(event for event in self.events if event.kind in kinds)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every document written, with its sendings."""
        return tuple(self._document(event) for event in self.of("document-written"))

    def document(self, document_id: str) -> Document | None:
        """The document called *document_id*, or None."""
        return next((d for d in self.documents if d.id == document_id), None)

    @cached_property
    def requests(self) -> tuple[Document, ...]:
        """The letters that ask for a right, in the order of writing."""
        return tuple(d for d in self.documents if d.rights)

    @property
    def request(self) -> Document | None:
        """The first request letter."""
        return next(iter(self.requests), None)

    def law_of(self, request: Document) -> Mapping[str, Any]:
        """The law that *request* invokes: its ``id``, ``basis``, ``because``, and ``stated``."""
        written = next(e for e in self.of("document-written") if e.payload["id"] == request.id)
        law: Mapping[str, Any] = written.payload.get("regime") or self.opened.payload["regime"]
        return law

    @property
    def reminders(self) -> tuple[Document, ...]:
        """The reminder letters."""
        return tuple(d for d in self.documents if d.kind == "reminder")

    def reminders_of(self, request: str) -> tuple[Document, ...]:
        """The letters that remind of *request*."""
        return tuple(d for d in self.reminders if (d.about or self._first_id) == request)

    def about(self, event: Recorded) -> str:
        """The id of the request that *event* is about; the first one where it does not say."""
        return str(event.payload.get("request") or self._first_id)

    def told(self, request: str, *kinds: str) -> tuple[Recorded, ...]:
        """The events of these kinds that are about *request*, by their day."""
        found = [e for e in self.of(*kinds) if self.about(e) == request]
        return tuple(sorted(found, key=lambda e: (e.on, e.seq)))

    def replies(self, request: str) -> tuple[Recorded, ...]:
        """Whatever the controller said about *request*, by its day."""
        return self.told(request, *_REPLIES)

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """The receipts of the first request."""
        return self.receipts_of(self.request) if self.request else ()

    def receipts_of(self, request: Document) -> tuple[Receipt, ...]:
        """Every receipt of *request* recorded or inferred, best proved first, then earliest.

        A sending that came back gives no estimate. A word of the controller before every other
        receipt shows that the request was there by then.
        """
        found = [
            Receipt(e.on, e.payload["basis"], file_of(e.payload.get("proof")))
            for e in self.told(request.id, "received")
        ]
        for sending in request.sendings:
            if sending.estimated_receipt and sending.bounced is None:
                on, channel = sending.estimated_receipt, sending.channel
                found.append(Receipt(on, "estimated", sending.proof, channel))
        for reply in self.replies(request.id)[:1]:
            if all(reply.on < receipt.on for receipt in found):
                found.append(Receipt(reply.on, "replied", file_of(reply.payload.get("proof"))))
        return tuple(sorted(found, key=lambda r: (BASES.index(r.basis), r.on)))

    @cached_property
    def terms(self) -> dict[tuple[str, str, str], Term | None]:
        """The last computed term by period, request (or filing) and right; an extended answer is
        an answer."""
        found: dict[tuple[str, str, str], Term | None] = {}
        for event in sorted(self.of("deadline-computed"), key=lambda e: (e.on, e.seq)):
            term = read_term(event, self._first_id, self._first_rights)
            found |= dict.fromkeys(self._keys(event), term)
        return found

    def term_of(self, request: str, right: str, period: str = "answer") -> Term | None:
        """The term of *period* for one *right* of a *request*."""
        return self.terms.get((period, request, right))

    def term_of_filing(self, filing: int) -> Term | None:
        """The term within which the authority must tell how far the complaint is."""
        return self.terms.get(("authority-progress", str(filing), ""))

    @property
    def term(self) -> Term | None:
        """The term of the first right of the first request, where its clock runs."""
        request = self.request
        return self.term_of(request.id, request.rights[0]) if request else None

    @property
    def answers(self) -> tuple[Recorded, ...]:
        """The answers recorded."""
        return self.of("answer")

    @property
    def _first_id(self) -> str:
        return self.request.id if self.request else ""

    @property
    def _first_rights(self) -> tuple[str, ...]:
        return self.request.rights if self.request else ()

    def _keys(self, event: Recorded) -> Iterator[tuple[str, str, str]]:
        """What a ``deadline-computed`` event is about: period, request (or filing) and right."""
        of, deadline = event.payload.get("of", {}), event.payload["deadline"]
        period = of.get("period") or (deadline["period"] if deadline else "answer")
        period = "answer" if period == "extended" else period
        if "filing" in of:
            yield period, str(of["filing"]), ""
            return
        request = of.get("request") or self._first_id
        for right in of.get("rights") or self._first_rights:
            yield period, request, right

    def _document(self, event: Recorded) -> Document:
        payload = event.payload
        rights = tuple(payload.get("rights", ()))
        return Document(
            seq=event.seq,
            id=payload["id"],
            kind=payload["kind"],
            title=payload["title"],
            language=payload["language"],
            written_on=event.on,
            rights=rights,
            files=tuple(FileOf(**file) for file in payload["files"]),
            sendings=self._sendings(payload["id"]),
            term_day=day_of(payload.get("term_day")),
            about=payload.get("request", ""),
            regime=payload.get("regime", {}).get("id", self.regime) if rights else "",
            residence=payload.get("residence", self.opened.payload.get("residence", "")),
            own=bool(payload.get("own")),
            acting=payload.get("acting"),
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


def foresee(case: Case, events: Sequence[Event]) -> Case:
    """*case* as it will be once *events* are recorded; they have no hash yet.

    So what follows from a fact can be recorded together with it, all or nothing.
    """
    seq = case.log[-1].seq
    new = [
        Recorded(seq + n, event.kind, event.on, "", "", event.payload, "", "")
        for n, event in enumerate(events, start=1)
    ]
    return _case(case.id, case.head, (*case.log, *new))


def without(case: Case, seq: int) -> Case:
    """*case* as if the fact number *seq* had not been recorded."""
    return replace(case, events=tuple(event for event in case.events if event.seq != seq))


def build(case_id: str, events: Sequence[Recorded]) -> Case:
    """The case *case_id* from its *events*, of which there is at least one."""
    return _case(case_id, events[-1].hash, tuple(events))


def _case(case_id: str, head: str, log: tuple[Recorded, ...]) -> Case:
    return Case(case_id, head, log, effective(log))
