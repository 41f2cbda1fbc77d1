"""What every store promises, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dsar.cases.case import Case
from dsar.cases.event import Event
from dsar.errors import OutsideFailed


@dataclass(frozen=True)
class Stamp:
    """When an event is written: ``at`` the moment (UTC, ISO 8601), ``as_of`` the day by which
    the program judged when it was told another than today (ISO date, else empty)."""

    at: str
    as_of: str = ""


class StaleCase(OutsideFailed):
    """Somebody else wrote to the case meanwhile; nothing was recorded."""

    kind = "stale-case"


class Store(Protocol):
    """Cases as append-only events, evidence as bytes, people as plain records."""

    def case_ids(self, prefix: str = "") -> list[str]:
        """The ids of the cases that begin with *prefix*, in the order in which they were opened."""

    def case(self, case_id: str) -> Case:
        """The case *case_id*; raises Invalid when there is none or its chain is broken."""

    def cases(self, company: str | None = None) -> Iterator[Case]:
        """Every case, or each about the *company* of that id, in the order in which they were
        opened; raises Invalid for a broken chain.

        Each is read whole, at its own moment; in between other cases may be written to.
        """

    def append(
        self,
        case_id: str,
        head: str,
        events: Sequence[Event],
        stamp: Stamp,
        evidence: Mapping[str, bytes],
    ) -> Case:
        """Append *events* and keep *evidence* (by SHA-256), all or nothing.

        *head* is the hash of the last event the caller saw (``event.GENESIS`` for a new case);
        raises StaleCase when the case has moved on since.
        """

    def evidence(self, sha256: str) -> bytes:
        """The bytes kept under *sha256*; raises Invalid when they are missing or altered."""

    def subjects(self) -> dict[str, dict[str, Any]]:
        """The people by id."""

    def put_subject(self, subject_id: str, data: Mapping[str, Any]) -> None:
        """Keep a person's record under *subject_id*, in place of an older one."""

    def add_subject(self, subject_id: str, data: Mapping[str, Any]) -> bool:
        """Keep a new person's record; False, and nothing is kept, where the id is taken."""

    def remove_subject(self, subject_id: str) -> None:
        """Forget the record of a person."""

    def keep_evidence(self, evidence: Mapping[str, bytes]) -> None:
        """Keep *evidence* (by SHA-256) that no event brings."""

    def setting(self, name: str) -> str:
        """What was kept under *name*; empty when nothing was."""

    def put_setting(self, name: str, value: str) -> None:
        """Keep *value* under *name*, in place of an older one."""


Salt = Callable[[int], bytes]
