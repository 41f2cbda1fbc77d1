"""Filings: complaints filed with an authority, and what the authority did with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dsar.cases.case import Case
from dsar.cases.event import Recorded
from dsar.cases.kinds import AUTHORITY, kinds_of
from dsar.cases.term import Term

_WORDS_OF_AUTHORITIES = kinds_of(AUTHORITY)
# What tells the person something about the progress of the complaint (Art. 78(2) GDPR).
PROGRESS = frozenset({"authority-progress", "authority-transferred", "authority-request"})


@dataclass(frozen=True)
class Filing:
    """A complaint as it was filed: with which authority, when, and what was said about it."""

    case: Case
    event: Recorded

    @property
    def on(self) -> date:
        """The day of filing."""
        return self.event.on

    @property
    def id(self) -> str:
        """The id of the authority; empty where nobody recorded it."""
        return str(self.event.payload.get("authority", ""))

    def covers(self, request: str, right: str = "") -> bool:
        """Whether it is about that *right* of the *request* of that id, or any of its rights.

        It is about what could be complained of on its day; what opens later is not before the
        authority.
        """
        about = self.event.payload.get("claims")
        if about is None:
            return True
        return any(one[0] == request and right in {"", one[1]} for one in about)

    @cached_property
    def told(self) -> tuple[Recorded, ...]:
        """What the authority said, and what was said to it, by its day."""
        found = [
            e
            for e in self.case.of(*_WORDS_OF_AUTHORITIES)
            if e.payload.get("filing", self.event.seq) == self.event.seq
        ]
        return tuple(sorted(found, key=lambda e: (e.on, e.seq)))

    def last(self, *kinds: str) -> Recorded | None:
        """The last event of these kinds about this filing, or None."""
        found = [e for e in self.told if e.kind in kinds]
        return found[-1] if found else None

    @property
    def sent_back(self) -> Recorded | None:
        """The event by which the authority sent it back as inadmissible."""
        return self.last("authority-inadmissible")

    @property
    def decision(self) -> Recorded | None:
        """The authority's decision."""
        return self.last("authority-decision")

    @property
    def question(self) -> Recorded | None:
        """What the authority asked and nobody answered yet."""
        asked, answered = self.last("authority-request"), self.last("authority-answered")
        if asked is not None and (answered is None or answered.on < asked.on):
            return asked
        return None

    @property
    def live(self) -> bool:
        """Whether the authority still has it."""
        return self.sent_back is None and self.decision is None

    @property
    def progress(self) -> Recorded:
        """The last event that told how far it is; the filing itself before there is one."""
        return self.last(*PROGRESS) or self.event

    @property
    def term(self) -> Term | None:
        """The period within which the authority must tell something (Art. 78(2) GDPR)."""
        return self.case.term_of_filing(self.event.seq)


def filings(case: Case) -> tuple[Filing, ...]:
    """Every filing of a complaint in *case*, by its day."""
    found = sorted(case.of("complaint-filed"), key=lambda e: (e.on, e.seq))
    return tuple(Filing(case, event) for event in found)
