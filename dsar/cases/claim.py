"""Claims: one right asked for by one letter, with its own clock and its own answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dsar.cases.case import Case
from dsar.cases.document import Document
from dsar.cases.event import Recorded
from dsar.cases.kinds import GIVEN
from dsar.cases.term import Term

# The periods within which a controller must act on a complaint made to itself.
TO_CONTROLLER = ("acknowledgement", "controller-complaint")


@dataclass(frozen=True)
class Asked:
    """A demand of the controller and what became of it.

    ``kind`` is identity, clarification or fee; ``answered`` and ``contested`` are the days on
    which the person gave it or refused it. ``prompt`` is False where it is contested as late.
    """

    kind: str
    seq: int
    on: date
    answered: date | None
    contested: date | None
    accepted: bool
    prompt: bool | None


@dataclass(frozen=True)
class Claim:
    """One *right* that one *request* of a *case* asks for."""

    case: Case
    request: Document
    right: str

    @cached_property
    def term(self) -> Term | None:
        """The term of the answer, or None before the request has reached anybody."""
        return self.case.term_of(self.request.id, self.right)

    @cached_property
    def limit(self) -> Term | None:
        """The term within which the person must complain, where the law sets one."""
        return self.case.term_of(self.request.id, self.right, "complaint")

    @cached_property
    def refusal(self) -> Term | None:
        """The term of a refusal, where it is another than that of an answer."""
        return self.case.term_of(self.request.id, self.right, "refusal")

    @cached_property
    def to_controller(self) -> Recorded | None:
        """The last complaint to the controller about it."""
        sent = self.case.told(self.request.id, "controller-complaint-sent")
        return sent[-1] if sent else None

    @property
    def controller_term(self) -> Term | None:
        """The term within which the controller must act on that complaint."""
        terms = (self.case.term_of(self.request.id, self.right, name) for name in TO_CONTROLLER)
        return next((term for term in terms if term is not None), None)

    def with_controller(self, day: date) -> bool:
        """Whether on *day* the controller still has time to act on that complaint."""
        term = self.controller_term
        if self.to_controller is None or self.withdrawn is not None:
            return False
        return term is not None and term.safe is not None and (
            day <= term.safe and not self.answered_since(self.to_controller.on)
        )  # fmt: skip

    def answered_since(self, day: date) -> bool:
        """Whether an answer came on *day* or later."""
        return any(event.on >= day for event in self.answers)

    @cached_property
    def answers(self) -> tuple[Recorded, ...]:
        """The answers about this right, the last one last."""
        return self._told("answer")

    @cached_property
    def extensions(self) -> tuple[Recorded, ...]:
        """The notices by which the controller took more time for this right."""
        return self._told("extension")

    @cached_property
    def withdrawn(self) -> Recorded | None:
        """The withdrawal of this right alone, or None."""
        found = [e for e in self._told("withdrawn") if e.payload.get("rights")]
        return found[-1] if found else None

    @property
    def pending(self) -> bool:
        """Whether it is neither answered nor withdrawn."""
        return not self.answers and self.withdrawn is None

    @cached_property
    def demands(self) -> tuple[Asked, ...]:
        """The demands of the controller about this right, by their day."""
        return tuple(self._demands())

    def law(self, what: str, day: date) -> str:
        """The provision on which the ground or remedy *what* rests on *day*; empty: none."""
        return self.term.cites(what, day) if self.term else ""

    def _demands(self) -> Iterator[Asked]:
        for kind, given in GIVEN.items():
            answers = self.case.told(self.request.id, given)
            refusals = self.case.told(self.request.id, f"{kind}-contested")
            asked = self._told(f"{kind}-demand")
            for n, event in enumerate(asked):
                # What is given or refused answers every demand of the kind made before it.
                until = asked[n + 1].on if n + 1 < len(asked) else None
                refused = _first_from(refusals, event.on, until)
                code = event.payload.get("reason") or (refused and refused.payload.get("reason"))
                contested = event.on if event.payload.get("contested") else None
                answer = _first_from(answers, event.on, None)
                yield Asked(
                    kind,
                    event.seq,
                    event.on,
                    answer.on if answer else None,
                    contested or (refused.on if refused else None),
                    bool(event.payload.get("accepted")),
                    False if code == "asked-late" else None,
                )

    def _told(self, *kinds: str) -> tuple[Recorded, ...]:
        return tuple(
            event
            for event in self.case.told(self.request.id, *kinds)
            if self.right in event.payload.get("rights", (self.right,))
        )


def _first_from(events: tuple[Recorded, ...], day: date, until: date | None) -> Recorded | None:
    return next((e for e in events if e.on >= day and (until is None or e.on <= until)), None)


def claims(case: Case) -> tuple[Claim, ...]:
    """Every right that a letter of *case* asks for, in the order of asking."""
    return tuple(
        Claim(case, request, right) for request in case.requests for right in request.rights
    )
